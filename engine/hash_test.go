package engine

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

// bytesOf gives the memory of v.
func bytesOf[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}

// flipAll changes every bit of every item in use, one at a time, and makes sure
// that exactly the ingredients in want of the fingerprint notice.
func flipAll[T any](t *testing.T, name string, s *shop, slab *Slab[T], want Group) {
	t.Helper()
	before, seen := s.Hash(), map[uint64]bool{}
	var wanted [groups]bool
	wanted[want] = true
	for i, item := range slab.All {
		raw := bytesOf(item)
		for b := range 8 * len(raw) {
			raw[b/8] ^= 1 << (b % 8)
			h := s.Hash()
			raw[b/8] ^= 1 << (b % 8)
			changed := [groups]bool{h.Live != before.Live, h.Stats != before.Stats, h.History != before.History}
			if changed != wanted {
				t.Fatalf("%s %d, bit %d of its byte %d: changed ingredients %v", name, i, b%8, b/8, changed)
			}
			if seen[h.Sum()] || h.Sum() == before.Sum() {
				t.Fatalf("%s %d, bit %d of its byte %d: a fingerprint seen before", name, i, b%8, b/8)
			}
			seen[h.Sum()] = true
		}
	}
	if len(seen) == 0 {
		t.Fatalf("no item of %s is in use", name)
	}
	if s.Hash() != before {
		t.Fatal("the state is not what it was")
	}
}

// someShop is a shop with places in use and free in every slab that can have
// them, with events pending in the queue and at the present instant.
func someShop() *shop {
	s := newShop(5, 3)
	s.Feed(Input{At: 300, Value: 2})
	s.Feed(Input{At: 2000, Code: 1})
	s.run(600)
	a, _ := s.parts.Alloc()
	b, _ := s.parts.Alloc()
	s.parts.Alloc()
	s.parts.Free(a)
	s.parts.Free(b)
	s.Soon(PhaseDecide, kindChoose, 1, 0)
	return s
}

func TestHashSeesEveryBit(t *testing.T) {
	s := someShop()
	if s.parts.Live() == s.parts.Len() {
		t.Fatal("no free place among the parts")
	}
	flipAll(t, "stations", s, &s.stations, Live)
	flipAll(t, "parts", s, &s.parts, Live)
	flipAll(t, "timers", s, &s.Timers, Live)
	flipAll(t, "counts", s, &s.counts, Stats)
	flipAll(t, "inputs", s, &s.inputs, History)
}

// TestHashSeesTheKernel changes what the kernel itself holds.
func TestHashSeesTheKernel(t *testing.T) {
	seen := map[Fingerprint]string{someShop().Hash(): "the original"}
	for name, change := range map[string]func(s *shop){
		"clock":             func(s *shop) { s.now++ },
		"sequence":          func(s *shop) { s.seq++ },
		"steps":             func(s *shop) { s.steps++ },
		"event more":        func(s *shop) { s.At(5000, PhaseReport, kindSample, 0, 0); s.seq-- },
		"event for now":     func(s *shop) { s.Soon(PhaseReport, kindSample, 0, 0); s.seq-- },
		"event gone":        func(s *shop) { s.queue.filter(func(e entry) bool { return e.kind() != kindSample }) },
		"no event for now":  func(s *shop) { s.soon[PhaseDecide].pop() },
		"other time":        func(s *shop) { s.changeSample(func(e *entry) { e.at++ }) },
		"other phase":       func(s *shop) { s.changeSample(func(e *entry) { e.seq ^= 1 << 56 }) },
		"other target":      func(s *shop) { s.changeSample(func(e *entry) { e.what ^= 1 << 32 }) },
		"other kind":        func(s *shop) { s.changeSample(func(e *entry) { e.what ^= 1 << 16 }) },
		"other argument":    func(s *shop) { s.changeSample(func(e *entry) { e.what ^= 1 }) },
		"item more":         func(s *shop) { s.parts.Alloc() },
		"order of the free": func(s *shop) { slices.Reverse(s.parts.free) },
		"generation":        func(s *shop) { s.parts.gens[0] += 2 },
	} {
		s := someShop()
		change(s)
		h := s.Hash()
		if other, ok := seen[h]; ok {
			t.Errorf("%q has the fingerprint of %q", name, other)
		}
		seen[h] = name
	}
}

