package viewer

import (
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/ui"
)

// panelOf is which panel has the keyboard, -1 for none.
func (u *user) panelOf() int {
	w := u.app.screen.Focused()
	for i, l := range u.app.screen.Panels() {
		if w != nil && within(l.Widget(), w) {
			return i
		}
	}
	return -1
}

func within(in, w ui.Widget) bool {
	if in == w {
		return true
	}
	for _, c := range in.Children() {
		if within(c, w) {
			return true
		}
	}
	return false
}

// TestEveryPanelIsReachedByKeys: Tab comes to every button and field of every panel, each
// is seen where it is, and Shift+Tab goes back the same way; F6 goes from panel to panel.
func TestEveryPanelIsReachedByKeys(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	u.blind = *pictures == ""
	u.ran(2 * engine.Hour)
	u.choose("wash.washer")
	u.press('C', 'N')
	u.wait(1)
	var way []ui.Widget
	met := map[int]bool{}
	for range 200 {
		u.press(ui.KeyTab)
		w := a.screen.Focused()
		if w == nil {
			t.Fatal("Tab leads nowhere")
		}
		if len(way) > 0 && w == way[0] {
			break
		}
		way = append(way, w)
		p := u.panelOf()
		met[p] = true
		if l := a.screen.Panels()[p]; w.Base().Bounds.Cut(l.Bounds).Empty() {
			t.Errorf("%s has the keyboard and is not seen", name(w))
		}
	}
	if len(way) < 20 || len(met) != len(a.screen.Panels()) {
		t.Errorf("Tab comes to %d widgets in %d of %d panels", len(way), len(met), len(a.screen.Panels()))
	}
	u.save("tab.png")
	for k := len(way) - 1; k > len(way)-6; k-- {
		u.in.Mods = ui.Shift
		u.press(ui.KeyTab)
		u.in.Mods = 0
		if a.screen.Focused() != way[k] {
			t.Errorf("Shift+Tab comes to %s, not to %s", name(a.screen.Focused()), name(way[k]))
		}
	}
	met = map[int]bool{}
	for range a.screen.Panels() {
		u.press(ui.KeyF6)
		met[u.panelOf()] = true
	}
	if len(met) != len(a.screen.Panels()) {
		t.Errorf("F6 comes to %d of %d panels", len(met), len(a.screen.Panels()))
	}
}

// TestSpacePlaysAfterAClick: a button that was clicked does not keep the keyboard.
func TestSpacePlaysAfterAClick(t *testing.T) {
	u := newUser(t, words.EN)
	b := u.app.bar.alarms.Bounds.Center()
	u.click(b.X, b.Y)
	if !u.app.alarms.shown {
		t.Fatal("the click is not heard")
	}
	u.press(ui.KeySpace)
	if !u.app.alarms.shown || !u.app.run.Playing {
		t.Error("Space presses the button that was clicked last")
	}
}

// TestSomebodyLaysOutByKeys: she places a buffer, moves it, connects it and deletes it,
// without a mouse.
func TestSomebodyLaysOutByKeys(t *testing.T) {
	u, _ := planner(t, words.EN)
	a := u.app
	u.press('M')
	a.desk.pick(tool{kind: "buffer"})
	u.press(ui.KeyEnter)
	n := a.scene.Model.Node("wash.buffer")
	for _, m := range a.scene.Model.Nodes {
		if m.Name == "buffer" {
			n = m
		}
	}
	if n == nil || a.view.Chosen != n.Index+1 {
		t.Fatalf("Enter places no buffer; told %q", a.told)
	}
	path, at := n.Path, n.At
	x, _ := u.seen(path, [3]float32{})
	u.press(ui.KeyRight, ui.KeyRight)
	n = u.place(path)
	if x2, _ := u.seen(path, [3]float32{}); x2 <= x || n.At == at {
		t.Errorf("Right moves it from %v to %v, in the picture from %g to %g", at, n.At, x, x2)
	}
	u.press(ui.KeyLeft, ui.KeyLeft)
	if n = u.place(path); n.At != at {
		t.Errorf("Left moves it back to %v, not to %v", n.At, at)
	}
	if u.press(ui.KeyMenu, 'C', ui.KeyEnter); a.screen.Focused() == nil {
		t.Fatal("there is no menu of what to connect it to")
	}
	u.save("connect.png")
	u.press(ui.KeyEnd, ui.KeyEnter)
	if e := a.scene.Model.EdgesFrom(u.place(path)); len(e) != 1 {
		t.Errorf("it leads to %v; told %q", e, a.told)
	}
	u.with(ui.Command, 'Z')
	u.press(ui.KeyDelete)
	if a.scene.Model.Node(path) != nil {
		t.Errorf("Delete leaves it; told %q", a.told)
	}
	u.press(ui.KeyEscape)
	if a.view.Chosen != 0 {
		t.Error("Escape chooses nothing less")
	}
}
