package viewer

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/unit"
	"github.com/taktsim/takt/viewer/ui"
)

// facts is the panel at the right: what is chosen, how it does, and what may be changed
// about it.
type facts struct {
	a     *App
	layer *ui.Layer
	panel *ui.Panel
	of    int // the node that is shown, +1; 0: the whole factory
	next  float64

	rows    []fact
	spark   *ui.Spark
	pending map[string]model.Setting // changes that are not yet made, by key
}

// fact is a line that is brought up to date.
type fact struct {
	label *ui.Label
	text  func(row *plant.Row) string
}

func newFacts(a *App) *facts {
	f := &facts{a: a, pending: map[string]model.Setting{}}
	f.panel = ui.NewPanel("", ui.Column())
	f.layer = a.screen.Add(f.panel, ui.At(1, 0).Sized(272, 0))
	f.layer.Show(false)
	return f
}

// refresh shows what is chosen now.
func (f *facts) refresh() {
	a := f.a
	if a.run == nil {
		return
	}
	f.of, f.next, f.rows = a.view.Chosen, 0, nil
	f.layer.Show(f.of > 0)
	if f.of == 0 {
		clear(f.pending)
		return
	}
	n := a.scene.Model.Nodes[f.of-1]
	f.panel.SetTitle(n.Title)
	f.panel.Closes = func() { a.choose(0) }
	g := ui.NewGrid()
	g.Tight = true
	g.Fact(a.Lang.T("fact.path"), n.Path)
	g.Fact(a.Lang.T("fact.kind"), n.Kind.Name)
	f.measures(g, n)
	col := ui.Column(g)
	if plant.WorkOf(n.Spec) != nil {
		f.spark = ui.NewSpark()
		f.spark.Show = func(v float64) string { return percent(v) }
		col.Add(ui.Note(a.Lang.T("fact.busy")), f.spark)
		col.Add(f.orders(n))
	} else {
		f.spark = nil
	}
	if grid := f.editable(n); grid != nil {
		col.Add(ui.Section(a.Lang.T("fact.change"), grid))
		col.Add(ui.Row(ui.NewButton(a.Lang.T("fact.apply"), f.apply), ui.NewButton(a.Lang.T("fact.whatif"), f.whatIf)))
	}
	scroll := ui.NewScroll(col)
	scroll.MaxH = 4000 // as tall as fits
	f.panel.Put(scroll)
}

// measures adds the lines that follow the run.
func (f *facts) measures(g *ui.Grid, n *model.Node) {
	a := f.a
	add := func(name string, text func(*plant.Row) string) {
		f.rows = append(f.rows, fact{g.Fact(name, "–"), text})
	}
	i := n.Index
	if _, ok := a.scene.State(i); ok {
		add(a.Lang.T("fact.state"), func(*plant.Row) string {
			st, _ := a.scene.State(i)
			return a.Lang.T("state." + st.String())
		})
	}
	add(a.Lang.T("fact.inside"), func(*plant.Row) string {
		inside, queue := a.scene.Count(i)
		if queue > 0 {
			return a.Lang.T("fact.insidequeue", strconv.Itoa(inside), strconv.Itoa(queue))
		}
		return strconv.Itoa(inside)
	})
	add(a.Lang.T("fact.parts"), func(r *plant.Row) string { return strconv.FormatUint(r.Parts, 10) })
	add(a.Lang.T("fact.wip"), func(r *plant.Row) string { return short(r.WIP) })
	if plant.WorkOf(n.Spec) == nil && !n.Kind.Level {
		return
	}
	add(a.Lang.T("fact.util"), func(r *plant.Row) string { return percent(r.Utilisation()) })
	add(a.Lang.T("fact.oee"), func(r *plant.Row) string { return percent(r.OEE()) })
	for _, st := range []plant.State{plant.Waiting, plant.Blocked, plant.Down, plant.Setup, plant.Held} {
		add(a.Lang.T("state."+st.String()), func(r *plant.Row) string { return percent(r.Share(st)) })
	}
	add(a.Lang.T("fact.failures"), func(r *plant.Row) string { return strconv.FormatUint(r.Failures, 10) })
	add(a.Lang.T("fact.wait"), func(r *plant.Row) string {
		if r.WaitN == 0 {
			return "–"
		}
		return unit.FormatTime(r.Wait)
	})
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return strconv.FormatFloat(100*v, 'f', 1, 64) + " %"
}

