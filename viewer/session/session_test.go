package session_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/session"
)

func gearboxText(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "scenarios", "00-gearbox", "factory.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func gearbox(t testing.TB) *plant.Plant {
	t.Helper()
	m, problems := model.Parse("factory.toml", gearboxText(t), plant.Registry(), nil)
	if len(problems.Errors()) > 0 {
		t.Fatal(problems)
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// play lets a session play up to an instant, in pictures of so many milliseconds.
func play(t testing.TB, x *session.Session, until engine.Time, ms int) {
	t.Helper()
	x.Playing = true
	for x.Now() < until {
		left := float64(until-x.Now()) / x.Speed()
		if err := x.Tick(time.Duration(min(left+1, float64(ms)*1e6))); err != nil {
			t.Fatal(err)
		}
	}
	x.Playing = false
}

// TestPlayingIsRunning: at any speed and rate of pictures the state is that of a run.
func TestPlayingIsRunning(t *testing.T) {
	p := gearbox(t)
	for _, c := range []struct {
		speed float64
		ms    int
	}{{60, 16}, {1000, 33}, {3600, 7}, {1e6, 100}} {
		x := session.New(p.New(1, 0))
		x.SetSpeed(c.speed)
		play(t, x, 2*engine.Hour, c.ms)
		s := p.New(1, 0)
		if s.Run(x.Now()); s.Hash() != x.Sim().Hash() {
			t.Errorf("speed %v: played, it comes to another state at %v", c.speed, x.Now())
		}
		if x.Now() < 2*engine.Hour {
			t.Errorf("speed %v: it comes to %v", c.speed, x.Now())
		}
	}
}

// TestSeekingChangesNothing: wherever one goes, what comes and what was noted is the
// same.
func TestSeekingChangesNothing(t *testing.T) {
	p := gearbox(t)
	const end = 8 * engine.Hour
	plain := session.New(p.New(3, 0))
	if err := plain.Seek(end); err != nil {
		t.Fatal(err)
	}
	for plain.Busy() {
		_ = plain.Tick(0)
	}
	if len(plain.Log.Marks) == 0 || len(plain.Log.Samples) < 100 {
		t.Fatalf("%d marks, %d samples: too little is tested", len(plain.Log.Marks), len(plain.Log.Samples))
	}
	rapid.Check(t, func(t *rapid.T) {
		x := session.New(p.New(3, 0))
		for range rapid.IntRange(1, 12).Draw(t, "goes") {
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				if err := x.Step(); err != nil {
					t.Fatal(err)
				}
			default:
				if err := x.Seek(engine.Time(rapid.Int64Range(0, int64(end)).Draw(t, "to"))); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := x.Seek(end); err != nil {
			t.Fatal(err)
		}
		for x.Busy() {
			_ = x.Tick(0)
		}
		if x.Sim().Hash() != plain.Sim().Hash() {
			t.Fatal("another state")
		}
		marks := slices.DeleteFunc(x.Log.Marks, func(m session.Mark) bool { return m.At > end }) // of steps beyond it
		if d := cmp.Diff(plain.Log.Marks, marks); d != "" {
			t.Fatalf("other marks: %s", d)
		}
		for _, bodies := range x.Log.Bodies {
			for k, b := range bodies {
				bodies[k] = slices.DeleteFunc(b, func(c session.Change) bool { return c.At > end })
			}
		}
		if d := cmp.Diff(plain.Log.Bodies, x.Log.Bodies); d != "" {
			t.Fatalf("other states: %s", d)
		}
	})
}

// TestAStepIsOneEvent, and what follows from it at once.
func TestAStepIsOneEvent(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	for range 500 {
		n := x.Sim().Steps()
		if err := x.Step(); err != nil {
			t.Fatal(err)
		}
		if d := x.Sim().Steps() - n; d < 1 || d > 3 {
			t.Fatalf("a step of %d events", d)
		}
	}
}

// TestAChangeCutsTheFuture: what was noted of it is forgotten, and it comes otherwise.
func TestAChangeCutsTheFuture(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	seek := func(to engine.Time) {
		t.Helper()
		if err := x.Seek(to); err != nil {
			t.Fatal(err)
		}
		for x.Busy() {
			_ = x.Tick(0)
		}
	}
	seek(6 * engine.Hour)
	was := x.Sim().Hash()
	seek(engine.Hour)
	if _, to := x.Span(); to != 6*engine.Hour {
		t.Errorf("the future is known up to %v", to)
	}
	if err := x.Change(func(s *plant.Sim) error { return s.BreakPlace("wash.washer", "", s.Now(), 3*engine.Hour) }); err != nil {
		t.Fatal(err)
	}
	if last := x.Log.Samples[len(x.Log.Samples)-1].At; last > engine.Hour {
		t.Errorf("a sample of %v is left", last)
	}
	seek(6 * engine.Hour)
	if x.Sim().Hash() == was {
		t.Error("nothing has changed")
	}
	share, ok := x.Log.Share("wash.washer", 0, plant.Down, engine.Hour, 4*engine.Hour)
	off, _ := x.Log.Share("wash.washer", 0, plant.Off, engine.Hour, 4*engine.Hour)
	if want := 2.75 / 3; !ok || math.Abs(share-want) > 1e-9 || math.Abs(share+off-1) > 1e-9 {
		t.Errorf("down for %v of the three hours in which it is broken, want %v: a quarter of an hour is a break; off for %v", share, want, off)
	}
	if err := x.Change(func(s *plant.Sim) error { return s.StopPlace("no.such", s.Now(), 0) }); err == nil {
		t.Error("no error for a place that is not there")
	}
}

// TestTheLogAgreesWithTheStatistics: the shares of the states, and the rate of parts.
func TestTheLogAgreesWithTheStatistics(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	if err := x.Seek(7 * engine.Hour); err != nil {
		t.Fatal(err)
	}
	for x.Busy() {
		_ = x.Tick(0)
	}
	rep := x.Sim().Report()
	for _, row := range rep.Rows {
		if plant.WorkOf(row.Node.Spec) == nil || row.Slots != 1 {
			continue
		}
		for st := range plant.States {
			share, _ := x.Log.Share(row.Node.Path, 0, st, 0, x.Now())
			if want := float64(row.Times[st]) / float64(row.Elapsed); math.Abs(share-want) > 1e-9 {
				t.Errorf("%s: %v %v of the time, by the statistics %v", row.Node.Path, st, share, want)
			}
		}
	}
	rate, ok := x.Log.Rate(x.Now(), 100*engine.Hour)
	if want := float64(x.Log.Samples[len(x.Log.Samples)-1].Done) / x.Now().Hours(); !ok || math.Abs(rate-want) > 1e-6 || want < 10 {
		t.Errorf("%v parts an hour, want %v", rate, want)
	}
}

// changed is the gearbox with another value of a key.
func changed(t *testing.T, x *session.Session, value any, path ...string) *model.Model {
	t.Helper()
	m, problems := x.Sim().Plant().Model().With([]model.Setting{{Path: path, Value: value}})
	if m == nil {
		t.Fatal(problems)
	}
	return m
}

// TestAnEditIsPartOfTheRun: one can go back to before it and on again, and the past is
// the same as without it.
func TestAnEditIsPartOfTheRun(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	go1 := func(to engine.Time) engine.Fingerprint {
		t.Helper()
		if err := x.Seek(to); err != nil {
			t.Fatal(err)
		}
		for x.Busy() {
			_ = x.Tick(0)
		}
		return x.Sim().Hash()
	}
	if err := x.Change(func(s *plant.Sim) error { return s.StopPlace("machining.line-1.drill", engine.Hour, engine.Hour) }); err != nil {
		t.Fatal(err)
	}
	one := go1(engine.Hour)
	go1(3 * engine.Hour)
	for k, m := range []*model.Model{changed(t, x, int64(2), "wash", "washer", "parallel"), changed(t, x, "30 s", "wash", "washer", "cycle")} {
		if err := x.Edit(m); err != nil {
			t.Fatal(err)
		}
		if got := x.Sim().Plant().Model(); got != m {
			t.Fatal("it is not the new model")
		}
		then := go1(engine.Time(5+k) * engine.Hour)
		go1(2 * engine.Hour)
		if again := go1(engine.Time(5+k) * engine.Hour); again != then {
			t.Error("gone back and on, it comes to another state")
		}
		if again := go1(engine.Hour); again != one {
			t.Error("an edit changes the past")
		}
		go1(engine.Time(5+k) * engine.Hour)
	}
	if marks := x.Log.Marks; len(marks) == 0 || !slices.ContainsFunc(marks, func(m session.Mark) bool { return m.Kind == plant.PlanChanged }) {
		t.Error("no mark tells of the edit")
	}
}

// TestWhatIfDiffersInTheChangeAlone: without one there is no difference; with twice the
// washers there is.
func TestWhatIfDiffersInTheChangeAlone(t *testing.T) {
	for _, c := range []struct {
		path  string
		value any
		more  bool
	}{{"castings", "", false}, {"washer", int64(2), true}} {
		x := session.New(gearbox(t).New(1, 0))
		if err := x.Seek(2 * engine.Hour); err != nil {
			t.Fatal(err)
		}
		m := x.Sim().Plant().Model()
		if c.more {
			m = changed(t, x, c.value, "wash", c.path, "parallel")
		}
		cmp, err := x.WhatIf(m, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*session.Session{cmp.Base, cmp.Variant} {
			if err := s.Seek(9 * engine.Hour); err != nil {
				t.Fatal(err)
			}
			for s.Busy() {
				_ = s.Tick(0)
			}
		}
		done, _, ok := cmp.Difference(9 * engine.Hour)
		if !ok || (done > 20) != c.more || !c.more && done != 0 {
			t.Errorf("%v: %d parts more, known %v", c.path, done, ok)
		}
		if _, _, ok := cmp.Difference(20 * engine.Hour); ok {
			t.Error("it tells of what has not come")
		}
	}
}

// TestStatesStayWithTheirMachine: an edit that gives machine bodies other numbers does
// not mix up what is noted of them, in either direction of time.
func TestStatesStayWithTheirMachine(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	seek := func(to engine.Time) {
		t.Helper()
		if err := x.Seek(to); err != nil {
			t.Fatal(err)
		}
		for x.Busy() {
			_ = x.Tick(0)
		}
	}
	seek(2 * engine.Hour)
	if err := x.Edit(changed(t, x, int64(3), "machining", "line-1", "mill", "parallel")); err != nil {
		t.Fatal(err)
	}
	seek(5 * engine.Hour)
	seek(engine.Hour)
	seek(5 * engine.Hour)
	rep := x.Sim().Report()
	for _, row := range rep.Rows {
		if plant.WorkOf(row.Node.Spec) == nil || row.Slots != 1 {
			continue
		}
		for st := range plant.States {
			share, _ := x.Log.Share(row.Node.Path, 0, st, 0, x.Now())
			if want := float64(row.Times[st]) / float64(row.Elapsed); math.Abs(share-want) > 1e-9 {
				t.Errorf("%s: %v %v of the time, by the statistics %v", row.Node.Path, st, share, want)
			}
		}
	}
	if n := len(x.Log.Bodies["machining.line-1.mill"]); n != 3 {
		t.Errorf("states of %d mills are known", n)
	}
}
