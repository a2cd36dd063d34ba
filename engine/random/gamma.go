package random

import "math"

const (
	halfLog2Pi = 0.91893853320467274178
	sqrt2Pi    = 2.50662827463100050242
	tiny       = 1e-300 // stands for zero in a continued fraction
	epsilon    = 0x1p-53
)

// stirlingRest is the error of Stirling's formula, log Gamma(x) - ((x-1/2) log x -
// x + log(2 pi)/2), for x >= 10 (Abramowitz and Stegun 6.1.41).
func stirlingRest(x float64) float64 {
	s := 1 / x
	q := float64(s * s)
	return float64(s * (1.0/12 - float64(q*(1.0/360-float64(q*(1.0/1260-float64(q*(1.0/1680-float64(q*(1.0/1188-
		float64(q*(691.0/360360-float64(q*(1.0/156))))))))))))))
}

// LogGamma is the logarithm of the gamma function of x > 0, within 1e-14 times
// the larger of 1 and the result. It is NaN for x < 0 and +Inf at 0.
func LogGamma(x float64) float64 {
	switch {
	case x != x || x < 0:
		return math.NaN()
	case x == 0 || x > 1e305:
		return math.Inf(1)
	case x == 1 || x == 2:
		return 0
	}
	shift := 1.0
	for x < 10 {
		shift *= x
		x++
	}
	v := float64((x-0.5)*(Log(x)-1)) - 0.5 + halfLog2Pi + stirlingRest(x)
	if shift != 1 {
		v -= Log(shift)
	}
	return v
}

// stirlingError is log Gamma(x+1) less Stirling's formula for it, for x > 0 (the
// delta of Loader, "Fast and accurate computation of binomial probabilities",
// 2000).
func stirlingError(x float64) float64 {
	if x >= 10 {
		return stirlingRest(x)
	}
	return LogGamma(x+1) - float64((x+0.5)*Log(x)) + x - halfLog2Pi
}

// deviance is a log(a/m) + m - a, without cancellation where that matters: where m is
// near a, and both are large.
func deviance(a, m float64) float64 {
	d := m - a
	if a < 10 || math.Abs(d) > float64(0.25*(m+a)) {
		return float64(a*Log(a/m)) + d
	}
	// With s = (m-a)/(m+a), log(m/a) is 2 atanh s and d is s (m+a).
	s := d / (m + a)
	sq := float64(s * s)
	sum, pow := 0.0, s
	for n := 3.0; n < 60; n += 2 {
		pow = float64(pow * sq)
		term := pow / n
		sum += term
		if math.Abs(term) <= epsilon*math.Abs(sum) {
			break
		}
	}
	return float64(d*s) - float64(2*float64(a*sum))
}

// poisson is x^a e^-x / Gamma(a+1).
func poisson(a, x float64) float64 {
	if a < 10 {
		return Exp(float64(a*Log(x)) - x - LogGamma(a+1))
	}
	return Exp(-stirlingRest(a)-deviance(a, x)) / (sqrt2Pi * math.Sqrt(a))
}

// IncGamma is the regularised incomplete gamma function of shape a > 0: p is the
// integral of t^(a-1) e^-t / Gamma(a) from 0 to x, and q = 1-p is computed where
// it is the smaller one. The relative error of the smaller one is at most 1e-12.
func IncGamma(a, x float64) (p, q float64) {
	switch {
	case !(x > 0):
		return 0, 1
	case x > math.MaxFloat64:
		return 1, 0
	case x < a+1:
		p = min(poisson(a, x)*gammaSeries(a, x), 1)
		return p, 1 - p
	}
	q = min(poisson(a, x)*a*gammaFraction(a, x), 1)
	return 1 - q, q
}

// gammaSeries is 1 + x/(a+1) + x^2/((a+1)(a+2)) + ... (DLMF 8.7.1).
func gammaSeries(a, x float64) float64 {
	sum, term := 1.0, 1.0
	for n := a + 1; term > epsilon*sum; n++ {
		term = float64(term * (x / n))
		sum += term
	}
	return sum
}

// gammaFraction is the continued fraction of Gamma(a,x) e^x x^-a (DLMF 8.9.2,
// even part), by the modified method of Lentz.
func gammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1.0; i < 100000; i++ {
		an := -i * (i - a)
		b += 2
		d = away(float64(an*d) + b)
		c = away(b + an/c)
		d = 1 / d
		step := float64(d * c)
		h *= step
		if math.Abs(step-1) <= epsilon {
			break
		}
	}
	return h
}

func away(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}

// IncGammaInv is the x at which [IncGamma] of shape a gives p and q = 1-p; the
// smaller of the two decides.
func IncGammaInv(a, p, q float64) float64 { return gammaInv(a, LogGamma(a), p, q) }

// gammaInv is IncGammaInv, given log Gamma(a).
func gammaInv(a, logGamma, p, q float64) float64 {
	if !(p > 0) {
		return 0
	}
	if !(q > 0) {
		return math.Inf(1)
	}
	s := newSolver(p, q, math.Inf(1))
	x := gammaGuess(a, logGamma, p, q)
	if x < 1e-290 {
		return x
	}
	for range 200 {
		p, q := IncGamma(a, x)
		density := Exp(float64((a-1)*Log(x)) - x - logGamma)
		next, done := s.step(x, p, q, density, (a-1)/x-1)
		if x = next; done {
			break
		}
	}
	return x
}

// gammaGuess is near the quantile: Wilson and Hilferty (1931) where that is
// good, the first term of the series near zero, else the split of Numerical
// Recipes between power law and exponential tail.
func gammaGuess(a, logGamma, p, q float64) float64 {
	small := Exp((Log(p) + Log(a) + logGamma) / a)
	if small < 0.2*(a+1) && p < 0.5 {
		return small / (1 - small/(a+1))
	}
	if a > 1 {
		z := normalInv(p, q)
		c := 1 - 1/(9*a) + z/(3*math.Sqrt(a))
		if c > 0.1 {
			return a * float64(c*float64(c*c))
		}
		return small
	}
	t := 1 - float64(a*(0.253+float64(a*0.12)))
	if p < t {
		return Exp(Log(p/t) / a)
	}
	return 1 - Log(q/(1-t))
}
