package scene

import (
	"slices"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/engine/model"
)

// The paint on the floor.
const (
	zonePaint  shape.Color = 0x86B7A0
	storePaint shape.Color = 0x9DB4CC
	linePaint  shape.Color = 0xF2C230
	flowPaint  shape.Color = 0x4E7FA8
)

// paint paints the floor: an area for every line, a yellow border around it, and the
// way that parts take where no conveyor shows it.
func (s *Scene) paint() {
	root := s.Sites[0]
	f := &s.floor
	f.Min, f.Max = root.Min, root.Max
	if s.Model.Root.Size[0] == 0 {
		f.Min, f.Max = f.Min.Sub(mgl32.Vec2{5, 5}), f.Max.Add(mgl32.Vec2{5, 5})
	}
	for i, n := range s.Model.Nodes {
		if !n.Kind.Level || n.Parent == nil || len(n.Children) == 0 {
			continue
		}
		lo, hi := s.Sites[i].around()
		lo, hi = lo.Sub(mgl32.Vec2{.9, .9}), hi.Add(mgl32.Vec2{.9, .9})
		if equipped(n) {
			f.Zones = append(f.Zones, Zone{lo, hi, zonePaint, .28})
			s.border(lo, hi)
		}
		f.Min, f.Max = low(f.Min, lo.Sub(mgl32.Vec2{1, 1})), high(f.Max, hi.Add(mgl32.Vec2{1, 1}))
	}
	s.bare = *f // where bands show the flow, no arrows do
	s.bare.Lines = slices.Clone(f.Lines)
	for _, e := range s.Model.Edges {
		s.paintFlow(e)
	}
}

// equipped reports whether equipment stands right in the level, not in levels of it.
func equipped(n *model.Node) bool {
	for _, c := range n.Children {
		if !c.Kind.Level && !c.Kind.Passive {
			return true
		}
	}
	return false
}

// around is the box in the world around a level, m.
func (s *Site) around() (lo, hi mgl32.Vec2) {
	for k, p := range []mgl32.Vec2{s.Min, s.Max, {s.Min.X(), s.Max.Y()}, {s.Max.X(), s.Min.Y()}} {
		q := mgl32.TransformCoordinate(p.Vec3(0), s.Pose).Vec2()
		if k == 0 {
			lo, hi = q, q
		}
		lo, hi = low(lo, q), high(hi, q)
	}
	return lo, hi
}

func (s *Scene) border(lo, hi mgl32.Vec2) {
	a, b := mgl32.Vec2{hi.X(), lo.Y()}, mgl32.Vec2{lo.X(), hi.Y()}
	for _, l := range [][2]mgl32.Vec2{{lo, a}, {a, hi}, {hi, b}, {b, lo}} {
		s.floor.Lines = append(s.floor.Lines, Line{From: l[0], To: l[1], Width: .1, Color: linePaint})
	}
}

// paintFlow paints an arrow for an edge of the flow.
func (s *Scene) paintFlow(e model.Edge) {
	from, to := s.Port(e.From, e.FromPort, true), s.Port(e.To, e.ToPort, false)
	d := to.Sub(from)
	if d.Len() < .3 {
		return
	}
	u := d.Normalize()
	side := mgl32.Vec2{-u.Y(), u.X()}
	line := func(a, b mgl32.Vec2, dash float32) {
		s.floor.Lines = append(s.floor.Lines, Line{From: a, To: b, Width: .07, Color: flowPaint, Dash: dash})
	}
	line(from, to, .25)
	line(to.Sub(u.Mul(.3)).Add(side.Mul(.16)), to, 0)
	line(to.Sub(u.Mul(.3)).Sub(side.Mul(.16)), to, 0)
}

// Port is where a port is in the world, on the floor: where the model says, or the middle of the
// eastern side for what goes out and of the western one for what comes in.
func (s *Scene) Port(n *model.Node, name string, out bool) mgl32.Vec2 {
	site := &s.Sites[n.Index]
	p := mgl32.Vec3{-site.Size.X()/2 - .15, 0, 0}
	if out {
		p[0] = -p[0]
	}
	if at, ok := n.Ports[name]; ok {
		p = mgl32.Vec3{float32(at[0]), float32(at[1]), 0}
	}
	return mgl32.TransformCoordinate(p, site.Pose).Vec2()
}
