package viewer

import (
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/viewer/edit"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// desk is the layout desk: while it is on, the mouse moves, connects and places
// equipment instead of only looking at it. Every change is one of the factory's file;
// the run goes over to it at once, and goes on.
type desk struct {
	a      *App
	doc    *edit.Document // nil: what is shown has no text to be changed
	trials []model.Setting
	on     bool

	layer  *ui.Layer
	help   *ui.Label
	places []tool // in the order of their buttons
	tools  []*ui.Button
	undo   *ui.Button
	redo   *ui.Button
	save   *ui.Button

	depth  int // of the document, after the last command
	hold   hold
	was    bool   // the left button was down
	size   [2]int // of the window, points
	cursor ui.Point
	out    bool // there is something on the overlay's picture
}

// tool is what a click places: a kind, or something like a shape.
type tool struct{ kind, like string }

func (t tool) name() string {
	if t.like != "" {
		return t.like
	}
	return t.kind
}

// begin has the desk change the text of a factory.
func (d *desk) begin(f *Factory) {
	d.doc, d.trials, d.hold = nil, f.Trials, hold{}
	if f.Text != nil && f.Parse != nil {
		doc, err := edit.New(f.File, f.Text, f.Parse)
		if err != nil {
			d.a.try(err)
		} else {
			d.doc = doc
		}
	}
	d.on, d.depth = d.on && d.doc != nil, 0
	d.build()
}

// build makes the panel of the desk: the catalogue, and what can be done.
func (d *desk) build() {
	a := d.a
	if d.layer != nil {
		a.screen.Remove(d.layer)
		d.layer = nil
	}
	d.places, d.tools = nil, nil
	if !d.on {
		return
	}
	kinds, more := ui.NewFlow(), ui.Row()
	for _, k := range d.doc.Model().Registry().Kinds() {
		if k.Name == "enterprise" || k.Name == "factory" {
			continue
		}
		kinds.Add(d.button(tool{kind: k.Name}, a.kindName(k), a.kindDoc(k)))
	}
	shapes := d.doc.Shapes()
	for _, name := range shapes[:min(len(shapes), 5)] {
		kinds.Add(d.button(tool{like: name}, name, ""))
	}
	d.undo = ui.IconButton(ui.IconUndo, a.Lang.T("layout.undo"), func() { d.back(false) })
	d.redo = ui.IconButton(ui.IconRedo, a.Lang.T("layout.redo"), func() { d.back(true) })
	d.save = ui.NewButton(a.Lang.T("layout.save"), d.keep)
	d.help = ui.Note("")
	d.help.Gives, d.help.Grow = true, 1
	more.Add(d.help, d.undo, d.redo,
		ui.NewButton(a.Lang.T("layout.turn"), func() { d.turn(90) }),
		ui.NewButton(a.Lang.T("layout.copy"), d.copy),
		ui.NewButton(a.Lang.T("layout.delete"), d.delete), d.save)
	p := ui.NewPanel(a.Lang.T("layout.title"), ui.Column(kinds, more))
	p.Closes = d.toggle
	d.layer = a.screen.Add(p, ui.At(.5, 1))
	d.refresh()
}

// button is one of the catalogue.
func (d *desk) button(t tool, title, hint string) *ui.Button {
	b := ui.NewToggle(title, false, nil)
	b.Hint = hint
	b.Do = func() {
		if !b.On {
			d.pick(tool{})
			return
		}
		d.pick(t)
	}
	d.places, d.tools = append(d.places, t), append(d.tools, b)
	return b
}

// kindName and kindDoc tell what a kind is, in the language.
func (a *App) kindName(k *model.Kind) string {
	if s := a.Lang.T("kind." + k.Name); s != "kind."+k.Name {
		return s
	}
	return k.Name
}

func (a *App) kindDoc(k *model.Kind) string {
	if s := a.Lang.T("kinddoc." + k.Name); s != "kinddoc."+k.Name {
		return s
	}
	return k.Doc
}

// refresh shows what can be done now.
func (d *desk) refresh() {
	d.a.bar.layout.Turn(d.on)
	if d.layer == nil {
		return
	}
	disable := func(b *ui.Button, v bool) {
		if b.Disabled != v {
			b.Disabled = v
			b.Repaint()
		}
	}
	disable(d.undo, !d.doc.CanUndo())
	disable(d.redo, !d.doc.CanRedo())
	disable(d.save, !d.doc.Changed())
	for i, b := range d.tools {
		b.Turn(d.places[i] == d.hold.tool)
	}
	a := d.a
	switch {
	case d.hold.tool != tool{}:
		d.help.Set(a.Lang.T("layout.placing", d.hold.tool.name()))
	case d.hold.what == moving:
		d.help.Set(a.Lang.T("layout.moving"))
	case d.hold.what == wiring:
		d.help.Set(a.Lang.T("layout.wiring"))
	default:
		d.help.Set(a.Lang.T("desk.drag"))
	}
}

// toggle begins to lay out, or ends it.
func (d *desk) toggle() {
	a := d.a
	switch {
	case d.on:
		d.on = false
	case d.doc == nil:
		a.screen.Toast(ui.Caution, a.Lang.T("layout.none"))
	case a.compared != nil:
		a.screen.Toast(ui.Caution, a.Lang.T("layout.compares"))
	default:
		a.endMoments()
		d.on = true
	}
	d.hold = hold{}
	d.build()
	a.bar.layout.Turn(d.on)
}

// model is what the document means, with the changes that are tried out and not
// written into it.
func (d *desk) model() *model.Model {
	m := d.doc.Model()
	if len(d.trials) == 0 {
		return m
	}
	if tried, _ := m.With(d.trials); tried != nil {
		return tried
	}
	d.trials = nil
	d.a.screen.Toast(ui.Caution, d.a.Lang.T("layout.dropped"))
	return m
}

// tried notes changes of the run that are none of the document: the next change of that
// keeps them.
func (d *desk) tried(sets []model.Setting) { d.trials = slices.Concat(d.trials, sets) }

// did has the run go over to what a command has made of the document, and chooses the
// place at a path; an error of the command is told.
func (d *desk) did(err error, choose string) bool {
	a := d.a
	a.warned = ""
	if err == nil {
		d.pin()
		d.doc.Join(d.doc.Depth() - d.depth)
		if err = a.run.Edit(d.model()); err != nil && d.doc.Depth() > d.depth {
			d.doc.Undo()
		}
	}
	d.depth = d.doc.Depth()
	if err != nil {
		a.try(err)
		return false
	}
	d.seen(choose)
	return true
}

// pin has everything else stand where it is seen to stand: what has no place of its own
// is put beside its neighbours, and would go with them.
func (d *desk) pin() {
	if d.doc.Depth() == d.depth { // nothing was done
		return
	}
	tried := map[string]bool{}
	for n := d.displaced(tried); n != nil; n = d.displaced(tried) {
		tried[n.Path] = true
		was := d.a.scene.Model.Node(n.Path)
		_ = d.doc.Move(n.Path, millimetres(standing(d.a.scene.Sites, was))) // refused, it stands elsewhere: that is seen
	}
}

// displaced is the first place that would not stand where it is seen.
func (d *desk) displaced(but map[string]bool) *model.Node {
	m := d.doc.Model()
	sites := scene.Layout(m)
	for _, n := range m.Nodes {
		was := d.a.scene.Model.Node(n.Path)
		if was == nil || n.Parent == nil || n.Has("at") || n.Kind.Name == "building" || but[n.Path] {
			continue
		}
		if standing(sites, n).Sub(standing(d.a.scene.Sites, was)).Len() > .001 {
			return n
		}
	}
	return nil
}

// standing is where a place stands in the frame of its parent, m.
func standing(sites []scene.Site, n *model.Node) mgl32.Vec3 {
	return mgl32.TransformCoordinate(sites[n.Index].Pose.Col(3).Vec3(), sites[n.Parent.Index].Pose.Inv())
}

func millimetres(p mgl32.Vec3) [2]float64 {
	return [2]float64{math.Round(float64(p.X())*1000) / 1000, math.Round(float64(p.Y())*1000) / 1000}
}

// seen shows the factory as it is after a change.
func (d *desk) seen(choose string) {
	a := d.a
	a.look()
	a.view.Chosen, a.view.Pointed = 0, 0
	if n := a.scene.Model.Node(choose); n != nil && choose != "" {
		a.view.Chosen = n.Index + 1
	}
	lo, hi := a.scene.Bounds()
	a.man.Within(lo, hi)
	a.refresh()
	a.choose(a.view.Chosen)
	d.refresh()
}

// chosen is the place that is chosen, by its path; ok is false when none is, which is
// told.
func (d *desk) chosen() (n *model.Node, ok bool) {
	a := d.a
	if n = d.node(); n == nil {
		a.screen.Toast(ui.Plain, a.Lang.T("layout.choose"))
	}
	return n, n != nil
}

// node is the place that is chosen, or nil.
func (d *desk) node() *model.Node {
	if k := d.a.view.Chosen; k > 1 && k <= len(d.a.scene.Model.Nodes) {
		return d.a.scene.Model.Nodes[k-1]
	}
	return nil
}

func (d *desk) turn(by float64) {
	if n, ok := d.chosen(); ok {
		d.did(d.doc.Turn(n.Path, n.Turn+by), n.Path)
	}
}

func (d *desk) delete() {
	if n, ok := d.chosen(); ok {
		d.did(d.doc.Delete(n.Path), "")
	}
}

// copy puts another one beside what is chosen, where there is room.
func (d *desk) copy() {
	n, ok := d.chosen()
	if !ok {
		return
	}
	path, err := d.doc.Duplicate(n.Path, d.room(n))
	if d.did(err, path) {
		d.tellOverlap(path)
	}
}

// put places what the tool is for.
func (d *desk) put(t tool, parent string, at [2]float64) {
	path, err := d.doc.Place(t.kind, t.like, parent, at)
	if d.did(err, path) {
		d.tellOverlap(path)
	}
}

func (d *desk) connect(from *model.Node, port string, to *model.Node) {
	d.did(d.doc.Connect(from.Path, port, to.Path), from.Path)
}

// back undoes, or does again.
func (d *desk) back(again bool) {
	swap, restore, said := d.doc.Undo, d.doc.Redo, d.a.Lang.T("layout.undone")
	if again {
		swap, restore, said = d.doc.Redo, d.doc.Undo, d.a.Lang.T("layout.redone")
	}
	renamed, ok := swap()
	if !ok {
		return
	}
	chosen := ""
	if n := d.node(); n != nil {
		chosen = session.Renamed(n.Path, renamed)
	}
	if err := d.goOn(renamed); err != nil {
		restore()
		d.a.try(err)
		return
	}
	d.depth = d.doc.Depth()
	d.seen(chosen)
	d.a.screen.ToastOf("undo", ui.Plain, said)
}

// keep saves the document.
func (d *desk) keep() {
	if give := d.a.Download; give != nil {
		give(fileName(d.a.name), d.doc.Text())
		d.doc.Kept()
		d.a.screen.Toast(ui.Success, d.a.Lang.T("layout.given", fileName(d.a.name)))
		d.refresh()
		return
	}
	err := d.doc.Save()
	if errors.Is(err, edit.ErrNoFile) {
		d.askName()
		return
	}
	d.saved(err)
}

// fileName is a name for the file of a factory: of a path its end, of a scenario its name.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	return strings.TrimSuffix(name, ".toml") + ".toml"
}

