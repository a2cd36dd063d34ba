package viewer

import (
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// ran has the factory run to an instant.
func (u *user) ran(to engine.Time) {
	u.t.Helper()
	u.goTo(to)
	u.wait(1.2) // panels are brought up to date
}

// TestSomebodyMeetsAnAlarm: she breaks a machine, sees that it is told, flies there,
// acknowledges it, has it repaired, and goes back in time to when it was broken.
func TestSomebodyMeetsAnAlarm(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.ran(engine.Hour)
	before := a.alarms.count
	at := a.run.Now()
	a.try(a.run.Change(func(s *plant.Sim) error { return s.BreakPlace("wash.washer", "", at, 20*engine.Minute) }))
	u.ran(at + 2*engine.Minute)
	if a.alarms.count <= before || a.bar.alarms.Mark != ui.Down {
		t.Errorf("%d alarms, %d before; the bar's mark is %d", a.alarms.count, before, a.bar.alarms.Mark)
	}
	u.press('N')
	u.wait(.6)
	x := a.alarms.list[0]
	if x.Path != "wash.washer" || x.Cause != session.Broken || x.Since != at {
		t.Fatalf("the first alarm is %+v", x)
	}
	r := a.alarms.table.Bounds
	u.click(r.X+40, r.Y+40)
	u.wait(1.5)
	if a.view.Chosen != x.Place+1 {
		t.Errorf("a click on the alarm chooses %d", a.view.Chosen)
	}
	u.save("alarms.png")
	count := a.alarms.count
	u.press(ui.KeySpace)
	if a.alarms.count != count-1 || !a.alarms.known[x.ID] || a.run.Playing {
		t.Errorf("Space leaves %d of %d alarms", a.alarms.count, count)
	}
	u.ran(at + 30*engine.Minute)
	for _, y := range a.alarms.list {
		if y.ID == x.ID {
			t.Error("acknowledged and over, it is still told")
		}
	}
	u.ran(at + 10*engine.Minute)
	if y := alarmOf(a.alarms.list, x.ID); y == nil || !y.Active() {
		t.Errorf("gone back it is %+v", y)
	}
	// Nobody has acknowledged it in a run of its own: then its end is told.
	a.alarms.forget()
	u.ran(at + 30*engine.Minute)
	if y := alarmOf(a.alarms.list, x.ID); y == nil || y.Active() || y.Until != at+20*engine.Minute {
		t.Errorf("over and not acknowledged it is %+v", y)
	}
}

func alarmOf(list []session.Alarm, id session.ID) *session.Alarm {
	for i := range list {
		if list[i].ID == id {
			return &list[i]
		}
	}
	return nil
}

// TestWhatHoldsThePlant: the bottleneck is named as the engine finds it, a click flies
// there, and while nothing changes it is not looked for.
func TestWhatHoldsThePlant(t *testing.T) {
	for _, l := range []words.Lang{words.EN, words.ZH} {
		u := newUser(t, l)
		a := u.app
		if a.neck.layer.Shown() {
			t.Error("a run that has not begun has a bottleneck")
		}
		u.ran(8 * engine.Hour)
		b := bottleneckOf(a.run)()
		if b.Node == nil || a.neck.to == 0 || !a.neck.layer.Shown() || a.neck.link.String() != l.Bottleneck(told(&b))[0] {
			t.Fatalf("%+v; told %q", b, a.neck.link.String())
		}
		a.choose(0)
		u.wait(.1)
		r := a.neck.link.Bounds
		u.save("neck-" + l.String() + ".png")
		u.click(r.X+30, r.Y+8)
		if a.view.Chosen != a.neck.to {
			t.Errorf("a click on it chooses %d, not %d", a.view.Chosen, a.neck.to)
		}
		u.wait(2)
		u.save("neck-facts-" + l.String() + ".png")
		a.neck.of.plant = nil // as if another one had been shown
		a.neck.next = u.in.Time + 100
		u.wait(.2)
		if a.neck.of.plant != nil {
			t.Error("it is found anew more often than once a second")
		}
		a.neck.refresh()
		u.wait(.1)
		next := a.neck.next
		u.wait(3)
		if a.neck.next != next {
			t.Error("nothing has changed, and it is found anew")
		}
		u.press('B')
		u.wait(.1)
		if a.neck.layer.Shown() {
			t.Error("B does not hide it")
		}
	}
}

// TestTheRunGoesOnWhileSomebodyLooks for its bottleneck, aside, once at a time; what is
// found of a factory that is no longer shown is not told.
func TestTheRunGoesOnWhileSomebodyLooks(t *testing.T) {
	u := newUser(t, words.EN)
	a := u.app
	u.blind = true
	u.ran(8 * engine.Hour)
	var looks []func()
	a.aside = func(do func()) { looks = append(looks, do) }
	a.neck.link.Set("?")
	a.Play(true, 600)
	began := a.run.Now()
	u.wait(3)
	if len(looks) != 1 || a.run.Now() <= began || a.neck.link.String() != "?" {
		t.Fatalf("%d look, from %v to %v; told %q", len(looks), began, a.run.Now(), a.neck.link.String())
	}
	go looks[0]()
	for range 10_000 {
		if u.wait(.05); a.neck.link.String() != "?" {
			break
		}
	}
	if a.neck.link.String() == "?" {
		t.Fatal("what was found is not told")
	}
	for len(looks) < 2 {
		u.wait(.05)
	}
	f, err := open("15-lean")
	if err != nil {
		t.Fatal(err)
	}
	a.Show(f)
	a.neck.link.Set("?")
	looks[1]()
	u.wait(.1)
	if a.neck.link.String() != "?" || len(looks) != 3 {
		t.Errorf("of the new factory is told %q; %d looked", a.neck.link.String(), len(looks))
	}
}

// BenchmarkPresent is what it takes to find what holds the plant of 200 machines after
// 8 h, and to look for alarms there.
func BenchmarkPresent(b *testing.B) {
	text, err := sample.Factory(200, 1)
	if err != nil {
		b.Fatal(err)
	}
	m, problems := model.Parse("plant.toml", text, plant.Registry(), nil)
	if len(problems.Errors()) > 0 {
		b.Fatal(problems)
	}
	p, err := plant.Compile(m)
	if err != nil {
		b.Fatal(err)
	}
	x := session.New(p.New(1, 0))
	if err := x.Seek(8 * engine.Hour); err != nil {
		b.Fatal(err)
	}
	for x.Busy() {
		if err := x.Tick(0); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("bottleneck", func(b *testing.B) {
		for b.Loop() {
			if n := bottleneckOf(x)(); n.Node == nil {
				b.Fatal("nothing holds it")
			}
		}
	})
	b.Run("alarms", func(b *testing.B) {
		var list []session.Alarm
		for b.Loop() {
			list = x.Alarms(list[:0], 5*engine.Minute)
		}
	})
}
