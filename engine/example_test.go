package engine_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// counter is one server with an endless queue before it: plain data.
type counter struct {
	Here     uint64  // customers who wait or are served
	Arrived  uint64  // customers so far
	Waited   float64 // seconds that customers have waited, all together
	Since    engine.Time
	Arrivals random.Key
	Services random.Key
	Arrival  uint32 // the timer of the next arrival
	Service  uint32 // the timer of the service that goes on
}

// office is the state: a World and the slabs of its components.
type office struct {
	engine.World
	counters engine.Slab[counter]
}

const (
	arrival uint16 = iota + 1 // 0 is an input
	service
)

// handlers says what happens at an event, by its kind.
var handlers = []engine.Handler[office]{arrival: (*office).arrive, service: (*office).serve}

var interval, _ = random.Exponential(1 / 0.9)
var duration, _ = random.Exponential(1)

// newOffice makes an office that is still empty: state to copy into.
func newOffice() *office {
	o := new(office)
	o.Init()
	o.Attach("counters", engine.Live, &o.counters)
	return o
}

// open adds a counter and has the first customer come.
func (o *office) open(seed uint64) {
	r, c := o.counters.Alloc()
	key := random.NewKey(seed, 0, random.PathHash("office.counter"))
	c.Arrivals, c.Services = key.For(1), key.For(2)
	c.Arrival = o.NewTimer(arrival, r.Index, 0)
	c.Service = o.NewTimer(service, r.Index, 0)
	o.await(c)
}

// await draws the time until the next arrival.
func (o *office) await(c *counter) {
	o.Start(c.Arrival, engine.Seconds(interval.Sample(c.Arrivals, c.Arrived)), engine.Draw{})
}

// begin draws the service of the next customer.
func (o *office) begin(c *counter) {
	o.Start(c.Service, engine.Seconds(duration.Sample(c.Services, c.Arrived-c.Here)), engine.Draw{})
}

// note adds up the waiting since the last event.
func (o *office) note(c *counter) {
	if c.Here > 1 {
		c.Waited += float64(float64(c.Here-1) * (o.Now() - c.Since).Seconds())
	}
	c.Since = o.Now()
}

func (o *office) arrive(e engine.Event) {
	c := o.counters.At(e.Target)
	o.note(c)
	c.Arrived++
	if c.Here++; c.Here == 1 {
		o.begin(c)
	}
	o.await(c)
}

func (o *office) serve(e engine.Event) {
	c := o.counters.At(e.Target)
	o.note(c)
	if c.Here--; c.Here > 0 {
		o.begin(c)
	}
}

// A queue with one server: customers come at random, 0.9 a second, and are
// served at random, one a second (M/M/1). In the long run they wait for 9 s.
func ExampleRun() {
	o := newOffice()
	o.open(1)
	engine.Run(o, &o.World, handlers, 12*engine.Day)
	c := o.counters.At(0)
	fmt.Printf("%d customers in %v, %d events\n", c.Arrived, o.Now(), o.Steps())
	fmt.Printf("mean wait %.2f s\n", c.Waited/float64(c.Arrived))
	// Output:
	// 933688 customers in 12d, 1867370 events
	// mean wait 9.10 s
}
