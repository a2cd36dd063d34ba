package random

import "math"

// betaNorm is the part of [betaDensity] that depends on the shapes alone.
func betaNorm(a, b float64) float64 {
	n := a + b
	return Exp(stirlingError(n)-stirlingError(a)-stirlingError(b)) * math.Sqrt(a/n*b) / sqrt2Pi
}

// betaDensity is x^a y^b / B(a,b) with y = 1-x: the density times x y (Loader's
// form, which does not cancel for large a and b). norm is betaNorm(a, b).
func betaDensity(a, b, norm, x, y float64) float64 {
	n := a + b
	return norm * Exp(-deviance(a, float64(n*x))-deviance(b, float64(n*y)))
}

// IncBeta is the regularised incomplete beta function of shapes a, b > 0 at x in
// [0, 1]: p is the integral of t^(a-1) (1-t)^(b-1) / B(a,b) from 0 to x, and
// q = 1-p. y is 1-x, given apart so that neither end loses digits. The relative
// error of the smaller result is at most 1e-12.
func IncBeta(a, b, x, y float64) (p, q float64) {
	switch {
	case !(x > 0):
		return 0, 1
	case !(y > 0):
		return 1, 0
	}
	return incBeta(a, b, x, y, betaDensity(a, b, betaNorm(a, b), x, y))
}

// incBeta is IncBeta inside (0, 1), given betaDensity.
func incBeta(a, b, x, y, density float64) (p, q float64) {
	if float64(x*(a+b+2)) < a+1 {
		p = min(density*betaFraction(a, b, x)/a, 1)
		return p, 1 - p
	}
	q = min(density*betaFraction(b, a, y)/b, 1)
	return 1 - q, q
}

// betaFraction is the continued fraction of DLMF 8.17.22, by the modified method
// of Lentz.
func betaFraction(a, b, x float64) float64 {
	c := 1.0
	d := 1 / away(1-float64((a+b)*x)/(a+1))
	h := d
	for m := 1.0; m < 100000; m++ {
		n := a + float64(2*m)
		even := m * (b - m) * x / ((n - 1) * n)
		d = 1 / away(1+float64(even*d))
		c = away(1 + even/c)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / (n * (n + 1))
		d = 1 / away(1+float64(odd*d))
		c = away(1 + odd/c)
		step := float64(d * c)
		h *= step
		if math.Abs(step-1) <= epsilon {
			break
		}
	}
	return h
}

// IncBetaInv is the x, and y = 1-x, at which [IncBeta] of shapes a and b gives p
// and q = 1-p; the smaller of the two decides.
func IncBetaInv(a, b, p, q float64) (x, y float64) {
	return betaInv(a, b, betaNorm(a, b), p, q)
}

// betaInv is IncBetaInv, given betaNorm(a, b).
func betaInv(a, b, norm, p, q float64) (x, y float64) {
	switch {
	case !(p > 0):
		return 0, 1
	case !(q > 0):
		return 1, 0
	}
	flip := p > q
	if a < 1 || b < 1 {
		// The density has a pole: solve for whichever of x and y is the smaller.
		half, _ := incBeta(a, b, 0.5, 0.5, betaDensity(a, b, norm, 0.5, 0.5))
		flip = p > half
	}
	if flip {
		y, x = betaSolve(b, a, norm, q, p)
		return x, y
	}
	return betaSolve(a, b, norm, p, q)
}

func betaSolve(a, b, norm, p, q float64) (x, y float64) {
	s := newSolver(p, q, 1)
	x = betaGuess(a, b, norm, p, q)
	if x < 1e-290 {
		return x, 1
	}
	for range 200 {
		y = 1 - x
		density := betaDensity(a, b, norm, x, y)
		p, q := incBeta(a, b, x, y, density)
		next, done := s.step(x, p, q, density/x/y, (a-1)/x-(b-1)/y)
		if x = next; done {
			break
		}
	}
	return x, 1 - x
}

// betaGuess is near the quantile: the first term of the series where x is small,
// else the normal approximation of Abramowitz and Stegun 26.5.22.
func betaGuess(a, b, norm, p, q float64) float64 {
	if p < 0.3 || !(a > 1 && b > 1) {
		// norm is a^a b^b / (n^n B(a,b)).
		n := a + b
		small := Exp((Log(p*a/norm)+float64(b*Log(b/n)))/a) * (a / n)
		if float64(small*n) < 0.2*(a+1) || !(a > 1 && b > 1) {
			return min(small, 0.5)
		}
	}
	z := normalInv(p, q)
	l := (float64(z*z) - 3) / 6
	u, v := 1/(float64(2*a)-1), 1/(float64(2*b)-1)
	h := 2 / (u + v)
	w := float64(z*math.Sqrt(max(h+l, 0)))/h - float64((v-u)*(l+5.0/6-2/(3*h)))
	return a / (a + float64(b*Exp(-2*w)))
}
