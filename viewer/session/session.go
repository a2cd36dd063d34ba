// Package session is a run that somebody looks at: it plays at a speed, stops, steps
// by one event, and goes to any instant of its past or future; on the way it notes
// what a timeline, a chart and a Gantt diagram show. It knows no window and no clock of
// its own: whoever shows it says how much time has passed.
package session

import (
	"fmt"
	"math"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Memory is what a session keeps of the past for going back, bytes.
const Memory = 256 << 20

// Most is how many events a session handles at most for one picture, so that a window
// stays alive; what it cannot do in time it does later, see Behind.
const Most = 30_000

// Session is a run that somebody looks at.
type Session struct {
	Playing bool
	Log     *Log

	tape   *plant.Tape
	first  *plant.Sim // the state in which it began
	speed  float64
	goal   engine.Time // where it should be by now
	rest   float64     // of a nanosecond
	behind bool
	left   *portion

	past    []engine.Time // scratch, of what is usual
	changes int
	had     int  // inputs of the tape that the first state has
	edited  bool // the factory is not the one that it began as
}

// New begins a session at the present of a state. Only the session may run it.
func New(s *plant.Sim) *Session {
	x := &Session{tape: plant.NewTape(s, Memory), first: s.Fork(), speed: 1, goal: s.Now(), Log: newLog(s)}
	x.watch()
	return x
}

// portion is what a session may handle in one tick. It is made once, so that a tick
// allots nothing.
type portion struct {
	events int
	more   func(*plant.Sim) bool // takes one, if there is one left
}

func newPortion() *portion {
	p := new(portion)
	p.more = func(*plant.Sim) bool {
		p.events--
		return p.events >= 0
	}
	return p
}

// Sim is the state that is shown. It is good to look at, and to feed.
func (x *Session) Sim() *plant.Sim { return x.tape.Live() }

// Now is the instant that is shown.
func (x *Session) Now() engine.Time { return x.Sim().Now() }

// Span tells from where to where the run is known.
func (x *Session) Span() (from, to engine.Time) { return x.tape.Span() }

// Speed is how many seconds of the factory pass in one of the onlooker's.
func (x *Session) Speed() float64 { return x.speed }

// SetSpeed sets it, within .01 to 1,000,000.
func (x *Session) SetSpeed(v float64) {
	if v > 0 {
		x.speed = min(max(v, .01), 1e6)
	}
}

// Behind reports whether the machine is too slow for the speed.
func (x *Session) Behind() bool { return x.behind }

// Changes counts what was fed to the run, and edits of it: with each begins another
// future.
func (x *Session) Changes() int { return x.changes }

// Tick lets wall time pass: a session that plays comes as much further as its speed
// says, or as Most events allow.
func (x *Session) Tick(wall time.Duration) error {
	if x.Playing {
		d := float64(wall)*x.speed + x.rest
		whole := math.Floor(d)
		x.rest = d - whole
		x.goal = x.Now().Add(engine.Time(whole))
	}
	return x.toGoal()
}

// toGoal runs to the goal, at most Most events.
func (x *Session) toGoal() error {
	if x.left == nil {
		x.left = newPortion()
	}
	x.left.events = Most
	for x.behind = false; x.Now() < x.goal; {
		until := min(x.goal, x.Log.nextSample(x.Now()))
		if x.tape.RunWhile(until, x.left.more) {
			x.behind = true
			break
		}
		x.Log.sample(x.Sim())
	}
	x.Log.reached(x.Sim())
	if err := x.Sim().Endless(); err != nil {
		x.Playing, x.goal = false, x.Now()
		return err
	}
	if x.behind && x.Playing {
		x.goal = x.Now() // it goes as fast as it can
	}
	return nil
}

// Busy reports whether a Tick has still to come to where it was sent.
func (x *Session) Busy() bool { return x.Now() < x.goal }

// Seek goes to an instant: at once where the run is known, else by running there, which
// may take several Ticks.
func (x *Session) Seek(t engine.Time) error {
	from, to := x.Span()
	t = max(t, from)
	x.goal, x.rest = t, 0
	if back := min(t, to); back != x.Now() {
		if err := x.tape.Rewind(back); err != nil {
			return err
		}
		x.watch()
	}
	return x.toGoal()
}

// StateAt is the state as it was at an instant of what is known: a copy, to look at.
func (x *Session) StateAt(t engine.Time) (*plant.Sim, error) { return x.tape.StateAt(t) }

// Step goes to the next event and handles it, with what follows from it at once.
func (x *Session) Step() error {
	n := 0
	// A state without events ahead would run for ever: a century is enough to see that.
	x.tape.RunWhile(x.Now().Add(100*365*24*engine.Hour), func(*plant.Sim) bool { n++; return n <= 1 })
	x.goal, x.Playing = x.Now(), false
	x.Log.reached(x.Sim())
	return x.Sim().Endless()
}

// Change feeds something to the state, now. What was known of the future is given up.
func (x *Session) Change(feed func(*plant.Sim) error) error {
	if err := feed(x.Sim()); err != nil {
		return fmt.Errorf("at %v: %w", x.Now(), err)
	}
	x.Log.cut(x.Sim())
	x.tape.Run(x.Now()) // so that it can be seen, and the tape knows that another future begins
	x.Log.reached(x.Sim())
	x.goal = x.Now()
	x.changes++
	return x.Sim().Endless()
}

// watch has the log told what happens.
func (x *Session) watch() {
	x.Sim().Watch(x.Log.event, plant.StateChanged, plant.Failed, plant.Repaired, plant.InputCame, plant.PlanChanged)
	x.Sim().Watch(x.Log.Flows.Event, plant.PartMoved)
}
