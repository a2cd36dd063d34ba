package viewer

import (
	"fmt"
	"slices"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/ui"
)

// TestTheHelpFits: in windows small and large the keys stand above the button, in both
// languages; what does not fit is scrolled to by Page Down, and Enter closes it.
func TestTheHelpFits(t *testing.T) {
	for _, l := range []words.Lang{words.EN, words.ZH} {
		u := newUser(t, l)
		u.blind = *pictures == ""
		for _, s := range [][2]int{{900, 400}, {900, 600}, {1280, 800}, {1920, 1080}} {
			what := fmt.Sprintf("%dx%d-%v", s[0], s[1], l)
			u.sized(s[0], s[1], 1)
			u.press(ui.KeyF1)
			u.save("help-" + what + ".png")
			d := u.app.screen.Dialog()
			if d == nil {
				t.Fatal("F1 opens nothing")
			}
			if b := d.Bounds; b.X < 0 || b.Y < 0 || b.Right() > float32(s[0]) || b.Bottom() > float32(s[1]) {
				t.Errorf("%s: the dialog stands at %v", what, d.Bounds)
			}
			u.whole(what, d.Widget(), d.Bounds)
			keys := scrolled(d.Widget())
			body := keys.Children()[0]
			if s[1] > 600 && body.Base().Bounds.H > keys.Bounds.H {
				t.Errorf("%s: there is room, and it scrolls", what)
			}
			for range 4 {
				u.press(ui.KeyPageDown)
			}
			if b := body.Base().Bounds; b.Bottom() > keys.Bounds.Bottom()+1 {
				t.Errorf("%s: after Page Down it reaches to %g of %g", what, b.Bottom(), keys.Bounds.Bottom())
			}
			u.press(ui.KeyEnter)
			if u.app.screen.Dialog() != nil {
				t.Errorf("%s: Enter does not close it", what)
			}
		}
	}
}

// scrolled is the first view in a widget that scrolls.
func scrolled(w ui.Widget) *ui.Scroll {
	if s, ok := w.(*ui.Scroll); ok {
		return s
	}
	for _, c := range w.Children() {
		if s := scrolled(c); s != nil {
			return s
		}
	}
	return nil
}

// TestNoticesDoNotPileUp: who leafs through the heats is told the last.
func TestNoticesDoNotPileUp(t *testing.T) {
	u := newUser(t, words.EN)
	u.blind = true
	u.press('H', 'H', 'G', 'H', 'P', 'P', 'G')
	want := []string{"Heat: " + words.EN.T("heat."+u.app.view.Heat.String()), "Pinned as B", "Forecast: 4 h"}
	if got := u.app.screen.Toasts(); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	u.wait(8)
	if got := u.app.screen.Toasts(); len(got) != 0 {
		t.Errorf("still told: %q", got)
	}
}
