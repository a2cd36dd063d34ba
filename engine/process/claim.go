package process

import (
	"math"

	"github.com/taktsim/takt/engine"
)

// claim is what a process waits for, one leaf of its wait, or a grant of a
// resource that it holds. It stands in a line: of an object, or of the process
// whose end it waits for.
type claim struct {
	since    engine.Time // when the waiting began
	amount   float64
	item     Item // to put
	proc     uint32
	object   uint32 // or the process that is to end
	leaf     uint32 // of the wait
	prev     uint32 // in its line, +1
	next     uint32
	mine     uint32 // the next claim of its process, +1
	priority int32
	kind     leafKind
	arm      uint8
	done     bool // it came to pass
	Spare    bool
}

// wait has process i wait for the leaves of in; again says that it does so a
// second time, after an interrupt. It reports whether an arm came to pass at once.
// Nothing is served meanwhile: others may get what i does not take only when it is
// certain what i takes.
func (s *Sim) wait(i uint32, in *instr, again bool) bool {
	open := false
	for k := range in.leaves {
		l := &in.leaves[k]
		if !s.offer(i, uint32(k), in, again) {
			open = true
		}
		if k+1 == len(in.leaves) || in.leaves[k+1].arm != l.arm {
			if !open {
				s.settle(i, l.arm)
				return true
			}
			open = false
		}
	}
	return false
}

// offer has process i wait for leaf k, and reports whether it comes to pass at once.
func (s *Sim) offer(i, k uint32, in *instr, again bool) bool {
	l := &in.leaves[k]
	c := claim{since: s.Now(), proc: i, leaf: k, kind: l.kind, arm: l.arm}
	if l.thing != nil {
		c.object = l.thing.index
	}
	switch l.kind {
	case leafAfter:
		return s.offerTime(i, &l.amount, in.depth, again)
	case leafEvent:
		if s.objects.At(c.object).level != 0 {
			return true
		}
	case leafEnd:
		who := l.who(s.at(i))
		if s.procs.Get(who) == nil {
			return true
		}
		c.object = who.Index
	default:
		c.amount = s.amount(i, &l.amount)
		if !(c.amount > 0 && c.amount <= math.MaxFloat64) {
			s.fail(i, faultAmount, c.amount)
			return false
		} else if c.amount > l.thing.capacity {
			s.fail(i, faultTooMuch, c.amount)
			return false
		}
		if l.item != nil {
			c.item = l.item(s.at(i))
		}
		if l.rank != nil {
			c.priority = l.rank(s.at(i))
		}
	}
	ref, slot := s.claims.Alloc()
	p := s.procs.At(i)
	c.mine, p.waits = p.waits, ref.Index+1
	*slot = c
	return s.join(ref.Index, l)
}

func (s *Sim) offerTime(i uint32, q *quantity, depth uint8, again bool) bool {
	t := s.timer(i, depth)
	if again {
		s.Resume(t, engine.Never)
		return !s.Timers.At(t).Set
	}
	d, draw := s.length(i, q)
	if d < 0 {
		s.fail(i, faultDuration, d.Seconds())
		return false
	}
	s.Start(t, d, draw)
	return false
}

// join puts claim k into its line, or has it come to pass at once.
func (s *Sim) join(k uint32, l *leaf) bool {
	c := s.claims.At(k)
	switch c.kind {
	case leafEnd:
		p := s.procs.At(c.object)
		s.insert(&p.ended, k, p.ended.tail)
		return false
	case leafEvent:
		o := s.change(c.object)
		s.insert(&o.out, k, o.out.tail)
		return false
	}
	o := s.change(c.object)
	ln := s.lineOf(c, o)
	at := ln.tail
	for at != 0 && s.claims.At(at-1).priority > c.priority {
		at = s.claims.At(at - 1).prev
	}
	s.insert(ln, k, at)
	if at != 0 && !(c.kind == leafGet && l.thing.kind == store) {
		return false // somebody is before it
	}
	node, ok := s.fits(k)
	if !ok && l.thing.order == preemptive && c.kind == leafSeize {
		ok = s.preempt(k)
	}
	if ok {
		s.apply(k, node)
	}
	return ok
}

// lineOf is the line of object o in which a claim waits.
func (s *Sim) lineOf(c *claim, o *object) *line {
	if c.kind == leafGet || c.kind == leafEvent {
		return &o.out
	}
	return &o.in
}

// fits reports whether what claim k asks for can be had now, and, for an item,
// where it lies.
func (s *Sim) fits(k uint32) (node uint32, ok bool) {
	c := s.claims.At(k)
	o := s.objects.At(c.object)
	t := &s.code.things[c.object]
	switch {
	case c.kind != leafGet:
		return 0, o.level+c.amount <= t.capacity
	case t.kind == store:
		return s.find(c, o)
	}
	return 0, o.level >= c.amount
}

