package render

import (
	"image"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

// TestBandsBecomeOne: where bands of a flow reach into each other, as much of the floor is
// seen as elsewhere; a tapered one ends in a point.
func TestBandsBecomeOne(t *testing.T) {
	f := &scene.Frame{Floor: &scene.Floor{Min: mgl32.Vec2{-20, -20}, Max: mgl32.Vec2{20, 20}}, Camera: scene.DefaultCamera()}
	f.Camera.Yaw, f.Camera.Pitch, f.Camera.Distance = 0, 1.5, 20
	f.Bands = []scene.Band{
		{From: mgl32.Vec2{-6, .5}, To: mgl32.Vec2{.4, .5}, Width: 1, End: 1, Color: 0x2F7DBD},
		{From: mgl32.Vec2{-.4, .5}, To: mgl32.Vec2{4, .5}, Width: 1, End: 1, Color: 0x2F7DBD},
		{From: mgl32.Vec2{-4, -2.5}, To: mgl32.Vec2{4, -2.5}, Width: 2, End: 0, Color: 0x2F7DBD},
	}
	s := New(1)
	dst := image.NewRGBA(image.Rect(0, 0, 640, 360))
	s.Draw(dst, f, Plain)
	at := func(x, y float32) (c [3]int) {
		p, _ := f.Camera.Look(mgl32.Vec3{x, y, 0}, [2]int{640, 360})
		for k := range c {
			c[k] = int(dst.Pix[dst.PixOffset(int(p[0]), int(p[1]))+k])
		}
		return c
	}
	near := func(a, b [3]int) bool {
		for k := range a {
			if d := a[k] - b[k]; d > 6 || d < -6 {
				return false
			}
		}
		return true
	}
	bare, band := at(6.5, .5), at(-2.5, .5)
	if near(bare, band) || !near(band, at(.1, .5)) || !near(band, at(2.5, .5)) {
		t.Errorf("the floor is %v, a band %v, two over each other %v", bare, band, at(.1, .5))
	}
	if !near(band, at(-3.5, -1.7)) || near(band, at(3.5, -1.7)) || !near(band, at(2.5, -2.5)) {
		t.Errorf("the point has %v at its foot and %v beside its tip", at(-3.5, -1.7), at(3.5, -1.7))
	}
}
