package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant/trail"
	"github.com/taktsim/takt/twin/link/trace"
)

// diffFlags are the flags of diff: one value for both runs, or one for each.
type diffFlags struct {
	seeds, variants, replications []string
	factory, length               string
	json                          bool
}

// difference is what diff tells with --json.
type difference struct {
	Equal       bool     `json:"equal"`
	Alike       uint64   `json:"alike"`                 // events that were the same before
	At          *int64   `json:"time_ns,omitempty"`     // of the first difference
	Component   string   `json:"component,omitempty"`   // path of a place
	Field       string   `json:"field,omitempty"`       // what differs
	A           string   `json:"a,omitempty"`           // its value in the first run
	B           string   `json:"b,omitempty"`           // its value in the second
	EventA      string   `json:"event_a,omitempty"`     // the whole event
	EventB      string   `json:"event_b,omitempty"`     //
	Ingredients []string `json:"ingredients,omitempty"` // of the fingerprint, where all events are the same
}

func (a *app) diff() *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use: "diff A [B] [flags]", Short: a.T("cmd.diff"), Long: a.T("cmd.diff.long"),
		Example: "  takt diff old/factory.toml new/factory.toml\n  takt diff 15 --what-if conwip-4,conwip-8\n  takt diff factory.toml --seed 1,2 --length \"1 day\"\n  takt diff before.csv after.parquet",
		Args:    a.argc(1, 2, "A [B]"), ValidArgsFunction: scenarioNames,
		RunE: func(cmd *cobra.Command, args []string) error { return a.diffTwo(cmd, args, &f) },
	}
	flags := c.Flags()
	flags.StringSliceVar(&f.seeds, "seed", nil, a.T("flag.seeds"))
	flags.StringSliceVar(&f.variants, "what-if", nil, a.T("flag.whatifs"))
	flags.StringSliceVar(&f.replications, "replication", nil, a.T("flag.replicationpair"))
	flags.StringVar(&f.factory, "factory", "", a.T("flag.factory"))
	flags.StringVar(&f.length, "length", "", a.T("flag.tracelength"))
	flags.BoolVar(&f.json, "json", false, a.T("flag.json"))
	return c
}

func (a *app) diffTwo(cmd *cobra.Command, args []string, f *diffFlags) error {
	two := false
	for _, flag := range []struct {
		name   string
		values []string
	}{{"--seed", f.seeds}, {"--what-if", f.variants}, {"--replication", f.replications}} {
		if len(flag.values) > 2 {
			return job.Usage(a.T("use.pair", flag.name))
		}
		two = two || len(flag.values) == 2
	}
	ofRuns := len(f.seeds)+len(f.variants)+len(f.replications)+len(f.factory)+len(f.length) > 0
	tables := 0
	for _, arg := range args {
		if trace.Readable(arg) {
			tables++
		}
	}
	switch {
	case tables > 0 && tables < 2:
		return job.Usage(a.T("use.difftables"))
	case tables == 2 && ofRuns:
		return job.Usage(a.T("use.diffflags"))
	case tables == 2:
		return a.diffTables(args[0], args[1], f.json)
	case len(args) < 2 && !two:
		return job.Usage(a.T("use.diffone"))
	}
	return a.diffRuns(cmd.Context(), args, f)
}

// diffTables compares two traces that were written.
func (a *app) diffTables(nameA, nameB string, asJSON bool) error {
	var tables [2]*trace.Table
	for i, name := range []string{nameA, nameB} {
		t, err := trace.Open(name)
		if err != nil {
			return err
		}
		defer t.Close()
		tables[i] = t
	}
	d, alike, err := trail.First(tables[0], tables[1])
	if err != nil {
		return err
	}
	same := a.T("diff.traces", result.Grouped(alike)) // of states they do not know
	return a.sayDifference(d, alike, nil, asJSON, same)
}

// side is run 0 or 1 of the command line.
func (a *app) side(args []string, f *diffFlags, k int) (*job.Single, error) {
	pick := func(list []string) string {
		if len(list) == 0 {
			return ""
		}
		return list[min(k, len(list)-1)]
	}
	o := job.Options{Factory: f.factory, Length: f.length}
	if word := pick(f.seeds); word != "" {
		seed, err := strconv.ParseUint(word, 10, 64)
		if err != nil {
			return nil, job.Usage(a.T("use.number", "--seed", fmt.Sprintf("%q", word)))
		}
		o.Seed = &seed
	}
	replication := 0
	if word := pick(f.replications); word != "" {
		n, err := strconv.ParseUint(word, 10, 31)
		if err != nil {
			return nil, job.Usage(a.T("use.number", "--replication", fmt.Sprintf("%q", word)))
		}
		replication = int(n)
	}
	j, err := a.loadOne(args[min(k, len(args)-1)], o)
	if err != nil {
		return nil, err
	}
	return j.One(pick(f.variants), replication)
}

