package lab

import (
	"math"

	"github.com/taktsim/takt/engine/stat"
)

// Level is the confidence level of all intervals.
const Level = 0.95

// interval is the mean of what was measured, NaN passed over.
func interval(xs []float64) stat.Interval {
	kept := make([]float64, 0, len(xs))
	for _, x := range xs {
		if !math.IsNaN(x) {
			kept = append(kept, x)
		}
	}
	if len(kept) == 0 {
		return stat.Interval{Mean: math.NaN(), Half: math.Inf(1), Low: math.Inf(-1), High: math.Inf(1), Level: Level}
	}
	return stat.MeanInterval(kept, Level)
}

// difference is the mean of b - a over the replications in which both were
// measured. A replication missing at the end of one is passed over.
func difference(a, b []float64) stat.Interval {
	var d []float64
	for i := range min(len(a), len(b)) {
		d = append(d, b[i]-a[i])
	}
	return interval(d)
}