func short(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// orders are what one can order of equipment now.
func (f *facts) orders(n *model.Node) ui.Widget {
	a := f.a
	now := func(do func(*plant.Sim) error) func() {
		return func() { a.try(a.run.Change(do)) }
	}
	at := func() engine.Time { return a.run.Now() }
	return ui.Row(
		ui.NewButton(a.Lang.T("order.break"), now(func(s *plant.Sim) error { return s.BreakPlace(n.Path, "", at(), 30*engine.Minute) })),
		ui.NewButton(a.Lang.T("order.repair"), now(func(s *plant.Sim) error { return s.RepairPlace(n.Path, "", at()) })),
		ui.NewButton(a.Lang.T("order.stop"), now(func(s *plant.Sim) error { return s.StopPlace(n.Path, at(), 0) })),
		ui.NewButton(a.Lang.T("order.start"), now(func(s *plant.Sim) error { return s.StartPlace(n.Path, at()) })))
}

// editable are the keys of a place that can be changed here, as text.
func (f *facts) editable(n *model.Node) *ui.Grid {
	g := ui.NewGrid()
	rows := 0
	field := func(key, value string) {
		rows++
		fd := g.Field(key, value, func(text string) { f.note(n, key, text) })
		fd.Check = func(text string) error { return f.refusal(n, key, text) }
		if p, ok := f.pending[key]; ok {
			fd.Set(fmt.Sprint(p.Value))
		}
	}
	count := func(key string, v int) {
		if v < 0 {
			field(key, "unlimited")
			return
		}
		field(key, strconv.Itoa(v))
	}
	switch spec := n.Spec.(type) {
	case *plant.Buffer:
		count("room", spec.Room)
	case *plant.Conveyor:
		field("speed", unit.Format(spec.Speed, unit.Speed))
	case *plant.Source:
		if !spec.Every.IsZero() {
			field("every", spec.Every.Text("s"))
		}
		count("batch", spec.Batch)
	case *plant.Level:
		if spec.WIPLimit > 0 {
			count("wip-limit", spec.WIPLimit)
		}
	}
	if w := plant.WorkOf(n.Spec); w != nil {
		if len(w.Cycle.For) == 0 && !w.Cycle.All.IsZero() {
			field("cycle", w.Cycle.All.Text("s"))
		}
		count("parallel", w.Parallel)
		count("queue", w.Queue)
		count("batch", w.Batch)
		if !w.MTBF.IsZero() {
			field("mtbf", w.MTBF.Text("s"))
			field("mttr", w.MTTR.Text("s"))
		}
	}
	if rows == 0 {
		return nil
	}
	return g
}

// setting is a change of a key, as it was written.
func setting(n *model.Node, key, text string) model.Setting {
	var v any = strings.TrimSpace(text)
	if k, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
		v = k
	}
	return model.Setting{Path: append(strings.Split(n.Path, "."), key), Value: v}
}

// note keeps a change until it is made.
func (f *facts) note(n *model.Node, key, text string) { f.pending[key] = setting(n, key, text) }

// refusal is what the engine has against a change, or nil.
func (f *facts) refusal(n *model.Node, key, text string) error {
	_, err := f.with([]model.Setting{setting(n, key, text)})
	return err
}

// changed is the model with the changes that were noted.
func (f *facts) changed() (*model.Model, error) {
	sets := f.sets()
	if len(sets) == 0 {
		return nil, errors.New(f.a.Lang.T("fact.nothing"))
	}
	return f.with(sets)
}

// with is the model with some changes.
func (f *facts) with(sets []model.Setting) (*model.Model, error) {
	m, problems := f.a.run.Sim().Plant().Model().With(sets)
	if m == nil {
		var all []string
		for _, p := range problems.Errors() {
			all = append(all, p.Msg)
		}
		return nil, errors.New(strings.Join(all, "\n"))
	}
	return m, nil
}

// sets are the changes that were noted, in the order of their keys.
func (f *facts) sets() (out []model.Setting) {
	for _, key := range sortedKeys(f.pending) {
		out = append(out, f.pending[key])
	}
	return out
}

// apply makes the changes, now.
func (f *facts) apply() {
	m, err := f.changed()
	if err == nil {
		err = f.a.run.Edit(m)
	}
	f.a.warned = ""
	f.a.try(err)
	if err == nil {
		f.a.desk.tried(f.sets())
		clear(f.pending)
		f.a.screen.Toast(ui.Success, f.a.Lang.T("fact.applied"))
	}
}

// whatIf lets the factory with the changes run beside the one without.
func (f *facts) whatIf() {
	m, err := f.changed()
	f.a.warned = ""
	if err != nil {
		f.a.try(err)
		return
	}
	f.a.compare(m, f.sets())
}

func (f *facts) update(now float64) {
	if f.of == 0 || now < f.next {
		return
	}
	f.next = now + every
	rep := f.a.run.Sim().Report()
	row := &rep.Rows[f.of-1]
	for _, r := range f.rows {
		r.label.Set(r.text(row))
	}
	if f.spark != nil {
		f.spark.Set(f.busy()...)
	}
}

// busy is the share of the time at work in stretches of the past.
func (f *facts) busy() []float64 {
	const n = 48
	x := f.a.run
	if x.Now() == 0 {
		return nil
	}
	path := f.a.scene.Model.Nodes[f.of-1].Path
	span := min(x.Now(), 8*engine.Hour)
	var out []float64
	for k := range engine.Time(n) {
		from := x.Now() - span + span*k/n
		if share, ok := x.Log.Share(path, 0, plant.Busy, from, from+span/n); ok {
			out = append(out, share)
		}
	}
	return out
}

// nodeMenu is what one can do with a node, +1.
func (a *App) nodeMenu(id int, at ui.Point) {
	if id == 0 {
		return
	}
	n := a.scene.Model.Nodes[id-1]
	choices := []ui.Choice{{Title: a.Lang.T("key.frame"), Key: "F", Icon: ui.IconEye, Do: func() { a.show(id) }}}
	if n.Path != "" && !n.Kind.Passive {
		order := func(word string, do func(*plant.Sim, engine.Time) error) ui.Choice {
			return ui.Choice{Title: a.Lang.T(word), Do: func() {
				a.try(a.run.Change(func(s *plant.Sim) error { return do(s, s.Now()) }))
			}}
		}
		choices = append(choices, ui.Choice{},
			order("order.stop", func(s *plant.Sim, at engine.Time) error { return s.StopPlace(n.Path, at, 0) }),
			order("order.start", func(s *plant.Sim, at engine.Time) error { return s.StartPlace(n.Path, at) }))
		if plant.WorkOf(n.Spec) != nil {
			choices = append(choices, order("order.break", func(s *plant.Sim, at engine.Time) error { return s.BreakPlace(n.Path, "", at, 30*engine.Minute) }),
				order("order.repair", func(s *plant.Sim, at engine.Time) error { return s.RepairPlace(n.Path, "", at) }))
		}
	}
	a.screen.ContextMenu(at, append(choices, a.desk.choices(n)...)...)
}
