package rules

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
)

// least takes the part with the smallest score, of equals the first.
func least(parts []decide.Part, score func(*decide.Part) float64) decide.Action {
	best, low := 0, score(&parts[0])
	for i := 1; i < len(parts); i++ {
		if v := score(&parts[i]); v < low {
			best, low = i, v
		}
	}
	return decide.Take(best)
}

// FIFO takes the first that came.
type FIFO struct{}

// Decide takes the first choice.
func (*FIFO) Decide(decide.View, decide.Request) decide.Action { return decide.Take(0) }

// FirstCome says that there is nothing to decide.
func (*FIFO) FirstCome() {}

// LIFO takes the last that came.
type LIFO struct{}

// Decide takes the last choice.
func (*LIFO) Decide(_ decide.View, r decide.Request) decide.Action {
	return decide.Take(r.Choices() - 1)
}

// SPT takes the part with the shortest mean time of the operation: the least mean
// time in the line of one machine (Smith 1956).
type SPT struct{}

// Decide answers a Dispatch.
func (*SPT) Decide(_ decide.View, r decide.Request) decide.Action {
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 { return p.Cycle })
}

// WSPT takes the part with the largest weight a second of its operation (Smith 1956).
type WSPT struct{}

// Decide answers a Dispatch.
func (*WSPT) Decide(_ decide.View, r decide.Request) decide.Action {
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 { return p.Cycle / p.Weight })
}

// EDD takes the part with the earliest due date: the least largest lateness of one
// machine (Jackson 1955).
type EDD struct{}

// Decide answers a Dispatch.
func (*EDD) Decide(_ decide.View, r decide.Request) decide.Action {
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 { return p.Due.Seconds() })
}

// Slack takes the part with the least slack: time to the due date less the work that
// is left.
type Slack struct{}

// Decide answers a Dispatch.
func (*Slack) Decide(v decide.View, r decide.Request) decide.Action {
	now := v.Now()
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 { return p.Slack(now) })
}

// CriticalRatio takes the part with the least time to the due date for each second of
// work that is left.
type CriticalRatio struct{}

// Decide answers a Dispatch.
func (*CriticalRatio) Decide(v decide.View, r decide.Request) decide.Action {
	now := v.Now()
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 {
		return (p.Due.Seconds() - now.Seconds()) / max(p.Work, engine.Nanosecond.Seconds())
	})
}

// Priority takes the part with the highest priority.
type Priority struct{}

// Decide answers a Dispatch.
func (*Priority) Decide(_ decide.View, r decide.Request) decide.Action {
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 { return -float64(p.Priority) })
}

// SameSetup takes a part that needs no set-up, if there is one.
type SameSetup struct{}

// Decide answers a Dispatch.
func (*SameSetup) Decide(_ decide.View, r decide.Request) decide.Action {
	return least(r.(*decide.Dispatch).Parts, func(p *decide.Part) float64 {
		if p.Ready {
			return 0
		}
		return 1
	})
}

// By takes the part with the smallest value of an expression.
type By struct {
	Expr model.Expr
}

// Decide answers a Dispatch.
func (b *By) Decide(v decide.View, r decide.Request) decide.Action {
	d := r.(*decide.Dispatch)
	env := model.Env{Now: v.Now().Seconds(), Queue: float64(v.Place(d.Place).Queue)}
	orders := v.Model().Orders
	return least(d.Parts, func(p *decide.Part) float64 {
		env.Due, env.Release, env.Arrived = p.Due.Seconds(), p.Release.Seconds(), p.Arrived.Seconds()
		env.Work, env.Cycle, env.Priority, env.Operations = p.Work, p.Cycle, float64(p.Priority), float64(p.Operations)
		env.Setup, env.Quantity = 0, 1
		if p.Change {
			env.Setup = 1
		}
		if p.Order >= 0 {
			env.Quantity = float64(orders[p.Order].Quantity)
		}
		return b.Expr.Eval(&env)
	})
}

// ATC takes the part with the largest apparent tardiness cost (Vepsalainen and Morton
// 1987): weight / cycle x exp(-max(0, slack) / (k x mean cycle of those that wait)),
// where the slack leaves for each second of work still to come as much waiting as
// Wait says. It compares logarithms: far from the due date the cost itself would
// vanish.
type ATC struct {
	K    float64 `key:"k" min:"0.01" default:"2" doc:"look-ahead: how many mean operation times before its latest start a part begins to press"`
	Wait float64 `key:"wait" min:"0" default:"1" doc:"seconds a part is expected to wait for each second of its operations after this one"`
}

// Decide answers a Dispatch.
func (a *ATC) Decide(v decide.View, r decide.Request) decide.Action {
	d := r.(*decide.Dispatch)
	mean := meanCycle(d.Parts)
	now := v.Now()
	return least(d.Parts, func(p *decide.Part) float64 { return -a.index(p, now, mean) })
}

// index is the logarithm of the apparent tardiness cost of p.
func (a *ATC) index(p *decide.Part, now engine.Time, mean float64) float64 {
	slack := max(p.Slack(now)-float64(a.Wait*max(p.Work-p.Cycle, 0)), 0)
	return random.Log(p.Weight/max(p.Cycle, engine.Nanosecond.Seconds())) - slack/(a.K*mean)
}

// meanCycle is the mean operation time of the waiting parts, s, above 0.
func meanCycle(parts []decide.Part) float64 {
	sum := 0.0
	for i := range parts {
		sum += parts[i].Cycle
	}
	return max(sum/float64(len(parts)), engine.Nanosecond.Seconds())
}
