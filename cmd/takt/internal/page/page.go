// Package page writes a result as one HTML file that needs nothing else: plots
// as SVG inside, light and dark, fit to print. It is what one hands to somebody
// who has never heard of Takt.
package page

import (
	_ "embed" // the template and the style sheet
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/plot"
	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/cmd/takt/internal/text"
)

//go:embed page.html
var source string

//go:embed page.css
var style string

// mostBars is how many places the plot of states shows.
const mostBars = 40

// view is what the template sees: words and drawings, nothing to compute.
type view struct {
	*result.Result
	words.Lang
	Style    template.CSS
	Base     *result.Variant
	Neck     []string
	Cards    []card
	States   template.HTML
	StateSub string
	Charts   []chart
	Effects  []chart
	Sweeps   []chart
	Columns  []string
	Rows     []row
	WhatIfs  []whatIf
	Expect   []expect
	Facts    []fact
	Command  string
}

type card struct{ Name, Value, Note string }
type chart struct {
	Title, Sub string
	SVG        template.HTML
}
type row struct {
	Cells  []string
	Indent int
	Level  bool
}
type whatIf struct {
	Name, Why, Changes string
	Rows               [][3]string
	Clear              []bool
}
type expect struct{ Class, Verdict, Variant, Text, Found, Needed string }
type fact struct{ Name, Value string }

// Write writes the report. command is what the user typed, to be told as the
// way to the same numbers.
func Write(w io.Writer, r *result.Result, l words.Lang, command string) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"t":   func(key string, args ...string) string { return say(l, key, args) },
		"add": func(a, b int) int { return a + b },
	}).Parse(source)
	if err != nil {
		return err
	}
	v := &view{Result: r, Lang: l, Style: template.CSS(style), Base: r.Base(), Command: command}
	if v.Base != nil && v.Base.Replications > 0 {
		v.measured()
	}
	v.facts()
	return t.Execute(w, v)
}

func say(l words.Lang, key string, args []string) string {
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = a
	}
	return l.T(key, list...)
}

func (v *view) measured() {
	v.Neck = text.Bottleneck(v.Lang, &v.Base.Bottleneck)
	v.cards()
	v.states()
	v.charts()
	v.effects()
	v.sweeps()
	v.table()
	v.expectations()
}

func (v *view) cards() {
	b := v.Base
	plain := result.Scale{Factor: 1, Digits: -1}
	v.Cards = []card{
		{v.T("plant.output"), plain.Interval(b.Output), v.T("plant.perhour")},
		{v.T("plant.lead"), b.LeadTime.Text("time", ""), ""},
		{v.T("plant.wip"), plain.Interval(b.WIP), v.T("plant.parts")},
	}
	neck := card{v.T("page.bottleneck"), v.T("page.none"), ""}
	switch n := &b.Bottleneck; {
	case n.Demand != nil:
		neck.Value, neck.Note = v.T("page.arrivals"), n.Demand.Path
	case n.Path != "":
		neck.Value, neck.Note = n.Title, n.Path
	}
	v.Cards = append(v.Cards, neck)
}

// states is the plot of what the equipment does.
func (v *view) states() {
	states := v.Base.Stops()
	var parts []plot.Part
	for _, st := range states {
		if st != "off" {
			parts = append(parts, plot.Part{Name: v.T("state." + st), Class: st})
		}
	}
	rows, _ := v.Base.Working(mostBars)
	var bars []plot.Bar
	for _, p := range rows {
		bar := plot.Bar{Label: label(p, v.Base), Strong: p.Path == v.Base.Bottleneck.Path}
		for _, part := range parts {
			bar.Shares = append(bar.Shares, p.States[part.Class])
		}
		bars = append(bars, bar)
	}
	v.StateSub = v.T("page.states.sub")
	if _, left := v.Base.Working(mostBars); left > 0 {
		v.StateSub += " " + v.T("page.states.top", strconv.Itoa(mostBars), strconv.Itoa(mostBars+left))
	}
	v.States = plot.Stacked(v.T("page.states"), bars, parts, func(s float64) string { return result.Scale{Factor: 100, Unit: "%", Digits: 0}.Value(s) })
}

// label is the title of a place, with its path where another has the same title.
func label(p *result.Place, v *result.Variant) string {
	for i := range v.Places {
		if o := &v.Places[i]; o.Title == p.Title && o.Path != p.Path {
			return p.Path
		}
	}
	return p.Title
}

func (v *view) charts() {
	for _, s := range v.Base.Series {
		if len(s.At) == 0 {
			continue
		}
		v.Charts = append(v.Charts, chart{Title: v.T("page." + s.Name), SVG: plot.Lines(v.T("page."+s.Name), plot.Series{
			At: s.At, Mean: s.Mean, Low: s.Low, High: s.High, WarmUp: v.WarmUp, TimeLabel: v.T("page.skip"), Unit: v.T("series." + s.Name),
		})})
	}
}

