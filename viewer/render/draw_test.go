package render

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"golang.org/x/image/font/gofont/goregular"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

var update = flag.Bool("update", false, "write the golden files anew")

func draw(s *Soft, f *scene.Frame, w, h int, q Quality) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	s.Draw(dst, f, q)
	return dst
}

func save(t *testing.T, name string, m image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func labels(text *Text, f *scene.Frame) {
	for i, title := range []string{"CNC-07 machining centre", "R-09 loader"} {
		at, _ := f.Camera.Look(mgl32.Vec3{6, -2 + float32(i)*8, 2.8}, f.Size)
		l := scene.Label{Title: title, Note: "failed 02:41", Bar: [2]shape.Color{red, green}[i], Anchor: at}
		l.Min = at.Sub(mgl32.Vec2{40, 80})
		l.Max = l.Min.Add(text.LabelSize(l.Title, l.Note, 1))
		f.Labels = append(f.Labels, l)
	}
}

// TestGolden draws a small scene with labels as it was drawn before, to the byte.
func TestGolden(t *testing.T) {
	f, text := demo(), newText(t)
	f.Size = [2]int{480, 270}
	labels(text, f)
	for _, q := range qualities {
		m := draw(New(2), f, 480, 270, q.q)
		text.Labels(m, f.Labels, 1)
		name := filepath.Join("testdata", q.name+".png")
		if *update {
			save(t, name, m)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if n := different(m, want); n != 0 {
			t.Errorf("%s: %d pixels differ from %s; look at them, and write them anew with -update", q.name, n, name)
		}
	}
}

func different(a, b image.Image) (n int) {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			if r != r1 || g != g1 || bl != b1 {
				n++
			}
		}
	}
	return n
}

func TestWorkersDoNotMatter(t *testing.T) {
	f := demo()
	for _, q := range qualities {
		want := draw(New(1), f, 500, 300, q.q)
		for _, n := range []int{2, 3, 7} {
			s := New(n)
			for range 2 {
				if got := draw(s, f, 500, 300, q.q); !bytes.Equal(got.Pix, want.Pix) {
					t.Errorf("%s: %d workers draw another picture than one", q.name, n)
				}
			}
		}
	}
}

func TestFrameAllocatesNothing(t *testing.T) {
	s, f := New(2), demo()
	dst := image.NewRGBA(image.Rect(0, 0, 320, 180))
	for _, q := range qualities {
		s.Draw(dst, f, q.q)
		if n := testing.AllocsPerRun(20, func() { s.Draw(dst, f, q.q) }); n != 0 {
			t.Errorf("%s: %v allocations a frame", q.name, n)
		}
	}
}

// anyCamera is a camera of any sort, often inside of things, sometimes none at all.
func anyCamera(t *rapid.T) scene.Camera {
	number := func(name string, lo, hi float32) float32 {
		odd := rapid.SampledFrom([]float32{0, 1e-30, -1e9, 1e30, float32(math.NaN()), float32(math.Inf(1)), math.MaxFloat32})
		if rapid.IntRange(0, 40).Draw(t, name+" odd") == 0 {
			return odd.Draw(t, name)
		}
		return rapid.Float32Range(lo, hi).Draw(t, name)
	}
	return scene.Camera{
		Target: mgl32.Vec3{number("x", -20, 20), number("y", -20, 20), number("z", -1, 4)},
		Yaw:    number("yaw", -7, 7), Pitch: number("pitch", -2, 2),
		Distance: number("distance", 0, 30), Fov: number("fov", .1, 3),
	}
}

func TestNoCameraPanics(t *testing.T) {
	s, f := New(2), demo()
	rapid.Check(t, func(t *rapid.T) {
		f.Camera = anyCamera(t)
		w, h := rapid.IntRange(1, 90).Draw(t, "w"), rapid.IntRange(1, 60).Draw(t, "h")
		q := Quality(rapid.IntRange(0, 2).Draw(t, "quality"))
		m := draw(s, f, w, h, q)
		for i := 3; i < len(m.Pix); i += 4 {
			if m.Pix[i] != 255 {
				t.Fatalf("pixel %d was not drawn", i/4)
			}
		}
		s.Pick(w/2, h/2)
		s.Pick(-1, h)
	})
}

