package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// Pool is a crew of people, or a number of equal tools or fixtures.
type Pool struct {
	Free     int32  // not in use, whether in their shift or not; below 0 after a cut
	First    uint32 // the first ask in line, +1
	Last     uint32
	Off      bool // outside its shifts
	Supplied bool // a hand-out is on its way
	Spare    [2]bool
}

// Ask is the claim of a slot, or of a repair, on pools.
type Ask struct {
	Next   uint32 // in the line of Pool, +1
	Prev   uint32
	Pool   uint32 // the pool it waits for, +1
	Holds  uint32 // the set of needs it holds, 0 for none
	Owner  uint32 // a slot, or a failure
	Repair bool
	Served bool // a policy has chosen it just now: it need not stand in line again
	Spare  [2]bool
}

// need is a number of people or tools of one pool.
type need struct {
	pool uint32
	n    uint32
}

// pool is what does not change about a Pool.
type pool struct {
	name     string
	n        uint32
	crew     *model.Crew // of people
	tool     *model.Node // of tools
	finishes bool        // at the end of the shift they finish what they have begun
	serves   uint32      // the point that chooses whom they serve, 0: who came first
	repairs  uint32      // the point that chooses what they repair first, 0: as serves says
}

// newAsk makes the ask of a slot or of a failure.
func (s *Sim) newAsk(owner uint32, repair bool) uint32 {
	if s.Asks.Len() == 0 {
		s.Asks.Alloc() // 0 is no ask
	}
	r, a := s.Asks.Alloc()
	a.Owner, a.Repair = owner, repair
	return r.Index
}

// slotNeeds is the set of needs of what slot does now, 0 for none.
func (s *Sim) slotNeeds(slot *Slot) uint32 {
	if slot.Phase != phaseSetup && slot.Phase != phaseRun || s.unseen(slot) {
		return 0
	}
	op := s.plant.operation(slot.Place, s.part(slot.Work.Head))
	if slot.Phase == phaseSetup {
		return op.setupNeeds
	}
	return op.runNeeds
}

// acquire takes all of a set of needs for ask a, or none; then a stands in the
// line of the first pool that lacks something. What a holds otherwise must have
// been given back.
func (s *Sim) acquire(a, needs uint32) bool {
	ask := s.Asks.At(a)
	if ask.Holds == needs {
		return true
	}
	if ask.Pool != 0 {
		return false
	}
	set := s.plant.needs[needs]
	for _, nd := range set {
		q := s.Pools.At(nd.pool)
		if q.Off || q.Free < int32(nd.n) || q.First != 0 && !(ask.Served && s.plant.pools[nd.pool].serves != 0) {
			s.line(a, nd.pool)
			return false
		}
	}
	for _, nd := range set {
		s.use(nd.pool, int32(nd.n))
	}
	ask.Holds = needs
	return true
}

// use takes d of pool k, or gives them back.
func (s *Sim) use(k uint32, d int32) {
	q, st := s.Pools.At(k), s.PoolStats.At(k)
	now := s.Now()
	st.Area += float64(float64(int32(s.plant.pools[k].n)-q.Free) * float64(now-st.Changed))
	st.Changed = now
	q.Free -= d
}

// line puts ask a at the end of the line before pool k.
func (s *Sim) line(a, k uint32) {
	s.Pools.At(k).join(s, k, a)
	if s.plant.pools[k].serves != 0 {
		s.offer(k) // it may be served before the others
	}
}

// unline takes ask a out of the line in which it stands.
func (s *Sim) unline(a uint32) {
	ask := s.Asks.At(a)
	if ask.Pool == 0 {
		return
	}
	k := ask.Pool - 1
	s.Pools.At(k).take(s, a)
	s.offer(k)
}

// join puts ask a at the end of the line of q, which is pool k.
func (q *Pool) join(s *Sim, k, a uint32) {
	ask := s.Asks.At(a)
	ask.Pool, ask.Prev, ask.Next = k+1, q.Last, 0
	if q.Last == 0 {
		q.First = a + 1
	} else {
		s.Asks.At(q.Last - 1).Next = a + 1
	}
	q.Last = a + 1
}

