package process

import "github.com/taktsim/takt/engine"

// Await is something that a process can wait for: a resource, or a request made
// of it, an event, an end of time (After), the end of a process (Ended), a get or
// put, or all of several (AllOf).
type Await interface{ leaves() []leaf }

// Seizable is a resource, or a Request made of it.
type Seizable interface {
	Await
	request() Request
}

type leafKind uint8

const (
	leafSeize leafKind = iota
	leafPut
	leafGet
	leafEvent
	leafEnd
	leafAfter
)

// leaf is one thing to wait for; it belongs to an arm of its wait, which has come
// to pass when all its leaves have.
type leaf struct {
	kind   leafKind
	arm    uint8
	thing  *thing
	amount quantity // seconds for leafAfter
	rank   func(c *Ctx) int32
	item   func(c *Ctx) Item
	where  func(c *Ctx, it Item) bool
	who    func(c *Ctx) Ref
	bad    string // what is wrong with it
}

// After waits until a duration has passed.
func After(d Duration) Await {
	if d == nil {
		return leaf{kind: leafAfter, bad: "a duration that is nil"}
	}
	q := d.span()
	return leaf{kind: leafAfter, amount: q, bad: q.bad}
}

// Ended waits for the end of a process; it is over at once for one that is gone.
func Ended(who func(c *Ctx) Ref) Await {
	l := leaf{kind: leafEnd, who: who}
	if who == nil {
		l.bad = "the end of a process by no function (nil)"
	}
	return l
}

func (l leaf) leaves() []leaf { return []leaf{l} }

type group []Await

// AllOf waits until all have come to pass, in whatever order. Of requests, each
// is had as soon as it is granted. Gets and puts cannot be part of it: what moved
// could not be given back.
func AllOf(awaits ...Await) Await { return group(awaits) }

func (g group) leaves() []leaf {
	if len(g) == 0 {
		return []leaf{{bad: "all of nothing"}}
	}
	var all []leaf
	for _, a := range g {
		if a == nil {
			return []leaf{{bad: "something to wait for that is nil"}}
		}
		all = append(all, a.leaves()...)
	}
	for _, l := range all {
		if l.bad == "" && (l.kind == leafGet || l.kind == leafPut) {
			return []leaf{{bad: "a get or put as part of AllOf; let a process of its own do it and wait for its end"}}
		}
	}
	return all
}

// Arm is one way in which a Select can go on.
type Arm struct {
	await Await
	steps []Step
}

// On is the arm that is taken when the await comes to pass before the others do.
func On(a Await, steps ...Step) Arm { return Arm{a, steps} }

// Select waits until one of its arms comes to pass, withdraws from the others and
// goes on with the steps of that one. Of several that are so at once the first is
// taken. A unit that was granted is held until it is released.
func Select(arms ...Arm) WaitStep { return WaitStep{name: "select", arms: arms} }

// AnyOf waits until one of them comes to pass; Ctx.Arm tells which.
func AnyOf(awaits ...Await) WaitStep {
	w := WaitStep{name: "any of"}
	for _, a := range awaits {
		w.arms = append(w.arms, Arm{await: a})
	}
	return w
}

// Wait waits until the await comes to pass.
func Wait(a Await) WaitStep { return WaitStep{name: "wait", arms: []Arm{{await: a}}} }

// Hold lets time pass.
func Hold(d Duration) WaitStep { return WaitStep{name: "hold", arms: []Arm{{await: After(d)}}} }

// Seize waits until the resource grants what is asked of it.
func Seize(r Seizable) WaitStep { return WaitStep{name: "seize", arms: []Arm{{await: r}}} }

// WaitStep is a step that waits.
type WaitStep struct {
	name    string
	arms    []Arm
	handler []Step
	handled bool
}

// OnInterrupt has the steps run when an interrupt reaches this wait; afterwards
// the wait goes on: a hold with the rest of it, a timeout too, a request from the
// end of its line.
func (w WaitStep) OnInterrupt(steps ...Step) WaitStep {
	w.handler, w.handled = steps, true
	return w
}

// Ref names a process; it is plain data, to be kept in a Var or an Own. The zero
// Ref names none, and a Ref whose process has ended names none any more.
type Ref = engine.Ref[proc]

// Item is what lies in a store. What its numbers mean is the model's business.
type Item struct {
	ID    int64
	Kind  int64
	Value float64
}
