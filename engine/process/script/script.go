// Package script drives a state by scripts: plain functions that wait for an
// instant or a condition, look, and feed an input. It is for tests, and for people
// and controllers who stand outside the model.
//
// A script is a coroutine, with a stack of its own. It is not part of the state: a
// fork does not copy it, a hash does not see it, a replay needs the inputs that it
// fed and not the script. What belongs to the model is a process.
package script

import (
	"iter"

	"github.com/taktsim/takt/engine"
)

// State is what scripts drive, such as a [process.Sim].
//
// [process.Sim]: https://pkg.go.dev/github.com/taktsim/takt/engine/process#Sim
type State interface {
	Now() engine.Time
	// RunWhile carries the state on until an instant, or as long as cond, asked
	// before every event, holds; it reports whether cond ended it.
	RunWhile(until engine.Time, cond func() bool) (bool, error)
}

// Script is what the function of a script waits by.
type Script struct {
	state State
	yield func(wait) bool
}

// wait is what a script waits for: an instant, or before it a condition.
type wait struct {
	until engine.Time
	cond  func() bool
}

func (w wait) over(now engine.Time) bool { return now >= w.until || w.cond != nil && w.cond() }

// abandoned unwinds a script that waits for what does not come any more.
type abandoned struct{}

func (s *Script) wait(w wait) {
	if !s.yield(w) {
		panic(abandoned{})
	}
}

// Now is the present instant of the state.
func (s *Script) Now() engine.Time { return s.state.Now() }

// Until waits until all that is due by the instant has happened.
func (s *Script) Until(at engine.Time) { s.wait(wait{until: at}) }

// Sleep waits for a duration.
func (s *Script) Sleep(d engine.Time) { s.Until(s.Now().Add(d)) }

// When waits until the condition, asked before every event, holds, but no longer
// than until the deadline. It reports whether it holds.
func (s *Script) When(cond func() bool, deadline engine.Time) bool {
	s.wait(wait{deadline, cond})
	return cond()
}

// running is a script at work.
type running struct {
	wait wait
	next func() (wait, bool)
	stop func()
	done bool
}

func start(state State, script func(*Script)) *running {
	r := new(running)
	r.next, r.stop = iter.Pull(func(yield func(wait) bool) {
		defer func() {
			if p := recover(); p != nil && p != any(abandoned{}) {
				panic(p)
			}
		}()
		script(&Script{state, yield})
	})
	return r
}

// Drive carries a state on until an instant and lets the scripts, each from its
// beginning, do their part: one at a time, in the order given where several are
// due. Scripts that still wait at the end are abandoned: their deferred functions
// run, the rest of them does not. The error is the state's.
func Drive(state State, until engine.Time, scripts ...func(*Script)) error {
	var all []*running
	for _, f := range scripts {
		r := start(state, f)
		defer r.stop()
		all = append(all, r)
	}
	for {
		for again := true; again; {
			again = false
			for _, r := range all {
				if !r.done && r.wait.over(state.Now()) {
					again = true
					w, more := r.next()
					r.wait, r.done = w, !more
				}
			}
		}
		end := until
		for _, r := range all {
			if !r.done {
				end = min(end, r.wait.until)
			}
		}
		early, err := state.RunWhile(end, func() bool {
			for _, r := range all {
				if !r.done && r.wait.cond != nil && r.wait.cond() {
					return false
				}
			}
			return true
		})
		if err != nil || !early && end == until {
			return err
		}
	}
}
