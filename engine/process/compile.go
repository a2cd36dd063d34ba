package process

import (
	"fmt"
	"math"
	"slices"

	"github.com/taktsim/takt/engine/unit"
)

// compiler turns steps into instructions.
type compiler struct {
	model *Model
	code  *Code
	errs  []error

	name  string // of the program at work
	index uint16
	step  uint32 // the step at work, among those of all programs
	scope int32
	depth uint8
	open  []loop   // the loops around the step
	uses  []*thing // of the Uses around the step
	loops uint32   // counters that the deepest nest needs
}

type loop struct {
	label  string
	again  []int // jumps to its next round
	out    []int // jumps behind it
	uses   int   // how many Uses are around it
	counts bool
	left   bool // some step leads out of it
}

// fail notes a mistake.
func (c *compiler) fail(format string, args ...any) {
	where := ""
	if c.step != 0 {
		where = c.code.where(c.index, c.step) + ": "
	} else if c.name != "" {
		where = fmt.Sprintf("program %q: ", c.name)
	}
	c.errs = append(c.errs, fmt.Errorf("process: %s"+format, append([]any{where}, args...)...))
}

// where tells a step of a program to people.
func (k *Code) where(program uint16, step uint32) string {
	p := k.programs[program]
	return fmt.Sprintf("program %q, step %d (%s)", p.name, step-p.step, k.titles[step-1])
}

// program compiles a program.
func (c *compiler) program(p *Program) {
	c.name, c.index, c.scope, c.depth = p.name, uint16(p.index), -1, 0
	c.code.programs = append(c.code.programs, program{p.name, p.hash, uint32(p.hash), c.here(), uint32(len(c.code.titles))})
	if len(p.steps) == 0 {
		c.fail("it has no steps; give them by Program or Define")
	}
	c.body(p.steps)
	c.emit(instr{op: opEnd})
	c.name = ""
}

// body compiles steps that follow each other.
func (c *compiler) body(steps []Step) {
	outer := c.step
	for _, s := range steps {
		title := "nil"
		if s != nil {
			title = s.title()
		}
		c.code.titles = append(c.code.titles, title)
		c.step = uint32(len(c.code.titles))
		if s == nil {
			c.fail("a step that is nil")
		} else {
			s.emit(c)
		}
		c.step = outer
	}
}

func (c *compiler) here() uint32 { return uint32(len(c.code.table)) }

// emit adds an instruction and tells its place.
func (c *compiler) emit(in instr) int {
	in.depth, in.program, in.step, in.scope = c.depth, c.index, c.step, c.scope
	if in.op != opWait && in.op != opHold {
		in.after = -1
	}
	c.code.table = append(c.code.table, in)
	c.code.timers = max(c.code.timers, uint32(c.depth)+1)
	return len(c.code.table) - 1
}

// land lets jumps lead to here.
func (c *compiler) land(jumps ...int) {
	for _, j := range jumps {
		c.code.table[j].to = c.here()
	}
}

// within compiles something inside a new scope.
func (c *compiler) within(s scope, compile func()) (id int) {
	id = len(c.code.scopes)
	s.parent = c.scope
	c.code.scopes = append(c.code.scopes, s)
	c.scope = int32(id)
	compile()
	c.scope = s.parent
	return id
}

// known refuses what belongs to no model, or to another.
func (c *compiler) known(p *Program) bool {
	switch {
	case p == nil:
		c.fail("a program that is nil")
	case p.model != c.model:
		c.fail("program %q belongs to another model", p.name)
	default:
		return true
	}
	return false
}

// owns refuses things that belong to no model, or to another.
func (c *compiler) owns(t *thing) bool {
	switch {
	case t == nil:
		c.fail("a resource, container, store or event that was not made by a model")
	case t.model != c.model:
		c.fail("%v %q belongs to another model", t.kind, t.name)
	default:
		return true
	}
	return false
}

func (b basic) title() string {
	if b.instr.thing != nil {
		return b.name + " " + b.instr.thing.name
	}
	return b.name
}

