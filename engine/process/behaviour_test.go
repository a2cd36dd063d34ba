package process_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
)

const second = engine.Second

// hold is Hold of so many seconds.
func hold(s int) process.WaitStep { return process.Hold(process.For(engine.Time(s) * second)) }

// diary is what a model's processes say, each with its second.
type diary []string

func (d *diary) say(what string) process.Step {
	return process.Do(func(c *process.Ctx) { d.note(c, "%s", what) })
}

func (d *diary) note(c *process.Ctx, format string, args ...any) {
	*d = append(*d, fmt.Sprintf("%g ", c.Now().Seconds())+fmt.Sprintf(format, args...))
}

// behaviours are small models and what they say, in order.
var behaviours = []struct {
	name  string
	build func(m *process.Model, d *diary)
	want  string
}{
	{"a call waits for the end of its process; the end of one that is gone is over at once", func(m *process.Model, d *diary) {
		p := m.Program("child", hold(3), d.say("child ends"))
		m.Start(m.Program("parent", process.Call(p), d.say("called"), process.Wait(process.Ended((*process.Ctx).Child)), d.say("still")), 1)
	}, "3 child ends, 3 called, 3 still"},
	{"a child has a copy of its parent's variables and item", func(m *process.Model, d *diary) {
		own := process.NewOwn[int64](m, "own")
		tell := func(who string) process.Step {
			return process.Do(func(c *process.Ctx) { d.note(c, "%s %d %v %v", who, *own.Of(c), c.Item().Value, c.Parent().None()) })
		}
		set := func(x int64) process.Step {
			return process.Do(func(c *process.Ctx) { *own.Of(c) = x; c.SetItem(process.Item{Value: float64(x)}) })
		}
		child := m.Program("child", hold(1), tell("child"), set(9), hold(2))
		m.Start(m.Program("parent", set(5), process.Spawn(child), set(6), hold(2), tell("parent"),
			process.Do(func(c *process.Ctx) { d.note(c, "sees %d", own.By(c, c.Child())) }), hold(2),
			process.Do(func(c *process.Ctx) { d.note(c, "sees %d, %v", own.By(c, c.Child()), c.Alive(c.Child())) })), 1)
	}, "1 child 5 5 false, 2 parent 6 6 true, 2 sees 9, 4 sees 0, false"},
	{"a filter takes the first item that suits and keeps nobody else waiting", func(m *process.Model, d *diary) {
		box := m.Store("box", 3)
		got := process.Do(func(c *process.Ctx) { d.note(c, "%d gets %d", c.Number(), c.Item().ID) })
		even := m.Program("even", box.GetWhere(func(c *process.Ctx, it process.Item) bool { return it.ID%2 == 0 }), got)
		m.Start(even, 2)
		m.Start(m.Program("any", hold(2), box.Get(), got), 1)
		n := process.NewVar(m, "n", int64(0))
		m.Start(m.Program("source", process.Times(6, hold(1),
			process.Do(func(c *process.Ctx) { *n.Of(c)++ }), box.Put(func(c *process.Ctx) process.Item { return process.Item{ID: *n.Of(c)} }))), 1)
	}, "2 1 gets 1, 2 1 gets 2, 4 2 gets 4"},
	{"a full store makes a put wait", func(m *process.Model, d *diary) {
		box := m.Store("box", 1)
		item := func(c *process.Ctx) process.Item { return process.Item{} }
		m.Start(m.Program("source", process.Times(2, box.Put(item), d.say("put"))), 1)
		m.Start(m.Program("sink", hold(4), box.Get(), d.say("got")), 1)
	}, "0 put, 4 got, 4 put"},
	{"who wants much from a container is not passed over", func(m *process.Model, d *diary) {
		tank := m.Container("tank", 10, 2)
		get := func(x float64, after int) {
			name := fmt.Sprint("get ", x)
			m.Start(m.Program(name, hold(after), tank.Get(process.Amount(x)), d.say(name)), 1)
		}
		get(5, 1)
		get(1, 2)
		m.Start(m.Program("put", hold(3), tank.Put(process.Amount(.5)), tank.Put(process.Amount(3)), d.say("put")), 1)
	}, "3 put, 3 get 5"},
	{"a preempted hold goes on with the rest of it", func(m *process.Model, d *diary) {
		desk := m.PreemptiveResource("desk", 1)
		low := desk.Priority(1)
		m.Start(m.Program("low", process.Use(low, hold(10).OnInterrupt(
			process.Do(func(c *process.Ctx) {
				cause, by := c.Cause()
				d.note(c, "low is preempted: %v %v, %v left", cause == process.Preempted, c.Alive(by), c.Left())
			}),
			process.Seize(low))), d.say("low ends")), 1)
		m.Start(m.Program("high", hold(4), process.Use(desk, hold(3)), d.say("high ends"), process.Use(low, d.say("high, now low"))), 1)
	}, "4 low is preempted: true true, 6s left, 7 high ends, 13 low ends, 13 high, now low"},
	{"of equals the one who got it last is preempted, and need not release what it lost", func(m *process.Model, d *diary) {
		desk := m.PreemptiveResource("desk", 2)
		for _, name := range []string{"a", "b"} {
			m.Start(m.Program(name, process.Seize(desk.Priority(1)),
				process.Try(hold(5), process.Release(desk), d.say(name+" ends"), process.End()).Catch(d.say(name+" gives up"))), 1)
		}
		m.Start(m.Program("c", hold(1), process.Use(desk, hold(1))), 1)
	}, "1 b gives up, 5 a ends"},
	{"what was had as one of several can be preempted before the others come", func(m *process.Model, d *diary) {
		desk, e := m.PreemptiveResource("desk", 1), m.Event("e")
		m.Start(m.Program("low", process.Try(process.Wait(process.AllOf(desk.Priority(1), e)), process.Release(desk)).Catch(d.say("low loses it"))), 1)
		m.Start(m.Program("high", hold(1), process.Use(desk, hold(1)), d.say("high ends"), process.Trigger(e)), 1)
	}, "1 low loses it, 2 high ends"},
	{"nothing is left of a wait that had no end", func(m *process.Model, d *diary) {
		e := m.Event("e")
		left := process.Do(func(c *process.Ctx) { d.note(c, "%v left", c.Left()) })
		victim := m.Program("victim", process.Try(hold(9)).Catch(left), process.Try(process.Wait(e)).Catch(left), left)
		m.Start(m.Program("parent", process.Spawn(victim),
			process.Times(2, hold(1), process.Interrupt((*process.Ctx).Child, 0))), 1)
	}, "1 8s left, 2 0s left, 2 0s left"},
	{"handlers inside handlers keep both rests", func(m *process.Model, d *diary) {
		victim := m.Program("victim",
			hold(10).OnInterrupt(d.say("outer"), hold(5).OnInterrupt(d.say("inner"), hold(2)), d.say("inner over")),
			d.say("over"))
		child := func(c *process.Ctx) process.Ref { return c.Child() }
		m.Start(m.Program("parent", process.Spawn(victim), hold(4), process.Interrupt(child, 0), hold(1), process.Interrupt(child, 0)), 1)
	}, "4 outer, 5 inner, 11 inner over, 17 over"},
	{"interrupts reach a process one by one, where it next waits", func(m *process.Model, d *diary) {
		victim := m.Program("victim",
			d.say("begins"),
			hold(5).OnInterrupt(process.Do(func(c *process.Ctx) { cause, _ := c.Cause(); d.note(c, "cause %d", cause) })),
			d.say("over"))
		child := (*process.Ctx).Child
		m.Start(m.Program("parent", process.Spawn(victim), process.Interrupt(child, 1), process.Interrupt(child, 2), hold(1), process.Interrupt(child, 3),
			hold(9), process.Interrupt(child, 4)), 1)
	}, "0 begins, 0 cause 1, 0 cause 2, 1 cause 3, 5 over"},
	{"a catch gives up the try and what its uses hold", func(m *process.Model, d *diary) {
		a, b := m.Resource("a", 1), m.Resource("b", 2)
		free := process.Do(func(c *process.Ctx) { d.note(c, "a %v b %v", a.Free(c), b.Free(c)) })
		victim := m.Program("victim", process.Use(b.Units(2), process.Try(process.Use(a, hold(9))).Catch(free), hold(1)), free)
		m.Start(m.Program("parent", process.Spawn(victim), hold(2), process.Interrupt((*process.Ctx).Child, 0)), 1)
	}, "2 a 1 b 0, 3 a 1 b 2"},
	{"an interrupt withdraws from the line; afterwards one stands at its end, with the patience that was left", func(m *process.Model, d *diary) {
		desk := m.Resource("desk", 1)
		m.Start(m.Program("first", process.Use(desk, hold(20))), 1)
		victim := m.Program("victim", process.Select(
			process.On(desk, process.Release(desk)),
			process.On(process.After(process.For(10*second)), d.say("out of patience"))).OnInterrupt(d.say("away"), hold(5)))
		m.Start(m.Program("parent", process.Spawn(victim), hold(4), process.Interrupt((*process.Ctx).Child, 0),
			process.Do(func(c *process.Ctx) { d.note(c, "%d wait", desk.Waiting(c)) }), hold(1),
			process.Do(func(c *process.Ctx) { d.note(c, "%d wait", desk.Waiting(c)) })), 1)
	}, "4 1 wait, 4 away, 5 0 wait, 15 out of patience"},
	{"all of several, and what was had of it in vain goes back", func(m *process.Model, d *diary) {
		a, b, e := m.Resource("a", 1), m.Resource("b", 1), m.Event("e")
		m.Start(m.Program("holder", process.Use(b, hold(6))), 1)
		m.Start(m.Program("vain", hold(1), process.Select(
			process.On(process.AllOf(a, b), process.Release(a), process.Release(b), d.say("never")),
			process.On(e, process.Do(func(c *process.Ctx) { d.note(c, "e; a has %v", a.Free(c)) })))), 1)
		m.Start(m.Program("bell", hold(3), process.Trigger(e)), 1)
		m.Start(m.Program("all", hold(4), process.Wait(process.AllOf(e, a, b, process.After(process.For(second)))), d.say("all"), process.Release(a), process.Release(b)), 1)
	}, "3 e; a has 1, 6 all"},
	{"an event that was triggered stays so until its reset; a pulse does not", func(m *process.Model, d *diary) {
		e := m.Event("e")
		m.Start(m.Program("w", process.Forever(process.Wait(e), d.say("seen"), hold(2))), 1)
		m.Start(m.Program("s", hold(1), process.Pulse(e), hold(4), process.Trigger(e), hold(3), process.Reset(e)), 1)
	}, "1 seen, 5 seen, 7 seen"},
	{"any of several tells which", func(m *process.Model, d *diary) {
		e, f := m.Event("e"), m.Event("f")
		m.Start(m.Program("w", process.Times(2, process.AnyOf(e, process.After(process.For(5*second)), f),
			process.Do(func(c *process.Ctx) { d.note(c, "arm %d", c.Arm()) }))), 1)
		m.Start(m.Program("s", hold(2), process.Pulse(f)), 1)
	}, "2 arm 2, 7 arm 1"},
	{"an arm without steps goes on behind the select", func(m *process.Model, d *diary) {
		e := m.Event("e")
		m.Start(m.Program("w", process.Select(process.On(e), process.On(process.After(process.For(5*second)), d.say("late"))), d.say("on")), 1)
		m.Start(m.Program("s", hold(2), process.Trigger(e)), 1)
	}, "2 on"},
	{"break and end release what uses hold", func(m *process.Model, d *diary) {
		a := m.Resource("a", 1)
		free := process.Do(func(c *process.Ctx) { d.note(c, "%v free", a.Free(c)) })
		m.Start(m.Program("q", process.Forever(process.Forever(process.Use(a, hold(1), process.Break("outer")))).Label("outer"), free,
			process.While(func(c *process.Ctx) bool { return c.Now() < 5*second }, hold(1), process.If(func(c *process.Ctx) bool { return c.Now() < 4*second }, process.Continue()), d.say("late")),
			process.Use(a, process.If(func(c *process.Ctx) bool { return true }, process.End()))), 1)
		m.Start(m.Program("r", hold(9), free), 1)
	}, "1 1 free, 4 late, 5 late, 9 1 free"},
	{"the lowest priority number first, and of equals the first", func(m *process.Model, d *diary) {
		desk := m.PriorityResource("desk", 1)
		for k, p := range []int32{0, 2, 1, 2, 1} {
			name := fmt.Sprint(k, "/", p)
			m.Start(m.Program(name, process.Use(desk.Priority(p), d.say(name), hold(1))), 1)
		}
	}, "0 0/0, 1 2/1, 2 4/1, 3 1/2, 4 3/2"},
}

