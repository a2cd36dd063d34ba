package clock_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/twin/clock"
)

// fake is a wall clock that goes on only when somebody sleeps or works.
type fake struct {
	now   time.Time
	slept time.Duration
}

func newFake() *fake           { return &fake{now: time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)} }
func (f *fake) Now() time.Time { return f.now }
func (f *fake) Sleep(ctx context.Context, d time.Duration) error {
	f.now = f.now.Add(d)
	f.slept += d
	return ctx.Err()
}

// work is a state whose steps take time on the wall.
type work struct {
	at    engine.Time
	wall  *fake
	costs func(step int) time.Duration
	steps int
	stuck error
}

func (w *work) Now() engine.Time { return w.at }
func (w *work) Endless() error   { return w.stuck }
func (w *work) Run(until engine.Time) {
	w.at = max(w.at, until)
	if w.costs != nil {
		w.wall.now = w.wall.now.Add(w.costs(w.steps))
	}
	w.steps++
}

func TestPacerKeepsTheRate(t *testing.T) {
	for _, rate := range []float64{0.25, 1, 60, 1e6} {
		f := newFake()
		w := &work{wall: f}
		p := clock.Pacer{Rate: rate, Tick: 10 * time.Millisecond, Clock: f}
		start := f.now
		p.Each = func(s clock.Timed) {
			// Rounded to a nanosecond of either clock.
			if off := s.Now.Seconds() - rate*f.now.Sub(start).Seconds(); off > 2e-9*max(rate, 1) || off < -2e-9*max(rate, 1) {
				t.Fatalf("rate %g: %v after %v", rate, s.Now, f.now.Sub(start))
			}
		}
		if err := p.Run(context.Background(), w, engine.Seconds(10*rate)); err != nil {
			t.Fatal(err)
		}
		if got := f.now.Sub(start); got < 10*time.Second-time.Microsecond || got > 10*time.Second+time.Microsecond {
			t.Errorf("rate %g: %v for 10 s", rate, got)
		}
		if tm := p.Timing(); tm.Overruns != 0 || tm.Steps < 1000 || tm.Steps > 1001 {
			t.Errorf("rate %g: %v", rate, tm)
		}
	}
}

// TestOverruns: every tenth step takes 35 ms where a tick has 10.
func TestOverruns(t *testing.T) {
	slow := func(step int) time.Duration {
		if step%10 == 9 {
			return 35 * time.Millisecond
		}
		return 0
	}
	for _, c := range []struct {
		behind clock.Behind
		want   string
		wall   time.Duration
	}{
		// After a late step the next goes 45 ms on: seven times 135 ms, and six steps more.
		{clock.CatchUp, "76 steps, 7 of them late: by 35ms at worst, by 245ms in all", time.Second},
		// 100 steps of 10 ms, of which ten take 35 ms longer.
		{clock.Slip, "100 steps, 10 of them late: by 35ms at worst, by 350ms in all; 350ms behind for good", 1350 * time.Millisecond},
	} {
		f := newFake()
		start := f.now
		p := clock.Pacer{Rate: 1, Tick: 10 * time.Millisecond, Behind: c.behind, Clock: f}
		if err := p.Run(context.Background(), &work{wall: f, costs: slow}, engine.Second); err != nil {
			t.Fatal(err)
		}
		if got := p.Timing().String(); got != c.want {
			t.Errorf("%v: %s, want %s", c.behind, got, c.want)
		}
		if got := f.now.Sub(start); got != c.wall {
			t.Errorf("%v: %v on the wall, want %v", c.behind, got, c.wall)
		}
	}
}

// TestTolerance: what is late by less is no overrun.
func TestTolerance(t *testing.T) {
	f := newFake()
	p := clock.Pacer{Rate: 1, Tick: 10 * time.Millisecond, Tolerate: 6 * time.Millisecond, Clock: f}
	w := &work{wall: f, costs: func(step int) time.Duration { return time.Duration(step%8) * time.Millisecond }}
	if err := p.Run(context.Background(), w, engine.Second); err != nil {
		t.Fatal(err)
	}
	tm := p.Timing()
	if tm.Worst != 7*time.Millisecond || tm.Overruns == 0 || tm.Total != time.Duration(tm.Overruns)*tm.Worst {
		t.Errorf("%v; only the steps of 7 ms are late", tm)
	}
}

func TestRateChanges(t *testing.T) {
	f := newFake()
	w := &work{wall: f}
	p := clock.Pacer{Rate: 1, Tick: 10 * time.Millisecond, Clock: f}
	start := f.now
	p.Each = func(s clock.Timed) {
		switch s.Now {
		case engine.Second:
			p.SetRate(100)
		case 101 * engine.Second:
			p.SetRate(0.5)
		}
	}
	if err := p.Run(context.Background(), w, 102*engine.Second); err != nil {
		t.Fatal(err)
	}
	if got := f.now.Sub(start); got != 4*time.Second {
		t.Errorf("1 s at 1, 100 s at 100, 1 s at 0.5: %v on the wall, want 4s", got)
	}
}

