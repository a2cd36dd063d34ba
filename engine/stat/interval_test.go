package stat

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine/random"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) && got != want {
		t.Errorf("%s is %v; want %v", what, got, want)
	}
}

// normals are n independent standard normal numbers.
func normals(seed uint64, n int) []float64 {
	k := random.NewKey(seed, 0, 0)
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = random.NormalQuantile(k.U(uint64(i)))
	}
	return xs
}

func TestTally(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 0, 50).Draw(t, "xs")
		cut := rapid.IntRange(0, len(xs)).Draw(t, "cut")
		var all, a, b Tally
		sum, low, high := 0.0, math.Inf(1), math.Inf(-1)
		for i, x := range xs {
			all.Add(x)
			if i < cut {
				a.Add(x)
			} else {
				b.Add(x)
			}
			sum += x
			low, high = min(low, x), max(high, x)
		}
		a.Merge(b)
		if a.N != all.N || a.Min != all.Min || a.Max != all.Max ||
			math.Abs(a.Mean-all.Mean) > 1e-9 || math.Abs(a.Var()-all.Var()) > 1e-9*(1+all.Var()) {
			t.Fatalf("merged %+v; at once %+v", a, all)
		}
		if len(xs) == 0 {
			return
		}
		dev, m := 0.0, sum/float64(len(xs))
		for _, x := range xs {
			dev += (x - m) * (x - m)
		}
		if math.Abs(all.Sum()-sum) > 1e-7 || all.Min != low || all.Max != high || math.Abs(all.M2-dev) > 1e-9*(1+dev) {
			t.Fatalf("%+v of %v", all, xs)
		}
	})
	var far Tally // a naive sum of squares loses this spread altogether
	for _, x := range []float64{1e9 + 1, 1e9 + 2, 1e9 + 3} {
		far.Add(x)
	}
	near(t, "the variance of 1e9 + 1, 2, 3", far.Var(), 1, 1e-9)
}

func TestHistogram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Float64Range(0.01, 1e6), 1, 200).Draw(t, "xs")
		var h, a, b Histogram
		for i, x := range xs {
			h.Add(x)
			if i%2 == 0 {
				a.Add(x)
			} else {
				b.Add(x)
			}
		}
		a.Merge(&b)
		if a != h {
			t.Fatal("merging is not the same as adding")
		}
		p := rapid.Float64Range(0.001, 1).Draw(t, "p")
		got := h.Quantile(p)
		// The sample quantile as the histogram means it: the least x that a share p
		// of the observations do not exceed.
		want := Quantile(xs, 1)
		for _, x := range xs {
			n := 0
			for _, y := range xs {
				if y <= x {
					n++
				}
			}
			if float64(n) >= p*float64(len(xs)) {
				want = min(want, x)
			}
		}
		if math.Abs(got-want) > HistogramError*want {
			t.Fatalf("Quantile(%v) = %v; want %v within %v", p, got, want, HistogramError)
		}
	})
	var h Histogram
	if q := h.Quantile(0.5); q == q {
		t.Errorf("the median of nothing is %v", q)
	}
	for _, x := range []float64{0, -1, 1e-6, 1e9, math.Inf(1), math.NaN(), HistogramMin, HistogramMax} {
		h.Add(x)
	}
	if h.N != 7 || h.Below != 3 || h.Above != 3 || h.Buckets[0] != 1 {
		t.Errorf("N %d, below %d, above %d, first %d", h.N, h.Below, h.Above, h.Buckets[0])
	}
	near(t, "the lowest quantile", h.Quantile(0.2), 0, 0)
	near(t, "the highest quantile", h.Quantile(1), HistogramMax, 0)
	near(t, "the first bucket's start", BucketStart(0), HistogramMin, 0)
	near(t, "the last bucket's end", BucketStart(len(h.Buckets)), HistogramMax, 0)
	for i := range h.Buckets {
		if w := BucketStart(i+1)/BucketStart(i) - 1; w > HistogramError {
			t.Errorf("bucket %d is %v of its start wide", i, w)
		}
	}
}

