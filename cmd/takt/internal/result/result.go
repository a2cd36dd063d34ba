// Package result is what an experiment measured, as plain data: what `takt run
// --json` prints as one object, and what the table and the HTML report are made
// from. Field names are stable; new ones may be added. Times are in seconds,
// shares are 0..1, speeds and the like in the base unit of their dimension.
package result

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
)

// Format is the version of the JSON object. It changes when a field changes
// its meaning or goes away.
const Format = 1

// Baseline is the name of the factory as it is written.
const Baseline = "baseline"

// States are the states of equipment in the order in which they are shown.
var States = []string{"busy", "setup", "waiting", "blocked", "down", "held", "stopped", "off"}

// Result is the outcome of one experiment.
type Result struct {
	Format       int           `json:"format"`
	Engine       string        `json:"engine"`     // version of takt
	ModelHash    string        `json:"model_hash"` // of the baseline's meaning, hexadecimal
	Seed         uint64        `json:"seed"`
	File         string        `json:"file"`               // what was run
	Scenario     string        `json:"scenario,omitempty"` // the scenario's name, when there is one
	Title        string        `json:"title"`              // of the factory
	Question     string        `json:"question,omitempty"`
	Clock        string        `json:"clock"`        // the instant of time 0, RFC 3339
	Length       float64       `json:"length_s"`     // of a replication, warm-up included
	WarmUp       float64       `json:"warm_up_s"`    // cut off before anything is measured
	WarmUpRule   string        `json:"warm_up_rule"` // given, mser-5 or none
	Planned      int           `json:"replications_planned"`
	Events       uint64        `json:"events"`      // simulated in all
	Interrupted  bool          `json:"interrupted"` // ended early; what is here was measured
	Variants     []Variant     `json:"variants"`    // baseline first
	Sweeps       []Sweep       `json:"sweeps"`
	Expectations []Expectation `json:"expectations"`
	Warnings     []string      `json:"warnings"` // of the model and of the statistics, one line each
	Elapsed      float64       `json:"-"`        // s the machine took: no part of a reproducible result
}

// Variant is the factory under one set of changes.
type Variant struct {
	Name         string     `json:"name"`
	Title        string     `json:"title,omitempty"`
	Why          string     `json:"why,omitempty"`
	Changes      []Change   `json:"changes"`
	Replications int        `json:"replications"`
	Places       []Place    `json:"places"` // in file order, levels before what is in them
	Parts        []Part     `json:"parts"`
	Output       Interval   `json:"output_per_hour"` // good parts out of the plant, per hour of calendar time
	WIP          Interval   `json:"wip"`             // parts in the plant
	LeadTime     Interval   `json:"lead_time_s"`     // over all part types
	Bottleneck   Bottleneck `json:"bottleneck"`
	Measures     []Measure  `json:"measures"`
	Series       []Series   `json:"series"`
}

// Change is one setting of a what-if.
type Change struct {
	Path  string `json:"path"` // wash.washer.parallel
	Value string `json:"value"`
}

// Place is what was measured at a place, averaged over the replications.
type Place struct {
	Path     string             `json:"path"`
	Title    string             `json:"title"`
	Kind     string             `json:"kind"`
	Depth    int                `json:"depth"`  // 0 for the root
	Works    bool               `json:"works"`  // it works on parts, or is a level in which something does
	Level    bool               `json:"level"`  // a level: the sum of what is in it
	States   map[string]float64 `json:"states"` // share of the scheduled time by state; of off, of all time
	Parts    Interval           `json:"parts"`  // gone through
	WIP      float64            `json:"wip"`
	Wait     float64            `json:"wait_s"` // in line before it, on average
	OEE      Interval           `json:"oee"`
	Quality  float64            `json:"quality"`
	Failures float64            `json:"failures"`
	Setups   float64            `json:"setups"`
}

// Part is what was measured for one part type.
type Part struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Output   Interval `json:"output_per_hour"`
	LeadTime Interval `json:"lead_time_s"`
	Lead90   Interval `json:"lead_time_90_s"`
	WIP      Interval `json:"wip"`
	Scrapped float64  `json:"scrapped"`
}

