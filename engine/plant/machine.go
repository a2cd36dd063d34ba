package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Slot is one machine body: a place with `parallel = 2` has two. Sources and
// conveyors have one for their clock and their time account.
type Slot struct {
	Work     list        // the parts it works on
	Began    engine.Time // when it last began to wear
	Worked   engine.Time // work that its failures have not been charged for
	Margin   engine.Time // how much work certainly passes before the next of them; 0: they run by themselves
	Place    uint32
	Timer    uint32
	Held     uint32 // parts inside, or finished and not yet gone
	LastOp   uint32 // what it is set up for: the operation, +1
	Failure  uint32 // its first failure mode
	Ask      uint32 // its claim on crews and tools
	LastType uint16 // what it is set up for: the part type, +1
	Downs    uint16 // failure modes that have it down
	Phase    phase
	State    State
	Free     bool // it could take work now
	Running  bool // its timer is running
}

// phase is how far a slot has come with its parts.
type phase uint8

const (
	phaseIdle phase = iota
	phaseSetup
	phaseRun
	phaseDone
)

// newSlot makes a slot of place i, with its timers.
func (s *Sim) newSlot(i uint32, pl *place) {
	r, slot := s.Slots.Alloc()
	s.SlotStats.Alloc()
	*slot = Slot{Place: i, Failure: uint32(s.Failures.Len())}
	kind, target := onDone, r.Index
	switch pl.kind {
	case kindSource:
		kind, target = onArrive, i
	case kindConveyor:
		kind, target = onHead, i
	}
	timer := s.NewTimer(uint16(kind), target, 0)
	slot = s.Slots.At(r.Index)
	slot.Timer = timer
	if !pl.kind.works() {
		return
	}
	if pl.needy {
		slot.Ask = s.newAsk(r.Index, false)
	}
	slot.Free = true
	s.Places.At(i).Idle++
	for m := range pl.modes {
		s.newFailure(r.Index, m)
	}
}

// queueUp puts r into the line before place i, or to work at once where there is
// nothing to decide.
func (s *Sim) queueUp(r PartRef, p *Part, i uint32, pl *place, n *Place, st *PlaceStat) {
	if pl.direct && n.Idle > 0 && n.Queue == 0 {
		st.WaitN++
		k := s.freeSlot(pl)
		slot := s.Slots.At(k)
		slot.Work, slot.Held = list{r, r}, 1
		s.begin(k, slot, pl, n, p)
		return
	}
	s.push(&n.Line, r)
	n.Queue++
	if pl.kind == kindAssembly {
		s.bin(pl, p.Type).Count++
	}
	if n.Idle > 0 {
		s.want(i, n)
	}
}

// freeSlot is the first free slot of a place that has one.
func (s *Sim) freeSlot(pl *place) uint32 {
	k := pl.firstSlot
	for !s.Slots.At(k).Free {
		k++
	}
	return k
}

// startWork starts idle slots of place i while there is work for them; it
// reports whether one was started.
func (s *Sim) startWork(i uint32, pl *place) bool {
	n := s.Places.At(i)
	started := false
	for n.Idle > 0 && n.Queue > 0 {
		k := s.freeSlot(pl)
		if !s.load(i, pl, n, k) {
			break
		}
		slot := s.Slots.At(k)
		s.begin(k, slot, pl, n, s.part(slot.Work.Head))
		started = true
	}
	return started
}

