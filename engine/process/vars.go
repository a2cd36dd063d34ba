package process

import (
	"reflect"

	"github.com/taktsim/takt/engine"
)

// Var is a variable that the model has once: a plain struct, or number, of yours.
type Var[T any] struct{ index int }

// Own is a variable that every process has for itself. A process that is spawned
// begins with a copy of its parent's, one that is started with zero.
type Own[T any] struct{ index int }

// In is where a thing or variable is looked up: a *Sim, or a *Ctx in a function.
type In interface{ sim() *Sim }

// NewVar adds a variable that begins as initial. Its type must be plain data (see
// [engine.CheckState]); Compile says so.
func NewVar[T any](m *Model, name string, initial T) Var[T] {
	return Var[T]{m.variable(variable{name: name, typ: reflect.TypeFor[T](), make: func() storage {
		v := new(values[T])
		_, x := v.Alloc()
		*x = initial
		return v
	}})}
}

// NewOwn adds a variable of each process. Its type must be plain data.
func NewOwn[T any](m *Model, name string) Own[T] {
	return Own[T]{m.variable(variable{name: name, typ: reflect.TypeFor[T](), own: true, make: func() storage { return new(values[T]) }})}
}

func (m *Model) variable(v variable) int {
	m.vars = append(m.vars, v)
	return len(m.vars) - 1
}

// Of is the variable. The pointer is good within the function that asks, or until
// the state runs on.
func (v Var[T]) Of(in In) *T { return in.sim().vars[v.index].(*values[T]).At(0) }

// Of is the variable of the process whose function this is. The pointer is good
// within that function.
func (v Own[T]) Of(c *Ctx) *T { return c.s.vars[v.index].(*values[T]).At(c.i) }

// By is a copy of the variable of another process; zero if that has ended.
func (v Own[T]) By(in In, who Ref) (x T) {
	s := in.sim()
	if s.procs.Get(who) != nil {
		x = *s.vars[v.index].(*values[T]).At(who.Index)
	}
	return x
}

// storage keeps the values of a variable: of a Var one, of an Own one a process,
// at the index of the process.
type storage interface {
	slab() engine.Store
	grow()
	copy(to, from uint32)
	clear(i uint32)
}

type values[T any] struct{ engine.Slab[T] }

func (v *values[T]) slab() engine.Store   { return &v.Slab }
func (v *values[T]) grow()                { v.Alloc() }
func (v *values[T]) copy(to, from uint32) { *v.At(to) = *v.At(from) }
func (v *values[T]) clear(i uint32)       { *v.At(i) = *new(T) }