// diffRuns runs two runs side by side until they part.
func (a *app) diffRuns(ctx context.Context, args []string, f *diffFlags) error {
	var runs [2]*job.Single
	for k := range runs {
		run, err := a.side(args, f, k)
		if err != nil {
			return err
		}
		runs[k] = run
	}
	until := max(runs[0].Job.Lab.Length, runs[1].Job.Lab.Length)
	bar, began := newProgress(a), time.Now()
	var rows [2]*trail.Run
	for k, run := range runs {
		rows[k] = trail.NewRun(run.Sim, run.Job.Lab.Length, func() error {
			p := runs[0].Progress(until)
			q := runs[1].Progress(until)
			bar.show(lab.Progress{Tasks: 2, Events: p.Events + q.Events, Simulated: p.Simulated + q.Simulated, Total: 2 * until}, time.Since(began))
			return ctx.Err()
		})
	}
	d, alike, err := trail.First(rows[0], rows[1])
	bar.clear()
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.talk, a.T("diff.interrupted", result.Grouped(alike)))
		return errInterrupted
	}
	if err != nil {
		return err
	}
	var ingredients []string
	if d == nil {
		ingredients = rows[0].Trail.Print().Ingredients(rows[1].Trail.Print())
	}
	return a.sayDifference(d, alike, ingredients, f.json, a.T("diff.equal", result.Grouped(alike)))
}

// sayDifference tells the first difference, or in the words of same that there is none.
// The status is 1 where there is one.
func (a *app) sayDifference(d *trail.Difference, alike uint64, ingredients []string, asJSON bool, same string) error {
	out := difference{Equal: d == nil && len(ingredients) == 0, Alike: alike, Ingredients: ingredients}
	if d != nil {
		at := int64(d.At)
		out.At, out.Component, out.Field, out.A, out.B = &at, d.Component, d.Field, d.A, d.B
		out.EventA, out.EventB = eventText(d.RowA), eventText(d.RowB)
	}
	if asJSON {
		if err := a.json(out); err != nil {
			return err
		}
	} else {
		a.printDifference(d, &out, same)
	}
	if out.Equal {
		return nil
	}
	return errFailed
}

func eventText(r *trail.Row) string {
	if r == nil {
		return ""
	}
	return r.String()
}

func (a *app) printDifference(d *trail.Difference, out *difference, same string) {
	n := result.Grouped(out.Alike)
	switch {
	case out.Equal:
		fmt.Fprintln(a.out, same)
	case d == nil:
		names := slices.Clone(out.Ingredients)
		for i, name := range names {
			names[i] = a.T("print." + name)
		}
		fmt.Fprintln(a.out, a.T("diff.state", n, a.List(names)))
	default:
		place := d.Component
		if place == "" {
			place = "*"
		}
		fmt.Fprintln(a.out, a.T("diff.first", d.At.String(), n))
		fmt.Fprintf(a.out, "  %s: %s\n", place, a.fieldName(d.Field))
		for _, side := range []struct {
			name, value string
			row         *trail.Row
		}{{"A", d.A, d.RowA}, {"B", d.B, d.RowB}} {
			fmt.Fprintf(a.out, "  %s  %s\n", side.name, strings.TrimSpace(a.sideText(d, side.value, side.row)))
		}
	}
}

// fieldName is what differs, in words.
func (a *app) fieldName(field string) string {
	if name, ok := strings.CutSuffix(field, "_ns"); ok {
		field = name
	}
	return a.T("field." + field)
}

// sideText is one side of a difference: the value, and the event that it is of.
func (a *app) sideText(d *trail.Difference, value string, row *trail.Row) string {
	if row == nil {
		return a.T("diff.end")
	}
	what := row.At.String() + "  " + row.Place + "  " + text.TraceEvent(a.Lang, row)
	if d.Field == "event" || d.Field == "end" || d.Field == "time_ns" {
		return what
	}
	if value == "" {
		value = "-"
	}
	return value + "  (" + what + ")"
}