// load puts the next parts of the line into a slot; it reports false when they
// are too few.
func (s *Sim) load(i uint32, pl *place, n *Place, slotID uint32) bool {
	if pl.kind == kindAssembly {
		return s.loadKit(i, pl, n, slotID)
	}
	r, size := s.batch(i, pl, n)
	if r.None() {
		if n.Timer != 0 && !s.Timers.At(n.Timer-1).Set {
			s.Start(n.Timer-1, pl.patience, engine.Draw{})
		}
		return false
	}
	kind := s.part(r).Type
	for !r.None() && s.Slots.At(slotID).Held < size {
		s.loadPart(i, n, slotID, r)
		switch {
		case n.Queue == 0 || s.Slots.At(slotID).Held == size:
			r = PartRef{}
		case pl.picky():
			r = s.among(i, pl, n, func(p *Part) bool { return s.mates(i, pl, p, kind, size) })
		default:
			r = s.first(i, pl, n)
		}
	}
	if n.Timer != 0 {
		n.Overdue = false
		s.Cancel(n.Timer - 1)
	}
	return true
}

// loadPart moves r from the line into a slot.
func (s *Sim) loadPart(i uint32, n *Place, slotID uint32, r PartRef) {
	slot := s.Slots.At(slotID)
	if s.watch != nil {
		s.tellChosen(i, r, n.Queue)
	}
	s.remove(&n.Line, r)
	n.Queue--
	s.Stats.At(i).waited(s.Now() - s.part(r).Entered)
	s.push(&slot.Work, r)
	slot.Held++
}

// batch finds the first part of the next batch and the size of that, none when
// there are too few parts. Where batches of several sorts form, one that is whole
// need not wait for the first part in line.
func (s *Sim) batch(i uint32, pl *place, n *Place) (first PartRef, size uint32) {
	if first = s.first(i, pl, n); first.None() {
		return first, 0
	}
	size, enough := s.enough(i, pl, n, s.part(first))
	if enough || n.Overdue {
		return first, size
	}
	if !pl.picky() {
		return PartRef{}, 0
	}
	first = s.among(i, pl, n, func(p *Part) bool {
		_, enough := s.enough(i, pl, n, p)
		return enough
	})
	if !first.None() {
		size = s.plant.operation(i, s.part(first)).batch
	}
	return first, size
}

// enough tells how many parts make a batch with p, and whether there are enough
// to begin.
func (s *Sim) enough(i uint32, pl *place, n *Place, p *Part) (size uint32, enough bool) {
	size, least := s.plant.operation(i, p).batch, pl.batchMin
	if size != pl.batch {
		least = size
	}
	if size == 1 || !pl.picky() {
		return size, n.Queue >= least
	}
	for r := n.Line.Head; !r.None() && least > 0; r = s.part(r).Next {
		if s.mates(i, pl, s.part(r), p.Type, size) {
			least--
		}
	}
	return size, least == 0
}

// mates reports whether p may go into a batch of a size with parts of a type.
func (s *Sim) mates(i uint32, pl *place, p *Part, kind uint16, size uint32) bool {
	return (!pl.sameType || p.Type == kind) && s.plant.operation(i, p).batch == size
}

// patience ends the wait of an incomplete batch, or opens a conveyor's entry.
func (s *Sim) patience(e engine.Event) {
	n := s.Places.At(e.Target)
	n.Overdue = s.plant.places[e.Target].kind.works() && n.Queue > 0
	s.want(e.Target, n)
}

// begin starts the free slot i on the parts in it, of which p is the first: set-up
// first, if it needs one.
func (s *Sim) begin(i uint32, slot *Slot, pl *place, n *Place, p *Part) {
	op := s.plant.operation(slot.Place, p)
	slot.Free = false
	n.Idle--
	setup := s.plant.setup(pl, slot, p, op)
	slot.LastType, slot.LastOp = p.Type+1, op.id+1
	if s.watch != nil {
		s.tellBegun(i, slot)
	}
	switch {
	case pl.direct && setup == 0 && pl.inspect == 0:
		d, total := s.cycle(n, p, op)
		s.Start(slot.Timer, total, d)
		slot.Phase, slot.Running = phaseRun, true
		if pl.wears > 0 {
			s.wear(slot, pl)
		}
		s.set(i, slot, Busy)
		return
	case setup == 0:
		s.run(i, slot, pl, n, p, op)
	default:
		d := engine.Draw{Law: setup, Key: uint64(n.Key.For(drawSetup)), Index: random.Nth(p.ID, uint64(p.Visit))}
		s.Load(slot.Timer, s.plant.laws[setup].draw(d), d)
		slot.Phase = phaseSetup
		s.Stats.At(slot.Place).Setups++
	}
	if slot.Ask != 0 {
		s.carryOn(i)
		return
	}
	s.work(i, slot, pl) // who is free is up and in its shift
}

