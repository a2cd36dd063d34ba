package ui

import (
	"image"
	"image/color"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Points may lie anywhere: what is outside of the image is not seen, and nothing
// panics.
func TestRasterTakesAnyPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		img := image.NewRGBA(image.Rect(0, 0, 40, 30))
		r := NewRaster(img, Point{}, rapid.Float32Range(.5, 3).Draw(t, "scale"))
		coord := rapid.OneOf(rapid.Float32Range(-50, 50), rapid.Float32Range(-1e5, 1e5),
			rapid.SampledFrom([]float32{float32(math.Inf(1)), float32(math.NaN()), 0, 40}))
		var pts []Point
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			pts = append(pts, Point{coord.Draw(t, "x"), coord.Draw(t, "y")})
		}
		clip := Rect{rapid.Float32Range(-5, 20).Draw(t, "cx"), 3, 15, 12}
		r.Clip(clip)
		c := Color{255, 255, 255, 255}
		r.Polyline(pts, 2, c)
		r.Polygon(pts, c)
		r.Ribbon(pts, pts, c)
		box := r.pixels(clip)
		for y := range 30 {
			for x := range 40 {
				if !image.Pt(x, y).In(box) && img.RGBAAt(x, y).A != 0 {
					t.Fatalf("painted at %d, %d, outside of %v", x, y, box)
				}
			}
		}
	})
}

func TestRasterCovers(t *testing.T) {
	white := Color{255, 255, 255, 255}
	for _, c := range []struct {
		name  string
		paint func(r *Raster)
		area  float64 // pixels
	}{
		{"a rectangle", func(r *Raster) { r.Fill(Rect{2, 3, 10, 5}, 0, white) }, 50},
		{"one with round corners", func(r *Raster) { r.Fill(Rect{2, 3, 20, 20}, 6, white) }, 400 - (4-math.Pi)*36},
		{"its edge", func(r *Raster) { r.Stroke(Rect{2, 3, 20, 20}, 0, 2, white) }, 400 - 256},
		{"a triangle", func(r *Raster) { r.Polygon([]Point{{0, 0}, {20, 0}, {0, 10}}, white) }, 100},
		{"one that is cut at the top", func(r *Raster) { r.Polygon([]Point{{0, -10}, {20, -10}, {20, 10}, {0, 10}}, white) }, 200},
		{"one that is cut at the left", func(r *Raster) { r.Polygon([]Point{{-10, 0}, {20, 0}, {20, 10}, {-10, 10}}, white) }, 200},
		{"a line", func(r *Raster) { r.Polyline([]Point{{5, 5}, {25, 5}}, 2, white) }, 40},
		{"a slanted line", func(r *Raster) { r.Polyline([]Point{{5, 5}, {20, 25}}, 2, white) }, 50},
		{"a ribbon", func(r *Raster) { r.Ribbon([]Point{{5, 5}, {15, 5}}, []Point{{5, 10}, {15, 20}}, white) }, 100},
	} {
		img := image.NewRGBA(image.Rect(0, 0, 30, 30))
		c.paint(NewRaster(img, Point{}, 1))
		var sum float64
		for i := 3; i < len(img.Pix); i += 4 {
			sum += float64(img.Pix[i]) / 255
		}
		if math.Abs(sum-c.area) > .02*c.area {
			t.Errorf("%s covers %.1f pixels, want %.1f", c.name, sum, c.area)
		}
	}
}

func TestPenStaysInItsArea(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 60, 30))
	p := NewPen(NewRaster(img, Point{}, 1), Dark(), Rect{10, 5, 40, 20})
	before := p.Within(Rect{0, 0, 30, 30})
	p.Label(Rect{0, 0, 60, 30}, "故障停机 down", 20, Start, p.Ink)
	p.Outside(before)
	p.State(Down, Rect{40, 5, 10, 20}, 40)
	left, right := false, false
	for y := range 30 {
		for x := range 60 {
			if img.RGBAAt(x, y).A == 0 {
				continue
			}
			if x < 10 || x >= 50 || y < 5 || y >= 25 {
				t.Fatalf("painted at %d, %d", x, y)
			}
			left, right = left || x < 30, right || x >= 30
		}
	}
	if !left || !right {
		t.Errorf("painted left %v, right %v: want both", left, right)
	}
}

// The copy of pictures, two channels at once, is the plain one rounded.
func TestOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.Byte()
		a := b.Draw(t, "a")
		part := func() uint8 { return uint8(int(b.Draw(t, "c")) * int(a) / 255) }
		src := color.RGBA{part(), part(), part(), a}
		dst := color.RGBA{b.Draw(t, "r"), b.Draw(t, "g"), b.Draw(t, "b"), 255}
		one, two := image.NewRGBA(image.Rect(0, 0, 1, 1)), image.NewRGBA(image.Rect(0, 0, 1, 1))
		one.SetRGBA(0, 0, dst)
		two.SetRGBA(0, 0, src)
		over(one, two, image.Point{})
		f := func(s, d uint8) uint8 { return s + uint8((int(d)*(255-int(a))+127)/255) }
		if got, want := one.RGBAAt(0, 0), (color.RGBA{f(src.R, dst.R), f(src.G, dst.G), f(src.B, dst.B), 255}); got != want {
			t.Fatalf("%v over %v: %v, want %v", src, dst, got, want)
		}
	})
}
