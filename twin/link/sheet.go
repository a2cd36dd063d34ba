package link

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// largestSheet bounds a spreadsheet file: what people plan with is far smaller,
// and a workbook is read whole.
const largestSheet = 256 << 20

// Sheet is one table of cells as somebody's program wrote it: texts, with the
// place where each stands. Rows may differ in length.
type Sheet struct {
	File string // base name
	Name string // of the worksheet; empty for CSV
	Rows [][]string
	raw  [][]string // of a workbook: the stored values, where dates are day numbers
	at   [][2]int   // line of each row in the file; 0-based index of the row in the worksheet
}

// Place returns where a cell stands; column -1 means the row.
func (s *Sheet) Place(row, col int) Place {
	p := Place{File: s.File, Line: s.at[row][0], Col: col + 1}
	if s.Name != "" {
		cell := fmt.Sprint(s.at[row][1] + 1)
		if col >= 0 {
			cell, _ = excelize.CoordinatesToCellName(col+1, s.at[row][1]+1)
		}
		p = Place{File: s.File, Cell: "[" + s.Name + "]!" + cell}
	}
	return p
}

// ReadSheets reads the tables of a CSV file (one) or a workbook (each
// worksheet that holds anything, or only the one named by sheet). CSV may be
// separated by comma, semicolon, tab or bar, and be in UTF-8, UTF-16 with a byte
// order mark, GB 18030 or Windows-1252; known says how many cells of a row are
// column names that the caller knows, which settles what the bytes do not.
func ReadSheets(path, sheet string, known func(row []string) int) ([]*Sheet, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; name the files in it", path)
	}
	if info.Size() > largestSheet {
		return nil, fmt.Errorf("%s has %d MB; a table may have %d MB", path, info.Size()>>20, largestSheet>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	base := filepath.Base(path)
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return workbook(base, data, sheet)
	}
	if bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return nil, fmt.Errorf("%s is an old workbook (.xls) or locked by a password; save it as .xlsx or .csv", base)
	}
	if sheet != "" {
		return nil, fmt.Errorf("%s is no workbook; it has no sheet %q", base, sheet)
	}
	s, err := readCSV(base, data, known)
	if err != nil {
		return nil, err
	}
	return []*Sheet{s}, nil
}

func workbook(base string, data []byte, only string) ([]*Sheet, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: largestSheet})
	if err != nil {
		return nil, fmt.Errorf("%s: no readable workbook: %w", base, err)
	}
	defer f.Close()
	var out []*Sheet
	for _, name := range f.GetSheetList() {
		if only != "" && name != only {
			continue
		}
		rows, err := f.GetRows(name)
		if err != nil {
			return out, fmt.Errorf("%s: sheet %q: %w", base, name, err)
		}
		raw, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			return out, fmt.Errorf("%s: sheet %q: %w", base, name, err)
		}
		s := &Sheet{File: base, Name: name}
		for i, row := range rows {
			if s.add(row, 0, i) {
				s.raw = append(s.raw, raw[min(i, len(raw)-1)])
			}
		}
		if len(s.Rows) > 0 {
			out = append(out, s)
		}
	}
	if only != "" && len(out) == 0 {
		return nil, fmt.Errorf("%s has no sheet %q with anything in it; it has %s", base, only, strings.Join(f.GetSheetList(), ", "))
	}
	return out, nil
}

// add keeps a row unless all its cells are empty.
func (s *Sheet) add(row []string, line, index int) bool {
	for i := range row {
		row[i] = strings.TrimSpace(strings.ReplaceAll(row[i], "\u00a0", " "))
	}
	if slices.ContainsFunc(row, func(c string) bool { return c != "" }) {
		s.Rows = append(s.Rows, row)
		s.at = append(s.at, [2]int{line, index})
		return true
	}
	return false
}

// Date reads the date in a cell: a workbook's day number, or text as ParseDate.
func (s *Sheet) Date(row, col int, order string) (time.Time, error) {
	if row < len(s.raw) && col < len(s.raw[row]) {
		if x, err := strconv.ParseFloat(s.raw[row][col], 64); err == nil && x > 1 && x < 200000 {
			return excelize.ExcelDateToTime(x, false)
		}
	}
	if col >= len(s.Rows[row]) {
		return time.Time{}, fmt.Errorf("no date")
	}
	return ParseDate(s.Rows[row][col], order)
}

func readCSV(base string, data []byte, known func([]string) int) (*Sheet, error) {
	best, score := (*Sheet)(nil), -1
	var first error
	for _, text := range decodings(data) {
		for _, comma := range separators(text) {
			s, err := parseCSV(base, text, comma)
			if err != nil {
				first = cmpErr(first, err)
				continue
			}
			n := 0
			for _, row := range s.Rows[:min(len(s.Rows), 20)] {
				n = max(n, known(row))
			}
			if n > score {
				best, score = s, n
			}
		}
	}
	if best == nil {
		return nil, fmt.Errorf("%s: %w", base, first)
	}
	return best, nil
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// decodings returns the texts that the bytes may be, the likeliest first.
func decodings(data []byte) []string {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		if t, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err == nil {
			return []string{string(t)}
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return []string{string(data)}
	}
	var out []string
	if t, err := charmap.Windows1252.NewDecoder().Bytes(data); err == nil {
		out = append(out, string(t))
	}
	if t, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil && !bytes.ContainsRune(t, utf8.RuneError) {
		out = append(out, string(t))
	}
	return out
}

// separators returns the field separators that the text may have, the most
// frequent on its first lines first.
func separators(text string) []rune {
	head := text[:min(len(text), 1<<12)]
	all := []rune{',', ';', '\t', '|'}
	slices.SortStableFunc(all, func(a, b rune) int { return strings.Count(head, string(b)) - strings.Count(head, string(a)) })
	return all
}

func parseCSV(base, text string, comma rune) (*Sheet, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	s := &Sheet{File: base}
	for i := 0; ; i++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		s.add(row, line, i)
	}
}
