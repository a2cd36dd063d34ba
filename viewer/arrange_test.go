package viewer

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/viewer/ui"
)

// tidy reports panels that lie above one another or beyond the window, and widgets that
// are cut off or share their place with their neighbours.
func (u *user) tidy(what string) {
	u.t.Helper()
	window := ui.Rect{W: u.in.Size.W, H: u.in.Size.H}
	list := u.app.screen.Panels()
	for i, l := range list {
		b := l.Bounds
		if b.X < 0 || b.Y < 0 || b.Right() > window.W+.01 || b.Bottom() > window.H+.01 || b.Empty() {
			u.t.Errorf("%s: a panel (%T) stands at %v, beyond the window of %v", what, l.Widget(), b, window)
		}
		for _, o := range list[:i] {
			if cut := b.Inset(.01).Cut(o.Bounds); !cut.Empty() {
				u.t.Errorf("%s: panels at %v and %v share %v", what, b, o.Bounds, cut)
			}
		}
		u.whole(what, l.Widget(), b)
	}
}

// whole reports what of a widget lies outside of a rectangle, or above what stands beside
// it. What scrolls may be larger than what is seen of it.
func (u *user) whole(what string, w ui.Widget, in ui.Rect) {
	u.t.Helper()
	const hair = .51
	if w.Base().Hidden {
		return
	}
	b := w.Base().Bounds
	if b.X < in.X-hair || b.Y < in.Y-hair || b.Right() > in.Right()+hair || b.Bottom() > in.Bottom()+hair {
		u.t.Errorf("%s: %s at %v is cut off by %v", what, name(w), b, in)
	}
	if _, scrolls := w.(*ui.Scroll); scrolls {
		return
	}
	kids := w.Children()
	for i, c := range kids {
		u.whole(what, c, in)
		for _, o := range kids[:i] {
			if c.Base().Hidden || o.Base().Hidden {
				continue
			}
			if cut := c.Base().Bounds.Inset(hair).Cut(o.Base().Bounds.Inset(hair)); !cut.Empty() {
				u.t.Errorf("%s: %s and %s share %v", what, name(c), name(o), cut)
			}
		}
	}
}

func name(w ui.Widget) string {
	switch v := w.(type) {
	case *ui.Button:
		return fmt.Sprintf("the button %q", v.Title)
	case *ui.Label:
		return fmt.Sprintf("the text %q", v.String())
	}
	return fmt.Sprintf("a %T", w)
}

// TestNothingIsCutOff: whatever is open, in windows small and large, at every scale, in
// both languages.
func TestNothingIsCutOff(t *testing.T) {
	sizes := []struct {
		w, h  int
		scale float32
	}{{900, 600, 1}, {900, 600, 2}, {1280, 800, 1.5}, {1920, 1080, 1}}
	for _, l := range []words.Lang{words.EN, words.ZH} {
		u, _ := planner(t, l)
		a := u.app
		u.blind = *pictures == ""
		u.ran(3 * engine.Hour)
		u.press('P')
		u.ran(2 * engine.Hour)
		for _, s := range sizes {
			u.sized(s.w, s.h, s.scale)
			at := func(what string) {
				u.wait(.6)
				size := fmt.Sprintf("%dx%d@%g-%v", s.w, s.h, s.scale, l)
				u.tidy(size + " " + what)
				u.save(what + "-" + size + ".png")
			}
			at("plain")
			u.choose("wash.washer")
			u.press('C', 'N')
			at("all")
			a.try(mistake{})
			at("fault")
			u.press('M')
			at("desk")
			a.fault.clear()
			u.press('M', 'K')
			at("moments")
			u.press('K')
			a.endMoments()
			m, problems := a.scene.Model.With([]model.Setting{{Path: []string{"wash", "washer", "parallel"}, Value: int64(2)}})
			if m == nil {
				t.Fatal(problems)
			}
			a.compare(m, nil)
			u.wait(1)
			at("what-if")
			a.drop()
			a.choose(0)
			u.press('C', 'N')
		}
	}
}

// mistake is a long one.
type mistake struct{}

func (mistake) Error() string { return "factory.toml:12:3: cycel" }

func (mistake) Detail() string {
	return "factory.toml:12:3: wash.washer.cycel: a machine has no \"cycel\"; did you mean \"cycle\"?\n   cycel = \"lognormal(mean = 4 min, deviation = 30 s)\"   # a remark that is much longer than there is room in any window, and goes on\n   ^^^^^"
}

// TestErrorsWithoutALineAreToasts: they pass.
func TestErrorsWithoutALineAreToasts(t *testing.T) {
	u := newUser(t, words.EN)
	u.app.try(errors.New("nothing to be done"))
	u.wait(.1)
	if u.app.fault.layer.Shown() {
		t.Error("it is told as a mistake of the file")
	}
	if !slices.Contains(u.app.screen.Toasts(), "nothing to be done") {
		t.Errorf("told is %q", u.app.screen.Toasts())
	}
	u.wait(10)
	if len(u.app.screen.Toasts()) > 0 {
		t.Error("it stays")
	}
}
