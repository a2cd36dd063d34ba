package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Interval is a confidence interval of a mean: Mean plus or minus Half.
type Interval struct {
	Mean  float64
	Half  float64 // half the width; +Inf where fewer than two observations say nothing
	Low   float64
	High  float64
	N     int     // observations, or pairs
	Level float64 // confidence, such as 0.95
}

// SE is the standard error of the mean, as the interval implies it; NaN where it
// has no width to tell.
func (v Interval) SE() float64 { return v.Half / studentT(v.Level, v.N) }

// MeanInterval is the Student-t interval of the mean of independent observations,
// such as the results of replications.
func MeanInterval(xs []float64, level float64) Interval {
	var t Tally
	for _, x := range xs {
		t.Add(x)
	}
	return t.Interval(level)
}

// Interval is the Student-t interval of the mean, if the observations are
// independent: those of one run mostly are not; see [BatchMeans].
func (t *Tally) Interval(level float64) Interval {
	v := Interval{Mean: t.Mean, N: int(t.N), Level: level, Half: math.Inf(1)}
	if t.N > 1 {
		v.Half = halfWidth(t.SD(), level, int(t.N))
	}
	v.Low, v.High = v.Mean-v.Half, v.Mean+v.Half
	return v
}

func halfWidth(sd, level float64, n int) float64 {
	if sd == 0 {
		return 0
	}
	return studentT(level, n) * sd / math.Sqrt(float64(n))
}

// studentT is the quantile by which an interval of n observations reaches out.
func studentT(level float64, n int) float64 {
	switch {
	case !(level > 0):
		return 0
	case n < 2 || level >= 1:
		return math.Inf(1)
	}
	// By the incomplete beta function (Abramowitz and Stegun 26.7.1). gonum's own
	// distribution of it would bring all of its linear algebra into what a browser loads.
	nu := float64(n - 1)
	x := mathext.InvRegIncBeta(nu/2, 0.5, 2*(1-(0.5+level/2)))
	return math.Sqrt(nu * (1 - x) / x)
}

// Paired is the interval of the mean of b - a over pairs that share their luck:
// the same replication of two variants with common random numbers. Observations
// without a partner are left out.
func Paired(a, b []float64, level float64) Interval {
	var t Tally
	for i := range min(len(a), len(b)) {
		t.Add(b[i] - a[i])
	}
	return t.Interval(level)
}

// most is what stands for "more than anyone will run".
const most = math.MaxInt32

// ReplicationsFor is the number of replications, in all, at which the half width
// would come down to half if their spread stays what it is: at least v.N when
// that is reached already, math.MaxInt32 when it never will be.
func ReplicationsFor(v Interval, half float64) int {
	if v.Half <= half {
		return v.N
	}
	if !(half > 0) || math.IsInf(v.Half, 0) || v.Half != v.Half {
		return most
	}
	sd := v.SE() * math.Sqrt(float64(v.N))
	lo, hi := v.N, v.N
	for halfWidth(sd, v.Level, hi) > half {
		lo = hi
		if hi > most/2 {
			return most
		}
		hi *= 2
	}
	for hi-lo > 1 {
		m := lo + (hi-lo)/2
		if halfWidth(sd, v.Level, m) > half {
			lo = m
		} else {
			hi = m
		}
	}
	return hi
}
