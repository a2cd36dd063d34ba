package engine

// Queue is the list of future events: a 4-ary heap of values in one flat slice,
// so that copying it is one memory copy. Pop is lazy: it leaves a hole at the
// root, which the handler's first push usually fills (one sift instead of two).
//
// The zero Queue is empty and ready.
type Queue struct {
	heap []Event
	hole bool
}

// Len is the number of events in the queue, stale ones included.
func (q *Queue) Len() int {
	if q.hole {
		return len(q.heap) - 1
	}
	return len(q.heap)
}

// Push adds e.
func (q *Queue) Push(e Event) {
	if q.hole {
		q.hole = false
		q.down(e)
		return
	}
	q.heap = append(q.heap, e)
	q.up(len(q.heap)-1, e)
}

// Peek returns the first event without taking it; nil when there is none. The
// pointer is good until the next call.
func (q *Queue) Peek() *Event {
	q.settle()
	if len(q.heap) == 0 {
		return nil
	}
	return &q.heap[0]
}

// Pop takes the first event; the queue must not be empty.
func (q *Queue) Pop() Event {
	q.settle()
	q.hole = true
	return q.heap[0]
}

// settle fills the hole with the last event.
func (q *Queue) settle() {
	if !q.hole {
		return
	}
	q.hole = false
	n := len(q.heap) - 1
	last := q.heap[n]
	q.heap = q.heap[:n]
	if n > 0 {
		q.down(last)
	}
}

// up sifts e from the free place i towards the root.
func (q *Queue) up(i int, e Event) {
	h := q.heap
	for i > 0 {
		p := (i - 1) / 4
		if !e.before(&h[p]) {
			break
		}
		h[i] = h[p]
		i = p
	}
	h[i] = e
}

// down sifts e from the free root towards the leaves.
func (q *Queue) down(e Event) {
	h := q.heap
	i, n := 0, len(h)
	for {
		c := 4*i + 1
		if c >= n {
			break
		}
		m := c
		for k, end := c+1, min(c+4, n); k < end; k++ {
			if h[k].before(&h[m]) {
				m = k
			}
		}
		if !h[m].before(&e) {
			break
		}
		h[i] = h[m]
		i = m
	}
	h[i] = e
}

// copyFrom makes q an equal queue that shares nothing with src.
func (q *Queue) copyFrom(src *Queue) {
	src.settle()
	q.heap = append(q.heap[:0], src.heap...)
	q.hole = false
}

// instant holds the events of one phase of the current instant in the order
// they were made: a FIFO, because their sequence only grows.
type instant struct {
	events []Event
	head   int
}

func (r *instant) push(e Event) { r.events = append(r.events, e) }

func (r *instant) pop() Event {
	e := r.events[r.head]
	if r.head++; r.head == len(r.events) {
		r.events, r.head = r.events[:0], 0
	}
	return e
}

func (r *instant) copyFrom(src *instant) {
	r.events = append(r.events[:0], src.events[src.head:]...)
	r.head = 0
}
