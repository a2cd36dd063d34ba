package random

import "fmt"

// Family is a kind of law as it is written in a file.
type Family struct {
	Name   string
	Doc    string  // one line, for people
	Params []Param // in the order in which they are written
	// Repeat says how many parameters at the end may be repeated: 0, or 1 for a
	// list of values, or 2 for pairs of value and weight.
	Repeat int
	// New makes the law; the number of arguments is that of Params (or more by
	// multiples of Repeat), as [Family.Check] makes sure.
	New func(args []float64) (Dist, error)
}

// Param is a parameter of a family.
type Param struct {
	Name  string
	Plain bool // a bare number, such as a shape; else in the unit of the quantity
}

var (
	lowest  = Param{Name: "lowest"}
	mode    = Param{Name: "mode"}
	highest = Param{Name: "highest"}
	mean    = Param{Name: "mean"}
	sd      = Param{Name: "sd"}
	shape   = Param{Name: "shape", Plain: true}
	scale   = Param{Name: "scale"}
	value   = Param{Name: "value"}
)

// Families lists every kind of law, the simplest first.
func Families() []Family {
	// It is built anew for each caller, who then cannot change it for others.
	return []Family{
		{Name: "constant", Doc: "always the same", Params: []Param{value},
			New: func(a []float64) (Dist, error) { return Constant(a[0]) }},
		{Name: "uniform", Doc: "any value in a range, each as likely", Params: []Param{lowest, highest},
			New: func(a []float64) (Dist, error) { return Uniform(a[0], a[1]) }},
		{Name: "triangular", Doc: "an estimate: at least, mostly, at most", Params: []Param{lowest, mode, highest},
			New: func(a []float64) (Dist, error) { return Triangular(a[0], a[1], a[2]) }},
		{Name: "pert", Doc: "an estimate as triangular, with less weight on the ends", Params: []Param{lowest, mode, highest},
			New: func(a []float64) (Dist, error) { return Pert(a[0], a[1], a[2]) }},
		{Name: "normal", Doc: "the bell curve; of a time only the part above zero", Params: []Param{mean, sd},
			New: func(a []float64) (Dist, error) { return Normal(a[0], a[1]) }},
		{Name: "lognormal", Doc: "skewed to long values, as manual work and repairs are", Params: []Param{mean, sd},
			New: func(a []float64) (Dist, error) { return LogNormal(a[0], a[1]) }},
		{Name: "exponential", Doc: "without memory, as random failures and arrivals are", Params: []Param{mean},
			New: func(a []float64) (Dist, error) { return Exponential(a[0]) }},
		{Name: "erlang", Doc: "a sum of exponential phases", Params: []Param{{Name: "phases", Plain: true}, mean},
			New: func(a []float64) (Dist, error) { return Erlang(a[0], a[1]) }},
		{Name: "gamma", Doc: "as erlang, with any shape", Params: []Param{shape, scale},
			New: func(a []float64) (Dist, error) { return Gamma(a[0], a[1]) }},
		{Name: "weibull", Doc: "a life: shape below 1 fails early, above 1 wears out", Params: []Param{shape, scale},
			New: func(a []float64) (Dist, error) { return Weibull(a[0], a[1]) }},
		{Name: "beta", Doc: "between two values, with two shapes", Params: []Param{{"a", true}, {"b", true}, lowest, highest},
			New: func(a []float64) (Dist, error) { return Beta(a[0], a[1], a[2], a[3]) }},
		{Name: "discrete", Doc: "one of some values, each followed by its weight", Params: []Param{value, {"weight", true}}, Repeat: 2,
			New: newDiscrete},
		{Name: "empirical", Doc: "as observed, filling in between the values", Params: []Param{value, value}, Repeat: 1, New: Empirical},
		{Name: "steps", Doc: "as observed, only the values themselves", Params: []Param{value}, Repeat: 1, New: EmpiricalSteps},
	}
}

func newDiscrete(args []float64) (Dist, error) {
	var values, weights []float64
	for i := 0; i+1 < len(args); i += 2 {
		values, weights = append(values, args[i]), append(weights, args[i+1])
	}
	return Discrete(values, weights)
}

// FamilyNamed finds a family.
func FamilyNamed(name string) (Family, bool) {
	for _, f := range Families() {
		if f.Name == name {
			return f, true
		}
	}
	return Family{}, false
}

// param is the parameter that argument i is.
func (f *Family) param(i int) Param {
	if n := len(f.Params); i >= n {
		return f.Params[n-f.Repeat+(i-n)%f.Repeat]
	}
	return f.Params[i]
}

// Param is the parameter that argument i is; false if the family takes no such
// argument.
func (f *Family) Param(i int) (Param, bool) {
	if i < 0 || i >= len(f.Params) && f.Repeat == 0 {
		return Param{}, false
	}
	return f.param(i), true
}

// Check reports whether the family can be made of n arguments.
func (f *Family) Check(n int) error {
	want := len(f.Params)
	if n == want || f.Repeat > 0 && n > want && (n-want)%f.Repeat == 0 {
		return nil
	}
	list := ""
	for i, p := range f.Params {
		if i > 0 {
			list += ", "
		}
		list += p.Name
	}
	switch {
	case f.Repeat == 2:
		return fault(f.Name, -1, fmt.Sprintf("takes pairs of %s, not %d arguments", list, n))
	case f.Repeat == 1:
		return fault(f.Name, -1, fmt.Sprintf("takes at least %d of them, not %d", want, n))
	}
	return fault(f.Name, -1, fmt.Sprintf("takes %d (%s), not %d", want, list, n))
}

// Make makes a law of the family; the number of arguments is checked.
func (f *Family) Make(args []float64) (Dist, error) {
	if err := f.Check(len(args)); err != nil {
		return Dist{}, err
	}
	return f.New(args)
}

// MakeTime makes a law of the family for a quantity that is never negative, such
// as a time: a normal law is truncated at 0, any other that could give less is
// refused.
func (f *Family) MakeTime(args []float64) (Dist, error) {
	if f.Name == "normal" && len(args) == 2 {
		return NormalAbove0(args[0], args[1])
	}
	d, err := f.Make(args)
	if err == nil && d.lo < 0 {
		return Dist{}, fault(f.Name, -1, "it can be as low as %s; it must not be below zero here", d.lo)
	}
	return d, err
}
