package viewer

import (
	"slices"
	"strconv"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// bar is the edge at the top: what is shown, and how.
type bar struct {
	a      *App
	layer  *ui.Layer
	title  *ui.Label
	status *ui.Label
	heat   *ui.Dropdown
	ahead  *ui.Dropdown
	layout *ui.Button
	alarms *ui.Button
}

func newBar(a *App) *bar {
	b := &bar{a: a, title: ui.Heading("Takt"), status: ui.Note("")}
	var heats []string
	for h := range scene.Heats {
		heats = append(heats, a.Lang.T("heat."+h.String()))
	}
	b.heat = ui.NewDropdown(func(at int) {
		a.view.Heat = scene.Heat(at)
	}, int(a.view.Heat), heats...)
	b.heat.Hint = a.Lang.T("view.heat")
	var aheads []string
	for k := range horizons {
		aheads = append(aheads, a.horizonName(k))
	}
	b.ahead = ui.NewDropdown(func(at int) { a.outlook.look(horizons[at]) }, 0, aheads...)
	b.ahead.Hint = a.Lang.T("forecast.hint")
	heat, ahead := ui.Note(a.Lang.T("view.heat")), ui.Note(a.Lang.T("forecast.title"))
	b.title.Gives, b.status.Gives, heat.Gives, ahead.Gives = true, true, true, true
	b.layout = ui.NewToggle(a.Lang.T("layout.mode"), false, func(bool) { a.desk.toggle() })
	b.layout.Hint = a.Lang.T("layout.hint")
	b.alarms = ui.IconButton(ui.IconWarning, a.Lang.T("key.alarms"), func() { a.alarms.toggle() })
	row := ui.Row(b.title, ui.IconButton(ui.IconMenu, a.Lang.T("view.gallery"), a.openGallery), b.layout, ui.Spring(), b.status, ui.Spring(),
		b.alarms, ahead, b.ahead, heat, b.heat,
		ui.IconButton(ui.IconCamera, a.Lang.T("key.all"), func() { a.show(0) }),
		ui.IconButton(ui.IconGlobe, a.Lang.T("view.language"), func() {
			if a.Lang == words.ZH {
				a.speak(words.EN)
			} else {
				a.speak(words.ZH)
			}
		}),
		ui.IconButton(ui.IconHelp, a.Lang.T("key.help"), a.help))
	p := ui.NewPanel("", row)
	p.Bar = true
	b.layer = a.screen.Add(p, ui.Place{Edge: ui.Top})
	return b
}

func (b *bar) refresh() {
	if b.a.run != nil {
		b.title.Set("Takt · " + b.a.run.Sim().Plant().Model().Title)
	}
	b.heat.Choose(int(b.a.view.Heat))
	b.ahead.Choose(slices.Index(horizons[:], b.a.outlook.horizon))
}

// count shows how many alarms nobody has acknowledged, and the mark of the worst.
func (b *bar) count(n int, worst session.Cause) {
	if n == 0 {
		b.alarms.Set("", ui.IconWarning)
		b.alarms.SetMark(ui.NoState)
		return
	}
	b.alarms.Set(strconv.Itoa(n), ui.IconWarning)
	b.alarms.SetMark(stateOf(worst.State()))
}

func (b *bar) update() {
	switch a := b.a; {
	case a.run.Behind():
		b.status.Set(a.Lang.T("view.behind"))
	case a.compared != nil:
		b.status.Set(a.Lang.T("view.compares"))
	case a.moments != nil:
		b.status.Set(a.Lang.T("view.moments"))
	case a.desk.changed():
		b.status.Set(a.Lang.T("layout.changed"))
	default:
		b.status.Set("")
	}
}

// help shows all keys: those of the run at the left, of the desk and the rest at the right.
func (a *App) help() {
	columns := [2]*ui.Grid{ui.NewGrid(), ui.NewGrid()}
	for _, g := range columns {
		g.Tight, g.Share = true, .3
	}
	put := func(column int, key, does string) { columns[column].Row(key, ui.Paragraph(does)) }
	left := 0
	for _, s := range shortcuts {
		if s.name == "" {
			continue
		}
		column := 0
		if left++; left > leftKeys {
			column = 1
		}
		put(column, s.name, a.Lang.T("key."+s.word))
	}
	put(1, "0 … 9", a.Lang.T("key.bookmarks"))
	put(1, "Tab, F6", a.Lang.T("key.focus"))
	put(1, a.Lang.T("key.mouse"), a.Lang.T("key.mouse.does"))
	for _, k := range deskKeys {
		put(1, a.Lang.T("layout.mode")+": "+k[0], a.Lang.T("desk."+k[1]))
	}
	scroll := ui.NewScroll(ui.NewHalves(columns[0], columns[1]))
	scroll.MaxH = 4000 // as tall as fits
	a.screen.Ask(a.Lang.T("key.help"), scroll, ui.Answer{Title: "OK"}).Wide = 960
}

// leftKeys is how many keys the help shows at the left.
const leftKeys = 22
