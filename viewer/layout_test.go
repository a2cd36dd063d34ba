package viewer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/ui"
)

// openFile reads a factory that can be changed.
func openFile(file string) (*Factory, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	parse := func(text []byte) (*model.Model, model.Problems) {
		return model.Parse(file, text, plant.Registry(), nil)
	}
	m, problems := parse(text)
	if e := problems.Errors(); len(e) > 0 {
		return nil, e[0]
	}
	p, err := plant.Compile(m)
	if err != nil {
		return nil, err
	}
	return &Factory{Name: file, Sim: p.New(1, 0), Text: text, File: file, Parse: parse}, nil
}

// planner is a user who lays out a copy of the gearbox works.
func planner(t testing.TB, lang words.Lang) (*user, string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "scenarios", "00-gearbox", "factory.toml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "factory.toml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	u := newUser(t, lang)
	u.app.Open = openFile
	f, err := openFile(file)
	if err != nil {
		t.Fatal(err)
	}
	u.app.Show(f)
	u.wait(.1)
	return u, file
}

// place is a place of the factory that is shown.
func (u *user) place(path string) *model.Node {
	u.t.Helper()
	n := u.app.scene.Model.Node(path)
	if n == nil {
		u.t.Fatalf("there is no %s", path)
	}
	return n
}

// seen is where a point of a place is in the window.
func (u *user) seen(path string, p mgl32.Vec3) (x, y float32) {
	u.t.Helper()
	n := u.place(path)
	at, _ := u.app.view.Camera.Look(mgl32.TransformCoordinate(p, u.app.scene.Sites[n.Index].Pose), u.app.view.Size)
	return at.X(), at.Y()
}

// floor is where a point of the floor is in the window.
func (u *user) floor(x, y float32) (float32, float32) {
	at, _ := u.app.view.Camera.Look(mgl32.Vec3{x, y, 0}, u.app.view.Size)
	return at.X(), at.Y()
}

// drag moves the mouse with the left button down.
func (u *user) drag(x, y, toX, toY float32) {
	u.move(x, y)
	u.in.Down[0] = true
	u.wait(.05)
	u.move((x+toX)/2, (y+toY)/2)
	u.move(toX, toY)
}

func (u *user) release() {
	u.in.Down[0] = false
	u.wait(.05)
}

func (u *user) with(mods ui.Mods, k ui.Key) {
	u.in.Mods = mods
	u.press(k)
	u.in.Mods = 0
}

func (u *user) choose(path string) {
	u.t.Helper()
	n := u.place(path)
	u.app.choose(n.Index + 1)
	u.wait(.05)
}

// parts are all that have come in: those inside, and those that left.
func parts(s *plant.Sim) (born, gone, inside uint64) {
	for _, t := range s.Report().Types {
		born += t.Stat.Born
		gone += t.Stat.Done + t.Stat.Scrapped + t.Stat.Displaced
		inside += t.Stat.Inside
	}
	return
}

