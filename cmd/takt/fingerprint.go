package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model/span"
)

// printFlags are the flags of fingerprint.
type printFlags struct {
	job.Options
	seed   uint64
	check  string
	update bool
	json   bool
}

// printed is a fingerprint as --json has it.
type printed struct {
	Scenario   string  `json:"scenario"`
	Case       string  `json:"case"`
	Seed       uint64  `json:"seed"`
	Horizon    float64 `json:"horizon_s"`
	Events     uint64  `json:"events"`
	Order      string  `json:"order"`
	Times      string  `json:"times"`
	Statistics string  `json:"statistics"`
}

func (a *app) fingerprint() *cobra.Command {
	var f printFlags
	c := &cobra.Command{
		Use: "fingerprint [FILE|NR|NAME…] [flags]", Short: a.T("cmd.fingerprint"), Long: a.T("cmd.fingerprint.long"),
		Example: "  takt fingerprint 0\n  takt fingerprint --check scenarios/fingerprints.txt\n  takt fingerprint --check scenarios/fingerprints.txt --update",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				f.Seed = &f.seed
			}
			return a.fingerprints(cmd.Context(), args, &f)
		},
	}
	flags := c.Flags()
	flags.Uint64Var(&f.seed, "seed", 0, a.T("flag.seed"))
	flags.StringVar(&f.Length, "length", "", a.T("flag.horizon"))
	flags.IntVar(&f.Workers, "workers", 0, a.T("flag.workers"))
	flags.StringVar(&f.check, "check", "", a.T("flag.check"))
	flags.BoolVar(&f.update, "update", false, a.T("flag.update"))
	flags.BoolVar(&f.json, "json", false, a.T("flag.json"))
	return c
}

func (a *app) fingerprints(ctx context.Context, words []string, f *printFlags) error {
	f.Lang = a.Lang
	p := job.Printer{Options: f.Options}
	switch {
	case f.Workers < 0:
		return job.Usage(a.T("use.atleast", "--workers", "1"))
	case f.update && f.check == "":
		return job.Usage(a.T("use.update"))
	case f.Workers == 0:
		p.Workers = runtime.GOMAXPROCS(0)
	}
	all := len(words) == 0
	if all {
		words = job.Present()
	}
	bar, began, events := newProgress(a), time.Now(), uint64(0)
	p.Told = func(done, total int, one job.Print) {
		events += one.Events
		bar.show(lab.Progress{Tasks: total, Done: done, Events: events, Simulated: engine.Time(done), Total: engine.Time(total)}, time.Since(began))
	}
	prints, err := p.Prints(ctx, words)
	bar.clear()
	switch {
	case errors.Is(err, context.Canceled):
		return errInterrupted
	case err != nil:
		return err
	case f.check != "":
		return a.checkPrints(prints, all, f)
	case f.json:
		return a.json(printedOf(prints))
	}
	_, err = a.out.Write(job.FormatPrints(prints))
	return err
}

func printedOf(prints []job.Print) []printed {
	out := []printed{}
	for i := range prints {
		p := &prints[i]
		cells := p.Fields()
		out = append(out, printed{p.Scenario, p.Case, p.Seed, p.Horizon.Seconds(), p.Events, cells[5], cells[6], cells[7]})
	}
	return out
}

// checkPrints compares with a golden table, or writes it anew; all says that every
// scenario was run.
func (a *app) checkPrints(prints []job.Print, all bool, f *printFlags) error {
	ours := func(p job.Print) bool {
		return slices.ContainsFunc(prints, func(q job.Print) bool { return q.Scenario == p.Scenario })
	}
	if f.update {
		if old, err := os.ReadFile(f.check); err == nil && !all {
			// What was not run keeps its place.
			rest, err := job.ParsePrints(old)
			if err != nil {
				return fmt.Errorf("%s: %w", f.check, err)
			}
			prints = append(slices.DeleteFunc(rest, ours), prints...)
			slices.SortStableFunc(prints, func(p, q job.Print) int { return strings.Compare(p.Scenario, q.Scenario) })
		}
		if err := span.WriteFile(f.check, job.FormatPrints(prints)); err != nil {
			return err
		}
		fmt.Fprintln(a.talk, a.T("new.wrote", f.check))
		return nil
	}
	src, err := os.ReadFile(f.check)
	if err != nil {
		return job.Usage(fmt.Sprintf("--check: %v", err))
	}
	golden, err := job.ParsePrints(src)
	if err != nil {
		return fmt.Errorf("%s: %w", f.check, err)
	}
	if !all {
		golden = slices.DeleteFunc(golden, func(p job.Print) bool { return !ours(p) })
	}
	moved := job.ComparePrints(golden, prints)
	if f.json {
		if err := a.json(moved); err != nil {
			return err
		}
	}
	if len(moved) == 0 {
		fmt.Fprintln(a.talk, a.T("print.fine", strconv.Itoa(len(prints)), f.check))
		return nil
	}
	if !f.json {
		a.printMoved(moved)
	}
	return errFailed
}

func (a *app) printMoved(moved []job.Moved) {
	for _, m := range moved {
		var what []string
		for _, name := range m.What {
			what = append(what, a.T("print."+name))
		}
		text := a.T("print.new")
		switch {
		case m.Gone:
			text = a.T("print.gone")
		case len(what) > 0:
			text = a.T("print.moved", a.List(what))
		}
		fmt.Fprintln(a.out, strings.TrimSpace(m.Key)+": "+text)
	}
}
