package random

import "math/bits"

// Key names a stream of random numbers. It is a pure value: drawing changes
// nothing, and the number at an index does not depend on what was drawn before.
type Key uint64

// Odd 64-bit constants without visible structure: gamma is 2^64 divided by the
// golden ratio, m1 and m2 are Stafford's "Mix13" multipliers (2011), which the
// SplitMix generator of Steele, Lea and Flood (OOPSLA 2014) uses as well.
const (
	gamma = 0x9e3779b97f4a7c15
	m1    = 0xbf58476d1ce4e5b9
	m2    = 0x94d049bb133111eb
)

// Domains keep the ways of deriving a key from a key apart, so that purpose 7
// and branch 7 of a stream are different streams.
const (
	domainReplication = 0xd1b54a32d192ed03
	domainPath        = 0xabc98388fb8fac03
	domainPurpose     = 0x8cb92ba72f3d8dd7
	domainBranch      = 0xc2b2ae3d27d4eb4f
)

func finish(z uint64) uint64 {
	z = (z ^ z>>30) * m1
	z = (z ^ z>>27) * m2
	return z ^ z>>31
}

// NewKey is the stream of the thing whose path hashes to pathHash (see
// [PathHash]), in one replication of an experiment.
func NewKey(seed uint64, replication uint32, pathHash uint64) Key {
	z := finish(seed + gamma)
	z = finish(z ^ uint64(replication)*domainReplication)
	return Key(finish(z ^ finish(pathHash+domainPath)))
}

// For is the sub-stream for one purpose, such as the cycle times or the
// failures of a machine.
func (k Key) For(purpose uint32) Key {
	return Key(finish(uint64(k) ^ finish(uint64(purpose)+domainPurpose)))
}

// Branch is the stream that k becomes in another imagined future: the same for
// the same branch, unrelated to k and to k in other branches.
func (k Key) Branch(branch uint64) Key {
	return Key(finish(uint64(k) ^ finish(branch+domainBranch)))
}

// Bits is the number at an index of the stream: 64 random bits.
//
// It is the finaliser of a Weyl sequence, as in SplitMix, with the key mixed in
// a second time half way: two streams that happen to meet in the sequence part
// again at once. For a fixed key it is a bijection of the index.
func (k Key) Bits(index uint64) uint64 {
	z := uint64(k) + index*gamma
	z = (z^z>>30)*m1 ^ bits.RotateLeft64(uint64(k), 32)
	z = (z ^ z>>27) * m2
	return z ^ z>>31
}

// U is the number at an index of the stream, uniform in the open interval
// (0, 1): one of the 2^52 odd multiples of 2^-53, so that 1-U is exact and is
// itself one of them.
func (k Key) U(index uint64) float64 { return float64(float64(k.ticks(index)) * 0x1p-53) }

// ticks is U in units of 2^-53: an odd number.
func (k Key) ticks(index uint64) int64 { return int64(k.Bits(index)>>11 | 1) }

// Mix makes one index out of two numbers, such as a part and its operation; its
// order matters. Nest it for more: Mix(Mix(part, operation), visit).
func Mix(a, b uint64) uint64 {
	return finish(finish(a+gamma) + b*gamma)
}

// Nth is Mix for a number a that is itself mixed, such as the identity of a
// part: the index of its n-th draw, in one multiplication.
func Nth(a, n uint64) uint64 { return a + n*m1 }

// PathHash is the hash of a path, such as "machining/line-1/mill", from which
// the streams of the thing at that path follow (64-bit FNV-1a, then mixed).
func PathHash(path string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(path) {
		h = (h ^ uint64(path[i])) * 0x100000001b3
	}
	return finish(h)
}
