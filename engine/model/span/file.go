// Package span knows where everything stands in a TOML source: the byte range
// of every key and value, of every table header, and of the comments attached
// to them. It is what gives an error its line and column and what lets a saved
// change replace the bytes of one value and keep every other byte.
//
// Index builds the tree, Find and At look things up, Set, Rename, InsertKey,
// InsertTable, AppendBlock, DeleteKey and DeleteTable return new bytes, and
// WriteFile puts bytes on disk so that no half-written file can ever be seen.
// A File describes the bytes it was made from: after an edit, Index again.
//
// The package judges structure only (brackets, keys, ends of strings). Whether
// a number or a date is a good one is left to the TOML decoder.
package span

import (
	"slices"
	"sort"
	"strconv"
	"unicode/utf8"
)

// Pos is a place in a source, for people. The zero Pos is no place.
type Pos struct {
	Offset int // bytes from the start of the source
	Line   int // from 1
	Col    int // in runes, from 1
}

// IsValid reports whether p is a place at all.
func (p Pos) IsValid() bool { return p.Line > 0 }

// Range is a half-open range of byte offsets.
type Range struct{ Start, End int }

// Empty reports whether r holds no byte.
func (r Range) Empty() bool { return r.End <= r.Start }

// Kind is what a node holds.
type Kind uint8

// The kinds of a node.
const (
	Value Kind = iota // a string, number, boolean or date-time
	Table
	Array
)

// Form is how a table or an array is written.
type Form uint8

// The forms of a node. A Value has the form Plain.
const (
	Plain   Form = iota // a value
	Top                 // the root table
	Header              // [a.b]
	Implied             // a, by [a.b] alone
	Dotted              // a, by the key a.b = 1
	Inline              // {…} or […]
	Blocks              // the array that [[a]] makes
	Block               // one element of it
)

// Node is one key of the source, or one element of an array.
type Node struct {
	Name     string // the decoded key, or the index of an array's element in decimal
	Kind     Kind
	Form     Form
	Parent   *Node
	Children []*Node // in the order in which they first appear
	// Keys holds every place where the name is written: one for a key, one for
	// each header and dotted key that runs through a table. The first of them
	// is where the table itself is headed, if it is. Elements have none.
	Keys []Range
	// Text is the range of the value as written, quotes and brackets included;
	// the bracketed header for Header and Block; empty for Top, Implied, Dotted
	// and Blocks.
	Text Range
	// Lead is the block of comment lines directly above the key or header, and
	// Trail the comment behind it on the same line ('#' included, line end not).
	Lead, Trail Range

	byName  map[string]*Node
	stmt    *statement
	section *section
	pairs   []pair // of an inline table, in the order of the source
}

// pair is one "key = value" of an inline table, and its range.
type pair struct {
	node *Node
	Range
}

// Child returns the child of that name, or of that index in an array, or nil.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	if n.Kind == Array {
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= len(n.Children) {
			return nil
		}
		return n.Children[i]
	}
	return n.byName[name]
}

// Path is the chain of names from the root; the root's is empty.
func (n *Node) Path() []string {
	var path []string
	for ; n.Parent != nil; n = n.Parent {
		path = append(path, n.Name)
	}
	slices.Reverse(path)
	return path
}

// Key is the range of the node's name where it is first of all written: the
// key before "=", or the last part of its header. An element of an array has
// the range of its text instead.
func (n *Node) Key() Range {
	if len(n.Keys) > 0 {
		return n.Keys[0]
	}
	return n.Text
}

// statement is one "key = value" line (or lines) of a section.
type statement struct {
	section   *section
	node      *Node // the leaf
	lineStart int   // where its first line starts
	lineEnd   int   // after its last line's end
	keys      Range // the whole dotted key
	lead      Range
}

// section is a header and what follows it up to the next; the first has none.
type section struct {
	node       *Node
	lineStart  int // of the header line
	lead       Range
	headerEnd  int // after the header line's end
	statements []*statement
}

