package lab_test

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// slowWasher asks what a faster washer brings.
func slowWasher() (*lab.Experiment, error) {
	b := model.New("Wash", plant.Registry())
	b.Part("gear", nil)
	l := b.Line("line")
	l.Add("store", "source", model.Keys{"part": "gear"})
	l.Add("mill", "machine", model.Keys{"cycle": "60 s"})
	l.Add("wash", "machine", model.Keys{"cycle": "100 s"})
	l.Add("dock", "sink", nil)
	l.Flow("store -> mill -> wash -> dock")
	m, problems := b.Model()
	if err := problems.Err(); err != nil {
		return nil, err
	}
	faster, problems := m.With([]model.Setting{{Path: []string{"line", "wash", "cycle"}, Value: "80 s"}})
	if err := problems.Err(); err != nil {
		return nil, err
	}
	output, err := lab.ParseMeasure(m, "output", "line.dock.parts")
	return &lab.Experiment{
		Cases:  []lab.Case{{Name: "baseline", Model: m}, {Name: "faster", Model: faster}},
		Length: 25 * engine.Hour, WarmUp: engine.Hour, Replications: 20, Measures: []lab.Measure{output},
	}, err
}
