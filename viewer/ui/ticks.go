package ui

import (
	"math"
	"strconv"
)

// NiceStep is the smallest of 1, 2 and 5 times a power of ten that is not below the
// least step; 1 for what is no positive number.
func NiceStep(least float64) float64 {
	if !(least > 0) || math.IsInf(least, 0) {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(least)))
	for _, k := range [...]float64{1, 2, 5} {
		if k*p >= least*(1-1e-9) {
			return k * p
		}
	}
	return 10 * p
}

// Ticks are the multiples of the step from from to to, at most 1000.
func Ticks(from, to, step float64) []float64 { return appendTicks(nil, from, to, step) }

func appendTicks(out []float64, from, to, step float64) []float64 {
	if !(step > 0) || !(to >= from) {
		return out
	}
	first := math.Ceil(from/step - 1e-9)
	for k := 0; k < 1000; k++ {
		v := (first + float64(k)) * step
		if v > to+step*1e-9 {
			break
		}
		out = append(out, v)
	}
	return out
}

// TickText is a tick's number, with as many decimals as the step needs; thousands are
// told as k, M, G.
func TickText(v, step float64) string {
	if v == 0 {
		return "0"
	}
	for _, big := range [...]struct {
		v float64
		s string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if math.Abs(v) >= big.v*(1-1e-9) && step >= big.v/100 && math.Abs(v) >= 10*big.v/10 {
			return strconv.FormatFloat(v/big.v, 'f', decimals(step/big.v), 64) + big.s
		}
	}
	return strconv.FormatFloat(v, 'f', decimals(step), 64)
}

// decimals is how many digits after the point multiples of a step have.
func decimals(step float64) int {
	n := 0
	for n < 9 && math.Abs(step-math.Round(step)) > 1e-6*step {
		step *= 10
		n++
	}
	return n
}

// timeSteps are the steps of axes of time, s.
var timeSteps = [...]float64{
	.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
	3600, 7200, 10800, 21600, 43200, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 28 * 86400, 91 * 86400, 364 * 86400,
}

// TimeStep is the smallest step of an axis of time, s, at which labels of a width do
// not touch: perPoint is how many seconds a point is, width tells how wide the widest
// label is at a step, points.
func TimeStep(perPoint float64, width func(step float64) float32) float64 {
	for _, s := range timeSteps {
		if s/perPoint >= float64(width(s)) {
			return s
		}
	}
	last := timeSteps[len(timeSteps)-1]
	for last/perPoint < float64(width(last)) {
		last *= 2
	}
	return last
}

// Clock is an instant, in seconds from a midnight, as people read it: the day from 1,
// hours and minutes, and seconds or less when the step asks for them.
func Clock(t, step float64) string {
	// Half a thousandth: so that 59.9999 is not told as 60 s, nor as the minute before.
	t = math.Floor(t*1000+.5) / 1000
	day := math.Floor(t / 86400)
	s := t - day*86400
	h, m := int(s/3600), int(s/60)%60
	text := make([]byte, 0, 24)
	two := func(v int) {
		if v < 10 {
			text = append(text, '0')
		}
		text = strconv.AppendInt(text, int64(v), 10)
	}
	if step >= 86400 || day != 0 {
		text = append(text, 'D')
		text = strconv.AppendInt(text, int64(day)+1, 10)
		if step >= 86400 {
			return string(text)
		}
		text = append(text, ' ')
	}
	two(h)
	text = append(text, ':')
	two(m)
	if step < 60 {
		text = append(text, ':')
		sec := s - float64(h)*3600 - float64(m)*60
		two(int(sec))
		if step < 1 {
			frac := strconv.FormatFloat(sec-math.Floor(sec), 'f', decimals(max(step, .001)), 64)
			if len(frac) > 1 {
				text = append(text, frac[1:]...)
			}
		}
	}
	return string(text)
}
