package stat

import "math"

const (
	// HistogramMin and HistogramMax bound, in seconds, what a [Histogram] tells
	// apart: a millisecond to 194 days.
	HistogramMin = 0x1p-10
	// HistogramMax is the upper bound.
	HistogramMax = 0x1p24
	// HistogramError is the relative error of its quantiles inside these bounds.
	HistogramError = 1.0 / histogramParts

	histogramParts   = 16 // buckets in an octave
	histogramOctaves = 34
	histogramFirst   = (1023 - 10) * histogramParts
)

// Histogram counts times in buckets that are a sixteenth of a power of two wide:
// 16 to an octave, so that each is at most 1/16 of its lower end wide. It is
// plain data of 2192 bytes; the zero Histogram is ready to use.
type Histogram struct {
	N       uint64 // observations in all
	Below   uint32 // of them below HistogramMin, zero and negative ones included
	Above   uint32 // of them HistogramMax or more
	Buckets [histogramOctaves * histogramParts]uint32
}

// Add counts a time, in seconds. NaN is not counted.
func (h *Histogram) Add(x float64) {
	switch {
	case x != x:
		return
	case x < HistogramMin:
		h.Below++
	case x >= HistogramMax:
		h.Above++
	default:
		// The exponent and the upper 4 bits of the significand count buckets.
		h.Buckets[math.Float64bits(x)>>48-histogramFirst]++
	}
	h.N++
}

// Merge adds the counts of another histogram.
func (h *Histogram) Merge(o *Histogram) {
	h.N += o.N
	h.Below += o.Below
	h.Above += o.Above
	for i, n := range o.Buckets {
		h.Buckets[i] += n
	}
}

// BucketStart is the least time, in seconds, that bucket i counts; that of the
// number of buckets is HistogramMax.
func BucketStart(i int) float64 {
	return math.Float64frombits(uint64(histogramFirst+i) << 48)
}

// Quantile is the time, in seconds, that a share p of the observations do not
// exceed, within a relative [HistogramError]: 0 where that is below
// [HistogramMin], HistogramMax where it is above that. It is NaN without
// observations.
func (h *Histogram) Quantile(p float64) float64 {
	if h.N == 0 || p != p {
		return math.NaN()
	}
	rank := float64(max(0, min(p, 1)) * float64(h.N))
	sum := float64(h.Below)
	if rank <= sum && h.Below > 0 {
		return 0
	}
	for i, n := range h.Buckets {
		if n == 0 {
			continue
		}
		if next := sum + float64(n); rank <= next {
			a, b := BucketStart(i), BucketStart(i+1)
			return a + float64((b-a)*((rank-sum)/float64(n)))
		}
		sum += float64(n)
	}
	return HistogramMax
}
