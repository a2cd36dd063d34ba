package plant

import (
	"slices"

	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// nextClaim finds the claim that pool k serves next; ok is false when it must wait,
// or wants more than there is.
func (s *Sim) nextClaim(k uint32, q *Pool) (a uint32, ok bool) {
	a = q.First - 1
	if pt := &s.plant.pools[k]; pt.serves != 0 || pt.repairs != 0 {
		if a, ok = s.chooseClaim(k, pt, q); !ok {
			return a, false
		}
	}
	return a, int32(s.wanted(s.Asks.At(a), k)) <= q.Free
}

// chooseClaim has the policies of a crew choose: who is served, and where that is a
// repair, which one.
func (s *Sim) chooseClaim(k uint32, pt *pool, q *Pool) (a uint32, ok bool) {
	d := s.atDesk()
	d.asks, d.repairs = d.asks[:0], d.repairs[:0]
	for at := q.First; at != 0; at = s.Asks.At(at - 1).Next {
		d.asks = append(d.asks, at-1)
		if s.Asks.At(at - 1).Repair {
			d.repairs = append(d.repairs, at-1)
		}
	}
	a, ok = d.asks[0], true
	if pt.serves != 0 {
		a, ok = s.claim(k, pt.serves, d.asks)
	}
	if ok && pt.repairs != 0 && s.Asks.At(a).Repair {
		a, ok = s.claim(k, pt.repairs, d.repairs)
	}
	return a, ok
}

// claim has a point pick one of the claims that there are people for.
func (s *Sim) claim(k, point uint32, asks []uint32) (uint32, bool) {
	d := s.desk
	if d.ahead != nil {
		if i := d.ahead.told(s, point, func(a *ahead) int { return slices.Index(asks, a.ask) }); i >= 0 {
			return asks[i], true
		}
	}
	pt := &s.plant.points[point-1]
	if len(asks) == 1 && !pt.remembers() {
		return asks[0], true
	}
	if free := s.Pools.At(k).Free; !slices.ContainsFunc(asks, func(a uint32) bool { return int32(s.wanted(s.Asks.At(a), k)) <= free }) {
		return 0, false
	}
	com := s.common()
	d.q = question{point: point, asks: asks, open: d.q.open, lot: random.NewKey(com.Seed, com.Replication, pt.hash), index: random.Mix(uint64(asks[0]), uint64(s.Now()))}
	a := s.ask()
	if a.Pick == decide.None {
		return 0, false
	}
	return asks[a.Pick], true
}

func (s *Sim) poseServe(pt *point, q *question) decide.Request {
	r := &s.desk.assign
	*r = decide.Assign{Part: decide.Part{Type: -1, Order: -1}, From: -1, Crew: s.plant.crewIndex(pt.owner), Free: int(s.Pools.At(pt.owner).Free), Options: s.claims(pt, q, r.Options[:0])}
	return r
}

func (s *Sim) poseMaintain(pt *point, q *question) decide.Request {
	r := &s.desk.maintain
	*r = decide.Maintain{Crew: s.plant.crewIndex(pt.owner), Free: int(s.Pools.At(pt.owner).Free), Options: s.claims(pt, q, r.Options[:0])}
	return r
}

// crewIndex is the index of a pool in Model.Crews, -1 for tools.
func (p *Plant) crewIndex(k uint32) int {
	if cr := p.pools[k].crew; cr != nil {
		return cr.Index
	}
	return -1
}

// claims describes those who want people of a pool.
func (s *Sim) claims(pt *point, q *question, to []decide.Option) []decide.Option {
	free := s.Pools.At(pt.owner).Free
	for _, a := range q.asks {
		ask := s.Asks.At(a)
		need := s.wanted(ask, pt.owner)
		o := decide.Option{Repair: ask.Repair, Need: int(need), Open: int32(need) <= free}
		slot := s.Slots.At(s.claimant(ask))
		timer, law := slot.Timer, s.Timers.At(slot.Timer).Law
		if ask.Repair {
			f := s.Failures.At(ask.Owner)
			timer, law = f.Repair, s.mode(f).repair
		}
		o.Time = s.plant.laws[law].mean.Seconds()
		o.Since = s.Timers.At(timer).Since // it has stood still since then
		if head := slot.Work.Head; !head.None() {
			o.Priority = int(s.part(head).Rank)
		}
		o.Place = int(slot.Place)
		o.Inside, o.Queue = s.counts(&s.plant.places[slot.Place], s.Places.At(slot.Place))
		to = append(to, o)
	}
	return to
}
