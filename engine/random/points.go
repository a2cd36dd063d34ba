package random

import (
	"fmt"
	"math"
	"slices"
)

// Discrete is one of the values, each as often as its weight says; the weights
// need not sum to 1.
func Discrete(values, weights []float64) (Dist, error) {
	const name = "discrete"
	if len(values) != len(weights) {
		return Dist{}, fault(name, -1, fmt.Sprintf("%d values but %d weights; each value needs one", len(values), len(weights)))
	}
	type point struct{ x, w float64 }
	var points []point
	for i, v := range values {
		if err := checkValue(name, 2*i, "value", v); err != nil {
			return Dist{}, err
		}
		w := weights[i]
		switch {
		case w != w || w > limit || w > 0 && w < 1/limit:
			return Dist{}, fault(name, 2*i+1, "the weight "+number(w)+" of %s is out of range", v)
		case w < 0:
			return Dist{}, fault(name, 2*i+1, "the weight "+number(w)+" of %s is negative", v)
		case w > 0:
			points = append(points, point{v, w})
		}
	}
	if len(points) == 0 {
		return Dist{}, fault(name, -1, "no value has a weight above zero")
	}
	slices.SortStableFunc(points, func(p, q point) int {
		switch {
		case p.x < q.x:
			return -1
		case p.x > q.x:
			return 1
		}
		return 0
	})
	t := &table{}
	for _, p := range points {
		if n := len(t.x); n > 0 && t.x[n-1] == p.x {
			t.w[n-1] += p.w
			continue
		}
		t.x, t.w = append(t.x, p.x), append(t.w, p.w)
	}
	return atoms(discrete, t, t.w), nil
}

// atoms is the law on the points of t with these weights.
func atoms(l law, t *table, weights []float64) Dist {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	d := Dist{law: l, table: t, lo: t.x[0], hi: t.x[len(t.x)-1]}
	sum, mean := 0.0, 0.0
	for i, w := range weights {
		sum += w
		t.cum = append(t.cum, sum/total)
		mean += float64((t.x[i] - d.lo) * (w / total))
	}
	t.cum[len(t.cum)-1] = 1
	for i, w := range weights {
		dev := t.x[i] - d.lo - mean
		d.vari += float64(dev * dev * (w / total))
	}
	d.mean = between(d.lo, d.lo+mean, d.hi)
	return d
}

func sorted(name string, values []float64) (*table, error) {
	if len(values) == 0 {
		return nil, fault(name, -1, "no values are given")
	}
	for i, v := range values {
		if err := checkValue(name, i, "value", v); err != nil {
			return nil, err
		}
	}
	x := slices.Clone(values)
	slices.Sort(x)
	return &table{x: x}, nil
}

// Empirical is the law of a sample: piecewise linear through its order
// statistics, the i-th of n at probability (i-1)/(n-1) (Law, Simulation Modeling
// and Analysis, section 6.2.4). It gives values between those observed, none
// outside. It takes at least two.
func Empirical(values []float64) (Dist, error) {
	t, err := sorted("empirical", values)
	if err != nil {
		return Dist{}, err
	}
	x := t.x
	if len(x) == 1 {
		return Dist{}, fault("empirical", 0, "one value makes no distribution; write constant(%s)", x[0])
	}
	d := Dist{law: empirical, table: t, lo: x[0], hi: x[len(x)-1]}
	n := float64(len(x) - 1)
	sum := 0.0
	for i := range x[1:] {
		sum += float64(0.5*(x[i]-d.lo)) + float64(0.5*(x[i+1]-d.lo))
	}
	mean := sum / n
	for i := range x[1:] {
		a, b := x[i]-d.lo-mean, x[i+1]-d.lo-mean
		d.vari += (float64(a*a) + float64(a*b) + float64(b*b)) / (3 * n)
	}
	d.mean = between(d.lo, d.lo+mean, d.hi)
	return d, nil
}

// EmpiricalSteps is the law of a sample that gives only the values observed, each
// as often as it was.
func EmpiricalSteps(values []float64) (Dist, error) {
	t, err := sorted("steps", values)
	if err != nil {
		return Dist{}, err
	}
	w := make([]float64, len(t.x))
	for i := range w {
		w[i] = 1
	}
	return atoms(empiricalSteps, t, w), nil
}

// below is the number of points that are x or less.
func (t *table) below(x float64) int {
	n, _ := slices.BinarySearchFunc(t.x, x, func(v, x float64) int {
		if v <= x {
			return -1
		}
		return 1
	})
	return n
}

func (t *table) cdf(x float64) float64 {
	i := t.below(x)
	switch {
	case i == 0:
		return 0
	case i == len(t.x):
		return 1
	case t.cum != nil:
		return t.cum[i-1]
	}
	a, b := t.x[i-1], t.x[i]
	return (float64(i-1) + (x-a)/(b-a)) / float64(len(t.x)-1)
}

func (t *table) quantile(p float64) float64 {
	if t.cum == nil {
		s := float64(p * float64(len(t.x)-1))
		i := min(int(math.Floor(s)), len(t.x)-2)
		a, b := t.x[i], t.x[i+1]
		return min(a+float64((s-float64(i))*(b-a)), b)
	}
	lo, hi := 0, len(t.cum)-1
	for lo < hi {
		if m := (lo + hi) / 2; t.cum[m] < p {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return t.x[lo]
}