// changeSample changes the pending sample event in its place.
func (s *shop) changeSample(f func(*entry)) {
	for i := range s.queue.heap {
		if e := &s.queue.heap[i]; e.kind() == kindSample {
			f(e)
			return
		}
	}
	panic("no sample is pending")
}

// TestHashOfEqualHistories hashes states of one content that lie in memory in
// different ways.
func TestHashOfEqualHistories(t *testing.T) {
	s := someShop()
	want := s.Hash()
	same := func(name string, s *shop) {
		t.Helper()
		if got := s.Hash(); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	same("hashed again", s)
	same("made again", someShop())
	s.parts.Clip()
	s.Timers.Clip()
	same("no slack", s)
	s.parts.items = slices.Grow(s.parts.items, 1000)
	s.parts.items[:1000][999] = part{1, 2}
	s.queue.heap = slices.Grow(s.queue.heap, 1000)
	same("slack", s)
	s.parts.items[s.parts.free[0]] = part{3, 4}
	same("rubbish in a free place", s)
	s.queue.push(pack(Event{At: 1e6, Seq: 5, Target: 0, What: What{Kind: kindWork | timerBit}}))
	same("a stale event", s)
	s.sweep()
	same("swept", s)
	slices.Reverse(s.queue.heap)
	s.queue.filter(func(entry) bool { return true })
	same("another heap of the same events", s)
	s.Observe(func(Event) {})
	same("observed", s)
	before := slices.Clone(s.queue.heap)
	s.queue.hole = true // as in the middle of a handler
	s.Hash()
	if !s.queue.hole || !slices.Equal(before, s.queue.heap) {
		t.Error("hashing fills the hole; many may hash one state at the same time")
	}
}

// TestHashOfHole hashes a state whose queue has a hole: the event that was taken
// is not pending.
func TestHashOfHole(t *testing.T) {
	s := newShop(2, 2)
	if e := s.queue.Pop(); e.Kind != kindSample {
		t.Fatalf("took %+v; the test wants an event that no timer speaks for", e)
	}
	a := s.Hash()
	s.queue.settle()
	if b := s.Hash(); a != b {
		t.Errorf("with a hole %v, without %v", a, b)
	}
}

// TestFingerprintSum makes sure that no ingredient is lost in the sum.
func TestFingerprintSum(t *testing.T) {
	a := Fingerprint{1, 2, 3}
	for _, b := range []Fingerprint{{1, 2, 4}, {1, 3, 3}, {2, 2, 3}, {2, 1, 3}, {3, 2, 1}, {}} {
		if a.Sum() == b.Sum() {
			t.Errorf("%v and %v have one sum", a, b)
		}
	}
}

// TestHasherValues pins the function itself: recordings and distributed runs
// compare fingerprints between versions and machines.
func TestHasherValues(t *testing.T) {
	for _, c := range []struct {
		words []uint64
		want  uint64
	}{
		{nil, 0x1d5a3fa98a353a6},
		{[]uint64{0}, 0x78e4449fa88b5b15},
		{[]uint64{1}, 0xd4fdc105118d6f74},
		{[]uint64{1, 2, 3, 4}, 0xb79cf43e0566947e},
		{[]uint64{1, 2, 3, 4, 5, 6, math.MaxUint64}, 0xf90c90767e3930a2},
	} {
		h := NewHasher()
		for _, w := range c.words {
			h.Uint64(w)
		}
		if got := h.Sum(); got != c.want || h.Sum() != got {
			t.Errorf("hash of %v = %#x, want %#x", c.words, got, c.want)
		}
	}
}

// TestHasherRaw adds bytes and words in any mix: whole words of bytes count as
// words, wherever they begin.
func TestHasherRaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := NewHasher(), NewHasher()
		for range rapid.IntRange(1, 5).Draw(t, "pieces") {
			words := rapid.SliceOfN(rapid.Uint64(), 0, 9).Draw(t, "words")
			var raw []byte
			for _, w := range words {
				raw = binary.LittleEndian.AppendUint64(raw, w)
				a.Uint64(w)
			}
			b.raw(raw)
		}
		if a.Sum() != b.Sum() || a.n != b.n {
			t.Fatalf("words %#x, bytes %#x", a.Sum(), b.Sum())
		}
	})
	seen := map[uint64]int{}
	for n := range 20 { // the number of bytes counts, even if all are zero
		h := NewHasher()
		h.raw(make([]byte, n))
		if m, ok := seen[h.Sum()]; ok {
			t.Errorf("%d and %d zero bytes have one hash", m, n)
		}
		seen[h.Sum()] = n
	}
}

