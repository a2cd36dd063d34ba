package ui

import (
	"math"
	"sort"
)

// GanttRow is what one machine did: stretches of time in order.
type GanttRow struct {
	Name  string
	Spans []Span
}

// Gantt shows the states of machines over time, each as a row. The wheel scrolls,
// with Command it zooms; dragging moves what is seen.
type Gantt struct {
	Node
	Names  [States]string // of states, in the legend and the read-out
	Format func(t, step float64) string
	Seek   func(t float64) // a time was clicked twice
	At     float64         // a line upright, NaN: none
	Rows   float32         // it asks for so many rows of height; 0: as many as there are, up to 12

	data        []GanttRow
	scale       TimeScale
	first, last float64
	cursor      Point
	in          bool
	from        float32 // where it is dragged
	rows
}

// NewGantt makes an empty chart of the times from first to last, s.
func NewGantt(first, last float64) *Gantt {
	g := &Gantt{Node: Node{Stops: true}, At: math.NaN(), rows: rows{over: -1, chosen: -1, grip: -1}}
	g.See(first, last)
	return g
}

// Set shows other rows; the chart keeps them and expects them not to change.
func (g *Gantt) Set(data ...GanttRow) {
	if len(data) != len(g.data) {
		g.Relayout()
	}
	g.data = data
	g.Repaint()
}

// See shows the times from first to last; zooming does not lead beyond.
func (g *Gantt) See(first, last float64) {
	g.first, g.last = first, max(last, first+1e-3)
	g.scale.From, g.scale.To = g.first, g.last
	g.Repaint()
}

// SetAt moves the upright line.
func (g *Gantt) SetAt(t float64) { set(&g.Node, &g.At, t) }

const ganttRow = 20

// Min is part of Widget.
func (g *Gantt) Min(th *Theme, _ float32) Size {
	n := g.Rows
	if n == 0 {
		n = min(float32(len(g.data)), 12)
	}
	return Size{280, n*ganttRow + 2*th.Small + 22}
}

// area is where the rows are.
func (g *Gantt) area(th *Theme) Rect {
	var names float32
	for i := range g.data {
		names = max(names, TextWidth(g.data[i].Name, th.Small))
	}
	names = min(names, g.Bounds.W*.35)
	top, foot := th.Small+10, th.Small+8
	return Rect{g.Bounds.X + names + 10, g.Bounds.Y + top, max(g.Bounds.W-names-10-barRoom, 1), max(g.Bounds.H-top-foot, 1)}
}

// Layout is part of Widget.
func (g *Gantt) Layout(th *Theme) {
	a := g.area(th)
	g.scale.X, g.scale.W = a.X, a.W
}

// Handle is part of Widget.
func (g *Gantt) Handle(e *Event) bool {
	a := g.area(e.Screen.Theme)
	side := Rect{a.X, a.Y, a.W + barRoom, a.H}
	if (e.Kind != OnWheel || e.Mods&Command == 0) && g.scroll(&g.Node, side, ganttRow*float32(len(g.data)), e) {
		return true
	}
	switch e.Kind {
	case OnEnter, OnMove:
		g.in = true
		set(&g.Node, &g.cursor, e.At)
		if e.Held {
			set(&g.Node, &g.scale, g.scale.Pan(float64(g.from-e.At.X)*g.scale.PerPoint(), g.first, g.last))
			g.from = e.At.X
			return true
		}
	case OnLeave:
		g.in = false
		g.Repaint()
	case OnWheel:
		if e.Mods&Command == 0 {
			return false
		}
		set(&g.Node, &g.scale, g.scale.Zoom(e.At.X, math.Pow(.8, float64(e.Wheel.Y)), g.first, g.last))
		return true
	case OnPress:
		if e.Clicks == 2 && g.Seek != nil && a.Has(e.At) {
			g.Seek(g.scale.Time(e.At.X))
		}
		g.from = e.At.X
		return true
	case OnRelease:
		return true
	case OnKey:
		return g.key(e)
	}
	return false
}

func (g *Gantt) key(e *Event) bool {
	middle, s := g.scale.X+g.scale.W/2, g.scale
	switch {
	case e.Key == '+', e.Key == '=':
		s = s.Zoom(middle, .8, g.first, g.last)
	case e.Key == '-':
		s = s.Zoom(middle, 1.25, g.first, g.last)
	case e.Is(KeyLeft, 0):
		s = s.Pan(-40*s.PerPoint(), g.first, g.last)
	case e.Is(KeyRight, 0):
		s = s.Pan(40*s.PerPoint(), g.first, g.last)
	case e.Is(KeyUp, 0), e.Is(KeyDown, 0):
		by := float32(ganttRow)
		if e.Key == KeyUp {
			by = -by
		}
		a := g.area(e.Screen.Theme)
		set(&g.Node, &g.top, min(max(g.top+by, 0), max(ganttRow*float32(len(g.data))-a.H, 0)))
	default:
		return false
	}
	set(&g.Node, &g.scale, s)
	return true
}

