package viewer

import (
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/scene"
)

// foresee waits until a forecast is shown.
func (u *user) foresee() *lab.Forecast {
	u.t.Helper()
	for range 200 {
		if f := u.app.view.Forecast; f != nil {
			return f
		}
		u.wait(.05)
	}
	u.t.Fatal("there is no forecast")
	return nil
}

// TestSomebodyLooksAhead: a key asks for a forecast; it keeps up with the run, and ends
// where it would be wrong.
func TestSomebodyLooksAhead(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	if err := a.run.Seek(2 * engine.Hour); err != nil {
		t.Fatal(err)
	}
	for a.run.Busy() {
		u.wait(.05)
	}
	before := a.run.Sim().Hash()
	u.press('G', 'G')
	f := u.foresee()
	if f.From != a.run.Now() || f.To-f.From != 4*engine.Hour || a.run.Sim().Hash() != before {
		t.Errorf("it goes from %v to %v, at %v", f.From, f.To, a.run.Now())
	}
	u.press('C')
	u.wait(.1)
	u.save("forecast.png")
	if s, ok := a.outlook.series((*lab.Forecast).Inside, func(x, _ float64) float64 { return x }); !ok || len(s.Low) != lab.ForecastSteps {
		t.Errorf("the chart has %d points", len(s.Low))
	}

	// It keeps up.
	a.Play(true, 3600)
	u.wait(3)
	a.run.Playing = false
	u.wait(2)
	if g := u.foresee(); g.From <= f.From || a.run.Now()-g.From > 2*4*engine.Hour/lab.ForecastSteps {
		t.Errorf("at %v it is of %v", a.run.Now(), g.From)
	}

	// Somebody breaks a machine, goes back, and asks no more.
	f = u.foresee()
	if err := a.run.Change(func(s *plant.Sim) error { return s.BreakPlace("wash.washer", "", s.Now(), 3*engine.Hour) }); err != nil {
		t.Fatal(err)
	}
	u.wait(.02)
	if a.view.Forecast == f {
		t.Error("what was foretold before the change is still shown")
	}
	washer := a.scene.Model.Node("wash.washer").Index
	if g := u.foresee(); g.Risk(washer) != 1 {
		t.Errorf("a broken washer has a risk of %v", g.Risk(washer))
	}
	if err := a.run.Seek(engine.Hour); err != nil {
		t.Fatal(err)
	}
	u.wait(.02)
	if a.view.Forecast != nil {
		t.Error("before its beginning a forecast is shown")
	}
	u.press('G', 'G', 'G')
	u.wait(1)
	if a.view.Forecast != nil || a.outlook.horizon != 0 {
		t.Error("nobody asks and there is a forecast")
	}
	a.view.Heat = scene.HeatRisk
	if g := u.foresee(); g.To-g.From != usualHorizon {
		t.Errorf("the heat of risks looks %v ahead", g.To-g.From)
	}
}
