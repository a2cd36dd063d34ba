package ui

import "unicode"

// Choice is a line of a menu. One without a title is a line between others.
type Choice struct {
	Title    string
	Key      string // the keys that do the same, as text
	Icon     Icon
	On       bool // it is what holds now: there is a check mark
	Disabled bool
	Do       func()
}

// menu is a list of choices that pops up.
type menu struct {
	Node
	choices []Choice
	at      int // pointed at, -1: none
	wide    float32
	screen  *Screen
	top     float32 // how far it is scrolled
}

// Menu opens a menu beside the anchor.
func (s *Screen) Menu(anchor Rect, choices ...Choice) *Layer {
	m := &menu{Node: Node{Stops: true}, choices: choices, at: -1, wide: anchor.W, screen: s}
	for i, c := range choices {
		if c.On {
			m.at = i
		}
	}
	return s.Popup(m, anchor, nil)
}

// ContextMenu opens a menu at a point.
func (s *Screen) ContextMenu(at Point, choices ...Choice) *Layer {
	return s.Menu(Rect{at.X, at.Y - 4, 0, 0}, choices...)
}

func (m *menu) height(i int, th *Theme) float32 {
	if m.choices[i].Title == "" {
		return 9
	}
	return th.Row
}

// Min is part of Widget.
func (m *menu) Min(th *Theme, _ float32) Size {
	w, h := m.wide, float32(8)
	for i, c := range m.choices {
		need := TextWidth(c.Title, th.Size) + 52
		if c.Key != "" {
			need += TextWidth(c.Key, th.Small) + 24
		}
		w, h = max(w, need), h+m.height(i, th)
	}
	return Size{w, min(h, 480)}
}

func (m *menu) line(i int, th *Theme) Rect {
	y := m.Bounds.Y + 4 - m.top
	for k := range i {
		y += m.height(k, th)
	}
	return Rect{m.Bounds.X + 4, y, m.Bounds.W - 8, m.height(i, th)}
}

func (m *menu) hit(th *Theme, at Point) int {
	for i := range m.choices {
		if m.usable(i) && m.line(i, th).Has(at) {
			return i
		}
	}
	return -1
}

func (m *menu) usable(i int) bool { return m.choices[i].Title != "" && !m.choices[i].Disabled }

// Handle is part of Widget.
func (m *menu) Handle(e *Event) bool {
	th := e.Screen.Theme
	switch e.Kind {
	case OnMove:
		set(&m.Node, &m.at, m.hit(th, e.At))
		return true
	case OnLeave:
		set(&m.Node, &m.at, -1)
	case OnPress:
		return true
	case OnRelease:
		m.choose(m.hit(th, e.At))
		return true
	case OnWheel:
		last := m.line(len(m.choices)-1, th)
		tall := last.Bottom() + m.top - m.Bounds.Y + 4
		set(&m.Node, &m.top, min(max(m.top-e.Wheel.Y*40, 0), max(tall-m.Bounds.H, 0)))
		return true
	case OnKey:
		return m.key(e)
	}
	return false
}

func (m *menu) key(e *Event) bool {
	switch e.Key {
	case KeyDown:
		m.step(e.Screen.Theme, 1)
	case KeyUp:
		m.step(e.Screen.Theme, -1)
	case KeyHome:
		m.at = -1
		m.step(e.Screen.Theme, 1)
	case KeyEnd:
		m.at = 0
		m.step(e.Screen.Theme, -1)
	case KeyEnter, KeySpace:
		m.choose(m.at)
	case KeyTab:
	default:
		return e.Mods == 0 && e.Key > ' ' && m.letter(e.Screen.Theme, rune(e.Key))
	}
	return true
}

// letter goes to the next choice that begins with a letter, and tells whether there is one.
func (m *menu) letter(th *Theme, key rune) bool {
	n := len(m.choices)
	for k := 1; k <= n; k++ {
		at := (max(m.at, -1) + k) % n
		for _, r := range m.choices[at].Title {
			if m.usable(at) && unicode.ToUpper(r) == key {
				m.at = at - 1
				m.step(th, 1)
				return true
			}
			break
		}
	}
	return false
}

func (m *menu) step(th *Theme, d int) {
	n := len(m.choices)
	at := m.at
	if at < 0 && d < 0 {
		at = 0
	}
	for range n {
		at = (at + d + n) % n
		if m.usable(at) {
			break
		}
	}
	set(&m.Node, &m.at, at)
	r := m.line(at, th)
	if r.Y < m.Bounds.Y {
		m.top -= m.Bounds.Y - r.Y + 4
	} else if r.Bottom() > m.Bounds.Bottom() {
		m.top += r.Bottom() - m.Bounds.Bottom() + 4
	}
}

