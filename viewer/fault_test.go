package viewer

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/ui"
)

// TestAMistakeIsShownWithItsLine, until the file is right again.
func TestAMistakeIsShownWithItsLine(t *testing.T) {
	u, file := planner(t, words.EN)
	a := u.app
	a.Saved = func(name string) time.Time {
		if info, err := os.Stat(name); err == nil {
			return info.ModTime()
		}
		return time.Time{}
	}
	a.saved = a.savedAt()
	right, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	write := func(text []byte) {
		t.Helper()
		at = at.Add(time.Minute)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
		u.wait(1)
	}
	write(bytes.Replace(right, []byte("batch"), []byte("bacth"), 1))
	if !a.fault.layer.Shown() || !strings.Contains(a.fault.is, "bacth") || !strings.Contains(a.fault.is, "^^^^^") {
		t.Fatalf("told %q", a.fault.is)
	}
	u.wait(20)
	if !a.fault.layer.Shown() {
		t.Error("it goes away by itself")
	}
	u.save("fault.png")
	a.speak(words.ZH)
	u.wait(.1)
	if !a.fault.layer.Shown() {
		t.Error("in another language the mistake is gone")
	}
	write(right)
	if a.fault.layer.Shown() {
		t.Error("the file is right again, and the mistake is still told")
	}
	write(bytes.Replace(right, []byte("batch"), []byte("bacth"), 1))
	p := a.fault.layer.Bounds
	u.click(p.Right()-20, p.Y+17)
	if a.fault.layer.Shown() {
		t.Error("the cross does not dismiss it")
	}
}

// TestSomebodyRenamesAMachine by F2 at the desk: a bad name is refused at the field, a
// good one taken over by the running factory, and undone.
func TestSomebodyRenamesAMachine(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	u.ran(2 * engine.Hour)
	u.press('M')
	u.choose("wash.washer")
	before := a.run.Sim().Report()
	u.press(ui.KeyF2)
	f, ok := a.screen.Focused().(*ui.Field)
	if !ok {
		t.Fatalf("F2 gives the keyboard to %T", a.screen.Focused())
	}
	write := func(name string) {
		u.with(ui.Command, 'A')
		u.in.Text = name
		u.wait(.05)
		u.press(ui.KeyEnter)
	}
	write("check")
	if f.Wrong() == nil || a.scene.Model.Node("wash.washer") == nil {
		t.Errorf("the name of another one: %v", f.Wrong())
	}
	u.save("rename.png")
	write("bath")
	n := a.scene.Model.Node("wash.bath")
	if n == nil || a.view.Chosen != n.Index+1 || a.screen.Focused() == ui.Widget(f) {
		t.Fatalf("it is not renamed: %v; told %q", f.Wrong(), a.told)
	}
	if a.run.Now() != 2*engine.Hour || !bytes.Contains(a.desk.doc.Text(), []byte("wash.bath")) {
		t.Error("the run or the text is not as it was")
	}
	row := a.run.Sim().Report().Rows[n.Index]
	if was := before.Rows[n.Index]; row.Parts != was.Parts || row.Inside != was.Inside || row.Times != was.Times || was.Parts == 0 {
		t.Errorf("the washer had done %d and has %d inside; now %d and %d", was.Parts, was.Inside, row.Parts, row.Inside)
	}
	if share, ok := a.run.Log.Share("wash.bath", 0, 1, 0, a.run.Now()); !ok || share < .1 {
		t.Errorf("what it did is forgotten: at work %v, %v", share, ok)
	}
	u.ran(3 * engine.Hour)
	u.with(ui.Command, 'Z')
	if n := a.scene.Model.Node("wash.washer"); n == nil || a.view.Chosen != n.Index+1 {
		t.Errorf("undone it has not its old name; told %q", a.told)
	} else if got := a.run.Sim().Report().Rows[n.Index]; got.Parts <= row.Parts {
		t.Error("undoing the name has lost what was done")
	}
	b, g, i := parts(a.run.Sim())
	if b != g+i {
		t.Errorf("%d parts came, %d left, %d are inside", b, g, i)
	}
	// By a double click in the tree, and Escape.
	r, ok := a.tree.tree.Row(uint32(a.view.Chosen))
	if !ok {
		t.Fatal("the tree does not show what is chosen")
	}
	u.wait(1)
	u.click(r.X+20, r.Y+8)
	u.click(r.X+20, r.Y+8)
	if _, ok := a.screen.Focused().(*ui.Field); !ok {
		t.Errorf("a double click gives the keyboard to %T", a.screen.Focused())
	}
	u.press(ui.KeyEscape)
	if a.scene.Model.Node("wash.washer") == nil || !a.desk.on {
		t.Error("Escape renames, or leaves the desk")
	}
}

// TestANewNameKeepsThePast, or says that it does not: of a factory that was changed.
func TestANewNameKeepsThePast(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	u.ran(2 * engine.Hour)
	u.press('M')
	rename := func(path, to string) (from engine.Time, told bool) {
		t.Helper()
		if err := a.desk.rename(path, to); err != nil {
			t.Fatal(err)
		}
		u.wait(.1)
		from, _ = a.run.Span()
		return from, slices.Contains(a.screen.Toasts(), words.EN.T("layout.nopast"))
	}
	if from, told := rename("wash.washer", "bath"); from != 0 || told {
		t.Errorf("one can go back to %v; told: %v", from, told)
	}
	a.choose(a.scene.Model.Node("wash.bath").Index + 1)
	a.facts.note(a.scene.Model.Node("wash.bath"), "parallel", "3")
	a.facts.apply()
	if from, told := rename("wash.check", "look"); from != 2*engine.Hour || !told {
		t.Errorf("changed before, one can go back to %v; told: %v", from, told)
	}
}

// TestAValueIsRefusedAtItsField, with what the engine says, and taken when it is right.
func TestAValueIsRefusedAtItsField(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.choose("wash.washer")
	var cycle *ui.Field
	u.press(ui.KeyTab)
	for range 60 {
		if f, ok := a.screen.Focused().(*ui.Field); ok && strings.HasPrefix(f.String(), "constant") {
			cycle = f
			break
		}
		u.press(ui.KeyTab)
	}
	if cycle == nil {
		t.Fatal("Tab leads to no field of the cycle")
	}
	write := func(text string) {
		u.with(ui.Command, 'A')
		u.in.Text = text
		u.wait(.05)
	}
	write("3 kg")
	if cycle.Wrong() == nil || !strings.Contains(cycle.Wrong().Error(), "time") {
		t.Errorf("3 kg for a cycle: %v", cycle.Wrong())
	}
	u.save("refused.png")
	u.press(ui.KeyEnter)
	if len(a.facts.pending) != 0 {
		t.Error("what is refused is kept")
	}
	write("3 min")
	u.press(ui.KeyEnter)
	if cycle.Wrong() != nil || len(a.facts.pending) != 1 {
		t.Errorf("3 min for a cycle: %v, kept %v", cycle.Wrong(), a.facts.pending)
	}
}