// TestHasherAvalanche flips each bit of a message and counts the bits of the
// sum that follow: half of them, give or take.
func TestHasherAvalanche(t *testing.T) {
	const words = 11 // two full rounds and a tail
	sum := func(msg *[words]uint64) uint64 {
		h := NewHasher()
		for _, w := range msg {
			h.Uint64(w)
		}
		return h.Sum()
	}
	var msg [words]uint64
	for i := range msg {
		msg[i] = scramble(uint64(i))
	}
	base, total := sum(&msg), 0
	for b := range 64 * words {
		msg[b/64] ^= 1 << (b % 64)
		n := bits.OnesCount64(base ^ sum(&msg))
		msg[b/64] ^= 1 << (b % 64)
		if n < 10 || n > 54 {
			t.Errorf("bit %d changes %d bits of the sum", b, n)
		}
		total += n
	}
	if mean := float64(total) / (64 * words); math.Abs(mean-32) > 1 {
		t.Errorf("a bit changes %v bits of the sum, want about 32", mean)
	}
}

// mixed has numbers of all sizes, nested, with an odd number of bytes over.
type mixed struct {
	A uint64
	B float64
	C [3]struct {
		D uint32
		E int16
		F [2]uint8
	}
	G float32
	H bool
	I int8
	J uint16
}

// TestSwapped lays items out as a big-endian machine does and hashes them the
// way such a machine would.
func TestSwapped(t *testing.T) {
	if !littleEndian {
		t.Skip("this machine is big-endian: every other test takes this way")
	}
	items := make([]mixed, 3)
	for i := range items {
		m := &items[i]
		m.A, m.B, m.G = scramble(uint64(i)), 1.25*float64(i), -7.5
		m.C[1].D, m.C[2].E, m.C[0].F, m.H, m.I, m.J = 0x01020304, -5, [2]uint8{6, 7}, true, -9, 0xabcd
	}
	little := unsafe.Slice((*byte)(unsafe.Pointer(&items[0])), len(items)*int(unsafe.Sizeof(items[0])))
	var big bytes.Buffer
	if err := binary.Write(&big, binary.BigEndian, items); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(big.Bytes(), little) {
		t.Fatal("the two orders are one")
	}
	if got := swapped(reflect.TypeFor[mixed](), big.Bytes()); !bytes.Equal(got, little) {
		t.Fatalf("swapped\n%x, want\n%x", got, little)
	}
	want := NewHasher()
	hashItems(want, items)
	foreign := make([]mixed, len(items))
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&foreign[0])), len(little)), big.Bytes())
	littleEndian = false
	defer func() { littleEndian = true }()
	got := NewHasher()
	hashItems(got, foreign)
	if got.Sum() != want.Sum() {
		t.Errorf("a big-endian machine gives %#x, want %#x", got.Sum(), want.Sum())
	}
	widths := scalarWidths(reflect.TypeFor[mixed](), nil)
	if want := []int{8, 8, 4, 2, 1, 1, 4, 2, 1, 1, 4, 2, 1, 1, 4, 1, 1, 2}; !slices.Equal(widths, want) {
		t.Errorf("widths %v, want %v", widths, want)
	}
}

// TestShopHash pins the fingerprint of a run: it says that this machine, this
// compiler and this version of the kernel agree with those of before.
func TestShopHash(t *testing.T) {
	s := newShop(5, 11)
	s.Feed(Input{At: 100, Code: 0, Value: 1.5, Target: 2})
	s.run(5000)
	const want uint64 = 0xe614d408e50201b0
	if got := s.Hash().Sum(); got != want {
		t.Errorf("fingerprint %#x after %d steps, want %#x", got, s.Steps(), want)
	}
}
