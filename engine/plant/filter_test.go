package plant

import (
	"math"
	"os"
	"slices"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// The line of the filter: four machines with failures that nobody reports, three
// buffers, and two sensors that give the levels of the first and the last buffer with
// an error. All else (four machines up or down, the middle buffer, what is in work,
// how long it has lasted) is hidden. The experiment follows Xie and Verbraeck
// (SIMULATION 94, 2018): a particle filter over copies of the simulation.
const filtered = `
[factory]
title = "four machines"
[part.job]
[l]
kind = "line"
flow = "in -> m1 -> b1 -> m2 -> b2 -> m3 -> b3 -> m4 -> out"
[shape.m]
kind  = "machine"
cycle = "lognormal(60 s, 20 s)"
mtbf  = "60 min"
mttr  = "weibull(2, 15 min)"
[l.in]
kind = "source"
part = "job"
[l.m1]
like = "m"
[l.b1]
kind = "buffer"
room = 20
[l.m2]
like = "m"
[l.b2]
kind = "buffer"
room = 20
[l.m3]
like = "m"
[l.b3]
kind = "buffer"
room = 20
[l.m4]
like = "m"
[l.out]
kind = "sink"
`

const (
	filterStep  = 2 * engine.Minute
	filterAhead = 30 * engine.Minute
	sensorSD    = 3.0 // parts
)

// filter is an ensemble of states that takes in what the sensors say.
type filter struct {
	p         *Plant
	branch    bool
	particles []*Sim
	spare     []*Sim
	key       uint64
}

func newFilter(p *Plant, n int, seed uint64, branch bool) *filter {
	f := &filter{p: p, branch: branch}
	for i := range n {
		f.particles = append(f.particles, p.New(seed, uint32(i)))
		f.spare = append(f.spare, p.blank())
	}
	return f
}

// copyInto copies a particle. A plain fork keeps when everything that is under way
// ends, and has luck of its own for what comes later.
func (f *filter) copyInto(to, from *Sim) {
	f.key++
	if f.branch {
		from.BranchInto(to, f.key)
		return
	}
	from.ForkInto(to)
	to.common().Domain = random.Mix(to.common().Domain, f.key) | 1
	for i := range f.p.places {
		to.rekey(uint32(i))
	}
}

func (f *filter) sensed(s *Sim, k int) float64 {
	return float64(s.Places.At(f.p.index[[]string{"l.b1", "l.b3"}[k]]).Inside)
}

// step carries the ensemble on and resamples it (systematically) by the likelihood
// of what was read.
func (f *filter) step(at engine.Time, read []float64, u float64) {
	weights := make([]float64, len(f.particles))
	sum := 0.0
	for i, s := range f.particles {
		s.Run(at)
		l := 0.0
		for k, y := range read {
			d := (y - f.sensed(s, k)) / sensorSD
			l -= d * d / 2
		}
		weights[i] = math.Exp(l)
		sum += weights[i]
	}
	if sum == 0 {
		return
	}
	n := float64(len(f.particles))
	i, upTo := 0, weights[0]/sum
	for k := range f.particles {
		for want := (float64(k) + u) / n; upTo < want && i < len(weights)-1; {
			i++
			upTo += weights[i] / sum
		}
		f.copyInto(f.spare[k], f.particles[i])
	}
	f.particles, f.spare = f.spare, f.particles
}

func wipOf(s *Sim) float64 { return float64(s.TypeStats.At(0).Inside) }

// forecast is the output of the next half hour in every particle, in order.
func (f *filter) forecast(at engine.Time) []float64 {
	var out []float64
	for i, s := range f.particles {
		f.copyInto(f.spare[i], s)
		g := f.spare[i]
		before := g.TypeStats.At(0).Done
		g.Run(at + filterAhead)
		out = append(out, float64(g.TypeStats.At(0).Done-before))
	}
	slices.Sort(out)
	return out
}

// filterScore is how well an ensemble knew a plant.
type filterScore struct {
	sq      float64 // squared errors of the work in process
	n       int
	covered int // forecasts whose 90 % interval held the output
	total   int
}

// follow runs a plant and a filter beside it. The plant's luck is not the filter's.
func (f *filter) follow(truth *Sim, length engine.Time, score *filterScore) {
	noise := random.NewKey(9, truth.common().Replication, 1)
	for k := uint64(1); ; k++ {
		at := engine.Time(k) * filterStep
		if at > length {
			return
		}
		truth.Run(at)
		read := make([]float64, 2)
		for j := range read {
			read[j] = f.sensed(truth, j) + sensorSD*random.NormalQuantile(noise.U(2*k+uint64(j)))
		}
		f.step(at, read, noise.For(1).U(k))
		if at < 2*engine.Hour {
			continue // both began empty, which is no merit
		}
		mean := 0.0
		for _, s := range f.particles {
			mean += wipOf(s) / float64(len(f.particles))
		}
		score.sq += (mean - wipOf(truth)) * (mean - wipOf(truth))
		score.n++
		if at%filterAhead == 0 {
			out := f.forecast(at)
			future := truth.Fork()
			future.Run(at + filterAhead)
			score.judge(out, float64(future.TypeStats.At(0).Done-truth.TypeStats.At(0).Done), noise.For(2).U(k))
		}
	}
}

// judge asks whether x lies in the middle 90 % of a forecast. Counts tie, so a tie
// counts in proportion: u decides (the randomised probability transform).
func (c *filterScore) judge(out []float64, x, u float64) {
	below, equal := 0.0, 0.0
	for _, o := range out {
		if o < x {
			below++
		} else if o == x {
			equal++
		}
	}
	// The outcome is one more member of the ensemble.
	rank := (below + u*(equal+1)) / float64(len(out)+1)
	c.total++
	if rank > 0.05 && rank < 0.95 {
		c.covered++
	}
}

func (c *filterScore) rmse() float64 { return math.Sqrt(c.sq / float64(c.n)) }
func (c *filterScore) coverage() float64 {
	return float64(c.covered) / float64(c.total)
}

// TestFilterOverBranches follows the four-machine line with 200 particles. With
// Branch the filter knows the work in process better than with plain forks, whose
// copies share the end of what is under way, and its intervals keep their promise.
func TestFilterOverBranches(t *testing.T) {
	reps, length, low, high := 3, 6*engine.Hour, 0.0, 1.0
	switch {
	case os.Getenv("TAKT_LONG") != "":
		reps, length, low, high = 60, 12*engine.Hour, 0.88, 0.92
	case testing.Short():
		reps, length = 1, 4*engine.Hour
	}
	p := parse(t, filtered)
	var branched, forked, open filterScore
	var better stat.Tally
	for rep := range uint32(reps) {
		var b, f filterScore
		newFilter(p, 200, 2, true).follow(p.New(1, rep), length, &b)
		newFilter(p, 200, 2, false).follow(p.New(1, rep), length, &f)
		better.Add(f.rmse() - b.rmse())
		branched.add(b)
		forked.add(f)
		truth, blind := p.New(1, rep), newFilter(p, 20, 3, true)
		for at := 2 * engine.Hour; at <= length; at += 10 * filterStep {
			truth.Run(at)
			mean := 0.0
			for _, s := range blind.particles {
				s.Run(at)
				mean += wipOf(s) / 20
			}
			open.sq += (mean - wipOf(truth)) * (mean - wipOf(truth))
			open.n++
		}
	}
	t.Logf("work in process, root mean square error: %.2f without sensors, %.2f with forks, %.2f with branches", open.rmse(), forked.rmse(), branched.rmse())
	t.Logf("90 %% intervals of the next half hour's output that held it: %.1f %% with forks, %.1f %% with branches, of %d", 100*forked.coverage(), 100*branched.coverage(), branched.total)
	if branched.rmse() >= forked.rmse() || branched.rmse() >= open.rmse() {
		t.Errorf("branches do not know the work in process better")
	}
	if c := branched.coverage(); c < low || c > high {
		t.Errorf("90 %% intervals hold the output in %.1f %%, want %.0f to %.0f %%", 100*c, 100*low, 100*high)
	}
	if reps > 20 && better.Mean < 2*better.SD()/math.Sqrt(float64(reps)) {
		t.Errorf("branches are better by %.2f, standard error %.2f", better.Mean, better.SD()/math.Sqrt(float64(reps)))
	}
}

func (c *filterScore) add(o filterScore) {
	c.sq, c.n, c.covered, c.total = c.sq+o.sq, c.n+o.n, c.covered+o.covered, c.total+o.total
}
