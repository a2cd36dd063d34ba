package plant

import (
	"reflect"
	"slices"

	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// copyStates carries over the state of everything but parts, people and statistics.
func (m *migrator) copyStates() {
	for i, to := range m.places {
		if to == 0 {
			continue
		}
		from, n := m.s.Places.At(uint32(i)), m.f.Places.At(to-1)
		was := *n
		*n = *from
		n.Line, n.Queue, n.Inside, n.WIP = list{}, 0, 0, 0 // moveParts counts them
		n.Timer, n.Idle = was.Timer, 0
		m.f.rekey(to - 1)
		if pl := &m.old.places[i]; pl.kind == kindConveyor {
			belt := m.f.Belts.At(m.new.places[to-1].belt)
			*belt = *m.s.Belts.At(pl.belt)
			belt.Line, belt.Ready = list{}, PartRef{}
		}
	}
	for i := range m.new.places {
		if m.isNew[i] && m.new.places[i].parent >= 0 {
			n, up := m.f.Places.At(uint32(i)), m.f.Places.At(uint32(m.new.places[i].parent))
			n.Stops, n.Stopped = up.Stops, up.Stopped
		}
	}
	for i, to := range m.failures {
		if to != 0 {
			from, f := m.s.Failures.At(uint32(i)), m.f.Failures.At(to-1)
			f.N, f.Down = from.N, from.Down
		}
	}
	for i, to := range m.slots {
		if to != 0 {
			m.copySlot(uint32(i), to-1)
		}
	}
	m.copyForces()
	for i := range m.new.places {
		pl, n := &m.new.places[i], m.f.Places.At(uint32(i))
		n.Idle = 0
		for k := range pl.slots {
			if m.f.Slots.At(pl.firstSlot + k).Free {
				n.Idle++
			}
		}
	}
	for i, to := range m.shifts {
		if to != 0 {
			m.f.Shifts.At(to - 1).On = m.s.Shifts.At(uint32(i)).On
		}
	}
	for i, to := range m.gauges {
		if to != 0 {
			*m.f.Gauges.At(to - 1) = *m.s.Gauges.At(uint32(i))
		}
	}
	m.copyMemories()
}

func (m *migrator) copySlot(i, to uint32) {
	from, slot := m.s.Slots.At(i), m.f.Slots.At(to)
	was := *slot
	*slot = *from
	slot.Place, slot.Timer, slot.Failure, slot.Ask = was.Place, was.Timer, was.Failure, was.Ask
	slot.Work, slot.Held = list{}, 0
	slot.LastType, slot.LastOp = 0, 0
	if from.LastType != 0 {
		slot.LastType = uint16(m.types[from.LastType-1])
	}
	if from.LastOp != 0 {
		if id, ok := m.ops[from.LastOp-1]; ok {
			slot.LastOp = id + 1
		}
	}
}

// settle makes failures older by the work under the old plant that they are yet to be
// charged for: in the new one other ones may come with the time at work.
func (m *migrator) settle() {
	for i, to := range m.failures {
		if to == 0 {
			continue
		}
		was, fail := m.s.Failures.At(uint32(i)), m.f.Failures.At(to-1)
		t := m.f.Timers.At(fail.Timer)
		switch {
		case !m.s.mode(was).operating && m.f.mode(fail).operating:
			m.f.Pause(fail.Timer) // from now on it runs with the work
		case m.s.mode(was).operating && t.Set:
			if work := m.s.Slots.At(was.Slot).uncharged(m.f.Now()); work > 0 {
				t.Age, t.Since = t.Age+work, m.f.Now()
			}
		}
	}
	for _, to := range m.slots {
		if to != 0 {
			slot := m.f.Slots.At(to - 1)
			slot.Worked, slot.Margin, slot.Began = 0, 0, m.f.Now()
		}
	}
}

// copyForces carries over what is held from outside, as far as what it is for is
// there, and counts what has each machine body down.
func (m *migrator) copyForces() {
	m.f.Forces.CopyFrom(&m.s.Forces)
	for k, f := range m.f.Forces.All {
		if f.Kind == forceAnswer {
			m.copyAnswer(k, f)
			continue
		}
		if to := m.places[m.old.hashed[f.Of]]; to != 0 {
			f.Of = m.new.places[to-1].hash
		} else {
			m.f.Forces.Free(m.f.Forces.Ref(k))
		}
	}
	for _, slot := range m.f.Slots.All {
		pl := &m.new.places[slot.Place]
		if !pl.kind.works() {
			continue
		}
		slot.Downs = m.f.faults(slot.Place)
		for k := range pl.modes {
			if m.f.Failures.At(slot.Failure + uint32(k)).Down {
				slot.Downs++
			}
		}
	}
}

// copyAnswer has an answer wait for the same question; if that is not asked any
// more, it lapses.
func (m *migrator) copyAnswer(k uint32, f *Force) {
	of, key := f.Of, f.Key
	for _, r := range m.rep.Renamed {
		for kind := range decide.Kinds {
			if of == pointHash(kind, r[0]) {
				f.Of = pointHash(kind, r[1])
			}
		}
		if key == random.PathHash(r[0]) {
			f.Key = random.PathHash(r[1])
		}
	}
	if _, ok := m.new.asked(f.Of); !ok {
		m.f.lapsed(k)
	}
}

// copyMemories carries over what policies remember: by whose it is.
func (m *migrator) copyMemories() {
	for k := range m.new.shelves {
		to := &m.new.shelves[k]
		j := slices.IndexFunc(m.old.shelves, func(s shelf) bool { return s.memory.Type() == to.memory.Type() })
		if j < 0 {
			continue
		}
		for i, owner := range to.owners {
			if at := slices.Index(m.old.shelves[j].owners, owner); at >= 0 {
				reflect.ValueOf(m.f.shelves[k].At(i)).Elem().Set(reflect.ValueOf(m.s.shelves[j].At(at)).Elem())
			}
		}
	}
	for c := range m.old.choices {
		if k := m.choice(uint32(c)); k >= 0 {
			m.f.Choices.At(uint32(k)).Turn = m.s.Choices.At(uint32(c)).Turn
		}
	}
	for i, to := range m.places {
		if to == 0 {
			continue
		}
		a, b := &m.old.places[i], &m.new.places[to-1]
		for k := range min(a.slots, b.slots) {
			if a.inspect != 0 && b.inspect != 0 {
				*m.f.Checks.At(b.firstCheck + k) = *m.s.Checks.At(a.firstCheck + k)
				*m.f.CheckStats.At(b.firstCheck + k) = *m.s.CheckStats.At(a.firstCheck + k)
			}
		}
	}
}

// choice finds the choice among the same places by the same rule, -1 for none.
func (m *migrator) choice(c uint32) int {
	a := &m.old.choices[c]
	return slices.IndexFunc(m.new.choices, func(b choice) bool {
		return slices.EqualFunc(a.to, b.to, func(x, y uint32) bool { return m.places[x] == y+1 }) && a.rule == b.rule
	})
}

// copyPeople carries over who works where, and who waits for whom.
func (m *migrator) copyPeople() {
	for i, to := range m.asks {
		if to != 0 {
			m.f.Asks.At(to - 1).Holds = m.sets[m.s.Asks.At(uint32(i)).Holds]
		}
	}
	for _, ask := range m.f.Asks.All {
		for _, nd := range m.new.needs[ask.Holds] {
			m.f.Pools.At(nd.pool).Free -= int32(nd.n)
		}
	}
	for i, to := range m.pools {
		if to == 0 {
			continue
		}
		from, q := m.s.Pools.At(uint32(i)), m.f.Pools.At(to-1)
		q.Off, q.Supplied = from.Off, from.Supplied
		for a := from.First; a != 0; a = m.s.Asks.At(a - 1).Next {
			if k := m.asks[a-1]; k != 0 {
				q.join(m.f, to-1, k-1)
			}
		}
	}
}
