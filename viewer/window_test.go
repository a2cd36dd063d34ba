package viewer

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

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

// newPair opens copies of the gearbox works, to be run at a speed.
func newPair(t *testing.T, speed float64) *pair {
	t.Helper()
	d := newDesktop(t, 1280, 800)
	data, err := os.ReadFile(filepath.Join("..", "scenarios", "00-gearbox", "factory.toml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "factory.toml")
	writeFile(t, file, string(data))
	d.open("view", file, "--seed", "1", "--speed", text(speed))
	u, _ := planner(t, words.EN)
	u.app.run.SetSpeed(speed)
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
	p.d.do("mousemove", text(float64(x)), text(float64(y)))
	p.both(func() { p.user.move(x, y) })
}

func text(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

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
	at := whereIs(p.user, what, is)
	p.click(at.X, at.Y)
}

// whereIs is where a widget of a kind is.
func whereIs[W ui.Widget](u *user, what string, is func(W) bool) ui.Point {
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
	for range 40 { // flights end
		p.in.Time += .05
		p.app.Update(p.in, 50*time.Millisecond)
	}
	p.wait(.05)
	p.app.Draw(p.img, 1, 1) // the best picture comes after a while
	p.wait(.05)
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
	t.Parallel()
	p := newPair(t, 600)
	p.alike("opening", .02)

	p.press(0, ui.KeySpace)
	p.d.until("it plays", func(s State) bool { return s.Playing && s.Time > 1200 })
	p.press(0, ui.KeySpace)
	played := p.d.until("it stands", func(s State) bool { return !s.Playing })
	p.d.save("played.png")
	// How far both have come is a matter of luck: they meet at an instant of the timeline.
	line := whereIs(p.user, "timeline", func(*ui.Timeline) bool { return true })
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

// write writes text into the field that has the keyboard.
func (p *pair) write(s string) {
	p.t.Helper()
	// A character that is on no key is put on one for as long as it takes.
	p.d.do("type", "--delay", map[bool]string{true: "60", false: "400"}[len(s) == len([]rune(s))], s)
	p.both(func() {
		p.in.Text = s
		p.wait(.05)
	})
}

// TestSomebodyLaysOutInAWindow: a machine is placed from the catalogue, dragged,
// connected, turned, undone and saved; letters are written, Chinese ones too; the file is
// edited by somebody else, with a mistake and without.
func TestSomebodyLaysOutInAWindow(t *testing.T) {
	t.Parallel()
	p := newPair(t, 10)
	p.press(0, 'M')
	if s := p.agree("M"); !s.Layout || s.Unsaved {
		t.Fatalf("M leads to %+v", s)
	}
	p.alike("laying out", .02)
	p.pressButton(p.app.Lang.T("kind.machine"))
	x, y := p.floor(32, 18)
	p.move(x, y)
	p.alike("placing", .02)
	p.click(x, y)
	if s := p.agree("a click with the machine in hand"); s.Chosen != "wash.machine" || !s.Unsaved {
		t.Fatalf("placed: %+v", s)
	}
	p.press(0, ui.KeyEscape)
	x, y = p.seen("wash.machine", mgl32.Vec3{})
	toX, toY := p.floor(34, 8)
	p.drag(ui.MouseLeft, x, y, toX, toY)
	p.agree("dragging the machine")
	moved := p.place("wash.machine").At
	if moved == [3]float64{} || moved[1] >= 6 {
		t.Errorf("dragged, the machine stands at %v", moved)
	}
	mark := p.app.desk.marks(p.place("wash.machine"))[0].at
	toX, toY = p.seen("wash.rework", mgl32.Vec3{0, 0, 1})
	p.drag(ui.MouseLeft, mark.X, mark.Y, toX, toY)
	p.agree("connecting the machine")
	p.press(0, 'R')
	p.press(ui.Shift, 'R')
	p.press(0, 'R', 'R')
	p.press(ui.Command, 'Z')
	p.agree("turning thrice and undoing it once")
	p.alike("laid out", .02)
	p.press(ui.Command, 'S')
	if s := p.agree("saving"); s.Unsaved {
		t.Error("saved, and yet something is unsaved")
	}
	p.saved(moved)
	p.letters()
	p.reread()
	p.d.closeWindow()
	p.d.end()
}

// saved compares the file of the window with that of the app, and with what was there.
func (p *pair) saved(at [3]float64) {
	p.t.Helper()
	got, err := os.ReadFile(p.file)
	if err != nil {
		p.t.Fatal(err)
	}
	want, err := os.ReadFile(p.app.desk.doc.File())
	if err != nil {
		p.t.Fatal(err)
	}
	if string(got) != string(want) {
		p.t.Errorf("the window saved\n%s\nwithout one it is\n%s", got, want)
	}
	f, err := openFile(p.file)
	if err != nil {
		p.t.Fatal(err)
	}
	m := f.Sim.Plant().Model()
	n := m.Node("wash.machine")
	if n == nil || n.At != at || n.Turn != 90 || n.Kind.Name != "machine" {
		p.t.Fatalf("saved was %+v", n)
	}
	if e := m.EdgesFrom(n); len(e) != 1 || e[0].To.Path != "wash.rework" {
		p.t.Errorf("saved, the machine leads to %v", e)
	}
	old, err := os.ReadFile(filepath.Join("..", "scenarios", "00-gearbox", "factory.toml"))
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(old)) {
		if _, comment, ok := strings.Cut(line, "#"); ok && !strings.Contains(string(got), comment) {
			p.t.Errorf("the file has lost %q", comment)
		}
	}
}

// letters writes into the field of the tree.
func (p *pair) letters() {
	p.t.Helper()
	search := func(f *ui.Field) bool { return f.Ghost == p.app.Lang.T("view.search") }
	on(p, "search", search)
	p.write("Wash 12")
	if s := p.agree("writing"); s.Writes != "Wash 12" || !s.Layout {
		p.t.Errorf("written was %q: %+v", s.Writes, s)
	}
	p.press(ui.Command, 'A')
	p.write("铣床")
	if s := p.agree("writing Chinese"); s.Writes != "铣床" {
		p.t.Errorf("written was %q", s.Writes)
	}
	p.alike("Chinese written", .1) // a notice may still be there
	p.press(ui.Command, 'A')
	p.write("washer")
	p.press(0, ui.KeyEscape)
}

// reread edits the file as somebody with an editor would.
func (p *pair) reread() {
	p.t.Helper()
	data, err := os.ReadFile(p.file)
	if err != nil {
		p.t.Fatal(err)
	}
	was := string(data)
	writeFile(p.t, p.file, strings.Replace(was, "batch = 4", "bacth = 4", 1))
	s := p.d.until("the mistake is told", func(s State) bool { return strings.Contains(s.Told, "bacth") })
	if s.Title != "Gearbox works" {
		p.t.Errorf("with a mistake in the file the factory is %q", s.Title)
	}
	p.d.save("mistake.png")
	writeFile(p.t, p.file, strings.Replace(was, "Gearbox works", "变速箱工厂", 1))
	p.d.until("the change is seen", func(s State) bool { return s.Title == "变速箱工厂" })
	p.d.settle()
	p.d.save("reread.png")
}
