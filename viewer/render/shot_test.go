package render

import (
	"math/rand/v2"
	"testing"
)

// TestShotPicksAlike: a frame that was only shot picks what the picture of it shows.
func TestShotPicksAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	drawn, shot := New(2), New(2)
	var things int
	for range 12 {
		f := randomScene(r)
		draw(drawn, f, 320, 200, Plain)
		shot.Shoot(f, 320, 200, Plain)
		for range 400 {
			x, y := r.IntN(320), r.IntN(200)
			want := drawn.Pick(x, y)
			if got := shot.Pick(x, y); got != want {
				t.Errorf("camera %+v: the shot picks %d at %d, %d, the picture %d", f.Camera, got, x, y, want)
			}
			if want != 0 {
				things++
			}
		}
	}
	if things < 500 {
		t.Errorf("only %d things were picked", things)
	}
}

// TestShotHasEveryPolygon: what is shot are the polygons that are drawn.
func TestShotHasEveryPolygon(t *testing.T) {
	f := demo()
	drawn, shot := New(1), New(1)
	draw(drawn, f, 480, 270, Best)
	s := shot.Shoot(f, 480, 270, Best)
	if s.W != 960 || s.H != 540 {
		t.Errorf("Best is shot in %d x %d", s.W, s.H)
	}
	var want, got int
	for i := range drawn.parts {
		want += len(drawn.parts[i].polygons)
	}
	s.Each(func(p *Polygon) {
		got++
		if len(p.Corners) < 3 || !(p.Lo <= p.Hi) {
			t.Errorf("an odd polygon: %+v", p)
		}
	})
	if got != want || want == 0 {
		t.Errorf("%d polygons are shot of %d", got, want)
	}
	if n := testing.AllocsPerRun(20, func() { shot.Shoot(f, 480, 270, Best).Each(func(*Polygon) {}) }); n != 0 {
		t.Errorf("%v allocations a shot", n)
	}
}

// TestPlainHasNoLines: Plain is neither Fast, which throws no shadow on things, nor Good.
func TestPlainHasNoLines(t *testing.T) {
	f := demo()
	plain := draw(New(1), f, 480, 270, Plain)
	for _, q := range []Quality{Fast, Good} {
		if n := different(plain, draw(New(1), f, 480, 270, q)); n < 100 {
			t.Errorf("Plain and quality %d differ in %d pixels only", q, n)
		}
	}
}
