package engine

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// timerBed is a state with nothing but timers; it writes down which fire.
type timerBed struct {
	World
	fired []string
}

var timerTable = []Handler[timerBed]{
	7: func(m *timerBed, e Event) {
		m.fired = append(m.fired, fmt.Sprintf("%d at %d arg %d", e.Target, e.At, e.Arg))
	},
}

func newTimerBed(n int) *timerBed {
	m := new(timerBed)
	m.Init()
	for i := range n {
		m.NewTimer(7, uint32(100+i), uint16(i))
	}
	return m
}

func (m *timerBed) run(until Time) { Run(m, &m.World, timerTable, until) }

// exactTimer is the reference: the same rules in integers. A rate is num/4.
type exactTimer struct {
	num, age, since, total, due Time
	on, set, queued             bool
}

func (x *exactTimer) ageAt(now Time) Time {
	if !x.on {
		return x.age
	}
	return x.age + ((now-x.since)*x.num*2+4)/8 // a half rounds up
}

func (x *exactTimer) left(now Time) Time {
	return (max(x.total-x.ageAt(now), 0)*4 + x.num - 1) / x.num
}

func (x *exactTimer) schedule(now Time) { x.due, x.queued = now+x.left(now), true }

// timerPair is a kernel and the references of its timers.
type timerPair struct {
	m        *timerBed
	refs     []exactTimer
	fired    []string
	horizons []Time
}

