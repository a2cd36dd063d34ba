package process

// op is what an instruction does.
type op uint8

const (
	opHold      op = iota // wait for the end of a duration, and nothing else
	opWait                // wait for one of the arms
	opRelease             // of thing, what was seized last
	opDo                  // call do
	opJump                // to
	opUnless              // unless cond: to
	opCount               // begin to count the rounds of a loop
	opRound               // the next round, or else: to
	opSpawn               // a process of program
	opTrigger             // the event thing
	opPulse               // the event thing
	opReset               // the event thing
	opInterrupt           // the process who
	opResume              // the wait at to
	opEnd                 // the process
)

// Code is a model, compiled: what processes do. It is never changed.
type Code struct {
	table    []instr
	scopes   []scope
	things   []thing
	laws     []Law
	programs []program
	vars     []variable
	starts   []start
	titles   []string // of the steps
	regs     uint32   // numbers that a process has: visits of laws, children, rounds of loops
	timers   uint32   // timers that a process has
}

// program is a Program, compiled.
type program struct {
	name    string
	hash    uint64
	purpose uint32
	start   uint32 // its first instruction
	step    uint32 // its first step is the one after this
}

// instr is one instruction.
type instr struct {
	op      op
	depth   uint8  // which of its timers the process uses
	program uint16 // whose it is
	step    uint32 // which step, from 1, of the code
	scope   int32  // where an interrupt looks first; -1 nowhere
	after   int32  // which leaf is a timeout; -1 none
	to      uint32
	reg     uint32
	count   uint64
	cause   int64
	thing   *thing
	other   *Program
	leaves  []leaf
	arms    []uint32 // where each arm goes on
	cond    func(c *Ctx) bool
	do      func(c *Ctx)
	who     func(c *Ctx) Ref
}

// scope is a stretch of code: a Use, or one with a handler of interrupts.
type scope struct {
	parent  int32
	handler int32 // where the handler begins; -1: it is a Use
	use     *thing
}
