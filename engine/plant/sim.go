package plant

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// Sim is what is happening in a plant: a state. Every slab is plain data. Fork
// copies it, Hash compares it, Run carries it on.
type Sim struct {
	engine.World
	plant *Plant // what the factory is; shared, never changed
	watch *watch // wiring, see Watch; nil: nobody watches
	desk  *desk  // wiring: where policies are asked

	Commons   engine.Slab[Common]
	Places    engine.Slab[Place]
	Slots     engine.Slab[Slot]
	Parts     engine.Slab[Part]
	Choices   engine.Slab[Choice]
	Bins      engine.Slab[Bin]
	Belts     engine.Slab[Belt]
	Failures  engine.Slab[Failure]
	Pools     engine.Slab[Pool]
	Asks      engine.Slab[Ask]
	Shifts    engine.Slab[Shift]
	SlotStats engine.Slab[SlotStat]
	Stats     engine.Slab[PlaceStat]
	TypeStats engine.Slab[TypeStat]
	PoolStats engine.Slab[PoolStat]
	Forces    engine.Slab[Force]

	// Attached only where there are such policies.
	Checks     engine.Slab[Check]
	CheckStats engine.Slab[CheckStat]
	Gauges     engine.Slab[Gauge]
	shelves    []decide.Shelf // by Plant.shelves
}

// Common is what there is one of in a state.
type Common struct {
	Seed        uint64
	Turn        uint64      // the last turn given to a waiting part
	StatsSince  engine.Time // since when the statistics count
	Domain      uint64      `luck:"stream"` // which branch this is; 0: none
	Beyond      uint64      // durations that took longer than their law allows, as met by branches
	Displaced   uint64      // parts that lost their place in a migration
	Lapsed      uint64      // answers of persons that came to nothing
	Replication uint32
	Edit        uint32 // the edit of its plant that it is in, +1; 0: as it began
}

// Place is the state that every place has, whatever its kind.
type Place struct {
	Key      random.Key `luck:"stream"` // its stream
	Often    random.Key `luck:"stream"` // of Key, the stream of its intervals or cycle times
	Line     list       // parts that wait in it for work
	Serial   uint64     // parts, batches or intervals it has drawn so far
	Queue    uint32     // parts in Line
	Inside   uint32     // parts in the place, waiting or in work
	Idle     uint32     // slots that could take work now
	Spare    uint32
	WIP      uint32 // for a place with a CONWIP limit: parts under it
	Timer    uint32 // +1: patience of an incomplete batch, or entry of a conveyor
	Off      bool   // outside its shifts
	Stopped  bool   // stopped from outside
	Deciding bool   // a decision is on its way
	Overdue  bool   // the incomplete batch has waited long enough
	Owes     bool   // a source that owes an arrival: to the CONWIP limit, or to its shift
	Coming   bool   // a source that will send in this instant
	Stops    uint16 // orders to stop that are in force
}

// The kinds of events. An engine.Input is kind 0.
const (
	onInput    = engine.KindInput
	onArrive   = iota // a source makes its next parts
	onDone            // a slot has finished what it does
	onLeave           // a slot gives its finished parts away
	onDecide          // a place admits and starts
	onHead            // a part has come to the end of a conveyor
	onPatience        // an incomplete batch has waited long enough, or a conveyor's entry is free
	onFail            // a failure
	onRepaired        // its repair ends
	onShift           // a calendar changes
	onSupply          // a pool has something to give
	onGo              // the time of an order to stop is over
	onSample          // a sensor takes a sample
	onHeard           // a sample is known
	onLapse           // the time of a force is over
	kinds
)

var eventNames = [kinds]string{"input", "arrive", "done", "leave", "decide", "head", "patience", "fail", "repaired", "shift", "supply", "go", "sample", "heard", "lapse"}

var table = [kinds]engine.Handler[Sim]{
	onInput: (*Sim).input, onArrive: (*Sim).arrive, onDone: (*Sim).done, onLeave: (*Sim).leaveSlot,
	onDecide: (*Sim).decide, onHead: (*Sim).headArrives, onPatience: (*Sim).patience, onFail: (*Sim).fail,
	onRepaired: (*Sim).repaired, onShift: (*Sim).shift, onSupply: (*Sim).supply, onGo: (*Sim).goOn,
	onSample: (*Sim).sample, onHeard: (*Sim).heard, onLapse: (*Sim).lapse,
}

// New starts the plant: the state at time 0 of one replication. Two states of
// the same plant, seed and replication are equal, and stay equal.
func (p *Plant) New(seed uint64, replication uint32) *Sim {
	s := p.blank()
	c := s.common()
	c.Seed, c.Replication = seed, replication
	s.make()
	for i := range s.Failures.Len() {
		s.awaitFailure(uint32(i))
	}
	for i := range p.shifts {
		s.startShift(uint32(i))
	}
	for i := range p.places {
		s.startPlace(uint32(i))
	}
	for k := range p.gauges {
		s.startGauge(uint32(k))
	}
	return s
}

