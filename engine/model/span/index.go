package span

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxDepth is how deep arrays, inline tables and key paths may nest.
const maxDepth = 250

// Error is a mistake in the structure of a source.
type Error struct {
	Pos Pos
	Msg string
}

// Error is "line:col: message".
func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Pos.Line, e.Pos.Col, e.Msg) }

// Index finds every key, value, header and comment of src. It accepts all of
// TOML 1.0 and of TOML 1.1's inline tables; the error is an *Error. Src is
// kept, not copied: do not change it.
func Index(src []byte) (*File, error) {
	f := &File{Src: src, Root: &Node{Kind: Table, Form: Top, byName: map[string]*Node{}}, lines: []int{0}}
	for i, c := range src {
		if c == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	p := &parser{f: f, src: src, at: bom(src), run: -1}
	p.section = &section{node: f.Root, lineStart: p.at, headerEnd: p.at}
	f.Root.section = p.section
	f.sections = append(f.sections, p.section)
	if err := p.file(); err != nil {
		return nil, err
	}
	slices.SortFunc(f.Newer, func(a, b Note) int { return a.Pos.Offset - b.Pos.Offset })
	return f, nil
}

type parser struct {
	f       *File
	src     []byte
	at      int
	section *section
	run     int // start of the block of comment lines that ends right above, or -1
	depth   int
	braces  int // > 0 between braces and not inside an array within them
}

func (p *parser) errorf(at int, format string, args ...any) error {
	return &Error{Pos: p.f.Pos(at), Msg: fmt.Sprintf(format, args...)}
}

// newer notes something that only TOML 1.1 allows.
func (p *parser) newer(at int, msg string) {
	p.f.Newer = append(p.f.Newer, Note{p.f.Pos(at), msg})
}

// peek is the next byte, 0 at the end of the source.
func (p *parser) peek() byte {
	if p.at < len(p.src) {
		return p.src[p.at]
	}
	return 0
}

func (p *parser) blanks() {
	for p.at < len(p.src) && (p.src[p.at] == ' ' || p.src[p.at] == '\t') {
		p.at++
	}
}

// newline steps over a line end and reports whether there was one.
func (p *parser) newline() bool {
	if p.peek() == '\n' {
		p.at++
		return true
	}
	if p.peek() == '\r' && p.at+1 < len(p.src) && p.src[p.at+1] == '\n' {
		p.at += 2
		return true
	}
	return false
}

// comment steps over a comment, not its line end, and returns its range.
func (p *parser) comment() Range {
	start := p.at
	if p.peek() != '#' {
		return Range{start, start}
	}
	for p.at < len(p.src) && p.src[p.at] != '\n' {
		p.at++
	}
	end := p.at
	if end > start && end < len(p.src) && p.src[end-1] == '\r' {
		end--
	}
	p.at = end
	return Range{start, end}
}

func (p *parser) file() error {
	for p.at < len(p.src) {
		line := p.at
		p.blanks()
		switch c := p.peek(); {
		case p.newline():
			p.run = -1
		case p.at >= len(p.src):
		case c == '#':
			if p.run < 0 {
				p.run = line
			}
			p.comment()
			if p.at < len(p.src) && !p.newline() {
				return p.errorf(p.at, "a comment runs to the end of its line")
			}
		case c == '[':
			if err := p.header(line); err != nil {
				return err
			}
		default:
			if err := p.statement(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// lead returns the attached comment of a thing that starts on the line.
func (p *parser) lead(line int) Range {
	r := Range{line, line}
	if p.run >= 0 {
		r.Start = p.run
	}
	p.run = -1
	return r
}

// endOfLine takes the rest of a line: blanks, a comment, the line end.
func (p *parser) endOfLine(after string) (trail Range, err error) {
	p.blanks()
	trail = p.comment()
	if p.at < len(p.src) && !p.newline() {
		r, _ := utf8.DecodeRune(p.src[p.at:])
		return trail, p.errorf(p.at, "%q cannot stand behind %s: a new line begins here", r, after)
	}
	return trail, nil
}

func (p *parser) header(line int) error {
	start := p.at
	lead := p.lead(line)
	p.at++
	double := p.peek() == '['
	if double {
		p.at++
	}
	names, ranges, err := p.key()
	if err != nil {
		return err
	}
	for range 1 + btoi(double) {
		if p.peek() != ']' {
			return p.errorf(p.at, "this table header has no %q", "]")
		}
		p.at++
	}
	text := Range{start, p.at}
	n, err := p.open(names, ranges, double, text)
	if err != nil {
		return err
	}
	trail, err := p.endOfLine("a table header")
	if err != nil {
		return err
	}
	n.Text, n.Lead, n.Trail = text, lead, trail
	n.section = &section{node: n, lineStart: line, lead: lead, headerEnd: p.at}
	p.section = n.section
	p.f.sections = append(p.f.sections, n.section)
	return nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// open finds or makes the table of a header.
func (p *parser) open(names []string, ranges []Range, double bool, text Range) (*Node, error) {
	n, err := p.descend(p.f.Root, names[:len(names)-1], ranges, Implied)
	if err != nil {
		return nil, err
	}
	name, at := names[len(names)-1], ranges[len(names)-1]
	child := n.byName[name]
	if !double {
		if child == nil {
			child = n.add(&Node{Name: name, Kind: Table, Form: Header})
		} else if child.Form != Implied {
			return nil, p.twice(at.Start, name, child)
		}
		child.Form = Header
		child.Keys = append([]Range{at}, child.Keys...)
		return child, nil
	}
	if child == nil {
		child = n.add(&Node{Name: name, Kind: Array, Form: Blocks})
	} else if child.Form != Blocks {
		return nil, p.twice(at.Start, name, child)
	}
	child.Keys = append(child.Keys, at)
	return child.add(&Node{Name: strconv.Itoa(len(child.Children)), Kind: Table, Form: Block, Text: text}), nil
}

func (p *parser) twice(at int, name string, first *Node) error {
	return p.errorf(at, "%q is written twice; it is already on line %d", name, p.f.KeyPos(first).Line)
}

// add makes c a child of n.
func (n *Node) add(c *Node) *Node {
	c.Parent = n
	n.Children = append(n.Children, c)
	if c.Kind == Table {
		c.byName = map[string]*Node{}
	}
	if n.Kind == Table {
		n.byName[c.Name] = c
	}
	return c
}

// descend walks down from n through tables, making the missing ones.
func (p *parser) descend(n *Node, names []string, ranges []Range, form Form) (*Node, error) {
	for i, name := range names {
		child := n.byName[name]
		if child == nil {
			child = n.add(&Node{Name: name, Kind: Table, Form: form})
		}
		child.Keys = append(child.Keys, ranges[i])
		if child.Form == Blocks && form == Implied {
			child = child.Children[len(child.Children)-1]
		}
		if child.Kind != Table || child.Form == Inline {
			return nil, p.errorf(ranges[i].Start, "%q is not a table that can grow: it was given a value on line %d", name, p.f.KeyPos(child).Line)
		}
		n = child
	}
	return n, nil
}

func (p *parser) statement(line int) error {
	s := &statement{section: p.section, lineStart: line, lead: p.lead(line)}
	n, keys, err := p.pair(p.section.node)
	if err != nil {
		return err
	}
	trail, err := p.endOfLine("a value")
	if err != nil {
		return err
	}
	n.Lead, n.Trail, n.stmt = s.lead, trail, s
	s.node, s.keys, s.lineEnd = n, keys, p.at
	p.section.statements = append(p.section.statements, s)
	return nil
}

// pair reads "key = value" into the table.
func (p *parser) pair(table *Node) (*Node, Range, error) {
	start := p.at
	names, ranges, err := p.key()
	if err != nil {
		return nil, Range{}, err
	}
	last := len(names) - 1
	keys := Range{start, ranges[last].End}
	if p.peek() != '=' {
		return nil, keys, p.errorf(p.at, "%q has no value: a key is followed by \"=\" and a value", names[last])
	}
	p.at++
	p.blanks()
	n, err := p.descend(table, names[:last], ranges, Dotted)
	if err != nil {
		return nil, keys, err
	}
	if first := n.byName[names[last]]; first != nil {
		return nil, keys, p.twice(ranges[last].Start, names[last], first)
	}
	leaf := n.add(&Node{Name: names[last], Keys: []Range{ranges[last]}})
	return leaf, keys, p.value(leaf)
}

// key reads a dotted key and the blanks behind it.
func (p *parser) key() (names []string, ranges []Range, err error) {
	for {
		p.blanks()
		start := p.at
		name, err := p.keyPart()
		if err != nil {
			return nil, nil, err
		}
		names, ranges = append(names, name), append(ranges, Range{start, p.at})
		if len(names) > maxDepth {
			return nil, nil, p.errorf(start, "a key has more than %d parts", maxDepth)
		}
		p.blanks()
		if p.peek() != '.' {
			return names, ranges, nil
		}
		p.at++
	}
}

func (p *parser) keyPart() (string, error) {
	start := p.at
	switch c := p.peek(); c {
	case '"', '\'':
		if err := p.str(); err != nil {
			return "", err
		}
		text := string(p.src[start:p.at])
		if len(text) >= 6 && text[1] == c && text[2] == c {
			return "", p.errorf(start, "a key cannot be a string of several lines")
		}
		if c == '\'' {
			return text[1 : len(text)-1], nil
		}
		name, ok := unescape(text[1 : len(text)-1])
		if !ok {
			return "", p.errorf(start, "the key %s has an escape that TOML does not know", text)
		}
		return name, nil
	}
	for p.at < len(p.src) && isBare(p.src[p.at]) {
		p.at++
	}
	if p.at > start {
		return string(p.src[start:p.at]), nil
	}
	if p.at >= len(p.src) || p.src[p.at] == '\n' || p.src[p.at] == '\r' {
		return "", p.errorf(p.at, "a key is missing here")
	}
	r, _ := utf8.DecodeRune(p.src[p.at:])
	return "", p.errorf(p.at, "%q cannot stand in a bare key: letters, digits, \"-\" and \"_\" can", r)
}

func isBare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}
