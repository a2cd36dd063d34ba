package random

import (
	"math"
	"math/big"
	"testing"
)

// prec is the precision, in bits, of the references computed here.
const prec = 320

func bf(x float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(x) }

func newBig() *big.Float { return new(big.Float).SetPrec(prec) }

// bigAtanh sums the series of the inverse hyperbolic tangent.
func bigAtanh(s *big.Float) *big.Float {
	sq, pow, sum := newBig().Mul(s, s), newBig().Set(s), newBig().Set(s)
	for n := int64(3); n < 2000; n += 2 {
		pow.Mul(pow, sq)
		term := newBig().Quo(pow, newBig().SetInt64(n))
		if term.Sign() == 0 || term.MantExp(nil) < sum.MantExp(nil)-prec {
			break
		}
		sum.Add(sum, term)
	}
	return sum
}

var bigLn2 = func() *big.Float {
	third := newBig().Quo(bf(1), bf(3))
	return newBig().Mul(bf(2), bigAtanh(third))
}()

func bigLog(x *big.Float) *big.Float {
	m := newBig()
	k := x.MantExp(m)
	m.SetPrec(prec)
	s := newBig().Quo(newBig().Sub(m, bf(1)), newBig().Add(m, bf(1)))
	r := newBig().Mul(bf(2), bigAtanh(s))
	return r.Add(r, newBig().Mul(bigLn2, newBig().SetInt64(int64(k))))
}

func bigExp(x *big.Float) *big.Float {
	q, _ := newBig().Quo(x, bigLn2).Int64()
	r := newBig().Sub(x, newBig().Mul(bigLn2, newBig().SetInt64(q)))
	r.SetMantExp(r, -10)
	sum, term := bf(1), bf(1)
	for n := int64(1); n < 80; n++ {
		term.Quo(term.Mul(term, r), newBig().SetInt64(n))
		sum.Add(sum, term)
	}
	for range 10 {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(q))
}

// ulps is the distance of got from want in units in the last place of want.
func ulps(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	d, _ := newBig().Sub(bf(got), want).Float64()
	unit := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	return math.Abs(d) / unit
}

// spread gives n numbers that fill an interval, dense where it is small.
func spread(lo, hi float64, n int) []float64 {
	k := NewKey(1, 0, PathHash("spread")).For(uint32(n))
	xs := []float64{lo, hi}
	for i := range uint64(n) {
		x := lo + (hi-lo)*k.U(2*i)
		if i%3 == 0 && lo > 0 {
			x = math.Exp(math.Log(lo) + (math.Log(hi)-math.Log(lo))*k.U(2*i+1))
		}
		xs = append(xs, x)
	}
	return xs
}

func worst(t *testing.T, name string, limit float64, xs []float64, f func(float64) float64, ref func(*big.Float) *big.Float) {
	t.Helper()
	top, at := 0.0, 0.0
	for _, x := range xs {
		if d := ulps(f(x), ref(bf(x))); d > top || d != d {
			top, at = d, x
		}
	}
	t.Logf("%s: at most %.3f ulp, at %g", name, top, at)
	if !(top <= limit) {
		t.Errorf("%s(%g) = %g is off by %.3f ulp; want at most %g", name, at, f(at), top, limit)
	}
}

func TestLogAccuracy(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 300
	}
	for _, r := range [][2]float64{{0.5, 2}, {0.99, 1.01}, {1 - 1e-9, 1 + 1e-9}, {1e-300, 1e300}, {5e-324, 1e-308}, {1e-16, 1}} {
		worst(t, "Log", 1.2, spread(r[0], r[1], n), Log, bigLog)
	}
	one := func(x *big.Float) *big.Float { return bigLog(newBig().Add(x, bf(1))) }
	for _, r := range [][2]float64{{-0.999, -0.5}, {-0.5, -1e-12}, {-1e-15, -1e-20}, {1e-20, 1e-10}, {1e-10, 1}, {1, 1e20}} {
		worst(t, "Log1p", 2, spread(r[0], r[1], n), Log1p, one)
	}
}

