package render

import (
	"image"
	"image/color"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

func TestTextEndsWhereMeasured(t *testing.T) {
	text := newText(t)
	dst := image.NewRGBA(image.Rect(0, 0, 200, 40))
	for _, words := range []string{"", "Takt", "CNC-07 failed 02:41", "gÄ€\U0010ffff"} {
		for _, px := range []float32{9, 13.5, 22} {
			end := text.Draw(dst, words, 10, 30, px, white, 1)
			if want := 10 + text.Measure(words, px); abs(end-want) > 1e-3 {
				t.Errorf("%q at %v px ends at %v, measured %v", words, px, end, want)
			}
		}
	}
	if text.Measure("mm", 20) <= text.Measure("ii", 20) {
		t.Error("mm is not wider than ii")
	}
}

// TestTextStaysInside draws across all borders of a picture within a picture: nothing
// around it may change, and something in it must.
func TestTextStaysInside(t *testing.T) {
	text := newText(t)
	all := image.NewRGBA(image.Rect(0, 0, 80, 60))
	in := image.Rect(20, 20, 60, 40)
	part := all.SubImage(in).(*image.RGBA)
	text.Draw(part, "wide words beyond", -12, 8, 14, white, 1)
	text.Draw(part, "below", 3, 24, 14, white, .5)
	text.Labels(part, []scene.Label{{Title: "label", Min: mgl32.Vec2{30, 10}, Max: mgl32.Vec2{90, 50}, Anchor: mgl32.Vec2{-40, -40}}}, 1)
	inside := 0
	for y := range 60 {
		for x := range 80 {
			if all.RGBAAt(x, y) == (color.RGBA{}) {
				continue
			}
			inside++
			if !image.Pt(x, y).In(in) {
				t.Fatalf("drew at %d, %d outside of %v", x, y, in)
			}
		}
	}
	if inside < 100 {
		t.Errorf("only %d pixels were drawn", inside)
	}
}

func TestTextAllocatesNothing(t *testing.T) {
	text := newText(t)
	dst := image.NewRGBA(image.Rect(0, 0, 200, 40))
	draw := func() { text.Draw(dst, "steady 12", 10.3, 30, 13, white, 1) }
	draw()
	if n := testing.AllocsPerRun(10, draw); n != 0 {
		t.Errorf("%v allocations for words drawn before", n)
	}
}

func TestNoFont(t *testing.T) {
	if _, err := NewText(); err == nil {
		t.Error("no font is no error")
	}
	if _, err := NewText([]byte("no font")); err == nil {
		t.Error("nonsense is a font")
	}
}
