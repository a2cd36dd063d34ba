package plant

import (
	"fmt"

	"github.com/taktsim/takt/engine"
)

// asked is an event that has a place or a crew asked.
type asked struct {
	kind   uint16
	target uint32
}

// auditor goes through a state at rest, when all events of the instant have been
// handled, and looks for what may not be.
type auditor struct {
	migrated bool
	s        *Sim
	listed   map[PartRef]int // how many lists a part is in
	child    map[PartRef]bool
	asks     map[asked]bool // which places and crews are asked again
	errs     []string
}

// audit says what is wrong with the state; nothing, one hopes.
func audit(s *Sim) []string { return auditOf(s, false) }

// auditOf is audit, also of what has migrated: places may be fuller then than they
// would let themselves become, and what other plants made is not all in the books.
func auditOf(s *Sim, migrated bool) []string {
	a := &auditor{s: s, migrated: migrated, listed: map[PartRef]int{}, child: map[PartRef]bool{}}
	for i := range s.Parts.All {
		for c := s.Parts.At(i).Child; !c.None(); c = s.part(c).Next {
			if s.Parts.Get(c) == nil {
				a.errorf("a part inside another is no more")
				break
			}
			a.child[c] = true
		}
	}
	a.again()
	a.lines()
	for i := range s.plant.places {
		a.place(uint32(i))
	}
	a.parts()
	for i := range s.plant.pools {
		a.pool(uint32(i))
	}
	a.failures()
	a.limits()
	a.types()
	return a.errs
}

// again lists the questions that will be asked again: until then a person or a policy
// wants nothing to happen there.
func (a *auditor) again() {
	a.asks = map[asked]bool{}
	f := a.s.plant.blank()
	f.make()
	none := make([]uint32, a.s.Timers.Len())
	f.Follow(&a.s.World, none, func(k uint32) uint32 { return k }, func(e engine.Event) (engine.Event, bool) {
		if e.Kind == onDecide && e.Arg == again || e.Kind == onSupply {
			a.asks[asked{e.Kind, e.Target}] = true
		}
		return e, false
	})
}

// waits reports whether place i waits because it was told to.
func (a *auditor) waits(i uint32) bool { return a.asks[asked{onDecide, i}] }

func (a *auditor) errorf(format string, args ...any) {
	a.errs = append(a.errs, fmt.Sprintf(format, args...))
}

// list walks a list both ways and counts its parts.
func (a *auditor) list(what string, l list, each func(PartRef, *Part)) uint32 {
	n := uint32(0)
	prev := PartRef{}
	for r := l.Head; !r.None(); r = a.s.part(r).Next {
		if a.s.Parts.Get(r) == nil {
			a.errorf("%s holds a part that is no more", what)
			return n
		}
		if a.s.part(r).Prev != prev {
			a.errorf("%s is not linked backwards", what)
		}
		a.listed[r]++
		if each != nil {
			each(r, a.s.part(r))
		}
		prev = r
		n++
	}
	if l.Tail != prev {
		a.errorf("%s has a wrong tail", what)
	}
	return n
}

// lines checks the lines of the choices, and that nobody stands in one for a
// place that would take them.
func (a *auditor) lines() {
	for c, st := range a.s.Choices.All {
		n := a.list(fmt.Sprintf("choice %d", c), st.Line, func(_ PartRef, p *Part) {
			if p.Choice != c+1 {
				a.errorf("a part in the line of choice %d says %d", c, p.Choice)
			}
		})
		if n != st.N {
			a.errorf("choice %d counts %d, has %d", c, st.N, n)
		}
	}
	for i := range a.s.plant.places {
		pl := &a.s.plant.places[i]
		if r, ok := a.s.nextWaiting(uint32(i), pl); ok && !a.waits(uint32(i)) && a.s.room(uint32(i), a.s.Places.At(uint32(i)), a.s.part(r)) {
			a.errorf("a part in %s waits for %s, which has room", a.s.plant.places[a.s.part(r).Place].path, pl.path)
		}
	}
}

