package learn

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/random"
)

// listed is how many values a law may have as they are; more are written as
// their percentiles.
const listed = 100

// Law is a law of operation time as it goes into a factory file.
type Law struct {
	Dist random.Dist // in seconds
	Text string      // in the syntax of factory.toml
	Why  string      // how it was chosen
}

// Fit makes a law of operation times in seconds, from the values themselves:
// times of machine tools have steps and gaps (another program, an override, a
// run held and resumed) that no smooth family has. One value, or equal values,
// give a constant. Up to 100 are taken as they are ("steps": only the values
// themselves, so that the mean is that of the sample and nothing falls into the
// gap between undisturbed and disturbed runs); of more, the percentiles are
// ("empirical": linear in between).
func Fit(times []float64) (Law, error) {
	if len(times) == 0 {
		return Law{}, fmt.Errorf("no whole operation to make a law of")
	}
	xs := slices.Sorted(slices.Values(times))
	n := len(xs)
	switch {
	case xs[0] == xs[n-1] && n == 1:
		return constant(xs[0], "the one recorded value")
	case xs[0] == xs[n-1]:
		return constant(xs[0], fmt.Sprintf("%d recorded values, all equal", n))
	case n <= listed:
		return listing("steps", random.EmpiricalSteps, xs, fmt.Sprintf("the %d recorded values", n))
	}
	ps := make([]float64, 101)
	for p := range ps {
		ps[p] = quantile(xs, float64(p)/100)
	}
	return listing("empirical", random.Empirical, ps, fmt.Sprintf("percentiles 0 to 100 of %d recorded values", n))
}

func constant(x float64, why string) (Law, error) {
	d, err := random.Constant(x)
	return Law{d, seconds(x), why}, err
}

func listing(name string, law func([]float64) (random.Dist, error), xs []float64, why string) (Law, error) {
	// What is written is what is meant: the law is made from the rounded values.
	var texts []string
	for i, x := range xs {
		xs[i] = math.Round(x*1000) / 1000
		texts = append(texts, seconds(xs[i]))
	}
	d, err := law(xs)
	return Law{d, name + "(" + strings.Join(texts, ", ") + ")", why}, err
}

// seconds writes a time to the millisecond.
func seconds(x float64) string {
	return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64) + " s"
}
