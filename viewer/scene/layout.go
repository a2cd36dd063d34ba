package scene

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/assets/shape/glb"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Site is where a place stands in the world.
type Site struct {
	Pose   mgl32.Mat4 // from the place's own frame to the world: a turn about z and a shift
	Size   mgl32.Vec3 // of its footprint and its height, m; of one body, where it has several
	Bodies int        // machine bodies side by side, along y
	Pitch  float32    // from one body to the next, m
	// Of a level: the box around all that is in it, in its own frame, m.
	Min, Max mgl32.Vec2
}

// Box is the room that what stands there takes, in its own frame.
func (s *Site) Box() (lo, hi mgl32.Vec3) {
	x, y := s.Size.X()/2, s.depth()/2
	return mgl32.Vec3{-x, -y, 0}, mgl32.Vec3{x, y, s.Size.Z()}
}

// Aisle is what is left free between things whose places nobody has given, m.
const Aisle = 1.5

// Layout tells where every place of a model stands, by the index of the node. What has
// `at`, `size` and `turn` stands there. The rest stands where a planner would put it
// first: along its flow, from west to east, branches side by side; levels one north of
// the other.
func Layout(m *model.Model) []Site { return arranged(m, solidsOf(m)) }

func arranged(m *model.Model, solids *solids) []Site {
	l := &layout{m: m, solids: solids.places, sites: make([]Site, len(m.Nodes)), at: make([]mgl32.Vec2, len(m.Nodes)), set: make([]bool, len(m.Nodes))}
	for _, n := range m.Nodes {
		l.measure(n)
	}
	for _, e := range m.Edges {
		l.ways = append(l.ways, [2]*model.Node{e.From, e.To})
	}
	for _, p := range m.Parts {
		for k := 1; k < len(p.Route); k++ {
			for _, a := range p.Route[k-1].On {
				for _, b := range p.Route[k].On {
					l.ways = append(l.ways, [2]*model.Node{a, b})
				}
			}
		}
	}
	l.arrange(m.Root)
	l.world(m.Root, mgl32.Ident4())
	return l.sites
}

type layout struct {
	m      *model.Model
	solids []*glb.Model     // of places
	ways   [][2]*model.Node // from where to where parts go: by the flow, and by their routes
	sites  []Site
	at     []mgl32.Vec2 // in the frame of the parent
	set    []bool
}

// measure gives a piece of equipment its size.
func (l *layout) measure(n *model.Node) {
	s := &l.sites[n.Index]
	s.Bodies = 1
	s.Size = footprint(n)
	if w := plant.WorkOf(n.Spec); w != nil {
		s.Bodies = max(w.Parallel, 1)
	}
	g := l.solids[n.Index]
	if g != nil && !n.Kind.Level {
		s.Size = g.Size
	}
	for k, v := range n.Size {
		if v > 0 {
			s.Size[k] = float32(v)
		}
	}
	s.Pitch = s.Size.Y()
	if s.Bodies > 1 && n.Size[1] == 0 {
		s.Pitch += .8
	} else if s.Bodies > 1 {
		s.Pitch = s.Size.Y() / float32(s.Bodies) // the size is that of all of them
		s.Size[1] = s.Pitch * .9
	}
	if g != nil && !n.Kind.Level {
		k := grown(g, s.given(n))
		for i, v := range n.Size {
			if v == 0 {
				s.Size[i] = max(g.Size[i]*k, least)
			}
		}
	}
}

// footprint is the usual size of a kind, m.
func footprint(n *model.Node) mgl32.Vec3 {
	switch spec := n.Spec.(type) {
	case *plant.Conveyor:
		return mgl32.Vec3{float32(spec.Length), .6, .8}
	case *plant.Buffer:
		if isRack(n, spec) { // three levels of it, and as many bays as have room
			bays := min(max((rackRoom(spec)+8)/9, 1), 8)
			return mgl32.Vec3{float32(bays)*shape.BayWide + .1, rackDepth, 3*shape.LevelHigh + shape.RackHead}
		}
		side := float32(1.2)
		if spec.Room > 0 {
			side = min(max(float32(math.Sqrt(float64(spec.Room)))*.55, 1), 3.2)
		}
		return mgl32.Vec3{side, side, 1.2}
	case *plant.Source, *plant.Sink:
		return mgl32.Vec3{2.4, 2.4, 2.6}
	case *plant.Assembly:
		return mgl32.Vec3{3, 2.6, 2}
	case *plant.Tool:
		return mgl32.Vec3{1.2, .6, 1.8}
	}
	if n.Kind.Name == "station" {
		return mgl32.Vec3{2, 1.6, 1.9}
	}
	return mgl32.Vec3{2.4, 2, 2.1}
}

