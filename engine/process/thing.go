package process

import (
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/stat"
)

// Unlimited is the capacity of a store that is never full.
const Unlimited = math.MaxInt32

// thing is what processes meet at: what the model says of it. What is so now is
// an object, at the same index.
type thing struct {
	model    *Model
	name     string
	kind     kind
	order    order
	index    uint32
	capacity float64
	initial  float64
}

// kind is a sort of thing.
type kind uint8

const (
	resource kind = iota
	container
	store
	event
)

func (k kind) String() string { return [...]string{"resource", "container", "store", "event"}[k] }

// order is how a resource chooses among those who wait.
type order uint8

const (
	fifo order = iota
	byPriority
	preemptive
)

func (m *Model) thing(name string, k kind, o order, capacity, initial float64) *thing {
	t := &thing{m, name, k, o, uint32(len(m.things)), capacity, initial}
	if !(capacity > 0 && capacity <= math.MaxFloat64) {
		m.errorf("%v %q has capacity %v; want a number above 0", k, name, capacity)
	} else if !(initial >= 0 && initial <= capacity) {
		m.errorf("%v %q holds %v at first; want 0 to its capacity, %v", k, name, initial, capacity)
	}
	m.things = append(m.things, t)
	return t
}

// Resource has a number of units, which processes seize, hold and release.
type Resource struct{ *thing }

// Resource adds a resource that serves in the order in which it was asked.
func (m *Model) Resource(name string, units int) Resource {
	return Resource{m.thing(name, resource, fifo, float64(units), 0)}
}

// PriorityResource adds a resource that serves the lowest priority number first,
// and among equals who asked first.
func (m *Model) PriorityResource(name string, units int) Resource {
	return Resource{m.thing(name, resource, byPriority, float64(units), 0)}
}

// PreemptiveResource adds a resource that serves as a PriorityResource does and
// takes a unit away from who holds it with a higher priority number (the highest,
// of these the latest). That process gets an interrupt. Units are asked for singly.
func (m *Model) PreemptiveResource(name string, units int) Resource {
	return Resource{m.thing(name, resource, preemptive, float64(units), 0)}
}

// Request is what a process asks of a resource: one unit, at priority 0, or what
// its methods, which return a changed copy, say.
type Request struct{ leaf leaf }

func (r Resource) request() Request {
	return Request{leaf{kind: leafSeize, thing: r.thing, amount: quantity{fixed: 1}}}
}

// Priority asks with this priority; the lowest number comes first.
func (r Resource) Priority(p int32) Request { return r.request().Priority(p) }

// PriorityBy asks with the priority that a function says when the wait begins.
func (r Resource) PriorityBy(f func(c *Ctx) int32) Request { return r.request().PriorityBy(f) }

// Units asks for n units at once.
func (r Resource) Units(n int) Request { return r.request().Units(n) }

func (r Resource) leaves() []leaf  { return r.request().leaves() }
func (r Request) request() Request { return r }
func (r Request) leaves() []leaf   { return []leaf{r.leaf} }

// Priority asks with this priority; the lowest number comes first.
func (r Request) Priority(p int32) Request {
	return r.PriorityBy(func(*Ctx) int32 { return p })
}

// PriorityBy asks with the priority that a function says when the wait begins.
func (r Request) PriorityBy(f func(c *Ctx) int32) Request {
	r.leaf.rank = f
	switch t := r.leaf.thing; {
	case f == nil:
		r.leaf.bad = "a priority by no function (nil)"
	case t != nil && t.order == fifo:
		r.leaf.bad = "a priority at resource " + t.name + ", which serves in order of arrival; make it by PriorityResource"
	}
	return r
}

// Units asks for n units at once.
func (r Request) Units(n int) Request {
	r.leaf.amount.fixed = float64(n)
	switch t := r.leaf.thing; {
	case n <= 0:
		r.leaf.bad = "units that are not above 0"
	case n > 1 && t != nil && t.order == preemptive:
		r.leaf.bad = "several units of resource " + t.name + ", which is preemptive and gives them singly"
	}
	return r
}

// Container holds an amount, which processes put in and get out.
type Container struct{ *thing }

// Container adds a container. A put waits while it would overflow, a get while
// there is not enough; each in the order of arrival, so that one who wants much is
// not passed over.
func (m *Model) Container(name string, capacity, initial float64) Container {
	return Container{m.thing(name, container, fifo, capacity, initial)}
}

// Put puts an amount in.
func (k Container) Put(q Quantity) Move { return move("put", leafPut, k.thing, q) }

// Get gets an amount out.
func (k Container) Get(q Quantity) Move { return move("get", leafGet, k.thing, q) }

// Move is a get or a put. As a step it waits until it is done; as an Await it may
// be an arm of a Select.
type Move struct {
	name string
	leaf leaf
}

func move(name string, k leafKind, t *thing, q Quantity) Move {
	if q == nil {
		return Move{name, leaf{bad: "an amount that is nil"}}
	}
	x := q.quantity()
	return Move{name, leaf{kind: k, thing: t, amount: x, bad: x.bad}}
}

