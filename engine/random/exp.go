package random

import "math"

// expHi has 35 bits, so that its product with any reduction count is exact;
// expHi + expLo is ln 2 / 128.
const (
	expHi    = 0x1.62e42fefcp-8
	expLo    = -0x1.c610ca86c3899p-44
	expInv   = 0x1.71547652b82fep+7
	expRound = 0x1.8p52 // adding it rounds to an integer, in the low bits
)

// expEntry is 2^(j/128), as hi (1 + lo).
type expEntry struct{ hi, lo float64 }

// Exp is e to the power of x, within 0.6 units in the last place (1 where the
// result is subnormal). It overflows to +Inf and underflows to 0.
func Exp(x float64) float64 { return expSum(x, 0) }

// expSum is exp(x+lo) for an lo that is small against x.
func expSum(x, lo float64) float64 {
	if !(x > -708 && x < 709) {
		return expFar(x, lo)
	}
	s, t := expReduced(x, lo, 0)
	return s + float64(s*t)
}

// expReduced writes exp(x+lo) times 2^shift, which must be normal, as s (1+t).
func expReduced(x, lo float64, shift int64) (s, t float64) {
	kd := float64(x*expInv) + expRound
	n := math.Float64bits(kd)
	kd -= expRound
	r := x - float64(kd*expHi) - float64(kd*expLo) + lo
	e := &expTable[n&127]
	s = math.Float64frombits(math.Float64bits(e.hi) + (n>>7+uint64(shift))<<52)
	r2 := float64(r * r)
	t = e.lo + r + float64(r2*(0.5+float64(r*(1.0/6))+float64(r2*(1.0/24+float64(r*(1.0/120))))))
	return s, t
}

func expFar(x, lo float64) float64 {
	switch {
	case x != x:
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	// Two to the shift brings the result into the normal range; the last
	// multiplication rounds once, or overflows as it should.
	if x > 0 {
		s, t := expReduced(x, lo, -64)
		return (s + float64(s*t)) * 0x1p64
	}
	s, t := expReduced(x, lo, 64)
	return (s + float64(s*t)) * 0x1p-64
}

// Expm1 is exp(x)-1, also where x is so small that exp(x) is nearly 1. Within 3
// units in the last place.
func Expm1(x float64) float64 {
	if !(x > -0.35 && x < 0.35) {
		return Exp(x) - 1
	}
	p := 0.0
	for i := len(inverseFactorial) - 1; i >= 2; i-- {
		p = inverseFactorial[i] + float64(p*x)
	}
	return x + float64(float64(x*x)*p)
}

// inverseFactorial[n] is 1/n!.
var inverseFactorial = [...]float64{
	1, 1, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
	1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200,
}

// Sqrt is the square root of x, correctly rounded on every architecture.
func Sqrt(x float64) float64 { return math.Sqrt(x) }

// Pow is x to the power of y, within 1 unit in the last place of a normal result.
// The special cases are those of [math.Pow], except that a negative x is only
// raised to whole numbers below 2^53 in size.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y:
		return math.NaN()
	case x < 0:
		return powNegative(x, y)
	case x == 0 || x > math.MaxFloat64 || math.Abs(y) > math.MaxFloat64:
		return powSpecial(x, y)
	}
	scale := 0.0
	if x < 0x1p-1022 {
		x *= 0x1p54
		scale = -54
	}
	hi, lo := logPair(x)
	if scale != 0 {
		h, c := twoSum(float64(scale*ln2Hi), hi)
		hi, lo = quickSum(h, c+lo+float64(scale*ln2Lo))
	}
	p := float64(y * hi)
	if !(math.Abs(p) < 800) {
		return expFar(p, 0)
	}
	yh, yl := halves(y)
	hh, hl := halves(hi)
	err := float64(yh*hh) - p + float64(yh*hl) + float64(yl*hh) + float64(yl*hl)
	return expSum(p, err+float64(y*lo))
}

func powNegative(x, y float64) float64 {
	if math.Abs(y) > math.MaxFloat64 {
		return powSpecial(-x, y)
	}
	if math.Floor(y) != y || math.Abs(y) >= 0x1p53 {
		return math.NaN()
	}
	v := Pow(-x, y)
	if int64(y)&1 != 0 {
		return -v
	}
	return v
}

// powSpecial is Pow where x >= 0 is 0 or infinite, or y is infinite.
func powSpecial(x, y float64) float64 {
	if x == 1 {
		return 1
	}
	if (x > 1) == (y > 0) {
		return math.Inf(1)
	}
	return 0
}
