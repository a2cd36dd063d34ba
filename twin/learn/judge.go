package learn

import (
	"fmt"
	"math"

	"github.com/taktsim/takt/engine/random"
)

// Level is the p value below which a law does not match the held-out part.
const Level = 0.05

// draws is how many operation times are re-simulated for a comparison.
const draws = 2000

// Split says which operations a law is made from; the others are held out. An
// operation is number i (from 0, in order of start) of the n of its step.
type Split struct {
	Name string
	Fit  func(o Operation, i, n int) bool
}

// OddEven alternates: both parts see the same drift. It tests the law.
func OddEven() Split {
	return Split{"odd/even", func(_ Operation, i, _ int) bool { return i%2 == 0 }}
}

// Halves puts the first half before the second: it tests the law and whether
// the process stayed as it was.
func Halves() Split {
	return Split{"first/second half", func(_ Operation, i, n int) bool { return 2*i < n }}
}

// Match is how a law did on operations that it was not made from.
type Match struct {
	Step
	FitN, HeldN       int
	FitMean, HeldMean float64 // seconds, whole operations
	D, P              float64 // Kolmogorov-Smirnov: re-simulated times against held-out ones
	Judged            bool    // false: a part has fewer than two whole operations
}

// OK tells whether the law matches: not contradicted at Level.
func (m Match) OK() bool { return m.Judged && m.P >= Level }

// HoldOut makes a law from one part of every step's whole operations, draws
// operation times from it as a simulation would, and compares them with the
// part that was held out. What counts as whole follows from the band of the
// first part only.
func HoldOut(ops []Operation, rules Rules, split Split, seed uint64) []Match {
	var out []Match
	steps, by := Group(ops)
	for _, s := range steps {
		var fit, held []Operation
		sound := soundOnes(by[s], rules)
		for i, o := range sound {
			if split.Fit(o, i, len(sound)) {
				fit = append(fit, o)
			} else {
				held = append(held, o)
			}
		}
		a := rules.Clean(s, fit, nil)
		b := rules.Clean(s, held, &a.Band)
		out = append(out, compare(s, a.Times, b.Times, seed))
	}
	return out
}

// soundOnes leaves out what no band is needed to leave out, so that the parts
// of a split are of one size.
func soundOnes(ops []Operation, rules Rules) []Operation {
	var out []Operation
	for _, o := range ops {
		if o.defect(rules) == "" {
			out = append(out, o)
		}
	}
	return out
}

func compare(s Step, fit, held []float64, seed uint64) Match {
	m := Match{Step: s, FitN: len(fit), HeldN: len(held), FitMean: mean(fit), HeldMean: mean(held), D: math.NaN(), P: math.NaN()}
	if len(fit) < 2 || len(held) < 2 {
		return m
	}
	law, err := Fit(fit)
	if err != nil {
		return m
	}
	m.D = distance(Draw(law, s, seed, draws), held)
	m.P = significance(m.D, len(fit), len(held))
	m.Judged = true
	return m
}

// significance is the p value of a Kolmogorov-Smirnov distance between samples
// of n and m, by the asymptotic law with the small-sample term of Stephens
// (1970). n is the number of operations that the law was made from, not the
// number re-simulated from it: drawing more from a law makes it no truer.
func significance(d float64, n, m int) float64 {
	size := math.Sqrt(float64(n*m) / float64(n+m))
	x := (size + 0.12 + 0.11/size) * d
	if x < 0.2 {
		return 1 // the series converges slowly there, and is 1 to nine digits
	}
	p, sign := 0.0, 2.0
	for k := 1.0; k <= 20; k++ {
		p += sign * math.Exp(-2*k*k*x*x)
		sign = -sign
	}
	return min(max(p, 0), 1)
}

// Draw re-simulates n operation times of a step: the draws that a machine makes.
func Draw(law Law, s Step, seed uint64, n int) []float64 {
	key := random.NewKey(seed, 0, random.PathHash(s.Machine)).For(uint32(random.PathHash(s.Part + "/" + s.Op)))
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = law.Dist.Sample(key, uint64(i))
	}
	return xs
}

// String is one line of the report.
func (m Match) String() string {
	if !m.Judged {
		return fmt.Sprintf("%s %s on %s: too few whole operations to judge (%d to fit, %d held out)", m.Part, m.Op, m.Machine, m.FitN, m.HeldN)
	}
	word := "matches"
	if !m.OK() {
		word = "DIFFERS"
	}
	return fmt.Sprintf("%s %s on %s: %s, KS D = %.2f, p = %.3f (mean %.1f s from %d, held out %.1f s from %d)",
		m.Part, m.Op, m.Machine, word, m.D, m.P, m.FitMean, m.FitN, m.HeldMean, m.HeldN)
}
