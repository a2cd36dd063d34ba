package ui

import "strings"

// Mono is text in which every character is as wide as any other, and those of Chinese
// twice: lines of a file with a caret below stand as they are meant.
type Mono struct {
	Node
	Ink   func(*Theme) Color // of a line; nil: the strong colour
	Size  float32            // 0: the theme's small size
	lines []string
}

// NewMono makes such a text.
func NewMono(text string) *Mono {
	m := &Mono{}
	m.Set(text)
	return m
}

// Set changes the text.
func (m *Mono) Set(text string) {
	m.lines = strings.Split(text, "\n")
	m.Relayout()
}

// tab is how many cells from one stop of a tabulator to the next.
const tab = 4

// cells is how many cells a character takes at a column.
func cells(r rune, column int) int {
	switch {
	case r == '\t':
		return tab - column%tab
	case typeface().width(r) > .9:
		return 2
	}
	return 1
}

func (m *Mono) size(th *Theme) float32 {
	if m.Size > 0 {
		return m.Size
	}
	return th.Small
}

// cell is the width of a character.
func (m *Mono) cell(th *Theme) float32 { return m.size(th) * .6 }

// Min is part of Widget.
func (m *Mono) Min(th *Theme, w float32) Size {
	widest := 0
	for _, line := range m.lines {
		n := 0
		for _, r := range line {
			n += cells(r, n)
		}
		widest = max(widest, n)
	}
	return Size{min(float32(widest)*m.cell(th), w), float32(len(m.lines)) * m.size(th) * 1.5}
}

// Paint is part of Widget.
func (m *Mono) Paint(p *Pen) {
	before := p.Within(m.Bounds)
	defer p.Outside(before)
	size, cell := m.size(p.Theme), m.cell(p.Theme)
	ink := p.Ink
	if m.Ink != nil {
		ink = m.Ink(p.Theme)
	}
	rest := m.Bounds
	for _, line := range m.lines {
		var row Rect
		row, rest = rest.TakeTop(size * 1.5)
		c := ink
		if strings.Trim(line, " \t^") == "" {
			c = p.Bad // a caret line
		}
		n := 0
		for _, r := range line {
			w := cells(r, n)
			if r != ' ' && r != '\t' {
				text, room := string(r), cell*float32(w)
				small := min(size, room/typeface().width(r)) // an M that is wider than its cell
				x := row.X + cell*float32(n) + (room-TextWidth(text, small))/2
				p.Text(text, x, middle(row, size), small, c)
			}
			n += w
		}
	}
}
