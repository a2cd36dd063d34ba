// Package table reads a table that somebody keeps in a spreadsheet: CSV in the
// dialects that spreadsheets write, and xlsx. The first row that is not empty
// is the heading; a unit may stand in it, "cycle [s]". Every cell knows where
// it stands, "orders.csv:17:4" or "plan.xlsx[Sheet1]!D17", and the typed
// getters of a Row collect all mistakes instead of stopping at the first.
//
// What a CSV file leaves open is found out: its encoding (UTF-8, UTF-16,
// GB18030 or Windows-1252), its delimiter (comma, semicolon, tab or bar; a
// first line "sep=;" says so itself), and whether a decimal comma is used.
package table

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// The limits on a table. What lies beyond is a mistake, not a crash.
const (
	MaxBytes   = 64 << 20 // of the file; four times that unpacked
	MaxRows    = 1_000_000
	MaxColumns = 1_000
	MaxErrors  = 100 // kept; the rest is counted
)

// Options say how to read a table. The zero Options are usual.
type Options struct {
	Sheet string // of an xlsx file; empty: the first
	// Map names the columns of other people: from the name that this program
	// asks for to the heading in the file, {"part": "Artikel"}.
	Map map[string]string
}

// Error is a mistake in a table.
type Error struct {
	File           string // as it is to be printed: "orders.csv", "plan.xlsx[Sheet1]!D17"
	Line, Col, End int    // in a CSV file, from 1, in characters; 0 when File says it all
	Source         string // the line of a CSV file
	Msg            string
}

// Where is the place of the mistake: "orders.csv:17:4".
func (e *Error) Where() string {
	if e.Line == 0 {
		return e.File
	}
	return fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Col)
}

// Error is the place and the message.
func (e *Error) Error() string { return e.Where() + ": " + e.Msg }

// Table is a heading and rows. Its getters add to its mistakes.
type Table struct {
	Name     string
	Sheet    string // of an xlsx file
	Encoding string // of a CSV file: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Windows-1252"
	Columns  []Column
	Rows     []Row

	byName map[string]int
	lines  []string // of a CSV file
	commas evidence
	// delimiter is what parts the cells of a CSV file, 0 in a workbook.
	delimiter rune
	date04    bool
	errs      []*Error
	dropped   int
}

// Column is one column that has a heading.
type Column struct {
	Heading string // as the file has it
	Name    string // what it is asked for by: mapped, or the heading in lower case without its unit
	Unit    string // what stands in brackets, or ""

	index int // of its cells in a row
	at    place
	order dateOrder
}

// place is where a cell stands.
type place struct {
	line, col, end int // CSV, from 1
	row, column    int // xlsx, from 1
}

// cell is one field.
type cell struct {
	text   string
	number bool // a number of an xlsx file, written with a point
	date   bool // formatted as a date or a time
	// percent says that the number is a share shown in percent.
	percent bool
	at      place
}

// Row is one row below the heading.
type Row struct {
	Line  int // the line or the row in the file, from 1
	t     *Table
	cells []cell
}

// Read reads a table; a name that ends in .xlsx or .xlsm is a workbook,
// anything else is CSV. The table is never nil: one that cannot be read at all
// has no rows, and Errors says why.
func Read(name string, data []byte, o Options) *Table {
	t := &Table{Name: name, byName: map[string]int{}}
	if len(data) > MaxBytes {
		t.whole("this file has %d MB; a table may have %d", len(data)>>20, MaxBytes>>20)
		return t
	}
	rows := t.cellsOf(data, o.Sheet)
	rows = slices.DeleteFunc(rows, empty)
	if len(rows) == 0 {
		if len(t.errs) == 0 {
			t.whole("this table is empty: its first row names the columns")
		}
		return t
	}
	t.heading(rows[0], o.Map)
	for _, cells := range rows[1:] {
		t.Rows = append(t.Rows, Row{Line: max(cells[0].at.line, cells[0].at.row), t: t, cells: cells})
		t.extra(cells, len(rows[0]))
	}
	t.commas.gather(rows[1:])
	return t
}

// cellsOf reads the cells of the file, by the ending of its name.
func (t *Table) cellsOf(data []byte, sheet string) [][]cell {
	switch ext := strings.ToLower(filepath.Ext(t.Name)); ext {
	case ".xlsx", ".xlsm":
		return t.readXLSX(data, sheet)
	case ".xls", ".ods", ".xlsb", ".numbers":
		t.whole("%s files cannot be read; save it as .xlsx or .csv", ext)
		return nil
	}
	if sheet != "" {
		t.whole("a CSV file has no sheet %q", sheet)
	}
	return t.readCSV(data)
}

func empty(row []cell) bool {
	return !slices.ContainsFunc(row, func(c cell) bool { return strings.TrimSpace(c.text) != "" })
}

// extra tells of cells beyond the heading: a delimiter too many moves a row.
func (t *Table) extra(cells []cell, width int) {
	for _, c := range cells[min(width, len(cells)):] {
		if strings.TrimSpace(c.text) != "" {
			t.errorf(c, "this cell stands beyond the last heading: the row has more cells than the heading's %d", width)
			return
		}
	}
}

