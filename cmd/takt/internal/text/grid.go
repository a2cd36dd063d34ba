// Package text writes a result for a terminal: the table of equipment, the
// figures of the plant, the bottleneck, what-ifs, expectations.
package text

import (
	"strings"
	"unicode/utf8"
)

// Width is the number of columns that a terminal gives to s: two for each
// character of Chinese, Japanese and Korean writing, none for colours.
func Width(s string) int {
	n, escape := 0, false
	for _, r := range s {
		switch {
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115F || r >= 0x2E80 && r <= 0x303E || r >= 0x3041 && r <= 0xA4CF || r >= 0xAC00 && r <= 0xD7A3 ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE6F || r >= 0xFF00 && r <= 0xFF60 || r >= 0xFFE0 && r <= 0xFFE6 || r >= 0x20000 && r <= 0x3FFFD
}

// Grid is a table of cells that lines up its columns.
type Grid struct {
	rows  [][]string
	marks []string // the colour of a row
	left  map[int]bool
}

// NewGrid makes a table whose columns stand to the right, but for the named
// ones (counted from 0).
func NewGrid(left ...int) *Grid {
	g := &Grid{left: map[int]bool{}}
	for _, c := range left {
		g.left[c] = true
	}
	return g
}

// Row adds a row.
func (g *Grid) Row(cells ...string) { g.Marked("", cells...) }

// Marked adds a row that is shown in a colour.
func (g *Grid) Marked(colour string, cells ...string) {
	g.rows, g.marks = append(g.rows, cells), append(g.marks, colour)
}

// String is the table, each line indented by two blanks.
func (g *Grid) String() string {
	var widths []int
	for _, row := range g.rows {
		for c, cell := range row {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			widths[c] = max(widths[c], Width(cell))
		}
	}
	var b strings.Builder
	for i, row := range g.rows {
		var line strings.Builder
		for c, cell := range row {
			pad := strings.Repeat(" ", widths[c]-Width(cell))
			line.WriteString("  ")
			if g.left[c] {
				line.WriteString(cell + pad)
			} else {
				line.WriteString(pad + cell)
			}
		}
		b.WriteString(paint(g.marks[i], strings.TrimRight(line.String(), " ")))
		b.WriteByte('\n')
	}
	return b.String()
}

// The colours of a terminal.
const (
	Bold   = "1"
	Dim    = "2"
	Red    = "31"
	Green  = "32"
	Yellow = "33"
	Cyan   = "36"
)

func paint(colour, s string) string {
	if colour == "" || s == "" {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// Highlight colours a message about a file: its place bold, the carets red, or
// yellow for a warning.
func Highlight(s string, warning bool) string {
	colour := Red
	if warning {
		colour = Yellow
	}
	head, rest, more := strings.Cut(s, "\n")
	if place, msg, ok := strings.Cut(head, ": "); ok {
		head = paint(Bold, place) + ": " + msg
	}
	if !more {
		return head
	}
	source, caret, _ := strings.Cut(rest, "\n")
	return head + "\n" + source + "\n" + paint(colour, caret)
}

// wrap breaks a line at blanks (or between Han characters) so that it is no
// wider than width.
func wrap(s string, width int) string {
	var b strings.Builder
	at := 0
	for len(s) > 0 {
		word, rest := nextWord(s)
		w := Width(strings.TrimRight(word, " "))
		if at > 0 && at+w > width {
			b.WriteByte('\n')
			at = 0
		}
		b.WriteString(word)
		at += Width(word)
		s = rest
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// nextWord cuts off what must stay on one line: a word with the blanks behind
// it, or one Han character with the punctuation behind it.
func nextWord(s string) (word, rest string) {
	for i, r := range s {
		next := i + utf8.RuneLen(r)
		if r == ' ' && !strings.HasPrefix(s[next:], " ") {
			return s[:next], s[next:]
		}
		if wide(r) {
			follower, _ := utf8.DecodeRuneInString(s[next:])
			if !strings.ContainsRune("，。、：；）", follower) && follower != ' ' {
				return s[:next], s[next:]
			}
		}
	}
	return s, ""
}
