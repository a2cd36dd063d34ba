package engine

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// Ref names an item of a Slab[T]. It is plain data: an index and the generation
// that the place had when the item was made. The zero Ref names nothing. What
// stands outside the state keeps a Handle.
type Ref[T any] struct {
	Index uint32
	Gen   uint32
}

// None reports whether r names nothing.
func (r Ref[T]) None() bool { return r.Gen == 0 }

// Slab keeps the items of one type in one slice, addressed by small indices.
// Places of freed items are used again, last freed first; the generation tells
// an old Ref from a new one (odd: in use, even: free). A place whose generations
// have run out is never used again. The zero Slab is empty.
type Slab[T any] struct {
	items []T
	gens  []uint32
	free  []uint32
	spent uint32 // places whose generations have run out
}

// Alloc makes a zero item. The pointer is good until the next Alloc.
func (s *Slab[T]) Alloc() (Ref[T], *T) {
	if n := len(s.free); n > 0 {
		i := s.free[n-1]
		s.free = s.free[:n-1]
		s.gens[i]++
		return Ref[T]{i, s.gens[i]}, &s.items[i]
	}
	var zero T
	s.items = append(s.items, zero)
	s.gens = append(s.gens, 1)
	i := len(s.items) - 1
	return Ref[T]{uint32(i), 1}, &s.items[i]
}

// Free gives the place of r back and zeroes it. Freeing what is not in use is a
// mistake of the program and panics.
func (s *Slab[T]) Free(r Ref[T]) {
	if s.Get(r) == nil {
		panic(fmt.Sprintf("engine: free of %v, which is not in use", r))
	}
	var zero T
	s.items[r.Index] = zero
	if s.gens[r.Index]++; s.gens[r.Index] == 0 {
		s.spent++
		return
	}
	s.free = append(s.free, r.Index)
}

// Get returns the item named by r, or nil when it is gone.
func (s *Slab[T]) Get(r Ref[T]) *T {
	if int(r.Index) >= len(s.items) || s.gens[r.Index] != r.Gen || r.Gen&1 == 0 {
		return nil
	}
	return &s.items[r.Index]
}

// At returns the item at index i without asking whether it is in use: for
// components that live as long as the state.
func (s *Slab[T]) At(i uint32) *T { return &s.items[i] }

// Ref returns the reference of the item in use at index i.
func (s *Slab[T]) Ref(i uint32) Ref[T] { return Ref[T]{i, s.gens[i]} }

// Len is the number of places, in use or free.
func (s *Slab[T]) Len() int { return len(s.items) }

// Live is the number of items in use.
func (s *Slab[T]) Live() int { return len(s.items) - len(s.free) - int(s.spent) }

// All calls yield for every item in use, in the order of the indices.
func (s *Slab[T]) All(yield func(uint32, *T) bool) {
	for i := range s.items {
		if s.gens[i]&1 == 1 && !yield(uint32(i), &s.items[i]) {
			return
		}
	}
}

// Store is a Slab of any type, as the kernel sees it: something to copy, to hash
// and to check.
type Store interface {
	elem() reflect.Type
	copyFrom(Store)
	hash(*Hasher)
	bytes() int
	room() int
	save(dst []byte) []byte
	check(img *slabImage, l *layout) error
	load(img *slabImage)
}

// CopyFrom makes s hold what src holds, under the same references.
func (s *Slab[T]) CopyFrom(src *Slab[T]) { s.copyFrom(src) }

func (s *Slab[T]) elem() reflect.Type { return reflect.TypeFor[T]() }

func (s *Slab[T]) copyFrom(o Store) {
	src := o.(*Slab[T])
	s.items = append(s.items[:0], src.items...)
	s.gens = append(s.gens[:0], src.gens...)
	s.free = append(s.free[:0], src.free...)
	s.spent = src.spent
}

func (s *Slab[T]) bytes() int {
	return len(s.items)*int(unsafe.Sizeof(*new(T))) + 4*len(s.gens) + 4*len(s.free)
}

// room is bytes with the slack.
func (s *Slab[T]) room() int {
	return cap(s.items)*int(unsafe.Sizeof(*new(T))) + 4*cap(s.gens) + 4*cap(s.free)
}

func (s *Slab[T]) hash(h *Hasher) {
	h.Uint64(uint64(len(s.items)))
	if s.Live() == len(s.items) {
		hashItems(h, s.items)
	} else {
		for i := range s.items {
			if s.gens[i]&1 == 1 {
				hashItems(h, s.items[i:i+1])
			}
		}
	}
	hashItems(h, s.gens)
	hashItems(h, s.free)
}

// Clip gives unused room back; worth it for states that are kept for long.
func (s *Slab[T]) Clip() {
	s.items, s.gens, s.free = slices.Clip(s.items), slices.Clip(s.gens), slices.Clip(s.free)
}
