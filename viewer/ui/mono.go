package ui

import "strings"

// Mono is text in which every character is as wide as any other, and those of Chinese
// twice: lines of a file with a caret below stand as they are meant.
type Mono struct {
	Node
	Size  float32 // 0: the theme's small size
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
	case r >= 0x1100 && typeface().width(r) > .9: // an M is narrow here
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

// isCaret reports whether a line only points at something in the line above it.
func isCaret(line string) bool {
	return strings.Trim(line, " \t^") == "" && strings.Contains(line, "^")
}

// long is how many cells a line takes.
func long(line string) (n int) {
	for _, r := range line {
		n += cells(r, n)
	}
	return n
}

// rows are the lines as they are shown in a width of so many cells: longer ones are
// broken, but those with a caret below, of which so much is left out at their beginning
// that the caret is seen.
func (m *Mono) rows(wide int) (out []string) {
	for i, line := range m.lines {
		switch {
		case i+1 < len(m.lines) && isCaret(m.lines[i+1]):
			skip := max(long(m.lines[i+1])-wide, 0)
			out = append(out, behind(line, skip))
		case isCaret(line):
			out = append(out, behind(line, max(long(line)-wide, 0)))
		default:
			out = append(out, broken(line, wide)...)
		}
	}
	return out
}

// behind is what is left of a line without its first cells.
func behind(line string, skip int) string {
	n := 0
	for i, r := range line {
		if n >= skip {
			return strings.Repeat(" ", n-skip) + line[i:]
		}
		n += cells(r, n)
	}
	return ""
}

// broken is a line in pieces that fit, at spaces where there are any.
func broken(line string, wide int) (out []string) {
	for long(line) > wide && wide > 0 {
		n, end, space := 0, 0, 0
		for i, r := range line {
			if n += cells(r, n); n > wide {
				break
			}
			if end = i + len(string(r)); r == ' ' {
				space = end
			}
		}
		if strings.TrimSpace(line[:space]) == "" {
			space = max(end, 1)
		}
		out, line = append(out, line[:space]), line[space:]
	}
	return append(out, line)
}

// Min is part of Widget.
func (m *Mono) Min(th *Theme, w float32) Size {
	widest := 0
	for _, line := range m.lines {
		widest = max(widest, long(line))
	}
	return Size{min(float32(widest)*m.cell(th), w), float32(len(m.rows(int(w/m.cell(th))))) * m.size(th) * 1.5}
}

// Paint is part of Widget.
func (m *Mono) Paint(p *Pen) {
	before := p.Within(m.Bounds)
	defer p.Outside(before)
	size, cell := m.size(p.Theme), m.cell(p.Theme)
	rest := m.Bounds
	for _, line := range m.rows(int(m.Bounds.W/cell + .01)) {
		var row Rect
		row, rest = rest.TakeTop(size * 1.5)
		c := p.Ink
		if isCaret(line) {
			c = p.Bad
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
