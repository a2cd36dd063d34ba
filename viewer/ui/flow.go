package ui

// Flow puts widgets side by side, in as many lines as it takes.
type Flow struct {
	Node
	inside []Widget
}

// NewFlow makes lines of widgets.
func NewFlow(inside ...Widget) *Flow { return &Flow{inside: inside} }

// Add puts more widgets at the end.
func (f *Flow) Add(inside ...Widget) {
	f.inside = append(f.inside, inside...)
	f.Relayout()
}

// Children is part of Widget.
func (f *Flow) Children() []Widget { return f.inside }

// each calls put for every widget with its place in lines of a width, and gives the size
// of all.
func (f *Flow) each(th *Theme, w float32, put func(c Widget, r Rect)) (all Size) {
	var x, y, high float32
	for _, c := range f.inside {
		if c.Base().Hidden {
			continue
		}
		m := c.Min(th, w)
		if x > 0 && x+m.W > w {
			x, y, high = 0, y+high+th.Gap, 0
		}
		if put != nil {
			put(c, Rect{x, y, min(m.W, w), m.H})
		}
		x, high = x+m.W, max(high, m.H)
		all = Size{max(all.W, x), y + high}
		x += th.Gap
	}
	return all
}

// Min is part of Widget.
func (f *Flow) Min(th *Theme, w float32) Size { return f.each(th, w, nil) }

// Layout is part of Widget.
func (f *Flow) Layout(th *Theme) {
	f.each(th, f.Bounds.W, func(c Widget, r Rect) {
		place(c, Rect{f.Bounds.X + r.X, f.Bounds.Y + r.Y, r.W, r.H}, th)
	})
}

// Paint is part of Widget.
func (f *Flow) Paint(p *Pen) { paintAll(p, f.inside) }
