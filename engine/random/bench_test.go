package random

import (
	"math"
	"testing"
)

var sink float64

func BenchmarkBits(b *testing.B) {
	b.ReportAllocs()
	k, s := NewKey(1, 2, 3), uint64(0)
	for i := range uint64(b.N) {
		s += k.Bits(i)
	}
	sink = float64(s)
}

func benchU(b *testing.B, f func(u float64) float64) {
	b.ReportAllocs()
	var us [1024]float64
	k, s := NewKey(1, 2, 3), 0.0
	for i := range us {
		us[i] = k.U(uint64(i))
	}
	for i := 0; b.Loop(); i++ {
		s += f(us[i&1023])
	}
	sink = s
}

func BenchmarkU(b *testing.B) {
	b.ReportAllocs()
	k, s := NewKey(1, 2, 3), 0.0
	for i := range uint64(b.N) {
		s += k.U(i)
	}
	sink = s
}

func BenchmarkLog(b *testing.B)    { benchU(b, Log) }
func BenchmarkStdLog(b *testing.B) { benchU(b, math.Log) }
func BenchmarkExp(b *testing.B)    { benchU(b, Exp) }
func BenchmarkStdExp(b *testing.B) { benchU(b, math.Exp) }
func BenchmarkPow(b *testing.B)    { benchU(b, func(u float64) float64 { return Pow(u, 0.37) }) }
func BenchmarkStdPow(b *testing.B) { benchU(b, func(u float64) float64 { return math.Pow(u, 0.37) }) }
func BenchmarkNormal(b *testing.B) { benchU(b, NormalQuantile) }
func BenchmarkPathHash(b *testing.B) {
	b.ReportAllocs()
	s := uint64(0)
	for b.Loop() {
		s += PathHash("machining/line-1/mill")
	}
	sink = float64(s)
}

func BenchmarkSample(b *testing.B) {
	for _, c := range someLaws(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			k, s := NewKey(1, 2, 3), 0.0
			d := &c.dist
			for i := range uint64(b.N) {
				s += d.Sample(k, i)
			}
			sink = s
		})
	}
}

func BenchmarkResidual(b *testing.B) {
	for _, c := range someLaws(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			k, s := NewKey(1, 2, 3), 0.0
			d := &c.dist
			age := 0.7 * d.Mean()
			for i := range uint64(b.N) {
				r, _ := d.Residual(age, k.U(i))
				s += r
			}
			sink = s
		})
	}
}
