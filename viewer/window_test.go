package viewer

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/ui"
)

// pair is somebody who does the same twice: in a window, and with an app that has none.
// The second one knows where everything is; both must see the same.
type pair struct {
	*user
	d    *desktop
	file string // that both have open, each a copy of its own
}

// newPair opens copies of the gearbox works.
func newPair(t *testing.T, flags ...string) *pair {
	t.Helper()
	d := newDesktop(t, 1280, 800)
	text, err := os.ReadFile(filepath.Join("..", "scenarios", "00-gearbox", "factory.toml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "factory.toml")
	writeFile(t, file, string(text))
	d.open(append([]string{"view", file, "--seed", "1"}, flags...)...)
	u, _ := planner(t, words.EN)
	p := &pair{u, d, file}
	p.both(func() {})
	return p
}

func writeFile(t testing.TB, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// both lets the window see what was done in it, and does the same without one.
func (p *pair) both(without func()) {
	p.t.Helper()
	p.d.settle()
	without()
}

// names of keys for xdotool, where they are not what they write.
var keyNames = map[ui.Key]string{
	ui.KeySpace: "space", ui.KeyEscape: "Escape", ui.KeyEnter: "Return", ui.KeyDelete: "Delete", ui.KeyHome: "Home", ui.KeyF1: "F1",
	'.': "period", '+': "plus",
}

func (p *pair) press(mods ui.Mods, keys ...ui.Key) {
	p.t.Helper()
	for _, k := range keys {
		name, ok := keyNames[k]
		if !ok {
			name = strings.ToLower(string(rune(k)))
		}
		if mods&ui.Shift != 0 {
			name = "shift+" + name
		}
		if mods&ui.Command != 0 {
			name = "ctrl+" + name
		}
		p.d.do("key", name)
		p.both(func() { p.user.with(mods, k) })
	}
}

func (p *pair) move(x, y float32) {
	p.t.Helper()
	x, y = float32(math.Round(float64(x))), float32(math.Round(float64(y)))
	p.d.do("mousemove", text(x), text(y))
	p.both(func() { p.user.move(x, y) })
}

func text(x float32) string { return short(float64(x)) }

// button presses a button of the mouse, or lets go of it.
func (p *pair) button(b ui.Mouse, down bool) {
	p.t.Helper()
	word := "mouseup"
	if down {
		word = "mousedown"
	}
	p.d.do(word, map[ui.Mouse]string{ui.MouseLeft: "1", ui.MouseMiddle: "2", ui.MouseRight: "3"}[b])
	p.both(func() {
		p.in.Down[b] = down
		p.wait(.05)
	})
}

func (p *pair) click(x, y float32) {
	p.t.Helper()
	p.move(x, y)
	p.button(ui.MouseLeft, true)
	p.button(ui.MouseLeft, false)
}

// drag drags something with a button.
func (p *pair) drag(b ui.Mouse, x, y, toX, toY float32) {
	p.t.Helper()
	p.move(x, y)
	p.button(b, true)
	p.move((x+toX)/2, (y+toY)/2)
	p.move(toX, toY)
	p.button(b, false)
}

// wheel turns the wheel by some lines.
func (p *pair) wheel(lines int) {
	p.t.Helper()
	for range lines {
		p.d.do("click", "4")
		p.both(func() {
			p.in.Wheel.Y = 1
			p.wait(.05)
		})
	}
}

// on clicks at the middle of the first widget of a kind that is as wanted.
func on[W ui.Widget](p *pair, what string, is func(W) bool) {
	p.t.Helper()
	at := find(p.user, what, is)
	p.click(at.X, at.Y)
}

// find is where a widget of a kind is.
func find[W ui.Widget](u *user, what string, is func(W) bool) ui.Point {
	u.t.Helper()
	for w, at := range u.app.screen.Seen {
		if x, ok := w.(W); ok && is(x) {
			return at.Center()
		}
	}
	u.t.Fatalf("there is no %s to be seen", what)
	return ui.Point{}
}

func (p *pair) pressButton(title string) {
	p.t.Helper()
	on(p, title, func(b *ui.Button) bool { return b.Title == title || b.Hint == title })
}

// agree waits until window and app have come to rest, and compares what they tell.
func (p *pair) agree(after string) State {
	p.t.Helper()
	p.wait(2)
	want := p.app.State()
	for _, s := range []*State{&want} {
		s.Name, s.Frames, s.Pictures = "", 0, 0
	}
	same := func(s State) bool {
		near := func(a, b float32) bool { return math.Abs(float64(a-b)) < .02 }
		a, b := s.Camera, want.Camera
		if !near(a.Distance, b.Distance) || !near(a.Yaw, b.Yaw) || !near(a.Pitch, b.Pitch) || mgl32.Vec3(a.Target).Sub(b.Target).Len() > .05 {
			return false
		}
		s.Name, s.Frames, s.Pictures, s.Camera = "", 0, 0, b
		return s == want
	}
	p.d.settle()
	s, _ := p.d.last()
	if same(s) {
		return s
	}
	p.t.Logf("after %s: without a window it is %+v", after, want)
	return p.d.until("both are alike after "+after, same)
}

// alike compares the pictures of both. Letters are set by different programs, so
// some pixels may differ.
func (p *pair) alike(after string, most float64) {
	p.t.Helper()
	p.agree(after)
	got, err := p.d.picture()
	if err != nil {
		p.t.Fatal(err)
	}
	n := 0
	for i := 0; i < len(got.Pix); i += 4 {
		for c := range 3 {
			if d := int(got.Pix[i+c]) - int(p.sheet.Image.Pix[i+c]); d < -48 || d > 48 {
				n++
				break
			}
		}
	}
	share := float64(n) / float64(len(got.Pix)/4)
	p.t.Logf("after %s %.2f %% of the pixels differ", after, share*100)
	if share > most {
		p.t.Errorf("after %s %.1f %% of the pixels differ", after, share*100)
	}
	p.d.save(strings.ReplaceAll(after, " ", "-") + ".png")
	p.user.save(strings.ReplaceAll(after, " ", "-") + "-app.png")
}

// TestSomebodyLooksThroughAWindow: the program is played with, looked around in, chosen
// from, gone back in, read help in, spoken Chinese to, stepped, and closed.
func TestSomebodyLooksThroughAWindow(t *testing.T) {
	p := newPair(t, "--speed", "600")
	p.app.run.SetSpeed(600)
	p.alike("opening", .02)

	p.press(0, ui.KeySpace)
	p.d.until("it plays", func(s State) bool { return s.Playing && s.Time > 1200 })
	p.press(0, ui.KeySpace)
	played := p.d.until("it stands", func(s State) bool { return !s.Playing })
	p.d.save("played.png")
	// How far both have come is a matter of luck: they meet at an instant of the timeline.
	line := find(p.user, "timeline", func(*ui.Timeline) bool { return true })
	p.drag(ui.MouseLeft, line.X, line.Y, line.X+200, line.Y)
	s := p.agree("going forward")
	if s.Time < played.Time || s.Time < 4*3600 {
		t.Errorf("dragged to the right of the middle, of 8 hours it is %v s", s.Time)
	}
	p.drag(ui.MouseLeft, line.X+200, line.Y, line.X-100, line.Y)
	if back := p.agree("going back"); back.Time >= s.Time || back.Known < s.Time {
		t.Errorf("gone back from %v s it is %v s and known is %v s", s.Time, back.Time, back.Known)
	}

	before := s.Camera
	p.drag(ui.MouseLeft, 640, 600, 760, 640)
	if s = p.agree("turning"); s.Camera.Yaw == before.Yaw || s.Camera.Pitch == before.Pitch {
		t.Errorf("dragging turned %+v to %+v", before, s.Camera)
	}
	x, y := p.seen("wash.washer", mgl32.Vec3{0, 0, 0})
	p.move(x, y)
	before = s.Camera
	p.wheel(3)
	s = p.agree("going nearer")
	if want := before.Distance * float32(math.Exp(-3*zoomRate)); math.Abs(float64(s.Camera.Distance/want-1)) > .01 {
		t.Errorf("three lines of the wheel went from %v to %v m", before.Distance, s.Camera.Distance)
	}
	if toX, toY := p.seen("wash.washer", mgl32.Vec3{0, 0, 0}); math.Hypot(float64(toX-x), float64(toY-y)) > 3 {
		t.Errorf("what was under the cursor went from %v, %v to %v, %v", x, y, toX, toY)
	}
	x, y = p.seen("wash.washer", mgl32.Vec3{0, 0, 1})
	p.click(x, y)
	if s = p.agree("choosing"); s.Chosen != "wash.washer" {
		t.Errorf("a click on the washer chose %q", s.Chosen)
	}
	p.alike("choosing", .03)

	p.press(0, ui.KeyF1)
	if s = p.agree("asking for help"); s.Asks == "" {
		t.Error("F1 opens no help")
	}
	p.d.save("help.png")
	p.press(0, ui.KeyEscape)
	p.pressButton(words.EN.T("view.language"))
	if s = p.agree("switching the language"); s.Lang != "zh" || s.Asks != "" {
		t.Errorf("after the globe: language %q, dialog %q", s.Lang, s.Asks)
	}
	p.alike("speaking Chinese", .03)
	p.press(0, '.')
	if stepped := p.agree("a step"); stepped.Events <= s.Events || stepped.Time < s.Time {
		t.Errorf("a step led from event %d at %v s to %d at %v s", s.Events, s.Time, stepped.Events, stepped.Time)
	}
	p.d.closeWindow()
	p.d.end()
}
