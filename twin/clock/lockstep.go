package clock

import (
	"fmt"
	"sync"

	"github.com/taktsim/takt/engine"
)

// LockStep carries a state on in the steps of somebody else: a soft PLC, a
// co-simulation master, a test. It may be used from several goroutines.
type LockStep struct {
	mu    sync.Mutex
	state State
	steps int
}

// NewLockStep waits with s for the first step.
func NewLockStep(s State) *LockStep { return &LockStep{state: s} }

// Now is where the state is.
func (l *LockStep) Now() engine.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state.Now()
}

// Steps is how often it was advanced.
func (l *LockStep) Steps() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.steps
}

// Advance carries the state on by dt, 0 or more, and returns where it is then.
func (l *LockStep) Advance(dt engine.Time) (engine.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.advance(dt)
}

// AdvanceFrom is Advance for a master that keeps the time itself: it refuses a step
// that does not begin where the state is.
func (l *LockStep) AdvanceFrom(at, dt engine.Time) (engine.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.state.Now(); at != now {
		return now, fmt.Errorf("the step begins at %v, but the plant is at %v; go on from there", at, now)
	}
	return l.advance(dt)
}

func (l *LockStep) advance(dt engine.Time) (engine.Time, error) {
	now := l.state.Now()
	if dt < 0 {
		return now, fmt.Errorf("a step of %v; time goes forwards", dt)
	}
	if now.Add(dt) == engine.Never {
		return now, fmt.Errorf("a step of %v leads beyond the end of time", dt)
	}
	l.state.Run(now.Add(dt))
	l.steps++
	return l.state.Now(), l.state.Endless()
}
