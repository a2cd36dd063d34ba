package ui

// Panel is a dark chip with a title and a widget in it. A click on the title folds it.
type Panel struct {
	Node
	Title  string
	Folds  bool
	Folded bool
	Closes func() // not nil: there is a cross, which calls it
	Bar    bool   // it is an edge of the screen: no round corners
	Plain  bool   // no ground: a section within a panel
	NoPad  bool   // what is in it goes to its edges
	Mark   State  // before the title

	body     Widget
	children [2]Widget
	close    *Button
}

// NewPanel makes a panel; without a title it has no head.
func NewPanel(title string, body Widget) *Panel {
	p := &Panel{Title: title, body: body}
	p.children[0] = body
	return p
}

// Section is a part of a panel that can be folded.
func Section(title string, body Widget) *Panel {
	p := NewPanel(title, body)
	p.Plain, p.Folds, p.Stops = true, true, true
	return p
}

// Put puts another widget in the panel.
func (p *Panel) Put(body Widget) {
	p.body, p.children[0] = body, body
	p.Relayout()
}

// SetTitle changes the title.
func (p *Panel) SetTitle(s string) { set(&p.Node, &p.Title, s) }

// Children is part of Widget.
func (p *Panel) Children() []Widget {
	if p.Closes != nil && p.close == nil {
		p.close = IconButton(IconClose, "", func() { p.Closes() })
		p.children[1] = p.close
	}
	p.body.Base().Hidden = p.Folded
	if p.close == nil {
		return p.children[:1]
	}
	return p.children[:]
}

func (p *Panel) head(th *Theme) float32 {
	switch {
	case p.Title == "" && p.Closes == nil:
		return 0
	case p.Plain:
		return th.Row + 2
	}
	return th.Row + 8
}

// pad is the room beside and below, and above, what is in the panel.
func (p *Panel) pad(th *Theme) (x, top, bottom float32) {
	switch {
	case p.NoPad:
		return 0, 0, 0
	case p.Plain:
		return 0, 0, 4
	case p.Bar:
		return th.Pad, 6, 6
	case p.head(th) > 0:
		return th.Pad, 0, th.Pad
	}
	return th.Pad, th.Pad - 2, th.Pad - 2
}

// Min is part of Widget.
func (p *Panel) Min(th *Theme, w float32) Size {
	x, top, bottom := p.pad(th)
	head := p.head(th)
	wide := TextWidth(p.Title, th.Title) + 2*th.Pad + 20
	if p.Closes != nil {
		wide += th.Row
	}
	if head == 0 {
		wide = 0
	}
	m := p.body.Min(th, max(w-2*x, 0))
	if p.Folded {
		return Size{max(wide, m.W+2*x), head}
	}
	return Size{max(wide, m.W+2*x), head + top + m.H + bottom}
}

// Layout is part of Widget.
func (p *Panel) Layout(th *Theme) {
	head, rest := p.Bounds.TakeTop(p.head(th))
	if p.close != nil {
		place(p.close, Rect{head.Right() - th.Row - 6, head.Y + 4, th.Row, th.Row}, th)
	}
	x, top, bottom := p.pad(th)
	r := rest.Pad(x, 0)
	r.Y, r.H = r.Y+top, max(r.H-top-bottom, 0)
	p.body.Base().Hidden = p.Folded
	place(p.body, r, th)
}

// Handle is part of Widget.
func (p *Panel) Handle(e *Event) bool {
	fold := p.Folds && (e.Click() && e.At.Y < p.Bounds.Y+p.head(e.Screen.Theme) ||
		p.Focused && (e.Is(KeyEnter, 0) || e.Is(KeySpace, 0)))
	if fold {
		p.Folded = !p.Folded
		p.Relayout()
	}
	return fold
}

// Paint is part of Widget.
func (p *Panel) Paint(pen *Pen) {
	switch {
	case p.Bar:
		pen.Fill(p.Bounds, 0, pen.Bar)
	case !p.Plain:
		pen.Fill(p.Bounds, pen.Radius, pen.Panel)
		pen.Stroke(p.Bounds, pen.Radius, 1, pen.PanelEdge)
	}
	if h := p.head(pen.Theme); h > 0 {
		p.paintHead(pen, h)
	}
	before := pen.Within(p.Bounds)
	paintAll(pen, p.Children())
	pen.Outside(before)
}

