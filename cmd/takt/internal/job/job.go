// Package job turns what a user names (a file, a folder, a scenario's number)
// into an experiment, runs it with its progress shown, and makes a result of
// what came out.
package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/unit"
	"github.com/taktsim/takt/scenarios"
	"github.com/taktsim/takt/viewer/parcel"
)

// What runs a factory that comes without a scenario: a week to settle, a week to
// measure.
const (
	UsualReplications = 20
	UsualLength       = 14 * 24 * 3600.0 // s
	usualWarmUp       = 7 * 24 * 3600.0  // s, and at most half of the run
	UsualSeed         = 1
)

// ErrUsage marks mistakes in how the command is used, as opposed to mistakes in
// a model.
var ErrUsage = errors.New("wrong use")

// Usage makes an error of wrong use.
func Usage(text string) error { return fmt.Errorf("%w: %s", ErrUsage, text) }

// Options are the flags of a run.
type Options struct {
	Factory      string // another factory for the scenario
	Seed         *uint64
	Replications int    // 0: as the scenario says
	Length       string // "": as the scenario says
	WarmUp       string // "": as the scenario says; "auto"
	Workers      int
	Lang         words.Lang
}

// Job is an experiment ready to run.
type Job struct {
	File     string // as the user would name it
	Model    *model.Model
	Scenario *scenario.Scenario // nil for a bare factory
	Options  Options
	Warnings model.Problems
	Usual    bool // neither file nor flags say how long and how often to run
	Lab      *lab.Experiment
	from     source
}

// Load reads what word names and makes an experiment of it. Mistakes of the
// files come as problems; an error is one of use.
func Load(word string, o Options) (*Job, model.Problems, error) {
	src, err := find(word, o.Lang)
	if err != nil {
		return nil, nil, err
	}
	j := &Job{File: src.name, Options: o, from: src}
	var problems model.Problems
	if src.scenario {
		j.Scenario, j.Model, problems = src.readScenario(o.Factory)
	} else {
		if o.Factory != "" {
			return nil, nil, Usage(o.Lang.T("use.factory", src.name))
		}
		j.Model, problems = src.readFactory()
	}
	if len(problems.Errors()) > 0 {
		return nil, problems, nil
	}
	j.Warnings = problems.Warnings()
	return j, problems, j.plan()
}

// plan makes the experiment.
func (j *Job) plan() error {
	if j.Scenario == nil {
		j.bare()
	} else {
		e, err := lab.FromScenario(j.Scenario, j.Model)
		if err != nil {
			return err
		}
		j.Lab = e
	}
	if err := j.override(); err != nil {
		return err
	}
	return j.Lab.Check()
}

// bare is the experiment for a factory by itself.
func (j *Job) bare() {
	j.Usual = j.Options.Length == "" && j.Options.Replications == 0
	j.Lab = &lab.Experiment{
		Cases:  []lab.Case{{Name: scenario.Baseline, Model: j.Model}},
		Length: engine.Seconds(UsualLength), WarmUp: engine.Seconds(usualWarmUp), Replications: UsualReplications, Seed: UsualSeed,
	}
	if end, ok := ordersOnly(j.Model); ok {
		j.Lab.WarmUp, j.Lab.Length = 0, max(engine.Seconds(end+UsualLength/2), j.Lab.Length)
	}
}

// ordersOnly reports whether nothing but orders brings parts, and when the last
// order is released, in seconds. Such a run has a beginning and an end, and no
// warm-up to leave out.
func ordersOnly(m *model.Model) (end float64, ok bool) {
	for _, n := range m.Nodes {
		if s, isSource := n.Spec.(*plant.Source); isSource {
			if !s.Orders {
				return 0, false
			}
			ok = true
		}
	}
	for _, o := range m.Orders {
		end = max(end, o.Release)
	}
	return end, ok
}

// override applies the flags.
func (j *Job) override() error {
	o, e := j.Options, j.Lab
	if o.Seed != nil {
		e.Seed = *o.Seed
	}
	if o.Replications > 0 {
		e.Replications, e.Precision = o.Replications, nil
	}
	if o.Length != "" {
		s, err := positive(o.Lang, "--length", o.Length)
		if err != nil {
			return err
		}
		e.Length = engine.Seconds(s)
		if j.Scenario == nil && e.WarmUp > 0 {
			e.WarmUp = engine.Seconds(min(s/2, usualWarmUp))
		}
	}
	switch {
	case o.WarmUp == "auto":
		e.WarmUp, e.AutoWarmUp = 0, true
	case o.WarmUp != "":
		s, err := unit.ParseAs(o.WarmUp, unit.Time)
		if err != nil || s < 0 {
			return Usage(fmt.Sprintf("--warm-up %q: %v", o.WarmUp, orNegative(o.Lang, err)))
		}
		e.WarmUp, e.AutoWarmUp = engine.Seconds(s), false
	}
	if e.WarmUp >= e.Length {
		return Usage(o.Lang.T("use.warmup", unit.FormatTime(e.WarmUp.Seconds()), unit.FormatTime(e.Length.Seconds())))
	}
	return nil
}

