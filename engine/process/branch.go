package process

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Branch copies the state into one of its possible futures: every process is where it
// is, what is left of every hold and timeout whose length a Law gave is drawn again
// given how much of it has passed, and all that is drawn later comes from streams of
// the branch's own. Equal keys give equal branches; a branch may be branched again. A
// Fork, in contrast, shares the future of s.
//
// What a function said, by ForBy or from Ctx.Sample, stays: nobody knows of which law
// that is. So do amounts that are being waited for. Inputs in the log come in a branch
// as well.
func (s *Sim) Branch(key uint64) *Sim {
	f := s.code.blank()
	s.BranchInto(f, key)
	return f
}

// BranchInto is Branch into a state of the same code that is no longer needed.
func (s *Sim) BranchInto(f *Sim, key uint64) {
	f.CopyFrom(&s.World)
	h := f.heads.At(0)
	h.domain = random.Mix(h.domain, key) | 1 // 0 is the run itself
	for i := range f.procs.All {
		p := f.procs.At(i)
		p.key = p.key.Branch(h.domain)
	}
	f.World.Branch(func(t *engine.Timer, age engine.Time) (engine.Time, bool) {
		l := &f.code.laws[t.Law-1]
		if l.dist.IsConstant() {
			return 0, false
		}
		k := f.procs.At(t.Owner).key.For(l.purpose).For(left)
		rest, _ := l.dist.Residual(age.Seconds(), k.U(t.Index)) // never beyond: what runs was drawn from this law
		t.Key = uint64(k)
		return engine.Seconds(rest), true
	})
}

// left is the purpose of what is left of a duration.
const left = 1
