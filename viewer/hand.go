package viewer

import (
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/ui"
)

// hand is what a mouse and a keyboard do with the picture: the left or right button
// turns the camera, the middle one (or Shift) moves it, the wheel goes nearer, a click
// chooses.
type hand struct {
	holds  bool // a button that was pressed on the picture
	button ui.Mouse
	moved  float32 // how far since, points
	at     ui.Point
	was    [3]bool
	framed bool // the camera was set for the window as it is
}

// click is how far a hand may move within a click, points.
const click = 4

func (h *hand) do(a *App, in ui.Input, taken ui.Taken, seconds float32) {
	size := [2]int{int(in.Size.W), int(in.Size.H)} // in points: angles do not mind
	if size[0] <= 0 || size[1] <= 0 {
		return
	}
	if !h.framed {
		h.framed = true
		a.frameAll(size)
	}
	if a.desk.mouse(in, taken, size) {
		h.holds, h.was, h.at = false, [3]bool{in.Down[0], in.Down[1], in.Down[2]}, in.Cursor
	} else {
		h.mouse(a, in, taken, size)
	}
	if in.Wheel.Y != 0 && !taken.Wheel && !taken.Pointer {
		a.man.Zoom(in.Wheel.Y, in.Cursor.X, in.Cursor.Y, size)
	}
	for _, k := range taken.Keys {
		if !taken.Text && !a.desk.key(k, in.Mods) {
			a.key(k, in.Mods)
		}
	}
	a.man.Fly(seconds)
}

func (h *hand) mouse(a *App, in ui.Input, taken ui.Taken, size [2]int) {
	for b := range ui.Mouse(3) {
		if in.Down[b] && !h.was[b] && !h.holds && !taken.Pointer {
			h.holds, h.button, h.moved, h.at = true, b, 0, in.Cursor
		}
	}
	h.was = [3]bool{in.Down[0], in.Down[1], in.Down[2]}
	d := ui.Point{X: in.Cursor.X - h.at.X, Y: in.Cursor.Y - h.at.Y}
	switch {
	case h.holds && !in.Down[h.button]:
		h.holds = false
		if h.moved < click {
			a.clicked(in, h.button)
		}
	case h.holds && d != (ui.Point{}):
		h.moved += float32(math.Hypot(float64(d.X), float64(d.Y)))
		if h.button == ui.MouseMiddle || in.Mods&ui.Shift != 0 {
			a.man.Pan(h.at.X, h.at.Y, in.Cursor.X, in.Cursor.Y, size)
		} else if h.moved >= click {
			a.man.Orbit(d.X, d.Y)
		}
		h.at = in.Cursor
	case !h.holds:
		a.view.Pointed = 0
		if !taken.Pointer {
			a.view.Pointed = a.under(in)
		}
	}
}

// under is the node that is seen at the cursor, +1.
func (a *App) under(in ui.Input) int {
	if a.picture.of.scene != a.scene { // another factory is seen still
		return 0
	}
	x, y := int(in.Cursor.X*in.Scale), int(in.Cursor.Y*in.Scale)
	if w := a.splitShown(); w != nil {
		return w.under(a, x, y)
	}
	return int(a.soft.Pick(x, y))
}

func (a *App) clicked(in ui.Input, b ui.Mouse) {
	id := a.under(in)
	a.choose(id)
	if b == ui.MouseRight && id > 0 {
		a.nodeMenu(id, in.Cursor)
	}
}

// frameAll puts everything into the part of the window that no panel covers.
func (a *App) frameAll(size [2]int) {
	a.man.Camera = scene.DefaultCamera().Frame(a.scene.Outline(0), size, .14)
}

// key does what a key is for.
func (a *App) key(k ui.Key, mods ui.Mods) {
	if k >= '0' && k <= '9' {
		if mods&ui.Command != 0 {
			a.man.Keep(int(k - '0'))
			a.screen.ToastOf("bookmark", ui.Plain, a.Lang.T("view.kept", string(rune(k))))
		} else if !a.man.Recall(int(k - '0')) {
			a.screen.ToastOf("bookmark", ui.Plain, a.Lang.T("view.nobookmark", string(rune(k))))
		}
		return
	}
	if mods&^ui.Shift != 0 {
		return
	}
	for _, s := range shortcuts {
		if s.key == k && s.shift == (mods&ui.Shift != 0) {
			s.do(a)
			return
		}
	}
}

// shortcut is what a key does.
type shortcut struct {
	key   ui.Key
	shift bool
	name  string // of the key, for the help
	word  string // what it does: key.… in the catalogue
	do    func(*App)
}

// shortcuts are all keys but the bookmarks'.
var shortcuts []shortcut

