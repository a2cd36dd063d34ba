package process_test

import (
	"math"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/stat"
)

// simpy holds what testdata/simpy_means.py measured with SimPy 4.1.2 on Python
// 3.11.7: means and half widths of their 99 % intervals, and the number of
// replications, here the same. Measured 2026-11-25:
//
//	figure                                      SimPy               here
//	bank: customers who leave              1.9777 ±  .0438     1.9732 ±  .0437
//	carwash: mean wait [min]               1.0830 ±  .0067     1.0843 ±  .0065
//	shop: parts a machine in four weeks   3308.10 ±  14.58    3313.88 ±  15.10
//	cinema: first film sold out [min]      34.659 ±   .352     34.900 ±   .353
//	cinema: people who leave               33.669 ±   .592     33.854 ±   .579
//	gas station: mean time of a car [s]    40.844 ±   .779     40.744 ±   .766
//	broadcast: share read late              .1495 ±  .0040      .1508 ±  .0037
var simpy = []struct {
	figure     string
	mean, half float64
	runs       int
	one        func(t *testing.T) (*process.Code, func(s *process.Sim) float64, engine.Time)
}{
	{"bank: customers who leave", 1.9777, .0438, 4000, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		b := newBank(silent)
		return compile(t, b.model), func(s *process.Sim) float64 { return float64(*b.left.Of(s)) }, engine.Never
	}},
	{"carwash: mean wait [min]", 1.0830, .0067, 2000, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		w := newCarwash(silent)
		return compile(t, w.model), func(s *process.Sim) float64 { return w.machines.Stats(s).Wait.Mean / 60 }, engine.Hour
	}},
	{"shop: parts a machine in four weeks", 3308.10, 14.58, 60, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		k := newShop()
		return compile(t, k.model), func(s *process.Sim) float64 {
			var sum int64
			for _, n := range k.made.Of(s) {
				sum += n
			}
			return float64(sum) / shopMachines
		}, 4 * engine.Week
	}},
	{"cinema: first film sold out [min]", 34.6587, .3521, 2000, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		k := newCinema()
		return compile(t, k.model), func(s *process.Sim) float64 {
			first := math.Inf(1)
			for _, f := range k.films {
				if at := f.Of(s).soldOut; at > 0 {
					first = min(first, minutes(at))
				}
			}
			return first
		}, 2 * engine.Hour
	}},
	{"cinema: people who leave", 33.6685, .5922, 2000, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		k := newCinema()
		return compile(t, k.model), func(s *process.Sim) (left float64) {
			for _, f := range k.films {
				left += float64(f.Of(s).left)
			}
			return left
		}, 2 * engine.Hour
	}},
	{"gas station: mean time of a car [s]", 40.8438, .7793, 200, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		g := newGasStation(silent)
		return compile(t, g.model), func(s *process.Sim) float64 { return g.times.Of(s).Mean }, 10 * engine.Hour
	}},
	{"broadcast: share read late", .1495, .0040, 500, func(t *testing.T) (*process.Code, func(*process.Sim) float64, engine.Time) {
		b := newBroadcast(silent)
		return compile(t, b.model), func(s *process.Sim) float64 {
			n := b.late.Of(s)
			return float64(n[0]) / float64(n[1])
		}, 1000 * engine.Second
	}},
}

// TestMeansAgreeWithSimPy: the same models, two engines, luck of their own. The
// difference of the means must lie within its 99 % interval.
func TestMeansAgreeWithSimPy(t *testing.T) {
	for _, c := range simpy {
		code, read, until := c.one(t)
		var sum stat.Tally
		for r := range c.runs {
			s := code.New(1, uint32(r))
			run(t, s, until-1) // SimPy ends before the instant, not after it
			sum.Add(read(s))
		}
		v := sum.Interval(.99)
		t.Logf("%-36s SimPy %9.4f ± %7.4f, here %9.4f ± %7.4f", c.figure, c.mean, c.half, v.Mean, v.Half)
		if within := math.Hypot(v.Half, c.half); !(math.Abs(v.Mean-c.mean) <= within) {
			t.Errorf("%s: %v with SimPy, %v here: more apart than %v", c.figure, c.mean, v.Mean, within)
		}
	}
}
