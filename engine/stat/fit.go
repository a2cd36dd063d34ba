package stat

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/taktsim/takt/engine/random"
)

// Fitted is a law fitted to a sample.
type Fitted struct {
	Dist random.Dist
	// AIC is Akaike's criterion, by which fits are ranked: of two laws, the one
	// with the lower AIC is exp(difference/2) times as plausible.
	AIC float64
	// D is the Kolmogorov-Smirnov distance of the law from the sample: the largest
	// error of any probability it states.
	D float64
	// P is the probability that a sample of the fitted law, to which the family
	// was then fitted anew, would lie as far away as this one: below 0.05, the
	// family does not describe the data. It comes from 199 such samples (a
	// parametric bootstrap), of at most 400 observations.
	P float64
}

// fitter fits a family to an ascending sample. loglik is the logarithm of the
// likelihood at the fit; ok is false where the family cannot have given such a
// sample.
type fitter struct {
	params float64
	fit    func(s []float64) (d random.Dist, loglik float64, ok bool)
}

// fitters never fit the constant: it is no matter of likelihood.
var fitters = []fitter{
	{1, fitExponential}, {2, fitUniform}, {2, fitNormal}, {2, fitLogNormal}, {2, fitGamma}, {2, fitWeibull}, {3, fitTriangular},
}

// leastFit is the number of observations below which nothing is fitted, mostFit
// that of a bootstrap sample, bootstraps the number of those.
const (
	leastFit   = 10
	mostFit    = 400
	bootstraps = 199
)

// Fit fits each family of laws that a sample of at least 10 observations may come
// from and returns the fits, the best first. Look at P of the first: the best of
// laws that are all wrong is wrong; then [random.Empirical] takes the sample as it
// is. The result depends on the sample alone, not on its order.
func Fit(sample []float64) ([]Fitted, error) {
	if len(sample) < leastFit {
		return nil, fmt.Errorf("%d observations are too few to fit a law to; at least %d are needed", len(sample), leastFit)
	}
	for i, x := range sample {
		if x != x || math.IsInf(x, 0) {
			return nil, fmt.Errorf("observation %d of the sample is %v, not a number that can be fitted", i+1, x)
		}
	}
	s := slices.Clone(sample)
	slices.Sort(s)
	if s[0] == s[len(s)-1] {
		d, err := random.Constant(s[0])
		if err != nil {
			return nil, err
		}
		return []Fitted{{Dist: d, AIC: math.Inf(-1), P: 1}}, nil
	}
	var fits []Fitted
	for _, f := range fitters {
		d, loglik, ok := f.fit(s)
		if !ok || loglik != loglik {
			continue
		}
		fits = append(fits, Fitted{Dist: d, AIC: float64(2*f.params) - float64(2*loglik), D: ksDistance(s, d.CDF), P: goodness(f, d, s)})
	}
	slices.SortStableFunc(fits, func(a, b Fitted) int { return cmp.Compare(a.AIC, b.AIC) })
	if len(fits) == 0 {
		return nil, fmt.Errorf("no family of laws fits the sample; take it as it is (empirical)")
	}
	return fits, nil
}

// goodness is the bootstrap probability of [Fitted].P.
func goodness(f fitter, d random.Dist, s []float64) float64 {
	if len(s) > mostFit {
		s = thin(s)
		var ok bool
		if d, _, ok = f.fit(s); !ok {
			return 0
		}
	}
	have := ksDistance(s, d.CDF)
	k := random.NewKey(0, 0, random.PathHash(d.Law()))
	farther, t := 1, make([]float64, len(s))
	for b := range uint64(bootstraps) {
		for i := range t {
			t[i] = d.Sample(k, random.Mix(b, uint64(i)))
		}
		slices.Sort(t)
		if e, _, ok := f.fit(t); ok && ksDistance(t, e.CDF) >= have {
			farther++
		}
	}
	return float64(farther) / (bootstraps + 1)
}

// thin draws mostFit of an ascending sample, the same ones every time: evenly
// spaced ones would follow the law better than chance does.
func thin(s []float64) []float64 {
	type pick struct {
		rank uint64
		x    float64
	}
	k := random.NewKey(0, 1, 0)
	picks := make([]pick, len(s))
	for i, x := range s {
		picks[i] = pick{k.Bits(uint64(i)), x}
	}
	slices.SortFunc(picks, func(a, b pick) int { return cmp.Compare(a.rank, b.rank) })
	t := make([]float64, mostFit)
	for i := range t {
		t[i] = picks[i].x
	}
	slices.Sort(t)
	return t
}

func fitExponential(s []float64) (random.Dist, float64, bool) {
	m := mean(s)
	d, err := random.Exponential(m)
	if err != nil || s[0] < 0 {
		return d, 0, false
	}
	return d, -float64(len(s)) * (random.Log(m) + 1), true
}

// fitUniform widens the range of the sample by what its ends miss on average.
func fitUniform(s []float64) (random.Dist, float64, bool) {
	n := float64(len(s))
	lo, hi := widened(s)
	d, err := random.Uniform(lo, hi)
	return d, -n * random.Log(hi-lo), err == nil
}

func widened(s []float64) (lo, hi float64) {
	lo, hi = s[0], s[len(s)-1]
	w := (hi - lo) / float64(len(s)-1)
	if lo >= 0 {
		return max(lo-w, 0), hi + w
	}
	return lo - w, hi + w
}

