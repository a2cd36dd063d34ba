package trail

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Print is the fingerprint of a run in ingredients: two runs with the same Print
// are the same run, and of two that differ it tells in what.
type Print struct {
	Events uint64 // handled
	Order  uint64 // hash of what happened, in its order, whenever it did: the events handled, and all that a trace tells
	Times  uint64 // hash of when it did, and of what the state at the end lets happen
	Stats  uint64 // hash of the statistics
}

// Trail takes the fingerprint of a run from an instant on.
type Trail struct {
	order, times engine.Hasher
	sim          *plant.Sim
}

// Follow begins to follow s. It is the one who observes s from now on; see
// engine.World.Observe.
func Follow(s *plant.Sim) *Trail {
	t := &Trail{order: *engine.NewHasher(), times: *engine.NewHasher()}
	t.attach(s)
	return t
}

// Fork forks the state that is followed, and follows the copy as if it had
// followed it from the beginning.
func (t *Trail) Fork() (*plant.Sim, *Trail) {
	f := *t
	s := t.sim.Fork()
	f.attach(s)
	return s, &f
}

func (t *Trail) attach(s *plant.Sim) {
	t.sim = s
	s.Observe(func(e engine.Event) {
		write(&t.order, e)
		t.times.Uint64(uint64(e.At))
	})
	watch(s, t.enter)
}

// write adds which event e is, but for its time.
func write(h *engine.Hasher, e engine.Event) {
	h.Uint64(uint64(e.Phase())<<32 | uint64(e.Kind)<<16 | uint64(e.Arg))
	h.Uint64(uint64(e.Target))
}

// watch has each called for what happens to s from now on. What is there when the
// watch begins has not happened then.
func watch(s *plant.Sim, each func(plant.TraceEvent)) {
	present := true
	s.Watch(func(e plant.TraceEvent) {
		if !present {
			each(e)
		}
	})
	present = false
}

// enter adds what a trace tells, but for its times.
func (t *Trail) enter(e plant.TraceEvent) {
	good := uint64(0)
	if e.Good {
		good = 1
	}
	h := &t.order
	h.Uint64(uint64(e.Kind)<<48 | uint64(e.State)<<40 | good<<32 | uint64(e.Place))
	h.Uint64(uint64(e.From)<<32 | uint64(e.Slot))
	h.Uint64(e.Part)
	h.Uint64(e.Other)
	h.Uint64(uint64(e.N)<<32 | uint64(e.Order))
	h.Uint64(uint64(e.Type)<<16 | uint64(e.Op))
}

// Print takes the fingerprint of the run so far.
func (t *Trail) Print() Print {
	hash, times := t.sim.Hash(), t.times
	times.Uint64(hash.Live)
	times.Uint64(hash.History)
	return Print{Events: t.sim.Steps(), Order: t.order.Sum(), Times: times.Sum(), Stats: hash.Stats}
}

// Ingredients names those in which p and q differ: events, order, times,
// statistics.
func (p Print) Ingredients(q Print) []string {
	var out []string
	for _, c := range []struct {
		name string
		a, b uint64
	}{{"events", p.Events, q.Events}, {"order", p.Order, q.Order}, {"times", p.Times, q.Times}, {"statistics", p.Stats, q.Stats}} {
		if c.a != c.b {
			out = append(out, c.name)
		}
	}
	return out
}

// Chain has each called for every event of s that is handled, with the hash of it
// and all before. It is the one who observes s from now on.
func Chain(s *plant.Sim, each func(engine.Event, uint64)) {
	running := uint64(0)
	s.Observe(func(e engine.Event) {
		h := engine.NewHasher()
		h.Uint64(running)
		h.Uint64(uint64(e.At))
		write(h, e)
		running = h.Sum()
		each(e, running)
	})
}
