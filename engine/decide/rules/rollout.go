package rules

import (
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
)

// Ahead are the parameters of policies that look ahead (roll-out: Bertsekas,
// Tsitsiklis and Wu 1997). They try what the base rule would do against the other
// choices, each in the same futures, and leave the base rule only for a choice whose
// outcome is better by more than chance.
type Ahead struct {
	Horizon float64 `key:"horizon" dim:"time" min:"1 s" max:"366 d" default:"2 h" doc:"how far it looks"`
	Futures int     `key:"futures" min:"2" max:"1000" default:"8" doc:"futures that each choice is tried in"`
	Choices int     `key:"choices" min:"2" max:"100" default:"4" doc:"choices that are tried at most: that of the base rule, and the first others"`
	Aim     string  `key:"aim" enum:"tardiness|flow-time|output" default:"tardiness" doc:"what is to be small (output: large)"`
}

func newAhead() Ahead { return Ahead{Horizon: 7200, Futures: 8, Choices: 4, Aim: "tardiness"} }

// RollOut is a dispatch rule that looks ahead.
type RollOut struct {
	Base model.Rule `key:"base" policy:"dispatch" default:"fifo" doc:"the rule that it improves upon, and that decides within the look-ahead"`
	Ahead
}

// Decide answers a Dispatch.
func (p *RollOut) Decide(v decide.View, r decide.Request) decide.Action {
	return p.improve(v, r, base(p.Base, &FIFO{}).Decide(v, r))
}

// RepairRollOut is a maintain rule that looks ahead.
type RepairRollOut struct {
	Base model.Rule `key:"base" policy:"maintain" default:"fifo" doc:"the rule that it improves upon, and that decides within the look-ahead"`
	Ahead
}

// Decide answers a Maintain.
func (p *RepairRollOut) Decide(v decide.View, r decide.Request) decide.Action {
	return p.improve(v, r, base(p.Base, &RepairFIFO{}).Decide(v, r))
}

// base is the policy of a rule, or another where none is named.
func base(rule model.Rule, other decide.Policy) decide.Policy {
	if p := decide.Of(rule); p != nil {
		return p
	}
	return other
}

// improve is the choice with the best outlook.
func (p *Ahead) improve(v decide.View, r decide.Request, usual decide.Action) decide.Action {
	look := v.Outlook()
	if look == nil || usual.Pick == decide.None {
		return usual
	}
	actions := p.actions(r, usual)
	if len(actions) < 2 {
		return usual
	}
	outcomes := look.Try(decide.Trial{Actions: actions, Futures: p.Futures, Horizon: engine.Seconds(p.Horizon)})
	best, gain := 0, 0.0
	for a := 1; a < len(actions); a++ {
		mean, err := p.difference(outcomes[0], outcomes[a])
		// What is lost in rounding is no gain.
		if mean > err && mean > gain && mean > 1e-9*math.Abs(p.cost(&outcomes[0][0])) {
			best, gain = a, mean
		}
	}
	return actions[best]
}

// actions lists what is tried, the usual one first.
func (p *Ahead) actions(r decide.Request, usual decide.Action) []decide.Action {
	list := []decide.Action{usual}
	for i := 0; i < r.Choices() && len(list) < p.Choices; i++ {
		if a := decide.Take(i); i != usual.Pick && a.Check(r) == nil {
			list = append(list, a)
		}
	}
	return list
}

// difference is by how much the cost of b is below that of a, future by future: the
// mean and its standard error.
func (p *Ahead) difference(a, b []decide.Outcome) (mean, err float64) {
	n := float64(len(a))
	for k := range a {
		mean += (p.cost(&a[k]) - p.cost(&b[k])) / n
	}
	sum := 0.0
	for k := range a {
		d := p.cost(&a[k]) - p.cost(&b[k]) - mean
		sum += float64(d * d)
	}
	return mean, math.Sqrt(sum / (n * (n - 1)))
}

func (p *Ahead) cost(o *decide.Outcome) float64 {
	switch p.Aim {
	case "flow-time":
		return o.Flow
	case "output":
		return -o.Output
	}
	return o.Tardy
}
