package viewer

import (
	"math"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/viewer/scene"
)

var window = [2]int{1280, 720}

func drawCameraman(t *rapid.T) *Cameraman {
	f := func(name string, lo, hi float32) float32 { return rapid.Float32Range(lo, hi).Draw(t, name) }
	c := scene.DefaultCamera()
	c.Target = mgl32.Vec3{f("x", -50, 50), f("y", -50, 50), f("z", 0, 2)}
	c.Yaw, c.Pitch, c.Distance = f("yaw", -3, 3), f("pitch", .3, 1.4), f("distance", 5, 100)
	return &Cameraman{Camera: c}
}

// TestWhatTheHandHoldsStaysUnderIt: panning and zooming keep the point of the floor that
// is grabbed, or zoomed at, under the cursor.
func TestWhatTheHandHoldsStaysUnderIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCameraman(t)
		x, y := rapid.Float32Range(200, 1080).Draw(t, "px"), rapid.Float32Range(250, 700).Draw(t, "py")
		p, ok := c.Camera.Ground(x, y, window)
		if !ok {
			return
		}
		c.Zoom(rapid.Float32Range(-2, 2).Draw(t, "lines"), x, y, window)
		if at, _ := c.Camera.Look(p, window); at.Sub(mgl32.Vec2{x, y}).Len() > .5 && c.Camera.Target.Z() == 0 {
			t.Fatalf("zoomed at (%v, %v), the point is at %v", x, y, at)
		}
		p, _ = c.Camera.Ground(x, y, window)
		toX, toY := x+rapid.Float32Range(-60, 60).Draw(t, "dx"), y+rapid.Float32Range(-30, 30).Draw(t, "dy")
		c.Pan(x, y, toX, toY, window)
		if at, _ := c.Camera.Look(p, window); at.Sub(mgl32.Vec2{toX, toY}).Len() > .5 {
			t.Fatalf("panned to (%v, %v), the point is at %v", toX, toY, at)
		}
	})
}

// TestTheCameraStaysAboveTheFloor whatever the hand does.
func TestTheCameraStaysAboveTheFloor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCameraman(t)
		c.Within(mgl32.Vec3{0, 0, 0}, mgl32.Vec3{60, 40, 3})
		for range rapid.IntRange(1, 60).Draw(t, "moves") {
			a, b := rapid.Float32Range(-500, 500).Draw(t, "a"), rapid.Float32Range(-500, 500).Draw(t, "b")
			switch rapid.IntRange(0, 7).Draw(t, "move") {
			case 0:
				c.Orbit(a, b)
			case 1:
				c.Pan(a+600, b+300, a, b, window)
			case 2:
				c.Zoom(a/100, b, a, window)
			case 3:
				c.Walk(a/100, b/100)
			case 4:
				c.Turn(a/100, b/100)
			case 5:
				c.Show(scene.Corners(mgl32.Vec3{1, 2, 0}, mgl32.Vec3{5, 6, 2}), window)
			case 6:
				c.From(a, b)
			default:
				c.Fly(.02)
			}
		}
		for k := 0; c.Fly(.1); k++ {
			if k > 1000 {
				t.Fatal("a flight does not end")
			}
		}
		eye := c.Camera.Eye()
		for _, v := range []float32{eye[0], eye[1], eye[2], c.Camera.Distance, c.Camera.Yaw} {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				t.Fatalf("%+v", c.Camera)
			}
		}
		if eye.Z() <= 0 || c.Camera.Distance < nearest || c.Camera.Target.X() < -61 || c.Camera.Target.X() > 121 {
			t.Fatalf("the eye is at %v: %+v", eye, c.Camera)
		}
	})
}

// TestFlightsArrive at what was asked for, the shorter way round.
func TestFlightsArrive(t *testing.T) {
	c := &Cameraman{Camera: scene.DefaultCamera()}
	c.Camera.Yaw = 3
	c.Keep(4)
	if c.Recall(5) {
		t.Error("there is no bookmark 5")
	}
	c.From(-3, .5)
	if c.Fly(.05); c.Camera.Yaw < 3 {
		t.Errorf("it turns the long way: %v", c.Camera.Yaw)
	}
	for c.Fly(.1) {
	}
	if abs(c.Camera.Yaw+3) > 1e-3 || abs(c.Camera.Pitch-.5) > 1e-3 {
		t.Errorf("%+v", c.Camera)
	}
	if !c.Recall(4) {
		t.Error("bookmark 4 is lost")
	}
	for c.Fly(.1) {
	}
	if abs(c.Camera.Yaw-3) > 1e-3 {
		t.Errorf("%+v", c.Camera)
	}
	lo, hi := mgl32.Vec3{10, 10, 0}, mgl32.Vec3{30, 20, 3}
	c.Show(scene.Corners(lo, hi), window)
	for c.Fly(.1) {
	}
	for k := range 8 {
		p := mgl32.Vec3{lo[0], lo[1], lo[2]}
		for i := range 3 {
			if k>>i&1 == 1 {
				p[i] = hi[i]
			}
		}
		if at, _ := c.Camera.Look(p, window); at.X() < 0 || at.Y() < 0 || at.X() > 1280 || at.Y() > 720 {
			t.Errorf("corner %v is seen at %v", p, at)
		}
	}
}
