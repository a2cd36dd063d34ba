// Package scenario reads scenario.toml: what is asked of a factory. How long
// to run and how often, what to measure, which variants to compare, what
// happens during a run, and what is expected to come out.
//
// Load reads a scenario and the factory it names; Parse checks a scenario
// against a model that is there already. Both tell all mistakes at once, with
// their places, as package model does.
package scenario

import (
	"fmt"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/unit"
)

// Baseline is the name of the factory as it is written, which is always run.
const Baseline = "baseline"

// Scenario is a checked scenario.
type Scenario struct {
	File         string // as it was given to Parse
	Factory      string // the factory file, beside the scenario's folder
	Title        Text
	Question     Text
	Run          Run
	Measures     []Measure // in file order, as all lists here
	WhatIfs      []WhatIf
	Sweeps       []Sweep
	Events       []Event
	Expectations []Expectation
}

// Text is a text for people, in English and Chinese. A text that was written
// without a language stands in both.
type Text struct{ EN, ZH string }

// In is the text in a language, "en" or "zh" (or "zh-CN"), as far as it is
// there, else in the other.
func (t Text) In(language string) string {
	if strings.HasPrefix(strings.ToLower(language), "zh") && t.ZH != "" || t.EN == "" {
		return t.ZH
	}
	return t.EN
}

// Run says how long and how often to run.
type Run struct {
	Length       float64     // s, of a whole run, its warm-up included
	WarmUp       float64     // s that are not measured; 0 with AutoWarmUp
	AutoWarmUp   bool        // find it out from the data (MSER-5)
	Replications int         // 0: as many as Precision takes
	Precision    []Precision // what to reach; empty when Replications is given
	Seed         uint64
}

// Precision is how narrow an interval must become.
type Precision struct {
	Measure  string  // one of the scenario's measures
	Relative float64 // half of the 95 % interval over the mean, 0..1
	Pos      model.Pos
}

// Per is the time to which a count is related. The zero Per is none.
type Per struct {
	Seconds   float64 // 3600 for "per hour"
	Scheduled bool    // of the shifts of the place, not of the calendar
}

// Measure is one figure that is asked for.
type Measure struct {
	Name    string        // what the scenario calls it
	Text    string        // "wash.dock.parts per scheduled hour"
	Path    string        // "wash.dock", "part.housing", "machining.*.drill"
	Kind    model.Measure // what is measured there
	Targets []Target      // what Path means, at least one
	Per     Per
	Pos     model.Pos
}

// Target is a place, a part type or a crew: one of the three.
type Target struct {
	Node *model.Node
	Part *model.Part
	Crew *model.Crew
}

// Path is the target as a measure names it: "wash.dock", "part.housing".
func (t Target) Path() string {
	switch {
	case t.Part != nil:
		return "part." + t.Part.Name
	case t.Crew != nil:
		return "people." + t.Crew.Name
	case t.Node == nil:
		return ""
	case t.Node.Path == "":
		return t.Node.Kind.Name
	}
	return t.Node.Path
}

// Dim is the dimension of the figure. A count per time is a throughput, a
// count alone is a Count.
func (m *Measure) Dim() unit.Dim {
	d := m.Kind.Dim
	if m.Kind.Count {
		d = unit.Count
	}
	if m.Per.Seconds > 0 {
		return d.Per(unit.Time)
	}
	return d
}

// WhatIf is a variant: the factory with some values changed.
type WhatIf struct {
	Name string
	Why  Text
	Sets []model.Setting
	Pos  model.Pos
}

// Sweep is a grid of variants.
type Sweep struct {
	Name string
	Why  Text
	Axes []Axis
	Pos  model.Pos
}

// Axis is what one key of a sweep goes through: for each step the settings
// that it stands for (several when its path has a pattern) and a label.
type Axis struct {
	Path   string
	Labels []string
	Steps  [][]model.Setting
}

// Points lists the variants of a sweep, the last axis changing fastest. Their
// names are "batch-size=2", with several axes "batch-size=2,8".
func (s *Sweep) Points() []WhatIf {
	points := []WhatIf{{Why: s.Why, Pos: s.Pos}}
	for i, axis := range s.Axes {
		var next []WhatIf
		for _, p := range points {
			for k, label := range axis.Labels {
				q := WhatIf{Name: p.Name + "," + label, Why: p.Why, Pos: p.Pos}
				if i == 0 {
					q.Name = s.Name + "=" + label
				}
				q.Sets = append(append(q.Sets, p.Sets...), axis.Steps[k]...)
				next = append(next, q)
			}
		}
		points = next
	}
	return points
}

// Variants lists everything to run: the baseline, the what-ifs, and the points
// of the sweeps.
func (s *Scenario) Variants() []WhatIf {
	out := append([]WhatIf{{Name: Baseline}}, s.WhatIfs...)
	for i := range s.Sweeps {
		out = append(out, s.Sweeps[i].Points()...)
	}
	return out
}

// Measure finds a measure by name, or gives nil.
func (s *Scenario) Measure(name string) *Measure {
	for i := range s.Measures {
		if s.Measures[i].Name == name {
			return &s.Measures[i]
		}
	}
	return nil
}

// Event happens in every run.
type Event struct {
	At     float64 // s since the model's clock
	Action Action
	Pos    model.Pos
}

// Verb is what an action does.
type Verb uint8

// The verbs of actions.
const (
	Stop    Verb = 1 + iota // stop places and all in them, for a time or until a start
	Start                   // take a stop back
	Set                     // change a value
	Release                 // send parts of a type from a source
	Break                   // break places down, and all in them: by a failure, for a time, or until they are repaired as usual
	Repair                  // end what has places down, and all in them
	Speed                   // have places, and all in them, work faster or slower, for a time or for good
)

var verbs = []string{Stop: "stop", Start: "start", Set: "set", Release: "release", Break: "break", Repair: "repair", Speed: "speed"}

// String is the verb as it is written.
func (v Verb) String() string {
	if v == 0 || int(v) >= len(verbs) {
		return fmt.Sprintf("Verb(%d)", uint8(v))
	}
	return verbs[v]
}

// Action is what an event does.
type Action struct {
	Verb  Verb
	Text  string          // as it was written
	Nodes []*model.Node   // the places it is done to, at least one
	For   float64         // s; 0: until a start (Stop), until it is repaired as usual (Break), for good (Speed)
	Sets  []model.Setting // one for each place (Set)
	Part  *model.Part     // Release
	N     int             // how many parts (Release)

	Failure string  // the name of a failure, "" for none (Break)
	Factor  float64 // of the usual speed, 1 for 100 % (Speed)
}

// Expectation is a comparison that must hold. It concerns every target of its
// measure.
type Expectation struct {
	Case       string // a variant's name
	Measure    string // one of the scenario's measures
	Difference bool   // from the baseline, paired, instead of the figure itself
	Op         string // "<", "<=", ">", ">=", "="
	Bound      float64
	Within     float64 // with "=": how far from Bound it may be
	Dim        unit.Dim
	Text       string // as it was written
	Pos        model.Pos
}

// Words are the figures that are not of places: the kinds of places bring
// their own. They come from the engine that runs the factory.
type Words struct {
	Part []model.Measure // of part.X
	Crew []model.Measure // of people.X
}
