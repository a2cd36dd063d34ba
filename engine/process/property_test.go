package process

import (
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"pgregory.net/rapid"
)

// maker draws random programs on one of each thing. All puts into the tank are of
// 0.75 and all gets of 0.5, so that what it holds follows from their numbers.
type maker struct {
	*rapid.T
	laws     []*Law
	desks    []Resource
	tank     Container
	box      Store
	bell     Event
	programs []*Program
	known    Var[[4]Ref] // processes that somebody may interrupt
	own      Own[int64]
	calm     int // inside so many handlers, which interrupt nobody: that could go round for ever
}

const tankCapacity, tankInitial = 3, 1.25

func newMaker(t *rapid.T) (*maker, *Model) {
	m := NewModel()
	g := &maker{T: t, tank: m.Container("tank", tankCapacity, tankInitial), box: m.Store("box", 2), bell: m.Event("bell")}
	g.desks = []Resource{m.Resource("plain", 2), m.PriorityResource("ranked", 1), m.PreemptiveResource("seized", 2)}
	exp, _ := random.Exponential(60)
	erl, _ := random.Erlang(3, 20)
	g.laws = []*Law{m.Law("exp", exp), m.Law("erl", erl)}
	g.known = NewVar(m, "known", [4]Ref{})
	g.own = NewOwn[int64](m, "own")
	for _, name := range []string{"a", "b", "c"} {
		g.programs = append(g.programs, m.Program(name))
	}
	for i, p := range g.programs {
		body := append([]Step{Do(func(c *Ctx) { g.known.Of(c)[c.Number()%4] = c.Self(); *g.own.Of(c)++ })}, g.steps(3)...)
		p.Define(Try(append(body, Hold(g.law()))...).Catch(End()))
		// One that lasts starts others now and then, and is never interrupted.
		m.Start(m.Program(p.name+"s", Forever(Hold(g.law()), Spawn(p))), 1)
		m.Start(p, i)
	}
	return g, m
}

func (g *maker) pick(n int, what string) int { return rapid.IntRange(0, n-1).Draw(g.T, what) }
func (g *maker) law() *Law                   { return g.laws[g.pick(len(g.laws), "law")] }

// steps draws up to four steps, nested up to depth deep.
func (g *maker) steps(depth int) (steps []Step) {
	for range 1 + g.pick(3, "steps") {
		steps = append(steps, g.step(depth))
	}
	return steps
}

func (g *maker) handler(depth int) []Step {
	g.calm++
	defer func() { g.calm-- }()
	return g.steps(depth)
}

func (g *maker) request() (Resource, Request) {
	k := g.pick(3, "desk")
	r := g.desks[k].request()
	if k > 0 {
		r = r.Priority(int32(g.pick(4, "priority")))
	} else {
		r = r.Units(1 + g.pick(2, "units"))
	}
	return g.desks[k], r
}

// await draws something that may never come, with the steps that go with it.
func (g *maker) await() Arm {
	switch g.pick(6, "await") {
	case 0:
		r, q := g.request()
		return On(q, Hold(g.law()).OnInterrupt(), Release(r))
	case 1:
		return On(g.tank.Get(Amount(.5)))
	case 2:
		return On(g.tank.Put(Amount(.75)))
	case 3:
		return On(g.box.GetWhere(func(c *Ctx, it Item) bool { return (it.ID+int64(c.Number()))%2 == 0 }))
	case 4:
		return On(AllOf(g.bell, g.desks[1], g.desks[0].Units(2)), Release(g.desks[0]), Release(g.desks[1]))
	}
	return On(Ended(func(c *Ctx) Ref { return g.known.Of(c)[g.c(c)] }))
}

// c is a number from 0 to 3 that a process comes to by itself.
func (g *maker) c(c *Ctx) uint64 { return (c.Number() + uint64(*g.own.Of(c))) % 4 }

func (g *maker) step(depth int) Step {
	if depth > 0 {
		switch g.pick(8, "block") {
		case 0:
			_, q := g.request()
			return Use(q, g.steps(depth-1)...)
		case 1:
			return Times(g.pick(4, "times"), g.steps(depth-1)...)
		case 2:
			return If(func(c *Ctx) bool { return c.Sample(g.laws[0]) < 40 }, g.steps(depth-1)...).Else(g.steps(depth - 1)...)
		case 3:
			return Hold(g.law()).OnInterrupt(g.handler(depth - 1)...)
		case 4:
			return Try(append(g.steps(depth-1), Hold(g.law()))...).Catch(g.handler(depth - 1)...)
		}
	}
	switch g.pick(8, "step") {
	case 0:
		return Select(g.await(), g.await(), On(After(g.law()), Do(func(c *Ctx) { *g.own.Of(c)++ }))).OnInterrupt()
	case 1:
		return g.box.Put(func(c *Ctx) Item { return Item{ID: int64(c.Number())} })
	case 2:
		if g.calm > 0 {
			break
		}
		return Interrupt(func(c *Ctx) Ref { return g.known.Of(c)[g.c(c)] }, 7)
	case 3:
		return Trigger(g.bell)
	case 4:
		return If(func(c *Ctx) bool { return g.bell.Occurred(c) }, Reset(g.bell)).Else(Pulse(g.bell))
	case 5:
		return AnyOf(g.await().await, g.box.Get(), After(g.law())).plainUnlessSeized(g)
	}
	return Hold(g.law())
}