// Bottleneck names what holds the plant back. How it is found is told in package
// lab.
type Bottleneck struct {
	Path        string   `json:"path"` // "" when nothing was active
	Title       string   `json:"title"`
	Held        Interval `json:"held"`         // share of the measured time in which the output waited for it
	ByActive    bool     `json:"by_active"`    // no part came out, so that the longest active periods decided
	Demand      *Ref     `json:"demand"`       // the source that the output waits for more than for any equipment; null: none
	Reason      string   `json:"reason"`       // the state it is in for most of the time that the output waits for it
	ReasonShare float64  `json:"reason_share"` // of that time
	Ties        []Ref    `json:"ties"`         // what the data do not tell apart from it
	Active      float64  `json:"active"`       // share of its scheduled time busy, in set-up, down, held or stopped
	Busy        float64  `json:"busy"`         // share of its scheduled time at work
	Up          *Ref     `json:"up"`           // the neighbour upstream that is blocked most
	UpBlocked   float64  `json:"up_blocked"`
	Down        *Ref     `json:"down"` // the neighbour downstream that waits most
	DownWaiting float64  `json:"down_waiting"`
}

// Ref names a place.
type Ref struct {
	Path  string `json:"path"`
	Title string `json:"title"`
}

// Measure is one figure that the scenario asked for.
type Measure struct {
	Name       string    `json:"name"`
	Text       string    `json:"text"`     // as the scenario says it
	Dim        string    `json:"dim"`      // name of the dimension, "" for a plain number
	Unit       string    `json:"shown_in"` // what people read behind plain numbers, such as "/h"
	Base       string    `json:"unit"`     // of the numbers here: SI, such as "1/s"
	Value      Interval  `json:"value"`
	Difference *Interval `json:"difference,omitempty"` // from the baseline, paired
}

// Interval is a mean over replications with its 95 % confidence interval. Half
// is NaN, and null in JSON, where there are too few replications to say.
type Interval struct {
	Mean, Half float64
	N          int
}

// Low is the lower end of the interval.
func (i Interval) Low() float64 { return i.Mean - i.Half }

// High is the upper end of the interval.
func (i Interval) High() float64 { return i.Mean + i.Half }

// Known reports whether the interval has a width.
func (i Interval) Known() bool { return !math.IsNaN(i.Half) && !math.IsInf(i.Half, 0) }

// Clear reports whether the interval leaves out 0. It does not when it has a
// width and comes from fewer than 20 pairs: from so few nothing is claimed.
func (i Interval) Clear() bool {
	return i.Known() && i.N > 1 && (i.N >= 20 || i.Half == 0) && (i.Low() > 0 || i.High() < 0)
}

