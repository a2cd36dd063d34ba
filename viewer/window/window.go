// Package window shows the viewer in a window of the desktop, or in a page of a
// browser. It is the only way to the screen: everything else runs without one.
package window

import (
	"context"
	"errors"
	"image"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/viewer"
	"github.com/taktsim/takt/viewer/ui/window"
)

// ErrNoDisplay says that there is no screen to open a window on.
var ErrNoDisplay = errors.New("there is no display")

// Display tells whether a window can be opened here.
func Display() bool {
	switch runtime.GOOS {
	case "windows", "darwin", "js":
		return true
	}
	return os.Getenv("DISPLAY") != ""
}

// Options are what a window is opened with.
type Options struct {
	Title    string
	Renderer Renderer // the zero value: as the environment's TAKT_RENDERER says, or Auto

	// Tell, if it is not nil, is told what one sees, at most twenty times a second. An
	// error of its own ends the window.
	Tell func(viewer.State) error
}

// telling is how long nobody is told anything after somebody was.
const telling = 50 * time.Millisecond

// Run opens a window and runs the app in it until it is closed, or ctx ends.
func Run(ctx context.Context, a *viewer.App, o Options) error {
	if !Display() {
		return ErrNoDisplay
	}
	card, err := newCard(a, o.Renderer)
	if err != nil {
		return err
	}
	g := &game{ctx: ctx, app: a, card: card, canvas: window.NewCanvas(), reader: window.NewReader(), last: window.Now(), tell: o.Tell}
	ebiten.SetWindowTitle(o.Title)
	ebiten.SetWindowSize(1280, 800)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetWindowClosingHandled(true)
	err = ebiten.RunGame(g)
	if err != nil && (strings.Contains(err.Error(), "no window system") || strings.Contains(err.Error(), "failed to open display")) {
		return ErrNoDisplay
	}
	return err
}

// game is the app as Ebitengine runs it.
type game struct {
	ctx     context.Context
	app     *viewer.App
	card    *card
	canvas  *window.Canvas
	reader  *window.Reader
	picture *image.RGBA
	shown   *ebiten.Image
	w, h    int
	scale   float32
	last    time.Time
	drawn   time.Time
	all     time.Time // when all of it was drawn last
	tell    func(viewer.State) error
	told    time.Time
}

// Update is part of ebiten.Game.
func (g *game) Update() error {
	if g.w == 0 {
		return nil
	}
	in, err := g.reader.Read(g.w, g.h, g.scale, g.app.Writer())
	if err != nil {
		g.app.Tell(err)
	}
	now := window.Now()
	g.app.Update(in, now.Sub(g.last))
	g.last = now
	if ebiten.IsWindowBeingClosed() {
		g.app.Close()
	}
	if g.app.Closed() || g.ctx.Err() != nil {
		return ebiten.Termination
	}
	if g.tell != nil && now.Sub(g.told) >= telling {
		g.told = now
		return g.tell(g.app.State())
	}
	return nil
}

// again is how long what is on the screen stays as it is at most.
const again = 500 * time.Millisecond

// Draw is part of ebiten.Game.
func (g *game) Draw(screen *ebiten.Image) {
	size := screen.Bounds().Size()
	fresh := false
	if g.picture == nil || g.picture.Rect.Size() != size {
		g.picture = image.NewRGBA(image.Rectangle{Max: size})
		if g.shown != nil {
			g.shown.Deallocate()
		}
		g.shown = ebiten.NewImage(size.X, size.Y)
		g.card.fit(size)
		g.app.Redraw()
		fresh = true
	}
	now, was := window.Now(), g.card.painted
	if g.app.Draw(g.picture, g.scale, now.Sub(g.drawn).Seconds()) {
		g.shown.WritePixels(g.picture.Pix)
		fresh = true
	}
	g.drawn = now
	// What is drawn stays on the screen, and when nothing is drawn Ebitengine shows
	// nothing anew. Somebody else may have drawn over it, though.
	if !fresh && was == g.card.painted && g.app.Still() && now.Sub(g.all) < again {
		return
	}
	g.all = now
	g.card.show(screen)
	screen.DrawImage(g.shown, nil)
	g.canvas.Target = screen
	g.app.Panels(g.canvas)
}

// Layout is part of ebiten.Game. LayoutF is used instead.
func (g *game) Layout(w, h int) (int, int) { return w, h }

// LayoutF is part of ebiten.LayoutFer: a pixel of the picture is a pixel of the device.
func (g *game) LayoutF(w, h float64) (float64, float64) {
	s := ebiten.Monitor().DeviceScaleFactor()
	g.scale = float32(s)
	g.w, g.h = int(w*s), int(h*s)
	return w * s, h * s
}
