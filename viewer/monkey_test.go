package viewer

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/ui"
)

// monkey is a user who does anything at all. What she does follows from a number.
type monkey struct {
	*user
	r     *rand.Rand
	seed  uint64
	dir   string
	files []string // of factories, copies of her own
	texts map[string]string
	saves map[string]int // how often each file was written
	did   []string       // the last things she did
	steps int
}

// texts that people write, and worse.
var scribbles = []string{"90 s", "5 min", "0", "-1", "12", "1e9", "NaN", "unlimited", "exponential(75 s)", "triangular(1 s, 2 s, 3 s)", "0 s",
	"mill", "铣床", "é̂", "😀", "", " ", "\"", "[x]", "a.b", "2 h of nothing", "machine-2", "99999999999999999999", "0.4 m/s", strings.Repeat("w", 200)}

// newMonkey opens the first of her factories; root is that of the repository.
func newMonkey(t testing.TB, root string, seed uint64) *monkey {
	t.Helper()
	m := &monkey{r: rand.New(rand.NewPCG(seed, 7)), seed: seed, dir: t.TempDir(), texts: map[string]string{}, saves: map[string]int{}}
	for _, name := range []string{"00-gearbox", "15-lean", "52-digital-twin"} {
		text, err := os.ReadFile(filepath.Join(root, "scenarios", name, "factory.toml"))
		if err != nil {
			t.Fatal(err)
		}
		m.add(t, name, string(text))
	}
	text, err := sample.Factory(12, 3)
	if err != nil {
		t.Fatal(err)
	}
	m.add(t, "sample", string(text))
	m.add(t, "small", seenFactory)
	m.add(t, "broken", strings.Replace(seenFactory, "cycle", "cycel", 1))
	a, err := New(Options{Lang: words.EN, Open: m.open, Names: append(slices.Clone(m.files), "no such"), Saved: m.saved})
	if err != nil {
		t.Fatal(err)
	}
	a.aside = func(do func()) { do() } // at once, so that a romp can be had again
	m.user = &user{t: t, app: a}
	m.in.Scale, m.in.Cursor = 1, ui.Point{X: 300, Y: 200}
	m.size(640, 400)
	m.show(0)
	return m
}

const seenFactory = `format = 1
[factory]
title = "Small"
[part.box]
[hall]
kind = "workshop"
flow = "in -> mill -> out"
[hall.in]
kind = "source"
part = "box"
[hall.mill]
kind = "machine"
cycle = "5 min" # of a box
[hall.out]
kind = "sink"
`

func (m *monkey) add(t testing.TB, name, text string) {
	t.Helper()
	file := filepath.Join(m.dir, name+".toml")
	m.files, m.texts[file] = append(m.files, file), text
	writeFile(t, file, text)
}

// open is what the app opens factories with: the last one has no file of its own.
func (m *monkey) open(name string) (*Factory, error) {
	f, err := openFile(name)
	if err == nil && strings.HasSuffix(name, "small.toml") {
		f.File = ""
	}
	return f, err
}

// saved counts instead of looking at a clock: so a run can be had again.
func (m *monkey) saved(name string) time.Time {
	if _, ok := m.texts[name]; !ok {
		return time.Time{}
	}
	return time.Unix(int64(1+m.saves[name]), 0)
}

// show opens one of her factories as it was, from the beginning.
func (m *monkey) show(k int) {
	m.t.Helper()
	writeFile(m.t, m.files[k], m.texts[m.files[k]])
	f, err := m.open(m.files[k])
	if err != nil {
		m.t.Fatal(err)
	}
	m.app.Show(f)
	m.pass(1, .05)
}

func (m *monkey) size(w, h int) {
	m.in.Size = ui.Size{W: float32(w) / m.in.Scale, H: float32(h) / m.in.Scale}
	m.img, m.sheet = image.NewRGBA(image.Rect(0, 0, w, h)), ui.NewSheet(w, h)
	m.app.Redraw()
}

