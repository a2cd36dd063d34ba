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
	shares  *ui.Shares // nil: it does no work
	output  *ui.Spark
	wip     *ui.Spark
	seen    instant
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
	f.of, f.next, f.rows, f.seen = a.view.Chosen, 0, nil, instant{}
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
	g.Fact(a.Lang.T("fact.kind"), a.kindName(n.Kind))
	f.measures(g, n)
	col := ui.Column(g)
	f.sparks(col, n)
	if plant.WorkOf(n.Spec) != nil {
		col.Add(f.orders(n))
	}
	if grid := f.editable(n); grid != nil {
		col.Add(ui.Section(a.Lang.T("fact.change"), grid))
		col.Add(ui.Row(ui.NewButton(a.Lang.T("fact.apply"), f.apply), ui.NewButton(a.Lang.T("fact.whatif"), f.whatIf)))
	}
	scroll := ui.NewScroll(col)
	scroll.MaxH = 4000 // as tall as fits
	f.panel.Put(scroll)
}

// sparks adds how it went: states, output, work in process.
func (f *facts) sparks(col *ui.Stack, n *model.Node) {
	a := f.a
	f.shares = nil
	if len(f.bodies(n)) > 0 {
		f.shares = ui.NewShares()
		for st := range plant.States {
			f.shares.Names[stateOf(st)] = a.Lang.T("state." + st.String())
		}
		col.Add(ui.Note(a.Lang.T("fact.states")), f.shares)
	}
	f.output, f.wip = ui.NewSpark(), ui.NewSpark()
	f.output.Show = func(v float64) string { return short(v) + " " + a.Lang.T("chart.perhour") }
	f.wip.Show = func(v float64) string { return short(v) + " " + a.Lang.T("chart.parts") }
	f.wip.Color = a.screen.Theme.Series[1]
	half := func(name string, s *ui.Spark) ui.Widget {
		c := ui.Column(ui.Note(name), s)
		c.Grow, c.Gap = 1, 0
		return c
	}
	col.Add(ui.Row(half(a.Lang.T("fact.output"), f.output), half(a.Lang.T("fact.wipnow"), f.wip)))
}

// bodyOf is a machine body: which of the place at a path.
type bodyOf struct {
	path string
	k    int
}

// mostBodies is how many bodies' states are added up at most.
const mostBodies = 400

// bodies are those of the equipment that works in a place, none where they are too many.
func (f *facts) bodies(n *model.Node) (out []bodyOf) {
	nodes, p := f.a.scene.Model.Nodes, f.a.run.Sim().Plant()
	for _, m := range nodes[n.Index:] {
		if !standsIn(m, n) {
			break // a level comes before what is in it
		}
		if plant.WorkOf(m.Spec) == nil {
			continue
		}
		_, bodies := p.SlotsOf(m.Index)
		for k := range int(bodies) {
			out = append(out, bodyOf{m.Path, k})
		}
		if len(out) > mostBodies {
			return nil
		}
	}
	return out
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
	if of := instantOf(f.a.run); of != f.seen {
		f.seen, f.next = of, now+every
		f.show()
	}
}

// show brings everything up to date.
func (f *facts) show() {
	n := f.a.scene.Model.Nodes[f.of-1]
	row := &f.a.run.Sim().Report().Rows[n.Index]
	for _, r := range f.rows {
		r.label.Set(r.text(row))
	}
	x := f.a.run
	at, done, inside := x.Log.Course(n.Path, x.Now())
	var rate, wip []float64
	for k, v := range inside {
		wip = append(wip, float64(v))
		if k > 0 && done[k] >= done[k-1] {
			rate = append(rate, float64(done[k]-done[k-1])/(at[k]-at[k-1]).Hours())
		}
	}
	f.output.Set(smooth(rate)...)
	f.wip.Set(wip...)
	if f.shares != nil {
		f.shares.Set(f.states(n)...)
	}
}

// smooth is means of a few values, so that single parts are no spikes.
func smooth(v []float64) []float64 {
	const most = 48
	by := (len(v) + most - 1) / most
	var out []float64
	for k := 0; by > 0 && k+by <= len(v); k += by {
		sum := 0.0
		for _, x := range v[k : k+by] {
			sum += x
		}
		out = append(out, sum/float64(by))
	}
	return out
}

// states are the shares of the states in stretches of the last hours.
func (f *facts) states(n *model.Node) [][ui.States]float32 {
	const stretches = 48
	x := f.a.run
	span := min(x.Now(), 8*engine.Hour)
	if span < engine.Minute {
		return nil
	}
	from := x.Now() - span
	out := make([][ui.States]float32, stretches)
	var all [stretches]float32
	for _, b := range f.bodies(n) {
		x.Log.Stretches(b.path, b.k, from, x.Now(), func(s, e engine.Time, st plant.State) {
			for k := int((s - from) * stretches / span); k < stretches; k++ {
				begin, end := from+span*engine.Time(k)/stretches, from+span*engine.Time(k+1)/stretches
				if begin >= e {
					break
				}
				d := float32(min(e, end) - max(s, begin))
				out[k][stateOf(st)] += d
				all[k] += d
			}
		})
	}
	for k := range out {
		for st := range out[k] {
			out[k][st] /= max(all[k], 1)
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
