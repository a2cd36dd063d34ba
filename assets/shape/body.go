package shape

import (
	"math"
	"slices"

	"github.com/go-gl/mathgl/mgl32"
)

// body is a mesh in the making, of closed solids and of plates on them.
type body struct {
	m         Mesh
	side, top Color // of what is built next: all around, and what looks up
	glow      bool
}

type vec = mgl32.Vec3

func at(x, y, z float32) vec { return vec{x, y, z} }

func build() *body { return &body{} }

// paint sets the colour of what is built next.
func (b *body) paint(c Color) *body { return b.paints(c, c) }

// paints does so with another colour for what looks up.
func (b *body) paints(side, top Color) *body {
	b.side, b.top, b.glow = side, top, false
	return b
}

// shine sets the colour of what is built next, and that it shines.
func (b *body) shine(c Color) *body {
	b.side, b.top, b.glow = c, c, true
	return b
}

// done is the mesh, with its box.
func (b *body) done() *Mesh {
	m := b.m
	if len(m.Points) > 0 {
		m.Min, m.Max = m.Points[0], m.Points[0]
	}
	for _, p := range m.Points {
		for k := range p {
			m.Min[k], m.Max[k] = min(m.Min[k], p[k]), max(m.Max[k], p[k])
		}
	}
	return &m
}

// polygon adds a planar convex polygon of the body's points, in faces of up to four
// corners that share one normal.
func (b *body) polygon(c Color, corners ...uint16) {
	n := b.normal(corners)
	if c == b.side && n.Z() > .9 {
		c = b.top
	}
	for k := 1; k+1 < len(corners); k += 2 {
		f := Face{Normal: n, Color: c, Glow: b.glow}
		f.Corner = [4]uint16{corners[0], corners[k], corners[k+1], corners[min(k+2, len(corners)-1)]}
		b.m.Faces = append(b.m.Faces, f)
	}
}

// normal is Newell's: it weighs all corners alike.
func (b *body) normal(corners []uint16) (n vec) {
	for i, c := range corners {
		p, q := b.m.Points[c], b.m.Points[corners[(i+1)%len(corners)]]
		n[0] += (p[1] - q[1]) * (p[2] + q[2])
		n[1] += (p[2] - q[2]) * (p[0] + q[0])
		n[2] += (p[0] - q[0]) * (p[1] + q[1])
	}
	return n.Normalize()
}

// stack adds a solid through rings of equally many points, closed at both ends. A ring
// of one point is a tip. bands colour what lies between two rings, then the end, then
// the beginning; without one it has the body's paint.
func (b *body) stack(rings [][]vec, bands ...Color) *body {
	first := uint16(len(b.m.Points))
	starts := make([]uint16, len(rings))
	for i, r := range rings {
		starts[i] = uint16(len(b.m.Points))
		b.m.Points = append(b.m.Points, r...)
	}
	var faces [][]uint16
	var colors []Color
	for i := 0; i+1 < len(rings); i++ {
		n := max(len(rings[i]), len(rings[i+1]))
		for k := range n {
			f := quad(starts[i], len(rings[i]), starts[i+1], len(rings[i+1]), k, (k+1)%n)
			faces, colors = append(faces, f), append(colors, b.band(bands, i))
		}
	}
	last := len(rings) - 1
	if len(rings[0]) > 2 {
		faces, colors = append(faces, back(starts[0], len(rings[0]))), append(colors, b.band(bands, last+1))
	}
	if len(rings[last]) > 2 {
		end := back(starts[last], len(rings[last]))
		slices.Reverse(end)
		faces, colors = append(faces, end), append(colors, b.band(bands, last))
	}
	// Rings may run either way: the sign of the volume tells which way is out.
	inside := b.volume(faces, first) < 0
	for i, f := range faces {
		if inside {
			slices.Reverse(f)
		}
		b.polygon(colors[i], f...)
	}
	return b
}

func (b *body) band(bands []Color, k int) Color {
	if k < len(bands) {
		return bands[k]
	}
	return b.side
}

