package random

import "math"

// tails is the probability that a draw is x or less, and that it is more, each
// computed where it is small.
func (d *Dist) tails(x float64) (p, q float64) {
	switch {
	case x != x:
		return x, x
	case x >= d.hi:
		return 1, 0
	case x < d.lo:
		return 0, 1
	}
	switch d.law {
	case uniform:
		return (x - d.lo) / (d.hi - d.lo), (d.hi - x) / (d.hi - d.lo)
	case triangular:
		return d.triangularTails(x)
	case normal:
		return NormalCDF((x - d.a) / d.b)
	case normalAbove0:
		p, q = NormalCDF((x - d.a) / d.b)
		return max(p-d.e, 0) / d.f, min(q/d.f, 1)
	case logNormal:
		if x <= 0 {
			return 0, 1
		}
		return NormalCDF((Log(x) - d.e) / d.f)
	case exponential:
		return -Expm1(-x / d.a), Exp(-x / d.a)
	case erlang, gammaLaw:
		return IncGamma(d.e, x/d.f)
	case weibull:
		h := Pow(x/d.b, d.a)
		return -Expm1(-h), Exp(-h)
	case beta, pert:
		return IncBeta(d.e, d.f, (x-d.lo)/d.g, (d.hi-x)/d.g)
	}
	p = d.table.cdf(x)
	return p, 1 - p
}

func (d *Dist) triangularTails(x float64) (p, q float64) {
	s, t := (x-d.lo)/d.e, (d.hi-x)/d.e
	if s < d.f {
		p = float64(s / d.f * s)
		return p, 1 - p
	}
	q = float64(t / d.g * t)
	return 1 - q, q
}

// inverse is the value at which the probability of a draw being at most that is
// p, and of being more is q = 1-p. Where it matters, the smaller one decides.
func (d *Dist) inverse(p, q float64) float64 {
	switch d.law {
	case none, constant:
		return d.a
	case uniform:
		return min(d.lo+float64((d.hi-d.lo)*p), d.hi)
	case triangular:
		if p < d.f {
			return min(d.lo+float64(d.e*math.Sqrt(p*d.f)), d.hi)
		}
		return max(d.hi-float64(d.e*math.Sqrt(q*d.g)), d.lo)
	case normal:
		return d.a + float64(d.b*normalInv(p, q))
	case normalAbove0:
		z := normalInv(d.e+float64(p*d.f), q*d.f)
		return max(d.a+float64(d.b*z), 0)
	case logNormal:
		return Exp(d.e + float64(d.f*normalInv(p, q)))
	case exponential:
		return d.a * hazard(p, q)
	case erlang, gammaLaw:
		return d.f * gammaInv(d.e, d.g, p, q)
	case weibull:
		return d.b * Pow(hazard(p, q), d.e)
	case beta, pert:
		x, y := betaInv(d.e, d.f, d.h, p, q)
		if x < y {
			return min(d.lo+float64(d.g*x), d.hi)
		}
		return max(d.hi-float64(d.g*y), d.lo)
	}
	return d.table.quantile(p)
}

// hazard is -log q, from whichever of p and q = 1-p is the smaller one.
func hazard(p, q float64) float64 {
	if p < 0.5 {
		return -Log1p(-p)
	}
	return -Log(q)
}
