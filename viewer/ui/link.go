package ui

// Link is a text that leads somewhere: it is as wide as there is room, broken into
// lines, and pressed like a button.
type Link struct {
	Label
	Do func()
}

// NewLink makes a link; do is called when it is pressed.
func NewLink(text string, do func()) *Link {
	l := &Link{Label: Label{text: text, Wrap: true}, Do: do}
	l.Stops = true
	return l
}

// Handle is part of Widget.
func (l *Link) Handle(e *Event) bool {
	switch {
	case e.Kind == OnEnter, e.Kind == OnLeave:
		l.Repaint()
	case e.Click():
		return true
	case e.Kind == OnRelease && l.Bounds.Has(e.At), e.Is(KeyEnter, 0), e.Is(KeySpace, 0):
		if l.Do != nil {
			l.Do()
		}
		return true
	}
	return false
}

// Paint is part of Widget.
func (l *Link) Paint(p *Pen) {
	r := l.Bounds.Pad(-5, -2)
	if l.Hovered {
		p.Fill(r, 4, p.Hover)
	}
	l.Label.Paint(p)
	if p.Keyed(&l.Node) {
		p.Ring(r, 4)
	}
}