func quad(s0 uint16, n0 int, s1 uint16, n1, k, next int) []uint16 {
	switch {
	case n0 == 1:
		return []uint16{s0, s1 + uint16(next), s1 + uint16(k)}
	case n1 == 1:
		return []uint16{s0 + uint16(k), s0 + uint16(next), s1}
	}
	return []uint16{s0 + uint16(k), s0 + uint16(next), s1 + uint16(next), s1 + uint16(k)}
}

func back(start uint16, n int) []uint16 {
	f := make([]uint16, n)
	for k := range f {
		f[k] = start + uint16(n-1-k)
	}
	return f
}

// volume is six times what the faces enclose, negative when they look inwards.
func (b *body) volume(faces [][]uint16, origin uint16) (v float32) {
	o := b.m.Points[origin]
	for _, f := range faces {
		p := b.m.Points[f[0]].Sub(o)
		for k := 1; k+1 < len(f); k++ {
			v += p.Dot(b.m.Points[f[k]].Sub(o).Cross(b.m.Points[f[k+1]].Sub(o)))
		}
	}
	return v
}

// rect is a ring at the height.
func rect(x0, y0, x1, y1, z float32) []vec {
	return []vec{at(x0, y0, z), at(x1, y0, z), at(x1, y1, z), at(x0, y1, z)}
}

// circle is a ring of n points around c, across the axis (0 x, 1 y, 2 z), with a flat
// side towards the next axes.
func circle(c vec, axis int, r float32, n int) []vec {
	ring := make([]vec, n)
	for k := range ring {
		s, co := math.Sincos((float64(k) + .5) * 2 * math.Pi / float64(n))
		ring[k] = c
		ring[k][(axis+1)%3] += r * float32(co)
		ring[k][(axis+2)%3] += r * float32(s)
	}
	return ring
}

func shifted(ring []vec, by vec) []vec {
	out := make([]vec, len(ring))
	for k, p := range ring {
		out[k] = p.Add(by)
	}
	return out
}

// sweep adds what a planar convex ring passes through.
func (b *body) sweep(ring []vec, by vec) *body { return b.stack([][]vec{ring, shifted(ring, by)}) }

// box adds a box between two corners.
func (b *body) box(x0, y0, z0, x1, y1, z1 float32) *body {
	return b.sweep(rect(x0, y0, x1, y1, z0), at(0, 0, z1-z0))
}

// block adds a box by the centre of its bottom and its measures.
func (b *body) block(x, y, z, w, d, h float32) *body {
	return b.box(x-w/2, y-d/2, z, x+w/2, y+d/2, z+h)
}

// bevelled adds a box whose upper edges are cut off.
func (b *body) bevelled(x0, y0, z0, x1, y1, z1, cut float32) *body {
	cut = min(cut, (x1-x0)*.4, (y1-y0)*.4, (z1-z0)*.8)
	return b.stack([][]vec{rect(x0, y0, x1, y1, z0), rect(x0, y0, x1, y1, z1-cut), rect(x0+cut, y0+cut, x1-cut, y1-cut, z1)})
}

// tub adds a box open above, with walls of the thickness.
func (b *body) tub(x0, y0, z0, x1, y1, z1, wall float32) *body {
	in := rect(x0+wall, y0+wall, x1-wall, y1-wall, z1)
	return b.stack([][]vec{rect(x0, y0, x1, y1, z0), rect(x0, y0, x1, y1, z1), in, shifted(in, at(0, 0, z0+wall-z1))})
}

// taper adds a frustum of n sides that stands at c; a cone when r1 is 0.
func (b *body) taper(c vec, r0, r1, h float32, n int) *body {
	top := c.Add(at(0, 0, h))
	if r1 <= 0 {
		return b.stack([][]vec{circle(c, 2, r0, n), {top}})
	}
	return b.stack([][]vec{circle(c, 2, r0, n), circle(top, 2, r1, n)})
}

// cylinder adds one of n sides along an axis (0 x, 1 y, 2 z), from c.
func (b *body) cylinder(c vec, axis int, r, length float32, n int) *body {
	var by vec
	by[axis] = length
	return b.sweep(circle(c, axis, r, n), by)
}

// bar adds a square bar.
func (b *body) bar(from, to vec, thick float32) *body {
	return b.tube([]vec{from, to}, thick/math.Sqrt2, 4)
}

