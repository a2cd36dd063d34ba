package random

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestErrorsSayWhatIsWrong(t *testing.T) {
	fail := func(_ Dist, err error) error { return err }
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		err   error
		param int
		want  string
	}{
		{fail(Constant(nan)), 0, "constant: the value is not a number"},
		{fail(Constant(inf)), 0, "constant: the value +Inf is out of range"},
		{fail(Constant(1e-200)), 0, "constant: the value 1e-200 is too close to zero; write 0"},
		{fail(Uniform(3, 2)), 0, "uniform: the lowest value 3 lies above the highest value 2"},
		{fail(Uniform(3, 3)), 0, "uniform: the lowest and the highest value are both 3; write constant(3)"},
		{fail(Triangular(80, 130, 120)), 1, "triangular: the mode 130 lies above the highest value 120"},
		{fail(Triangular(80, 70, 120)), 1, "triangular: the mode 70 lies below the lowest value 80"},
		{fail(Pert(80, nan, 120)), 1, "pert: the mode is not a number"},
		{fail(Normal(90, -1)), 1, "normal: the standard deviation is -1; it must be above zero"},
		{fail(Normal(90, 0)), 1, "normal: the standard deviation 0 is nothing beside the mean; write constant(90)"},
		{fail(NormalAbove0(-90, 1)), 0, "normal: the mean is -90; it must not be below zero here"},
		{fail(LogNormal(0, 1)), 0, "lognormal: the mean is 0; it must be above zero"},
		{fail(LogNormal(1, 1e7)), 1, "lognormal: the standard deviation 1e+07 is more than a million times the mean 1"},
		{fail(Exponential(-4)), 0, "exponential: the mean is -4; it must be above zero"},
		{fail(Erlang(2.5, 4)), 0, "erlang: the number of phases is 2.5; it must be a whole number (gamma takes any shape)"},
		{fail(Erlang(0, 4)), 0, "erlang: the number of phases is 0; it must lie between 1 and 1e+06"},
		{fail(Gamma(nan, 4)), 0, "gamma: the shape is NaN; it must lie between 0.01 and 1e+06"},
		{fail(Weibull(1, 0)), 1, "weibull: the scale is 0; it must be above zero"},
		{fail(Beta(1, 0, 0, 1)), 1, "beta: the second shape is 0; it must lie between 0.05 and 10000"},
		{fail(Discrete([]float64{1, 2}, []float64{1})), -1, "discrete: 2 values but 1 weights; each value needs one"},
		{fail(Discrete([]float64{1, 2}, []float64{1, -1})), 3, "discrete: the weight -1 of 2 is negative"},
		{fail(Discrete([]float64{1}, []float64{0})), -1, "discrete: no value has a weight above zero"},
		{fail(Discrete([]float64{1}, []float64{nan})), 1, "discrete: the weight NaN of 1 is out of range"},
		{fail(Empirical(nil)), -1, "empirical: no values are given"},
		{fail(Empirical([]float64{7})), 0, "empirical: one value makes no distribution; write constant(7)"},
		{fail(EmpiricalSteps([]float64{7, inf})), 1, "steps: the value +Inf is out of range"},
	} {
		var e *Error
		if !errors.As(c.err, &e) || e.Error() != c.want || e.Param != c.param {
			t.Errorf("got %v (%+v); want %q at parameter %d", c.err, e, c.want, c.param)
		}
	}
}

func TestErrorTextWithUnits(t *testing.T) {
	_, err := Triangular(80, 130, 120)
	var e *Error
	errors.As(err, &e)
	got := e.Text(func(v float64) string { return number(v) + " s" })
	if want := "the mode 130 s lies above the highest value 120 s"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
}

func TestFamilies(t *testing.T) {
	for _, c := range someLaws(t) {
		d := c.dist
		f, ok := FamilyNamed(d.Law())
		if !ok {
			t.Fatalf("%s has no family", d.Law())
		}
		remake := f.Make
		if d.law == normalAbove0 {
			remake = f.MakeTime
		}
		e, err := remake(d.Args())
		if err != nil || !d.Equal(e) || !e.Equal(d) {
			t.Errorf("%s made again of its arguments %v is %s (%v)", d.String(), d.Args(), e.String(), err)
		}
	}
	for _, f := range Families() {
		if f.Doc == "" || len(f.Params) == 0 {
			t.Errorf("%s is not described", f.Name)
		}
		for n := range 8 {
			args := make([]float64, n)
			_, err := f.Make(args)
			if fits := f.Check(n) == nil; !fits && (err == nil || !strings.Contains(err.Error(), "takes")) {
				t.Errorf("%s of %d arguments: %v", f.Name, n, err)
			}
		}
	}
	f, _ := FamilyNamed("uniform")
	if _, err := f.MakeTime([]float64{-1, 2}); err == nil || err.Error() != "uniform: it can be as low as -1; it must not be below zero here" {
		t.Errorf("a time of uniform(-1, 2): %v", err)
	}
	if _, err := f.Make([]float64{1}); err.Error() != "uniform: takes 2 (lowest, highest), not 1" {
		t.Errorf("uniform(1): %v", err)
	}
	if p, ok := f.Param(2); ok {
		t.Errorf("uniform has a third parameter %v", p)
	}
	f, _ = FamilyNamed("discrete")
	if p, ok := f.Param(5); !ok || !p.Plain {
		t.Errorf("the sixth parameter of discrete is %v; want a weight", p)
	}
}