func init() {
	shortcuts = []shortcut{
		{ui.KeySpace, false, "Space", "play", (*App).playOrPause},
		{'.', false, ".", "step", (*App).step},
		{',', false, ",", "back", func(a *App) { a.by(-1) }},
		{'+', false, "+", "faster", func(a *App) { a.faster(1) }},
		{'=', false, "", "", func(a *App) { a.faster(1) }},
		{'+', true, "", "", func(a *App) { a.faster(1) }},
		{'-', false, "-", "slower", func(a *App) { a.faster(-1) }},
		{'W', false, "W A S D", "walk", func(a *App) { a.man.Walk(0, 1) }},
		{'A', false, "", "", func(a *App) { a.man.Walk(-1, 0) }},
		{'S', false, "", "", func(a *App) { a.man.Walk(0, -1) }},
		{'D', false, "", "", func(a *App) { a.man.Walk(1, 0) }},
		{'Q', false, "Q E", "turn", func(a *App) { a.man.Turn(1, 0) }},
		{'E', false, "", "", func(a *App) { a.man.Turn(-1, 0) }},
		{ui.KeyPageUp, false, "PgUp PgDn", "raise", func(a *App) { a.man.Turn(0, 1) }},
		{ui.KeyPageDown, false, "", "", func(a *App) { a.man.Turn(0, -1) }},
		{'Z', false, "Z X", "zoom", func(a *App) { a.man.Nearer(1) }},
		{'X', false, "", "", func(a *App) { a.man.Nearer(-1) }},
		{'F', false, "F", "frame", func(a *App) { a.show(a.view.Chosen) }},
		{ui.KeyHome, false, "Home", "all", func(a *App) { a.show(0) }},
		{'T', false, "T", "top", func(a *App) { a.man.From(0, steepest-.01) }},
		{'H', false, "H", "heat", (*App).nextHeat},
		{'G', false, "G", "forecast", (*App).nextHorizon},
		{'L', false, "L", "labels", (*App).labels},
		{'P', false, "P", "pin", (*App).pin},
		{'K', false, "K", "moments", (*App).compareMoments},
		{'S', true, "Shift+S", "record", (*App).record},
		{'C', false, "C", "charts", func(a *App) { a.charts.toggle() }},
		{'O', false, "O", "gallery", (*App).openGallery},
		{'N', false, "N", "alarms", func(a *App) { a.alarms.toggle() }},
		{'B', false, "B", "neck", func(a *App) { a.neck.toggle() }},
		{'M', false, "M", "layout", func(a *App) { a.desk.toggle() }},
		{ui.KeyEscape, false, "Esc", "escape", (*App).escape},
		{ui.KeyMenu, false, "Menu", "menu", (*App).menuOfChosen},
		{ui.KeyF10, true, "", "", (*App).menuOfChosen},
		{ui.KeyF5, false, "F5", "reload", (*App).reload},
		{ui.KeyF1, false, "F1", "help", (*App).help},
		{'?', true, "", "", (*App).help},
	}
}

// escape goes back by one: from a what-if, two moments, a mistake, or what is chosen.
func (a *App) escape() {
	switch {
	case a.compared != nil:
		a.drop()
	case a.moments != nil:
		a.endMoments()
	case a.fault.layer.Shown():
		a.fault.clear()
	default:
		a.choose(0)
	}
}

// menuOfChosen opens the menu of what is chosen, where it stands in the tree.
func (a *App) menuOfChosen() {
	at := a.tree.layer.Bounds.Center()
	if r, ok := a.tree.tree.Row(uint32(a.view.Chosen)); ok {
		at = ui.Point{X: r.X + 8, Y: r.Bottom()}
	}
	a.nodeMenu(a.view.Chosen, at)
}

func (a *App) playOrPause() {
	if c := a.compared; c != nil {
		c.Base.Playing = !c.Base.Playing
		return
	}
	a.run.Playing = !a.run.Playing
	a.foot.update()
}

func (a *App) step() { a.try(a.run.Step()) }

// by goes on or back by some minutes.
func (a *App) by(minutes int) {
	from, _ := a.run.Span()
	a.try(a.run.Seek(max(a.run.Now()+engine.Time(minutes)*engine.Minute, from)))
}

// speeds are those that the keys choose.
var speeds = [...]float64{.1, .25, .5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10_000, 100_000}

// faster chooses the next speed, or the one before.
func (a *App) faster(d int) {
	at := 0
	for k, v := range speeds {
		if v <= a.run.Speed()*1.001 {
			at = k
		}
	}
	a.run.SetSpeed(speeds[min(max(at+d, 0), len(speeds)-1)])
	a.foot.update()
}

func (a *App) nextHeat() {
	a.view.Heat = (a.view.Heat + 1) % scene.Heats
	a.bar.refresh()
	a.screen.ToastOf("heat", ui.Plain, a.Lang.T("view.heat")+": "+a.Lang.T("heat."+a.view.Heat.String()))
}

func (a *App) labels() {
	if a.view.MaxLabels == 0 {
		a.view.MaxLabels = 32
	} else {
		a.view.MaxLabels = 0
	}
	a.picture.stale = true
}
