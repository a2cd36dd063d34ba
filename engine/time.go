package engine

import (
	"fmt"
	"math"
	"strings"
)

// Time is an instant or a duration in nanoseconds; instants count from the
// model's start.
type Time int64

// The usual durations.
const (
	Nanosecond  Time = 1
	Microsecond      = 1000 * Nanosecond
	Millisecond      = 1000 * Microsecond
	Second           = 1000 * Millisecond
	Minute           = 60 * Second
	Hour             = 60 * Minute
	Day              = 24 * Hour
	Week             = 7 * Day
)

// Never is later than every instant (292 years after the start).
const Never Time = math.MaxInt64

// Seconds converts seconds to a Time, rounded to the nearest nanosecond, a half to
// the even one: one instruction where rounding it up is a dozen. NaN and negative
// numbers give 0, numbers beyond the range give Never.
func Seconds(s float64) Time {
	if !(s > 0) {
		return 0
	}
	if ns := math.RoundToEven(float64(s * 1e9)); ns < math.MaxInt64 {
		return Time(ns)
	}
	return Never
}

// nearest rounds ns >= 0 to a Time, or to Never beyond the range.
func nearest(ns float64) Time {
	// Adding a half and cutting off would be wrong for large odd numbers.
	if ns = math.Round(ns); ns < math.MaxInt64 {
		return Time(ns)
	}
	return Never
}

// Seconds gives t in seconds.
func (t Time) Seconds() float64 { return float64(t) / 1e9 }

// Hours gives t in hours.
func (t Time) Hours() float64 { return float64(t) / 3.6e12 }

// Add returns t+d, or Never where that would overflow; d must not be negative.
func (t Time) Add(d Time) Time {
	if t > Never-d {
		return Never
	}
	return t + d
}

// String writes t as "1d 2h 3m 4.5s", leaving out what is zero.
func (t Time) String() string {
	if t == Never {
		return "never"
	}
	if t == 0 {
		return "0s"
	}
	var b strings.Builder
	if t < 0 {
		b.WriteByte('-')
		t = -max(t, -Never) // the smallest number has no opposite
	}
	for _, u := range []struct {
		size Time
		name string
	}{{Day, "d"}, {Hour, "h"}, {Minute, "m"}} {
		if n := t / u.size; n > 0 {
			fmt.Fprintf(&b, "%d%s ", n, u.name)
			t -= n * u.size
		}
	}
	if t > 0 {
		b.WriteString(strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.9f", t.Seconds()), "0"), "."))
		b.WriteString("s")
	}
	return strings.TrimRight(b.String(), " ")
}
