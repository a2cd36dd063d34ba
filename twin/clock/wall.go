package clock

import (
	"context"
	"time"

	"github.com/taktsim/takt/engine"
)

// State is what can be carried on in time, such as a *plant.Sim.
type State interface {
	// Now is its present instant.
	Now() engine.Time
	// Run carries it on to an instant.
	Run(until engine.Time)
	// Endless reports that it does not get out of its instant.
	Endless() error
}

// Clock is a clock outside. Tests bring their own.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or until ctx is done: then it returns ctx's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Wall is the clock of the machine. Changes of its date and time do not show.
type Wall struct{}

// Now is the present time, with the monotonic reading that intervals are taken by.
func (Wall) Now() time.Time { return time.Now() }

// Sleep waits.
func (Wall) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
