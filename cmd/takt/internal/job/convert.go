package job

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/stat"
	"github.com/taktsim/takt/engine/unit"
)

// convert makes a result of what the lab found.
func (j *Job) convert(out *lab.Result, rec *recorder) *result.Result {
	r := &result.Result{
		Format: result.Format, Seed: out.Seed, File: j.File, Title: j.Model.Title, Clock: j.Model.Clock.Format(time.RFC3339),
		ModelHash: fmt.Sprintf("%016x", j.Model.Hash()), Length: out.Length.Seconds(), WarmUp: out.WarmUp.Cut.Seconds(), WarmUpRule: "given",
		Planned: j.Lab.Replications, Events: out.Steps, Interrupted: out.Interrupted, Expectations: []result.Expectation{}, Sweeps: []result.Sweep{}, Warnings: []string{},
	}
	switch {
	case out.WarmUp.Auto:
		r.WarmUpRule = "mser-5"
	case out.WarmUp.Cut == 0:
		r.WarmUpRule = "none"
	case j.Scenario == nil && j.Options.WarmUp == "":
		r.WarmUpRule = "usual"
	}
	changes := map[string]scenario.WhatIf{}
	inSweep := map[string]bool{}
	if s := j.Scenario; s != nil {
		r.Scenario, r.Question = s.Title.In(j.Options.Lang.String()), s.Question.In(j.Options.Lang.String())
		for _, w := range s.WhatIfs {
			changes[w.Name] = w
		}
		for _, sw := range s.Sweeps {
			r.Sweeps = append(r.Sweeps, j.sweep(&sw, out, inSweep))
		}
	}
	for c := range out.Cases {
		if cr := &out.Cases[c]; !inSweep[cr.Name] {
			v := j.variant(cr, out.Measures, rec.runs(c))
			for _, set := range changes[cr.Name].Sets {
				v.Changes = append(v.Changes, result.Change{Path: strings.Join(set.Path, "."), Value: valueText(set.Value)})
			}
			r.Variants = append(r.Variants, v)
		}
	}
	for i := range out.Verdicts {
		r.Expectations = append(r.Expectations, expectation(&out.Verdicts[i]))
	}
	j.warn(r, out)
	if n := len(rec.runs(0)); n == 1 && rec.runs(0)[0].Until < out.Length {
		r.Warnings = append(r.Warnings, j.Options.Lang.T("warn.cut", j.Options.Lang.Time(rec.runs(0)[0].Until.Seconds())))
	}
	return r
}

// warn collects what a reader must know before believing a figure.
func (j *Job) warn(r *result.Result, out *lab.Result) {
	l := j.Options.Lang
	for _, p := range j.Warnings {
		r.Warnings = append(r.Warnings, p.Error())
	}
	base := r.Base()
	if base == nil || base.Replications == 0 {
		return
	}
	if j.Usual {
		r.Warnings = append(r.Warnings, l.T("head.default", strconv.Itoa(UsualReplications), l.Time(UsualLength), l.Time(usualWarmUp)))
	}
	if out.WarmUp.Auto && !out.WarmUp.Found {
		r.Warnings = append(r.Warnings, l.T("warn.warmup"))
	}
	if !out.Precise && !out.Interrupted {
		r.Warnings = append(r.Warnings, l.T("warn.precision", strconv.Itoa(base.Replications)))
	}
	if base.Replications < stat.MinPairs {
		r.Warnings = append(r.Warnings, l.T("head.few", strconv.Itoa(base.Replications)))
	}
}

func (j *Job) variant(c *lab.CaseResult, measures []lab.Measure, runs []lab.Outcome) result.Variant {
	v := result.Variant{
		Name: c.Name, Why: c.Why.In(j.Options.Lang.String()), Replications: c.Replications, Changes: []result.Change{},
		Places: []result.Place{}, Parts: []result.Part{}, Series: []result.Series{}, Measures: []result.Measure{},
	}
	if c.Replications == 0 {
		return v
	}
	hours := c.Until.Hours()
	// A run that was cut short within its warm-up was measured from its start.
	if len(runs) > 0 && runs[0].WarmUp < c.Until {
		hours -= runs[0].WarmUp.Hours()
	}
	for i := range c.Places {
		v.Places = append(v.Places, place(&c.Places[i], hours))
	}
	for i := range c.Parts {
		v.Parts = append(v.Parts, partOf(&c.Parts[i]))
	}
	v.Output = over(runs, func(o *lab.Outcome) float64 { return sum(o, lab.DoneRate, 3600) })
	v.WIP = over(runs, func(o *lab.Outcome) float64 { return sum(o, lab.TypeWIP, 1) })
	v.LeadTime = over(runs, meanLead)
	v.Bottleneck = neck(&c.Bottleneck)
	v.Measures = measured(c, measures)
	v.Series = series(runs)
	return v
}

