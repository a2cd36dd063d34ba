//go:build unix

package engine_test

import (
	"fmt"
	"math"
	"syscall"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// cpuTime is the processor time that the process has used: on a shared machine
// the wall clock measures the neighbours too.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// reportCPU adds CPU nanoseconds per operation to the figures of b and returns
// them.
func reportCPU(b *testing.B, since time.Duration, name string) float64 {
	ns := float64(cpuTime()-since) / float64(b.N)
	b.ReportMetric(ns, name)
	return ns
}

// expTable holds quantiles of the exponential law with mean 1 s: a draw is one
// hash and one load, so that the benchmarks measure the kernel and not a
// logarithm.
var expTable = func() (t [4096]engine.Time) {
	for i := range t {
		t[i] = engine.Seconds(-math.Log1p(-(float64(i) + 0.5) / float64(len(t))))
	}
	return t
}()

func expDraw(n uint64) engine.Time { return expTable[random.Key(1).Bits(n)>>52] }

// bareHeap is the limit: a 4-ary heap of the same events, whose replace does in
// one sift what a kernel does with a pop and a push, and nothing else.
type bareHeap []engine.Event

func (h bareHeap) replace(e engine.Event) {
	i, n := 0, len(h)
	for {
		c := 4*i + 1
		if c >= n {
			break
		}
		m := c
		for k := c + 1; k < min(c+4, n); k++ {
			if h[k].At < h[m].At || h[k].At == h[m].At && h[k].Seq < h[m].Seq {
				m = k
			}
		}
		if e.At < h[m].At || e.At == h[m].At && e.Seq < h[m].Seq {
			break
		}
		h[i] = h[m]
		i = m
	}
	h[i] = e
}

func runBareHold(pending, n int) {
	h := make(bareHeap, pending)
	for i := range h {
		h[i] = engine.Event{At: 0, Seq: uint64(i + 1)}
	}
	seq := uint64(pending)
	for range n {
		e := h[0]
		seq++
		e.At, e.Seq = e.At+expDraw(seq), seq
		h.replace(e)
	}
}

func runQueueHold(pending, n int) {
	var q engine.Queue
	for i := range pending {
		q.Push(engine.Event{At: 0, Seq: uint64(i + 1)})
	}
	seq := uint64(pending)
	for range n {
		e := q.Pop()
		seq++
		e.At, e.Seq = e.At+expDraw(seq), seq
		q.Push(e)
	}
}

// holdModel is the hold model on the World's loop: every timer that fires is
// started again.
type holdModel struct {
	engine.World
	components engine.Slab[holdComponent]
}

type holdComponent struct {
	Fired uint64
	Timer uint32
	Spare uint32
}

func newHold(pending int) *holdModel {
	m := new(holdModel)
	m.Init()
	m.Attach("components", engine.Live, &m.components)
	for range pending {
		r, c := m.components.Alloc()
		c.Timer = m.NewTimer(1, r.Index, 0)
		m.Start(c.Timer, expDraw(uint64(r.Index)), engine.Draw{})
	}
	return m
}

var holdTable = []engine.Handler[holdModel]{1: func(m *holdModel, e engine.Event) {
	c := m.components.At(e.Target)
	c.Fired++
	m.Start(c.Timer, expDraw(m.Steps()), engine.Draw{Law: 1, Key: 1, Index: c.Fired})
}}

func runWorldHold(pending, n int) {
	m := newHold(pending)
	end := m.Steps() + uint64(n)
	engine.RunWhile(m, &m.World, holdTable, engine.Never, func(m *holdModel) bool { return m.Steps() < end })
}

// BenchmarkHold is the hold model (take the first of a constant number of
// pending events, put it back an exponential time later) through the Queue and
// through the World's loop with timers. The metric x-bare is the ratio to the
// bare heap, measured in the same run.
func BenchmarkHold(b *testing.B) {
	for _, pending := range []int{100, 10000} {
		for _, way := range []struct {
			name string
			run  func(pending, n int)
		}{{"queue", runQueueHold}, {"world", runWorldHold}} {
			b.Run(fmt.Sprintf("%s/pending=%d", way.name, pending), func(b *testing.B) {
				b.ReportAllocs()
				t := cpuTime()
				runBareHold(pending, b.N)
				bare := float64(cpuTime()-t) / float64(b.N)
				b.ResetTimer()
				t = cpuTime()
				way.run(pending, b.N)
				ns := reportCPU(b, t, "cpu-ns/hold")
				b.ReportMetric(ns/bare, "x-bare")
			})
		}
	}
}

// BenchmarkBareHold is the limit beside BenchmarkHold.
func BenchmarkBareHold(b *testing.B) {
	for _, pending := range []int{100, 10000} {
		b.Run(fmt.Sprintf("pending=%d", pending), func(b *testing.B) {
			b.ReportAllocs()
			t := cpuTime()
			runBareHold(pending, b.N)
			reportCPU(b, t, "cpu-ns/hold")
		})
	}
}

// BenchmarkMM1Kernel is the queue of ExampleRun: two events a customer, two
// exponential draws by inversion, the waiting added up.
func BenchmarkMM1Kernel(b *testing.B) {
	b.ReportAllocs()
	o := newOffice()
	o.open(1)
	engine.Run(o, &o.World, handlers, engine.Hour)
	end := o.Steps() + uint64(b.N)
	b.ResetTimer()
	t := cpuTime()
	engine.RunWhile(o, &o.World, handlers, engine.Never, func(o *office) bool { return o.Steps() < end })
	reportCPU(b, t, "cpu-ns/event")
}

// plantSized is a state of the size of a large factory: 10,000 components of 128
// bytes, 50,000 parts and 100,000 pending events, of which 10,000 belong to
// timers: 6.0 MB. At three quarters of that it is the 4.5 MB of the aims.
type plantSized struct {
	engine.World
	components engine.Slab[[16]uint64]
	parts      engine.Slab[[3]uint64]
}

func newPlantSized(quarters uint64) *plantSized {
	s := new(plantSized)
	s.Init()
	s.Attach("components", engine.Live, &s.components)
	s.Attach("parts", engine.Live, &s.parts)
	for i := range 2500 * quarters {
		r, c := s.components.Alloc()
		for k := range c {
			c[k] = random.Key(2).Bits(i<<8 | uint64(k))
		}
		s.Start(s.NewTimer(1, r.Index, 0), expDraw(i), engine.Draw{})
	}
	for i := range 22500 * quarters {
		s.At(expDraw(i), engine.PhaseTransfer, 1, uint32(i), 0)
	}
	for i := range 12500 * quarters {
		_, p := s.parts.Alloc()
		p[0] = i
	}
	return s
}

// sizes of the state, in quarters.
var sizes = []struct {
	name     string
	quarters uint64
}{{"6.0 MB", 4}, {"4.5 MB", 3}}

// BenchmarkFork copies a state into an arena that is warm, or fresh.
func BenchmarkFork(b *testing.B) {
	for _, size := range sizes {
		s := newPlantSized(size.quarters)
		for _, arena := range []string{"warm", "fresh"} {
			b.Run(size.name+"/"+arena, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(s.Bytes()))
				c := newPlantSized(0)
				c.CopyFrom(&s.World)
				b.ResetTimer()
				t := cpuTime()
				for range b.N {
					if arena == "fresh" {
						c = newPlantSized(0)
					}
					c.CopyFrom(&s.World)
				}
				reportCPU(b, t, "cpu-ns/fork")
			})
		}
	}
}

