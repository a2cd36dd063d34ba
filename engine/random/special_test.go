package random

import (
	"fmt"
	"math"
	"testing"
)

func relative(got, want float64) float64 { return math.Abs(got-want) / math.Abs(want) }

func TestIncGamma(t *testing.T) {
	top, inv := 0.0, 0.0
	for _, c := range gammaReference {
		p, q := IncGamma(c.a, c.x)
		d := relative(min(p, q), min(c.p, c.q))
		if top = max(top, d); !(d < 1e-12) {
			t.Errorf("IncGamma(%g, %g) = %g, %g; want %g, %g (relative error %.1e)", c.a, c.x, p, q, c.p, c.q, d)
		}
		x := IncGammaInv(c.a, c.p, c.q)
		d = relative(x, c.x)
		if inv = max(inv, d); !(d < 1e-12) {
			t.Errorf("IncGammaInv(%g, %g, %g) = %g; want %g (relative error %.1e)", c.a, c.p, c.q, x, c.x, d)
		}
	}
	t.Logf("relative error at most %.1e, of the inverse %.1e", top, inv)
}

func TestIncBeta(t *testing.T) {
	top, inv := 0.0, 0.0
	for _, c := range betaReference {
		p, q := IncBeta(c.a, c.b, c.x, 1-c.x)
		d := relative(min(p, q), min(c.p, c.q))
		if top = max(top, d); !(d < 1e-12) {
			t.Errorf("IncBeta(%g, %g, %g) = %g, %g; want %g, %g (relative error %.1e)", c.a, c.b, c.x, p, q, c.p, c.q, d)
		}
		x, y := IncBetaInv(c.a, c.b, c.p, c.q)
		d = relative(min(x, y), min(c.x, 1-c.x))
		if inv = max(inv, d); !(d < 1e-12) {
			t.Errorf("IncBetaInv(%g, %g, %g, %g) = %g; want %g (relative error %.1e)", c.a, c.b, c.p, c.q, x, c.x, d)
		}
	}
	t.Logf("relative error at most %.1e, of the inverse %.1e", top, inv)
}

func TestNormal(t *testing.T) {
	top, inv := 0.0, 0.0
	for _, c := range normalReference {
		p, q := NormalCDF(c.z)
		d := max(relative(p, c.p), relative(q, 1-c.p))
		if top = max(top, d); !(d < 1e-13) {
			t.Errorf("NormalCDF(%g) = %g; want %g (relative error %.1e)", c.z, p, c.p, d)
		}
		if _, q := NormalCDF(-c.z); q != p {
			t.Errorf("the tail above %g is %g, that below %g is %g", -c.z, q, c.z, p)
		}
		z := NormalQuantile(c.p)
		// What the rounding of p itself moves is no error of the inverse.
		density := math.Exp(-c.z*c.z/2) / math.Sqrt(2*math.Pi)
		d = max(0, math.Abs(z-c.z)-c.p*0x1p-53/density) / math.Abs(c.z)
		if inv = max(inv, d); !(d < 3e-15) {
			t.Errorf("NormalQuantile(%g) = %g; want %g (relative error %.1e)", c.p, z, c.z, d)
		}
	}
	t.Logf("relative error at most %.1e, of the inverse %.1e", top, inv)
	if !math.IsInf(NormalQuantile(0), -1) || !math.IsInf(NormalQuantile(1), 1) || NormalQuantile(0.5) != 0 {
		t.Error("NormalQuantile is wrong at 0, 1/2 or 1")
	}
}

func TestLogGamma(t *testing.T) {
	for _, c := range logGammaReference {
		if got := LogGamma(c.x); !(math.Abs(got-c.want) <= 1e-14*max(1, math.Abs(c.want))) {
			t.Errorf("LogGamma(%g) = %g; want %g", c.x, got, c.want)
		}
	}
	if got := LogGamma(-1); got == got {
		t.Errorf("LogGamma(-1) = %g; want NaN", got)
	}
}

