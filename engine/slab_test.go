package engine

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type slabItem struct {
	A uint64
	B uint32
	C uint32
}

// TestSlabAgainstMap drives a slab and a map of what should be in it.
func TestSlabAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, live := new(Slab[slabItem]), map[Ref[slabItem]]slabItem{}
		seen, dead := map[Ref[slabItem]]bool{}, []Ref[slabItem]{}
		refs := func() []Ref[slabItem] { // those in use, by index
			out := []Ref[slabItem]{}
			for r := range live {
				out = append(out, r)
			}
			slices.SortFunc(out, func(a, b Ref[slabItem]) int { return int(a.Index) - int(b.Index) })
			return out
		}
		var n uint64
		t.Repeat(map[string]func(*rapid.T){
			"alloc": func(t *rapid.T) {
				r, p := s.Alloc()
				if seen[r] || r.None() || r.Gen&1 == 0 {
					t.Fatalf("Alloc gave %v: given before (%v), or not an odd generation", r, seen[r])
				}
				if *p != (slabItem{}) {
					t.Fatalf("a new item holds %v", *p)
				}
				n++
				*p = slabItem{n, uint32(n), 7}
				live[r], seen[r] = *p, true
			},
			"free": func(t *rapid.T) {
				if len(live) == 0 {
					t.Skip("empty")
				}
				r := rapid.SampledFrom(refs()).Draw(t, "ref")
				s.Free(r)
				delete(live, r)
				dead = append(dead, r)
			},
			"write": func(t *rapid.T) {
				if len(live) == 0 {
					t.Skip("empty")
				}
				r := rapid.SampledFrom(refs()).Draw(t, "ref")
				n++
				s.Get(r).A = n
				v := live[r]
				v.A = n
				live[r] = v
			},
			"copy": func(t *rapid.T) {
				c := new(Slab[slabItem])
				for range rapid.IntRange(0, 5).Draw(t, "warm") {
					r, _ := c.Alloc()
					c.Free(r)
					c.Alloc()
				}
				c.copyFrom(s)
				r, p := c.Alloc() // what happens in the copy must not be seen in s
				p.A = math.MaxUint64
				c.Free(r)
				for _, p := range c.All {
					p.B++
				}
				c.copyFrom(s)
				s = c
			},
			"clip": func(*rapid.T) { s.Clip() },
			"":     func(t *rapid.T) { checkSlab(t, s, live, refs(), dead) },
		})
	})
}

// checkSlab compares s with what should be in it: live, in the order of want,
// and nothing that was freed.
func checkSlab(t *rapid.T, s *Slab[slabItem], live map[Ref[slabItem]]slabItem, want, dead []Ref[slabItem]) {
	got := []Ref[slabItem]{}
	for i, p := range s.All {
		r := s.Ref(i)
		got = append(got, r)
		if *p != live[r] || s.Get(r) != p || s.At(i) != p {
			t.Fatalf("item %v is %v, want %v", r, *p, live[r])
		}
	}
	if !slices.Equal(got, want) || s.Live() != len(want) || s.Len() < s.Live() {
		t.Fatalf("All gives %v, want %v; Live %d, Len %d", got, want, s.Live(), s.Len())
	}
	for _, r := range dead {
		if s.Get(r) != nil {
			t.Fatalf("%v was freed and names something again", r)
		}
	}
}

func TestSlabCopyIsIndependent(t *testing.T) {
	var a, b Slab[slabItem]
	r, p := a.Alloc()
	p.A = 1
	b.copyFrom(&a)
	b.Get(r).A = 2
	b.Free(r)
	if a.Get(r) == nil || a.Get(r).A != 1 {
		t.Errorf("changing the copy changed the original")
	}
	a.Get(r).A = 3
	b.Alloc()
	if got := b.At(0).A; got != 0 {
		t.Errorf("the copy's item is %d, want 0", got)
	}
}

// TestSlabNamesNothing lists references that name no item.
func TestSlabNamesNothing(t *testing.T) {
	var s Slab[slabItem]
	if s.Get(Ref[slabItem]{}) != nil {
		t.Error("the zero Ref names something in an empty slab")
	}
	r, _ := s.Alloc()
	for _, bad := range []Ref[slabItem]{{}, {0, 2}, {0, 3}, {1, 1}, {math.MaxUint32, 1}} {
		if s.Get(bad) != nil {
			t.Errorf("%v names something", bad)
		}
	}
	s.Free(r)
	if s.Get(s.Ref(0)) != nil {
		t.Error("the Ref of a free place names something")
	}
	for _, bad := range []Ref[slabItem]{r, s.Ref(0), {}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("freeing %v did not panic", bad)
				}
			}()
			s.Free(bad)
		}()
	}
}

// TestSlabStopsEarly checks that a loop over All can be left.
func TestSlabStopsEarly(t *testing.T) {
	var s Slab[slabItem]
	for range 5 {
		s.Alloc()
	}
	n := 0
	for range s.All {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("the loop went on to %d", n)
	}
}

// TestSlabGenerationsRunOut takes a place to its last generation: the place must
// then be given up, or a Ref from long ago would name something new.
func TestSlabGenerationsRunOut(t *testing.T) {
	var s Slab[slabItem]
	first, _ := s.Alloc()
	s.gens[0] = math.MaxUint32
	last := s.Ref(0)
	s.Free(last)
	r, _ := s.Alloc()
	if r.Index == 0 {
		t.Fatalf("the spent place is used again: %v", r)
	}
	if s.Get(first) != nil || s.Get(last) != nil || s.Get(r) == nil {
		t.Error("the wrong references are in use")
	}
	if s.Live() != 1 || s.Len() != 2 {
		t.Errorf("Live %d, Len %d; want 1, 2", s.Live(), s.Len())
	}
	for i := range s.All {
		if i != r.Index {
			t.Errorf("All gives the spent place %d", i)
		}
	}
	var c Slab[slabItem]
	c.copyFrom(&s)
	if c.Live() != 1 {
		t.Errorf("a copy has %d live items, want 1", c.Live())
	}
}
