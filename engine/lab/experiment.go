package lab

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/plant"
)

// Experiment is a question to a factory. Fill it in, or make it from a scenario
// with FromScenario, then Run it, once. It must not be changed afterwards.
type Experiment struct {
	Cases        []Case      // the first is the baseline
	Length       engine.Time // of a run, its warm-up included
	WarmUp       engine.Time // the beginning of a run that is not measured
	AutoWarmUp   bool        // find the warm-up out by MSER-5 on pilot runs
	Replications int         // runs of each case; 0: as many as Precision takes
	Precision    []Precision
	Most         int // replications at most with Precision; 0: 500
	Seed         uint64
	Measures     []Measure // the first is the main one: it decides the warm-up
	Events       []Event   // in every run
	Expect       []scenario.Expectation

	once     sync.Once
	ready    error
	resolved [][]figureOf // by case and measure: what to read
	flows    []graph      // by case
	progress counters
}

// Case is one variant of the factory.
type Case struct {
	Name  string
	Why   scenario.Text
	Model *model.Model

	plant *plant.Plant
}

// Precision is how narrow the 95 % interval of a measure must become in every
// case.
type Precision struct {
	Measure string
	Share   float64 // half of the interval over the mean
}

// Event is an input to every run.
type Event struct {
	At   engine.Time
	Do   scenario.Verb
	Path string      // of the place; not of a Set
	For  engine.Time // of a stop, a break or a speed; 0: as scenario.Action says
	Part string      // of a release
	N    int         // parts of a release
	Sets []model.Setting

	Failure string  // of a break; "" for none
	Factor  float64 // of a speed
}

// FromScenario makes the experiment that a scenario describes on its model.
func FromScenario(s *scenario.Scenario, m *model.Model) (*Experiment, error) {
	e := &Experiment{
		Length: engine.Seconds(s.Run.Length), WarmUp: engine.Seconds(s.Run.WarmUp), AutoWarmUp: s.Run.AutoWarmUp,
		Replications: s.Run.Replications, Seed: s.Run.Seed, Expect: s.Expectations,
	}
	for _, v := range s.Variants() {
		c := Case{Name: v.Name, Why: v.Why, Model: m}
		if len(v.Sets) > 0 {
			changed, problems := m.With(v.Sets)
			if err := problems.Err(); err != nil {
				return nil, fmt.Errorf("%s: %w", v.Name, err)
			}
			c.Model = changed
		}
		e.Cases = append(e.Cases, c)
	}
	for i := range s.Measures {
		e.Measures = append(e.Measures, measureOf(&s.Measures[i]))
	}
	for _, p := range s.Run.Precision {
		e.Precision = append(e.Precision, Precision{p.Measure, p.Relative})
	}
	for _, v := range s.Events {
		e.event(v)
	}
	return e, nil
}

func (e *Experiment) event(v scenario.Event) {
	a := v.Action
	x := Event{At: engine.Seconds(v.At), Do: a.Verb, For: engine.Seconds(a.For), N: a.N, Sets: a.Sets, Failure: a.Failure, Factor: a.Factor}
	if a.Verb == scenario.Set {
		e.Events = append(e.Events, x)
		return
	}
	if a.Part != nil {
		x.Part = a.Part.Name
	}
	for _, n := range a.Nodes {
		x.Path = n.Path
		e.Events = append(e.Events, x)
	}
}

// Check compiles the cases and finds what the measures, events and expectations
// name in each of them. Run does it by itself.
func (e *Experiment) Check() error {
	e.once.Do(func() { e.ready = e.prepare() })
	return e.ready
}

// longest is the length that a run may have: the clock ends after 292 years.
const longest = 100 * 365 * engine.Day