func (b basic) emit(c *compiler) {
	in := &b.instr
	switch {
	case in.op == opDo && in.do == nil, in.op == opInterrupt && in.who == nil:
		c.fail("no function (nil)")
	case in.op == opInterrupt && in.cause < 0:
		c.fail("a cause below 0; these are the engine's own")
	case in.op == opDo || in.op == opInterrupt || c.owns(in.thing):
		c.emit(*in)
	}
}

func (w WaitStep) title() string {
	if len(w.arms) == 1 && w.name != "select" && w.arms[0].await != nil {
		if l := w.arms[0].await.leaves(); len(l) == 1 && l[0].thing != nil {
			return w.name + " " + l[0].thing.name
		}
	}
	return w.name
}

// emit lays a wait out as: wait, the arms' steps, the handler.
func (w WaitStep) emit(c *compiler) {
	in, ok := c.wait(w)
	if !ok {
		return
	}
	var at, guard int
	if w.handled {
		guard = c.within(scope{}, func() { at = c.emit(in) })
	} else {
		at = c.emit(in)
	}
	var ends []int
	for k, a := range w.arms {
		c.code.table[at].arms[k] = c.here()
		c.body(a.steps)
		if k < len(w.arms)-1 || w.handled {
			ends = append(ends, c.emit(instr{op: opJump}))
		}
	}
	if w.handled {
		c.code.scopes[guard].handler = int32(c.here())
		if c.depth == math.MaxUint8 {
			c.fail("handlers of interrupts inside each other, more than %d deep", c.depth)
			return
		}
		c.depth++
		c.body(w.handler)
		c.depth--
		c.emit(instr{op: opResume, to: uint32(at)})
	}
	c.land(ends...)
}

// wait makes the instruction of a wait.
func (c *compiler) wait(w WaitStep) (in instr, ok bool) {
	in = instr{op: opWait, after: -1, arms: make([]uint32, len(w.arms))}
	if len(w.arms) == 0 || len(w.arms) > 100 {
		c.fail("%d arms; want 1 to 100", len(w.arms))
		return in, false
	}
	before := len(c.errs)
	for k, a := range w.arms {
		if a.await == nil {
			c.fail("something to wait for that is nil")
			continue
		}
		for _, l := range a.await.leaves() {
			l.arm = uint8(k)
			c.leaf(&l)
			if l.kind == leafAfter {
				if in.after >= 0 {
					c.fail("two timeouts in one wait; the shorter one is enough (and of AllOf the longer)")
				}
				in.after = int32(len(in.leaves))
			}
			in.leaves = append(in.leaves, l)
		}
	}
	if len(in.leaves) == 1 && in.after == 0 {
		in.op = opHold
	}
	return in, len(c.errs) == before
}

// leaf checks one thing to wait for.
func (c *compiler) leaf(l *leaf) {
	t, q := l.thing, &l.amount
	switch {
	case l.bad != "":
		c.fail("%s", l.bad)
	case q.law != nil && q.law.model != c.model:
		c.fail("law %q belongs to another model", q.law.name)
	case l.kind == leafAfter || l.kind == leafEnd || !c.owns(t):
	case q.law == nil && q.number == nil && q.fixed > t.capacity:
		c.fail("%v of %v %q, whose capacity is %v, would wait for ever", q.fixed, t.kind, t.name, t.capacity)
	}
}

func (s IfStep) title() string { return "if" }

func (s IfStep) emit(c *compiler) {
	if s.cond == nil {
		c.fail("no condition (nil)")
	}
	over := c.emit(instr{op: opUnless, cond: s.cond})
	c.body(s.then)
	if len(s.els) > 0 {
		end := c.emit(instr{op: opJump})
		c.land(over)
		c.body(s.els)
		over = end
	}
	c.land(over)
}

func (s LoopStep) title() string { return s.name }