// advance runs both to until, where no dormant timer may be due before.
func (p *timerPair) advance(until Time) {
	for {
		first := -1
		for i, x := range p.refs {
			if x.queued && x.due <= until && (first < 0 || x.due < p.refs[first].due) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		x := &p.refs[first]
		p.fired = append(p.fired, fmt.Sprintf("%d at %d arg %d", 100+first, x.due, first))
		x.age, x.since = x.total, x.due
		x.on, x.set, x.queued = false, false, false
	}
	p.m.run(until)
}

func (p *timerPair) check(t *rapid.T) {
	now := p.m.Now()
	slices.Sort(p.fired) // at one instant the references do not say who is first
	got := slices.Sorted(slices.Values(p.m.fired))
	if !slices.Equal(got, p.fired) {
		t.Fatalf("fired %q, want %q", got, p.fired)
	}
	for i, x := range p.refs {
		k := p.m.Timers.At(uint32(i))
		if k.On != x.on || k.Set != x.set || (k.Seq != 0) != x.queued {
			t.Fatalf("timer %d: on %v set %v queued %v; want %+v", i, k.On, k.Set, k.Seq != 0, x)
		}
		if k.AgeAt(now) != x.ageAt(now) || x.set && k.Left(now) != x.left(now) {
			t.Fatalf("timer %d: age %d left %d; want %d, %d", i, k.AgeAt(now), k.Left(now), x.ageAt(now), x.left(now))
		}
		if x.queued && k.Due != x.due {
			t.Fatalf("timer %d is due at %d, want %d", i, k.Due, x.due)
		}
	}
}

// pick draws one of the timers.
func (p *timerPair) pick(t *rapid.T) (uint32, *exactTimer) {
	i := rapid.IntRange(0, len(p.refs)-1).Draw(t, "timer")
	return uint32(i), &p.refs[i]
}

func (p *timerPair) resume(i uint32, horizon Time) {
	x, now := &p.refs[i], p.m.Now()
	p.m.Resume(i, horizon)
	p.horizons[i] = horizon
	if !x.set || x.on && x.queued {
		return
	}
	if !x.on {
		x.on, x.since = true, now
	}
	if now+x.left(now) <= horizon {
		x.schedule(now)
	}
}

// load draws a timer and sets its reference to a total.
func (p *timerPair) load(t *rapid.T) (uint32, *exactTimer, Time) {
	i, x := p.pick(t)
	total := Time(rapid.Int64Range(0, 400).Draw(t, "total"))
	*x = exactTimer{num: x.num, total: total, since: p.m.Now(), set: true}
	return i, x, total
}

func (p *timerPair) pause(t *rapid.T) {
	i, x := p.pick(t)
	before := *p.m.Timers.At(i)
	p.m.Pause(i)
	if !x.on && *p.m.Timers.At(i) != before {
		t.Fatalf("pausing a timer that does not run changed it: %+v, was %+v", *p.m.Timers.At(i), before)
	}
	if x.on {
		x.age, x.since, x.on, x.queued = x.ageAt(p.m.Now()), p.m.Now(), false, false
	}
}

func (p *timerPair) rate(t *rapid.T) {
	i, x := p.pick(t)
	num := Time(rapid.SampledFrom([]int64{1, 2, 3, 4, 6, 8, 20}).Draw(t, "quarters"))
	p.m.SetRate(i, float64(num)/4)
	if num == x.num {
		return
	}
	queue := x.queued || x.on && num > x.num
	x.age, x.since, x.num = x.ageAt(p.m.Now()), p.m.Now(), num
	if queue {
		x.schedule(p.m.Now())
	}
}

// pass lets some time pass. The horizons are honest: before one is reached the
// timer is resumed to Never.
func (p *timerPair) pass(t *rapid.T) {
	until := p.m.Now() + Time(rapid.Int64Range(0, 200).Draw(t, "time"))
	for i := range p.refs {
		if x := &p.refs[i]; x.on && !x.queued && p.horizons[i] < until {
			p.advance(p.horizons[i]) // to keep the promise of Resume
			p.resume(uint32(i), Never)
		}
	}
	p.advance(until)
}

// TestTimersAgainstIntegers mixes everything that can be done to timers.
func TestTimersAgainstIntegers(t *testing.T) {
	fired := 0
	rapid.Check(t, func(t *rapid.T) {
		const n = 4
		p := &timerPair{m: newTimerBed(n), refs: make([]exactTimer, n), horizons: make([]Time, n)}
		for i := range p.refs {
			p.refs[i].num = 4
		}
		t.Repeat(map[string]func(*rapid.T){
			"start": func(t *rapid.T) {
				i, x, total := p.load(t)
				p.m.Start(i, total, Draw{Law: 3, Key: 4, Index: 5})
				x.on = true
				x.schedule(p.m.Now())
			},
			"load": func(t *rapid.T) {
				i, _, total := p.load(t)
				k := p.m.Load(i, total, Draw{Law: 3, Key: 4, Index: 5})
				if k != p.m.Timers.At(i) || k.Law != 3 || k.Key != 4 || k.Index != 5 || k.Total != total {
					t.Fatalf("loaded %+v", k)
				}
			},
			"pause":  p.pause,
			"resume": func(t *rapid.T) { i, _ := p.pick(t); p.resume(i, Never) },
			"resume to a horizon": func(t *rapid.T) {
				i, _ := p.pick(t)
				p.resume(i, p.m.Now()+Time(rapid.Int64Range(0, 300).Draw(t, "horizon")))
			},
			"rate": p.rate,
			"cancel": func(t *rapid.T) {
				i, x := p.pick(t)
				p.m.Cancel(i)
				x.on, x.set, x.queued = false, false, false
			},
			"advance": p.pass,
			"":        p.check,
		})
		p.advance(p.m.Now() + 1<<20)
		p.check(t)
		fired += len(p.fired)
	})
	if fired < 10 {
		t.Errorf("only %d timers ran out; the test tests little", fired)
	}
}

// TestTimerEvent checks what the handler of a timer sees.
func TestTimerEvent(t *testing.T) {
	m := newTimerBed(2)
	m.Timers.At(1).Phase = PhaseDecide
	var seen []Event
	table := []Handler[timerBed]{7: func(m *timerBed, e Event) {
		seen = append(seen, e)
		if k := m.Timers.At(e.Target - 100); k.On || k.Set || k.Age != 5 || k.Since != 5 || k.AgeAt(9) != 5 {
			t.Errorf("a timer that has just run out is %+v", *k)
		}
	}}
	m.Start(1, 5, Draw{})
	m.Start(0, 5, Draw{})
	Run(m, &m.World, table, 10)
	if len(seen) != 2 || seen[0].Target != 100 || seen[1].Target != 101 {
		t.Fatalf("the completion must come before the decision: %v", seen)
	}
	if e := seen[1]; e.Kind != 7 || e.Arg != 1 || e.At != 5 || e.Phase() != PhaseDecide {
		t.Errorf("event %+v", e)
	}
}

// TestStaleEventsAreIgnored makes every kind of stale event and counts.
func TestStaleEventsAreIgnored(t *testing.T) {
	m := newTimerBed(5)
	for i := range uint32(5) {
		m.Start(i, 10, Draw{})
	}
	m.run(4)
	m.Pause(0)               // never goes on
	m.Cancel(1)              //
	m.Start(2, 20, Draw{})   // at 24 instead
	m.SetRate(3, 2)          // at 7 instead
	m.Pause(4)               // and on at once: still at 10
	m.Resume(4, Never)       //
	steps := m.Pending() - 3 // three of them are live
	if steps < 4 {
		t.Fatalf("%d stale events; the test needs some", steps)
	}
	m.run(100)
	want := []string{"103 at 7 arg 3", "104 at 10 arg 4", "102 at 24 arg 2"}
	if !slices.Equal(m.fired, want) || m.Steps() != 3 {
		t.Errorf("%d steps, fired %q, want %q", m.Steps(), m.fired, want)
	}
}

// TestStaleEventsDoNotPileUp pauses and resumes timers that are due late, as a
// machine does with its next failure at every part.
func TestStaleEventsDoNotPileUp(t *testing.T) {
	m := newTimerBed(10)
	for i := range uint32(10) {
		m.Start(i, Hour+Time(i), Draw{})
	}
	most := 0
	for k := range 20000 {
		i := uint32(k % 10)
		m.run(m.Now() + Millisecond)
		m.Pause(i)
		m.Resume(i, Never)
		most = max(most, m.Pending())
	}
	if most > 200 {
		t.Errorf("%d events pending for 10 timers", most)
	}
	m.run(2 * Hour)
	if len(m.fired) != 10 || m.fired[0] != "100 at 3600000000000 arg 0" || m.fired[9] != "109 at 3600000000009 arg 9" {
		t.Errorf("fired %q", m.fired)
	}
}

// TestTimerIdentities checks, for any rate, that a timer which is left alone is
// done when Left says and not before.
func TestTimerIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := Timer{
			On:    true,
			Rate:  rapid.OneOf(rapid.Just(1.0), rapid.Float64Range(0.01, 100)).Draw(t, "rate"),
			Total: Time(rapid.Int64Range(0, int64(Day)).Draw(t, "total")),
		}
		now := Time(rapid.Int64Range(0, int64(Hour)).Draw(t, "now"))
		end := now + k.Left(now)
		if rest := k.Total - k.AgeAt(end); rest > 1 {
			t.Fatalf("%d of work left at the end", rest)
		}
		if k.AgeAt(now) > k.AgeAt(now+1) {
			t.Fatal("the age falls")
		}
		if left := k.Left(now); left > 1 && k.AgeAt(end-1) > k.Total {
			t.Fatalf("done before the end: age %d of %d", k.AgeAt(end-1), k.Total)
		}
		if k.Rate == 1 && k.AgeAt(now) <= k.Total && k.AgeAt(now)+k.Left(now) != k.Total {
			t.Fatal("age and rest do not add up to the total")
		}
		p := k
		p.Age, p.Since, p.On = k.AgeAt(now), now, false
		if p.AgeAt(now+Day) != k.AgeAt(now) || p.Left(now+Day) != k.Left(now) {
			t.Fatal("a paused timer goes on")
		}
	})
}

