package lab

import (
	"cmp"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// periods is the log of what every slot did, kept so that its active periods can
// be followed backwards.
type periods struct {
	slots [][]change
	ends  []end       // of active periods of all slots, in their order
	n     int         // changes in slots
	from  engine.Time // what was before this has been dropped
	anew  bool        // an event has changed what the factory is made of: the log began again
}

// end is where an active period of a slot ends.
type end struct {
	at   engine.Time
	slot uint32
}

// change is the beginning of a state.
type change struct {
	at engine.Time
	to plant.State
}

// mostChanges bounds the log, 16 to 32 bytes each; of a longer run the end is followed.
const mostChanges = 2 << 20

// watch begins the log of a state at time 0.
func watch(s *plant.Sim) *periods {
	l := &periods{slots: make([][]change, s.Slots.Len())}
	s.Watch(func(e plant.TraceEvent) {
		if e.Kind == plant.PlanChanged {
			*l = periods{slots: make([][]change, s.Slots.Len()), from: e.At, anew: true}
			return
		}
		slot := e.Slot - 1
		list := l.slots[slot]
		if n := len(list); n > 0 && active(list[n-1].to) && !active(e.State) {
			l.ends = append(l.ends, end{e.At, slot})
		}
		l.slots[slot] = append(list, change{e.At, e.State})
		if l.n++; l.n > mostChanges {
			l.drop(e.At)
		}
	}, plant.StateChanged, plant.PlanChanged)
	return l
}

// drop forgets the older half of the time.
func (l *periods) drop(now engine.Time) {
	l.from += (now - l.from) / 2
	l.n = 0
	for i, list := range l.slots {
		k := l.before(uint32(i), l.from+1)
		l.slots[i] = list[:copy(list, list[max(k, 0):])]
		l.n += len(l.slots[i])
	}
	l.ends = l.ends[:copy(l.ends, l.ends[l.endsFrom(l.from):])]
}

// endsFrom is the index of the first end that is not before t.
func (l *periods) endsFrom(t engine.Time) int {
	k, _ := slices.BinarySearchFunc(l.ends, t, func(e end, t engine.Time) int { return cmp.Compare(e.at, t) })
	return k
}

// before finds the last change of slot i that was before t, -1 for none.
func (l *periods) before(i uint32, t engine.Time) int {
	k, _ := slices.BinarySearchFunc(l.slots[i], t, func(c change, t engine.Time) int { return cmp.Compare(c.at, t) })
	return k - 1
}

// at tells what slot i did just before t, and whether it changed at t.
func (l *periods) at(i uint32, t engine.Time) (state plant.State, changed bool) {
	k := l.before(i, t)
	if k < 0 {
		return plant.Waiting, false
	}
	return l.slots[i][k].to, k+1 < len(l.slots[i]) && l.slots[i][k+1].at == t
}

// active reports whether a state is one in which others wait for the equipment.
func active(s plant.State) bool { return s != plant.Waiting && s != plant.Blocked && s != plant.Off }

// walk follows the active periods backwards from the last part in each sink and
// gives, by node, the share of the measured time that the way led through it, by
// what it was doing. Sinks count by the parts that came to them. It reports false
// when no part came out.
func (l *periods) walk(s *plant.Sim, g *graph, r *plant.Report) (shares [][plant.States]float64, ok bool) {
	shares = make([][plant.States]float64, len(r.Rows))
	total := 0.0
	for _, sink := range g.sinks {
		parts := float64(r.Rows[sink].Parts)
		w := walker{periods: l, s: s, g: g, begin: max(r.Since, l.from), times: make([][plant.States]engine.Time, len(r.Rows)), seen: map[uint32]engine.Time{}}
		slot, t, found := w.last(g.up[sink])
		if parts == 0 || !found {
			continue
		}
		end := t
		w.follow(slot, t)
		span := end - w.begin - w.off
		if span <= 0 {
			continue
		}
		total += parts
		for i := range shares {
			for st, v := range w.times[i] {
				shares[i][st] += parts * float64(v) / float64(span)
			}
		}
	}
	for i := range shares {
		for st := range shares[i] {
			shares[i][st] /= max(total, 1)
		}
	}
	return shares, total > 0
}

// walker is one walk under way.
type walker struct {
	*periods
	s     *plant.Sim
	g     *graph
	begin engine.Time
	times [][plant.States]engine.Time // by node
	off   engine.Time                 // time outside the shifts
	seen  map[uint32]engine.Time
}

// last finds which slot of these places was the last to finish something.
func (w *walker) last(places []int) (slot uint32, t engine.Time, found bool) {
	for _, p := range places {
		for _, i := range w.g.slots(p) {
			list := w.slots[i]
			for k := len(list) - 1; k > 0; k-- {
				if active(list[k-1].to) && !active(list[k].to) {
					if list[k].at > t {
						slot, t, found = i, list[k].at, true
					}
					break
				}
			}
		}
	}
	return slot, t, found
}

// follow walks from the end of an active period of a slot to the beginning.
func (w *walker) follow(slot uint32, t engine.Time) {
	for t > w.begin {
		start, why := w.period(slot, t)
		if start <= w.begin {
			return
		}
		next, ok := uint32(0), false
		if why != plant.Waiting || !w.fed(slot, start) {
			next, ok = w.cause(slot, start, why)
		}
		if !ok {
			// Nobody is seen to end what the slot waited for: go on with its own
			// past. Where a conveyor stands between, it is what was too slow.
			var idle engine.Time
			t, idle = w.past(slot, start)
			if belt := w.belt(slot, why); belt >= 0 {
				w.times[belt][plant.Busy] += idle
			}
			continue
		}
		slot, t = next, start
	}
}

// fed reports whether the wait of a slot that ended at t was only for its
// conveyor to bring up parts that stood on it all the time.
func (w *walker) fed(slot uint32, t engine.Time) bool {
	belt := w.g.before[w.s.Slots.At(slot).Place]
	if belt < 0 {
		return false
	}
	begin := t
	for k := w.before(slot, t); k >= 0 && !active(w.slots[slot][k].to); k-- {
		begin = w.slots[slot][k].at
	}
	b := w.g.first[belt]
	if st, _ := w.at(b, begin); st != plant.Blocked {
		return false
	}
	for k := w.before(b, begin) + 1; k < len(w.slots[b]) && w.slots[b][k].at < t; k++ {
		if w.slots[b][k].to == plant.Waiting {
			return false // it ran empty
		}
	}
	return true
}

// belt finds the conveyor by which a slot gets or gives parts, -1 for none.
func (w *walker) belt(slot uint32, why plant.State) int {
	place := w.s.Slots.At(slot).Place
	if why == plant.Blocked {
		return w.g.behind[place]
	}
	return w.g.before[place]
}

// period accounts for the active period of a slot that ends at t. It gives its
// beginning and what the slot did before. Time off is passed over.
func (w *walker) period(slot uint32, t engine.Time) (start engine.Time, why plant.State) {
	place := w.s.Slots.At(slot).Place
	for k := w.before(slot, t); k >= 0; k-- {
		c := w.slots[slot][k]
		from := max(c.at, w.begin)
		switch {
		case t <= w.begin:
			return w.begin, c.to
		case c.at == t:
		case c.to == plant.Off:
			w.off += t - from
		case !active(c.to):
			return t, c.to
		default:
			w.times[place][c.to] += t - from
		}
		t = c.at
	}
	return w.begin, plant.Waiting
}

// past is the beginning of the inactive time of a slot that ends at t, and how
// much of it was inside the shifts.
func (w *walker) past(slot uint32, t engine.Time) (start, idle engine.Time) {
	for k := w.before(slot, t); k >= 0 && t > w.begin; k-- {
		c := w.slots[slot][k]
		d := t - max(c.at, w.begin)
		switch {
		case active(c.to) && d > 0:
			return t, idle
		case c.to == plant.Off:
			w.off += d
		default:
			idle += d
		}
		t = max(c.at, w.begin)
	}
	return w.begin, idle
}

// cause finds the slot whose active period ended at t and thereby the inactive
// time of another.
func (w *walker) cause(slot uint32, t engine.Time, why plant.State) (uint32, bool) {
	next := w.g.up
	if why == plant.Blocked {
		next = w.g.down
	}
	clear(w.seen)
	place := int(w.s.Slots.At(slot).Place)
	if i, ok := w.exact(next, place, t); ok {
		return i, true
	}
	for _, p := range next[place] {
		for _, i := range w.g.slots(p) {
			if st, _ := w.at(i, t); active(st) && i != slot {
				return i, true // behind a conveyor it ended earlier
			}
		}
	}
	for _, e := range w.ends[w.endsFrom(t):] {
		if e.at > t {
			break
		}
		if st, _ := w.at(e.slot, t); active(st) && e.slot != slot {
			return e.slot, true // a limit on the work in process, a crew
		}
	}
	return 0, false
}

// exact looks among the neighbours of a place for a slot that was active until t,
// and behind those that were set free at t themselves.
func (w *walker) exact(next [][]int, place int, t engine.Time) (uint32, bool) {
	for _, p := range next[place] {
		for _, i := range w.g.slots(p) {
			if st, changed := w.at(i, t); active(st) && changed {
				return i, true
			}
		}
	}
	for _, p := range next[place] {
		for _, i := range w.g.slots(p) {
			if _, changed := w.at(i, t); !changed {
				continue
			}
			if _, again := w.seen[i]; again {
				continue
			}
			w.seen[i] = t
			if found, ok := w.exact(next, p, t); ok {
				return found, true
			}
		}
	}
	return 0, false
}