func (s LoopStep) emit(c *compiler) {
	if s.name == "while" && s.cond == nil {
		c.fail("no condition (nil)")
	}
	if s.times < 0 {
		c.fail("%d times; want 0 or more", s.times)
		return
	}
	l := loop{label: s.label, uses: len(c.uses), counts: s.name == "times"}
	var reg uint32
	if l.counts {
		for _, o := range c.open {
			if o.counts {
				reg++
			}
		}
		c.loops = max(c.loops, reg+1)
		reg += uint32(len(c.model.laws) + len(c.model.programs))
		c.emit(instr{op: opCount, reg: reg, count: uint64(s.times)})
	}
	top := c.here()
	over := -1
	switch s.name {
	case "while":
		over = c.emit(instr{op: opUnless, cond: s.cond})
	case "times":
		over = c.emit(instr{op: opRound, reg: reg})
	}
	c.open = append(c.open, l)
	c.body(s.body)
	l = c.open[len(c.open)-1]
	c.open = c.open[:len(c.open)-1]
	for _, j := range l.again {
		c.code.table[j].to = top
	}
	c.emit(instr{op: opJump, to: top})
	if over >= 0 {
		c.land(over)
	} else if !l.left && !c.waits(top) {
		c.fail("it goes round for ever in no time; let a step of it wait, or leave it by Break or End")
	}
	c.land(l.out...)
}

// waits reports whether a loop whose body begins at top waits somewhere.
func (c *compiler) waits(top uint32) bool {
	return slices.ContainsFunc(c.code.table[top:], func(in instr) bool { return in.op == opHold || in.op == opWait })
}

func (s leave) title() string { return s.name }

func (s leave) emit(c *compiler) {
	k, uses := -1, 0
	if s.name != "end" {
		if k = c.loop(s.label); k < 0 {
			return
		}
		uses = c.open[k].uses
	}
	for i := len(c.uses) - 1; i >= uses; i-- {
		c.emit(instr{op: opRelease, thing: c.uses[i], count: ifHeld})
	}
	for i := k + 1; i < len(c.open); i++ {
		c.open[i].left = true
	}
	switch s.name {
	case "end":
		c.emit(instr{op: opEnd})
	case "break":
		c.open[k].left = true
		c.open[k].out = append(c.open[k].out, c.emit(instr{op: opJump}))
	case "continue":
		c.open[k].again = append(c.open[k].again, c.emit(instr{op: opJump}))
	}
}

// loop finds the open loop with a label, or the innermost; -1 if there is none.
func (c *compiler) loop(label []string) int {
	k := len(c.open) - 1
	switch len(label) {
	case 0:
		if k < 0 {
			c.fail("no loop is around it")
		}
		return k
	case 1:
	default:
		c.fail("%d labels; want one at most", len(label))
		return -1
	}
	var labels []string
	for ; k >= 0 && c.open[k].label != label[0]; k-- {
		labels = append(labels, c.open[k].label)
	}
	if near, ok := unit.Suggest(label[0], labels); k < 0 && ok && near != "" {
		c.fail("no loop around it has the label %q; did you mean %q?", label[0], near)
	} else if k < 0 {
		c.fail("no loop around it has the label %q; give it one by Label", label[0])
	}
	return k
}

func (s TryStep) title() string { return "try" }

func (s TryStep) emit(c *compiler) {
	if !s.caught {
		c.fail("a Try without Catch")
	}
	guard := c.within(scope{}, func() { c.body(s.body) })
	end := c.emit(instr{op: opJump})
	c.code.scopes[guard].handler = int32(c.here())
	c.body(s.handler)
	c.land(end)
}

func (s use) wait() WaitStep { return WaitStep{name: "use", arms: []Arm{{await: s.of}}} }
func (s use) title() string  { return s.wait().title() }

func (s use) emit(c *compiler) {
	if s.of == nil {
		c.fail("a resource that is nil")
		return
	}
	w, ok := c.wait(s.wait())
	if !ok {
		return
	}
	t := s.of.request().leaf.thing
	at := c.emit(w)
	c.code.table[at].arms[0] = c.here()
	c.uses = append(c.uses, t)
	c.within(scope{handler: -1, use: t}, func() { c.body(s.body) })
	c.uses = c.uses[:len(c.uses)-1]
	c.emit(instr{op: opRelease, thing: t, count: ifHeld})
}

// ifHeld marks a release that need not find anything: preemption may have taken
// it.
const ifHeld = 1

func (s spawn) title() string {
	if s.program != nil {
		return s.name + " " + s.program.name
	}
	return s.name
}

func (s spawn) emit(c *compiler) {
	if !c.known(s.program) {
		return
	}
	c.emit(instr{op: opSpawn, other: s.program})
	if s.name == "call" {
		Wait(Ended((*Ctx).Child)).emit(c)
	}
}
