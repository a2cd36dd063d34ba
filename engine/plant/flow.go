package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Choice is the line of parts that wait for the same set of places.
type Choice struct {
	Line list
	N    uint32
	Turn uint32 // the alternative whose turn it is by the cyclic rule
}

// choice is where a part may go next: the alternatives and the rule.
type choice struct {
	to     []uint32
	prefer prefer
	alert  bool // some of them must be told of a part that waits
}

type prefer uint8

const (
	preferShortest prefer = iota // the fewest parts inside; ties as written
	preferFirst                  // the first that has room
	preferCyclic                 // one after the other, those without room passed over
	preferRandom                 // by lot among all, then as preferFirst from there
)

// next finds the choice that a part has when it leaves its place.
func (s *Sim) next(p *Part) (uint32, bool) {
	pl := &s.plant.places[p.Place]
	if t := &s.plant.types[p.Type]; len(t.route) > 0 && p.Port == portOut {
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
	ch := &s.plant.choices[c]
	if s.Choices.At(c).N == 0 {
		if to, ok := s.pick(c, ch, p); ok {
			if s.watch != nil {
				s.tellWay(r, ch, to)
			}
			s.move(r, to)
			return true
		}
	}
	s.wait(r, c)
	return false
}

// wait puts r at the end of the line of choice c.
func (s *Sim) wait(r PartRef, c uint32) {
	p := s.part(r)
	com := s.common()
	com.Turn++
	p.Wait, p.Choice = com.Turn, c+1
	st := s.Choices.At(c)
	if s.plant.places[p.Place].kind == kindBuffer && s.plant.places[p.Place].rule == ruleLIFO {
		s.pushFront(&st.Line, r)
	} else {
		s.push(&st.Line, r)
	}
	st.N++
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
		case pl.picky() && s.room(to, p):
			s.want(to, s.Places.At(to)) // those before it are of a type that has no room
		}
	}
}

// unwait takes r out of its line.
func (s *Sim) unwait(r PartRef, p *Part) {
	if p.Choice == 0 {
		return
	}
	st := s.Choices.At(p.Choice - 1)
	s.remove(&st.Line, r)
	st.N--
	p.Choice = 0
}

// pick takes one of the alternatives of choice c that has room for p.
func (s *Sim) pick(c uint32, ch *choice, p *Part) (uint32, bool) {
	if len(ch.to) == 1 {
		return ch.to[0], s.open(ch.to[0], p)
	}
	best, found := uint32(0), false
	n := uint32(len(ch.to))
	first := uint32(0)
	switch ch.prefer {
	case preferCyclic:
		first = s.Choices.At(c).Turn
	case preferRandom:
		u := s.Places.At(p.Place).Key.For(drawWay).U(random.Mix(p.ID, uint64(p.Visit)))
		first = uint32(u * float64(n))
	}
	for k := range n {
		at := (first + k) % n
		to := ch.to[at]
		if !s.open(to, p) {
			continue
		}
		switch ch.prefer {
		case preferCyclic:
			s.Choices.At(c).Turn = (at + 1) % n
			return to, true
		case preferFirst, preferRandom:
			return to, true
		}
		if !found || s.Places.At(to).Inside < s.Places.At(best).Inside {
			best, found = to, true
		}
	}
	return best, found
}

// open reports whether p may go straight into place i: there is room, and
// nobody else is about to be admitted.
func (s *Sim) open(i uint32, p *Part) bool {
	return s.room(i, p) && !(s.Places.At(i).Deciding && s.lineFor(i))
}

// lineFor reports whether any part waits for place i.
func (s *Sim) lineFor(i uint32) bool {
	pl := &s.plant.places[i]
	if pl.only != 0 {
		return s.Choices.At(pl.only-1).N > 0
	}
	for _, c := range pl.choices {
		if s.Choices.At(c).N > 0 {
			return true
		}
	}
	return false
}

