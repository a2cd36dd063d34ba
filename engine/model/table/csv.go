package table

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// decode finds the encoding of a text file and gives its text.
func decode(data []byte) (text, encoding string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data[3:]), "\ufffd"), "UTF-8"
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decode16(data[2:], binary.LittleEndian), "UTF-16LE"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decode16(data[2:], binary.BigEndian), "UTF-16BE"
	}
	// Without a mark, Latin text in UTF-16 has a zero in every other byte.
	head := data[:min(len(data), 4096)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	if zeros[1] > len(head)/8 && zeros[0] == 0 {
		return decode16(data, binary.LittleEndian), "UTF-16LE"
	}
	if zeros[0] > len(head)/8 && zeros[1] == 0 {
		return decode16(data, binary.BigEndian), "UTF-16BE"
	}
	if utf8.Valid(data) {
		return string(data), "UTF-8"
	}
	if looksChinese(data) {
		if out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil {
			return string(out), "GB18030"
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd"), "UTF-8"
	}
	return string(out), "Windows-1252"
}

func decode16(data []byte, order binary.ByteOrder) string {
	words := make([]uint16, len(data)/2)
	for i := range words {
		words[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(words))
}

// looksChinese weighs the runs of bytes above 0x7F: in GB18030 they come in
// pairs and stand apart from Latin letters, in Windows-1252 they are mostly
// single and stand within words.
func looksChinese(data []byte) bool {
	chinese, latin := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		start := i
		for i < len(data) && data[i] >= 0x80 {
			i++
		}
		before := start > 0 && isLower(data[start-1])
		after := i < len(data) && isLower(data[i])
		if (i-start)%2 == 1 || before || after {
			latin += i - start
		} else {
			chinese += i - start
		}
	}
	return chinese > latin
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// readCSV parts the text into rows of cells.
func (t *Table) readCSV(data []byte) [][]cell {
	var text string
	text, t.Encoding = decode(data)
	t.lines = strings.Split(text, "\n")
	for i, line := range t.lines {
		t.lines[i] = strings.TrimSuffix(line, "\r")
	}
	s := &scanner{t: t, text: text, line: 1, col: 1}
	s.delimiter = s.sniff()
	t.delimiter = s.delimiter
	var rows [][]cell
	for s.at < len(s.text) {
		row := s.row()
		if rows = append(rows, row); len(rows) > MaxRows {
			t.errorf(row[0], "a table may have %d rows, and this one goes on", MaxRows)
			break
		}
	}
	return rows
}

// scanner walks over the text of a CSV file.
type scanner struct {
	t         *Table
	text      string
	at        int
	line, col int // of at, from 1, in characters
	delimiter rune
}

// sniff finds the delimiter in the first line that is not blank.
func (s *scanner) sniff() rune {
	head := strings.TrimLeft(s.text, "\r\n")
	if rest, ok := strings.CutPrefix(head, "sep="); ok && rest != "" {
		r, size := utf8.DecodeRuneInString(rest)
		if after := strings.TrimLeft(rest[size:], "\r"); strings.ContainsRune(",;\t|", r) && (after == "" || after[0] == '\n') {
			for s.at < len(s.text) && s.line <= 1+strings.Count(s.text[:len(s.text)-len(head)], "\n") {
				s.step()
			}
			return r
		}
	}
	best, most := ',', 0
	for _, d := range ";\t,|" {
		count, quoted := 0, false
		for _, r := range head {
			if r == '"' {
				quoted = !quoted
			} else if r == '\n' && !quoted {
				break
			} else if r == d && !quoted {
				count++
			}
		}
		if count > most {
			best, most = d, count
		}
	}
	return best
}

// step moves over one character.
func (s *scanner) step() rune {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	s.at += size
	s.col++
	if r == '\n' {
		s.line, s.col = s.line+1, 1
	}
	return r
}

func (s *scanner) peek() rune {
	if s.at >= len(s.text) {
		return '\n'
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return r
}

// row reads the cells of a row, at least one.
func (s *scanner) row() []cell {
	var cells []cell
	for {
		if len(cells) >= MaxColumns {
			s.t.errorf(cell{at: place{line: s.line, col: s.col}}, "a table may have %d columns, and this row goes on", MaxColumns)
			for s.at < len(s.text) && s.step() != '\n' {
			}
			return cells
		}
		cells = append(cells, s.cell())
		if s.at >= len(s.text) {
			return cells
		}
		if s.step() == '\n' {
			return cells
		}
	}
}

// cell reads up to a delimiter or a line end, which it leaves.
func (s *scanner) cell() cell {
	for s.delimiter != '\t' && s.peek() == ' ' {
		s.step()
	}
	c := cell{at: place{line: s.line, col: s.col}}
	if s.peek() == '"' {
		s.quoted(&c)
		return c
	}
	start := s.at
	for s.at < len(s.text) && s.peek() != s.delimiter && s.peek() != '\n' {
		s.step()
	}
	c.text = strings.TrimSpace(s.text[start:s.at])
	c.at.end = c.at.col + utf8.RuneCountInString(c.text)
	return c
}

// quoted reads a cell in quotes; a doubled quote stands for one.
func (s *scanner) quoted(c *cell) {
	s.step()
	var b strings.Builder
	for {
		if s.at >= len(s.text) {
			s.t.errorf(*c, "this cell has no closing quote")
			break
		}
		r := s.step()
		if r != '"' {
			b.WriteRune(r)
			continue
		}
		if s.at < len(s.text) && s.peek() == '"' {
			b.WriteRune(s.step())
			continue
		}
		break
	}
	c.text = strings.ReplaceAll(b.String(), "\r\n", "\n")
	if c.at.end = c.at.col + 1; s.line == c.at.line {
		c.at.end = s.col
	}
	for told := false; s.at < len(s.text) && s.peek() != s.delimiter && s.peek() != '\n'; {
		if r := s.step(); !told && r != ' ' && r != '\r' && r != '\t' {
			told = true
			s.t.errorf(*c, "there is more behind this cell's closing quote; a quote inside is written twice")
		}
	}
}
