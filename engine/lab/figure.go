package lab

import (
	"math"

	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/unit"
)

// Figure is one column of what is measured at every place without being asked.
// The first are the shares of the states, with the numbers of plant.State.
type Figure uint8

// The figures of a place that follow the shares of the states. All but the counts
// and the rates are as in plant.Row.
const (
	Output          = Figure(plant.States) + iota // parts that went through, 1/s of calendar time
	ScheduledOutput                               // the same per second of the place's shifts
	WIP                                           // parts inside, average
	Wait                                          // s in line, average
	OEE
	Availability
	Performance
	Quality
	Utilisation
	Setups     // number in the measured time
	Failures   // number in the measured time
	Lost       // parts turned away in the measured time
	MeanActive // s, mean active period
	OnPath     // share of the measured time that the output waited for it: see the package comment
	Figures
)

var figureNames = [Figures - Figure(plant.States)]string{"output", "scheduled output", "wip", "wait", "oee", "availability", "performance",
	"quality", "utilisation", "setups", "failures", "lost", "mean active period", "on path"}

// Share is the figure of the share of a state.
func Share(s plant.State) Figure { return Figure(s) }

// String gives the figure its name.
func (f Figure) String() string {
	switch {
	case f < Figure(plant.States):
		return plant.State(f).String()
	case f < Figures:
		return figureNames[f-Figure(plant.States)]
	}
	return "?"
}

// Dim is the dimension of the figure.
func (f Figure) Dim() unit.Dim {
	switch f {
	case Output, ScheduledOutput:
		return unit.Count.Per(unit.Time)
	case WIP, Setups, Failures, Lost:
		return unit.Count
	case Wait, MeanActive:
		return unit.Time
	}
	return unit.Share
}

// Row holds the figures of one place in one run; NaN where there was nothing to
// measure.
type Row [Figures]float64

// rowOf takes the figures from a report.
func rowOf(r *plant.Report, i int) Row {
	var out Row
	p := &r.Rows[i]
	for s := range plant.States {
		out[s] = p.Share(s)
		if !nodeMeasured(p, s.String()) {
			out[s] = math.NaN()
		}
	}
	get := func(f Figure, what string, per plant.Per) {
		v, err := r.Measure(i, what, per)
		if err != nil || !nodeMeasured(p, what) {
			v = math.NaN()
		}
		out[f] = v
	}
	get(Output, "parts", plant.PerHour)
	get(ScheduledOutput, "parts", plant.PerScheduledHour)
	out[Output] /= 3600
	out[ScheduledOutput] /= 3600
	get(WIP, "wip", plant.PerRun)
	get(Wait, "wait", plant.PerRun)
	get(OEE, "oee", plant.PerRun)
	get(Availability, "availability", plant.PerRun)
	get(Performance, "performance", plant.PerRun)
	get(Quality, "quality", plant.PerRun)
	get(Utilisation, "utilisation", plant.PerRun)
	out[Setups], out[Failures], out[Lost] = float64(p.Setups), float64(p.Failures), float64(p.Lost)
	out[MeanActive] = p.MeanAlive.Seconds()
	return out
}

// TypeFigure is one column of what is measured for every part type.
type TypeFigure uint8

// The figures of a part type.
const (
	Done       TypeFigure = iota // good parts that reached a sink, in the measured time
	DoneRate                     // the same, 1/s of calendar time
	LeadTime                     // s, mean
	LeadTime90                   // s, 90 % quantile
	TypeWIP                      // parts in the plant, average
	Scrapped                     // in the measured time
	Late                         // share
	Tardiness                    // s, over all parts
	TypeFigures
)

var typeFigureNames = [TypeFigures]string{"done", "output", "lead-time", "lead-time-90", "wip", "scrapped", "late", "tardiness"}

// String gives the figure its name.
func (f TypeFigure) String() string {
	if f < TypeFigures {
		return typeFigureNames[f]
	}
	return "?"
}

// TypeRow holds the figures of one part type in one run; NaN where there was
// nothing to measure.
type TypeRow [TypeFigures]float64

func typeRowOf(r *plant.Report, i int) TypeRow {
	var out TypeRow
	get := func(f TypeFigure, what string, per plant.Per) {
		v, err := r.PartMeasure(i, what, per)
		if err != nil || !partMeasured(&r.Types[i], what) {
			v = math.NaN()
		}
		out[f] = v
	}
	get(Done, "parts", plant.PerRun)
	get(DoneRate, "parts", plant.PerHour)
	out[DoneRate] /= 3600
	get(LeadTime, "lead-time", plant.PerRun)
	get(LeadTime90, "lead-time-90", plant.PerRun)
	get(TypeWIP, "wip", plant.PerRun)
	get(Scrapped, "scrapped", plant.PerRun)
	get(Late, "late", plant.PerRun)
	get(Tardiness, "tardiness", plant.PerRun)
	return out
}
