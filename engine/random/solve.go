package random

import "math"

// solver inverts a distribution function by Halley's method inside a bracket. It
// works on the logarithm of the smaller of the two probabilities, which in the
// tails is far closer to a straight line than the probability itself.
type solver struct {
	lo, hi float64 // the bracket
	end    float64 // upper end of the support
	want   float64
	upper  bool // want is the probability above
}

func newSolver(p, q, end float64) solver {
	return solver{hi: end, end: end, want: min(p, q), upper: q < p}
}

// step improves x, at which the probabilities are p and q; slope is the
// derivative of the logarithm of the density. done says that the next x is as
// good as it gets.
func (s *solver) step(x, p, q, density, slope float64) (next float64, done bool) {
	have, sign := p, 1.0
	if s.upper {
		have, sign = q, -1
	}
	miss := sign * Log(have/s.want)
	switch {
	case miss == 0:
		return x, true
	case miss > 0:
		s.hi = x
	default:
		s.lo = x
	}
	rate := density / have
	d := miss / rate
	d /= max(0.5, min(2, 1-float64(0.5*float64(d*(slope-float64(sign*rate))))))
	next = x - d
	if !(next > s.lo && next < s.hi) {
		next = s.middle(x)
		return next, !(next > s.lo && next < s.hi)
	}
	// Halley's method triples the digits: what is left after a step this small is
	// below rounding.
	return next, math.Abs(d) <= 1e-6*min(next, s.end-next)
}

// middle is a point inside the bracket, x being one of its ends.
func (s *solver) middle(x float64) float64 {
	switch {
	case s.hi > math.MaxFloat64:
		return 2 * x
	case s.lo == 0:
		return s.hi / 16
	case s.hi > 2*s.lo:
		return math.Sqrt(s.lo) * math.Sqrt(s.hi)
	}
	return s.lo + float64(0.5*(s.hi-s.lo))
}
