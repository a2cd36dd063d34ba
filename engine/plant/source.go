package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// whenFull is what a source does with a part that finds no room.
type whenFull uint8

const (
	fullWait  whenFull = iota // the part waits, and the next interval begins when it has gone
	fullQueue                 // the parts queue up outside
	fullLose                  // the part is turned away
)

// The purposes of draws: each component has one stream for each.
const (
	drawInterval uint32 = 1 + iota
	drawType
	drawCycle
	drawSetup
	drawYield
	drawFailure
	drawRepair
	drawWay
	drawLot
	drawSense
)

// drawsOften is what a place of the kind draws for every part.
func (k kindID) drawsOften() uint32 {
	if k == kindSource {
		return drawInterval
	}
	return drawCycle
}

// startSource begins the first interval, or supplies at once.
func (s *Sim) startSource(i uint32, pl *place) {
	n := s.Places.At(i)
	slot := s.Slots.At(pl.firstSlot)
	if pl.orders != nil {
		s.nextOrder(i, pl, n, slot)
	} else {
		s.nextInterval(i, pl, n, slot, pl.first)
	}
	s.showSource(pl, n)
}

// nextInterval draws the time to the next arrival; first, when not negative, is
// it instead.
func (s *Sim) nextInterval(i uint32, pl *place, n *Place, slot *Slot, first engine.Time) {
	if pl.limit > 0 && n.Serial >= pl.limit {
		return
	}
	if pl.every == 0 && first <= 0 {
		s.call(i, n, engine.PhaseTransfer)
		return
	}
	d := engine.Draw{Law: pl.every, Key: uint64(n.Often), Index: n.Serial}
	gap := first
	if first < 0 {
		gap = s.plant.laws[pl.every].draw(d)
	} else {
		d.Law = 0
	}
	if n.Off || n.Stopped {
		s.Load(slot.Timer, gap, d)
	} else {
		s.Start(slot.Timer, gap, d)
	}
}

// call has source i send in this instant.
func (s *Sim) call(i uint32, n *Place, p engine.Phase) {
	if !n.Coming {
		n.Coming = true
		s.Soon(p, onArrive, i, 0)
	}
}

// nextOrder waits for the release of the next order.
func (s *Sim) nextOrder(i uint32, pl *place, n *Place, slot *Slot) {
	if n.Serial >= uint64(len(pl.orders)) {
		return
	}
	gap := max(pl.orders[n.Serial].release-s.Now(), 0)
	s.Start(slot.Timer, gap, engine.Draw{})
}

// arrive makes the next parts of source e.Target and sends them on.
func (s *Sim) arrive(e engine.Event) {
	i := e.Target
	pl := &s.plant.places[i]
	n := s.Places.At(i)
	n.Coming = false
	if pl.limit > 0 && n.Serial >= pl.limit {
		return
	}
	n.Owes = n.Off || n.Stopped || !s.mayRelease(i, pl)
	if n.Owes {
		s.showSource(pl, n)
		return
	}
	if pl.orders != nil {
		s.releaseOrder(i, pl, n)
		return
	}
	n.Serial++
	n.Coming = true // until the last part of the lot is made, none that goes ends the interval
	gone := true
	for k := range pl.lot {
		r := s.newPart(i, s.sourceType(pl, n), random.Mix(pl.hash, (n.Serial-1)*uint64(pl.lot)+uint64(k)))
		if pl.every != 0 {
			s.birth(s.part(r))
		}
		gone = s.emit(r, i, pl) && gone
	}
	n.Coming = false
	s.showSource(pl, n)
	if gone || pl.full != fullWait {
		s.nextInterval(i, pl, n, s.Slots.At(pl.firstSlot), -1)
	}
}

// sourceType draws the part type of the next part.
func (s *Sim) sourceType(pl *place, n *Place) uint16 {
	if len(pl.mix) == 1 {
		return pl.mix[0].kind
	}
	u := n.Key.For(drawType).U(n.Serial)
	for _, m := range pl.mix {
		if u < m.upTo {
			return m.kind
		}
	}
	return pl.mix[len(pl.mix)-1].kind
}

// emit sends a new part out of source i; it reports whether the part is gone.
func (s *Sim) emit(r PartRef, i uint32, pl *place) bool {
	s.Stats.At(i).In++
	s.count(i, s.Places.At(i), 1)
	if s.watch != nil {
		s.tellPart(PartMade, r, 0)
	}
	if pl.conwip >= 0 {
		s.Places.At(uint32(pl.conwip)).WIP++
	}
	if pl.full == fullLose {
		p := s.part(r)
		c, ok := s.next(p)
		if ok {
			if to, free := s.pick(c, r, p); free && s.Choices.At(c).Line.empty() {
				if s.watch != nil {
					s.tellWay(r, &s.plant.choices[c], to)
				}
				s.pass(r, p, to)
				return true
			}
		}
		s.count(i, s.Places.At(i), -1)
		s.Stats.At(i).Lost++
		if s.watch != nil {
			s.tellPart(PartLost, r, 0)
		}
		if pl.conwip >= 0 {
			s.leaveLimit(uint32(pl.conwip))
		}
		s.dropPart(r)
		return true
	}
	return s.leave(r)
}

// releaseOrder makes the next part of the orders.
func (s *Sim) releaseOrder(i uint32, pl *place, n *Place) {
	o := &pl.orders[n.Serial]
	n.Serial++
	r := s.newPart(i, o.kind, random.Mix(random.Mix(pl.hash, uint64(o.index)+1), uint64(o.nth)))
	p := s.part(r)
	s.birth(p)
	p.Due, p.Order = o.due, o.index+1
	if o.rank != 0 {
		p.Rank = o.rank
	}
	s.emit(r, i, pl)
	s.showSource(pl, n)
	s.nextOrder(i, pl, n, s.Slots.At(pl.firstSlot))
}

// sourceRid goes on after a part has left source i.
func (s *Sim) sourceRid(i uint32, pl *place) {
	n := s.Places.At(i)
	if n.Inside > 0 || n.Coming {
		return
	}
	s.showSource(pl, n)
	slot := s.Slots.At(pl.firstSlot)
	if pl.orders == nil && !n.Owes && !s.Timers.At(slot.Timer).Set {
		s.nextInterval(i, pl, n, slot, -1)
	}
}

// pauseSource stops the clock of source i, and resumeSource lets it go on.
func (s *Sim) pauseSource(i uint32, pl *place) {
	if pl.orders == nil {
		s.Pause(s.Slots.At(pl.firstSlot).Timer)
	}
	s.showSource(pl, s.Places.At(i))
}

func (s *Sim) resumeSource(i uint32, pl *place) {
	n := s.Places.At(i)
	s.Resume(s.Slots.At(pl.firstSlot).Timer, engine.Never)
	s.owed(i, n)
	s.showSource(pl, n)
}

// owed has source i try again if it owes an arrival.
func (s *Sim) owed(i uint32, n *Place) {
	if n.Owes {
		n.Owes = false
		s.call(i, n, engine.PhaseDecide)
	}
}

// showSource sets the state of a source's time account.
func (s *Sim) showSource(pl *place, n *Place) {
	to := Busy
	switch {
	case n.Off:
		to = Off
	case n.Stopped:
		to = Stopped
	case n.Owes:
		to = Waiting
	case n.Inside > 0 && pl.full == fullWait:
		to = Blocked
	}
	s.set(pl.firstSlot, s.Slots.At(pl.firstSlot), to)
}
