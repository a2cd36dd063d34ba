package span

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// value reads the value of n and sets its kind, form and range.
func (p *parser) value(n *Node) error {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return p.errorf(p.at, "arrays and inline tables nest more than %d deep here", maxDepth)
	}
	start := p.at
	var err error
	switch p.peek() {
	case '"', '\'':
		err = p.str()
	case '[':
		n.Kind, n.Form = Array, Inline
		err = p.array(n)
	case '{':
		n.Kind, n.Form = Table, Inline
		n.byName = map[string]*Node{}
		err = p.inline(n)
	default:
		err = p.bare()
	}
	n.Text = Range{start, p.at}
	return err
}

// bare reads a number, a boolean or a date-time.
func (p *parser) bare() error {
	start := p.at
	p.word()
	if p.at == start {
		if p.at >= len(p.src) || strings.ContainsRune("\r\n#", rune(p.src[p.at])) {
			return p.errorf(p.at, "a value is missing here")
		}
		r, _ := utf8.DecodeRune(p.src[p.at:])
		return p.errorf(p.at, "%q cannot begin a value; a text stands in quotes", r)
	}
	// A date and its time may be parted by one blank.
	if isDate(p.src[start:p.at]) && p.at+3 < len(p.src) && p.src[p.at] == ' ' &&
		isDigit(p.src[p.at+1]) && isDigit(p.src[p.at+2]) && p.src[p.at+3] == ':' {
		p.at++
		p.word()
	}
	if at := noSeconds(p.src[start:p.at]); at >= 0 {
		p.newer(start+at, "a time of day has seconds (TOML 1.0): 07:32:00")
	}
	return nil
}

// noSeconds returns where a time of day without seconds stands in the token of
// a date-time or a time, and -1 when there is none.
func noSeconds(token []byte) int {
	at := 0
	if len(token) > 11 && isDate(token[:10]) {
		at = 11
	}
	t := token[at:]
	if len(t) < 5 || !isDigit(t[0]) || !isDigit(t[1]) || t[2] != ':' || len(t) > 5 && t[5] == ':' {
		return -1
	}
	return at
}

func (p *parser) word() {
	for p.at < len(p.src) && (isBare(p.src[p.at]) || strings.IndexByte("+.:", p.src[p.at]) >= 0) {
		p.at++
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isDate reports whether b is written like 2026-01-05.
func isDate(b []byte) bool {
	if len(b) != 10 {
		return false
	}
	for i, c := range b {
		if dash := i == 4 || i == 7; dash != (c == '-') || !dash && !isDigit(c) {
			return false
		}
	}
	return true
}

// between steps over blanks, line ends and comments inside brackets.
func (p *parser) between() {
	for {
		p.blanks()
		at := p.at
		switch {
		case p.peek() == '#':
			p.comment()
		case p.newline():
		default:
			return
		}
		if p.braces > 0 {
			p.newer(at, "an inline table {…} stays on one line (TOML 1.0); write a table header instead")
		}
	}
}

func (p *parser) array(n *Node) error {
	open := p.at
	braces := p.braces
	p.braces = 0
	defer func() { p.braces = braces }()
	p.at++
	for {
		p.between()
		if p.peek() == ']' {
			p.at++
			return nil
		}
		if p.at >= len(p.src) {
			return p.errorf(open, "this array has no closing \"]\"")
		}
		if err := p.value(n.add(&Node{Name: strconv.Itoa(len(n.Children))})); err != nil {
			return err
		}
		p.between()
		switch p.peek() {
		case ',':
			p.at++
		case ']':
		default:
			return p.errorf(p.at, "a \",\" or the array's closing \"]\" is missing here")
		}
	}
}

func (p *parser) inline(n *Node) error {
	open := p.at
	braces := p.braces
	p.braces = 1
	defer func() { p.braces = braces }()
	p.at++
	comma := 0
	for {
		p.between()
		if p.peek() == '}' {
			if comma > 0 {
				p.newer(comma, "no comma stands before the closing brace (TOML 1.0)")
			}
			p.at++
			return nil
		}
		if p.at >= len(p.src) {
			return p.errorf(open, "this inline table has no closing \"}\"")
		}
		if p.peek() == ',' {
			return p.errorf(p.at, "a key is missing before this comma")
		}
		leaf, keys, err := p.pair(n)
		if err != nil {
			return err
		}
		comma = 0
		n.pairs = append(n.pairs, pair{leaf, Range{keys.Start, leaf.Text.End}})
		p.between()
		switch p.peek() {
		case ',':
			comma = p.at
			p.at++
		case '}':
		default:
			return p.errorf(p.at, "a \",\" or the inline table's closing \"}\" is missing here")
		}
	}
}

// str steps over a string of any of the four kinds.
func (p *parser) str() error {
	start := p.at
	quote := p.src[p.at]
	long := p.triple(quote)
	p.at++
	if long {
		p.at += 2
	}
	for p.at < len(p.src) {
		c := p.src[p.at]
		switch {
		case c == '\\' && quote == '"':
			if p.at+1 < len(p.src) && (p.src[p.at+1] == 'e' || p.src[p.at+1] == 'x') {
				p.newer(p.at, "the escapes \\e and \\x are not in TOML 1.0; write \\u001B")
			}
			p.at += 2
		case c == quote && !long:
			p.at++
			return nil
		case c == quote && p.triple(quote):
			p.at += 3
			// Up to two quotes may stand right before the closing three.
			for range 2 {
				if p.peek() == quote {
					p.at++
				}
			}
			return nil
		case c == '\n' && !long:
			return p.errorf(start, "this text has no closing quote %c on its line", quote)
		default:
			p.at++
		}
	}
	p.at = len(p.src)
	return p.errorf(start, "this text has no closing quote")
}

// triple reports whether three quotes stand here.
func (p *parser) triple(quote byte) bool {
	s := p.src[p.at:]
	return len(s) >= 3 && s[0] == quote && s[1] == quote && s[2] == quote
}

// unescape decodes the inside of a basic string of one line.
func unescape(s string) (string, bool) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		text, n, ok := escape(s[i:])
		if !ok {
			return "", false
		}
		b.WriteString(text)
		i += n
	}
	return b.String(), true
}

