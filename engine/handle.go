package engine

// Handle is a Ref that is kept outside the state: by a window, a test, somebody
// who asked. A state may jump, back to a snapshot or to a copy of another, and
// what is made after the jump gets the generations that others had before it: a
// bare Ref from then could name a stranger. A Handle of before the jump names
// nothing; find what you looked for again, by what it is in the model.
//
// A Handle is no plain data, so CheckState refuses it in a state. References
// within the state jump with it and need none.
type Handle[T any] struct {
	ref Ref[T]
	era *era
}

// era is the time between two jumps of a state. It says nothing but which one it
// is, no two that are in use have one address, and whether the one before it led
// here without going back in time.
type era struct{ after *era }

// since reports whether e is old, or has come of it without going back in time.
func (e *era) since(old *era) bool {
	for e != nil && e != old {
		e = e.after
	}
	return e == old
}

// Hold makes a handle of r, which is a reference of the state of w now.
func Hold[T any](w *World, r Ref[T]) Handle[T] {
	return Handle[T]{r, w.present()}
}

// Ref returns the reference that was held, for Slab.Get; it names nothing when
// the state of w is another one, or has jumped since.
func (h Handle[T]) Ref(w *World) Ref[T] {
	if h.era == nil || h.era != w.era {
		return Ref[T]{}
	}
	return h.ref
}

// present is the era of w. It is made when it is asked for, so that a fork, of
// which nobody holds anything, costs nothing.
func (w *World) present() *era {
	if w.era == nil {
		w.era = new(era)
	}
	return w.era
}