// fitNormal fits the law without bounds; of a sample without negative values only
// where the part below zero is negligible, so that truncation makes no difference.
func fitNormal(s []float64) (random.Dist, float64, bool) {
	n := float64(len(s))
	m, v := mean(s), variance(s)
	sd := math.Sqrt(v)
	if s[0] >= 0 && m < 3*sd {
		return random.Dist{}, 0, false
	}
	law := random.Normal
	if s[0] >= 0 {
		law = random.NormalAbove0
	}
	d, err := law(m, sd)
	return d, -n / 2 * (random.Log(2*math.Pi*v) + 1), err == nil
}

// variance is that of maximum likelihood.
func variance(s []float64) float64 {
	m, sum := mean(s), 0.0
	for _, x := range s {
		sum += float64((x - m) * (x - m))
	}
	return sum / float64(len(s))
}

func logs(s []float64) []float64 {
	l := make([]float64, len(s))
	for i, x := range s {
		l[i] = random.Log(x)
	}
	return l
}

func fitLogNormal(s []float64) (random.Dist, float64, bool) {
	if s[0] <= 0 {
		return random.Dist{}, 0, false
	}
	l := logs(s)
	mu, v := mean(l), variance(l)
	m := random.Exp(mu + v/2)
	d, err := random.LogNormal(m, m*math.Sqrt(random.Expm1(v)))
	n := float64(len(s))
	return d, -n*mu - n/2*(random.Log(2*math.Pi*v)+1), err == nil
}

// fitGamma solves log k - digamma(k) = log(mean) - mean(log) by Newton's method in
// 1/k (Minka 2002).
func fitGamma(s []float64) (random.Dist, float64, bool) {
	if s[0] <= 0 {
		return random.Dist{}, 0, false
	}
	m, ml := mean(s), mean(logs(s))
	gap := random.Log(m) - ml
	if !(gap > 0) {
		return random.Dist{}, 0, false
	}
	k := (3 - gap + math.Sqrt(float64((gap-3)*(gap-3))+24*gap)) / (12 * gap)
	for range 30 {
		const h = 1e-5
		trigamma := (mathext.Digamma(k*(1+h)) - mathext.Digamma(k*(1-h))) / (2 * h * k)
		next := 1 / (1/k + (ml-random.Log(m)+random.Log(k)-mathext.Digamma(k))/(k*k*(1/k-trigamma)))
		if !(next > 0) {
			return random.Dist{}, 0, false
		}
		done := math.Abs(next-k) < 1e-10*k
		if k = next; done {
			break
		}
	}
	d, err := random.Gamma(k, m/k)
	n := float64(len(s))
	loglik := n * (float64((k-1)*ml) - k - float64(k*random.Log(m/k)) - random.LogGamma(k))
	return d, loglik, err == nil
}

// fitWeibull solves the likelihood equation of the shape by Newton's method, kept
// inside a bracket.
func fitWeibull(s []float64) (random.Dist, float64, bool) {
	if s[0] <= 0 {
		return random.Dist{}, 0, false
	}
	l := logs(s)
	ml, top := mean(l), l[len(l)-1]
	// sums are of (x/max)^k, of it times log x, and times its square: dividing by
	// the maximum keeps large shapes from overflowing.
	sums := func(k float64) (a, b, c float64) {
		for _, x := range l {
			w := random.Exp(k * (x - top))
			a += w
			b += float64(w * x)
			c += float64(float64(w*x) * x)
		}
		return a, b, c
	}
	lo, hi := 0.0, math.Inf(1)
	k := math.Pi / math.Sqrt(6*max(variance(l), 1e-300))
	for range 60 {
		a, b, c := sums(k)
		f := b/a - 1/k - ml
		if f < 0 {
			lo = k
		} else {
			hi = k
		}
		next := k - f/(c/a-float64(b/a*(b/a))+1/(k*k))
		if !(next > lo && next < hi) {
			next = min((lo+hi)/2, 2*k)
		}
		done := math.Abs(next-k) < 1e-10*k
		if k = next; done {
			break
		}
	}
	n := float64(len(s))
	a, _, _ := sums(k)
	logScale := top + random.Log(a/n)/k
	d, err := random.Weibull(k, random.Exp(logScale))
	return d, n * (random.Log(k) - float64(k*logScale) + float64((k-1)*ml) - 1), err == nil
}

// fitTriangular widens the range as fitUniform does and takes the mode, among the
// observations, at which the likelihood is highest: it is at one of them.
func fitTriangular(s []float64) (random.Dist, float64, bool) {
	lo, hi := widened(s)
	// A triangle thins out towards its ends, so that they are missed by more: the
	// lowest of n lies about sqrt(1/n) of the way to the mode.
	w := (hi - lo) / math.Sqrt(float64(len(s))) / 2
	if hi += w; s[0] >= 0 {
		lo = max(lo-w, 0)
	} else {
		lo -= w
	}
	best, mode := math.Inf(-1), 0.0
	step := max(1, len(s)/50)
	for i := 0; i < len(s); i += step {
		if v := triangularLikelihood(s, lo, s[i], hi); v > best {
			best, mode = v, s[i]
		}
	}
	d, err := random.Triangular(lo, mode, hi)
	return d, best, err == nil
}

func triangularLikelihood(s []float64, lo, mode, hi float64) float64 {
	sum, product := 0.0, 1.0
	for _, x := range s {
		f := 2 / (hi - lo)
		switch {
		case x < mode:
			f *= (x - lo) / (mode - lo)
		case x > mode:
			f *= (hi - x) / (hi - mode)
		}
		// Logarithms of products of a few are as good, and fewer.
		if product *= f; product < 1e-200 || product > 1e200 {
			sum += random.Log(product)
			product = 1
		}
	}
	return sum + random.Log(product)
}
