package unit

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quantity is a value with its dimension.
type Quantity struct {
	Value    float64 // in the base unit of Dim
	Dim      Dim
	Currency string // the ISO 4217 code when Dim involves money, else ""
}

// Error says what is wrong with a text and where.
type Error struct {
	Msg    string // a sentence for people, without position
	Offset int    // byte offset of the wrong word in the text
	Len    int    // its length in bytes; 0 where something is missing
}

func (e *Error) Error() string { return e.Msg }

func fail(offset, length int, format string, args ...any) *Error {
	return &Error{Msg: fmt.Sprintf(format, args...), Offset: offset, Len: length}
}

// Parse reads a quantity: a number and a unit ("1.2 m/s", "97 %", "38 000 EUR",
// "1_000 s"), or several of the same dimension added up ("2 h 30 min"). A number
// alone is a quantity of dimension [Share] with its plain value, so Parse("0.97")
// equals Parse("97 %"); [ParseAs] is stricter. Errors are [*Error].
func Parse(s string) (Quantity, error) {
	q, _, err := parse(s, nil)
	if err != nil {
		return Quantity{}, err
	}
	return q, nil
}

// ParseAs reads a quantity that must have dimension d and gives its value in the
// base unit of d. Where a frequency is wanted, a throughput ("60 parts/h") will do,
// and the other way about. Errors are [*Error].
func ParseAs(s string, d Dim) (float64, error) {
	q, err := ParseQuantity(s, d)
	return q.Value, err
}

// ParseQuantity is [ParseAs] with the currency kept.
func ParseQuantity(s string, d Dim) (Quantity, error) {
	q, bare, err := parse(s, &d)
	if err != nil {
		return Quantity{}, err
	}
	text := strings.TrimSpace(s)
	if bare {
		return Quantity{}, fail(strings.Index(s, text), len(text), "%s", NoUnit(text, d))
	}
	if q.Dim != d && !(d == Frequency && q.Dim == Throughput) && !(d == Throughput && q.Dim == Frequency) {
		return Quantity{}, fail(strings.Index(s, text), len(text), "%q is %s, want %s", text, q.Dim.Article(), d.Article())
	}
	q.Dim = d
	return q, nil
}

// NoUnit is the complaint about a bare number where a quantity of dimension d
// belongs; it offers units: `4 has no unit; this is a time: try "4 s", "4 min", "4 h"`.
func NoUnit(number string, d Dim) string {
	v, err := strconv.ParseFloat(strings.ReplaceAll(number, "_", ""), 64)
	if d == Share && err == nil && math.Abs(v) <= 1 {
		return fmt.Sprintf("%s has no unit; this is a share: try %q", number, trim(v*100, 6)+" %")
	}
	var offers []string
	for _, u := range d.Units() {
		offers = append(offers, fmt.Sprintf("%q", number+" "+u))
	}
	if len(offers) == 0 {
		return fmt.Sprintf("%s has no unit; want %s", number, d.Article())
	}
	return fmt.Sprintf("%s has no unit; this is %s: try %s", number, d.Article(), strings.Join(offers, ", "))
}

// parse reads s; want, when given, steers the suggestions only. bare tells that
// there was no unit at all.
func parse(s string, want *Dim) (q Quantity, bare bool, err error) {
	i := skipSpace(s, 0)
	if i == len(s) {
		return q, false, fail(0, len(s), "there is nothing here; want a number and a unit, such as %s", example(want))
	}
	for first := true; i < len(s); first = false {
		v, next, e := number(s, i, want)
		if e != nil {
			return q, false, e
		}
		at := i
		i = skipSpace(s, next)
		u, currency, end, e := unitOf(s, i, want)
		if e != nil {
			return q, false, e
		}
		if end == i && !first {
			return q, false, fail(at, next-at, "%s has no unit", s[at:next])
		}
		if end == i && i < len(s) {
			return q, false, fail(i, len(s)-i, "%q is no unit", s[i:])
		}
		if !first && (u.dim != q.Dim || currency != q.Currency || u.add != 0) {
			return q, false, fail(at, end-at, "%q cannot be added to %q", s[at:end], strings.TrimSpace(s[:at]))
		}
		bare = end == i
		q.Dim, q.Currency = u.dim, currency
		q.Value += float64(v*u.mul/u.div) + u.add
		i = skipSpace(s, end)
	}
	if math.IsInf(q.Value, 0) || math.IsNaN(q.Value) {
		return q, false, fail(0, len(s), "%q is too large a number", strings.TrimSpace(s))
	}
	return q, bare, nil
}

