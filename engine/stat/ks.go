package stat

import (
	"math"
	"slices"

	"github.com/taktsim/takt/engine/random"
)

// KS1 tests whether a sample comes from the law with this distribution function:
// d is the distance of Kolmogorov and Smirnov, p the probability of a larger one
// if it does, with the correction of Stephens (1970) for small samples, good from
// 5 observations on. The law must not have been fitted to the same sample (then p
// comes out far too high; see [Fit]) and must be continuous.
func KS1(sample []float64, cdf func(float64) float64) (d, p float64) {
	if len(sample) == 0 {
		return 0, 1
	}
	s := slices.Clone(sample)
	slices.Sort(s)
	d = ksDistance(s, cdf)
	return d, kolmogorov(d, float64(len(s)))
}

// ksDistance is the distance of an ascending sample from a law.
func ksDistance(s []float64, cdf func(float64) float64) (d float64) {
	n := float64(len(s))
	for i, x := range s {
		f := cdf(x)
		d = max(d, f-float64(i)/n, float64(i+1)/n-f)
	}
	return d
}

// KS2 tests whether two samples come from the same law: d is the largest distance
// of their empirical distribution functions, p the probability of a larger one if
// they do (as in [KS1]).
func KS2(a, b []float64) (d, p float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 1
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	n, m := float64(len(a)), float64(len(b))
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x := min(a[i], b[j])
		for i < len(a) && a[i] <= x {
			i++
		}
		for j < len(b) && b[j] <= x {
			j++
		}
		d = max(d, math.Abs(float64(i)/n-float64(j)/m))
	}
	return d, kolmogorov(d, n/(n+m)*m)
}

// kolmogorov is the probability of a distance of d or more in a sample of n.
func kolmogorov(d, n float64) float64 {
	r := math.Sqrt(n)
	return kolmogorovTail((r + 0.12 + 0.11/r) * d)
}

// kolmogorovTail is the upper tail of Kolmogorov's law, by whichever of its two
// series converges fast (DLMF 20.7.32 turns one into the other).
func kolmogorovTail(x float64) float64 {
	if x <= 0.04 {
		return 1
	}
	sum := 0.0
	if x < 1.18 {
		for k := 1.0; k < 8; k += 2 {
			sum += random.Exp(-float64(k*k) * (math.Pi * math.Pi / 8) / float64(x*x))
		}
		return max(0, min(1, 1-float64(math.Sqrt(2*math.Pi)/x*sum)))
	}
	sign := 2.0
	for k := 1.0; k < 8; k++ {
		sum += float64(sign * random.Exp(-2*float64(k*k)*float64(x*x)))
		sign = -sign
	}
	return max(0, min(1, sum))
}
