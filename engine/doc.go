// Package engine is the kernel: a clock, pending events, timers, typed slabs
// and the loop that joins them. It knows nothing of factories.
//
// A state is a Go struct of your own that embeds a World and holds its
// components in Slabs. What is in the slabs is plain data: no pointer, func,
// channel, interface, map, string or slice (CheckState says so of a type). So a
// state can be copied (Fork), compared (Hash) and run on, again and again, with
// the same outcome every time.
//
//	type queue struct {
//		engine.World
//		servers engine.Slab[server]
//	}
//	var table = []engine.Handler[queue]{kindInput: …, kindDone: …}
//	engine.Run(&q, &q.World, table, 8*engine.Hour)
//
// Time is an int64 of nanoseconds since the model's start. Events are handled
// in a total order: time, then phase of the instant (input, completion,
// transfer, decide, report), then sequence. A handler is a plain function in a
// table; it cannot hide fields from a fork.
//
// A Timer is a duration that was drawn and has not run out: it remembers its
// law, its stream and its age, and it can pause, resume and change its rate. An
// event of a timer is live exactly while its sequence equals the timer's, so
// nothing is ever searched for in the heap, let alone removed from it.
//
// A Snapshot is a state as bytes; a Tape keeps the past of a state and takes it
// back; a Log is what entered it from outside, on which both rest: a state and the
// inputs after it can be run again to the same hash.
//
// What is wiring (sinks, windows, sockets, Observe) stands outside the state:
// it is not copied by a fork, not hashed, and takes no sequence number.
package engine
