//go:build unix

package bench

import (
	"fmt"
	"math"
)

// clock is what a model asks of an engine.
type clock interface {
	now() float64                    // s
	after(dt float64, target uint32) // has the model handle target in dt seconds
}

// workload is what all engines run: the same code, so that only they differ.
type workload interface {
	targets() int // what may be handled: 0 … targets-1
	start(c clock)
	handle(c clock, target uint32)
	check(c clock, n int) error // whether n events have come to the right answer
}

// luck is a stream of random numbers (splitmix64).
type luck uint64

func (l *luck) bits() uint64 {
	*l += 0x9e3779b97f4a7c15
	z := uint64(*l)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// exp is an exponential draw of mean 1.
func (l *luck) exp() float64 { return -math.Log((float64(l.bits()>>11) + 0.5) / (1 << 53)) }

// quantiles of the exponential law: the hold model is to measure queues, not a
// logarithm.
var quantiles = func() (t [4096]float64) {
	for i := range t {
		t[i] = -math.Log1p(-(float64(i) + 0.5) / float64(len(t)))
	}
	return t
}()

func (l *luck) quickExp() float64 { return quantiles[l.bits()>>52] }

// hold keeps a number of events pending: whoever's turn it is comes again after
// an exponential time of mean 1.
type hold struct {
	luck
	pending int
}

func (m *hold) targets() int { return m.pending }

func (m *hold) start(c clock) {
	for i := range m.pending {
		c.after(m.quickExp(), uint32(i))
	}
}

func (m *hold) handle(c clock, target uint32) { c.after(m.quickExp(), target) }

// check: every event comes once a second, so n of them take n/pending seconds.
func (m *hold) check(c clock, n int) error {
	return near("pending x seconds an event", c.now()*float64(m.pending)/float64(n), 1, 5/math.Sqrt(float64(n))+5/float64(m.pending))
}

// queue is M/M/1: customers come at rate 0.9 and are served at rate 1.
type queue struct {
	luck
	here   int // waiting or served
	served int
	area   float64 // integral of the number waiting
	since  float64
}

const (
	arrival uint32 = iota
	service
)

func (m *queue) targets() int { return 2 }

func (m *queue) start(c clock) { c.after(m.exp()/0.9, arrival) }

func (m *queue) handle(c clock, target uint32) {
	now := c.now()
	m.area += float64(max(m.here-1, 0)) * (now - m.since)
	m.since = now
	if target == arrival {
		c.after(m.exp()/0.9, arrival)
		m.here++
		if m.here == 1 {
			c.after(m.exp(), service)
		}
		return
	}
	m.served++
	m.here--
	if m.here > 0 {
		c.after(m.exp(), service)
	}
}

func (m *queue) check(_ clock, n int) error { return checkWait(m.area/float64(m.served), m.served) }

// checkWait holds a mean wait against the exact 9 s: four standard deviations of
// the mean over n customers, whose variance is 35,901/n (Daley 1968), and the
// empty start.
func checkWait(wait float64, n int) error {
	return near("mean wait", wait, 9, 4*math.Sqrt(35901/float64(n))+3000/float64(n))
}

// line is a saturated line: stations with exponential work of mean 1 s, slots
// between them, blocking after service, failures after an exponential time at
// work of mean 100 s and repairs of mean 10 s. One event a part and station.
type line struct {
	luck
	slots int
	does  []does
	wait  []int     // parts in the slots before a station
	left  []float64 // work until its next failure
	done  int
}

type does uint8

const (
	idle does = iota
	works
	blocked
)

func newLine(stations, slots int, seed luck) *line {
	m := &line{luck: seed, slots: slots, does: make([]does, stations), wait: make([]int, stations), left: make([]float64, stations)}
	for i := range m.left {
		m.left[i] = 100 * m.exp()
	}
	return m
}

func (m *line) targets() int { return len(m.does) }

func (m *line) start(c clock) { m.begin(c, 0) }

// begin has station i work on its next part: nothing interrupts it but its own
// failures, so when it is finished is known at once.
func (m *line) begin(c clock, i int) {
	work := m.exp()
	takes := work
	for m.left[i] < work {
		work -= m.left[i]
		takes += 10 * m.exp()
		m.left[i] = 100 * m.exp()
	}
	m.left[i] -= work
	m.does[i] = works
	c.after(takes, uint32(i))
}

func (m *line) handle(c clock, target uint32) {
	i := int(target)
	m.does[i] = blocked
	// What goes from a station makes room before it, and so on up the line.
	for ; i >= 0 && m.does[i] == blocked && m.passOn(c, i); i-- {
		m.does[i] = idle
		if i > 0 && m.wait[i] == 0 {
			return
		}
		if i > 0 {
			m.wait[i]--
		}
		m.begin(c, i)
	}
}

// passOn gives the finished part of station i away, if there is room.
func (m *line) passOn(c clock, i int) bool {
	switch {
	case i == len(m.does)-1:
		m.done++
	case m.does[i+1] == idle:
		m.begin(c, i+1)
	case m.wait[i+1] < m.slots:
		m.wait[i+1]++
	default:
		return false
	}
	return true
}

func (m *line) check(c clock, _ int) error { return checkLine(m.done, c.now()) }

// checkLine holds the throughput of twenty stations and five slots against .511:
// that was simulated, with an error of about .002, and in T seconds it has a
// standard deviation of about .9 over the root of T.
func checkLine(done int, seconds float64) error {
	return near("throughput", float64(done)/seconds, .511, .002+4*.9/math.Sqrt(seconds)+40/seconds)
}

func near(what string, got, want, tolerance float64) error {
	if math.Abs(got-want) > tolerance || math.IsNaN(got) {
		return fmt.Errorf("%s %.5f, want %.5f ± %.5f", what, got, want, tolerance)
	}
	return nil
}
