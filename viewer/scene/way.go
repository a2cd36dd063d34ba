package scene

import (
	"container/heap"
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine/model"
)

// ways finds ways over the floor around what stands on it.
type ways struct {
	s       *Scene
	min     mgl32.Vec2
	cell    float32 // m
	w, h    int
	blocked []bool
	known   map[[2]int][]mgl32.Vec2 // by the indices of two nodes

	cost []float32
	from []int32
	seen []int32 // in which search a cell was reached
	turn int32
	open front
	ends [2]mgl32.Vec2 // of the present way; near them things do not matter
}

const (
	wayCell   = .4     // m
	mostCells = 300    // along a side of the floor
	berth     = .3     // m that a way leaves free beside things
	through   = 9      // times as far as around is the way through something
	lead      = 1.2    // m that a way goes straight on from a port where it can
	leadLeast = .5     // and where something is in the way
	bend      = 1.2    // m from which on it turns at a corner
	around    = 4      // m that the floor reaches beyond the hall
	farAway   = 1 << 6 // cells reached at most, for each of the straight way
)

func newWays(s *Scene) *ways {
	w := &ways{s: s, known: map[[2]int][]mgl32.Vec2{}}
	lo, hi := s.floor.Min.Sub(mgl32.Vec2{around, around}), s.floor.Max.Add(mgl32.Vec2{around, around})
	w.min, w.cell = lo, max(wayCell, (hi.X()-lo.X())/mostCells, (hi.Y()-lo.Y())/mostCells)
	w.w, w.h = int((hi.X()-lo.X())/w.cell)+1, int((hi.Y()-lo.Y())/w.cell)+1
	n := w.w * w.h
	w.blocked, w.cost, w.from, w.seen = make([]bool, n), make([]float32, n), make([]int32, n), make([]int32, n)
	for i, m := range s.Model.Nodes {
		if !m.Kind.Level && m.Kind.Name != "building" && len(s.looks[i].body) > 0 {
			w.block(&s.Sites[i])
		}
	}
	return w
}

// block marks the cells under a thing and right beside it.
func (w *ways) block(site *Site) {
	back := site.Pose.Inv()
	x, y := site.Size.X()/2+berth, site.depth()/2+berth
	mid, r := site.Pose.Col(3).Vec2(), float32(math.Hypot(float64(x), float64(y)))
	a, b := w.cellOf(mid.Sub(mgl32.Vec2{r, r})), w.cellOf(mid.Add(mgl32.Vec2{r, r}))
	for j := a[1]; j <= b[1]; j++ {
		for i := a[0]; i <= b[0]; i++ {
			p := mgl32.TransformCoordinate(w.middle(i, j).Vec3(0), back)
			if p.X() > -x && p.X() < x && p.Y() > -y && p.Y() < y {
				w.blocked[j*w.w+i] = true
			}
		}
	}
}

// cellOf is the cell that a point lies in, or the one nearest to it.
func (w *ways) cellOf(p mgl32.Vec2) [2]int {
	at := p.Sub(w.min).Mul(1 / w.cell)
	return [2]int{min(max(int(at.X()), 0), w.w-1), min(max(int(at.Y()), 0), w.h-1)}
}

func (w *ways) middle(i, j int) mgl32.Vec2 {
	return w.min.Add(mgl32.Vec2{(float32(i) + .5) * w.cell, (float32(j) + .5) * w.cell})
}

// between is the way from one place to another: from where parts leave the one to where
// they come into the other, with round corners.
func (w *ways) between(from, to *model.Node) []mgl32.Vec2 {
	key := [2]int{from.Index, to.Index}
	if way, ok := w.known[key]; ok {
		return way
	}
	a, out := w.s.gate(from, to, true)
	b, in := w.s.gate(from, to, false)
	var way []mgl32.Vec2
	w.ends = [2]mgl32.Vec2{a, b}
	if long := b.Sub(a); long.Len() < 3*leadLeast || long.Normalize().Dot(out) > .97 && long.Normalize().Dot(in) < -.97 && w.free(a, b) {
		way = []mgl32.Vec2{a, b}
	} else {
		way = append([]mgl32.Vec2{a}, w.search(w.ahead(a, out), w.ahead(b, in))...)
		way = rounded(w.straight(append(way, b)))
	}
	w.known[key] = way
	return way
}

// ahead is a point before a gate from which a way may turn.
func (w *ways) ahead(gate, away mgl32.Vec2) mgl32.Vec2 {
	p := gate.Add(away.Mul(leadLeast))
	for d := float32(leadLeast); d <= lead; d += w.cell / 2 {
		q := gate.Add(away.Mul(d))
		if w.stands(q) {
			break
		}
		p = q
	}
	return p
}

// stands reports whether something stands at a point, or close to it.
func (w *ways) stands(p mgl32.Vec2) bool {
	c := w.cellOf(p)
	return w.blocked[c[1]*w.w+c[0]] && p.Sub(w.ends[0]).Len() > leadLeast+berth && p.Sub(w.ends[1]).Len() > leadLeast+berth
}

