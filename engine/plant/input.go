package plant

import (
	"fmt"
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// The codes of inputs.
const (
	InputStop    uint32 = 1 + iota // stop a place and all in it; Span: for how long
	InputStart                     // take one such order back
	InputEdit                      // go on as edit number Value of the plant
	InputRelease                   // have a source send Value more parts of the type Key
	InputFault                     // break a place and all in it down: by the failure mode Key, 0 for none; Span: for how long
	InputRepair                    // end the faults of a place and all in it: those of the failure mode Key, 0 for all
	InputSpeed                     // have a place and all in it work Value times as fast; Span: for how long
	InputForce                     // have the gauge of a place report Value as the count Key; Span: for how long
	InputFree                      // take all InputSpeed and InputForce on a place back
	InputReport                    // the count Key of a place is Value: what its gauge reports until its next sample
	InputDecide                    // what a person decides, see Answer; Target is the point of decision, Value 0 for no, Key what is picked; Span: for how long
	InputBranch                    // go on with other luck: see Sim.Branch; Key is the branch's
	InputReset                     // forget the statistics
)

// StopPlace orders the place at path, and everything in it, to stop at an instant,
// for a while or, with a span of 0, until StartPlace.
func (s *Sim) StopPlace(path string, at, span engine.Time) error {
	return s.feed(path, engine.Input{At: at, Event: at, Code: InputStop, Span: span})
}

// StartPlace takes an order to stop back.
func (s *Sim) StartPlace(path string, at engine.Time) error {
	return s.feed(path, engine.Input{At: at, Event: at, Code: InputStart})
}

// Release has the source at path send n more parts of a type at an instant.
func (s *Sim) Release(path, part string, n int, at engine.Time) error {
	if n < 0 {
		return fmt.Errorf("cannot release %d parts", n)
	}
	for _, t := range s.plant.types {
		if t.name == part {
			return s.feed(path, engine.Input{At: at, Event: at, Code: InputRelease, Key: random.PathHash(part), Value: float64(n)})
		}
	}
	return fmt.Errorf("there is no part type %q", part)
}

// BreakPlace breaks the place at path down at an instant, with everything in it.
//
// Without a failure mode and with a span it is down for that time, whatever else
// happens. With a span of 0 it fails as it does by itself: by the mode named, or
// by its first, and is down until that is repaired, by those and in the time that
// its repair takes; where it has no mode, until RepairPlace. With both, the repair
// takes the span. A body that is down by a mode already does not fail by it again.
// It is an error when nothing at path can break down, or not by that mode.
func (s *Sim) BreakPlace(path, mode string, at, span engine.Time) error {
	key, err := s.modeAt(path, mode)
	if err != nil {
		return err
	}
	return s.feed(path, engine.Input{At: at, Event: at, Code: InputFault, Key: key, Span: span})
}

// RepairPlace ends what has the place at path down, and everything in it: the
// failure mode that is named, or all. What was ordered for a level around it stays.
func (s *Sim) RepairPlace(path, mode string, at engine.Time) error {
	key, err := s.modeAt(path, mode)
	if err != nil {
		return err
	}
	return s.feed(path, engine.Input{At: at, Event: at, Code: InputRepair, Key: key})
}

// modeAt is the hash of a failure mode of path, 0 for no name.
func (s *Sim) modeAt(path, mode string) (uint64, error) {
	i, ok := s.plant.index[path]
	if !ok {
		return 0, fmt.Errorf("there is no place %q", path)
	}
	breaks := false
	for _, k := range s.plant.under(i) {
		pl := &s.plant.places[k]
		breaks = breaks || pl.breaks()
		for m := range pl.modes {
			if mode != "" && pl.modes[m].name == mode {
				return pl.modes[m].hash, nil
			}
		}
	}
	switch {
	case !breaks:
		return 0, fmt.Errorf("there is nothing at %q that can break down", path)
	case mode != "":
		return 0, fmt.Errorf("%q has no failure %q", path, mode)
	}
	return 0, nil
}

// SetSpeed has the place at path, and all in it, work at a multiple of its speed:
// machines do their operations and set-ups, sources of no orders their intervals,
// what is under way included. It lasts for a span or, with 0, until FreePlace; of
// several, the latest counts. factor must be above 0 and at most 1000; a place that
// is to stand still is stopped.
func (s *Sim) SetSpeed(path string, factor float64, at, span engine.Time) error {
	if !speedOK(factor) {
		return fmt.Errorf("cannot work at %g times the speed; want a number above 0, at most %d", factor, maxSpeed)
	}
	return s.feed(path, engine.Input{At: at, Event: at, Code: InputSpeed, Value: factor, Span: span})
}

// maxSpeed is the largest factor of SetSpeed.
const maxSpeed = 1000

func speedOK(factor float64) bool { return factor >= 1e-6 && factor <= maxSpeed }

// ForceGauge has the gauge of the place at path report a value as a count
// (CountInside, CountQueue), for a span or, with 0, until FreePlace: a sensor that
// sticks, or one that is overruled. It is an error when the place has no sensor.
func (s *Sim) ForceGauge(path, count string, value float64, at, span engine.Time) error {
	return s.gaugeInput(path, count, engine.Input{At: at, Event: at, Code: InputForce, Value: value, Span: span})
}

// ReportCount makes known that the place at path has so many parts, as was seen at
// the instant seen: a value that comes from a real plant. Its gauge reports it
// until its next sample. It is an error when the place has no sensor.
func (s *Sim) ReportCount(path, count string, value float64, at, seen engine.Time) error {
	return s.gaugeInput(path, count, engine.Input{At: at, Event: seen, Code: InputReport, Value: value})
}

func (s *Sim) gaugeInput(path, count string, in engine.Input) error {
	if i, ok := s.plant.index[path]; ok && s.plant.places[i].gauge == 0 {
		return fmt.Errorf("%q has no sensor", path)
	}
	if count != CountInside && count != CountQueue {
		return fmt.Errorf("a gauge has no count %q; want %q or %q", count, CountInside, CountQueue)
	}
	if !(in.Value >= 0 && in.Value <= math.MaxInt32) {
		return fmt.Errorf("%g is no number of parts", in.Value)
	}
	in.Key = random.PathHash(count)
	return s.feed(path, in)
}

// FreePlace takes all SetSpeed and ForceGauge on the place at path back; those on
// places in it and around it stay.
func (s *Sim) FreePlace(path string, at engine.Time) error {
	return s.feed(path, engine.Input{At: at, Event: at, Code: InputFree})
}

// BranchAt has the state itself go on as its branch of a key from an instant on;
// see Branch. Unlike that it is on record.
func (s *Sim) BranchAt(key uint64, at engine.Time) {
	s.feedRoot(engine.Input{At: at, Event: at, Code: InputBranch, Key: key})
}

// ResetStatsAt is ResetStats at an instant. Unlike that it is on record, so that
// whoever rewinds or replays the state measures the same.
func (s *Sim) ResetStatsAt(at engine.Time) {
	s.feedRoot(engine.Input{At: at, Event: at, Code: InputReset})
}

func (s *Sim) feedRoot(in engine.Input) {
	in.Target = random.PathHash(s.plant.places[0].path)
	s.Feed(in)
}

func (s *Sim) feed(path string, in engine.Input) error {
	if _, ok := s.plant.index[path]; !ok {
		return fmt.Errorf("there is no place %q", path)
	}
	in.Target = random.PathHash(path)
	s.Feed(in)
	return nil
}

// input applies an input. One that means nothing to this plant is passed over:
// a log may be older than the model.
func (s *Sim) input(e engine.Event) {
	in := s.Input(e.Target)
	i, ok := s.plant.hashed[in.Target]
	if in.Code == InputDecide {
		i, ok = s.plant.asked(in.Target)
	}
	if !ok || s.desk != nil && s.desk.ahead != nil { // nobody can foresee what comes from outside
		return
	}
	if s.watch != nil {
		s.tellInput(e.Target, i, in.Code)
	}
	switch in.Code {
	case InputStop:
		s.stop(i, 1)
		if in.Span > 0 {
			s.At(s.Now().Add(in.Span), engine.PhaseInput, onGo, i, 0)
		}
	case InputStart:
		s.stop(i, -1)
	case InputEdit:
		s.edit(int(in.Value))
	case InputRelease:
		s.deliver(i, in)
	case InputFault:
		s.fault(i, &in)
	case InputRepair:
		s.repair(i, &in)
	case InputDecide:
		s.hold(forceAnswer, in.Target, &in)
		s.asks(in.Target)
	case InputBranch:
		s.diverge(in.Key)
	case InputReset:
		s.ResetStats()
	default:
		s.force(i, &in)
	}
}

// force applies an input that is about the speed or the gauge of place i.
func (s *Sim) force(i uint32, in *engine.Input) {
	pl := &s.plant.places[i]
	switch in.Code {
	case InputSpeed:
		if speedOK(in.Value) {
			s.hold(forceSpeed, in.Target, in)
			s.paceAll(i)
		}
	case InputForce:
		if pl.gauge != 0 {
			s.hold(forceGauge, in.Target, in)
			s.report(pl, in)
		}
	case InputFree:
		s.free([]uint32{i}, forceSpeed, forceGauge)
	case InputReport:
		if pl.gauge != 0 {
			s.report(pl, in)
		}
	}
}

// goOn ends an order to stop.
func (s *Sim) goOn(e engine.Event) { s.stop(e.Target, -1) }

// stop adds an order to stop to place i and all in it, or takes one back.
func (s *Sim) stop(i uint32, d int) {
	for _, k := range s.plant.under(i) {
		n := s.Places.At(k)
		if d > 0 {
			n.Stops++
		} else if n.Stops > 0 {
			n.Stops--
		}
		if stopped := n.Stops > 0; stopped != n.Stopped {
			n.Stopped = stopped
			s.turned(k, n)
		}
	}
}

// deliver has source i send parts on besides its own.
func (s *Sim) deliver(i uint32, in engine.Input) {
	pl := &s.plant.places[i]
	for k, t := range s.plant.types {
		if pl.kind != kindSource || random.PathHash(t.name) != in.Key {
			continue
		}
		for j := range uint64(max(in.Value, 0)) {
			r := s.newPart(i, uint16(k), random.Mix(random.Mix(in.Target, ^in.Arrival), j))
			s.birth(s.part(r))
			s.emit(r, i, pl)
		}
		s.showSource(pl, s.Places.At(i))
	}
}