func TestMeanInterval(t *testing.T) {
	v := MeanInterval([]float64{1, 2, 3, 4, 5}, 0.95)
	// t(0.975; 4) = 2.776445105 (tables of Student's law).
	near(t, "half", v.Half, 2.776445105*math.Sqrt(2.5/5), 1e-8)
	near(t, "mean", v.Mean, 3, 0)
	near(t, "low", v.Low, v.Mean-v.Half, 0)
	near(t, "the standard error", v.SE(), math.Sqrt(0.5), 1e-12)
	near(t, "half of one", MeanInterval([]float64{7}, 0.95).Half, math.Inf(1), 0)
	near(t, "half of equal ones", MeanInterval([]float64{7, 7, 7}, 0.95).Half, 0, 0)
	p := Paired([]float64{10, 20, 30, 99}, []float64{11, 22, 33}, 0.95)
	if want := MeanInterval([]float64{1, 2, 3}, 0.95); !cmp.Equal(p, want) {
		t.Errorf("Paired is %+v; want %+v", p, want)
	}
}

// TestCoverage: a 95 % interval holds the true mean in 93 to 97 % of samples.
func TestCoverage(t *testing.T) {
	const samples = 1000
	for _, n := range []int{5, 20} {
		hits, paired := 0, 0
		for seed := range uint64(samples) {
			if v := MeanInterval(normals(seed, n), 0.95); v.Low <= 0 && 0 <= v.High {
				hits++
			}
			a, b := normals(seed, n), normals(seed+1e6, n)
			for i := range b {
				b[i] = a[i] + 0.5 + 0.1*b[i]
			}
			if v := Paired(a, b, 0.95); v.Low <= 0.5 && 0.5 <= v.High {
				paired++
			}
		}
		if hits < 930 || hits > 970 || paired < 930 || paired > 970 {
			t.Errorf("n %d: intervals cover in %d and %d of %d; want 930 to 970", n, hits, paired, samples)
		}
	}
}

func TestCompare(t *testing.T) {
	v := Interval{Mean: 5, Half: 1, Low: 4, High: 6, N: 20, Level: 0.95}
	for _, c := range []struct {
		op    string
		bound float64
		want  Verdict
	}{
		{"<", 7, Holds}, {"<", 6, Undecided}, {"<", 4, Fails}, {"<", 5, Undecided},
		{"<=", 6, Holds}, {"<=", 4, Undecided}, {"<=", 3.9, Fails},
		{">", 3, Holds}, {">", 4, Undecided}, {">", 6, Fails},
		{">=", 4, Holds}, {">=", 6, Undecided}, {">=", 6.1, Fails}, {">=", math.NaN(), Undecided},
	} {
		op, err := ParseOp(c.op)
		if err != nil || op.String() != c.op {
			t.Fatalf("ParseOp(%q) = %v, %v", c.op, op, err)
		}
		if got := Compare(v, op, c.bound); got != c.want {
			t.Errorf("[4, 6] %s %v: %v; want %v", c.op, c.bound, got, c.want)
		}
	}
	if _, err := ParseOp("=="); err == nil || err.Error() != `"==" is no comparison of a mean; use <, <=, > or >=` {
		t.Errorf("ParseOp(==): %v", err)
	}
	if got := Compare(MeanInterval([]float64{1}, 0.95), Less, 100); got != Undecided {
		t.Errorf("one observation: %v", got)
	}
}

func TestReplicationsFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "n")
		v := MeanInterval(normals(rapid.Uint64Range(0, 1e6).Draw(t, "seed"), n), 0.95)
		half := v.Half * rapid.Float64Range(0.05, 1.5).Draw(t, "share")
		got := ReplicationsFor(v, half)
		sd := v.SE() * math.Sqrt(float64(v.N))
		if h := halfWidth(sd, 0.95, got); h > half*(1+1e-9) || got < n {
			t.Fatalf("%d replications of spread %v give a half width of %v; want %v", got, sd, h, half)
		}
		if h := halfWidth(sd, 0.95, got-1); got > n && h <= half {
			t.Fatalf("%d replications would do for %v", got-1, half)
		}
	})
	v := MeanInterval(normals(1, 20), 0.95)
	if got := ReplicationsFor(v, 0); got != math.MaxInt32 {
		t.Errorf("for a half width of 0: %d", got)
	}
	if got := PairsToDecide(v, v.Mean); got != math.MaxInt32 {
		t.Errorf("to tell the mean from itself: %d pairs", got)
	}
	if got := PairsToDecide(v, v.Mean+2*v.Half); got != 20 {
		t.Errorf("a decided claim: %d pairs", got)
	}
	near(t, "pairs at a quarter of the half width", float64(PairsToDecide(v, v.Mean+v.Half/4)), 16*20*1.96*1.96/(2.093*2.093), 6)
	if got := PairsToDecide(MeanInterval([]float64{1}, 0.95), 3); got != math.MaxInt32 {
		t.Errorf("from one pair: %d", got)
	}
}
