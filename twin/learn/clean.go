package learn

import (
	"fmt"
	"math"
	"time"
)

// Class says what an observed operation is good for.
type Class string

// The classes. Only Regular, Short and Long operations are whole; the others
// never enter a law.
const (
	Regular    Class = "regular"    // within the band around the median
	Short      Class = "short"      // whole, but below the band: another program, a changed override
	Long       Class = "long"       // whole, but above the band: repeated or held with the program active
	Incomplete Class = "incomplete" // shorter than a share of the median: broken off, or only a part is in the record
	Empty      Class = "empty"      // the program was hardly ever active
	Cut        Class = "cut"        // the record begins or ends in the middle of it
	Manual     Class = "manual"     // not run in automatic mode
)

// Whole tells whether an operation of this class ran from beginning to end.
func (c Class) Whole() bool { return c == Regular || c == Short || c == Long }

// Rules say how observed operations are sorted into classes. What counts is the
// active time (program in execution), never the span: spans hold lunch, nights
// and lost connections.
type Rules struct {
	Least      time.Duration // less active time than this is Empty
	Incomplete float64       // less than this share of the median is Incomplete
	Spread     float64       // half width of the band, in robust standard deviations
	Floor      float64       // least half width of the band, as a share of the median
	Regular    bool          // laws from regular operations only; otherwise from all whole ones
}

// DefaultRules returns the rules that imports use. The band is the usual three
// robust standard deviations (1.4826 times the median absolute deviation), but
// at least 5 % of the median: a machining program repeats to a tenth of a
// second, and without a floor the deviation would brand ordinary runs. Half the
// median separates what broke off: a program that ran whole does not take half
// its time. Long runs stay in the laws, because disturbances come again.
func DefaultRules() Rules {
	return Rules{Least: time.Second, Incomplete: 0.5, Spread: 3, Floor: 0.05}
}

// String states the rules in a sentence.
func (r Rules) String() string {
	which := "all whole runs (regular, short, long)"
	if r.Regular {
		which = "regular runs only"
	}
	return fmt.Sprintf("time = program active, not wall clock; empty: under %s; incomplete: under %g %% of the median; "+
		"band: median ± max(%g x 1.4826 x MAD, %g %% of the median); laws from %s",
		r.Least, 100*r.Incomplete, r.Spread, 100*r.Floor, which)
}

// Band is what Rules make of one step's sample, in seconds.
type Band struct{ Median, Low, High, Incomplete, Least float64 }

// Band returns the limits that follow from the operations of one step. Empty,
// cut and manual ones do not take part. With no other left all limits are 0.
func (r Rules) Band(ops []Operation) Band {
	var xs []float64
	for _, o := range ops {
		if x := o.Active.Seconds(); o.defect(r) == "" {
			xs = append(xs, x)
		}
	}
	b := Band{Least: r.Least.Seconds()}
	if len(xs) == 0 {
		return b
	}
	b.Median = median(xs)
	dev := make([]float64, len(xs))
	for i, x := range xs {
		dev[i] = math.Abs(x - b.Median)
	}
	half := max(r.Spread*1.4826*median(dev), r.Floor*b.Median)
	b.Low, b.High, b.Incomplete = b.Median-half, b.Median+half, r.Incomplete*b.Median
	return b
}

// defect returns the class that an operation has for itself alone, or "".
func (o Operation) defect(r Rules) Class {
	switch {
	case o.Active < r.Least:
		return Empty
	case o.Resumed || o.Ended == Unavailable:
		return Cut
	case o.Mode != "" && !automatic(o.Mode):
		return Manual
	}
	return ""
}

// Class returns the class of an operation within a band.
func (r Rules) Class(o Operation, b Band) Class {
	if c := o.defect(r); c != "" {
		return c
	}
	x := o.Active.Seconds()
	switch {
	case x < b.Incomplete:
		return Incomplete
	case x < b.Low:
		return Short
	case x > b.High:
		return Long
	}
	return Regular
}

// Sample is what cleaning leaves of the operations of one step.
type Sample struct {
	Step
	Ops     []Operation // all of them, in order of start
	Classes []Class     // one for each
	Band    Band
	Times   []float64 // active seconds of those that a law is made from, in order of start
}

// Clean sorts the operations of one step by the rules. Pass a band to judge
// operations by limits that were found on others (a held-out part); nil finds
// them here.
func (r Rules) Clean(s Step, ops []Operation, b *Band) Sample {
	if b == nil {
		own := r.Band(ops)
		b = &own
	}
	out := Sample{Step: s, Ops: ops, Band: *b}
	for _, o := range ops {
		c := r.Class(o, *b)
		out.Classes = append(out.Classes, c)
		if c == Regular || c.Whole() && !r.Regular {
			out.Times = append(out.Times, o.Active.Seconds())
		}
	}
	return out
}

// Count returns how many operations have the class.
func (s Sample) Count(c Class) int {
	n := 0
	for _, k := range s.Classes {
		if k == c {
			n++
		}
	}
	return n
}
