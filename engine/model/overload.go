package model

import (
	"fmt"
	"math"
	"strconv"
)

// overload warns of places that are sent more than they can do. Parts are followed
// from the sources along the flow (or, where they have one, their route), yields and
// rework loops included, by the traffic equations
//
//	rate(n) = demand(n) + sum over arrows into n of rate(from) * share(arrow)
//
// solved by iteration. Rates are per second of calendar time, so a source and a place
// with different shifts compare rightly.
func (b *build) overload(g *graph) {
	t := &traffic{g: g, use: make([]float64, len(b.m.Nodes)), sent: make([]float64, len(b.m.Nodes)), open: map[*Calendar]float64{}}
	for _, p := range append([]*Part{nil}, b.m.Parts...) {
		demand := make([]float64, len(b.m.Nodes))
		total := 0.0
		for i, n := range b.m.Nodes {
			if n.Kind.Demand == nil {
				continue
			}
			if made, rate := n.Kind.Demand(n); made == p && rate > 0 && !math.IsInf(rate, 0) {
				demand[i] = float64(rate * t.share(n.Calendar))
				total += demand[i]
			}
		}
		switch {
		case total == 0:
		case p != nil && len(p.Route) > 0:
			t.route(p, total)
		default:
			t.flow(p, demand)
		}
	}
	for i, n := range b.m.Nodes {
		if t.use[i] <= 1+1e-6 || t.tighter(i, t.g.out, func(e Edge) int { return e.To.Index }) || t.tighter(i, t.g.in, func(e Edge) int { return e.From.Index }) {
			continue
		}
		open := t.share(n.Calendar)
		sent := t.sent[i] / open * 3600
		hour := "per hour"
		if n.Calendar != nil && !n.Calendar.Always() {
			hour = "per scheduled hour"
		}
		b.add(true, n.Pos, n.Path, "%s parts %s are sent to this %s, which can do %s", figure(sent), hour, n.Kind.Name, figure(sent/t.use[i]))
	}
}

// tighter reports whether a place with less capacity for what it is sent lies on a
// way from place i: that one is told, and what it lets through is not known here.
func (t *traffic) tighter(i int, arrows [][]int, end func(Edge) int) bool {
	seen := map[int]bool{i: true}
	todo := []int{i}
	for len(todo) > 0 {
		k := todo[0]
		todo = todo[1:]
		for _, e := range arrows[k] {
			n := end(t.g.m.Edges[e])
			if t.use[n] > t.use[i] {
				return true
			}
			if !seen[n] {
				seen[n] = true
				todo = append(todo, n)
			}
		}
	}
	return false
}

func figure(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// traffic adds up what places are sent.
type traffic struct {
	g    *graph
	use  []float64 // by node: the share of its time that the demand takes
	sent []float64 // by node: parts per second of calendar time
	open map[*Calendar]float64
}

// share is the part of all time in which a calendar is open, over its first year.
func (t *traffic) share(c *Calendar) float64 {
	if c == nil || c.Always() {
		return 1
	}
	if s, ok := t.open[c]; ok {
		return s
	}
	const year = 364 * 86400 * int64(1e9)
	s := float64(c.Scheduled(0, year)) / float64(year)
	if s <= 0 {
		s = 1e-9 // never open: everything is too much
	}
	t.open[c] = s
	return s
}

// add sends parts to a place.
func (t *traffic) add(n *Node, p *Part, op *Operation, rate float64) {
	if n.Kind.Capacity == nil || rate <= 0 {
		return
	}
	capacity := n.Kind.Capacity(n, p, op)
	if capacity <= 0 || math.IsInf(capacity, 0) || math.IsNaN(capacity) {
		return
	}
	t.sent[n.Index] += rate
	t.use[n.Index] += rate / (capacity * t.share(n.Calendar))
}

// route sends parts through their operations; alternatives share in proportion to what
// they can do.
func (t *traffic) route(p *Part, rate float64) {
	for i := range p.Route {
		op := &p.Route[i]
		weights, sum := make([]float64, len(op.On)), 0.0
		for k, n := range op.On {
			weights[k] = 1
			if n.Kind.Capacity != nil {
				if c := n.Kind.Capacity(n, p, op); c > 0 && !math.IsInf(c, 0) {
					weights[k] = c * t.share(n.Calendar)
				}
			}
			sum += weights[k]
		}
		for k, n := range op.On {
			t.add(n, p, op, rate*weights[k]/sum)
		}
		if op.Yield > 0 {
			rate *= op.Yield
		}
	}
}

// flow sends parts along the arrows.
func (t *traffic) flow(p *Part, demand []float64) {
	m := t.g.m
	shares := make([]float64, len(m.Edges))
	for i, n := range m.Nodes {
		t.split(n, t.g.out[i], shares)
	}
	rate := append([]float64(nil), demand...)
	const rounds = 2000
	for round := range rounds {
		change, top := 0.0, 0.0
		for i := range m.Nodes {
			r := demand[i]
			for _, e := range t.g.in[i] {
				r += float64(rate[m.Edges[e].From.Index] * shares[e])
			}
			change, top = math.Max(change, math.Abs(r-rate[i])), math.Max(top, r)
			rate[i] = r
		}
		if change <= 1e-9*top {
			break
		}
		if round == rounds-1 {
			return // what goes round and never leaves has no rate
		}
	}
	for i, n := range m.Nodes {
		if demand[i] == 0 {
			t.add(n, p, nil, rate[i])
		}
	}
}

// split gives each arrow that leaves a place its share of what the place finishes.
func (t *traffic) split(n *Node, out []int, shares []float64) {
	if n.Kind.Transforms || len(out) == 0 {
		return
	}
	byPort := map[string]int{}
	var ports []string
	for _, e := range out {
		port := t.g.m.Edges[e].FromPort
		if byPort[port]++; byPort[port] == 1 {
			ports = append(ports, port)
		}
	}
	sum := 0.0
	weight := map[string]float64{}
	for _, port := range ports {
		w := 1 / float64(len(ports))
		if n.Kind.Split != nil {
			w = math.Min(1, math.Max(0, n.Kind.Split(n, port)))
		}
		weight[port] = w
		sum += w
	}
	for _, e := range out {
		port := t.g.m.Edges[e].FromPort
		shares[e] = weight[port] / float64(byPort[port]) / math.Max(sum, 1)
	}
}
