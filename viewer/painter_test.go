package viewer

import (
	"bytes"
	"image"
	"image/draw"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
)

// easel is a Painter on an image.
type easel struct {
	picture *image.RGBA
	at      []image.Rectangle // where it was asked to paint
}

func (e *easel) Paint(soft *render.Soft, f *scene.Frame, at image.Rectangle, q render.Quality) {
	e.at = append(e.at, at)
	part := image.NewRGBA(image.Rectangle{Max: at.Size()})
	soft.Draw(part, f, q)
	draw.Draw(e.picture, at, part, image.Point{}, draw.Src)
}

// TestPainterPaintsBelow: what a painter paints and what the app lays above are together
// the app's own picture, and come anew only when they are others.
func TestPainterPaintsBelow(t *testing.T) {
	size := image.Rect(0, 0, 1280, 800)
	own, painted := newUser(t, words.EN).app, newUser(t, words.EN).app
	e := &easel{picture: image.NewRGBA(size)}
	painted.PaintWith(e)
	want, above := image.NewRGBA(size), image.NewRGBA(size)
	own.Redraw()
	own.Draw(want, 1, .05)
	if !painted.Draw(above, 1, .05) {
		t.Error("the labels were not drawn")
	}
	if n := unlike(want, e.picture, above); n > 0 {
		t.Errorf("%d pixels differ", n)
	}
	if bytes.Equal(want.Pix, e.picture.Pix) {
		t.Error("there are no labels")
	}
	e.at = nil
	if painted.Draw(above, 1, .05) || len(e.at) != 0 {
		t.Errorf("nothing has changed and it painted %v", e.at)
	}
	painted.man.Orbit(40, 0)
	painted.man.Fly(1)
	if !painted.Draw(above, 1, .05) || len(e.at) != 1 || e.at[0] != size {
		t.Errorf("the camera has turned and it painted %v", e.at)
	}
	painted.view.MaxLabels = 0
	painted.Redraw()
	painted.Draw(above, 1, .05)
	if bytes.ContainsFunc(above.Pix, func(r rune) bool { return r != 0 }) {
		t.Error("without labels something lies above the picture")
	}
	painted.PaintWith(nil)
	if !painted.Draw(above, 1, .05) || above.Pix[3] != 255 {
		t.Error("without a painter the app does not draw itself")
	}
}

// TestPainterPaintsBothSides of a what-if.
func TestPainterPaintsBothSides(t *testing.T) {
	a := newUser(t, words.EN).app
	size := image.Rect(0, 0, 641, 400)
	e := &easel{picture: image.NewRGBA(size)}
	a.PaintWith(e)
	a.compare(a.run.Sim().Plant().Model(), nil)
	want := image.NewRGBA(size)
	above := image.NewRGBA(size)
	if !a.Draw(above, 1, .05) || len(e.at) != 2 || e.at[0] != image.Rect(0, 0, 320, 400) || e.at[1] != image.Rect(321, 0, 641, 400) {
		t.Fatalf("it painted %v", e.at)
	}
	a.PaintWith(nil)
	a.Draw(want, 1, .05)
	// The line between lies in the middle column, which nobody paints.
	for y := range 400 {
		for _, m := range []*image.RGBA{want, e.picture, above} {
			clear(m.Pix[m.PixOffset(318, y):m.PixOffset(323, y)])
		}
	}
	if n := unlike(want, e.picture, above); n > 0 {
		t.Errorf("%d pixels differ", n)
	}
}

// unlike counts pixels that differ by more than rounding from what lies above laid on
// what is below.
func unlike(want, below, above *image.RGBA) (n int) {
	for i := 0; i < len(want.Pix); i += 4 {
		for c := range 3 {
			through := 255 - int(above.Pix[i+3])
			got := int(above.Pix[i+c]) + (int(below.Pix[i+c])*through+127)/255
			if d := got - int(want.Pix[i+c]); d < -3 || d > 3 {
				n++
				break
			}
		}
	}
	return n
}
