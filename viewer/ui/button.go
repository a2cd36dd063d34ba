package ui

// Button is pressed: a text, an icon or both.
type Button struct {
	Node
	Title   string
	Icon    Icon
	Primary bool  // what one most likely wants
	Flat    bool  // no ground until it is pointed at
	On      bool  // a Toggle that is on
	Mark    State // in the place of an icon
	Do      func()

	toggles bool
	pressed bool
}

// NewButton makes a button; do is called when it is pressed.
func NewButton(title string, do func()) *Button {
	return &Button{Node: Node{Stops: true}, Title: title, Do: do}
}

// IconButton is a button with an icon only, and a hint that tells its meaning.
func IconButton(i Icon, hint string, do func()) *Button {
	return &Button{Node: Node{Stops: true, Hint: hint}, Icon: i, Flat: true, Do: do}
}

// NewToggle is a button that stays pressed; do is told whether it is.
func NewToggle(title string, on bool, do func(on bool)) *Button {
	b := &Button{Node: Node{Stops: true}, Title: title, On: on, toggles: true}
	b.Do = func() {
		if do != nil {
			do(b.On)
		}
	}
	return b
}

// Set changes what the button shows.
func (b *Button) Set(title string, i Icon) {
	if b.Title != title || b.Icon != i {
		b.Title, b.Icon = title, i
		b.Relayout()
	}
}

// SetMark shows the mark of a state in the place of an icon; NoState: none.
func (b *Button) SetMark(s State) {
	if b.Mark != s {
		b.Mark = s
		b.Relayout()
	}
}

// Turn sets whether a toggle is on; nobody is told.
func (b *Button) Turn(on bool) { set(&b.Node, &b.On, on) }

// Min is part of Widget.
func (b *Button) Min(th *Theme, _ float32) Size {
	w := float32(0)
	if b.Title != "" {
		w = TextWidth(b.Title, th.Size) + 2*th.Pad
	}
	switch {
	case b.Icon != NoIcon && b.Title == "":
		w = th.Row + 2
	case b.Icon != NoIcon, b.Mark != NoState:
		w += 22
	}
	return Size{w, th.Row}
}

// Handle is part of Widget.
func (b *Button) Handle(e *Event) bool {
	switch e.Kind {
	case OnEnter, OnLeave:
		b.Repaint()
	case OnPress:
		if e.Button == MouseLeft {
			set(&b.Node, &b.pressed, true)
			return true
		}
	case OnRelease:
		set(&b.Node, &b.pressed, false)
		if b.Bounds.Has(e.At) {
			b.press()
		}
		return true
	case OnKey:
		if e.Mods == 0 && (e.Key == KeyEnter || e.Key == KeySpace) {
			b.press()
			return true
		}
	}
	return false
}

func (b *Button) press() {
	if b.toggles {
		b.On = !b.On
		b.Repaint()
	}
	if b.Do != nil {
		b.Do()
	}
}

// Paint is part of Widget.
func (b *Button) Paint(p *Pen) {
	r, ink := b.Bounds, p.Ink
	ground := Color{255, 255, 255, 24}
	if b.Primary || b.On {
		ground, ink = p.Accent, p.OnAccent
	} else if b.Flat {
		ground = Color{}
	}
	switch {
	case b.Disabled:
		ground, ink = ground.Fade(.4), p.Faint
	case b.pressed:
		ground = ground.Mix(Color{0, 0, 0, 120}, .3)
	case b.Hovered && ground.A == 0:
		ground = p.Hover
	case b.Hovered:
		ground = ground.Mix(Color{255, 255, 255, ground.A}, .12)
	}
	p.Fill(r, p.Radius-1, ground)
	if b.Icon != NoIcon || b.Mark != NoState {
		box := r
		if b.Title != "" {
			box, r = r.TakeLeft(32)
			r.W -= p.Pad
		}
		if b.Mark != NoState {
			p.State(b.Mark, box, 11)
		} else {
			p.Icon(b.Icon, box, 15, ink)
		}
	}
	if b.Title != "" {
		a := Middle
		if b.Icon != NoIcon || b.Mark != NoState {
			a = Start
		}
		p.Label(r, b.Title, p.Theme.Size, a, ink)
	}
	if p.Keyed(&b.Node) {
		p.Ring(b.Bounds, p.Radius-1)
	}
}

// Switch is a line of text with a switch at its right: on or off.
type Switch struct {
	Node
	Title string
	On    bool
	Do    func(on bool)
}

// NewSwitch makes a switch; do is told when somebody turns it.
func NewSwitch(title string, on bool, do func(on bool)) *Switch {
	return &Switch{Node: Node{Stops: true}, Title: title, On: on, Do: do}
}

// Turn sets the switch; nobody is told.
func (s *Switch) Turn(on bool) { set(&s.Node, &s.On, on) }

