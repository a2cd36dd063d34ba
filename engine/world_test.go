package engine

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shop is a little model that uses all of the kernel: stations with a timer for
// their work and one for their failure, parts that come and go, statistics,
// decisions at the present instant and inputs. What happens depends on the state
// alone, through scramble.
type shop struct {
	World
	stations Slab[station]
	parts    Slab[part]
	counts   Slab[count]
}

type station struct {
	Part    Ref[part]
	Made    uint64
	Work    uint32
	Failure uint32
	Down    bool
	Spare   [7]uint8
}

type part struct {
	Born  Time
	Value float64
}

type count struct {
	N   [3]uint64
	Sum float64
}

const (
	kindWork uint16 = iota + 1
	kindFail
	kindRepair
	kindChoose
	kindSample
)

var shopTable = []Handler[shop]{
	KindInput:  (*shop).input,
	kindWork:   (*shop).work,
	kindFail:   (*shop).fail,
	kindRepair: (*shop).repair,
	kindChoose: (*shop).choose,
	kindSample: (*shop).sample,
}

// scramble is a counter-based random number (the finaliser of splitmix64).
func scramble(n uint64) uint64 {
	n *= 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

func newShop(n int, seed uint64) *shop {
	s := emptyShop()
	s.counts.Alloc()
	for range n {
		r, st := s.stations.Alloc()
		st.Work = s.NewTimer(kindWork, r.Index, 0)
		st.Failure = s.NewTimer(kindFail, r.Index, 0)
		st.Made = seed % 1000
		s.Load(st.Failure, s.draw(r.Index, 900), Draw{})
		s.Soon(PhaseDecide, kindChoose, r.Index, 0)
	}
	s.At(7, PhaseReport, kindSample, 0, 0)
	return s
}

// emptyShop is a state for CopyFrom.
func emptyShop() *shop {
	s := new(shop)
	s.Init()
	s.Attach("stations", Live, &s.stations)
	s.Attach("parts", Live, &s.parts)
	s.Attach("counts", Stats, &s.counts)
	return s
}

func (s *shop) fork() *shop {
	c := emptyShop()
	c.CopyFrom(&s.World)
	return c
}

func (s *shop) run(until Time) { Run(s, &s.World, shopTable, until) }

func (s *shop) draw(i uint32, mean Time) Time {
	return Time(scramble(s.stations.At(i).Made<<20^uint64(s.Now())<<4^uint64(i))%uint64(2*mean)) / 3 * 3
}

func (s *shop) work(e Event) {
	st := s.stations.At(e.Target)
	s.counts.At(0).N[0]++
	s.counts.At(0).Sum += (s.Now() - s.parts.Get(st.Part).Born).Seconds()
	s.Pause(st.Failure)
	if scramble(st.Made)%3 > 0 {
		s.parts.Free(st.Part)
		st.Part = Ref[part]{}
	}
	s.Soon(PhaseDecide, kindChoose, e.Target, 1)
}

func (s *shop) choose(e Event) {
	st := s.stations.At(e.Target)
	if st.Down || s.Timers.At(st.Work).Set {
		return
	}
	if s.parts.Get(st.Part) == nil {
		r, p := s.parts.Alloc()
		p.Born, p.Value = s.Now(), float64(s.parts.Live())
		st.Part = r
	}
	st.Made++
	total := s.draw(e.Target, 60)
	s.Start(st.Work, total, Draw{Law: 2, Key: 9, Index: st.Made})
	s.Resume(st.Failure, s.Now().Add(s.Timers.At(st.Work).Left(s.Now())))
}

func (s *shop) fail(e Event) {
	st := s.stations.At(e.Target)
	st.Down = true
	s.counts.At(0).N[1]++
	s.Pause(st.Work)
	s.At(s.Now()+3+s.draw(e.Target, 80), PhaseCompletion, kindRepair, e.Target, 0)
}

func (s *shop) repair(e Event) {
	st := s.stations.At(e.Target)
	st.Down = false
	s.Load(st.Failure, 3+s.draw(e.Target, 900), Draw{Law: 1})
	s.Resume(st.Work, Never)
	s.Resume(st.Failure, Never)
	s.Soon(PhaseDecide, kindChoose, e.Target, 2)
}

func (s *shop) sample(Event) {
	s.counts.At(0).N[2] += uint64(s.parts.Live())
	s.At(s.Now()+21, PhaseReport, kindSample, 0, 0)
}

func (s *shop) input(e Event) {
	in := s.Input(e.Target)
	i := uint32(in.Target % uint64(s.stations.Len()))
	st := s.stations.At(i)
	switch in.Code {
	case 0:
		s.SetRate(st.Work, in.Value)
	case 1:
		st.Made += in.Key
		s.Soon(PhaseTransfer, kindChoose, i, 3)
	case 2:
		s.Pause(st.Work)
		s.At(s.Now()+in.Span, PhaseInput, kindRepair, i, 0)
	}
}

// drawShop is a shop of random size and seed that has run for a random time.
func drawShop(t *rapid.T) *shop {
	s := newShop(rapid.IntRange(1, 6).Draw(t, "stations"), rapid.Uint64Range(0, 999).Draw(t, "seed"))
	s.run(Time(rapid.Int64Range(0, 500).Draw(t, "age")))
	return s
}

// runSteps runs s for n events: it may end in the middle of an instant.
func (s *shop) runSteps(n int) {
	end := s.Steps() + uint64(n)
	RunWhile(s, &s.World, shopTable, Never, func(s *shop) bool { return s.Steps() < end })
}

func drawTime(t *rapid.T, label string, upTo int64) Time {
	return Time(rapid.Int64Range(0, upTo).Draw(t, label))
}

func mustEqual(t *rapid.T, what string, a, b *shop) {
	t.Helper()
	if a.Hash() != b.Hash() || a.Now() != b.Now() || a.Steps() != b.Steps() {
		t.Fatalf("%s: %v at %d after %d steps, want %v at %d after %d",
			what, b.Hash(), b.Now(), b.Steps(), a.Hash(), a.Now(), a.Steps())
	}
}

// TestForkRunsTheSame copies a state in the middle of an instant into a used
// arena, twice, and runs original and copies on.
func TestForkRunsTheSame(t *testing.T) {
	arena := newShop(3, 77) // warm, and full of something else
	arena.run(333)
	changed := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawShop(t)
		s.runSteps(rapid.IntRange(0, 40).Draw(t, "steps"))
		before := s.Hash()
		for range 2 {
			arena.CopyFrom(&s.World)
			mustEqual(t, "copy", s, arena)
			if arena.Bytes() != s.Bytes() {
				t.Fatalf("the copy has %d bytes, the original %d", arena.Bytes(), s.Bytes())
			}
			arena.run(arena.Now() + drawTime(t, "fork", 300))
			if s.Hash() != before {
				t.Fatal("running a fork changed the original")
			}
		}
		c, until := s.fork(), s.Now()+drawTime(t, "until", 1000)
		s.run(until)
		c.run(until)
		mustEqual(t, "run after fork", s, c)
		if arena.CopyFrom(&c.World); s.Hash() != before {
			changed++
		}
	})
	if changed < 10 {
		t.Errorf("only %d runs did anything", changed)
	}
}

