package render

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

// maker builds meshes of boxes and prisms for the tests.
type maker struct {
	shape.Mesh
	pose mgl32.Mat4
}

func newMaker() *maker { return &maker{pose: mgl32.Ident4()} }

func (m *maker) face(c shape.Color, glow bool, corners ...mgl32.Vec3) {
	var f shape.Face
	for i, p := range corners {
		p = mgl32.TransformCoordinate(p, m.pose)
		at := slices.IndexFunc(m.Points, func(q mgl32.Vec3) bool { return p.Sub(q).Len() < 1e-5 })
		if at < 0 {
			at = len(m.Points)
			m.Points = append(m.Points, p)
		}
		f.Corner[i] = uint16(at)
		if i == 2 {
			f.Corner[3] = f.Corner[2]
		}
	}
	a, b, d := m.Points[f.Corner[0]], m.Points[f.Corner[1]], m.Points[f.Corner[2]]
	f.Normal = b.Sub(a).Cross(d.Sub(a)).Normalize()
	f.Color, f.Glow = c, glow
	m.Faces = append(m.Faces, f)
}

func (m *maker) box(c shape.Color, x0, y0, z0, x1, y1, z1 float32) {
	m.lit(c, false, x0, y0, z0, x1, y1, z1)
}

func (m *maker) lit(c shape.Color, glow bool, x0, y0, z0, x1, y1, z1 float32) {
	p := func(x, y, z float32) mgl32.Vec3 { return mgl32.Vec3{x, y, z} }
	m.face(c, glow, p(x0, y0, z1), p(x1, y0, z1), p(x1, y1, z1), p(x0, y1, z1))
	m.face(c, glow, p(x0, y0, z0), p(x0, y1, z0), p(x1, y1, z0), p(x1, y0, z0))
	m.face(c, glow, p(x0, y0, z0), p(x1, y0, z0), p(x1, y0, z1), p(x0, y0, z1))
	m.face(c, glow, p(x1, y1, z0), p(x0, y1, z0), p(x0, y1, z1), p(x1, y1, z1))
	m.face(c, glow, p(x0, y1, z0), p(x0, y0, z0), p(x0, y0, z1), p(x0, y1, z1))
	m.face(c, glow, p(x1, y0, z0), p(x1, y1, z0), p(x1, y1, z1), p(x1, y0, z1))
}

func (m *maker) prism(c shape.Color, n int, x, y, r, z0, z1 float32, glow bool) {
	at := func(i int, z float32) mgl32.Vec3 {
		s, k := math.Sincos(2 * math.Pi * float64(i%n) / float64(n))
		return mgl32.Vec3{x + r*float32(k), y + r*float32(s), z}
	}
	for i := range n {
		m.face(c, glow, at(i, z0), at(i+1, z0), at(i+1, z1), at(i, z1))
		m.face(c, glow, mgl32.Vec3{x, y, z1}, at(i, z1), at(i+1, z1))
		m.face(c, glow, mgl32.Vec3{x, y, z0}, at(i+1, z0), at(i, z0))
	}
}

func (m *maker) mesh() *shape.Mesh {
	m.Min, m.Max = m.Points[0], m.Points[0]
	for _, p := range m.Points {
		for i := range p {
			m.Min[i], m.Max[i] = min(m.Min[i], p[i]), max(m.Max[i], p[i])
		}
	}
	return &m.Mesh
}

const (
	white, slate, dark = 0xE9ECEF, 0x3A4450, 0x23292F
	orange, yellow     = 0xF0701E, 0xF2B705
	teal, blue         = 0x1F8A8C, 0x2F6DB5
	green, red         = 0x37C871, 0xE5383B
	steel, card        = 0xB4C0CC, 0xC89A5E
)

func machineMesh() *shape.Mesh {
	m := newMaker()
	m.box(slate, -1.6, -1.1, 0, 1.6, 1.1, .25)
	m.box(white, -1.5, -1, .25, 1.1, 1, 1.9)
	m.box(steel, -1.35, -.85, 1.9, .95, .85, 2.1)
	m.box(slate, 1.1, -.9, .25, 1.75, .9, 1.8)
	m.box(dark, -1.2, -1.04, .85, .3, -1, 1.6)
	m.box(teal, -1.5, -1.02, .3, 1.1, -1, .5)
	m.box(blue, .45, -1.08, .9, .8, -1, 1.4)
	m.box(steel, -.2, .2, 2.1, .9, .8, 2.4)
	m.box(slate, -2.3, -.2, 0, -1.65, .7, 1)
	m.prism(steel, 12, -1, .4, .22, 2.1, 2.5, false)
	m.prism(slate, 6, .9, -.6, .04, 2.1, 2.4, false)
	m.prism(shape.Tint(0), 8, .9, -.6, .08, 2.4, 2.55, true)
	m.prism(yellow, 8, .9, -.6, .08, 2.56, 2.68, false)
	m.prism(red, 8, .9, -.6, .08, 2.69, 2.8, false)
	m.box(slate, 1.2, -.7, 1.8, 1.6, .2, 2)
	return m.mesh()
}

