package process

// Step is one step of a program: Hold, Seize, If … Steps are values; a step may be
// used in several places.
type Step interface {
	title() string
	emit(c *compiler)
}

// basic is a step that is one instruction.
type basic struct {
	name  string
	instr instr
}

// Do runs a function, for bookkeeping: it may change Vars and Owns.
func Do(f func(c *Ctx)) Step { return basic{"do", instr{op: opDo, do: f}} }

// Release gives back what the process seized of the resource; if it seized more
// than once, the latest. What preemption took away need not be released.
func Release(r Resource) Step { return basic{"release", instr{op: opRelease, thing: r.thing}} }

// Trigger lets an event occur: all who wait for it go on, and nobody waits any
// more, until a Reset.
func Trigger(v Event) Step { return basic{"trigger", instr{op: opTrigger, thing: v.thing}} }

// Pulse wakes all who wait for an event, and leaves it as it is.
func Pulse(v Event) Step { return basic{"pulse", instr{op: opPulse, thing: v.thing}} }

// Reset makes an event one that has not occurred.
func Reset(v Event) Step { return basic{"reset", instr{op: opReset, thing: v.thing}} }

// Spawn starts a process, which runs after this one has come to wait. It begins
// with a copy of this one's item and Own variables; Ctx.Child then names it.
func Spawn(p *Program) Step { return spawn{"spawn", p} }

// Call starts a process, as Spawn does, and waits for its end.
func Call(p *Program) Step { return spawn{"call", p} }

// Interrupt interrupts another process, for a cause that means something to the
// model: 0 or more. One that has ended is left in peace.
func Interrupt(who func(c *Ctx) Ref, cause int64) Step {
	return basic{"interrupt", instr{op: opInterrupt, who: who, cause: cause}}
}

// End ends the process. What its Use blocks hold is released.
func End() Step { return leave{"end", nil} }

// Break leaves the innermost loop, or the one with the label.
func Break(label ...string) Step { return leave{"break", label} }

// Continue begins the next round of the innermost loop, or of the one with the
// label.
func Continue(label ...string) Step { return leave{"continue", label} }

// Use seizes, runs the steps and releases; also when an interrupt, a Break or an
// End leaves the steps.
func Use(r Seizable, steps ...Step) Step { return use{r, steps} }

// If runs the steps if the condition holds.
func If(cond func(c *Ctx) bool, then ...Step) IfStep { return IfStep{cond, then, nil} }

// IfStep is what If makes.
type IfStep struct {
	cond      func(c *Ctx) bool
	then, els []Step
}

// Else gives the steps for when the condition does not hold.
func (s IfStep) Else(steps ...Step) Step {
	s.els = steps
	return s
}

// Forever runs the steps again and again. Some step of them must wait.
func Forever(steps ...Step) LoopStep { return LoopStep{name: "forever", body: steps} }

// While runs the steps as long as the condition, asked before each round, holds.
func While(cond func(c *Ctx) bool, steps ...Step) LoopStep {
	return LoopStep{name: "while", cond: cond, body: steps}
}

// Times runs the steps n times.
func Times(n int, steps ...Step) LoopStep { return LoopStep{name: "times", times: n, body: steps} }

// LoopStep is a loop.
type LoopStep struct {
	name  string
	label string
	cond  func(c *Ctx) bool
	times int
	body  []Step
}

// Label names the loop, for Break and Continue from loops within it.
func (s LoopStep) Label(name string) LoopStep {
	s.label = name
	return s
}

// Try runs the steps; its Catch says what an interrupt leads to.
func Try(steps ...Step) TryStep { return TryStep{body: steps} }

// TryStep is what Try makes; without Catch it is a mistake.
type TryStep struct {
	body, handler []Step
	caught        bool
}

// Catch gives the steps that run when an interrupt reaches one of the Try's; they
// are given up, and the process goes on behind it.
func (s TryStep) Catch(steps ...Step) Step {
	s.handler, s.caught = steps, true
	return s
}

type use struct {
	of   Seizable
	body []Step
}

type spawn struct {
	name    string
	program *Program
}

// leave is a break, a continue or an end.
type leave struct {
	name  string
	label []string
}