// extent is half of what a placed child takes of the floor along x and y.
func (l *layout) extent(n *model.Node) (min, max mgl32.Vec2) {
	s := &l.sites[n.Index]
	min, max = s.Min, s.Max
	if !n.Kind.Level {
		h := mgl32.Vec2{s.Size.X() / 2, (s.Size.Y() + s.Pitch*float32(s.Bodies-1)) / 2}
		min, max = h.Mul(-1), h
	}
	sin, cos := sincos(float32(n.Turn * math.Pi / 180))
	lo, hi := mgl32.Vec2{math.MaxFloat32, math.MaxFloat32}, mgl32.Vec2{-math.MaxFloat32, -math.MaxFloat32}
	for _, p := range []mgl32.Vec2{min, max, {min.X(), max.Y()}, {max.X(), min.Y()}} {
		q := mgl32.Vec2{p.X()*cos - p.Y()*sin, p.X()*sin + p.Y()*cos}
		lo, hi = low(lo, q), high(hi, q)
	}
	return lo, hi
}

func low(a, b mgl32.Vec2) mgl32.Vec2  { return mgl32.Vec2{min(a.X(), b.X()), min(a.Y(), b.Y())} }
func high(a, b mgl32.Vec2) mgl32.Vec2 { return mgl32.Vec2{max(a.X(), b.X()), max(a.Y(), b.Y())} }

// arrange places everything in a level in its frame, and tells its box.
func (l *layout) arrange(n *model.Node) {
	for _, c := range n.Children {
		if c.Kind.Level {
			l.arrange(c)
		}
		if c.Has("at") {
			l.put(c, mgl32.Vec2{float32(c.At[0]), float32(c.At[1])})
		}
	}
	l.alongFlow(n)
	for _, c := range n.Children {
		if !l.set[c.Index] {
			l.beside(n, c)
		}
	}
	s := &l.sites[n.Index]
	s.Min, s.Max = l.box(n)
	if w, h := float32(n.Size[0]), float32(n.Size[1]); w > 0 && h > 0 {
		if n.Parent == nil { // the hall begins at its south-west corner
			s.Min, s.Max = low(s.Min, mgl32.Vec2{}), high(s.Max, mgl32.Vec2{w, h})
		} else {
			s.Min, s.Max = low(s.Min, mgl32.Vec2{-w / 2, -h / 2}), high(s.Max, mgl32.Vec2{w / 2, h / 2})
		}
	}
}

func (l *layout) put(n *model.Node, at mgl32.Vec2) { l.at[n.Index], l.set[n.Index] = at, true }

// box is the box around all that is placed in a level; empty when nothing is.
func (l *layout) box(n *model.Node) (lo, hi mgl32.Vec2) {
	first := true
	for _, c := range n.Children {
		if !l.set[c.Index] || c.Kind.Name == "building" {
			continue
		}
		a, b := l.extent(c)
		a, b = a.Add(l.at[c.Index]), b.Add(l.at[c.Index])
		if first {
			lo, hi, first = a, b, false
		}
		lo, hi = low(lo, a), high(hi, b)
	}
	return lo, hi
}

// alongFlow places the equipment of a level that has no place by its neighbours in the
// flow: after the one that comes before it, or before the one that comes after; those
// of one neighbour side by side.
func (l *layout) alongFlow(n *model.Node) {
	var free []*model.Node
	for _, c := range n.Children {
		if !l.set[c.Index] && !c.Kind.Level && (len(c.Kind.In) > 0 || len(c.Kind.Out) > 0) {
			free = append(free, c)
		}
	}
	for len(free) > 0 {
		var rest []*model.Node
		for _, c := range free {
			if !l.byNeighbour(c) {
				rest = append(rest, c)
			}
		}
		if len(rest) == len(free) { // none has a neighbour: the first goes on with the row
			l.inRow(n, rest[0])
			rest = rest[1:]
		}
		free = rest
	}
}

