// Package window puts a screen of package ui into a window of Ebitengine: a Canvas that
// paints on its images, and a Reader of mouse, keyboard and input methods.
package window

import (
	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/viewer/ui"
)

// Canvas keeps the layers of a screen as images of Ebitengine. Set Target, then let
// the screen draw.
type Canvas struct {
	Target   *ebiten.Image
	pictures map[int]*ebiten.Image
	pen      *painter
}

// NewCanvas is an empty canvas.
func NewCanvas() *Canvas {
	return &Canvas{pictures: map[int]*ebiten.Image{}, pen: newPainter()}
}

// Begin is part of ui.Canvas.
func (c *Canvas) Begin(layer int, at ui.Rect, scale float32) ui.Painter {
	box := ui.Pixels(at, scale)
	p := c.pictures[layer]
	if p == nil || p.Bounds().Size() != box.Size() {
		c.Drop(layer)
		p = ebiten.NewImage(max(box.Dx(), 1), max(box.Dy(), 1))
		c.pictures[layer] = p
	} else {
		p.Clear()
	}
	c.pen.begin(p, float32(box.Min.X), float32(box.Min.Y), scale)
	return c.pen
}

// Show is part of ui.Canvas.
func (c *Canvas) Show(layer int, at ui.Rect, scale float32) {
	c.pen.flush()
	p := c.pictures[layer]
	if p == nil || c.Target == nil {
		return
	}
	box := ui.Pixels(at, scale)
	var op ebiten.DrawImageOptions
	op.GeoM.Translate(float64(box.Min.X), float64(box.Min.Y))
	c.Target.DrawImage(p, &op)
}

// Over is a painter straight onto the Target, for what changes in each frame; End ends
// it. Between the two no layer is drawn.
func (c *Canvas) Over(scale float32) ui.Painter {
	c.pen.begin(c.Target, 0, 0, scale)
	return c.pen
}

// End draws what the painter of Over still holds back.
func (c *Canvas) End() { c.pen.flush() }

// Drop is part of ui.Canvas.
func (c *Canvas) Drop(layer int) {
	if p := c.pictures[layer]; p != nil {
		p.Deallocate()
		delete(c.pictures, layer)
	}
}
