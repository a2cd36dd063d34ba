package scenario

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

// Load reads a scenario file and the factory that it names, which is looked
// for beside it. Mistakes of both files are told at once, the scenario's
// first; with any of them the scenario and the model are nil.
func Load(path string, reg *model.Registry, words Words) (*Scenario, *model.Model, model.Problems) {
	src, err := os.ReadFile(path)
	if err != nil {
		msg := "this file cannot be read"
		if errors.Is(err, fs.ErrNotExist) {
			msg = "there is no such file"
		}
		return nil, nil, model.Problems{{File: path, Msg: msg}}
	}
	r, problems := newReader(path, src)
	if r == nil {
		return nil, nil, problems
	}
	var m *model.Model
	var factory model.Problems
	if name, ok := r.values["factory"].(string); ok && name != "" {
		m, factory = model.Load(filepath.Join(filepath.Dir(path), filepath.FromSlash(name)), reg)
	}
	s, problems := r.read(m, words)
	problems = append(problems, factory...)
	if problems.Err() != nil {
		return nil, nil, problems
	}
	return s, m, problems
}

// Parse reads a scenario from memory and checks it against a model; file is
// what messages call it. With a nil model only its form is checked. The
// scenario is nil when there are mistakes.
func Parse(file string, src []byte, m *model.Model, words Words) (*Scenario, model.Problems) {
	r, problems := newReader(file, src)
	if r == nil {
		return nil, problems
	}
	return r.read(m, words)
}

// topKeys are the words at the top of a scenario file.
var topKeys = []string{"format", "factory", "title", "question", "run", "measure", "what-if", "sweep", "event", "expect", "use"}

func (r *reader) read(m *model.Model, words Words) (*Scenario, model.Problems) {
	r.m, r.words = m, words
	root := r.index.Root
	if f := root.Child("factory"); f != nil && f.Kind == span.Table {
		r.key(f, "this is a factory file; a scenario names one: factory = \"factory.toml\"")
		return nil, r.sorted()
	}
	if !r.format(root) {
		return nil, r.sorted()
	}
	r.known(root, "a scenario", topKeys...)
	if u := root.Child("use"); u != nil {
		r.key(u, "`use` is reserved for a later format")
	}
	r.s.Title, r.s.Question = r.bilingual(root.Child("title")), r.bilingual(root.Child("question"))
	r.factory(root)
	r.measures(root.Child("measure"))
	r.run(root)
	r.whatIfs(root.Child("what-if"))
	r.sweeps(root.Child("sweep"))
	r.events(root.Child("event"))
	r.expectations(root.Child("expect"))
	if r.problems.Err() != nil {
		return nil, r.sorted()
	}
	return r.s, r.sorted()
}

// format checks the first key. It is false when the file is too new to be read.
func (r *reader) format(root *span.Node) bool {
	n := root.Child("format")
	if n == nil {
		r.add(span.Range{}, "format", "a scenario begins with the line: format = %d", model.Format)
		return true
	}
	v, ok := r.of(n).(int64)
	switch {
	case !ok || v < 1:
		r.value(n, "want format = %d", model.Format)
	case v > model.Format:
		r.value(n, "this file has format %d; this version of Takt reads format %d and none newer", v, model.Format)
		return false
	case root.Children[0] != n:
		r.key(n, "format = %d stands before everything else", model.Format)
	}
	return true
}

func (r *reader) factory(root *span.Node) {
	n := root.Child("factory")
	if n == nil {
		r.add(span.Range{}, "factory", "a scenario names its factory: factory = \"factory.toml\"")
		return
	}
	s, ok := r.text(n, "the name of a factory file")
	if ok && strings.TrimSpace(s) == "" {
		r.value(n, "want the name of a factory file")
	}
	r.s.Factory = s
}

// maxReplications bounds what one scenario may ask for.
const maxReplications = 1_000_000

func (r *reader) run(root *span.Node) {
	run := &r.s.Run
	run.Seed, run.AutoWarmUp = 1, true
	n := root.Child("run")
	if n == nil {
		r.add(span.Range{}, "run", "a scenario says how long to run: [run] with length = \"12 weeks\"")
		return
	}
	if !r.table(n) {
		return
	}
	r.known(n, "[run]", "length", "warm-up", "replications", "precision", "seed")
	length := n.Child("length")
	if length == nil {
		r.value(n, "the length is missing: length = \"12 weeks\"")
	} else if v, ok := r.time(length); ok {
		if run.Length = v; v <= 0 {
			r.value(length, "a run takes some time")
		}
	}
	r.warmUp(n.Child("warm-up"))
	times, precision := n.Child("replications"), n.Child("precision")
	switch {
	case times != nil && precision != nil:
		r.key(precision, "either the replications are given or the precision, not both")
	case precision != nil:
		r.precision(precision)
	case times != nil:
		v, _ := r.whole(times, 1, maxReplications)
		run.Replications = int(v)
	default:
		run.Replications = 20
	}
	if seed := n.Child("seed"); seed != nil {
		v, _ := r.whole(seed, 0, 1<<62)
		run.Seed = uint64(v)
	}
}

func (r *reader) warmUp(n *span.Node) {
	run := &r.s.Run
	if n == nil || r.of(n) == "auto" {
		return
	}
	run.AutoWarmUp = false
	v, ok := r.time(n)
	switch run.WarmUp = v; {
	case !ok:
	case v < 0:
		r.value(n, "a warm-up cannot be negative; \"0 s\" is none")
	case run.Length > 0 && v >= run.Length:
		r.value(n, "the warm-up (%s) leaves nothing of the run (%s) to measure", unit.FormatTime(v), unit.FormatTime(run.Length))
	}
}

// precision reads { output = "1 %" }.
func (r *reader) precision(n *span.Node) {
	if n.Kind != span.Table || len(n.Children) == 0 {
		r.value(n, "want a precision for some measure: { output = \"1 %%\" }")
		return
	}
	for _, c := range n.Children {
		if !r.hasMeasure(c.Name) {
			r.key(c, "there is no measure %q%s", c.Name, meant(c.Name, r.measureNames()))
			continue
		}
		s, ok := r.text(c, "a share such as \"1 %\"")
		if !ok {
			continue
		}
		v, err := unit.ParseAs(s, unit.Share)
		switch {
		case err != nil:
			r.unitError(c, 0, err)
		case v < 1e-4 || v >= 1:
			r.value(c, "want a precision from 0.01 %% up to 99 %%")
		default:
			r.s.Run.Precision = append(r.s.Run.Precision, Precision{Measure: c.Name, Relative: v, Pos: r.pos(c.Text)})
		}
	}
}