func TestPauseAndEnd(t *testing.T) {
	f := newFake()
	w := &work{wall: f}
	ctx, cancel := context.WithCancel(context.Background())
	p := clock.Pacer{Rate: 1, Tick: 10 * time.Millisecond, Clock: f}
	p.Each = func(s clock.Timed) {
		if s.Now >= engine.Second {
			p.SetRate(-1) // no rate: it pauses
			time.AfterFunc(5*time.Millisecond, cancel)
		}
	}
	if err := p.Run(ctx, w, engine.Never); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was cancelled", err)
	}
	if w.at != engine.Second {
		t.Errorf("paused at 1 s, it stands at %v", w.at)
	}
}

func TestStrangeRates(t *testing.T) {
	for _, rate := range []float64{1e-300, 1e300, 1e18} {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		p := clock.Pacer{Rate: rate, Tick: time.Millisecond}
		w := &work{wall: newFake()}
		err := p.Run(ctx, w, engine.Week)
		if rate < 1 && (!errors.Is(err, context.DeadlineExceeded) || w.at != 0 || w.steps != 0) || rate > 1 && (err != nil || w.at != engine.Week) {
			t.Errorf("rate %g: at %v, %v", rate, w.at, err)
		}
		cancel()
	}
}

func TestEndlessStatesAreReported(t *testing.T) {
	f := newFake()
	w := &work{wall: f, stuck: errors.New("round and round")}
	p := clock.Pacer{Rate: 1, Clock: f}
	if err := p.Run(context.Background(), w, engine.Hour); err == nil || err.Error() != "round and round" {
		t.Errorf("%v", err)
	}
	if _, err := clock.NewLockStep(w).Advance(1); err == nil {
		t.Error("a lock step of it reports nothing")
	}
}

func sim(t testing.TB) *plant.Sim {
	t.Helper()
	m, problems := model.Parse("f.toml", []byte(`format = 1
[factory]
[part.a]
[line]
kind = "line"
flow = "in -> m -> out"
[line.in]
kind = "source"
part = "a"
every = "exponential(2 s)"
[line.m]
kind = "machine"
cycle = "exponential(1 s)"
[line.out]
kind = "sink"
`), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return p.New(1, 0)
}

// TestTimeChangesNothing: a plant that follows the wall, or somebody's ticks, comes to
// the same state as one that runs freely.
func TestTimeChangesNothing(t *testing.T) {
	free := sim(t)
	free.Run(200 * engine.Second)
	paced, locked := sim(t), sim(t)
	p := clock.Pacer{Rate: 1000, Tick: time.Millisecond}
	before := time.Now()
	if err := p.Run(context.Background(), paced, 200*engine.Second); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(before); took < 199*time.Millisecond {
		t.Errorf("200 s at 1000 times the speed took %v", took)
	}
	l := clock.NewLockStep(locked)
	for l.Now() < 200*engine.Second {
		if _, err := l.AdvanceFrom(l.Now(), 700*engine.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if paced.Hash() != free.Hash() {
		t.Error("following the wall made another state")
	}
	free.Run(locked.Now())
	if locked.Hash() != free.Hash() {
		t.Error("somebody's ticks made another state")
	}
}

func TestLockStepRefuses(t *testing.T) {
	l := clock.NewLockStep(&work{wall: newFake(), at: 3 * engine.Second})
	for _, c := range []struct {
		at, dt engine.Time
		want   string
	}{
		{2 * engine.Second, engine.Second, "the step begins at 2s, but the plant is at 3s"},
		{3 * engine.Second, -1, "time goes forwards"},
		{3 * engine.Second, engine.Never, "beyond the end of time"},
	} {
		if at, err := l.AdvanceFrom(c.at, c.dt); err == nil || !strings.Contains(err.Error(), c.want) || at != 3*engine.Second {
			t.Errorf("%v from %v: at %v, %v", c.dt, c.at, at, err)
		}
	}
	if l.Steps() != 0 {
		t.Error("a refused step counts")
	}
}

// TestLockStepFromManySides: ticks of several goroutines add up.
func TestLockStepFromManySides(t *testing.T) {
	l := clock.NewLockStep(&work{wall: newFake()})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				_, _ = l.Advance(engine.Millisecond)
			}
		})
	}
	all.Wait()
	if l.Now() != 800*engine.Millisecond || l.Steps() != 800 {
		t.Errorf("at %v after %d steps", l.Now(), l.Steps())
	}
}

func ExampleLockStep() {
	l := clock.NewLockStep(&work{wall: newFake()})
	for range 3 {
		now, err := l.Advance(10 * engine.Millisecond)
		fmt.Println(now, err)
	}
	// Output:
	// 0.01s <nil>
	// 0.02s <nil>
	// 0.03s <nil>
}

func ExamplePacer() {
	f := newFake()
	// A state whose every step takes 30 ms cannot follow in ticks of 20 ms.
	w := &work{wall: f, costs: func(int) time.Duration { return 30 * time.Millisecond }}
	p := clock.Pacer{Rate: 1, Tick: 20 * time.Millisecond, Clock: f}
	if err := p.Run(context.Background(), w, 200*engine.Millisecond); err != nil {
		fmt.Println(err)
	}
	fmt.Println(p.Timing())
	// Output:
	// 5 steps, 5 of them late: by 30ms at worst, by 150ms in all
}
