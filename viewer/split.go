package viewer

import (
	"image"
	"image/draw"
	"runtime"

	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
)

// split is two states side by side, seen by the same camera.
type split struct {
	scenes [2]*scene.Scene
	soft   *render.Soft // of the right side; the left one is the app's
	halves [2]*image.RGBA
	middle int // where the right side begins, pixels
}

func newSplit(left, right *plant.Sim) split {
	return split{scenes: [2]*scene.Scene{scene.New(left.Plant().Model()), scene.New(right.Plant().Model())}, soft: render.New(runtime.GOMAXPROCS(0))}
}

// splitShown is what is shown side by side, or nil.
func (a *App) splitShown() *split {
	switch {
	case a.compared != nil:
		return &a.compared.split
	case a.moments != nil:
		return &a.moments.split
	}
	return nil
}

// paint draws both sides, with what they are called.
func (w *split) paint(a *App, dst *image.RGBA, quality render.Quality, sims [2]*plant.Sim, logs [2]*session.Log, names [2]string) {
	half := image.Rect(0, 0, dst.Rect.Dx()/2, dst.Rect.Dy())
	w.middle = half.Dx() + dst.Rect.Dx()%2
	view := a.view
	view.Size = [2]int{half.Dx(), half.Dy()}
	view.MaxLabels /= 2
	for k, s := range sims {
		if w.halves[k] == nil || w.halves[k].Rect != half {
			w.halves[k] = image.NewRGBA(half)
		}
		soft := a.soft
		if k == 1 {
			soft = w.soft
		}
		view.Chosen, view.Pointed = w.there(a, k, a.view.Chosen), w.there(a, k, a.view.Pointed)
		view.Reserved = view.Reserved[:0:0]
		for _, r := range a.view.Reserved {
			r[0][0], r[1][0] = r[0][0]-float32(k*w.middle), r[1][0]-float32(k*w.middle)
			view.Reserved = append(view.Reserved, r)
		}
		view.Flows = a.flows(logs[k], s)
		f := w.scenes[k].Frame(s, s.Now(), &view)
		at := half.Add(image.Pt(k*w.middle, 0))
		if a.paint != nil {
			a.paint.Paint(soft, f, at, quality)
			clear(w.halves[k].Pix)
		} else {
			soft.Draw(w.halves[k], f, quality)
		}
		a.text.Labels(w.halves[k], f.Labels, view.Scale)
		draw.Draw(dst, at, w.halves[k], image.Point{}, draw.Src)
	}
	render.Stroke(dst, vec(float32(half.Dx()), 0), vec(float32(half.Dx()), float32(half.Dy())), 2*a.view.Scale, 0x1B2229, 1)
	for k, name := range names {
		x := float32(k * w.middle)
		if k == 0 && a.tree.layer.Shown() {
			x += (a.tree.layer.Bounds.Right()) * a.view.Scale
		}
		a.text.Draw(dst, name, x+16*a.view.Scale, 74*a.view.Scale, 18*a.view.Scale, 0x1B2229, 1)
	}
}

// there is the node of a side, +1, that is what a node of the app's scene is: by its path.
func (w *split) there(a *App, side, id int) int {
	if id == 0 {
		return 0
	}
	if n := w.scenes[side].Model.Node(a.scene.Model.Nodes[id-1].Path); n != nil {
		return n.Index + 1
	}
	return 0
}

// under is the node of the app's scene, +1, that is seen at a pixel.
func (w *split) under(a *App, x, y int) int {
	side, soft := 0, a.soft
	if x >= w.middle {
		side, soft, x = 1, w.soft, x-w.middle
	}
	id := int(soft.Pick(x, y))
	if id == 0 {
		return 0
	}
	if n := a.scene.Model.Node(w.scenes[side].Model.Nodes[id-1].Path); n != nil {
		return n.Index + 1
	}
	return 0
}