func example(want *Dim) string {
	if want != nil {
		if u := want.Units(); len(u) > 0 {
			return fmt.Sprintf("%q", "4 "+u[0])
		}
	}
	return `"4 min"`
}

func skipSpace(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}

func digit(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

// group is the length of a thousands separator at s[i:] that is followed by exactly
// three digits, else 0.
func group(s string, i int) int {
	n := 0
	switch {
	case strings.HasPrefix(s[i:], " "):
		n = 1
	case strings.HasPrefix(s[i:], "\u00a0"):
		n = 2
	case strings.HasPrefix(s[i:], "\u202f"), strings.HasPrefix(s[i:], "\u2009"):
		n = 3
	default:
		return 0
	}
	if digit(s, i+n) && digit(s, i+n+1) && digit(s, i+n+2) && !digit(s, i+n+3) {
		return n
	}
	return 0
}

// number reads the number at s[i:].
func number(s string, i int, want *Dim) (v float64, next int, err error) {
	start := i
	var b strings.Builder
	switch {
	case i < len(s) && (s[i] == '-' || s[i] == '+'):
		b.WriteByte(s[i])
		i++
	case strings.HasPrefix(s[i:], "−"):
		b.WriteByte('-')
		i += len("−")
	}
	if !digit(s, i) && !(i < len(s) && s[i] == '.' && digit(s, i+1)) {
		end := strings.IndexFunc(s[start:], unicode.IsSpace)
		if end < 0 {
			end = len(s) - start
		}
		return 0, 0, fail(start, end, "%q is no number; want a number and a unit, such as %s", s[start:start+end], example(want))
	}
	for i < len(s) {
		if digit(s, i) {
			b.WriteByte(s[i])
			i++
		} else if s[i] == '_' && digit(s, i+1) {
			i++
		} else if n := group(s, i); n > 0 {
			i += n
		} else {
			break
		}
	}
	if i < len(s) && s[i] == ',' && digit(s, i+1) {
		end := i + 1
		for digit(s, end) {
			end++
		}
		return 0, 0, fail(start, end-start, "%q is no number; the decimal sign is a point, thousands are written with a space or _", s[start:end])
	}
	if i < len(s) && s[i] == '.' {
		b.WriteByte('.')
		for i++; digit(s, i); i++ {
			b.WriteByte(s[i])
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if j < len(s) && (s[j] == '-' || s[j] == '+') {
			j++
		}
		if digit(s, j) {
			for digit(s, j) {
				j++
			}
			b.WriteString(s[i:j])
			i = j
		}
	}
	v, e := strconv.ParseFloat(b.String(), 64)
	if e != nil || math.IsInf(v, 0) {
		return 0, 0, fail(start, i-start, "%q is too large a number", s[start:i])
	}
	return v, i, nil
}

// unitOf reads the unit expression at s[i:]: words joined by / * · with whole
// exponents, the denominator perhaps in parentheses. end == i means there is none.
func unitOf(s string, i int, want *Dim) (u def, currency string, end int, err error) {
	u = def{mul: 1, div: 1}
	sign, inside, factors := 1, false, 0
	for j := i; ; {
		if j < len(s) && s[j] == '/' {
			sign = -1
			j = skipSpace(s, j+1)
			if j < len(s) && s[j] == '(' {
				inside = true
				j++
			}
		} else if factors > 0 {
			n := operator(s, j)
			if n == 0 {
				return u, currency, j, nil
			}
			j += n
			if !inside {
				sign = 1
			}
		}
		w := wordEnd(s, j)
		if w == j {
			if factors == 0 && j == i {
				return u, "", i, nil
			}
			return u, "", 0, fail(i, len(s)-i, "%q is no unit: something is missing", strings.TrimSpace(s[i:]))
		}
		f, code, exp, next, e := factor(s, j, w, want)
		if e != nil {
			return u, "", 0, e
		}
		if code != "" && currency != "" && code != currency {
			return u, "", 0, fail(j, next-j, "two currencies in one unit: %s and %s", currency, code)
		}
		currency += code
		if u, e = u.with(f, sign*exp); e != nil {
			return u, "", 0, fail(j, next-j, "%q has too large an exponent", s[j:next])
		}
		if factors++; factors > 1 || exp != 1 || sign != 1 {
			u.add = 0 // 5 K/min, not 278.15 K/min
		}
		if j = next; inside && j < len(s) && s[j] == ')' {
			inside = false
			j++
		}
	}
}

func operator(s string, j int) int {
	switch {
	case strings.HasPrefix(s[j:], "*"):
		return 1
	case strings.HasPrefix(s[j:], "·"):
		return len("·")
	}
	return 0
}

func wordEnd(s string, j int) int {
	for j < len(s) {
		r, n := utf8.DecodeRuneInString(s[j:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("%‰°$€£¥", r) {
			break
		}
		j += n
	}
	return j
}

// factor reads one word with its exponent.
func factor(s string, j, w int, want *Dim) (d def, currency string, exp, next int, err error) {
	word, exp := s[j:w], 1
	if s[j] == '1' && w == j+1 && w < len(s) && s[w] == '/' { // "1/h"
		return def{mul: 1, div: 1}, "", 1, w, nil
	}
	next = w
	d, currency, ok := find(word)
	if !ok {
		base := strings.TrimRight(word, "0123456789")
		if d, currency, ok = find(base); ok {
			exp, _ = strconv.Atoi(word[len(base):])
		}
	}
	if !ok {
		return d, "", 0, 0, fail(j, w-j, "%s", unknown(word, want))
	}
	switch rest := s[next:]; {
	case strings.HasPrefix(rest, "²"):
		exp, next = 2, next+len("²")
	case strings.HasPrefix(rest, "³"):
		exp, next = 3, next+len("³")
	case strings.HasPrefix(rest, "^"):
		k := next + 1
		if k < len(s) && s[k] == '-' {
			k++
		}
		for digit(s, k) {
			k++
		}
		n, e := strconv.Atoi(s[next+1 : k])
		if e != nil {
			return d, "", 0, 0, fail(next, k-next, "%q has no whole exponent", s[j:k])
		}
		exp, next = n, k
	}
	return d, currency, exp, next, nil
}

// with multiplies a unit by f to the power exp.
func (u def) with(f def, exp int) (def, error) {
	if exp > 9 || exp < -9 {
		return u, fmt.Errorf("exponent %d", exp)
	}
	for ; exp > 0; exp-- {
		u.mul, u.div, u.dim = u.mul*f.mul, u.div*f.div, u.dim.Times(f.dim)
		u.add = f.add
	}
	for ; exp < 0; exp++ {
		u.mul, u.div, u.dim = u.mul*f.div, u.div*f.mul, u.dim.Per(f.dim)
	}
	return u, nil
}

// unknown is the complaint about a word that is no unit.
func unknown(word string, want *Dim) string {
	if better, ok := spelled[word]; ok {
		return fmt.Sprintf("%q is no unit; did you mean %q?", word, better)
	}
	all := slices.Sorted(maps.Keys(units))
	var fitting []string
	if want != nil {
		for _, u := range all {
			if units[u].dim == *want {
				fitting = append(fitting, u)
			}
		}
	}
	if strings.ToUpper(word) == word && len(word) == 3 {
		all = append(all, strings.Fields(currencies)...)
	}
	for _, known := range [][]string{fitting, all} {
		if better, ok := Suggest(word, known); ok {
			return fmt.Sprintf("%q is no unit; did you mean %q?", word, better)
		}
	}
	if want != nil && len(want.Units()) > 0 {
		return fmt.Sprintf("%q is no unit; %s is written in %s", word, want.Article(), strings.Join(want.Units(), ", "))
	}
	return fmt.Sprintf("%q is no unit", word)
}
