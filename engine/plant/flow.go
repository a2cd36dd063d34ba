package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
)

// Choice is the line of parts that wait for the same set of places.
type Choice struct {
	Line list
	N    uint32
	Turn decide.Turn // what the rule of the choice remembers, if it takes turns
}

// choice is where a part may go next: the alternatives and the rule.
type choice struct {
	to     []uint32
	sole   uint32 // the only alternative, +1; 0 when there are more
	assign uint32 // the point that picks among them; 0: the first that has room
	rule   string // the text of its rule
	alert  bool   // some of them must be told of a part that waits
}

// next finds the choice that a part has when it leaves its place.
func (s *Sim) next(p *Part) (uint32, bool) {
	pl := &s.plant.places[p.Place]
	if s.plant.routed && p.Port == portOut && len(s.plant.types[p.Type].route) > 0 {
		t := &s.plant.types[p.Type]
		if c := t.choices[p.Step][p.Place]; c != 0 {
			return c - 1, true
		}
	}
	c := pl.out[int(p.Port)*len(s.plant.types)+int(p.Type)]
	return c - 1, c != 0
}

// leave sends part r on its way: at once where there is room, otherwise it
// waits in line. It reports whether the part moved.
func (s *Sim) leave(r PartRef) bool {
	p := s.part(r)
	c, ok := s.next(p)
	if !ok {
		return false // it stays for good: there is nowhere to go, and check said so
	}
	if !s.Choices.At(c).Line.empty() {
		s.wait(r, p, c)
		return false
	}
	to, ok := s.pick(c, r, p)
	if !ok {
		s.wait(r, p, c)
		return false
	}
	if s.watch != nil {
		s.tellWay(r, &s.plant.choices[c], to)
	}
	s.pass(r, p, to)
	return true
}

// wait puts r at the end of the line of choice c.
func (s *Sim) wait(r PartRef, p *Part, c uint32) {
	com := s.common()
	com.Turn++
	p.Wait, p.Choice = com.Turn, c+1
	st := s.Choices.At(c)
	st.N++
	if s.plant.places[p.Place].stack {
		s.pushFront(&st.Line, r)
	} else {
		s.push(&st.Line, r)
	}
	if s.plant.choices[c].alert {
		s.tell(c, p)
	}
}

// tell lets the places of choice c know that p waits for them: those that may
// have room for it though others wait, and conveyors, whose entry opens by itself.
func (s *Sim) tell(c uint32, p *Part) {
	for _, to := range s.plant.choices[c].to {
		switch pl := &s.plant.places[to]; {
		case pl.kind == kindConveyor:
			s.openEntry(to, pl)
		case pl.picky() && s.room(to, s.Places.At(to), p):
			s.want(to, s.Places.At(to)) // those before it are of a type that has no room
		}
	}
}

// unwait takes r out of the line in which it waits.
func (s *Sim) unwait(r PartRef, p *Part) {
	st := s.Choices.At(p.Choice - 1)
	s.remove(&st.Line, r)
	st.N--
	p.Choice = 0
}

// pick takes one of the alternatives of choice c that has room for r.
func (s *Sim) pick(c uint32, r PartRef, p *Part) (uint32, bool) {
	ch := &s.plant.choices[c]
	if ch.sole == 0 {
		return s.pickOf(ch, r, p)
	}
	return ch.sole - 1, s.open(ch.sole-1, p)
}

// pickOf is pick among several.
func (s *Sim) pickOf(ch *choice, r PartRef, p *Part) (uint32, bool) {
	if ch.assign != 0 {
		return s.assign(ch, r)
	}
	for _, to := range ch.to {
		if s.open(to, p) {
			return to, true
		}
	}
	return 0, false
}

// open reports whether p may go straight into place i: there is room, and
// nobody else is about to be admitted.
func (s *Sim) open(i uint32, p *Part) bool {
	n := s.Places.At(i)
	return s.room(i, n, p) && !(n.Deciding && s.lineFor(i))
}

