package clock

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/taktsim/takt/engine"
)

// Behind says what a Pacer does when the state cannot follow.
type Behind uint8

const (
	CatchUp Behind = iota // it keeps to the wall: the next step goes to where it should be
	Slip                  // it goes on from where it is, and stays behind by what it lost
)

// Pacer carries a state on as the wall clock goes. Fill it in, then Run it.
type Pacer struct {
	Rate     float64       // simulated seconds for each second of the wall; 1 is real time. SetRate changes it later
	Tick     time.Duration // wall time between two steps; 0: 20 ms
	Tolerate time.Duration // a step that ends later than this is an overrun; 0: one tick
	Behind   Behind
	Clock    Clock       // nil: Wall
	Each     func(Timed) // called after every step, in the goroutine of Run; nil: nothing

	mu     sync.Mutex
	asked  float64 // the rate asked for by SetRate
	change bool
	timing Timing
}

// Timed is one step.
type Timed struct {
	Now  engine.Time   // where the state is
	Late time.Duration // by how much the step ended later than it should
}

// Timing is how well a state has followed.
type Timing struct {
	Steps    int
	Overruns int           // steps that ended too late
	Worst    time.Duration // the latest
	Total    time.Duration // by which overruns were late, added up
	Slipped  time.Duration // wall time that was lost for good, with Slip
}

// String tells the timing in words.
func (t Timing) String() string {
	if t.Overruns == 0 {
		return fmt.Sprintf("%d steps, none late", t.Steps)
	}
	s := fmt.Sprintf("%d steps, %d of them late: by %v at worst, by %v in all", t.Steps, t.Overruns, t.Worst, t.Total)
	if t.Slipped > 0 {
		s += fmt.Sprintf("; %v behind for good", t.Slipped)
	}
	return s
}

// SetRate changes the rate from the next step on; 0 pauses. It may be called from any
// goroutine. A rate that is negative or no number is taken as 0.
func (p *Pacer) SetRate(rate float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked, p.change = sound(rate), true
}

// Timing is how it went so far. It may be called from any goroutine.
func (p *Pacer) Timing() Timing {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.timing
}

func sound(rate float64) float64 {
	if rate > 0 && !math.IsInf(rate, 1) {
		return rate
	}
	return 0
}

// anchor is where both clocks were together.
type anchor struct {
	wall time.Time
	sim  engine.Time
	rate float64
}

// due is when the state should be at an instant.
func (a *anchor) due(at engine.Time) time.Time {
	const far = 1 << 61 // ns: beyond any tick, and room to add to
	return a.wall.Add(time.Duration(min(float64(at-a.sim)/a.rate, far)))
}

// after is where a state that is at an instant should be d later.
func (a *anchor) after(at engine.Time, d time.Duration) engine.Time {
	ahead := float64(d) * a.rate
	if ahead >= float64(engine.Never-at) {
		return engine.Never
	}
	return at.Add(engine.Time(max(ahead, 0)))
}

// Run carries s on until an instant, or until ctx is done: then it returns ctx's error.
// A state that does not get out of its instant ends it with that error.
func (p *Pacer) Run(ctx context.Context, s State, until engine.Time) error {
	clock, tick := p.Clock, p.Tick
	if clock == nil {
		clock = Wall{}
	}
	if tick <= 0 {
		tick = 20 * time.Millisecond
	}
	a := anchor{clock.Now(), s.Now(), sound(p.Rate)}
	for s.Now() < until {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.turn(&a, s, clock)
		if a.rate == 0 {
			if err := clock.Sleep(ctx, tick); err != nil {
				return err
			}
			continue
		}
		target := a.after(a.sim, clock.Now().Add(tick).Sub(a.wall))
		if p.Behind == Slip {
			target = a.after(s.Now(), tick)
		}
		target = min(max(target, s.Now()+1), until)
		due := a.due(target)
		wait := due.Sub(clock.Now())
		if err := clock.Sleep(ctx, min(max(wait, 0), tick)); err != nil {
			return err
		}
		if wait > 2*tick {
			continue // so slow that nothing comes yet; somebody may change the rate
		}
		s.Run(target)
		if err := s.Endless(); err != nil {
			return err
		}
		p.note(&a, s, clock.Now().Sub(due), tick, clock)
	}
	return nil
}

// turn takes a new rate over.
func (p *Pacer) turn(a *anchor, s State, clock Clock) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.change {
		*a = anchor{clock.Now(), s.Now(), p.asked}
		p.change = false
	}
}

// note keeps the account of a step.
func (p *Pacer) note(a *anchor, s State, late, tick time.Duration, clock Clock) {
	late = max(late, 0)
	limit := p.Tolerate
	if limit <= 0 {
		limit = tick
	}
	p.mu.Lock()
	p.timing.Steps++
	if late > limit {
		p.timing.Overruns++
		p.timing.Worst = max(p.timing.Worst, late)
		p.timing.Total += late
		if p.Behind == Slip {
			p.timing.Slipped += late
			a.wall, a.sim = clock.Now(), s.Now()
		}
	}
	p.mu.Unlock()
	if p.Each != nil {
		p.Each(Timed{Now: s.Now(), Late: late})
	}
}