// start is where the section begins, its attached comment included.
func (s *section) start() int {
	if !s.lead.Empty() {
		return s.lead.Start
	}
	return s.lineStart
}

// Note is a remark on a place of the source.
type Note struct {
	Pos Pos
	Msg string
}

// File is the index of one source.
type File struct {
	Src  []byte
	Root *Node
	// Newer lists what only TOML 1.1 allows, in the order of the source: line
	// ends between braces, a comma before a closing brace, the escapes \e and
	// \x, times without seconds.
	Newer []Note

	lines    []int
	sections []*section
}

// Find returns the node at a path of keys and, in arrays, decimal indices; nil
// when there is none. Find() is the root.
func (f *File) Find(path ...string) *Node {
	n := f.Root
	for _, name := range path {
		if n = n.Child(name); n == nil {
			return nil
		}
	}
	return n
}

// Pos converts a byte offset to a line and a column. Offsets outside the
// source are moved to its nearest end.
func (f *File) Pos(offset int) Pos {
	offset = max(0, min(offset, len(f.Src)))
	line := sort.SearchInts(f.lines, offset+1) - 1
	start := f.lines[line]
	if line == 0 {
		start = min(bom(f.Src), offset)
	}
	return Pos{Offset: offset, Line: line + 1, Col: utf8.RuneCount(f.Src[start:offset]) + 1}
}

// KeyPos is where the node's name is written.
func (f *File) KeyPos(n *Node) Pos { return f.Pos(n.Key().Start) }

// ValuePos is where the node's value starts; where its header starts for a
// table with one, and where its key starts for a table without.
func (f *File) ValuePos(n *Node) Pos {
	if n.Text.Empty() {
		return f.KeyPos(n)
	}
	return f.Pos(n.Text.Start)
}

// Offset is the byte offset of a line and a column, both from 1; the nearest
// one when there is no such place.
func (f *File) Offset(line, col int) int {
	line = max(1, min(line, len(f.lines)))
	at := f.lines[line-1]
	if line == 1 {
		at = bom(f.Src)
	}
	for ; col > 1 && at < len(f.Src) && f.Src[at] != '\n' && f.Src[at] != '\r'; col-- {
		_, size := utf8.DecodeRune(f.Src[at:])
		at += size
	}
	return at
}

// Line is the text of a line counted from 1, without its line end; empty when
// there is no such line.
func (f *File) Line(line int) string {
	if line < 1 || line > len(f.lines) {
		return ""
	}
	start, end := f.lines[line-1], len(f.Src)
	if line == 1 {
		start = bom(f.Src)
	}
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	if end > start && f.Src[end-1] == '\r' {
		end--
	}
	return string(f.Src[start:end])
}

// Text is the source of a range.
func (f *File) Text(r Range) string { return string(f.Src[r.Start:r.End]) }

// At returns the innermost node whose key or text covers the offset, or the
// table whose section covers it; the root when nothing else does.
func (f *File) At(offset int) *Node {
	best := f.Root
	for _, s := range f.sections {
		if s.node != f.Root && offset >= s.lineStart {
			best = s.node
		}
	}
	var size = len(f.Src) + 1
	f.Walk(func(n *Node) {
		for _, r := range append([]Range{n.Text}, n.Keys...) {
			if offset >= r.Start && offset < r.End && r.End-r.Start <= size {
				best, size = n, r.End-r.Start
			}
		}
	})
	return best
}

// Walk calls visit for every node below the root, parents before children, in
// the order in which they first appear.
func (f *File) Walk(visit func(*Node)) { walk(f.Root, visit) }

func walk(n *Node, visit func(*Node)) {
	for _, c := range n.Children {
		visit(c)
		walk(c, visit)
	}
}

// bom is the length of the byte order mark in front of src, 0 or 3.
func bom(src []byte) int {
	if len(src) >= 3 && src[0] == 0xEF && src[1] == 0xBB && src[2] == 0xBF {
		return 3
	}
	return 0
}