// escape decodes the first character of s, and says how many bytes it takes.
func escape(s string) (text string, n int, ok bool) {
	if s[0] != '\\' {
		_, n = utf8.DecodeRuneInString(s)
		return s[:n], n, true
	}
	if len(s) < 2 {
		return "", 0, false
	}
	if i := strings.IndexByte(`btnfre"\`, s[1]); i >= 0 {
		return "\b\t\n\f\r\x1b\"\\"[i : i+1], 2, true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if digits == 0 || len(s) < 2+digits {
		return "", 0, false
	}
	code, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return "", 0, false
	}
	return string(rune(code)), 2 + digits, true
}

// Inside converts an offset in the decoded text of a string value to an offset
// in the source, so that a mistake within a text can be pointed at. For other
// nodes, and for offsets beyond the text, it is the nearest end of the value.
func (f *File) Inside(n *Node, offset int) int {
	r := n.Text
	if n.Kind != Value || r.Empty() || f.Src[r.Start] != '"' && f.Src[r.Start] != '\'' {
		return r.Start
	}
	at, end := r.Start+1, r.End-1
	quote, long := f.Src[r.Start], r.End-r.Start >= 6 && f.Src[r.Start+1] == f.Src[r.Start] && f.Src[r.Start+2] == f.Src[r.Start]
	if long {
		at, end = r.Start+3, r.End-3
		// A line end right behind the opening quotes is not part of the text.
		if at < end && f.Src[at] == '\r' {
			at++
		}
		if at < end && f.Src[at] == '\n' {
			at++
		}
	}
	for offset > 0 && at < end {
		text, size, ok := string(f.Src[at:at+1]), 1, true
		if quote == '"' && f.Src[at] == '\\' {
			if text, size, ok = escape(string(f.Src[at:end])); !ok {
				// A line that ends in a backslash adds nothing, nor does the
				// white space that follows it.
				text, size = "", 1
				for at+size < end && strings.IndexByte(" \t\r\n", f.Src[at+size]) >= 0 {
					size++
				}
			}
		}
		offset -= len(text)
		at += size
	}
	return min(at, end)
}
