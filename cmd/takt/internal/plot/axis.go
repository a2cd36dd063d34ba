// Package plot draws the few charts of a report as SVG: stacked bars, lines
// with a band, intervals, curves. Colours and fonts come from the page's style
// sheet by class, so that one drawing serves light, dark and paper.
package plot

import (
	"math"
	"strconv"
	"strings"
)

// Ticks are round values that divide lo..hi into about n steps: steps of 1, 2,
// 2.5 or 5 times a power of ten. The first is not below lo, the last not above hi.
func Ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) || math.IsInf(hi-lo, 0) || n < 1 {
		return []float64{lo}
	}
	step := nice((hi - lo) / float64(n))
	var out []float64
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+step*1e-9; k++ {
		out = append(out, k*step)
	}
	return out
}

// nice is the smallest round step that is not below raw.
func nice(raw float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// timeSteps are what people divide time by, in seconds, with the unit in which
// the labels then are.
var timeSteps = []struct {
	step float64
	unit string
	size float64
}{
	{1, "s", 1}, {2, "s", 1}, {5, "s", 1}, {10, "s", 1}, {30, "s", 1},
	{60, "min", 60}, {120, "min", 60}, {300, "min", 60}, {600, "min", 60}, {1800, "min", 60},
	{3600, "h", 3600}, {7200, "h", 3600}, {4 * 3600, "h", 3600}, {8 * 3600, "h", 3600}, {12 * 3600, "h", 3600},
	{86400, "d", 86400}, {2 * 86400, "d", 86400}, {7 * 86400, "d", 86400}, {14 * 86400, "d", 86400},
	{28 * 86400, "d", 86400}, {91 * 86400, "d", 86400}, {364 * 86400, "d", 86400},
}

// TimeTicks are round instants in 0..hi seconds, their labels, and the unit of
// the labels.
func TimeTicks(hi float64, n int) (at []float64, labels []string, unit string) {
	s := timeSteps[len(timeSteps)-1]
	for _, t := range timeSteps {
		if hi/t.step <= float64(n) {
			s = t
			break
		}
	}
	step := s.step * math.Max(1, math.Ceil(hi/s.step/float64(n)))
	for k := 0.0; k*step <= hi*(1+1e-9); k++ {
		at = append(at, k*step)
		labels = append(labels, Label(k*step/s.size, step/s.size))
	}
	return at, labels, s.unit
}

// Label prints a tick with the decimals that its step needs.
func Label(v, step float64) string {
	digits := 0
	for step > 0 && digits < 8 && math.Abs(step*math.Pow(10, float64(digits))-math.Round(step*math.Pow(10, float64(digits)))) > 1e-6 {
		digits++
	}
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Trim(s, "-0.") == "" {
		return "0"
	}
	return s
}

// textWidth estimates the width of a text in the page's font.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r >= 0x2E80:
			w += 1
		case strings.ContainsRune("ilj.,:;|'!()[]-", r):
			w += 0.36
		case r >= 'A' && r <= 'Z' || r == 'm' || r == 'w' || r == '%' || r == '±':
			w += 0.72
		default:
			w += 0.56
		}
	}
	return w * size
}

// clip shortens a text to a width.
func clip(s string, size, width float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes)+"…", size) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
