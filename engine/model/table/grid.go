package table

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Grid is a table as it stands in the file, for readers who have to find the
// heading themselves: rows of texts, blank rows left out, each cell with its
// place. Numbers of a workbook are written with a point, its dates as
// "2006-01-02 15:04:05" and its times of day as "15:04:05".
type Grid struct {
	Sheet string // of an xlsx file
	Rows  [][]string
	t     *Table
	cells [][]cell
}

// Where is the place of a cell: a file with its cell, "plan.xlsx[Sheet1]!D17",
// or a file with line and column, both from 1.
func (g *Grid) Where(row, column int) (file string, line, col int) {
	cells := g.cells[row]
	at := cells[min(max(column, 0), len(cells)-1)].at
	if g.Sheet != "" {
		return g.t.file() + "!" + cellName(max(column, 0)+1, at.row), 0, 0
	}
	return g.t.file(), at.line, at.col
}

// Grids reads the table of a CSV file, or of a workbook every sheet that holds
// anything, or only the one named. The error says what cannot be read at all.
func Grids(name string, data []byte, sheet string) ([]*Grid, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%s: this file has %d MB; a table may have %d", name, len(data)>>20, MaxBytes>>20)
	}
	sheets := []string{sheet}
	if ext := strings.ToLower(filepath.Ext(name)); (ext == ".xlsx" || ext == ".xlsm") && sheet == "" {
		var err error
		if sheets, err = sheetNames(data); err != nil {
			return nil, fmt.Errorf("%s: this workbook cannot be read: %w", name, err)
		}
	}
	var out []*Grid
	for _, s := range sheets {
		t := &Table{Name: name, byName: map[string]int{}}
		rows := slices.DeleteFunc(t.cellsOf(data, s), empty)
		if len(t.errs) > 0 {
			return nil, t.errs[0]
		}
		if g := grid(t, rows); len(g.Rows) > 0 || len(sheets) == 1 {
			out = append(out, g)
		}
	}
	return out, nil
}

func grid(t *Table, rows [][]cell) *Grid {
	g := &Grid{Sheet: t.Sheet, t: t, cells: rows}
	for _, row := range rows {
		texts := make([]string, len(row))
		for i, c := range row {
			texts[i] = t.shown(c)
		}
		g.Rows = append(g.Rows, texts)
	}
	return g
}

// shown is a cell's text, dates of a workbook as people write them.
func (t *Table) shown(c cell) string {
	text := tidy(c.text)
	if !c.date {
		return text
	}
	days, ok := parseFloat(c.text)
	switch {
	case !ok:
		return text
	case days >= 0 && days < 1:
		s := int(float64(days*86400) + 0.5)
		return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	if at, err := t.serial(days, text, nil); err == nil {
		return at.Format("2006-01-02 15:04:05")
	}
	return text
}