func conveyorMesh(long float32) *shape.Mesh {
	m := newMaker()
	m.box(0x8A949E, -long/2, -.4, .6, long/2, -.34, .82)
	m.box(0x8A949E, -long/2, .34, .6, long/2, .4, .82)
	m.box(yellow, -long/2, -.405, .82, long/2, -.345, .85)
	m.box(yellow, -long/2, .345, .82, long/2, .405, .85)
	m.box(dark, -long/2, -.34, .7, long/2, .34, .78)
	for x := -long/2 + .2; x < long/2-.1; x += .4 {
		m.box(0x4A545E, x, -.34, .78, x+.16, .34, .8)
	}
	for x := -long/2 + .5; x < long/2; x += 2.5 {
		m.box(slate, x, -.36, 0, x+.08, -.28, .6)
		m.box(slate, x, .28, 0, x+.08, .36, .6)
	}
	return m.mesh()
}

func robotMesh(turn, lift float32) *shape.Mesh {
	m := newMaker()
	m.prism(slate, 14, 0, 0, .5, 0, .12, false)
	m.prism(orange, 14, 0, 0, .32, .12, .6, false)
	m.pose = mgl32.HomogRotate3DZ(turn)
	m.box(orange, -.25, -.22, .6, .25, .22, .95)
	m.pose = m.pose.Mul4(mgl32.Translate3D(0, 0, .85)).Mul4(mgl32.HomogRotate3DY(lift))
	m.box(orange, -.13, -.13, 0, .13, .13, 1.3)
	m.box(slate, -.17, -.18, 1.15, .17, .18, 1.45)
	m.pose = m.pose.Mul4(mgl32.Translate3D(0, 0, 1.3)).Mul4(mgl32.HomogRotate3DY(1.9 - lift))
	m.box(orange, -.1, -.1, 0, .1, .1, 1.1)
	m.box(steel, -.07, -.2, 1.1, .07, .2, 1.22)
	return m.mesh()
}

func rackMesh(r *rand.Rand) *shape.Mesh {
	m := newMaker()
	for i := range 5 {
		x := float32(i)*2.4 - 4.8
		m.box(blue, x-.05, -.55, 0, x+.05, -.45, 4.2)
		m.box(blue, x-.05, .45, 0, x+.05, .55, 4.2)
	}
	for level := range 4 {
		z := float32(level)*1.1 + .35
		m.box(orange, -4.8, -.56, z-.1, 4.8, -.5, z)
		m.box(orange, -4.8, .5, z-.1, 4.8, .56, z)
		for k := range 8 {
			if r.IntN(5) > 0 {
				x := float32(k)*1.2 - 4.2
				h := .45 + .35*r.Float32()
				c := shape.Color(card)
				if r.IntN(3) == 0 {
					c = 0xD5DCE3
				}
				m.box(c, x-.42, -.42, z, x+.42, .42, z+h)
			}
		}
	}
	return m.mesh()
}

func personMesh() *shape.Mesh {
	m := newMaker()
	m.box(0x1F2730, -.16, -.09, 0, -.02, .09, .8)
	m.box(0x1F2730, .02, -.09, 0, .16, .09, .8)
	m.box(orange, -.2, -.12, .8, .2, .12, 1.4)
	m.box(yellow, -.205, -.125, 1, .205, .125, 1.1)
	m.box(orange, -.3, -.08, .8, -.21, .08, 1.38)
	m.box(orange, .21, -.08, .8, .3, .08, 1.38)
	m.prism(0xD9A27C, 8, 0, 0, .11, 1.42, 1.62, false)
	m.prism(yellow, 8, 0, 0, .14, 1.62, 1.75, false)
	return m.mesh()
}

func fenceMesh(long float32) *shape.Mesh {
	m := newMaker()
	for x := -long / 2; x <= long/2; x += 1 {
		m.box(yellow, x-.03, -.03, 0, x+.03, .03, 1.1)
	}
	m.box(yellow, -long/2, -.02, 1, long/2, .02, 1.06)
	m.box(yellow, -long/2, -.02, .5, long/2, .02, .55)
	return m.mesh()
}

