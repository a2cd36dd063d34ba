package takttest

import (
	"context"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/lab/local"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/stat"
)

// Result is what one run gave. A path or a measure that the factory does not have
// ends the test.
type Result struct {
	Sim    *plant.Sim // as it stands at the end
	Report *plant.Report
	f      *Factory
}

// Parts is the number of parts that went through a place: into a sink, out of a
// buffer, finished by a machine.
func (r *Result) Parts(path string) int {
	r.f.t.Helper()
	return int(r.row(path).Parts)
}

// Share is the share (0 to 1) of its scheduled time that a place was in a state;
// of plant.Off the share of all time.
func (r *Result) Share(path string, s plant.State) float64 {
	r.f.t.Helper()
	return r.row(path).Share(s)
}

// Hash is the fingerprint of the final state.
func (r *Result) Hash() uint64 { return r.Sim.Hash().Sum() }

func (r *Result) row(path string) *plant.Row {
	r.f.t.Helper()
	n := r.f.Model.Node(path)
	if n == nil {
		r.f.t.Fatalf("there is no place %q", path)
		panic("unreachable")
	}
	return &r.Report.Rows[n.Index]
}

// Measure is a figure as a scenario writes it, such as "wash.washer.busy",
// "part.housing.lead-time" or "wash.dock.parts per hour". It is in base units: s, a
// share from 0 to 1, a rate in 1/s. It is NaN where there was nothing to measure.
func (r *Result) Measure(text string) float64 {
	r.f.t.Helper()
	m := r.f.measure(text)
	v, err := m.Read(r.f.Model, r.Report)
	if err != nil {
		r.f.t.Fatal(err)
	}
	return v
}

func (f *Factory) measure(text string) lab.Measure {
	f.t.Helper()
	m, err := lab.ParseMeasure(f.Model, text, text)
	if err != nil {
		f.t.Fatal(err)
	}
	return m
}

// ShortReplications is the most that -short runs.
const ShortReplications = 5

// Many is a factory to be run several times, each time with other luck.
type Many struct {
	f *Factory
	n int
}

// Replications asks for n runs.
func (f *Factory) Replications(n int) Many { return Many{f, n} }

// Run runs the replications on all cores, each for d of its own time after the
// warm-up, and measures what is listed; see Result.Measure for how to write it.
func (m Many) Run(d time.Duration, measures ...string) *Results {
	f := m.f
	f.t.Helper()
	e := &lab.Experiment{
		Cases:  []lab.Case{{Name: "baseline", Model: f.Model}},
		Length: engine.Time(f.warmUp + d), WarmUp: engine.Time(f.warmUp), Replications: m.n, Seed: f.seed,
	}
	if testing.Short() {
		e.Replications = min(m.n, ShortReplications)
	}
	for _, text := range measures {
		e.Measures = append(e.Measures, f.measure(text))
	}
	r, err := local.Run(context.Background(), e)
	if err != nil {
		f.t.Fatal(err)
	}
	return &Results{Case: &r.Cases[0], Lab: r, f: f}
}

// Results is what several runs gave.
type Results struct {
	Case *lab.CaseResult
	Lab  *lab.Result
	f    *Factory
}

// Measure is the mean of a figure that Run was asked for, with its 95 % interval.
func (r *Results) Measure(text string) stat.Interval {
	r.f.t.Helper()
	k := r.Lab.Measure(text)
	if k < 0 {
		r.f.t.Fatalf("%q was not among the measures of this run", text)
	}
	return r.Case.Values[k]
}

// Parts is the mean number of parts that went through a place.
func (r *Results) Parts(path string) stat.Interval {
	r.f.t.Helper()
	v := r.place(path).Figures[lab.Output]
	s := (r.Lab.Length - r.Lab.WarmUp.Cut).Seconds()
	v.Mean, v.Half, v.Low, v.High = v.Mean*s, v.Half*s, v.Low*s, v.High*s
	return v
}

// Share is the mean share of its scheduled time that a place was in a state.
func (r *Results) Share(path string, s plant.State) stat.Interval {
	r.f.t.Helper()
	return r.place(path).Figures[lab.Share(s)]
}

// Bottleneck is the path of the equipment that held the factory; "" when nothing
// was active, or when there was not enough demand to tell.
func (r *Results) Bottleneck() string {
	b := r.Case.Bottleneck
	if b.Node == nil || b.Demand != nil {
		return ""
	}
	return b.Node.Path
}

func (r *Results) place(path string) *lab.Place {
	r.f.t.Helper()
	n := r.f.Model.Node(path)
	if n == nil {
		r.f.t.Fatalf("there is no place %q", path)
		panic("unreachable")
	}
	return &r.Case.Places[n.Index]
}
