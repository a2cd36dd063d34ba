package viewer

import (
	"errors"
	"flag"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/ui"
)

var pictures = flag.String("pictures", "", "a folder for pictures of what the tests see")

// open reads a scenario's factory.
func open(name string) (*Factory, error) {
	file := filepath.Join("..", "scenarios", name, "factory.toml")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	m, problems := model.Parse(file, text, plant.Registry(), nil)
	if e := problems.Errors(); len(e) > 0 {
		return nil, e[0]
	}
	p, err := plant.Compile(m)
	if err != nil {
		return nil, err
	}
	return &Factory{Name: name, Sim: p.New(1, 0)}, nil
}

// user is somebody before the app: what she does takes its time, and is seen.
type user struct {
	t      testing.TB
	app    *App
	in     ui.Input
	img    *image.RGBA
	sheet  *ui.Sheet
	blind  bool // nothing is drawn: only where things stand counts
	looked bool // since time passed last
}

func newUser(t testing.TB, lang words.Lang) *user {
	t.Helper()
	a, err := New(Options{Lang: lang, Open: open, Names: []string{"00-gearbox", "15-lean", "52-digital-twin"}})
	if err != nil {
		t.Fatal(err)
	}
	a.aside = func(do func()) { do() } // each run of a test is the same
	f, err := open("00-gearbox")
	if err != nil {
		t.Fatal(err)
	}
	a.Show(f)
	u := &user{t: t, app: a, img: image.NewRGBA(image.Rect(0, 0, 1280, 800)), sheet: ui.NewSheet(1280, 800)}
	u.in.Size, u.in.Scale, u.in.Cursor = ui.Size{W: 1280, H: 800}, 1, ui.Point{X: 640, Y: 500}
	u.wait(.1)
	return u
}

// sized gives her another window: points, and pixels a point.
func (u *user) sized(w, h int, scale float32) {
	u.in.Size, u.in.Scale = ui.Size{W: float32(w), H: float32(h)}, scale
	px, py := int(float32(w)*scale), int(float32(h)*scale)
	u.img, u.sheet = image.NewRGBA(image.Rect(0, 0, px, py)), ui.NewSheet(px, py)
	u.app.screen.Repaint() // what the old sheet kept is gone
	u.wait(.1)
}

// wait lets time pass, in steps of a twentieth of a second; she looks at its end.
func (u *user) wait(seconds float64) {
	for range max(int(seconds*20), 1) {
		u.pass()
	}
	if !u.blind {
		u.look(.05)
	}
}

// pass lets a twentieth of a second pass, without a look.
func (u *user) pass() {
	u.in.Time += .05
	u.app.Update(u.in, 50*time.Millisecond)
	u.in.Keys, u.in.Text, u.in.Wheel, u.looked = nil, "", ui.Point{}, false
}

// look has what there is drawn; it has stood for some seconds.
func (u *user) look(stood float64) {
	u.app.Draw(u.img, u.in.Scale, stood)
	copy(u.sheet.Image.Pix, u.img.Pix) // the panels lie above the picture
	u.app.Panels(u.sheet)
	u.looked = true
}

func (u *user) press(keys ...ui.Key) {
	for _, k := range keys {
		u.in.Keys = []ui.Key{k}
		u.pass()
	}
}

// move moves the mouse to where she sees something.
func (u *user) move(x, y float32) {
	if !u.looked && !u.blind {
		u.look(.05)
	}
	u.in.Cursor = ui.Point{X: x, Y: y}
	u.pass()
}

func (u *user) click(x, y float32) {
	u.move(x, y)
	u.in.Down[0] = true
	u.pass()
	u.in.Down[0] = false
	u.pass()
}

// save writes what she sees to a file.
func (u *user) save(name string) {
	if *pictures == "" {
		return
	}
	u.wait(.6)
	u.look(1) // it is drawn at its best
	f, err := os.Create(filepath.Join(*pictures, name))
	if err != nil {
		u.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, u.sheet.Image); err != nil {
		u.t.Fatal(err)
	}
}

