package engine

import (
	"math/bits"
	"slices"
)

// Queue is the list of future events: a 4-ary heap of values in one flat slice,
// so that copying it is one memory copy. Pop is lazy: it leaves a hole at the
// root, which the handler's first push usually fills (one sift instead of two).
//
// The zero Queue is empty and ready. Instants in a Queue are not negative.
type Queue struct {
	heap []entry
	hole bool
}

// entry is an Event as the queue keeps it: three words, which stay in registers
// where an Event of five fields would be copied through memory.
type entry struct {
	at   Time
	seq  uint64
	what uint64 // target, kind and argument
}

func pack(e Event) entry {
	return entry{e.At, e.Seq, uint64(e.Target)<<32 | uint64(e.Kind)<<16 | uint64(e.Arg)}
}

func (e entry) event() Event {
	return Event{e.at, e.seq, uint32(e.what >> 32), What{uint16(e.what >> 16), uint16(e.what)}}
}

func (e entry) target() uint32 { return uint32(e.what >> 32) }

// kind is the event's kind as it lies in the queue, with its timerBit.
func (e entry) kind() uint16 { return uint16(e.what >> 16) }

// before is 1 if e comes before f and 0 if not: the total order of events as a
// 128-bit subtraction, because which of two events is first is a coin toss that
// no branch predictor wins.
func (e *entry) before(f *entry) uint64 {
	_, borrow := bits.Sub64(e.seq, f.seq, 0)
	_, borrow = bits.Sub64(uint64(e.at), uint64(f.at), borrow)
	return borrow
}

// Len is the number of events in the queue, stale ones included.
func (q *Queue) Len() int {
	if q.hole {
		return len(q.heap) - 1
	}
	return len(q.heap)
}

// Push adds e.
func (q *Queue) Push(e Event) { q.push(pack(e)) }

func (q *Queue) push(e entry) {
	if q.hole {
		q.hole = false
		q.down(0, e)
		return
	}
	q.heap = append(q.heap, e)
	q.up(len(q.heap)-1, e)
}

// Peek returns the first event without taking it; false when there is none.
func (q *Queue) Peek() (Event, bool) {
	top := q.peek()
	if top == nil {
		return Event{}, false
	}
	return top.event(), true
}

// peek returns the first entry, nil when there is none. The pointer is good
// until the next call.
func (q *Queue) peek() *entry {
	if q.hole {
		q.settle()
	}
	if len(q.heap) == 0 {
		return nil
	}
	return &q.heap[0]
}

// due reports whether an event of the instant t, which no event precedes, is in
// the queue. It looks past the hole, so that a push may yet fill it.
func (q *Queue) due(t Time) bool {
	if !q.hole {
		return len(q.heap) > 0 && q.heap[0].at == t
	}
	if len(q.heap) >= 5 {
		c := q.heap[1:5:5]
		return c[0].at == t || c[1].at == t || c[2].at == t || c[3].at == t
	}
	return q.dueOfFew(t)
}

// dueOfFew is due for a root with a hole and fewer than four children.
//
//go:noinline
func (q *Queue) dueOfFew(t Time) bool {
	return slices.ContainsFunc(q.heap[1:], func(e entry) bool { return e.at == t })
}

// Pop takes the first event; the queue must not be empty.
func (q *Queue) Pop() Event {
	if q.hole {
		q.settle()
	}
	return q.pop().event()
}

// pop is Pop for a queue whose hole is settled.
func (q *Queue) pop() entry {
	e := q.heap[0]
	q.hole = true
	return e
}

// settle fills the hole with the last event.
func (q *Queue) settle() {
	q.hole = false
	n := len(q.heap) - 1
	last := q.heap[n]
	q.heap = q.heap[:n]
	if n > 0 {
		q.down(0, last)
	}
}

// up sifts e from the free place i towards the root.
func (q *Queue) up(i int, e entry) {
	h := q.heap
	for i > 0 {
		p := (i - 1) / 4
		if e.before(&h[p]) == 0 {
			break
		}
		h[i] = h[p]
		i = p
	}
	h[i] = e
}

// down sifts e from the free place i towards the leaves.
func (q *Queue) down(i int, e entry) {
	h := q.heap
	for {
		c := 4*i + 1
		m := c
		if c+4 <= len(h) {
			four := h[c : c+4 : c+4]
			left := four[1].before(&four[0])
			right := 2 + four[3].before(&four[2])
			last := four[right&3].before(&four[left&3])
			m = c + int(left^(left^right)&-last)
		} else if c < len(h) {
			for k := c + 1; k < len(h); k++ {
				m ^= (m ^ k) & -int(h[k].before(&h[m]))
			}
		} else {
			break
		}
		if h[m].before(&e) == 0 {
			break
		}
		h[i] = h[m]
		i = m
	}
	h[i] = e
}

// copyFrom makes q an equal queue that shares nothing with src, which it only
// reads: many may copy one state at the same time.
func (q *Queue) copyFrom(src *Queue) {
	q.heap = append(q.heap[:0], src.heap...)
	if q.hole = src.hole; q.hole {
		q.settle()
	}
}

// filter keeps the events that keep is true of.
func (q *Queue) filter(keep func(entry) bool) {
	if q.hole {
		q.settle()
	}
	q.heap = slices.DeleteFunc(q.heap, func(e entry) bool { return !keep(e) })
	for i := (len(q.heap) - 2) / 4; i >= 0 && len(q.heap) > 1; i-- {
		q.down(i, q.heap[i])
	}
}

// pending gives the events, in no order.
func (q *Queue) pending() []entry {
	if q.hole {
		return q.heap[1:]
	}
	return q.heap
}

// instant holds the events of one phase of the current instant in the order
// they were made: a FIFO, because their sequence only grows.
type instant struct {
	events []entry
	head   int
}

func (r *instant) push(e entry) { r.events = append(r.events, e) }

func (r *instant) pop() entry {
	e := r.events[r.head]
	if r.head++; r.head == len(r.events) {
		r.events, r.head = r.events[:0], 0
	}
	return e
}

// first is the sequence of the first event; there must be one.
func (r *instant) first() uint64 { return r.events[r.head].seq }

func (r *instant) copyFrom(src *instant) {
	r.events = append(r.events[:0], src.events[src.head:]...)
	r.head = 0
}