// tube adds a tube of n sides along a line of two points or more, mitred at its bends.
func (b *body) tube(path []vec, r float32, n int) *body {
	dir := path[1].Sub(path[0]).Normalize()
	side := dir.Cross(at(0, 0, 1))
	if side.Len() < .1 {
		side = at(1, 0, 0)
	}
	side = side.Normalize()
	up := side.Cross(dir)
	ring := make([]vec, n)
	for k := range ring {
		s, c := math.Sincos((float64(k) + .5) * 2 * math.Pi / float64(n))
		ring[k] = path[0].Add(side.Mul(r * float32(c))).Add(up.Mul(r * float32(s)))
	}
	rings := [][]vec{ring}
	for i := 1; i < len(path); i++ {
		dir = path[i].Sub(path[i-1]).Normalize()
		cut := dir
		if i+1 < len(path) {
			cut = dir.Add(path[i+1].Sub(path[i]).Normalize())
		}
		// Each corner runs on along the tube until it meets the mitre: so all sides are
		// planar.
		next := make([]vec, n)
		for k, p := range rings[i-1] {
			next[k] = p.Add(dir.Mul(path[i].Sub(p).Dot(cut) / dir.Dot(cut)))
		}
		rings = append(rings, next)
	}
	return b.stack(rings)
}

// plate adds a polygon without thickness, seen from where it runs counter-clockwise.
// It lies on a solid, proud of it.
func (b *body) plate(ring ...vec) *body {
	start := uint16(len(b.m.Points))
	b.m.Points = append(b.m.Points, ring...)
	f := back(start, len(ring))
	slices.Reverse(f)
	b.polygon(b.side, f...)
	return b
}

// front, rear, west, east and over add a rectangular plate that looks to -y, +y, -x, +x and up.
func (b *body) front(x0, z0, x1, z1, y float32) *body {
	return b.plate(at(x0, y, z0), at(x1, y, z0), at(x1, y, z1), at(x0, y, z1))
}

func (b *body) west(y0, z0, y1, z1, x float32) *body {
	return b.plate(at(x, y1, z0), at(x, y0, z0), at(x, y0, z1), at(x, y1, z1))
}

func (b *body) east(y0, z0, y1, z1, x float32) *body {
	return b.plate(at(x, y0, z0), at(x, y1, z0), at(x, y1, z1), at(x, y0, z1))
}

// stripe is the accent around a box.
func (b *body) stripe(x0, y0, x1, y1, z0, z1 float32) *body {
	const proud = .015
	b.paint(Tint(3)).front(x0, z0, x1, z1, y0-proud).east(y0, z0, y1, z1, x1+proud).west(y0, z0, y1, z1, x0-proud)
	return b.rear(x0, z0, x1, z1, y1+proud)
}

func (b *body) rear(x0, z0, x1, z1, y float32) *body {
	return b.plate(at(x1, y, z0), at(x0, y, z0), at(x0, y, z1), at(x1, y, z1))
}

func (b *body) over(x0, y0, x1, y1, z float32) *body { return b.plate(rect(x0, y0, x1, y1, z)...) }

// add puts a copy of a mesh in, moved, turned or scaled.
func (b *body) add(m *Mesh, pose mgl32.Mat4) *body {
	start := uint16(len(b.m.Points))
	for _, p := range m.Points {
		b.m.Points = append(b.m.Points, mgl32.TransformCoordinate(p, pose))
	}
	mirrored := pose.Mat3().Det() < 0
	for _, f := range m.Faces {
		for k := range f.Corner {
			f.Corner[k] += start
		}
		corners := f.Corner[:]
		if f.Corner[3] == f.Corner[2] {
			corners = corners[:3]
		}
		if mirrored {
			slices.Reverse(corners)
			f.Corner[3] = corners[len(corners)-1]
		}
		f.Normal = b.normal(corners)
		b.m.Faces = append(b.m.Faces, f)
	}
	return b
}

// shift moves what is built so far.
func (b *body) shift(by vec) *body {
	for i := range b.m.Points {
		b.m.Points[i] = b.m.Points[i].Add(by)
	}
	return b
}

// span keeps a measure within what can be built; what is none becomes the least.
func span(v, least, most float32) float32 {
	if !(v > least) {
		return least
	}
	return min(v, most)
}
