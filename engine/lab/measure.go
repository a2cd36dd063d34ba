package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/unit"
)

// Measure is one figure that is asked of every run. Where its path has a pattern,
// so that it has several targets, counts are added up and all else is averaged
// over the targets, each with the same weight.
type Measure struct {
	Name    string   // what the experiment calls it
	Text    string   // "wash.dock.parts per scheduled hour"
	Targets []string // "wash.dock", "part.housing"; "" is the root
	What    string   // the name of the figure: "parts"
	Per     scenario.Per
	Count   bool     // a count, so that targets are added up
	Dim     unit.Dim // of the figure, its Per included; values are in the base unit, a throughput in 1/s
}

func measureOf(x *scenario.Measure) Measure {
	m := Measure{Name: x.Name, Text: x.Text, What: x.Kind.Name, Per: x.Per, Count: x.Kind.Count || x.Kind.Dim == unit.Count, Dim: x.Dim()}
	for _, t := range x.Targets {
		if t.Node != nil {
			m.Targets = append(m.Targets, t.Node.Path)
		} else {
			m.Targets = append(m.Targets, t.Path())
		}
	}
	return m
}

// Words are the figures that the engine has of parts and crews, for reading
// scenarios.
func Words() scenario.Words {
	return scenario.Words{Part: plant.PartMeasures, Crew: plant.CrewMeasures}
}

// ParseMeasure reads a measure as a scenario writes it, such as
// "wash.dock.parts per hour" or "machining.*.drill.blocked".
func ParseMeasure(m *model.Model, name, text string) (Measure, error) {
	for _, r := range text {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return Measure{}, fmt.Errorf("%q is no measure", text)
		}
	}
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	src := "format = " + strconv.Itoa(model.Format) + "\nfactory = \"-\"\n[run]\nlength = \"1 h\"\n[measure]\nm = " + quoted + "\n"
	s, problems := scenario.Parse("measure", []byte(src), m, Words())
	if s == nil {
		for _, p := range problems {
			if !p.Warning {
				return Measure{}, fmt.Errorf("%s: %s", text, p.Msg)
			}
		}
	}
	x := measureOf(&s.Measures[0])
	x.Name = name
	return x, nil
}

// figureOf is where a measure is read in the reports of one case.
type figureOf struct {
	nodes, parts []int
	crews        []*model.Crew
}

func (m *Measure) resolve(in *model.Model) (figureOf, error) {
	var f figureOf
	for _, t := range m.Targets {
		if name, ok := strings.CutPrefix(t, "part."); ok && in.Node(t) == nil {
			p := in.Part(name)
			if p == nil {
				return f, fmt.Errorf("there is no part %q", name)
			}
			f.parts = append(f.parts, p.Index)
			continue
		}
		if name, ok := strings.CutPrefix(t, "people."); ok && in.Node(t) == nil {
			c := in.Crew(name)
			if c == nil {
				return f, fmt.Errorf("there is no crew %q", name)
			}
			f.crews = append(f.crews, c)
			continue
		}
		n := in.Node(t)
		if n == nil {
			return f, fmt.Errorf("there is no place %q", t)
		}
		f.nodes = append(f.nodes, n.Index)
	}
	if len(f.nodes)+len(f.parts)+len(f.crews) == 0 {
		return f, fmt.Errorf("it measures nothing")
	}
	return f, nil
}

// Read takes the measure from a report of a plant of the model.
func (m *Measure) Read(in *model.Model, r *plant.Report) (float64, error) {
	f, err := m.resolve(in)
	if err != nil {
		return 0, err
	}
	return m.read(f, r)
}

// read takes the measure from a report; NaN where there was nothing to measure,
// such as the lead time when no part was finished.
func (m *Measure) read(f figureOf, r *plant.Report) (float64, error) {
	per := plant.PerRun
	scale := 1.0
	if m.Per.Seconds > 0 {
		per, scale = plant.PerHour, 1.0/3600
		if m.Per.Scheduled {
			per = plant.PerScheduledHour
		}
	}
	sum, n := 0.0, 0
	add := func(v float64, err error, measured bool) error {
		if err == nil && measured {
			sum += v * scale
			n++
		}
		return err
	}
	for _, i := range f.nodes {
		v, err := r.Measure(i, m.What, per)
		if err := add(v, err, nodeMeasured(&r.Rows[i], m.What) && !(m.Per.Scheduled && shut(&r.Rows[i]))); err != nil {
			return 0, err
		}
	}
	for _, i := range f.parts {
		v, err := r.PartMeasure(i, m.What, per)
		if err := add(v, err, partMeasured(&r.Types[i], m.What)); err != nil {
			return 0, err
		}
	}
	for _, c := range f.crews {
		v, err := r.CrewMeasure(c, m.What)
		if err := add(v, err, true); err != nil {
			return 0, err
		}
	}
	switch {
	case n == 0:
		return math.NaN(), nil
	case m.Count:
		return sum, nil
	}
	return sum / float64(n), nil
}

// nodeMeasured reports whether the row had anything to measure what by.
func nodeMeasured(r *plant.Row, what string) bool {
	switch what {
	case "parts", "lost", "failures", "setups", "wip":
		return r.Elapsed > 0
	case "wait":
		return r.WaitN > 0
	case "quality", "performance", "oee":
		return r.Parts > 0
	case "utilisation":
		return r.Scheduled() > 0 || r.Node.Is("tool")
	case "off":
		return r.Elapsed > 0 && r.Slots > 0
	}
	return r.Scheduled() > 0
}

// shut reports whether the place had no shift at all while it was measured.
func shut(r *plant.Row) bool {
	cal := r.Node.Calendar
	return cal != nil && cal.Scheduled(int64(r.Since), int64(r.Since+r.Elapsed)) == 0
}

// partMeasured is nodeMeasured for a part type.
func partMeasured(t *plant.TypeRow, what string) bool {
	switch what {
	case "lead-time", "lead-time-90", "tardiness", "late":
		return t.Stat.Lead.N > 0
	}
	return t.Elapsed > 0
}