func TestBehaviour(t *testing.T) {
	for _, b := range behaviours {
		t.Run(b.name, func(t *testing.T) {
			m := process.NewModel()
			var d diary
			b.build(m, &d)
			s := compile(t, m).New(1, 0)
			run(t, s, 100*second)
			if got := strings.Join(d, ", "); got != b.want {
				t.Errorf("said %s\nwant %s", got, b.want)
			}
		})
	}
}

// TestStatsAddUp: one unit, of 10 s used from 0 to 4 and from 4 to 7, one customer
// waiting from 1 to 4, one who gives up from 2 to 3.
func TestStatsAddUp(t *testing.T) {
	m := process.NewModel()
	desk := m.Resource("desk", 1)
	m.Start(m.Program("a", process.Use(desk, hold(4))), 1)
	m.Start(m.Program("b", hold(1), process.Use(desk, hold(3))), 1)
	m.Start(m.Program("c", hold(2), process.Select(process.On(desk, process.Release(desk)), process.On(process.After(process.For(second))))), 1)
	s := compile(t, m).New(1, 0)
	run(t, s, 5*second)
	before := s.Hash()
	desk.Stats(s)
	if s.Hash() != before {
		t.Error("looking at the statistics changes the state")
	}
	run(t, s, 10*second)
	st := desk.Stats(s)
	if st.Utilisation != .7 || st.Waiting != .4 || st.Wait.N != 2 || st.Wait.Mean != 1.5 || st.Left != 1 {
		t.Errorf("%+v; want utilisation .7, .4 waiting, 2 waits of 1.5 s, 1 left", st)
	}
	s.ResetStats()
	run(t, s, 20*second)
	if st := desk.Stats(s); st.Utilisation != 0 || st.Wait.N != 0 {
		t.Errorf("after the reset %+v", st)
	}
}