// TestOddDraws draws poses and meshes that no scene should have.
func TestOddDraws(t *testing.T) {
	nan := float32(math.NaN())
	box := cartonMesh(card)
	broken := &shape.Mesh{Points: box.Points[:2], Faces: box.Faces}
	poses := []mgl32.Mat4{{}, mgl32.Scale3D(1, 0, 1), mgl32.Scale3D(-1, 2, 1), mgl32.Scale3D(1e30, 1e30, 1e30),
		mgl32.Translate3D(nan, 0, 0), mgl32.Scale3D(nan, 1, 1), mgl32.Translate3D(0, 0, -3)}
	var draws []scene.Draw
	for _, p := range poses {
		for _, m := range []*shape.Mesh{box, broken, {}, nil} {
			draws = append(draws, scene.Draw{Mesh: m, Pose: p, ID: 9})
		}
	}
	f := demo()
	f.Moving, f.Static = draws, append(draws[:len(draws):len(draws)], f.Static...)
	f.Floor.Lines = append(f.Floor.Lines, scene.Line{}, scene.Line{To: mgl32.Vec2{nan, 1}, Width: 1}, scene.Line{To: mgl32.Vec2{3, 0}})
	f.Glow = append(f.Glow, scene.Glow{Radius: nan}, scene.Glow{}, scene.Glow{Radius: -4, Strength: 9})
	for _, q := range qualities {
		draw(New(2), f, 100, 60, q.q)
	}
	draw(New(1), &scene.Frame{Floor: &scene.Floor{Min: mgl32.Vec2{nan, 0}}, Camera: scene.DefaultCamera()}, 50, 50, Good)
	draw(New(1), &scene.Frame{}, 0, 50, Good)
}

// cast finds by exact means, in float64 and without any of the renderer's code, whose
// face the ray through a pixel's middle meets first, and how far away along the view.
func cast(f *scene.Frame, x, y float32, size [2]int) (id uint32, depth float64) {
	to := func(v mgl32.Vec3) [3]float64 { return [3]float64{float64(v[0]), float64(v[1]), float64(v[2])} }
	dot := func(a, b [3]float64) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }
	minus := func(a, b [3]float64) [3]float64 { return [3]float64{a[0] - b[0], a[1] - b[1], a[2] - b[2]} }
	cross := func(a, b [3]float64) [3]float64 {
		return [3]float64{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
	}
	eye, ray := to(f.Camera.Eye()), to(f.Camera.Ray(x, y, size))
	along := dot(ray, to(f.Camera.Forward()))
	depth = math.Inf(1)
	if ray[2] < 0 && f.Floor != nil {
		depth = -eye[2] / ray[2] * along
	}
	for _, draws := range [][]scene.Draw{f.Static, f.Moving} {
		for _, d := range draws {
			for _, face := range d.Mesh.Faces {
				var p [4][3]float64
				for i, c := range face.Corner {
					p[i] = to(mgl32.TransformCoordinate(d.Mesh.Points[c], d.Pose))
				}
				n := cross(minus(p[2], p[0]), minus(p[3], p[1]))
				if face.Corner[2] == face.Corner[3] {
					n = cross(minus(p[1], p[0]), minus(p[2], p[0]))
				}
				k := dot(n, ray)
				if k >= 0 {
					continue
				}
				t := dot(n, minus(p[0], eye)) / k
				hit := [3]float64{eye[0] + t*ray[0], eye[1] + t*ray[1], eye[2] + t*ray[2]}
				inside := t*along > scene.Near
				for i := range 4 {
					e := minus(p[(i+1)%4], p[i])
					inside = inside && dot(cross(e, minus(hit, p[i])), n) >= 0
				}
				if inside && t*along < depth {
					id, depth = d.ID, t*along
				}
			}
		}
	}
	return id, depth
}

func randomScene(r *rand.Rand) *scene.Frame {
	f := demo()
	f.Static = f.Static[:0:0]
	machine, carton := machineMesh(), cartonMesh(card)
	f.Moving = nil
	for i := range 24 {
		d := place(machine, r.Float32()*16-8, r.Float32()*16-8, r.Float32()*6, uint32(i+1))
		if i%2 == 0 {
			d.Mesh = carton
			d.Pose = d.Pose.Mul4(mgl32.Scale3D(1+3*r.Float32(), 2, 4)).Mul4(mgl32.HomogRotate3DX(r.Float32()))
		}
		if i%3 == 0 {
			f.Moving = append(f.Moving, d)
		} else {
			f.Static = append(f.Static, d)
		}
	}
	f.Camera.Yaw, f.Camera.Pitch, f.Camera.Distance = r.Float32()*6, r.Float32()*1.4+.05, 5+20*r.Float32()
	f.Camera.Target = mgl32.Vec3{r.Float32()*4 - 2, r.Float32()*4 - 2, 1}
	return f
}

