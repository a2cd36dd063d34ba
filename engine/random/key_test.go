package random

import (
	"fmt"
	"math"
	"testing"
)

// TestStreamGolden pins the first numbers of the streams: a change here changes
// the results of every model.
func TestStreamGolden(t *testing.T) {
	k := NewKey(42, 7, PathHash("machining/line-1/mill"))
	got := fmt.Sprintf("%016x %016x %016x %016x %016x %016x %016x %v",
		uint64(k), k.Bits(0), k.Bits(1), k.For(1).Bits(0), k.Branch(1).Bits(0), Mix(1, 2), PathHash(""), k.U(0))
	const want = "c6e52f6a1fe71477 2b2e5fa149199d68 39c98a515178d091 6991b8d80d533445 916ae3966a8d1ebe f18d6ce93d6cf1ee f52a15e9a9b5e89b 0.16867635429034633"
	if got != want {
		t.Errorf("streams are\n%s; want\n%s", got, want)
	}
	// The first number of SplitMix64 from seed 0, as published with it.
	if g := uint64(gamma); finish(g) != 0xe220a8397b1dcdaf {
		t.Errorf("the finaliser gives %x", finish(g))
	}
}

func TestUIsOpenAndExact(t *testing.T) {
	k := NewKey(1, 1, 1)
	for i := range uint64(10000) {
		u := k.U(i)
		if !(u > 0 && u < 1) || 1-(1-u) != u || math.Mod(u*0x1p53, 2) != 1 {
			t.Fatalf("U(%d) = %v is not an odd multiple of 2^-53 inside (0, 1)", i, u)
		}
	}
}

func TestDerivedKeysDiffer(t *testing.T) {
	seen := map[Key]string{}
	add := func(k Key, name string) {
		if old, ok := seen[k]; ok {
			t.Fatalf("%s and %s are the same stream", old, name)
		}
		seen[k] = name
	}
	for seed := range uint64(20) {
		for rep := range uint32(20) {
			for path := range 20 {
				k := NewKey(seed, rep, PathHash(fmt.Sprint("line/m", path)))
				add(k, fmt.Sprintf("%d/%d/%d", seed, rep, path))
				add(k.For(7), fmt.Sprintf("%d/%d/%d for 7", seed, rep, path))
				add(k.Branch(7), fmt.Sprintf("%d/%d/%d branch 7", seed, rep, path))
			}
		}
	}
	if Mix(1, 2) == Mix(2, 1) {
		t.Error("Mix does not heed the order")
	}
}

// sequences are the ways in which the engine walks through streams: along an
// index, along indices made by Mix, across keys, purposes, replications.
var sequences = []struct {
	name string
	at   func(start, i uint64) float64
}{
	{"index", func(s, i uint64) float64 { return NewKey(s, 0, 1).U(i) }},
	{"raw key index", func(s, i uint64) float64 { return Key(s).U(i) }},
	{"mixed index", func(s, i uint64) float64 { return NewKey(s, 0, 1).U(Mix(i, 3)) }},
	{"mixed index, second part", func(s, i uint64) float64 { return NewKey(s, 0, 1).U(Mix(3, i)) }},
	{"nested index", func(s, i uint64) float64 { return NewKey(s, 0, 1).U(Mix(Mix(i>>4, i>>2&3), i&3)) }},
	{"seed", func(s, i uint64) float64 { return NewKey(s<<20+i, 0, 1).U(5) }},
	{"replication", func(s, i uint64) float64 { return NewKey(s, uint32(i), 1).U(5) }},
	{"path hash", func(s, i uint64) float64 { return NewKey(s, 0, i).U(5) }},
	{"purpose", func(s, i uint64) float64 { return NewKey(s, 0, 1).For(uint32(i)).U(5) }},
	{"branch", func(s, i uint64) float64 { return NewKey(s, 0, 1).Branch(i).U(5) }},
	{"key", func(s, i uint64) float64 { return Key(s<<20 + i).U(5) }},
	{"sparse index", func(s, i uint64) float64 { return NewKey(s, 0, 1).U(i << 32) }},
}

// z is how far x lies from what chance gives, in standard deviations, at which a
// test of this package fails: 5 happens by chance once in two million.
const z = 5

