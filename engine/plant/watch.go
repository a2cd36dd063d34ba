package plant

import "github.com/taktsim/takt/engine"

// TraceKind is what a TraceEvent tells of.
type TraceKind uint8

// What a state tells those who watch it. "Place", "Part" and so on are fields of
// the TraceEvent; of a part, Part, Type, Order, Due, Since, Op and Place are set
// whatever happens to it.
const (
	StateChanged  TraceKind = iota // body Slot of Place is in State now
	PartThere                      // the part was at Place when the watch began; with Other set it is inside that part
	PartMade                       // the part is at Place now and was nowhere before; with Other set it comes out of that part
	PartBorn                       // a part that a source had made before, without being asked, comes into the plant
	PartMoved                      // the part is at Place now, and was at From
	PartBegun                      // body Slot of Place begins its operation on the part, a set-up included
	PartFinished                   // body Slot of Place has ended its operation on the part, which is Good or not
	PartBuiltIn                    // the part is inside the part Other now, at Place
	PartTakenOut                   // the part, which was inside Other, is at Place now
	PartApart                      // the part was taken apart at Place and is no more
	PartDone                       // the part leaves the plant by the sink Place
	PartScrapped                   // the part is thrown away at Place
	PartLost                       // the part finds no room and is turned away by the source Place
	PartChosen                     // Place takes the part, one of N that it could take
	WayChosen                      // the part goes to Place, one of N to which it could go, from From
	Failed                         // body Slot of Place breaks down, by its failure mode N
	Repaired                       // the repair of mode N of body Slot of Place has ended
	InputCame                      // input Other of the log, counted from 1, is applied; N is its code, Place what it is for
	PlanChanged                    // from here on Place, Slot and all other numbers are those of InEdit(N) of the plant, or the time is another; StateChanged of every body and PartThere of every part follow: forget what was told before
	PartDisplaced                  // the part loses its place: the plant is about to change, and there is none for it
	Decided                        // at Place, a person's answer (input Other of the log, counted from 1) is taken, if Good, or lapses
	TraceKinds
)

var traceNames = [TraceKinds]string{
	"state", "there", "made", "born", "moved", "begun", "finished", "built-in", "taken-out", "apart", "done", "scrapped", "lost",
	"chosen", "way", "failed", "repaired", "input", "changed", "displaced", "decided",
}

// String gives the kind its name in traces.
func (k TraceKind) String() string {
	if k < TraceKinds {
		return traceNames[k]
	}
	return "?"
}

// OfPart reports whether events of the kind are about a part.
func (k TraceKind) OfPart() bool { return k >= PartThere && k <= WayChosen || k == PartDisplaced }

// EndsPart reports whether a part is no more after an event of the kind. Parts
// that are inside it then are no more either, unless they were taken out before.
func (k TraceKind) EndsPart() bool {
	return k == PartApart || k == PartDone || k == PartScrapped || k == PartLost || k == PartDisplaced
}

// TraceEvent is something that has happened in a plant: plain data, and all that
// is needed to tell work in process, throughput, states and lead times to the
// nanosecond. Fields that a kind does not speak of are 0.
type TraceEvent struct {
	At    engine.Time
	Since engine.Time // when the part came into the plant; -1: it is not in it yet
	Due   engine.Time // of the part; engine.Never when nobody waits for it
	Part  uint64      // Part.ID
	Other uint64
	Place uint32 // index of a node of the model
	From  uint32
	Slot  uint32 // a machine body: index into Sim.Slots, +1
	N     uint32
	Order uint32 // index of an order of the model, +1
	Type  uint16 // index of a part type of the model
	Op    uint16 // the operation of the part's route that Place does, +1
	Kind  TraceKind
	State State
	Good  bool
	Spare [5]bool
}

// watch is those who watch a state.
type watch struct {
	kinds  uint32 // a bit for every kind that somebody wants
	sinks  []sink
	states []State // of each body, as told last
}

type sink struct {
	kinds uint32
	tell  func(TraceEvent)
}