// saved tells how saving went.
func (d *desk) saved(err error) {
	a := d.a
	a.warned = ""
	if err != nil {
		a.try(err)
		return
	}
	a.saved = a.savedAt()
	a.screen.Toast(ui.Success, a.Lang.T("layout.savedto", d.doc.File()))
	d.refresh()
}

// askName asks for the name of a new file, for a factory that has none.
func (d *desk) askName() {
	a := d.a
	if list := d.doc.Tables(); len(list) > 0 {
		a.screen.Toast(ui.Failure, a.Lang.T("layout.tables", strings.Join(list, ", ")))
		return
	}
	name := ui.NewField(fileName(a.name), nil)
	name.Wide = 360
	a.screen.Ask(a.Lang.T("layout.save"), ui.Column(ui.Paragraph(a.Lang.T("layout.name")), name),
		ui.Answer{Title: a.Lang.T("layout.cancel")},
		ui.Answer{Title: a.Lang.T("layout.save"), Do: func() { d.saved(d.doc.SaveAs(strings.TrimSpace(name.String()))) }})
}

// changed reports whether there is something that is not saved.
func (d *desk) changed() bool { return d.doc != nil && d.doc.Changed() }

// unless does something that loses what is not saved, after it was asked for.
func (d *desk) unless(do func()) {
	if !d.changed() {
		do()
		return
	}
	a := d.a
	a.screen.Ask(a.Lang.T("layout.lost"), ui.Paragraph(a.Lang.T("layout.lost.does")),
		ui.Answer{Title: a.Lang.T("layout.drop"), Do: do}, ui.Answer{Title: a.Lang.T("layout.stay")})
}

