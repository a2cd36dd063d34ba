package plant

import (
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Force is something that is held from outside: a fault, a speed, the reading of a
// gauge, or the answer of a person that waits for its question.
type Force struct {
	Until engine.Time // when it lapses; engine.Never: when it is taken back
	Of    uint64      // hash of the path it is for; of an answer, of its point of decision
	Key   uint64      // which count of a gauge, or what the answer picks
	Value float64
	Input uint64 // the input that brought it, counted from 1
	Kind  forceKind
	Spare [7]bool
}

// forceKind is what a Force does.
type forceKind uint8

const (
	forceNone   forceKind = iota
	forceFault            // the place and all in it are down
	forceSpeed            // what the place and all in it do goes Value times as fast
	forceGauge            // the gauge of the place reports Value
	forceAnswer           // the next question is answered so
)

// hold adds a force, for a span or, with 0, until it is taken back.
func (s *Sim) hold(kind forceKind, of uint64, in *engine.Input) {
	until := engine.Never
	if in.Span > 0 {
		until = s.Now().Add(in.Span)
	}
	r, f := s.Forces.Alloc()
	*f = Force{Kind: kind, Until: until, Of: of, Key: in.Key, Value: in.Value, Input: in.Arrival}
	s.At(until, engine.PhaseInput, onLapse, r.Index, 0)
}

// lapse ends force e.Target, if it is still the one whose time is over.
func (s *Sim) lapse(e engine.Event) {
	f := *s.Forces.At(e.Target)
	if f.Kind == forceNone || f.Until > s.Now() {
		return
	}
	if f.Kind == forceAnswer {
		s.lapsed(e.Target)
		return
	}
	if i, ok := s.plant.hashed[f.Of]; ok {
		s.unhold(e.Target, i)
	}
}

// unhold takes back force k, which is for place i.
func (s *Sim) unhold(k, i uint32) {
	kind := s.Forces.At(k).Kind
	s.Forces.Free(s.Forces.Ref(k))
	switch kind {
	case forceFault:
		s.downAll(i, -1)
	case forceSpeed:
		s.paceAll(i)
	}
}

// covering calls each for every force of a kind on place i or a level around it.
func (s *Sim) covering(i uint32, kind forceKind, each func(*Force)) {
	if s.Forces.Live() == 0 {
		return
	}
	for _, f := range s.Forces.All {
		for k := int32(i); f.Kind == kind && k >= 0; k = s.plant.places[k].parent {
			if s.plant.places[k].hash == f.Of {
				each(f)
			}
		}
	}
}

// faults is how many faults from outside place i is under.
func (s *Sim) faults(i uint32) (n uint16) {
	s.covering(i, forceFault, func(*Force) { n++ })
	return n
}

// speed is how fast place i is made to work: the latest order counts.
func (s *Sim) speed(i uint32) float64 {
	speed, latest := 1.0, uint64(0)
	s.covering(i, forceSpeed, func(f *Force) {
		if f.Input > latest {
			speed, latest = f.Value, f.Input
		}
	})
	return speed
}

// fault breaks place i and all in it down: by one failure mode, or from outside.
func (s *Sim) fault(i uint32, in *engine.Input) {
	if in.Key == 0 && in.Span > 0 {
		s.hold(forceFault, in.Target, in)
		s.downAll(i, 1)
		return
	}
	for _, k := range s.plant.under(i) {
		pl := &s.plant.places[k]
		if in.Key == 0 && len(pl.modes) == 0 && pl.breaks() {
			s.hold(forceFault, pl.hash, in)
			s.downAll(k, 1)
		}
		s.eachMode(pl, in.Key, func(id uint32, m int) {
			if f := s.Failures.At(id); !f.Down && (in.Key != 0 || m == 0) {
				s.Cancel(f.Timer)
				s.breakDown(id, in.Span)
			}
		})
	}
}

// breaks reports whether a place can be down.
func (pl *place) breaks() bool { return pl.kind.works() || pl.kind == kindConveyor }

// eachMode calls f for the failure mode with a hash of every body of a place, for
// all modes when the hash is 0.
func (s *Sim) eachMode(pl *place, hash uint64, f func(id uint32, m int)) {
	for k := range pl.slots {
		for m := range pl.modes {
			if hash == 0 || pl.modes[m].hash == hash {
				f(s.Slots.At(pl.firstSlot+k).Failure+uint32(m), m)
			}
		}
	}
}

// downAll adds a fault from outside to place i and all in it, or takes one back.
func (s *Sim) downAll(i uint32, d int) {
	for _, k := range s.plant.under(i) {
		pl := &s.plant.places[k]
		if !pl.breaks() {
			continue
		}
		if d > 0 {
			s.Stats.At(k).Failures += uint64(pl.slots)
		}
		for j := range pl.slots {
			if s.watch != nil {
				s.tellOutside(d > 0, k, pl.firstSlot+j)
			}
			if pl.kind.works() {
				s.downSlot(pl.firstSlot+j, k, d)
			}
		}
		if pl.kind == kindConveyor {
			s.beltTurned(k, pl, s.Places.At(k))
		}
	}
}

func (s *Sim) downSlot(i, place uint32, d int) {
	slot := s.Slots.At(i)
	if d > 0 {
		s.halt(i)
		slot.Downs++
		s.refresh(i, slot, s.Places.At(place))
		return
	}
	slot.Downs--
	s.carryOn(i)
}

// repair ends the faults of place i and of all in it: those of a failure mode, or
// all.
func (s *Sim) repair(i uint32, in *engine.Input) {
	under := s.plant.under(i)
	for _, k := range under {
		s.eachMode(&s.plant.places[k], in.Key, func(id uint32, _ int) {
			if f := s.Failures.At(id); f.Down {
				s.Cancel(f.Repair)
				s.repaired(engine.Event{Target: id})
			}
		})
	}
	if in.Key == 0 {
		s.free(under, forceFault)
	}
}

// free takes back the forces of some kinds on some places.
func (s *Sim) free(places []uint32, kinds ...forceKind) {
	for _, k := range places {
		for id, f := range s.Forces.All {
			if f.Of == s.plant.places[k].hash && slices.Contains(kinds, f.Kind) {
				s.unhold(id, k)
			}
		}
	}
}

// paceAll has place i and all in it work at the speed that they are made to.
func (s *Sim) paceAll(i uint32) {
	for _, k := range s.plant.under(i) {
		s.pace(k, &s.plant.places[k])
	}
}

// pace sets the speed of what is under way in place i, and of what comes. Orders
// come when they come: their source has no speed.
func (s *Sim) pace(i uint32, pl *place) {
	if !pl.kind.works() && (pl.kind != kindSource || pl.orders != nil) {
		return
	}
	speed := s.speed(i)
	for k := range pl.slots {
		slot := s.Slots.At(pl.firstSlot + k)
		if s.Timers.At(slot.Timer).Rate == speed {
			continue
		}
		wears := slot.Running && slot.Phase == phaseRun && pl.wears > 0
		if wears {
			s.charge(slot, pl)
		}
		s.SetRate(slot.Timer, speed)
		if wears {
			s.wear(slot, pl) // its end has moved
		}
	}
}

// The counts that a gauge reports.
const (
	CountInside = "inside" // parts in the place
	CountQueue  = "queue"  // of these, parts that wait for work
)

var hashQueue = random.PathHash(CountQueue)

// report makes a count known that the gauge of a place reports.
func (s *Sim) report(pl *place, in *engine.Input) {
	known := &s.Gauges.At(pl.gauge - 1).Known
	known.Taken, known.Any, known.Lost = min(in.Event, s.Now()), true, false
	known.count(in.Key, in.Value)
	s.forceGauge(pl)
}

func (k *Sample) count(which uint64, v float64) {
	if which == hashQueue {
		k.Queue = v
	} else {
		k.Inside = v
	}
}

// forceGauge has the gauge of a place report what it is made to.
func (s *Sim) forceGauge(pl *place) {
	if s.Forces.Live() == 0 {
		return
	}
	last := map[uint64]uint64{} // by count; which of several forces comes last
	for _, f := range s.Forces.All {
		if f.Kind == forceGauge && f.Of == pl.hash && f.Input > last[f.Key] {
			last[f.Key] = f.Input
			s.Gauges.At(pl.gauge-1).Known.count(f.Key, f.Value)
		}
	}
}
