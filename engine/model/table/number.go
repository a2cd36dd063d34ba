package table

import (
	"fmt"
	"strconv"
	"strings"
)

// evidence is which decimal signs a table uses for certain.
type evidence struct{ comma, point bool }

// gather looks at all cells: "12,5" and "1.234,5" can only have a decimal
// comma, "12.5" and "1,234.5" only a decimal point.
func (e *evidence) gather(rows [][]cell) {
	for _, row := range rows {
		for _, c := range row {
			text := squeeze(c.text)
			if c.number || len(text) > 40 || strings.Trim(text, "+-0123456789.,") != "" {
				continue
			}
			switch _, sign, sure := decimal(text); {
			case sure && sign == ',':
				e.comma = true
			case sure && sign == '.':
				e.point = true
			}
		}
	}
}

// squeeze takes out what only groups digits: blanks and apostrophes.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u2009', '\'', '’', '_':
			return -1
		}
		return r
	}, strings.TrimSpace(s))
}

// decimal finds the decimal sign of a number: the plain number if the sign is
// that (or if there is none), and whether it cannot be read in another way.
// A sign of 0 says that there is no decimal sign.
func decimal(s string) (plain string, sign byte, sure bool) {
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	if dot < 0 && comma < 0 {
		return s, 0, true
	}
	last, other := byte('.'), ","
	if comma > dot {
		last, other = ',', "."
	}
	if strings.Contains(s, other) {
		// Both occur: the later one is the decimal sign, the earlier one groups.
		return strings.Replace(strings.ReplaceAll(s, other, ""), string(last), ".", 1), last, true
	}
	if strings.Count(s, string(last)) > 1 {
		return strings.ReplaceAll(s, string(last), ""), 0, true
	}
	whole, part, _ := strings.Cut(s, string(last))
	whole = strings.TrimLeft(whole, "+-")
	grouped := len(part) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0'
	return strings.Replace(s, string(last), ".", 1), last, !grouped
}

func parseFloat(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && strings.Trim(s, "+-.0123456789eE") == ""
}

// number reads the bare number of a cell.
func (t *Table) number(c cell) (float64, error) {
	text := strings.TrimSpace(c.text)
	if c.number {
		v, _ := parseFloat(text)
		return v, nil
	}
	s := squeeze(text)
	plain, sign, sure := decimal(s)
	if !sure {
		decided, ok := t.decide(sign)
		if !ok {
			if _, good := parseFloat(plain); good {
				return 0, fmt.Errorf("%q can be read in two ways; write %s or %s", text, strings.Replace(s, string(sign), "", 1), strings.TrimRight(s, "0")+"00")
			}
		}
		if !decided {
			plain = strings.Replace(s, string(sign), "", 1)
		}
	}
	v, ok := parseFloat(plain)
	if !ok {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return v, nil
}

// decide says whether the sign is the decimal one in this table, as far as its
// other numbers and its delimiter tell.
func (t *Table) decide(sign byte) (decimal, ok bool) {
	if t.commas.comma != t.commas.point {
		return t.commas.comma == (sign == ','), true
	}
	// Where commas part the cells, a point is what is left for decimals.
	return sign == '.', t.delimiter == ',' && !t.commas.comma
}

// points writes each number within a text with a decimal point.
func (t *Table) points(text string) string {
	if !strings.Contains(text, ",") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		j := i
		for j < len(text) && strings.IndexByte("0123456789.,", text[j]) >= 0 {
			j++
		}
		if j == i {
			b.WriteByte(text[i])
			i++
			continue
		}
		if v, err := t.number(cell{text: text[i:j]}); err == nil {
			b.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
		} else {
			b.WriteString(text[i:j])
		}
		i = j
	}
	return b.String()
}