// TestInputsBeginProcesses: what comes from outside is in the log, and a copy of
// the state as it was before goes the same way when it is fed the log.
func TestInputsBeginProcesses(t *testing.T) {
	m := process.NewModel()
	tank := m.Container("tank", 100, 0)
	own := process.NewOwn[int64](m, "own")
	fill := m.Program("fill",
		process.Do(func(c *process.Ctx) {
			if *own.Of(c)++; *own.Of(c) != 1 {
				t.Errorf("a process from outside begins with %d of somebody else", *own.Of(c)-1)
			}
		}),
		tank.Put(process.AmountBy(func(c *process.Ctx) float64 { return c.Item().Value })))
	m.Start(m.Program("drain", process.Forever(tank.Get(process.Amount(7)), hold(1))), 1)
	code := compile(t, m)
	s, again := code.New(1, 0), code.New(1, 0)
	run(t, s, 3*second)
	s.Feed(fill, 5*second, 30)
	s.Feed(fill, 2*second, 20)
	run(t, s, 9*second)
	s.Feed(fill, 9*second, 1)
	run(t, s, 20*second)
	for _, in := range s.Inputs() {
		again.World.Feed(in)
	}
	run(t, again, 20*second)
	if begun, ended := s.Processes(fill); begun != 3 || ended != 3 || tank.Level(s) != 2 || again.Hash() != s.Hash() {
		t.Errorf("%d begun, %d ended, level %v, the same %v; want 3, 3, 2, true", begun, ended, tank.Level(s), again.Hash() == s.Hash())
	}
}

