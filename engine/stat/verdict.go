package stat

import (
	"fmt"
	"math"
)

// Verdict is what an interval says about a claim.
type Verdict uint8

const (
	Undecided Verdict = iota // the interval allows both
	Holds                    // all of the interval is on the right side
	Fails                    // all of it is on the wrong side
)

func (v Verdict) String() string {
	switch v {
	case Holds:
		return "holds"
	case Fails:
		return "fails"
	}
	return "undecided"
}

// Op compares a mean with a bound.
type Op uint8

const (
	Less    Op = iota // <
	AtMost            // <=
	More              // >
	AtLeast           // >=
)

var opText = [...]string{Less: "<", AtMost: "<=", More: ">", AtLeast: ">="}

func (o Op) String() string {
	if int(o) < len(opText) {
		return opText[o]
	}
	return fmt.Sprintf("Op(%d)", uint8(o))
}

// ParseOp reads "<", "<=", ">" or ">=".
func ParseOp(s string) (Op, error) {
	for o, text := range opText {
		if s == text {
			return Op(o), nil
		}
	}
	return 0, fmt.Errorf("%q is no comparison of a mean; use <, <=, > or >=", s)
}

// Compare judges the claim that the mean stands in relation op to the bound. It
// holds or fails only if all of the interval says so; the level of the interval
// is the confidence in that.
func Compare(v Interval, op Op, bound float64) Verdict {
	var holds, fails bool
	switch op {
	case Less:
		holds, fails = v.High < bound, v.Low >= bound
	case AtMost:
		holds, fails = v.High <= bound, v.Low > bound
	case More:
		holds, fails = v.Low > bound, v.High <= bound
	case AtLeast:
		holds, fails = v.Low >= bound, v.High < bound
	}
	switch {
	case holds:
		return Holds
	case fails:
		return Fails
	}
	return Undecided
}

// MinPairs is the least number of pairs from which a difference between two
// variants is claimed.
const MinPairs = 20

// PairsToDecide is the number of pairs, in all, at which an interval that now
// leaves a claim about this bound open would decide it, if mean and spread stay
// what they are: at least [MinPairs], math.MaxInt32 if there is no telling.
func PairsToDecide(v Interval, bound float64) int {
	gap := math.Abs(v.Mean - bound)
	if v.Half < gap {
		return max(v.N, MinPairs)
	}
	if gap == 0 {
		return most
	}
	return max(ReplicationsFor(v, gap), MinPairs)
}
