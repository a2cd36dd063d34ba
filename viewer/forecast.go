package viewer

import (
	"strconv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// outlook is what the viewer knows of the future: a forecast that keeps up with the run.
type outlook struct {
	a       *App
	horizon engine.Time // 0: nobody asks

	run     *session.Session // of which the forecasts are
	changes int              // of it, at their beginning
	shown   *lab.Forecast    // nil: none is finished yet
	next    *lab.Forecast    // nil: none is being worked out
}

// horizons are how far ahead one can look; the first is not at all.
var horizons = [...]engine.Time{0, engine.Hour, 4 * engine.Hour, 8 * engine.Hour, 24 * engine.Hour}

const (
	usualHorizon = 8 * engine.Hour // of the risk that is shown where nobody asks for more
	portion      = 6000            // events worked out for one picture
)

// ahead is how far the viewer looks.
func (o *outlook) ahead() engine.Time {
	if o.horizon == 0 && o.a.view.Heat == scene.HeatRisk {
		return usualHorizon
	}
	return o.horizon
}

// look chooses how far to look.
func (o *outlook) look(ahead engine.Time) {
	o.horizon = ahead
	o.a.bar.refresh()
	o.a.charts.refresh()
}

// nextHorizon looks farther ahead, and after that not at all.
func (a *App) nextHorizon() {
	at := 0
	for k, h := range horizons {
		if h == a.outlook.horizon {
			at = (k + 1) % len(horizons)
		}
	}
	a.outlook.look(horizons[at])
	a.screen.ToastOf("forecast", ui.Plain, a.Lang.T("forecast.title")+": "+a.horizonName(at))
}

// horizonName is a horizon in words.
func (a *App) horizonName(k int) string {
	if horizons[k] == 0 {
		return a.Lang.T("forecast.none")
	}
	return a.Lang.T("forecast.hours", strconv.FormatFloat(horizons[k].Hours(), 'g', -1, 64))
}

// update works on, and shows what is there.
func (o *outlook) update() {
	a, was := o.a, o.a.view.Forecast
	now, ahead := a.run.Now(), o.ahead()
	if ahead == 0 || a.splitShown() != nil {
		o.shown, o.next = nil, nil
	}
	// Of another factory, another past or another future than it was made for it says nothing.
	if o.run != a.run || o.changes != a.run.Changes() || o.stale(o.shown, now, ahead) || o.stale(o.next, now, ahead) {
		o.shown, o.next = nil, nil
		o.run, o.changes = a.run, a.run.Changes()
	}
	if ahead > 0 && a.splitShown() == nil {
		o.work(now, ahead)
	}
	if a.view.Forecast = o.shown; a.view.Forecast != was {
		a.picture.stale = true
		a.charts.refresh()
	}
}

// stale reports whether a forecast does not hold now.
func (o *outlook) stale(f *lab.Forecast, now, ahead engine.Time) bool {
	return f != nil && (now < f.From || now >= f.To || f.To-f.From != ahead)
}

// work works on at the next forecast; one is begun when the run has come a step on.
func (o *outlook) work(now, ahead engine.Time) {
	if o.next == nil && (o.shown == nil || now-o.shown.From >= ahead/lab.ForecastSteps) {
		o.next = lab.NewForecast(o.a.run.Sim(), ahead, lab.Futures, 1)
	}
	if o.next == nil {
		return
	}
	if err := o.next.Work(portion); err != nil {
		o.a.try(err)
		o.horizon, o.next = 0, nil
		o.a.bar.refresh()
		return
	}
	if o.next.Finished() {
		o.shown, o.next = o.next, nil
	}
}

// series is the forecast as a line with a band, each value by what makes it of a number
// and of the hours since the beginning.
func (o *outlook) series(spans func(*lab.Forecast) []lab.Span, value func(x, hours float64) float64) (s ui.Series, ok bool) {
	f := o.shown
	if f == nil {
		return s, false
	}
	s.Name = o.a.Lang.T("forecast.title")
	for _, p := range spans(f) {
		h := (p.At - f.From).Hours()
		s.X, s.Y = append(s.X, p.At.Seconds()), append(s.Y, value(p.Mid, h))
		s.Low, s.High = append(s.Low, value(p.Low, h)), append(s.High, value(p.High, h))
	}
	return s, true
}
