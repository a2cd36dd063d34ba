package viewer

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/ui"
)

// foot is the edge at the bottom: the clock and the timeline.
type foot struct {
	a     *App
	layer *ui.Layer
	play  *ui.Button
	speed *ui.Dropdown
	clock *ui.Label
	line  *ui.Timeline
	pins  []ui.TimePin
	marks int         // of the session, how many the timeline shows
	until engine.Time // of the last of them
	end   engine.Time // of the timeline
	shown instant     // what the clock shows
	ticks map[tick]string
}

func newFoot(a *App) *foot {
	f := &foot{a: a, clock: ui.Text(""), ticks: map[tick]string{}}
	if a.foot != nil { // the same in another language
		f.pins = a.foot.pins
	}
	f.play = ui.IconButton(ui.IconPlay, a.Lang.T("key.play"), a.playOrPause)
	var titles []string
	for _, v := range speeds {
		titles = append(titles, "×"+strconv.FormatFloat(v, 'g', -1, 64))
	}
	f.speed = ui.NewDropdown(func(at int) { a.run.SetSpeed(speeds[at]) }, 3, titles...)
	f.speed.Hint = a.Lang.T("view.speed")
	f.line = ui.NewTimeline(0, 8*3600, func(t float64) { a.try(a.run.Seek(engine.Seconds(t))) })
	f.line.Format = f.format
	f.line.Menu = func(t float64, at ui.Point) {
		a.screen.ContextMenu(at, ui.Choice{Title: a.Lang.T("key.pin"), Icon: ui.IconPin, Do: a.pin},
			ui.Choice{Title: a.Lang.T("record.title") + " …", Key: "Shift+S", Do: a.record},
			ui.Choice{Title: a.Lang.T("key.moments"), Icon: ui.IconCompare, Disabled: len(f.pins) == 0, Do: a.compareMoments},
			ui.Choice{Title: a.Lang.T("view.unpin"), Disabled: len(f.pins) == 0, Do: func() {
				f.pins = nil
				f.line.SetPins(nil)
			}})
	}
	row := ui.Row(ui.IconButton(ui.IconToStart, a.Lang.T("view.start"), func() { a.try(a.run.Seek(0)) }), f.play,
		ui.IconButton(ui.IconStep, a.Lang.T("key.step"), a.step), f.speed, f.clock, f.line,
		ui.IconButton(ui.IconPin, a.Lang.T("key.pin"), a.pin), ui.IconButton(ui.IconCompare, a.Lang.T("key.moments"), a.compareMoments))
	p := ui.NewPanel("", row)
	p.Bar = true
	f.layer = a.screen.Add(p, ui.Place{Edge: ui.Bottom})
	return f
}

// tick is a time of an axis, and how far it is to the next, s.
type tick struct{ t, step float64 }

// mostTicks is how many texts of times are kept: the same come again in every picture.
const mostTicks = 4096

// format is a time of the timeline by the factory's clock.
func (f *foot) format(t, step float64) string {
	if f.a.run == nil {
		return ""
	}
	text, ok := f.ticks[tick{t, step}]
	if !ok {
		if len(f.ticks) >= mostTicks {
			clear(f.ticks)
		}
		text = f.written(t, step)
		f.ticks[tick{t, step}] = text
	}
	return text
}

func (f *foot) written(t, step float64) string {
	at := f.a.run.Sim().Plant().Model().Clock.Add(time.Duration(t * 1e9))
	switch {
	case step < 60:
		return at.Format("15:04:05")
	case step < 86400 && (at.Hour() != 0 || at.Minute() != 0):
		return at.Format("15:04")
	}
	return at.Format("01-02")
}

func (f *foot) refresh() {
	if f.a.run == nil {
		return
	}
	f.marks, f.end, f.shown = -1, 0, instant{}
	clear(f.ticks)
	_, known := f.a.run.Span()
	f.pins = slices.DeleteFunc(f.pins, func(p ui.TimePin) bool { return engine.Seconds(p.At) > known })
	f.line.SetPins(f.pins)
	f.update()
}

