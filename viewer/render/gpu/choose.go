package gpu

import (
	"image"
	"slices"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
)

// Choice is what a measurement found: how long a frame takes, from its scene to the
// picture in an image of Ebitengine. 0: it was not measured to the end.
type Choice struct{ Software, Card time.Duration }

// GPU tells whether the card is the faster one, by a tenth at least: between equals the
// software, which smooths edges also while they move, is the better.
func (c Choice) GPU() bool { return c.Card > 0 && c.Card*10 < c.Software*9 }

// rounds is how often both draw, at most; the median counts.
const rounds = 5

// Choose draws a frame with both, in turn, and tells how long they take. What a renderer
// does only once is not counted: the software's first frame makes the lightmap, which is
// needed anyway, and only then the limit begins; within it the card's first frame compiles
// the shaders. No frame begins after the limit.
func (r *Renderer) Choose(soft *render.Soft, f *scene.Frame, size image.Point, q render.Quality, limit time.Duration) (c Choice) {
	target, sheet := ebiten.NewImage(size.X, size.Y), image.NewRGBA(image.Rectangle{Max: size})
	defer target.Deallocate()
	var pixel [4]byte
	corner := target.SubImage(image.Rect(0, 0, 1, 1)).(*ebiten.Image)
	software := func() {
		soft.Draw(sheet, f, q)
		target.WritePixels(sheet.Pix)
		corner.ReadPixels(pixel[:])
	}
	card := func() {
		r.Draw(target, soft, f, q)
		corner.ReadPixels(pixel[:]) // not before it is drawn
	}
	software()
	end := time.Now().Add(limit)
	card()
	var took [2][]time.Duration
	for range rounds {
		for k, draw := range []func(){software, card} {
			start := time.Now()
			if start.After(end) {
				break
			}
			draw()
			took[k] = append(took[k], time.Since(start))
		}
	}
	return Choice{median(took[0]), median(took[1])}
}

func median(d []time.Duration) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[len(d)/2]
}
