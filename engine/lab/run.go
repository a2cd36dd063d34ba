package lab

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/stat"
)

// usualMost is the limit of Precision when none is given. The first round has
// stat.MinPairs replications of each case, and no round more than doubles them.
const usualMost = 500

// Run answers the question. When ctx is cancelled it returns what was measured
// until then, marked Interrupted, together with ctx's error; any other error comes
// without a result.
func (e *Experiment) Run(ctx context.Context, r Runner) (*Result, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	x := collection{e: e, runner: r, outs: make([][]Outcome, len(e.Cases)), partial: make([][]Outcome, len(e.Cases))}
	err := x.run(ctx)
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return nil, err
	}
	return x.result(err != nil), err
}

// collection is an experiment under way.
type collection struct {
	e       *Experiment
	runner  Runner
	warm    WarmUp
	outs    [][]Outcome // by case, in the order of their coming
	partial [][]Outcome // runs cut short
	pilots  []Outcome
	steps   uint64
	done    int // replications of each case so far
	precise bool
}

func (x *collection) run(ctx context.Context) error {
	x.warm.Cut = x.e.WarmUp
	if x.e.AutoWarmUp {
		if err := x.findWarmUp(ctx); err != nil {
			return err
		}
	}
	n := x.e.Replications
	if n > 0 || len(x.e.Precision) == 0 {
		if err := x.round(ctx, max(n, 1)); err != nil {
			return err
		}
		x.precise = x.missing() == 0
		return nil
	}
	limit := cmp.Or(x.e.Most, usualMost)
	for n = min(stat.MinPairs, limit); ; n = min(n, limit) {
		if err := x.round(ctx, n); err != nil {
			return err
		}
		more := x.missing()
		x.precise = more == 0
		if more == 0 || n >= limit {
			return nil
		}
		n = min(max(more, n+1), 2*n)
	}
}

// round runs the replications up to n of each case.
func (x *collection) round(ctx context.Context, n int) error {
	var tasks []Task
	for r := x.done; r < n; r++ {
		for c := range x.e.Cases {
			tasks = append(tasks, Task{Case: c, Replication: r, WarmUp: x.warm.Cut})
		}
	}
	x.done = n
	return x.do(ctx, tasks)
}

func (x *collection) do(ctx context.Context, tasks []Task) error {
	p := &x.e.progress
	p.tasks.Add(int64(len(tasks)))
	return x.runner.Run(ctx, tasks, func(o Outcome) {
		p.done.Add(1)
		p.events.Add(int64(o.Steps))
		p.simulated.Add(int64(o.Until))
		x.steps += o.Steps
		switch {
		case o.Pilot:
			x.pilots = append(x.pilots, o)
		case o.Until < x.e.Length:
			x.partial[o.Case] = append(x.partial[o.Case], o)
		default:
			x.outs[o.Case] = append(x.outs[o.Case], o)
		}
	})
}

// findWarmUp runs pilots of every case and cuts where the last of them has
// settled. The series of a case is the mean of its pilots, so that what is seen is
// the drift and not the noise.
func (x *collection) findWarmUp(ctx context.Context) error {
	var tasks []Task
	for p := range pilots {
		for c := range x.e.Cases {
			tasks = append(tasks, Task{Case: c, Replication: pilotFirst + p, Pilot: true})
		}
	}
	if err := x.do(ctx, tasks); err != nil {
		return err
	}
	slices.SortFunc(x.pilots, byTask)
	x.warm = WarmUp{Auto: true, Found: true}
	for c := range x.e.Cases {
		cut, found := x.settled(c)
		x.warm.Cut = max(x.warm.Cut, cut)
		x.warm.Found = x.warm.Found && found
	}
	return nil
}

// settled finds when case c has settled.
func (x *collection) settled(c int) (engine.Time, bool) {
	slice := x.e.Length / pilotPoints
	var series []float64
	var ends []engine.Time
	for k := range pilotPoints {
		var at []float64
		for i := range x.pilots {
			if x.pilots[i].Case == c {
				at = append(at, x.pilots[i].Pilots[k])
			}
		}
		if m := interval(at).Mean; !math.IsNaN(m) {
			series = append(series, m)
			ends = append(ends, slice*engine.Time(k+1))
		}
	}
	cut, ok := stat.MSER5(series)
	switch {
	case !ok:
		return x.e.Length / 2, false
	case cut <= 0:
		return 0, true
	}
	return ends[min(cut, len(ends))-1], true
}

func byTask(a, b Outcome) int {
	return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Replication, b.Replication))
}

// missing is about how many replications every precision takes; 0 when all are
// reached.
func (x *collection) missing() int {
	most := 0
	for _, p := range x.e.Precision {
		k := x.e.measure(p.Measure)
		for c := range x.outs {
			slices.SortFunc(x.outs[c], byTask)
			got := interval(column(x.outs[c], func(o *Outcome) float64 { return o.Values[k] }))
			want := math.Abs(got.Mean) * p.Share
			if got.Half <= want {
				continue
			}
			most = max(most, stat.ReplicationsFor(got, want), x.done+1)
		}
	}
	return most
}

// result adds everything up, in the order of the tasks.
func (x *collection) result(interrupted bool) *Result {
	r := &Result{
		Version: Version(), Seed: x.e.Seed, Length: x.e.Length, WarmUp: x.warm, Measures: x.e.Measures,
		Interrupted: interrupted, Precise: x.precise, Steps: x.steps,
	}
	for c := range x.e.Cases {
		outs := x.outs[c]
		slices.SortFunc(outs, byTask)
		if len(outs) == 0 && len(x.partial[c]) > 0 {
			slices.SortFunc(x.partial[c], byTask)
			outs = x.partial[c][:1]
		}
		k := x.e.caseResult(&x.e.Cases[c], outs)
		k.ModelHash = k.Model.Hash()
		r.Cases = append(r.Cases, k)
	}
	x.differences(r)
	x.e.judgeAll(r)
	return r
}

// differences pairs every case with the baseline, by replication.
func (x *collection) differences(r *Result) {
	base := x.outs[0]
	for c := 1; c < len(r.Cases); c++ {
		for k := range x.e.Measures {
			var a, b []float64
			for i, j := 0, 0; i < len(base) && j < len(x.outs[c]); {
				p, q := &base[i], &x.outs[c][j]
				switch {
				case p.Replication < q.Replication:
					i++
				case p.Replication > q.Replication:
					j++
				default:
					a, b = append(a, p.Values[k]), append(b, q.Values[k])
					i++
					j++
				}
			}
			r.Cases[c].Differences = append(r.Cases[c].Differences, difference(a, b))
		}
	}
}