// place checks the counts of one place, and that it does not rest for no reason.
func (a *auditor) place(i uint32) {
	s := a.s
	pl, n := &s.plant.places[i], s.Places.At(i)
	line := a.list(pl.path, n.Line, nil)
	if line != n.Queue {
		a.errorf("%s: Queue %d, line %d", pl.path, n.Queue, line)
	}
	if n.Deciding {
		a.errorf("%s: still deciding", pl.path)
	}
	if n.Stopped != (n.Stops > 0) {
		a.errorf("%s: Stopped %v, Stops %d", pl.path, n.Stopped, n.Stops)
	}
	here := uint32(0)
	for r, p := range s.parts() {
		if p.Place == i && !a.child[r] {
			here++
		}
	}
	if here != n.Inside {
		a.errorf("%s: Inside %d, parts %d", pl.path, n.Inside, here)
	}
	switch {
	case pl.kind.works():
		a.work(i, pl, n)
	case pl.kind == kindBuffer && pl.room >= 0 && n.Inside > uint32(pl.room) && !a.migrated:
		a.errorf("%s: %d parts in %d places", pl.path, n.Inside, pl.room)
	case pl.kind == kindConveyor:
		a.belt(pl, n)
	case pl.kind == kindSource:
		a.source(i, pl, n)
	case pl.kind == kindSink && n.Inside != 0:
		a.errorf("%s: a sink keeps %d parts", pl.path, n.Inside)
	}
}

// parts lists the parts there are.
func (s *Sim) parts() func(func(PartRef, *Part) bool) {
	return func(yield func(PartRef, *Part) bool) {
		for i := range s.Parts.All {
			if !yield(s.Parts.Ref(i), s.Parts.At(i)) {
				return
			}
		}
	}
}

func (a *auditor) work(i uint32, pl *place, n *Place) {
	s := a.s
	inside, idle := n.Queue, uint32(0)
	for k := range pl.slots {
		id := pl.firstSlot + k
		slot := s.Slots.At(id)
		held := a.list(pl.path+" slot", slot.Work, nil)
		for _, p := range s.parts() {
			if p.Slot == id+1 {
				held++
			}
		}
		if held != slot.Held {
			a.errorf("%s: Held %d, holds %d", pl.path, slot.Held, held)
		}
		inside += held
		if slot.Free {
			idle++
		}
		a.slot(pl, n, slot)
	}
	if inside != n.Inside || idle != n.Idle {
		a.errorf("%s: Inside %d of %d, Idle %d of %d", pl.path, n.Inside, inside, n.Idle, idle)
	}
	if pl.kind == kindAssembly {
		for k, c := range pl.kit {
			have := uint32(0)
			for r := n.Line.Head; !r.None(); r = s.part(r).Next {
				if s.part(r).Type == c.kind {
					have++
				}
			}
			if b := s.Bins.At(pl.firstBin + uint32(k)).Count; b != have {
				a.errorf("%s: bin %d counts %d, has %d", pl.path, k, b, have)
			}
		}
	} else if pl.room >= 0 && !pl.lots && !a.migrated && n.Queue > uint32(pl.room)+pl.batch*pl.slots {
		a.errorf("%s: %d parts before it", pl.path, n.Queue)
	}
	// A fork that tries to load a batch tells whether the place overlooks one.
	if f := s.Fork(); n.Idle > 0 && n.Queue > 0 && !a.waits(i) && f.startWork(i, pl) {
		a.errorf("%s: rests although it could start one of %d parts", pl.path, n.Queue)
	}
}

func (a *auditor) slot(pl *place, n *Place, slot *Slot) {
	up := !n.Off && !n.Stopped && slot.Downs == 0
	if slot.Free != (slot.Phase == phaseIdle && up) {
		a.errorf("%s: Free %v in phase %d, up %v", pl.path, slot.Free, slot.Phase, up)
	}
	working := slot.Phase == phaseSetup || slot.Phase == phaseRun
	t := a.s.Timers.At(slot.Timer)
	if slot.Running != t.On || working && !t.Set {
		a.errorf("%s: Running %v, timer on %v, set %v", pl.path, slot.Running, t.On, t.Set)
	}
	if slot.Running && !(working && up) {
		a.errorf("%s: runs in phase %d, up %v", pl.path, slot.Phase, up)
	}
	if working && up && !slot.Running && a.s.Asks.At(slot.Ask).Pool == 0 {
		a.errorf("%s: stands still and waits for nobody", pl.path)
	}
	if slot.Phase == phaseIdle && slot.Held != 0 || slot.Phase != phaseIdle && slot.Held == 0 {
		a.errorf("%s: %d parts in phase %d", pl.path, slot.Held, slot.Phase)
	}
	if slot.Ask != 0 {
		if ask := a.s.Asks.At(slot.Ask); ask.Holds != 0 && (!slot.Running || ask.Holds != a.s.slotNeeds(slot)) {
			a.errorf("%s: holds people or tools for nothing", pl.path)
		} else if slot.Running && ask.Holds != a.s.slotNeeds(slot) {
			a.errorf("%s: runs without its people or tools", pl.path)
		}
	}
}

