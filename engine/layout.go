package engine

import (
	"reflect"
	"sync"
)

// layout is what is known of the type of a slab's items.
type layout struct {
	err   error     // why it may not be part of a state
	sum   uint64    // hash of what is where in it, by name
	bools []uintptr // where its bools lie, in bytes from the beginning of an item
}

// layouts keeps what was found out: states are made all the time, of few types.
var layouts sync.Map // reflect.Type -> *layout

func layoutOf(t reflect.Type) *layout {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout)
	}
	l := &layout{err: CheckState(t)}
	if l.err == nil {
		h := NewHasher()
		hashType(h, t)
		l.sum, l.bools = h.Sum(), boolsIn(t, 0, nil)
	}
	layouts.Store(t, l)
	return l
}

// hashType adds what a value of type t is made of: the names of structs and
// fields, kinds, places and sizes.
func hashType(h *Hasher, t reflect.Type) {
	h.Uint64(uint64(t.Kind()))
	h.Uint64(uint64(t.Size()))
	switch t.Kind() {
	case reflect.Array:
		hashType(h, t.Elem())
	case reflect.Struct:
		h.text(t.String()) // a Ref of another type has the same fields
		h.Uint64(uint64(t.NumField()))
		for i := range t.NumField() {
			f := t.Field(i)
			h.text(f.Name)
			h.Uint64(uint64(f.Offset))
			hashType(h, f.Type)
		}
	}
}

// text adds a text and its length.
func (h *Hasher) text(s string) {
	h.Uint64(uint64(len(s)))
	h.raw([]byte(s))
}

// boolsIn lists where the bools of a t that lies at an offset are.
func boolsIn(t reflect.Type, at uintptr, list []uintptr) []uintptr {
	switch t.Kind() {
	case reflect.Bool:
		list = append(list, at)
	case reflect.Struct:
		for i := range t.NumField() {
			list = boolsIn(t.Field(i).Type, at+t.Field(i).Offset, list)
		}
	case reflect.Array:
		if len(boolsIn(t.Elem(), 0, nil)) > 0 {
			for i := range t.Len() {
				list = boolsIn(t.Elem(), at+uintptr(i)*t.Elem().Size(), list)
			}
		}
	}
	return list
}

// layout is a hash of how the state's content lies in a snapshot: every slab's
// name, group and type of items, in their order.
func (w *World) layout() uint64 {
	h := NewHasher()
	h.Uint64(uint64(phases))
	for i := range w.stores {
		h.text(w.stores[i].name)
		h.Uint64(uint64(w.stores[i].group))
		h.Uint64(w.stores[i].layout.sum)
	}
	return h.Sum()
}
