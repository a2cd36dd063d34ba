package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
)

func (a *app) version() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "version", Short: a.T("cmd.version"), Args: a.argc(0, 0, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON {
				return a.json(map[string]any{"takt": engineVersion(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH, "file_format": model.Format})
			}
			_, err := fmt.Fprintf(a.out, "takt %s, %s, %s/%s, file format %d\n", engineVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, model.Format)
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.T("flag.json"))
	return c
}

// engineVersion is the version of the engine, and of a build from a checkout
// its revision.
func engineVersion() string {
	v := lab.Version()
	if v != "(devel)" && v != "" && v != "unknown" {
		return v
	}
	revision, dirty := "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision" && len(s.Value) >= 12:
				revision = "-" + s.Value[:12]
			case s.Key == "vcs.modified" && s.Value == "true":
				dirty = "+dirty"
			}
		}
	}
	return "devel" + revision + dirty
}
