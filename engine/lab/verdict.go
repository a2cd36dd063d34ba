package lab

import (
	"math"

	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/stat"
)

// Verdict is what became of one expectation. Only one that Holds is a pass.
type Verdict struct {
	scenario.Expectation
	Verdict stat.Verdict
	Got     stat.Interval // of the figure, or of the paired difference
	Needed  int           // when undecided: about how many replications in all would decide; 0: there is no telling
}

// mostNeeded is the largest number of replications that a Verdict names.
const mostNeeded = 1_000_000

// judge compares an interval with what was expected of it. A difference is not
// claimed from fewer than stat.MinPairs pairs.
func judge(x scenario.Expectation, got stat.Interval) Verdict {
	v := Verdict{Expectation: x, Got: got}
	if got.N == 0 || math.IsNaN(got.Mean) {
		return v
	}
	v.Verdict = compare(x, got)
	needed := 0
	if got.N > 1 {
		needed = stat.ReplicationsFor(got, distance(x, got.Mean))
	}
	if x.Difference && got.N < stat.MinPairs {
		v.Verdict = stat.Undecided
		needed = max(needed, stat.MinPairs)
	}
	if v.Verdict == stat.Undecided && needed <= mostNeeded {
		v.Needed = needed
	}
	return v
}

// compare says on which side of the bound the interval lies. With "=", the claim
// is that the figure lies within a tolerance of the bound.
func compare(x scenario.Expectation, got stat.Interval) stat.Verdict {
	if op, err := stat.ParseOp(x.Op); err == nil {
		return stat.Compare(got, op, x.Bound)
	}
	low, high := stat.Compare(got, stat.AtLeast, x.Bound-x.Within), stat.Compare(got, stat.AtMost, x.Bound+x.Within)
	switch {
	case low == stat.Fails || high == stat.Fails:
		return stat.Fails
	case low == stat.Holds && high == stat.Holds:
		return stat.Holds
	}
	return stat.Undecided
}

// distance is how far a mean is from the nearest bound.
func distance(x scenario.Expectation, mean float64) float64 {
	d := math.Abs(mean - x.Bound)
	if x.Op == "=" {
		d = math.Abs(d - x.Within)
	}
	return d
}

// judgeAll judges every expectation of the experiment.
func (e *Experiment) judgeAll(r *Result) {
	for _, x := range e.Expect {
		c, k := r.Case(x.Case), e.measure(x.Measure)
		switch {
		case c == nil || c.Replications == 0:
			r.Verdicts = append(r.Verdicts, Verdict{Expectation: x})
		case x.Difference && c.Differences == nil:
			r.Verdicts = append(r.Verdicts, judge(x, difference(c.Samples[k], c.Samples[k])))
		case x.Difference:
			r.Verdicts = append(r.Verdicts, judge(x, c.Differences[k]))
		default:
			r.Verdicts = append(r.Verdicts, judge(x, c.Values[k]))
		}
	}
}