// gate is where parts leave a place for another one, or come into it, on the floor, and
// the direction away from the place.
func (s *Scene) gate(from, to *model.Node, out bool) (p, away mgl32.Vec2) {
	n, port := to, ""
	if out {
		n = from
	}
	for _, e := range s.Model.Edges {
		if e.From == from && e.To == to {
			if port = e.ToPort; out {
				port = e.FromPort
			}
			break
		}
	}
	p = s.Port(n, port, out)
	site := &s.Sites[n.Index]
	at := mgl32.TransformCoordinate(p.Vec3(0), site.Pose.Inv())
	d := mgl32.Vec3{at.X() / max(site.Size.X(), .1)}
	if across := at.Y() / max(site.depth(), .1); d[0]*d[0] < across*across {
		d = mgl32.Vec3{0, across}
	}
	if d.Len() == 0 {
		d = mgl32.Vec3{1}
	}
	return p, mgl32.TransformNormal(d, site.Pose).Vec2().Normalize()
}

// free reports whether nothing stands between two points.
func (w *ways) free(a, b mgl32.Vec2) bool {
	d := b.Sub(a)
	n := int(d.Len()/(w.cell/2)) + 1
	for k := range n + 1 {
		if w.stands(a.Add(d.Mul(float32(k) / float32(n)))) {
			return false
		}
	}
	return true
}

// straight leaves out the points of a way that it needs not: where it can go on straight.
func (w *ways) straight(way []mgl32.Vec2) []mgl32.Vec2 {
	last := len(way) - 1
	out := []mgl32.Vec2{way[0], way[1]}
	for k := 1; k < last-1; {
		far := k + 1
		for j := last - 1; j > far; j-- {
			if w.free(way[k], way[j]) {
				far = j
			}
		}
		out, k = append(out, way[far]), far
	}
	return append(out, way[last])
}

// rounded has a way turn gently at its corners.
func rounded(way []mgl32.Vec2) []mgl32.Vec2 {
	out := way[:1:1]
	for k := 1; k+1 < len(way); k++ {
		before, after := way[k-1].Sub(way[k]), way[k+1].Sub(way[k])
		r := min(bend, before.Len()*.48, after.Len()*.48)
		if r < .02 {
			continue
		}
		p, q := way[k].Add(before.Normalize().Mul(r)), way[k].Add(after.Normalize().Mul(r))
		const steps = 7
		for i := range steps + 1 {
			t := float32(i) / steps
			out = append(out, p.Mul((1-t)*(1-t)).Add(way[k].Mul(2*t*(1-t))).Add(q.Mul(t*t)))
		}
	}
	return append(out, way[len(way)-1])
}

// front is the cells that a search goes on from, the most promising first.
type front []reached

type reached struct {
	at   int32
	rank float32
}

func (f front) Len() int { return len(f) }
func (f front) Less(i, j int) bool {
	return f[i].rank < f[j].rank || f[i].rank == f[j].rank && f[i].at < f[j].at
}
func (f front) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *front) Push(x any)   { *f = append(*f, x.(reached)) }
func (f *front) Pop() any {
	x := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return x
}

// search is the shortest way from a point to another over free cells (A*: Hart, Nilsson
// and Raphael 1968), or through things where that is much shorter.
func (w *ways) search(a, b mgl32.Vec2) []mgl32.Vec2 {
	from, to := w.cellOf(a), w.cellOf(b)
	first, goal := int32(from[1]*w.w+from[0]), int32(to[1]*w.w+to[0])
	w.turn++
	w.open = w.open[:0]
	reach := func(at, by int32, cost float32) {
		if w.seen[at] == w.turn && w.cost[at] <= cost {
			return
		}
		w.seen[at], w.cost[at], w.from[at] = w.turn, cost, by
		dx, dy := float64(int(at)%w.w-to[0]), float64(int(at)/w.w-to[1])
		heap.Push(&w.open, reached{at, cost + float32(math.Hypot(dx, dy))})
	}
	reach(first, -1, 0)
	for left := farAway * (64 + w.w + w.h); len(w.open) > 0 && left > 0; left-- {
		at := heap.Pop(&w.open).(reached).at
		if at == goal {
			break
		}
		i, j := int(at)%w.w, int(at)/w.w
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				if i+di < 0 || j+dj < 0 || i+di >= w.w || j+dj >= w.h || di == 0 && dj == 0 {
					continue
				}
				next := at + int32(dj*w.w+di)
				step := float32(1)
				if di != 0 && dj != 0 {
					step = math.Sqrt2
				}
				if w.stands(w.middle(i+di, j+dj)) {
					step *= through
				}
				reach(next, at, w.cost[at]+step)
			}
		}
	}
	way := []mgl32.Vec2{b}
	if w.seen[goal] == w.turn {
		for at := w.from[goal]; at >= 0 && at != first; at = w.from[at] {
			way = append(way, w.middle(int(at)%w.w, int(at)/w.w))
		}
	}
	way = append(way, a)
	for i, j := 0, len(way)-1; i < j; i, j = i+1, j-1 {
		way[i], way[j] = way[j], way[i]
	}
	return way
}
