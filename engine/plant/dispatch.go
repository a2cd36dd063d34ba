package plant

import "github.com/taktsim/takt/engine/model"

// rule says which part a place takes first.
type rule uint8

const (
	ruleFIFO      rule = iota // first come, first served
	ruleLIFO                  // last come, first served
	ruleSPT                   // shortest processing time
	ruleEDD                   // earliest due date
	rulePriority              // highest priority
	ruleSameSetup             // what needs no set-up first
	ruleBy                    // smallest value of an expression
)

var ruleNames = map[string]rule{"": ruleFIFO, "fifo": ruleFIFO, "lifo": ruleLIFO, "spt": ruleSPT, "edd": ruleEDD, "priority": rulePriority, "same-setup": ruleSameSetup}

// scores reports whether the rule looks at the parts at all.
func (r rule) scores() bool { return r != ruleFIFO }

// first finds the part of the line of place i that is to be taken next: the one
// with the smallest score, ties in the order of the line.
func (s *Sim) first(i uint32, pl *place, n *Place) PartRef {
	best := n.Line.Head
	if !pl.rule.scores() || n.Queue == 1 {
		return best
	}
	if pl.rule == ruleLIFO {
		return n.Line.Tail
	}
	low := s.score(i, pl, s.part(best))
	for r := s.part(best).Next; !r.None(); r = s.part(r).Next {
		if v := s.score(i, pl, s.part(r)); v < low {
			best, low = r, v
		}
	}
	return best
}

// among is first among the parts that fit; none when no part does.
func (s *Sim) among(i uint32, pl *place, n *Place, fits func(*Part) bool) PartRef {
	best, low := PartRef{}, 0.0
	for r := n.Line.Head; !r.None(); r = s.part(r).Next {
		p := s.part(r)
		if !fits(p) {
			continue
		}
		if v := s.score(i, pl, p); best.None() || v < low || pl.rule == ruleLIFO {
			best, low = r, v
		}
	}
	return best
}

// score is the value by which place i's rule ranks p: the smaller, the sooner.
func (s *Sim) score(i uint32, pl *place, p *Part) float64 {
	switch pl.rule {
	case ruleLIFO:
		return -float64(p.Wait)
	case ruleSPT:
		return s.plant.laws[s.plant.operationAt(i, p).cycle].mean.Seconds()
	case ruleEDD:
		return p.Due.Seconds()
	case rulePriority:
		return -float64(p.Rank)
	case ruleSameSetup:
		for k := range pl.slots {
			if s.Slots.At(pl.firstSlot+k).LastType == p.Type+1 {
				return 0
			}
		}
		return 1
	case ruleBy:
		env := s.seen(i, pl, p)
		return pl.by.Eval(&env)
	}
	return 0
}

// seen is what a dispatch expression may know of p before place i.
func (s *Sim) seen(i uint32, pl *place, p *Part) model.Env {
	work := 0.0
	t := &s.plant.types[p.Type]
	for k := int(p.Step); k < len(t.route); k++ {
		work += s.plant.laws[t.route[k].on[0].cycle].mean.Seconds()
	}
	cycle := s.plant.laws[s.plant.operationAt(i, p).cycle].mean.Seconds()
	if len(t.route) == 0 {
		work = cycle
	}
	setup := 0.0
	if s.Slots.At(pl.firstSlot).LastType != p.Type+1 {
		setup = 1
	}
	return model.Env{
		Now: s.Now().Seconds(), Due: p.Due.Seconds(), Release: max(p.Born, 0).Seconds(), Work: work, Cycle: cycle,
		Arrived: p.Entered.Seconds(), Priority: float64(p.Rank), Setup: setup, Queue: float64(s.Places.At(i).Queue),
	}
}
