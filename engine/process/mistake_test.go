package process_test

import (
	"math"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

// mistakes are models with one mistake each, and what Compile says.
var mistakes = []struct {
	build func(m *process.Model)
	want  string
}{
	{program(), `program "p": it has no steps`},
	{program(nil), `program "p", step 1 (nil): a step that is nil`},
	{program(hold(1), process.Break()), `program "p", step 2 (break): no loop is around it`},
	{program(process.Forever(hold(1), process.Break("outre")).Label("outer")), `step 3 (break): no loop around it has the label "outre"; did you mean "outer"?`},
	{program(process.Forever(hold(1), process.Continue("x"))), `step 3 (continue): no loop around it has the label "x"; give it one by Label`},
	{program(process.Break("a", "b")), "2 labels; want one at most"},
	{program(process.Forever(process.Do(func(*process.Ctx) {}))), "step 1 (forever): it goes round for ever in no time"},
	{program(process.Forever(hold(1)), hold(2)), "step 3 (hold): it is never reached"},
	{program(process.Times(-1, hold(1))), "-1 times; want 0 or more"},
	{program(process.While(nil, hold(1))), "no condition (nil)"},
	{program(process.If(nil, hold(1))), "no condition (nil)"},
	{program(process.Try(hold(1))), "a Try without Catch"},
	{program(process.Do(nil)), "step 1 (do): no function (nil)"},
	{program(process.Hold(nil)), "step 1 (hold): a duration that is nil"},
	{program(process.Hold(process.For(-engine.Second))), "a duration of -1s; want 0 or more"},
	{program(process.Hold(process.ForBy(nil))), "a duration by no function (nil)"},
	{program(process.Hold((*process.Law)(nil))), "a law that is nil"},
	{program(process.Wait(nil)), "something to wait for that is nil"},
	{program(process.Wait(process.AllOf())), "all of nothing"},
	{program(process.Wait(process.AllOf(nil))), "something to wait for that is nil"},
	{program(process.Wait(process.Ended(nil))), "the end of a process by no function (nil)"},
	{program(process.Select()), "0 arms; want 1 to 100"},
	{program(process.AnyOf(process.After(process.For(1)), process.After(process.For(2)))), "two timeouts in one wait"},
	{program(process.Seize(process.Resource{})), "a resource, container, store or event that was not made by a model"},
	{program(process.Seize(nil)), "something to wait for that is nil"},
	{program(process.Use(nil)), "a resource that is nil"},
	{program(process.Release(process.Resource{})), "a resource, container, store or event that was not made by a model"},
	{program(process.Trigger(process.Event{})), "a resource, container, store or event that was not made by a model"},
	{program(process.Wait(process.Event{})), "a resource, container, store or event that was not made by a model"},
	{program(process.Container{}.Get(process.Amount(1))), "a resource, container, store or event that was not made by a model"},
	{program(process.Store{}.Get()), "a resource, container, store or event that was not made by a model"},
	{program(process.Store{}.Put(nil)), "an item by no function (nil)"},
	{program(process.Move{}, process.WaitStep{}, process.IfStep{}, process.TryStep{}), "not made by a model|0 arms|no condition|a Try without Catch"},
	{program(process.Seize(process.Request{})), "not made by a model"},
	{program(process.Spawn(nil)), "a program that is nil"},
	{program(process.Interrupt(nil, 0)), "step 1 (interrupt): no function (nil)"},
	{program(process.Interrupt((*process.Ctx).Child, -1)), "a cause below 0"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{hold(1), process.Release(r)}
	}), `step 2 (release desk): it releases "desk", which the process never holds here; seize it before`},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.If(sometimes, process.Seize(r)), process.Release(r), process.Release(r)}
	}), `step 4 (release desk): it releases "desk"`},
	{with(func(m *process.Model, r process.Resource) []process.Step { return []process.Step{process.Seize(r)} }),
		`program "p": the process ends and still holds "desk"; release it before`},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Select(process.On(r), process.On(process.After(process.For(1)), process.End())), process.End()}
	}), `step 3 (end): the process ends and still holds "desk"`},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Use(r.Units(3), hold(1))}
	}), `step 1 (use desk): 3 of resource "desk", whose capacity is 2, would wait for ever`},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Use(r.Units(0), hold(1))}
	}), "units that are not above 0"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Use(r.Priority(1), hold(1))}
	}), "a priority at resource desk, which serves in order of arrival; make it by PriorityResource"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Use(m.PriorityResource("q", 1).PriorityBy(nil), hold(1))}
	}), "a priority by no function (nil)"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Use(m.PreemptiveResource("q", 2).Priority(1).Units(2), hold(1))}
	}), "several units of resource q, which is preemptive"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		k := m.Container("tank", 10, 0)
		return []process.Step{k.Put(process.Amount(11)), k.Get(process.Amount(0)), k.Get(nil), k.Get(process.AmountBy(nil)),
			process.Wait(process.AllOf(k.Get(process.Amount(1)))), m.Store("box", 1).GetWhere(nil)}
	}), `11 of container "tank", whose capacity is 10, would wait for ever|an amount that is not above 0|an amount that is nil|an amount by no function (nil)|a get or put as part of AllOf|a filter that is nil`},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		n := process.NewModel()
		d, _ := random.Uniform(-1, 1)
		e, _ := random.Exponential(1)
		return []process.Step{process.Seize(n.Resource("x", 1)), process.Spawn(n.Program("x")), process.Hold(n.Law("x", e)), process.Hold(m.Law("d", d)), process.Trigger(n.Event("x"))}
	}), `resource "x" belongs to another model|program "x" belongs to another model|law "x" belongs to another model|law d can be below zero|event "x" belongs to another model`},
	{func(m *process.Model) { m.Resource("a", 0); m.Store("b", -1); m.Container("c", math.NaN(), 0) },
		`resource "a" has capacity 0; want a number above 0|store "b" has capacity -1|container "c" has capacity NaN`},
	{func(m *process.Model) { m.Container("c", 10, 11) }, `container "c" holds 11 at first; want 0 to its capacity, 10`},
	{func(m *process.Model) { m.Resource("a", 1); m.Event("a"); m.Event("") }, `two things are named "a"|a thing has no name`},
	{func(m *process.Model) { m.Law("a", random.Dist{}) }, `law "a" is the zero Dist`},
	{func(m *process.Model) { m.Start(nil, 1); m.Start(m.Program("p", hold(1)), -1) }, `start of -1 processes; want 0 or more|a program that is nil`},
	{func(m *process.Model) { process.NewVar(m, "v", "text"); process.NewOwn[*int](m, "w") },
		`variable "v" is no plain data: string is a string|variable "w" is no plain data: *int is a ptr`},
}

