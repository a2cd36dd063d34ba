package process

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Sim is a state: what the processes of a code are doing. Fork copies it, Hash
// compares it, Run carries it on.
type Sim struct {
	engine.World
	code *Code
	vars []storage // of all variables
	owns []storage // of those that every process has
	ctx  Ctx       // of the function that is called

	heads    engine.Slab[head]
	crowds   engine.Slab[crowd]
	procs    engine.Slab[proc]
	regs     engine.Slab[uint64]
	claims   engine.Slab[claim]
	alarms   engine.Slab[alarm]
	objects  engine.Slab[object]
	items    engine.Slab[node]
	accounts engine.Slab[account]
}

// head is what there is one of in a state.
type head struct {
	seed        uint64
	domain      uint64 // which branch this is; 0: none
	fault       fault
	replication uint32
	Spare       uint32
}

// crowd counts the processes of one program.
type crowd struct {
	begun uint64
	ended uint64
	roots uint64 // of those begun: that have no parent
}

// proc is a process. Its own timers, numbers and variables lie in other slabs, at
// places that follow from its index.
type proc struct {
	key     random.Key
	born    engine.Time
	number  uint64 // which of its program, from 1
	item    Item
	cause   int64 // of the latest interrupt
	by      Ref   // and who did it
	parent  Ref
	child   Ref    // the latest
	pc      uint32 // where it waits, or goes on
	program uint32
	waits   uint32 // what it waits for: its first claim, +1
	holds   uint32 // what it holds: its latest claim, +1
	alarms  uint32 // interrupts that have not reached it: the first, +1
	ended   line   // claims of those who wait for its end
	status  status
	arm     uint8 // the arm that came to pass
	depth   uint8 // which of its timers the latest interrupt stopped
	Spare   [5]uint8
}

type status uint8

const (
	running status = iota
	blocked        // waits at pc
	settled        // the arm of the wait at pc came to pass; it goes on in this instant
	sent           // goes on at pc in this instant
)

// The kinds of events.
const (
	onInput   = engine.KindInput
	onTimer   = iota // a hold, or a timeout, ends
	onProceed        // a process goes on
	onAlarm          // a process was interrupted
)

var handlers = []engine.Handler[Sim]{onInput: (*Sim).input, onTimer: (*Sim).timeout, onProceed: (*Sim).proceed, onAlarm: (*Sim).alarmed}

func (k *Code) blank() *Sim {
	s := &Sim{code: k}
	s.ctx.s = s
	s.Init()
	s.Attach("head", engine.Live, &s.heads)
	s.Attach("programs", engine.Live, &s.crowds)
	s.Attach("processes", engine.Live, &s.procs)
	s.Attach("numbers of processes", engine.Live, &s.regs)
	s.Attach("claims", engine.Live, &s.claims)
	s.Attach("interrupts", engine.Live, &s.alarms)
	s.Attach("objects", engine.Live, &s.objects)
	s.Attach("items", engine.Live, &s.items)
	s.Attach("accounts", engine.Stats, &s.accounts)
	for _, v := range k.vars {
		st := v.make()
		s.vars = append(s.vars, st)
		if v.own {
			s.owns = append(s.owns, st)
		}
		s.Attach(v.name, engine.Live, st.slab())
	}
	return s
}

// New begins the state at time 0 of one replication. Two states of the same code,
// seed and replication are equal, and stay equal.
func (k *Code) New(seed uint64, replication uint32) *Sim {
	s := k.blank()
	_, h := s.heads.Alloc()
	h.seed, h.replication = seed, replication
	for range k.programs {
		s.crowds.Alloc()
	}
	for i := range k.things {
		_, o := s.objects.Alloc()
		o.level = k.things[i].initial
		s.accounts.Alloc()
	}
	for _, st := range k.starts {
		for range st.n {
			s.root(st.program.index)
		}
	}
	return s
}

// Fork returns a copy of the state. CopyFrom does the same with memory that is
// already there.
func (s *Sim) Fork() *Sim {
	f := s.code.blank()
	f.CopyFrom(&s.World)
	return f
}

