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
	moved   uint64 // steps when the clock last moved without an event; steps > moved: the instant now has begun
	crowd   uint32 // events made for the present instant and handled since the clock moved
	stale   int    // about how many events of the queue belong to no timer any more
	queue   Queue
	soon    [phases]instant
	waiting uint8 // a bit for every phase that has events in soon
	inputs  Slab[Input]
	stores  []attached
	observe func(Event)
	era     *era // see Handle; nil until somebody asks

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
	name   string
	group  Group
	store  Store
	layout *layout
}

// Attach makes store part of the state under a name. It panics when the store's
// items are not plain data: that is a mistake of the program, found the first
// time it runs.
func (w *World) Attach(name string, group Group, store Store) {
	l := layoutOf(store.elem())
	if l.err != nil {
		panic("engine: " + name + ": " + l.err.Error())
	}
	w.stores = append(w.stores, attached{name, group, store, l})
}

// Detach takes all slabs out of the state but the kernel's own, so that those of a
// state of another shape can be attached. What is in them stays: CopyFrom, Become
// or Restore comes next.
func (w *World) Detach() {
	w.stores = w.stores[:0]
	w.Init()
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

// afterInputs sets a running number apart from the arrival numbers of inputs.
const afterInputs = 1 << 55

func (w *World) nextSeq(p Phase) uint64 {
	w.seq++
	return uint64(p)<<56 | afterInputs | w.seq
}

// At schedules an event that cannot be taken back. An instant that is past is
// taken as now, and what is scheduled for Never does not happen.
func (w *World) At(at Time, p Phase, kind uint16, target uint32, arg uint16) {
	w.put(pack(Event{max(at, w.now), w.nextSeq(p), target, What{kind, arg}}))
}

// Soon schedules an event for the present instant.
func (w *World) Soon(p Phase, kind uint16, target uint32, arg uint16) {
	w.soon[p].push(pack(Event{w.now, w.nextSeq(p), target, What{kind, arg}}))
	w.waiting |= 1 << p
}

// Then schedules an event for the present instant, as Soon does, unless it would
// be the very next one: then it counts as handled, and the caller must handle it
// at once, as the last thing that it does.
func (w *World) Then(p Phase, kind uint16, target uint32, arg uint16) (Event, bool) {
	if w.waiting != 0 || w.queue.due(w.now) {
		w.Soon(p, kind, target, arg)
		return Event{}, false
	}
	e := Event{w.now, w.nextSeq(p), target, What{kind, arg}}
	w.steps++
	if w.observe != nil {
		w.observe(e)
	}
	return e, true
}

func (w *World) put(e entry) {
	if e.at > w.now {
		if e.at < Never {
			w.queue.push(e)
		}
		return
	}
	p := e.seq >> 56
	w.soon[p].push(e)
	w.waiting |= 1 << p
}

// Handler handles the events of one kind. Everything it may change is in s.
type Handler[S any] func(s *S, e Event)

// Run handles events in order until none is left that is due by the instant
// until; the clock then stands at until, or at the last event if until is
// Never.
func Run[S any](s *S, w *World, table []Handler[S], until Time) {
	for {
		e, ok := w.next(until)
		if !ok {
			return
		}
		table[e.Kind](s, e)
	}
}

// RunWhile is Run that also ends as soon as cond, asked before every event, is
// false. It reports whether it was cond that ended it; the clock then stands at
// the last event.
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
// present instant wait in their own lists, which need no heap: they are made in
// the order of their sequence.
func (w *World) next(until Time) (Event, bool) {
	for {
		var e entry
		if w.waiting != 0 && w.now <= until {
			p := bits.TrailingZeros8(w.waiting)
			if w.queue.due(w.now) && w.queue.peek().seq < w.soon[p].first() {
				e = w.queue.pop()
			} else {
				if w.crowd++; w.crowd > crowdLimit {
					return Event{}, false
				}
				e = w.soon[p].pop()
				if len(w.soon[p].events) == 0 {
					w.waiting &^= 1 << p
				}
			}
		} else {
			top := w.queue.peek()
			if top == nil || top.at > until {
				w.rest(until)
				return Event{}, false
			}
			e = w.queue.pop()
			w.crowd = 0
		}
		if e.kind()&timerBit != 0 {
			t := w.Timers.At(e.target())
			if t.Seq != e.seq {
				w.stale-- // its timer was paused, cancelled or started again
				continue
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

// crowdLimit is how many events may be made for one instant while the clock
// stands: far beyond what a factory does, so that a model whose parts go round
// in no time ends in a message and not in silence.
const crowdLimit = 4_000_000

// Stuck reports the event that would come next in a state that does not get out
// of its instant; Run then returns before its time.
func (w *World) Stuck() (Event, bool) {
	if w.crowd <= crowdLimit {
		return Event{}, false
	}
	e := w.soon[bits.TrailingZeros8(w.waiting)].events
	at := e[len(e)-1].event()
	if at.Kind&timerBit != 0 {
		t := w.Timers.At(at.Target)
		at.Target, at.Kind = t.Owner, t.Kind
	}
	return at, true
}

// rest moves the clock to until, where nothing happens.
func (w *World) rest(until Time) {
	if until > w.now && until < Never {
		w.now, w.moved = until, w.steps
	}
}

// sweep takes the stale events out of the queue. A timer that is paused and
// resumed often and due late would fill it with them.
func (w *World) sweep() {
	w.queue.filter(func(e entry) bool {
		return e.kind()&timerBit == 0 || w.Timers.At(e.target()).Seq == e.seq
	})
	w.stale = 0
}

// CopyFrom makes w, whose slabs must have been attached in the same order, an
// exact copy of src that shares nothing with it. Memory that w already has is
// used again.
func (w *World) CopyFrom(src *World) {
	if len(w.stores) != len(src.stores) {
		panic(fmt.Sprintf("engine: copy between states of %d and %d slabs", len(w.stores), len(src.stores)))
	}
	w.now, w.seq, w.steps, w.waiting = src.now, src.seq, src.steps, src.waiting
	w.moved, w.stale, w.crowd = src.moved, src.stale, src.crowd
	w.era = nil
	w.queue.copyFrom(&src.queue)
	for p := range w.soon {
		w.soon[p].copyFrom(&src.soon[p])
	}
	for i := range w.stores {
		w.stores[i].store.copyFrom(src.stores[i].store)
	}
}

// Become is CopyFrom in the middle of a run: src is what w has turned into, and goes
// on where w is, as Follow makes it. Handles name nothing afterwards, but for a log
// or a tape the state has not jumped.
func (w *World) Become(src *World) {
	was := w.era
	w.CopyFrom(src)
	if was != nil {
		w.era = &era{after: was}
	}
}

// Bytes is the size of what CopyFrom copies.
func (w *World) Bytes() int {
	n := entryBytes * w.queue.Len()
	for _, s := range w.stores {
		n += s.store.bytes()
	}
	return n
}

// room is Bytes with the slack of the memory that holds them.
func (w *World) room() int {
	n := entryBytes * cap(w.queue.heap)
	for p := range w.soon {
		n += entryBytes * cap(w.soon[p].events)
	}
	for _, s := range w.stores {
		n += s.store.room()
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
	sum := sumEvents(w.queue.pending())
	for p := range w.soon {
		sum += sumEvents(w.soon[p].events[w.soon[p].head:])
	}
	return sum
}

func sumEvents(events []entry) (sum uint64) {
	for i := range events {
		if e := &events[i]; e.kind()&timerBit == 0 {
			sum += fold(fold(uint64(e.at)^laneSeed0, e.seq^laneSeed1)^laneSeed2, e.what^laneSeed3)
		}
	}
	return sum
}
