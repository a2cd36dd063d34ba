package process_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

const shopMachines = 10

type shop struct {
	model *process.Model
	made  process.Var[[shopMachines]int64] // parts, by machine
}

// machineOwn is what a machine knows of itself, and what breaks it copies.
type machineOwn struct {
	broken bool
	Spare  [7]bool
}

// newShop has ten machines that break down and one repairer, who does other work
// in between and leaves it when a machine needs repair.
func newShop() shop {
	m := process.NewModel()
	s := shop{m, process.NewVar(m, "made", [shopMachines]int64{})}
	work := m.Law("work", must(random.NormalAbove0(10*60, 2*60)))
	life := m.Law("life", must(random.Exponential(300*60)))
	own := process.NewOwn[machineOwn](m, "machine")
	repairer := m.PreemptiveResource("repairer", 1)
	broken := func(yes bool) process.Step {
		return process.Do(func(c *process.Ctx) { own.Of(c).broken = yes })
	}

	// A breaker is the child of its machine and breaks it now and then, if it works.
	breaker := m.Program("breaker", process.Forever(
		process.Hold(life),
		process.If(func(c *process.Ctx) bool { return !own.By(c, c.Parent()).broken },
			process.Interrupt((*process.Ctx).Parent, 0))))
	machine := m.Program("machine",
		process.Spawn(breaker),
		process.Forever(
			process.Hold(work).OnInterrupt( // and then does what is left of the work
				broken(true),
				process.Use(repairer.Priority(1), process.Hold(process.For(30*engine.Minute))),
				broken(false)),
			process.Do(func(c *process.Ctx) { s.made.Of(c)[c.Number()-1]++ })))
	other := repairer.Priority(2)
	otherWork := m.Program("other work", process.Forever(
		process.Use(other, process.Hold(process.For(30*engine.Minute)).OnInterrupt(process.Seize(other)))))

	m.Start(machine, shopMachines)
	m.Start(otherWork, 1)
	return s
}

// Machines break down, which interrupts their work; a repair preempts the
// repairer's other work.
func Example_machineShop() {
	s := newShop()
	code, err := s.model.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	sim := code.New(1, 0)
	if err := sim.Run(4 * engine.Week); err != nil {
		fmt.Println(err)
	}
	for i, n := range s.made.Of(sim) {
		fmt.Printf("machine %d made %d parts\n", i+1, n)
	}
	// Output:
	// machine 1 made 3294 parts
	// machine 2 made 3378 parts
	// machine 3 made 3374 parts
	// machine 4 made 3312 parts
	// machine 5 made 3289 parts
	// machine 6 made 3459 parts
	// machine 7 made 3359 parts
	// machine 8 made 3238 parts
	// machine 9 made 3441 parts
	// machine 10 made 3287 parts
}
