package plant

import (
	"fmt"
	"sync"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// WithEdits returns a plant like p that can be turned, while it runs, into
// plants of the given models: see Sim.Edit. The models may differ from p's in
// the values of keys that do not change what there is: times, rooms, yields,
// rules, how many people a crew has. What is in work keeps the time it was given.
func (p *Plant) WithEdits(models []*model.Model) (*Plant, error) {
	base := *p
	laws := base.laws
	base.edits, base.origin = nil, nil
	base.hash = sync.OnceValue(base.fingerprint)
	for _, m := range models {
		e, err := compile(m, laws)
		if err != nil {
			return nil, err
		}
		if err := p.sameShape(e); err != nil {
			return nil, err
		}
		laws = e.laws
		base.edits = append(base.edits, e)
	}
	for _, e := range base.edits {
		e.edits, e.origin = base.edits, &base
		e.laws = laws // a timer of one may still run in another
	}
	base.laws = laws
	return &base, nil
}

// sameShape reports what e has that p has not, or the other way round: a state
// of p would mean nothing to e.
func (p *Plant) sameShape(e *Plant) error {
	for _, c := range []struct {
		what string
		a, b int
	}{
		{"places", len(p.places), len(e.places)}, {"part types", len(p.types), len(e.types)}, {"ways", len(p.choices), len(e.choices)},
		{"crews and tools", len(p.pools), len(e.pools)}, {"calendars", len(p.shifts), len(e.shifts)}, {"components", len(p.bins), len(e.bins)},
		{"sets of needs", len(p.needs), len(e.needs)},
	} {
		if c.a != c.b {
			return fmt.Errorf("a running factory cannot change its number of %s (from %d to %d)", c.what, c.a, c.b)
		}
	}
	if err := p.sameMemory(e); err != nil {
		return err
	}
	for i := range p.places {
		a, b := &p.places[i], &e.places[i]
		if a.path != b.path || a.kind != b.kind || a.slots != b.slots || len(a.modes) != len(b.modes) || a.wears != b.wears || (a.patience > 0) != (b.patience > 0) || len(a.kit) != len(b.kit) {
			return fmt.Errorf("a running factory cannot change what %s is made of", a.path)
		}
	}
	return nil
}

// Edit has the plant go on as its k-th edit from an instant on.
func (s *Sim) Edit(k int, at engine.Time) error {
	if k < 0 || k >= len(s.plant.edits) {
		return fmt.Errorf("there is no edit %d; the plant has %d", k, len(s.plant.edits))
	}
	s.feedRoot(engine.Input{At: at, Event: at, Code: InputEdit, Value: float64(k)})
	return nil
}

// edit turns the plant. Whoever may have more room or more people now looks
// again.
func (s *Sim) edit(k int) {
	if k < 0 || k >= len(s.plant.edits) {
		return
	}
	old := s.plant
	s.plant = old.edits[k]
	s.common().Edit = uint32(k) + 1
	for i := range s.plant.pools {
		q := s.Pools.At(uint32(i))
		q.Free += int32(s.plant.pools[i].n) - int32(old.pools[i].n)
		s.offer(uint32(i))
	}
	for i := range s.plant.places {
		s.want(uint32(i), s.Places.At(uint32(i)))
	}
}