// byNeighbour places c beside a neighbour of the same level that has a place.
func (l *layout) byNeighbour(c *model.Node) bool {
	lo, hi := l.extent(c)
	for _, way := range l.ways {
		var to *model.Node
		dir := float32(1)
		switch c {
		case way[1]:
			to = way[0]
		case way[0]:
			to, dir = way[1], -1
		default:
			continue
		}
		if to.Parent != c.Parent || !l.set[to.Index] {
			continue
		}
		a, b := l.extent(to)
		at := l.at[to.Index]
		x := at.X() + b.X() + Aisle - lo.X()
		if dir < 0 {
			x = at.X() + a.X() - Aisle - hi.X()
		}
		l.put(c, l.clear(c, mgl32.Vec2{x, at.Y()}))
		return true
	}
	return false
}

// clear moves a place north or south, whichever is nearer, until nothing else of its
// level stands there.
func (l *layout) clear(c *model.Node, at mgl32.Vec2) mgl32.Vec2 {
	lo, hi := l.extent(c)
	step := (hi.Y() - lo.Y()) / 2
	for k := range 400 {
		y := at.Y() + step*float32((k+1)/2)
		if k%2 == 1 {
			y = at.Y() - step*float32((k+1)/2)
		}
		if try := (mgl32.Vec2{at.X(), y}); l.isFree(c, try) {
			return try
		}
	}
	return at
}

func (l *layout) isFree(c *model.Node, at mgl32.Vec2) bool {
	const gap = .5
	lo, hi := l.extent(c)
	lo, hi = lo.Add(at), hi.Add(at)
	for _, o := range c.Parent.Children {
		if o == c || !l.set[o.Index] || o.Kind.Name == "building" {
			continue
		}
		a, b := l.extent(o)
		a, b = a.Add(l.at[o.Index]), b.Add(l.at[o.Index])
		if lo.X() < b.X()+gap && a.X() < hi.X()+gap && lo.Y() < b.Y()+gap && a.Y() < hi.Y()+gap {
			return false
		}
	}
	return true
}

// inRow places c east of all that is placed in its level, or north of it when the row
// has become long.
func (l *layout) inRow(n, c *model.Node) {
	lo, hi := l.box(n)
	a, b := l.extent(c)
	if lo == hi || hi.X()-lo.X() > longRow {
		l.beside(n, c)
		return
	}
	y := min(lo.Y()-a.Y(), (lo.Y()+hi.Y())/2)
	l.put(c, l.clear(c, mgl32.Vec2{hi.X() + Aisle - a.X(), max(y, lo.Y()+b.Y())}))
}

// longRow is how long a row of things that nobody connects may become, m.
const longRow = 24

// beside places c north of all that is placed in its level, at its western edge.
func (l *layout) beside(n, c *model.Node) {
	lo, hi := l.box(n)
	a, _ := l.extent(c)
	if c.Kind.Name == "building" {
		l.put(c, mgl32.Vec2{})
		return
	}
	if lo == hi {
		l.put(c, a.Mul(-1).Add(mgl32.Vec2{2 * Aisle, 2 * Aisle}))
		return
	}
	l.put(c, mgl32.Vec2{lo.X() - a.X(), hi.Y() + 2*Aisle - a.Y()})
}

// world tells the poses in the world of everything in n.
func (l *layout) world(n *model.Node, pose mgl32.Mat4) {
	l.sites[n.Index].Pose = pose
	for _, c := range n.Children {
		at := l.at[c.Index]
		here := mgl32.Translate3D(at.X(), at.Y(), float32(c.At[2]))
		if c.Turn != 0 {
			here = here.Mul4(mgl32.HomogRotate3DZ(float32(c.Turn * math.Pi / 180)))
		}
		l.world(c, pose.Mul4(here))
	}
}
