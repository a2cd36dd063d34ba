package stat

import (
	"math"
	"testing"

	"github.com/taktsim/takt/engine/random"
)

// ar1 is an autoregressive series around 0 with standard deviation 1.
func ar1(seed uint64, n int, phi float64) []float64 {
	xs := normals(seed, n)
	for i := range xs[1:] {
		xs[i+1] = phi*xs[i] + math.Sqrt(1-phi*phi)*xs[i+1]
	}
	return xs
}

// TestMSER5 cuts known transients: the case of White (1997), an exponential decay
// on noise, and a step.
func TestMSER5(t *testing.T) {
	cuts, short, bias, raw := 0.0, 0, 0.0, 0.0
	const runs = 100
	for seed := range uint64(runs) {
		xs := ar1(seed, 2000, 0.5)
		for i := range xs {
			xs[i] += 10 * math.Exp(-float64(i)/60)
		}
		cut, ok := MSER5(xs)
		if !ok {
			short++
		}
		cuts += float64(cut) / runs
		bias += mean(xs[cut:]) / runs
		raw += mean(xs) / runs
	}
	// The transient is below a tenth of the noise from 276 on.
	if cuts < 150 || cuts > 500 || short > 5 {
		t.Errorf("cut at %.0f on average, %d runs called too short", cuts, short)
	}
	// Without a cut the mean is off by 10*60/2000.
	if raw < 0.25 || math.Abs(bias) > 0.05 {
		t.Errorf("the cut brings the bias of the mean from %.3f to %.3f", raw, bias)
	}
	step := make([]float64, 500)
	for i := range step {
		step[i] = math.Sin(float64(i))
		if i < 100 {
			step[i] += 50
		}
	}
	if cut, ok := MSER5(step); cut != 100 || !ok {
		t.Errorf("a step at 100 is cut at %d, %v", cut, ok)
	}
	late := make([]float64, 500)
	for i := range late {
		late[i] = math.Sin(float64(i))
		if i < 400 {
			late[i] += float64(400-i) / 4
		}
	}
	if cut, ok := MSER5(late); ok {
		t.Errorf("a transient of 400 of 500 is cut at %d and found long enough", cut)
	}
	if _, ok := MSER5(step[:49]); ok {
		t.Error("49 observations are found long enough")
	}
	if cut, ok := MSER5(make([]float64, 100)); cut != 0 || !ok {
		t.Errorf("a constant series is cut at %d, %v", cut, ok)
	}
}

// TestMSERDefinition compares with the definition, evaluated afresh for every cut.
func TestMSERDefinition(t *testing.T) {
	for seed := range uint64(20) {
		xs := ar1(seed, 303, 0.9)
		k := len(xs) / 5
		best, at := math.Inf(1), 0
		for d := 0; d <= k-5; d++ {
			z := BatchMeans(xs[:k*5], k)[d:]
			v := variance(z) / float64(len(z))
			if v < best*(1-1e-12) {
				best, at = v, d*5
			}
		}
		if cut, ok := MSER5(xs); cut != at || ok != (at/5 <= k/2) {
			t.Errorf("seed %d: cut at %d, %v; want %d", seed, cut, ok, at)
		}
	}
}

func TestBatchMeans(t *testing.T) {
	got := BatchMeans([]float64{99, 1, 3, 5, 7, 9, 11}, 3)
	for i, want := range []float64{2, 6, 10} {
		near(t, "a batch mean", got[i], want, 0)
	}
	if BatchMeans([]float64{1, 2}, 3) != nil || BatchMeans([]float64{1, 2}, 0) != nil {
		t.Error("batches of nothing")
	}
	// Single observations of a series with memory claim far too much; their batch
	// means do not.
	raw, batched := 0, 0
	const runs = 500
	for seed := range uint64(runs) {
		xs := ar1(seed, 4000, 0.8)
		if v := MeanInterval(xs, 0.95); v.Low <= 0 && 0 <= v.High {
			raw++
		}
		if v := MeanInterval(BatchMeans(xs, 20), 0.95); v.Low <= 0 && 0 <= v.High {
			batched++
		}
	}
	if raw > 400 || batched < 455 || batched > 492 {
		t.Errorf("of %d intervals, %d raw and %d batched ones cover", runs, raw, batched)
	}
}

func TestAutoCorrelation(t *testing.T) {
	xs := ar1(3, 20000, 0.8)
	for lag, want := range []float64{1, 0.8, 0.64, 0.512} {
		near(t, "the autocorrelation", AutoCorrelation(xs, lag), want, 0.03)
		near(t, "that at the negative lag", AutoCorrelation(xs, -lag), AutoCorrelation(xs, lag), 0)
	}
	near(t, "that of a constant", AutoCorrelation([]float64{3, 3, 3}, 1), 0, 0)
	near(t, "that of too short a series", AutoCorrelation([]float64{1, 2}, 2), 0, 0)
	near(t, "that of an alternation", AutoCorrelation([]float64{1, -1, 1, -1}, 1), -0.75, 1e-15)
}

func TestQuantile(t *testing.T) {
	xs := []float64{40, 10, 30, 20}
	for p, want := range map[float64]float64{0: 10, 0.5: 25, 1: 40, 0.25: 17.5, -1: 10, 2: 40, 1.0 / 3: 20} {
		near(t, "the quantile", Quantile(xs, p), want, 1e-12)
	}
	if xs[0] != 40 {
		t.Error("Quantile sorted its argument")
	}
	if q := Quantile(nil, 0.5); q == q {
		t.Errorf("the median of nothing is %v", q)
	}
}

func TestKolmogorovTail(t *testing.T) {
	// Critical values of the limiting law (Smirnov 1948).
	for _, c := range []struct{ x, p float64 }{
		{0.5, 0.9639452436}, {0.82757355518991, 0.5}, {1.2238478702, 0.1}, {1.3580986394, 0.05}, {1.6276236115, 0.01}, {1.9494746, 0.001},
	} {
		near(t, "the tail", kolmogorovTail(c.x), c.p, 1e-8)
	}
	near(t, "the tail at 0", kolmogorovTail(0), 1, 0)
	if a, b := kolmogorovTail(1.18-1e-12), kolmogorovTail(1.18); math.Abs(a-b) > 1e-11 {
		t.Errorf("the two series disagree: %v and %v", a, b)
	}
}

// TestKSLevel: under the hypothesis, p is below 0.05 in 5 % of samples; under
// another, mostly.
func TestKSLevel(t *testing.T) {
	const runs = 1000
	cdf := func(x float64) float64 { p, _ := random.NormalCDF(x); return p }
	one, two, power := 0, 0, 0
	for seed := range uint64(runs) {
		xs := normals(seed, 60)
		if _, p := KS1(xs, cdf); p < 0.05 {
			one++
		}
		if _, p := KS2(xs, normals(seed+1e6, 80)); p < 0.05 {
			two++
		}
		for i := range xs {
			xs[i] += 0.6
		}
		if _, p := KS1(xs, cdf); p < 0.05 {
			power++
		}
	}
	if one < 30 || one > 70 || two < 25 || two > 70 || power < 900 {
		t.Errorf("rejected %d and %d of %d true hypotheses, %d false ones", one, two, runs, power)
	}
	if d, p := KS1(nil, cdf); d != 0 || p != 1 {
		t.Errorf("nothing lies %v away, %v", d, p)
	}
	if d, _ := KS2([]float64{1, 2, 2, 3}, []float64{2, 2, 4}); math.Abs(d-1.0/3) > 1e-15 {
		t.Errorf("the distance is %v; want 1/3", d)
	}
}