// pass lets frames pass.
func (m *monkey) pass(frames int, seconds float64) {
	for range frames {
		m.in.Time += seconds
		m.app.Update(m.in, time.Duration(seconds*1e9))
		if m.r.IntN(3) == 0 { // a picture takes longer than everything else
			m.app.Draw(m.img, m.in.Scale, seconds)
			m.app.Panels(m.sheet)
		}
		m.in.Keys, m.in.Text, m.in.Wheel = nil, "", ui.Point{}
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// spot is somewhere in the window: mostly at a widget or at a thing of the factory.
func (m *monkey) spot() ui.Point {
	size := m.in.Size
	switch k := m.r.IntN(10); {
	case k < 5:
		var list []ui.Rect
		for _, at := range m.app.screen.Seen {
			list = append(list, at)
		}
		if len(list) > 0 {
			at := pick(m.r, list)
			return ui.Point{X: at.X + m.r.Float32()*at.W, Y: at.Y + m.r.Float32()*at.H}
		}
	case k < 8 && len(m.app.scene.Sites) > 0:
		at, _ := m.app.man.Camera.Look(pick(m.r, m.app.scene.Sites).Pose.Col(3).Vec3().Add(mgl32.Vec3{0, 0, .5}), [2]int{int(size.W), int(size.H)})
		return ui.Point{X: at.X(), Y: at.Y()}
	case k == 8 && m.app.desk.on && m.app.desk.node() != nil:
		if list := m.app.desk.marks(m.app.desk.node()); len(list) > 0 {
			return pick(m.r, list).at
		}
	}
	return ui.Point{X: size.W * (m.r.Float32()*1.1 - .05), Y: size.H * (m.r.Float32()*1.1 - .05)}
}

// allKeys are those that do something, and some that do nothing.
func allKeys() (out []ui.Key) {
	for _, s := range shortcuts {
		out = append(out, s.key)
	}
	for k := ui.KeyMenu; k <= ui.KeyEnter; k++ {
		out = append(out, k)
	}
	return append(out, []ui.Key("RDZYSAXCV0159?%")...)
}

// deeds are what she does, with their weights. Each tells what it was.
var deeds = []struct {
	weight int
	do     func(*monkey) string
}{
	{30, (*monkey).clicks},
	{12, (*monkey).drags},
	{6, (*monkey).turnsWheel},
	{20, (*monkey).presses},
	{6, (*monkey).writes},
	{6, (*monkey).fillsField},
	{3, (*monkey).resizes},
	{14, (*monkey).waits},
	{3, (*monkey).edits},
	{1, (*monkey).closes},
	{2, (*monkey).speaks},
	{2, (*monkey).opens},
	{2, (*monkey).layout},
	{2, (*monkey).asksWhatIf},
}

func (m *monkey) clicks() string {
	at, b := m.spot(), ui.Mouse(0)
	if k := m.r.IntN(10); k > 6 {
		b = ui.Mouse(k - 7)
	}
	m.in.Cursor = at
	m.pass(1, .02)
	for range 1 + m.r.IntN(5)/4 { // or twice
		m.in.Down[b] = true
		m.pass(1, .02)
		m.in.Down[b] = false
		m.pass(1, .02)
	}
	return fmt.Sprintf("clicks %d at %v", b, at)
}

func (m *monkey) drags() string {
	from, to, b := m.spot(), m.spot(), ui.Mouse(0)
	if m.r.IntN(4) == 0 {
		b = ui.Mouse(m.r.IntN(3))
	}
	m.in.Cursor = from
	m.pass(1, .02)
	m.in.Down[b] = true
	m.pass(1, .02)
	m.in.Cursor = ui.Point{X: (from.X + to.X) / 2, Y: (from.Y + to.Y) / 2}
	m.pass(1, .02)
	m.in.Cursor = to
	m.pass(1, .02)
	if m.r.IntN(8) == 0 { // something else happens while she holds the button
		pick(m.r, []func(*monkey) string{(*monkey).presses, (*monkey).resizes, (*monkey).edits, (*monkey).speaks})(m)
	}
	m.in.Down[b] = false
	m.pass(1, .02)
	return fmt.Sprintf("drags with %d from %v to %v", b, from, to)
}

func (m *monkey) turnsWheel() string {
	m.in.Cursor = m.spot()
	m.in.Wheel = ui.Point{Y: float32(m.r.IntN(9) - 4), X: float32(m.r.IntN(3) - 1)}
	s := fmt.Sprintf("turns the wheel by %v at %v", m.in.Wheel, m.in.Cursor)
	m.pass(1, .02)
	return s
}

func (m *monkey) presses() string {
	k := pick(m.r, allKeys())
	if m.r.IntN(3) == 0 {
		m.in.Mods = ui.Mods(m.r.IntN(8))
	}
	m.in.Keys = []ui.Key{k}
	if k > 0 && m.app.Writer() != nil && m.in.Mods == 0 {
		m.in.Text = string(rune(k))
	}
	s := fmt.Sprintf("presses %d (%q) with %d", k, max(rune(k), ' '), m.in.Mods)
	m.pass(1, .02)
	m.in.Mods = 0
	return s
}

func (m *monkey) writes() string {
	text := pick(m.r, scribbles)
	if m.r.IntN(2) == 0 {
		m.in.Compose = text
		m.pass(2, .02)
		m.in.Compose = ""
	}
	m.in.Text = text
	m.pass(1, .02)
	if m.r.IntN(2) == 0 {
		m.in.Keys = []ui.Key{ui.KeyEnter}
		m.pass(1, .02)
	}
	return fmt.Sprintf("writes %q", text)
}

// fillsField writes into a field that is seen.
func (m *monkey) fillsField() string {
	var list []ui.Rect
	for w, at := range m.app.screen.Seen {
		if _, ok := w.(*ui.Field); ok {
			list = append(list, at)
		}
	}
	if len(list) == 0 {
		return "finds no field"
	}
	m.in.Cursor = pick(m.r, list).Center()
	m.in.Down[0] = true
	m.pass(1, .02)
	m.in.Down[0] = false
	m.pass(1, .02)
	m.in.Keys, m.in.Mods = []ui.Key{'A'}, ui.Command
	m.pass(1, .02)
	m.in.Mods = 0
	return "fills a field: " + m.writes()
}

func (m *monkey) resizes() string {
	m.in.Scale = pick(m.r, []float32{1, 1, 1, 1.25, 1.5, 2, .5})
	w, h := 320+m.r.IntN(500), 200+m.r.IntN(400)
	switch m.r.IntN(12) {
	case 0:
		w, h = 1+m.r.IntN(40), 1+m.r.IntN(40)
	case 1:
		w, h = 1920, 1080
	}
	m.size(w, h)
	m.pass(1, .02)
	return fmt.Sprintf("resizes to %dx%d at %v", w, h, m.in.Scale)
}

func (m *monkey) waits() string {
	n, s := 1+m.r.IntN(8), m.r.Float64()*.3
	m.pass(n, s)
	return fmt.Sprintf("waits for %d frames of %.3f s", n, s)
}

// edits writes one of the files as an editor would: as it was, a little otherwise, or
// with mistakes.
func (m *monkey) edits() string {
	file := m.app.name
	text, ok := m.texts[file]
	if !ok || m.r.IntN(4) == 0 {
		file = pick(m.r, m.files)
		text = m.texts[file]
	}
	kind := "as it was"
	switch m.r.IntN(5) {
	case 0:
		kind = "with bytes cut out"
		k := m.r.IntN(len(text))
		text = text[:k] + text[min(len(text), k+m.r.IntN(30)):]
	case 1:
		kind = "without a line"
		lines := strings.SplitAfter(text, "\n")
		k := m.r.IntN(len(lines))
		text = strings.Join(slices.Delete(lines, k, k+1), "")
	case 2:
		kind = "with other numbers"
		text = strings.Replace(text, strconv.Itoa(1+m.r.IntN(9)), strconv.Itoa(m.r.IntN(20)), 1+m.r.IntN(3))
	case 3:
		kind = "as nothing"
		text = pick(m.r, []string{"", "format = 1\n", "\xff\xfe", "[[["})
	}
	writeFile(m.t, file, text)
	m.saves[file]++
	m.pass(2, .3)
	return fmt.Sprintf("writes %s %s", filepath.Base(file), kind)
}

func (m *monkey) closes() string {
	m.app.Close()
	m.pass(2, .05)
	if m.app.Closed() { // she opens it again
		m.app.closed = false
		m.show(0)
	}
	return "closes the window"
}

func (m *monkey) speaks() string {
	l := pick(m.r, []words.Lang{words.EN, words.ZH})
	m.app.speak(l)
	m.pass(1, .02)
	return "speaks " + l.String()
}

func (m *monkey) opens() string {
	name := pick(m.r, m.app.Names)
	if text, ok := m.texts[name]; ok && m.r.IntN(3) > 0 {
		writeFile(m.t, name, text)
	}
	m.app.open(name)
	m.pass(1, .02)
	return "opens " + filepath.Base(name)
}

// layout goes to the desk, and takes a tool in hand or something to do.
func (m *monkey) layout() string {
	if !m.app.desk.on {
		m.app.desk.toggle()
		m.pass(1, .02)
	}
	if m.app.desk.on {
		m.app.choose(m.r.IntN(len(m.app.scene.Sites) + 1))
		m.app.desk.pick(pick(m.r, m.app.desk.places))
		m.pass(1, .02)
		m.clicks()
	}
	return "lays out"
}

// asksWhatIf chooses something, changes a value and compares, or makes the change.
func (m *monkey) asksWhatIf() string {
	m.app.choose(m.r.IntN(len(m.app.scene.Sites) + 1))
	m.pass(1, .02)
	s := "asks what if; " + m.fillsField()
	if m.app.facts.of > 0 {
		pick(m.r, []func(){m.app.facts.whatIf, m.app.facts.apply})()
		m.pass(2, .05)
	}
	return s
}

// act does one thing, and looks whether all is well.
func (m *monkey) act() {
	all := 0
	for i := range deeds {
		all += deeds[i].weight
	}
	k := m.r.IntN(all)
	for i := range deeds {
		if k -= deeds[i].weight; k < 0 {
			m.did = append(m.did, deeds[i].do(m))
			break
		}
	}
	m.did = m.did[max(0, len(m.did)-25):]
	m.steps++
	if wrong := m.wrong(); wrong != "" {
		m.fail(wrong)
	}
}

func (m *monkey) fail(what string) {
	m.t.Fatalf("TAKT_MONKEY_SEED=%d, after %d deeds: %s\nbefore:\n  %s", m.seed, m.steps, what, strings.Join(m.did, "\n  "))
}

// wrong is what may not be, or "".
func (m *monkey) wrong() string {
	a := m.app
	from, known := a.run.Span()
	if now := a.run.Now(); now < from || now > known {
		return fmt.Sprintf("it is %v, known is %v to %v", now, from, known)
	}
	if a.scene.Model != a.run.Sim().Plant().Model() {
		return "the scene is of another factory than the run"
	}
	for what, k := range map[string]int{"chosen": a.view.Chosen, "pointed at": a.view.Pointed} {
		if k < 0 || k > len(a.scene.Sites) {
			return fmt.Sprintf("%s is %d of %d", what, k, len(a.scene.Sites))
		}
	}
	c := a.man.Camera
	for _, v := range []float32{c.Distance, c.Yaw, c.Pitch, c.Target[0], c.Target[1], c.Target[2]} {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return fmt.Sprintf("the camera is %+v", c)
		}
	}
	if c.Distance < nearest || c.Distance > farthest || c.Pitch < lowest-1e-3 || c.Pitch > steepest+1e-3 {
		return fmt.Sprintf("the camera is %+v", c)
	}
	if m.steps%16 == 0 {
		if d := a.desk.doc; d != nil {
			if again, problems := model.Parse(a.name, d.Text(), plant.Registry(), nil); again == nil || again.Hash() != d.Model().Hash() {
				return fmt.Sprintf("the text of the desk does not mean its model: %v", problems)
			}
		}
		return unaccounted(a.run.Sim())
	}
	return ""
}

// unaccounted is what does not add up in a run, or "".
func unaccounted(s *plant.Sim) string {
	rep := s.Report()
	for i := range rep.Rows {
		row := &rep.Rows[i]
		if row.Node.Kind.Level || plant.WorkOf(row.Node.Spec) == nil {
			continue
		}
		for st, d := range row.Times {
			if d < 0 {
				return fmt.Sprintf("%s was %v for %v", row.Node.Path, plant.State(st), d)
			}
		}
	}
	if s.Plant().InEdit(1) != nil {
		return "" // what other plants made is not all in the books
	}
	var born, gone uint64
	for _, t := range rep.Types {
		born += t.Stat.Born
		gone += t.Stat.Done + t.Stat.Scrapped + t.Stat.Apart + t.Stat.Displaced + t.Stat.Inside
		for _, c := range t.Part.BOM {
			gone += uint64(c.N) * (t.Stat.Born - t.Stat.Apart)
		}
	}
	for i := range rep.Rows {
		if !rep.Rows[i].Node.Kind.Level {
			gone += rep.Rows[i].Lost
		}
	}
	if born != gone {
		return fmt.Sprintf("%d parts came, %d are accounted for", born, gone)
	}
	return ""
}

// rest puts everything back to how it began, and tells how much memory is used then.
func (m *monkey) rest() (heap uint64, goroutines int) {
	a := m.app
	a.closed = false
	m.in.Down = [3]bool{}
	for range 20 { // whatever is open
		m.in.Keys = []ui.Key{ui.KeyEscape}
		m.pass(1, .02)
	}
	m.in.Scale = 1
	m.size(1920, 1080) // the renderer keeps what it needed for the largest picture
	for range 3 {
		m.app.Draw(m.img, 1, 1)
	}
	m.size(640, 400)
	m.show(0)
	m.pass(20, 2) // notices go away
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc, runtime.NumGoroutine()
}

// romp lets a monkey do things; what it panics with is told with what it did before.
func (m *monkey) romp(deeds int) {
	m.t.Helper()
	defer func() {
		if p := recover(); p != nil {
			m.fail(fmt.Sprintf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	for range deeds {
		m.act()
	}
}

// TestAnybodyDoesAnything: nothing that people do at random has the app panic, lose a
// part, or keep memory. A failure names a number: TAKT_MONKEY_SEED=… does the same again.
func TestAnybodyDoesAnything(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // where a file comes that somebody gives a name
	began, length, seeds, first := time.Now(), 4*time.Second, 1000, uint64(1)
	if testing.Short() {
		length = time.Second
	}
	if os.Getenv("TAKT_LONG") != "" {
		length, seeds = 30*time.Minute, 1<<30
	}
	if s := os.Getenv("TAKT_MONKEY_SEED"); s != "" {
		if first, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatalf("TAKT_MONKEY_SEED is %q, want a number", s)
		}
		length, seeds = time.Hour, 1
	}
	did, most, goroutines := 0, int64(0), 0
	for k := 0; k < seeds && time.Since(began) < length; k++ {
		m := newMonkey(t, root, first+uint64(k))
		before, n := m.rest()
		for range 20 {
			if m.romp(100); time.Since(began) > length {
				break
			}
		}
		after, n2 := m.rest()
		did += m.steps
		most, goroutines = max(most, int64(after)-int64(before)), max(goroutines, n2-n)
		if more := int64(after) - int64(before); more > 24<<20 || n2 > n+2 {
			t.Fatalf("TAKT_MONKEY_SEED=%d: after %d deeds and back at the beginning there are %d bytes and %d goroutines more", m.seed, m.steps, more, n2-n)
		}
	}
	t.Logf("%d deeds; back at the beginning there are at most %.1f MB and %d goroutines more than before", did, float64(most)/1e6, goroutines)
}