// run loads the operation's own time.
func (s *Sim) run(i uint32, slot *Slot, pl *place, n *Place, p *Part, op *operation) {
	if pl.inspect != 0 && !s.inspects(i, slot) {
		return
	}
	d, total := s.cycle(n, p, op)
	s.Load(slot.Timer, total, d)
	slot.Phase = phaseRun
}

// cycle draws the operation's own time.
func (s *Sim) cycle(n *Place, p *Part, op *operation) (engine.Draw, engine.Time) {
	d := engine.Draw{Law: op.cycle, Key: uint64(n.Often), Index: random.Nth(p.ID, uint64(p.Visit))}
	return d, s.plant.laws[op.cycle].draw(d)
}

// carryOn lets slot i work, if it is up, in its shift and has its crew.
func (s *Sim) carryOn(i uint32) {
	slot := s.Slots.At(i)
	n := s.Places.At(slot.Place)
	if n.Off || n.Stopped || slot.Downs > 0 || slot.Running || slot.Phase != phaseSetup && slot.Phase != phaseRun {
		s.refresh(i, slot, n)
		return
	}
	if slot.Ask != 0 {
		needs := s.slotNeeds(slot)
		if needs != 0 && !s.acquire(slot.Ask, needs) {
			s.refresh(i, slot, n)
			return
		}
	}
	s.work(i, slot, &s.plant.places[slot.Place])
}

// work lets slot i run: nothing stands against it.
func (s *Sim) work(i uint32, slot *Slot, pl *place) {
	slot.Running = true
	s.Resume(slot.Timer, engine.Never)
	to := Setup
	if slot.Phase == phaseRun {
		to = Busy
		if pl.wears > 0 {
			s.wear(slot, pl)
		}
	}
	s.set(i, slot, to)
}

// halt interrupts what slot i does; the work done so far counts.
func (s *Sim) halt(i uint32) {
	slot := s.Slots.At(i)
	if slot.Running {
		slot.Running = false
		s.Pause(slot.Timer)
		if slot.Phase == phaseRun {
			s.charge(slot, &s.plant.places[slot.Place])
		}
	}
	s.giveBack(slot.Ask)
}

// wear begins with the failures of a slot that come with the time at work. As long
// as none comes before the end of what is begun, their timers stand, and the slot
// remembers how much work they are to be charged for and how much more may come.
func (s *Sim) wear(slot *Slot, pl *place) {
	slot.Began = s.Now()
	left := s.Timers.At(slot.Timer).Due - slot.Began
	if left < slot.Margin {
		return
	}
	s.bill(slot, pl)
	first := engine.Never
	for m := range pl.wears {
		t := s.Timers.At(slot.failureTimer(m))
		first = min(first, t.Total-t.Age)
	}
	if left < first {
		slot.Margin = first
		return
	}
	for m := range pl.wears {
		s.Resume(slot.failureTimer(m), engine.Never)
	}
}

// charge ends what wear began.
func (s *Sim) charge(slot *Slot, pl *place) {
	d := s.Now() - slot.Began
	slot.Began = s.Now()
	if slot.Margin > 0 {
		slot.Margin -= d
		slot.Worked += d
		return
	}
	for m := range pl.wears {
		s.Pause(slot.failureTimer(m))
	}
}

// uncharged is the work up to now that the failures of a slot are to be charged for.
func (slot *Slot) uncharged(now engine.Time) engine.Time {
	if slot.Running && slot.Phase == phaseRun && slot.Margin > 0 {
		return slot.Worked + now - slot.Began
	}
	return slot.Worked
}

