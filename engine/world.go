package engine

import (
	"fmt"
	"math/bits"
)

// World is the kernel's part of a state: clock, pending events, timers, inputs.
// Embed it in the struct of your state, call Init, and Attach every slab. A
// World must not be copied; see CopyFrom.
type World struct {
	now     Time
	seq     uint64
	steps   uint64
	queue   Queue
	soon    [phases]instant
	waiting uint8 // a bit for every phase that has events in soon
	inputs  Slab[Input]
	stores  []attached
	observe func(Event)

	// Timers are the state's timers, made by NewTimer.
	Timers Slab[Timer]
}

// Group says what a slab is for; a fork may leave history behind, and a
// fingerprint names its ingredients.
type Group uint8

// The groups of a state.
const (
	Live    Group = iota // what the future depends on
	Stats                // what was measured
	History              // what happened, for looking back
	groups
)

type attached struct {
	name  string
	group Group
	store Store
}

// Attach makes store part of the state under a name. It panics when the store's
// items are not plain data: that is a mistake of the program, found the first
// time it runs.
func (w *World) Attach(name string, group Group, store Store) {
	if err := CheckState(store.elem()); err != nil {
		panic("engine: " + name + ": " + err.Error())
	}
	w.stores = append(w.stores, attached{name, group, store})
}

// Init makes the kernel's own slabs part of the state. Call it once, before the
// first Attach.
func (w *World) Init() {
	w.Attach("timers", Live, &w.Timers)
	w.Attach("inputs", History, &w.inputs)
}

// Now is the present instant.
func (w *World) Now() Time { return w.now }

// Steps is the number of events handled so far.
func (w *World) Steps() uint64 { return w.steps }

// Pending is the number of events in the queue, stale ones included.
func (w *World) Pending() int { return w.queue.Len() }

// Observe has f called before every event; nil ends it. Observing is wiring: it
// changes no order and no number, and a fork is not observed.
func (w *World) Observe(f func(Event)) { w.observe = f }

func (w *World) nextSeq(p Phase) uint64 {
	w.seq++
	return uint64(p)<<56 | w.seq
}

// At schedules an event that cannot be taken back. An instant that is past is
// taken as now.
func (w *World) At(at Time, p Phase, kind uint16, target uint32, arg uint16) {
	w.put(pack(Event{max(at, w.now), w.nextSeq(p), target, kind, arg}))
}

// Soon schedules an event for the present instant.
func (w *World) Soon(p Phase, kind uint16, target uint32, arg uint16) {
	w.soon[p].push(pack(Event{w.now, w.nextSeq(p), target, kind, arg}))
	w.waiting |= 1 << p
}

func (w *World) put(e entry) {
	if e.at > w.now {
		w.queue.push(e)
		return
	}
	p := e.seq >> 56
	w.soon[p].push(e)
	w.waiting |= 1 << p
}

// Handler handles the events of one kind. Everything it may change is in s.
type Handler[S any] func(s *S, e Event)

// Run handles events in order until none is left that is due by the instant
// until; the clock then stands at until.
func Run[S any](s *S, w *World, table []Handler[S], until Time) {
	for {
		e, ok := w.next(until)
		if !ok {
			return
		}
		table[e.Kind](s, e)
	}
}

// RunWhile is Run that also ends after the first event after which cond is
// false. It reports whether it was cond that ended it; the clock then stands at
// that event.
func RunWhile[S any](s *S, w *World, table []Handler[S], until Time, cond func(*S) bool) bool {
	for cond(s) {
		e, ok := w.next(until)
		if !ok {
			return false
		}
		table[e.Kind](s, e)
	}
	return true
}

// next takes the next live event that is due by until. Events made for the
// present instant wait in their own lists: at equal phase those from the queue
// are older and go first.
func (w *World) next(until Time) (Event, bool) {
	for {
		var e entry
		top := w.queue.peek()
		if w.waiting != 0 {
			p := bits.TrailingZeros8(w.waiting)
			if top != nil && top.at == w.now && top.seq>>56 <= uint64(p) {
				e = w.queue.pop()
			} else {
				e = w.soon[p].pop()
				if len(w.soon[p].events) == 0 {
					w.waiting &^= 1 << p
				}
			}
		} else {
			if top == nil || top.at > until {
				w.now = max(w.now, until)
				return Event{}, false
			}
			e = w.queue.pop()
		}
		if e.kind()&timerBit != 0 {
			t := w.Timers.At(e.target())
			if t.Seq != e.seq {
				continue // it was paused, cancelled or started again
			}
			t.Age, t.Since = t.Total, e.at
			t.Seq, t.On, t.Set = 0, false, false
			e.what = uint64(t.Owner)<<32 | e.what&(1<<32-1)&^(uint64(timerBit)<<16)
		}
		w.now = e.at
		w.steps++
		if w.observe != nil {
			w.observe(e.event())
		}
		return e.event(), true
	}
}

// CopyFrom makes w, whose slabs must have been attached in the same order, an
// exact copy of src that shares nothing with it. Memory that w already has is
// used again.
func (w *World) CopyFrom(src *World) {
	if len(w.stores) != len(src.stores) {
		panic(fmt.Sprintf("engine: copy between states of %d and %d slabs", len(w.stores), len(src.stores)))
	}
	w.now, w.seq, w.steps, w.waiting = src.now, src.seq, src.steps, src.waiting
	w.queue.copyFrom(&src.queue)
	for p := range w.soon {
		w.soon[p].copyFrom(&src.soon[p])
	}
	for i := range w.stores {
		w.stores[i].store.copyFrom(src.stores[i].store)
	}
}

// Bytes is the size of what CopyFrom copies.
func (w *World) Bytes() int {
	n := 24 * w.queue.Len()
	for _, s := range w.stores {
		n += s.store.bytes()
	}
	return n
}

// Fingerprint is a hash of a state's content in three ingredients.
type Fingerprint struct {
	Live, Stats, History uint64
}

// Sum is the fingerprint as one number.
func (f Fingerprint) Sum() uint64 {
	h := NewHasher()
	h.Uint64(f.Live)
	h.Uint64(f.Stats)
	h.Uint64(f.History)
	return h.Sum()
}

// Hash takes the fingerprint of the state: the live content of every slab by
// type, the clock and the pending events. Equal histories give equal hashes on
// every machine; slack, stale events and wiring do not count.
func (w *World) Hash() Fingerprint {
	var sums [groups]uint64
	for g := range groups {
		h := NewHasher()
		if g == Live {
			h.Uint64(uint64(w.now))
			h.Uint64(w.seq)
			h.Uint64(w.steps)
			h.Uint64(w.pendingHash())
		}
		for _, s := range w.stores {
			if s.group == g {
				s.store.hash(h)
			}
		}
		sums[g] = h.Sum()
	}
	return Fingerprint{sums[Live], sums[Stats], sums[History]}
}

// pendingHash adds up the hashes of the pending events that no timer speaks
// for: a sum, because their places in the heap mean nothing.
func (w *World) pendingHash() uint64 {
	var sum uint64
	add := func(e entry) {
		if e.kind()&timerBit == 0 {
			h := NewHasher()
			h.Uint64(uint64(e.at))
			h.Uint64(e.seq)
			h.Uint64(e.what)
			sum += h.Sum()
		}
	}
	w.queue.all(add)
	for p := range w.soon {
		for _, e := range w.soon[p].events[w.soon[p].head:] {
			add(e)
		}
	}
	return sum
}
