package viewer

import (
	"image"
	"math"
	"strconv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// compared is a what-if: the factory as it is at the left, as it would be at the right,
// seen by the same camera, and what the change is worth below.
type compared struct {
	*session.Compare
	model *model.Model
	sets  []model.Setting // what the model has besides the one that runs
	split
	layer   *ui.Layer
	chart   *ui.Chart
	verdict *ui.Label
	x, y    []float64
	nextAt  engine.Time
}

// compare begins a what-if with another model: the one that runs, with some settings.
func (a *App) compare(m *model.Model, sets []model.Setting) {
	c, err := a.run.WhatIf(m, uint64(a.run.Now())+1)
	if err != nil {
		a.try(err)
		return
	}
	a.drop()
	a.endMoments()
	if a.desk.on {
		a.desk.toggle()
	}
	w := &compared{Compare: c, model: m, sets: sets}
	w.split = newSplit(c.Base.Sim(), c.Variant.Sim())
	w.show(a)
	c.Base.Playing, c.Variant.Playing = true, true
	a.run.Playing = false
	a.compared, a.picture.stale = w, true
}

// show makes the panel.
func (w *compared) show(a *App) {
	w.chart, w.verdict = ui.NewChart(a.Lang.T("compare.more")), ui.Text("")
	w.chart.Times, w.chart.Format, w.chart.Height = true, a.foot.format, 120
	w.nextAt = 0
	p := ui.NewPanel(a.Lang.T("compare.title"), ui.Column(w.verdict, w.chart,
		ui.Row(ui.Spring(), ui.NewButton(a.Lang.T("compare.drop"), a.drop), ui.NewButton(a.Lang.T("compare.keep"), a.keep))))
	w.layer = a.screen.Add(p, ui.At(.5, 1).Sized(520, 0))
}

// drop ends a what-if, and keep makes its change.
func (a *App) drop() {
	if a.compared != nil {
		a.screen.Remove(a.compared.layer)
		a.compared, a.picture.stale = nil, true
	}
}

func (a *App) keep() {
	m, sets := a.compared.model, a.compared.sets
	a.drop()
	err := a.run.Edit(m)
	if err == nil {
		a.desk.tried(sets)
	}
	a.try(err)
}

// tick lets both sides run to the same instant.
func (w *compared) tick(a *App, seconds float64) {
	for _, s := range []*session.Session{w.Base, w.Variant} {
		s.SetSpeed(a.run.Speed())
	}
	goal := min(w.Base.Now(), w.Variant.Now()).Add(engine.Seconds(seconds * a.run.Speed()))
	if !w.Base.Playing {
		goal = min(w.Base.Now(), w.Variant.Now())
	}
	for _, s := range []*session.Session{w.Base, w.Variant} {
		if s.Now() < goal {
			a.try(s.Seek(goal))
		}
	}
	now := min(w.Base.Now(), w.Variant.Now())
	if now < w.nextAt {
		return
	}
	w.nextAt = now.Add(engine.Minute)
	done, more, ok := w.Difference(now)
	if !ok {
		return
	}
	w.x, w.y = append(w.x, now.Seconds()), append(w.y, float64(done))
	if len(w.x) > 4000 {
		w.x, w.y = every2(w.x), every2(w.y)
	}
	w.chart.Set(ui.Series{Name: a.Lang.T("compare.more"), X: w.x, Y: w.y})
	hours := (now - w.Since).Hours()
	rate := math.NaN()
	if hours > 0 {
		rate = float64(done) / hours
	}
	w.verdict.Set(a.Lang.T("compare.verdict", signed(done), short(hours), signedFloat(rate), signed(more)))
}

func every2(v []float64) []float64 {
	out := make([]float64, 0, len(v)/2+1)
	for k := 0; k < len(v); k += 2 {
		out = append(out, v[k])
	}
	return out
}

func signed(n int64) string {
	if n > 0 {
		return "+" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

func signedFloat(v float64) string {
	if v > 0 {
		return "+" + short(v)
	}
	return short(v)
}

// draw paints both sides.
func (w *compared) draw(a *App, dst *image.RGBA, quality render.Quality) {
	w.paint(a, dst, quality, [2]*plant.Sim{w.Base.Sim(), w.Variant.Sim()}, [2]*session.Log{w.Base.Log, w.Variant.Log}, [2]string{a.Lang.T("compare.base"), a.Lang.T("compare.variant")})
}