func TestExpAccuracy(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 200
	}
	for _, r := range [][2]float64{{-1, 1}, {-1e-9, 1e-9}, {-708, 709}, {709, 709.78}, {-708.39, -700}} {
		worst(t, "Exp", 0.6, spread(r[0], r[1], n), Exp, bigExp)
	}
	worst(t, "Exp (subnormal)", 1, spread(-744, -709, n), Exp, bigExp)
	minus := func(x *big.Float) *big.Float { return newBig().Sub(bigExp(x), bf(1)) }
	for _, r := range [][2]float64{{-30, -0.35}, {-0.4, -1e-12}, {1e-20, 1e-10}, {1e-10, 0.4}, {0.35, 600}} {
		worst(t, "Expm1", 3, spread(r[0], r[1], n), Expm1, minus)
	}
}

func TestPowAccuracy(t *testing.T) {
	k := NewKey(2, 0, 0)
	top := 0.0
	n := uint64(1500)
	if testing.Short() {
		n = 300
	}
	for i := range n {
		x := Exp(20 * (k.U(4*i) - 0.5))
		if i%5 == 0 {
			x = 1 + (x-1)*1e-6
		}
		if i%7 == 0 {
			x = math.Ldexp(x, -1050)
		}
		y := 40 * (k.U(4*i+1) - 0.5)
		if i%7 == 0 {
			y /= 40
		}
		want := bigExp(newBig().Mul(bf(y), bigLog(bf(x))))
		d := ulps(Pow(x, y), want)
		if top = max(top, d); !(d <= 1) {
			t.Errorf("Pow(%g, %g) is off by %.3f ulp", x, y, d)
		}
	}
	t.Logf("Pow: at most %.3f ulp", top)
}

func TestElementarySpecialCases(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	values := []float64{0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e-300, 1e300, -1e300, inf, -inf, nan}
	same := func(name string, got, want float64, args ...float64) {
		t.Helper()
		if got != want && (got == got || want == want) && math.Abs(got-want) > 1e-14*math.Abs(want) {
			t.Errorf("%s%v = %g; want %g", name, args, got, want)
		}
	}
	for _, x := range values {
		same("Log", Log(x), math.Log(x), x)
		same("Log1p", Log1p(x), math.Log1p(x), x)
		same("Exp", Exp(x), math.Exp(x), x)
		same("Expm1", Expm1(x), math.Expm1(x), x)
		for _, y := range values {
			if x < 0 && math.Abs(y) >= 0x1p53 {
				continue
			}
			same("Pow", Pow(x, y), math.Pow(x, y), x, y)
		}
	}
}

func TestTables(t *testing.T) {
	near := func(what string, got float64, want *big.Float, limit float64) {
		t.Helper()
		if d := ulps(got, want); !(d <= limit) {
			t.Errorf("%s is %g, off by %g ulp", what, got, d)
		}
	}
	for i, e := range logTable[:89] {
		if e.c != float64(i+logFirst)/128 {
			t.Fatalf("logTable[%d].c = %g", i, e.c)
		}
		near("1/c", e.inv, newBig().Quo(bf(1), bf(e.c)), 0.5)
		if e.c == 1 {
			continue
		}
		if m := e.hi * 0x1p42; m != math.Trunc(m) {
			t.Errorf("logTable[%d].hi = %g has bits below 2^-42", i, e.hi)
		}
		near("log c", e.lo, newBig().Sub(bigLog(bf(e.c)), bf(e.hi)), 0.5)
	}
	for j, e := range expTable {
		want := bigExp(newBig().Quo(newBig().Mul(bigLn2, bf(float64(j))), bf(128)))
		near("2^(j/128)", e.hi, want, 0.5)
		if rest := newBig().Sub(want, bf(e.hi)); rest.Sign() != 0 && j > 0 {
			near("its rest", e.lo, rest.Quo(rest, bf(e.hi)), 0.5)
		}
	}
	near("ln2", ln2Lo, newBig().Sub(bigLn2, bf(ln2Hi)), 0.5)
	near("ln2/128", expLo, newBig().Sub(newBig().Quo(bigLn2, bf(128)), bf(expHi)), 0.5)
}
