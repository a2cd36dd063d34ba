package plant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// Migration tells what a state kept, gained and lost on its way to another plant.
type Migration struct {
	Kept      int         // places that both plants have
	Renamed   [][2]string // places that go by another path now, with the old one first
	Added     []string    // places that are new; they start empty and idle
	Removed   []string    // places that are gone, with their statistics
	Displaced []Displaced // parts for which there is no place, or which are no more made
	Stranded  int         // parts that have no way on from where they are now
	Skipped   int         // parts of orders that are new and should have been released before others that were
}

// Displaced is a part that lost its place, with what is inside it. It is no longer
// in the plant; TypeStat.Displaced and Common.Displaced count it.
type Displaced struct {
	ID    uint64
	Type  string
	Place string // where it was
	Why   string
	Born  engine.Time // -1 when it had not come into the plant yet
	Due   engine.Time
}

// Same reports that the new plant has all that the old one had, and nothing else.
func (m *Migration) Same() bool {
	return len(m.Renamed)+len(m.Added)+len(m.Removed)+len(m.Displaced)+m.Stranded+m.Skipped == 0
}

// String is the report as text, a line each.
func (m *Migration) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d places kept\n", m.Kept)
	for _, r := range m.Renamed {
		fmt.Fprintf(&b, "renamed %s to %s\n", r[0], r[1])
	}
	for _, p := range m.Added {
		fmt.Fprintf(&b, "added %s\n", p)
	}
	for _, p := range m.Removed {
		fmt.Fprintf(&b, "removed %s\n", p)
	}
	for _, d := range m.Displaced {
		fmt.Fprintf(&b, "displaced a %s from %s: %s\n", d.Type, d.Place, d.Why)
	}
	if m.Stranded > 0 {
		fmt.Fprintf(&b, "%d parts have no way on\n", m.Stranded)
	}
	if m.Skipped > 0 {
		fmt.Fprintf(&b, "%d parts of new orders come too late to be released\n", m.Skipped)
	}
	return b.String()
}

// Migrate carries a running state of another plant over to p and tells what became
// of it; s stays as it was. Everything that both plants have, by its path and of
// the same kind, goes on: its work in process with the time it was given, its
// failures, set-ups, statistics and luck. What is new starts empty and idle, now.
// Parts that have lost their place are displaced and counted, never forgotten.
//
// Renamed gives the new path of places (and all that is in them) that have another
// one now: renamed or moved equipment. A path that neither plant has is an error.
//
// The state returned belongs to p, or to a plant like p that also knows the laws of
// durations under way that p has not: see Sim.Plant.
func (p *Plant) Migrate(s *Sim, renamed map[string]string) (*Sim, *Migration, error) {
	m := newMigrator(s, p)
	if err := m.carry(renamed); err != nil {
		return nil, nil, err
	}
	m.begin()
	return m.f, m.rep, nil
}

func newMigrator(s *Sim, p *Plant) *migrator {
	p, laws := p.knowing(s.plant)
	return &migrator{old: s.plant, new: p, s: s, f: p.blank(), laws: laws, rep: &Migration{}}
}

// carry carries everything over; nothing happens yet.
func (m *migrator) carry(renamed map[string]string) error {
	if err := m.match(renamed); err != nil {
		return err
	}
	m.f.Commons.CopyFrom(&m.s.Commons)
	m.f.common().Edit = m.new.edit
	m.f.Parts.CopyFrom(&m.s.Parts)
	m.f.make()
	m.components()
	m.f.Follow(&m.s.World, m.timers, func(k uint32) uint32 { return m.laws[k] }, m.moved)
	m.copyStates()
	m.copySources()
	m.copyPeople()
	m.moveParts()
	m.copyStats()
	if m.same = m.rep.Same() && m.old.model.Hash() == m.new.model.Hash(); !m.same {
		m.settle()
	}
	return nil
}

// begin starts what is new and wakes what has changed. The old state is not needed
// any more.
func (m *migrator) begin() {
	if m.same {
		return
	}
	m.startNew()
	m.wake()
}

// knowing is p with the laws of old that it lacks, and the numbers that the laws of
// old have in it.
func (p *Plant) knowing(old *Plant) (*Plant, []uint32) {
	at := map[string]uint32{}
	for i := range p.laws {
		at[p.laws[i].dist.Text("s")] = uint32(i)
	}
	all, numbers := slices.Clip(p.laws), make([]uint32, len(old.laws))
	for i := range old.laws {
		text := old.laws[i].dist.Text("s")
		k, ok := at[text]
		if !ok {
			k = uint32(len(all))
			all = append(all, old.laws[i])
			at[text] = k
		}
		numbers[i] = k
	}
	numbers[0] = 0 // certain
	if len(all) == len(p.laws) {
		return p, numbers
	}
	return p.withLaws(all), numbers
}

