package stat

import "math"

// Tally accumulates the number, mean, spread and extremes of observations. The
// zero Tally is ready to use and holds none; then its fields are all 0.
type Tally struct {
	N    uint64
	Mean float64
	M2   float64 // sum of squared deviations from the mean
	Min  float64
	Max  float64
}

// Add takes in an observation, without loss of digits where the mean is large
// against the spread (Welford 1962).
func (t *Tally) Add(x float64) {
	if t.N == 0 {
		*t = Tally{N: 1, Mean: x, Min: x, Max: x}
		return
	}
	t.N++
	d := x - t.Mean
	t.Mean += d / float64(t.N)
	t.M2 += float64(d * (x - t.Mean))
	t.Min = min(t.Min, x)
	t.Max = max(t.Max, x)
}

// Merge takes in all that another tally has seen (Chan, Golub and LeVeque 1983).
func (t *Tally) Merge(o Tally) {
	if o.N == 0 {
		return
	}
	if t.N == 0 {
		*t = o
		return
	}
	a, b := float64(t.N), float64(o.N)
	d := o.Mean - t.Mean
	t.Mean += float64(d * (b / (a + b)))
	t.M2 += o.M2 + float64(float64(d*d)*(a/(a+b)*b))
	t.N += o.N
	t.Min = min(t.Min, o.Min)
	t.Max = max(t.Max, o.Max)
}

// Sum is the sum of the observations.
func (t *Tally) Sum() float64 { return t.Mean * float64(t.N) }

// Var is the sample variance, 0 for fewer than two observations.
func (t *Tally) Var() float64 {
	if t.N < 2 {
		return 0
	}
	return t.M2 / float64(t.N-1)
}

// SD is the sample standard deviation.
func (t *Tally) SD() float64 { return math.Sqrt(t.Var()) }
