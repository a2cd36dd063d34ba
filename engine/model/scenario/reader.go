package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

// maxBytes is the largest scenario file that is read.
const maxBytes = 8 << 20

// reader reads one file and collects the mistakes.
type reader struct {
	file     string
	index    *span.File
	values   map[string]any
	m        *model.Model // nil when the factory has mistakes: places are not checked then
	words    Words
	s        *Scenario
	problems model.Problems
}

// newReader decodes the source; it is nil when nothing can be read.
func newReader(file string, src []byte) (*reader, model.Problems) {
	whole := func(format string, args ...any) model.Problems {
		return model.Problems{{File: file, Msg: fmt.Sprintf(format, args...)}}
	}
	switch {
	case len(src) > maxBytes:
		return nil, whole("this file has %d MB; at most %d MB are read", len(src)>>20, maxBytes>>20)
	case !utf8.Valid(src) || strings.IndexByte(string(src), 0) >= 0:
		return nil, whole("this is no text in UTF-8; save it as UTF-8, or give another file")
	case strings.TrimSpace(string(src)) == "":
		return nil, whole("this file is empty; a scenario begins with format = %d", model.Format)
	}
	r := &reader{file: file, s: &Scenario{File: file}}
	var err error
	if r.index, err = span.Index(src); err != nil {
		var e *span.Error
		if !errors.As(err, &e) {
			return nil, whole("%v", err)
		}
		line := strings.SplitN(string(src), "\n", e.Pos.Line+1)[e.Pos.Line-1]
		return nil, model.Problems{{File: file, Line: e.Pos.Line, Col: e.Pos.Col, EndCol: e.Pos.Col + 1, Msg: e.Msg, Source: strings.TrimSuffix(line, "\r")}}
	}
	if _, err := toml.Decode(string(src), &r.values); err != nil {
		var e toml.ParseError
		if !errors.As(err, &e) {
			return nil, whole("%s", strings.TrimPrefix(err.Error(), "toml: "))
		}
		r.add(span.Range{Start: e.Position.Start, End: e.Position.Start + e.Position.Len}, "", "%s", e.Message)
		return nil, r.problems
	}
	for _, n := range r.index.Newer {
		r.add(span.Range{Start: n.Pos.Offset, End: n.Pos.Offset + 1}, "", "%s", n.Msg)
	}
	return r, nil
}

// pos is the position of a range; over several lines it ends with the first.
func (r *reader) pos(at span.Range) model.Pos {
	at.Start = max(0, min(at.Start, len(r.index.Src)))
	at.End = max(at.Start, min(at.End, len(r.index.Src)))
	p := r.index.Pos(at.Start)
	text, _, _ := strings.Cut(r.index.Text(at), "\n")
	return model.Pos{
		File: r.file, Line: p.Line, Col: p.Col, EndCol: p.Col + utf8.RuneCountInString(strings.TrimSuffix(text, "\r")),
		Source: r.index.Line(p.Line),
	}
}

// add notes a mistake.
func (r *reader) add(at span.Range, path, format string, args ...any) {
	r.problems = append(r.problems, r.pos(at).Problem(path, fmt.Sprintf(format, args...)))
}

// key notes a mistake about the name of a node.
func (r *reader) key(n *span.Node, format string, args ...any) {
	r.add(n.Key(), dotted(n), format, args...)
}

// value notes a mistake about the value of a node.
func (r *reader) value(n *span.Node, format string, args ...any) {
	r.add(at(n), dotted(n), format, args...)
}

// part notes a mistake about a piece of a text.
func (r *reader) part(n *span.Node, offset, length int, format string, args ...any) {
	start, end := r.index.Inside(n, offset), r.index.Inside(n, offset+length)
	r.add(span.Range{Start: start, End: max(end, start)}, dotted(n), format, args...)
}

// unitError notes what package unit says about a piece of a text.
func (r *reader) unitError(n *span.Node, offset int, err error) {
	var e *unit.Error
	if errors.As(err, &e) {
		r.part(n, offset+e.Offset, e.Len, "%s", e.Msg)
	} else {
		r.value(n, "%v", err)
	}
}

// at is the range of a node's value, of its name when it has none.
func at(n *span.Node) span.Range {
	if n.Text.Empty() {
		return n.Key()
	}
	return n.Text
}