func TestSequencesAreUniform(t *testing.T) {
	const n, bins = 1 << 14, 64
	for _, s := range sequences {
		for start := range uint64(4) {
			var low, pair [bins]float64
			var grid [bins]float64
			lag := [4]float64{}
			us := make([]float64, n)
			for i := range us {
				us[i] = s.at(start+1, uint64(i))
				low[int(us[i]*bins)]++
				_, frac := math.Modf(us[i] * 0x1p40)
				pair[int(frac*bins)]++ // the low bits
			}
			for i := 0; i+1 < n; i += 2 {
				grid[int(us[i]*8)*8+int(us[i+1]*8)]++
			}
			for l := range lag {
				for i := l + 1; i < n; i++ {
					lag[l] += 12 * (us[i] - 0.5) * (us[i-l-1] - 0.5)
				}
				if d := lag[l] / math.Sqrt(n); math.Abs(d) > z {
					t.Errorf("%s, start %d: the correlation at lag %d is %.1f standard deviations from 0", s.name, start, l+1, d)
				}
			}
			for what, counts := range [][bins]float64{low, pair, grid} {
				if d := chiZ(counts[:]); math.Abs(d) > z {
					t.Errorf("%s, start %d: chi-square of %s is %.1f standard deviations from its mean", s.name, start,
						[]string{"the high bits", "the low bits", "pairs"}[what], d)
				}
			}
		}
	}
}

// chiZ is the chi-square statistic of equal expected counts, as a normal score
// (Wilson and Hilferty).
func chiZ(counts []float64) float64 {
	total, chi := 0.0, 0.0
	for _, c := range counts {
		total += c
	}
	e := total / float64(len(counts))
	for _, c := range counts {
		chi += (c - e) * (c - e) / e
	}
	df := float64(len(counts) - 1)
	return (math.Cbrt(chi/df) - 1 + 2/(9*df)) / math.Sqrt(2/(9*df))
}

// TestStreamsAreIndependent correlates streams that a model uses side by side.
func TestStreamsAreIndependent(t *testing.T) {
	const n = 1 << 14
	base := NewKey(9, 3, PathHash("line/m1"))
	pairs := []struct {
		name string
		a, b Key
	}{
		{"neighbouring raw keys", Key(1000), Key(1001)},
		{"raw keys one step of the sequence apart", Key(1000), Key(1000).step()},
		{"seeds", NewKey(1, 0, 5), NewKey(2, 0, 5)},
		{"replications", NewKey(1, 0, 5), NewKey(1, 1, 5)},
		{"paths", NewKey(1, 0, PathHash("line/m1")), NewKey(1, 0, PathHash("line/m2"))},
		{"purposes", base.For(0), base.For(1)},
		{"a stream and its purpose", base, base.For(0)},
		{"branches", base.Branch(0), base.Branch(1)},
		{"purpose and branch", base.For(4), base.Branch(4)},
	}
	for _, p := range pairs {
		for shift := range uint64(3) {
			sum := 0.0
			var grid [64]float64
			for i := range uint64(n) {
				u, v := p.a.U(i+shift), p.b.U(i)
				sum += 12 * (u - 0.5) * (v - 0.5)
				grid[int(u*8)*8+int(v*8)]++
			}
			if d := sum / math.Sqrt(n); math.Abs(d) > z {
				t.Errorf("%s, shifted by %d: correlated, %.1f standard deviations from 0", p.name, shift, d)
			}
			if d := chiZ(grid[:]); math.Abs(d) > z {
				t.Errorf("%s, shifted by %d: pairs are not uniform, %.1f standard deviations", p.name, shift, d)
			}
		}
	}
}

// step is the key whose sequence, but for the second mixing of the key, is that
// of k from the second number on.
func (k Key) step() Key {
	g := uint64(gamma)
	return k + Key(g)
}

// TestAvalanche flips each bit of the index and of the key.
func TestAvalanche(t *testing.T) {
	const n = 400
	for bit := range 64 {
		var flips [2]int
		for i := range uint64(n) {
			k := NewKey(i, 0, 0)
			flips[0] += ones(k.Bits(i) ^ k.Bits(i^1<<bit))
			flips[1] += ones(k.Bits(i) ^ (k ^ 1<<bit).Bits(i))
		}
		for what, f := range flips {
			if d := (float64(f) - 32*n) / math.Sqrt(16*n); math.Abs(d) > z+1 {
				t.Errorf("bit %d of the %s flips %.2f bits on average; want 32", bit, []string{"index", "key"}[what], float64(f)/n)
			}
		}
	}
}

func ones(x uint64) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return n
}
