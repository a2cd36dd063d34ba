package plant

import "github.com/taktsim/takt/engine"

// Part is a piece of work in the plant: a workpiece, an assembly, a pallet.
type Part struct {
	ID      uint64      // says which part it is, whatever else happens: (source, number)
	Born    engine.Time // when it came into the plant; -1 when it is not in it yet
	Due     engine.Time // engine.Never when nobody waits for it
	Entered engine.Time // when it came to the place where it is; belt time on a conveyor
	Wait    uint64      // its turn among those that wait for a choice
	Next    PartRef     // the next in the list that it is in
	Prev    PartRef
	Child   PartRef // the first part inside an assembly; the others by Next
	Place   uint32
	Slot    uint32 // the slot that holds it, +1
	Choice  uint32 // the choice that it waits for, +1
	Visit   uint32 // operations done, in all
	Order   uint32 // index of its order, +1
	Type    uint16
	Step    uint16 // next operation of its route
	Port    uint16 // the port by which it leaves
	Fails   uint16 // inspections failed in a row
	Rank    int32  // priority: the higher, the sooner
}

// PartRef names a part.
type PartRef = engine.Ref[Part]

// list is a line of parts, linked through Next and Prev.
type list struct {
	Head, Tail PartRef
}

func (l *list) empty() bool { return l.Head.None() }

func (s *Sim) part(r PartRef) *Part { return s.Parts.At(r.Index) }

// push puts r at the end of l.
func (s *Sim) push(l *list, r PartRef) {
	p := s.part(r)
	p.Prev, p.Next = l.Tail, PartRef{}
	if l.Tail.None() {
		l.Head = r
	} else {
		s.part(l.Tail).Next = r
	}
	l.Tail = r
}

// pushFront puts r at the beginning of l.
func (s *Sim) pushFront(l *list, r PartRef) {
	p := s.part(r)
	p.Next, p.Prev = l.Head, PartRef{}
	if l.Head.None() {
		l.Tail = r
	} else {
		s.part(l.Head).Prev = r
	}
	l.Head = r
}

// pop takes p, the first of l, out of it.
func (s *Sim) pop(l *list, p *Part) {
	if l.Head = p.Next; l.Head.None() {
		l.Tail = PartRef{}
	} else {
		s.part(l.Head).Prev = PartRef{}
	}
	p.Next = PartRef{}
}

// remove takes r out of l.
func (s *Sim) remove(l *list, r PartRef) {
	p := s.part(r)
	if p.Prev.None() {
		l.Head = p.Next
	} else {
		s.part(p.Prev).Next = p.Next
	}
	if p.Next.None() {
		l.Tail = p.Prev
	} else {
		s.part(p.Next).Prev = p.Prev
	}
	p.Next, p.Prev = PartRef{}, PartRef{}
}

// newPart makes a part of a type at a place. It is not yet in the plant: see
// birth.
func (s *Sim) newPart(place uint32, kind uint16, id uint64) PartRef {
	r, p := s.Parts.Alloc()
	p.ID, p.Born, p.Due, p.Entered, p.Place, p.Type = id, -1, engine.Never, s.Now(), place, kind // the rest is zero
	p.Rank = s.plant.types[kind].rank
	return r
}

// birth begins the life of p in the plant.
func (s *Sim) birth(p *Part) {
	p.Born = s.Now()
	s.TypeStats.At(uint32(p.Type)).Born++
	s.wip(uint32(p.Type), 1)
}

// dropPart ends a part and all parts inside it.
func (s *Sim) dropPart(r PartRef) {
	p := s.part(r)
	s.wip(uint32(p.Type), -1)
	for c := p.Child; !c.None(); {
		next := s.part(c).Next
		s.dropInside(c)
		c = next
	}
	s.Parts.Free(r)
}

// dropInside ends a part that is inside another: it is no longer work in
// process of its own type.
func (s *Sim) dropInside(r PartRef) {
	for c := s.part(r).Child; !c.None(); {
		next := s.part(c).Next
		s.dropInside(c)
		c = next
	}
	s.Parts.Free(r)
}
