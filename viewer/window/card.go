package window

import (
	"fmt"
	"image"
	"os"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/viewer"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/render/gpu"
	"github.com/taktsim/takt/viewer/scene"
)

// Renderer is what draws the factory.
type Renderer string

// The renderers. Auto measures at the first frame which of the two is faster here.
const (
	Auto     Renderer = "auto"
	Software Renderer = "software"
	GPU      Renderer = "gpu"
)

// Environment is the variable that chooses a renderer where Options do not.
const Environment = "TAKT_RENDERER"

// chosen is the renderer that options and environment ask for.
func chosen(r Renderer, environment string) (Renderer, error) {
	from := "the renderer"
	if r == "" {
		r, from = Renderer(environment), Environment
	}
	switch r {
	case "":
		return Auto, nil
	case Auto, Software, GPU:
		return r, nil
	}
	return "", fmt.Errorf("%s is %q: want auto, software or gpu", from, string(r))
}

// card draws an app's frames with the graphics card: a viewer.Painter.
type card struct {
	app     *viewer.App
	gpu     *gpu.Renderer
	image   *ebiten.Image // what it has drawn
	measure bool          // whether it is the faster one is not known yet
	on      bool
	painted int // how often
}

// choosing is how long the measurement may take.
const choosing = time.Second

// newCard has the app paint with the card, if the renderer is to.
func newCard(a *viewer.App, r Renderer) (*card, error) {
	r, err := chosen(r, os.Getenv(Environment))
	if err != nil {
		return nil, err
	}
	c := &card{app: a, measure: r == Auto}
	if r == Software {
		return c, nil
	}
	if c.gpu, err = gpu.New(); err != nil {
		if r == GPU {
			return nil, err
		}
		return c, nil
	}
	c.on = true
	a.PaintWith(c)
	return c, nil
}

// fit makes room for a picture.
func (c *card) fit(size image.Point) {
	if c.image != nil {
		c.image.Deallocate()
		c.image = nil
	}
	if c.on {
		c.image = ebiten.NewImage(size.X, size.Y)
	}
}

// Paint is part of viewer.Painter.
func (c *card) Paint(soft *render.Soft, f *scene.Frame, at image.Rectangle, q render.Quality) {
	c.painted++
	if c.measure {
		c.measure = false
		if !c.gpu.Choose(soft, f, at.Size(), q, choosing).GPU() {
			// This one frame is drawn by the card all the same.
			c.on = false
			c.app.PaintWith(nil)
		}
	}
	c.gpu.Draw(c.image.SubImage(at).(*ebiten.Image), soft, f, q)
}

// show shows what was painted last.
func (c *card) show(screen *ebiten.Image) {
	if c.image == nil {
		return
	}
	screen.DrawImage(c.image, &ebiten.DrawImageOptions{Blend: ebiten.BlendCopy})
	if !c.on {
		c.image.Deallocate()
		c.image = nil
	}
}
