package viewer

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
)

// tick lets a sixtieth of a second pass, and draws as a window does.
func (u *user) tick() {
	const tick = time.Second / 60
	u.in.Time += tick.Seconds()
	u.app.Update(u.in, tick)
	u.app.Draw(u.img, 1, tick.Seconds())
	u.app.Panels(u.sheet)
}

// allots counts what each of some frames allots, in times.
func (u *user) allots(frames int) (each []uint64, all uint64) {
	each = make([]uint64, 0, frames)
	var was, is runtime.MemStats
	runtime.GC()
	for range frames {
		runtime.ReadMemStats(&was)
		u.tick()
		runtime.ReadMemStats(&is)
		each = append(each, is.Mallocs-was.Mallocs)
		all += is.Mallocs - was.Mallocs
	}
	return each, all
}

// TestMostFramesAllotNothing: of a run that plays, moving parts and events included. Only
// the figures of the panels, which are others four times a second, are new texts.
func TestMostFramesAllotNothing(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	a.Play(true, 600)
	u.wait(3)
	a.choose(u.place("wash.washer").Index + 1)
	a.charts.toggle()
	for _, speed := range []float64{1, 60} {
		a.Play(true, speed)
		for range 120 {
			u.tick()
		}
		steps := a.run.Sim().Steps()
		each, all := u.allots(240)
		t.Logf("x%g: %v", speed, each)
		slices.Sort(each)
		t.Logf("x%g, %d events in 240 frames: a frame allots %d times (median), %.1f (mean), %d (worst)", speed, a.run.Sim().Steps()-steps, each[120], float64(all)/240, each[239])
		if each[120] != 0 {
			t.Errorf("x%g: a frame allots %d times", speed, each[120])
		}
	}
}

// plantOf opens a made-up plant of some machines.
func (u *user) plantOf(machines int) {
	u.t.Helper()
	text, err := sample.Factory(machines, 1)
	if err != nil {
		u.t.Fatal(err)
	}
	m, problems := model.Parse("plant.toml", text, plant.Registry(), nil)
	if len(problems.Errors()) > 0 {
		u.t.Fatal(problems)
	}
	p, err := plant.Compile(m)
	if err != nil {
		u.t.Fatal(err)
	}
	u.app.Show(&Factory{Name: "plant", Sim: p.New(1, 0)})
	if err := u.app.run.Seek(engine.Hour); err != nil {
		u.t.Fatal(err)
	}
	for u.app.run.Busy() {
		u.wait(.05)
	}
}