// bill makes the failures of a slot older by the work that they are to be charged for.
func (s *Sim) bill(slot *Slot, pl *place) {
	for m := range pl.wears {
		if t := s.Timers.At(slot.failureTimer(m)); t.Set && slot.Worked > 0 {
			t.Age, t.Since = t.Age+slot.Worked, s.Now()
		}
	}
	slot.Worked, slot.Margin = 0, 0
}

// expose has the failures of a slot tell their true age, in the middle of its work
// too.
func (s *Sim) expose(slot *Slot) {
	pl := &s.plant.places[slot.Place]
	if pl.wears == 0 {
		return
	}
	at := slot.Running && slot.Phase == phaseRun
	if at {
		s.charge(slot, pl)
	}
	s.bill(slot, pl)
	for m := uint32(0); at && m < pl.wears; m++ {
		s.Resume(slot.failureTimer(m), engine.Never)
	}
}

// failureTimer is the timer of failure mode m of the slot: those of its failures
// and of their repairs follow its own.
func (slot *Slot) failureTimer(m uint32) uint32 { return slot.Timer + 1 + 2*m }

// refresh brings the state of slot i, and whether it is free, up to date.
func (s *Sim) refresh(i uint32, slot *Slot, n *Place) {
	if free := slot.Phase == phaseIdle && !n.Off && !n.Stopped && slot.Downs == 0; free != slot.Free {
		slot.Free = free
		if free {
			n.Idle++
			if n.Queue > 0 || s.lineFor(slot.Place) {
				s.want(slot.Place, n)
			}
		} else {
			n.Idle--
		}
	}
	to := Waiting
	switch {
	case n.Off:
		to = Off
	case n.Stopped:
		to = Stopped
	case slot.Downs > 0:
		to = Down
	case slot.Phase == phaseDone:
		to = Blocked
	case slot.Phase == phaseIdle:
	case !slot.Running:
		to = Held
	case slot.Phase == phaseSetup:
		to = Setup
	default:
		to = Busy
	}
	s.set(i, slot, to)
}

// done ends the set-up or the operation of slot e.Target.
func (s *Sim) done(e engine.Event) {
	i := e.Target
	slot := s.Slots.At(i)
	slot.Running = false
	pl := &s.plant.places[slot.Place]
	if slot.Phase == phaseSetup {
		p := s.part(slot.Work.Head)
		op := s.plant.operation(slot.Place, p)
		s.run(i, slot, pl, s.Places.At(slot.Place), p, op)
		if op.setupNeeds != op.runNeeds {
			s.giveBack(slot.Ask)
		}
		s.carryOn(i)
		return
	}
	if pl.wears > 0 {
		s.charge(slot, pl)
	}
	if slot.Ask != 0 {
		s.giveBack(slot.Ask)
	}
	slot.Phase = phaseDone
	s.finish(slot, pl)
	if e, ok := s.Then(engine.PhaseTransfer, onLeave, i, 0); ok {
		s.leaveSlot(e)
	}
}

// finish does to the parts of a slot what its work does.
func (s *Sim) finish(slot *Slot, pl *place) {
	st := s.Stats.At(slot.Place)
	st.Work += s.plant.laws[s.Timers.At(slot.Timer).Law].mean
	switch pl.kind {
	case kindAssembly:
		s.combine(slot, pl)
	case kindDisassembly:
		s.takeApart(slot, pl)
	}
	for r := slot.Work.Head; !r.None(); {
		p := s.part(r)
		op := s.plant.operation(slot.Place, p)
		st.Finished++
		p.Port = portOut
		if s.good(slot, pl, p, op.yield) {
			st.Good++
		}
		if s.watch != nil {
			s.tellFinished(slot, p)
		}
		if op.routed {
			p.Step++
		}
		p.Visit++
		r = p.Next
	}
}

