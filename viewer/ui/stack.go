package ui

// Stack puts widgets in a row or a column. What is left over goes to those with Grow,
// by their shares; what is missing is taken from them and from those that give, by their
// size.
type Stack struct {
	Node
	Down   bool    // a column; otherwise a row
	Gap    float32 // between widgets; below 0: the theme's
	Pad    float32 // around all of them
	Center bool    // in a row: in the middle of its height, at their own height
	inside []Widget
}

// Row puts widgets side by side, each in the middle of the height.
func Row(inside ...Widget) *Stack { return &Stack{Gap: -1, Center: true, inside: inside} }

// Column puts widgets one below the other, each as wide as the column.
func Column(inside ...Widget) *Stack { return &Stack{Down: true, Gap: -1, inside: inside} }

// Add puts more widgets at the end.
func (s *Stack) Add(inside ...Widget) *Stack {
	s.inside = append(s.inside, inside...)
	s.Relayout()
	return s
}

// Set puts other widgets in the place of all.
func (s *Stack) Set(inside ...Widget) {
	s.inside = inside
	s.Relayout()
}

// Children is part of Widget.
func (s *Stack) Children() []Widget { return s.inside }

func (s *Stack) gap(th *Theme) float32 {
	if s.Gap < 0 {
		return th.Gap
	}
	return s.Gap
}

// Min is part of Widget.
func (s *Stack) Min(th *Theme, w float32) Size {
	var along, across float32
	n := 0
	for _, c := range s.inside {
		if c.Base().Hidden {
			continue
		}
		m := c.Min(th, max(w-2*s.Pad, 0))
		if s.Down {
			along, across = along+m.H, max(across, m.W)
		} else {
			along, across = along+m.W, max(across, m.H)
		}
		n++
	}
	along += s.gap(th)*float32(max(n-1, 0)) + 2*s.Pad
	across += 2 * s.Pad
	if s.Down {
		return Size{across, along}
	}
	return Size{along, across}
}

// Layout is part of Widget.
func (s *Stack) Layout(th *Theme) {
	room := s.Bounds.Inset(s.Pad)
	var need, shares, give float32
	n := 0
	for _, c := range s.inside {
		if b := c.Base(); !b.Hidden {
			l := s.along(c.Min(th, room.W))
			need += l
			shares += b.Grow
			if b.Grow > 0 || b.Gives {
				give += l
			}
			n++
		}
	}
	have := s.along(Size{room.W, room.H}) - s.gap(th)*float32(max(n-1, 0))
	spare, at := have-need, float32(0)
	for _, c := range s.inside {
		b := c.Base()
		if b.Hidden {
			continue
		}
		m := c.Min(th, room.W)
		l := s.along(m)
		switch {
		case spare > 0 && shares > 0:
			l += spare * b.Grow / shares
		case spare < 0 && give > 0 && (b.Grow > 0 || b.Gives):
			l = max(l+spare*l/give, 0)
		}
		r := Rect{room.X, room.Y + at, room.W, l}
		if !s.Down {
			r = Rect{room.X + at, room.Y, l, room.H}
			if s.Center {
				h := min(m.H, room.H)
				r.Y, r.H = room.Y+(room.H-h)/2, h
			}
		}
		place(c, r, th)
		at += l + s.gap(th)
	}
}

func (s *Stack) along(m Size) float32 {
	if s.Down {
		return m.H
	}
	return m.W
}

// Paint is part of Widget.
func (s *Stack) Paint(p *Pen) { paintAll(p, s.inside) }

func paintAll(p *Pen, inside []Widget) {
	for _, c := range inside {
		if n := c.Base(); !n.Hidden && p.Seen(n.Bounds) {
			c.Paint(p)
		}
	}
}

// Space is nothing, of a size.
type Space struct {
	Node
	Size Size
}

// Spring is nothing that takes all room left over.
func Spring() *Space { return &Space{Node: Node{Grow: 1}} }

// Min is part of Widget.
func (s *Space) Min(*Theme, float32) Size { return s.Size }

// Paint is part of Widget.
func (s *Space) Paint(*Pen) {}

// Rule is a thin line between widgets of a row or a column.
type Rule struct {
	Node
	Upright bool
}

// Min is part of Widget.
func (r *Rule) Min(th *Theme, _ float32) Size {
	if r.Upright {
		return Size{1, th.Row * .7}
	}
	return Size{1, 1}
}

// Paint is part of Widget.
func (r *Rule) Paint(p *Pen) {
	b := r.Bounds
	if r.Upright {
		p.VLine(b.X, b.Y, b.Bottom(), p.Track)
		return
	}
	p.HLine(b.X, b.Right(), b.Y, p.Track)
}
