package viewer

import (
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/ui"
)

// What somebody found who does anything at all: see monkey_test.go.

// shows opens a text as a factory.
func (u *user) shows(text string) {
	u.t.Helper()
	file := u.t.TempDir() + "/factory.toml"
	writeFile(u.t, file, text)
	f, err := openFile(file)
	if err != nil {
		u.t.Fatal(err)
	}
	u.app.Open, u.app.Names = openFile, []string{file}
	u.app.Show(f)
	u.wait(.1)
}

// TestAFactoryThatIsReadAgainIsSeenAtOnce: between reading it and the next picture there
// is no moment in which places of the old one are looked for in the new one.
func TestAFactoryThatIsReadAgainIsSeenAtOnce(t *testing.T) {
	u := newUser(t, words.EN)
	u.shows(seenFactory)
	file := u.app.name
	saved := time.Unix(1, 0)
	u.app.Saved = func(string) time.Time { return saved }
	u.wait(1)
	less := strings.Replace(strings.Replace(seenFactory, "in -> mill -> out", "in -> out", 1), `part = "box"`, "part = \"box\"\nevery = \"1 min\"", 1)
	less = less[:strings.Index(less, "[hall.mill]")] + less[strings.Index(less, "[hall.out]"):]
	for _, text := range []string{less, seenFactory} {
		writeFile(t, file, text)
		saved = saved.Add(time.Second)
		u.in.Time++
		u.app.Update(u.in, 0)
		if m := u.app.run.Sim().Plant().Model(); m != u.app.scene.Model || (m.Node("hall.mill") != nil) != (text == seenFactory) {
			t.Fatalf("told %q; the scene is of the run's factory: %v", u.app.told, m == u.app.scene.Model)
		}
		u.wait(.1)
	}
}

// TestAClickBeforeThePictureChoosesNothing: while another factory is still seen, the
// cursor is over nothing.
func TestAClickBeforeThePictureChoosesNothing(t *testing.T) {
	u := newUser(t, words.EN)
	x, y := u.seen("wash.dock", vec(0, 0).Vec3(1))
	u.move(x, y)
	if u.app.under(u.in) == 0 {
		t.Fatal("the dock is not under the cursor")
	}
	f, err := open("15-lean")
	if err != nil {
		t.Fatal(err)
	}
	u.app.Show(f)
	u.in.Down[ui.MouseLeft] = true
	u.app.Update(u.in, 0)
	u.in.Down[ui.MouseLeft] = false
	u.app.Update(u.in, 0)
	if u.app.view.Chosen != 0 {
		t.Errorf("of a factory that nobody has seen %d was chosen", u.app.view.Chosen)
	}
}

// TestWhatIsChosenStaysChosen though an edit gives it another number.
func TestWhatIsChosenStaysChosen(t *testing.T) {
	u := newUser(t, words.EN)
	u.shows(seenFactory)
	u.choose("hall.mill")
	writeFile(t, u.app.name, strings.Replace(seenFactory, "[hall.in]", "[hall.first]\nkind = \"buffer\"\n[hall.in]", 1))
	u.press(ui.KeyF5)
	if s := u.app.State(); s.Chosen != "hall.mill" || u.place("hall.first") == nil {
		t.Errorf("chosen is %q; told %q", s.Chosen, s.Told)
	}
}