// withLaws is p, and with it its edits, with more laws.
func (p *Plant) withLaws(all []law) *Plant {
	base := *p.start()
	var edits []*Plant
	for _, e := range base.edits {
		copied := *e
		edits = append(edits, &copied)
	}
	base.adopt(edits, all)
	return base.InEdit(p.edit)
}

// tellDisplaced tells those who watch the old state which parts it loses.
func (m *migrator) tellDisplaced() {
	if m.s.watch == nil {
		return
	}
	for i := range m.s.Parts.All {
		if r := m.s.Parts.Ref(i); m.doomed[r] != "" && !m.child[r] {
			m.s.tellPart(PartDisplaced, r, 0)
		}
	}
}

// migrator carries state s of plant old over to f, a state of plant new. Its tables
// tell what became of a number of the old plant: the new one, +1; 0: it is gone.
type migrator struct {
	old, new *Plant
	s, f     *Sim
	rep      *Migration
	same     bool // nothing has changed: everything goes on as it is

	places, types, slots, failures, asks, pools, shifts, gauges, timers []uint32
	laws                                                                []uint32 // not +1
	sets                                                                []uint32 // of needs, not +1; 0 also when there is none like it
	orders                                                              []uint32
	ops                                                                 map[uint32]uint32
	isNew                                                               []bool // of the new plant's places
	inside                                                              []uint32
	doomed                                                              map[PartRef]string // parts to be displaced, and why
	child                                                               map[PartRef]bool   // parts inside others
}

// match finds for every place of the old plant the one of the new plant that it is.
func (m *migrator) match(renamed map[string]string) error {
	for _, from := range sortedKeys(renamed) {
		to := renamed[from]
		if _, ok := m.old.index[from]; !ok {
			return fmt.Errorf("cannot rename %q: the running plant has no such place", from)
		}
		if _, ok := m.new.index[to]; !ok {
			return fmt.Errorf("cannot rename %q to %q: the new plant has no such place", from, to)
		}
	}
	m.places = make([]uint32, len(m.old.places))
	taken := make([]bool, len(m.new.places))
	for i := range m.old.places {
		pl := &m.old.places[i]
		path := rename(pl.path, renamed)
		k, ok := m.new.index[path]
		if !ok || m.new.places[k].kind != pl.kind || taken[k] {
			m.rep.Removed = append(m.rep.Removed, pl.path)
			continue
		}
		taken[k] = true
		m.places[i] = k + 1
		m.rep.Kept++
		if path != pl.path {
			m.rep.Renamed = append(m.rep.Renamed, [2]string{pl.path, path})
		}
	}
	m.isNew = make([]bool, len(taken))
	for k := range taken {
		if m.isNew[k] = !taken[k]; m.isNew[k] {
			m.rep.Added = append(m.rep.Added, m.new.places[k].path)
		}
	}
	m.types = numbers(len(m.old.types), func(i int) int {
		return slices.IndexFunc(m.new.types, func(t partType) bool { return t.name == m.old.types[i].name })
	})
	m.matchSets()
	m.matchOps()
	m.matchOrders()
	return nil
}

// rename is the path under the new names: the longest that fits counts.
func rename(path string, renamed map[string]string) string {
	for head := path; ; {
		if to, ok := renamed[head]; ok {
			return to + path[len(head):]
		}
		i := strings.LastIndexByte(head, '.')
		if i < 0 {
			return path
		}
		head = head[:i]
	}
}

// numbers is a table of n numbers, +1, by what find says; it says -1 for none.
func numbers(n int, find func(int) int) []uint32 {
	t := make([]uint32, n)
	for i := range t {
		t[i] = uint32(find(i) + 1)
	}
	return t
}

// matchSets finds the sets of needs that ask for the same of the same crews.
func (m *migrator) matchSets() {
	m.pools = numbers(len(m.old.pools), func(i int) int {
		return slices.IndexFunc(m.new.pools, func(q pool) bool { return q.name == m.old.pools[i].name })
	})
	m.sets = make([]uint32, len(m.old.needs))
	for i, set := range m.old.needs {
		k := slices.IndexFunc(m.new.needs, func(other []need) bool {
			return slices.EqualFunc(set, other, func(a, b need) bool { return m.pools[a.pool] == b.pool+1 && a.n == b.n })
		})
		m.sets[i] = uint32(max(k, 0))
	}
}

