package plant

import (
	"cmp"
	"slices"

	"github.com/taktsim/takt/engine"
)

// Glance is what can be seen of a plant at an instant: where every part is, what every
// machine body does and where people work. It is for pictures. Between two events
// things move on by closed form, so a state need not be carried on for every picture.
// A Glance keeps its memory: taking it again allocates nothing in the long run.
type Glance struct {
	At     engine.Time
	Bodies []BodyGlance // by index of a machine body, see TraceEvent.Slot
	Parts  []PartGlance // by place; within one by Where, then N
	Places []PlaceGlance
	Crews  []CrewGlance // who works where

	inner []bool // parts inside others
}

// BodyGlance is one machine body.
type BodyGlance struct {
	Place uint32  // index of a node of the model
	Body  uint32  // which body of its place, from 0
	State State   // what it does
	Done  float64 // the share of the set-up or operation that is done, 0 to 1
	Parts uint32  // parts inside, or finished and not yet gone
}

// Where says in what part of its place a part is.
type Where uint8

// The parts of a place.
const (
	InStore Where = iota // of a buffer or a source: N counts from who came first
	InLine               // before the work of a machine: N counts from who is next
	InBody               // in machine body N
	OnBelt               // N counts from the exit
)

// PartGlance is one part, with all that is inside it.
type PartGlance struct {
	ID    uint64 // Part.ID
	Since engine.Time
	Place uint32  // index of a node of the model
	N     uint32  // which one in its part of the place
	Along float64 // on a belt: the share of the way that it has come, 0 to 1
	Type  uint16  // index of a part type of the model
	Where Where
}

// PlaceGlance is one place.
type PlaceGlance struct {
	Inside, Queue uint32
	Off, Stopped  bool
	First, Last   uint32      // its parts are Parts[First:Last]
	Slot, Slots   uint32      // its machine bodies are Bodies[Slot:Slot+Slots]
	Belt          engine.Time // of a conveyor: for how long its belt has moved in all
}

// CrewGlance is people of one crew, or tools of one pool, at one place.
type CrewGlance struct {
	Crew   string // "people.NAME", or path of the tools
	Place  uint32 // where they work
	N      uint32
	Tool   bool
	Repair bool // they repair it
}

// Glance fills g with what can be seen at an instant, which is not before Now and not
// after the next event; what would come later is shown as if it came late.
func (s *Sim) Glance(g *Glance, at engine.Time) {
	g.At = max(at, s.Now())
	g.Bodies, g.Parts, g.Places, g.Crews = g.Bodies[:0], g.Parts[:0], g.Places[:0], g.Crews[:0]
	g.inner = append(g.inner[:0], make([]bool, s.Parts.Len())...)
	for _, p := range s.Parts.All {
		for c := p.Child; !c.None(); c = s.part(c).Next {
			g.inner[c.Index] = true
		}
	}
	for i := range s.plant.places {
		s.glanceAt(g, uint32(i), &s.plant.places[i])
	}
	s.glanceStored(g)
	slices.SortStableFunc(g.Parts, func(a, b PartGlance) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Where, b.Where), cmp.Compare(a.N, b.N))
	})
	s.glanceCrews(g)
	for k := range g.Parts {
		n := &g.Places[g.Parts[k].Place]
		if n.Last == 0 {
			n.First = uint32(k)
		}
		n.Last = uint32(k) + 1
	}
}

// glanceAt looks at place i: its bodies, and the parts in its lists.
func (s *Sim) glanceAt(g *Glance, i uint32, pl *place) {
	n := s.Places.At(i)
	g.Places = append(g.Places, PlaceGlance{Inside: n.Inside, Queue: n.Queue, Off: n.Off, Stopped: n.Stopped, Slot: uint32(len(g.Bodies)), Slots: pl.slots})
	for k := range pl.slots {
		slot := s.Slots.At(pl.firstSlot + k)
		b := BodyGlance{Place: i, Body: k, State: slot.State, Parts: slot.Held}
		if t := s.Timers.At(slot.Timer); t.Set && t.Total > 0 {
			b.Done = min(max(float64(t.AgeAt(g.At))/float64(t.Total), 0), 1)
		} else if slot.Phase == phaseDone {
			b.Done = 1
		}
		g.Bodies = append(g.Bodies, b)
		if pl.kind.works() {
			s.glanceList(g, slot.Work.Head, i, InBody, k)
		}
	}
	switch {
	case pl.kind.works():
		s.glanceList(g, n.Line.Head, i, InLine, 0)
	case pl.kind == kindConveyor:
		s.glanceBelt(g, i, pl, s.Belts.At(pl.belt))
	}
}

