package random

import "strings"

// law is a kind of distribution; its zero value means that none was given.
type law uint8

const (
	none law = iota
	constant
	uniform
	triangular
	normal
	normalAbove0
	logNormal
	exponential
	erlang
	gammaLaw
	weibull
	beta
	pert
	discrete
	empirical
	empiricalSteps
)

// Dist is the law of a quantity, such as the duration of an operation. It is an
// immutable value; copy it freely. Its parameters and results are in the base
// unit of the quantity: seconds for times.
//
// The zero Dist means "not given" ([Dist.IsZero]) and behaves as the constant 0.
type Dist struct {
	law        law
	a, b, c, d float64 // the parameters, as given
	e, f, g, h float64 // what follows from them; see the law
	mean, vari float64
	lo, hi     float64
	table      *table
}

// table holds the points of an empirical or discrete law.
type table struct {
	x   []float64 // ascending
	cum []float64 // probability of x[i] or less; nil for empirical
	w   []float64 // weights as given, in the order of x; only for discrete
}

// IsZero reports whether no law was given.
func (d *Dist) IsZero() bool { return d.law == none }

// IsConstant reports whether every draw gives the same value.
func (d *Dist) IsConstant() bool { return d.law <= constant || d.lo == d.hi }

// Mean is the expected value, of the law as it is drawn: for a truncated normal
// law that of the truncated one.
func (d *Dist) Mean() float64 { return d.mean }

// Var is the variance, in the square of the unit.
func (d *Dist) Var() float64 { return d.vari }

// SD is the standard deviation.
func (d *Dist) SD() float64 { return Sqrt(d.vari) }

// Min is the lowest possible value, -Inf if there is none.
func (d *Dist) Min() float64 { return d.lo }

// Max is the highest possible value, +Inf if there is none.
func (d *Dist) Max() float64 { return d.hi }

// CDF is the probability that a draw is x or less.
func (d *Dist) CDF(x float64) float64 {
	p, _ := d.tails(x)
	return p
}

// Survival is the probability that a draw is more than x: 1 - CDF(x), without its
// loss of digits far out.
func (d *Dist) Survival(x float64) float64 {
	_, q := d.tails(x)
	return q
}

// Quantile is the value that a draw does not exceed with probability u: Min for
// u <= 0 (and for NaN), Max for u >= 1.
func (d *Dist) Quantile(u float64) float64 {
	switch {
	case !(u > 0):
		return d.lo
	case u >= 1:
		return d.hi
	case d.law <= constant:
		return d.a
	case d.law == exponential:
		return -d.a * Log1p(-u)
	}
	return d.inverse(u, 1-u)
}

// Sample is the draw at an index of a stream: Quantile(k.U(index)), so exactly
// one number of the stream, and monotone in it.
func (d *Dist) Sample(k Key, index uint64) float64 {
	if d.law <= constant {
		return d.a
	}
	if d.law == exponential {
		return -d.a * logTicks(1<<53-k.ticks(index)) // log(1-u) without the detour over u
	}
	u := k.U(index)
	return d.inverse(u, 1-u)
}

// tailShare is the mean of the stated tail over the mean of the law.
const tailShare = 0.05

// resolution is the engine's, in seconds: an age so close to the end of the
// support has reached it.
const resolution = 1e-9

// Tail is the mean of the exponential law that stands for what is left when an
// age lies beyond the support: 5 % of the mean of the law, or half its standard
// deviation where that is more.
func (d *Dist) Tail() float64 { return max(tailShare*d.mean, 0.5*d.SD()) }

// Residual draws what is left of a duration of which age has passed, given u
// in (0, 1): the value x - age at which the law of X, given X > age, reaches
// probability u. It is never negative for an age above 0, and Quantile(u) for an
// age of 0 or less.
//
// An age beyond the support (or so far out that the probability underflows) says
// that the law is wrong about this one; then beyond is true and the rest is drawn
// from the stated tail, see [Dist.Tail]. At the upper end itself, to a nanosecond,
// nothing is left.
func (d *Dist) Residual(age, u float64) (rest float64, beyond bool) {
	switch {
	case !(age > 0):
		return d.Quantile(u), false
	case d.law == exponential:
		return d.Quantile(u), false
	case age > d.hi+resolution:
		return -d.Tail() * Log1p(-within(u)), true
	case age >= d.hi:
		return 0, false
	case age < d.lo:
		return d.Quantile(u) - age, false
	case d.law == weibull:
		return d.weibullRest(age, -Log1p(-within(u))), false
	}
	u = within(u)
	p, q := d.tails(age)
	if !(q > 0) {
		return -d.Tail() * Log1p(-u), true
	}
	p, q = p+float64(q*u), q*(1-u)
	return max(min(d.inverse(p, q), d.hi)-age, 0), false
}

// within moves u into the open interval from which draws come.
func within(u float64) float64 {
	if !(u > 0x1p-53) {
		return 0x1p-53
	}
	return min(u, 1-0x1p-53)
}

// Equal reports whether two laws are the same law with the same parameters.
func (d Dist) Equal(e Dist) bool {
	if d.law != e.law || d.a != e.a || d.b != e.b || d.c != e.c || d.d != e.d {
		return false
	}
	if d.table == nil || e.table == nil {
		return d.table == e.table
	}
	return equal(d.table.x, e.table.x) && equal(d.table.w, e.table.w)
}

func equal(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Law is the name of the family, as in [Families]; "" for the zero Dist.
func (d *Dist) Law() string { return lawNames[d.law] }

var lawNames = [...]string{
	none: "", constant: "constant", uniform: "uniform", triangular: "triangular", normal: "normal", normalAbove0: "normal",
	logNormal: "lognormal", exponential: "exponential", erlang: "erlang", gammaLaw: "gamma", weibull: "weibull",
	beta: "beta", pert: "pert", discrete: "discrete", empirical: "empirical", empiricalSteps: "steps",
}

// Args are the parameters, in the order of the family: what made the law makes it
// again.
func (d *Dist) Args() []float64 {
	switch d.law {
	case none:
		return nil
	case discrete:
		var args []float64
		for i, x := range d.table.x {
			args = append(args, x, d.table.w[i])
		}
		return args
	case empirical, empiricalSteps:
		return append([]float64(nil), d.table.x...)
	}
	family, _ := FamilyNamed(d.Law())
	return []float64{d.a, d.b, d.c, d.d}[:len(family.Params)]
}

// String is the law in the syntax of a factory file, without units:
// "triangular(80, 90, 120)".
func (d *Dist) String() string { return d.Format(number) }

// Text is the law in the syntax of a factory file, each value with a unit:
// Text("s") gives "triangular(80 s, 90 s, 120 s)". The values are in base units,
// so the unit must be the base unit.
func (d *Dist) Text(unit string) string {
	return d.Format(func(v float64) string { return strings.TrimSpace(number(v) + " " + unit) })
}

// Format is the law in the syntax of a factory file, with its values (not its
// plain numbers, such as a shape) written by value.
func (d *Dist) Format(value func(float64) string) string {
	if d.law == none {
		return ""
	}
	family, _ := FamilyNamed(d.Law())
	var b strings.Builder
	for i, v := range d.Args() {
		if i > 0 {
			b.WriteString(", ")
		}
		if family.param(i).Plain {
			b.WriteString(number(v))
		} else {
			b.WriteString(value(v))
		}
	}
	return family.Name + "(" + b.String() + ")"
}