// effects draws, for each measure, what every what-if does to it.
func (v *view) effects() {
	for k := range v.Base.Measures {
		m := &v.Base.Measures[k]
		scale := result.ScaleFor(m.Dim, m.Unit, m.Value.Mean)
		var list []plot.Effect
		for i := range v.Variants[1:] {
			x := &v.Variants[i+1]
			o := x.Measure(m.Name)
			if o == nil || o.Difference == nil || !o.Difference.Known() {
				continue
			}
			d := *o.Difference
			list = append(list, plot.Effect{Label: x.Name, Clear: d.Clear(), Text: scale.Signed(d),
				Mean: d.Mean * scale.Factor, Low: d.Low() * scale.Factor, High: d.High() * scale.Factor})
		}
		if slices.ContainsFunc(list, func(e plot.Effect) bool { return e.Low != 0 || e.High != 0 }) {
			title := v.T("difference", m.Name)
			v.Effects = append(v.Effects, chart{Title: title, Sub: m.Text, SVG: plot.Effects(title, scale.Difference().Unit, list)})
		}
	}
	for i := range v.Variants[min(1, len(v.Variants)):] {
		v.WhatIfs = append(v.WhatIfs, v.whatIf(&v.Variants[i+1]))
	}
}

func (v *view) whatIf(x *result.Variant) whatIf {
	w := whatIf{Name: x.Name, Why: x.Why, Changes: text.Changes(x)}
	for k := range x.Measures {
		m := &x.Measures[k]
		scale := v.Scale(m)
		cells, clear := [3]string{m.Name, scale.Interval(m.Value), ""}, false
		if m.Difference != nil {
			cells[2], clear = scale.Signed(*m.Difference), m.Difference.Clear()
		}
		w.Rows, w.Clear = append(w.Rows, cells), append(w.Clear, clear)
	}
	return w
}

func (v *view) sweeps() {
	for i := range v.Result.Sweeps {
		s := &v.Result.Sweeps[i]
		if len(s.Points) == 0 {
			continue
		}
		for k := range s.Points[0].Measures {
			m := &s.Points[0].Measures[k]
			scale := s.Scale(k)
			var points []plot.Point
			for _, p := range s.Points {
				i := p.Measures[k].Value
				low, high := i.Low(), i.High()
				if !i.Known() {
					low, high = i.Mean, i.Mean
				}
				points = append(points, plot.Point{Label: p.Value, Text: scale.Interval(i),
					Mean: i.Mean * scale.Factor, Low: low * scale.Factor, High: high * scale.Factor})
			}
			title := v.T("sweep.title", s.Name, m.Name)
			v.Sweeps = append(v.Sweeps, chart{Title: title, Sub: s.Path, SVG: plot.Curve(title, m.Name+" ["+scale.Unit+"]", s.Path, points)})
		}
	}
}

// table is every figure of every place of the baseline.
func (v *view) table() {
	states := v.Base.Stops()
	for _, st := range states {
		v.Columns = append(v.Columns, v.T("state."+st))
	}
	for _, c := range []string{"parts", "wip", "wait", "quality", "oee", "failures", "setups"} {
		v.Columns = append(v.Columns, v.T("col."+c))
	}
	one := result.Scale{Factor: 1, Digits: 2}
	for i := range v.Base.Places {
		p := &v.Base.Places[i]
		cells := []string{p.Title, p.Kind}
		for _, st := range states {
			if p.Works {
				cells = append(cells, result.Percent(p.States[st]))
			} else {
				cells = append(cells, "")
			}
		}
		cells = append(cells, one.Interval(p.Parts), one.Number(p.WIP))
		if p.Works && !p.Level {
			oee := result.Scale{Factor: 100, Unit: "%", Digits: 1}.Interval(p.OEE)
			cells = append(cells, v.Time(p.Wait), result.Percent(p.Quality), oee, one.Number(p.Failures), one.Number(p.Setups))
		} else {
			cells = append(cells, "", "", "", "", "")
		}
		v.Rows = append(v.Rows, row{cells, p.Depth, p.Level})
	}
}

func (v *view) expectations() {
	for i := range v.Expectations {
		x := &v.Expectations[i]
		word, _ := text.Verdict(v.Lang, x)
		name := x.Variant
		if name == result.Baseline {
			name = v.T("baseline")
		}
		v.Expect = append(v.Expect, expect{x.Verdict, word, name, x.Text, x.Value.Text(x.Dim, x.Unit), text.Needed(v.Lang, x)})
	}
}

func (v *view) facts() {
	rule := v.T("warmup." + v.WarmUpRule)
	warm := rule
	if v.WarmUp > 0 {
		warm = v.Time(v.WarmUp) + " (" + rule + ")"
	}
	n := 0
	if v.Base != nil {
		n = v.Base.Replications
	}
	v.Facts = []fact{
		{v.T("page.file"), strings.Join(nonEmpty(v.File, v.Scenario), ", ")},
		{v.T("page.version"), v.Engine}, {v.T("page.hash"), v.ModelHash},
		{v.T("page.seed"), strconv.FormatUint(v.Seed, 10)},
		{v.T("page.clock"), v.Clock},
		{v.T("page.length"), v.Time(v.Length)}, {v.T("page.warmup"), warm},
		{v.T("page.reps"), strconv.Itoa(n)}, {v.T("page.events"), result.Grouped(v.Events)},
	}
}

func nonEmpty(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