// make makes everything that the plant has; nothing is started.
func (s *Sim) make() {
	p := s.plant
	for i := range p.places {
		pl := &p.places[i]
		s.Places.Alloc()
		s.rekey(uint32(i))
		_, st := s.Stats.Alloc()
		*st = PlaceStat{}
		for range pl.slots {
			s.newSlot(uint32(i), pl)
		}
		if pl.kind == kindConveyor {
			s.newBelt(uint32(i))
		}
	}
	for range p.choices {
		s.Choices.Alloc()
	}
	for range p.bins {
		s.Bins.Alloc()
	}
	for range p.types {
		s.TypeStats.Alloc()
	}
	for range p.checks {
		s.Checks.Alloc()
		s.CheckStats.Alloc()
	}
	for range p.gauges {
		s.Gauges.Alloc()
	}
	for k := range p.shelves {
		s.shelves[k].Grow(len(p.shelves[k].owners))
	}
	for i := range p.pools {
		_, q := s.Pools.Alloc()
		q.Free = int32(p.pools[i].n)
		s.PoolStats.Alloc()
	}
	for i := range p.shifts {
		s.newShift(uint32(i))
	}
	for i := range p.places {
		if pl := &p.places[i]; pl.kind.works() && pl.patience > 0 {
			s.Places.At(uint32(i)).Timer = s.NewTimer(onPatience, uint32(i), 0) + 1
		}
	}
}

// blank makes a state with its slabs attached and nothing in them.
func (p *Plant) blank() *Sim {
	s := &Sim{plant: p}
	s.Init()
	s.attach()
	s.Commons.Alloc()
	return s
}

// attach makes the slabs that states of the plant have part of s.
func (s *Sim) attach() {
	p := s.plant
	s.Attach("common", engine.Live, &s.Commons)
	s.Attach("places", engine.Live, &s.Places)
	s.Attach("slots", engine.Live, &s.Slots)
	s.Attach("parts", engine.Live, &s.Parts)
	s.Attach("choices", engine.Live, &s.Choices)
	s.Attach("bins", engine.Live, &s.Bins)
	s.Attach("belts", engine.Live, &s.Belts)
	s.Attach("failures", engine.Live, &s.Failures)
	s.Attach("pools", engine.Live, &s.Pools)
	s.Attach("asks", engine.Live, &s.Asks)
	s.Attach("shifts", engine.Live, &s.Shifts)
	s.Attach("slot statistics", engine.Stats, &s.SlotStats)
	s.Attach("place statistics", engine.Stats, &s.Stats)
	s.Attach("type statistics", engine.Stats, &s.TypeStats)
	s.Attach("pool statistics", engine.Stats, &s.PoolStats)
	s.Attach("forces", engine.Live, &s.Forces)
	if p.checks > 0 {
		s.Attach("checks", engine.Live, &s.Checks)
		s.Attach("check statistics", engine.Stats, &s.CheckStats)
	}
	if len(p.gauges) > 0 {
		s.Attach("gauges", engine.Live, &s.Gauges)
	}
	for k := range p.shelves {
		s.shelves = append(s.shelves, p.shelves[k].memory.Shelf())
		s.Attach("memory of "+p.shelves[k].memory.Type().String(), engine.Live, s.shelves[k].Store())
	}
}

// reshape makes s ready to become a state of p, whatever it is one of; what is in
// it means nothing until it is copied or restored.
func (s *Sim) reshape(p *Plant) {
	if s.plant == p {
		return
	}
	s.plant = p
	s.Checks, s.CheckStats, s.Gauges, s.shelves = engine.Slab[Check]{}, engine.Slab[CheckStat]{}, engine.Slab[Gauge]{}, nil
	s.Detach()
	s.attach()
}

func (s *Sim) common() *Common { return s.Commons.At(0) }

// Plant returns what s is a state of.
func (s *Sim) Plant() *Plant { return s.plant }

// Run carries the state on to the instant until.
func (s *Sim) Run(until engine.Time) { engine.Run(s, &s.World, table[:], until) }

// RunWhile carries the state on to the instant until, or to the first event
// after which cond is false; it reports whether that was what ended it.
func (s *Sim) RunWhile(until engine.Time, cond func(*Sim) bool) bool {
	return engine.RunWhile(s, &s.World, table[:], until, cond)
}

// Endless reports that the state does not get out of its instant: parts go round
// in no time. Run then returns early, and nothing measured means anything.
func (s *Sim) Endless() error {
	e, stuck := s.Stuck()
	if !stuck {
		return nil
	}
	return fmt.Errorf("the factory never gets beyond %v: parts go round in no time there (the last thing to do was: %s); give one of the places on their way a cycle time",
		s.Now(), s.EventName(e))
}

// Fork copies the state. The copy shares the future's luck with s: run on, both
// come to the same end.
func (s *Sim) Fork() *Sim {
	f := s.plant.blank()
	f.CopyFrom(&s.World)
	return f
}

// ForkInto is Fork into a state, of any plant, that is no longer needed.
func (s *Sim) ForkInto(f *Sim) {
	f.reshape(s.plant)
	f.watch = nil
	f.CopyFrom(&s.World)
}

// startPlace sets a place going.
func (s *Sim) startPlace(i uint32) {
	if pl := &s.plant.places[i]; pl.kind == kindSource {
		s.startSource(i, pl)
	}
}

// EventName says in words what e is, for traces and messages.
func (s *Sim) EventName(e engine.Event) string {
	name := eventNames[e.Kind]
	switch e.Kind {
	case onArrive, onDecide, onHead, onPatience, onGo:
		return name + " " + s.plant.places[e.Target].path
	case onDone, onLeave:
		return name + " " + s.plant.places[s.Slots.At(e.Target).Place].path
	case onFail, onRepaired:
		return name + " " + s.plant.places[s.Slots.At(s.Failures.At(e.Target).Slot).Place].path
	case onSample, onHeard:
		return name + " " + s.plant.places[s.plant.gauges[e.Target].place].path
	case onShift:
		return name + " " + s.plant.shifts[e.Target].name
	case onSupply:
		return name + " " + s.plant.pools[e.Target].name
	}
	return name
}
