package result

import (
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// Percent prints a share with one decimal: "94.1 %".
func Percent(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return strconv.FormatFloat(v*100, 'f', 1, 64) + " %"
}

// Scale is how a quantity is shown: its value is multiplied by Factor, and Unit
// stands behind it. One Scale serves a figure and its interval, so that both
// have the same unit.
type Scale struct {
	Factor float64
	Unit   string
	Digits int // decimals; -1: four significant digits of the largest
}

// ScaleFor chooses the scale for values of a dimension (by its name in package
// unit, "" for plain numbers) of which the largest is like.
func ScaleFor(dim, unitName string, like float64) Scale {
	like = math.Abs(like)
	switch dim {
	case "share":
		return Scale{100, "%", 2}
	case "time":
		switch {
		case like >= 2*86400:
			return Scale{1. / 86400, "d", -1}
		case like >= 2*3600:
			return Scale{1. / 3600, "h", -1}
		case like >= 120:
			return Scale{1. / 60, "min", -1}
		}
		return Scale{1, "s", -1}
	case "throughput", "frequency":
		return Scale{3600, unitName, -1}
	}
	if dim == "" || dim == "count" {
		return Scale{1, unitName, -1}
	}
	d, ok := unit.DimByName(dim)
	if !ok {
		return Scale{1, unitName, -1}
	}
	// The unit that people would choose for the value, with what it is worth.
	text := unit.Format(like, d)
	_, name, _ := strings.Cut(text, " ")
	if v, ok := unit.In(1, name); ok && !d.HasMoney() {
		return Scale{v, name, -1}
	}
	return Scale{1, unitName, -1}
}

// Number prints a value in the scale, without its unit.
func (s Scale) Number(v float64) string {
	v *= s.Factor
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "-"
	case v == 0:
		return "0"
	}
	if s.Digits >= 0 {
		return strconv.FormatFloat(v, 'f', s.Digits, 64)
	}
	return strconv.FormatFloat(v, 'f', decimals(v, 4), 64)
}

// decimals is how many decimals give v so many significant digits.
func decimals(v float64, digits int) int {
	if v == 0 {
		return 0
	}
	return min(max(digits-1-int(math.Floor(math.Log10(math.Abs(v)))), 0), 6)
}

// Value prints a value with its unit.
func (s Scale) Value(v float64) string { return s.behind(s.Number(v)) }

func (s Scale) behind(number string) string {
	if s.Unit == "" || number == "-" {
		return number
	}
	return number + " " + s.Unit
}

// Interval prints "57.31 ± 0.42 min"; the mean has the decimals that the half
// width can bear.
func (s Scale) Interval(i Interval) string { return s.interval(i, "") }

// Signed is Interval with a sign before a mean above 0, for differences.
func (s Scale) Signed(i Interval) string {
	s = s.Difference()
	if i.Mean > 0 {
		return s.interval(i, "+")
	}
	return s.interval(i, "")
}

// Difference is the scale of differences: those of shares are percentage points.
func (s Scale) Difference() Scale {
	if s.Unit == "%" {
		s.Unit = "pp"
	}
	return s
}

func (s Scale) interval(i Interval, sign string) string {
	if math.IsNaN(i.Mean) || math.IsInf(i.Mean, 0) {
		return "-"
	}
	if !i.Known() || math.Abs(i.Half) <= 1e-5*math.Abs(i.Mean) {
		return s.behind(sign + s.Number(i.Mean))
	}
	half := i.Half * s.Factor
	n := min(decimals(half, 2), 4)
	mean := strconv.FormatFloat(i.Mean*s.Factor, 'f', n, 64)
	if strings.Trim(mean, "-0.") == "" {
		mean, sign = strings.TrimPrefix(mean, "-"), ""
	}
	return s.behind(sign + mean + " ± " + strconv.FormatFloat(half, 'f', n, 64))
}

// Text prints an interval of a dimension in the scale that suits it.
func (i Interval) Text(dim, unitName string) string {
	return ScaleFor(dim, unitName, i.Mean).Interval(i)
}

// Grouped prints a whole number with blanks between thousands.
func Grouped(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}