// TestLuckIsOnesOwn: what a process draws does not depend on what else is in the
// model.
func TestLuckIsOnesOwn(t *testing.T) {
	build := func(more bool) string {
		m := process.NewModel()
		var d diary
		if more {
			m.Resource("more", 3)
			other := exponential(t, m, "another law", 1)
			q := m.Program("another program", process.Hold(other))
			m.Start(m.Program("another door", process.Forever(process.Hold(other), process.Spawn(q))), 2)
		}
		l := exponential(t, m, "law", 5)
		p := m.Program("p", process.Times(2, process.Hold(l), process.Do(func(c *process.Ctx) { d.note(c, "%d", c.Number()) })))
		m.Start(m.Program("door", process.Times(3, process.Spawn(p), process.Hold(l))), 1)
		s := compile(t, m).New(7, 3)
		run(t, s, engine.Minute)
		return strings.Join(d, ", ")
	}
	if a, b := build(false), build(true); a != b || strings.Count(a, ",") != 5 {
		t.Errorf("alone %s\nin company %s", a, b)
	}
}

// TestStepsAllocateNothing: once its slabs have grown, a model with spawns, lines,
// preemption and interrupts runs without allocating.
func TestStepsAllocateNothing(t *testing.T) {
	k := newShop()
	breaks := exponential(t, k.model, "visits", 60)
	tank := k.model.Container("tank", 5, 0)
	box := k.model.Store("box", 5)
	visit := k.model.Program("visit",
		tank.Put(process.Amount(1)), box.Put((*process.Ctx).Item),
		process.Select(process.On(box.Get()), process.On(process.After(process.For(second)))).OnInterrupt(),
		tank.Get(process.Amount(1)))
	k.model.Start(k.model.Program("visits", process.Forever(process.Hold(breaks), process.Spawn(visit))), 1)
	s := compile(t, k.model).New(1, 0)
	run(t, s, engine.Week)
	from := s.Steps()
	if n := testing.AllocsPerRun(1, func() { run(t, s, s.Now()+engine.Week) }); n > 5 {
		t.Errorf("%v allocations in %d events; want none but those of the call", n, s.Steps()-from)
	}
}
