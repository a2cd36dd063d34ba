package viewer

import (
	"fmt"
	"image"
	"maps"
	"runtime"
	"slices"
	"time"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/font"
	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/edit"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// Factory is something that can be looked at.
type Factory struct {
	Name string // what it is known by: a file, or the number of a scenario
	Sim  *plant.Sim

	// What is needed to change it. Without it one can only look.
	Text   []byte          // of the factory's file
	File   string          // where it lies; "": it is built in
	Parse  edit.Parse      // reads a text that is changed
	Trials []model.Setting // what Sim has besides the text, of a what-if

	Parcel   func() (*parcel.Parcel, error) // all that it takes to run it again; nil: it cannot be recorded
	Replayed *plant.Replayed                // of a run that was recorded; Sim is its live state
}

// Options are what the app is made with.
type Options struct {
	Lang  words.Lang
	Open  func(name string) (*Factory, error) // reads a factory again, or another one
	Names []string                            // what the gallery offers
	Saved func(name string) time.Time         // when a factory was last saved; nil, or zero: nobody knows

	// Download hands a file to whoever looks, where none can be written: in a browser. nil:
	// files are written.
	Download func(name string, data []byte)

	Title   func(name string, l words.Lang) string // of a factory of Names, for people; nil: its name
	Picture func(name string) image.Image          // of it, for the gallery; nil: there are none
}

// Painter draws frames in place of the app: with a graphics card, in a window.
type Painter interface {
	// Paint draws a frame without its labels into a part of the window, in pixels. The
	// shot of the frame stays in soft, to pick from.
	Paint(soft *render.Soft, f *scene.Frame, at image.Rectangle, q render.Quality)
}

// App is the viewer: a picture and the panels around it. It is used by one goroutine.
type App struct {
	Options
	screen *ui.Screen
	soft   *render.Soft
	text   *render.Text
	paint  Painter         // nil: soft draws
	aside  func(do func()) // has something done beside the pictures
	view   scene.View
	hand   hand
	man    Cameraman

	name  string
	pack  func() (*parcel.Parcel, error) // of what is shown
	first string                         // what was opened first
	run   *session.Session
	scene *scene.Scene

	bar     *bar
	foot    *foot
	tree    *treePanel
	facts   *facts
	charts  *charts
	neck    *neck
	alarms  *alarms
	fault   *fault
	desk    *desk
	outlook *outlook
	gallery *gallery // nil: it is not open
	picture picture
	flowing flowing

	compared *compared // nil: no what-if
	moments  *moments  // nil: no two moments are compared
	warned   string    // what is wrong, so that it is told once
	told     string    // what was told last
	closed   bool
	saved    time.Time // the factory, when it was read
	looked   float64   // when that was last asked, s

	panels           [][2]mgl32.Vec2 // where they are, pixels
	frames, pictures uint64          // so far: of the panels, of the factory
}

// picture is what was drawn last, and of what.
type picture struct {
	of      stamp
	quality render.Quality
	labels  []scene.Label // as they lie above a Painter's frame
	stale   bool
	still   float64 // seconds for which nothing has changed
}

// stamp tells two pictures apart.
type stamp struct {
	steps           uint64
	now             int64
	camera          scene.Camera
	size            [2]int
	heat            scene.Heat
	chosen, pointed int
	scene           *scene.Scene
	lang            words.Lang
}

// New makes an app that shows nothing yet.
func New(o Options) (*App, error) {
	text, err := render.NewText(font.Regular())
	if err != nil {
		return nil, err
	}
	a := &App{Options: o, text: text, soft: render.New(runtime.GOMAXPROCS(0)), screen: ui.NewScreen(ui.Dark()), aside: func(do func()) { go do() }}
	a.view = scene.View{Lang: o.Lang, LabelSize: text.LabelSize, MaxLabels: 32, Heat: scene.HeatNow}
	a.desk, a.outlook = &desk{a: a}, &outlook{a: a}
	a.build()
	return a, nil
}

// build makes the panels, in the language as it is.
func (a *App) build() {
	a.screen = ui.NewScreen(ui.Dark())
	a.bar = newBar(a)
	a.foot = newFoot(a)
	a.tree = newTreePanel(a)
	a.facts = newFacts(a)
	a.charts = newCharts(a)
	a.neck = newNeck(a)
	a.alarms = newAlarms(a, a.alarms)
	a.fault = newFault(a, a.fault)
	a.desk.layer, a.gallery = nil, nil // they were the old screen's
	a.picture.stale = true
	a.screen.Arrange = a.arrange
}

// Show shows a factory from the beginning of its run.
func (a *App) Show(f *Factory) {
	a.drop()
	a.endMoments()
	a.name = f.Name
	a.begin(f)
	if a.first == "" {
		a.first = f.Name
	}
	a.look()
	lo, hi := a.scene.Bounds()
	a.man = Cameraman{Camera: scene.DefaultCamera()}
	a.man.Within(lo, hi)
	a.man.Camera = a.man.Camera.Frame(a.scene.Outline(0), [2]int{1280, 720}, .08)
	a.hand.framed = false
	a.saved = a.savedAt()
	a.alarms.forget()
	a.fault.clear()
	a.foot.pins = nil
	a.refresh()
	a.desk.begin(f)
}

// Play sets the speed, and lets the factory run or stand.
func (a *App) Play(on bool, speed float64) {
	a.run.SetSpeed(speed)
	a.run.Playing = on
}

// keepUp shows the factory that the run has gone over to, if it has.
func (a *App) keepUp() {
	if a.run.Sim().Plant().Model() != a.scene.Model {
		a.look()
		a.refresh()
	}
}

// look makes the scene of the model as it is now. What is chosen stays chosen, whatever
// its number is now.
func (a *App) look() {
	chosen := ""
	if k := a.view.Chosen - 1; k >= 0 && k < len(a.scene.Model.Nodes) {
		chosen = a.scene.Model.Nodes[k].Path
	}
	a.scene = scene.New(a.run.Sim().Plant().Model())
	if list := a.scene.Problems; len(list) > 0 && list[0].Error() != a.told {
		a.try(list[0])
	}
	if n := a.scene.Model.Node(chosen); n != nil && a.view.Chosen > 0 {
		a.view.Chosen = n.Index + 1
	} else {
		a.view.Chosen = 0
	}
	a.view.Pointed = 0
	a.picture.stale = true
}

// refresh tells all panels that another factory is shown.
func (a *App) refresh() {
	a.bar.refresh()
	a.tree.refresh()
	a.foot.refresh()
	a.facts.refresh()
	a.charts.refresh()
	a.neck.refresh()
	a.alarms.refresh()
}

// Update lets some time pass and tells the app what people did in it.
func (a *App) Update(in ui.Input, wall time.Duration) {
	taken := a.screen.Update(in)
	if a.run == nil {
		return
	}
	if a.gallery != nil {
		a.gallery.tiles.Fetch()
	}
	wall = min(wall, 250*time.Millisecond)
	if a.compared != nil {
		a.compared.tick(a, wall.Seconds())
	} else {
		a.try(a.run.Tick(wall))
	}
	a.follow(in.Time)
	a.keepUp()
	a.outlook.update()
	a.hand.do(a, in, taken, float32(wall.Seconds()))
	a.keepUp()
	if a.moments != nil {
		a.moments.update()
	}
	a.bar.update()
	a.foot.update()
	a.tree.update(in.Time)
	a.facts.update(in.Time)
	a.charts.update(in.Time)
	a.neck.update(in.Time)
	a.alarms.update(in.Time)
}

// try shows an error, once.
func (a *App) try(err error) {
	if err == nil {
		a.warned = ""
		return
	}
	if text := err.Error(); text != a.warned {
		a.warned, a.told = text, text
		if !a.fault.tell(err) {
			a.screen.Toast(ui.Failure, text)
		}
	}
}

// choose chooses a node, +1; 0 chooses none.
func (a *App) choose(id int) {
	a.view.Chosen = id
	a.tree.choose(id)
	a.facts.refresh()
}

// show flies to a node, +1, or to everything.
func (a *App) show(id int) {
	node := max(id-1, 0)
	a.man.Show(a.scene.Outline(node), a.view.Size)
}

// Draw paints the factory into a picture of the screen's size in pixels; it reports
// whether the picture is another than the last time. The panels are painted by
// Panels, above it. With a Painter the frames are its own, and into the picture comes
// only what lies above them, on nothing.
func (a *App) Draw(dst *image.RGBA, scale float32, seconds float64) bool {
	a.frames++
	size := [2]int{dst.Rect.Dx(), dst.Rect.Dy()}
	a.view.Size, a.view.Scale, a.view.Camera = size, scale, a.man.Camera
	if a.run == nil {
		return false
	}
	a.panels = a.reserved(a.panels[:0], scale)
	if !slices.Equal(a.panels, a.view.Reserved) {
		a.view.Reserved = append(a.view.Reserved[:0], a.panels...)
		a.picture.stale = true // labels go out of the way
	}
	shown := a.run
	if a.compared != nil {
		shown = a.compared.Variant
	}
	of := stamp{shown.Sim().Steps(), int64(shown.Now()), a.view.Camera, size, a.view.Heat, a.view.Chosen, a.view.Pointed, a.scene, a.view.Lang}
	quality := render.Good
	p := &a.picture
	if of != p.of || p.stale {
		p.still = 0
	} else if p.still += seconds; p.still > .35 {
		quality = render.Best
	}
	if of == p.of && quality == p.quality && !p.stale {
		return false
	}
	changed := p.stale || of.size != p.of.size // the whole of dst
	p.of, p.quality, p.stale = of, quality, false
	a.pictures++
	switch {
	case a.compared != nil:
		a.compared.draw(a, dst, quality)
		return true
	case a.moments != nil:
		a.moments.draw(dst, quality)
		return true
	}
	a.view.Flows = a.flows(a.run.Log, a.run.Sim())
	f := a.scene.Frame(a.run.Sim(), a.run.Now(), &a.view)
	if a.paint == nil {
		a.soft.Draw(dst, f, quality)
		a.text.Labels(dst, f.Labels, scale)
		return true
	}
	a.paint.Paint(a.soft, f, dst.Rect, quality)
	if !changed && slices.Equal(f.Labels, p.labels) {
		return false
	}
	p.labels = append(p.labels[:0], f.Labels...)
	clear(dst.Pix)
	a.text.Labels(dst, f.Labels, scale)
	return true
}

// PaintWith has the frames drawn by a painter, or by the app's own renderer (nil).
func (a *App) PaintWith(p Painter) {
	a.paint = p
	a.Redraw()
}

// Redraw has the picture drawn again even if nothing has changed.
func (a *App) Redraw() { a.picture.stale = true }

// Writer is the field that is being written in, or nil.
func (a *App) Writer() ui.Writer { return a.screen.Writer() }

// Tell shows an error.
func (a *App) Tell(err error) { a.try(err) }

// Close asks the app to end: it asks in its turn when there is something unsaved.
func (a *App) Close() { a.desk.unless(func() { a.closed = true }) }

// Closed reports whether the app was asked to end.
func (a *App) Closed() bool { return a.closed }

// Still reports whether Panels would paint the same as the last time.
func (a *App) Still() bool { return !a.screen.Busy() && !a.desk.on && !a.desk.out }

// Panels paints what is above the picture.
func (a *App) Panels(c ui.Canvas) {
	a.desk.draw(c, max(a.view.Scale, 1e-3))
	a.screen.Draw(c)
}

func vec(x, y float32) mgl32.Vec2 { return mgl32.Vec2{x, y} }

// sortedKeys are the keys of a map in their order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// reserved is where no labels may be.
func (a *App) reserved(out [][2]mgl32.Vec2, scale float32) [][2]mgl32.Vec2 {
	for _, l := range []*ui.Layer{a.bar.layer, a.foot.layer, a.tree.layer, a.facts.layer, a.charts.layer, a.neck.layer, a.alarms.layer, a.fault.layer, a.working()} {
		if l == nil || !l.Shown() {
			continue
		}
		r := l.Bounds
		out = append(out, [2]mgl32.Vec2{{r.X * scale, r.Y * scale}, {r.Right() * scale, r.Bottom() * scale}})
	}
	return out
}

// speak changes the language.
func (a *App) speak(l words.Lang) {
	a.Lang, a.view.Lang = l, l
	a.build()
	if a.run == nil {
		return
	}
	a.refresh()
	a.desk.build()
	if a.compared != nil {
		a.compared.show(a)
	}
	if m := a.moments; m != nil {
		a.moments = nil // its panel was the old screen's
		a.showMoments(m.pins[0], m.pins[1])
	}
}

// reload reads the factory again. A mistake in it is told, and the old one goes on.
func (a *App) reload() {
	f, err := a.Open(a.name)
	if err != nil {
		a.try(err)
		return
	}
	m := f.Sim.Plant().Model()
	a.desk.begin(f)
	a.fault.clear()
	if m.Hash() == a.run.Sim().Plant().Model().Hash() {
		return
	}
	if err := a.run.Edit(m); err != nil {
		a.try(err)
		return
	}
	a.screen.Toast(ui.Success, a.Lang.T("view.reloaded"))
}

// savedAt is when the factory that is shown was last saved.
func (a *App) savedAt() time.Time {
	if a.Saved == nil {
		return time.Time{}
	}
	return a.Saved(a.name)
}

// follow reads the factory again when somebody has saved it.
func (a *App) follow(now float64) {
	if now < a.looked+.5 {
		return
	}
	a.looked = now
	if at := a.savedAt(); at != a.saved {
		a.saved = at
		if a.desk.changed() {
			a.screen.Toast(ui.Caution, a.Lang.T("layout.disk"))
			return
		}
		a.reload()
	}
}

// open shows another factory.
func (a *App) open(name string) { a.desk.unless(func() { a.change(name) }) }

func (a *App) change(name string) {
	f, err := a.Open(name)
	if err != nil {
		a.warned = ""
		a.try(fmt.Errorf("%s: %w", name, err))
		return
	}
	a.arrive(f)
}

// arrive shows a factory that was opened in the place of another one.
func (a *App) arrive(f *Factory) {
	a.view.Chosen, a.view.Pointed = 0, 0
	a.Show(f)
}
