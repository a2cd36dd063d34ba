package scene

import (
	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// look is how a place is drawn: one mesh for each of its bodies, and more that stands
// around.
type look struct {
	mesh  *shape.Mesh
	more  []piece
	work  mgl32.Vec3 // where the part that is worked on stands, in the frame of a body
	room  mgl32.Vec2 // what it may take there
	store mgl32.Vec2 // of the rectangle on which parts are kept
	base  mgl32.Vec3 // the middle of that
	robot mgl32.Vec3 // where its robot stands
	reach float32    // of the robot; 0: there is none
}

// piece is a mesh in the frame of a place.
type piece struct {
	mesh *shape.Mesh
	pose mgl32.Mat4
}

// lookOf is the look of a place of its size.
func lookOf(n *model.Node, s *Site) look {
	w, d, h := s.Size.X(), s.Size.Y(), s.Size.Z()
	switch n.Spec.(type) {
	case *plant.Conveyor:
		return look{mesh: block(w, d, h, 0x2C343C)}
	case *plant.Buffer:
		return look{mesh: block(w, d, .14, 0xB58A54), store: mgl32.Vec2{w, d}, base: mgl32.Vec3{0, 0, .14}}
	case *plant.Source:
		return look{mesh: block(w, d, .05, 0x6A7683), store: mgl32.Vec2{w * .9, d * .9}, base: mgl32.Vec3{0, 0, .05}}
	case *plant.Sink:
		return look{mesh: block(w, d, .05, 0x2F6DB5)}
	}
	if plant.WorkOf(n.Spec) != nil {
		e := shape.Machine(n.Name+" "+n.Title, w, d, h)
		return look{mesh: e.Static, work: e.Work, room: e.Room.Vec2(), robot: e.Mount, reach: e.Reach}
	}
	return look{}
}

func block(w, d, h float32, c shape.Color) *shape.Mesh {
	m := &shape.Mesh{Min: mgl32.Vec3{-w / 2, -d / 2, 0}, Max: mgl32.Vec3{w / 2, d / 2, h}}
	for k := range 8 {
		m.Points = append(m.Points, mgl32.Vec3{pick(k, 1, m.Min[0], m.Max[0]), pick(k, 2, m.Min[1], m.Max[1]), pick(k, 4, m.Min[2], m.Max[2])})
	}
	for _, f := range []struct {
		c [4]uint16
		n mgl32.Vec3
	}{{[4]uint16{0, 2, 3, 1}, mgl32.Vec3{0, 0, -1}}, {[4]uint16{4, 5, 7, 6}, mgl32.Vec3{0, 0, 1}}, {[4]uint16{0, 1, 5, 4}, mgl32.Vec3{0, -1, 0}},
		{[4]uint16{2, 6, 7, 3}, mgl32.Vec3{0, 1, 0}}, {[4]uint16{0, 4, 6, 2}, mgl32.Vec3{-1, 0, 0}}, {[4]uint16{1, 3, 7, 5}, mgl32.Vec3{1, 0, 0}}} {
		m.Faces = append(m.Faces, shape.Face{Corner: f.c, Normal: f.n, Color: c})
	}
	return m
}

var standing = block(.4, .3, 1.75, 0xF58A1F)

func (s *Scene) showArms(*plant.Glance) {}
