package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/taktsim/takt/cmd/takt/internal/job"
	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/cmd/takt/internal/text"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
	"github.com/taktsim/takt/twin/link/trace"
)

// traceFlags are the flags of trace.
type traceFlags struct {
	job.Options
	seed            uint64
	variant         string
	replication     int
	from, to, place string
	out             string
	json            bool
}

func (a *app) trace() *cobra.Command {
	var f traceFlags
	c := &cobra.Command{
		Use: "trace FILE|NR|NAME [flags]", Short: a.T("cmd.trace"), Long: a.T("cmd.trace.long", strings.Join(trace.Endings(), " ")),
		Example:           "  takt trace 0 --to \"2 h\" --place wash\n  takt trace 0 --what-if second-washer -o second.sqlite\n  takt trace factory.toml --from \"2026-01-06 06:00\" --to \"2026-01-06 14:00\" -o shift.xes",
		Args:              a.argc(1, 1, "FILE|NR|NAME"),
		ValidArgsFunction: scenarioNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seed") {
				f.Seed = &f.seed
			}
			return a.traceOne(cmd, args[0], &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.variant, "what-if", "", a.T("flag.whatif"))
	flags.IntVar(&f.replication, "replication", 0, a.T("flag.replication"))
	flags.StringVar(&f.Factory, "factory", "", a.T("flag.factory"))
	flags.Uint64Var(&f.seed, "seed", 0, a.T("flag.seed"))
	flags.StringVar(&f.Length, "length", "", a.T("flag.tracelength"))
	flags.StringVar(&f.from, "from", "", a.T("flag.from"))
	flags.StringVar(&f.to, "to", "", a.T("flag.to"))
	flags.StringVar(&f.place, "place", "", a.T("flag.place"))
	flags.StringVarP(&f.out, "out", "o", "", a.T("flag.traceout", strings.Join(trace.Endings(), " ")))
	flags.BoolVar(&f.json, "json", false, a.T("flag.jsonlines"))
	return c
}

// loadOne reads one run's factory or scenario.
func (a *app) loadOne(word string, o job.Options) (*job.Job, error) {
	o.Lang, o.WarmUp = a.Lang, "0 s" // a single run is told from its beginning
	j, problems, err := job.Load(word, o)
	if err != nil {
		return nil, err
	}
	if a.problems(a.talk, problems.Errors()) {
		return nil, errFailed
	}
	return j, nil
}

func (a *app) traceOne(cmd *cobra.Command, word string, f *traceFlags) error {
	switch {
	case f.replication < 0:
		return job.Usage(a.T("use.atleast", "--replication", "0"))
	case f.out != "" && f.json:
		return job.Usage(a.T("use.outjson"))
	case f.out != "" && !trace.Known(f.out):
		return job.Usage(a.T("use.traceout", f.out, strings.Join(trace.Endings(), " ")))
	}
	j, err := a.loadOne(word, f.Options)
	if err != nil {
		return err
	}
	run, err := j.One(f.variant, f.replication)
	if err != nil {
		return err
	}
	from, to, err := a.span(run, f)
	if err != nil {
		return err
	}
	h := trace.Head{Plant: run.Sim.Plant(), Name: run.Name(), Source: "takt " + engineVersion()}
	if f.place != "" {
		if h.Places, err = job.Places(a.Lang, run.Model(), "--place", f.place); err != nil {
			return err
		}
	}
	if f.out == "" {
		return a.tracePrint(cmd.Context(), run, h, from, to, f.json)
	}
	return a.traceFile(cmd.Context(), run, h, from, to, f.out)
}

// span is what the flags want to see of a run.
func (a *app) span(run *job.Single, f *traceFlags) (from, to engine.Time, err error) {
	to = run.Job.Lab.Length
	if f.from != "" {
		if from, err = job.Instant(a.Lang, run.Model(), "--from", f.from); err != nil {
			return 0, 0, err
		}
	}
	if f.to != "" {
		if to, err = job.Instant(a.Lang, run.Model(), "--to", f.to); err != nil {
			return 0, 0, err
		}
	}
	if from >= to {
		return 0, 0, job.Usage(a.T("use.span", from.String(), to.String()))
	}
	return from, to, nil
}

// runTo comes to the part of a run that is to be traced, has it watched, and goes
// on to the end.
func runTo(ctx context.Context, run *job.Single, from, to engine.Time, watch func(plant.TraceEvent), more func() error) error {
	if from > 0 {
		if err := run.Run(ctx, from, more); err != nil {
			return err
		}
	}
	run.Sim.Watch(watch)
	return run.Run(ctx, to, more)
}

// traceFile writes a trace to a file. Interrupted, the file has what was traced
// until then.
func (a *app) traceFile(ctx context.Context, run *job.Single, h trace.Head, from, to engine.Time, name string) error {
	file, err := trace.Create(name, h)
	if err != nil {
		return err
	}
	defer file.Abort()
	bar, began := newProgress(a), time.Now()
	err = runTo(ctx, run, from, to, file.Event, func() error {
		bar.show(run.Progress(to), time.Since(began))
		return file.Err()
	})
	bar.clear()
	stopped := errors.Is(err, context.Canceled)
	if err != nil && !stopped {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	fmt.Fprintln(a.talk, a.T("trace.wrote", name, result.Grouped(file.Events()), run.Sim.Now().String()))
	if stopped {
		fmt.Fprintln(a.talk, a.T("trace.interrupted"))
		return errInterrupted
	}
	return nil
}

// tracePrint writes a trace as lines to the output.
func (a *app) tracePrint(ctx context.Context, run *job.Single, h trace.Head, from, to engine.Time, asJSON bool) error {
	out := bufio.NewWriterSize(a.out, 1<<16)
	clock, column := run.Model().Clock, 24
	for _, n := range run.Model().Nodes {
		column = max(column, text.Width(n.Path))
	}
	line := func(r *trail.Row) error {
		_, err := io.WriteString(out, text.TraceLine(a.Lang, clock, column, r)+"\n")
		return err
	}
	if asJSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		line = func(r *trail.Row) error { return e.Encode(result.TraceOf(clock, r)) }
	}
	var failed error
	err := runTo(ctx, run, from, to, func(e plant.TraceEvent) {
		if h.Follow(&e); failed == nil && h.Wants(&e) {
			r := trail.RowOf(h.Plant, e)
			failed = line(&r)
		}
	}, func() error { return failed })
	if failed == nil {
		failed = out.Flush()
	}
	switch {
	case failed != nil:
		return failed
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.talk, a.T("trace.interrupted"))
		return errInterrupted
	}
	return err
}
