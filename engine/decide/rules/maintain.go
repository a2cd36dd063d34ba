package rules

import "github.com/taktsim/takt/engine/decide"

// RepairFIFO repairs first what broke first.
type RepairFIFO struct{}

// FirstCome says that there is nothing to decide.
func (*RepairFIFO) FirstCome() {}

// Decide answers a Maintain.
func (*RepairFIFO) Decide(_ decide.View, r decide.Request) decide.Action {
	return from(r.(*decide.Maintain).Options, 0)
}

// ShortestRepair repairs first what takes the shortest time on average.
type ShortestRepair struct{}

// Decide answers a Maintain.
func (*ShortestRepair) Decide(_ decide.View, r decide.Request) decide.Action {
	return lowest(r.(*decide.Maintain).Options, func(o *decide.Option) float64 { return o.Time })
}

// BottleneckFirst repairs first the machine with the most work waiting before it, for
// each of its bodies.
type BottleneckFirst struct{}

// Decide answers a Maintain.
func (*BottleneckFirst) Decide(v decide.View, r decide.Request) decide.Action {
	return lowest(r.(*decide.Maintain).Options, func(o *decide.Option) float64 { return -v.Load(o.Place) })
}
