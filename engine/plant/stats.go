package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/stat"
)

// State is what a piece of equipment is doing. The names are those of PackML
// (ISA-TR88.00.02) and ISO 22400 where these have one.
type State uint8

// The states of a piece of equipment. At every instant it is in exactly one.
const (
	Waiting State = iota // no work is there: starved (PackML Suspended)
	Busy                 // working (PackML Execute)
	Setup                // being set up for another part type
	Blocked              // finished, but the part cannot leave (PackML Suspended)
	Down                 // broken, waiting for repair or in repair (PackML Aborted)
	Off                  // outside its shifts
	Held                 // work is there, but a crew or a tool is missing (PackML Held)
	Stopped              // stopped from outside (PackML Stopped)
	States
)

var stateNames = [States]string{"waiting", "busy", "setup", "blocked", "down", "off", "held", "stopped"}

// String gives the state its name in files and reports.
func (s State) String() string {
	if s < States {
		return stateNames[s]
	}
	return "?"
}

// active reports whether equipment in this state is what others wait for, in
// the sense of the active-period method (Roser, Nakano and Tanaka 2001).
func (s State) active() bool { return activeStates>>s&1 != 0 }

const activeStates = 1<<Busy | 1<<Setup | 1<<Down | 1<<Held | 1<<Stopped

// SlotStat is the time account of one machine body.
type SlotStat struct {
	Times       [States]engine.Time
	Since       engine.Time // when the present state began
	ActiveSince engine.Time // when the present active period began
	ActiveEnd   engine.Time // when the last one ended
	ActiveSum   engine.Time // lengths of the active periods that have ended
	ActiveN     uint64
}

// PlaceStat is what is counted at one place.
type PlaceStat struct {
	In       uint64
	Out      uint64
	Finished uint64 // parts worked on, good or bad
	Good     uint64 // of these, those that passed
	Lost     uint64 // turned away
	Setups   uint64
	Failures uint64
	Work     engine.Time // ideal time of what was finished: the sum of mean cycles
	Changed  engine.Time // when Area was last brought up to date
	Area     float64     // parts x nanoseconds
	WaitSum  engine.Time // in the line before the place, or in the buffer
	WaitN    uint64
}

// Totals is how many parts have come out of the plant and been thrown away since the
// statistics began, and how many are in it.
func (s *Sim) Totals() (done, scrapped, inside uint64) {
	for _, t := range s.TypeStats.All {
		done, scrapped, inside = done+t.Done, scrapped+t.Scrapped, inside+t.Inside
	}
	return done, scrapped, inside
}

// TypeStat is what is counted for one part type.
type TypeStat struct {
	Born      uint64
	Done      uint64
	Scrapped  uint64
	Apart     uint64 // taken apart
	Displaced uint64 // lost their place in a migration
	Late      uint64
	Changed   engine.Time
	Area      float64 // parts x nanoseconds of work in process
	Tardy     float64 // seconds of lateness, summed over late parts
	Inside    uint64  // work in process now
	Lead      stat.Tally
	Leads     stat.Histogram
}

// PoolStat is what is counted for one crew or pool of tools.
type PoolStat struct {
	Changed engine.Time
	Area    float64 // people or tools in use x nanoseconds
}

// set puts slot i into a state.
func (s *Sim) set(i uint32, slot *Slot, to State) {
	if slot.State != to {
		s.change(i, slot, to)
	}
}

// change is set for a state that is another one.
func (s *Sim) change(i uint32, slot *Slot, to State) {
	st := s.SlotStats.At(i)
	now := s.Now()
	from := slot.State
	st.Times[from] += now - st.Since
	st.Since = now
	slot.State = to
	if s.watch != nil {
		s.tellState(i, slot.Place, to)
	}
	switch was, is := from.active(), to.active(); {
	case is && !was:
		// A pause of no length between two parts does not end the period.
		if now != st.ActiveEnd || st.ActiveN == 0 {
			st.ActiveSince = now
		} else {
			st.ActiveN--
			st.ActiveSum -= st.ActiveEnd - st.ActiveSince
		}
	case was && !is:
		st.ActiveSum += now - st.ActiveSince
		st.ActiveN++
		st.ActiveEnd = now
	}
}

// waited notes how long a part stood in line.
func (st *PlaceStat) waited(t engine.Time) {
	st.WaitSum += t
	st.WaitN++
}

// count changes the number of parts at a place and returns its statistics.
func (s *Sim) count(place uint32, n *Place, d int32) *PlaceStat {
	st := s.Stats.At(place)
	now := s.Now()
	st.Area += float64(float64(n.Inside) * float64(now-st.Changed))
	st.Changed = now
	n.Inside += uint32(d)
	return st
}

// wip changes the number of parts of a type in the plant.
func (s *Sim) wip(kind uint32, d int64) {
	st := s.TypeStats.At(kind)
	now := s.Now()
	if now != st.Changed {
		st.Area += float64(float64(st.Inside) * float64(now-st.Changed))
		st.Changed = now
	}
	st.Inside += uint64(d)
}

// settle brings every account up to the present instant.
func (s *Sim) settle() {
	now := s.Now()
	for i, st := range s.SlotStats.All {
		st.Times[s.Slots.At(i).State] += now - st.Since
		st.Since = now
	}
	for i := range s.plant.places {
		s.count(uint32(i), s.Places.At(uint32(i)), 0)
	}
	for i := range s.plant.types {
		s.wip(uint32(i), 0)
	}
	for i := range s.plant.pools {
		s.use(uint32(i), 0)
	}
}

// ResetStats forgets what was measured so far: the end of the warm-up.
func (s *Sim) ResetStats() {
	s.settle()
	for _, st := range s.SlotStats.All {
		*st = SlotStat{Since: st.Since, ActiveSince: st.Since}
	}
	for _, st := range s.Stats.All {
		*st = PlaceStat{Changed: st.Changed}
	}
	for _, st := range s.TypeStats.All {
		*st = TypeStat{Changed: st.Changed, Inside: st.Inside}
	}
	for _, st := range s.PoolStats.All {
		*st = PoolStat{Changed: st.Changed}
	}
	for _, st := range s.CheckStats.All {
		*st = CheckStat{}
	}
	s.Commons.At(0).StatsSince = s.Now()
}