// TestRoundTrip inverts over the whole range of shapes, far into the tails.
func TestRoundTrip(t *testing.T) {
	shapes := []float64{0.05, 0.3, 0.99, 1, 1.7, 4, 30, 900, 1e4}
	tails := []float64{1e-15, 1e-12, 1e-6, 0.003, 0.02, 0.2, 0.4, 0.5}
	for _, a := range shapes {
		for _, p := range tails {
			for _, upper := range []bool{false, true} {
				lo, hi := p, 1-p
				if upper {
					lo, hi = hi, lo
				}
				x := IncGammaInv(a, lo, hi)
				gp, gq := IncGamma(a, x)
				if x > 1e-290 && !(relative(min(gp, gq), p) < 1e-11) {
					t.Errorf("IncGamma(%g, IncGammaInv(%g, %g)) = %g", a, lo, hi, min(gp, gq))
				}
				for _, b := range shapes {
					x, y := IncBetaInv(a, b, lo, hi)
					if min(x, y) < 1e-290 || max(x, y) == 1 {
						continue
					}
					bp, bq := IncBeta(a, b, x, y)
					// A unit in the last place of x moves the result by this much.
					slack := betaDensity(a, b, betaNorm(a, b), x, y) / x / y * 0x1p-52 * max(x, y)
					if math.Abs(min(bp, bq)-p) > 1e-10*p+slack {
						t.Errorf("IncBeta(%g, %g, IncBetaInv(%g, %g)) = %g", a, b, lo, hi, min(bp, bq))
					}
				}
			}
		}
	}
}

// TestBitPatterns pins results to the bit, so that a run on any other
// architecture compares itself with this one.
func TestBitPatterns(t *testing.T) {
	h, n := uint64(0xcbf29ce484222325), 0
	add := func(v float64) {
		b := math.Float64bits(v)
		for range 8 {
			h = (h ^ b&255) * 0x100000001b3
			b >>= 8
		}
		n++
	}
	k := NewKey(3, 0, 0)
	for i := range uint64(500) {
		u, v := k.U(2*i), k.U(2*i+1)
		for _, x := range []float64{Log(u), Log1p(-u), Exp(50 * (v - 0.5)), Expm1(v - 0.5), Pow(u, 3*v), Exp(-700 - float64(44*u)),
			LogGamma(20 * u), NormalQuantile(u)} {
			add(x)
		}
		p, q := IncGamma(5*v, 8*u)
		add(p)
		add(q)
		p, q = IncBeta(float64(3*u)+0.1, 4*v, u, 1-u)
		add(p)
		add(q)
	}
	for _, c := range someLaws(t) {
		add(c.dist.Mean())
		add(c.dist.Var())
		for i := range uint64(30) {
			x := c.dist.Sample(k, i)
			add(x)
			add(c.dist.CDF(x))
			rest, _ := c.dist.Residual(0.6*c.dist.Mean(), k.U(i))
			add(rest)
		}
	}
	got := fmt.Sprintf("%016x of %d", h, n)
	if want := "3dda5b08b0495ff7 of 7840"; got != want {
		t.Errorf("the fingerprint of all results is %s; want %s", got, want)
	}
	for _, c := range bitPatterns {
		if got := math.Float64bits(c.got); got != c.want {
			t.Errorf("%s has bits %#016x; want %#016x", c.name, got, c.want)
		}
	}
}

// bitPatterns name single results, to show where a difference begins.
var bitPatterns = []struct {
	name string
	got  float64
	want uint64
}{
	{"Log(0.1)", Log(0.1), 0xc0026bb1bbb55515},
	{"Log(1.01)", Log(1.01), 0x3f8460d6ccca367c},
	{"Log(1e300)", Log(1e300), 0x4085963447f87fb5},
	{"Log1p(1e-5)", Log1p(1e-5), 0x3ee4f8aea9ae7316},
	{"Exp(1)", Exp(1), 0x4005bf0a8b145769},
	{"Exp(-0.3)", Exp(-0.3), 0x3fe7b4c869c37c05},
	{"Exp(-740)", Exp(-740), 0x0000000000000055},
	{"Expm1(0.1)", Expm1(0.1), 0x3fbaec7b35a00d3a},
	{"Pow(1.1, 100.5)", Pow(1.1, 100.5), 0x40cc3a9d34309b70},
	{"LogGamma(3.3)", LogGamma(3.3), 0x3fef964fc1bf8d30},
	{"NormalQuantile(0.975)", NormalQuantile(0.975), 0x3fff5c0331eeff82},
	{"NormalQuantile(1e-20)", NormalQuantile(1e-20), 0xc022865170b43a4b},
	{"IncGammaInv(2.5, 0.3, 0.7)", IncGammaInv(2.5, 0.3, 0.7), 0x3ff7ffcfd5c9aa6b},
	{"IncBetaInv(2.2, 3.8, 0.1, 0.9)", lower(IncBetaInv(2.2, 3.8, 0.1, 0.9)), 0x3fc16f001876b4c6},
}

func lower(x, _ float64) float64 { return x }