// room reports whether place i can take p now.
func (s *Sim) room(i uint32, p *Part) bool {
	pl := &s.plant.places[i]
	n := s.Places.At(i)
	if n.Stopped && pl.kind != kindBuffer {
		return false
	}
	switch pl.kind {
	case kindSink:
		return true
	case kindBuffer:
		return pl.room < 0 || n.Inside < uint32(pl.room)
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

// move takes r from where it is to place `to`, which has room.
func (s *Sim) move(r PartRef, to uint32) {
	p := s.part(r)
	from := p.Place
	s.unwait(r, p)
	slot := p.Slot
	p.Slot = 0
	p.Place = to
	s.count(from, s.Places.At(from), -1)
	s.Stats.At(from).Out++
	if f, t := &s.plant.places[from], &s.plant.places[to]; f.parent != t.parent || f.conwip != t.conwip {
		s.cross(from, to)
	}
	if s.watch != nil {
		s.tellMove(p, from)
	}
	s.parted(r, from)
	s.enter(r, to)
	s.release(r, from, slot)
}

// parted settles what r leaves behind in the place `from`.
func (s *Sim) parted(r PartRef, from uint32) {
	switch s.plant.places[from].kind {
	case kindBuffer:
		s.waited(from, r)
	case kindSource:
		if p := s.part(r); p.Born < 0 {
			// What was always ready comes into the plant when it leaves the source.
			s.birth(p)
			if s.watch != nil {
				s.tellPart(PartBorn, r, 0)
			}
		}
	}
}

// follow lets the first part that waits for place i in, where there is nothing
// to decide. It reports whether i needs no decision then.
func (s *Sim) follow(i uint32, pl *place) bool {
	if !pl.direct || pl.only == 0 {
		return false
	}
	line := s.Choices.At(pl.only - 1)
	if line.N == 0 {
		return true
	}
	r := line.Line.Head
	if s.room(i, s.part(r)) {
		if s.watch != nil {
			s.tellAdmitted(i, r)
		}
		s.move(r, i)
	}
	return true
}

// release tells the place `from` that r is gone.
func (s *Sim) release(r PartRef, from, slot uint32) {
	pl := &s.plant.places[from]
	switch pl.kind {
	case kindBuffer:
		if !s.follow(from, pl) && s.lineFor(from) {
			s.want(from, s.Places.At(from))
		}
	case kindConveyor:
		s.leftBelt(from, pl, r)
	case kindSource:
		s.sourceRid(from, pl, r)
	default:
		s.slotRid(slot - 1)
	}
}

// enter puts r into place i.
func (s *Sim) enter(r PartRef, i uint32) {
	pl := &s.plant.places[i]
	n := s.Places.At(i)
	p := s.part(r)
	p.Entered = s.Now()
	p.Port = portOut
	s.Stats.At(i).In++
	s.count(i, n, 1)
	switch pl.kind {
	case kindSink:
		s.consume(r, i, pl)
	case kindBuffer:
		s.leave(r)
	case kindConveyor:
		s.enterBelt(r, i, pl)
	default:
		s.queueUp(r, i, pl, n)
	}
}

// waited notes how long r stood in line at place i.
func (s *Sim) waited(i uint32, r PartRef) {
	st := s.Stats.At(i)
	st.WaitSum += s.Now() - s.part(r).Entered
	st.WaitN++
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
		if !ok || !s.room(i, s.part(r)) {
			return came
		}
		if s.watch != nil {
			s.tellAdmitted(i, r)
		}
		s.move(r, i)
		came = true
	}
	return came
}

// nextWaiting finds the part that place i would admit next: among the lines of
// all choices that offer i, the first by i's rule; ties in the order of waiting.
func (s *Sim) nextWaiting(i uint32, pl *place) (best PartRef, ok bool) {
	var bestScore float64
	var bestTurn uint64
	rules := pl.rule.scores() && pl.kind.works() // a buffer's rule says who leaves it
	for _, c := range pl.choices {
		for r := s.Choices.At(c).Line.Head; !r.None(); {
			p := s.part(r)
			score := 0.0
			if rules {
				score = s.score(i, pl, p)
			}
			if !ok || score < bestScore || score == bestScore && p.Wait < bestTurn {
				if !pl.picky() || s.room(i, p) {
					best, bestScore, bestTurn, ok = r, score, p.Wait, true
				}
			}
			if !rules && (!pl.picky() || ok) {
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
		if n := s.Places.At(src); n.Owes {
			n.Owes = false
			s.call(src, n, engine.PhaseDecide)
		}
	}
}