// Run carries the state on until an instant, or until nothing is left to happen.
// The error, if any, names the process that could not go on and why; the state
// then stands where that happened and cannot be run on.
func (s *Sim) Run(until engine.Time) error {
	_, err := s.RunWhile(until, func() bool { return true })
	return err
}

// RunWhile is Run that also ends as soon as cond, asked before every event, is
// false. It reports whether that was so.
func (s *Sim) RunWhile(until engine.Time, cond func() bool) (bool, error) {
	h := s.heads.At(0)
	ended := engine.RunWhile(s, &s.World, handlers, until, func(*Sim) bool { return h.fault.code == 0 && cond() })
	if h.fault.code != 0 {
		return false, s.explain(h.fault)
	}
	if e, stuck := s.Stuck(); stuck {
		p := s.procs.At(e.Target)
		return false, fmt.Errorf("process: %s at %v, %s: goes round and round in this instant; let some time pass in every round",
			s.name(p.program, p.number), s.Now(), s.code.where(uint16(p.program), s.code.table[p.pc].step))
	}
	return ended, nil
}

// Feed has a process of the program begin at an instant (or now, when that is
// past) because of something outside; its item has the value, and the number of
// the input as ID. It is logged as an input of the state: the log can be fed to a
// copy of the state, and what follows is the same.
func (s *Sim) Feed(p *Program, at engine.Time, value float64) engine.Input {
	return s.World.Feed(engine.Input{At: at, Event: at, Target: p.hash, Value: value})
}

func (s *Sim) input(e engine.Event) {
	in := s.Input(e.Target)
	for k := range s.code.programs {
		if s.code.programs[k].hash == in.Target {
			p := s.root(uint32(k))
			s.procs.At(p.Index).item = Item{ID: int64(in.Arrival), Value: in.Value}
			return
		}
	}
}

// root begins a process that has no parent.
func (s *Sim) root(program uint32) Ref {
	h, n := s.heads.At(0), s.crowds.At(program)
	key := random.NewKey(h.seed, h.replication, s.code.programs[program].hash)
	if h.domain != 0 {
		key = key.Branch(h.domain)
	}
	n.roots++
	return s.begin(program, random.Key(random.Mix(uint64(key), n.roots)))
}

// begin makes a process, which runs when what runs now has come to wait.
func (s *Sim) begin(program uint32, key random.Key) Ref {
	r, p := s.procs.Alloc()
	n := s.crowds.At(program)
	n.begun++
	*p = proc{key: key, born: s.Now(), number: n.begun, program: program, pc: s.code.programs[program].start, status: sent}
	if timers := int(s.code.timers); s.Timers.Len() < s.procs.Len()*timers {
		for range timers {
			s.NewTimer(onTimer, r.Index, 0)
		}
		for range s.code.regs {
			s.regs.Alloc()
		}
		for _, v := range s.owns {
			v.grow()
		}
	}
	for k := range s.code.regs {
		*s.reg(r.Index, k) = 0
	}
	s.Soon(engine.PhaseTransfer, onProceed, r.Index, 0)
	return r
}

// child begins a process of process i.
func (s *Sim) child(i uint32, program uint32) {
	visit := s.reg(i, uint32(len(s.code.laws))+program)
	*visit++
	key := s.procs.At(i).key.For(s.code.programs[program].purpose)
	r := s.begin(program, random.Key(random.Mix(uint64(key), *visit)))
	for _, v := range s.owns {
		v.copy(r.Index, i)
	}
	p, c := s.procs.At(i), s.procs.At(r.Index)
	p.child = r
	c.parent, c.item = s.procs.Ref(i), p.item
}

// reg is number k of process i.
func (s *Sim) reg(i, k uint32) *uint64 { return s.regs.At(i*s.code.regs + k) }

// timer is the timer of process i at a depth of handlers.
func (s *Sim) timer(i uint32, depth uint8) uint32 { return i*s.code.timers + uint32(depth) }

// Processes is the number of processes of a program that have begun and that have
// ended.
func (s *Sim) Processes(p *Program) (begun, ended uint64) {
	n := s.crowds.At(p.index)
	return n.begun, n.ended
}

// ResetStats has the statistics begin now, after a warm-up.
func (s *Sim) ResetStats() {
	for _, a := range s.accounts.All {
		*a = account{since: s.Now(), noted: s.Now()}
	}
}
