package render

import (
	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

const (
	boxBelow  = 14.0 // projected radius under which a body becomes its box, pixels
	skipBelow = 1.5  // and under which it is left out
)

// face is one face of a body in the world.
type face struct {
	normal   mgl32.Vec3
	offset   float32 // normal . p of its points
	corner   [4]uint16
	bias     float32 // see biasOf
	lit, dim uint32  // RGB in the sun and in shadow
	code     uint32  // of the normal, see codeOf; glows
}

const glows = 1 << 31

// body is a draw made ready: points and faces in the world, all of them or its box's.
type body struct {
	from, box, to [2]int32 // points and faces in the buffer: first its own, then its box's
	centre        mgl32.Vec3
	radius        float32
	id            uint32
}

// bodyBuffer keeps points and faces of bodies.
type bodyBuffer struct {
	points []mgl32.Vec3
	faces  []face
}

// meshFacts is what a mesh has in common in all draws.
type meshFacts struct {
	centre mgl32.Vec3
	half   mgl32.Vec3
	mean   [3]float32 // of the colours of its own, times the share of the surface that has them
	tints  [shape.Tints]float32
	sound  bool // every face has corners
}

// facts finds what a mesh has in common in all draws.
func (s *Soft) facts(m *shape.Mesh) meshFacts {
	f, ok := s.meshes[m]
	if !ok {
		// A caller that makes meshes without end must not fill the memory.
		if len(s.meshes) > 1<<14 {
			clear(s.meshes)
		}
		f = newFacts(m)
		s.meshes[m] = f
	}
	return f
}

func newFacts(m *shape.Mesh) (f meshFacts) {
	if m == nil || len(m.Points) == 0 || len(m.Points) > 1<<16 {
		return f
	}
	f.sound = true
	for i := range 3 {
		f.centre[i] = (m.Min[i] + m.Max[i]) / 2
		f.half[i] = (m.Max[i] - m.Min[i]) / 2
	}
	var area float32
	for i := range m.Faces {
		c := m.Faces[i].Corner
		for _, k := range c {
			if int(k) >= len(m.Points) {
				return meshFacts{}
			}
		}
		p := [4]mgl32.Vec3{m.Points[c[0]], m.Points[c[1]], m.Points[c[2]], m.Points[c[3]]}
		n := cross(sub(p[2], p[0]), sub(p[3], p[1]))
		a := sqrt(dot(n, n))
		area += a
		if k, tinted := m.Faces[i].Color.Tinted(); tinted && k < shape.Tints {
			f.tints[k] += a
		} else {
			r, g, b := m.Faces[i].Color.RGB()
			f.mean[0] += float32(a * float32(r))
			f.mean[1] += float32(a * float32(g))
			f.mean[2] += float32(a * float32(b))
		}
	}
	for i := range f.mean {
		f.mean[i] /= max(area, 1e-9)
	}
	for i := range f.tints {
		f.tints[i] /= max(area, 1e-9)
	}
	return f
}

// color is the mean colour of a draw.
func (f *meshFacts) color(tint *[shape.Tints]shape.Color) shape.Color {
	c := f.mean
	for k, share := range f.tints {
		r, g, b := tint[k].RGB()
		c[0] += float32(share * float32(r))
		c[1] += float32(share * float32(g))
		c[2] += float32(share * float32(b))
	}
	return shape.Color(uint32(min(c[0], 255))<<16 | uint32(min(c[1], 255))<<8 | uint32(min(c[2], 255)))
}

// ball is the ball around a draw.
func (f *meshFacts) ball(pose *mgl32.Mat4) (centre mgl32.Vec3, radius float32) {
	centre = apply(pose, f.centre)
	for i := range 8 {
		d := turn(pose, f.corner(i))
		radius = max(radius, dot(d, d))
	}
	return centre, sqrt(radius)
}

// corner is a corner of the box, from its centre.
func (f *meshFacts) corner(i int) mgl32.Vec3 {
	h := f.half
	for k := range h {
		if i>>k&1 == 0 {
			h[k] = -h[k]
		}
	}
	return h
}

// normals turns normals of a mesh into the world; mirrored tells whether the pose turns
// corners' order around.
func normals(pose *mgl32.Mat4) (m mgl32.Mat4, mirrored bool) {
	x, y, z := mgl32.Vec3{pose[0], pose[1], pose[2]}, mgl32.Vec3{pose[4], pose[5], pose[6]}, mgl32.Vec3{pose[8], pose[9], pose[10]}
	cof := [3]mgl32.Vec3{cross(y, z), cross(z, x), cross(x, y)}
	sign := float32(1)
	if dot(x, cof[0]) < 0 {
		sign, mirrored = -1, true
	}
	for i, c := range cof {
		for k := range 3 {
			m[i*4+k] = sign * c[k]
		}
	}
	return m, mirrored
}

// add adds a draw's points and faces.
func (b *bodyBuffer) add(d *scene.Draw) {
	first := len(b.points)
	for _, p := range d.Mesh.Points {
		b.points = append(b.points, apply(&d.Pose, p))
	}
	turned, mirrored := normals(&d.Pose)
	for i := range d.Mesh.Faces {
		f := &d.Mesh.Faces[i]
		c := f.Color
		if k, tinted := c.Tinted(); tinted {
			c = d.Tint[min(k, shape.Tints-1)]
		}
		b.face(first, turn(&turned, f.Normal), f.Corner, mirrored, c, f.Glow)
	}
}

var boxFaces = [6]shape.Face{
	{Corner: [4]uint16{0, 4, 6, 2}, Normal: mgl32.Vec3{-1, 0, 0}},
	{Corner: [4]uint16{1, 3, 7, 5}, Normal: mgl32.Vec3{1, 0, 0}},
	{Corner: [4]uint16{0, 1, 5, 4}, Normal: mgl32.Vec3{0, -1, 0}},
	{Corner: [4]uint16{2, 6, 7, 3}, Normal: mgl32.Vec3{0, 1, 0}},
	{Corner: [4]uint16{0, 2, 3, 1}, Normal: mgl32.Vec3{0, 0, -1}},
	{Corner: [4]uint16{4, 5, 7, 6}, Normal: mgl32.Vec3{0, 0, 1}},
}

// addBox adds the box of a draw.
func (b *bodyBuffer) addBox(d *scene.Draw, f *meshFacts) {
	first := len(b.points)
	centre := apply(&d.Pose, f.centre)
	for i := range 8 {
		p := turn(&d.Pose, f.corner(i))
		b.points = append(b.points, mgl32.Vec3{p[0] + centre[0], p[1] + centre[1], p[2] + centre[2]})
	}
	turned, mirrored := normals(&d.Pose)
	c := f.color(&d.Tint)
	for i := range boxFaces {
		b.face(first, turn(&turned, boxFaces[i].Normal), boxFaces[i].Corner, mirrored, c, false)
	}
}

func (b *bodyBuffer) face(first int, n mgl32.Vec3, corner [4]uint16, mirrored bool, c shape.Color, glow bool) {
	length := sqrt(dot(n, n))
	if !(length > 0) || !finite(length) {
		return // flattened by its pose: nothing to be seen
	}
	n = mgl32.Vec3{n[0] / length, n[1] / length, n[2] / length}
	if mirrored {
		if corner[2] == corner[3] {
			corner[0], corner[1] = corner[1], corner[0]
		} else {
			corner[0], corner[2] = corner[2], corner[0]
		}
	}
	f := face{normal: n, offset: dot(n, b.points[first+int(corner[0])]), corner: corner, code: codeOf(n)}
	f.lit, f.dim = shade(c, n)
	f.bias = biasOf(n)
	if glow {
		f.lit, f.dim, f.code = uint32(c)&0xffffff, uint32(c)&0xffffff, f.code|glows
	}
	b.faces = append(b.faces, f)
}

// codeOf is a number that faces which lie in one plane, or nearly, have in common.
func codeOf(n mgl32.Vec3) uint32 {
	q := func(x float32) uint32 { return uint32(floor32(float32(x*60)+.5) + 64) }
	return q(n[0])<<16 | q(n[1])<<8 | q(n[2])
}

// still is what stands, made ready once.
type still struct {
	draws  []scene.Draw
	bodies []body
	tints  [][shape.Tints]shape.Color // of the bodies, as they are kept
	all    bodyBuffer
	again  bodyBuffer
	light  lightmap
}

// keep makes draws ready, when they are not the same as last time.
func (st *still) keep(s *Soft, draws []scene.Draw) {
	floor := s.frame.Floor
	if sameSlice(st.draws, draws) && st.light.of == floor {
		st.colour(s)
		return
	}
	if !sameSlice(st.draws, draws) {
		clear(s.meshes) // what stood before is not kept
	}
	st.draws = draws
	st.bodies, st.tints = st.bodies[:0], st.tints[:0]
	st.all.points, st.all.faces = st.all.points[:0], st.all.faces[:0]
	for i := range draws {
		st.bodies = append(st.bodies, st.newBody(s, &draws[i]))
		st.tints = append(st.tints, draws[i].Tint)
	}
	st.light.bake(s, floor)
}

// colour gives those their colours anew whose tints have changed: lamps, belts.
func (st *still) colour(s *Soft) {
	for i := range st.draws {
		d, b := &st.draws[i], &st.bodies[i]
		if d.Tint == st.tints[i] || b.from == b.to {
			continue
		}
		st.tints[i] = d.Tint
		facts := s.facts(d.Mesh)
		st.again.points, st.again.faces = st.again.points[:0], st.again.faces[:0]
		st.again.add(d)
		copy(st.all.faces[b.from[1]:b.box[1]], st.again.faces)
		st.again.points, st.again.faces = st.again.points[:0], st.again.faces[:0]
		st.again.addBox(d, &facts)
		copy(st.all.faces[b.box[1]:b.to[1]], st.again.faces)
	}
}

func (st *still) newBody(s *Soft, d *scene.Draw) (b body) {
	facts := s.facts(d.Mesh)
	if !facts.sound {
		return b
	}
	b.centre, b.radius = facts.ball(&d.Pose)
	b.id = d.ID
	all := &st.all
	p, f := int32(len(all.points)), int32(len(all.faces))
	all.add(d)
	p1, f1 := int32(len(all.points)), int32(len(all.faces))
	all.addBox(d, &facts)
	b.from = [2]int32{p, f}
	b.box = [2]int32{p1, f1}
	b.to = [2]int32{int32(len(all.points)), int32(len(all.faces))}
	return b
}

// points and faces of a body, or of its box.
func (st *still) parts(b *body, box bool) ([]mgl32.Vec3, []face) {
	if box {
		return st.all.points[b.box[0]:b.to[0]], st.all.faces[b.box[1]:b.to[1]]
	}
	return st.all.points[b.from[0]:b.box[0]], st.all.faces[b.from[1]:b.box[1]]
}