// TestPickAgainstRays compares what is picked with rays: all of them must agree, but
// where a ray a tenth of a pixel aside meets something else already.
func TestPickAgainstRays(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	s := New(2)
	var sure int
	for range 12 {
		f := randomScene(r)
		size := [2]int{320, 200}
		draw(s, f, size[0], size[1], Good)
		for range 60 {
			x, y := r.IntN(size[0]), r.IntN(size[1])
			want, at := cast(f, float32(x)+.5, float32(y)+.5, size)
			agree := true
			for _, d := range [][2]float32{{.1, .1}, {.1, -.1}, {-.1, .1}, {-.1, -.1}} {
				id, near := cast(f, float32(x)+.5+d[0], float32(y)+.5+d[1], size)
				agree = agree && id == want && math.Abs(near-at) < .1*at
			}
			if !agree {
				continue
			}
			sure++
			if got := s.Pick(x, y); got != want {
				t.Errorf("camera %+v: picked %d at %d, %d, but the ray meets %d", f.Camera, got, x, y, want)
			}
		}
	}
	if sure < 500 {
		t.Errorf("only %d rays were sure", sure)
	}
}

// TestFillAgainstNaive compares the rasteriser with one that asks of every pixel and
// every polygon whether its middle lies inside, by the signs of three exact products.
func TestFillAgainstNaive(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	s := New(3)
	const w, h = 160, 100
	for range 20 {
		f := randomScene(r)
		draw(s, f, w, h, Fast)
		depth, seen := make([]float32, w*h), make([]uint32, w*h)
		for y := range h {
			for x := range w {
				depth[y*w+x] = s.rows[y].near
			}
		}
		for i := range s.parts {
			p := &s.parts[i]
			for k := range p.polygons {
				g := &p.polygons[k]
				corners := p.corners[g.first : g.first+int32(g.corners)]
				for y := range h {
					for x := range w {
						if !naiveInside(corners, int64(x)*subPixel+subPixel/2, int64(y)*subPixel+subPixel/2) {
							continue
						}
						near := float32(g.a*float32(x)) + (float32(g.b*float32(y)) + g.c)
						if g.steep {
							near = min(max(near, g.lo), g.hi)
						}
						if near > depth[y*w+x] {
							depth[y*w+x], seen[y*w+x] = near, uint32(i)<<partShift|uint32(k+1)
						}
					}
				}
			}
		}
		var wrong int
		for i := range seen {
			if seen[i] != s.seen[i] || depth[i] != s.depth[i] {
				wrong++
			}
		}
		if wrong != 0 {
			t.Errorf("camera %+v: %d pixels of %d differ", f.Camera, wrong, w*h)
		}
	}
}

// naiveInside tells whether a point is in a polygon: left of no edge that runs down, not
// right of or on one that runs up. Points on an edge belong to what is right of it.
func naiveInside(corners [][2]int32, x, y int64) bool {
	down, up := false, false
	for i, b := range corners {
		a := corners[(i+len(corners)-1)%len(corners)]
		ax, ay, bx, by := int64(a[0]), int64(a[1]), int64(b[0]), int64(b[1])
		side := (x-ax)*(by-ay) - (y-ay)*(bx-ax)
		switch {
		case ay < by && ay <= y && y < by:
			if side < 0 {
				return false
			}
			down = true
		case by < ay && by <= y && y < ay:
			if side <= 0 { // dy is below 0: the point is on it or to the right
				return false
			}
			up = true
		}
	}
	return down && up
}

func newText(t testing.TB) *Text {
	t.Helper()
	text, err := NewText(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestLampsChangeTheirColour: the same static draws with other tints look as if they
// were new.
func TestLampsChangeTheirColour(t *testing.T) {
	f := demo()
	f.Size = [2]int{320, 180}
	paint := func(s *Soft) []byte {
		img := image.NewRGBA(image.Rect(0, 0, f.Size[0], f.Size[1]))
		s.Draw(img, f, Good)
		return img.Pix
	}
	s := New(2)
	before := bytes.Clone(paint(s))
	for i := range f.Static {
		for k := range f.Static[i].Tint {
			f.Static[i].Tint[k] ^= 0xC0FFEE
		}
	}
	after := paint(s)
	if bytes.Equal(before, after) {
		t.Error("nothing changes")
	}
	if !bytes.Equal(after, paint(New(2))) {
		t.Error("it differs from what a new renderer draws")
	}
}

// TestOldMeshesAreForgotten: whoever changes a factory again and again makes new meshes
// each time; of those that stand no longer nothing is kept.
func TestOldMeshesAreForgotten(t *testing.T) {
	s := New(1)
	for range 50 {
		draw(s, demo(), 100, 60, Good)
	}
	once := New(1)
	draw(once, demo(), 100, 60, Good)
	if len(s.meshes) != len(once.meshes) || len(s.meshes) == 0 {
		t.Errorf("after 50 factories %d meshes are known, after one %d", len(s.meshes), len(once.meshes))
	}
}