// lineFor reports whether any part waits for place i.
//
//go:noinline
func (s *Sim) lineFor(i uint32) bool {
	pl := &s.plant.places[i]
	if pl.only != 0 {
		return !s.Choices.At(pl.only - 1).Line.empty()
	}
	for _, c := range pl.choices {
		if !s.Choices.At(c).Line.empty() {
			return true
		}
	}
	return false
}

// room reports whether place i can take p now.
func (s *Sim) room(i uint32, n *Place, p *Part) bool {
	pl := &s.plant.places[i]
	if pl.kind == kindBuffer {
		return n.Inside < uint32(pl.room) // any number: room is -1, the largest
	}
	if n.Stopped {
		return false
	}
	if pl.direct {
		return n.Queue < uint32(pl.room) || n.Queue < uint32(pl.room)+n.Idle
	}
	switch pl.kind {
	case kindSink:
		return true
	case kindConveyor:
		return s.entryOpen(i, pl)
	case kindAssembly:
		return s.binRoom(n, pl, p)
	}
	if pl.room < 0 || n.Queue < uint32(pl.room) {
		return true
	}
	batch := pl.batch
	if pl.lots {
		batch = s.plant.operation(i, p).batch
	}
	if n.Queue >= uint32(pl.room)+batch*n.Idle {
		return false
	}
	return !pl.sameType || n.Queue == 0 || s.part(n.Line.Head).Type == p.Type
}

// move takes r, which waits, from where it is to place `to`, which has room.
func (s *Sim) move(r PartRef, p *Part, to uint32) {
	s.unwait(r, p)
	s.pass(r, p, to)
}

// pass takes r, which stands in no line, from where it is to place `to`, which has
// room.
func (s *Sim) pass(r PartRef, p *Part, to uint32) {
	from, slot := p.Place, p.Slot
	f, t := &s.plant.places[from], &s.plant.places[to]
	p.Slot, p.Place = 0, to
	st := s.count(from, s.Places.At(from), -1)
	st.Out++
	if f.parent != t.parent { // else the same limit is around both, too
		s.cross(from, to)
	}
	if s.watch != nil {
		s.tellMove(p, from)
	}
	if f.kind == kindBuffer {
		st.waited(s.Now() - p.Entered)
	} else if p.Born < 0 {
		s.birth(p) // what was always ready comes into the plant when it leaves the source
		if s.watch != nil {
			s.tellPart(PartBorn, r, 0)
		}
	}
	s.enter(r, p, to, t)
	s.release(from, f, slot)
}

// follow lets the first part that waits for place i in, where there is nothing
// to decide. It reports whether i needs no decision then.
func (s *Sim) follow(i uint32, pl *place) bool {
	if !pl.direct || pl.only == 0 {
		return false
	}
	st := s.Choices.At(pl.only - 1)
	if st.Line.empty() {
		return true
	}
	r := st.Line.Head
	if p := s.part(r); s.room(i, s.Places.At(i), p) {
		if s.watch != nil {
			s.tellAdmitted(i, r)
		}
		s.pop(&st.Line, p)
		st.N--
		p.Choice = 0
		s.pass(r, p, i)
	}
	return true
}

// release tells the place `from` that a part is gone, out of the slot `slot`-1 if
// it has slots.
func (s *Sim) release(from uint32, pl *place, slot uint32) {
	switch {
	case pl.kind.works():
		s.slotRid(slot - 1)
	case pl.kind == kindBuffer:
		if !s.follow(from, pl) && s.lineFor(from) {
			s.want(from, s.Places.At(from))
		}
	case pl.kind == kindConveyor:
		s.leftBelt(from, pl)
	default:
		s.sourceRid(from, pl)
	}
}