// TestTimerNever starts what does not run out.
func TestTimerNever(t *testing.T) {
	m := newTimerBed(3)
	m.Start(0, Never, Draw{})
	m.Start(1, Hour, Draw{})
	m.SetRate(1, 1e-12) // a hundred million years
	m.Start(2, Never-5, Draw{})
	m.SetRate(2, 1e300)
	m.run(Never)
	if want := []string{"102 at 1 arg 2"}; !slices.Equal(m.fired, want) || m.Now() != 1 {
		t.Errorf("fired %q at %v, want %q", m.fired, m.Now(), want)
	}
	if age := m.Timers.At(2).AgeAt(1); age != Never-5 {
		t.Errorf("age %d", age)
	}
	m.run(10)
	m.SetRate(0, math.MaxFloat64)
	if m.run(Never - 1); len(m.fired) != 2 {
		t.Errorf("a timer that was due Never and is now faster did not fire: %q", m.fired)
	}
	k := Timer{On: true, Rate: math.MaxFloat64, Total: Never}
	if k.AgeAt(Hour) != Never {
		t.Errorf("age %d, want Never", k.AgeAt(Hour))
	}
}

// TestDormantTimerGetsFaster raises the rate of a timer that Resume has left
// out of the queue.
func TestDormantTimerGetsFaster(t *testing.T) {
	m := newTimerBed(1)
	m.Load(0, 100, Draw{})
	m.Resume(0, 50)
	if m.Pending() != 0 {
		t.Fatal("queued although it is due after the horizon")
	}
	m.SetRate(0, 0.5)
	if m.Pending() != 0 {
		t.Fatal("queued although it became slower")
	}
	m.run(10)
	m.SetRate(0, 5) // 95 of work: at 29
	m.run(50)
	if want := []string{"100 at 29 arg 0"}; !slices.Equal(m.fired, want) {
		t.Errorf("fired %q, want %q", m.fired, want)
	}
}

func TestSetRateRefuses(t *testing.T) {
	for _, rate := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("rate %v was taken", rate)
				}
			}()
			newTimerBed(1).SetRate(0, rate)
		}()
	}
}
