package model_test

import (
	"math"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

// The kinds of these tests: those that FORMAT.md uses, in small.

type power struct {
	Run   float64 `key:"run" dim:"power" doc:"while it works"`
	Idle  float64 `key:"idle" dim:"power" doc:"while it waits"`
	Start float64 `key:"start" dim:"energy" doc:"for one start"`
}

type source struct {
	Part  *model.Part `key:"part" need:"yes" doc:"what it makes"`
	Every random.Dist `key:"every" dim:"time" need:"yes" doc:"time between two parts"`
}

type machine struct {
	Cycle    model.Times  `key:"cycle" dim:"time" need:"yes" doc:"time for one part or batch"`
	Setup    model.Matrix `key:"setup" dim:"time" doc:"when the part type changes"`
	MTBF     random.Dist  `key:"mtbf" dim:"time" mean:"exponential" doc:"operating time between failures"`
	MTTR     random.Dist  `key:"mttr" dim:"time" mean:"exponential" doc:"time to repair"`
	Batch    int          `key:"batch" min:"1" default:"1" doc:"parts worked on together"`
	Parallel int          `key:"parallel" min:"1" default:"1" doc:"how many alike stand here"`
	Dispatch string       `key:"dispatch" enum:"fifo|lifo|edd|spt" default:"fifo" doc:"who goes first"`
	By       model.Expr   `key:"by" doc:"who goes first, the smallest value"`
	Needs    []model.Need `key:"needs" doc:"people and tools"`
	Power    power        `key:"power" doc:"what it draws"`
}

type station struct {
	machine
	Yield float64 `key:"yield" dim:"share" max:"100 %" default:"100 %" doc:"share that is good"`
}

type buffer struct {
	Room int `key:"room" min:"1" unlimited:"yes" default:"unlimited" doc:"parts it holds"`
}

type conveyor struct {
	Length float64 `key:"length" dim:"length" need:"yes" doc:"from end to end"`
	Speed  float64 `key:"speed" dim:"speed" need:"yes" doc:"of the belt"`
	Gap    float64 `key:"gap" dim:"length" doc:"between two parts"`
}

type tool struct {
	N int `key:"n" min:"1" default:"1" doc:"how many there are"`
}

type building struct {
	Walls   [][2]float64 `key:"walls" dim:"length" min:"none" doc:"a line of corners"`
	Columns struct {
		Every [2]float64 `key:"every" dim:"length" doc:"grid"`
		Size  [2]float64 `key:"size" dim:"length" doc:"footprint"`
	} `key:"columns" doc:"a grid of columns"`
	KeepOut [][][2]float64 `key:"keep-out" dim:"length" min:"none" doc:"areas to keep free"`
}

func mean(t *model.Times, p *model.Part) float64 {
	d, ok := t.Of(p)
	if !ok {
		return math.Inf(1)
	}
	return d.Mean()
}

func kinds() *model.Registry {
	r := model.NewRegistry()
	for _, level := range []string{"enterprise", "factory", "workshop", "line", "group"} {
		r.Add(model.Kind{Name: level, Doc: "A level.", Level: true, Passive: true})
	}
	one := []string{""}
	r.Add(model.Kind{Name: "source", Doc: "Where parts come from.", New: func() any { return &source{} }, Out: one,
		Demand: func(n *model.Node) (*model.Part, float64) {
			s := n.Spec.(*source)
			return s.Part, 1 / s.Every.Mean()
		}})
	r.Add(model.Kind{Name: "sink", Doc: "Where parts go.", In: one, Room: func(any, *model.Node) int { return -1 },
		Measures: []model.Measure{{Name: "parts", Count: true, Doc: "parts that arrived"}}})
	r.Add(model.Kind{Name: "machine", Doc: "Works on parts.", In: one, Out: one, New: func() any { return &machine{Batch: 1, Parallel: 1} },
		Capacity: func(n *model.Node, p *model.Part, op *model.Operation) float64 {
			s := n.Spec.(*machine)
			return float64(s.Parallel*s.Batch) / mean(&s.Cycle, p)
		}, Measures: []model.Measure{{Name: "busy", Dim: unit.Share, Doc: "share of scheduled time"}}})
	r.Add(model.Kind{Name: "station", Doc: "People work on parts, and find bad ones.", New: func() any { return &station{Yield: 1} },
		Ports: func(spec any) (in, out []string) { return one, []string{"pass", "fail"} },
		Capacity: func(n *model.Node, p *model.Part, op *model.Operation) float64 {
			s := n.Spec.(*station)
			return 1 / mean(&s.Cycle, p)
		},
		Split: func(n *model.Node, port string) float64 {
			if port == "fail" {
				return 1 - n.Spec.(*station).Yield
			}
			return n.Spec.(*station).Yield
		}})
	r.Add(model.Kind{Name: "buffer", Doc: "Holds parts.", In: one, Out: one, New: func() any { return &buffer{Room: -1} },
		Room: func(spec any, n *model.Node) int { return spec.(*buffer).Room }})
	r.Add(model.Kind{Name: "conveyor", Doc: "Moves parts.", In: one, Out: one, New: func() any { return &conveyor{} },
		Room: func(spec any, n *model.Node) int { return 12 }})
	r.Add(model.Kind{Name: "tool", Doc: "A pool of tools.", Passive: true, New: func() any { return &tool{N: 1} }})
	r.Add(model.Kind{Name: "building", Doc: "Walls and columns.", Passive: true, New: func() any { return &building{} }})
	return r
}