func TestEqualTellsLawsApart(t *testing.T) {
	laws := someLaws(t)
	for i, a := range laws {
		for j, b := range laws {
			if a.dist.Equal(b.dist) != (i == j) {
				t.Errorf("%s and %s: Equal is %v", a.name, b.name, a.dist.Equal(b.dist))
			}
		}
	}
	a, _ := Discrete([]float64{1, 2}, []float64{1, 1})
	b, _ := Discrete([]float64{2, 1}, []float64{1, 1})
	c, _ := Discrete([]float64{2, 1}, []float64{1, 2})
	if !a.Equal(b) || a.Equal(c) {
		t.Error("Equal of discrete laws heeds the order, or not the weights")
	}
}

func TestZeroDist(t *testing.T) {
	var d Dist
	if !d.IsZero() || !d.IsConstant() || d.Sample(1, 1) != 0 || d.Quantile(0.5) != 0 || d.String() != "" || d.Law() != "" || d.Args() != nil {
		t.Errorf("the zero Dist is %+v", d)
	}
	if rest, beyond := d.Residual(0, 0.5); rest != 0 || beyond {
		t.Errorf("it has %v left, %v", rest, beyond)
	}
	if d.CDF(-1) != 0 || d.CDF(0) != 1 {
		t.Error("its CDF does not step at 0")
	}
}

// FuzzLaws makes laws of any numbers: an error or a usable law, never a panic.
func FuzzLaws(f *testing.F) {
	f.Add(uint8(2), 80.0, 90.0, 120.0, 0.0, 0.3)
	f.Add(uint8(4), 80.0, 90.0, 0.0, 0.0, -1.0)
	f.Add(uint8(10), 0.5, 0.5, 0.0, 1.0, 1e-9)
	f.Add(uint8(8), 0.01, 1e-100, 0.0, 0.0, 0.999)
	f.Add(uint8(5), 1e100, 1e94, 0.0, 0.0, 0.1)
	f.Add(uint8(11), 1e100, 1e100, -1e100, 1e-100, 0.5)
	f.Fuzz(func(t *testing.T, which uint8, a, b, c, d, u float64) {
		families := Families()
		family := families[int(which)%len(families)]
		args := []float64{a, b, c, d, u, 1}[:len(family.Params)+2*family.Repeat]
		for _, build := range []func([]float64) (Dist, error){family.Make, family.MakeTime} {
			law, err := build(args)
			if err != nil {
				if law.law != none {
					t.Fatalf("%s%v: an error and a law", family.Name, args)
				}
				continue
			}
			usable(t, &law, u)
		}
	})
}

func usable(t *testing.T, d *Dist, u float64) {
	t.Helper()
	if m := d.Mean(); !(m >= d.Min() && m <= d.Max()) || !(d.Var() >= 0) || math.IsInf(d.Var(), 0) {
		t.Fatalf("%s has mean %v, variance %v, range [%v, %v]", d, m, d.Var(), d.Min(), d.Max())
	}
	for _, u := range []float64{u, 0x1p-53, 0.5, 1 - 0x1p-53} {
		x := d.Quantile(u)
		if !(x >= d.Min() && x <= d.Max()) || u > 0 && u < 1 && math.IsInf(x, 0) {
			t.Fatalf("%s: Quantile(%v) = %v is outside [%v, %v]", d, u, x, d.Min(), d.Max())
		}
		if p := d.CDF(x); !(p >= 0 && p <= 1) {
			t.Fatalf("%s: CDF(%v) = %v", d, x, p)
		}
		rest, _ := d.Residual(math.Abs(x), u)
		if x != 0 && !(rest >= 0) {
			t.Fatalf("%s: Residual(%v, %v) = %v", d, math.Abs(x), u, rest)
		}
	}
}
