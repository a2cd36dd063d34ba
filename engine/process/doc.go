// Package process models with processes, as SimPy does, but as data: a process
// is a few numbers in a slab, so a running model can be forked, hashed and run on
// like every state of package engine. No goroutine and no coroutine is behind it.
//
// A customer who waits for a counter, but not for ever:
//
//	m := process.NewModel() // p, s and g are distributions of engine/random
//	patience, service, gap := m.Law("patience", p), m.Law("service", s), m.Law("gap", g)
//	counter := m.Resource("counter", 1)
//	customer := m.Program("customer", process.Select(
//		process.On(counter, process.Hold(service), process.Release(counter)),
//		process.On(process.After(patience), process.Do(func(c *process.Ctx) { fmt.Println(c.Number(), "leaves") }))))
//	m.Start(m.Program("door", process.Forever(process.Spawn(customer), process.Hold(gap))), 1)
//	code, err := m.Compile()      // all mistakes at once
//	sim := code.New(1, 0)         // seed, replication
//	err = sim.Run(8 * engine.Hour)
//	fmt.Println(counter.Stats(sim).Utilisation)
//
// # What runs when
//
// A Program is a list of steps; Compile makes one flat table of instructions of
// all programs, the Code, which is never changed. A process is a place in that
// table and what it waits for. It runs, in no time, until a step must wait: a
// hold, a request that is not granted, an event that has not occurred. What is
// free is had at once and without an event. A hold ends in the completion phase
// of its instant; who is woken by others goes on in the transfer phase, in the
// order in which they were woken.
//
// The functions that a modeller gives (durations, guards, bookkeeping) are part of
// the Code, not of the state. They get a Ctx, good for that one call, and must
// keep what they want to remember in the state: in a Var, which the model has
// once, or in an Own, which each process has for itself and hands to the
// processes it spawns as a copy. Both hold a plain struct of yours.
//
// # Luck
//
// A draw is a function of the process, of the law's name, and of how often that
// process has drawn from that law. Who a process is follows from its program and
// from which child of its parent it is. So adding a resource, a law or a program
// changes nobody else's luck.
//
// # Interrupts
//
// An interrupt reaches a process where it waits, or, if it is not waiting, where
// it next does. What the wait has gathered is given back, its Use blocks up to
// the handler are released, and the handler goes on: OnInterrupt afterwards
// returns to the wait (a hold has what was left of it, patience too; a request
// joins its line again), Catch goes on behind the Try. An interrupt that nobody
// handles ends the run with an error. Preemption is such an interrupt.
package process