// MarshalJSON writes mean, half, low, high and n.
func (i Interval) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Mean any `json:"mean"`
		Half any `json:"half"`
		Low  any `json:"low"`
		High any `json:"high"`
		N    int `json:"n"`
	}{finite(i.Mean), finite(i.Half), finite(i.Low()), finite(i.High()), i.N})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (i *Interval) UnmarshalJSON(data []byte) error {
	var v struct {
		Mean, Half *float64
		N          int
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	i.Mean, i.Half, i.N = math.NaN(), math.NaN(), v.N
	if v.Mean != nil {
		i.Mean = *v.Mean
	}
	if v.Half != nil {
		i.Half = *v.Half
	}
	return nil
}

func finite(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// Series is a figure over time: its mean over the replications and the band in
// which 90 % of them lie.
type Series struct {
	Name string    `json:"name"` // output or wip
	Unit string    `json:"unit"`
	At   []float64 `json:"at_s"` // ends of the intervals
	Mean []float64 `json:"mean"`
	Low  []float64 `json:"low"`
	High []float64 `json:"high"`
}

// Sweep is one quantity varied.
type Sweep struct {
	Name   string       `json:"name"`
	Path   string       `json:"path"` // what is varied
	Points []SweepPoint `json:"points"`
}

// SweepPoint is what was measured at one value.
type SweepPoint struct {
	Value        string    `json:"value"`
	Replications int       `json:"replications"`
	Measures     []Measure `json:"measures"`
}

// Scale is how measure k is shown at all points of the sweep: in the unit that
// suits its median.
func (s *Sweep) Scale(k int) Scale {
	var means []float64
	for _, p := range s.Points {
		means = append(means, p.Measures[k].Value.Mean)
	}
	slices.Sort(means)
	m := s.Points[0].Measures[k]
	return ScaleFor(m.Dim, m.Unit, means[len(means)/2])
}

// The verdicts on an expectation.
const (
	Holds     = "holds"
	Fails     = "fails"
	Undecided = "undecided"
)

// Expectation is one line of [expect] and its verdict.
type Expectation struct {
	Variant string   `json:"variant"`
	Text    string   `json:"text"`
	Verdict string   `json:"verdict"`
	Value   Interval `json:"value"`
	Dim     string   `json:"dim"`
	Unit    string   `json:"shown_in"`
	Base    string   `json:"unit"`
	Pos     string   `json:"pos"`              // file:line:col
	Needed  int      `json:"needed,omitempty"` // replications that would decide; 0 when no number would
}

// Failed reports whether an expectation did not hold.
func (r *Result) Failed() bool {
	for _, e := range r.Expectations {
		if e.Verdict != Holds {
			return true
		}
	}
	return false
}

// Base is the baseline, or nil when nothing was measured.
func (r *Result) Base() *Variant {
	if len(r.Variants) == 0 {
		return nil
	}
	return &r.Variants[0]
}

// Scale is how a measure is shown in every variant: in the unit that suits the
// baseline, so that figures can be compared at a glance.
func (r *Result) Scale(m *Measure) Scale {
	like := m.Value.Mean
	if base := r.Base(); base != nil {
		if o := base.Measure(m.Name); o != nil && o.Value.Mean != 0 {
			like = o.Value.Mean
		}
	}
	return ScaleFor(m.Dim, m.Unit, like)
}

// Measure finds a measure by name, or gives nil.
func (v *Variant) Measure(name string) *Measure {
	for i := range v.Measures {
		if v.Measures[i].Name == name {
			return &v.Measures[i]
		}
	}
	return nil
}

// Stops reports which states occur anywhere among the places that work, in the
// order of [States]; busy, waiting and blocked always do.
func (v *Variant) Stops() []string {
	var out []string
	for _, st := range States {
		occurs := st == "busy" || st == "waiting" || st == "blocked" || st == "down" || st == "setup"
		for _, p := range v.Places {
			occurs = occurs || p.Works && p.States[st] > 0
		}
		if occurs {
			out = append(out, st)
		}
	}
	return out
}

// Rows are the places to show when there is room for most of them: all, or the
// levels and the equipment with the highest utilisation, in file order. Buffers,
// sources and sinks go first. left is how many are not shown.
func (v *Variant) Rows(most int) (rows []*Place, left int) {
	if len(v.Places) <= most {
		for i := range v.Places {
			rows = append(rows, &v.Places[i])
		}
		return rows, 0
	}
	order := make([]*Place, 0, len(v.Places))
	for i := range v.Places {
		order = append(order, &v.Places[i])
	}
	slices.SortStableFunc(order, func(a, b *Place) int {
		return cmp.Compare(b.weight(), a.weight())
	})
	shown := map[*Place]bool{}
	for _, p := range order[:most] {
		shown[p] = true
	}
	for i := range v.Places {
		if p := &v.Places[i]; shown[p] {
			rows = append(rows, p)
		}
	}
	return rows, len(v.Places) - most
}

// Working is the equipment that works on parts, at most so many of the highest
// utilisation, in file order. left is how many are not among them.
func (v *Variant) Working(most int) (list []*Place, left int) {
	only := Variant{}
	for _, p := range v.Places {
		if p.Works && !p.Level {
			only.Places = append(only.Places, p)
		}
	}
	return only.Rows(most)
}

// weight is how much a place deserves to be shown.
func (p *Place) weight() float64 {
	switch {
	case p.Level:
		return 3 - float64(p.Depth)/10
	case p.Works:
		return 1 + p.Utilisation()
	}
	return 0
}

// Utilisation is the share of the scheduled time that is neither waiting nor
// blocked.
func (p *Place) Utilisation() float64 { return 1 - p.States["waiting"] - p.States["blocked"] }
