package viewer

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/edit"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/ui"
)

// holding is what the hand does at the desk.
type holding uint8

const (
	nothing holding = iota
	moving          // what is chosen
	wiring          // from a port to another place
)

// hold is what the hand has.
type hold struct {
	what   holding
	tool   tool     // what a click places
	body   []body   // of what is moved or placed
	turn   float32  // of it, degrees
	parent int      // of the level it stands in
	spot   spot     // where it would come
	node   int      // what is moved, or where the wire begins
	port   string   // of the wire
	to     int      // where the wire ends, +1; 0: nowhere
	began  ui.Point // where the button was pressed
	far    bool     // the hand has moved since: it is no click
	grip   mgl32.Vec3
	others []edit.Footprint
	ports  [2][]edit.Port // of it, and of the others
	scene  *scene.Scene   // all indices are of this one
}

// body is one of the things that are moved together.
type body struct {
	pose   mgl32.Mat4 // from it to what is moved
	lo, hi mgl32.Vec3 // its box, in its own frame
	path   string
}

// spot is a place for what is held: in the frame of the parent, and in the world.
type spot struct {
	ok    bool
	at    [2]float64
	pose  mgl32.Mat4
	inWay []string
}

// reach is how near ports must come to snap together, m.
const reach = .8

// near is how near a hand must come to the mark of a port, points.
const near = 10

// mouse does what the left button is for at the desk. It reports whether the hand is
// busy with that, so that the camera stays.
func (d *desk) mouse(in ui.Input, taken ui.Taken, size [2]int) bool {
	pressed, released := in.Down[ui.MouseLeft] && !d.was, !in.Down[ui.MouseLeft] && d.was
	d.was, d.size, d.cursor = in.Down[ui.MouseLeft], size, in.Cursor
	if !d.on || d.a.compared != nil {
		return false
	}
	h := &d.hold
	if h.scene != nil && h.scene != d.a.scene { // the factory has become another one meanwhile
		d.pick(h.tool)
	}
	if pressed {
		h.began, h.far = in.Cursor, taken.Pointer
	}
	h.far = h.far || apart(in.Cursor, h.began) >= click
	switch {
	case h.what == moving:
		d.drag(in)
		if released {
			d.drop(in)
		}
		return true
	case h.what == wiring:
		d.wire(in)
		if released {
			d.plug()
		}
		return true
	case h.tool != tool{}:
		d.hover(in, taken.Pointer)
		if released && !h.far && h.spot.ok {
			d.put(h.tool, d.a.scene.Model.Nodes[h.parent].Path, h.spot.at)
			d.pick(h.tool)
			return true
		}
	case pressed && !taken.Pointer && in.Mods&(ui.Shift|ui.Command) == 0:
		return d.take(in)
	}
	return false
}

func apart(a, b ui.Point) float32 { return float32(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y))) }

// take takes a port's mark or what is chosen in hand.
func (d *desk) take(in ui.Input) bool {
	a, h := d.a, &d.hold
	n := d.node()
	if n == nil {
		return false
	}
	for _, m := range d.marks(n) {
		if apart(m.at, in.Cursor) <= near {
			*h = hold{what: wiring, node: n.Index, port: m.port, began: in.Cursor, scene: a.scene}
			d.refresh()
			return true
		}
	}
	id := a.under(in)
	if id == 0 || !standsIn(a.scene.Model.Nodes[id-1], n) {
		return false
	}
	g, ok := a.man.Camera.Ground(in.Cursor.X, in.Cursor.Y, d.size)
	if !ok {
		return false
	}
	pose := a.scene.Sites[n.Index].Pose
	*h = hold{what: moving, node: n.Index, parent: n.Parent.Index, turn: float32(n.Turn), began: in.Cursor, scene: a.scene,
		grip: g.Sub(pose.Col(3).Vec3()), body: a.bodies(n)}
	d.surroundings(n)
	d.refresh()
	return true
}

// standsIn reports whether a place is another one or stands in it.
func standsIn(n, of *model.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == of {
			return true
		}
	}
	return false
}

