package window

import (
	"math"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

func TestRoundedKeepsItsRadius(t *testing.T) {
	for _, d := range []float32{-.5, 0, .5} {
		loop := rounded(nil, 10, 20, 110, 70, 8, d, 4)
		if len(loop) != 20 {
			t.Fatalf("%d points, want 4 corners of 5", len(loop))
		}
		for i, q := range loop[:5] { // the lower right corner, around 102, 62
			if r := math.Hypot(float64(q.x-102), float64(q.y-62)); math.Abs(r-8-float64(d)) > 1e-4 {
				t.Errorf("grown by %v: point %d is %v from the corner's centre", d, i, r)
			}
		}
	}
}

// A line along which one walks offset by 1 is 1 from both its parts, in its bends too.
func TestOffsetsKeepTheWidth(t *testing.T) {
	pts := []point{{0, 0}, {10, 0}, {10, 10}}
	var got []point
	offsets(pts, false, func(i int, nx, ny float32) { got = append(got, point{pts[i].x + nx, pts[i].y + ny}) })
	for i, want := range []point{{0, 1}, {9, 1}, {9, 10}} {
		if math.Abs(float64(got[i].x-want.x)) > 1e-5 || math.Abs(float64(got[i].y-want.y)) > 1e-5 {
			t.Errorf("point %d: %v, want %v", i, got[i], want)
		}
	}
	// A line that turns back has no width without end.
	offsets([]point{{0, 0}, {10, 0}, {0, 0}}, false, func(i int, nx, ny float32) {
		if l := math.Hypot(float64(nx), float64(ny)); l > 2.1 || math.IsNaN(l) {
			t.Errorf("turning back: %v", l)
		}
	})
}

// TestAmericanKeys: where the system does not tell what is written on keys, letters,
// figures and signs still are keys.
func TestAmericanKeys(t *testing.T) {
	for k, want := range map[ebiten.Key]string{
		ebiten.KeyA: "A", ebiten.KeyM: "M", ebiten.KeyZ: "Z", ebiten.KeyDigit0: "0", ebiten.KeyDigit9: "9", ebiten.KeyPeriod: ".",
		ebiten.KeyShiftLeft: "", ebiten.KeyNumpad5: "", ebiten.KeyF3: "",
	} {
		if got := american(k); got != want {
			t.Errorf("%v is %q, want %q", k, got, want)
		}
	}
}