// TestSomebodyLooksAtAFactory plays, chooses, looks at charts and goes back.
func TestSomebodyLooksAtAFactory(t *testing.T) {
	u := newUser(t, words.EN)
	u.app.run.SetSpeed(600)
	u.press(ui.KeySpace)
	u.wait(8)
	if now := u.app.run.Now(); now.Hours() < 1 {
		t.Fatalf("after 8 s at 600 it is %v", now)
	}
	u.save("run.png")
	u.click(1254, 19) // the help, which hears the keys now
	playing := u.app.run.Playing
	u.press(ui.KeySpace, ui.KeyEscape)
	u.app.run.Playing = playing
	mill := u.app.scene.Model.Node("machining.line-1.mill").Index
	at, _ := u.app.view.Camera.Look(u.app.scene.Sites[mill].Pose.Col(3).Vec3().Add(mgl32.Vec3{0, 0, 1}), u.app.view.Size)
	if u.click(at.X(), at.Y()); u.app.view.Chosen != mill+1 {
		t.Errorf("a click on the mill (%d) chooses %d", mill+1, u.app.view.Chosen)
	}
	washer := u.app.scene.Model.Node("wash.washer").Index + 1
	u.app.choose(washer)
	u.press('C', 'F')
	u.wait(2)
	u.save("chosen.png")
	u.press(ui.KeySpace)
	now := u.app.run.Now()
	u.app.try(u.app.run.Seek(now / 2))
	u.wait(.1)
	if u.app.run.Now() != now/2 {
		t.Errorf("gone back to %v, it is %v", now/2, u.app.run.Now())
	}
	u.save("back.png")
}

// TestASavedFileIsReadAgain: a mistake in it is told, and the old factory goes on; what
// is right is taken over, and the run goes on.
func TestASavedFileIsReadAgain(t *testing.T) {
	u := newUser(t, words.EN)
	saved, wrong := time.Time{}, errors.New("factory.toml:3:1: there is no kind \"mil\"; did you mean \"mill\"?")
	var changed *model.Model
	u.app.Saved = func(string) time.Time { return saved }
	u.app.Open = func(name string) (*Factory, error) {
		if changed == nil {
			return nil, wrong
		}
		p, err := plant.Compile(changed)
		if err != nil {
			return nil, err
		}
		return &Factory{Name: name, Sim: p.New(1, 0)}, nil
	}
	u.app.Play(true, 60)
	u.wait(1)
	old := u.app.run.Sim().Plant().Model()
	saved = saved.Add(time.Second)
	u.wait(1)
	if u.app.told != wrong.Error() || u.app.run.Sim().Plant().Model() != old {
		t.Errorf("told %q; the model is another: %v", u.app.told, u.app.run.Sim().Plant().Model() != old)
	}
	u.app.told = ""
	now := u.app.run.Now()
	changed, _ = old.With([]model.Setting{{Path: []string{"wash", "washer", "parallel"}, Value: int64(3)}})
	saved = saved.Add(time.Second)
	u.wait(1)
	if got := u.app.run.Sim().Plant().Model(); got.Hash() != changed.Hash() || u.app.scene.Model != got {
		t.Error("the new factory is not shown")
	}
	if u.app.run.Now() <= now || u.app.told != "" {
		t.Errorf("it stands at %v, was at %v; told %q", u.app.run.Now(), now, u.app.told)
	}
}

// BenchmarkScrub goes to random instants of 8 h of the plant of 200 machines, and draws.
func BenchmarkScrub(b *testing.B) {
	text, err := sample.Factory(200, 1)
	if err != nil {
		b.Fatal(err)
	}
	m, problems := model.Parse("plant.toml", text, plant.Registry(), nil)
	if len(problems.Errors()) > 0 {
		b.Fatal(problems)
	}
	p, err := plant.Compile(m)
	if err != nil {
		b.Fatal(err)
	}
	u := newUser(b, words.EN)
	u.app.Show(&Factory{Name: "plant", Sim: p.New(1, 0)})
	if err := u.app.run.Seek(8 * engine.Hour); err != nil {
		b.Fatal(err)
	}
	for u.app.run.Busy() {
		u.wait(.05)
	}
	r := rand.New(rand.NewPCG(1, 2))
	var all []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := u.app.run.Seek(engine.Time(r.Int64N(int64(8 * engine.Hour)))); err != nil {
			b.Fatal(err)
		}
		u.app.Update(u.in, 0)
		u.app.Draw(u.img, 1, 0)
		copy(u.sheet.Image.Pix, u.img.Pix)
		u.app.Panels(u.sheet)
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1e3, "ms/median")
}