// pick takes a tool in hand, or none.
func (d *desk) pick(t tool) {
	d.hold = hold{tool: t, began: d.hold.began, far: d.hold.far, scene: d.a.scene}
	if (t != tool{}) {
		if err := d.trial(t); err != nil {
			d.a.warned = ""
			d.a.try(err)
			d.hold.tool = tool{}
		}
		d.surroundings(nil)
	}
	d.refresh()
}

// trial finds out what something new would look like.
func (d *desk) trial(t tool) error {
	doc := d.doc.Try()
	path, err := doc.Place(t.kind, t.like, doc.Model().Factories[0].Path, [2]float64{})
	if err != nil {
		return err
	}
	m := doc.Model()
	s := scene.New(m)
	n := m.Node(path)
	there := &App{scene: s}
	d.hold.body = there.bodies(n)
	if len(d.hold.body) == 0 { // a level with nothing in it yet
		d.hold.body = []body{{mgl32.Ident4(), mgl32.Vec3{-1, -1, 0}, mgl32.Vec3{1, 1, .1}, path}}
	}
	d.hold.ports[0] = there.ports(n)
	back := s.Sites[n.Index].Pose.Inv()
	for i := range d.hold.ports[0] {
		p := &d.hold.ports[0][i]
		q := mgl32.TransformCoordinate(mgl32.Vec3{float32(p.At[0]), float32(p.At[1]), 0}, back)
		p.At = [2]float64{float64(q.X()), float64(q.Y())}
	}
	return nil
}

// bodies are the things that stand in a place, seen from it.
func (a *App) bodies(n *model.Node) []body {
	var out []body
	back := a.scene.Sites[n.Index].Pose.Inv()
	for i, m := range a.scene.Model.Nodes {
		if m.Kind.Level || m.Kind.Name == "building" || !standsIn(m, n) {
			continue
		}
		lo, hi := a.scene.Sites[i].Box()
		out = append(out, body{back.Mul4(a.scene.Sites[i].Pose), lo, hi, m.Path})
	}
	return out
}

// footprint is what a body covers when what it is part of stands somewhere.
func (b *body) footprint(pose mgl32.Mat4) edit.Footprint {
	f := edit.Footprint{Path: b.path}
	at := pose.Mul4(b.pose)
	for _, c := range [...]mgl32.Vec3{{b.lo[0], b.lo[1]}, {b.hi[0], b.lo[1]}, {b.hi[0], b.hi[1]}, {b.lo[0], b.hi[1]}} {
		p := mgl32.TransformCoordinate(c, at)
		f.Corners = append(f.Corners, [2]float64{float64(p.X()), float64(p.Y())})
	}
	return f
}

// ports are those of a place and of all in it, in the world.
func (a *App) ports(n *model.Node) []edit.Port {
	var out []edit.Port
	for _, m := range a.scene.Model.Nodes {
		if !standsIn(m, n) {
			continue
		}
		for k, list := range [][]string{m.In, m.Out} {
			for _, name := range list {
				p := a.scene.Port(m, name, k == 1)
				out = append(out, edit.Port{Path: m.Path, Name: name, Out: k == 1, At: [2]float64{float64(p.X()), float64(p.Y())}})
			}
		}
	}
	return out
}

// surroundings finds what else stands around what is held: n, or something new (nil).
func (d *desk) surroundings(n *model.Node) {
	a, h := d.a, &d.hold
	for _, m := range a.scene.Model.Nodes {
		if n != nil && standsIn(m, n) {
			continue
		}
		pose := a.scene.Sites[m.Index].Pose
		if b, ok := m.Spec.(*plant.Building); ok {
			for _, area := range b.KeepOut {
				f := edit.Footprint{Path: m.Path}
				for _, c := range area {
					p := mgl32.TransformCoordinate(mgl32.Vec3{float32(c[0]), float32(c[1]), 0}, pose)
					f.Corners = append(f.Corners, [2]float64{float64(p.X()), float64(p.Y())})
				}
				h.others = append(h.others, f)
			}
		}
		if m.Kind.Level || m.Kind.Name == "building" {
			continue
		}
		lo, hi := a.scene.Sites[m.Index].Box()
		h.others = append(h.others, (&body{mgl32.Ident4(), lo, hi, m.Path}).footprint(pose))
		h.ports[1] = append(h.ports[1], a.ports(m)...)
	}
	if n != nil {
		h.ports[0] = a.ports(n)
		at := a.scene.Sites[n.Index].Pose.Col(3)
		for i := range h.ports[0] {
			p := &h.ports[0][i]
			p.At = [2]float64{p.At[0] - float64(at.X()), p.At[1] - float64(at.Y())}
		}
	}
}