// key does what a key is for at the desk; ok is false when it is for nothing there.
func (d *desk) key(k ui.Key, mods ui.Mods) (ok bool) {
	if !d.on {
		return false
	}
	switch {
	case k == ui.KeyEscape && (d.hold.what != nothing || d.hold.tool != tool{}):
		d.pick(tool{})
	case k == ui.KeyF2 && mods == 0:
		d.askRename()
	case k == 'R' && mods == 0:
		d.turn(90)
	case k == 'R' && mods == ui.Shift:
		d.turn(-90)
	case (k == ui.KeyDelete || k == ui.KeyBackspace) && mods == 0:
		d.delete()
	case k == 'Z' && mods == ui.Command:
		d.back(false)
	case k == 'Y' && mods == ui.Command, k == 'Z' && mods == ui.Command|ui.Shift:
		d.back(true)
	case k == 'S' && mods == ui.Command:
		d.keep()
	case k == 'D' && mods == ui.Command:
		d.copy()
	case k == ui.KeyEnter && mods == 0 && (d.hold.tool != tool{}):
		d.putInView()
	case k == ui.KeyLeft, k == ui.KeyRight, k == ui.KeyUp, k == ui.KeyDown:
		return d.nudge(k, mods)
	default:
		return false
	}
	return true
}

