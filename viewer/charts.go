package viewer

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// charts is the panel with the course of the run: output, work in process, states.
type charts struct {
	a      *App
	layer  *ui.Layer
	output *ui.Chart
	wip    *ui.Chart
	gantt  *ui.Gantt
	at     int // the tab
	shown  bool
	next   float64
	seen   instant // what is drawn
}

func newCharts(a *App) *charts {
	c := &charts{a: a, output: ui.NewChart(a.Lang.T("chart.perhour")), wip: ui.NewChart(a.Lang.T("chart.parts")), gantt: ui.NewGantt(0, 1)}
	for _, ch := range []*ui.Chart{c.output, c.wip} {
		ch.Times, ch.FromZero, ch.Format = true, true, a.foot.format
	}
	c.gantt.Format, c.gantt.Rows = a.foot.format, 7
	c.gantt.Seek = func(t float64) { a.try(a.run.Seek(engine.Seconds(t))) }
	for st := range plant.States {
		c.gantt.Names[stateOf(st)] = a.Lang.T("state." + st.String())
	}
	tabs := ui.NewTabs(func(at int) {
		c.at = at
		c.refresh()
		c.choose()
	}, a.Lang.T("chart.output"), a.Lang.T("chart.wip"), a.Lang.T("chart.states"))
	p := ui.NewPanel("", ui.Column(tabs, c.output, c.wip, c.gantt))
	p.Closes = c.toggle
	c.layer = a.screen.Add(p, ui.At(0, 1).Sized(560, 0))
	c.choose()
	c.layer.Show(false)
	return c
}

func (c *charts) choose() {
	c.output.Hide(c.at != 0)
	c.wip.Hide(c.at != 1)
	c.gantt.Hide(c.at != 2)
}

func (c *charts) toggle() {
	c.shown = !c.shown
	c.refresh()
	c.layer.Show(c.shown)
}

func (c *charts) refresh() { c.next, c.seen = 0, instant{} }

func (c *charts) update(now float64) {
	c.layer.Show(c.shown && c.a.working() == nil) // one works where they stand
	if !c.layer.Shown() || now < c.next {
		return
	}
	x := c.a.run
	of := instantOf(x)
	if of == c.seen {
		return
	}
	c.next, c.seen = now+every, of
	at := x.Now().Seconds()
	c.output.SetAt(at)
	c.wip.SetAt(at)
	c.gantt.SetAt(at)
	switch c.at {
	case 0:
		// Of the output what counts is the mean from now on.
		c.output.Set(c.with(rates(x, c.a.Lang.T("chart.output")), (*lab.Forecast).Output, func(x, hours float64) float64 { return x / hours })...)
	case 1:
		c.wip.Set(c.with(inside(x, c.a.Lang.T("chart.wip")), (*lab.Forecast).Inside, func(x, _ float64) float64 { return x })...)
	default:
		c.states(x)
	}
}

// with is what was, and what may come.
func (c *charts) with(was ui.Series, spans func(*lab.Forecast) []lab.Span, value func(x, hours float64) float64) []ui.Series {
	if s, ok := c.a.outlook.series(spans, value); ok {
		return []ui.Series{was, s}
	}
	return []ui.Series{was}
}

// points is how many points a chart's line has.
const points = 240

// rates is the output an hour, over windows of a twentieth of the time.
func rates(x *session.Session, name string) ui.Series {
	s := ui.Series{Name: name}
	_, end := x.Span()
	window := max(end/20, 10*engine.Minute)
	for k := range engine.Time(points) {
		at := end * (k + 1) / points
		if v, ok := x.Log.Rate(at, window); ok {
			s.X, s.Y = append(s.X, at.Seconds()), append(s.Y, v)
		}
	}
	return s
}

// inside is the work in process.
func inside(x *session.Session, name string) ui.Series {
	s := ui.Series{Name: name}
	step := max(len(x.Log.Samples)/1000, 1)
	for k := 0; k < len(x.Log.Samples); k += step {
		p := x.Log.Samples[k]
		s.X, s.Y = append(s.X, p.At.Seconds()), append(s.Y, float64(p.Inside))
	}
	return s
}

// states shows what the machines did in the hours before now.
func (c *charts) states(x *session.Session) {
	to := x.Now()
	from := max(to-4*engine.Hour, 0)
	if to <= from {
		return
	}
	var rows []ui.GanttRow
	for _, n := range c.a.scene.Model.Nodes {
		if plant.WorkOf(n.Spec) == nil {
			continue
		}
		r := ui.GanttRow{Name: n.Title}
		x.Log.Stretches(n.Path, 0, from, to, func(from, to engine.Time, st plant.State) {
			r.Spans = append(r.Spans, ui.Span{From: from.Seconds(), To: to.Seconds(), State: stateOf(st)})
		})
		rows = append(rows, r)
	}
	c.gantt.See(from.Seconds(), to.Seconds())
	c.gantt.Set(rows...)
}