// plainUnlessSeized replaces arms that would keep a unit.
func (w WaitStep) plainUnlessSeized(g *maker) Step {
	for _, a := range w.arms {
		for _, l := range a.await.leaves() {
			if l.kind == leafSeize {
				return Hold(g.law())
			}
		}
	}
	return w
}

// audit checks what must hold between any two events.
func (g *maker) audit(s *Sim) {
	held := make([]float64, len(s.code.things))
	waiting := 0
	for k, c := range s.claims.All {
		if c.done && c.kind == leafSeize {
			held[c.object] += c.amount
		}
		if !c.done {
			waiting++
			if s.procs.At(c.proc).status != blocked {
				g.Fatalf("claim %d %+v waits for process %d, which does not", k, c, c.proc)
			}
		}
	}
	inLines := 0
	for k, o := range s.objects.All {
		t := s.code.things[k]
		inLines += int(o.in.n + o.out.n)
		if o.level < 0 || o.level > t.capacity {
			g.Fatalf("%s has level %v of %v", t.name, o.level, t.capacity)
		}
		if t.kind == resource && o.level != held[k] {
			g.Fatalf("%s: %v units in use, %v held", t.name, o.level, held[k])
		}
		if t.kind == store && o.level != float64(o.items.n) {
			g.Fatalf("%s: level %v, %d items", t.name, o.level, o.items.n)
		}
		if c := o.in.head; t.kind != event && c != 0 {
			if _, ok := s.fits(c - 1); ok {
				g.Fatalf("%s lets somebody wait for nothing", t.name)
			}
		}
		if c, _ := s.nextGet(k); t.kind != event && c != 0 {
			g.Fatalf("%s has what somebody waits for", t.name)
		}
	}
	listed := 0
	for _, p := range s.procs.All {
		inLines += int(p.ended.n)
		for _, k := range []uint32{p.waits, p.holds} {
			for ; k != 0; k = s.claims.At(k - 1).mine {
				listed++
			}
		}
	}
	if listed != s.claims.Live() {
		g.Fatalf("%d claims, of which processes know %d", s.claims.Live(), listed)
	}
	if inLines != waiting {
		g.Fatalf("%d claims wait, %d stand in lines", waiting, inLines)
	}
	a := s.accounts.At(g.tank.index)
	if want := tankInitial + .75*float64(a.puts.N) - .5*float64(a.gets.N); s.objects.At(g.tank.index).level != want {
		g.Fatalf("the tank holds %v, want %v after %d puts and %d gets", s.objects.At(g.tank.index).level, want, a.puts.N, a.gets.N)
	}
}

func TestRandomProgramsConserveForkExactlyAndBranch(t *testing.T) {
	var events, interrupts, losses uint64
	rapid.Check(t, func(t *rapid.T) {
		g, m := newMaker(t)
		code, err := m.Compile()
		if err != nil {
			t.Fatal(err)
		}
		s := code.New(rapid.Uint64().Draw(t, "seed"), 0)
		s.Observe(func(e engine.Event) {
			if e.Kind == onAlarm {
				interrupts++
			}
		})
		until := engine.Hour
		n := rapid.Uint64Range(0, 500).Draw(t, "fork after")
		goOn := func(s *Sim, end engine.Time, cond func() bool) {
			if _, err := s.RunWhile(end, func() bool { g.audit(s); return cond() }); err != nil {
				t.Fatal(err)
			}
		}
		goOn(s, until/2, func() bool { return s.Steps() < n })
		f := s.Fork()
		if f.Hash() != s.Hash() {
			t.Fatal("a fork is not equal")
		}
		b := f.Branch(n)
		if b.Hash() != f.Branch(n).Hash() {
			t.Fatal("two branches of one key differ")
		}
		goOn(b, until, func() bool { return true })
		goOn(s, until, func() bool { return true })
		if err := f.Run(until); err != nil {
			t.Fatal(err)
		}
		if f.Hash() != s.Hash() || f.Now() != s.Now() {
			t.Fatalf("a fork after %d events went another way", n)
		}
		events += s.Steps()
		for _, a := range s.accounts.All {
			losses += a.losses
		}
	})
	t.Logf("%d events, %d interrupts, %d preemptions", events, interrupts, losses)
	if interrupts == 0 || losses == 0 {
		t.Error("the programs never interrupt or preempt: the test tests little")
	}
}