// matchOps finds the operations of routes: by the part type, the name, and which of
// that name it is.
func (m *migrator) matchOps() {
	m.ops = map[uint32]uint32{0: 0}
	names := func(p *Plant) map[string]uint32 {
		ids, met := map[string]uint32{}, map[string]int{}
		for i := range p.types {
			for k, st := range p.types[i].route {
				if len(st.on) == 0 {
					continue
				}
				name := p.types[i].name + " " + p.model.Parts[i].Route[k].Op
				ids[fmt.Sprint(name, " ", met[name])] = st.on[0].id
				met[name]++
			}
		}
		return ids
	}
	from, to := names(m.old), names(m.new)
	for _, key := range sortedKeys(from) {
		if k, ok := to[key]; ok {
			m.ops[from[key]] = k
		}
	}
}

// matchOrders finds the orders that ask for the same, one for one.
func (m *migrator) matchOrders() {
	type content struct {
		part         string
		quantity     int
		release, due float64
	}
	of := func(o *model.Order) content { return content{o.Part.Name, o.Quantity, o.Release, o.Due} }
	same := map[content][]uint32{}
	for k := range m.new.model.Orders {
		c := of(&m.new.model.Orders[k])
		same[c] = append(same[c], uint32(k)+1)
	}
	m.orders = make([]uint32, len(m.old.model.Orders))
	for i := range m.orders {
		c := of(&m.old.model.Orders[i])
		if left := same[c]; len(left) > 0 {
			m.orders[i], same[c] = left[0], left[1:]
		}
	}
}

// components matches what the places are made of, and with it the timers.
func (m *migrator) components() {
	m.slots = make([]uint32, m.s.Slots.Len())
	m.failures = make([]uint32, m.s.Failures.Len())
	m.asks = make([]uint32, m.s.Asks.Len())
	m.timers = make([]uint32, m.s.Timers.Len())
	for i := range m.old.places {
		if m.places[i] == 0 {
			continue
		}
		a, b := &m.old.places[i], &m.new.places[m.places[i]-1]
		for k := range min(a.slots, b.slots) {
			m.matchSlot(a.firstSlot+k, a, b.firstSlot+k, b)
		}
		x, y := m.s.Places.At(uint32(i)).Timer, m.f.Places.At(m.places[i]-1).Timer
		if x != 0 && y != 0 {
			m.timers[x-1] = y
		}
	}
	m.shifts = numbers(len(m.old.shifts), func(i int) int {
		return slices.IndexFunc(m.new.shifts, func(sh shift) bool { return sameShift(m.old.shifts[i], sh) })
	})
	m.gauges = numbers(len(m.old.gauges), func(i int) int {
		return slices.IndexFunc(m.new.gauges, func(g gauge) bool {
			return m.places[m.old.gauges[i].place] == g.place+1 && g.sensor == m.old.gauges[i].sensor
		})
	})
	for i, k := range m.shifts {
		if k != 0 {
			m.timers[m.s.Shifts.At(uint32(i)).Timer] = m.f.Shifts.At(k-1).Timer + 1
		}
	}
}

func (m *migrator) matchSlot(i uint32, a *place, k uint32, b *place) {
	m.slots[i] = k + 1
	x, y := m.s.Slots.At(i), m.f.Slots.At(k)
	m.timers[x.Timer] = y.Timer + 1
	if x.Ask != 0 && y.Ask != 0 {
		m.asks[x.Ask] = y.Ask + 1
	}
	for n := range a.modes {
		j := slices.IndexFunc(b.modes, func(o mode) bool { return o.hash == a.modes[n].hash })
		if j < 0 {
			continue
		}
		from, to := x.Failure+uint32(n), y.Failure+uint32(j)
		m.failures[from] = to + 1
		f, g := m.s.Failures.At(from), m.f.Failures.At(to)
		m.timers[f.Timer], m.timers[f.Repair] = g.Timer+1, g.Repair+1
		m.asks[f.Ask] = g.Ask + 1
	}
}

// moved is what becomes of a pending event that belongs to no timer.
func (m *migrator) moved(e engine.Event) (engine.Event, bool) {
	if e.Kind == onInput || e.Kind == onLapse {
		return e, true // they keep their numbers
	}
	tables := [kinds][]uint32{onArrive: m.places, onDecide: m.places, onHead: m.places, onPatience: m.places, onGo: m.places,
		onDone: m.slots, onLeave: m.slots, onFail: m.failures, onRepaired: m.failures, onShift: m.shifts, onSupply: m.pools, onSample: m.gauges, onHeard: m.gauges}
	to := tables[e.Kind][e.Target]
	e.Target = to - 1
	return e, to != 0
}
