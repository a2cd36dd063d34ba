package decide

import (
	"fmt"
	"reflect"

	"github.com/taktsim/takt/engine"
)

// Memory is the registered type of what a policy remembers. Make one with MemoryOf.
type Memory interface {
	// Type is the type of one memory.
	Type() reflect.Type
	// Shelf makes an empty shelf.
	Shelf() Shelf
}

// Shelf keeps memories of one type in a state, one for each point of decision.
type Shelf interface {
	// Store is what the state attaches, forks and hashes.
	Store() engine.Store
	// Grow adds zero memories until there are n.
	Grow(n int)
	// At is a pointer to memory i, good until the next Grow.
	At(i int) any
}

// MemoryOf is the memory of a policy that remembers a T: plain data, zero at the
// beginning. It panics when T is not plain data.
func MemoryOf[T any]() Memory {
	t := reflect.TypeFor[T]()
	if err := engine.CheckState(t); err != nil {
		panic(fmt.Sprintf("decide: a policy cannot remember %s: %v", t, err))
	}
	return memory[T]{}
}

type memory[T any] struct{}

func (memory[T]) Type() reflect.Type { return reflect.TypeFor[T]() }
func (memory[T]) Shelf() Shelf       { return &shelf[T]{} }

type shelf[T any] struct{ slab engine.Slab[T] }

func (s *shelf[T]) Store() engine.Store { return &s.slab }
func (s *shelf[T]) At(i int) any        { return s.slab.At(uint32(i)) }
func (s *shelf[T]) Grow(n int) {
	for s.slab.Len() < n {
		s.slab.Alloc()
	}
}

// Recall is what the policy remembers at this point of decision. Changing it is
// remembering. It is nil when the policy does not say that it Remembers a T, and is
// good until Decide returns.
func Recall[T any](v View) *T {
	m, _ := v.Memory().(*T)
	return m
}

// Turn is the memory of policies that take turns.
type Turn struct {
	Next uint32 // whose turn it is
}
