package lab

import (
	"context"
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Task is one run that an experiment needs. It is plain data: a Runner may send
// it to another machine that has the same experiment.
type Task struct {
	Case        int
	Replication int
	WarmUp      engine.Time
	Pilot       bool // run only to find the warm-up
}

// Runner computes tasks. It calls each once for every outcome, one call at a time,
// in any order. When ctx is cancelled it starts nothing more and still hands over
// what it has; it then returns ctx.Err(). An error of a task ends the rest.
type Runner interface {
	Run(ctx context.Context, tasks []Task, each func(Outcome)) error
}

// Outcome is what one run gave, as plain values.
type Outcome struct {
	Task
	Until      engine.Time // the instant it came to: the experiment's length, or less when it was cut short
	Values     []float64   // by measure of the experiment; NaN: nothing to measure
	Rows       []Row       // by node of the case's model
	Types      []TypeRow   // by part type
	Series     Series
	PathKnown  bool                    // the walk along the active periods was made: OnPath of Rows counts
	PathStates [][plant.States]float64 // by node: OnPath by what the place was doing
	Steps      uint64                  // events handled
	Hash       uint64                  // fingerprint of the state at the end
	Pilots     []float64               // of a pilot run: the main measure, slice by slice
}

// Series shows a run over time, at equal steps from its start, warm-up included.
type Series struct {
	Step   engine.Time
	Output []float64 // parts into sinks, 1/s, in each step
	WIP    []float64 // parts in the plant at the end of each step
}

// points of a Series, and of the series that decides the warm-up.
const (
	points      = 200
	pilotPoints = 1000
	pilots      = 5       // pilot runs of each case
	pilotFirst  = 1 << 30 // the number of the first pilot: none of the other replications has it
	watched     = 20      // replications whose active periods are followed
)

// Start gives the state at time 0 of a replication of a case, the events of the
// experiment on their way: the very run of which Do gives the outcome.
func (e *Experiment) Start(c, replication int) (*plant.Sim, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	s := e.Cases[c].plant.New(e.Seed, uint32(replication))
	return s, e.feed(s)
}

// Do runs one task. It may be called from several goroutines. When ctx is
// cancelled the outcome is that of the time until then.
func (e *Experiment) Do(ctx context.Context, t Task) (Outcome, error) {
	s, err := e.Start(t.Case, t.Replication)
	if err != nil {
		return Outcome{}, err
	}
	if t.Pilot {
		return e.pilot(ctx, t, s)
	}
	r := run{e: e, s: s, t: t, out: Outcome{Task: t, Series: Series{Step: e.Length / points}}}
	defer r.forget()
	if t.Replication < watched {
		r.log = watch(s)
	}
	r.toTheEnd(ctx)
	if err := s.Endless(); err != nil {
		return Outcome{}, err
	}
	return r.outcome()
}

// run is one task under way.
type run struct {
	e     *Experiment
	s     *plant.Sim
	t     Task
	out   Outcome
	log   *periods
	sinks float64 // parts into sinks up to the last point
	told  struct{ events, at int64 }
}

// toTheEnd runs to the end, in steps of the series.
func (r *run) toTheEnd(ctx context.Context) {
	warm := r.t.WarmUp == 0
	for k := range points {
		to := r.e.Length / points * engine.Time(k+1)
		if k == points-1 {
			to = r.e.Length
		}
		counted := 0.0
		if !warm && r.t.WarmUp <= to {
			r.advance(ctx, r.t.WarmUp)
			counted = r.output() - r.sinks
			r.s.ResetStats()
			r.sinks, warm = 0, true
		}
		r.advance(ctx, to)
		now := r.output()
		r.out.Series.Output = append(r.out.Series.Output, (counted+now-r.sinks)/r.out.Series.Step.Seconds())
		r.out.Series.WIP = append(r.out.Series.WIP, r.wip())
		r.sinks = now
		r.tell()
		if ctx.Err() != nil || r.s.Endless() != nil {
			return
		}
	}
}

// pause is how many events may pass before a run looks whether it is to stop.
const pause = 1 << 16

// advance runs to an instant; it ends early when ctx does.
func (r *run) advance(ctx context.Context, to engine.Time) {
	n := 0
	goOn := func(*plant.Sim) bool { n++; return n < pause }
	for r.s.RunWhile(to, goOn) {
		n = 0
		r.tell()
		if ctx.Err() != nil {
			return
		}
	}
}

// output is the number of parts that have come to sinks since the statistics
// began.
func (r *run) output() float64 {
	n := uint64(0)
	for _, i := range r.e.flows[r.t.Case].sinks {
		n += r.s.Stats.At(uint32(i)).Finished
	}
	return float64(n)
}

func (r *run) wip() float64 {
	n := uint64(0)
	for _, t := range r.s.TypeStats.All {
		n += t.Inside
	}
	return float64(n)
}

// tell adds what was done since the last call to the progress.
func (r *run) tell() {
	p := &r.e.progress
	events, at := int64(r.s.Steps()), int64(r.s.Now())
	p.running.Add(events - r.told.events)
	p.ahead.Add(at - r.told.at)
	r.told.events, r.told.at = events, at
}

// forget takes the run out of the progress of runs under way.
func (r *run) forget() {
	r.e.progress.running.Add(-r.told.events)
	r.e.progress.ahead.Add(-r.told.at)
}

func (r *run) outcome() (Outcome, error) {
	out := &r.out
	rep := r.s.Report()
	for k := range r.e.Measures {
		v, err := r.e.Measures[k].read(r.e.resolved[r.t.Case][k], rep)
		if err != nil {
			return Outcome{}, err
		}
		out.Values = append(out.Values, v)
	}
	g := &r.e.flows[r.t.Case]
	if r.log != nil && r.log.anew {
		last := newGraph(r.s.Plant().Model(), r.s.Plant())
		g = &last
	}
	out.figures(r.s, rep, r.log, g)
	out.Until, out.Steps, out.Hash = r.s.Now(), r.s.Steps(), r.s.Hash().Sum()
	return *out, nil
}

// figures takes everything that is measured without being asked. Where log is nil,
// nobody has followed the active periods.
func (out *Outcome) figures(s *plant.Sim, rep *plant.Report, log *periods, g *graph) {
	for i := range rep.Rows {
		out.Rows = append(out.Rows, rowOf(rep, i))
	}
	for i := range rep.Types {
		out.Types = append(out.Types, typeRowOf(rep, i))
	}
	if log != nil {
		out.PathStates, out.PathKnown = log.walk(s, g, rep)
	}
	for i := range out.Rows {
		out.Rows[i][OnPath] = math.NaN()
		if out.PathKnown {
			out.Rows[i][OnPath] = 0
			for _, v := range out.PathStates[i] {
				out.Rows[i][OnPath] += v
			}
		}
	}
}

// pilot runs a task to see how the main measure changes with time.
func (e *Experiment) pilot(ctx context.Context, t Task, s *plant.Sim) (Outcome, error) {
	out := Outcome{Task: t}
	r := run{e: e, s: s, t: t}
	defer r.forget()
	for k := range pilotPoints {
		s.Run(e.Length / pilotPoints * engine.Time(k+1))
		v, err := e.main(t.Case, s.Report())
		if err != nil {
			return out, err
		}
		out.Pilots = append(out.Pilots, v)
		s.ResetStats()
		r.tell()
		if ctx.Err() != nil {
			break
		}
	}
	out.Until, out.Steps = s.Now(), s.Steps()
	return out, nil
}

// main is the main measure of a report: the first one asked for, or else the
// parts that reached the sinks.
func (e *Experiment) main(c int, r *plant.Report) (float64, error) {
	if len(e.Measures) > 0 {
		return e.Measures[0].read(e.resolved[c][0], r)
	}
	n := uint64(0)
	for _, i := range e.flows[c].sinks {
		n += r.Rows[i].Parts
	}
	return float64(n), nil
}
