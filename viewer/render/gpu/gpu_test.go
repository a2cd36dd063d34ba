package gpu

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
)

var pictures = flag.String("picture", "", "folder to write pictures into: software, card, and where they are apart")

// hall is a factory of all sorts of shapes.
func hall(r *rand.Rand) *scene.Frame {
	f := &scene.Frame{Floor: &scene.Floor{Min: mgl32.Vec2{-26, -22}, Max: mgl32.Vec2{26, 22}}, Camera: scene.DefaultCamera()}
	id := uint32(0)
	put := func(into *[]scene.Draw, m *shape.Mesh, x, y, z, turn float32, tint ...shape.Color) {
		id++
		d := scene.Draw{Mesh: m, Pose: mgl32.Translate3D(x, y, z).Mul4(mgl32.HomogRotate3DZ(turn)), ID: id}
		copy(d.Tint[:], tint)
		*into = append(*into, d)
	}
	names := []string{"lathe", "mill", "press", "oven", "washer", "packer", "cell", "saw", "drill", "laser"}
	part := shape.PartOf("gearbox")
	for line := range 4 {
		y := float32(line)*9 - 14
		slats := shape.Slats(line)
		put(&f.Static, shape.Conveyor(40, .8, .8, .25), 0, y, 0, 0, slats[0], slats[1], slats[2])
		for k := range 7 {
			x := float32(k)*6 - 18
			e := shape.Machine(names[(line*7+k)%len(names)], 3.2, 2.2, 0)
			a, b, c := shape.Lamps(k%3 == 0, k%3 == 1, k%3 == 2)
			put(&f.Static, e.Static, x, y+2.6, 0, float32(k%4)*1.5707964, a, b, c)
			put(&f.Moving, part.Mesh(), x+r.Float32()*4, y, .82, r.Float32()*6, 0xC89A5E, 0x8FB8DC, 0xE9ECEF)
			last := &f.Moving[len(f.Moving)-1]
			last.Pose = last.Pose.Mul4(mgl32.Scale3D(.5, .4, .35))
			if k%3 == 0 {
				arm := shape.Robot(1.8)
				var angles [6]float32
				for i := range angles {
					angles[i] = r.Float32()*1.6 - .8
				}
				for i, pose := range shape.Pose(&arm, angles) {
					id++
					f.Moving = append(f.Moving, scene.Draw{Mesh: arm.Links[i].Mesh, ID: id,
						Pose: mgl32.Translate3D(x+2.5, y+1.4, 0).Mul4(pose)})
				}
			}
		}
		f.Floor.Zones = append(f.Floor.Zones, scene.Zone{Min: mgl32.Vec2{-22, y - 2.8}, Max: mgl32.Vec2{22, y - 1.2}, Color: 0x9CC5B0, Strength: .55})
		for _, e := range []float32{y - 2.8, y - 1.2} {
			f.Floor.Lines = append(f.Floor.Lines, scene.Line{From: mgl32.Vec2{-22, e}, To: mgl32.Vec2{22, e}, Width: .1, Color: 0xF2B705})
		}
		put(&f.Static, shape.Fence(6, 1.1), -10, y+5, 0, 0)
		put(&f.Moving, shape.AGV(1.6, .9), r.Float32()*30-15, y-2, 0, r.Float32()*6)
		vest, helmet := shape.Crew("north")
		put(&f.Moving, shape.Person(line), r.Float32()*30-15, y-2, 0, r.Float32()*6, vest, helmet)
		f.Glow = append(f.Glow, scene.Glow{Centre: mgl32.Vec2{float32(line)*8 - 12, y + 2.6}, Radius: 3.4, Color: 0xE5383B, Strength: .7})
	}
	for k := range 3 {
		put(&f.Static, shape.Rack(4, 4, 1.1).Mesh, float32(k)*12-12, 20.5, 0, 0)
		put(&f.Static, shape.Column(.4, .4, 6), float32(k)*14-14, -20, 0, 0)
		put(&f.Static, shape.Tank(2, 3, 4+k), 23, float32(k)*5-10, 0, 0)
	}
	put(&f.Moving, shape.Forklift(), 20, 8, 0, 1)
	f.Floor.Lines = append(f.Floor.Lines,
		scene.Line{From: mgl32.Vec2{-24, -20}, To: mgl32.Vec2{18, 19}, Width: .16, Color: 0xFFFFFF, Dash: 1},
		scene.Line{From: mgl32.Vec2{21, -20}, To: mgl32.Vec2{21, 19}, Width: .12, Color: 0xFFFFFF, Dash: .5})
	return f
}

