package stat

import (
	"math"
	"slices"
)

// mserBatch is the batch size of MSER-5.
const mserBatch = 5

// MSER5 finds the warm-up of a series of observations at even steps: the number
// of them to leave out from the start, by the marginal standard error rule on
// means of batches of 5 (White, "An effective truncation heuristic for bias
// reduction in simulation output", Simulation 69, 1997).
//
// ok is false if the series is too short to tell: fewer than 10 batches, or the
// cut lies in the second half (Franklin and White, "Stationarity tests and MSER-5",
// WSC 2008). Then a longer run is needed, whatever cut says.
func MSER5(series []float64) (cut int, ok bool) {
	k := len(series) / mserBatch
	if k < 10 {
		return 0, false
	}
	// From the end forward, one pass gives the spread of every remainder. The
	// last few batches are no candidates: a remainder of two or three is often
	// nearly constant by chance.
	var t Tally
	best, at := math.Inf(1), 0
	for d := k - 1; d >= 0; d-- {
		t.Add(mean(series[d*mserBatch : (d+1)*mserBatch]))
		if n := float64(t.N); n >= mserBatch {
			if v := t.M2 / n / n; v <= best {
				best, at = v, d
			}
		}
	}
	return at * mserBatch, at <= k/2
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// BatchMeans cuts a series into this many batches of the same size, leaving out
// what is over at the start, and returns their means: nearly independent, and fit
// for [MeanInterval], once the batches are long against the memory of the series
// (20 to 30 batches are usual; check with [AutoCorrelation]). It returns nil if
// there are fewer observations than batches.
func BatchMeans(series []float64, batches int) []float64 {
	if batches < 1 || len(series) < batches {
		return nil
	}
	size := len(series) / batches
	series = series[len(series)-size*batches:]
	means := make([]float64, batches)
	for i := range means {
		means[i] = mean(series[i*size : (i+1)*size])
	}
	return means
}

// AutoCorrelation is the sample autocorrelation of a series at a lag: 1 at lag 0,
// 0 for a constant series or a lag as long as the series.
func AutoCorrelation(series []float64, lag int) float64 {
	lag = max(lag, -lag)
	if lag >= len(series) {
		return 0
	}
	m := mean(series)
	num, den := 0.0, 0.0
	for i, x := range series {
		den += float64((x - m) * (x - m))
		if i >= lag {
			num += float64((x - m) * (series[i-lag] - m))
		}
	}
	if den == 0 {
		return 0
	}
	return num / den
}

// Quantile is the sample quantile for a share p in [0, 1], linear between order
// statistics (type 7 of Hyndman and Fan, 1996, the usual one). It is NaN for no
// observations.
func Quantile(xs []float64, p float64) float64 {
	if len(xs) == 0 || p != p {
		return math.NaN()
	}
	s := slices.Clone(xs)
	slices.Sort(s)
	at := float64(max(0, min(p, 1)) * float64(len(s)-1))
	i := min(int(at), len(s)-1)
	if i == len(s)-1 {
		return s[i]
	}
	return s[i] + float64((at-float64(i))*(s[i+1]-s[i]))
}
