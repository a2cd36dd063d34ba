package script_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/process/script"
)

// An operator opens a second counter, for a quarter of an hour, whenever three
// customers wait. What the operator does comes into the state as an input: a
// process of the program open.
func ExampleDrive() {
	m := process.NewModel()
	minutes := func(n int) process.Step { return process.Hold(process.For(engine.Time(n) * engine.Minute)) }
	counters, help := m.Resource("counters", 2), m.Event("help")
	m.Start(m.Program("second counter", process.Forever(
		process.Use(counters, process.Wait(help)), // as long as it is closed, it is not to be had
		minutes(15))), 1)
	customer := m.Program("customer", process.Use(counters, minutes(7)))
	m.Start(m.Program("door", process.Forever(process.Spawn(customer), minutes(4))), 1)
	open := m.Program("open", process.Pulse(help))
	code, err := m.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}

	sim := code.New(1, 0)
	operator := func(s *script.Script) {
		for s.When(func() bool { return counters.Waiting(sim) >= 3 }, engine.Hour) {
			sim.Feed(open, s.Now(), 0)
			fmt.Printf("%v: %d wait; open\n", s.Now(), counters.Waiting(sim))
			s.Sleep(15 * engine.Minute)
			fmt.Printf("%v: %d wait\n", s.Now(), counters.Waiting(sim))
		}
	}
	if err := script.Drive(sim, engine.Hour, operator); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 20m: 3 wait; open
	// 35m: 1 wait
	// 40m: 3 wait; open
	// 55m: 3 wait
	// 55m: 3 wait; open
}

// clock is a model in which something happens every second.
func clock(t *testing.T) (*process.Sim, process.Var[int64]) {
	t.Helper()
	m := process.NewModel()
	n := process.NewVar(m, "n", int64(0))
	m.Start(m.Program("tick", process.Forever(process.Hold(process.For(engine.Second)), process.Do(func(c *process.Ctx) { *n.Of(c)++ }))), 1)
	code, err := m.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return code.New(1, 0), n
}

func TestScriptsTakeTurns(t *testing.T) {
	sim, n := clock(t)
	var said []string
	say := func(s *script.Script, what string) { said = append(said, fmt.Sprint(s.Now().Seconds(), " ", what)) }
	err := script.Drive(sim, 10*engine.Second,
		func(s *script.Script) {
			say(s, "a")
			s.Until(2 * engine.Second)
			say(s, fmt.Sprint("a after ", *n.Of(sim)))
			s.Until(engine.Second) // past
			s.Sleep(3 * engine.Second)
			say(s, "a ends")
		},
		func(s *script.Script) {
			defer say(s, "b is abandoned")
			say(s, fmt.Sprint("b ", s.When(func() bool { return *n.Of(sim) == 5 }, 9*engine.Second)))
			say(s, fmt.Sprint("b ", s.When(func() bool { return false }, 7*engine.Second+engine.Second/2)))
			s.Until(engine.Never)
			say(s, "never")
		})
	want := "0 a, 2 a after 2, 5 a ends, 5 b true, 7.5 b false, 10 b is abandoned"
	if got := strings.Join(said, ", "); err != nil || got != want {
		t.Errorf("%v, said %s\nwant %s", err, got, want)
	}
	if *n.Of(sim) != 10 || sim.Now() != 10*engine.Second {
		t.Errorf("%d ticks at %v; want 10 at 10s", *n.Of(sim), sim.Now())
	}
}

func TestScriptsChangeNothingByLooking(t *testing.T) {
	watched, n := clock(t)
	alone, _ := clock(t)
	if err := script.Drive(watched, engine.Minute, func(s *script.Script) {
		for s.When(func() bool { return *n.Of(watched)%7 == 3 }, engine.Minute) {
			s.Sleep(engine.Second)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := alone.Run(engine.Minute); err != nil {
		t.Fatal(err)
	}
	if watched.Hash() != alone.Hash() {
		t.Error("a state that was driven and only looked at is another")
	}
}

func TestDriveGivesTheErrorOfTheState(t *testing.T) {
	m := process.NewModel()
	m.Start(m.Program("p", process.Hold(process.For(engine.Second)), process.Forever(process.Hold(process.For(0)))), 1)
	code, err := m.Compile()
	if err != nil {
		t.Fatal(err)
	}
	after := false
	err = script.Drive(code.New(1, 0), engine.Minute, func(s *script.Script) { s.Sleep(2 * engine.Second); after = true })
	if err == nil || after {
		t.Errorf("error %v, went on %v; want the error of a process that goes round and round", err, after)
	}
}
