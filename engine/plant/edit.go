package plant

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// WithEdits returns a plant like p that can be turned, while it runs, into
// plants of the given models: see Sim.Edit. They may be any models. One that differs
// in the values of keys alone (times, rooms, yields, rules, how many people a crew
// has) leaves everything in its place, and what is in work keeps the time it was
// given; to one in which there are other things, the state goes over as by Migrate.
func (p *Plant) WithEdits(models []*model.Model) (*Plant, error) {
	base, laws := *p, p.laws
	var edits []*Plant
	for _, m := range models {
		e, err := compile(m, laws)
		if err != nil {
			return nil, err
		}
		laws = e.laws
		edits = append(edits, e)
	}
	base.adopt(edits, laws)
	return &base, nil
}

// adopt makes p the plant that some edits are edits of, and gives all of them the
// same laws: a timer of one may still run in another.
func (p *Plant) adopt(edits []*Plant, laws []law) {
	p.laws, p.edits, p.origin, p.edit = laws, edits, nil, 0
	p.hash = sync.OnceValue(p.fingerprint)
	for k, e := range edits {
		e.laws, e.edits, e.origin, e.edit = laws, edits, p, uint32(k)+1
	}
}

// InEdit is the plant in its edit k-1; 0 is the plant as it begins. It is nil when there
// is no such edit.
func (p *Plant) InEdit(k uint32) *Plant {
	p = p.start()
	switch {
	case k == 0:
		return p
	case int(k) > len(p.edits):
		return nil
	}
	return p.edits[k-1]
}

// sameShape reports whether a state of p means the same as one of e: there are the
// same things under the same numbers.
func (p *Plant) sameShape(e *Plant) bool {
	return slices.EqualFunc(p.places, e.places, sameThing) && slices.EqualFunc(p.types, e.types, sameSteps) &&
		slices.EqualFunc(p.choices, e.choices, func(a, b choice) bool { return slices.Equal(a.to, b.to) }) &&
		slices.EqualFunc(p.pools, e.pools, func(a, b pool) bool { return a.name == b.name }) &&
		slices.EqualFunc(p.shifts, e.shifts, sameShift) &&
		slices.EqualFunc(p.needs, e.needs, slices.Equal[[]need]) && slices.Equal(p.bins, e.bins) && p.sameMemory(e)
}

// sameThing reports whether the places are made of the same.
func sameThing(a, b place) bool {
	return a.path == b.path && a.kind == b.kind && a.slots == b.slots && a.wears == b.wears && a.conwip == b.conwip &&
		slices.EqualFunc(a.modes, b.modes, func(x, y mode) bool { return x.hash == y.hash }) &&
		(a.patience > 0) == (b.patience > 0) && (a.every == 0) == (b.every == 0) && (a.orders == nil) == (b.orders == nil) &&
		a.needy == b.needy && len(a.kit) == len(b.kit)
}

// sameSteps reports whether parts of the types go through the same steps.
func sameSteps(a, b partType) bool {
	return a.name == b.name && slices.EqualFunc(a.route, b.route, func(x, y step) bool {
		return slices.EqualFunc(x.on, y.on, func(k, l operation) bool { return k.place == l.place && k.id == l.id })
	})
}

// sameShift reports whether the calendars are the same: by name, and in what they say.
func sameShift(a, b shift) bool { return a.name == b.name && reflect.DeepEqual(a.cal, b.cal) }

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
	e := old.edits[k]
	if !old.sameShape(e) {
		s.remake(e)
		return
	}
	s.plant = e
	s.common().Edit = e.edit
	for i := range s.plant.pools {
		q := s.Pools.At(uint32(i))
		q.Free += int32(s.plant.pools[i].n) - int32(old.pools[i].n)
		s.offer(uint32(i))
	}
	for i := range s.plant.places {
		s.want(uint32(i), s.Places.At(uint32(i)))
	}
}

// remake turns s itself into a state of p, in which there are other things.
func (s *Sim) remake(p *Plant) {
	m := newMigrator(s, p)
	if err := m.carry(nil); err != nil {
		panic("plant: " + err.Error()) // nothing was renamed, so nothing can be missing
	}
	m.tellDisplaced()
	s.reshape(m.new)
	s.Become(&m.f.World)
	m.s, m.f = nil, s
	s.tellAnew()
	m.begin()
}
