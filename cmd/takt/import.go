package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/twin/link/eventlog"
	"github.com/taktsim/takt/twin/link/mtconnect"
	"github.com/taktsim/takt/twin/link/planner"
)

// importFlags are the flags of the importers; each has some of them.
type importFlags struct {
	out                               string
	columns, states                   []string
	sheet, unit, dates, title, machin string
	seed                              uint64
	force                             bool
}

func (a *app) imports() *cobra.Command {
	c := &cobra.Command{Use: "import table|log|mtconnect FILE… -o DIR", Short: a.T("cmd.import"), Long: a.T("cmd.import.long"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return job.Usage(a.T("use.import", fmt.Sprintf("%q", args[0])))
		}}
	var f importFlags
	table := a.importer(&f, "table", func(files []string) (string, []string, error) {
		columns, err := a.pairs("--map", f.columns)
		if err != nil {
			return "", nil, err
		}
		r, err := planner.Import(files, f.out, planner.Options{Map: columns, Sheet: f.sheet, Unit: f.unit, Dates: f.dates, Title: f.title, Replace: f.force})
		return r.String(), r.Wrote, err
	})
	table.Flags().StringArrayVar(&f.columns, "map", nil, a.T("flag.map", strings.Join(planner.Keys(), ", ")))
	table.Flags().StringVar(&f.sheet, "sheet", "", a.T("flag.sheet"))
	table.Flags().StringVar(&f.unit, "unit", "", a.T("flag.unit"))
	table.Flags().StringVar(&f.dates, "dates", "", a.T("flag.dates"))

	log := a.importer(&f, "log", func(files []string) (string, []string, error) {
		columns, err := a.pairs("--map", f.columns)
		if err != nil {
			return "", nil, err
		}
		states, err := a.pairs("--state", f.states)
		if err != nil {
			return "", nil, err
		}
		r, err := eventlog.Import(files, f.out, eventlog.Options{Map: columns, States: states, Sheet: f.sheet, Dates: f.dates, Title: f.title, Seed: f.seed, Replace: f.force})
		return r.String(), r.Wrote, err
	})
	log.Flags().StringArrayVar(&f.columns, "map", nil, a.T("flag.map", "time, start, end, machine, tag, value, operation, part, instance"))
	log.Flags().StringArrayVar(&f.states, "state", nil, a.T("flag.state"))
	log.Flags().StringVar(&f.sheet, "sheet", "", a.T("flag.sheet"))
	log.Flags().StringVar(&f.dates, "dates", "", a.T("flag.dates"))
	log.Flags().Uint64Var(&f.seed, "seed", 1, a.T("flag.importseed"))

	mt := a.importer(&f, "mtconnect", func(files []string) (string, []string, error) {
		r, err := mtconnect.Import(files, f.out, mtconnect.Options{Machine: f.machin, Title: f.title, Seed: f.seed, Replace: f.force})
		return r.String(), r.Wrote, err
	})
	mt.Flags().StringVar(&f.machin, "machine", "", a.T("flag.machine"))
	mt.Flags().Uint64Var(&f.seed, "seed", 1, a.T("flag.importseed"))
	c.AddCommand(table, log, mt)
	return c
}

// importer is one way in. Patterns are opened here, because not every shell
// does.
func (a *app) importer(f *importFlags, name string, do func([]string) (report string, wrote []string, err error)) *cobra.Command {
	c := &cobra.Command{
		Use: name + " FILE… -o DIR", Short: a.T("cmd.import." + name), DisableFlagsInUseLine: true,
		Args: a.argc(1, -1, "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.out == "" {
				return job.Usage(a.T("use.out"))
			}
			report, wrote, err := do(expand(args))
			fmt.Fprint(a.out, report)
			if err != nil {
				return err
			}
			for _, file := range wrote {
				if filepath.Base(file) == "factory.toml" {
					fmt.Fprintln(a.talk, a.T("new.next", "takt check "+file, "takt run "+file))
					return nil
				}
			}
			return errFailed // the report says what was missing
		},
	}
	c.Flags().StringVarP(&f.out, "out", "o", "", a.T("flag.outdir"))
	c.Flags().StringVar(&f.title, "title", "", a.T("flag.title"))
	c.Flags().BoolVar(&f.force, "force", false, a.T("flag.force"))
	return c
}

func expand(args []string) (files []string) {
	for _, arg := range args {
		if found, err := filepath.Glob(arg); err == nil && len(found) > 0 {
			files = append(files, found...)
		} else {
			files = append(files, arg)
		}
	}
	return files
}

// pairs reads key=value flags.
func (a *app) pairs(flag string, list []string) (map[string]string, error) {
	out := map[string]string{}
	for _, s := range list {
		key, value, ok := strings.Cut(s, "=")
		if !ok || key == "" || value == "" {
			return nil, job.Usage(a.T("use.map", flag, fmt.Sprintf("%q", s), flag))
		}
		out[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	return out, nil
}
