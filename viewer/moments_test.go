package viewer

import (
	"strconv"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/ui"
)

// TestOfThePastNothingIsForetold: while two moments are compared no forecast of the present
// is shown in them; afterwards there is one again.
func TestOfThePastNothingIsForetold(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.goTo(engine.Hour)
	u.press('P')
	u.goTo(2 * engine.Hour)
	u.press('P', 'G')
	u.foresee()
	u.press('K')
	u.wait(.2)
	if a.moments == nil || a.view.Forecast != nil {
		t.Errorf("two moments are compared: %v, with a forecast: %v", a.moments != nil, a.view.Forecast != nil)
	}
	u.press(ui.KeyEscape)
	u.foresee()
}

// TestSomebodyComparesTwoMoments: she pins two instants, sees them side by side with what
// has come out in between, clicks on a machine at the right, and goes back to the run,
// which stands where it stood.
func TestSomebodyComparesTwoMoments(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.press('K')
	if a.moments != nil {
		t.Fatal("two moments of which none is pinned")
	}
	u.ran(engine.Hour)
	u.press('P')
	early := sumsOf(a.run.Sim())
	u.ran(6 * engine.Hour)
	u.press('P')
	late := sumsOf(a.run.Sim())
	u.ran(3 * engine.Hour)
	stood := instantOf(a.run)
	u.press('K')
	m := a.moments
	if m == nil {
		t.Fatalf("K compares nothing; told %q", a.told)
	}
	u.wait(.2)
	if sumsOf(m.sims[0]) != early || sumsOf(m.sims[1]) != late || m.sims[0].Now() != engine.Hour {
		t.Error("what is shown is not what was there at the pins")
	}
	want := strconv.FormatUint(late.done-early.done, 10)
	if text, _ := m.Cell(1, 3); text != "+"+want || late.done <= early.done {
		t.Errorf("between them came out %q, want +%s", text, want)
	}
	rows := m.Len()
	// The washer, in the right half.
	i := a.scene.Model.Node("wash.washer").Index
	at, _ := a.view.Camera.Look(a.scene.Sites[i].Pose.Col(3).Vec3().Add([3]float32{0, 0, 1}), [2]int{640, 800})
	u.click(640+at.X(), at.Y())
	if a.view.Chosen != i+1 {
		t.Errorf("a click on the washer at the right chooses %d, not %d", a.view.Chosen, i+1)
	}
	u.wait(.2)
	if m.Len() <= rows {
		t.Error("what is chosen is not compared")
	}
	u.save("moments.png")
	a.speak(words.ZH)
	u.wait(.2)
	if a.moments == nil || len(a.foot.pins) != 2 {
		t.Error("in another language it is gone, or the pins are")
	}
	u.save("moments-zh.png")
	u.press(ui.KeyEscape, 'K')
	if a.moments == nil || instantOf(a.run) != stood {
		t.Error("the run has moved while moments were compared")
	}
	u.press(ui.KeySpace)
	u.wait(.2)
	if a.moments != nil || !a.run.Playing {
		t.Error("playing does not go back to the run")
	}
}
