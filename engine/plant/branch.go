package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Branch copies the state into one of its possible futures: what is in the plant is
// the same, what is left of every duration under way is drawn again given its age,
// and all that is drawn later comes from streams of the branch's own. Equal keys
// give equal branches; a branch may be branched again. Use it wherever the future
// is in question (forecasts, what-ifs, particles), and Fork where it must be the
// same one.
//
// An age beyond the support of its law is possible after an edit or where the plant
// is a real one: what is left then comes from a stated tail, see
// [random.Dist.Residual], and Common.Beyond counts it.
func (s *Sim) Branch(key uint64) *Sim {
	f := s.plant.blank()
	s.BranchInto(f, key)
	return f
}

// BranchInto is Branch into a state, of any plant, that is no longer needed.
func (s *Sim) BranchInto(f *Sim, key uint64) {
	s.ForkInto(f)
	f.diverge(key)
}

// diverge gives the state luck of its own.
func (s *Sim) diverge(key uint64) {
	c := s.common()
	c.Domain = random.Mix(c.Domain, key) | 1 // 0 is the run itself
	for i := range s.plant.places {
		s.rekey(uint32(i))
	}
	for _, slot := range s.Slots.All {
		s.expose(slot)
	}
	s.World.Branch(func(t *engine.Timer, age engine.Time) (engine.Time, bool) {
		l := &s.plant.laws[t.Law]
		if l.fixed >= 0 {
			return 0, false
		}
		k := s.stream(s.whose(t)).For(uint32(t.Kind))
		rest, beyond := l.dist.Residual(age.Seconds(), k.U(0))
		if beyond {
			c.Beyond++
		}
		t.Key, t.Index = uint64(k), 0
		return engine.Seconds(rest), true
	})
}

// stream is the stream of the thing with a hash, in this run or branch.
func (s *Sim) stream(hash uint64) random.Key {
	c := s.common()
	k := random.NewKey(c.Seed, c.Replication, hash)
	if c.Domain != 0 {
		k = k.Branch(c.Domain)
	}
	return k
}

// rekey gives place i its streams.
func (s *Sim) rekey(i uint32) {
	pl, n := &s.plant.places[i], s.Places.At(i)
	n.Key = s.stream(pl.hash)
	n.Often = n.Key.For(pl.kind.drawsOften())
}

// whose is a hash that tells the owner of a timer from all others, whatever else
// there is in the plant.
func (s *Sim) whose(t *engine.Timer) uint64 {
	slot, mode := t.Owner, uint64(0)
	switch t.Kind {
	case onArrive, onHead, onPatience:
		return s.plant.places[t.Owner].hash
	case onFail, onRepaired:
		f := s.Failures.At(t.Owner)
		slot, mode = f.Slot, s.mode(f).hash
	}
	pl := &s.plant.places[s.Slots.At(slot).Place]
	return random.Mix(pl.hash+mode, uint64(slot-pl.firstSlot))
}