// level is the level that something at a point of the floor would stand in: the
// innermost of those on whose floor it is, or the nearest within some metres.
func (d *desk) level(p mgl32.Vec3) int {
	const edge, most = .9, 3
	best, nearest := 0, float32(most)
	for i, n := range d.a.scene.Model.Nodes {
		if !n.Kind.Level || n.Parent == nil || len(n.Children) == 0 {
			continue
		}
		s := &d.a.scene.Sites[i]
		q := mgl32.TransformCoordinate(p, s.Pose.Inv())
		x := max(s.Min.X()-edge-q.X(), q.X()-s.Max.X()-edge, 0)
		y := max(s.Min.Y()-edge-q.Y(), q.Y()-s.Max.Y()-edge, 0)
		if far := (mgl32.Vec2{x, y}).Len(); far <= nearest {
			best, nearest = i, far
		}
	}
	return best
}

// drag moves what is chosen with the hand.
func (d *desk) drag(in ui.Input) {
	h := &d.hold
	g, ok := d.a.man.Camera.Ground(in.Cursor.X, in.Cursor.Y, d.size)
	if !h.far || !ok {
		h.spot.ok = false
		return
	}
	d.aim(g.Sub(h.grip), float32(d.a.scene.Model.Nodes[h.node].At[2]), in.Mods&ui.Alt == 0)
}

// hover shows where what the tool makes would stand.
func (d *desk) hover(in ui.Input, covered bool) {
	g, ok := d.a.man.Camera.Ground(in.Cursor.X, in.Cursor.Y, d.size)
	if d.hold.spot.ok = ok && !covered; d.hold.spot.ok {
		d.hold.parent = d.level(g)
		d.aim(g, 0, in.Mods&ui.Alt == 0)
	}
}

// aim finds the spot for what is held that is nearest to a point of the world: on the
// grid of the level, or where its ports meet others.
func (d *desk) aim(p mgl32.Vec3, z float32, snap bool) {
	h := &d.hold
	parent := d.a.scene.Sites[h.parent].Pose
	q := mgl32.TransformCoordinate(mgl32.Vec3{p.X(), p.Y(), 0}, parent.Inv())
	at := [2]float64{float64(q.X()), float64(q.Y())}
	if snap {
		mine := append([]edit.Port(nil), h.ports[0]...)
		for i := range mine {
			mine[i].At = [2]float64{mine[i].At[0] + float64(p.X()), mine[i].At[1] + float64(p.Y())}
		}
		if shift, ok := edit.SnapPorts(mine, h.ports[1], reach); ok {
			v := mgl32.TransformNormal(mgl32.Vec3{float32(shift[0]), float32(shift[1]), 0}, parent.Inv())
			at = [2]float64{at[0] + float64(v.X()), at[1] + float64(v.Y())}
		} else {
			at = edit.Snap(at, edit.Grid)
		}
	}
	h.spot.at, h.spot.ok = millimetres(mgl32.Vec3{float32(at[0]), float32(at[1]), 0}), true
	h.spot.pose = parent.Mul4(mgl32.Translate3D(float32(at[0]), float32(at[1]), z)).Mul4(mgl32.HomogRotate3DZ(h.turn * math.Pi / 180))
	h.spot.inWay = d.overlap(h.body, h.spot.pose, h.others)
}

// overlap names what stands where things would come.
func (d *desk) overlap(list []body, pose mgl32.Mat4, others []edit.Footprint) []string {
	var out []string
	for i := range list {
		out = append(out, edit.Clearance(list[i].footprint(pose), others)...)
	}
	return out
}

