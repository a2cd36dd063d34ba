package sense_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/sense"
	"github.com/taktsim/takt/engine/stat"
)

func Example() {
	// A level gauge that reads to the half metre and is a quarter off.
	gauge := sense.Sensor{Period: 1, Bias: 0.25, Step: 0.5}
	var st sense.State
	for i, level := range []float64{2, 2.2, 2.6} {
		fmt.Println(gauge.Sample(random.Key(1), uint64(i), level, &st).Value)
	}
	// Output:
	// 2.5
	// 2.5
	// 3
}

const n = 100_000

// binomial fails when a count is outside its 99.99 % interval.
func binomial(t *testing.T, what string, count int, share float64) {
	t.Helper()
	z := distuv.UnitNormal.Quantile(0.99995)
	if d := math.Abs(float64(count)/n - share); d > z*math.Sqrt(share*(1-share)/n) {
		t.Errorf("%s: a share of %.5f, want %.5f", what, float64(count)/n, share)
	}
}

func TestDropOutShare(t *testing.T) {
	for _, share := range []float64{0.001, 0.1, 0.5, 0.9} {
		s := sense.Sensor{Period: 1, DropOut: share}
		lost, twice := 0, 0
		var st sense.State
		for i := range uint64(n) {
			if s.Sample(7, i, 1, &st).Lost {
				lost++
				if s.Lost(7, i+1) {
					twice++
				}
			}
		}
		binomial(t, "lost", lost, share)
		binomial(t, "lost twice in a row", twice, share*share)
	}
	s := sense.Sensor{Period: 1, DropOut: 1}
	if !s.Lost(7, 3) {
		t.Error("of 100 % drop-out something came through")
	}
}

// TestNoiseIsNormal: mean, variance (by the law of chi-squared) and the share beyond
// two standard deviations.
func TestNoiseIsNormal(t *testing.T) {
	s := sense.Sensor{Period: 1, Noise: 3, Bias: -2}
	sum, squares, far := 0.0, 0.0, 0
	for i := range uint64(n) {
		e := s.Measure(random.Key(5), i, 10) - 10 + 2
		sum, squares = sum+e, squares+e*e
		if math.Abs(e) > 6 {
			far++
		}
	}
	if mean := sum / n; math.Abs(mean) > 4*3/math.Sqrt(n) {
		t.Errorf("mean %.4f off the bias", mean)
	}
	law := distuv.ChiSquared{K: n}
	if x := squares / 9; x < law.Quantile(0.00005) || x > law.Quantile(0.99995) {
		t.Errorf("variance %.4f, want 9", squares/n)
	}
	binomial(t, "beyond two standard deviations", far, 2*distuv.UnitNormal.CDF(-2))
}

// TestStepErrorIsUniform: of a value that lies anywhere, rounding makes an error with
// the variance step²/12 (Bennett 1948), never above half a step.
func TestStepErrorIsUniform(t *testing.T) {
	s := sense.Sensor{Period: 1, Step: 0.25}
	squares := 0.0
	for i := range uint64(n) {
		truth := 1000 * random.Key(9).U(i)
		v := s.Measure(1, i, truth)
		if v != 0.25*math.Round(v/0.25) || math.Abs(v-truth) > 0.125+1e-9 {
			t.Fatalf("%v reads %v", truth, v)
		}
		squares += (v - truth) * (v - truth)
	}
	want := 0.25 * 0.25 / 12
	// The squares of a uniform error have the variance step⁴/180.
	if d := math.Abs(squares/n - want); d > 4*0.25*0.25/math.Sqrt(180*n) {
		t.Errorf("variance %.6f, want %.6f", squares/n, want)
	}
}

// TestStuckShare: a sensor that gets stuck at a share p of its free samples, for m
// samples on average, is stuck for the share m / (m + (1-p)/p) of them.
func TestStuckShare(t *testing.T) {
	s := sense.Sensor{Period: 2, Stick: 0.01, Stuck: 50}
	const m, p = 25, 0.01
	want := m / (m + (1-p)/p)
	var shares []float64
	for k := range 40 {
		var st sense.State
		stuck := 0
		for i := range uint64(n / 4) {
			if r := s.Sample(random.Key(k), i, float64(i), &st); r.Value != float64(i) {
				if stuck++; r.Lost {
					t.Fatal("a stuck sensor shows")
				}
			}
		}
		shares = append(shares, float64(stuck)/(n/4))
	}
	mean, squares := 0.0, 0.0
	for _, v := range shares {
		mean += v / 40
	}
	for _, v := range shares {
		squares += (v - mean) * (v - mean) / 39
	}
	if half := 3.6 * math.Sqrt(squares/40); math.Abs(mean-want) > half { // Student's 99.9 %
		t.Errorf("stuck for a share of %.4f ± %.4f, want %.4f", mean, half, want)
	}
}