func cartonMesh(c shape.Color) *shape.Mesh {
	m := newMaker()
	m.box(c, -.24, -.24, 0, .24, .24, .34)
	m.box(0xE0D3B8, -.05, -.245, .1, .05, .245, .345)
	return m.mesh()
}

func columnMesh() *shape.Mesh {
	m := newMaker()
	m.box(0x9AA5B0, -.22, -.22, 0, .22, .22, 6)
	m.box(yellow, -.26, -.26, 0, .26, .26, 1.1)
	return m.mesh()
}

func place(m *shape.Mesh, x, y, turn float32, id uint32, tint ...shape.Color) scene.Draw {
	d := scene.Draw{Mesh: m, Pose: mgl32.Translate3D(x, y, 0).Mul4(mgl32.HomogRotate3DZ(turn)), ID: id}
	copy(d.Tint[:], tint)
	return d
}

// demo is a small hall.
func demo() *scene.Frame {
	r := rand.New(rand.NewPCG(1, 2))
	machine, robot, person := machineMesh(), [3]*shape.Mesh{robotMesh(-1.3, .5), robotMesh(.4, -.2), robotMesh(2.6, .9)}, personMesh()
	conveyor, fence, column := conveyorMesh(30), fenceMesh(6), columnMesh()
	cartons := [3]*shape.Mesh{cartonMesh(card), cartonMesh(0xCF9F60), cartonMesh(0x8FB8DC)}
	f := &scene.Frame{Floor: &scene.Floor{Min: mgl32.Vec2{-24, -16}, Max: mgl32.Vec2{30, 26}}}
	id := uint32(1)
	for line := range 3 {
		y := float32(line)*7.5 - 8
		f.Static = append(f.Static, place(conveyor, 0, y, 0, id))
		id++
		for k := range 5 {
			x := float32(k)*6 - 12
			state := shape.Color(green)
			if line == 1 && k == 3 {
				state = red
				f.Glow = append(f.Glow, scene.Glow{Centre: mgl32.Vec2{x, y + 2.6}, Radius: 3.6, Color: red, Strength: .75})
			} else if (line+k)%3 == 0 {
				f.Glow = append(f.Glow, scene.Glow{Centre: mgl32.Vec2{x, y + 2.6}, Radius: 3.2, Color: green, Strength: .4})
			}
			f.Static = append(f.Static, place(machine, x, y+2.8, 0, id, state))
			f.Moving = append(f.Moving, place(robot[(line+k)%3], x+2.4, y+1.3, 0, id+100))
			if k%2 == 0 {
				f.Static = append(f.Static, place(fence, x+1, y+5, 0, 0))
			}
			id++
		}
		for k := range 11 {
			d := place(cartons[r.IntN(3)], float32(k)*2.7-13.5, y, r.Float32()*.3, 300+id)
			d.Pose[14] = .8
			f.Moving = append(f.Moving, d)
			id++
		}
		f.Floor.Zones = append(f.Floor.Zones, scene.Zone{Min: mgl32.Vec2{-16, y - 2.6}, Max: mgl32.Vec2{16, y - 1}, Color: 0x9CC5B0, Strength: .55})
		for _, e := range []float32{y - 2.6, y - 1} {
			f.Floor.Lines = append(f.Floor.Lines, scene.Line{From: mgl32.Vec2{-16, e}, To: mgl32.Vec2{16, e}, Width: .1, Color: yellow})
		}
		for _, x := range []float32{-15, 3, 18} {
			f.Static = append(f.Static, place(column, x, y-3.2, 0, 0))
		}
	}
	f.Floor.Lines = append(f.Floor.Lines,
		scene.Line{From: mgl32.Vec2{19, -14}, To: mgl32.Vec2{19, 24}, Width: .16, Color: yellow},
		scene.Line{From: mgl32.Vec2{22, -14}, To: mgl32.Vec2{22, 24}, Width: .16, Color: yellow},
		scene.Line{From: mgl32.Vec2{20.5, -14}, To: mgl32.Vec2{20.5, 24}, Width: .1, Color: 0xFFFFFF, Dash: 1})
	for k := range 4 {
		f.Static = append(f.Static, place(rackMesh(r), -14+float32(k%2)*12, 16+float32(k/2)*4, 0, 900+uint32(k)))
	}
	f.Moving = append(f.Moving, place(person, 3, -2.5, .6, 950), place(person, -8, -9.8, -.4, 951), place(person, 17.5, 1, 2, 952))
	f.Camera = scene.DefaultCamera()
	f.Camera.Target, f.Camera.Distance = mgl32.Vec3{2, 0, 0}, 38
	f.Size = [2]int{1280, 720}
	return f
}