// apply gives claim k what it asks for.
func (s *Sim) apply(k, node uint32) {
	c := s.claims.At(k)
	o := s.change(c.object)
	a := s.accounts.At(c.object)
	s.remove(s.lineOf(c, o), k)
	waited := (s.Now() - c.since).Seconds()
	c.done = true
	if c.kind == leafGet {
		o.level -= c.amount
		a.gets.Add(waited)
	} else {
		o.level += c.amount
		a.puts.Add(waited)
	}
	switch {
	case c.kind == leafSeize:
		s.insert(&o.held, k, o.held.tail)
	case s.code.things[c.object].kind != store:
	case c.kind == leafPut:
		s.push(o, c.item)
	default:
		s.procs.At(c.proc).item = s.take(o, node)
	}
}

// serve gives what object k has to those who wait for it, as far as it goes.
func (s *Sim) serve(k uint32) {
	for {
		o := s.objects.At(k)
		if c := o.in.head; c != 0 {
			if _, ok := s.fits(c - 1); ok {
				s.apply(c-1, 0)
				s.occur(c - 1)
				continue
			}
		}
		c, node := s.nextGet(k)
		if c == 0 {
			return
		}
		s.apply(c-1, node)
		s.occur(c - 1)
	}
}

// nextGet finds the first get (+1) that object k can serve, and its item. In a
// container the first in the line has to be first; in a store each may want
// another item.
func (s *Sim) nextGet(k uint32) (c, node uint32) {
	o := s.objects.At(k)
	for c = o.out.head; c != 0 && o.level > 0; c = s.claims.At(c - 1).next {
		if node, ok := s.fits(c - 1); ok {
			return c, node
		}
		if s.code.things[k].kind != store {
			break
		}
	}
	return 0, 0
}

// occur tells the process of claim k, which waits, that the claim came to pass.
func (s *Sim) occur(k uint32) {
	c := s.claims.At(k)
	c.done = true
	i, arm := c.proc, c.arm
	if s.complete(i, arm) {
		s.settle(i, arm)
		s.procs.At(i).status = settled
		s.Soon(engine.PhaseTransfer, onProceed, i, 0)
	}
}

// wake has all claims in a line, which gets empty, come to pass.
func (s *Sim) wake(l *line) {
	for l.head != 0 {
		k := l.head - 1
		s.remove(l, k)
		s.occur(k)
	}
}

// complete reports whether all of an arm of the wait of process i came to pass.
func (s *Sim) complete(i uint32, arm uint8) bool {
	p := s.procs.At(i)
	for k := p.waits; k != 0; {
		c := s.claims.At(k - 1)
		if c.arm == arm && !c.done {
			return false
		}
		k = c.mine
	}
	in := &s.code.table[p.pc]
	return in.after < 0 || in.leaves[in.after].arm != arm || !s.Timers.At(s.timer(i, in.depth)).Set
}

// settle ends the wait of process i by an arm.
func (s *Sim) settle(i uint32, arm uint8) {
	p := s.procs.At(i)
	p.arm = arm
	if in := &s.code.table[p.pc]; in.after >= 0 {
		s.Cancel(s.timer(i, in.depth))
	}
	s.withdraw(i, arm)
}

// noArm is an arm that no wait has.
const noArm = math.MaxUint8

// withdraw ends all claims of the wait of process i. What an arm seized is kept if
// it is the arm to keep; what others did goes back.
func (s *Sim) withdraw(i uint32, keep uint8) {
	p := s.procs.At(i)
	first := p.waits
	p.waits = 0
	for k := first; k != 0; k = s.claims.At(k - 1).mine {
		if c := s.claims.At(k - 1); !c.done {
			s.quit(k - 1)
		}
	}
	// Only now, when nothing of this process waits any more, may others be served.
	for k := first; k != 0; {
		c := s.claims.At(k - 1)
		at, next, object := k-1, c.mine, c.object
		k = next
		if c.kind == leafSeize && c.done {
			if c.arm == keep {
				c.mine, p.holds = p.holds, at+1
				continue
			}
			s.giveBack(at)
			continue
		}
		serve := c.kind != leafEnd && c.kind != leafEvent
		s.claims.Free(s.claims.Ref(at))
		if serve {
			s.serve(object)
		}
	}
}

// quit takes claim k, which has not come to pass, out of its line.
func (s *Sim) quit(k uint32) {
	c := s.claims.At(k)
	if c.kind == leafEnd {
		s.remove(&s.procs.At(c.object).ended, k)
		return
	}
	o := s.change(c.object)
	s.remove(s.lineOf(c, o), k)
	s.accounts.At(c.object).left++
}

// change is the object k, which is about to change.
func (s *Sim) change(k uint32) *object {
	o := s.objects.At(k)
	s.accounts.At(k).note(o, s.Now())
	return o
}
