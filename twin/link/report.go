package link

import (
	"fmt"
	"strings"
)

// samples is how many places a reason keeps; the rest are only counted.
const samples = 5

// Place is a position in an input file. Line and Col count from 1; 0 means the
// whole file or the whole line. Cell is a spreadsheet address such as
// "[Sheet1]!C17", empty for text files.
type Place struct {
	File string
	Line int
	Col  int
	Cell string
}

// String returns "file", "file:17", "file:17:4" or "file[Sheet1]!C17".
func (p Place) String() string {
	switch {
	case p.Cell != "":
		return p.File + p.Cell
	case p.Line > 0 && p.Col > 0:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
	case p.Line > 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return p.File
}

// Example is one occurrence of a reason, with the text that caused it.
type Example struct {
	Place
	Detail string
}

// Reason is why input was skipped or deserves attention: how often, and the
// first few places where.
type Reason struct {
	Name     string
	N        int
	Examples []Example
}

// Report says what an import read, kept and skipped. Read = Kept + Skipped in
// the importer's own unit (lines, rows, operations), named by Unit. Concerns
// are things that were kept but that a person should know about.
type Report struct {
	Unit     string
	Read     int
	Kept     int
	Skipped  int
	Reasons  []Reason // of skipping
	Concerns []Reason // kept nevertheless
	Facts    []string // sentences for people, in order
	Wrote    []string // paths of the files written
}

// Skip counts one unit of input as not used, for the given reason.
func (r *Report) Skip(at Place, reason, detail string) {
	r.Skipped++
	r.Reasons = note(r.Reasons, at, reason, detail)
}

// Concern counts something that was kept although it is odd.
func (r *Report) Concern(at Place, reason, detail string) {
	r.Concerns = note(r.Concerns, at, reason, detail)
}

// Fact adds a sentence for people.
func (r *Report) Fact(format string, args ...any) {
	r.Facts = append(r.Facts, fmt.Sprintf(format, args...))
}

// Count returns how often a reason or concern of that name was met.
func (r *Report) Count(name string) int {
	n := 0
	for _, list := range [][]Reason{r.Reasons, r.Concerns} {
		for _, reason := range list {
			if reason.Name == name {
				n += reason.N
			}
		}
	}
	return n
}

// String renders the report for a terminal, one statement a line.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "read %d %s: kept %d, skipped %d\n", r.Read, r.Unit, r.Kept, r.Skipped)
	for _, f := range r.Facts {
		fmt.Fprintf(&b, "  %s\n", f)
	}
	list(&b, "skipped", r.Reasons)
	list(&b, "kept, but look at", r.Concerns)
	for _, w := range r.Wrote {
		fmt.Fprintf(&b, "wrote %s\n", w)
	}
	return b.String()
}

func list(b *strings.Builder, title string, reasons []Reason) {
	for _, r := range reasons {
		fmt.Fprintf(b, "%s: %d x %s\n", title, r.N, r.Name)
		for _, e := range r.Examples {
			fmt.Fprintf(b, "    %s", e.Place)
			if e.Detail != "" {
				fmt.Fprintf(b, ": %s", e.Detail)
			}
			b.WriteByte('\n')
		}
		if more := r.N - len(r.Examples); more > 0 {
			fmt.Fprintf(b, "    … and %d more\n", more)
		}
	}
}

func note(list []Reason, at Place, name, detail string) []Reason {
	for i := range list {
		if list[i].Name != name {
			continue
		}
		list[i].N++
		if len(list[i].Examples) < samples {
			list[i].Examples = append(list[i].Examples, Example{at, Clip(detail)})
		}
		return list
	}
	return append(list, Reason{Name: name, N: 1, Examples: []Example{{at, Clip(detail)}}})
}

// Clip shortens a piece of somebody's file for quoting: at most 80 characters,
// control characters and broken UTF-8 made visible.
func Clip(s string) string {
	const most = 80
	var b strings.Builder
	n := 0
	for _, c := range s {
		if n == most {
			b.WriteString("…")
			break
		}
		if c < ' ' || c == 0x7f {
			c = '·'
		}
		b.WriteRune(c)
		n++
	}
	return b.String()
}
