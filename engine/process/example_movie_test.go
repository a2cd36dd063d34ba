package process_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

// film is what is known of a film; left counts who gave up on it.
type film struct {
	tickets int64
	soldOut engine.Time
	left    int64
}

type cinema struct {
	model *process.Model
	films [3]process.Var[film]
}

// newCinema has one counter for three films of 50 tickets. People want one to six
// tickets to one of them; as soon as fewer than two are left it is sold out, and
// all who wait for that film go home.
func newCinema() cinema {
	m := process.NewModel()
	k := cinema{model: m}
	gap := m.Law("gap", must(random.Exponential(30)))
	which, many := m.Law("film", whole(0, 2, 1)), m.Law("tickets", whole(1, 6, 1))
	counter := m.Resource("counter", 1)
	var goers []process.Step
	for i := range k.films {
		f := process.NewVar(m, fmt.Sprint("film ", i), film{tickets: 50})
		soldOut := m.Event(fmt.Sprint("film ", i, " sold out"))
		k.films[i] = f
		enough := func(c *process.Ctx) bool { return c.Item().ID <= f.Of(c).tickets }
		last := func(c *process.Ctx) bool { return f.Of(c).tickets < 2 }

		goer := m.Program(fmt.Sprint("goer to ", i), process.Select(
			process.On(soldOut, process.Do(func(c *process.Ctx) { f.Of(c).left++ })),
			process.On(counter,
				process.If(enough,
					process.Do(func(c *process.Ctx) { f.Of(c).tickets -= c.Item().ID }),
					process.If(last,
						process.Do(func(c *process.Ctx) { f.Of(c).soldOut = c.Now() }),
						process.Trigger(soldOut)),
					process.Hold(process.For(engine.Minute)),
				).Else(process.Hold(process.For(30*engine.Second))),
				process.Release(counter))))
		goers = append(goers, process.If(func(c *process.Ctx) bool { return c.Item().Kind == int64(i) && !soldOut.Occurred(c) }, process.Spawn(goer)))
	}

	choose := process.Do(func(c *process.Ctx) {
		c.SetItem(process.Item{ID: int64(c.Sample(many)), Kind: int64(c.Sample(which))})
	})
	m.Start(m.Program("street", process.Forever(append([]process.Step{process.Hold(gap), choose}, goers...)...)), 1)
	return k
}

// People queue for tickets and leave the line when their film is sold out: an
// event that many wait for.
func Example_movieRenege() {
	k := newCinema()
	code, err := k.model.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	sim := code.New(1, 0)
	if err := sim.Run(2 * engine.Hour); err != nil {
		fmt.Println(err)
	}
	for i, v := range k.films {
		f := v.Of(sim)
		fmt.Printf("film %d: %d tickets left, sold out after %.1f min, %d left the line\n", i, f.tickets, minutes(f.soldOut), f.left)
	}
	// Output:
	// film 0: 0 tickets left, sold out after 42.1 min, 2 left the line
	// film 1: 1 tickets left, sold out after 29.6 min, 8 left the line
	// film 2: 1 tickets left, sold out after 31.6 min, 5 left the line
}
