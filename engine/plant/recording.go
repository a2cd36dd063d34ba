package plant

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// Recording is what happened in a plant, in a form that lasts: which plant, with
// what luck, and all that entered it from outside. Run again by the same engine it
// gives the same hashes, to the bit.
type Recording struct {
	Engine      string `json:"engine"`       // version of the engine that recorded it
	Model       uint64 `json:"model,string"` // hash of the plant's model and of its edits
	Seed        uint64 `json:"seed,string"`
	Replication uint32 `json:"replication"`
	Files       []File `json:"files,omitempty"` // the factory file and the tables that it names; may be left out

	log *engine.Log
}

// File is a file that a model was read from.
type File struct {
	Name string `json:"name"` // as the factory file names it
	Data []byte `json:"data"`
}

// Recorder writes a recording of a Sim.
type Recorder struct {
	log *engine.LogWriter
	sim *Sim
}

// Record begins a recording of s with what s was fed already. out only grows; cut
// off anywhere, it can be read up to the last thing that was written whole. A
// state in which something has happened, or that was branched or migrated before
// anything did, is recorded with a snapshot of it, so that only programs with the
// same types of state can replay that. version is the engine's (see lab.Version);
// files are the texts of the plant's model, the factory file first, or none: then
// whoever replays must bring the plant.
func Record(out io.Writer, s *Sim, version string, files ...File) (*Recorder, error) {
	about, err := json.Marshal(&Recording{Engine: version, Model: s.plant.models(), Seed: s.common().Seed, Replication: s.common().Replication, Files: files})
	if err != nil {
		return nil, err
	}
	var state []byte
	if s.Steps() > 0 || !s.fresh() {
		state = s.Snapshot(nil)
	}
	log, err := engine.NewLogWriter(out, &s.World, about, state)
	return &Recorder{log, s}, err
}

// fresh reports that s is what New gives, with its inputs. A branch of that is not.
func (s *Sim) fresh() bool {
	f := s.plant.start().New(s.common().Seed, s.common().Replication)
	for _, in := range s.Inputs() {
		f.Feed(in)
	}
	return f.Hash() == s.Hash()
}

// Note writes what the Sim was fed since the last Note. Call it before the Sim is
// run on; see engine.LogWriter.
func (r *Recorder) Note() error { return r.log.Note(&r.sim.World) }

// Mark writes what Note does, and the hash of the state, which a replay is
// compared with.
func (r *Recorder) Mark() error { return r.log.Mark(&r.sim.World) }

// ReadRecording reads a recording, of one that was cut off or damaged what comes
// before that; see Lost. The errors are those of engine.ReadLog, and one when it
// is a log of something else.
func ReadRecording(b []byte) (*Recording, error) {
	log, err := engine.ReadLog(b)
	if err != nil {
		return nil, err
	}
	r := &Recording{log: log}
	if err := json.Unmarshal(log.About, r); err != nil {
		return nil, fmt.Errorf("this is a log, but not of a plant: %w", err)
	}
	return r, nil
}

// Lost is the number of bytes at the end that could not be read: 0 for a whole
// recording.
func (r *Recording) Lost() int { return r.log.Lost }

// Inputs are the recorded inputs in the order of their arrival.
func (r *Recording) Inputs() []engine.Fed { return slices.Clone(r.log.Inputs) }

// Plant compiles the plant from the files of the recording; it is an error when
// there are none, or mistakes in them. A plant with edits cannot be had so.
func (r *Recording) Plant() (*Plant, error) {
	if len(r.Files) == 0 {
		return nil, errors.New("the recording does not hold the text of its factory; replay it with the factory at hand")
	}
	m, problems := model.Parse(r.Files[0].Name, r.Files[0].Data, Registry(), func(name string) ([]byte, error) {
		for _, f := range r.Files[1:] {
			if f.Name == name {
				return f.Data, nil
			}
		}
		return nil, errors.New("it is not in the recording")
	})
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return Compile(m)
}

// Replayed is a recording that was run again.
type Replayed struct {
	Tape     *Tape       // its live state is where the recording ends; its past is the recording's
	Marks    int         // hashes in the recording
	Met      int         // those that were met, from the first on
	Differs  engine.Time // the first mark that was not met; engine.Never when all were
	Recorded string      // version of the engine that recorded it
	By       string      // version of the engine that ran it again
}

// Replay runs the recording again as states of p, with a budget in bytes for the
// keyframes of its past. version is that of this engine; a recording of another one
// is replayed, and the result says so. p must have the model of the recording,
// or, for one of another version, that of its text: versions may understand
// more of a text, or less.
func (r *Recording) Replay(p *Plant, version string, budget int) (*Replayed, error) {
	if err := r.fits(p, version); err != nil {
		return nil, err
	}
	s := p.start().New(r.Seed, r.Replication)
	if r.log.State != nil {
		if err := s.Restore(r.log.State); err != nil {
			return nil, fmt.Errorf("the recording begins with a snapshot that cannot be used: %w", err)
		}
	}
	out := &Replayed{Tape: NewTape(s, budget), Marks: len(r.log.Marks), Differs: engine.Never, Recorded: r.Engine, By: version}
	if out.Met = out.Tape.Replay(r.log); out.Met < out.Marks {
		out.Differs = r.log.Marks[out.Met].Now
	}
	return out, nil
}

// fits reports why p is not the plant of the recording.
func (r *Recording) fits(p *Plant, version string) error {
	got, want := p.models(), r.Model
	if got != want && version != r.Engine && len(r.Files) > 0 {
		own, err := r.Plant()
		if err != nil {
			return err
		}
		want = own.models()
	}
	if got != want {
		return fmt.Errorf("the recording is of another factory (model %016x, here %016x)", want, got)
	}
	return nil
}

// String says in a line who recorded it, who ran it again, and whether that came
// to the same.
func (r *Replayed) String() string {
	by := "recorded and replayed by engine " + r.By
	if r.Recorded != r.By {
		by = fmt.Sprintf("recorded by engine %s, replayed by engine %s", r.Recorded, r.By)
	}
	switch {
	case r.Marks == 0:
		return by + ": no hashes to compare"
	case r.Met == r.Marks:
		return fmt.Sprintf("%s: %d of %d hashes met", by, r.Met, r.Marks)
	}
	return fmt.Sprintf("%s: %d of %d hashes met, another one at %v", by, r.Met, r.Marks, r.Differs)
}
