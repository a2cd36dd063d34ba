package process

import (
	"fmt"

	"github.com/taktsim/takt/engine"
)

// fault is why a process could not go on.
type fault struct {
	at      engine.Time
	number  uint64 // of the process
	value   float64
	program uint32
	step    uint32
	code    faultCode
	Spare   uint32
}

type faultCode uint32

const (
	faultNone faultCode = iota
	faultDuration
	faultAmount
	faultTooMuch
	faultRelease
	faultKeeps
	faultUncaught
	faultSpins
)

var faultTexts = [...]string{
	faultDuration: "the duration is %v s; want 0 or more",
	faultAmount:   "the amount is %v; want a number above 0",
	faultTooMuch:  "the amount is %v, more than the capacity: it would wait for ever",
	faultRelease:  "it does not hold what it would release",
	faultKeeps:    "it ends and still holds a unit; release it before",
	faultUncaught: "an interrupt (cause %v) reaches it and nobody handles it; give the step an OnInterrupt, or put it into a Try with a Catch",
	faultSpins:    "it has done %v steps and let no time pass",
}

// fail notes the first process that cannot go on; it stands still from then on.
func (s *Sim) fail(i uint32, code faultCode, value float64) {
	h, p := s.heads.At(0), s.procs.At(i)
	if h.fault.code == faultNone {
		h.fault = fault{s.Now(), p.number, value, p.program, s.code.table[p.pc].step, code, 0}
	}
}

func (s *Sim) explain(f fault) error {
	text := faultTexts[f.code]
	if f.code != faultRelease && f.code != faultKeeps {
		text = fmt.Sprintf(text, f.value)
	}
	where := "at its end"
	if f.step != 0 {
		where = s.code.where(uint16(f.program), f.step)
	}
	return fmt.Errorf("process: %s at %v, %s: %s", s.name(f.program, f.number), f.at, where, text)
}

func (s *Sim) name(program uint32, number uint64) string {
	return fmt.Sprintf("%s %d", s.code.programs[program].name, number)
}
