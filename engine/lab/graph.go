package lab

import (
	"slices"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// graph says which places hand parts to which, buffers and conveyors passed over.
type graph struct {
	up, down [][]int // by node
	before   []int   // by node: the conveyor that parts come from, -1 for none
	behind   []int   // by node: the conveyor that parts go to, -1 for none
	sinks    []int
	sources  []int
	first, n []uint32 // slots, by node
}

// newGraph reads the flows and the routes of a model.
func newGraph(m *model.Model, p *plant.Plant) graph {
	g := graph{up: make([][]int, len(m.Nodes)), down: make([][]int, len(m.Nodes))}
	next := make([][]int, len(m.Nodes))
	link := func(from, to *model.Node) {
		if !slices.Contains(next[from.Index], to.Index) {
			next[from.Index] = append(next[from.Index], to.Index)
		}
	}
	for _, e := range m.Edges {
		link(e.From, e.To)
	}
	g.routed(m, link)
	g.belts(m, next)
	for i, n := range m.Nodes {
		first, count := p.SlotsOf(i)
		g.first, g.n = append(g.first, first), append(g.n, count)
		switch {
		case n.Is("sink"):
			g.sinks = append(g.sinks, i)
		case n.Is("source"):
			g.sources = append(g.sources, i)
		}
		if passes(n) {
			continue
		}
		for _, to := range reach(m, next, i) {
			g.down[i] = append(g.down[i], to)
			g.up[to] = append(g.up[to], i)
		}
	}
	return g
}

// routed links what routes connect: the operations of each, what no flow leads
// out of before the first, and the sinks behind the last where no flow leads on.
func (g *graph) routed(m *model.Model, link func(from, to *model.Node)) {
	flows := map[*model.Node]bool{}
	for _, e := range m.Edges {
		flows[e.From] = true
	}
	for _, part := range m.Parts {
		last := len(part.Route) - 1
		for k, op := range part.Route {
			for _, a := range op.On {
				if k < last {
					for _, b := range part.Route[k+1].On {
						link(a, b)
					}
				}
				for _, n := range m.Nodes {
					switch {
					case k == 0 && n.Is("source") && !flows[n]:
						link(n, a)
					case k == last && n.Is("sink") && !flows[a]:
						link(a, n)
					}
				}
			}
		}
	}
}

// belts finds the conveyors beside every place.
func (g *graph) belts(m *model.Model, next [][]int) {
	for range m.Nodes {
		g.before, g.behind = append(g.before, -1), append(g.behind, -1)
	}
	for i, list := range next {
		for _, to := range list {
			if m.Nodes[to].Is("conveyor") && g.behind[i] < 0 {
				g.behind[i] = to
			}
			if m.Nodes[i].Is("conveyor") && g.before[to] < 0 {
				g.before[to] = i
			}
		}
	}
}

// passes reports whether a place only passes parts on.
func passes(n *model.Node) bool { return n.Is("buffer") || n.Is("conveyor") }

// reach lists the places that parts come to from place i, through what only
// passes them on.
func reach(m *model.Model, next [][]int, i int) (out []int) {
	seen := map[int]bool{}
	todo := slices.Clone(next[i])
	for len(todo) > 0 {
		k := todo[0]
		todo = todo[1:]
		if seen[k] {
			continue
		}
		seen[k] = true
		if passes(m.Nodes[k]) {
			todo = append(todo, next[k]...)
		} else {
			out = append(out, k)
		}
	}
	return out
}

// slots lists the slots of place i.
func (g *graph) slots(i int) []uint32 {
	out := make([]uint32, g.n[i])
	for k := range out {
		out[k] = g.first[i] + uint32(k)
	}
	return out
}
