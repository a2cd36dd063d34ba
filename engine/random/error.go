package random

import (
	"fmt"
	"strconv"
	"strings"
)

// Error says why a law cannot be made.
type Error struct {
	Law    string    // "triangular"
	Param  int       // the parameter at fault, counted from 0 as in [Family], or -1
	Msg    string    // what is wrong, with %s where the values stand
	Values []float64 // those values, in the unit of the quantity
}

// Error is the message with plain numbers: "triangular: the mode 130 lies above
// the highest value 120".
func (e *Error) Error() string { return e.Law + ": " + e.Text(number) }

// Text is the message without the name of the law, its values written by format:
// with one that writes times, "the mode 130 s lies above the highest value 120 s".
func (e *Error) Text(format func(float64) string) string {
	parts := strings.Split(e.Msg, "%s")
	var b strings.Builder
	for i, p := range parts {
		b.WriteString(p)
		if i < len(e.Values) && i < len(parts)-1 {
			b.WriteString(format(e.Values[i]))
		}
	}
	return b.String()
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func fault(law string, param int, msg string, values ...float64) error {
	return &Error{Law: law, Param: param, Msg: msg, Values: values}
}

// limit bounds the size of a value: squares of them must stay in range.
const limit = 1e100

// checkValue refuses what is no usable value of a quantity. name is that of the
// parameter, for people.
func checkValue(law string, param int, name string, v float64) error {
	switch {
	case v != v:
		return fault(law, param, "the "+name+" is not a number")
	case v > limit || v < -limit:
		return fault(law, param, "the "+name+" "+number(v)+" is out of range")
	case v != 0 && v < 1/limit && v > -1/limit:
		return fault(law, param, "the "+name+" "+number(v)+" is too close to zero; write 0")
	}
	return nil
}

// checkPositive is checkValue for what must be above zero.
func checkPositive(law string, param int, name string, v float64) error {
	if v <= 0 {
		return fault(law, param, "the "+name+" is %s; it must be above zero", v)
	}
	return checkValue(law, param, name, v)
}

// checkShape is for a dimensionless parameter that must lie in [lo, hi].
func checkShape(law string, param int, name string, v, lo, hi float64) error {
	if v >= lo && v <= hi {
		return nil
	}
	return fault(law, param, fmt.Sprintf("the %s is %g; it must lie between %g and %g", name, v, lo, hi))
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