// drop lets what was moved stand where it is.
func (d *desk) drop(in ui.Input) {
	h := d.hold
	d.pick(tool{})
	if !h.far {
		d.a.clicked(in, ui.MouseLeft)
		return
	}
	n := d.a.scene.Model.Nodes[h.node]
	if h.spot.ok && d.did(d.doc.Move(n.Path, h.spot.at), n.Path) {
		d.tellOverlap(n.Path)
	}
}

// tellOverlap tells what a place shares the floor with.
func (d *desk) tellOverlap(path string) {
	n := d.a.scene.Model.Node(path)
	if n == nil {
		return
	}
	old := d.hold
	d.hold = hold{}
	d.surroundings(n)
	others := d.hold.others
	d.hold = old
	if list := d.overlap(d.a.bodies(n), d.a.scene.Sites[n.Index].Pose, others); len(list) > 0 {
		d.a.screen.Toast(ui.Caution, d.a.Lang.T("layout.inway", list[0], path))
	}
}

// room is where beside a place there is room for another one like it.
func (d *desk) room(n *model.Node) [2]float64 {
	a := d.a
	old := d.hold
	d.hold = hold{}
	d.surroundings(nil)
	others := d.hold.others
	d.hold = old
	list := a.bodies(n)
	for i := range list {
		b := &list[i]
		b.path = "\x00" // not that of the original, which is in the way as well
		gap := mgl32.Vec3{edit.Grid / 2, edit.Grid / 2, 0}
		b.lo, b.hi = b.lo.Sub(gap), b.hi.Add(gap)
	}
	parent := a.scene.Sites[n.Parent.Index].Pose
	here := mgl32.TransformCoordinate(a.scene.Sites[n.Index].Pose.Col(3).Vec3(), parent.Inv())
	turn := mgl32.HomogRotate3DZ(float32(n.Turn * math.Pi / 180))
	at := [2]float64{float64(here.X()), float64(here.Y())}
	for k := 1; k < 200; k++ {
		for _, sign := range [...]float64{1, -1} {
			try := edit.Snap([2]float64{at[0], at[1] + sign*float64(k)*edit.Grid}, edit.Grid)
			pose := parent.Mul4(mgl32.Translate3D(float32(try[0]), float32(try[1]), 0)).Mul4(turn)
			if len(d.overlap(list, pose, others)) == 0 {
				return try
			}
		}
	}
	return edit.Snap([2]float64{at[0], at[1] + 3}, edit.Grid)
}

// wire leads a wire to where the cursor is.
func (d *desk) wire(in ui.Input) {
	d.hold.to = 0
	if id := d.a.under(in); id > 0 && id-1 != d.hold.node && len(d.a.scene.Model.Nodes[id-1].In) > 0 {
		d.hold.to = id
	}
}

// plug connects the wire's ends.
func (d *desk) plug() {
	h := d.hold
	d.pick(tool{})
	if h.to > 0 {
		nodes := d.a.scene.Model.Nodes
		d.connect(nodes[h.node], h.port, nodes[h.to-1])
	}
}

// mark is where a port can be taken hold of, in the window.
type mark struct {
	port string
	at   ui.Point
}

// marks are those of a place's ports by which parts leave. Ports without a place of
// their own stand side by side.
func (d *desk) marks(n *model.Node) []mark {
	var out []mark
	for k, port := range n.Out {
		p := d.a.scene.Port(n, port, true).Vec3(.05)
		if _, own := n.Ports[port]; !own && k > 0 {
			side := float32((k+1)/2) * .55
			if k%2 == 0 {
				side = -side
			}
			p = p.Add(mgl32.TransformNormal(mgl32.Vec3{0, side, 0}, d.a.scene.Sites[n.Index].Pose))
		}
		if at, ok := d.point(p); ok {
			out = append(out, mark{port, at})
		}
	}
	return out
}

// point is where a point of the world is in the window; ok is false behind the eye.
func (d *desk) point(p mgl32.Vec3) (ui.Point, bool) {
	at, depth := d.a.man.Camera.Look(p, d.size)
	return ui.Point{X: at.X(), Y: at.Y()}, depth > scene.Near && d.size[0] > 0
}