func (a *auditor) belt(pl *place, n *Place) {
	b := a.s.Belts.At(pl.belt)
	on := a.list(pl.path, b.Line, nil)
	if !b.Ready.None() {
		on++
	}
	if on != n.Inside || n.Inside > uint32(pl.room) && !a.migrated {
		a.errorf("%s: Inside %d, on the belt %d, room %d", pl.path, n.Inside, on, pl.room)
	}
	t := a.s.Timers.At(a.s.Slots.At(pl.firstSlot).Timer)
	stands := a.s.rests(a.s.Slots.At(pl.firstSlot).Place, n) || !pl.accumulates && !b.Ready.None()
	if stands != (b.Since >= 0) {
		a.errorf("%s: stands %v, should %v", pl.path, b.Since >= 0, stands)
	}
	if !b.Line.Head.None() && b.Ready.None() && t.On == stands {
		a.errorf("%s: the first part comes %v, stands %v", pl.path, t.On, stands)
	}
	if b.Exits > b.Entries {
		a.errorf("%s: %d exits of %d entries", pl.path, b.Exits, b.Entries)
	}
}

// source checks that a source which still has parts to send will do so.
func (a *auditor) source(i uint32, pl *place, n *Place) {
	t := a.s.Timers.At(a.s.Slots.At(pl.firstSlot).Timer)
	rest := n.Off || n.Stopped
	over := pl.limit > 0 && n.Serial >= pl.limit || pl.orders != nil && n.Serial >= uint64(len(pl.orders))
	waits := n.Inside > 0 && pl.full == fullWait
	if !over && !waits && !n.Owes && !rest && !t.On {
		a.errorf("%s: will never send anything again", pl.path)
	}
	if n.Owes && !rest && !a.waits(i) && pl.conwip >= 0 && a.s.Places.At(uint32(pl.conwip)).WIP < a.s.plant.places[pl.conwip].wipLimit {
		a.errorf("%s: waits although there is room under the limit", pl.path)
	}
}

// parts checks that every part is in one list, or stands at an exit.
func (a *auditor) parts() {
	for r, p := range a.s.parts() {
		pl := &a.s.plant.places[p.Place]
		want := 1
		_, leads := a.s.next(p)
		switch {
		case a.child[r]:
			want = 0
		case pl.kind == kindConveyor && !leads:
			if a.s.Belts.At(pl.belt).Ready == r { // before that it is still on the belt
				want = 0
			}
		case a.migrated && !leads:
			continue // where its type has no way on, it may be at work or done
		case pl.kind != kindMachine && pl.kind != kindAssembly && pl.kind != kindDisassembly && !leads:
			want = 0
		}
		if a.listed[r] != want {
			a.errorf("a part of type %d in %s is in %d lists", p.Type, pl.path, a.listed[r])
		}
	}
}

// pool checks that people and tools are all somewhere, and that nobody waits
// for what is free.
func (a *auditor) pool(k uint32) {
	s := a.s
	q := s.Pools.At(k)
	sum := q.Free
	for _, ask := range s.Asks.All {
		for _, nd := range s.plant.needs[ask.Holds] {
			if nd.pool == k {
				sum += int32(nd.n)
			}
		}
	}
	name := s.plant.pools[k].name
	if sum != int32(s.plant.pools[k].n) || q.Free < 0 {
		a.errorf("%s: %d free, %d in all, want %d", name, q.Free, sum, s.plant.pools[k].n)
	}
	if q.Supplied {
		a.errorf("%s: still handing out", name)
	}
	for at := q.First; at != 0; at = s.Asks.At(at - 1).Next {
		ask := s.Asks.At(at - 1)
		if ask.Pool != k+1 || ask.Holds != 0 {
			a.errorf("%s: in its line stands one that waits for %d and holds %d", name, ask.Pool, ask.Holds)
		}
		if at == q.First && !q.Off && !a.asks[asked{onSupply, k}] && s.wanted(ask, k) <= uint32(q.Free) {
			a.errorf("%s: one waits for %d of the %d that are free", name, s.wanted(ask, k), q.Free)
		}
	}
}

