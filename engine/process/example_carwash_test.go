package process_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

// whole is a whole number from lo to hi of a unit of so many seconds.
func whole(lo, hi int, seconds float64) random.Dist {
	var values, weights []float64
	for x := lo; x <= hi; x++ {
		values, weights = append(values, float64(x)*seconds), append(weights, 1)
	}
	return must(random.Discrete(values, weights))
}

type carwash struct {
	model    *process.Model
	machines process.Resource
}

// newCarwash has two machines that wash for five minutes. Four cars are there at
// first; others come every five to nine minutes.
func newCarwash(say say) carwash {
	m := process.NewModel()
	w := carwash{m, m.Resource("machines", 2)}
	gap := m.Law("gap", whole(5, 9, 60))
	dirt := m.Law("dirt", whole(50, 99, 1))
	tell := func(what string) process.Step {
		return process.Do(func(c *process.Ctx) { say("%.0f min: car %d %s", minutes(c.Now()), c.Number(), what) })
	}

	car := m.Program("car",
		tell("comes"),
		process.Use(w.machines,
			tell("drives in"),
			process.Hold(process.For(5*engine.Minute)),
			process.Do(func(c *process.Ctx) {
				say("%.0f min: car %d is clean of %.0f %% of its dirt", minutes(c.Now()), c.Number(), c.Sample(dirt))
			})))
	m.Start(car, 4)
	m.Start(m.Program("street", process.Forever(process.Hold(gap), process.Spawn(car))), 1)
	return w
}

// Cars wait for one of two washing machines.
func Example_carwash() {
	w := newCarwash(aloud)
	code, err := w.model.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	sim := code.New(1, 0)
	if err := sim.Run(20 * engine.Minute); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("the machines were in use for %.0f %%\n", 100*w.machines.Stats(sim).Utilisation)
	// Output:
	// 0 min: car 1 comes
	// 0 min: car 1 drives in
	// 0 min: car 2 comes
	// 0 min: car 2 drives in
	// 0 min: car 3 comes
	// 0 min: car 4 comes
	// 5 min: car 1 is clean of 88 % of its dirt
	// 5 min: car 2 is clean of 93 % of its dirt
	// 5 min: car 3 drives in
	// 5 min: car 4 drives in
	// 9 min: car 5 comes
	// 10 min: car 3 is clean of 96 % of its dirt
	// 10 min: car 4 is clean of 72 % of its dirt
	// 10 min: car 5 drives in
	// 15 min: car 5 is clean of 84 % of its dirt
	// 15 min: car 6 comes
	// 15 min: car 6 drives in
	// 20 min: car 6 is clean of 74 % of its dirt
	// the machines were in use for 75 %
}
