package lab

import (
	"cmp"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Present finds what holds a single run at its present instant, as an experiment does
// that ends there: for somebody who watches the run and has kept what its machine bodies
// did. past calls each for every change of the state of body k of a place (its index in
// the model), oldest first, as TraceEvents of StateChanged tell them; what it tells of
// later than now is passed over. What was before from is not known. The statistics are
// those of the state; from one run nothing is told apart from chance.
func Present(s *plant.Sim, from engine.Time, past func(place int, k uint32, each func(at engine.Time, st plant.State))) Bottleneck {
	p := s.Plant()
	m, now := p.Model(), s.Now()
	l := &periods{slots: make([][]change, s.Slots.Len()), from: from}
	for i := range m.Nodes {
		first, n := p.SlotsOf(i)
		for k := range n {
			l.slots[first+k] = l.past(first+k, now, func(each func(engine.Time, plant.State)) { past(i, k, each) })
		}
	}
	slices.SortFunc(l.ends, func(a, b end) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.slot, b.slot)) })
	g := newGraph(m, p)
	outs := []Outcome{{Until: now, Steps: s.Steps()}}
	outs[0].figures(s, s.Report(), l, &g)
	r := new(Experiment).caseResult(&Case{Model: m, plant: p}, outs)
	return r.Bottleneck
}

// past is what one slot did up to now; the ends of its active periods are noted.
func (l *periods) past(slot uint32, now engine.Time, tell func(each func(engine.Time, plant.State))) (list []change) {
	tell(func(at engine.Time, st plant.State) {
		if at > now {
			return
		}
		if n := len(list); n > 0 && active(list[n-1].to) && !active(st) {
			l.ends = append(l.ends, end{at, slot})
		}
		list = append(list, change{at, st})
	})
	return list
}