// TestSomebodyMovesAMachine drags it, lets go of it, drags it again and turns it, while
// the factory runs. Nothing else moves.
func TestSomebodyMovesAMachine(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	a.Play(true, 300)
	u.wait(2)
	u.press(ui.KeySpace, 'M')
	if !a.desk.on {
		t.Fatal("M does not begin to lay out")
	}
	u.save("desk.png")
	before, now, steps := a.desk.doc.Text(), a.run.Now(), a.run.Sim().Steps()
	u.choose("wash.washer")
	x, y := u.seen("wash.washer", mgl32.Vec3{0, 0, 0})
	toX, toY := u.floor(38, 14)
	u.drag(x, y, toX, toY)
	if h := &a.desk.hold; h.what != moving || !h.spot.ok || h.spot.at != [2]float64{8, 2} {
		t.Fatalf("dragged: %v, to %v", h.what, h.spot)
	}
	u.save("drag.png")
	u.press(ui.KeyEscape)
	u.release()
	if !bytes.Equal(a.desk.doc.Text(), before) {
		t.Fatal("Escape does not let go")
	}
	stood := map[string]mgl32.Vec4{}
	for i, n := range a.scene.Model.Nodes {
		stood[n.Path] = a.scene.Sites[i].Pose.Col(3)
	}
	u.choose("wash.washer")
	u.drag(x, y, toX, toY)
	u.release()
	if n := a.scene.Model.Node("wash.washer"); n.At != [3]float64{8, 2, 0} || a.view.Chosen != n.Index+1 {
		t.Fatalf("the washer stands at %v, chosen is %d; told %q", n.At, a.view.Chosen, a.told)
	}
	for i, n := range a.scene.Model.Nodes {
		if d := a.scene.Sites[i].Pose.Col(3).Sub(stood[n.Path]).Len(); d > .002 && n.Path != "wash.washer" {
			t.Errorf("%s has moved by %g m", n.Path, d)
		}
	}
	if a.run.Now() != now || a.run.Sim().Steps() < steps {
		t.Errorf("the run is at %v with %d events, was at %v with %d", a.run.Now(), a.run.Sim().Steps(), now, steps)
	}
	u.press('R')
	if n := a.scene.Model.Node("wash.washer"); n.Turn != 90 {
		t.Errorf("turned by R it stands at %g degrees", n.Turn)
	}
	u.with(ui.Shift, 'R')
	if n := a.scene.Model.Node("wash.washer"); n.Turn != 0 {
		t.Errorf("turned back it stands at %g degrees", n.Turn)
	}
	u.with(ui.Command, 'Z')
	u.with(ui.Command, 'Z')
	u.with(ui.Command, 'Z')
	if !bytes.Equal(a.desk.doc.Text(), before) || a.desk.doc.CanUndo() {
		t.Error("three changes are not undone by three")
	}
	u.with(ui.Command, 'Y')
	if n := a.scene.Model.Node("wash.washer"); n.At != [3]float64{8, 2, 0} {
		t.Errorf("done again, the washer stands at %v", n.At)
	}
}

// TestSomebodyAddsAWasher copies one, connects the copy on both sides, and has the
// factory go on with two: no part is lost. She saves, and takes everything back.
func TestSomebodyAddsAWasher(t *testing.T) {
	u, file := planner(t, words.EN)
	a := u.app
	a.Play(true, 300)
	u.wait(4)
	u.press(ui.KeySpace, 'M')
	before := a.desk.doc.Text()
	u.choose("wash.washer")
	u.with(ui.Command, 'D')
	two := a.scene.Model.Node("wash.washer-2")
	if two == nil {
		t.Fatalf("there is no copy; told %q", a.told)
	}
	if a.view.Chosen != two.Index+1 {
		t.Error("the copy is not chosen")
	}
	u.wireTo("wash.in", "wash.washer-2")
	if a.desk.hold.what != wiring || a.desk.hold.to != two.Index+1 {
		t.Fatalf("a wire from the conveyor to the copy: %v to %d", a.desk.hold.what, a.desk.hold.to)
	}
	u.save("wire.png")
	u.release()
	u.wireTo("wash.washer-2", "wash.check")
	u.release()
	if from := a.scene.Model.EdgesFrom(a.scene.Model.Node("wash.washer-2")); len(from) != 1 || from[0].To.Path != "wash.check" {
		t.Errorf("the copy leads to %v", from)
	}
	born, gone, inside := parts(a.run.Sim())
	a.Play(true, 600)
	u.wait(4)
	if a.run.Sim().Report().Rows[a.scene.Model.Node("wash.washer-2").Index].Parts == 0 {
		t.Error("the second washer has nothing to do")
	}
	b, g, i := parts(a.run.Sim())
	if b != g+i || born != gone+inside || b <= born {
		t.Errorf("%d parts came, %d left, %d are inside; before %d, %d, %d", b, g, i, born, gone, inside)
	}
	u.save("washers.png")
	u.with(ui.Command, 'S')
	disk, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(disk, a.desk.doc.Text()) || a.desk.changed() {
		t.Errorf("saved: %v, %v", err, a.desk.changed())
	}
	if _, err := openFile(file); err != nil {
		t.Error(err)
	}
	for a.desk.doc.CanUndo() {
		u.with(ui.Command, 'Z')
	}
	if !bytes.Equal(a.desk.doc.Text(), before) || a.scene.Model.Node("wash.washer-2") != nil {
		t.Error("not all is undone")
	}
}