// enter puts r into place i.
func (s *Sim) enter(r PartRef, p *Part, i uint32, pl *place) {
	n := s.Places.At(i)
	p.Entered = s.Now()
	p.Port = portOut
	st := s.count(i, n, 1)
	st.In++
	switch {
	case pl.kind.works():
		s.queueUp(r, p, i, pl, n, st)
	case pl.kind == kindBuffer:
		s.leave(r)
	case pl.kind == kindConveyor:
		s.enterBelt(r, i, pl)
	default:
		s.consume(r, i, pl)
	}
}

// want asks for a decision of place i in this instant.
func (s *Sim) want(i uint32, n *Place) {
	if !n.Deciding {
		n.Deciding = true
		s.Soon(engine.PhaseDecide, onDecide, i, 0)
	}
}

// decide lets place e.Target admit parts that wait for it and start work, as
// long as it can do either.
func (s *Sim) decide(e engine.Event) {
	i := e.Target
	pl := &s.plant.places[i]
	for {
		moved := s.admit(i, pl)
		if pl.kind.works() && s.startWork(i, pl) {
			moved = true
		}
		if !moved {
			break
		}
	}
	n := s.Places.At(i)
	n.Deciding = false
	if n.Idle > 0 && pl.kind.works() {
		s.showIdle(pl, n)
	}
	if e.Arg == again && pl.kind == kindSource {
		s.owed(i, n)
	}
}

// showIdle shows the slots that got no work.
func (s *Sim) showIdle(pl *place, n *Place) {
	for k := range pl.slots {
		if slot := s.Slots.At(pl.firstSlot + k); slot.Free {
			s.refresh(pl.firstSlot+k, slot, n)
		}
	}
}

// admit lets in parts that wait for place i while it has room, by its rule. It
// reports whether one came in.
func (s *Sim) admit(i uint32, pl *place) bool {
	came := false
	for s.lineFor(i) {
		r, ok := s.nextWaiting(i, pl)
		if !ok {
			return came
		}
		p := s.part(r)
		if !s.room(i, s.Places.At(i), p) {
			return came
		}
		if s.watch != nil {
			s.tellAdmitted(i, r)
		}
		s.move(r, p, i)
		came = true
	}
	return came
}

// nextWaiting finds the part that place i would admit next: among the lines of all
// choices that offer i, the one that i's policy chooses, or else the first in the
// order of waiting.
func (s *Sim) nextWaiting(i uint32, pl *place) (best PartRef, ok bool) {
	if pl.dispatch != 0 {
		return s.chooseWaiting(i, pl)
	}
	var bestTurn uint64
	for _, c := range pl.choices {
		for r := s.Choices.At(c).Line.Head; !r.None(); {
			p := s.part(r)
			if !ok || p.Wait < bestTurn {
				if !pl.picky() || s.room(i, s.Places.At(i), p) {
					best, bestTurn, ok = r, p.Wait, true
				}
			}
			if !pl.picky() || ok {
				break // lines are in the order of waiting
			}
			r = p.Next
		}
	}
	return best, ok
}

// cross counts a move out of some levels and into others, and keeps the counts
// of those with a CONWIP limit.
func (s *Sim) cross(from, to uint32) {
	f, t := &s.plant.places[from], &s.plant.places[to]
	if f.parent != t.parent {
		top := s.plant.common(f.parent, t.parent)
		for l := f.parent; l != top; l = s.plant.places[l].parent {
			s.Stats.At(uint32(l)).Out++
		}
		for l := t.parent; l != top; l = s.plant.places[l].parent {
			s.Stats.At(uint32(l)).In++
		}
	}
	if f.conwip == t.conwip {
		return
	}
	if f.conwip >= 0 {
		s.leaveLimit(uint32(f.conwip))
	}
	if t.conwip >= 0 {
		s.Places.At(uint32(t.conwip)).WIP++
	}
}

// leaveLimit takes one part out of the count of level i and wakes the sources
// that wait for it.
func (s *Sim) leaveLimit(i uint32) {
	s.Places.At(i).WIP--
	for _, src := range s.plant.places[i].sources {
		s.owed(src, s.Places.At(src))
	}
}
