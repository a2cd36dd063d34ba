package link

import (
	"fmt"
	"slices"
	"strings"
)

// headerRows is how far down a header is looked for.
const headerRows = 20

// Column is something that a table may have a column for: the key under which
// the importer knows it and the header words by which people call it, in any
// language. Words are compared without case, blanks, punctuation and unit.
type Column struct {
	Key   string
	Words []string
}

// Header is a recognised header row.
type Header struct {
	Row     int            // index into Sheet.Rows
	At      map[string]int // key to column
	Units   map[string]string
	Unknown []int // columns that no key was found for
}

// Has tells whether all keys have a column.
func (h Header) Has(keys ...string) bool {
	for _, k := range keys {
		if _, ok := h.At[k]; !ok {
			return false
		}
	}
	return true
}

// Cell returns the text of a key's cell in a row of the sheet, "" when the row
// is too short or the key has no column.
func (h Header) Cell(row []string, key string) string {
	if c, ok := h.At[key]; ok && c < len(row) {
		return row[c]
	}
	return ""
}

// FindHeader looks for the header among the first rows of a sheet: the row in
// which most cells are known words, at least two of them (or all that the
// mapping names). mapping says key = header text and goes before the words; a
// header text that is not there is an error.
func FindHeader(s *Sheet, columns []Column, mapping map[string]string) (Header, error) {
	words := dictionary(columns)
	best := Header{Row: -1}
	for i, row := range s.Rows[:min(len(s.Rows), headerRows)] {
		h := header(i, row, words, mapping)
		if len(h.At) > len(best.At) {
			best = h
		}
	}
	for _, key := range sortedKeys(mapping) {
		if !slices.ContainsFunc(columns, func(c Column) bool { return c.Key == key }) {
			return best, fmt.Errorf("there is no %q to map; choose among %s", key, strings.Join(keysOf(columns), ", "))
		}
	}
	if best.Row < 0 || len(best.At) < 2 {
		first := "nothing"
		if len(s.Rows) > 0 {
			first = Clip(strings.Join(s.Rows[0], ", "))
		}
		return best, fmt.Errorf("no header row found; the first row has %s. Name the columns with --map, as in --map %s=\"%s\"",
			first, columns[0].Key, columns[0].Words[0])
	}
	return best, nil
}

// Known returns a function that counts the known words in a row.
func Known(columns []Column, mapping map[string]string) func([]string) int {
	words := dictionary(columns)
	return func(row []string) int { return len(header(0, row, words, mapping).At) }
}

func header(i int, row []string, words map[string]string, mapping map[string]string) Header {
	h := Header{Row: i, At: map[string]int{}, Units: map[string]string{}}
	taken := map[int]bool{}
	put := func(key string, c int) {
		if _, ok := h.At[key]; ok || taken[c] {
			return
		}
		h.At[key], taken[c] = c, true
		_, h.Units[key] = splitUnit(row[c])
	}
	for _, key := range sortedKeys(mapping) {
		for c, cell := range row {
			if strings.EqualFold(strings.TrimSpace(cell), strings.TrimSpace(mapping[key])) || bare(cell) == bare(mapping[key]) && bare(cell) != "" {
				put(key, c)
			}
		}
	}
	for c, cell := range row {
		if key, ok := words[bare(cell)]; ok && mapping[key] == "" {
			put(key, c)
		}
	}
	for c, cell := range row {
		if !taken[c] && cell != "" {
			h.Unknown = append(h.Unknown, c)
		}
	}
	return h
}

func dictionary(columns []Column) map[string]string {
	words := map[string]string{}
	for _, c := range columns {
		for _, w := range append([]string{c.Key}, c.Words...) {
			if _, ok := words[bare(w)]; !ok {
				words[bare(w)] = c.Key
			}
		}
	}
	return words
}

// bare is a header without unit, case, blanks and punctuation.
func bare(s string) string {
	s, _ = splitUnit(s)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\r_-./:#*'\"。：、", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// splitUnit splits "cycle [s]", "Stückzeit (min)", "工时（分钟）" and
// "Rüstzeit in min" into name and unit.
func splitUnit(s string) (name, unit string) {
	s = strings.TrimSpace(s)
	for _, pair := range [][2]string{{"[", "]"}, {"(", ")"}, {"（", "）"}, {"【", "】"}} {
		i, j := strings.LastIndex(s, pair[0]), strings.LastIndex(s, pair[1])
		if i > 0 && j > i {
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(pair[0]) : j])
		}
	}
	for _, word := range []string{" in ", " / ", "/"} {
		if i := strings.LastIndex(strings.ToLower(s), word); i > 0 {
			if u := strings.TrimSpace(s[i+len(word):]); seconds[strings.ToLower(u)] != 0 {
				return strings.TrimSpace(s[:i]), u
			}
		}
	}
	return s, ""
}

func keysOf(columns []Column) []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Key)
	}
	return out
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
