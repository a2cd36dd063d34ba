package plant

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// The codes of inputs.
const (
	InputStop    uint32 = 1 + iota // stop a place and all in it; Span: for how long
	InputStart                     // take one such order back
	InputEdit                      // go on as edit number Value of the plant
	InputRelease                   // have a source send Value more parts of the type Key
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