// TestStuckAnewInAnotherFuture: two sensors that are stuck at the same sample and go on
// with streams of their own come free at different ones.
func TestStuckAnewInAnotherFuture(t *testing.T) {
	s := sense.Sensor{Period: 1, Stick: 0.01, Stuck: 50}
	var st sense.State
	from := uint64(0)
	for ; !st.Stuck; from++ {
		s.Sample(1, from, 0, &st)
	}
	ends := map[uint64]bool{}
	for k := range 20 {
		other, i := st, from
		for ; other.Stuck; i++ {
			s.Sample(random.Key(k), i, 0, &other)
		}
		ends[i] = true
	}
	if len(ends) < 10 {
		t.Errorf("20 futures end at %d samples only", len(ends))
	}
}

func TestSamplesDependOnNothingElse(t *testing.T) {
	s := sense.Sensor{Period: 1, Noise: 1, DropOut: 0.3, Stick: 0.1, Stuck: 5}
	run := func(key random.Key) (out []sense.Reading) {
		var st sense.State
		for i := range uint64(200) {
			out = append(out, s.Sample(key, i, 1, &st))
		}
		return out
	}
	if !reflect.DeepEqual(run(3), run(3)) {
		t.Error("the same stream gave other samples")
	}
	if reflect.DeepEqual(run(3), run(4)) {
		t.Error("another stream gave the same samples")
	}
	if s.Measure(3, 17, 1) != s.Measure(3, 17, 1) || s.Measure(3, 17, 1) == s.Measure(3, 18, 1) {
		t.Error("a sample is not a function of its number")
	}
	if err := engine.CheckState(reflect.TypeFor[sense.State]()); err != nil {
		t.Error(err)
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		s    sense.Sensor
		want string
	}{
		{sense.Sensor{}, ""}, {sense.Sensor{Period: 1, Delay: 15}, ""}, {sense.Sensor{Period: 0.1, Delay: 1.5}, ""},
		{sense.Sensor{Period: 1, Delay: 15.1}, "the delay is more than 15 periods"},
		{sense.Sensor{Noise: 1}, `a sensor wants a period, such as period = "1 s"`},
	} {
		if got := c.s.Problem(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.s, got, c.want)
		}
	}
}

// TestStuckShareByItsFormula: the share of the samples at which a sensor is stuck, counted and by
// its formula, and of the states that are imagined.
func TestStuckShareByItsFormula(t *testing.T) {
	for _, s := range []sense.Sensor{
		{Period: 1, Stick: 0.05, Stuck: 10}, {Period: 2, Stick: 0.01, Stuck: 60}, {Period: 1, Stick: 0.3, Stuck: 0.5}, {Period: 1, Stick: 0.5, Stuck: 4},
	} {
		var st sense.State
		stuck, imagined := 0.0, 0
		const runs = 50 // a run of samples depends on itself: so many independent ones
		var shares []float64
		for run := range uint64(runs) {
			st, stuck = sense.State{}, 0
			for i := range uint64(n) {
				if s.Sample(random.Key(run), i, 1, &st); st.Stuck {
					stuck++
				}
			}
			shares = append(shares, stuck/n)
		}
		if v := stat.MeanInterval(shares, 0.9999); s.StuckShare() < v.Low || s.StuckShare() > v.High {
			t.Errorf("%+v: stuck at %.5f ± %.5f of the samples, the formula says %.5f", s, v.Mean, v.Half, s.StuckShare())
		}
		for i := range uint64(n) {
			st := sense.State{Held: 5, Any: true}
			if s.Imagine(9, i, 3, &st); st.Stuck {
				imagined++
			}
			if st.Held != 3 {
				t.Fatalf("imagined to hold %v, not what was reported", st.Held)
			}
		}
		binomial(t, "imagined to be stuck", imagined, s.StuckShare())
	}
	if share := (&sense.Sensor{Period: 1}).StuckShare(); share != 0 {
		t.Errorf("a sensor that never sticks is stuck at %v of the samples", share)
	}
}
