package ui

// Label is a line of text, or a paragraph.
type Label struct {
	Node
	text   string
	Size   float32 // 0: the theme's
	Ink    func(*Theme) Color
	Align  Align
	Wrap   bool // broken into lines, as wide as there is room
	Mark   State
	Wide   string // it is at least as wide as this text: so that figures that run move nothing
	lines  []string
	wrapAt float32
}

// Text is a line of text in the strong colour.
func Text(s string) *Label { return &Label{text: s} }

// Note is a line of small text in the weak colour.
func Note(s string) *Label { return &Label{text: s, Size: 11.5, Ink: DimInk} }

// Heading is a line of larger text.
func Heading(s string) *Label { return &Label{text: s, Size: 14.5} }

// Paragraph is a text of as many lines as it takes.
func Paragraph(s string) *Label { return &Label{text: s, Wrap: true, Ink: DimInk} }

// DimInk is the weak colour of text.
func DimInk(th *Theme) Color { return th.Dim }

// BadInk is the colour of what is wrong.
func BadInk(th *Theme) Color { return th.Bad }

// GoodInk is the colour of what is right.
func GoodInk(th *Theme) Color { return th.Good }

// AmberInk is the colour of speed and of what is marked.
func AmberInk(th *Theme) Color { return th.Amber }

// Set changes the text.
func (l *Label) Set(s string) {
	if l.text == s {
		return
	}
	l.text, l.wrapAt = s, -1
	if th := l.theme(); th == nil || l.Wrap || l.Min(th, l.Bounds.W).W > l.Bounds.W {
		l.Relayout()
	}
	l.Repaint()
}

// String is the text.
func (l *Label) String() string { return l.text }

func (n *Node) theme() *Theme {
	if n.layer == nil {
		return nil
	}
	return n.layer.screen.Theme
}

func (l *Label) size(th *Theme) float32 {
	if l.Size > 0 {
		return l.Size
	}
	return th.Size
}

// Min is part of Widget.
func (l *Label) Min(th *Theme, w float32) Size {
	size := l.size(th)
	line := size * 1.5
	if l.Wrap {
		l.wrap(w, size)
		return Size{min(w, TextWidth(l.text, size)+1), line * float32(len(l.lines))}
	}
	width := max(TextWidth(l.text, size), TextWidth(l.Wide, size)) + 1
	if l.Mark != NoState {
		width += size + 2
	}
	return Size{width, line}
}

func (l *Label) wrap(w, size float32) {
	if l.wrapAt != w || l.lines == nil {
		l.lines, l.wrapAt = Wrap(l.text, w, size), w
	}
}

// Paint is part of Widget.
func (l *Label) Paint(p *Pen) {
	c, size, r := p.Ink, l.size(p.Theme), l.Bounds
	if l.Ink != nil {
		c = l.Ink(p.Theme)
	}
	if l.Mark != NoState {
		var m Rect
		m, r = r.TakeLeft(size + 2)
		p.State(l.Mark, Rect{m.X, m.Y, size - 3, m.H}, size*.72)
	}
	if !l.Wrap {
		p.Label(r, l.text, size, l.Align, c)
		return
	}
	l.wrap(r.W, size)
	for _, s := range l.lines {
		var line Rect
		line, r = r.TakeTop(size * 1.5)
		p.Label(line, s, size, l.Align, c)
	}
}
