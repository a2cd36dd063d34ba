package ui

import "github.com/taktsim/takt/engine/unit"

// Grid is a list of properties: names at the left, what they are at the right, to be
// read or changed.
type Grid struct {
	Node
	Share  float32 // of the width, for the names; 0: 0.42
	Tight  bool    // rows as close as facts in a card
	names  []*Label
	values []Widget
	all    []Widget
}

// NewGrid makes an empty grid.
func NewGrid() *Grid { return &Grid{} }

// Row adds a property that any widget shows.
func (g *Grid) Row(name string, value Widget) {
	l := &Label{text: name, Ink: DimInk}
	g.names, g.values = append(g.names, l), append(g.values, value)
	g.all = append(g.all, l, value)
	g.Relayout()
}

// Clear takes all properties out.
func (g *Grid) Clear() {
	g.names, g.values, g.all = nil, nil, nil
	g.Relayout()
}

// Fact adds a property that can only be read.
func (g *Grid) Fact(name, value string) *Label {
	l := Text(value)
	g.Row(name, l)
	return l
}

// Number adds a quantity; do is told of another, in the base unit of d.
func (g *Grid) Number(name string, v float64, d unit.Dim, currency string, do func(v float64)) *Number {
	n := NewNumber(v, d, currency, do)
	g.Row(name, n)
	return n
}

// Field adds a text; done is told of another. What its Check refuses is told below it.
func (g *Grid) Field(name, value string, done func(string)) *Field {
	f := NewField(value, done)
	f.Wide = 110
	g.Row(name, NewTold(f))
	return f
}

// Choice adds one of several; do is told which.
func (g *Grid) Choice(name string, at int, do func(at int), titles ...string) *Dropdown {
	d := NewDropdown(do, at, titles...)
	g.Row(name, d)
	return d
}

// Switch adds what is on or off; do is told which.
func (g *Grid) Switch(name string, on bool, do func(on bool)) *Switch {
	s := NewSwitch("", on, do)
	g.Row(name, s)
	return s
}

// Children is part of Widget.
func (g *Grid) Children() []Widget { return g.all }

func (g *Grid) split(w float32) (name, value float32) {
	share := g.Share
	if share == 0 {
		share = .42
	}
	return w * share, w*(1-share) - 6
}

func (g *Grid) height(th *Theme, i int, value float32) float32 {
	h := g.values[i].Min(th, value).H
	if g.Tight {
		return h + 1
	}
	return max(h, th.Row-4) + 4
}

// Min is part of Widget.
func (g *Grid) Min(th *Theme, w float32) Size {
	_, value := g.split(w)
	var widest, h float32
	for i, v := range g.values {
		widest = max(widest, v.Min(th, value).W)
		h += g.height(th, i, value)
	}
	share := g.Share
	if share == 0 {
		share = .42
	}
	return Size{min((widest+6)/(1-share), w), h}
}

// Layout is part of Widget.
func (g *Grid) Layout(th *Theme) {
	name, value := g.split(g.Bounds.W)
	y := g.Bounds.Y
	for i, v := range g.values {
		h := g.height(th, i, value)
		place(g.names[i], Rect{g.Bounds.X, y, name, h}, th)
		m := v.Min(th, value)
		place(v, Rect{g.Bounds.X + name + 6, y + (h-m.H)/2, value, m.H}, th)
		y += h
	}
}

// Paint is part of Widget.
func (g *Grid) Paint(p *Pen) { paintAll(p, g.all) }