func (e *Experiment) prepare() error {
	switch {
	case len(e.Cases) == 0:
		return fmt.Errorf("the experiment has no case")
	case e.Length <= 0:
		return fmt.Errorf("the experiment has no length")
	case e.Length > longest:
		return fmt.Errorf("a run may last 100 years at most")
	case e.WarmUp < 0 || e.WarmUp >= e.Length:
		return fmt.Errorf("the warm-up (%v) leaves nothing of the run (%v) to measure", e.WarmUp, e.Length)
	case e.Replications < 0:
		return fmt.Errorf("%d replications", e.Replications)
	}
	e.Events = slices.Clone(e.Events)
	slices.SortStableFunc(e.Events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	for i := range e.Cases {
		c := &e.Cases[i]
		if err := e.compile(c); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		var row []figureOf
		for k := range e.Measures {
			f, err := e.Measures[k].resolve(c.Model)
			if err != nil {
				return fmt.Errorf("%s: measure %s: %w", c.Name, e.Measures[k].Name, err)
			}
			row = append(row, f)
		}
		e.resolved = append(e.resolved, row)
		e.flows = append(e.flows, newGraph(c.Model, c.plant))
		if err := e.feed(c.plant.New(0, 0)); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return e.checkNames()
}

// compile makes the plant of a case, and what events turn it into.
func (e *Experiment) compile(c *Case) (err error) {
	if c.plant, err = plant.Compile(c.Model); err != nil {
		return err
	}
	var sets []model.Setting
	var edits []*model.Model
	for _, v := range e.Events {
		if v.Do != scenario.Set {
			continue
		}
		sets = append(sets, v.Sets...)
		m, problems := c.Model.With(sets)
		if err := problems.Err(); err != nil {
			return err
		}
		if len(m.Nodes) != len(c.Model.Nodes) {
			return model.Problems{v.Sets[0].Pos.Problem("", "an event cannot add a place: figures are of the places that are there from the start; add it as a what-if")}.Err()
		}
		edits = append(edits, m)
	}
	if len(edits) > 0 {
		c.plant, err = c.plant.WithEdits(edits)
	}
	return err
}

// checkNames finds the measures and cases that precisions and expectations name.
func (e *Experiment) checkNames() error {
	for _, p := range e.Precision {
		if e.measure(p.Measure) < 0 {
			return fmt.Errorf("precision: there is no measure %q", p.Measure)
		}
	}
	for i := range e.Expect {
		x := &e.Expect[i]
		if e.measure(x.Measure) < 0 {
			return fmt.Errorf("expectation %q: there is no measure %q", x.Text, x.Measure)
		}
		if e.caseOf(x.Case) < 0 {
			return fmt.Errorf("expectation %q: there is no case %q", x.Text, x.Case)
		}
	}
	return nil
}

func (e *Experiment) measure(name string) int {
	for i := range e.Measures {
		if e.Measures[i].Name == name {
			return i
		}
	}
	return -1
}

func (e *Experiment) caseOf(name string) int {
	for i := range e.Cases {
		if e.Cases[i].Name == name {
			return i
		}
	}
	return -1
}

// feed gives a run its events.
func (e *Experiment) feed(s *plant.Sim) error {
	edits := 0
	for _, v := range e.Events {
		var err error
		switch v.Do {
		case scenario.Set:
			err = s.Edit(edits, v.At)
			edits++
		case scenario.Stop:
			err = s.StopPlace(v.Path, v.At, v.For)
		case scenario.Start:
			err = s.StartPlace(v.Path, v.At)
		case scenario.Release:
			err = s.Release(v.Path, v.Part, v.N, v.At)
		case scenario.Break:
			err = s.BreakPlace(v.Path, v.Failure, v.At, v.For)
		case scenario.Repair:
			err = s.RepairPlace(v.Path, v.Failure, v.At)
		case scenario.Speed:
			err = s.SetSpeed(v.Path, v.Factor, v.At, v.For)
		default:
			err = fmt.Errorf("an event cannot %v", v.Do)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// counters is what Progress reads.
type counters struct {
	tasks, done, events, running atomic.Int64
	simulated, ahead             atomic.Int64
}

// Progress is how far a running experiment has come.
type Progress struct {
	Tasks     int         // runs known to be needed; may grow with Precision
	Done      int         // runs finished
	Events    uint64      // handled so far, in all runs
	Simulated engine.Time // run so far, in all runs
	Total     engine.Time // to run, in all runs known to be needed
}

// Progress may be asked at any time, from any goroutine.
func (e *Experiment) Progress() Progress {
	p := &e.progress
	return Progress{
		Tasks: int(p.tasks.Load()), Done: int(p.done.Load()), Events: uint64(p.events.Load() + p.running.Load()),
		Simulated: engine.Time(p.simulated.Load() + p.ahead.Load()), Total: engine.Time(p.tasks.Load()) * e.Length,
	}
}