// Watch has f called at every event of the kinds, of all kinds when none is
// named, from now on; first it tells what is there: the State of every machine
// body and, as PartThere, every part. So the stream alone suffices to know the
// plant. Any number may watch; each is told in the order of things. Watching is
// wiring, as Observe is: it changes no order and no number, and a fork is not
// watched.
//
// A body that goes from one part to the next is waiting in between, for no time.
func (s *Sim) Watch(f func(TraceEvent), kinds ...TraceKind) {
	want := uint32(0)
	for _, k := range kinds {
		want |= 1 << k
	}
	if len(kinds) == 0 {
		want = 1<<TraceKinds - 1
	}
	s.present(&watch{kinds: want, sinks: []sink{{want, f}}})
	if s.watch == nil {
		s.watch = &watch{}
		s.watch.told(s)
	}
	s.watch.kinds |= want
	s.watch.sinks = append(s.watch.sinks, sink{want, f})
}

// told notes that those who watch know the states of all bodies.
func (w *watch) told(s *Sim) {
	w.states = make([]State, s.Slots.Len())
	for i, slot := range s.Slots.All {
		w.states[i] = slot.State
	}
}

// tellAnew tells those who watch that what they were told does not hold any more,
// and what does.
func (s *Sim) tellAnew() {
	if s.watch == nil {
		return
	}
	if s.watch.wants(PlanChanged) {
		s.watch.tell(TraceEvent{At: s.Now(), Kind: PlanChanged, N: s.plant.edit})
	}
	s.present(s.watch)
	s.watch.told(s)
}

// Unwatch ends all watching.
func (s *Sim) Unwatch() { s.watch = nil }

// present tells what is there.
func (s *Sim) present(w *watch) {
	if w.wants(StateChanged) {
		for i, slot := range s.Slots.All {
			w.tell(TraceEvent{At: s.Now(), Kind: StateChanged, Place: slot.Place, Slot: i + 1, State: slot.State})
		}
	}
	if w.wants(PartThere) {
		inside := map[PartRef]uint64{}
		for _, p := range s.Parts.All {
			for c := p.Child; !c.None(); c = s.part(c).Next {
				inside[c] = p.ID
			}
		}
		for i, p := range s.Parts.All {
			e := s.seenPart(PartThere, p)
			e.Other = inside[s.Parts.Ref(i)]
			w.tell(e)
		}
	}
}

func (w *watch) wants(k TraceKind) bool { return w.kinds>>k&1 != 0 }

func (w *watch) tell(e TraceEvent) {
	for i := range w.sinks {
		if s := &w.sinks[i]; s.kinds>>e.Kind&1 != 0 {
			s.tell(e)
		}
	}
}

// seenPart is an event about p where it is.
func (s *Sim) seenPart(k TraceKind, p *Part) TraceEvent {
	e := TraceEvent{At: s.Now(), Kind: k, Since: p.Born, Due: p.Due, Part: p.ID, Place: p.Place, Order: p.Order, Type: p.Type}
	if s.plant.places[p.Place].kind.works() && s.plant.operation(p.Place, p).routed {
		e.Op = p.Step + 1
	}
	return e
}

// The functions below are called only while somebody watches.

// tellState: body i of a place is in a state now. It may be told twice.
func (s *Sim) tellState(i, place uint32, to State) {
	if w := s.watch; w.wants(StateChanged) && w.states[i] != to {
		w.states[i] = to
		w.tell(TraceEvent{At: s.Now(), Kind: StateChanged, Place: place, Slot: i + 1, State: to})
	}
}

// tellPart: something happens to r where it is; other is the whole, if one has
// to do with it.
func (s *Sim) tellPart(k TraceKind, r PartRef, other uint64) {
	if s.watch.wants(k) {
		e := s.seenPart(k, s.part(r))
		e.Other = other
		s.watch.tell(e)
	}
}

// tellEnd: r ends in the sink pl.
func (s *Sim) tellEnd(r PartRef, pl *place) {
	k := PartDone
	if pl.scrap {
		k = PartScrapped
	}
	s.tellPart(k, r, 0)
}

// tellMove: p has moved.
func (s *Sim) tellMove(p *Part, from uint32) {
	if s.watch.wants(PartMoved) {
		e := s.seenPart(PartMoved, p)
		e.From = from
		s.watch.tell(e)
	}
}

