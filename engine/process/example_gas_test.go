package process_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/stat"
)

type gasStation struct {
	model *process.Model
	times process.Var[stat.Tally] // of cars at the station, in seconds
}

// newGasStation has two pumps on a tank of 200 litres. Who keeps it looks every
// ten seconds, and calls the truck when less than a quarter is left.
func newGasStation(say say) gasStation {
	m := process.NewModel()
	g := gasStation{m, process.NewVar(m, "times", stat.Tally{})}
	gap, level := m.Law("gap", whole(30, 300, 1)), m.Law("level", whole(5, 25, 1))
	pumps := m.Resource("pumps", 2)
	tank := m.Container("tank", 200, 200)
	litres := process.NewOwn[float64](m, "litres")
	tell := func(what string) process.Step {
		return process.Do(func(c *process.Ctx) { say("%.0f s: %s", c.Now().Seconds(), what) })
	}
	fill := func(c *process.Ctx) float64 { return *litres.Of(c) }

	car := m.Program("car",
		process.Do(func(c *process.Ctx) {
			*litres.Of(c) = 50 - c.Sample(level)
			say("%.0f s: car %d comes, wants %.0f l", c.Now().Seconds(), c.Number(), *litres.Of(c))
		}),
		process.Use(pumps,
			tank.Get(process.AmountBy(fill)),
			process.Hold(process.ForBy(func(c *process.Ctx) engine.Time { return engine.Seconds(fill(c) / 2) }))), // 2 l/s
		process.Do(func(c *process.Ctx) {
			took := (c.Now() - c.Born()).Seconds()
			g.times.Of(c).Add(took)
			say("%.0f s: car %d goes after %.1f s", c.Now().Seconds(), c.Number(), took)
		}))
	truck := m.Program("truck",
		tell("the truck is called"),
		process.Hold(process.For(5*engine.Minute)),
		process.Do(func(c *process.Ctx) { *litres.Of(c) = tank.Free(c) }),
		process.If(func(c *process.Ctx) bool { return fill(c) > 0 }, tank.Put(process.AmountBy(fill))),
		tell("the truck has filled the tank"))
	m.Start(m.Program("keeper", process.Forever(
		process.If(func(c *process.Ctx) bool { return tank.Level(c) < 50 }, process.Call(truck)),
		process.Hold(process.For(10*engine.Second)))), 1)
	m.Start(m.Program("road", process.Forever(process.Hold(gap), process.Spawn(car))), 1)
	return g
}

// Cars take petrol from a tank that a truck fills again: a container.
func Example_gasStation() {
	g := newGasStation(aloud)
	code, err := g.model.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	sim := code.New(1, 0)
	if err := sim.Run(20 * engine.Minute); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%d cars, %.1f s in the mean\n", g.times.Of(sim).N, g.times.Of(sim).Mean)
	// Output:
	// 220 s: car 1 comes, wants 25 l
	// 232 s: car 1 goes after 12.5 s
	// 299 s: car 2 comes, wants 30 l
	// 314 s: car 2 goes after 15.0 s
	// 475 s: car 3 comes, wants 25 l
	// 488 s: car 3 goes after 12.5 s
	// 623 s: car 4 comes, wants 34 l
	// 640 s: car 4 goes after 17.0 s
	// 820 s: car 5 comes, wants 40 l
	// 830 s: the truck is called
	// 840 s: car 5 goes after 20.0 s
	// 1004 s: car 6 comes, wants 27 l
	// 1018 s: car 6 goes after 13.5 s
	// 1130 s: the truck has filled the tank
	// 6 cars, 15.1 s in the mean
}
