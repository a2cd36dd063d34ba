package process_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

// say prints for the examples; the comparison with SimPy is silent.
type say func(format string, args ...any)

func aloud(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func silent(string, ...any)            {}

// must is for laws whose numbers are known to be right.
func must(d random.Dist, err error) random.Dist {
	if err != nil {
		panic(err)
	}
	return d
}

type bank struct {
	model *process.Model
	left  process.Var[int64]
}

// newBank is a counter with five customers to come, who leave when they have
// waited for one to three minutes.
func newBank(say say) bank {
	m := process.NewModel()
	b := bank{m, process.NewVar(m, "left", int64(0))}
	gap := m.Law("gap", must(random.Exponential(10*60)))
	service := m.Law("service", must(random.Exponential(12*60)))
	patience := m.Law("patience", must(random.Uniform(1*60, 3*60)))
	counter := m.Resource("counter", 1)
	tell := func(what string) process.Step {
		return process.Do(func(c *process.Ctx) {
			say("%.1f min: customer %d %s after %.1f", minutes(c.Now()), c.Number(), what, minutes(c.Now()-c.Born()))
		})
	}

	customer := m.Program("customer", process.Select(
		process.On(counter, tell("is served"), process.Hold(service), process.Release(counter), tell("goes")),
		process.On(process.After(patience), tell("leaves"), process.Do(func(c *process.Ctx) { *b.left.Of(c)++ })),
	))
	m.Start(m.Program("door", process.Times(5, process.Spawn(customer), process.Hold(gap))), 1)
	return b
}

func minutes(t engine.Time) float64 { return t.Seconds() / 60 }

// Customers renege: they wait for the counter, but not for ever.
func Example_bankRenege() {
	b := newBank(aloud)
	code, err := b.model.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	sim := code.New(1, 0)
	if err := sim.Run(engine.Never); err != nil {
		fmt.Println(err)
	}
	fmt.Println(*b.left.Of(sim), "left")
	// Output:
	// 0.0 min: customer 1 is served after 0.0
	// 0.6 min: customer 1 goes after 0.6
	// 11.6 min: customer 2 is served after 0.0
	// 16.2 min: customer 3 leaves after 1.8
	// 17.4 min: customer 2 goes after 5.8
	// 45.3 min: customer 4 is served after 0.0
	// 54.7 min: customer 5 leaves after 2.0
	// 62.8 min: customer 4 goes after 17.5
	// 2 left
}
