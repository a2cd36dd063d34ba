package main

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/model/span"
)

// starters hold a small factory and a scenario in each language.
//
//go:embed starter
var starters embed.FS

func (a *app) create() *cobra.Command {
	var size int
	var seed uint64
	var force bool
	c := &cobra.Command{
		Use: "new DIR [flags]", Short: a.T("cmd.new"), Long: a.T("cmd.new.long"),
		Example: "  takt new my-factory\n  takt new big --size 200 --seed 7",
		Args:    a.argc(1, 1, "DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := a.newFiles(cmd.Flags().Changed("size"), cmd.Flags().Changed("seed"), size, seed)
			if err != nil {
				return err
			}
			return a.writeNew(args[0], files, force)
		},
	}
	c.Flags().IntVar(&size, "size", 0, a.T("flag.size"))
	c.Flags().Uint64Var(&seed, "seed", 1, a.T("flag.newseed"))
	c.Flags().BoolVar(&force, "force", false, a.T("flag.force"))
	return c
}

// newFile is a file to be written.
type newFile struct {
	name string
	data []byte
}

func (a *app) newFiles(sized, seeded bool, size int, seed uint64) ([]newFile, error) {
	if sized {
		data, err := sample.Factory(size, seed)
		if err != nil {
			return nil, job.Usage(err.Error())
		}
		return []newFile{{"factory.toml", data}}, nil
	}
	if seeded {
		return nil, job.Usage(a.T("use.seed"))
	}
	var out []newFile
	for _, name := range []string{"factory.toml", "scenario.toml"} {
		data, err := starters.ReadFile("starter/" + a.Lang.String() + "/" + name)
		if err != nil {
			return nil, err
		}
		out = append(out, newFile{name, data})
	}
	return out, nil
}

// writeNew writes the files into a folder; what is there already stays, unless
// forced.
func (a *app) writeNew(dir string, files []newFile, force bool) error {
	for _, f := range files {
		file := filepath.Join(dir, f.name)
		switch _, err := os.Stat(file); {
		case err == nil && !force:
			return job.Usage(a.T("new.exists", file))
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		file := filepath.Join(dir, f.name)
		if err := span.WriteFile(file, f.data); err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.T("new.wrote", file))
	}
	last := filepath.Join(dir, files[len(files)-1].name)
	fmt.Fprintln(a.talk, a.T("new.next", "takt check "+filepath.Join(dir, "factory.toml"), "takt run "+last))
	return nil
}