func sum(o *lab.Outcome, f lab.TypeFigure, factor float64) float64 {
	total := 0.0
	for i := range o.Types {
		if x := o.Types[i][f]; !math.IsNaN(x) {
			total += x * factor
		}
	}
	return total
}

// meanLead is the lead time over all parts that were finished.
func meanLead(o *lab.Outcome) float64 {
	n, total := 0.0, 0.0
	for i := range o.Types {
		if done, lead := o.Types[i][lab.Done], o.Types[i][lab.LeadTime]; done > 0 && !math.IsNaN(lead) {
			n += done
			total += done * lead
		}
	}
	return total / n // NaN when nothing was finished
}

// over is the interval of a figure over runs, those without it left out.
func over(runs []lab.Outcome, get func(*lab.Outcome) float64) result.Interval {
	var xs []float64
	for i := range runs {
		if x := get(&runs[i]); !math.IsNaN(x) {
			xs = append(xs, x)
		}
	}
	if len(xs) == 0 {
		return result.Interval{Mean: math.NaN(), Half: math.NaN()}
	}
	return interval(stat.MeanInterval(xs, lab.Level), 1)
}

func interval(i stat.Interval, factor float64) result.Interval {
	out := result.Interval{Mean: i.Mean * factor, Half: i.Half * factor, N: int(i.N)}
	if math.IsInf(out.Half, 0) || i.N < 2 {
		out.Half = math.NaN()
	}
	return out
}

// whole takes the rounding of a rate out of what is a count.
func whole(i result.Interval) result.Interval {
	i.Mean = math.Round(i.Mean*1e6) / 1e6
	return i
}

func place(p *lab.Place, hours float64) result.Place {
	n := p.Node
	depth := 0
	for up := n.Parent; up != nil; up = up.Parent {
		depth++
	}
	busy := p.Figures[plant.Busy].Mean
	works := !math.IsNaN(busy) && !n.Is("source") && !n.Is("sink") && !n.Is("buffer") && !n.Is("conveyor")
	out := result.Place{
		Path: n.Path, Title: n.Title, Kind: n.Kind.Name, Depth: depth, Works: works, Level: n.Kind.Level, States: map[string]float64{},
		Parts: whole(interval(p.Figures[lab.Output], 3600*hours)), WIP: zero(p.Figures[lab.WIP].Mean), Wait: zero(p.Figures[lab.Wait].Mean),
		OEE: interval(p.Figures[lab.OEE], 1), Quality: zero(p.Figures[lab.Quality].Mean),
		Failures: zero(p.Figures[lab.Failures].Mean), Setups: zero(p.Figures[lab.Setups].Mean),
	}
	if works {
		for st := range plant.States {
			out.States[st.String()] = zero(p.Figures[st].Mean)
		}
	}
	return out
}

func zero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

func partOf(p *lab.PartResult) result.Part {
	f := &p.Figures
	return result.Part{
		Name: p.Part.Name, Title: p.Part.Title, Output: interval(f[lab.DoneRate], 3600), LeadTime: interval(f[lab.LeadTime], 1),
		Lead90: interval(f[lab.LeadTime90], 1), WIP: interval(f[lab.TypeWIP], 1), Scrapped: zero(f[lab.Scrapped].Mean),
	}
}

func neck(b *lab.Bottleneck) result.Bottleneck {
	out := result.Bottleneck{
		Held: interval(b.Held, 1), ByActive: b.ByActive, Reason: b.Reason.String(), ReasonShare: b.ReasonShare, Ties: []result.Ref{},
		Active: b.Active, Busy: b.Busy, Up: ref(b.Up), UpBlocked: b.UpBlocked, Down: ref(b.Down), DownWaiting: b.DownWaiting, Demand: ref(b.Demand),
	}
	if b.Node != nil {
		out.Path, out.Title = b.Node.Path, b.Node.Title
	}
	for _, n := range b.Ties {
		out.Ties = append(out.Ties, *ref(n))
	}
	return out
}

