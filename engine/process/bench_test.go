//go:build unix

package process_test

import (
	"math"
	"syscall"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

// cpuTime is the processor time that the process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// expTable holds quantiles of the exponential law with mean 1 s, as in the
// benchmarks of the kernel: a draw is one hash and one load.
var expTable = func() (t [4096]engine.Time) {
	for i := range t {
		t[i] = engine.Seconds(-math.Log1p(-(float64(i) + 0.5) / float64(len(t))))
	}
	return t
}()

func expDraw(n uint64) engine.Time { return expTable[random.Key(1).Bits(n)>>52] }

// bare is the hold model on the kernel, as in engine's own benchmark.
type bare struct {
	engine.World
	components engine.Slab[component]
}

type component struct {
	fired uint64
	timer uint32
	Spare uint32
}

var bareTable = []engine.Handler[bare]{1: func(m *bare, e engine.Event) {
	c := m.components.At(e.Target)
	c.fired++
	m.Start(c.timer, expDraw(m.Steps()), engine.Draw{Law: 1, Key: 1, Index: c.fired})
}}

func runBare(pending, n int) {
	m := new(bare)
	m.Init()
	m.Attach("components", engine.Live, &m.components)
	for range pending {
		r, c := m.components.Alloc()
		c.timer = m.NewTimer(1, r.Index, 0)
		m.Start(c.timer, expDraw(uint64(r.Index)), engine.Draw{})
	}
	end := m.Steps() + uint64(n)
	engine.RunWhile(m, &m.World, bareTable, engine.Never, func(m *bare) bool { return m.Steps() < end })
}

// steps runs a state for n events, after some to warm up.
func steps(b *testing.B, s *process.Sim, n int) {
	end := s.Steps() + uint64(n)
	if _, err := s.RunWhile(engine.Never, func() bool { return s.Steps() < end }); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkHold is 100 and 10,000 processes that hold for ever: a step is an
// event. The metric x-kernel is the ratio to the hold of the bare kernel in the
// same run.
func BenchmarkHold(b *testing.B) {
	for _, c := range []struct {
		name string
		n    int
	}{{"100", 100}, {"10000", 10000}} {
		b.Run(c.name, func(b *testing.B) {
			m := process.NewModel()
			m.Start(m.Program("p", process.Forever(process.Hold(process.ForBy(func(c *process.Ctx) engine.Time {
				return expDraw(c.Number() + uint64(c.Now()))
			})))), c.n)
			s := compile(b, m).New(1, 0)
			steps(b, s, 3*c.n)
			t := cpuTime()
			runBare(c.n, b.N)
			kernel := float64(cpuTime()-t) / float64(b.N)
			b.ReportAllocs()
			b.ResetTimer()
			t = cpuTime()
			steps(b, s, b.N)
			ns := float64(cpuTime()-t) / float64(b.N)
			b.ReportMetric(ns, "cpu-ns/step")
			b.ReportMetric(ns/kernel, "x-kernel")
		})
	}
}

// BenchmarkMM1 is a queue in which every customer is a process: six steps a
// customer (spawn and hold of the door; seize, hold, release and end of the
// customer), two or three of them events.
func BenchmarkMM1(b *testing.B) {
	m := process.NewModel()
	gap, service := exponential(b, m, "gap", 1/.9), exponential(b, m, "service", 1)
	counter := m.Resource("counter", 1)
	customer := m.Program("customer", process.Use(counter, process.Hold(service)))
	m.Start(m.Program("door", process.Forever(process.Hold(gap), process.Spawn(customer))), 1)
	s := compile(b, m).New(1, 0)
	run(b, s, engine.Day)
	b.ReportAllocs()
	b.ResetTimer()
	t := cpuTime()
	_, from := s.Processes(customer)
	if _, err := s.RunWhile(engine.Never, func() bool { _, n := s.Processes(customer); return n-from < uint64(b.N) }); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(cpuTime()-t)/float64(b.N), "cpu-ns/customer")
}
