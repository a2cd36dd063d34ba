package job

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/unit"
)

// Single is one run of a job.
type Single struct {
	Job         *Job
	Case        int
	Replication int
	Sim         *plant.Sim
}

// One gives the run of a variant ("" is the factory as it is written) and of a
// replication, counted from 0, at time 0. It is the very run that Run makes.
func (j *Job) One(variant string, replication int) (*Single, error) {
	c := 0
	var names []string
	for i := range j.Lab.Cases {
		name := j.Lab.Cases[i].Name
		names = append(names, name)
		if name == variant {
			c = i
		}
	}
	if variant != "" && j.Lab.Cases[c].Name != variant {
		l := j.Options.Lang
		text := l.T("use.nowhatif", j.File, strconv.Quote(variant))
		if like := meant(l, variant, names); like != "" {
			text += like
		} else {
			text += l.T("use.ithas", strings.Join(names, ", "))
		}
		return nil, Usage(text)
	}
	s, err := j.Lab.Start(c, replication)
	if err != nil {
		return nil, err
	}
	return &Single{Job: j, Case: c, Replication: replication, Sim: s}, nil
}

// Name says which run it is.
func (s *Single) Name() string {
	return fmt.Sprintf("%s, %s, seed %d, replication %d", s.Job.File, s.Job.Lab.Cases[s.Case].Name, s.Job.Lab.Seed, s.Replication)
}

// Model is the model of the run's variant.
func (s *Single) Model() *model.Model { return s.Job.Lab.Cases[s.Case].Model }

// pause is how many events may come until a run looks whether it is to stop.
const pause = 1 << 14

// Run carries the run on to an instant. It ends early, with its error, when ctx
// does or more fails; more, which may be nil, is asked now and then.
func (s *Single) Run(ctx context.Context, until engine.Time, more func() error) error {
	n := 0
	for s.Sim.RunWhile(until, func(*plant.Sim) bool { n++; return n < pause }) {
		n = 0
		if err := ctx.Err(); err != nil {
			return err
		}
		if more != nil {
			if err := more(); err != nil {
				return err
			}
		}
	}
	return s.Sim.Endless()
}

// Progress is how far the run has come on its way to an instant.
func (s *Single) Progress(until engine.Time) lab.Progress {
	return lab.Progress{Tasks: 1, Events: s.Sim.Steps(), Simulated: s.Sim.Now(), Total: until}
}

// Places marks, by node of the model, the places that a pattern means and all that
// is in them: "machining.*.mill", where * stands for anything within a name. Errors name
// the flag.
func Places(l words.Lang, m *model.Model, flag, pattern string) ([]bool, error) {
	want := strings.Split(pattern, ".")
	marked, any := make([]bool, len(m.Nodes)), false
	var paths []string
	for i, n := range m.Nodes {
		names := strings.Split(n.Path, ".")
		paths = append(paths, n.Path)
		match := len(names) >= len(want)
		for k := 0; match && k < len(want); k++ {
			ok, err := path.Match(want[k], names[k])
			if err != nil {
				return nil, Usage(l.T("use.pattern", flag, strconv.Quote(pattern)))
			}
			match = ok
		}
		marked[i] = match
		any = any || match
	}
	if !any {
		return nil, Usage(l.T("use.noplace", flag, strconv.Quote(pattern)) + meant(l, pattern, paths))
	}
	return marked, nil
}

// Instant reads when something is: a time since the start, "2 h", or a date by the
// factory's clock, "2026-01-06 08:00".
func Instant(l words.Lang, m *model.Model, flag, text string) (engine.Time, error) {
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(layout, text, m.Root.Zone); err == nil {
			d := at.Sub(m.Clock)
			if d < 0 {
				return 0, Usage(l.T("use.start", flag, strconv.Quote(text), m.Clock.Format("2006-01-02 15:04")))
			}
			return engine.Time(d), nil
		}
	}
	s, err := unit.ParseAs(text, unit.Time)
	if err == nil && s < 0 {
		err = errors.New(l.T("use.instant"))
	}
	if err != nil {
		return 0, Usage(fmt.Sprintf("%s %q: %v", flag, text, err))
	}
	return engine.Seconds(s), nil
}
