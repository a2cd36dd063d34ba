package random

import "math"

// Constant is always v.
func Constant(v float64) (Dist, error) {
	if err := checkValue("constant", 0, "value", v); err != nil {
		return Dist{}, err
	}
	return Dist{law: constant, a: v, mean: v, lo: v, hi: v}, nil
}

// Uniform is any value between lo and hi, each as likely.
func Uniform(lo, hi float64) (Dist, error) {
	const name = "uniform"
	if err := first(checkValue(name, 0, "lowest value", lo), checkValue(name, 1, "highest value", hi), checkRange(name, 0, lo, hi)); err != nil {
		return Dist{}, err
	}
	w := hi - lo
	return Dist{law: uniform, a: lo, b: hi, mean: between(lo, lo+float64(0.5*w), hi), vari: w * w / 12, lo: lo, hi: hi}, nil
}

// between keeps a mean that was rounded inside its law.
func between(lo, x, hi float64) float64 { return max(lo, min(x, hi)) }

func checkRange(law string, param int, lo, hi float64) error {
	switch {
	case lo > hi:
		return fault(law, param, "the lowest value %s lies above the highest value %s", lo, hi)
	case lo == hi:
		return fault(law, param, "the lowest and the highest value are both %s; write constant(%s)", lo, lo)
	}
	return nil
}

func checkMode(law string, lo, mode, hi float64) error {
	err := first(checkValue(law, 0, "lowest value", lo), checkValue(law, 1, "mode", mode), checkValue(law, 2, "highest value", hi))
	switch {
	case err != nil:
		return err
	case lo >= hi:
		return checkRange(law, 0, lo, hi)
	case mode < lo:
		return fault(law, 1, "the mode %s lies below the lowest value %s", mode, lo)
	case mode > hi:
		return fault(law, 1, "the mode %s lies above the highest value %s", mode, hi)
	}
	return nil
}

// Triangular is between lo and hi, with a density that rises to mode and falls
// after it, both in straight lines.
func Triangular(lo, mode, hi float64) (Dist, error) {
	if err := checkMode("triangular", lo, mode, hi); err != nil {
		return Dist{}, err
	}
	w := hi - lo
	m := (mode - lo) / w // the mode as a share of the range, and its probability
	return Dist{law: triangular, a: lo, b: mode, c: hi, e: w, f: m, g: 1 - m,
		mean: between(lo, lo+w*(1+m)/3, hi), vari: w * w * (1 - float64(m*(1-m))) / 18, lo: lo, hi: hi}, nil
}

// checkSpread is for the mean and standard deviation of a law.
func checkSpread(law string, mean, sd float64) error {
	if err := checkValue(law, 0, "mean", mean); err != nil {
		return err
	}
	if err := checkValue(law, 1, "standard deviation", sd); err != nil {
		return err
	}
	switch {
	case sd < 0:
		return fault(law, 1, "the standard deviation is %s; it must be above zero", sd)
	case sd == 0 || sd < 1e-9*math.Abs(mean):
		return fault(law, 1, "the standard deviation %s is nothing beside the mean; write constant(%s)", sd, mean)
	}
	return nil
}

// Normal has this mean and standard deviation and no bounds.
func Normal(mean, sd float64) (Dist, error) {
	if err := checkSpread("normal", mean, sd); err != nil {
		return Dist{}, err
	}
	return Dist{law: normal, a: mean, b: sd, mean: mean, vari: sd * sd, lo: math.Inf(-1), hi: math.Inf(1)}, nil
}

// NormalAbove0 is the normal law with this mean and standard deviation, given
// that it is above 0: what "normal" means for a time. Its own mean is higher than
// mean, noticeably so where sd is more than a third of it.
func NormalAbove0(mean, sd float64) (Dist, error) {
	if err := checkSpread("normal", mean, sd); err != nil {
		return Dist{}, err
	}
	if mean < 0 {
		return Dist{}, fault("normal", 0, "the mean is %s; it must not be below zero here", mean)
	}
	z := -mean / sd
	p, q := NormalCDF(z)
	l := Exp(-0.5*float64(z*z)) / (sqrt2Pi * q) // the inverse Mills ratio
	return Dist{law: normalAbove0, a: mean, b: sd, e: p, f: q,
		mean: mean + float64(sd*l), vari: float64(sd*sd) * (1 + float64(z*l) - float64(l*l)), hi: math.Inf(1)}, nil
}

// LogNormal is a variable whose logarithm is normal; mean and sd are those of the
// variable itself, not of its logarithm.
func LogNormal(mean, sd float64) (Dist, error) {
	const name = "lognormal"
	if err := first(checkPositive(name, 0, "mean", mean), checkSpread(name, mean, sd)); err != nil {
		return Dist{}, err
	}
	if sd > 1e6*mean {
		return Dist{}, fault(name, 1, "the standard deviation %s is more than a million times the mean %s", sd, mean)
	}
	r := sd / mean
	v := Log1p(r * r)
	return Dist{law: logNormal, a: mean, b: sd, e: Log(mean) - float64(0.5*v), f: math.Sqrt(v),
		mean: mean, vari: sd * sd, hi: math.Inf(1)}, nil
}

// Exponential has this mean and no memory.
func Exponential(mean float64) (Dist, error) {
	if err := checkPositive("exponential", 0, "mean", mean); err != nil {
		return Dist{}, err
	}
	return Dist{law: exponential, a: mean, mean: mean, vari: mean * mean, hi: math.Inf(1)}, nil
}

// maxShape bounds the shapes of gamma laws: beyond it their spread is a
// thousandth of the mean and less.
const maxShape = 1e6

