package table

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// cell is the row's cell of a column; an empty one where the row is short.
func (r Row) cell(name string) (c cell, column *Column, ok bool) {
	i, ok := r.t.byName[name]
	if !ok {
		return cell{at: r.cells[0].at}, nil, false
	}
	column = &r.t.Columns[i]
	if column.index < len(r.cells) {
		return r.cells[column.index], column, true
	}
	at := r.cells[len(r.cells)-1].at
	at.col, at.column = at.end, column.index+1
	return cell{at: at}, column, true
}

// At is the place of the row's cell in a column, as an Error without message;
// of the row's first cell when there is no such column.
func (r Row) At(name string) Error {
	var t Table
	t.Name, t.Sheet, t.lines = r.t.Name, r.t.Sheet, r.t.lines
	c, _, _ := r.cell(name)
	t.place(c.at, "")
	return *t.errs[0]
}

// Errorf adds a mistake at the row's cell in a column.
func (r Row) Errorf(name, format string, args ...any) {
	c, _, _ := r.cell(name)
	r.t.errorf(c, format, args...)
}

// Empty reports whether the row has nothing in a column, or no such column.
func (r Row) Empty(name string) bool {
	c, _, _ := r.cell(name)
	return strings.TrimSpace(c.text) == ""
}

// Need adds a mistake when the row has nothing in a column that is there, and
// reports whether it has something.
func (r Row) Need(name string) bool {
	c, column, ok := r.cell(name)
	if !ok {
		return false
	}
	if strings.TrimSpace(c.text) == "" {
		r.t.errorf(c, "%q is missing in this row", column.Heading)
		return false
	}
	return true
}

// Text is the text of a cell without outer blanks; "" when there is none.
func (r Row) Text(name string) string {
	c, _, _ := r.cell(name)
	return strings.TrimSpace(c.text)
}

// Int reads a whole number. Like the other getters it says false for an empty
// cell, and for a bad one, which it adds to the mistakes.
func (r Row) Int(name string) (int, bool) {
	v, ok := r.Number(name)
	if !ok {
		return 0, false
	}
	if v != math.Trunc(v) || math.Abs(v) > 1<<53 {
		c, _, _ := r.cell(name)
		r.t.errorf(c, "%q is no whole number", c.text)
		return 0, false
	}
	return int(v), true
}

// Number reads a bare number.
func (r Row) Number(name string) (float64, bool) {
	c, _, _ := r.cell(name)
	text := strings.TrimSpace(c.text)
	if text == "" {
		return 0, false
	}
	v, err := r.t.number(c)
	if err != nil {
		r.t.errorf(c, "%v", err)
		return 0, false
	}
	return v, true
}

// Bool reads yes or no, true or false, 1 or 0, x or -.
func (r Row) Bool(name string) (value, ok bool) {
	c, _, _ := r.cell(name)
	switch strings.ToLower(strings.TrimSpace(c.text)) {
	case "yes", "y", "true", "1", "x", "ja", "wahr", "是", "✓":
		return true, true
	case "no", "n", "false", "0", "-", "nein", "falsch", "否":
		return false, true
	case "":
		return false, false
	}
	r.t.errorf(c, "%q is neither yes nor no", c.text)
	return false, false
}

// Quantity reads a quantity of a dimension in its base unit: with a unit in
// the cell ("90 s"), or bare with one in the heading ("cycle [s]"). A time may
// also be "1:02:30", and a cell that a workbook formats as a time or in
// percent has its unit by that.
func (r Row) Quantity(name string, d unit.Dim) (float64, bool) {
	c, column, ok := r.cell(name)
	text := strings.TrimSpace(c.text)
	if !ok || text == "" {
		return 0, false
	}
	v, err := r.t.quantity(c, column.Unit, d)
	if err != nil {
		var e *unit.Error
		if errors.As(err, &e) && column.Unit == "" && bare(text) {
			err = fmt.Errorf("%w, or write the unit into the heading: \"%s [%s]\"", err, column.Heading, first(d.Units()))
		}
		r.t.errorf(c, "%v", err)
		return 0, false
	}
	return v, true
}

func first(units []string) string {
	if len(units) == 0 {
		return "unit"
	}
	return units[0]
}

// bare reports whether a text is a number without a unit.
func bare(text string) bool { return strings.Trim(text, "+-0123456789.,eE_ ") == "" }

func (t *Table) quantity(c cell, headingUnit string, d unit.Dim) (float64, error) {
	text := strings.TrimSpace(c.text)
	if d == unit.Time {
		if c.date {
			days, err := t.number(c)
			return days * 86400, err
		}
		if s, ok := clockTime(text); ok {
			return s, nil
		}
	}
	if !c.number && !bare(text) {
		return unit.ParseAs(t.points(text), d)
	}
	v, err := t.number(c)
	if err != nil {
		return 0, err
	}
	if math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is too large", text)
	}
	if c.percent && headingUnit == "" {
		v, headingUnit = v*100, "%"
	}
	plain := strconv.FormatFloat(v, 'f', -1, 64)
	if headingUnit == "" {
		return 0, &unit.Error{Msg: unit.NoUnit(plain, d), Len: len(plain)}
	}
	return unit.ParseAs(plain+" "+headingUnit, d)
}

// clockTime reads "1:02:30" in seconds.
func clockTime(text string) (float64, bool) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 || len(parts[1]) != 2 || len(parts[2]) < 2 {
		return 0, false
	}
	h, err1 := strconv.ParseUint(parts[0], 10, 20)
	m, err2 := strconv.ParseUint(parts[1], 10, 6)
	s, ok := parseFloat(strings.Replace(parts[2], ",", ".", 1))
	if err1 != nil || err2 != nil || !ok || m > 59 || s < 0 || s >= 60 {
		return 0, false
	}
	return float64(h*3600+m*60) + s, true
}
