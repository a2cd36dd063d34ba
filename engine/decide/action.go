package decide

import (
	"fmt"

	"github.com/taktsim/takt/engine"
)

// None picks nothing.
const None = -1

// Action is the answer to a request. Make it with Take, Wait, Yes, No, Quantity, Set
// or InOrder.
type Action struct {
	Pick  int         // which of the choices; None for nothing now
	Value float64     // pieces of a Replenish, or the value of a Setpoint in its base unit
	Again engine.Time // with None: the instant to ask again; 0: when something changes
	Order []int       // of a Sequence
}

// Take picks choice i.
func Take(i int) Action { return Action{Pick: i} }

// Wait picks nothing; the plant asks again when something changes there.
func Wait() Action { return Action{Pick: None} }

// WaitUntil picks nothing; the plant asks again at an instant, or before when
// something changes there.
func WaitUntil(t engine.Time) Action { return Action{Pick: None, Again: t} }

// Yes agrees.
func Yes() Action { return Action{Pick: 0} }

// No refuses; the plant asks again when something changes there.
func No() Action { return Action{Pick: None} }

// Answer is Yes or No.
func Answer(yes bool) Action {
	if yes {
		return Yes()
	}
	return No()
}

// Quantity answers a Replenish: so many pieces.
func Quantity(n float64) Action { return Action{Pick: None, Value: n} }

// Set answers a Setpoint: the value in the base unit of its dimension.
func Set(v float64) Action { return Action{Pick: None, Value: v} }

// InOrder answers a Sequence: the indices of its parts, first to last.
func InOrder(order []int) Action { return Action{Pick: None, Order: order} }

// Check says why a is no answer to r; nil when it is one.
func (a Action) Check(r Request) error {
	switch r := r.(type) {
	case *Sequence:
		return checkOrder(a.Order, len(r.Parts))
	case *Replenish:
		if !(a.Value >= 0) {
			return fmt.Errorf("an order of %g pieces; want 0 or more", a.Value)
		}
		return nil
	case *Setpoint:
		if !(a.Value >= r.Low && a.Value <= r.High) {
			return fmt.Errorf("%g is not between %g and %g", a.Value, r.Low, r.High)
		}
		return nil
	}
	if a.Pick < None || a.Pick >= r.Choices() {
		return fmt.Errorf("pick %d of %d choices; want 0 to %d, or None", a.Pick, r.Choices(), r.Choices()-1)
	}
	if options := optionsOf(r); a.Pick != None && options != nil && !options[a.Pick].Open {
		return fmt.Errorf("option %d cannot be taken now: it is not open", a.Pick)
	}
	return nil
}

func optionsOf(r Request) []Option {
	switch r := r.(type) {
	case *Assign:
		return r.Options
	case *Store:
		return r.Options
	case *Maintain:
		return r.Options
	}
	return nil
}

func checkOrder(order []int, n int) error {
	seen := make([]bool, n)
	for _, i := range order {
		if i < 0 || i >= n || seen[i] {
			return fmt.Errorf("the order %v does not name each of %d parts once", order, n)
		}
		seen[i] = true
	}
	if len(order) != n {
		return fmt.Errorf("the order %v does not name each of %d parts once", order, n)
	}
	return nil
}
