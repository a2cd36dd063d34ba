package random

import "math"

// NormalCDF is the distribution function of the standard normal law at z: p, and
// q = 1-p, the smaller one within a relative error of 1e-13 down to the smallest
// normal numbers (|z| of 37.5).
func NormalCDF(z float64) (p, q float64) {
	// Its square loses digits that the tail would feel, so what the rounding of
	// the square loses is put back as a factor.
	h := float64(z * z)
	zh, zl := halves(z)
	rest := float64(zh*zh) - h + float64(2*float64(zh*zl)) + float64(zl*zl)
	_, q = IncGamma(0.5, 0.5*h)
	if h > 3 && q > 0 {
		q -= float64(q * float64(0.5*rest))
	}
	if z > 0 {
		return 1 - float64(0.5*q), 0.5 * q
	}
	return 0.5 * q, 1 - float64(0.5*q)
}

// NormalQuantile is the value below which a standard normal variable lies with
// probability u, -Inf at 0 and +Inf at 1, within a relative error of 1e-15 or so
// (algorithm AS 241, PPND16, of Wichura, Applied Statistics 37, 1988).
func NormalQuantile(u float64) float64 { return normalInv(u, 1-u) }

// normalInv is NormalQuantile given p and q = 1-p; the smaller of them decides.
func normalInv(p, q float64) float64 {
	d := p - 0.5
	if q < 0.5 {
		d = 0.5 - q
	}
	if math.Abs(d) <= 0.425 {
		r := 0.180625 - float64(d*d)
		return d * horner(&centreOver, r) / horner(&centreUnder, r)
	}
	tail := min(p, q)
	if !(tail > 0) {
		return math.Copysign(math.Inf(1), d)
	}
	r := math.Sqrt(-Log(tail))
	var z float64
	if r <= 5 {
		r -= 1.6
		z = horner(&middleOver, r) / horner(&middleUnder, r)
	} else {
		r -= 5
		z = horner(&farOver, r) / horner(&farUnder, r)
	}
	return math.Copysign(z, d)
}

func horner(c *[8]float64, x float64) float64 {
	s := float64(c[7]*x) + c[6]
	s = float64(s*x) + c[5]
	s = float64(s*x) + c[4]
	s = float64(s*x) + c[3]
	s = float64(s*x) + c[2]
	s = float64(s*x) + c[1]
	return float64(s*x) + c[0]
}

// The coefficients of AS 241, lowest power first: numerator and denominator for
// the centre, the tails to exp(-25), and beyond.
var (
	centreOver = [8]float64{3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
		4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3}
	centreUnder = [8]float64{1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
		2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}
	middleOver = [8]float64{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}
	middleUnder = [8]float64{1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}
	farOver = [8]float64{6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7}
	farUnder = [8]float64{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}
)