// Erlang is the sum of k exponential phases, k a whole number, with this mean in
// all. Its standard deviation is mean / sqrt(k).
func Erlang(k, mean float64) (Dist, error) {
	const name = "erlang"
	if err := checkShape(name, 0, "number of phases", k, 1, maxShape); err != nil {
		return Dist{}, err
	}
	if k != math.Floor(k) {
		return Dist{}, fault(name, 0, "the number of phases is "+number(k)+"; it must be a whole number (gamma takes any shape)")
	}
	if err := checkPositive(name, 1, "mean", mean); err != nil {
		return Dist{}, err
	}
	return Dist{law: erlang, a: k, b: mean, e: k, f: mean / k, g: LogGamma(k), mean: mean, vari: mean * mean / k, hi: math.Inf(1)}, nil
}

// Gamma has mean shape*scale and standard deviation scale*sqrt(shape).
func Gamma(shape, scale float64) (Dist, error) {
	const name = "gamma"
	if err := first(checkShape(name, 0, "shape", shape, 0.01, maxShape), checkPositive(name, 1, "scale", scale)); err != nil {
		return Dist{}, err
	}
	return Dist{law: gammaLaw, a: shape, b: scale, e: shape, f: scale, g: LogGamma(shape),
		mean: shape * scale, vari: shape * scale * scale, hi: math.Inf(1)}, nil
}

// Weibull survives x with probability exp(-(x/scale)^shape): shape 1 is the
// exponential law, below 1 are early failures, above 1 is wear.
func Weibull(shape, scale float64) (Dist, error) {
	const name = "weibull"
	if err := first(checkShape(name, 0, "shape", shape, 0.1, 1e4), checkPositive(name, 1, "scale", scale)); err != nil {
		return Dist{}, err
	}
	m := LogGamma(1 + 1/shape)
	cv2 := Expm1(gammaSpread(1 / shape)) // squared coefficient of variation
	mean := scale * Exp(m)
	return Dist{law: weibull, a: shape, b: scale, e: 1 / shape, mean: mean, vari: mean * mean * max(cv2, 0), hi: math.Inf(1)}, nil
}

// weibullRest is the residual after age at which the hazard has grown by more. In
// these terms nothing underflows, and an old part loses no digits.
func (d *Dist) weibullRest(age, more float64) float64 {
	h := Pow(age/d.b, d.a)
	if h < 1 {
		return max(float64(d.b*Pow(h+more, d.e))-age, 0)
	}
	return age * Expm1(d.e*Log1p(more/h))
}

// gammaSpread is log(Gamma(1+2e) / Gamma(1+e)^2), which for small e is about
// pi^2/6 e^2 and would drown in the rounding of the logarithms.
func gammaSpread(e float64) float64 {
	if e > 0.1 {
		return LogGamma(1+float64(2*e)) - float64(2*LogGamma(1+e))
	}
	// The Taylor series of log Gamma(1+x) has the coefficients zeta(k)/k (-1)^k
	// (DLMF 5.7.3); from zeta(16) on, zeta(k) is 1 + 2^-k + 3^-k.
	sum, a, b := 0.0, -2*e, -e
	pa, pb := a, b
	for k := 2; k < 40; k++ {
		pa, pb = float64(pa*a), float64(pb*b)
		sum += float64((pa - float64(2*pb)) * zeta(k) / float64(k))
	}
	return sum
}

// zeta is the Riemann zeta function of k >= 2.
func zeta(k int) float64 {
	if k-2 < len(zetas) {
		return zetas[k-2]
	}
	sum := 1.0
	for _, n := range []float64{2, 3} {
		sum += Pow(n, float64(-k))
	}
	return sum
}

// zetas[i] is zeta(i+2).
var zetas = [...]float64{
	1.64493406684822644, 1.20205690315959429, 1.08232323371113819, 1.03692775514336993, 1.01734306198444914,
	1.00834927738192283, 1.00407735619794434, 1.00200839282608221, 1.00099457512781809, 1.00049418860411946,
	1.00024608655330805, 1.00012271334757849, 1.0000612481350587, 1.00003058823630702,
}

// Beta is between lo and hi with the density of x^(a-1) (1-x)^(b-1) there.
func Beta(a, b, lo, hi float64) (Dist, error) {
	const name = "beta"
	if err := first(checkShape(name, 0, "first shape", a, 0.05, 1e4), checkShape(name, 1, "second shape", b, 0.05, 1e4),
		checkValue(name, 2, "lowest value", lo), checkValue(name, 3, "highest value", hi), checkRange(name, 2, lo, hi)); err != nil {
		return Dist{}, err
	}
	d := betaBetween(a, b, lo, hi)
	d.law, d.a, d.b, d.c, d.d = beta, a, b, lo, hi
	return d, nil
}

func betaBetween(a, b, lo, hi float64) Dist {
	w, n := hi-lo, a+b
	return Dist{e: a, f: b, g: w, h: betaNorm(a, b), mean: between(lo, lo+float64(w*(a/n)), hi), vari: w * w * (a / n) * (b / n) / (n + 1), lo: lo, hi: hi}
}

// Pert is the beta law of project planning between lo and hi: its mean is
// (lo + 4 mode + hi) / 6.
func Pert(lo, mode, hi float64) (Dist, error) {
	if err := checkMode("pert", lo, mode, hi); err != nil {
		return Dist{}, err
	}
	m := (mode - lo) / (hi - lo)
	d := betaBetween(1+float64(4*m), 5-float64(4*m), lo, hi)
	d.law, d.a, d.b, d.c = pert, lo, mode, hi
	return d, nil
}
