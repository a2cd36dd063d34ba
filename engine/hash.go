package engine

import (
	"encoding/binary"
	"math/bits"
	"reflect"
	"unsafe"
)

// Hasher folds words into a 64-bit fingerprint: four lanes of 64x64-bit multiply
// and fold, two words a multiplication as in wyhash (Wang Yi, 2019), the same on
// every architecture. It is not meant to resist an attacker.
type Hasher struct {
	lane [4]uint64
	tail [64]byte // words that do not make a full round yet
	n    uint64   // words so far
}

// Odd numbers with mixed bits: the first digits of the square roots of 2, 3, 5
// and 7, made odd.
const (
	laneSeed0 = 0x6a09e667f3bcc909
	laneSeed1 = 0xbb67ae8584caa73b
	laneSeed2 = 0x3c6ef372fe94f82b
	laneSeed3 = 0xa54ff53a5f1d36f1
)

var laneSeeds = [4]uint64{laneSeed0, laneSeed1, laneSeed2, laneSeed3}

// NewHasher returns an empty Hasher.
func NewHasher() *Hasher { return &Hasher{lane: laneSeeds} }

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// Uint64 adds one word.
func (h *Hasher) Uint64(v uint64) {
	i := h.n & 7
	binary.LittleEndian.PutUint64(h.tail[8*i:], v)
	h.n++
	if i == 7 {
		h.rounds(h.tail[:])
	}
}

// Sum returns the fingerprint of what was added so far.
func (h *Hasher) Sum() uint64 {
	s := fold(h.n^laneSeeds[2], laneSeeds[0])
	for i := uint64(0); i < h.n&7; i++ {
		s = fold(s^binary.LittleEndian.Uint64(h.tail[8*i:]), laneSeeds[i&3]) + i
	}
	for i, l := range h.lane {
		s = fold(s^l, laneSeeds[i]^0x9e3779b97f4a7c15) + bits.RotateLeft64(l, 13*i+7)
	}
	return fold(s^laneSeeds[1], laneSeeds[3])
}

var littleEndian = func() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 1
}()

// hashItems adds the content of items. CheckState makes sure that a state type
// has neither padding nor references, so its bytes are its content; they are
// taken as little-endian words on every machine.
func hashItems[T any](h *Hasher, items []T) {
	if len(items) > 0 {
		h.raw(littleEndianBytes(items))
	}
}

// memoryOf is the memory of items.
func memoryOf[T any](items []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(items))), len(items)*int(unsafe.Sizeof(*new(T))))
}

// littleEndianBytes is the content of items as it would lie in the memory of a
// little-endian machine.
func littleEndianBytes[T any](items []T) []byte {
	if !littleEndian {
		return swapped(reflect.TypeFor[T](), memoryOf(items))
	}
	return memoryOf(items)
}

func (h *Hasher) raw(b []byte) {
	for h.n&7 != 0 && len(b) >= 8 {
		h.Uint64(binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	if h.n&7 == 0 {
		h.n += uint64(len(b) / 64 * 8)
		b = h.rounds(b)
	}
	for ; len(b) >= 8; b = b[8:] {
		h.Uint64(binary.LittleEndian.Uint64(b))
	}
	if len(b) > 0 {
		var w [8]byte
		copy(w[:], b)
		h.Uint64(binary.LittleEndian.Uint64(w[:]) | uint64(len(b))<<56)
	}
}

// rounds mixes the full rounds at the start of data into the lanes, which stay
// in registers meanwhile, and returns the rest.
func (h *Hasher) rounds(data []byte) []byte {
	k, l, m, n := h.lane[0], h.lane[1], h.lane[2], h.lane[3]
	for ; len(data) >= 64; data = data[64:] {
		w := (*[64]byte)(data)
		k = fold(k^binary.LittleEndian.Uint64(w[0:]), laneSeed1^binary.LittleEndian.Uint64(w[8:]))
		l = fold(l^binary.LittleEndian.Uint64(w[16:]), laneSeed2^binary.LittleEndian.Uint64(w[24:]))
		m = fold(m^binary.LittleEndian.Uint64(w[32:]), laneSeed3^binary.LittleEndian.Uint64(w[40:]))
		n = fold(n^binary.LittleEndian.Uint64(w[48:]), laneSeed0^binary.LittleEndian.Uint64(w[56:]))
	}
	h.lane = [4]uint64{k, l, m, n}
	return data
}

// swapped returns raw, items of type t from a big-endian machine, with every
// number in little-endian order.
func swapped(t reflect.Type, raw []byte) []byte {
	widths := scalarWidths(t, nil)
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		for _, w := range widths {
			for i := w - 1; i >= 0; i-- {
				out = append(out, raw[i])
			}
			raw = raw[w:]
		}
	}
	return out
}

// scalarWidths lists the sizes in bytes of the numbers in t, in memory order.
func scalarWidths(t reflect.Type, ws []int) []int {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			ws = scalarWidths(t.Field(i).Type, ws)
		}
	case reflect.Array:
		for range t.Len() {
			ws = scalarWidths(t.Elem(), ws)
		}
	default:
		ws = append(ws, int(t.Size()))
	}
	return ws
}
