package process

import "slices"

// bounds is how many grants of a resource a process holds: at least and at most.
// many stands for more than anyone counts.
type bounds struct{ lo, hi uint8 }

const many = 8

func (b *bounds) seize() {
	b.lo, b.hi = min(b.lo+1, many), min(b.hi+1, many)
}

func (b *bounds) release() {
	if b.lo > 0 {
		b.lo--
	}
	if b.hi > 0 && b.hi < many {
		b.hi--
	}
}

// flow follows a program along all its ways and knows what is held where.
type flow struct {
	code *Code
	held map[uint32][]bounds // by instruction, for every thing, before it
	todo []uint32
}

// check refuses, in programs that are compiled, releases of what cannot be held,
// ends that keep something, and steps that are never reached.
func (c *compiler) check() {
	for i := range c.code.programs {
		f := &flow{code: c.code, held: map[uint32][]bounds{}}
		start, end := c.code.programs[i].start, uint32(len(c.code.table))
		if i+1 < len(c.code.programs) {
			end = c.code.programs[i+1].start
		}
		f.come(start, make([]bounds, len(c.code.things)))
		for len(f.todo) > 0 {
			at := f.todo[len(f.todo)-1]
			f.todo = f.todo[:len(f.todo)-1]
			f.follow(at)
		}
		last := uint32(0)
		for at := start; at < end; at++ {
			c.step, c.index = c.code.table[at].step, uint16(i)
			c.judge(at, f.held[at], c.step > last)
			last = max(last, c.step)
		}
	}
}

// come brings what is held to an instruction.
func (f *flow) come(at uint32, held []bounds) {
	old, seen := f.held[at]
	if !seen {
		f.held[at] = slices.Clone(held)
		f.todo = append(f.todo, at)
		return
	}
	changed := false
	for k := range old {
		b := bounds{min(old[k].lo, held[k].lo), max(old[k].hi, held[k].hi)}
		changed = changed || b != old[k]
		old[k] = b
	}
	if changed {
		f.todo = append(f.todo, at)
	}
}

// follow brings what is held after an instruction to those that may come next.
func (f *flow) follow(at uint32) {
	in := &f.code.table[at]
	held := slices.Clone(f.held[at])
	switch in.op {
	case opHold, opWait:
		for k, to := range in.arms {
			after := slices.Clone(held)
			for _, l := range in.leaves {
				if int(l.arm) == k && l.kind == leafSeize {
					after[l.thing.index].seize()
				}
			}
			f.come(to, after)
		}
		f.interrupt(in.scope, held)
		return
	case opJump, opResume:
		f.come(in.to, held)
		return
	case opUnless, opRound:
		f.come(in.to, held)
	case opRelease:
		held[in.thing.index].release()
	case opEnd:
		return
	}
	f.come(at+1, held)
}

// interrupt follows an interrupt that finds the process in a scope.
func (f *flow) interrupt(scope int32, held []bounds) {
	for k, t := range f.code.things {
		if t.order == preemptive {
			held[k].lo = 0
		}
	}
	for ; scope >= 0; scope = f.code.scopes[scope].parent {
		s := &f.code.scopes[scope]
		if s.handler >= 0 {
			f.come(uint32(s.handler), held)
			return
		}
		held[s.use.index].release()
	}
}

// judge tells what is wrong with an instruction, given what is held before it;
// first says that it is the first of its step.
func (c *compiler) judge(at uint32, held []bounds, first bool) {
	in := &c.code.table[at]
	switch {
	case held == nil:
		if first && in.op != opJump && in.op != opResume {
			c.fail("it is never reached")
		}
	case in.op == opRelease && in.count != ifHeld && held[in.thing.index].hi == 0:
		c.fail("it releases %q, which the process never holds here; seize it before", in.thing.name)
	case in.op == opEnd:
		for k, b := range held {
			if b.lo > 0 {
				c.keeps(in, c.code.things[k].name)
			}
		}
	}
}

// keeps tells of an end at which something is held for certain.
func (c *compiler) keeps(in *instr, thing string) {
	const text = "the process ends and still holds %q; release it before"
	if in.step != 0 {
		c.fail(text, thing)
		return
	}
	c.fail("program %q: "+text, c.code.programs[in.program].name, thing)
}
