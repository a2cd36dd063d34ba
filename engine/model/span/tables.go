package span

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// within reports whether n is top or stands below it.
func (n *Node) within(top *Node) bool {
	for ; n != nil; n = n.Parent {
		if n == top {
			return true
		}
	}
	return false
}

// firstSection is the first section of n and of what is below it, or nil.
func (f *File) firstSection(n *Node) *section {
	for _, s := range f.sections {
		if s.node.within(n) {
			return s
		}
	}
	return nil
}

// lastSection is the number of the last section of n and of what is below it, or
// -1.
func (f *File) lastSection(n *Node) int {
	for i, s := range slices.Backward(f.sections) {
		if s.node.within(n) {
			return i
		}
	}
	return -1
}

// contentEnd is where section i ends: behind its last key and the comments right
// behind that. A comment that stands apart belongs to what follows it, so only
// the last section of a file has those.
func (f *File) contentEnd(i int) int {
	s := f.sections[i]
	end := s.headerEnd
	if k := len(s.statements); k > 0 {
		end = s.statements[k-1].lineEnd
	}
	if i+1 == len(f.sections) {
		if rest := len(bytes.TrimRight(f.Src[end:], " \t\r\n")); rest > 0 {
			end = f.nextLine(end + rest)
		}
		return end
	}
	next := f.sections[i+1].start()
	for end < next && bytes.HasPrefix(bytes.TrimLeft(f.Src[end:next], " \t"), []byte("#")) {
		end = f.nextLine(end)
	}
	return end
}

// InsertTable writes a new table with a header of its own behind the last
// table of its parent (a new machine comes behind its line's last one), at the
// end of the file when the parent has none. Body is the lines of the table,
// "\n" between them; it may be empty.
func (f *File) InsertTable(path []string, body string) ([]byte, error) {
	if len(path) == 0 {
		return nil, errors.New("a new table needs a name")
	}
	if n := f.Find(path...); n != nil && n.Form != Implied {
		return nil, fmt.Errorf("there is already a %s", strings.Join(path, "."))
	}
	return f.insertTable(path, "[", "]", body)
}

// AppendBlock writes one more [[path]] behind the last of its kind, or where
// InsertTable would put the first.
func (f *File) AppendBlock(path []string, body string) ([]byte, error) {
	if len(path) == 0 {
		return nil, errors.New("a new table needs a name")
	}
	if n := f.Find(path...); n != nil && n.Form != Blocks {
		return nil, fmt.Errorf("%s is not an array of tables", strings.Join(path, "."))
	}
	return f.insertTable(path, "[[", "]]", body)
}

func (f *File) insertTable(path []string, open, shut, body string) ([]byte, error) {
	// The nearest table above that exists says where to write and, through
	// elements of arrays, which of the path's names are indices.
	parent, known := f.Root, 0
	for known < len(path) {
		c := parent.Child(path[known])
		if c == nil {
			break
		}
		parent, known = c, known+1
	}
	if parent.Kind == Array && known < len(path) {
		return nil, fmt.Errorf("%s is an array of tables, and there is no element %q", strings.Join(path[:known], "."), path[known])
	}
	names := dotted(path[known:])
	if name := f.headerName(parent); name != "" && names != "" {
		names = name + "." + names
	} else if names == "" {
		names = name
	}
	last := len(f.sections) - 1
	for anchor := parent; anchor != f.Root; anchor = anchor.Parent {
		if i := f.lastSection(anchor); i >= 0 {
			last = i
			break
		}
	}
	at := f.contentEnd(last)
	text := open + names + shut + "\n" + body
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	if at > bom(f.Src) {
		text = "\n" + text
	}
	return checked(f.insertLines(at, text))
}

// DeleteTable removes the table at path with everything below it, wherever it
// is written, and the comments attached to it. Comments that stand apart stay.
func (f *File) DeleteTable(path []string) ([]byte, error) {
	n, err := f.find(path)
	if err != nil {
		return nil, err
	}
	if n == f.Root || n.Kind == Value {
		return nil, fmt.Errorf("%s is not a table", strings.Join(path, "."))
	}
	if n.Form == Inline {
		return f.DeleteKey(path)
	}
	var cuts []Range
	for i, s := range f.sections {
		if s.node.within(n) {
			cuts = append(cuts, f.sectionCut(i))
			continue
		}
		for _, st := range s.statements {
			if st.node.within(n) {
				cuts = append(cuts, Range{st.lead.Start, st.lineEnd})
			}
		}
	}
	if len(cuts) == 0 {
		return nil, fmt.Errorf("%s stands inside an inline table: set that one as a whole", strings.Join(path, "."))
	}
	return checked(f.cut(cuts))
}

// sectionCut is the range of section i with its attached comment and the blank
// lines around it that would otherwise be left over.
func (f *File) sectionCut(i int) Range {
	end, next := f.contentEnd(i), len(f.Src)
	if i+1 < len(f.sections) {
		next = f.sections[i+1].start()
	}
	for end < next && f.isBlank(end) {
		end = f.nextLine(end)
	}
	start := f.sections[i].start()
	if end >= len(f.Src) {
		for start > bom(f.Src) {
			before := bytes.LastIndexByte(f.Src[:start-1], '\n') + 1
			if !f.isBlank(before) {
				break
			}
			start = max(before, bom(f.Src))
		}
	}
	return Range{start, end}
}

// nextLine is where the line after the one at the offset starts.
func (f *File) nextLine(at int) int {
	if i := bytes.IndexByte(f.Src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(f.Src)
}

// isBlank reports whether nothing but white space stands on the line from at.
func (f *File) isBlank(at int) bool {
	return len(bytes.TrimSpace(f.Src[at:f.nextLine(at)])) == 0
}

// cut removes ranges, which are in order and may touch.
func (f *File) cut(ranges []Range) []byte { return f.spliceAll(ranges, "") }

// spliceAll replaces every one of the ranges by text.
func (f *File) spliceAll(ranges []Range, text string) []byte {
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b Range) int { return a.Start - b.Start })
	var out []byte
	at := 0
	for _, r := range ranges {
		out = append(out, f.Src[at:max(at, r.Start)]...)
		out = append(out, text...)
		at = max(at, r.End)
	}
	return append(out, f.Src[at:]...)
}

// DeleteKey removes the key at path and its value, with the comments attached
// to it. In an inline table the comma goes, too.
func (f *File) DeleteKey(path []string) ([]byte, error) {
	n, err := f.find(path)
	if err != nil {
		return nil, err
	}
	if n.stmt != nil {
		return checked(f.cut([]Range{{n.stmt.lead.Start, n.stmt.lineEnd}}))
	}
	inside := n.Parent
	for inside != nil && inside.Form == Dotted {
		inside = inside.Parent
	}
	if inside != nil {
		for i, p := range inside.pairs {
			if p.node == n {
				return checked(f.splice(pairCut(inside.pairs, i), ""))
			}
		}
	}
	return nil, fmt.Errorf("%s cannot be removed on its own: set or delete what it stands in", strings.Join(path, "."))
}

// pairCut is the range of a pair with the comma that must go with it.
func pairCut(pairs []pair, i int) Range {
	cut := pairs[i].Range
	if i+1 < len(pairs) {
		cut.End = pairs[i+1].Start
	} else if i > 0 {
		cut.Start = pairs[i-1].End
	}
	return cut
}