// TestCutsDoNotMatter runs in one go and in many pieces, by time and by events.
func TestCutsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawShop(t)
		c, until := s.fork(), s.Now()+1000
		for c.Now() < until {
			if rapid.Bool().Draw(t, "by events") {
				end := c.Steps() + 5
				RunWhile(c, &c.World, shopTable, until, func(c *shop) bool { return c.Steps() < end })
			} else {
				c.run(min(c.Now()+drawTime(t, "piece", 200), until))
			}
		}
		c.run(until)
		s.run(until)
		mustEqual(t, "in pieces", s, c)
	})
}

// TestObserverChangesNothing compares an observed run to one that is not, and
// what was observed to the steps.
func TestObserverChangesNothing(t *testing.T) {
	s := newShop(4, 5)
	c := s.fork()
	var seen []Event
	c.Observe(func(e Event) {
		if e.Kind&timerBit != 0 || c.Now() != e.At {
			t.Fatalf("at %d the observer sees %+v", c.Now(), e)
		}
		seen = append(seen, e)
	})
	s.run(2000)
	c.run(2000)
	if s.Hash() != c.Hash() || uint64(len(seen)) != c.Steps() || len(seen) < 100 {
		t.Fatalf("observed %d of %d events; hashes %v, %v", len(seen), c.Steps(), s.Hash(), c.Hash())
	}
	if !slices.IsSortedFunc(seen, func(a, b Event) int { return int(a.At - b.At) }) {
		t.Error("time runs backwards")
	}
	d := c.fork()
	n := len(seen)
	if d.run(3000); len(seen) != n {
		t.Error("a fork of an observed state is observed")
	}
	c.Observe(nil)
	if c.run(3000); len(seen) != n || c.Hash() != d.Hash() {
		t.Error("Observe(nil) does not end it")
	}
}

