package engine_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
)

// A copy of a state has the same future as the original. What is done to one is
// not seen in the other.
func ExampleWorld_CopyFrom() {
	o := newOffice()
	o.open(7)
	engine.Run(o, &o.World, handlers, engine.Hour)

	fork := newOffice()
	fork.CopyFrom(&o.World)
	engine.Run(o, &o.World, handlers, 2*engine.Hour)
	engine.Run(fork, &fork.World, handlers, 2*engine.Hour)
	fmt.Println("the same after another hour:", fork.Hash() == o.Hash())

	fork.SetRate(fork.counters.At(0).Service, 0.8) // what if the server were slower?
	engine.Run(o, &o.World, handlers, 3*engine.Hour)
	engine.Run(fork, &fork.World, handlers, 3*engine.Hour)
	fmt.Printf("customers at the end: %d, and %d with the slower server\n", o.counters.At(0).Here, fork.counters.At(0).Here)
	// Output:
	// the same after another hour: true
	// customers at the end: 37, and 426 with the slower server
}
