package lab

import (
	"math"
	"testing"

	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/stat"
	"pgregory.net/rapid"
)

// around is an interval of n observations.
func around(mean, half float64, n int) stat.Interval {
	return stat.Interval{Mean: mean, Half: half, Low: mean - half, High: mean + half, N: n, Level: Level}
}

func TestVerdicts(t *testing.T) {
	const h, f, u = stat.Holds, stat.Fails, stat.Undecided
	for _, c := range []struct {
		op            string
		bound, within float64
		got           stat.Interval
		difference    bool
		want          stat.Verdict
	}{
		{"<", 10, 0, around(9, 0.5, 20), false, h},
		{"<", 10, 0, around(11, 0.5, 20), false, f},
		{"<", 10, 0, around(9, 2, 20), false, u},
		{"<", 10, 0, around(10, 0, 20), false, f},
		{"<=", 10, 0, around(10, 0, 20), false, h},
		{">", 10, 0, around(11, 0.5, 20), false, h},
		{">", 10, 0, around(10, 0, 20), false, f},
		{">=", 10, 0, around(10, 0, 20), false, h},
		{">=", 10, 0, around(9, 0.5, 20), false, f},
		{"=", 10, 1, around(10.2, 0.5, 20), false, h},
		{"=", 10, 1, around(10.8, 0.5, 20), false, u},
		{"=", 10, 1, around(12, 0.5, 20), false, f},
		{"=", 10, 1, around(8, 0.5, 20), false, f},
		{"=", 10, 1, around(10, 3, 20), false, u},
		// One replication says nothing of the others.
		{"<", 10, 0, stat.MeanInterval([]float64{1}, Level), false, u},
		// No claim of a difference from fewer than 20 pairs.
		{"<", 0, 0, around(-5, 1, 19), true, u},
		{"<", 0, 0, around(-5, 1, 20), true, h},
		{"<", 0, 0, around(5, 1, 5), true, u},
		// Nothing was measured.
		{"<", 10, 0, interval([]float64{math.NaN(), math.NaN()}), false, u},
		{"<", 10, 0, interval(nil), false, u},
	} {
		x := scenario.Expectation{Op: c.op, Bound: c.bound, Within: c.within, Difference: c.difference}
		if v := judge(x, c.got); v.Verdict != c.want {
			t.Errorf("%+v %s %v ± %v: %v, want %v", c.got, c.op, c.bound, c.within, v.Verdict, c.want)
		}
	}
}

// TestNeededDecides: with as many replications as are said to be needed, and the
// same mean and spread, the claim is decided; with three quarters of them it is not.
func TestNeededDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 60).Draw(t, "n")
		sd := rapid.Float64Range(0.1, 10).Draw(t, "sd")
		mean := rapid.Float64Range(-5, 5).Draw(t, "mean")
		of := func(n int) stat.Interval {
			tally := stat.Tally{N: uint64(n), Mean: mean, M2: sd * sd * float64(n-1)}
			return tally.Interval(Level)
		}
		x := scenario.Expectation{Op: rapid.SampledFrom([]string{"<", ">", "="}).Draw(t, "op"), Bound: rapid.Float64Range(-5, 5).Draw(t, "bound"), Within: 1}
		v := judge(x, of(n))
		if v.Verdict != stat.Undecided || v.Needed == 0 {
			return
		}
		if v.Needed < n {
			t.Fatalf("%d are needed, of %d", v.Needed, n)
		}
		// With "=" the far bound may still be open, but never after four times as many.
		if after := judge(x, of(4*v.Needed+10)); after.Verdict == stat.Undecided {
			t.Fatalf("%d are needed, and with %d it is still %+v", v.Needed, 4*v.Needed+10, after)
		}
		if early := judge(x, of(max(v.Needed*3/4, 2))); early.Verdict != stat.Undecided && v.Needed > n {
			t.Fatalf("%d are needed, and %d decide", v.Needed, v.Needed*3/4)
		}
	})
}

// TestDifferencePassesOverHoles: pairs of which one half is missing do not count.
func TestDifferencePassesOverHoles(t *testing.T) {
	nan := math.NaN()
	d := difference([]float64{1, nan, 3, 4, 9}, []float64{2, 5, nan, 5})
	if d.N != 2 || d.Mean != 1 || d.Half != 0 {
		t.Errorf("%+v", d)
	}
}
