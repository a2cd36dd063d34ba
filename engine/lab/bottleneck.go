package lab

import (
	"math"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/stat"
)

// Bottleneck says what holds a plant: see the package comment for the method.
type Bottleneck struct {
	Node *model.Node   // nil when nothing was active
	Held stat.Interval // share of the measured time that the output waited for it; about the gain in output, in percent, of each percent of speed
	// ByActive says that no part came out, so that the mean active period decided.
	ByActive bool
	// Demand is set, to the source that counts most, when the output waits for the
	// sources together more than for any equipment: there is capacity to spare.
	// Node is then the equipment that is active most, which would hold the plant if
	// more came.
	Demand     *model.Node
	DemandHeld float64 // share of the measured time that the output waited for the sources
	// Reason is the state in which the equipment spends most of the time that the
	// output waits for it: Busy, Setup, Down, Held or Stopped.
	Reason      plant.State
	ReasonShare float64       // of that time
	Ties        []*model.Node // equipment that the data do not tell apart from Node
	MeanActive  stat.Interval // s, mean active period
	Active      float64       // share of the scheduled time that it was active
	Busy        float64       // share of the scheduled time at work
	Up          *model.Node   // the neighbour upstream that is blocked most, if any
	UpBlocked   float64       // its share of the scheduled time
	Down        *model.Node   // the neighbour downstream that waits most, if any
	DownWaiting float64       // its share of the scheduled time
}

// bottleneck finds it in the result of a case.
func bottleneck(r *CaseResult, outs []Outcome, g graph) Bottleneck {
	var b Bottleneck
	by := OnPath
	if r.best(OnPath, func(int) bool { return true }) < 0 {
		by, b.ByActive = MeanActive, true
	}
	works := func(i int) bool {
		return r.Places[i].Slots > 0 && !passes(r.Places[i].Node) && !r.Places[i].Node.Is("source")
	}
	first := r.best(by, works)
	src := r.best(by, func(i int) bool { return r.Places[i].Node.Is("source") })
	for _, i := range g.sources {
		if v := r.Places[i].Figures[OnPath].Mean; v > 0 {
			b.DemandHeld += v
		}
	}
	if src >= 0 && (first < 0 || b.DemandHeld > r.Places[first].Figures[by].Mean) && !b.ByActive {
		b.Demand = r.Places[src].Node
		by = Utilisation
		first = r.best(by, works)
	}
	if first < 0 {
		return b
	}
	p := &r.Places[first]
	b.Node, b.Held, b.MeanActive = p.Node, p.Figures[OnPath], p.Figures[MeanActive]
	b.Busy, b.Active = p.Figures[plant.Busy].Mean, p.Figures[Utilisation].Mean
	b.reason(p)
	for i := range r.Places {
		if i != first && works(i) && tied(outs, first, i, by) {
			b.Ties = append(b.Ties, r.Places[i].Node)
		}
	}
	for _, i := range g.up[first] {
		if v := r.Places[i].Figures[plant.Blocked].Mean; works(i) && v > b.UpBlocked {
			b.Up, b.UpBlocked = r.Places[i].Node, v
		}
	}
	for _, i := range g.down[first] {
		if v := r.Places[i].Figures[plant.Waiting].Mean; works(i) && v > b.DownWaiting {
			b.Down, b.DownWaiting = r.Places[i].Node, v
		}
	}
	return b
}

// best finds the place with the largest mean of a figure; ties go to the first,
// and nothing counts that is 0.
func (r *CaseResult) best(f Figure, from func(int) bool) int {
	best := -1
	for i := range r.Places {
		if v := r.Places[i].Figures[f].Mean; from(i) && v > 0 && (best < 0 || v > r.Places[best].Figures[f].Mean) {
			best = i
		}
	}
	return best
}

// reason finds what the place did while the output waited for it, or, when it
// did not, what it did most.
func (b *Bottleneck) reason(p *Place) {
	times := p.Path
	sum := 0.0
	for _, v := range times {
		sum += v
	}
	if sum == 0 {
		for s := range plant.States {
			if active(s) {
				times[s] = p.Figures[s].Mean
				sum += times[s]
			}
		}
	}
	b.Reason = plant.Busy
	for s := range plant.States {
		if times[s] > times[b.Reason] {
			b.Reason = s
		}
	}
	if sum > 0 {
		b.ReasonShare = times[b.Reason] / sum
	}
}

// tied reports whether the replications leave open which of two places has the
// larger figure. One replication leaves open what lies within a tenth.
func tied(outs []Outcome, first, other int, f Figure) bool {
	get := func(i int) []float64 {
		return column(outs, func(o *Outcome) float64 { return o.Rows[i][f] })
	}
	a, b := get(first), get(other)
	d := difference(b, a)
	switch {
	case d.N == 0 || math.IsNaN(d.Mean):
		return false
	case d.N == 1:
		return d.Mean < 0.1*interval(a).Mean
	}
	return d.Low <= 0
}