// glanceList looks at the parts of a list: in a line they are numbered, in a body
// they all have its number.
func (s *Sim) glanceList(g *Glance, r PartRef, i uint32, where Where, n uint32) {
	for ; !r.None(); r = s.part(r).Next {
		p := s.part(r)
		g.Parts = append(g.Parts, PartGlance{ID: p.ID, Since: p.Entered, Place: i, N: n, Type: p.Type, Where: where})
		if where == InLine {
			n++
		}
	}
}

// glanceBelt looks at what lies on a conveyor: every part has come as far as the belt
// carried it, but not nearer than a pitch to the one before it.
func (s *Sim) glanceBelt(g *Glance, i uint32, pl *place, b *Belt) {
	now := s.beltTime(b)
	if b.Since < 0 {
		now = g.At - b.Stopped
	}
	g.Places[i].Belt = now
	travel, pitch := float64(max(pl.travel, 1)), float64(pl.pitchTime)/float64(max(pl.travel, 1))
	room, n := 1.0, uint32(0)
	add := func(p *Part, along float64) {
		g.Parts = append(g.Parts, PartGlance{ID: p.ID, Since: p.Entered, Place: i, N: n, Along: max(along, 0), Type: p.Type, Where: OnBelt})
		room, n = along-pitch, n+1
	}
	switch {
	case !b.Ready.None():
		add(s.part(b.Ready), 1)
	case b.Exits > 0:
		room = 1 - max(float64(b.Exit+pl.pitchTime-now), 0)/travel
	}
	for r := b.Line.Head; !r.None(); r = s.part(r).Next {
		p := s.part(r)
		add(p, min(float64(now-p.Entered)/travel, room))
	}
}

// glanceStored looks at the parts that are in no list of their place: those of buffers
// and sources, and those that a machine has finished.
func (s *Sim) glanceStored(g *Glance) {
	first := len(g.Parts)
	for k, p := range s.Parts.All {
		pl := &s.plant.places[p.Place]
		v := PartGlance{ID: p.ID, Since: p.Entered, Place: p.Place, Type: p.Type, Where: InStore}
		switch {
		case g.inner[k]:
			continue
		case pl.kind.works() && p.Slot != 0:
			v.Where, v.N = InBody, p.Slot-1-pl.firstSlot
		case pl.kind != kindBuffer && pl.kind != kindSource:
			continue
		}
		g.Parts = append(g.Parts, v)
	}
	stored := g.Parts[first:]
	slices.SortFunc(stored, func(a, b PartGlance) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Since, b.Since), cmp.Compare(a.ID, b.ID))
	})
	n := uint32(0)
	for k := range stored {
		if k > 0 && stored[k].Place != stored[k-1].Place {
			n = 0
		}
		if stored[k].Where == InStore {
			stored[k].N, n = n, n+1
		}
	}
}

// glanceCrews looks where people work and tools are in use.
func (s *Sim) glanceCrews(g *Glance) {
	for k, a := range s.Asks.All {
		if k == 0 || a.Holds == 0 {
			continue
		}
		slot := a.Owner
		if a.Repair {
			slot = s.Failures.At(a.Owner).Slot
		}
		for _, nd := range s.plant.needs[a.Holds] {
			q := &s.plant.pools[nd.pool]
			g.Crews = append(g.Crews, CrewGlance{Crew: q.name, Place: s.Slots.At(slot).Place, N: nd.n, Tool: q.tool != nil, Repair: a.Repair})
		}
	}
}
