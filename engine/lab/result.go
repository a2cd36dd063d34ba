package lab

import (
	"math"
	"runtime/debug"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/stat"
)

// Result is the answer of an experiment. The same engine, models (by hash), seed
// and tasks give the same result, on whatever computed it.
type Result struct {
	Version     string // of the engine
	Seed        uint64
	Length      engine.Time
	WarmUp      WarmUp
	Measures    []Measure
	Cases       []CaseResult // as in the experiment
	Verdicts    []Verdict    // one for each expectation
	Precise     bool         // every precision that was asked for was reached; true when none was
	Interrupted bool         // it was cut short: what there is was measured all the same
	Steps       uint64       // events handled, pilot runs included
}

// WarmUp is the part of a run that was not measured, and why.
type WarmUp struct {
	Cut   engine.Time
	Auto  bool // found by MSER-5
	Found bool // with Auto: every case settled in the first half of the run; otherwise the run is too short to tell and half of it was cut
}

// CaseResult is what came out for one case. All intervals have the confidence
// level Level and are over replications.
type CaseResult struct {
	Name         string
	Why          scenario.Text
	Model        *model.Model
	ModelHash    uint64
	Replications int
	Until        engine.Time     // the end of its runs: less than Length when there is only one, cut short
	Samples      [][]float64     // by measure and replication; NaN: nothing to measure
	Values       []stat.Interval // by measure
	Differences  []stat.Interval // by measure, from the baseline, paired; nil for the baseline
	Places       []Place         // by node of the model
	Parts        []PartResult    // by part type
	Series       Series          // mean over the replications
	Bottleneck   Bottleneck
	Hash         uint64 // of the final states of all replications, in their order
}

// Place is what was measured at one node of the model.
type Place struct {
	Node    *model.Node
	Slots   int
	Figures [Figures]stat.Interval
	Path    [plant.States]float64 // OnPath by what the place was doing
}

// PartResult is what was measured for one part type.
type PartResult struct {
	Part    *model.Part
	Figures [TypeFigures]stat.Interval
}

// Case finds the result of a case by name, or gives nil.
func (r *Result) Case(name string) *CaseResult {
	for i := range r.Cases {
		if r.Cases[i].Name == name {
			return &r.Cases[i]
		}
	}
	return nil
}

// Measure finds a measure by name, -1 for none.
func (r *Result) Measure(name string) int {
	for i := range r.Measures {
		if r.Measures[i].Name == name {
			return i
		}
	}
	return -1
}

// Version is the version of the engine that is built into the program, as the go
// command recorded it.
func Version() string {
	const module = "github.com/taktsim/takt"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if info.Main.Path == module {
		return info.Main.Version
	}
	for _, d := range info.Deps {
		if d.Path == module {
			return d.Version
		}
	}
	return "unknown"
}

// column collects one number of all outcomes.
func column(outs []Outcome, get func(*Outcome) float64) []float64 {
	xs := make([]float64, len(outs))
	for i := range outs {
		xs[i] = get(&outs[i])
	}
	return xs
}

// caseResult adds up the outcomes of one case, which are in the order of their
// replications.
func (e *Experiment) caseResult(c *Case, outs []Outcome) CaseResult {
	r := CaseResult{Name: c.Name, Why: c.Why, Model: c.Model, Replications: len(outs)}
	if len(outs) == 0 {
		return r
	}
	r.Until = outs[0].Until
	h := engine.NewHasher()
	for i := range outs {
		h.Uint64(outs[i].Hash)
	}
	r.Hash = h.Sum()
	for k := range e.Measures {
		xs := column(outs, func(o *Outcome) float64 { return o.Values[k] })
		r.Samples = append(r.Samples, xs)
		r.Values = append(r.Values, interval(xs))
	}
	for i, n := range c.Model.Nodes {
		_, slots := c.plant.SlotsOf(i)
		p := Place{Node: n, Slots: int(slots)}
		for f := range Figures {
			p.Figures[f] = interval(column(outs, func(o *Outcome) float64 { return o.Rows[i][f] }))
		}
		r.Places = append(r.Places, p)
	}
	r.path(outs)
	for i, part := range c.Model.Parts {
		p := PartResult{Part: part}
		for f := range TypeFigures {
			p.Figures[f] = interval(column(outs, func(o *Outcome) float64 { return o.Types[i][f] }))
		}
		r.Parts = append(r.Parts, p)
	}
	r.Series = meanSeries(outs)
	r.Bottleneck = bottleneck(&r, outs, newGraph(c.Model, c.plant))
	return r
}

// path averages what the walks found.
func (r *CaseResult) path(outs []Outcome) {
	n := 0.0
	for i := range outs {
		if !outs[i].PathKnown {
			continue
		}
		n++
		for k := range r.Places {
			for s, v := range outs[i].PathStates[k] {
				r.Places[k].Path[s] += v
			}
		}
	}
	for k := range r.Places {
		for s := range r.Places[k].Path {
			r.Places[k].Path[s] /= math.Max(n, 1)
		}
	}
}

func meanSeries(outs []Outcome) Series {
	s := Series{Step: outs[0].Series.Step}
	n := len(outs[0].Series.Output)
	s.Output, s.WIP = make([]float64, n), make([]float64, n)
	for i := range outs {
		for k := range min(n, len(outs[i].Series.Output)) {
			s.Output[k] += outs[i].Series.Output[k] / float64(len(outs))
			s.WIP[k] += outs[i].Series.WIP[k] / float64(len(outs))
		}
	}
	return s
}
