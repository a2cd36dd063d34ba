package ui

// Slider sets a number by dragging a knob.
type Slider struct {
	Node
	From, To float64
	Step     float64 // 0: any number
	Value    float64
	Do       func(v float64)
	Show     func(v float64) string // the value as text, at the right; may be nil
	Wide     string                 // the widest text of those
}

// NewSlider makes a slider; do is told each value that it is dragged over.
func NewSlider(from, to, v float64, do func(v float64)) *Slider {
	return &Slider{Node: Node{Stops: true}, From: from, To: to, Value: v, Do: do}
}

// Set changes the value; nobody is told.
func (s *Slider) Set(v float64) { set(&s.Node, &s.Value, min(max(v, s.From), s.To)) }

// Min is part of Widget.
func (s *Slider) Min(th *Theme, _ float32) Size {
	return Size{120 + s.text(th), th.Row}
}

func (s *Slider) text(th *Theme) float32 {
	if s.Show == nil {
		return 0
	}
	return TextWidth(s.Wide, th.Size) + th.Gap
}

func (s *Slider) track(th *Theme) Rect {
	r := s.Bounds
	return Rect{r.X + 8, r.Y + r.H/2 - 2, max(r.W-16-s.text(th), 1), 4}
}

func (s *Slider) take(v float64) bool {
	if s.Step > 0 {
		v = s.From + s.Step*float64(int((v-s.From)/s.Step+.5))
	}
	was := s.Value
	s.Set(v)
	if s.Value != was && s.Do != nil {
		s.Do(s.Value)
	}
	return true
}

// Handle is part of Widget.
func (s *Slider) Handle(e *Event) bool {
	step := s.Step
	if step == 0 {
		step = (s.To - s.From) / 50
	}
	switch {
	case e.Kind == OnEnter, e.Kind == OnLeave:
		s.Repaint()
		return false
	case e.Click(), e.Kind == OnMove && e.Held:
		t := s.track(e.Screen.Theme)
		return s.take(s.From + float64((e.At.X-t.X)/t.W)*(s.To-s.From))
	case e.Is(KeyLeft, 0), e.Is(KeyDown, 0):
		return s.take(s.Value - step)
	case e.Is(KeyRight, 0), e.Is(KeyUp, 0):
		return s.take(s.Value + step)
	case e.Is(KeyHome, 0):
		return s.take(s.From)
	case e.Is(KeyEnd, 0):
		return s.take(s.To)
	}
	return e.Kind == OnRelease
}

// Paint is part of Widget.
func (s *Slider) Paint(p *Pen) {
	t := s.track(p.Theme)
	share := float32(0)
	if s.To > s.From {
		share = float32((s.Value - s.From) / (s.To - s.From))
	}
	ink, fill := p.Ink, p.Accent
	if s.Disabled {
		ink, fill = p.Faint, p.Track
	}
	p.Fill(t, 2, p.Track)
	p.Fill(Rect{t.X, t.Y, t.W * share, t.H}, 2, fill)
	knob := Point{t.X + t.W*share, t.Y + 2}
	radius := float32(7)
	if s.Hovered && !s.Disabled {
		radius = 8
	}
	p.Disc(knob, radius, ink)
	if p.Keyed(&s.Node) {
		p.Ring(Rect{knob.X - 9, knob.Y - 9, 18, 18}, 9)
	}
	if s.Show != nil {
		_, text := s.Bounds.TakeLeft(s.Bounds.W - s.text(p.Theme))
		p.Label(text, s.Show(s.Value), p.Theme.Size, End, ink)
	}
}