func (f *foot) update() {
	x := f.a.run
	_, known := x.Span()
	now, playing := x.Now(), x.Playing
	if c := f.a.compared; c != nil { // what is shown is ahead of the run
		now, playing = c.Base.Now(), c.Base.Playing
		known = max(known, now)
	}
	if end := horizon(known); end != f.end {
		f.end = end
		f.line.SetRange(0, end.Seconds())
		f.line.SetShifts(f.shifts(end))
	}
	f.line.SetKnown(known.Seconds())
	f.line.SetNow(now.Seconds())
	f.showMarks()
	icon := ui.IconPlay
	if playing {
		icon = ui.IconPause
	}
	f.play.Set("", icon)
	for k, v := range speeds {
		if math.Abs(v-x.Speed()) < v*.01 {
			f.speed.Choose(k)
		}
	}
	if of := (instant{plant: x.Sim().Plant(), now: now - now%engine.Second}); of != f.shown {
		f.shown = of
		f.clock.Set(of.plant.Model().Clock.Add(time.Duration(of.now)).Format("2006-01-02 15:04:05"))
	}
}

// horizon is how far the timeline reaches: some more than is known, in steps, but not
// beyond what times can tell.
func horizon(known engine.Time) engine.Time {
	end := 8 * engine.Hour
	for end-end/9 < known && end <= engine.Never/2 {
		end *= 2
	}
	return end
}

// mostMarks is how many marks the timeline shows at most, the latest.
const mostMarks = 4000

// showMarks shows what the session noted, when there is more or less of it.
func (f *foot) showMarks() {
	all := f.a.run.Log.Marks
	last := engine.Time(-1)
	if n := len(all); n > 0 {
		last = all[n-1].At
	}
	if len(all) == f.marks && last == f.until {
		return
	}
	f.marks, f.until = len(all), last
	nodes := f.a.scene.Model.Nodes
	var marks []ui.Mark
	for _, m := range all[max(0, len(all)-mostMarks):] {
		title := ""
		if int(m.Place) < len(nodes) {
			title = nodes[m.Place].Title
		}
		st := ui.NoState
		switch m.Kind {
		case plant.Failed:
			st = ui.Down
		case plant.Repaired:
			continue
		case plant.PlanChanged:
			st, title = ui.Setup, f.a.Lang.T("view.edited")
		}
		marks = append(marks, ui.Mark{At: m.At.Seconds(), State: st, Title: title})
	}
	f.line.SetMarks(marks)
}

// shifts are the working times of the calendar that most places have.
func (f *foot) shifts(end engine.Time) []ui.Span {
	m := f.a.scene.Model
	count := map[string]int{}
	best := -1
	for i, n := range m.Nodes {
		if n.Calendar != nil && !n.Calendar.Always() && !n.Kind.Level {
			count[n.Calendar.Name]++
			if best < 0 || count[n.Calendar.Name] > count[m.Nodes[best].Calendar.Name] {
				best = i
			}
		}
	}
	if best < 0 {
		return nil
	}
	c := m.Nodes[best].Calendar
	var out []ui.Span
	for t := engine.Time(0); t < end && len(out) < 2000; {
		at, _ := c.Next(int64(t))
		next := engine.Time(at)
		if next <= t {
			break
		}
		if c.On(int64(t)) {
			out = append(out, ui.Span{From: t.Seconds(), To: next.Seconds(), Title: c.Title})
		}
		t = next
	}
	return out
}

// pin marks the instant that is shown.
func (a *App) pin() {
	f := a.foot
	name := string(rune('A' + len(f.pins)%26))
	f.pins = append(f.pins, ui.TimePin{At: a.run.Now().Seconds(), Name: name})
	f.line.SetPins(append([]ui.TimePin(nil), f.pins...))
	a.screen.ToastOf("pin", ui.Plain, a.Lang.T("view.pinned", name))
}
