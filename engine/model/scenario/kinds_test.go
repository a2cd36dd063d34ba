package scenario_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

type source struct {
	Part  *model.Part `key:"part" doc:"what comes"`
	Every random.Dist `key:"every" dim:"time" need:"yes" doc:"time between parts"`
}

type work struct {
	Cycle    model.Times  `key:"cycle" dim:"time" need:"yes" doc:"time for one part"`
	Setup    model.Matrix `key:"setup" dim:"time" doc:"when the part changes"`
	Batch    int          `key:"batch" min:"1" doc:"parts at once"`
	Parallel int          `key:"parallel" min:"1" doc:"machines of the same sort"`
	MTBF     random.Dist  `key:"mtbf" dim:"time" mean:"exponential" doc:"between failures"`
	MTTR     random.Dist  `key:"mttr" dim:"time" mean:"exponential" doc:"to repair"`
	Draw     power        `key:"power" doc:"electricity"`
	Yield    float64      `key:"yield" dim:"share" max:"1" doc:"share that is good"`
	Needs    []model.Need `key:"needs" doc:"people and tools"`
}

type power struct {
	Run   float64 `key:"run" dim:"power" doc:"at work"`
	Idle  float64 `key:"idle" dim:"power" doc:"waiting"`
	Start float64 `key:"start" dim:"energy" doc:"to start"`
}

type buffer struct {
	Room int `key:"room" unlimited:"yes" doc:"parts it holds"`
}

type conveyor struct {
	Length float64 `key:"length" dim:"length" doc:"length"`
	Speed  float64 `key:"speed" dim:"speed" doc:"speed"`
	Gap    float64 `key:"gap" dim:"length" doc:"between parts"`
}

// kinds are enough of a factory for the example.
func kinds() *model.Registry {
	r := model.NewRegistry()
	parts := []model.Measure{{Name: "parts", Count: true}, {Name: "wip", Dim: unit.Count}}
	busy := append(parts, model.Measure{Name: "busy", Dim: unit.Share}, model.Measure{Name: "blocked", Dim: unit.Share}, model.Measure{Name: "energy", Dim: unit.Energy})
	for _, level := range []string{"enterprise", "factory", "workshop", "line"} {
		r.Add(model.Kind{Name: level, Level: true, Passive: true, Measures: busy})
	}
	one := []string{""}
	failures := func(any) []string { return []string{"failure", "spindle"} }
	newWork := func() any { return &work{Batch: 1, Parallel: 1, Yield: 1} }
	r.Add(model.Kind{Name: "source", New: func() any { return &source{} }, Out: one, Measures: parts,
		Demand: func(n *model.Node) (*model.Part, float64) { return n.Spec.(*source).Part, 0.001 }})
	r.Add(model.Kind{Name: "sink", In: one, Measures: parts})
	r.Add(model.Kind{Name: "machine", In: one, Out: one, New: newWork, Measures: busy, Paced: true, Breaks: failures})
	r.Add(model.Kind{Name: "station", In: one, Out: []string{"pass", "fail"}, New: newWork, Measures: busy, Paced: true, Breaks: failures})
	r.Add(model.Kind{Name: "buffer", In: one, Out: one, New: func() any { return &buffer{Room: -1} }, Measures: parts})
	r.Add(model.Kind{Name: "conveyor", In: one, Out: one, New: func() any { return &conveyor{} }, Measures: parts})
	return r
}

var words = scenario.Words{
	Part: []model.Measure{{Name: "lead-time", Dim: unit.Time}, {Name: "parts", Count: true}},
	Crew: []model.Measure{{Name: "utilisation", Dim: unit.Share}},
}

// gearbox is the factory of the example.
func gearbox(t testing.TB) *model.Model {
	t.Helper()
	m, problems := model.Load(filepath.Join("..", "testdata", "gearbox.toml"), kinds())
	if m == nil {
		t.Fatal(problems)
	}
	return m
}

// example is the source of the example's scenario.
func example(t testing.TB) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "second-washer.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}