func (p *Panel) paintHead(pen *Pen, h float32) {
	r, _ := p.Bounds.TakeTop(h)
	size, ink := pen.Theme.Title, pen.Ink
	if p.Plain {
		size, ink = pen.Small, pen.Dim
	} else {
		r = r.Pad(pen.Pad, 0)
	}
	if p.Folds {
		var box Rect
		i := IconChevronDown
		if p.Folded {
			i = IconChevronRight
		}
		if p.Plain {
			box, r = r.TakeLeft(16)
			box.X -= 2
		} else {
			box, r = r.TakeRight(14)
			if p.close != nil {
				box.X -= 22
			}
		}
		pen.Icon(i, box, 12, pen.Dim)
	}
	if p.Mark != NoState {
		var box Rect
		box, r = r.TakeLeft(18)
		pen.State(p.Mark, Rect{box.X, box.Y, 12, box.H}, 11)
	}
	pen.Label(r, p.Title, size, Start, ink)
	if p.Plain {
		x := r.X + TextWidth(p.Title, size) + 8
		pen.HLine(x, p.Bounds.Right(), r.Y+r.H/2, pen.Grid)
	}
	if pen.Keyed(&p.Node) {
		pen.Ring(Rect{p.Bounds.X, p.Bounds.Y, p.Bounds.W, h}, 4)
	}
}

// Scroll shows a part of a widget that is taller than there is room.
type Scroll struct {
	Node
	MaxH     float32 // it asks for no more height than this; 0: for no more than 160
	body     [1]Widget
	at, tall float32
	grip     float32 // where the bar was taken, below 0: it is not
}

// NewScroll makes a scrolling view of a widget.
func NewScroll(w Widget) *Scroll { return &Scroll{body: [1]Widget{w}, grip: -1} }

// Children is part of Widget.
func (s *Scroll) Children() []Widget { return s.body[:] }

const barRoom = 10 // right of what scrolls

// Min is part of Widget.
func (s *Scroll) Min(th *Theme, w float32) Size {
	m := s.body[0].Min(th, w-barRoom)
	most := s.MaxH
	if most == 0 {
		most = 160
	}
	return Size{m.W + barRoom, min(m.H, most)}
}

// Layout is part of Widget.
func (s *Scroll) Layout(th *Theme) {
	w := s.Bounds.W
	s.tall = s.body[0].Min(th, w).H
	if s.tall > s.Bounds.H {
		w -= barRoom
		s.tall = s.body[0].Min(th, w).H
	}
	s.at = min(max(s.at, 0), max(s.tall-s.Bounds.H, 0))
	place(s.body[0], Rect{s.Bounds.X, s.Bounds.Y - s.at, w, max(s.tall, s.Bounds.H)}, th)
}

// To scrolls so that the body's part at y (from its top) is at the top.
func (s *Scroll) To(y float32) {
	if y = min(max(y, 0), max(s.tall-s.Bounds.H, 0)); y != s.at {
		s.at = y
		s.Relayout()
	}
}

// Reveal scrolls as little as it takes to show a place of the screen.
func (s *Scroll) Reveal(r Rect) {
	if r.Y < s.Bounds.Y {
		s.To(s.at + r.Y - s.Bounds.Y - 4)
	} else if r.Bottom() > s.Bounds.Bottom() {
		s.To(s.at + r.Bottom() - s.Bounds.Bottom() + 4)
	}
}

// Handle is part of Widget.
func (s *Scroll) Handle(e *Event) bool {
	bar := scrollBar(s.Bounds, s.at, s.tall)
	switch e.Kind {
	case OnEnter, OnLeave:
		s.Repaint()
	case OnWheel:
		was := s.at
		s.To(s.at - e.Wheel.Y*40)
		return s.at != was
	case OnPress:
		if e.Button == MouseLeft && !bar.Empty() && e.At.X >= bar.X-4 {
			if bar.Has(Point{bar.X, e.At.Y}) {
				s.grip = e.At.Y - bar.Y
			} else {
				s.grip = bar.H / 2
			}
			s.drag(e.At.Y)
			return true
		}
	case OnMove:
		if e.Held && s.grip >= 0 {
			s.drag(e.At.Y)
			return true
		}
	case OnRelease:
		s.grip = -1
		return true
	case OnKey:
		switch {
		case e.Is(KeyPageDown, 0):
			s.To(s.at + s.Bounds.H*.9)
			return true
		case e.Is(KeyPageUp, 0):
			s.To(s.at - s.Bounds.H*.9)
			return true
		}
	}
	return false
}

func (s *Scroll) drag(y float32) {
	s.To((y - s.grip - s.Bounds.Y) / s.Bounds.H * s.tall)
}

// scrollBar is the bar that shows which part of what is tall is seen in r; empty when
// all is.
func scrollBar(r Rect, at, tall float32) Rect {
	if tall <= r.H || r.H <= 0 {
		return Rect{}
	}
	h := min(max(r.H*r.H/tall, 24), r.H)
	return Rect{r.Right() - 6, r.Y + (r.H-h)*at/(tall-r.H), 5, h}
}

// Paint is part of Widget.
func (s *Scroll) Paint(p *Pen) {
	before := p.Within(s.Bounds)
	paintAll(p, s.body[:])
	paintBar(p, scrollBar(s.Bounds, s.at, s.tall), s.Hovered)
	p.Outside(before)
}

func paintBar(p *Pen, bar Rect, hovered bool) {
	if bar.Empty() {
		return
	}
	c := Color{255, 255, 255, 50}
	if hovered {
		c.A = 100
	}
	p.Fill(bar, 2.5, c)
}