func (a *auditor) failures() {
	for i, f := range a.s.Failures.All {
		slot := a.s.Slots.At(f.Slot)
		pl := &a.s.plant.places[slot.Place]
		mode, ask := a.s.mode(f), a.s.Asks.At(f.Ask)
		fail, repair := a.s.Timers.At(f.Timer), a.s.Timers.At(f.Repair)
		free := mode.needs == 0 && a.s.Places.At(slot.Place).Off
		switch {
		case f.Down && !repair.On && ask.Pool == 0 && !free:
			a.errorf("%s: nobody repairs it", pl.path)
		case f.Down && repair.On && ask.Holds != mode.needs:
			a.errorf("%s: repaired without people", pl.path)
		case !f.Down && !fail.Set:
			a.errorf("%s: never fails again", pl.path)
		case !f.Down && mode.operating && slot.Running && slot.Phase == phaseRun && !fail.On:
			if work := a.s.Timers.At(slot.Timer); fail.Total-fail.Age-slot.Worked <= work.Due-slot.Began {
				a.errorf("%s: failure %d comes in %v of work, which takes %v, and does not run", pl.path, i, fail.Total-fail.Age, work.Due-slot.Began)
			}
		case !f.Down && mode.operating && slot.Margin > fail.Total-fail.Age-slot.Worked:
			a.errorf("%s: failure %d comes in %v of work, the margin is %v", pl.path, i, fail.Total-fail.Age-slot.Worked, slot.Margin)
		case !f.Down && fail.On != (!mode.operating || slot.Running && slot.Phase == phaseRun):
			a.errorf("%s: failure %d, clock %v, operating %v, Running %v", pl.path, i, fail.On, mode.operating, slot.Running)
		}
	}
}

// limits checks the counts under the CONWIP limits.
func (a *auditor) limits() {
	under := map[int32]uint32{}
	for i := range a.s.plant.places {
		if pl := &a.s.plant.places[i]; pl.conwip >= 0 {
			under[pl.conwip] += a.s.Places.At(uint32(i)).Inside
		}
	}
	for i := range a.s.plant.places {
		pl := &a.s.plant.places[i]
		if wip := a.s.Places.At(uint32(i)).WIP; pl.wipLimit > 0 && wip != under[int32(i)] {
			a.errorf("%s: WIP %d, inside %d", pl.path, wip, under[int32(i)])
		}
	}
}

// types checks that parts come from somewhere and go somewhere: what was born,
// and not finished, scrapped, turned away, taken apart or built into another
// part, is in the plant.
func (a *auditor) types() {
	s := a.s
	inside := make([]uint64, len(s.plant.types))
	unborn := make([]uint32, len(s.plant.places)) // by source
	for r, p := range s.parts() {
		switch {
		case a.child[r]:
		case p.Born < 0:
			unborn[p.Place]++
		default:
			inside[p.Type]++
		}
	}
	for i, st := range s.TypeStats.All {
		if st.Inside != inside[i] {
			a.errorf("type %s: Inside %d, parts %d", s.plant.types[i].name, st.Inside, inside[i])
		}
	}
	if born, gone := balance(s); born != gone && !a.migrated {
		a.errorf("%d parts born, %d accounted for", born, gone)
	}
	for i, n := range unborn {
		if pl := &s.plant.places[i]; n > pl.lot && !a.migrated {
			a.errorf("%s: %d parts are ready, it sends %d", pl.path, n, pl.lot)
		}
	}
}

// balance is how many parts came into being, and how many of them are accounted for.
func balance(s *Sim) (born, gone uint64) {
	for i, st := range s.TypeStats.All {
		born += st.Born
		gone += st.Done + st.Scrapped + st.Apart + st.Displaced + st.Inside
		for _, c := range s.plant.model.Parts[i].BOM {
			gone += uint64(c.N) * (st.Born - st.Apart)
		}
	}
	for _, st := range s.Stats.All {
		gone += st.Lost
	}
	return born, gone
}

// account checks that the times of the states add up to the time that passed.
func account(s *Sim) []string {
	var errs []string
	for _, row := range s.Report().Rows {
		sum := engine.Time(0)
		for _, t := range row.Times {
			if t < 0 {
				errs = append(errs, fmt.Sprintf("%s: a negative time %v", row.Node.Path, row.Times))
			}
			sum += t
		}
		if sum != engine.Time(row.Slots)*row.Elapsed {
			errs = append(errs, fmt.Sprintf("%s: states add up to %v of %v", row.Node.Path, sum, engine.Time(row.Slots)*row.Elapsed))
		}
	}
	return errs
}