func (m *menu) choose(i int) {
	if i < 0 || !m.usable(i) {
		return
	}
	do := m.choices[i].Do
	m.screen.Close(m.layer)
	if do != nil {
		do()
	}
}

// Paint is part of Widget.
func (m *menu) Paint(p *Pen) {
	p.Fill(m.Bounds, p.Radius, p.Popup)
	p.Stroke(m.Bounds, p.Radius, 1, p.PanelEdge)
	before := p.Within(m.Bounds.Pad(0, 2))
	for i, c := range m.choices {
		r := m.line(i, p.Theme)
		if c.Title == "" {
			p.HLine(r.X+6, r.Right()-6, r.Y+4, p.Grid)
			continue
		}
		ink, dim := p.Ink, p.Faint
		switch {
		case c.Disabled:
			ink = p.Faint
		case i == m.at:
			p.Fill(r, 4, p.Accent)
			ink, dim = p.OnAccent, p.OnAccent
		}
		icon := c.Icon
		if c.On {
			icon = IconCheck
		}
		box, text := r.TakeLeft(26)
		p.Icon(icon, box, 13, ink)
		text.W -= 10
		p.Label(text, c.Key, p.Small, End, dim)
		p.Label(text, c.Title, p.Theme.Size, Start, ink)
	}
	p.Outside(before)
}

// Dropdown is a field that shows one of several choices, and opens a menu of them.
type Dropdown struct {
	Node
	Titles []string
	At     int
	Do     func(at int)
}

// NewDropdown makes a dropdown, choice at chosen; do is told which is.
func NewDropdown(do func(at int), at int, titles ...string) *Dropdown {
	return &Dropdown{Node: Node{Stops: true}, Titles: titles, At: at, Do: do}
}

// Choose sets which is chosen; nobody is told.
func (d *Dropdown) Choose(at int) { set(&d.Node, &d.At, at) }

// Min is part of Widget.
func (d *Dropdown) Min(th *Theme, _ float32) Size {
	var w float32
	for _, t := range d.Titles {
		w = max(w, TextWidth(t, th.Size))
	}
	return Size{min(w, 220) + 40, th.Row}
}

// Handle is part of Widget.
func (d *Dropdown) Handle(e *Event) bool {
	switch {
	case e.Kind == OnEnter, e.Kind == OnLeave:
		d.Repaint()
		return false
	case e.Click():
		return true
	case e.Kind == OnRelease && d.Bounds.Has(e.At), e.Is(KeyEnter, 0), e.Is(KeySpace, 0), e.Is(KeyDown, Alt):
		d.open(e.Screen)
		return true
	case e.Is(KeyDown, 0):
		d.pick(d.At + 1)
		return true
	case e.Is(KeyUp, 0):
		d.pick(d.At - 1)
		return true
	}
	return false
}

func (d *Dropdown) open(s *Screen) {
	var list []Choice
	for i, t := range d.Titles {
		list = append(list, Choice{Title: t, On: i == d.At, Do: func() { d.pick(i) }})
	}
	s.Menu(d.Bounds, list...)
}

func (d *Dropdown) pick(at int) {
	if at < 0 || at >= len(d.Titles) || at == d.At {
		return
	}
	d.Choose(at)
	if d.Do != nil {
		d.Do(at)
	}
}

// Paint is part of Widget.
func (d *Dropdown) Paint(p *Pen) {
	paintField(p, &d.Node, false)
	r := d.Bounds.Pad(8, 0)
	box, text := r.TakeRight(14)
	p.Icon(IconChevronDown, box, 12, p.Dim)
	if d.At >= 0 && d.At < len(d.Titles) {
		ink := p.Ink
		if d.Disabled {
			ink = p.Faint
		}
		p.Label(text, d.Titles[d.At], p.Theme.Size, Start, ink)
	}
}

// paintField paints the ground of a field.
func paintField(p *Pen, n *Node, wrong bool) {
	edge := p.FieldEdge
	if n.Hovered && !n.Disabled {
		edge = edge.Mix(p.Ink, .25)
	}
	p.Fill(n.Bounds, p.Radius-2, p.Field)
	switch {
	case wrong:
		p.Stroke(n.Bounds, p.Radius-2, 1.5, p.Bad)
	case n.Focused:
		p.Stroke(n.Bounds, p.Radius-2, 1.5, p.Focus)
	default:
		p.Stroke(n.Bounds, p.Radius-2, 1, edge)
	}
}