// camera is a random one, from within the hall to far above it.
func camera(r *rand.Rand) scene.Camera {
	c := scene.DefaultCamera()
	c.Target = mgl32.Vec3{r.Float32()*36 - 18, r.Float32()*30 - 15, r.Float32() * 2}
	c.Yaw, c.Pitch = r.Float32()*6.283, .12+r.Float32()*1.4
	c.Distance = 6 + 84*r.Float32()*r.Float32()
	c.Fov *= .7 + r.Float32()
	return c
}

// drawn are the frame's pictures by the software and by the card.
func drawn(r *Renderer, soft *render.Soft, f *scene.Frame, w, h int, q render.Quality) (software, card *image.RGBA) {
	software, card = image.NewRGBA(image.Rect(0, 0, w, h)), image.NewRGBA(image.Rect(0, 0, w, h))
	soft.Draw(software, f, q)
	target := ebiten.NewImage(w, h)
	defer target.Deallocate()
	r.Draw(target, soft, f, q)
	target.ReadPixels(card.Pix)
	return software, card
}

// apart counts pixels of which a channel differs by more than some levels of 255.
func apart(a, b *image.RGBA, levels int) (n int) {
	for i := 0; i < len(a.Pix); i += 4 {
		if distance(a.Pix[i:i+4], b.Pix[i:i+4]) > levels {
			n++
		}
	}
	return n
}

func distance(a, b []byte) (most int) {
	for c := range 4 {
		d := int(a[c]) - int(b[c])
		most = max(most, d, -d)
	}
	return most
}

// TestAgainstSoftware: from 50 random cameras no more than one pixel in a thousand is
// apart from the software renderer's picture, by more than 4 of 255 in a channel.
func TestAgainstSoftware(t *testing.T) {
	card := newRenderer(t)
	r := rand.New(rand.NewPCG(1, 50))
	soft := render.New(2)
	f := hall(r)
	const w, h, levels, most = 1280, 720, 4, 1000
	var total, worst, exact int
	for k := range 50 {
		f.Camera = camera(r)
		a, b := drawn(card, soft, f, w, h, render.Plain)
		n := apart(a, b, levels)
		total, worst, exact = total+n, max(worst, n), exact+apart(a, b, 0)
		if n > w*h/most {
			t.Errorf("camera %d %+v: %.3f %% of the pixels are apart", k, f.Camera, float64(n)/w/h*100)
		}
		save(t, fmt.Sprint(k), a, b)
	}
	const per = 100. / (50 * w * h)
	t.Logf("more than %d levels apart: %.4f %% of the pixels, %.4f %% in the worst picture; not the same: %.2f %%",
		levels, float64(total)*per, float64(worst)*100/w/h, float64(exact)*per)
}

// save writes both pictures and their difference, if anybody asked for them.
func save(t *testing.T, name string, a, b *image.RGBA) {
	if *pictures == "" {
		return
	}
	d := image.NewRGBA(a.Rect)
	for i := 0; i < len(d.Pix); i += 4 {
		v := byte(min(distance(a.Pix[i:i+4], b.Pix[i:i+4])*16, 255))
		d.Pix[i], d.Pix[i+1], d.Pix[i+2], d.Pix[i+3] = v, v, v, 255
	}
	for kind, m := range map[string]*image.RGBA{"software": a, "card": b, "apart": d} {
		var out bytes.Buffer
		if err := png.Encode(&out, m); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*pictures, name+"-"+kind+".png"), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
