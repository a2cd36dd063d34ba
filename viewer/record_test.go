package viewer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/ui"
)

// whole is the gearbox works as it comes in a parcel.
func whole(t testing.TB) *parcel.Parcel {
	t.Helper()
	read := func(name string) parcel.File {
		text, err := os.ReadFile(filepath.Join("..", "scenarios", "00-gearbox", name))
		if err != nil {
			t.Fatal(err)
		}
		return parcel.File{Name: name, Text: text}
	}
	s := read("scenario.toml")
	return &parcel.Parcel{Name: "00-gearbox", Factory: read("factory.toml"), Scenario: &s}
}

func (u *user) unpack(p *parcel.Parcel) {
	u.t.Helper()
	f, err := Unpack(p.Name, p)
	if err != nil {
		u.t.Fatal(err)
	}
	u.app.Show(f)
	u.wait(.1)
}

// goTo runs the factory to an instant.
func (u *user) goTo(at engine.Time) {
	u.t.Helper()
	if err := u.app.run.Seek(at); err != nil {
		u.t.Fatal(err)
	}
	for u.app.run.Busy() {
		u.wait(.05)
	}
}

// TestSomebodySavesARun: what was ordered in a run is there again when its file is
// opened, at its time, and the run comes to the same end.
func TestSomebodySavesARun(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.unpack(whole(t))
	u.goTo(engine.Hour)
	if err := a.run.Change(func(s *plant.Sim) error { return s.BreakPlace("wash.washer", "", s.Now(), 30*engine.Minute) }); err != nil {
		t.Fatal(err)
	}
	u.goTo(2 * engine.Hour)
	if err := a.run.Change(func(s *plant.Sim) error { return s.SetSpeed("wash", .5, s.Now(), engine.Hour) }); err != nil {
		t.Fatal(err)
	}
	u.goTo(3 * engine.Hour)
	want, marks := a.run.Sim().Hash(), len(a.run.Log.Marks)
	u.goTo(2 * engine.Hour) // what is known beyond the present is saved, too

	t.Chdir(t.TempDir())
	for range 2 {
		u.in.Mods = ui.Shift
		u.press('S')
		u.in.Mods = 0
		u.wait(.2)
		u.press(ui.KeyEnter)
		u.wait(.2)
	}
	data, err := os.ReadFile("00-gearbox.run")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.told, "already a file") {
		t.Errorf("a second time it says %q", a.told)
	}
	p, err := parcel.OfRecording(data)
	if err != nil {
		t.Fatal(err)
	}
	u.unpack(p)
	if from, to := a.run.Span(); a.run.Now() != 0 || from != 0 || to != 3*engine.Hour || len(a.run.Log.Marks) != marks {
		t.Errorf("it is opened at %v, known from %v to %v, with %d marks of %d", a.run.Now(), from, to, len(a.run.Log.Marks), marks)
	}
	u.goTo(3 * engine.Hour)
	if a.run.Sim().Hash() != want {
		t.Error("it comes to another end")
	}
	if again, err := a.recording(); err != nil || len(again) != len(data) {
		t.Errorf("saved again it has %d bytes, not %d: %v", len(again), len(data), err)
	}

	// Another present is another future.
	u.goTo(engine.Hour)
	if err := a.run.Change(func(s *plant.Sim) error { return s.RepairPlace("wash.washer", "", s.Now()) }); err != nil {
		t.Fatal(err)
	}
	if _, to := a.run.Span(); to != engine.Hour {
		t.Errorf("after an order the future is known until %v", to)
	}
	u.goTo(3 * engine.Hour)
	for _, m := range a.run.Log.Marks {
		if m.At > engine.Hour && m.Kind == plant.InputCame {
			t.Errorf("at %v an order of the other future comes", m.At)
		}
	}
	u.edits(p)
	if p.Run = append([]byte("no"), data...); func() error { _, err := Unpack("x", p); return err }() == nil {
		t.Error("a damaged recording is opened")
	}
}

// edits opens a run that was saved and changes its factory at the end.
func (u *user) edits(p *parcel.Parcel) {
	t, a := u.t, u.app
	u.unpack(p)
	u.goTo(3 * engine.Hour)
	fed := len(a.run.Sim().Inputs())
	if err := a.run.Edit(a.run.Sim().Plant().Model()); err != nil {
		t.Fatal(err)
	}
	if n := len(a.run.Sim().Inputs()); n != fed+1 {
		t.Errorf("an edit makes %d inputs of %d", n, fed)
	}
}

// TestWhatCannotBeSavedSaysSo: a run of a factory that was changed on the way, and one of
// which nobody knows where it is from.
func TestWhatCannotBeSavedSaysSo(t *testing.T) {
	u := newUser(t, words.EN)
	if _, err := u.app.recording(); err == nil || !strings.Contains(err.Error(), "not known what its factory was read from") {
		t.Errorf("%v", err)
	}
	u.unpack(whole(t))
	m, problems := u.app.run.Sim().Plant().Model().With([]model.Setting{{Path: []string{"wash", "washer", "parallel"}, Value: int64(2)}})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if err := u.app.run.Edit(m); err != nil {
		t.Fatal(err)
	}
	if _, err := u.app.recording(); err == nil || !strings.Contains(err.Error(), "changed while it ran") {
		t.Errorf("%v", err)
	}
}
