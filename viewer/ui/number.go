package ui

import (
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// Number is a field for a quantity with a unit. What is written is read as in a file
// of a factory; a bare number has the unit that stood there.
type Number struct {
	Field
	Dim      unit.Dim
	Currency string  // of a quantity with money
	Step     float64 // what an arrow key adds, in the base unit; 0: a tenth of the value's magnitude
	Floor    bool    // nothing below 0
	Do       func(v float64)
	value    float64
}

// NewNumber makes a field for a value in the base unit of d; do is told of another.
func NewNumber(v float64, d unit.Dim, currency string, do func(v float64)) *Number {
	n := &Number{Dim: d, Currency: currency, Do: do, value: math.NaN()}
	n.Stops, n.Align, n.Wide = true, End, 110
	n.Check = func(s string) error {
		_, err := n.read(s)
		return err
	}
	n.Done = func(s string) {
		v, err := n.read(s)
		if err == nil {
			n.take(v)
		}
	}
	n.SetValue(v)
	return n
}

// Value is the quantity, in its base unit.
func (n *Number) Value() float64 { return n.value }

// SetValue changes the quantity, unless somebody is writing it; nobody is told.
func (n *Number) SetValue(v float64) {
	if n.value == v || n.Focused {
		return
	}
	n.value = v
	n.Set(n.print(v))
}

func (n *Number) print(v float64) string {
	return unit.Quantity{Value: v, Dim: n.Dim, Currency: n.Currency}.String()
}

// read is the value of a text.
func (n *Number) read(s string) (float64, error) {
	s = strings.TrimSpace(s)
	if _, err := strconv.ParseFloat(strings.ReplaceAll(s, " ", ""), 64); err == nil {
		s += n.suffix()
	}
	q, err := unit.ParseQuantity(s, n.Dim)
	if err != nil {
		return 0, err
	}
	if n.Floor && q.Value < 0 {
		return 0, &unit.Error{Msg: "must not be below 0"}
	}
	return q.Value, nil
}

// suffix is the unit that the value is shown with.
func (n *Number) suffix() string {
	s := n.print(n.value)
	if i := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789. -", r) }); i >= 0 {
		return " " + s[i:]
	}
	return ""
}

// take makes a value that somebody gave the value, and tells it.
func (n *Number) take(v float64) {
	if n.value != v {
		n.value = v
		if n.Do != nil {
			n.Do(v)
		}
	}
	n.edit.Set(n.print(v))
	n.kept = n.edit.String()
	n.Repaint()
}

// Handle is part of Widget.
func (n *Number) Handle(e *Event) bool {
	if e.Kind == OnKey && (e.Key == KeyUp || e.Key == KeyDown) {
		step := n.Step
		if step == 0 {
			step = math.Pow(10, math.Floor(math.Log10(max(math.Abs(n.value), 1e-9)*1.0001))) / 10
		}
		if e.Mods&Shift != 0 {
			step *= 10
		}
		if e.Key == KeyDown {
			step = -step
		}
		v := n.value + step
		if n.Floor {
			v = max(v, 0)
		}
		n.take(v)
		return true
	}
	return n.Field.Handle(e)
}