func sometimes(c *process.Ctx) bool { return c.Number()%2 == 0 }

func program(steps ...process.Step) func(*process.Model) {
	return func(m *process.Model) { m.Start(m.Program("p", steps...), 1) }
}

func with(steps func(*process.Model, process.Resource) []process.Step) func(*process.Model) {
	return func(m *process.Model) {
		p := m.Program("p")
		p.Define(steps(m, m.Resource("desk", 2))...)
		m.Start(p, 1)
	}
}

func TestCompileSaysWhatIsWrong(t *testing.T) {
	for _, c := range mistakes {
		m := process.NewModel()
		c.build(m)
		code, err := m.Compile()
		if err == nil || code != nil {
			t.Errorf("no error; want %s", c.want)
			continue
		}
		wants := strings.Split(c.want, "|")
		for _, w := range wants {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%v\nwant %s", err, w)
			}
		}
		if got := strings.Count(err.Error(), "\n") + 1; got != len(wants) {
			t.Errorf("%d errors, want %d: %v", got, len(wants), err)
		}
	}
}

// TestReleasesOfManyAreRight: what is seized more often than Compile counts can all be
// released.
func TestReleasesOfManyAreRight(t *testing.T) {
	const n = 20
	m := process.NewModel()
	r := m.Resource("desk", n)
	var steps []process.Step
	for range n {
		steps = append(steps, process.Seize(r))
	}
	for range n {
		steps = append(steps, process.Release(r))
	}
	m.Start(m.Program("p", steps...), 1)
	s := compile(t, m).New(1, 0)
	run(t, s, second)
	if st := r.Stats(s); r.Free(s) != n || st.Wait.N != n {
		t.Errorf("%v free, %d seized; want %d of both", r.Free(s), st.Wait.N, n)
	}
}

// faults are models that are well formed and cannot go on, and what Run says.
var faults = []struct {
	build func(m *process.Model)
	want  string
}{
	{program(hold(2), process.Hold(process.ForBy(func(*process.Ctx) engine.Time { return -second }))), `p 1 at 2s, program "p", step 2 (hold): the duration is -1 s; want 0 or more`},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{m.Container("tank", 1, 0).Put(process.AmountBy(func(*process.Ctx) float64 { return math.NaN() }))}
	}), "(put tank): the amount is NaN; want a number above 0"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{m.Container("tank", 1, 0).Put(process.AmountBy(func(*process.Ctx) float64 { return 2 }))}
	}), "(put tank): the amount is 2, more than the capacity: it would wait for ever"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.If(sometimes, process.Seize(r)), process.Release(r)}
	}), "step 3 (release desk): it does not hold what it would release"},
	{with(func(m *process.Model, r process.Resource) []process.Step {
		return []process.Step{process.Seize(r), process.If(sometimes, process.Release(r))}
	}), "p 1 at 0s, at its end: it ends and still holds a unit; release it before"},
	{program(process.Interrupt((*process.Ctx).Self, 3), hold(1)), "step 2 (hold): an interrupt (cause 3) reaches it and nobody handles it"},
	{program(process.While(func(*process.Ctx) bool { return true }, process.Do(func(*process.Ctx) {}))), "it has done 1e+06 steps and let no time pass"},
	{program(hold(5), process.Forever(process.Hold(process.For(0)))), `p 1 at 5s, program "p", step 3 (hold): goes round and round in this instant`},
}

func TestRunSaysWhatIsWrong(t *testing.T) {
	for _, f := range faults {
		m := process.NewModel()
		f.build(m)
		s := compile(t, m).New(1, 0)
		err := s.Run(engine.Hour)
		if err == nil || !strings.Contains(err.Error(), f.want) {
			t.Errorf("%v\nwant %s", err, f.want)
		}
		if again := s.Run(engine.Hour); again == nil || again.Error() != err.Error() {
			t.Errorf("run on, it says %v; want %v", again, err)
		}
	}
}
