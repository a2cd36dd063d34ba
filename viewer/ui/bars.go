package ui

import "math"

// Part is a piece of a bar.
type Part struct {
	Value float64
	Color Color // the zero Color: the State's, or the theme's first
	State State
}

// BarRow is one bar of a chart of bars.
type BarRow struct {
	Name      string
	Parts     []Part  // one after the other
	Low, High float64 // how sure the sum is; equal: nothing is shown
	Text      string  // at its end; "": nothing
}

// BarChart draws bars to the right, one below the other: one value each, or its parts
// (states of machines).
type BarChart struct {
	Node
	Unit   string                 // at the right end of the axis
	Max    float64                // where the axis ends; 0: where the longest bar does
	Show   func(v float64) string // a value, in the read-out; nil: as on the axis
	Names  [States]string         // of states, in the read-out
	Thick  float32                // of a bar and the room around it; 0: 22
	Choose func(row int)          // a bar was clicked

	bars []BarRow
	over Point
	in   bool
}

// NewBarChart makes an empty chart.
func NewBarChart(unit string) *BarChart { return &BarChart{Unit: unit} }

// Set shows other bars; the chart keeps them and expects them not to change.
func (b *BarChart) Set(bars ...BarRow) {
	if len(bars) != len(b.bars) {
		b.Relayout()
	}
	b.bars = bars
	b.Repaint()
}

func (b *BarChart) thick() float32 {
	if b.Thick == 0 {
		return 22
	}
	return b.Thick
}

// Min is part of Widget.
func (b *BarChart) Min(th *Theme, _ float32) Size {
	return Size{240, b.head(th) + b.thick()*float32(len(b.bars)) + th.Small + 10}
}

// head is the room for the legend.
func (b *BarChart) head(th *Theme) float32 {
	if b.Names == ([States]string{}) {
		return 0
	}
	return th.Small + 10
}

// Handle is part of Widget.
func (b *BarChart) Handle(e *Event) bool {
	switch {
	case e.Kind == OnEnter, e.Kind == OnMove:
		b.in = true
		set(&b.Node, &b.over, e.At)
	case e.Kind == OnLeave:
		b.in = false
		b.Repaint()
	case e.Click() && b.Choose != nil:
		if i := int((e.At.Y - b.Bounds.Y - b.head(e.Screen.Theme)) / b.thick()); i >= 0 && i < len(b.bars) {
			b.Choose(i)
			return true
		}
	}
	return false
}

func (r *BarRow) sum() (v float64) {
	for _, p := range r.Parts {
		v += p.Value
	}
	return v
}

func (q Part) color(th *Theme) Color {
	switch {
	case q.Color != (Color{}):
		return q.Color
	case q.State != NoState:
		return th.State[q.State]
	}
	return th.Series[0]
}

// Paint is part of Widget.
func (b *BarChart) Paint(p *Pen) {
	var names, texts float32
	long := b.Max
	for i := range b.bars {
		names = max(names, TextWidth(b.bars[i].Name, p.Small))
		texts = max(texts, TextWidth(b.bars[i].Text, p.Small))
		if b.Max == 0 {
			long = max(long, b.bars[i].sum(), b.bars[i].High)
		}
	}
	if !(long > 0) || math.IsInf(long, 0) {
		long = 1
	}
	names = min(names, b.Bounds.W*.4)
	if texts > 0 {
		texts += 8
	}
	area := Rect{b.Bounds.X + names + 10, b.Bounds.Y + b.head(p.Theme), max(b.Bounds.W-names-texts-14, 1), b.thick() * float32(len(b.bars))}
	area.H = min(area.H, b.Bounds.H-b.head(p.Theme)-p.Small-9)
	step := NiceStep(long / max(float64(area.W)/56, 1))
	if b.Max == 0 {
		long = math.Ceil(long/step-1e-9) * step
	}
	x := TimeScale{0, long, area.X, area.W}
	for _, v := range Ticks(0, long, step) {
		at, text := x.At(v), TickText(v, step)
		if v+step > long && b.Unit != "" {
			text += " " + b.Unit
		}
		p.VLine(at-.5, area.Y, area.Bottom(), p.Grid)
		w := TextWidth(text, p.Small)
		p.Text(text, min(at-w/2, b.Bounds.Right()-w), area.Bottom()+4+p.Small, p.Small, p.Dim)
	}
	p.VLine(area.X-.5, area.Y, area.Bottom(), p.Axis)
	if b.head(p.Theme) > 0 {
		b.legend(p)
	}
	before := p.Within(Rect{b.Bounds.X, area.Y, b.Bounds.W, area.H})
	for i := range b.bars {
		b.bar(p, i, Rect{b.Bounds.X, area.Y + b.thick()*float32(i), b.Bounds.W, b.thick()}, names, x)
	}
	p.Outside(before)
	if b.in {
		b.readOut(p, area, x, step)
	}
}

func (b *BarChart) legend(p *Pen) {
	var used [States]bool
	for i := range b.bars {
		for _, q := range b.bars[i].Parts {
			used[q.State] = true
		}
	}
	paintStates(p, Rect{b.Bounds.X, b.Bounds.Y, b.Bounds.W, p.Small + 6}, &used, &b.Names)
}

func (b *BarChart) bar(p *Pen, i int, r Rect, names float32, x TimeScale) {
	row := &b.bars[i]
	if b.in && r.Has(b.over) {
		p.Fill(r, 4, p.Hover)
	}
	p.Label(Rect{r.X, r.Y, names, r.H}, row.Name, p.Small, End, p.Ink)
	sum := 0.0
	body := r.Pad(0, max(r.H*.2, 2))
	for _, q := range row.Parts {
		if q.Value <= 0 {
			continue
		}
		at, to := x.At(sum), x.At(sum+q.Value)
		sum += q.Value
		box := Rect{at, body.Y, to - at, body.H}
		if len(row.Parts) > 1 && to-at > 2 {
			box.W--
		}
		p.Fill(box, 1.5, q.color(p.Theme))
	}
	y := body.Y + body.H/2
	if row.High > row.Low {
		lo, hi := x.At(row.Low), x.At(row.High)
		p.Fill(Rect{lo, y - .75, hi - lo, 1.5}, 0, p.Ink)
		p.Fill(Rect{lo - .75, y - 4, 1.5, 8}, 0, p.Ink)
		p.Fill(Rect{hi - .75, y - 4, 1.5, 8}, 0, p.Ink)
	}
	if row.Text != "" {
		p.Label(Rect{x.X + x.W + 8, r.Y, r.Right() - x.X - x.W - 8, r.H}, row.Text, p.Small, Start, p.Dim)
	}
}

func (b *BarChart) readOut(p *Pen, area Rect, x TimeScale, step float64) {
	i := int((b.over.Y - area.Y) / b.thick())
	if i < 0 || i >= len(b.bars) || !b.Bounds.Has(b.over) || b.over.Y >= area.Bottom() {
		return
	}
	row := &b.bars[i]
	show := b.Show
	if show == nil {
		show = func(v float64) string { return TickText(v, step/100) + " " + b.Unit }
	}
	lines, colors := []string{row.Name}, []Color{p.Ink}
	for _, q := range row.Parts {
		if q.Value > 0 {
			lines = append(lines, b.Names[q.State]+"  "+show(q.Value))
			colors = append(colors, q.color(p.Theme))
		}
	}
	if row.High > row.Low {
		lines, colors = append(lines, "["+show(row.Low)+" … "+show(row.High)+"]"), append(colors, p.Dim)
	}
	paintReadOut(p, b.over, b.Bounds, lines, colors)
}
