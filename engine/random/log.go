package random

import "math"

// ln2Hi and logEntry.hi are multiples of 2^-42, so that k*ln2Hi + hi is exact for
// every exponent k of a float64.
const (
	ln2Hi = 0x1.62e42fefa38p-1
	ln2Lo = 0x1.ef35793c7673p-45
)

// logEntry is a point c near which logarithms are expanded: its reciprocal and
// its logarithm, hi + lo.
type logEntry struct{ c, inv, hi, lo float64 }

// logFirst is the numerator of the first point of logTable, 88/128.
const logFirst = 88

// Log is the natural logarithm of x, within 1.2 units in the last place. Log(0)
// is -Inf; the logarithm of a negative number is NaN.
//
// x is 2^k z with z in [0.6875, 1.375), so that no cancellation occurs near 1;
// log z is log c + log(1 + (z-c)/c) for the nearest c = j/128 (the scheme of
// Tang, ACM TOMS 16, 1990).
func Log(x float64) float64 {
	b := math.Float64bits(x)
	if b-0x0010000000000000 >= 0x7fe0000000000000 {
		return logSpecial(x)
	}
	return logBits(b, 0)
}

// logTicks is Log(n 2^-53) for n > 0.
func logTicks(n int64) float64 { return logBits(math.Float64bits(float64(n)), -53) }

func logSpecial(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0 || x != x:
		return math.NaN()
	case x > math.MaxFloat64:
		return x
	}
	return logBits(math.Float64bits(x*0x1p54), -54)
}

// split writes the positive normal number with bits b as 2^k z and finds the
// point of the table next to z.
func split(b uint64) (k int64, z float64, e *logEntry) {
	t := b - 0x3fe6000000000000
	zb := b - t&0xfff0000000000000
	// 128 z rounded, from its bits: faster than by way of a float64, and many
	// wait for a logarithm. Below 1 the last bit counts half.
	j := ((zb&(1<<52-1)|1<<52)>>((45-zb>>52&1)&63) + 1) >> 1
	return int64(t) >> 52, math.Float64frombits(zb), &logTable[(j-logFirst)&127]
}

func logBits(b uint64, shift int64) float64 {
	k, z, e := split(b)
	n := float64(k + shift)
	r := float64((z - e.c) * e.inv)
	w := float64(n*ln2Hi) + e.hi
	hi := w + r
	lo := w - hi + r + (float64(n*ln2Lo) + e.lo)
	r2 := float64(r * r)
	p := float64(r*(1.0/3)) - 0.5 + float64(r2*(float64(r*(1.0/5))-1.0/4+float64(r2*(float64(r*(1.0/7))-1.0/6))))
	return lo + float64(r2*p) + hi
}

// Log1p is log(1+x), also where x is so small that 1+x is rounded. Within 2 units
// in the last place.
func Log1p(x float64) float64 {
	y := 1 + x
	c := x - (y - 1)
	if x > 1 {
		c = 1 - (y - x)
	}
	if c == 0 || !(x > -1 && x < 0x1p60) {
		return Log(y)
	}
	return Log(y) + c/y
}

// logPair is log x as hi + lo with about 80 bits, for a positive normal x.
func logPair(x float64) (hi, lo float64) {
	k, z, e := split(math.Float64bits(x))
	n := float64(k)
	f := z - e.c
	// One step of long division gives (z-c)/c to twice the precision; c has 8
	// bits, so its products with the halves of r are exact.
	r := float64(f * e.inv)
	rh, rl := halves(r)
	rest := float64((f - float64(rh*e.c) - float64(rl*e.c)) * e.inv)
	sqHi := float64(r * r)
	sqLo := float64(rh*rh) - sqHi + float64(2*float64(rh*rl)) + float64(rl*rl) + float64(2*float64(r*rest))
	p := 1.0/3 + float64(r*(float64(r*(1.0/5+float64(r*(float64(r*(1.0/7))-1.0/6))))-1.0/4))
	tail := float64(float64(r*sqHi)*p) - float64(0.5*sqLo) + rest + float64(n*ln2Lo) + e.lo
	hi, lo = twoSum(float64(n*ln2Hi)+e.hi, r)
	hi, c := twoSum(hi, float64(-0.5*sqHi))
	return quickSum(hi, lo+c+tail)
}

// twoSum is a+b as the rounded sum and its error (Knuth).
func twoSum(a, b float64) (s, err float64) {
	s = a + b
	t := s - a
	return s, (a - (s - t)) + (b - t)
}

// quickSum is twoSum for |a| >= |b| (Dekker).
func quickSum(a, b float64) (s, err float64) {
	s = a + b
	return s, b - (s - a)
}

// halves cuts the significand of a in two of at most 27 bits.
func halves(a float64) (hi, lo float64) {
	hi = math.Float64frombits(math.Float64bits(a) &^ (1<<27 - 1))
	return hi, a - hi
}