// tellBegun: body i begins with the parts in it.
func (s *Sim) tellBegun(i uint32, slot *Slot) {
	for r := slot.Work.Head; s.watch.wants(PartBegun) && !r.None(); r = s.part(r).Next {
		e := s.seenPart(PartBegun, s.part(r))
		e.Slot = i + 1
		s.watch.tell(e)
	}
}

// tellFinished: a body has ended its work on p, which has been inspected and
// whose steps have not been counted yet.
func (s *Sim) tellFinished(slot *Slot, p *Part) {
	if s.watch.wants(PartFinished) {
		e := s.seenPart(PartFinished, p)
		e.Slot, e.Good = s.Timers.At(slot.Timer).Owner+1, p.Port == portOut
		s.watch.tell(e)
	}
}

// tellChosen: place i takes r, one of n. Where there was nothing to choose it
// tells nothing.
func (s *Sim) tellChosen(i uint32, r PartRef, n uint32) {
	if n > 1 && s.watch.wants(PartChosen) {
		e := s.seenPart(PartChosen, s.part(r))
		e.From, e.Place, e.N, e.Op = e.Place, i, n, 0
		s.watch.tell(e)
	}
}

// tellAdmitted: place i lets r in, of all that wait for it and that it has room
// for.
func (s *Sim) tellAdmitted(i uint32, r PartRef) {
	n, pl := uint32(0), &s.plant.places[i]
	for _, c := range pl.choices {
		if !pl.picky() {
			n += s.Choices.At(c).N
			continue
		}
		for o := s.Choices.At(c).Line.Head; !o.None(); o = s.part(o).Next {
			if s.room(i, s.Places.At(i), s.part(o)) {
				n++
			}
		}
	}
	s.tellChosen(i, r, n)
}

// tellWay: r goes to place `to`, of those of its choice that are open to it.
func (s *Sim) tellWay(r PartRef, ch *choice, to uint32) {
	if len(ch.to) < 2 || !s.watch.wants(WayChosen) {
		return
	}
	e := s.seenPart(WayChosen, s.part(r))
	e.From, e.Place, e.Op = e.Place, to, 0
	for _, i := range ch.to {
		if s.open(i, s.part(r)) {
			e.N++
		}
	}
	if e.N > 1 {
		s.watch.tell(e)
	}
}

// tellFailure: failure f comes, or its repair has ended.
func (s *Sim) tellFailure(k TraceKind, f *Failure) {
	if s.watch.wants(k) {
		s.watch.tell(TraceEvent{At: s.Now(), Kind: k, Place: s.Slots.At(f.Slot).Place, Slot: f.Slot + 1, N: uint32(f.Mode)})
	}
}

// FromOutside is TraceEvent.N of a failure that is none of the place's own modes.
const FromOutside = 1<<32 - 1

// tellOutside: a fault from outside has body i of a place down, or no longer.
func (s *Sim) tellOutside(down bool, place, i uint32) {
	k := Repaired
	if down {
		k = Failed
	}
	if s.watch.wants(k) {
		s.watch.tell(TraceEvent{At: s.Now(), Kind: k, Place: place, Slot: i + 1, N: FromOutside})
	}
}

// tellAnswer: an answer is taken, or lapses.
func (s *Sim) tellAnswer(f *Force, taken bool) {
	if s.watch.wants(Decided) {
		place, _ := s.plant.asked(f.Of)
		s.watch.tell(TraceEvent{At: s.Now(), Kind: Decided, Place: place, Other: f.Input, Good: taken})
	}
}

// tellInput: entry k of the log, from 0, is applied to place i.
func (s *Sim) tellInput(k, i, code uint32) {
	if s.watch.wants(InputCame) {
		s.watch.tell(TraceEvent{At: s.Now(), Kind: InputCame, Place: i, Other: uint64(k) + 1, N: code})
	}
}

// SlotsOf gives, for the place of node i of the model, its first slot and how many
// slots it has.
func (p *Plant) SlotsOf(i int) (first, n uint32) {
	return p.places[i].firstSlot, p.places[i].slots
}

// FailureName is the name of failure mode k of the place of node i of the model,
// "" where it has none.
func (p *Plant) FailureName(i, k int) string {
	if modes := p.places[i].modes; k < len(modes) {
		return modes[k].name
	}
	return ""
}
