package random

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestResidualOfNothingIsTheLaw(t *testing.T) {
	laws := someLaws(t)
	rapid.Check(t, func(t *rapid.T) {
		c := laws[rapid.IntRange(0, len(laws)-1).Draw(t, "law")]
		u := NewKey(rapid.Uint64().Draw(t, "seed"), 0, 0).U(0)
		for _, age := range []float64{0, -3} {
			if rest, beyond := c.dist.Residual(age, u); rest != c.dist.Quantile(u) || beyond {
				t.Fatalf("%s: Residual(%v, %v) = %v, %v; want %v, false", c.name, age, u, rest, beyond, c.dist.Quantile(u))
			}
		}
	})
}

// TestResidualInvertsConditionalCDF is exact where the law test by sampling below
// is not.
func TestResidualInvertsConditionalCDF(t *testing.T) {
	laws := slices.DeleteFunc(someLaws(t), func(c namedLaw) bool { return !continuous(&c.dist) || c.name == "empirical" })
	rapid.Check(t, func(t *rapid.T) {
		c := laws[rapid.IntRange(0, len(laws)-1).Draw(t, "law")]
		k := NewKey(rapid.Uint64().Draw(t, "seed"), 0, 0)
		age, u := c.dist.Quantile(k.U(0)), k.U(1)
		rest, beyond := c.dist.Residual(age, u)
		if beyond || rest < 0 {
			t.Fatalf("%s: Residual(%v, %v) = %v, %v", c.name, age, u, rest, beyond)
		}
		x := age + rest
		survived := c.dist.Survival(x) / c.dist.Survival(age)
		slack := (c.dist.Survival(x*(1-1e-15)) - c.dist.Survival(x*(1+1e-15))) / c.dist.Survival(age)
		if math.Abs(survived-(1-u)) > 1e-9+2*slack {
			t.Fatalf("%s: given %v, %v survives with probability %v; want %v", c.name, age, x, survived, 1-u)
		}
	})
}

// TestResidualLaw compares residuals with what is left of samples that reached
// the age, by the two-sample distance of Kolmogorov and Smirnov.
func TestResidualLaw(t *testing.T) {
	const n = 4000
	for _, c := range someLaws(t) {
		if c.dist.IsConstant() {
			continue
		}
		for _, p := range []float64{0.2, 0.6} {
			age := c.dist.Quantile(p)
			if c.dist.Survival(age) == 0 {
				continue
			}
			k := NewKey(5, 0, PathHash(c.name))
			var direct, residual []float64
			for i := uint64(0); len(direct) < n; i++ {
				if x := c.dist.Sample(k, i); x > age {
					direct = append(direct, x-age)
				}
			}
			for i := range uint64(n) {
				rest, _ := c.dist.Residual(age, k.For(1).U(i))
				residual = append(residual, rest)
			}
			// 1.95 is the 0.1 % point of Kolmogorov's law.
			if d := distance(direct, residual); d > 1.95*math.Sqrt(2.0/n) {
				t.Errorf("%s at age %v: residuals lie %.4f from what is left of samples", c.name, age, d)
			}
		}
	}
}

// distance is the largest between two empirical distribution functions, ties
// within rounding taken as equal.
func distance(a, b []float64) float64 {
	slices.Sort(a)
	slices.Sort(b)
	top := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x := min(a[i], b[j]) + 1e-9
		for i < len(a) && a[i] <= x {
			i++
		}
		for j < len(b) && b[j] <= x {
			j++
		}
		top = max(top, math.Abs(float64(i)/float64(len(a))-float64(j)/float64(len(b))))
	}
	return top
}

func TestResidualClosedForms(t *testing.T) {
	con, _ := Constant(90)
	uni, _ := Uniform(60, 120)
	exp, _ := Exponential(90)
	dis, _ := Discrete([]float64{80, 90, 120}, []float64{5, 3, 2})
	wei, _ := Weibull(2, 100)
	log := func(x float64) float64 { return -math.Log(x) }
	for _, c := range []struct {
		name         string
		dist         *Dist
		age, u, want float64
		beyond       bool
	}{
		{"a constant has what is left", &con, 30, 0.123, 60, false},
		{"a constant ends", &con, 90, 0.5, 0, false},
		{"a constant exceeded", &con, 91, 0.5, 4.5 * math.Ln2, true},
		{"uniform, early", &uni, 30, 0.5, 60, false},
		{"uniform, inside", &uni, 80, 0.25, 10, false},
		{"uniform, a rounded end", &uni, 120 + 4e-10, 0.5, 0, false},
		{"uniform exceeded", &uni, 150, 0.5, math.Sqrt(300) / 2 * math.Ln2, true},
		{"exponential forgets", &exp, 1e6, 0.3, 90 * log(0.7), false},
		{"discrete between points", &dis, 85, 0.59, 5, false},
		{"discrete between points, late", &dis, 85, 0.61, 35, false},
		{"discrete on a point", &dis, 80, 0.59, 10, false},
		{"weibull", &wei, 100, 0.5, 100*math.Sqrt(1+math.Ln2) - 100, false},
		{"weibull, where its survival underflows", &wei, 1e5, 0.5, 100*math.Sqrt(1e6+math.Ln2) - 1e5, false},
	} {
		rest, beyond := c.dist.Residual(c.age, c.u)
		if math.Abs(rest-c.want) > 1e-9 || beyond != c.beyond {
			t.Errorf("%s: Residual(%v, %v) = %v, %v; want %v, %v", c.name, c.age, c.u, rest, beyond, c.want, c.beyond)
		}
	}
}

// TestMemoryless: the exponential law alone does not heed the age.
func TestMemoryless(t *testing.T) {
	d, _ := Exponential(90)
	heeding, _ := Weibull(1.8, 100)
	rapid.Check(t, func(t *rapid.T) {
		age := rapid.Float64Range(1, 1e9).Draw(t, "age")
		u := NewKey(rapid.Uint64().Draw(t, "seed"), 0, 0).U(0)
		if rest, beyond := d.Residual(age, u); rest != d.Quantile(u) || beyond {
			t.Fatalf("Residual(%v, %v) = %v, %v; want %v", age, u, rest, beyond, d.Quantile(u))
		}
		if rest, _ := heeding.Residual(age, u); rest >= heeding.Quantile(u) {
			t.Fatalf("a worn Weibull part of age %v has %v left; a new one %v", age, rest, heeding.Quantile(u))
		}
	})
}

// TestResidualIsUsable asks for hard cases: never NaN, never negative, and
// beyond exactly where the law has nothing to say.
func TestResidualIsUsable(t *testing.T) {
	for _, c := range someLaws(t) {
		d := &c.dist
		for _, age := range []float64{1e-300, 1e-9, d.Mean(), 2 * d.Mean(), 1e4, 1e9, 1e300, math.Inf(1), math.NaN()} {
			for _, u := range []float64{0, 1e-300, 0.5, 1 - 0x1p-53, 1, math.NaN()} {
				rest, beyond := d.Residual(age, u)
				if rest != rest || age > 0 && (rest < 0 || math.IsInf(rest, 0) && d.law != exponential) {
					t.Errorf("%s: Residual(%v, %v) = %v, %v", c.name, age, u, rest, beyond)
				}
				if age > d.Max()+1e-6 && !beyond && !math.IsInf(age, 1) {
					t.Errorf("%s: the age %v is beyond the support, but Residual does not say so", c.name, age)
				}
			}
		}
	}
}
