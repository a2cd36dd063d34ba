package viewer

import (
	"fmt"
	"image"
	"strconv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// moments is two pinned instants of the run side by side, and what is different.
type moments struct {
	split
	a     *App
	layer *ui.Layer
	table *ui.Table
	pins  [2]ui.TimePin
	sims  [2]*plant.Sim
	of    instant // the run stands here; when it goes on, this ends
	rows  []difference
	about int // the node that the last rows are about, +1
}

// difference is a line of the table: a figure at both instants, and what lies between.
type difference struct {
	name  string
	at    [2]string
	after string
	mark  ui.State
}

// compareMoments puts the last two pins side by side; with one pin, that and the present.
func (a *App) compareMoments() {
	pins := a.foot.pins
	now := ui.TimePin{At: a.run.Now().Seconds(), Name: a.Lang.T("moments.now")}
	switch n := len(pins); {
	case n == 0, n == 1 && engine.Seconds(pins[0].At) == a.run.Now():
		a.screen.Toast(ui.Plain, a.Lang.T("moments.pin"))
	case n == 1:
		a.showMoments(pins[0], now)
	default:
		a.showMoments(pins[n-2], pins[n-1])
	}
}

// showMoments puts two instants side by side, the earlier at the left.
func (a *App) showMoments(left, right ui.TimePin) {
	if left.At > right.At {
		left, right = right, left
	}
	m := &moments{a: a, pins: [2]ui.TimePin{left, right}}
	for k, p := range m.pins {
		s, err := a.run.StateAt(engine.Seconds(p.At))
		if err != nil {
			a.try(err)
			return
		}
		m.sims[k] = s
	}
	a.drop()
	a.endMoments()
	if a.desk.on {
		a.desk.toggle()
	}
	a.run.Playing = false
	m.split = newSplit(m.sims[0], m.sims[1])
	m.of = instantOf(a.run)
	m.table = ui.NewTable(m, ui.TableColumn{Title: a.Lang.T("moments.figure")}, ui.TableColumn{Title: left.Name, Width: 100, Align: ui.End},
		ui.TableColumn{Title: right.Name, Width: 100, Align: ui.End}, ui.TableColumn{Title: a.Lang.T("moments.between"), Width: 124, Align: ui.End})
	m.table.Grow = 1
	m.compute()
	m.table.Rows = float32(min(len(m.rows), 9))
	foot := ui.Row(ui.Spring())
	if len(a.foot.pins) > 2 {
		foot = ui.Row(ui.Note(a.Lang.T("moments.which")), m.choice(0), m.choice(1), ui.Spring())
	}
	foot.Add(ui.NewButton(a.Lang.T("moments.end"), a.endMoments))
	p := ui.NewPanel(a.Lang.T("moments.title", left.Name, right.Name), ui.Column(m.table, foot))
	p.Closes = a.endMoments
	m.layer = a.screen.Add(p, ui.At(.5, 1).Sized(600, 0))
	a.moments, a.picture.stale = m, true
}

// choice is a dropdown of all pins, for one side.
func (m *moments) choice(side int) *ui.Dropdown {
	var names []string
	at := -1
	for k, p := range m.a.foot.pins {
		names = append(names, p.Name)
		if p == m.pins[side] {
			at = k
		}
	}
	return ui.NewDropdown(func(k int) {
		pins := m.pins
		pins[side] = m.a.foot.pins[k]
		m.a.showMoments(pins[0], pins[1])
	}, at, names...)
}

// endMoments shows the run again.
func (a *App) endMoments() {
	if a.moments != nil {
		a.screen.Remove(a.moments.layer)
		a.moments, a.picture.stale = nil, true
	}
}

// update ends the comparison when the run goes on, and tells of what is chosen.
func (m *moments) update() {
	switch {
	case m.a.run.Playing || instantOf(m.a.run) != m.of:
		m.a.endMoments()
	case m.about != m.a.view.Chosen:
		m.compute()
	}
}

func (m *moments) draw(dst *image.RGBA, quality render.Quality) {
	var names [2]string
	for k, p := range m.pins {
		names[k] = p.Name + "  " + m.a.foot.format(p.At, 1)
	}
	m.paint(m.a, dst, quality, m.sims, [2]*session.Log{m.a.run.Log, m.a.run.Log}, names)
}

// sums are figures of a whole plant.
type sums struct {
	inside, done, scrapped uint64
	bodies                 [plant.States]uint64
}

func sumsOf(s *plant.Sim) (x sums) {
	x.done, x.scrapped, x.inside = s.Totals()
	p := s.Plant()
	for i, n := range p.Model().Nodes {
		if plant.WorkOf(n.Spec) == nil {
			continue
		}
		first, bodies := p.SlotsOf(i)
		for k := range bodies {
			x.bodies[s.Slots.At(first+k).State]++
		}
	}
	return x
}

// compute finds the differences.
func (m *moments) compute() {
	l := m.a.Lang
	x, y := sumsOf(m.sims[0]), sumsOf(m.sims[1])
	hours := (m.sims[1].Now() - m.sims[0].Now()).Hours()
	m.rows = m.rows[:0]
	m.count(l.T("moments.inside"), x.inside, y.inside, ui.NoState)
	m.count(l.T("moments.done"), x.done, y.done, ui.NoState)
	if hours > 0 {
		rate := (float64(y.done) - float64(x.done)) / hours
		m.rows = append(m.rows, difference{name: l.T("moments.output"), after: short(rate) + " " + l.T("chart.perhour")})
	}
	if x.scrapped+y.scrapped > 0 {
		m.count(l.T("moments.scrapped"), x.scrapped, y.scrapped, ui.NoState)
	}
	for _, st := range []plant.State{plant.Busy, plant.Setup, plant.Waiting, plant.Blocked, plant.Down, plant.Held, plant.Stopped, plant.Off} {
		if x.bodies[st]+y.bodies[st] > 0 {
			m.count(l.T("moments.machines", l.T("state."+st.String())), x.bodies[st], y.bodies[st], stateOf(st))
		}
	}
	m.place()
	m.table.Refresh()
}

// place tells of the place that is chosen, as far as it is there at both instants.
func (m *moments) place() {
	m.about = m.a.view.Chosen
	if m.about == 0 {
		return
	}
	l, n := m.a.Lang, m.a.scene.Model.Nodes[m.about-1]
	var rows [2]plant.Row
	for k, s := range m.sims {
		there := s.Plant().Model().Node(n.Path)
		if there == nil {
			return
		}
		rows[k] = s.Report().Rows[there.Index]
	}
	m.count(l.T("moments.of", n.Title, l.T("fact.inside")), rows[0].Inside, rows[1].Inside, ui.NoState)
	m.count(l.T("moments.of", n.Title, l.T("fact.parts")), rows[0].Parts, rows[1].Parts, ui.NoState)
	if rows[0].Slots == 0 || rows[1].Slots == 0 {
		return
	}
	for _, st := range []plant.State{plant.Busy, plant.Blocked, plant.Waiting, plant.Down} {
		// Of the time between, not of all time up to there.
		all := float64(rows[1].Scheduled() - rows[0].Scheduled())
		if all <= 0 || rows[1].Slots != rows[0].Slots {
			continue
		}
		share := float64(rows[1].Times[st]-rows[0].Times[st]) / all
		m.rows = append(m.rows, difference{l.T("moments.of", n.Title, l.T("state."+st.String())), [2]string{}, percent(share), stateOf(st)})
	}
}

// count adds a line of a number.
func (m *moments) count(name string, x, y uint64, mark ui.State) {
	m.rows = append(m.rows, difference{name, [2]string{strconv.FormatUint(x, 10), strconv.FormatUint(y, 10)}, signed(int64(y) - int64(x)), mark})
}

// Len is part of ui.Source.
func (m *moments) Len() int { return len(m.rows) }

// Cell is part of ui.Source.
func (m *moments) Cell(row, column int) (string, ui.State) {
	d := &m.rows[row]
	switch column {
	case 0:
		return d.name, d.mark
	case 1, 2:
		return d.at[column-1], ui.NoState
	}
	return d.after, ui.NoState
}

// Compare is part of ui.Source: in the order of their names, or of their numbers.
func (m *moments) Compare(column, a, b int) int {
	number := func(row int) (v float64) {
		text, _ := m.Cell(row, column)
		_, _ = fmt.Sscan(text, &v) // no number counts as 0
		return v
	}
	if x, y := number(a), number(b); column > 0 && x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return a - b
}
