package scene

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// look is how a place is drawn: what each of its bodies is made of, and more that stands
// around.
type look struct {
	body  []piece
	more  []piece
	work  mgl32.Vec3   // where the part that is worked on stands, in the frame of a body
	room  mgl32.Vec3   // what it may measure there
	spots []mgl32.Vec3 // where parts are kept
	arm   *shape.Arm   // its robot, or nil
	mount mgl32.Vec3   // where that stands
	in    mgl32.Vec3   // from where it takes parts
	out   mgl32.Vec3   // and where it puts them
	tool  *shape.Mesh  // what moves at work, or nil
	path  mgl32.Vec3   // the way that it goes
	slats float32      // of a conveyor: from one slat to the next, m
	speed float32      // of its belt, m/s

	accent shape.Color
}

// piece is a mesh in the frame of a place, or of one of its bodies.
type piece struct {
	mesh  *shape.Mesh
	pose  mgl32.Mat4
	tells bool // its lamps or its belt show what the body does
}

// whole is a body of one mesh.
func whole(m *shape.Mesh) []piece { return []piece{{m, mgl32.Ident4(), true}} }

// slatPitch is from one slat of a conveyor to the next, m, where it is not very long.
const slatPitch = .25

// lookOf is the look of a place of its size.
func lookOf(n *model.Node, s *Site) look {
	w, d, h := s.Size.X(), s.Size.Y(), s.Size.Z()
	switch spec := n.Spec.(type) {
	case *plant.Conveyor:
		pitch := max(slatPitch, w/90)
		return look{body: whole(shape.Conveyor(w, d, h, pitch)), slats: pitch, speed: float32(spec.Speed)}
	case *plant.Buffer:
		if isRack(n, spec) {
			return stored(shape.Racks(w, d, h, rackRoom(spec)))
		}
		return stored(shape.Buffer(w, d, 0, spec.Room))
	case *plant.Source:
		return stored(shape.Dock(w, d))
	case *plant.Sink:
		return stored(shape.Dispatch(w, d))
	case *plant.Tool:
		return look{body: whole(shape.Toolbox(w, d))}
	case *plant.Building:
		return building(spec)
	}
	if plant.WorkOf(n.Spec) == nil {
		return look{}
	}
	e := machine(n, w, d, h)
	l := look{body: whole(e.Static), work: e.Work, room: e.Room, mount: e.Mount, in: e.In, out: e.Out, tool: e.Tool, path: e.Stroke}
	if e.Reach > 0 {
		l.arm = l.longArm(e.Reach)
	}
	return l
}

// longArm is an arm of the reach, or of as much more as it must have to come everywhere
// on its way.
func (l *look) longArm(reach float32) *shape.Arm {
	for {
		arm := shape.Robot(reach)
		all := true
		for k := range 21 {
			_, ok := shape.Reach(&arm, l.grip(plant.Busy, float32(k)/20).Sub(l.mount))
			all = all && ok
		}
		if all || reach > 6 {
			return &arm
		}
		reach *= 1.05
	}
}

// machine is a machine that fits the place's name and kind.
func machine(n *model.Node, w, d, h float32) shape.Equipment {
	name := n.Name + " " + n.Title
	if n.Size[2] == 0 {
		h = 0 // as high as such machines are
	}
	if shape.LookOf(name) != shape.Plain {
		return shape.Machine(name, w, d, h)
	}
	variety := uint32(len(n.Path))
	switch n.Kind.Name {
	case "assembly":
		return shape.Cell.Build(w, d, h, variety)
	case "disassembly":
		return shape.Disassembler.Build(w, d, h, variety)
	case "station":
		return shape.Bench.Build(w, d, h, variety)
	}
	return shape.Machine(name, w, d, h)
}

const (
	fewForRack = 6   // parts that a rack has room for at least
	rackHeight = 2.5 // m from which a store of many is one, whatever its name
	rackDepth  = 1.2 // m
)

// isRack reports whether a buffer is drawn as a rack: by its name, or by its height.
func isRack(n *model.Node, b *plant.Buffer) bool {
	if b.Room >= 0 && b.Room < fewForRack {
		return false
	}
	return shape.RackNamed(n.Name+" "+n.Title) || n.Size[2] >= rackHeight && b.Room > 16
}

// rackRoom is how many parts a rack is made for; 144 where its room is without limit.
func rackRoom(b *plant.Buffer) int {
	if b.Room < 0 {
		return 144
	}
	return b.Room
}

func stored(s shape.Store) look { return look{body: whole(s.Mesh), spots: s.Spots, room: s.Room} }

// building is walls and columns.
func building(b *plant.Building) look {
	var l look
	tall := float32(b.Height)
	if tall <= 0 {
		tall = 6
	}
	var lo, hi mgl32.Vec2
	for k, p := range b.Walls {
		q := b.Walls[(k+1)%len(b.Walls)]
		from, to := mgl32.Vec2{float32(p[0]), float32(p[1])}, mgl32.Vec2{float32(q[0]), float32(q[1])}
		if k == 0 {
			lo, hi = from, from
		}
		lo, hi = low(lo, from), high(hi, from)
		d := to.Sub(from)
		if d.Len() < .1 {
			continue
		}
		// Low enough to look over: from above a wall hides what is behind it.
		wall := shape.Wall(d.Len(), min(tall, 1.2))
		mid := from.Add(to).Mul(.5)
		l.more = append(l.more, piece{mesh: wall, pose: mgl32.Translate3D(mid.X(), mid.Y(), 0).Mul4(mgl32.HomogRotate3DZ(float32(math.Atan2(float64(d.Y()), float64(d.X())))))})
	}
	if ex, ey := float32(b.Columns.Every[0]), float32(b.Columns.Every[1]); ex > .5 && ey > .5 {
		w, d := float32(b.Columns.Size[0]), float32(b.Columns.Size[1])
		column := shape.Column(max(w, .2), max(d, .2), tall)
		for x := lo.X(); x <= hi.X()+.01; x += ex {
			for y := lo.Y(); y <= hi.Y()+.01 && len(l.more) < 2000; y += ey {
				l.more = append(l.more, piece{mesh: column, pose: mgl32.Translate3D(x, y, 0)})
			}
		}
	}
	return l
}
