//go:build unix

package bench

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/sarchlab/akita/v4/sim"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// cpuTime is the processor time of this process, garbage collection included; on
// a shared machine the wall clock measures the neighbours too.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// runner starts a workload on an engine and carries it on for n events; it gives the
// processor time of these and its clock.
type runner func(m workload, n int) (time.Duration, clock)

// bare is the yardstick: a 4-ary heap of values, and nothing else. The first event
// that a handler makes takes the place of the one that is handled.
type bare struct {
	heap []bareEvent
	seq  uint64
	hole bool // the root has been handled
	time float64
}

type bareEvent struct {
	at     float64
	seq    uint64
	target uint32
}

func (e *bareEvent) before(o *bareEvent) bool {
	return e.at < o.at || e.at == o.at && e.seq < o.seq
}

func runBare(m workload, n int) (time.Duration, clock) {
	b := &bare{heap: make([]bareEvent, 0, m.targets()+1)}
	m.start(b)
	began := cpuTime()
	for range n {
		e := b.heap[0]
		b.time, b.hole = e.at, true
		m.handle(b, e.target)
		if b.hole {
			last := b.heap[len(b.heap)-1]
			b.heap = b.heap[:len(b.heap)-1]
			b.down(last)
			b.hole = false
		}
	}
	return cpuTime() - began, b
}

func (b *bare) now() float64 { return b.time }

func (b *bare) after(dt float64, target uint32) {
	b.seq++
	e := bareEvent{b.time + dt, b.seq, target}
	if b.hole {
		b.hole = false
		b.down(e)
		return
	}
	b.heap = append(b.heap, e)
	i := len(b.heap) - 1
	for i > 0 && e.before(&b.heap[(i-1)/4]) {
		b.heap[i] = b.heap[(i-1)/4]
		i = (i - 1) / 4
	}
	b.heap[i] = e
}

// down puts e where the root was.
func (b *bare) down(e bareEvent) {
	h := b.heap
	if len(h) == 0 {
		return
	}
	i := 0
	for c := 1; c < len(h); c = 4*i + 1 {
		least := c
		for k := c + 1; k < min(c+4, len(h)); k++ {
			if h[k].before(&h[least]) {
				least = k
			}
		}
		if e.before(&h[least]) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}

// kernel runs a model on Takt's World, with plain events or with a timer for
// every target.
type kernel struct {
	engine.World
	m      workload
	timers bool
}

var kernelTable = []engine.Handler[kernel]{1: func(k *kernel, e engine.Event) { k.m.handle(k, e.Target) }}

func (k *kernel) now() float64 { return k.Now().Seconds() }

func (k *kernel) after(dt float64, target uint32) {
	if k.timers {
		k.Start(target, engine.Seconds(dt), engine.Draw{})
		return
	}
	k.At(k.Now()+engine.Seconds(dt), engine.PhaseCompletion, 1, target, 0)
}

func runKernel(m workload, n int) (time.Duration, clock) { return (&kernel{m: m}).run(n) }

func runTimers(m workload, n int) (time.Duration, clock) { return (&kernel{m: m, timers: true}).run(n) }

func (k *kernel) run(n int) (time.Duration, clock) {
	k.Init()
	for i := range k.m.targets() {
		if k.timers {
			k.NewTimer(1, uint32(i), 0)
		}
	}
	k.m.start(k)
	began := cpuTime()
	engine.RunWhile(k, &k.World, kernelTable, engine.Never, func(k *kernel) bool { return k.Steps() < uint64(n) })
	return cpuTime() - began, k
}

// akita runs a model on the serial engine of Akita: an event is an EventBase with
// an identifier, and its handler is given with it.
type akita struct {
	*sim.SerialEngine
	m     workload
	n     int
	began time.Duration
	took  time.Duration
	stop  float64
}

type akitaEvent struct {
	*sim.EventBase
	target uint32
}

func (a *akita) now() float64 {
	if a.n <= 0 {
		return a.stop
	}
	return float64(a.CurrentTime())
}

func (a *akita) after(dt float64, target uint32) {
	a.Schedule(akitaEvent{sim.NewEventBase(a.CurrentTime()+sim.VTimeInSec(dt), a), target})
}

// Handle is sim.Handler. Run ends only when no event is left, so those that are
// pending after the last that counts are passed over, and not timed.
func (a *akita) Handle(e sim.Event) error {
	if a.n <= 0 {
		return nil
	}
	a.m.handle(a, e.(akitaEvent).target)
	if a.n--; a.n == 0 {
		a.took = cpuTime() - a.began
		a.stop = float64(a.CurrentTime())
	}
	return nil
}

func runAkita(m workload, n int) (time.Duration, clock) {
	a := &akita{SerialEngine: sim.NewSerialEngine(), m: m, n: n}
	m.start(a)
	a.began = cpuTime()
	if err := a.Run(); err != nil {
		panic(err)
	}
	return a.took, a
}

// compile makes a plant of the text of a factory.
func compile(text string) *plant.Plant {
	m, problems := model.Parse("bench.toml", []byte(text), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		panic(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		panic(err)
	}
	return p
}

// queueText and lineText are the same models as factories.
const queueText = `
format = 1
[part.job]
[l]
kind = "line"
flow = "in -> server -> out"
[l.in]
kind = "source"
part = "job"
every = "exponential(10 s)"
[l.server]
kind = "machine"
cycle = "exponential(9 s)"
queue = "unlimited"
[l.out]
kind = "sink"
`

func lineText(stations, slots int) string {
	flow, places := "in", ""
	for i := range stations {
		flow += fmt.Sprintf(" -> m%d", i)
		places += fmt.Sprintf("[l.m%d]\nkind = \"machine\"\ncycle = \"exponential(1 s)\"\nmtbf = \"100 s\"\nmttr = \"10 s\"\nqueue = %d\n", i, min(i, 1)*slots)
	}
	return "format = 1\n[part.job]\n[l]\nkind = \"line\"\nflow = \"" + flow + " -> out\"\n[l.in]\nkind = \"source\"\npart = \"job\"\n" + places + "[l.out]\nkind = \"sink\"\n"
}

// runPlant carries a factory on until n parts are done.
func runPlant(text string, n int) (took time.Duration, s *plant.Sim) {
	s = compile(strings.TrimSpace(text)).New(1, 0)
	began := cpuTime()
	s.RunWhile(engine.Never, func(s *plant.Sim) bool { return s.TypeStats.At(0).Done < uint64(n) })
	return cpuTime() - began, s
}

// settle has the garbage of others collected before something is measured.
func settle() { runtime.GC() }
