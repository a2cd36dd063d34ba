package bench

import (
	"math"
	"math/rand/v2"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

// The pictures' size.
const width, height = 1280, 720

// builder makes a mesh of convex parts.
type builder struct{ shape.Mesh }

func (b *builder) face(c shape.Color, p ...mgl32.Vec3) {
	f := shape.Face{Color: c, Normal: p[1].Sub(p[0]).Cross(p[2].Sub(p[0])).Normalize()}
	for i := range f.Corner {
		f.Corner[i] = uint16(len(b.Points) + min(i, len(p)-1))
	}
	b.Points = append(b.Points, p...)
	b.Faces = append(b.Faces, f)
}

func (b *builder) box(c shape.Color, x0, y0, z0, x1, y1, z1 float32) *builder {
	p := func(i int) mgl32.Vec3 {
		return mgl32.Vec3{[2]float32{x0, x1}[i&1], [2]float32{y0, y1}[i>>1&1], [2]float32{z0, z1}[i>>2]}
	}
	for _, f := range [6][4]int{{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}} {
		b.face(c, p(f[0]), p(f[1]), p(f[2]), p(f[3]))
	}
	return b
}

func (b *builder) prism(c shape.Color, n int, x, y, r, z0, z1 float32) *builder {
	at := func(i int, z float32) mgl32.Vec3 {
		s, k := math.Sincos(2 * math.Pi * float64(i%n) / float64(n))
		return mgl32.Vec3{x + r*float32(k), y + r*float32(s), z}
	}
	for i := range n {
		b.face(c, at(i, z0), at(i+1, z0), at(i+1, z1), at(i, z1))
		b.face(c, mgl32.Vec3{x, y, z1}, at(i, z1), at(i+1, z1))
		b.face(c, mgl32.Vec3{x, y, z0}, at(i+1, z0), at(i, z0))
	}
	return b
}

func (b *builder) mesh() *shape.Mesh {
	b.Min, b.Max = b.Points[0], b.Points[0]
	for _, p := range b.Points {
		for i := range p {
			b.Min[i], b.Max[i] = min(b.Min[i], p[i]), max(b.Max[i], p[i])
		}
	}
	return &b.Mesh
}

const (
	white, slate, dark, steel = 0xE9ECEF, 0x3A4450, 0x23292F, 0xB4C0CC
	teal, blue, green, yellow = 0x1F8A8C, 0x2F6DB5, 0x37C871, 0xF2B705
)

// machine has 15 convex parts.
func machine() *shape.Mesh {
	return new(builder).box(slate, -1.6, -1.1, 0, 1.6, 1.1, .25).box(white, -1.5, -1, .25, 1.1, 1, 1.9).
		box(steel, -1.35, -.85, 1.9, .95, .85, 2.1).box(slate, 1.1, -.9, .25, 1.75, .9, 1.8).
		box(dark, -1.2, -1.04, .85, .3, -1, 1.6).box(teal, -1.5, -1.02, .3, 1.1, -1, .5).
		box(blue, .45, -1.08, .9, .8, -1, 1.4).box(steel, -.2, .2, 2.1, .9, .8, 2.4).
		box(slate, -2.3, -.2, 0, -1.65, .7, 1).box(slate, 1.2, -.7, 1.8, 1.6, .2, 2).
		prism(steel, 12, -1, .4, .22, 2.1, 2.5).prism(slate, 6, .9, -.6, .04, 2.1, 2.4).
		prism(green, 8, .9, -.6, .08, 2.4, 2.55).prism(yellow, 8, .9, -.6, .08, 2.56, 2.68).
		prism(0xE5383B, 8, .9, -.6, .08, 2.69, 2.8).mesh()
}

// conveyor has 17 convex parts.
func conveyor() *shape.Mesh {
	b := new(builder).box(steel, -2.5, -.4, .6, 2.5, -.34, .82).box(steel, -2.5, .34, .6, 2.5, .4, .82).
		box(dark, -2.5, -.34, .7, 2.5, .34, .78)
	for k := range 10 {
		x := float32(k)*.5 - 2.4
		b.box(slate, x, -.34, .78, x+.16, .34, .8)
	}
	for _, x := range []float32{-2.2, 2.1} {
		b.box(slate, x, -.36, 0, x+.08, -.28, .6).box(slate, x, .28, 0, x+.08, .36, .6)
	}
	return b.mesh()
}

// hall is n machines, half as many conveyors, and n parts that move.
func hall(n int) *scene.Frame {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	m, c := machine(), conveyor()
	part := new(builder).box(0xC89A5E, -.24, -.24, 0, .24, .24, .34).mesh()
	side := int(math.Ceil(math.Sqrt(float64(n))))
	half := float32(side) * 3.2
	f := &scene.Frame{Floor: &scene.Floor{Min: mgl32.Vec2{-half, -half}, Max: mgl32.Vec2{half, half}}, Camera: scene.DefaultCamera()}
	for i := range n {
		x, y := float32(i%side)*6.4-half+3.2, float32(i/side)*6.4-half+3.2
		f.Static = append(f.Static, scene.Draw{Mesh: m, Pose: mgl32.Translate3D(x, y+.6, 0), ID: uint32(i + 1)})
		if i%2 == 0 {
			f.Static = append(f.Static, scene.Draw{Mesh: c, Pose: mgl32.Translate3D(x, y-1.6, 0), ID: uint32(i + 1)})
		}
		f.Moving = append(f.Moving, scene.Draw{Mesh: part, ID: uint32(i + 1),
			Pose: mgl32.Translate3D(x+4*r.Float32()-2, y-1.6, .8).Mul4(mgl32.HomogRotate3DZ(r.Float32()))})
	}
	for i := range side {
		y := float32(i)*6.4 - half
		f.Floor.Zones = append(f.Floor.Zones, scene.Zone{Min: mgl32.Vec2{-half, y}, Max: mgl32.Vec2{half, y + 1}, Color: 0x9CC5B0, Strength: .5})
		f.Floor.Lines = append(f.Floor.Lines, scene.Line{From: mgl32.Vec2{-half, y}, To: mgl32.Vec2{half, y}, Width: .1, Color: yellow})
	}
	return f
}

// move lets the parts go on and the camera turn.
func move(f *scene.Frame) {
	for i := range f.Moving {
		f.Moving[i].Pose[12] += .01
	}
	f.Camera.Yaw += .01
}