func ref(n *model.Node) *result.Ref {
	if n == nil {
		return nil
	}
	return &result.Ref{Path: n.Path, Title: n.Title}
}

func measured(c *lab.CaseResult, measures []lab.Measure) []result.Measure {
	out := []result.Measure{}
	for k := range measures {
		m := &measures[k]
		dim, name := dimOf(m.Dim)
		x := result.Measure{Name: m.Name, Text: m.Text, Dim: dim, Unit: name, Base: baseOf(m.Dim), Value: interval(c.Values[k], 1)}
		if c.Differences != nil {
			d := interval(c.Differences[k], 1)
			x.Difference = &d
		}
		out = append(out, x)
	}
	return out
}

// dimOf names a dimension and the unit behind plain numbers of it.
func dimOf(d unit.Dim) (dim, name string) {
	switch d.String() {
	case "throughput":
		return "throughput", "/h"
	case "frequency":
		return "frequency", "/h"
	case "count":
		return "count", ""
	}
	return d.String(), ""
}

// baseOf is the SI unit of the numbers of a dimension.
func baseOf(d unit.Dim) string {
	switch d.String() {
	case "throughput", "frequency":
		return "1/s"
	case "share", "count":
		return "1"
	case "time":
		return "s"
	case "energy":
		return "J"
	}
	return d.String()
}

// series are output and work in process over time, with the band in which 90 %
// of the runs lie.
func series(runs []lab.Outcome) []result.Series {
	out := []result.Series{}
	if len(runs) == 0 {
		return out
	}
	out = append(out, band("output", "parts/h", runs, 3600, func(o *lab.Outcome) []float64 { return o.Series.Output }))
	return append(out, band("wip", "parts", runs, 1, func(o *lab.Outcome) []float64 { return o.Series.WIP }))
}

func band(name, unitName string, runs []lab.Outcome, factor float64, get func(*lab.Outcome) []float64) result.Series {
	s := result.Series{Name: name, Unit: unitName, At: []float64{}, Mean: []float64{}, Low: []float64{}, High: []float64{}}
	n := len(get(&runs[0]))
	for i := range runs {
		n = min(n, len(get(&runs[i])))
	}
	step := runs[0].Series.Step.Seconds()
	for k := range n {
		xs, total := make([]float64, 0, len(runs)), 0.0
		for i := range runs {
			x := get(&runs[i])[k] * factor
			xs = append(xs, x)
			total += x
		}
		s.At = append(s.At, step*float64(k+1))
		s.Mean = append(s.Mean, total/float64(len(xs)))
		s.Low = append(s.Low, stat.Quantile(xs, 0.05))
		s.High = append(s.High, stat.Quantile(xs, 0.95))
	}
	return s
}

// sweep collects the points of a sweep, and marks their names.
func (j *Job) sweep(s *scenario.Sweep, out *lab.Result, inSweep map[string]bool) result.Sweep {
	r := result.Sweep{Name: s.Name, Points: []result.SweepPoint{}}
	var paths []string
	for _, a := range s.Axes {
		paths = append(paths, a.Path)
	}
	r.Path = strings.Join(paths, ", ")
	for _, p := range s.Points() {
		inSweep[p.Name] = true
		c := out.Case(p.Name)
		if c == nil || c.Replications == 0 {
			continue
		}
		_, value, _ := strings.Cut(p.Name, "=")
		r.Points = append(r.Points, result.SweepPoint{Value: value, Replications: c.Replications, Measures: measured(c, out.Measures)})
	}
	return r
}

func expectation(v *lab.Verdict) result.Expectation {
	dim, name := dimOf(v.Dim)
	return result.Expectation{
		Variant: v.Case, Text: v.Text, Verdict: v.Verdict.String(), Value: interval(v.Got, 1), Dim: dim, Unit: name, Base: baseOf(v.Dim), Pos: v.Pos.String(), Needed: v.Needed,
	}
}

// valueText prints the value of a setting as TOML would have it.
func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, valueText(x))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case map[string]any:
		var list []string
		for k, x := range v {
			list = append(list, k+" = "+valueText(x))
		}
		slices.Sort(list)
		return "{ " + strings.Join(list, ", ") + " }"
	}
	return fmt.Sprint(v)
}