// good reports whether p, finished in a slot, passes.
func (s *Sim) good(slot *Slot, pl *place, p *Part, yield float64) bool {
	if pl.inspect != 0 {
		return s.examine(slot, pl, p, yield)
	}
	return yield >= 1 || s.inspect(slot.Place, pl, p, yield)
}

// inspect draws whether p passes, as a share yield does, and by which port it
// leaves.
func (s *Sim) inspect(i uint32, pl *place, p *Part, yield float64) bool {
	if s.Places.At(i).Key.For(drawYield).U(random.Nth(p.ID, uint64(p.Visit))) < yield {
		p.Fails = 0
		return true
	}
	p.Fails++
	p.Port = portFail
	if pl.tries > 0 && p.Fails >= pl.tries {
		p.Port = portScrap
	}
	return false
}

// leaveSlot sends the finished parts of slot e.Target on.
func (s *Sim) leaveSlot(e engine.Event) {
	i := e.Target
	slot := s.Slots.At(i)
	pl := &s.plant.places[slot.Place]
	r := slot.Work.Head
	slot.Work = list{} // new work may come in while the old goes out
	for !r.None() {
		p := s.part(r)
		next := p.Next
		p.Next, p.Prev, p.Slot = PartRef{}, PartRef{}, i+1
		if p.Port != portOut && pl.out[int(p.Port)*len(s.plant.types)+int(p.Type)] == 0 {
			s.scrap(r, i, pl)
		} else {
			s.leave(r)
		}
		r = next
	}
	if slot.Phase != phaseDone {
		return
	}
	if slot.Held == 0 {
		slot.Phase = phaseIdle // of a part taken apart nothing may be left
	}
	if slot.State == Busy && slot.Running {
		return // it is at work again
	}
	s.refresh(i, slot, s.Places.At(slot.Place))
}

// scrap throws r, which has failed and has nowhere else to go, away.
func (s *Sim) scrap(r PartRef, slot uint32, pl *place) {
	p := s.part(r)
	place := p.Place
	s.TypeStats.At(uint32(p.Type)).Scrapped++
	s.Stats.At(place).Out++
	s.count(place, s.Places.At(place), -1)
	if s.watch != nil {
		s.tellPart(PartScrapped, r, 0)
	}
	s.dropPart(r)
	if pl.conwip >= 0 {
		s.leaveLimit(uint32(pl.conwip))
	}
	s.slotRid(slot)
}

// slotRid notes that one finished part has left slot i.
func (s *Sim) slotRid(i uint32) {
	slot := s.Slots.At(i)
	slot.Held--
	if slot.Held > 0 {
		return
	}
	slot.Phase = phaseIdle
	n := s.Places.At(slot.Place)
	if pl := &s.plant.places[slot.Place]; pl.direct && !n.Off && !n.Stopped && slot.Downs == 0 {
		if s.goOnAtOnce(i, slot, pl, n) {
			return
		}
	}
	s.refresh(i, slot, n)
}

// goOnAtOnce gives the free slot i of a place with nothing to decide its next
// part, if there is one; it reports whether that is so.
func (s *Sim) goOnAtOnce(i uint32, slot *Slot, pl *place, n *Place) bool {
	was := slot.State
	slot.Free = true
	n.Idle++
	if s.watch != nil {
		s.tellState(i, slot.Place, Waiting) // for no time; the account need not know
	}
	if n.Queue > 0 {
		r := n.Line.Head
		s.loadPart(slot.Place, n, i, r)
		s.begin(i, slot, pl, n, s.part(r))
	}
	if !s.follow(slot.Place, pl) && (n.Queue > 0 || s.lineFor(slot.Place)) {
		s.want(slot.Place, n)
	}
	if s.watch != nil && !slot.Free && slot.State == was {
		s.tellState(i, slot.Place, was)
	}
	return !slot.Free
}
