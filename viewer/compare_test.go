package viewer

import (
	"strings"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/ui"
)

// TestSomebodyAsksWhatIf: a value that was written is tried beside the run, with the same
// luck; dropped, nothing has happened; kept, the run goes on with it.
func TestSomebodyAsksWhatIf(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.goTo(2 * engine.Hour)
	before := a.run.Sim().Hash()
	ask := func() {
		u.choose("wash.washer")
		a.facts.note(a.scene.Model.Node("wash.washer"), "parallel", "2")
		a.facts.whatIf()
		u.wait(.1)
		if a.compared == nil {
			t.Fatalf("nothing is compared; told %q", a.told)
		}
	}
	ask()
	a.run.SetSpeed(3600)
	u.wait(3)
	u.save("what-if.png")
	done, _, ok := a.compared.Difference(a.compared.Base.Now())
	if !ok || done <= 0 || !strings.Contains(a.compared.verdict.String(), "+") {
		t.Errorf("a second washer brings %d parts, says %q", done, a.compared.verdict.String())
	}
	if text := a.foot.clock.String(); !strings.Contains(text, " 11:") {
		t.Errorf("both are shown at %v, and the clock says %q", a.compared.Base.Now(), text)
	}
	u.press(ui.KeyEscape)
	u.wait(.1)
	if a.compared != nil || a.run.Now() != 2*engine.Hour || a.run.Sim().Hash() != before {
		t.Errorf("dropped, the run is at %v and not as it was", a.run.Now())
	}
	ask()
	a.keep()
	u.wait(.1)
	n := a.scene.Model.Node("wash.washer")
	if a.compared != nil || a.run.Now() != 2*engine.Hour || a.scene.Sites[n.Index].Bodies != 2 {
		t.Errorf("kept, it is %v and there are %d washers", a.run.Now(), a.scene.Sites[n.Index].Bodies)
	}
}
