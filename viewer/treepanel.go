package viewer

import (
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/ui"
)

// treePanel is the tree of the factory at the left.
type treePanel struct {
	a     *App
	layer *ui.Layer
	tree  *ui.Tree
	next  float64 // when the states are shown again, s
	seen  uint64  // the picture whose states are shown, +1
}

// every is how often panels show new figures, s: more often nobody can read.
const every = .25

func newTreePanel(a *App) *treePanel {
	t := &treePanel{a: a}
	t.tree = ui.NewTree(func(id uint32) { a.choose(int(id)) })
	t.tree.Open = func(id uint32) {
		if a.desk.on {
			a.choose(int(id))
			a.desk.askRename()
			return
		}
		a.show(int(id))
	}
	t.tree.Menu = func(id uint32, at ui.Point) { a.nodeMenu(int(id), at) }
	t.tree.Rows, t.tree.Grow = 12, 1
	search := ui.SearchField(a.Lang.T("view.search"), t.tree.Filter)
	p := ui.NewPanel(a.Lang.T("view.factory"), ui.Column(search, t.tree))
	p.Folds, p.Stops = true, true
	t.layer = a.screen.Add(p, ui.At(0, 0).Sized(232, 0))
	return t
}

func (t *treePanel) refresh() {
	if t.a.scene == nil {
		return
	}
	var items []ui.Item
	for i, n := range t.a.scene.Model.Nodes {
		depth := 0
		if n.Path != "" {
			depth = strings.Count(n.Path, ".") + 1
		}
		items = append(items, ui.Item{ID: uint32(i) + 1, Depth: depth, Title: n.Title})
	}
	t.tree.SetItems(items)
	t.tree.Rows = float32(min(max(len(items), 4), 40)) // or as many as there is room for
	t.tree.Relayout()
	t.next, t.seen = 0, 0
}

func (t *treePanel) choose(id int) {
	if id > 0 {
		t.tree.Select(uint32(id))
	}
}

func (t *treePanel) update(now float64) {
	if now < t.next || t.seen == t.a.pictures+1 {
		return
	}
	t.next, t.seen = now+every, t.a.pictures+1
	for i := range t.a.scene.Model.Nodes {
		st, ok := t.a.scene.State(i)
		inside, _ := t.a.scene.Count(i)
		note := ""
		if inside > 0 {
			note = strconv.Itoa(inside)
		}
		if !ok {
			t.tree.SetState(i, ui.NoState, note)
			continue
		}
		t.tree.SetState(i, stateOf(st), note)
	}
}

// stateOf is the look of a state.
func stateOf(s plant.State) ui.State {
	return [plant.States]ui.State{plant.Busy: ui.Busy, plant.Setup: ui.Setup, plant.Waiting: ui.Waiting, plant.Blocked: ui.Blocked,
		plant.Down: ui.Down, plant.Held: ui.Held, plant.Stopped: ui.Stopped, plant.Off: ui.Off}[s]
}
