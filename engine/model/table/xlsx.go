//go:build !js

package table

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/unit"
	"github.com/xuri/excelize/v2"
)

func sheetNames(data []byte) (names []string, err error) {
	// A workbook may be broken in ways that its reader does not expect.
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("it is damaged")
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 4 * MaxBytes, UnzipXMLSizeLimit: 4 * MaxBytes})
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }()
	return book.GetSheetList(), nil
}

// readXLSX reads the cells of one sheet.
func (t *Table) readXLSX(data []byte, sheet string) (rows [][]cell) {
	// A workbook may be broken in ways that its reader does not expect.
	defer func() {
		if r := recover(); r != nil {
			rows = nil
			t.whole("this workbook cannot be read: it is damaged")
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: 4 * MaxBytes, UnzipXMLSizeLimit: 4 * MaxBytes,
	})
	if err != nil {
		t.whole("this workbook cannot be read: %v", err)
		return nil
	}
	defer func() { _ = book.Close() }()
	if sheet = t.sheet(book.GetSheetList(), sheet); sheet == "" {
		return nil
	}
	t.Sheet = sheet
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		t.date04 = *props.Date1904
	}
	lines, err := book.Rows(sheet)
	if err != nil {
		t.whole("this sheet cannot be read: %v", err)
		return nil
	}
	defer func() { _ = lines.Close() }()
	s := &sheetReader{book: book, sheet: sheet, styles: map[int]style{}}
	for number := 1; lines.Next(); number++ {
		texts, err := lines.Columns()
		if err != nil {
			t.whole("row %d cannot be read: %v", number, err)
			return rows
		}
		if number > MaxRows || len(texts) > MaxColumns {
			t.whole("a table may have %d rows of %d columns, and row %d is beyond", MaxRows, MaxColumns, number)
			return rows
		}
		if row := s.row(number, texts); len(row) > 0 {
			rows = append(rows, row)
		}
	}
	if err := lines.Error(); err != nil {
		t.whole("this sheet cannot be read: %v", err)
	}
	return rows
}

// sheet chooses the sheet to read, "" with a mistake when there is none.
func (t *Table) sheet(have []string, want string) string {
	switch {
	case len(have) == 0:
		t.whole("this workbook has no sheet")
	case want == "":
		return have[0]
	case slices.Contains(have, want):
		return want
	default:
		if near, ok := unit.Suggest(want, have); ok {
			t.whole("there is no sheet %q; did you mean %q?", want, near)
		} else {
			t.whole("there is no sheet %q; the sheets are %s", want, strings.Join(have, ", "))
		}
	}
	return ""
}

// sheetReader finds out what the numbers of a sheet mean.
type sheetReader struct {
	book   *excelize.File
	sheet  string
	styles map[int]style
}

// style is what a cell's number format says about its number.
type style struct {
	date, percent bool
}

func (s *sheetReader) row(number int, texts []string) []cell {
	cells := make([]cell, len(texts))
	for i, text := range texts {
		c := &cells[i]
		*c = cell{text: text, at: place{row: number, column: i + 1}}
		if text == "" {
			continue
		}
		name := cellName(i+1, number)
		kind, err := s.book.GetCellType(s.sheet, name)
		if err != nil {
			continue
		}
		switch kind {
		case excelize.CellTypeUnset, excelize.CellTypeNumber, excelize.CellTypeDate, excelize.CellTypeFormula:
			_, c.number = parseFloat(text)
			if c.number {
				look := s.style(name)
				c.date, c.percent = look.date, look.percent
			}
		case excelize.CellTypeBool:
			c.text = map[string]string{"1": "true", "0": "false", "TRUE": "true", "FALSE": "false"}[text]
		case excelize.CellTypeError:
			c.text = fmt.Sprintf("#%s", strings.TrimPrefix(text, "#"))
		}
	}
	return cells
}

// style looks a cell's number format up.
func (s *sheetReader) style(name string) style {
	id, err := s.book.GetCellStyle(s.sheet, name)
	if err != nil || id == 0 {
		return style{}
	}
	look, known := s.styles[id]
	if known {
		return look
	}
	if x, err := s.book.GetStyle(id); err == nil && x != nil {
		look.date = dateFormat(x.NumFmt, x.CustomNumFmt)
		look.percent = x.NumFmt == 9 || x.NumFmt == 10 || x.CustomNumFmt != nil && strings.HasSuffix(*x.CustomNumFmt, "%")
	}
	s.styles[id] = look
	return look
}

// dateFormat reports whether a number format shows a date: one of the built-in
// ones (ECMA-376 part 1, 18.8.30), or a custom one with a year, day or hour
// outside of quotes and brackets.
func dateFormat(id int, custom *string) bool {
	if id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58 {
		return true
	}
	if custom == nil {
		return false
	}
	quoted, bracket := false, ""
	for _, r := range strings.ToLower(*custom) {
		switch {
		case r == '"' && bracket == "":
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = "["
		case r == ']':
			// [h], [mm] and [ss] show elapsed time; other brackets are colours,
			// conditions and languages.
			if len(bracket) > 1 && strings.Trim(bracket[1:], "hms") == "" {
				return true
			}
			bracket = ""
		case bracket != "":
			bracket += string(r)
		case strings.ContainsRune("ydh", r):
			return true
		}
	}
	return false
}