// deskKeys are the keys of the desk, for the help.
var deskKeys = [][2]string{{"← ↑ → ↓", "nudge"}, {"Enter", "put"}, {"F2", "rename"}, {"R", "turn"}, {"Del", "delete"}, {"Ctrl+D", "copy"}, {"Ctrl+Z, Y", "undo"}, {"Ctrl+S", "save"}}

// choices are what the menu of a place offers at the desk.
func (d *desk) choices(n *model.Node) []ui.Choice {
	if !d.on || n.Parent == nil {
		return nil
	}
	a := d.a
	out := []ui.Choice{{},
		{Title: a.Lang.T("layout.turn"), Key: "R", Do: func() { d.turn(90) }},
		{Title: a.Lang.T("layout.connect"), Disabled: len(n.Out) == 0, Do: func() { d.askTarget(n) }},
		{Title: a.Lang.T("layout.rename"), Key: "F2", Do: d.askRename},
		{Title: a.Lang.T("layout.copy"), Key: "Ctrl+D", Do: d.copy},
		{Title: a.Lang.T("layout.delete"), Key: "Del", Icon: ui.IconTrash, Do: d.delete}}
	for _, e := range a.scene.Model.EdgesFrom(n) {
		title := e.To.Title
		if e.FromPort != "" {
			title = fmt.Sprintf("%s (%s)", title, e.FromPort)
		}
		out = append(out, ui.Choice{Title: a.Lang.T("layout.unlink", title), Do: func() {
			d.did(d.doc.Disconnect(e.From.Path, e.FromPort, e.To.Path), n.Path)
		}})
	}
	return out
}
