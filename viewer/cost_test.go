package viewer

import (
	"fmt"
	"image"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/ui"
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
	u.in.Size = ui.Size{W: 640, H: 400}
	u.img, u.sheet = image.NewRGBA(image.Rect(0, 0, 640, 400)), ui.NewSheet(640, 400)
	a := u.app
	a.Play(true, 600)
	u.wait(3)
	a.choose(u.place("wash.washer").Index + 1)
	a.charts.toggle()
	for _, speed := range []float64{1, 60} {
		a.Play(true, speed)
		for range 60 {
			u.tick()
		}
		steps := a.run.Sim().Steps()
		each, all := u.allots(90)
		slices.Sort(each)
		t.Logf("x%g, %d events in 90 frames: a frame allots %d times (median), %.1f (mean), %d (worst)", speed, a.run.Sim().Steps()-steps, each[45], float64(all)/90, each[89])
		// At x60 the clock shows another second in each frame: a text.
		if each[45] > uint64(speed/60) {
			t.Errorf("x%g: a frame allots %d times", speed, each[45])
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

// BenchmarkFrame is a whole frame at 1280 by 720, panels included: a run that stands and
// one that plays, of plants of some sizes. Software paints here what a card would.
func BenchmarkFrame(b *testing.B) {
	for _, machines := range []int{10, 1000} {
		u := newUser(b, words.EN)
		u.in.Size = ui.Size{W: 1280, H: 720}
		u.img, u.sheet = image.NewRGBA(image.Rect(0, 0, 1280, 720)), ui.NewSheet(1280, 720)
		u.plantOf(machines)
		for _, playing := range []bool{false, true} {
			name := map[bool]string{false: "standing", true: "playing at x60"}[playing]
			b.Run(fmt.Sprintf("%d machines %s", machines, name), func(b *testing.B) {
				u.app.Play(playing, 60)
				k := &keeper{pens: map[int]*ui.Raster{}, sheets: map[int]*image.RGBA{}}
				tick := func() {
					u.in.Time += 1. / 60
					u.app.Update(u.in, time.Second/60)
					u.app.Draw(u.img, 1, 1./60)
					u.app.Panels(k)
				}
				for range 60 {
					tick()
				}
				b.ReportAllocs()
				began := cpu()
				for b.Loop() {
					tick()
				}
				b.ReportMetric(float64((cpu()-began).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
			})
		}
	}
}