func (g *Gantt) format(t, step float64) string {
	if g.Format != nil {
		return g.Format(t, step)
	}
	return Clock(t, step)
}

// Paint is part of Widget.
func (g *Gantt) Paint(p *Pen) {
	a := g.area(p.Theme)
	g.scale.X, g.scale.W = a.X, a.W
	g.legend(p, Rect{g.Bounds.X, g.Bounds.Y, g.Bounds.W, p.Small + 6})
	paintTimes(p, g.scale, a.Bottom(), a.Y, g.format)
	before := p.Within(Rect{g.Bounds.X, a.Y, g.Bounds.W, a.H})
	from, to := g.shows(a, ganttRow, len(g.data))
	for i := from; i < to; i++ {
		r := g.rect(a, ganttRow, i)
		p.Label(Rect{g.Bounds.X, r.Y, a.X - g.Bounds.X - 8, r.H}, g.data[i].Name, p.Small, End, p.Ink)
		inner := p.Within(Rect{a.X, r.Y, a.W, r.H})
		g.row(p, g.data[i].Spans, r.Pad(0, 3))
		p.Outside(inner)
	}
	paintBar(p, scrollBar(Rect{a.X, a.Y, a.W + barRoom, a.H}, g.top, ganttRow*float32(len(g.data))), g.Hovered)
	if g.At >= g.scale.From && g.At <= g.scale.To {
		p.Fill(Rect{g.scale.At(g.At) - .75, a.Y, 1.5, a.H}, 0, p.Ink)
	}
	p.Outside(before)
	if p.Keyed(&g.Node) {
		p.Stroke(g.Bounds, 4, 1.5, p.Focus)
	}
	if g.in && a.Has(g.cursor) {
		g.readOut(p, a)
	}
}

// row paints one machine's states; those too short to be seen only once a point.
func (g *Gantt) row(p *Pen, spans []Span, r Rect) {
	s := g.scale
	last := s.X - 2
	for i := sort.Search(len(spans), func(i int) bool { return spans[i].To > s.From }); i < len(spans) && spans[i].From < s.To; i++ {
		q := &spans[i]
		x, x2 := max(s.At(q.From), s.X), min(s.At(q.To), s.X+s.W)
		if x2-last < .75 {
			continue
		}
		last = x2
		w := x2 - x
		c := p.Theme.State[q.State]
		if w > 3 {
			w -= .75
		}
		p.Fill(Rect{x, r.Y, max(w, .75), r.H}, 1.5, c)
		// The shape tells the state to those who do not see its colour.
		if w > 26 {
			p.Shape(q.State, Rect{x + 5, r.Y, 9, r.H}, 8, Color{12, 15, 20, 190})
		}
	}
}

func (g *Gantt) legend(p *Pen, r Rect) {
	var used [States]bool
	for i := range g.data {
		for k := range g.data[i].Spans {
			used[g.data[i].Spans[k].State] = true
		}
	}
	paintStates(p, r, &used, &g.Names)
}

// paintStates is a legend of states.
func paintStates(p *Pen, r Rect, used *[States]bool, names *[States]string) {
	x := r.X
	for st := Busy; st < States; st++ {
		if !used[st] || names[st] == "" {
			continue
		}
		w := TextWidth(names[st], p.Small)
		if x+w+16 > r.Right() {
			break
		}
		p.State(st, Rect{x, r.Y, 10, r.H}, 9)
		p.Text(names[st], x+14, middle(r, p.Small), p.Small, p.Dim)
		x += w + 28
	}
}

func (g *Gantt) readOut(p *Pen, a Rect) {
	i := g.hit(a, ganttRow, len(g.data), g.cursor)
	if i < 0 {
		return
	}
	t := g.scale.Time(g.cursor.X)
	row := &g.data[i]
	step := min(g.scale.PerPoint(), 1)
	lines, colors := []string{row.Name, g.format(t, step)}, []Color{p.Ink, p.Dim}
	k := sort.Search(len(row.Spans), func(k int) bool { return row.Spans[k].To > t })
	if k < len(row.Spans) && row.Spans[k].From <= t {
		q := row.Spans[k]
		text := g.Names[q.State]
		if q.Title != "" {
			text += "  " + q.Title
		}
		lines = append(lines, text, g.format(q.From, step)+" – "+g.format(q.To, step))
		colors = append(colors, p.Theme.State[q.State], p.Dim)
	}
	paintReadOut(p, g.cursor, g.Bounds, lines, colors)
}