// TestRunUntil pins down where the clock stands and what has been handled.
func TestRunUntil(t *testing.T) {
	var got []Time
	table := []Handler[timerBed]{1: func(m *timerBed, e Event) { got = append(got, e.At) }}
	m := newTimerBed(0)
	run := func(until Time) { Run(m, &m.World, table, until) }
	for _, at := range []Time{10, 20, 20, 30, Never} {
		m.At(at, PhaseReport, 1, 0, 0)
	}
	run(9)
	if m.Now() != 9 || len(got) != 0 {
		t.Fatalf("at %d handled %v", m.Now(), got)
	}
	run(20) // an event due exactly then is handled
	if m.Now() != 20 || !slices.Equal(got, []Time{10, 20, 20}) || m.Steps() != 3 {
		t.Fatalf("at %d handled %v", m.Now(), got)
	}
	m.At(5, PhaseReport, 1, 0, 0) // past: taken as now
	if run(19); m.Now() != 20 || len(got) != 3 {
		t.Fatalf("running to an instant that is past did something: at %d handled %v", m.Now(), got)
	}
	run(20)
	if m.Now() != 20 || !slices.Equal(got, []Time{10, 20, 20, 20}) {
		t.Fatalf("at %d handled %v", m.Now(), got)
	}
	run(Never) // to the last event; what is due Never does not happen
	if m.Now() != 30 || len(got) != 5 || m.Pending() != 0 {
		t.Fatalf("at %d handled %v, %d pending", m.Now(), got, m.Pending())
	}
	run(Never - 1)
	m.At(Never-1, PhaseReport, 1, 0, 0)
	if run(Never); m.Now() != Never-1 || len(got) != 6 {
		t.Errorf("at %d handled %v", m.Now(), got)
	}
}

func TestRunWhile(t *testing.T) {
	table := []Handler[timerBed]{1: func(*timerBed, Event) {}}
	m := newTimerBed(0)
	for i := range Time(10) {
		m.At(i, PhaseReport, 1, 0, 0)
	}
	below := func(n uint64) func(*timerBed) bool { return func(m *timerBed) bool { return m.Steps() < n } }
	for _, c := range []struct {
		until Time
		steps uint64
		ended bool
		now   Time
	}{
		{100, 4, true, 3},   // after the fourth event, which is at 3
		{100, 4, true, 3},   // at once
		{5, 100, false, 5},  // by until
		{5, 6, true, 5},     // both
		{100, 7, true, 6},   // and on
		{50, 99, false, 50}, // by the end of the events
		{Never, 99, false, 50},
	} {
		if ended := RunWhile(m, &m.World, table, c.until, below(c.steps)); ended != c.ended || m.Now() != c.now {
			t.Errorf("until %d or %d steps: ended %v at %d, want %v at %d", c.until, c.steps, ended, m.Now(), c.ended, c.now)
		}
	}
}

