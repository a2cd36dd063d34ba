package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Failure is one way in which one slot breaks down.
type Failure struct {
	N      uint64 // failures so far
	Slot   uint32
	Timer  uint32 // the time to the next failure
	Repair uint32 // the time of the repair
	Ask    uint32
	Mode   uint16
	Down   bool
	Spare  [5]bool
}

// mode is what does not change about a Failure.
type mode struct {
	name      string
	hash      uint64
	between   uint32 // law of the time between failures
	repair    uint32 // law of the repair time
	needs     uint32 // who repairs it, 0: nobody is needed
	operating bool   // only the time at work counts
}

// wear is 1 for a mode that comes with the time at work and 0 for others.
func (m *mode) wear() uint32 {
	if m.operating {
		return 1
	}
	return 0
}

// newFailure makes mode m of slot i.
func (s *Sim) newFailure(i uint32, m int) {
	r, _ := s.Failures.Alloc()
	fail := s.NewTimer(onFail, r.Index, 0)
	repair := s.NewTimer(onRepaired, r.Index, 0)
	ask := s.newAsk(r.Index, true)
	*s.Failures.At(r.Index) = Failure{Slot: i, Timer: fail, Repair: repair, Ask: ask, Mode: uint16(m)}
}

// failureDraw is the draw of failure f for a purpose that its next failure, or the
// repair of that, takes: how long, and how it came about.
func (s *Sim) failureDraw(f *Failure, purpose, law uint32) (engine.Time, engine.Draw) {
	slot := s.Slots.At(f.Slot)
	pl := &s.plant.places[slot.Place]
	key := s.Places.At(slot.Place).Key.For(purpose)
	d := engine.Draw{Law: law, Key: uint64(key), Index: random.Mix(pl.modes[f.Mode].hash+uint64(f.Slot-pl.firstSlot), f.N)}
	return s.plant.laws[law].draw(d), d
}

// awaitFailure draws the time to the next failure i. It runs from now on, or with the
// work.
func (s *Sim) awaitFailure(i uint32) {
	f := s.Failures.At(i)
	slot := s.Slots.At(f.Slot)
	s.bill(slot, &s.plant.places[slot.Place]) // the new one is not charged for what was
	mo := s.mode(f)
	t, d := s.failureDraw(f, drawFailure, mo.between)
	s.Load(f.Timer, t, d)
	if !mo.operating {
		s.Resume(f.Timer, engine.Never)
	}
}

func (s *Sim) mode(f *Failure) *mode {
	return &s.plant.places[s.Slots.At(f.Slot).Place].modes[f.Mode]
}

// fail breaks the slot of failure e.Target down.
func (s *Sim) fail(e engine.Event) { s.breakDown(e.Target, 0) }

// breakDown breaks the slot of failure i down. The repair takes the time given or,
// with 0, one that is drawn.
func (s *Sim) breakDown(i uint32, span engine.Time) {
	f := s.Failures.At(i)
	slot := s.Slots.At(f.Slot)
	f.Down = true
	if s.watch != nil {
		s.tellFailure(Failed, f)
	}
	s.Stats.At(slot.Place).Failures++
	s.halt(f.Slot)
	slot.Downs++
	t, d := s.failureDraw(f, drawRepair, s.mode(f).repair)
	if span > 0 {
		t, d = span, engine.Draw{}
	}
	f.N++
	s.Load(f.Repair, t, d)
	s.refresh(f.Slot, slot, s.Places.At(slot.Place))
	s.tryRepair(i)
}

// tryRepair begins or goes on with the repair of failure i, if those are there
// who repair it. Without a crew of its own the repair keeps to the shifts of the
// machine.
func (s *Sim) tryRepair(i uint32) {
	f := s.Failures.At(i)
	needs := s.mode(f).needs
	if !f.Down {
		return
	}
	if needs != 0 {
		if !s.acquire(f.Ask, needs) {
			return
		}
	} else if s.Places.At(s.Slots.At(f.Slot).Place).Off {
		return
	}
	s.Resume(f.Repair, engine.Never)
}

// repaired puts the slot of failure e.Target to work again.
func (s *Sim) repaired(e engine.Event) {
	f := s.Failures.At(e.Target)
	slot := s.Slots.At(f.Slot)
	s.giveBack(f.Ask)
	f.Down = false
	if s.watch != nil {
		s.tellFailure(Repaired, f)
	}
	slot.Downs--
	s.awaitFailure(e.Target)
	s.carryOn(f.Slot)
}
