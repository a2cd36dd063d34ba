package viewer

import (
	"strconv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// alarms is the panel of what is wrong now, and since when.
type alarms struct {
	*ui.Stack // of the panel: it hears the keys that the table has no use for
	a         *App
	layer     *ui.Layer
	table     *ui.Table
	one, all  *ui.Button

	list    []session.Alarm
	known   map[session.ID]bool // acknowledged
	lasting int                 // index into lastings
	shown   bool
	next    float64
	of      instant
	count   int // of what goes on, not acknowledged
}

// lastings are how long something must have lasted to be wrong that is none by itself.
var lastings = [...]engine.Time{engine.Minute, 5 * engine.Minute, 15 * engine.Minute, engine.Hour}

// alarmsEvery is how often alarms are looked for, s.
const alarmsEvery = .5

func newAlarms(a *App, before *alarms) *alarms {
	l := &alarms{a: a, known: map[session.ID]bool{}, lasting: 1}
	if before != nil { // the same in another language
		l.known, l.lasting, l.shown = before.known, before.lasting, before.shown
	}
	l.table = ui.NewTable(l, ui.TableColumn{Title: a.Lang.T("alarm.where")}, ui.TableColumn{Title: a.Lang.T("alarm.what"), Width: 92},
		ui.TableColumn{Title: a.Lang.T("alarm.since"), Width: 76, Align: ui.End})
	l.table.Grow = 1
	l.table.Choose = l.show
	l.table.Open = l.show
	l.one = ui.NewButton(a.Lang.T("alarm.ack"), l.acknowledge)
	l.all = ui.NewButton(a.Lang.T("alarm.all"), l.acknowledgeAll)
	var titles []string
	for _, t := range lastings {
		titles = append(titles, a.Lang.Time(t.Seconds()))
	}
	from := ui.NewDropdown(func(at int) { l.lasting, l.of = at, instant{} }, l.lasting, titles...)
	from.Hint = a.Lang.T("alarm.lasting.hint")
	l.Stack = ui.Column(l.table, ui.Row(l.one, l.all, ui.Spring(), from))
	p := ui.NewPanel(a.Lang.T("alarm.title"), l)
	p.Closes = l.toggle
	l.layer = a.screen.Add(p, ui.At(1, 1).Sized(rightWide, 0))
	l.layer.Show(l.shown)
	return l
}

func (l *alarms) toggle() {
	l.shown, l.next = !l.shown, 0
	l.layer.Show(l.shown)
}

// refresh looks anew; another factory has other alarms.
func (l *alarms) refresh() {
	l.next, l.of, l.list = 0, instant{}, l.list[:0] // its places are another model's
	l.table.Refresh()
}

// forget drops what was acknowledged.
func (l *alarms) forget() { clear(l.known) }

func (l *alarms) update(now float64) {
	l.layer.Show(l.shown && l.a.splitShown() == nil) // they are those of now
	of := instantOf(l.a.run)
	if of == l.of || now < l.next {
		return
	}
	l.of, l.next = of, now+alarmsEvery
	l.look()
}

// look finds what is wrong now.
func (l *alarms) look() {
	chosen, had := l.chosen()
	all := l.a.run.Alarms(l.list[:0], lastings[l.lasting])
	l.list, l.count = all[:0], 0
	worst := session.Causes
	for _, x := range all {
		known := l.known[x.ID]
		switch {
		case x.Active() && !known:
			l.count++
			worst = min(worst, x.Cause)
		case !x.Active() && known:
			continue
		}
		l.list = append(l.list, x)
	}
	l.table.Refresh()
	l.table.Select(-1)
	for i := range l.list {
		if had && l.list[i].ID == chosen.ID {
			l.table.Select(i)
		}
	}
	l.one.Enable(had)
	l.all.Enable(len(l.list) > 0)
	l.a.bar.count(l.count, worst)
}

func (l *alarms) chosen() (session.Alarm, bool) {
	if i, ok := l.table.Chosen(); ok && i < len(l.list) {
		return l.list[i], true
	}
	return session.Alarm{}, false
}

// show flies to where an alarm is.
func (l *alarms) show(row int) {
	l.a.choose(l.list[row].Place + 1)
	l.a.show(l.list[row].Place + 1)
	l.one.Enable(true)
}

func (l *alarms) acknowledge() {
	if x, ok := l.chosen(); ok {
		l.known[x.ID] = true
		l.look()
	}
}

func (l *alarms) acknowledgeAll() {
	for _, x := range l.list {
		l.known[x.ID] = true
	}
	l.look()
}

// Handle is part of ui.Widget: Space acknowledges what is chosen.
func (l *alarms) Handle(e *ui.Event) bool {
	if e.Is(ui.KeySpace, 0) && l.a.screen.Focused() == ui.Widget(l.table) {
		l.acknowledge()
		return true
	}
	return false
}

// Len is part of ui.Source.
func (l *alarms) Len() int { return len(l.list) }

// Cell is part of ui.Source.
func (l *alarms) Cell(row, column int) (string, ui.State) {
	x := &l.list[row]
	switch column {
	case 0:
		n := l.a.scene.Model.Nodes[x.Place]
		title := n.Title
		if x.Body > 0 {
			title += " " + strconv.Itoa(x.Body+1)
		}
		mark := ui.NoState
		if x.Active() {
			mark = stateOf(x.Cause.State())
		}
		return title, mark
	case 1:
		if !x.Active() {
			return l.a.Lang.T("alarm.over"), ui.NoState
		}
		return l.a.Lang.T("cause." + x.Cause.String()), ui.NoState
	}
	return l.a.foot.format(x.Since.Seconds(), 1), ui.NoState
}

// Compare is part of ui.Source.
func (l *alarms) Compare(column, a, b int) int {
	x, y := &l.list[a], &l.list[b]
	switch column {
	case 0:
		return x.Place - y.Place
	case 1:
		return int(x.Cause) - int(y.Cause)
	case 2:
		switch {
		case x.Since < y.Since:
			return -1
		case x.Since > y.Since:
			return 1
		}
	}
	return 0
}

// Shade is part of ui.Shader: what was acknowledged, or is over, is told less loudly.
func (l *alarms) Shade(row int, th *ui.Theme) ui.Color {
	switch x := &l.list[row]; {
	case !x.Active():
		return th.Faint
	case l.known[x.ID]:
		return th.Dim
	}
	return th.Ink
}
