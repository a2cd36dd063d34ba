package link

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/taktsim/takt/engine/model/table"
)

// titleRows is how many lines of free text may stand above a table.
const titleRows = 10

// Sheet is one table of cells as somebody's program wrote it: texts, with the
// place where each stands. Rows may differ in length; blank ones are left out.
type Sheet struct {
	File string // base name
	Name string // of the worksheet; empty for CSV
	Rows [][]string
	grid *table.Grid
}

// Place returns where a cell stands; column -1 means the row.
func (s *Sheet) Place(row, col int) Place {
	file, line, column := s.grid.Where(row, col)
	if line == 0 {
		return Place{File: s.File, Cell: file[len(s.File):]}
	}
	if col < 0 {
		column = 0
	}
	return Place{File: s.File, Line: line, Col: column}
}

// ReadSheets reads the tables of a CSV file (one) or a workbook (each
// worksheet that holds anything, or only the one named by sheet), in the
// dialects and encodings of table.Read. known says how many cells of a row are
// column names that the caller knows; with it lines of free text above a CSV
// table are found out, which would else hide how its fields are separated.
func ReadSheets(path, sheet string, known func(row []string) int) ([]*Sheet, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; name the files in it", path)
	}
	if info.Size() > table.MaxBytes {
		return nil, fmt.Errorf("%s has %d MB; a table may have %d MB", path, info.Size()>>20, table.MaxBytes>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	base := filepath.Base(path)
	grids, err := table.Grids(base, data, sheet)
	if err != nil {
		return nil, err
	}
	if len(grids) == 1 && grids[0].Sheet == "" {
		grids[0] = underTitle(base, data, grids[0], known)
	}
	var out []*Sheet
	for _, g := range grids {
		out = append(out, &Sheet{File: base, Name: g.Sheet, Rows: g.Rows, grid: g})
	}
	return out, nil
}

// underTitle reads a CSV file again without its first lines, as long as no row
// of known names appears. The lines are emptied, not cut off: places stay true.
func underTitle(base string, data []byte, g *table.Grid, known func([]string) int) *table.Grid {
	best, most := g, names(g, known)
	rest := data
	for k := 1; k <= titleRows && most < 2; k++ {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			break
		}
		rest = rest[i+1:]
		again, err := table.Grids(base, append(bytes.Repeat([]byte("\n"), k), rest...), "")
		if err != nil {
			break
		}
		if n := names(again[0], known); n > most {
			best, most = again[0], n
		}
	}
	return best
}

// names is the most known names in one of the first rows.
func names(g *table.Grid, known func([]string) int) int {
	n := 0
	for _, row := range g.Rows[:min(len(g.Rows), headerRows)] {
		n = max(n, known(row))
	}
	return n
}

// Date reads the date in a cell: text as ParseDate, or a workbook's day number
// in a cell without a date format.
func (s *Sheet) Date(row, col int, order string) (time.Time, error) {
	if col >= len(s.Rows[row]) {
		return time.Time{}, fmt.Errorf("no date")
	}
	text := s.Rows[row][col]
	if x, err := strconv.ParseFloat(text, 64); err == nil && s.Name != "" && x > 20000 && x < 80000 {
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(math.Round(x*86400)) * time.Second), nil
	}
	return ParseDate(text, order)
}