// wireTo drags from the first mark of a place to another, and holds.
func (u *user) wireTo(from, to string) {
	u.t.Helper()
	u.choose(from)
	m := u.app.desk.marks(u.app.scene.Model.Node(from))[0]
	x, y := u.seen(to, mgl32.Vec3{0, 0, 1})
	u.drag(m.at.X, m.at.Y, x, y)
}

// TestSomebodyPlacesABuffer by a click in the wash bay, and deletes it.
func TestSomebodyPlacesABuffer(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	u.press('M')
	a.desk.pick(tool{kind: "buffer"})
	x, y := u.floor(34, 17.5)
	u.move(x, y)
	u.save("place.png")
	u.click(x, y)
	if n := a.scene.Model.Node("wash.buffer"); n == nil || n.At != [3]float64{4, 5.5, 0} {
		t.Errorf("no buffer where one was placed: %+v", n)
	}
	u.press(ui.KeyEscape, ui.KeyDelete)
	if a.scene.Model.Node("wash.buffer") != nil {
		t.Error("Delete leaves the buffer")
	}
}

// TestWhatTheDeskRefuses: mistakes are told and change nothing.
func TestWhatTheDeskRefuses(t *testing.T) {
	u, file := planner(t, words.ZH)
	a := u.app
	u.press('M')
	u.choose("machining.line-1")
	u.press(ui.KeyDelete)
	if !strings.Contains(a.told, "machining.line-2") || a.scene.Model.Node("machining.line-1") == nil {
		t.Errorf("a line that another is like: told %q", a.told)
	}
	u.choose("machining.line-2.drill")
	u.press(ui.KeyDelete)
	if !strings.Contains(a.told, "like") {
		t.Errorf("an inherited place: told %q", a.told)
	}
	if a.desk.changed() {
		t.Error("refused, and yet something is changed")
	}
	// Somebody else writes the file: what is not saved here is not written over it.
	a.desk.did(a.desk.doc.Move("wash.check", [2]float64{12.5, 0}), "wash.check")
	text, _ := os.ReadFile(file)
	if err := os.WriteFile(file, append(text, "# somebody's remark\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	u.with(ui.Command, 'S')
	if !strings.Contains(a.told, "somebody else") {
		t.Errorf("saved over somebody's work: told %q", a.told)
	}
	u.save("zh.png")
	// Without a text there is nothing to lay out.
	f, err := open("15-lean")
	if err != nil {
		t.Fatal(err)
	}
	a.Show(f)
	u.press('M')
	if a.desk.on {
		t.Error("one lays out what has no file")
	}
}

// TestTrialsStay: a value that is tried out on the run is still there after the layout
// was changed, and is not in the file.
func TestTrialsStay(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	sets := []model.Setting{{Path: []string{"wash", "washer", "batch"}, Value: int64(2)}}
	m, problems := a.scene.Model.With(sets)
	if m == nil {
		t.Fatal(problems)
	}
	if err := a.run.Edit(m); err != nil {
		t.Fatal(err)
	}
	a.desk.tried(sets)
	u.press('M')
	a.desk.did(a.desk.doc.Move("wash.washer", [2]float64{8, 1}), "wash.washer")
	w := plant.WorkOf(a.run.Sim().Plant().Model().Node("wash.washer").Spec)
	if w.Batch != 2 || !bytes.Contains(a.desk.doc.Text(), []byte("batch = 4 ")) {
		t.Errorf("the batch is %d", w.Batch)
	}
}

// TestPortsSnap: a conveyor that is brought near a machine meets it exactly.
func TestPortsSnap(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	u.press('M')
	a.desk.pick(tool{kind: "conveyor"})
	p := a.scene.Port(a.scene.Model.Node("wash.rework"), "", true)
	x, y := u.floor(p.X()+2.4, p.Y()+.3)
	u.click(x, y)
	n := a.scene.Model.Node("wash.conveyor")
	if n == nil {
		t.Fatalf("no conveyor; told %q, held %+v", a.told, a.desk.hold)
	}
	if q := a.scene.Port(n, "", false); q.Sub(p).Len() > .002 {
		t.Errorf("it begins at %v, the station ends at %v", q, p)
	}
}