// take takes ask a out of the line of pool q.
func (q *Pool) take(s *Sim, a uint32) {
	ask := s.Asks.At(a)
	if ask.Prev == 0 {
		q.First = ask.Next
	} else {
		s.Asks.At(ask.Prev - 1).Next = ask.Next
	}
	if ask.Next == 0 {
		q.Last = ask.Prev
	} else {
		s.Asks.At(ask.Next - 1).Prev = ask.Prev
	}
	ask.Pool, ask.Next, ask.Prev = 0, 0, 0
}

// giveBack ends the claim of ask a: what it holds goes back, and it leaves its
// line.
func (s *Sim) giveBack(a uint32) {
	if a == 0 {
		return
	}
	s.unline(a)
	ask := s.Asks.At(a)
	for _, nd := range s.plant.needs[ask.Holds] {
		s.use(nd.pool, -int32(nd.n))
		s.offer(nd.pool)
	}
	ask.Holds = 0
}

// offer has pool k serve its line in this instant's decide phase.
func (s *Sim) offer(k uint32) {
	if q := s.Pools.At(k); q.First != 0 && !q.Supplied {
		q.Supplied = true
		s.Soon(engine.PhaseDecide, onSupply, k, 0)
	}
}

// supply serves the line of pool e.Target, one after the other, until nobody can be
// served or somebody needs more than is there.
func (s *Sim) supply(e engine.Event) {
	q := s.Pools.At(e.Target)
	q.Supplied = false
	for q.First != 0 && !q.Off {
		a, ok := s.nextClaim(e.Target, q)
		if !ok {
			return
		}
		q.take(s, a)
		rest, end := q.First, q.Last
		q.First, q.Last = 0, 0 // whoever was served may not be told to wait behind the others
		s.Asks.At(a).Served = s.plant.pools[e.Target].serves != 0
		s.retry(s.Asks.At(a))
		s.Asks.At(a).Served = false
		q.rejoin(s, rest, end)
	}
}

// rejoin puts the rest of the line back before those who came meanwhile.
func (q *Pool) rejoin(s *Sim, rest, end uint32) {
	if rest == 0 {
		return
	}
	if q.First == 0 {
		q.First, q.Last = rest, end
		return
	}
	s.Asks.At(end - 1).Next = q.First
	s.Asks.At(q.First - 1).Prev = end
	q.First = rest
}

// claimant is the slot for which ask is: that works, or that is repaired.
func (s *Sim) claimant(ask *Ask) uint32 {
	if ask.Repair {
		return s.Failures.At(ask.Owner).Slot
	}
	return ask.Owner
}

// wanted is how many of pool k ask wants.
func (s *Sim) wanted(ask *Ask, k uint32) uint32 {
	set := uint32(0)
	if ask.Repair {
		set = s.mode(s.Failures.At(ask.Owner)).needs
	} else {
		set = s.slotNeeds(s.Slots.At(ask.Owner))
	}
	for _, nd := range s.plant.needs[set] {
		if nd.pool == k {
			return nd.n
		}
	}
	return 0
}

// retry lets the owner of ask try again.
func (s *Sim) retry(ask *Ask) {
	if ask.Repair {
		s.tryRepair(ask.Owner)
	} else {
		s.carryOn(ask.Owner)
	}
}

// poolOff ends the shift of pool k: who works with its people has to stop,
// unless they finish what they have begun.
func (s *Sim) poolOff(k uint32) {
	s.Pools.At(k).Off = true
	if s.plant.pools[k].finishes {
		return
	}
	for a, ask := range s.Asks.All {
		if ask.Holds == 0 || !s.plant.uses(ask.Holds, k) {
			continue
		}
		if ask.Repair {
			s.Pause(s.Failures.At(ask.Owner).Repair)
			s.giveBack(a)
			s.tryRepair(ask.Owner)
		} else {
			s.halt(ask.Owner)
			s.carryOn(ask.Owner)
		}
	}
}

// poolOn begins the shift of pool k.
func (s *Sim) poolOn(k uint32) {
	s.Pools.At(k).Off = false
	s.offer(k)
}

// uses reports whether a set of needs has one of pool k.
func (p *Plant) uses(set, k uint32) bool {
	for _, nd := range p.needs[set] {
		if nd.pool == k {
			return true
		}
	}
	return false
}
