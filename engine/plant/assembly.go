package plant

import "github.com/taktsim/takt/engine/random"

// Bin counts the components of one type that wait before an assembly.
type Bin struct {
	Count uint32
}

// component is one line of the bill of materials of an assembly, or of what a
// disassembly yields.
type component struct {
	kind uint16
	n    uint32
}

// bin is the Bin of a part type at an assembly that takes it.
func (s *Sim) bin(pl *place, kind uint16) *Bin {
	for k, c := range pl.kit {
		if c.kind == kind {
			return s.Bins.At(pl.firstBin + uint32(k))
		}
	}
	return nil
}

// binRoom reports whether an assembly can take p: it keeps `queue` sets of each
// component, and one for each idle body.
func (s *Sim) binRoom(n *Place, pl *place, p *Part) bool {
	for k, c := range pl.kit {
		if c.kind == p.Type {
			return pl.room < 0 || s.Bins.At(pl.firstBin+uint32(k)).Count < c.n*(uint32(pl.room)+n.Idle)
		}
	}
	return false
}

// loadKit puts one whole set of components into a slot; it reports false when
// something is missing.
func (s *Sim) loadKit(i uint32, pl *place, n *Place, slotID uint32) bool {
	for k, c := range pl.kit {
		if s.Bins.At(pl.firstBin+uint32(k)).Count < c.n {
			return false
		}
	}
	for k, c := range pl.kit {
		left := c.n
		for r := n.Line.Head; left > 0; {
			next := s.part(r).Next
			if s.part(r).Type == c.kind {
				s.loadPart(i, n, slotID, r)
				left--
			}
			r = next
		}
		s.Bins.At(pl.firstBin + uint32(k)).Count -= c.n
	}
	return true
}

// combine makes one product of the components in a slot. The components stay
// known as its children. It came into the plant when the first of them did, and
// takes over the order of the first line of the bill of materials.
func (s *Sim) combine(slot *Slot, pl *place) {
	children := slot.Work
	base := s.part(children.Head)
	r := s.newPart(slot.Place, pl.makes, random.Mix(random.Mix(pl.hash, base.ID), uint64(base.Visit)))
	p, base := s.part(r), s.part(children.Head)
	s.birth(p)
	p.Due, p.Order, p.Rank, p.Child = base.Due, base.Order, base.Rank, children.Head
	n := int32(0)
	for c := children.Head; !c.None(); c = s.part(c).Next {
		child := s.part(c)
		p.Born = min(p.Born, child.Born)
		s.wip(uint32(child.Type), -1)
		if s.watch != nil {
			s.tellPart(PartBuiltIn, c, p.ID)
		}
		n++
	}
	slot.Work = list{}
	if s.watch != nil {
		s.tellPart(PartMade, r, 0)
	}
	s.push(&slot.Work, r)
	slot.Held = 1
	s.count(slot.Place, s.Places.At(slot.Place), 1-n)
	for ; pl.conwip >= 0 && n > 1; n-- {
		s.leaveLimit(uint32(pl.conwip))
	}
}

// takeApart takes every part of a slot apart.
func (s *Sim) takeApart(slot *Slot, pl *place) {
	wholes := slot.Work
	slot.Work = list{}
	before := slot.Held
	slot.Held = 0
	for r := wholes.Head; !r.None(); {
		next := s.part(r).Next
		s.unpack(r, slot, pl)
		r = next
	}
	s.count(slot.Place, s.Places.At(slot.Place), int32(slot.Held)-int32(before))
	if pl.conwip < 0 {
		return
	}
	if before <= slot.Held {
		s.Places.At(uint32(pl.conwip)).WIP += slot.Held - before
		return
	}
	for range before - slot.Held { // parts with nothing in them
		s.leaveLimit(uint32(pl.conwip))
	}
}

// unpack gives the parts inside a part free; a part that was not assembled here
// yields new parts by the list of the disassembly.
func (s *Sim) unpack(whole PartRef, slot *Slot, pl *place) {
	w := *s.part(whole)
	if !w.Child.None() {
		for c := w.Child; !c.None(); {
			next := s.part(c).Next
			child := s.part(c)
			child.Place = slot.Place
			s.wip(uint32(child.Type), 1)
			if s.watch != nil {
				s.tellPart(PartTakenOut, c, w.ID)
			}
			s.push(&slot.Work, c)
			slot.Held++
			c = next
		}
	} else {
		for k, c := range pl.kit {
			for j := range c.n {
				r := s.newPart(slot.Place, c.kind, random.Mix(random.Mix(w.ID, uint64(k)), uint64(j)))
				s.birth(s.part(r))
				p := s.part(r)
				p.Born, p.Due, p.Order, p.Rank = w.Born, w.Due, w.Order, w.Rank
				if s.watch != nil {
					s.tellPart(PartMade, r, w.ID)
				}
				s.push(&slot.Work, r)
				slot.Held++
			}
		}
	}
	s.part(whole).Child = PartRef{}
	if s.watch != nil {
		s.tellPart(PartApart, whole, 0)
	}
	s.dropPart(whole)
	s.TypeStats.At(uint32(w.Type)).Apart++
}
