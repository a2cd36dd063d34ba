package process

import (
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Duration is how long something lasts: a For, a ForBy or a *Law.
type Duration interface{ span() quantity }

// Quantity is how much something is: an Amount, an AmountBy or a *Law.
type Quantity interface{ quantity() quantity }

// For is a certain duration.
type For engine.Time

// ForBy is a duration that a function says, when the wait begins. It must not be
// negative.
type ForBy func(c *Ctx) engine.Time

// Amount is a certain quantity.
type Amount float64

// AmountBy is a quantity that a function says, when the wait begins.
type AmountBy func(c *Ctx) float64

// quantity is a duration or a quantity, made to run: the one of law, time and
// number that is given, or what is fixed.
type quantity struct {
	law    *Law
	time   func(c *Ctx) engine.Time
	number func(c *Ctx) float64
	fixed  float64
	length engine.Time
	bad    string // what is wrong with it
}

func (d For) span() quantity {
	if d < 0 {
		return quantity{bad: "a duration of " + engine.Time(d).String() + "; want 0 or more"}
	}
	return quantity{length: engine.Time(d)}
}

func (d ForBy) span() quantity {
	if d == nil {
		return quantity{bad: "a duration by no function (nil)"}
	}
	return quantity{time: d}
}

func (l *Law) span() quantity {
	q := l.quantity()
	if l != nil && l.dist.Min() < 0 {
		q.bad = "law " + l.name + " can be below zero, which no duration is; see random.NormalAbove0"
	}
	return q
}

func (x Amount) quantity() quantity {
	if !(x > 0 && float64(x) <= math.MaxFloat64) {
		return quantity{bad: "an amount that is not above 0"}
	}
	return quantity{fixed: float64(x)}
}

func (x AmountBy) quantity() quantity {
	if x == nil {
		return quantity{bad: "an amount by no function (nil)"}
	}
	return quantity{number: x}
}

func (l *Law) quantity() quantity {
	if l == nil {
		return quantity{bad: "a law that is nil"}
	}
	return quantity{law: l}
}

// visit gives the stream of process i for a law and the index of its next draw.
func (s *Sim) visit(i uint32, l *Law) (random.Key, uint64) {
	r := s.reg(i, l.index)
	visit := *r
	*r++
	return s.procs.At(i).key.For(l.purpose), visit
}

// length evaluates a duration for process i.
func (s *Sim) length(i uint32, q *quantity) (engine.Time, engine.Draw) {
	switch {
	case q.law != nil:
		key, visit := s.visit(i, q.law)
		return engine.Seconds(q.law.dist.Sample(key, visit)), engine.Draw{Law: q.law.index + 1, Key: uint64(key), Index: visit}
	case q.time != nil:
		return q.time(s.at(i)), engine.Draw{}
	}
	return q.length, engine.Draw{}
}

// amount evaluates a quantity for process i.
func (s *Sim) amount(i uint32, q *quantity) float64 {
	switch {
	case q.law != nil:
		key, visit := s.visit(i, q.law)
		return q.law.dist.Sample(key, visit)
	case q.number != nil:
		return q.number(s.at(i))
	}
	return q.fixed
}
