package gpu

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

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
	var ghosts []scene.Draw
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
	for k := range 12 {
		x, y := float32(k)*3-18, float32(k%4)*9-12
		c := [2]shape.Color{0x2F7DBD, 0xD1495B}[k%2]
		f.Bands = append(f.Bands, scene.Band{From: mgl32.Vec2{x, y}, To: mgl32.Vec2{x + 5, y + 2}, Width: .9, End: .9, Color: c},
			scene.Band{From: mgl32.Vec2{x + 4.8, y + 1.7}, To: mgl32.Vec2{x + 6, y + 4}, Width: 1.1, Color: c})
	}
	for k := range 40 {
		put(&ghosts, part.Mesh(), r.Float32()*44-22, r.Float32()*36-18, r.Float32()*2, r.Float32()*6, 0x3F86D9, 0x8FB8DC, 0xE9ECEF)
		f.Ghosts = append(f.Ghosts, scene.Ghost{Draw: ghosts[k], Opacity: .2 + .2*float32(k%4)})
	}
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
// apart from the software renderer's picture, by more than 2 of 255 in a channel.
func TestAgainstSoftware(t *testing.T) {
	card := newRenderer(t)
	r := rand.New(rand.NewPCG(1, 50))
	soft := render.New(2)
	f := hall(r)
	const w, h, levels, most = 1280, 720, 2, 1000
	var total, worst int
	var within [5]int // pixels that are more than so many levels apart
	for k := range 50 {
		f.Camera = camera(r)
		a, b := drawn(card, soft, f, w, h, render.Plain)
		n := apart(a, b, levels)
		total, worst = total+n, max(worst, n)
		for levels := range within {
			within[levels] += apart(a, b, levels)
		}
		if n > w*h/most {
			t.Errorf("camera %d %+v: %.3f %% of the pixels are apart", k, f.Camera, float64(n)/w/h*100)
		}
		save(t, fmt.Sprint(k), a, b)
	}
	const per = 100. / (50 * w * h)
	t.Logf("more than %d levels apart: %.4f %% of the pixels, %.4f %% in the worst picture", levels, float64(total)*per, float64(worst)*100/w/h)
	for levels, n := range within {
		t.Logf("more than %d: %.4f %%", levels, float64(n)*per)
	}
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

// TestBestIsAveraged: with Best the card's picture is like the software's; of a floor
// without things to the last pixels.
func TestBestIsAveraged(t *testing.T) {
	card := newRenderer(t)
	r := rand.New(rand.NewPCG(2, 9))
	f := hall(r)
	f.Static, f.Moving = nil, nil
	const w, h = 640, 360
	for range 5 {
		f.Camera = camera(r)
		a, b := drawn(card, render.New(2), f, w, h, render.Best)
		if n := apart(a, b, 4); n > w*h/1000 {
			t.Errorf("camera %+v: %d pixels are apart", f.Camera, n)
		}
	}
}

// TestOddFrames: what no scene should have is drawn as the software draws it.
func TestOddFrames(t *testing.T) {
	card := newRenderer(t)
	nan := float32(math.NaN())
	f := hall(rand.New(rand.NewPCG(1, 1)))
	f.Camera.Target = mgl32.Vec3{0, 0, 0}
	noFloor, noThing, lost, below, odd := *f, *f, *f, *f, *f
	noFloor.Floor, noFloor.Glow = nil, nil
	noThing.Static, noThing.Moving = nil, nil
	lost.Camera.Yaw = nan
	below.Camera.Pitch = -.3
	odd.Floor = &scene.Floor{Min: mgl32.Vec2{nan, 0}, Lines: []scene.Line{{}, {To: mgl32.Vec2{nan, 1}, Width: 1}}}
	odd.Glow = []scene.Glow{{Radius: nan}, {}, {Radius: 1, Strength: nan}}
	const w, h = 320, 180
	soft := render.New(1)
	for name, f := range map[string]*scene.Frame{"no floor": &noFloor, "nothing": &noThing, "no camera": &lost, "from below": &below,
		"empty": {}} {
		a, b := drawn(card, soft, f, w, h, render.Plain)
		if n := apart(a, b, 4); n > w*h/1000 {
			t.Errorf("%s: %d pixels are apart", name, n)
			save(t, name, a, b)
		}
	}
	drawn(card, soft, &odd, w, h, render.Plain) // it need not look like anything
}

// TestTwoScenesInTurn: each of two scenes keeps its own shadows.
func TestTwoScenesInTurn(t *testing.T) {
	card := newRenderer(t)
	r := rand.New(rand.NewPCG(4, 4))
	var frames [3]*scene.Frame
	var softs [3]*render.Soft
	for k := range frames {
		frames[k], softs[k] = hall(r), render.New(1)
		frames[k].Static = frames[k].Static[:len(frames[k].Static)-k*12]
		frames[k].Camera.Target = mgl32.Vec3{0, 5, 0}
		frames[k].Floor.Min[1] -= float32(k) * 20 // wide, and deep
	}
	const w, h = 640, 360
	for k := range 9 {
		a, b := drawn(card, softs[k%3], frames[k%3], w, h, render.Plain)
		if n := apart(a, b, 4); n > w*h/1000 {
			t.Errorf("turn %d: %d pixels are apart", k, n)
		}
	}
}

// TestChoose measures both; where there is a card that is none, the software wins.
func TestChoose(t *testing.T) {
	card := newRenderer(t)
	f := hall(rand.New(rand.NewPCG(1, 1)))
	soft := render.New(2)
	c := card.Choose(soft, f, image.Pt(640, 400), render.Good, 10*time.Second)
	if c.Software <= 0 || c.Card <= 0 {
		t.Errorf("not both were measured: %+v", c)
	}
	t.Logf("software %v, card %v: the card is to draw: %v", c.Software, c.Card, c.GPU())
	start := time.Now()
	if c := card.Choose(soft, f, image.Pt(640, 400), render.Good, 0); c != (Choice{}) || c.GPU() {
		t.Errorf("without time it measured %+v", c)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("without time it took %v", took)
	}
	for _, c := range []struct {
		Choice
		want bool
	}{{Choice{10, 8}, true}, {Choice{10, 10}, false}, {Choice{8, 10}, false}, {Choice{8, 0}, false}} {
		if c.GPU() != c.want {
			t.Errorf("%+v chooses the card: %v", c.Choice, c.GPU())
		}
	}
}

// TestLinesAgainstSoftware: with lines, too, the card draws what the software does, before
// that smooths it: both at twice the size, averaged.
func TestLinesAgainstSoftware(t *testing.T) {
	card := newRenderer(t)
	r := rand.New(rand.NewPCG(3, 11))
	soft := render.New(2)
	f := hall(r)
	const w, h, cameras, levels, most = 640, 360, 20, 8, 1000
	var total, worst, lines int
	for k := range cameras {
		f.Camera = camera(r)
		a, b := drawn(card, soft, f, w, h, render.Best)
		n := apart(a, b, levels)
		total, worst = total+n, max(worst, n)
		save(t, fmt.Sprint("line-", k), a, b)
		if k < 3 {
			_, plain := drawn(card, soft, f, w, h, render.Plain)
			_, good := drawn(card, soft, f, w, h, render.Good)
			lines += apart(plain, good, levels)
		}
	}
	const per = 100. / (cameras * w * h)
	t.Logf("more than %d levels apart: %.4f %% of the pixels, %.4f %% in the worst picture; %.2f %% are lines", levels, float64(total)*per, float64(worst)*100/w/h, float64(lines)*100/3/w/h)
	if lines < 3*w*h/200 {
		t.Errorf("only %d pixels are lines", lines)
	}
	if total > cameras*w*h/most {
		t.Errorf("%.3f %% of the pixels are apart", float64(total)*per)
	}
}
