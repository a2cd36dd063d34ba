package glb

import (
	"errors"
	"fmt"
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// look is what a triangle looks like.
type look struct {
	color shape.Color
	glow  bool
}

// builder makes meshes of triangles.
type builder struct {
	primitives, triangles int // so far, those that are not drawn too
	points                []mgl32.Vec3
	known                 map[mgl32.Vec3]uint32
	faces                 []face
	first                 int  // of the primitive
	double                bool // it is seen from behind too
}

// face is a triangle or a quadrangle; a triangle repeats its last corner.
type face struct {
	corner [4]uint32
	normal mgl32.Vec3
	look
}

// begin begins a primitive; double tells that its faces are seen from behind too.
func (b *builder) begin(double bool) { b.first, b.double = len(b.faces), double }

// add adds a triangle; one without an area is left out.
func (b *builder) add(q [3]mgl32.Vec3, l look) error {
	if b.known == nil {
		b.known = map[mgl32.Vec3]uint32{}
	}
	var f face
	f.look = l
	for i, p := range q {
		for _, x := range p {
			if math.IsNaN(float64(x)) || math.Abs(float64(x)) > 1e6 {
				return fmt.Errorf("a point lies at %v", p)
			}
		}
		k, ok := b.known[p]
		if !ok {
			k = uint32(len(b.points))
			b.points = append(b.points, p)
			b.known[p] = k
		}
		f.corner[i] = k
	}
	f.corner[3] = f.corner[2]
	n := q[1].Sub(q[0]).Cross(q[2].Sub(q[0]))
	if l := n.Len(); l > 1e-10 {
		f.normal = n.Mul(1 / l)
		b.faces = append(b.faces, f)
	}
	return nil
}

// end ends a primitive.
func (b *builder) end() {
	list := b.faces[b.first:]
	behind := b.double && !closed(list)
	b.faces = append(b.faces[:b.first], quads(list, b.points)...)
	if !behind {
		return
	}
	for _, f := range b.faces[b.first:] {
		c := f.corner
		f.corner = [4]uint32{c[2], c[1], c[0], c[3]}
		if c[3] == c[2] {
			f.corner[3] = c[0]
		}
		f.normal = f.normal.Mul(-1)
		b.faces = append(b.faces, f)
	}
}

// closed reports whether every edge of triangles has another one beside it that runs the
// other way: so nothing of their backs is seen.
func closed(list []face) bool {
	open := map[[2]uint32]int{}
	for _, f := range list {
		for i := range 3 {
			a, b := f.corner[i], f.corner[(i+1)%3]
			if a < b {
				open[[2]uint32{a, b}]++
			} else {
				open[[2]uint32{b, a}]--
			}
		}
	}
	for _, n := range open {
		if n != 0 {
			return false
		}
	}
	return true
}

// quads makes one face of two triangles that share an edge, lie in one plane and look
// alike, where that is convex: half as many are to be drawn, and no line is between them.
func quads(list []face, points []mgl32.Vec3) []face {
	beside := make(map[[2]uint32]int32, 3*len(list))
	for i := range list {
		for k := range 3 {
			beside[[2]uint32{list[i].corner[k], list[i].corner[(k+1)%3]}] = int32(i)
		}
	}
	taken := make([]bool, len(list))
	out := make([]face, 0, len(list))
	for i := range list {
		if taken[i] {
			continue
		}
		f := list[i]
		for k := range 3 {
			j, ok := beside[[2]uint32{f.corner[(k+1)%3], f.corner[k]}]
			if !ok || int(j) <= i || taken[j] {
				continue
			}
			if q, ok := joined(&list[i], &list[j], points); ok {
				f, taken[j] = q, true
				break
			}
		}
		out = append(out, f)
	}
	return out
}

// joined is the quadrangle of two triangles.
func joined(f, g *face, points []mgl32.Vec3) (q face, ok bool) {
	if f.look != g.look || f.normal.Dot(g.normal) < .99999 {
		return q, false
	}
	for i := range 3 {
		a, b, c := f.corner[i], f.corner[(i+1)%3], f.corner[(i+2)%3]
		for j := range 3 {
			if g.corner[j] != b || g.corner[(j+1)%3] != a {
				continue
			}
			q = *f
			q.corner = [4]uint32{a, g.corner[(j+2)%3], b, c}
			for k := range 4 {
				p, to, next := points[q.corner[k]], points[q.corner[(k+1)%4]], points[q.corner[(k+2)%4]]
				d, e := to.Sub(p), next.Sub(to)
				if d.Cross(e).Dot(f.normal) <= 1e-4*d.Len()*e.Len() || math.Abs(float64(next.Sub(p).Dot(f.normal))) > 1e-4*float64(d.Len()+e.Len()) {
					return q, false
				}
			}
			return q, true
		}
	}
	return q, false
}

// maxPoints is how many points a mesh may have.
const maxPoints = 1 << 16

// model is what was built.
func (b *builder) model() (*Model, error) {
	if len(b.faces) == 0 {
		return nil, errors.New("there is nothing to be seen in it: its scene has no triangles")
	}
	lo, hi := b.points[b.faces[0].corner[0]], b.points[b.faces[0].corner[0]]
	for i := range b.faces {
		for _, c := range b.faces[i].corner {
			for k, x := range b.points[c] {
				lo[k], hi[k] = min(lo[k], x), max(hi[k], x)
			}
		}
	}
	m := &Model{Size: hi.Sub(lo), Triangles: b.triangles}
	if long := max(m.Size[0], m.Size[1], m.Size[2]); long > MaxLength {
		return nil, fmt.Errorf("it is %.0f m long, more than %d m: the lengths in a GLB are metres; export it with that unit", long, MaxLength)
	}
	foot := mgl32.Vec3{(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2]}
	m.Origin = foot.Mul(-1)
	b.meshes(m, foot)
	return m, nil
}

// meshes puts the faces into meshes, which stand on the point.
func (b *builder) meshes(m *Model, foot mgl32.Vec3) {
	var mesh *shape.Mesh
	var number map[uint32]uint16
	for i := range b.faces {
		f := &b.faces[i]
		if mesh == nil || len(mesh.Points)+4 > maxPoints {
			mesh, number = &shape.Mesh{}, map[uint32]uint16{}
			m.Meshes = append(m.Meshes, mesh)
		}
		out := shape.Face{Normal: f.normal, Color: f.color, Glow: f.glow}
		for k, c := range f.corner {
			n, ok := number[c]
			if !ok {
				n = uint16(len(mesh.Points))
				number[c] = n
				mesh.Points = append(mesh.Points, b.points[c].Sub(foot))
			}
			out.Corner[k] = n
		}
		mesh.Faces = append(mesh.Faces, out)
	}
	for _, mesh := range m.Meshes {
		mesh.Min, mesh.Max = mesh.Points[0], mesh.Points[0]
		for _, p := range mesh.Points {
			for k, x := range p {
				mesh.Min[k], mesh.Max[k] = min(mesh.Min[k], x), max(mesh.Max[k], x)
			}
		}
	}
}