// positive reads a time above 0, in seconds.
func positive(l words.Lang, flag, text string) (float64, error) {
	s, err := unit.ParseAs(text, unit.Time)
	if err != nil || s <= 0 {
		return 0, Usage(fmt.Sprintf("%s %q: %v", flag, text, orNegative(l, err)))
	}
	return s, nil
}

// orNegative is what is wrong with a time: it cannot be read, or it is too small.
func orNegative(l words.Lang, err error) error {
	if err == nil {
		return errors.New(l.T("use.time"))
	}
	return err
}

// source is a file to run, on disk or built in.
type source struct {
	name     string // as the user would name it
	fsys     fs.FS  // nil: on disk
	path     string
	scenario bool
}

// find decides what the word means: a file or folder on disk, else a scenario
// that is built in.
func find(word string, l words.Lang) (source, error) {
	if info, err := os.Stat(word); err == nil {
		if strings.HasSuffix(word, parcel.Ending) && !info.IsDir() {
			return source{}, Usage(l.T("use.run", word))
		}
		name := word
		if info.IsDir() {
			name = filepath.Join(word, "scenario.toml")
			if _, err := os.Stat(name); err != nil {
				name = filepath.Join(word, "factory.toml")
			}
		}
		src := source{name: name, path: name}
		src.scenario = src.isScenario()
		return src, nil
	}
	s, ok := scenarios.Find(word)
	switch {
	case ok && s.Present:
		return source{name: "scenarios/" + s.File(), fsys: scenarios.FS, path: s.File(), scenario: true}, nil
	case ok:
		return source{}, Usage(l.T("use.absent", strconv.Itoa(s.Nr), s.EN, s.ZH))
	}
	return source{}, Usage(l.T("use.noscenario", strconv.Quote(word)) + meant(l, word, known(word)))
}

// known lists the scenarios and the files around a word.
func known(word string) (names []string) {
	for _, s := range scenarios.All() {
		if s.Present {
			_, name, _ := strings.Cut(s.Folder, "-")
			names = append(names, s.Folder, name)
		}
	}
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(word), "*.toml"))
	return append(names, files...)
}

// meant is a did-you-mean, "" when nothing known is like the word.
func meant(l words.Lang, word string, known []string) string {
	if like, ok := unit.Suggest(word, known); ok {
		return l.T("use.meant", strconv.Quote(like))
	}
	return ""
}

// isScenario tells a scenario from a factory: it names its factory as a text,
// where a factory has a table. A file that cannot be read is left to the reader.
func (s source) isScenario() bool {
	info, err := os.Stat(s.path)
	if err != nil || info.IsDir() || info.Size() > model.MaxBytes {
		return false
	}
	src, err := os.ReadFile(s.path)
	if err != nil {
		return false
	}
	index, err := span.Index(src)
	if err != nil {
		return filepath.Base(s.path) == "scenario.toml"
	}
	for _, key := range []string{"run", "measure", "what-if", "sweep", "expect"} {
		if index.Find(key) != nil {
			return true
		}
	}
	f := index.Find("factory")
	return f != nil && f.Kind == span.Value
}

func (s source) readFactory() (*model.Model, model.Problems) {
	if s.fsys == nil {
		return model.Load(s.path, plant.Registry())
	}
	src, err := fs.ReadFile(s.fsys, s.path)
	if err != nil {
		return nil, model.Problems{{File: s.name, Msg: err.Error()}}
	}
	dir := path.Dir(s.path)
	return model.Parse(s.name, src, plant.Registry(), func(name string) ([]byte, error) { return fs.ReadFile(s.fsys, path.Join(dir, name)) })
}

// readScenario reads the scenario and its factory, or another one.
func (s source) readScenario(factory string) (*scenario.Scenario, *model.Model, model.Problems) {
	if s.fsys == nil && factory == "" {
		return scenario.Load(s.path, plant.Registry(), lab.Words())
	}
	src, err := s.read()
	if err != nil {
		return nil, nil, model.Problems{{File: s.name, Msg: err.Error()}}
	}
	var m *model.Model
	var problems model.Problems
	if factory != "" {
		m, problems = model.Load(factory, plant.Registry())
	} else {
		form, _ := scenario.Parse(s.name, src, nil, lab.Words())
		if form != nil {
			own := s
			own.path, own.name = path.Join(path.Dir(s.path), form.Factory), path.Join(path.Dir(s.name), form.Factory)
			m, problems = own.readFactory()
		}
	}
	if len(problems.Errors()) > 0 {
		return nil, nil, problems
	}
	sc, more := scenario.Parse(s.name, src, m, lab.Words())
	return sc, m, append(more, problems...)
}

func (s source) read() ([]byte, error) {
	if s.fsys == nil {
		return os.ReadFile(s.path)
	}
	return fs.ReadFile(s.fsys, s.path)
}
