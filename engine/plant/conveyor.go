package plant

import "github.com/taktsim/takt/engine"

// Belt is the state of a conveyor. Its own clock, belt time, stands while the
// belt stands: part k, which came on at belt time b, is at the distance
// speed x (now - b) from the entry, or behind the part before it.
type Belt struct {
	Line    list        // the parts on it, the one nearest the exit first
	Stopped engine.Time // real time for which the belt has stood in all, up to Since
	Since   engine.Time // since when it stands; -1 when it moves
	Entry   engine.Time // belt time of the last entry
	Exit    engine.Time // belt time of the last exit
	Ready   PartRef     // the part that waits at the exit
	Entries uint64
	Exits   uint64
}

// beltTime is the clock of the belt of place i.
func (s *Sim) beltTime(b *Belt) engine.Time {
	if b.Since >= 0 {
		return b.Since - b.Stopped
	}
	return s.Now() - b.Stopped
}

// newBelt makes the belt of conveyor i.
func (s *Sim) newBelt(i uint32) {
	_, b := s.Belts.Alloc()
	b.Since = -1
	s.Places.At(i).Timer = s.NewTimer(onPatience, i, 0) + 1
}

// entryOpen reports whether a part may come onto conveyor i: the last one has
// moved on by its pitch, and the belt has a place left.
func (s *Sim) entryOpen(i uint32, pl *place) bool {
	b := s.Belts.At(pl.belt)
	if s.Places.At(i).Inside >= uint32(pl.room) || b.Since >= 0 {
		return false
	}
	return b.Entries == 0 || s.beltTime(b) >= b.Entry+pl.pitchTime
}

// openEntry has conveyor i look for waiting parts as soon as its entry is free by
// the belt's own movement; when a part must leave first, that wakes it.
func (s *Sim) openEntry(i uint32, pl *place) {
	b := s.Belts.At(pl.belt)
	n := s.Places.At(i)
	if b.Since >= 0 || n.Inside >= uint32(pl.room) || s.Timers.At(n.Timer-1).Set {
		return
	}
	if s.entryOpen(i, pl) {
		s.want(i, n)
		return
	}
	s.Start(n.Timer-1, b.Entry+pl.pitchTime-s.beltTime(b), engine.Draw{})
}

// enterBelt puts r at the beginning of conveyor i.
func (s *Sim) enterBelt(r PartRef, i uint32, pl *place) {
	b := s.Belts.At(pl.belt)
	now := s.beltTime(b)
	s.part(r).Entered = now
	b.Entry = now
	b.Entries++
	s.push(&b.Line, r)
	if b.Line.Head == r && b.Ready.None() {
		s.awaitHead(i, pl, b)
	}
	s.Cancel(s.Places.At(i).Timer - 1) // it was for the part before this one
	if s.lineFor(i) {
		s.openEntry(i, pl)
	}
	s.showBelt(pl, b)
}

// awaitHead sets the timer to the instant at which the first part of the line
// comes to the exit.
func (s *Sim) awaitHead(i uint32, pl *place, b *Belt) {
	head := s.part(b.Line.Head)
	due := head.Entered + pl.travel
	if b.Exits > 0 {
		due = max(due, b.Exit+pl.pitchTime)
	}
	timer := s.Slots.At(pl.firstSlot).Timer
	s.Load(timer, max(due-s.beltTime(b), 0), engine.Draw{})
	if b.Since < 0 {
		s.Resume(timer, engine.Never)
	}
}

// headArrives brings the first part of conveyor e.Target to the exit.
func (s *Sim) headArrives(e engine.Event) {
	pl := &s.plant.places[e.Target]
	b := s.Belts.At(pl.belt)
	r := b.Line.Head
	s.remove(&b.Line, r)
	b.Ready = r
	if !s.leave(r) {
		if !pl.accumulates {
			s.haltBelt(e.Target, pl, b)
		}
		s.showBelt(pl, b)
	}
}

// leftBelt goes on after the part at the exit of conveyor i has gone.
func (s *Sim) leftBelt(i uint32, pl *place) {
	b := s.Belts.At(pl.belt)
	b.Ready = PartRef{}
	n := s.Places.At(i)
	if b.Since >= 0 && !s.rests(i, n) {
		s.moveBelt(i, pl, b)
	}
	b.Exit = s.beltTime(b)
	b.Exits++
	if !b.Line.Head.None() {
		s.awaitHead(i, pl, b)
	}
	if s.lineFor(i) {
		s.openEntry(i, pl)
	}
	s.showBelt(pl, b)
}

// haltBelt stops the belt of conveyor i with everything on it, moveBelt lets it
// go on.
func (s *Sim) haltBelt(i uint32, pl *place, b *Belt) {
	if b.Since < 0 {
		b.Since = s.Now()
		s.Pause(s.Slots.At(pl.firstSlot).Timer)
		s.Pause(s.Places.At(i).Timer - 1)
	}
}

func (s *Sim) moveBelt(i uint32, pl *place, b *Belt) {
	if b.Since >= 0 {
		b.Stopped += s.Now() - b.Since
		b.Since = -1
		s.Resume(s.Slots.At(pl.firstSlot).Timer, engine.Never)
		s.Resume(s.Places.At(i).Timer-1, engine.Never)
	}
}

// rests reports whether conveyor i must stand, whatever is on it.
func (s *Sim) rests(i uint32, n *Place) bool { return n.Off || n.Stopped || s.faults(i) > 0 }

// beltTurned brings conveyor i in line with its flags Off and Stopped and its faults.
func (s *Sim) beltTurned(i uint32, pl *place, n *Place) {
	b := s.Belts.At(pl.belt)
	if s.rests(i, n) {
		s.haltBelt(i, pl, b)
	} else if b.Ready.None() || pl.accumulates {
		s.moveBelt(i, pl, b)
		if s.lineFor(i) {
			s.openEntry(i, pl)
		}
	}
	s.showBelt(pl, b)
}

// showBelt sets the state of the conveyor's time account.
func (s *Sim) showBelt(pl *place, b *Belt) {
	slot := s.Slots.At(pl.firstSlot)
	n := s.Places.At(slot.Place)
	to := Busy
	switch {
	case n.Off:
		to = Off
	case n.Stopped:
		to = Stopped
	case s.faults(slot.Place) > 0:
		to = Down
	case !b.Ready.None():
		to = Blocked
	case n.Inside == 0:
		to = Waiting
	}
	s.set(pl.firstSlot, slot, to)
}
