package engine

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// compareEvents is the order that the package promises, written the long way:
// time, phase, running number.
func compareEvents(a, b Event) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Phase(), b.Phase()), cmp.Compare(a.Seq, b.Seq))
}

// sortedQueue is the reference: a list that is sorted after every push.
type sortedQueue []Event

func (s *sortedQueue) push(e Event) {
	*s = append(*s, e)
	slices.SortFunc(*s, compareEvents)
}

func (s *sortedQueue) pop() Event {
	e := (*s)[0]
	*s = (*s)[1:]
	return e
}

// drain takes every event out of a copy of q.
func drain(q *Queue) []Event {
	var c Queue
	c.copyFrom(q)
	out := []Event{}
	for c.Len() > 0 {
		out = append(out, c.Pop())
	}
	return out
}

// TestQueueAgainstSortedList mixes every operation of the queue and compares
// each answer with a sorted list. Few instants and all phases: most events tie.
func TestQueueAgainstSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ref := new(Queue), sortedQueue{}
		var n uint64
		push := func(t *rapid.T) {
			n++
			e := Event{
				At:     Time(rapid.Int64Range(0, 4).Draw(t, "at")),
				Seq:    rapid.Uint64Range(0, uint64(phases)-1).Draw(t, "phase")<<56 | n,
				Target: rapid.Uint32().Draw(t, "target"),
				What:   What{Kind: rapid.Uint16().Draw(t, "kind"), Arg: rapid.Uint16().Draw(t, "arg")},
			}
			q.Push(e)
			ref.push(e)
		}
		pop := func(t *rapid.T) {
			if len(ref) == 0 {
				t.Skip("empty")
			}
			if got, want := q.Pop(), ref.pop(); got != want {
				t.Fatalf("Pop = %v, want %v", got, want)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": push,
			"pop":  pop,
			"hold": func(t *rapid.T) { pop(t); push(t) },
			"peek": func(t *rapid.T) {
				got, ok := q.Peek()
				if ok != (len(ref) > 0) || ok && got != ref[0] {
					t.Fatalf("Peek = %v, %v; reference %v", got, ok, ref)
				}
			},
			"copy": func(t *rapid.T) {
				c := &Queue{heap: make([]entry, rapid.IntRange(0, 3).Draw(t, "warm")), hole: len(ref)%2 == 1}
				c.copyFrom(q)
				before := drain(q)
				c.Push(Event{At: 0, Seq: 0})
				if got, want := c.Pop(), (Event{}); got != want {
					t.Fatalf("pushed %v to the copy, got %v", want, got)
				}
				if after := drain(q); !slices.Equal(before, after) {
					t.Fatalf("using the copy changed the original: %v, was %v", after, before)
				}
				q = c
			},
			"filter": func(t *rapid.T) {
				m := rapid.Uint32Range(1, 3).Draw(t, "modulus")
				q.filter(func(e entry) bool { return e.target()%m == 0 })
				ref = slices.DeleteFunc(ref, func(e Event) bool { return e.Target%m != 0 })
			},
			"": func(t *rapid.T) {
				if q.Len() != len(ref) {
					t.Fatalf("Len = %d, want %d", q.Len(), len(ref))
				}
				hole := q.hole
				if len(ref) == 0 && q.due(0) || len(ref) > 0 && (!q.due(ref[0].At) || q.due(ref[0].At-1)) {
					t.Fatalf("due is wrong about the instant of the first event: %v", ref)
				}
				if q.hole != hole {
					t.Fatal("due filled the hole")
				}
			},
		})
		if got := drain(q); !slices.Equal(got, ref) {
			t.Fatalf("rest = %v, want %v", got, ref)
		}
	})
}

// TestQueueCopyOnlyReads makes sure that copying a state with a hole in its
// queue does not fill the hole: many may copy one state at the same time.
func TestQueueCopyOnlyReads(t *testing.T) {
	var q, c Queue
	for i := range 20 {
		q.Push(Event{At: Time(20 - i), Seq: uint64(i)})
	}
	q.Pop()
	before := slices.Clone(q.heap)
	c.copyFrom(&q)
	if !q.hole || !slices.Equal(before, q.heap) {
		t.Errorf("copying changed its source")
	}
	if c.Len() != 19 || c.Pop().At != 2 {
		t.Errorf("the copy starts with something else than the original's first")
	}
}

// TestEventOrder checks the total order pair by pair: every later entry of the
// list comes after every earlier one.
func TestEventOrder(t *testing.T) {
	seq := func(p Phase, n uint64) uint64 { return uint64(p)<<56 | n }
	list := []Event{
		{At: 0, Seq: seq(PhaseInput, 1)},
		{At: 0, Seq: seq(PhaseInput, afterInputs|1)},
		{At: 0, Seq: seq(PhaseReport, 9)},
		{At: 1, Seq: seq(PhaseInput, 8)},
		{At: 1, Seq: seq(PhaseCompletion, 3)},
		{At: 1, Seq: seq(PhaseCompletion, 7)},
		{At: 1, Seq: seq(PhaseTransfer, 2)},
		{At: 1, Seq: seq(PhaseDecide, 1)},
		{At: 1, Seq: seq(PhaseLate, 0)},
		{At: 1 << 32, Seq: 0},
		{At: Never - 1, Seq: 0},
		{At: Never - 1, Seq: 1<<64 - 1},
	}
	for i, a := range list {
		for j, b := range list {
			x, y := pack(a), pack(b)
			if got := x.before(&y) == 1; got != (i < j) {
				t.Errorf("%v before %v = %v", a, b, got)
			}
			if got := cmp.Compare(i, j); got != compareEvents(a, b) {
				t.Errorf("compareEvents(%v, %v) = %v", a, b, got)
			}
		}
		if e := pack(a); e.event() != a {
			t.Errorf("%v comes back as %v", a, e.event())
		}
	}
	e := pack(Event{5, 6, 0xfedcba98, What{0x7654, 0x3210}})
	if e.target() != 0xfedcba98 || e.kind() != 0x7654 || e.event().Arg != 0x3210 {
		t.Errorf("target, kind and argument run into each other: %+v", e.event())
	}
}