// dotted is the path of a node as people write it; elements of arrays are left
// out.
func dotted(n *span.Node) string {
	var names []string
	for ; n.Parent != nil; n = n.Parent {
		if n.Parent.Kind != span.Array {
			names = append(names, n.Name)
		}
	}
	slices.Reverse(names)
	return strings.Join(names, ".")
}

// of is the decoded value of a node.
func (r *reader) of(n *span.Node) any {
	if n.Parent == nil {
		return r.values
	}
	switch v := r.of(n.Parent).(type) {
	case map[string]any:
		return v[n.Name]
	case []any:
		if i, err := strconv.Atoi(n.Name); err == nil && i < len(v) {
			return v[i]
		}
	case []map[string]any:
		if i, err := strconv.Atoi(n.Name); err == nil && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// what names the type of a node's value.
func (r *reader) what(n *span.Node) string {
	switch r.of(n).(type) {
	case string:
		return "a text"
	case int64, float64:
		return "a number"
	case bool:
		return "true or false"
	case time.Time:
		return "a date"
	}
	if n.Kind == span.Array {
		return "a list"
	}
	return "a table"
}

// text is the text that a node must be.
func (r *reader) text(n *span.Node, want string) (string, bool) {
	s, ok := r.of(n).(string)
	if !ok {
		r.value(n, "want %s, not %s", want, r.what(n))
	}
	return s, ok
}

// time is the duration that a node must be, in seconds.
func (r *reader) time(n *span.Node) (float64, bool) {
	switch v := r.of(n).(type) {
	case string:
		s, err := unit.ParseAs(v, unit.Time)
		if err != nil {
			r.unitError(n, 0, err)
			return 0, false
		}
		return s, true
	case int64, float64:
		r.value(n, "%s", unit.NoUnit(r.index.Text(n.Text), unit.Time))
	default:
		r.value(n, "want a time such as \"12 weeks\", not %s", r.what(n))
	}
	return 0, false
}

// whole is the integer that a node must be, between two bounds.
func (r *reader) whole(n *span.Node, low, high int64) (int64, bool) {
	v, ok := r.of(n).(int64)
	if !ok {
		r.value(n, "want a whole number, not %s", r.what(n))
		return 0, false
	}
	if v < low || v > high {
		r.value(n, "want a number from %d to %d", low, high)
		return 0, false
	}
	return v, true
}

// table reports whether a node is a table.
func (r *reader) table(n *span.Node) bool {
	if n.Kind != span.Table {
		r.value(n, "want a table: [%s]", dotted(n))
	}
	return n.Kind == span.Table
}

// known tells the keys of a table that are none of these.
func (r *reader) known(n *span.Node, what string, keys ...string) {
	for _, c := range n.Children {
		if !slices.Contains(keys, c.Name) {
			r.key(c, "%s has no %q%s", what, c.Name, meant(c.Name, keys))
		}
	}
}

// meant ends a complaint about a wrong word.
func meant(word string, known []string) string {
	if near, ok := unit.Suggest(word, known); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	const few = 16
	if len(known) == 0 || len(known) > few {
		return ""
	}
	return "; there is " + strings.Join(known, ", ")
}

// name tells a name that is not [a-z][a-z0-9-]*.
func (r *reader) name(n *span.Node) bool {
	good := n.Name != "" && n.Name[0] >= 'a' && n.Name[0] <= 'z'
	for i := range len(n.Name) {
		c := n.Name[i]
		good = good && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if !good {
		r.key(n, "%q cannot be a name: names are small letters, digits and \"-\", and begin with a letter", n.Name)
	}
	return good
}

// bilingual is a text, or one in English and one in Chinese.
func (r *reader) bilingual(n *span.Node) Text {
	if n == nil {
		return Text{}
	}
	if n.Kind != span.Table {
		s, _ := r.text(n, "a text, or { en = \"…\", zh = \"…\" }")
		return Text{EN: s, ZH: s}
	}
	var t Text
	r.known(n, "a text in two languages", "en", "zh")
	if c := n.Child("en"); c != nil {
		t.EN, _ = r.text(c, "a text")
	}
	if c := n.Child("zh"); c != nil {
		t.ZH, _ = r.text(c, "a text")
	}
	return t
}

// sorted are the problems in file order, each once.
func (r *reader) sorted() model.Problems {
	rank := func(p model.Problem) int {
		if p.File == r.file {
			return 0
		}
		return 1
	}
	out := slices.Clone(r.problems)
	slices.SortStableFunc(out, func(a, b model.Problem) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(out)
}
