package model

import (
	"slices"
	"strings"
)

// graph is the flow seen by node index.
type graph struct {
	out, in [][]int // edges of Model.Edges by node
	m       *Model
}

func newGraph(m *Model) *graph {
	g := &graph{out: make([][]int, len(m.Nodes)), in: make([][]int, len(m.Nodes)), m: m}
	for i, e := range m.Edges {
		g.out[e.From.Index] = append(g.out[e.From.Index], i)
		g.in[e.To.Index] = append(g.in[e.To.Index], i)
	}
	return g
}

// mentioned reports whether any flow names the node.
func (g *graph) mentioned(n *Node) bool { return len(g.out[n.Index])+len(g.in[n.Index]) > 0 }

// flowChecks tells what is wrong with the plant as a whole. It needs a model without
// other mistakes.
func (b *build) flowChecks() {
	g := newGraph(b.m)
	b.looseEnds(g)
	b.unreachable(g)
	b.blocking(g)
	b.overload(g)
}

// looseEnds warns of places that nothing reaches or nothing leaves.
func (b *build) looseEnds(g *graph) {
	routed := map[*Node]bool{}
	for _, p := range b.m.Parts {
		for i := range p.Route {
			for _, n := range p.Route[i].On {
				routed[n] = true
			}
		}
	}
	for _, n := range b.m.Nodes {
		if n.Kind.Passive || n.Kind.Level || routed[n] {
			continue
		}
		// Routed parts need no arrows: they go to the place of their next operation,
		// and at the end to where something is made of them.
		byRoute := len(routed) > 0 && (len(n.In) == 0 || n.Kind.Transforms)
		switch {
		case len(routed) > 0 && len(n.Out) == 0 && !g.mentioned(n): // finished parts go straight to it
		case byRoute && len(g.in[n.Index]) == 0 && (len(n.In) == 0 || len(g.out[n.Index]) > 0):
		case !g.mentioned(n) && len(n.In)+len(n.Out) > 0:
			b.add(true, n.Pos, n.Path, "no flow and no route mentions this %s", n.Kind.Name)
		case len(n.In) > 0 && len(g.in[n.Index]) == 0:
			b.add(true, n.Pos, n.Path, "no flow leads to this %s", n.Kind.Name)
		case len(n.Out) > 0 && len(g.out[n.Index]) == 0:
			b.add(true, n.Pos, n.Path, "no flow leads on from this %s: what comes here stays", n.Kind.Name)
		}
	}
}

