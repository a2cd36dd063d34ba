package plant

import (
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
)

// Plant is what a factory is, compiled for running. It is not changed once
// made, so any number of states may share it.
type Plant struct {
	model   *model.Model
	places  []place
	types   []partType
	routed  bool // some of the types have routes
	laws    []law
	choices []choice
	needs   [][]need // sets of needs; 0 is empty
	pools   []pool
	shifts  []shift
	bins    []uint16
	points  []point
	shelves []shelf
	gauges  []gauge
	checks  uint32            // bodies of stations whose inspection a policy decides
	edits   []*Plant          // the plants that an InputEdit may turn this one into
	origin  *Plant            // of an edit: the plant that it is an edit of
	edit    uint32            // which edit of that it is, +1; 0: it is none
	hash    func() uint64     // see Hash
	index   map[string]uint32 // path -> place
	hashed  map[uint64]uint32 // path hash -> place
}

// Model returns the model that the plant was compiled from.
func (p *Plant) Model() *model.Model { return p.model }

// kindID is a kind of place as the handlers see it.
type kindID uint8

const (
	kindPassive kindID = iota // levels, buildings, tools: parts do not come here
	kindSource
	kindSink
	kindBuffer
	kindConveyor
	kindMachine // also stations
	kindAssembly
	kindDisassembly
)

// works reports whether places of the kind have slots that work on parts.
func (k kindID) works() bool { return k >= kindMachine }

// passes reports whether parts only pass through places of the kind.
func (k kindID) passes() bool { return k == kindBuffer || k == kindConveyor }

// The ports by which parts leave, as the handlers number them.
const (
	portOut uint16 = iota
	portFail
	portScrap
	ports
)

// place is what does not change about a place. What every move of a part looks
// at stands together in front: that decides how fast a large plant runs.
type place struct {
	kind      kindID
	stack     bool // of a buffer: who came last leaves first
	full      whenFull
	scrap     bool
	sameType  bool
	lots      bool   // some operations of routes have batches of their own size
	needy     bool   // some work in it needs a crew or a tool
	matrix    bool   // it has set-ups
	direct    bool   // whoever is first in line goes in: there is nothing to decide
	kinds     uint16 // all bits; 0 where one operation serves all types
	parent    int32
	conwip    int32 // the nearest level around it with a limit, -1: none
	room      int32 // places before it, or in it; -1: any number
	firstSlot uint32
	slots     uint32
	dispatch  uint32 // the point that chooses the next part, 0: first come, first served
	release   uint32 // of a source under a limit: the point that lets parts in
	inspect   uint32 // the point that chooses which parts are looked at, 0: all
	batch     uint32
	batchMin  uint32
	wears     uint32      // how many of the modes, the first of them, come with the time at work
	only      uint32      // the one choice that offers it, +1; 0 when there are more, or none
	out       []uint32    // by port x types + part type: the choice, +1
	ops       []operation // by part type & kinds
	modes     []mode
	*details
}

// details is the part of a place that is looked at less often.
type details struct {
	path        string
	hash        uint64
	choices     []uint32 // the choices that offer it
	change      uint32   // the law of a set-up for another type; 0: none
	setups      []uint32 // where they are not all the same: laws by from x types + to
	patience    engine.Time
	yield       float64
	tries       uint16
	makes       uint16
	accumulates bool
	kit         []component
	firstBin    uint32
	firstCheck  uint32
	gauge       uint32 // its sensor, +1; 0: what is true is known
	// of sources
	every  uint32 // law, 0: always ready
	first  engine.Time
	lot    uint32
	limit  uint64
	mix    []share
	orders []release
	// of levels
	wipLimit uint32
	sources  []uint32
	// of conveyors
	belt      uint32
	travel    engine.Time
	pitchTime engine.Time
}

// picky reports whether the place may have room for one part and not for another.
func (pl *place) picky() bool { return pl.kind == kindAssembly || pl.sameType || pl.lots }

// share is a part type of a source's mix, and the sum of the shares up to it.
type share struct {
	kind uint16
	upTo float64
}

// release is one part of an order, as a source sees it.
type release struct {
	release, due engine.Time
	index        uint32
	nth          uint32 // of the parts of its order
	rank         int32
	kind         uint16
}

// partType is what does not change about a type of parts.
type partType struct {
	name    string
	rank    int32
	route   []step
	left    []float64  // s: mean work to come, by steps done
	choices [][]uint32 // by steps done and place: the choice, +1
}

// step is one operation of a route.
type step struct {
	on []operation // in the order of preference
}

// operation is how a place works on a part.
type operation struct {
	place      uint32
	id         uint32 // distinguishes operations of one part type, for set-ups
	cycle      uint32 // law
	setup      uint32 // law, when the operation has its own; else 0
	runNeeds   uint32
	setupNeeds uint32
	batch      uint32  // parts in one go
	yield      float64 // share that passes
	routed     bool    // a step of a route, not what the place does with whatever comes
}

// law is a distribution of times.
type law struct {
	dist  random.Dist
	fixed engine.Time // of a constant; -1: draw
	mean  engine.Time
}

// draw takes the draw d of the law.
func (l *law) draw(d engine.Draw) engine.Time {
	if l.fixed >= 0 {
		return l.fixed
	}
	return engine.Seconds(l.dist.Sample(random.Key(d.Key), d.Index))
}

// operation finds how place i works on p. What a route says comes before what
// the place says.
func (p *Plant) operation(i uint32, part *Part) *operation {
	if p.routed {
		if op := p.stepAt(i, part); op != nil {
			return op
		}
	}
	return p.places[i].op(part.Type)
}

// op is what the place does with a part of a type that comes without a route.
func (pl *place) op(kind uint16) *operation { return &pl.ops[kind&pl.kinds] }

// stepAt is the next step of the part's route as place i does it, nil where i does
// not.
func (p *Plant) stepAt(i uint32, part *Part) *operation {
	t := &p.types[part.Type]
	if int(part.Step) >= len(t.route) {
		return nil
	}
	on := t.route[part.Step].on
	for k := range on {
		if on[k].place == i {
			return &on[k]
		}
	}
	return nil
}

// setup finds the law of the set-up that slot needs for p, 0 for none. A slot is
// set up for the first part that comes.
func (p *Plant) setup(pl *place, slot *Slot, part *Part, op *operation) uint32 {
	if slot.LastType == 0 {
		return 0
	}
	if op.setup != 0 && (slot.LastType != part.Type+1 || slot.LastOp != op.id+1) {
		return op.setup
	}
	switch {
	case !pl.matrix:
		return 0
	case pl.setups != nil:
		return pl.setups[int(slot.LastType-1)*len(p.types)+int(part.Type)]
	case slot.LastType == part.Type+1:
		return 0
	}
	return pl.change
}

// under lists place i and all places in it.
func (p *Plant) under(i uint32) []uint32 {
	list := []uint32{i}
	for k := i + 1; int(k) < len(p.places); k++ {
		if p.inside(int(k), int(i)) {
			list = append(list, k)
		}
	}
	return list
}

// common is the innermost level that holds both of two levels, -1 for none. A
// level comes before everything in it.
func (p *Plant) common(a, b int32) int32 {
	for a != b {
		if a > b {
			a = p.places[a].parent
		} else {
			b = p.places[b].parent
		}
	}
	return a
}

// neverOr converts seconds to a Time; infinity is engine.Never.
func neverOr(s float64) engine.Time {
	if math.IsInf(s, 1) {
		return engine.Never
	}
	return engine.Seconds(s)
}