func (v Move) leaves() []leaf   { return []leaf{v.leaf} }
func (v Move) wait() WaitStep   { return WaitStep{name: v.name, arms: []Arm{{await: v}}} }
func (v Move) title() string    { return v.wait().title() }
func (v Move) emit(c *compiler) { v.wait().emit(c) }

// OnInterrupt is as of [WaitStep.OnInterrupt].
func (v Move) OnInterrupt(steps ...Step) WaitStep { return v.wait().OnInterrupt(steps...) }

// Store holds items, in the order in which they came.
type Store struct{ *thing }

// Store adds a store with room for so many items, or for [Unlimited].
func (m *Model) Store(name string, capacity int) Store {
	return Store{m.thing(name, store, fifo, float64(capacity), 0)}
}

// Put puts in the item that a function says when the wait begins.
func (k Store) Put(item func(c *Ctx) Item) Move {
	v := move("put", leafPut, k.thing, Amount(1))
	if v.leaf.item = item; item == nil {
		v.leaf.bad = "an item by no function (nil)"
	}
	return v
}

// Get gets the first item; Ctx.Item then tells it.
func (k Store) Get() Move { return move("get", leafGet, k.thing, Amount(1)) }

// GetWhere gets the first item that the function says yes to. It is asked, of the
// items that are there and of those that come, with the Ctx of the one who waits.
// Who waits for a special item keeps nobody from getting another.
func (k Store) GetWhere(which func(c *Ctx, it Item) bool) Move {
	v := k.Get()
	if v.leaf.where = which; which == nil {
		v.leaf.bad = "a filter that is nil"
	}
	return v
}

// Event is something that occurs, or has occurred.
type Event struct{ *thing }

// Event adds an event, which has not occurred.
func (m *Model) Event(name string) Event { return Event{m.thing(name, event, fifo, 1, 0)} }

func (v Event) leaves() []leaf { return []leaf{{kind: leafEvent, thing: v.thing}} }

// Occurred reports whether the event has occurred and was not reset since.
func (v Event) Occurred(in In) bool { return v.object(in).level != 0 }

// object is what a thing is in the state now: level is units in use, the amount
// inside, the number of items, or whether an event has occurred.
type object struct {
	level float64
	in    line // who would seize or put
	out   line // who would get, or waits for an event
	held  line // grants of a resource
	items line // of a store
}

func (t *thing) object(in In) *object { return in.sim().objects.At(t.index) }

// Name is the name that the model gave it.
func (t *thing) Name() string { return t.name }

// Capacity is the units, the largest amount or number of items.
func (t *thing) Capacity() float64 { return t.capacity }

// Level is the units in use, the amount inside or the number of items.
func (t *thing) Level(in In) float64 { return t.object(in).level }

// Free is capacity less level.
func (t *thing) Free(in In) float64 { return t.capacity - t.object(in).level }

// Waiting is the number of processes that wait to seize or put something.
func (t *thing) Waiting(in In) int { return int(t.object(in).in.n) }

// Wanting is the number of processes that wait to get something, or for the event.
func (t *thing) Wanting(in In) int { return int(t.object(in).out.n) }

// account is what is measured of a thing, in seconds and in seconds times units.
type account struct {
	since  engine.Time // when the measuring began
	noted  engine.Time // up to when it goes
	level  float64
	in     float64
	out    float64
	puts   stat.Tally
	gets   stat.Tally
	left   uint64
	losses uint64
}

// Stats is what was measured of a resource, container or store since the start,
// or since [Sim.ResetStats].
type Stats struct {
	Level       float64    // mean of the units in use, of the amount, of the number of items
	Utilisation float64    // Level over capacity
	Waiting     float64    // mean number of processes that waited to seize or put
	Wanting     float64    // mean number of processes that waited to get
	Wait        stat.Tally // waits of those who could seize or put, in seconds; 0 for who had not to wait
	GetWait     stat.Tally // waits of those who could get, in seconds
	Left        uint64     // how many gave up waiting
	Preempted   uint64     // how many units were taken away from who held them
}

// Stats tells what was measured so far.
func (t *thing) Stats(in In) Stats {
	s := in.sim()
	a := *s.accounts.At(t.index) // a copy: looking must not change a state
	a.note(s.objects.At(t.index), s.Now())
	st := Stats{Wait: a.puts, GetWait: a.gets, Left: a.left, Preempted: a.losses}
	if span := (a.noted - a.since).Seconds(); span > 0 {
		st.Level, st.Waiting, st.Wanting = a.level/span, a.in/span, a.out/span
		st.Utilisation = st.Level / t.capacity
	}
	return st
}

// note brings the areas up to now; it comes before every change of the object.
func (a *account) note(o *object, now engine.Time) {
	if now == a.noted {
		return
	}
	dt := (now - a.noted).Seconds()
	a.level += float64(o.level * dt)
	a.in += float64(float64(o.in.n) * dt)
	a.out += float64(float64(o.out.n) * dt)
	a.noted = now
}
