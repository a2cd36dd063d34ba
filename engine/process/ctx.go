package process

import "github.com/taktsim/takt/engine"

// Ctx is what a function may know and do: the process that calls it, the clock,
// and, by their handles, the things and variables of the state. It is good for
// that call alone.
type Ctx struct {
	s *Sim
	i uint32
}

// at is the Ctx of process i.
func (s *Sim) at(i uint32) *Ctx {
	s.ctx.i = i
	return &s.ctx
}

func (s *Sim) sim() *Sim   { return s }
func (c *Ctx) sim() *Sim   { return c.s }
func (c *Ctx) proc() *proc { return c.s.procs.At(c.i) }

// Now is the present instant.
func (c *Ctx) Now() engine.Time { return c.s.Now() }

// Number tells which process of its program it is, from 1 in the order of their
// beginning.
func (c *Ctx) Number() uint64 { return c.proc().number }

// Born is when it began.
func (c *Ctx) Born() engine.Time { return c.proc().born }

// Self names the process.
func (c *Ctx) Self() Ref { return c.s.procs.Ref(c.i) }

// Parent names the process that spawned it; none if it was started.
func (c *Ctx) Parent() Ref { return c.proc().parent }

// Child names the process that it spawned last.
func (c *Ctx) Child() Ref { return c.proc().child }

// Alive reports whether a process has begun and not ended.
func (c *Ctx) Alive(who Ref) bool { return c.s.procs.Get(who) != nil }

// Item is what it got from a store last, or what its parent, or an input, gave it.
func (c *Ctx) Item() Item { return c.proc().item }

// SetItem changes it.
func (c *Ctx) SetItem(it Item) { c.proc().item = it }

// Arm tells which arm of its latest wait came to pass, from 0; a Hold leaves it.
func (c *Ctx) Arm() int { return int(c.proc().arm) }

// Preempted is the cause of an interrupt by preemption.
const Preempted int64 = -1

// Cause is why it was interrupted last, and by whom.
func (c *Ctx) Cause() (cause int64, by Ref) {
	p := c.proc()
	return p.cause, p.by
}

// Left is what was left of the hold, or of the timeout, that was interrupted last;
// 0 if that wait had none. It is known until the process, or in an OnInterrupt what
// follows it, holds again.
func (c *Ctx) Left() engine.Time {
	t := c.s.Timers.At(c.s.timer(c.i, c.proc().depth))
	if !t.Set {
		return 0
	}
	return t.Left(c.Now())
}

// Sample draws from a law, for this process.
func (c *Ctx) Sample(l *Law) float64 {
	key, visit := c.s.visit(c.i, l)
	return l.dist.Sample(key, visit)
}

// Duration draws from a law whose unit is the second.
func (c *Ctx) Duration(l *Law) engine.Time { return engine.Seconds(c.Sample(l)) }
