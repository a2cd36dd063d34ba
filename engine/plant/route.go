package plant

import (
	"slices"

	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
)

// routes compiles the routes: for every part type, number of steps done and
// place, where the part goes from there.
func (c *compiler) routes() {
	for _, p := range c.m.Parts {
		if len(p.Route) == 0 {
			continue
		}
		t := &c.types[p.Index]
		c.routed = true
		for k := range p.Route {
			t.route = append(t.route, c.step(p, &p.Route[k]))
		}
		for k := range len(p.Route) + 1 {
			t.choices = append(t.choices, c.onward(p, t, k))
		}
	}
}

// step compiles one operation and its alternatives.
func (c *compiler) step(p *model.Part, op *model.Operation) step {
	var s step
	c.opID++
	for _, n := range op.On {
		base := *c.places[n.Index].op(uint16(p.Index))
		o := base
		o.id, o.routed = c.opID, true
		if op.Batch > 0 {
			o.batch = uint32(op.Batch)
		}
		if op.Yield > 0 {
			o.yield = op.Yield
		}
		if d, ok := op.CycleOn(n); ok {
			o.cycle = c.law(d)
		} else if w := WorkOf(n.Spec); w != nil {
			if _, ok := w.Cycle.Of(p); !ok && base.cycle == 0 {
				c.errorf(n, "the operation %q of part %q has no cycle time, here or there", op.Op, p.Name)
			}
		}
		if d, ok := op.SetupOn(n); ok {
			o.setup = c.law(d)
		}
		if len(op.Needs) > 0 {
			all := slices.Concat(WorkOf(n.Spec).Needs, op.Needs)
			o.runNeeds, o.setupNeeds = c.needsOf(n, all, "run"), c.needsOf(n, all, "setup")
		}
		s.on = append(s.on, o)
	}
	if op.Prefer.Name == "fastest" {
		slices.SortStableFunc(s.on, func(a, b operation) int {
			return int(min(max(c.laws[a.cycle].mean-c.laws[b.cycle].mean, -1), 1))
		})
	}
	return s
}

// onward finds, for parts of type p with k steps done, where they go from each
// place: along the flow through places that only pass parts on, or straight to
// the next operation from a place that no flow leads out of.
func (c *compiler) onward(p *model.Part, t *partType, k int) []uint32 {
	goal := c.goals(p, t, k)
	var rule model.Rule
	if k < len(p.Route) {
		if rule = p.Route[k].Prefer; rule.Name == "fastest" {
			rule = c.ruleOf(decide.KindAssign, "first") // they stand in the order of their speed
		}
	}
	table := make([]uint32, len(c.places))
	for i := range c.places {
		if kind := c.places[i].kind; kind == kindPassive || kind == kindSink {
			continue
		}
		to, out := c.hops(uint32(i), goal)
		if len(to) == 0 && !out {
			to = c.direct(goal)
		}
		if len(to) > 0 {
			if k < len(t.route) {
				slices.SortStableFunc(to, func(a, b uint32) int { return t.route[k].rank(a) - t.route[k].rank(b) })
			}
			table[i] = c.choice(to, rule) + 1
		}
	}
	return table
}

// rank is how early place i stands among the alternatives of a step; a place on
// the way to one of them comes after all.
func (st *step) rank(i uint32) int {
	if k := slices.IndexFunc(st.on, func(o operation) bool { return o.place == i }); k >= 0 {
		return k
	}
	return len(st.on)
}

// goals marks the places where a part with k steps done is wanted.
func (c *compiler) goals(p *model.Part, t *partType, k int) []bool {
	goal := make([]bool, len(c.places))
	if k < len(t.route) {
		for _, o := range t.route[k].on {
			goal[o.place] = true
		}
		return goal
	}
	for i := range c.places {
		pl := &c.places[i]
		goal[i] = pl.kind == kindSink || pl.kind == kindAssembly && c.takes(uint32(i), p) || pl.kind == kindDisassembly
	}
	return goal
}

// hops finds the next places from i on ways of the flow to a goal; out reports
// whether the flow leads out of i at all.
func (c *compiler) hops(i uint32, goal []bool) (to []uint32, out bool) {
	for _, e := range c.m.Edges {
		if uint32(e.From.Index) != i {
			continue
		}
		if e.FromPort == "fail" || e.FromPort == "scrap" {
			continue
		}
		out = true
		h := uint32(e.To.Index)
		if (goal[h] || c.reaches(h, goal, map[uint32]bool{})) && !slices.Contains(to, h) {
			to = append(to, h)
		}
	}
	return to, out
}

// reaches reports whether a part that enters i can pass on to a goal.
func (c *compiler) reaches(i uint32, goal []bool, seen map[uint32]bool) bool {
	if !c.places[i].kind.passes() || seen[i] {
		return false
	}
	seen[i] = true
	for _, e := range c.m.Edges {
		if uint32(e.From.Index) == i {
			if h := uint32(e.To.Index); goal[h] || c.reaches(h, goal, seen) {
				return true
			}
		}
	}
	return false
}

// direct lists the goals for a part that no flow guides. Where a sink is the
// goal, an assembly that wants the part comes first, and of several sinks the
// first takes all.
func (c *compiler) direct(goal []bool) []uint32 {
	var work, sinks []uint32
	for i, wanted := range goal {
		switch {
		case wanted && c.places[i].kind == kindSink && !c.places[i].scrap:
			sinks = append(sinks, uint32(i))
		case wanted && c.places[i].kind != kindSink && c.places[i].kind != kindDisassembly:
			work = append(work, uint32(i))
		}
	}
	if len(work) > 0 || len(sinks) == 0 {
		return work
	}
	return sinks[:1]
}
