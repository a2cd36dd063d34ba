package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model/calendar"
)

// Shift is the state of one calendar.
type Shift struct {
	Timer uint32
	On    bool
	Spare [3]bool
}

// shift is what does not change about a Shift: the calendar and who follows it.
type shift struct {
	name   string
	cal    *calendar.Calendar
	places []uint32
	pools  []uint32
}

// newShift makes the state of calendar i.
func (s *Sim) newShift(i uint32) {
	_, sh := s.Shifts.Alloc()
	sh.On = true
	sh.Timer = s.NewTimer(onShift, i, 0)
	s.Timers.At(sh.Timer).Phase = engine.PhaseTransfer // what ends with the shift ends in it
}

// startShift begins calendar i; places and pools outside their shifts start off.
func (s *Sim) startShift(i uint32) {
	if !s.plant.shifts[i].cal.On(int64(s.Now())) {
		s.turn(i, false)
	}
	s.awaitShift(i)
}

// awaitShift sets the timer of calendar i to its next change.
func (s *Sim) awaitShift(i uint32) {
	at, _ := s.plant.shifts[i].cal.Next(int64(s.Now()))
	if engine.Time(at) != engine.Never {
		s.Start(s.Shifts.At(i).Timer, engine.Time(at)-s.Now(), engine.Draw{})
	}
}

// shift is a change of calendar e.Target.
func (s *Sim) shift(e engine.Event) {
	s.turn(e.Target, s.plant.shifts[e.Target].cal.On(int64(s.Now())))
	s.awaitShift(e.Target)
}

// turn sets everything that follows calendar i on or off.
func (s *Sim) turn(i uint32, on bool) {
	s.Shifts.At(i).On = on
	for _, k := range s.plant.shifts[i].pools {
		if on {
			s.poolOn(k)
		} else {
			s.poolOff(k)
		}
	}
	for _, p := range s.plant.shifts[i].places {
		n := s.Places.At(p)
		n.Off = !on
		s.turned(p, n)
	}
}

// turned brings the equipment at place i in line with its flags Off and Stopped.
func (s *Sim) turned(i uint32, n *Place) {
	pl := &s.plant.places[i]
	rest := n.Off || n.Stopped
	switch {
	case pl.kind == kindSource && rest:
		s.pauseSource(i, pl)
	case pl.kind == kindSource:
		s.resumeSource(i, pl)
	case pl.kind == kindConveyor:
		s.beltTurned(i, pl, n)
	case pl.kind.works():
		for k := range pl.slots {
			s.slotTurned(pl.firstSlot+k, pl, n, rest)
		}
	}
	if !n.Stopped {
		s.want(i, n) // outside its shifts it may still take parts into its line
	}
}

// slotTurned is turned for one machine body.
func (s *Sim) slotTurned(i uint32, pl *place, n *Place, rest bool) {
	slot := s.Slots.At(i)
	if rest {
		s.halt(i)
	}
	for m := range pl.modes {
		id := slot.Failure + uint32(m)
		f := s.Failures.At(id)
		if f.Down && pl.modes[m].needs == 0 {
			if n.Off {
				s.Pause(f.Repair)
			} else {
				s.tryRepair(id)
			}
		}
	}
	s.carryOn(i)
}