// BenchmarkHash takes the fingerprint of the same states.
func BenchmarkHash(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			s := newPlantSized(size.quarters)
			b.ReportAllocs()
			b.SetBytes(int64(s.Bytes()))
			b.ResetTimer()
			t := cpuTime()
			for range b.N {
				s.Hash()
			}
			reportCPU(b, t, "cpu-ns/hash")
		})
	}
}

// BenchmarkSnapshot takes a snapshot of the state of BenchmarkFork into memory
// that is there, and restores it into a state that is warm. The metric x-copy is
// the ratio to CopyFrom, measured in the same run.
func BenchmarkSnapshot(b *testing.B) {
	s, c := newPlantSized(4), newPlantSized(0)
	image := s.Snapshot(nil, 1)
	for _, way := range []struct {
		name string
		do   func() error
	}{
		{"take", func() error { image = s.Snapshot(image[:0], 1); return nil }},
		{"restore", func() error { return c.Restore(image, 1) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(image)))
			c.CopyFrom(&s.World)
			t := cpuTime()
			for range b.N {
				c.CopyFrom(&s.World)
			}
			copied := float64(cpuTime()-t) / float64(b.N)
			b.ResetTimer()
			t = cpuTime()
			for range b.N {
				if err := way.do(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(reportCPU(b, t, "cpu-ns/snapshot")/copied, "x-copy")
		})
	}
}
