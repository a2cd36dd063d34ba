package span

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// splice replaces a range of the source by text.
func (f *File) splice(r Range, text string) []byte {
	out := make([]byte, 0, len(f.Src)-(r.End-r.Start)+len(text))
	out = append(out, f.Src[:r.Start]...)
	out = append(out, text...)
	return append(out, f.Src[r.End:]...)
}

// checked returns the source after an edit if it is still good TOML.
func checked(src []byte) ([]byte, error) {
	if _, err := Index(src); err != nil {
		return nil, fmt.Errorf("this change would leave a file that cannot be read: %w", err)
	}
	var v map[string]any
	if err := toml.Unmarshal(src, &v); err != nil {
		return nil, fmt.Errorf("this change would leave a file that cannot be read: %w", err)
	}
	return src, nil
}

// find is Find with an error for people.
func (f *File) find(path []string) (*Node, error) {
	if n := f.Find(path...); n != nil {
		return n, nil
	}
	return nil, fmt.Errorf("there is no %s in this file", strings.Join(path, "."))
}

// checkValue reports whether text is exactly one value of TOML 1.0.
func checkValue(text string) error {
	f, err := Index([]byte("x = " + text))
	if err != nil {
		return fmt.Errorf("%q is no TOML value: %s", text, err.(*Error).Msg)
	}
	x := f.Find("x")
	if len(f.Root.Children) != 1 || x == nil || (x.Text != Range{4, len(f.Src)}) {
		return fmt.Errorf("%q is not one TOML value alone", text)
	}
	if len(f.Newer) > 0 {
		return errors.New(f.Newer[0].Msg)
	}
	var v map[string]any
	if err := toml.Unmarshal(f.Src, &v); err != nil {
		return fmt.Errorf("%q is no TOML value: %w", text, err)
	}
	return nil
}

// Quote writes a name as a TOML key: bare when it can be, else in quotes.
func Quote(name string) string {
	for i := range len(name) {
		if !isBare(name[i]) {
			return Text(name)
		}
	}
	if name == "" {
		return `""`
	}
	return name
}

// Text writes s as a TOML basic string on one line.
func Text(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7F:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// dotted writes names as a dotted key.
func dotted(names []string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = Quote(name)
	}
	return strings.Join(parts, ".")
}

// Set replaces the value at path by text, which is TOML ("\"45 s\"", "2",
// "[1, 2]"). Every other byte stays. Elements of arrays can be set too.
func (f *File) Set(path []string, text string) ([]byte, error) {
	n, err := f.find(path)
	if err != nil {
		return nil, err
	}
	if n.Kind != Value && n.Form != Inline {
		return nil, fmt.Errorf("%s is a table with keys of its own, not a value", strings.Join(path, "."))
	}
	if err := checkValue(text); err != nil {
		return nil, err
	}
	return checked(f.splice(n.Text, text))
}

// Rename gives the key or table at path another name, in every header and
// dotted key that runs through it. What refers to it elsewhere, in a flow say,
// is for the caller to rename.
func (f *File) Rename(path []string, name string) ([]byte, error) {
	n, err := f.find(path)
	if err != nil {
		return nil, err
	}
	if len(n.Keys) == 0 {
		return nil, fmt.Errorf("%s has no name that could be changed", strings.Join(path, "."))
	}
	if name == n.Name {
		return bytes.Clone(f.Src), nil
	}
	if n.Parent.Child(name) != nil {
		return nil, fmt.Errorf("there is already a %s", strings.Join(append(n.Parent.Path(), name), "."))
	}
	return checked(f.spliceAll(n.Keys, Quote(name)))
}

// lineEnd is the line end that the file uses.
func (f *File) lineEnd() string {
	if i := bytes.IndexByte(f.Src, '\n'); i > 0 && f.Src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// insertLines puts whole lines at an offset that begins a line or ends the
// file. Lines are joined by "\n".
func (f *File) insertLines(at int, lines string) []byte {
	end := f.lineEnd()
	lines = strings.ReplaceAll(strings.ReplaceAll(lines, "\r\n", "\n"), "\n", end)
	if at > bom(f.Src) && f.Src[at-1] != '\n' {
		lines = end + lines
	}
	return f.splice(Range{at, at}, lines)
}

// InsertKey writes a new key into the table at path, behind the last key of
// the table's own section (inside the braces of an inline table). The key may
// be dotted: its names are given one by one. A table that has only tables gets
// a header of its own before the first of them.
func (f *File) InsertKey(table, key []string, text string) ([]byte, error) {
	n, err := f.find(table)
	if err != nil {
		return nil, err
	}
	if n.Kind != Table || len(key) == 0 {
		return nil, fmt.Errorf("%s is not a table that could get a key", strings.Join(table, "."))
	}
	if n := n.descendant(key); n != nil {
		return nil, fmt.Errorf("there is already a %s", strings.Join(n.Path(), "."))
	}
	if err := checkValue(text); err != nil {
		return nil, err
	}
	return f.insertKey(n, key, text)
}

// descendant is the node below n at a path, or nil.
func (n *Node) descendant(path []string) *Node {
	for _, name := range path {
		n = n.Child(name)
	}
	return n
}

func (f *File) insertKey(n *Node, key []string, text string) ([]byte, error) {
	line := dotted(key) + " = " + text
	switch n.Form {
	case Inline:
		return f.insertInline(n, line)
	case Dotted:
		return f.insertKey(n.Parent, append([]string{n.Name}, key...), text)
	case Implied:
		first := f.firstSection(n)
		if first == nil {
			// The table came from a dotted key on the way to a header.
			return f.insertKey(n.Parent, append([]string{n.Name}, key...), text)
		}
		return checked(f.insertLines(first.start(), "["+f.headerName(n)+"]\n"+line+"\n\n"))
	}
	s := n.section
	at, indent := s.headerEnd, ""
	if k := len(s.statements); k > 0 {
		last := s.statements[k-1]
		at = last.lineEnd
		indent = string(f.Src[last.lineStart:last.keys.Start])
	} else if n == f.Root && len(f.sections) > 1 {
		return checked(f.insertLines(f.sections[1].start(), line+"\n\n"))
	} else if n == f.Root {
		at = len(f.Src)
	}
	return checked(f.insertLines(at, indent+line+"\n"))
}

func (f *File) insertInline(n *Node, line string) ([]byte, error) {
	if k := len(n.pairs); k > 0 {
		at := n.pairs[k-1].End
		return checked(f.splice(Range{at, at}, ", "+line))
	}
	return checked(f.splice(n.Text, "{ "+line+" }"))
}

// headerName is the dotted name of a table in a header: indices of arrays of
// tables are not written there.
func (f *File) headerName(n *Node) string {
	var names []string
	for ; n.Parent != nil; n = n.Parent {
		if n.Form != Block {
			names = append([]string{n.Name}, names...)
		}
	}
	return dotted(names)
}
