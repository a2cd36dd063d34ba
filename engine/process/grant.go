package process

import "github.com/taktsim/takt/engine"

// giveBack ends claim k, a grant that is in no list of its process any more.
func (s *Sim) giveBack(k uint32) {
	object := s.claims.At(k).object
	s.revoke(k)
	s.serve(object)
}

// revoke ends claim k as giveBack does, and serves nobody.
func (s *Sim) revoke(k uint32) {
	c := s.claims.At(k)
	o := s.change(c.object)
	o.level -= c.amount
	s.remove(&o.held, k)
	s.claims.Free(s.claims.Ref(k))
}

// release ends the latest grant of object k to process i; false if there is none.
func (s *Sim) release(i, k uint32) bool {
	for at := &s.procs.At(i).holds; *at != 0; at = &s.claims.At(*at - 1).mine {
		c := s.claims.At(*at - 1)
		if c.object == k {
			claim := *at - 1
			*at = c.mine
			s.giveBack(claim)
			return true
		}
	}
	return false
}

// preempt takes a unit from the least of those who hold the object of claim k, if
// k comes before it, for k to have it.
func (s *Sim) preempt(k uint32) bool {
	c := s.claims.At(k)
	o := s.objects.At(c.object)
	var worst uint32
	for h := o.held.head; h != 0; h = s.claims.At(h - 1).next {
		if worst == 0 || s.claims.At(h-1).priority >= s.claims.At(worst-1).priority {
			worst = h
		}
	}
	w := s.claims.At(worst - 1)
	if w.priority <= c.priority {
		return false
	}
	victim := s.procs.At(w.proc)
	if !s.unlist(&victim.holds, worst) {
		s.unlist(&victim.waits, worst)
	}
	s.accounts.At(c.object).losses++
	s.alarm(w.proc, Preempted, s.procs.Ref(c.proc))
	s.revoke(worst - 1)
	return true
}

// unlist takes claim k (+1) out of a list of claims of one process.
func (s *Sim) unlist(first *uint32, k uint32) bool {
	for at := first; *at != 0; at = &s.claims.At(*at - 1).mine {
		if *at == k {
			*at = s.claims.At(k - 1).mine
			return true
		}
	}
	return false
}

// alarm is an interrupt that has not reached its process.
type alarm struct {
	cause int64
	by    Ref
	next  uint32 // +1
	Spare uint32
}

// alarm interrupts process i. It comes before all else of the instant but what
// runs now.
func (s *Sim) alarm(i uint32, cause int64, by Ref) {
	r, a := s.alarms.Alloc()
	*a = alarm{cause: cause, by: by}
	at := &s.procs.At(i).alarms
	for *at != 0 {
		at = &s.alarms.At(*at - 1).next
	}
	*at = r.Index + 1
	s.Soon(engine.PhaseInput, onAlarm, i, 0)
}

// interrupt lets the first alarm reach process i, which waits; false if nobody
// handles it.
func (s *Sim) interrupt(i uint32) bool {
	p := s.procs.At(i)
	in := &s.code.table[p.pc]
	a := *s.alarms.At(p.alarms - 1)
	s.alarms.Free(s.alarms.Ref(p.alarms - 1))
	p.alarms, p.cause, p.by, p.depth = a.next, a.cause, a.by, in.depth
	if in.after >= 0 {
		s.Pause(s.timer(i, in.depth))
	} else {
		s.Cancel(s.timer(i, in.depth)) // of a wait that was given up: nothing is left of this one
	}
	s.withdraw(i, noArm)
	for k := in.scope; k >= 0; {
		sc := &s.code.scopes[k]
		if sc.handler >= 0 {
			p.pc = uint32(sc.handler)
			return true
		}
		s.release(i, sc.use.index)
		k = sc.parent
	}
	s.fail(i, faultUncaught, float64(a.cause))
	return false
}