// TestReplay feeds inputs while a state runs (in time, late, in the middle of
// instants) and then feeds the log to copies of the state as it was: all at
// once, and as late as possible.
func TestReplay(t *testing.T) {
	late := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawShop(t)
		base, known := s.fork(), len(s.Inputs())
		for range rapid.IntRange(1, 20).Draw(t, "pieces") {
			switch rapid.IntRange(0, 2).Draw(t, "then") {
			case 0:
				s.run(s.Now() + drawTime(t, "piece", 60))
			case 1:
				s.runSteps(rapid.IntRange(0, 5).Draw(t, "steps"))
			}
			in := Input{
				At:     s.Now() + Time(rapid.Int64Range(-20, 100).Draw(t, "in")),
				Event:  Time(rapid.Int64Range(0, 100).Draw(t, "event")),
				Target: rapid.Uint64Range(0, 9).Draw(t, "station"),
				Key:    rapid.Uint64Range(0, 99).Draw(t, "key"),
				Value:  rapid.SampledFrom([]float64{0.5, 1, 1.25, 3}).Draw(t, "rate"),
				Span:   drawTime(t, "span", 50),
				Code:   rapid.Uint32Range(0, 2).Draw(t, "code"),
			}
			logged := s.Feed(in)
			late += int(logged.Late)
			if logged.At != max(in.At, s.Now()) || logged.Arrival != uint64(len(s.Inputs())) || s.Input(uint32(logged.Arrival-1)) != logged {
				t.Fatalf("at %d fed %+v, logged %+v", s.Now(), in, logged)
			}
		}
		until := s.Now() + 500
		s.run(until)
		log := s.Inputs()[known:]

		c := base.fork()
		for _, in := range log {
			c.Feed(in)
		}
		c.run(until)
		mustEqual(t, "all at once", s, c)

		d := base.fork()
		for i, in := range log {
			if first := slices.MinFunc(log[i:], func(a, b Input) int { return int(a.At - b.At) }); first.Late != 0 {
				d.run(first.At)
			} else {
				d.run(first.At - 1)
			}
			d.Feed(in)
		}
		d.run(until)
		mustEqual(t, "as late as possible", s, d)
	})
	if late < 10 {
		t.Errorf("only %d inputs came late; the test tests little", late)
	}
}

// TestFeed spells out where an input goes.
func TestFeed(t *testing.T) {
	m := newTimerBed(0)
	var got []uint64
	table := []Handler[timerBed]{
		KindInput: func(m *timerBed, e Event) { got = append(got, m.Input(e.Target).Target) },
		1:         func(m *timerBed, e Event) { got = append(got, 1000) },
	}
	m.At(0, PhaseCompletion, 1, 0, 0)
	m.At(50, PhaseCompletion, 1, 0, 0)
	for i, at := range []Time{50, 0, 50, Never} { // the start has not begun yet
		in := m.Feed(Input{At: at, Target: uint64(i + 1)})
		if in.Late != 0 || in.Arrival != uint64(i+1) || in.At != at {
			t.Errorf("fed for %d, logged %+v", at, in)
		}
	}
	Run(m, &m.World, table, 50)
	if in := m.Feed(Input{At: 20, Target: 5}); in.Late != 1 || in.At != 50 {
		t.Errorf("an input for the past is logged as %+v", in)
	}
	Run(m, &m.World, table, 50)
	Run(m, &m.World, table, 60)
	if in := m.Feed(Input{At: 60, Target: 6}); in.Late != 0 || in.At != 60 {
		t.Errorf("an input for an instant at which nothing has happened is logged as %+v", in)
	}
	Run(m, &m.World, table, 60)
	if want := []uint64{2, 1000, 1, 3, 1000, 5, 6}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if n := len(m.Inputs()); n != 6 {
		t.Errorf("%d inputs in the log, want 6", n)
	}
}

// TestLoopDoesNotAllocate runs a warm state: no event may need memory.
func TestLoopDoesNotAllocate(t *testing.T) {
	s := newShop(20, 1)
	s.run(10000)
	steps := s.Steps()
	if n := testing.AllocsPerRun(10, func() { s.run(s.Now() + 1000) }); n != 0 {
		t.Errorf("%v allocations in %d events", n, (s.Steps()-steps)/11)
	}
	if s.Steps()-steps < 1000 {
		t.Errorf("only %d events", s.Steps()-steps)
	}
	arena := s.fork()
	if n := testing.AllocsPerRun(10, func() { arena.CopyFrom(&s.World) }); n != 0 {
		t.Errorf("%v allocations in a copy to a warm arena", n)
	}
}

func mustPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if msg, ok := recover().(string); !ok || !strings.Contains(msg, want) {
			t.Errorf("panic %q, want %q in it", msg, want)
		}
	}()
	f()
}

func TestProgramMistakesPanic(t *testing.T) {
	mustPanic(t, "copy between states of 2 and 5 slabs", func() { newTimerBed(0).CopyFrom(&newShop(1, 1).World) })
	mustPanic(t, "boxes: engine.box.Lid is a ptr", func() {
		type box struct{ Lid *int64 }
		new(World).Attach("boxes", Live, new(Slab[box]))
	})
}
