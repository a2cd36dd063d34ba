package process_test

import (
	"math"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// branchAlarm is the probability with which a test of a law below rejects a right one,
// if the seeds were not fixed; there are some ten.
const branchAlarm = 1e-4

// holding is a model in which one process holds once by a law, and notes when it ends.
// Another one interrupts it from 30 s to 55 s.
func holding(t *testing.T, d random.Dist) (*process.Code, process.Var[engine.Time]) {
	m := process.NewModel()
	ended := process.NewVar[engine.Time](m, "ended", 0)
	worker := process.NewVar(m, "worker", process.Ref{})
	p := m.Program("worker",
		process.Do(func(c *process.Ctx) { *worker.Of(c) = c.Self() }),
		process.Hold(m.Law("work", d)).OnInterrupt(hold(25)),
		process.Do(func(c *process.Ctx) { *ended.Of(c) = c.Now() }))
	m.Start(p, 1)
	m.Start(m.Program("breaker", hold(30), process.Interrupt(func(c *process.Ctx) process.Ref { return *worker.Of(c) }, 1)), 1)
	return compile(t, m), ended
}

// worked is how long the worker held, the interrupt left out.
func worked(end engine.Time) float64 {
	if end > 30*engine.Second {
		end -= 25 * engine.Second
	}
	return end.Seconds()
}

// TestBranchKeepsTheLaw: a hold under way when the state is branched, or interrupted
// then, has in all the law that it had before.
func TestBranchKeepsTheLaw(t *testing.T) {
	for _, d := range []random.Dist{
		must(random.Exponential(60)), must(random.Erlang(3, 60)), must(random.Uniform(20, 100)), must(random.Triangular(20, 30, 100)),
		must(random.Weibull(2.5, 60)), must(random.LogNormal(60, 60)),
	} {
		code, ended := holding(t, d)
		var branched []float64
		for rep := range uint32(1500) {
			s := code.New(1, rep)
			run(t, s, engine.Seconds(100*random.Key(2).U(uint64(rep))))
			f := s.Branch(uint64(rep)).Branch(7)
			run(t, f, engine.Day)
			branched = append(branched, worked(*ended.Of(f)))
			if end := *ended.Of(s); end != 0 && end != *ended.Of(f) {
				t.Fatalf("%s: a branch moved the end of what was over, from %v to %v", d.String(), end, *ended.Of(f))
			}
		}
		if dist, alarm := stat.KS1(branched, d.CDF); alarm < branchAlarm {
			t.Errorf("%s: branched holds have another law: distance %.3f, p %.2g", d.String(), dist, alarm)
		}
	}
}

// TestBranchKeepsAQueue: M/M/1, branched in its course, is as long as one that was not.
func TestBranchKeepsAQueue(t *testing.T) {
	m := process.NewModel()
	gap, service := exponential(t, m, "gap", 10), exponential(t, m, "service", 8)
	counter := m.Resource("counter", 1)
	customer := m.Program("customer", process.Use(counter, process.Hold(service)))
	m.Start(m.Program("door", process.Forever(process.Hold(gap), process.Spawn(customer))), 1)
	code := compile(t, m)
	inside := func(s *process.Sim) float64 {
		begun, ended := s.Processes(customer)
		return float64(begun - ended)
	}
	var plain, branched stat.Tally
	for rep := range uint32(3000) {
		f := code.New(2, rep) // luck of its own, so that the two are independent
		run(t, f, 10*engine.Minute)
		s := code.New(1, rep)
		run(t, s, 5*engine.Minute)
		s = s.Branch(uint64(rep))
		run(t, s, 10*engine.Minute)
		plain.Add(inside(f))
		branched.Add(inside(s))
	}
	se := math.Sqrt((plain.Var() + branched.Var()) / 3000)
	if z := (plain.Mean - branched.Mean) / se; math.Abs(z) > 3.9 {
		t.Errorf("%.3f customers, %.3f when it is branched: %.1f standard errors", plain.Mean, branched.Mean, z)
	}
}

// TestBranchChangesNothingCertain: where every time is certain there is one future,
// whether a number, a function or a law says so.
func TestBranchChangesNothingCertain(t *testing.T) {
	build := func(d random.Dist) *process.Sim {
		m := process.NewModel()
		l := m.Law("work", d)
		desk := m.Resource("desk", 1)
		p := m.Program("customer", process.Use(desk, process.Hold(l)), process.Hold(process.ForBy(func(c *process.Ctx) engine.Time { return engine.Time(c.Number()) * engine.Second })))
		m.Start(m.Program("door", process.Forever(hold(7), process.Spawn(p))), 1)
		s := compile(t, m).New(1, 0)
		run(t, s, 777*engine.Second)
		return s
	}
	for _, c := range []struct {
		d    random.Dist
		same bool
	}{{must(random.Constant(5.123456789)), true}, {must(random.Uniform(4, 6)), false}} {
		s := build(c.d)
		f := s.Branch(1)
		run(t, s, engine.Hour)
		run(t, f, engine.Hour)
		if got := s.Hash().Stats == f.Hash().Stats && s.Steps() == f.Steps(); got != c.same {
			t.Errorf("%s: the branch is the same: %v, want %v", c.d.String(), got, c.same)
		}
	}
}

// TestBranchesOfOneKeyAreEqual, those of others are not, also what begins later; and
// branching leaves the state alone.
func TestBranchesOfOneKeyAreEqual(t *testing.T) {
	k := newShop()
	s := compile(t, k.model).New(3, 0)
	run(t, s, engine.Day)
	before := s.Hash()
	a, b, c := s.Branch(1), s.Branch(1), s.Branch(2)
	if s.Hash() != before {
		t.Error("branching changed the state")
	}
	for _, f := range []*process.Sim{s, a, b, c} {
		run(t, f, 2*engine.Day)
	}
	if a.Hash() != b.Hash() {
		t.Error("two branches of one key differ")
	}
	if a.Hash().Live == c.Hash().Live || a.Hash().Stats == c.Hash().Stats || a.Hash().Stats == s.Hash().Stats {
		t.Error("branches of two keys have the same future")
	}
}

// TestWhoComesLaterHasTheLuckOfTheBranch: also one whom an input begins.
func TestWhoComesLaterHasTheLuckOfTheBranch(t *testing.T) {
	m := process.NewModel()
	drawn := process.NewVar[engine.Time](m, "drawn", 0)
	work := exponential(t, m, "work", 60)
	visit := m.Program("visit", process.Do(func(c *process.Ctx) { *drawn.Of(c) = c.Duration(work) }))
	s := compile(t, m).New(1, 0)
	s.Feed(visit, engine.Minute, 0)
	seen := map[engine.Time]bool{}
	for _, f := range []*process.Sim{s, s.Branch(1), s.Branch(2), s.Branch(1).Branch(2)} {
		run(t, f, engine.Hour)
		seen[*drawn.Of(f)] = true
	}
	if len(seen) != 4 || seen[0] {
		t.Errorf("four futures drew %v", seen)
	}
}