// heading makes the columns.
func (t *Table) heading(cells []cell, rename map[string]string) {
	for i, c := range cells {
		text := tidy(c.text)
		if text == "" {
			continue
		}
		name, unitText := splitUnit(text)
		t.Columns = append(t.Columns, Column{Heading: text, Name: key(name), Unit: unitText, index: i, at: c.at})
	}
	taken := map[int]bool{}
	for _, name := range sorted(rename) {
		i := t.find(rename[name])
		if i < 0 {
			t.place(t.first(), "there is no column %q for %s%s", rename[name], name, t.haveColumns(rename[name]))
			continue
		}
		t.Columns[i].Name, taken[i] = name, true
	}
	for i, c := range t.Columns {
		if old, twice := t.byName[c.Name]; twice && taken[i] == taken[old] {
			t.place(c.at, "the column %q is there twice", c.Heading)
		} else if !twice || taken[i] {
			t.byName[c.Name] = i
		}
	}
}

// first is the place of the first heading.
func (t *Table) first() place {
	if len(t.Columns) > 0 {
		return t.Columns[0].at
	}
	return place{line: 1, col: 1, row: 1, column: 1}
}

// find is the number of the column with a heading, unit included or not.
func (t *Table) find(heading string) int {
	h := tidy(heading)
	for _, same := range []func(c Column) bool{
		func(c Column) bool { return c.Heading == h },
		func(c Column) bool { return strings.EqualFold(c.Heading, h) },
		func(c Column) bool { return c.Name == key(h) },
	} {
		if i := slices.IndexFunc(t.Columns, same); i >= 0 {
			return i
		}
	}
	return -1
}

// haveColumns ends a complaint about a column that is not there.
func (t *Table) haveColumns(want string) string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Heading)
	}
	var bare []string
	for _, c := range t.Columns {
		bare = append(bare, c.Name)
	}
	if near, ok := unit.Suggest(want, names); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if near, ok := unit.Suggest(key(want), bare); ok {
		return fmt.Sprintf("; did you mean %q?", names[slices.Index(bare, near)])
	}
	const few = 12
	if len(names) > few {
		return fmt.Sprintf("; the columns are %s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return "; the columns are " + strings.Join(names, ", ")
}

// Has reports whether there is a column of that name.
func (t *Table) Has(name string) bool {
	_, ok := t.byName[name]
	return ok
}

// Require adds a mistake for each of the columns that is not there, and
// reports whether all are.
func (t *Table) Require(names ...string) bool {
	ok := true
	for _, name := range names {
		if !t.Has(name) && len(t.Columns) > 0 {
			t.place(t.first(), "there is no column %q%s", name, t.haveColumns(name))
		}
		ok = ok && t.Has(name)
	}
	return ok
}

// Unknown adds a mistake for each column that has none of the names.
func (t *Table) Unknown(names ...string) {
	for _, c := range t.Columns {
		if slices.Contains(names, c.Name) {
			continue
		}
		if near, ok := unit.Suggest(c.Name, names); ok {
			t.place(c.at, "there is no use for a column %q; did you mean %q?", c.Heading, near)
		} else {
			t.place(c.at, "there is no use for a column %q; columns are %s", c.Heading, strings.Join(names, ", "))
		}
	}
}

// Errors are the mistakes so far, in the order of the file.
func (t *Table) Errors() []*Error {
	out := slices.Clone(t.errs)
	slices.SortStableFunc(out, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	if t.dropped > 0 {
		out = append(out, &Error{File: t.file(), Msg: fmt.Sprintf("and %d more mistakes", t.dropped)})
	}
	return out
}

func (t *Table) add(e *Error) {
	if len(t.errs) >= MaxErrors {
		t.dropped++
		return
	}
	t.errs = append(t.errs, e)
}

// whole adds a mistake of the table as such.
func (t *Table) whole(format string, args ...any) {
	t.add(&Error{File: t.file(), Msg: fmt.Sprintf(format, args...)})
}

// file is the table as it is to be printed.
func (t *Table) file() string {
	if t.Sheet != "" {
		return t.Name + "[" + t.Sheet + "]"
	}
	return t.Name
}

func (t *Table) errorf(c cell, format string, args ...any) { t.place(c.at, format, args...) }

// place adds a mistake at a place.
func (t *Table) place(at place, format string, args ...any) {
	e := &Error{File: t.file(), Msg: fmt.Sprintf(format, args...)}
	if at.row > 0 && at.line == 0 || t.Sheet != "" {
		e.File += "!" + cellName(at.column, at.row)
	} else {
		e.Line, e.Col, e.End = at.line, at.col, at.end
		if at.line <= len(t.lines) && at.line > 0 {
			e.Source = t.lines[at.line-1]
		}
	}
	t.add(e)
}

// cellName is "D17".
func cellName(column, row int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return fmt.Sprintf("%s%d", name, row)
}

// tidy makes one line without outer blanks of a text.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// key is a heading as a name: "Lead Time" is "lead-time".
func key(heading string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(tidy(heading)), " ", "-"), "_", "-")
}

// splitUnit parts "cycle [s]" and, where it is a unit indeed, "cycle (s)".
func splitUnit(heading string) (name, unitText string) {
	for _, b := range []string{"[]", "()", "【】", "（）"} {
		open, shut := b[:len(b)/2], b[len(b)/2:]
		i := strings.LastIndex(heading, open)
		if i <= 0 || !strings.HasSuffix(heading, shut) {
			continue
		}
		inside := strings.TrimSpace(heading[i+len(open) : len(heading)-len(shut)])
		if _, err := unit.Parse("1 " + inside); err == nil || open == "[" {
			return strings.TrimSpace(heading[:i]), inside
		}
	}
	return heading, ""
}
