package stat

import "testing"

func BenchmarkTallyAdd(b *testing.B) {
	b.ReportAllocs()
	var t Tally
	for i := range b.N {
		t.Add(float64(i))
	}
}

func BenchmarkHistogramAdd(b *testing.B) {
	b.ReportAllocs()
	var h Histogram
	for i := range b.N {
		h.Add(float64(i))
	}
}

func BenchmarkMSER5(b *testing.B) {
	xs := ar1(1, 10000, 0.5)
	for b.Loop() {
		MSER5(xs)
	}
}
