package stat

import (
	"math"
	"slices"
	"testing"

	"github.com/taktsim/takt/engine/random"
)

func draw(d random.Dist, seed uint64, n int) []float64 {
	k := random.NewKey(seed, 0, random.PathHash("fit"))
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = d.Sample(k, uint64(i))
	}
	return xs
}

// truths are laws that fitting must find again.
func truths(t testing.TB) []random.Dist {
	t.Helper()
	var ds []random.Dist
	for _, f := range []struct {
		name string
		args []float64
	}{
		{"exponential", []float64{300}}, {"uniform", []float64{60, 120}}, {"normal", []float64{90, 8}},
		{"lognormal", []float64{90, 60}}, {"gamma", []float64{4, 20}}, {"weibull", []float64{3, 100}}, {"triangular", []float64{80, 90, 120}},
	} {
		family, ok := random.FamilyNamed(f.name)
		if !ok {
			t.Fatalf("no family %s", f.name)
		}
		d, err := family.MakeTime(f.args)
		if err != nil {
			t.Fatal(err)
		}
		ds = append(ds, d)
	}
	return ds
}

// TestFitFindsTheFamily ranks as [Fit] does, and tests the true family alone by
// its slow bootstrap.
func TestFitFindsTheFamily(t *testing.T) {
	for _, d := range truths(t) {
		found, plausible := 0, 0
		const runs = 4
		for seed := range uint64(runs) {
			s := draw(d, seed, 1000)
			slices.Sort(s)
			best, own := math.Inf(1), math.Inf(1)
			for _, f := range fitters {
				e, loglik, ok := f.fit(s)
				if !ok {
					continue
				}
				aic := 2*f.params - 2*loglik
				best = min(best, aic)
				if e.Law() != d.Law() {
					continue
				}
				own = aic
				if math.Abs(e.Mean()-d.Mean()) > 5*d.SD()/math.Sqrt(1000) || math.Abs(e.SD()/d.SD()-1) > 0.15 {
					t.Errorf("%s is fitted by %s", d.String(), e.String())
				}
				if goodness(f, e, s) > 0.01 {
					plausible++
				}
			}
			if own < best+6 {
				found++
			}
		}
		if found < runs-1 || plausible < runs-1 {
			t.Errorf("%s: of %d fits, %d are near the top, %d are plausible", d.String(), runs, found, plausible)
		}
	}
}

// TestFitLikelihoods compares the closed forms of the likelihoods with densities
// differentiated from the distribution functions, and checks that they are highest
// at the fit.
func TestFitLikelihoods(t *testing.T) {
	for i, d := range truths(t) {
		s := draw(d, uint64(i), 200)
		slices.Sort(s)
		for _, f := range fitters {
			fit, loglik, ok := f.fit(s)
			if !ok {
				continue
			}
			want := logLikelihood(&fit, s)
			if math.Abs(loglik-want) > 0.05+1e-4*math.Abs(want) {
				t.Errorf("%s: the likelihood is %v; its density says %v", fit.String(), loglik, want)
			}
			switch fit.Law() {
			case "exponential", "lognormal", "gamma", "weibull":
				family, _ := random.FamilyNamed(fit.Law())
				for j := range fit.Args() {
					for _, by := range []float64{0.99, 1.01} {
						args := fit.Args()
						args[j] *= by
						other, err := family.Make(args)
						if err != nil {
							t.Fatal(err)
						}
						if l := logLikelihood(&other, s); l > want+1e-3 {
							t.Errorf("%s is likelier than the fit %s by %v", other.String(), fit.String(), l-want)
						}
					}
				}
			}
		}
	}
}

func logLikelihood(d *random.Dist, s []float64) (sum float64) {
	for _, x := range s {
		h := 1e-5 * d.SD()
		sum += math.Log((d.CDF(x+h) - d.CDF(x-h)) / (2 * h))
	}
	return sum
}

// TestFitGoodnessIsCalibrated: fitted to samples of its own family, P is below 0.2
// in a fifth of them.
func TestFitGoodnessIsCalibrated(t *testing.T) {
	if testing.Short() {
		t.Skip("many bootstraps")
	}
	d := truths(t)[0]
	low := 0
	const runs = 150
	for seed := range uint64(runs) {
		s := draw(d, seed+100, 40)
		slices.Sort(s)
		fit, _, _ := fitExponential(s)
		if goodness(fitters[0], fit, s) < 0.2 {
			low++
		}
	}
	if low < 12 || low > 50 { // 30 expected, standard deviation 4.9
		t.Errorf("P is below 0.2 in %d of %d samples", low, runs)
	}
}

func TestFitIsHonest(t *testing.T) {
	if testing.Short() {
		t.Skip("many bootstraps")
	}
	// Two kinds of jobs mixed: no family describes them.
	var xs []float64
	for i, z := range normals(4, 600) {
		xs = append(xs, 60+2*z+float64(i%2)*60)
	}
	fits, err := Fit(xs)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fits {
		if f.P > 0.01 {
			t.Errorf("%s is said to describe a mixture (P = %v)", f.Dist.String(), f.P)
		}
	}
	slices.Reverse(xs)
	again, _ := Fit(xs)
	for i := range fits {
		if fits[i].P != again[i].P || !fits[i].Dist.Equal(again[i].Dist) {
			t.Errorf("the order of the sample matters: %s, %s", fits[i].Dist.String(), again[i].Dist.String())
		}
	}
}

func TestFitErrors(t *testing.T) {
	if _, err := Fit([]float64{1, 2, 3}); err == nil || err.Error() != "3 observations are too few to fit a law to; at least 10 are needed" {
		t.Errorf("three: %v", err)
	}
	if _, err := Fit([]float64{1, 2, 3, 4, math.NaN(), 6, 7, 8, 9, 10}); err == nil || err.Error() != "observation 5 of the sample is NaN, not a number that can be fitted" {
		t.Errorf("NaN: %v", err)
	}
	fits, err := Fit([]float64{5, 5, 5, 5, 5, 5, 5, 5, 5, 5})
	if err != nil || len(fits) != 1 || fits[0].Dist.String() != "constant(5)" {
		t.Errorf("constant: %v, %v", fits, err)
	}
	for _, xs := range [][]float64{
		{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, {-5, -4, -3, 1, 2, 3, 4, 5, 6, 7}, {1e90, 1, 1, 1, 1, 1, 1, 1, 1, 1},
		{1e-90, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1 + 1e-12}, {1e200, 1, 1, 1, 1, 1, 1, 1, 1, 1},
	} {
		fits, err := Fit(xs)
		if err == nil && len(fits) == 0 {
			t.Errorf("%v: neither fit nor error", xs)
		}
		for _, f := range fits {
			if xs[0] < 0 && f.Dist.Min() > xs[0] {
				t.Errorf("%s is fitted to a sample as low as %v", f.Dist.String(), xs[0])
			}
			if f.AIC != f.AIC || !(f.D >= 0 && f.D <= 1) || !(f.P >= 0 && f.P <= 1) {
				t.Errorf("%v: %s with AIC %v, D %v, P %v", xs, f.Dist.String(), f.AIC, f.D, f.P)
			}
		}
	}
}
