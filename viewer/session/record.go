package session

import (
	"errors"
	"io"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// ErrEdited says that a run cannot be recorded: its factory was changed on the way, and
// that is in no file.
var ErrEdited = errors.New("the factory was changed while it ran")

// Record writes the run from its beginning as far as it is known, with all that was
// ordered, as a plant.Recording. files are what the plant can be made of again.
func (x *Session) Record(out io.Writer, version string, files ...plant.File) error {
	if x.edited {
		return ErrEdited
	}
	s := x.first.Fork()
	r, err := plant.Record(out, s, version, files...)
	if err != nil {
		return err
	}
	_, to := x.Span()
	for _, in := range x.tape.Inputs()[x.had:] {
		s.RunWhile(in.Now, func(s *plant.Sim) bool { return s.Steps() < in.Steps })
		s.Feed(in.Input)
		if err := r.Note(); err != nil {
			return err
		}
	}
	s.Run(to)
	return r.Mark()
}

// Origin is the factory that the run began as.
func (x *Session) Origin() *model.Model { return x.first.Plant().InEdit(0).Model() }

// Replay begins a session at the beginning of a run that was recorded; how it went on is
// known, until somebody orders something else.
func Replay(r *plant.Replayed) (*Session, error) {
	from, to := r.Tape.Span()
	if err := r.Tape.Rewind(from); err != nil {
		return nil, err
	}
	s := r.Tape.Live()
	x := &Session{tape: r.Tape, first: s.Fork(), speed: 1, goal: to, Log: newLog(s)}
	for _, in := range r.Tape.Inputs() {
		if in.Now <= from {
			x.had++
		}
	}
	x.watch()
	for x.Busy() { // once, so that all is noted
		if err := x.toGoal(); err != nil {
			return nil, err
		}
	}
	return x, x.Seek(from)
}