// reach marks what can be reached from a node along the flow.
func (g *graph) reach(from *Node) []bool {
	seen := make([]bool, len(g.m.Nodes))
	todo := []int{from.Index}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range g.out[at] {
			if to := g.m.Edges[e].To.Index; !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return seen
}

// unreachable refuses routes that the flow does not allow: between two operations whose
// places all stand in flows there must be a way.
func (b *build) unreachable(g *graph) {
	cache := map[*Node][]bool{}
	reach := func(n *Node) []bool {
		if cache[n] == nil {
			cache[n] = g.reach(n)
		}
		return cache[n]
	}
	inFlow := func(list []*Node) bool {
		return len(list) > 0 && !slices.ContainsFunc(list, func(n *Node) bool { return !g.mentioned(n) })
	}
	for _, p := range b.m.Parts {
		if len(p.Route) == 0 {
			continue
		}
		var before []*Node // where the part can be when it looks for the next operation
		for _, n := range b.m.Nodes {
			if n.Kind.Demand != nil {
				if made, _ := n.Kind.Demand(n); made == p {
					before = append(before, n)
				}
			}
		}
		for i := range p.Route {
			op := &p.Route[i]
			var reached []*Node
			for _, to := range op.On {
				if slices.ContainsFunc(before, func(from *Node) bool { return from == to || reach(from)[to.Index] }) {
					reached = append(reached, to)
				}
			}
			switch lost := len(op.On) - len(reached); {
			case !inFlow(before) || !inFlow(op.On) || lost == 0:
				before = op.On
				continue
			case len(reached) == 0:
				b.add(false, op.Pos, join("part", p.Name)+".route", "operation %q cannot be reached: no flow leads from %s to %s",
					op.Op, paths(before, "or"), paths(op.On, "or"))
			default:
				missing := slices.DeleteFunc(slices.Clone(op.On), func(n *Node) bool { return slices.Contains(reached, n) })
				b.add(true, op.Pos, join("part", p.Name)+".route", "operation %q never gets to %s: no flow leads there from %s",
					op.Op, paths(missing, "or"), paths(before, "or"))
			}
			before = op.On
		}
	}
}

func paths(list []*Node, last string) string {
	var out []string
	for _, n := range list {
		out = append(out, n.Path)
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return strings.Join(out[:len(out)-1], ", ") + " " + last + " " + out[len(out)-1]
}

// blocking tells cycles of the flow on which every place has finite room. One that
// nothing leaves stops for ever as soon as it is full: a mistake. One with an exit may.
func (b *build) blocking(g *graph) {
	finite := make([]bool, len(b.m.Nodes))
	for i, n := range b.m.Nodes {
		finite[i] = g.mentioned(n) && (n.Kind.Room == nil || n.Kind.Room(n.Spec, n) >= 0)
	}
	for _, group := range g.groups(finite) {
		inside := map[int]bool{}
		for _, i := range group {
			inside[i] = true
		}
		closed := true
		for _, i := range group {
			for _, e := range g.out[i] {
				closed = closed && inside[b.m.Edges[e].To.Index]
			}
		}
		names, last := g.cycle(slices.Min(group), inside)
		text := strings.Join(names, " -> ")
		if closed {
			b.add(false, last.Pos, last.path, "parts can only go round in %s: it stops for ever when it is full; lead them out, or give one of its places unlimited room", text)
		} else {
			b.add(true, last.Pos, last.path, "%s can block itself for ever when every place in it is full; give one of them unlimited room, or limit what comes in", text)
		}
	}
}

// cycle is the shortest way from a node back to itself within a group, by names, and
// the arrow that closes it.
func (g *graph) cycle(start int, inside map[int]bool) (names []string, last Edge) {
	from := map[int]int{} // the edge by which a node was first reached
	todo := []int{start}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		for _, e := range g.out[at] {
			to := g.m.Edges[e].To.Index
			if _, seen := from[to]; seen || !inside[to] {
				continue
			}
			from[to] = e
			todo = append(todo, to)
		}
	}
	last = g.m.Edges[from[start]]
	names = []string{g.m.Nodes[start].Path}
	for e := last; ; e = g.m.Edges[from[e.From.Index]] {
		names = append(names, e.From.Path)
		if e.From.Index == start {
			break
		}
	}
	slices.Reverse(names)
	return names, last
}

// groups are the strongly connected sets of more than one of the allowed nodes, in the
// order of their first nodes (Tarjan 1972, without recursion).
func (g *graph) groups(allowed []bool) [][]int {
	n := len(g.m.Nodes)
	number, low, onStack := make([]int, n), make([]int, n), make([]bool, n)
	var stack []int
	var out [][]int
	next := 1
	type frame struct{ node, edge int }
	for root := range n {
		if !allowed[root] || number[root] != 0 {
			continue
		}
		frames := []frame{{root, 0}}
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			v := f.node
			if f.edge == 0 {
				number[v], low[v], onStack[v] = next, next, true
				next++
				stack = append(stack, v)
			}
			if f.edge < len(g.out[v]) {
				w := g.m.Edges[g.out[v][f.edge]].To.Index
				f.edge++
				switch {
				case !allowed[w]:
				case number[w] == 0:
					frames = append(frames, frame{w, 0})
				case onStack[w]:
					low[v] = min(low[v], number[w])
				}
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				up := frames[len(frames)-1].node
				low[up] = min(low[up], low[v])
			}
			if low[v] != number[v] {
				continue
			}
			at := slices.Index(stack, v)
			if group := slices.Clone(stack[at:]); len(group) > 1 {
				slices.Sort(group)
				out = append(out, group)
			}
			for _, w := range stack[at:] {
				onStack[w] = false
			}
			stack = stack[:at]
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}
