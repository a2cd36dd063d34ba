package plant

import (
	"fmt"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// Answer is what a person decides in the place of a policy: the answer to the next
// question of one point of decision.
type Answer struct {
	Kind  decide.Kind // of the question
	Of    string      // whose question: the path of a place, of an Assign of a part the one where the part is; or "people.NAME" of a crew
	Part  uint64      // of a Dispatch: the Part.ID that is next
	Place string      // of an Assign or a Maintain: the path of the place that gets the part, or that is served
	No    bool        // of a Release or an Inspect: do not; of the others: none for now
}

// Decide has a person answer a question from an instant on: the next one that comes
// within a span or, with a span of 0, the next one at all. A policy is only asked
// where there is something to decide, and so is a person. An answer that is not
// possible when its question comes, or whose time is over, lapses and is counted in
// Common.Lapsed; then the policy decides. It is an error when nothing is decided
// there, because the first that comes is taken, or there is no such place.
//
// After a No the question comes again when something changes there, when the span is
// over or when another answer comes in; with a span of 0 that may be never.
func (s *Sim) Decide(a Answer, at, span engine.Time) error {
	hash := pointHash(a.Kind, a.Of)
	if _, ok := s.plant.asked(hash); !ok {
		return fmt.Errorf("%q has no question of the kind %s: nobody is asked there", a.Of, a.Kind)
	}
	in := engine.Input{At: at, Event: at, Code: InputDecide, Target: hash, Span: span, Value: 1}
	switch {
	case a.No:
		in.Value = 0
	case a.Kind == decide.KindDispatch:
		in.Key = a.Part
	case a.Kind == decide.KindAssign || a.Kind == decide.KindMaintain:
		if _, ok := s.plant.index[a.Place]; !ok {
			return fmt.Errorf("there is no place %q to choose", a.Place)
		}
		in.Key = random.PathHash(a.Place)
	}
	s.Feed(in)
	return nil
}

// pointHash is what a point of decision is known by, in inputs too.
func pointHash(kind decide.Kind, of string) uint64 { return random.PathHash(kind.String() + " " + of) }

// asked finds where the questions with a hash are asked: those of crews at the root.
// ok is false when there are none.
func (p *Plant) asked(hash uint64) (place uint32, ok bool) {
	for k := range p.points {
		if p.points[k].hash == hash {
			return p.index[p.points[k].of], true // 0 for a crew
		}
	}
	for i := range p.places {
		if p.places[i].path != "" && pointHash(decide.KindAssign, p.places[i].path) == hash && p.forks(uint32(i)) {
			return uint32(i), true
		}
	}
	return 0, false
}

// forks reports whether a policy chooses where some part goes from place i.
func (p *Plant) forks(i uint32) bool {
	chosen := func(c uint32) bool { return c != 0 && p.choices[c-1].assign != 0 }
	for t := range p.types {
		for _, at := range p.types[t].choices {
			if chosen(at[i]) {
				return true
			}
		}
	}
	return slices.ContainsFunc(p.places[i].out, chosen)
}

// hashOf is what an answer to a question is for.
func (s *Sim) hashOf(pt *point, q *question) uint64 {
	if pt.site == atChoice {
		return pointHash(pt.kind, s.plant.places[s.part(q.part).Place].path)
	}
	return pt.hash
}

// asks has the point with a hash, if it waits because it was told to, asked again now.
func (s *Sim) asks(hash uint64) {
	for k := range s.plant.points {
		if pt := &s.plant.points[k]; pt.hash == hash && pt.kind != decide.KindInspect {
			s.askAgain(pt, s.Now())
		}
	}
}

// told is what a person has said to the question at the desk, if somebody has.
func (s *Sim) told(pt *point) (decide.Action, bool) {
	if s.Forces.Live() == 0 {
		return decide.Action{}, false
	}
	of := s.hashOf(pt, &s.desk.q)
	first, found := uint32(0), false
	for k, f := range s.Forces.All {
		if f.Kind == forceAnswer && f.Of == of && (!found || f.Input < s.Forces.At(first).Input) {
			first, found = k, true
		}
	}
	if !found {
		return decide.Action{}, false
	}
	a, ok := s.said(s.Forces.At(first), pt, &s.desk.q)
	if !ok || a.Check(s.pose(&s.desk.q)) != nil {
		s.lapsed(first)
		return decide.Action{}, false
	}
	if s.watch != nil {
		s.tellAnswer(s.Forces.At(first), true)
	}
	s.Forces.Free(s.Forces.Ref(first))
	return a, true
}

// said is what an answer means to a question; ok is false when what it picks is not
// to be had.
func (s *Sim) said(f *Force, pt *point, q *question) (a decide.Action, ok bool) {
	switch {
	case f.Value != 0:
	case pt.kind == decide.KindInspect:
		return decide.No(), true
	case f.Until < engine.Never:
		return decide.WaitUntil(f.Until), true
	default:
		return decide.Wait(), true
	}
	switch {
	case pt.kind == decide.KindRelease || pt.kind == decide.KindInspect:
		return decide.Yes(), true
	case pt.kind == decide.KindDispatch:
		for k, r := range q.refs {
			if s.part(r).ID == f.Key {
				return decide.Take(k), true
			}
		}
	case pt.site == atPool:
		for k, id := range q.asks {
			if s.plant.places[s.Slots.At(s.claimant(s.Asks.At(id))).Place].hash == f.Key {
				return decide.Take(k), true
			}
		}
	default:
		for k, to := range s.plant.choices[pt.owner].to {
			if s.plant.places[to].hash == f.Key {
				return decide.Take(k), true
			}
		}
	}
	return decide.Action{}, false
}

// lapsed counts answer k, which comes to nothing.
func (s *Sim) lapsed(k uint32) {
	f := s.Forces.At(k)
	s.common().Lapsed++
	if s.watch != nil {
		s.tellAnswer(f, false)
	}
	s.Forces.Free(s.Forces.Ref(k))
}

// dropAnswers forgets the answers that wait: in an imagined future nobody knows
// what a person will say.
func (s *Sim) dropAnswers() {
	for k, f := range s.Forces.All {
		if f.Kind == forceAnswer {
			s.Forces.Free(s.Forces.Ref(k))
		}
	}
}
