package process

import "github.com/taktsim/takt/engine"

// spinLimit is how many steps a process may do without waiting.
const spinLimit = 1_000_000

// timeout comes when the timer of a wait has run out.
func (s *Sim) timeout(e engine.Event) {
	p := s.procs.At(e.Target)
	in := &s.code.table[p.pc]
	if in.op == opHold {
		p.pc = in.arms[0]
		s.run(e.Target)
		return
	}
	if arm := in.leaves[in.after].arm; s.complete(e.Target, arm) {
		s.settle(e.Target, arm)
		p.pc = in.arms[arm]
		s.run(e.Target)
	}
}

// proceed comes when a process was begun, or its wait was ended by others.
func (s *Sim) proceed(e engine.Event) {
	p := s.procs.At(e.Target)
	if p.status == settled {
		p.pc = s.code.table[p.pc].arms[p.arm]
	}
	s.run(e.Target)
}

// alarmed comes when a process was interrupted. If it is about to go on, the
// interrupt finds it where it next waits.
func (s *Sim) alarmed(e engine.Event) {
	if p := s.procs.At(e.Target); p.status == blocked && p.alarms != 0 && s.interrupt(e.Target) {
		s.run(e.Target)
	}
}

// run carries process i on until it waits or ends: the loop of the package.
func (s *Sim) run(i uint32) {
	p := s.procs.At(i)
	p.status = running
	for range spinLimit {
		in := &s.code.table[p.pc]
		switch in.op {
		case opHold, opWait, opResume:
			if !s.pass(i, in) {
				return
			}
		case opRelease:
			if !s.release(i, in.thing.index) && in.count != ifHeld && in.thing.order != preemptive {
				s.fail(i, faultRelease, 0)
				return
			}
			p.pc++
		case opDo:
			in.do(s.at(i))
			p.pc++
		case opJump:
			p.pc = in.to
		case opUnless:
			if in.cond(s.at(i)) {
				p.pc++
			} else {
				p.pc = in.to
			}
		case opCount:
			*s.reg(i, in.reg) = in.count
			p.pc++
		case opRound:
			if left := s.reg(i, in.reg); *left > 0 {
				*left--
				p.pc++
			} else {
				p.pc = in.to
			}
		case opSpawn:
			s.child(i, in.other.index)
			p = s.procs.At(i) // the slab may have grown
			p.pc++
		case opTrigger, opPulse, opReset:
			s.signal(in)
			p.pc++
		case opInterrupt:
			if who := in.who(s.at(i)); s.procs.Get(who) != nil {
				s.alarm(who.Index, in.cause, s.procs.Ref(i))
			}
			p.pc++
		case opEnd:
			s.end(i)
			return
		}
	}
	s.fail(i, faultSpins, spinLimit)
}

// pass begins the wait in, or the one that it resumes, and reports whether the
// process goes on at once: because the wait is over, or because an interrupt finds
// it there.
func (s *Sim) pass(i uint32, in *instr) bool {
	p := s.procs.At(i)
	again := in.op == opResume
	if again {
		p.pc = in.to
		in = &s.code.table[p.pc]
	}
	if in.op == opHold {
		s.offerTime(i, &in.leaves[0].amount, in.depth, again)
	} else if s.wait(i, in, again) {
		p.pc = in.arms[p.arm]
		return true
	}
	p.status = blocked
	if p.alarms == 0 {
		return false
	}
	p.status = running
	return s.interrupt(i)
}

func (s *Sim) signal(in *instr) {
	o := s.change(in.thing.index)
	if in.op == opReset {
		o.level = 0
		return
	}
	if in.op == opTrigger {
		o.level = 1
	}
	s.wake(&o.out)
}

// end ends process i.
func (s *Sim) end(i uint32) {
	p := s.procs.At(i)
	if p.holds != 0 {
		s.fail(i, faultKeeps, 0)
		return
	}
	s.wake(&p.ended)
	for p.alarms != 0 {
		a := p.alarms - 1
		p.alarms = s.alarms.At(a).next
		s.alarms.Free(s.alarms.Ref(a))
	}
	for _, v := range s.owns {
		v.clear(i)
	}
	s.crowds.At(p.program).ended++
	s.procs.Free(s.procs.Ref(i))
}