// Min is part of Widget.
func (s *Switch) Min(th *Theme, _ float32) Size {
	w := float32(32)
	if s.Title != "" {
		w += TextWidth(s.Title, th.Size) + th.Gap
	}
	return Size{w, th.Row}
}

// Handle is part of Widget.
func (s *Switch) Handle(e *Event) bool {
	switch {
	case e.Kind == OnEnter, e.Kind == OnLeave:
		s.Repaint()
		return false
	case e.Click(), e.Is(KeySpace, 0), e.Is(KeyEnter, 0):
		s.On = !s.On
		s.Repaint()
		if s.Do != nil {
			s.Do(s.On)
		}
		return true
	}
	return false
}

// Paint is part of Widget.
func (s *Switch) Paint(p *Pen) {
	ink, r := p.Ink, s.Bounds
	box, text := r.TakeRight(32)
	if s.Title == "" {
		box, _ = r.TakeLeft(32)
	}
	if s.Disabled {
		ink = p.Faint
	}
	p.Label(text, s.Title, p.Theme.Size, Start, ink)
	track := Rect{box.X, box.Y + box.H/2 - 9, 32, 18}
	c, knob := p.Track, track.X+9
	if s.On {
		c, knob = p.Accent, track.Right()-9
	}
	if s.Hovered && !s.Disabled {
		c = c.Mix(p.Ink, .12)
	}
	p.Fill(track, 9, c)
	p.Disc(Point{knob, track.Y + 9}, 6.5, ink)
	if p.Keyed(&s.Node) {
		p.Ring(track, 9)
	}
}

// Tabs shows one of several choices side by side.
type Tabs struct {
	Node
	Titles []string
	At     int
	Do     func(at int)
	over   int
}

// NewTabs makes tabs, the first chosen; do is told which is.
func NewTabs(do func(at int), titles ...string) *Tabs {
	return &Tabs{Node: Node{Stops: true}, Titles: titles, Do: do, over: -1}
}

// Choose sets which is chosen; nobody is told.
func (t *Tabs) Choose(at int) { set(&t.Node, &t.At, at) }

// Name gives the choices other texts.
func (t *Tabs) Name(titles ...string) {
	t.Titles = titles
	t.Relayout()
}

// Min is part of Widget.
func (t *Tabs) Min(th *Theme, _ float32) Size {
	var w float32
	for i := range t.Titles {
		w += t.width(th, i)
	}
	return Size{w, th.Row}
}

func (t *Tabs) width(th *Theme, i int) float32 {
	return TextWidth(t.Titles[i], th.Size) + 2*th.Pad + 4
}

// tab is the rectangle of one choice; all share what room is left over.
func (t *Tabs) tab(th *Theme, at int) Rect {
	spare := (t.Bounds.W - t.Min(th, 0).W) / float32(max(len(t.Titles), 1))
	x := t.Bounds.X
	for i := range at {
		x += t.width(th, i) + spare
	}
	return Rect{x, t.Bounds.Y, t.width(th, at) + spare, t.Bounds.H}
}

func (t *Tabs) hit(th *Theme, at Point) int {
	for i := range t.Titles {
		if t.tab(th, i).Has(at) {
			return i
		}
	}
	return -1
}

// Handle is part of Widget.
func (t *Tabs) Handle(e *Event) bool {
	choose := func(at int) bool {
		if at >= 0 && at < len(t.Titles) && at != t.At {
			t.Choose(at)
			if t.Do != nil {
				t.Do(at)
			}
		}
		return true
	}
	switch {
	case e.Kind == OnMove, e.Kind == OnEnter:
		set(&t.Node, &t.over, t.hit(e.Screen.Theme, e.At))
	case e.Kind == OnLeave:
		set(&t.Node, &t.over, -1)
	case e.Click():
		return choose(t.hit(e.Screen.Theme, e.At))
	case e.Is(KeyLeft, 0):
		return choose(t.At - 1)
	case e.Is(KeyRight, 0):
		return choose(t.At + 1)
	}
	return false
}

// Paint is part of Widget.
func (t *Tabs) Paint(p *Pen) {
	p.Fill(t.Bounds, p.Radius-1, Color{255, 255, 255, 14})
	for i, s := range t.Titles {
		r, ink := t.tab(p.Theme, i), p.Dim
		switch {
		case i == t.At:
			p.Fill(r, p.Radius-1, p.Accent)
			ink = p.OnAccent
		case i == t.over:
			p.Fill(r, p.Radius-1, p.Hover)
			ink = p.Ink
		}
		p.Label(r, s, p.Theme.Size, Middle, ink)
	}
	if p.Keyed(&t.Node) {
		p.Ring(t.Bounds, p.Radius-1)
	}
}
