package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a file.
type Pos struct {
	File   string
	Line   int    // from 1; 0 when the place is the file as a whole
	Col    int    // from 1, in characters
	EndCol int    // behind the last character; at most Col when only a point is meant
	Source string // the text of the line
}

// IsValid reports whether the position names a line.
func (p Pos) IsValid() bool { return p.Line > 0 }

// String is file:line:col.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Problem is one mistake, or one warning, in a model's text.
type Problem struct {
	File    string
	Line    int    // from 1; 0 when the whole file is meant
	Col     int    // from 1, in characters
	EndCol  int    // behind the last character
	Path    string // the key it is about, with dots, as it was written: shape.cnc.mttr
	Msg     string // what is wrong, and what would be right
	Source  string // the text of the line
	Warning bool   // the model can still run
}

// Error is "file:line:col: path: message", warnings with "warning: " before the message.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Pos().String())
	b.WriteString(": ")
	if p.Path != "" {
		b.WriteString(p.Path)
		b.WriteString(": ")
	}
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Msg)
	return b.String()
}

// Pos is where the problem is.
func (p Problem) Pos() Pos {
	return Pos{File: p.File, Line: p.Line, Col: p.Col, EndCol: p.EndCol, Source: p.Source}
}

// Problem is a mistake there.
func (p Pos) Problem(path, msg string) Problem {
	return Problem{File: p.File, Line: p.Line, Col: p.Col, EndCol: p.EndCol, Source: p.Source, Path: path, Msg: msg}
}

// Detail is Error followed by the line of source and a caret line under the wrong
// words, without a line end at its end.
func (p Problem) Detail() string {
	if p.Line == 0 || strings.TrimSpace(p.Source) == "" {
		return p.Error()
	}
	line := []rune(p.Source)
	start := min(max(p.Col-1, 0), len(line))
	end := min(max(p.EndCol-1, start+1), max(len(line), start+1))
	if len(line) > longLine {
		from := max(start-longLine/3, 0)
		line = append([]rune{'…'}, line[from:min(from+longLine, len(line))]...)
		start, end = start-from+1, min(end-from+1, len(line))
	}
	var pad, caret strings.Builder
	for i := range end {
		cell := " "
		if i >= start {
			cell = "^"
		}
		out := &pad
		if i >= start {
			out = &caret
		}
		switch {
		case i < len(line) && line[i] == '\t' && i < start:
			out.WriteByte('\t')
		case i < len(line) && wide(line[i]):
			out.WriteString(cell + cell)
		default:
			out.WriteString(cell)
		}
	}
	return p.Error() + "\n   " + string(line) + "\n   " + pad.String() + caret.String()
}

// longLine is how many characters of a line are shown; of a longer one, those
// around the mistake.
const longLine = 200

// wide reports whether a terminal gives the character two columns: the blocks of
// Chinese, Japanese and Korean writing, full-width forms and emoji.
func wide(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x115F, r >= 0x2E80 && r <= 0x303E, r >= 0x3041 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6,
		r >= 0x1F300 && r <= 0x1F64F, r >= 0x1F900 && r <= 0x1F9FF, r >= 0x20000 && r <= 0x3FFFD:
		return true
	}
	return false
}

// Problems are all mistakes and warnings of a model, in file order.
type Problems []Problem

// Errors are the problems that are not warnings.
func (ps Problems) Errors() Problems { return ps.only(false) }

// Warnings are the problems with which the model can still run.
func (ps Problems) Warnings() Problems { return ps.only(true) }

func (ps Problems) only(warning bool) Problems {
	var out Problems
	for _, p := range ps {
		if p.Warning == warning {
			out = append(out, p)
		}
	}
	return out
}

// Err is nil when nothing but warnings is there, and else an error that holds every
// mistake; errors.As finds the first [Problem] in it.
func (ps Problems) Err() error {
	var errs []error
	for _, p := range ps.Errors() {
		errs = append(errs, p)
	}
	return errors.Join(errs...)
}

// String prints all problems with source and carets.
func (ps Problems) String() string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Detail())
		b.WriteByte('\n')
	}
	return b.String()
}

// sorted puts the problems into file order, the file named first before the others,
// and drops what says the same at the same place.
func (ps Problems) sorted(first string) Problems {
	rank := func(file string) int {
		if file == first {
			return 0
		}
		return 1
	}
	out := slices.Clone(ps)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(rank(a.File), rank(b.File)), cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	type key struct {
		file      string
		line, col int
		msg       string
	}
	seen := map[key]bool{}
	return slices.DeleteFunc(out, func(p Problem) bool {
		k := key{p.File, p.Line, p.Col, p.Msg}
		if p.Line == 0 || p.Warning {
			k.msg = p.Path + p.Msg
		}
		old := seen[k]
		seen[k] = true
		return old
	})
}