func TestPhaseNames(t *testing.T) {
	want := []string{"input", "completion", "transfer", "decide", "report", "late", "?", "?"}
	for p, name := range want {
		if got := Phase(p).String(); got != name {
			t.Errorf("Phase(%d) = %q, want %q", p, got, name)
		}
	}
}

// tree is a model whose every event makes further ones, at the same instant in
// any phase or later, until a budget is used up.
type tree struct {
	World
	seed, budget uint64
	order        []string
}

// child says what event number n makes: how many children, and of child k the
// delay and the phase.
func (m *tree) child(n uint32, k uint64) (delay Time, p Phase) {
	x := scramble(m.seed<<40 ^ uint64(n)<<8 ^ k)
	if x%3 == 0 {
		delay = Time(x >> 8 % 3)
	}
	return delay, Phase(x >> 16 % 5)
}

func (m *tree) children(n uint32) uint64 { return scramble(m.seed<<40^uint64(n)<<8^255) % 4 }

func (m *tree) handle(e Event) {
	m.order = append(m.order, fmt.Sprint(e.At, e.Phase(), e.Target))
	for k := range m.children(e.Target) {
		if m.budget == 0 {
			return
		}
		m.budget--
		delay, p := m.child(e.Target, k)
		if delay == 0 && k%2 == 0 {
			m.Soon(p, 1, uint32(m.budget), 0)
		} else {
			m.At(m.Now()+delay, p, 1, uint32(m.budget), 0)
		}
	}
}

// reference handles the same tree from one sorted list.
func (m *tree) reference() []string {
	var list sortedQueue
	var order []string
	var n uint64
	push := func(at Time, p Phase, target uint64) {
		n++
		list.push(Event{At: at, Seq: uint64(p)<<56 | n, Target: uint32(target)})
	}
	budget := m.budget
	push(0, PhaseDecide, budget)
	for len(list) > 0 {
		e := list.pop()
		order = append(order, fmt.Sprint(e.At, e.Phase(), e.Target))
		for k := uint64(0); k < m.children(e.Target) && budget > 0; k++ {
			budget--
			delay, p := m.child(e.Target, k)
			push(e.At+delay, p, budget)
		}
	}
	return order
}

// TestOrderWithinInstant compares the loop, with its lists for the present
// instant, to one sorted list from which the first event is taken each time: so
// an event of an earlier phase made during a later one goes first, and events
// from the queue mix with those of the lists in the documented order.
func TestOrderWithinInstant(t *testing.T) {
	table := []Handler[tree]{1: (*tree).handle}
	longest := 0
	rapid.Check(t, func(t *rapid.T) {
		m := &tree{
			seed:   rapid.Uint64Range(0, 1<<20).Draw(t, "seed"),
			budget: rapid.Uint64Range(1, 300).Draw(t, "budget"),
		}
		want := m.reference()
		m.At(0, PhaseDecide, 1, uint32(m.budget), 0)
		Run(m, &m.World, table, Never)
		if !slices.Equal(m.order, want) {
			t.Fatalf("order\n%v, want\n%v", m.order, want)
		}
		longest = max(longest, len(want))
	})
	if longest < 50 {
		t.Errorf("the longest tree had %d events; the test tests nothing", longest)
	}
}

// TestPhasesOfAnInstant spells one instant out.
func TestPhasesOfAnInstant(t *testing.T) {
	m := new(tree)
	m.Init()
	var got []string
	table := []Handler[tree]{
		KindInput: func(m *tree, e Event) { got = append(got, e.Phase().String()+" input") },
		1: func(m *tree, e Event) {
			got = append(got, fmt.Sprint(e.Phase(), e.Target))
			if e.Target == 3 { // the first decision makes a completion and another decision
				m.Soon(PhaseDecide, 1, 5, 0)
				m.Soon(PhaseCompletion, 1, 6, 0)
				m.Feed(Input{At: m.Now()})
			}
		},
	}
	for _, p := range []Phase{PhaseInput, PhaseReport, PhaseDecide, PhaseTransfer, PhaseCompletion} {
		m.At(Second, p, 1, uint32(p), 0)
	}
	m.At(Second, PhaseDecide, 1, 30, 0)
	m.Feed(Input{At: Second})
	Run(m, &m.World, table, Second)
	want := []string{"input input", "input 0", "completion 1", "transfer 2", "decide 3", "completion 6", "decide 30", "decide 5", "report 4", "late input"}
	if !slices.Equal(got, want) {
		t.Errorf("order %v\n want %v", got, want)
	}
}
