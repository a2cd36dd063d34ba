package session

import (
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/random"
)

// Edit has the factory go on as another model from now on. The edit becomes an input
// of the run like any other: one can go back to before it, and it is there again
// afterwards. What was known of the future is given up.
func (x *Session) Edit(m *model.Model) error {
	p, k, err := extended(x.first.Plant(), m)
	if err != nil {
		return err
	}
	first, _, err := p.Migrate(x.first, nil) // the same model: nothing changes
	if err != nil {
		return err
	}
	now, fed := x.Now(), x.tape.Inputs()[x.had:]
	next := &Session{tape: plant.NewTape(first.Fork(), Memory), first: first, Log: x.Log, speed: x.speed, Playing: x.Playing, changes: x.changes, edited: true}
	for _, in := range fed {
		if in.Now > now {
			break
		}
		next.tape.RunWhile(in.Now, func(s *plant.Sim) bool { return s.Steps() < in.Steps })
		next.Sim().Feed(in.Input)
	}
	next.tape.Run(now)
	x.Log.sim, x.Log.Flows.sim = next.Sim(), next.Sim()
	*x = *next
	x.Log.cut(x.Sim())
	x.watch()
	return x.Change(func(s *plant.Sim) error { return s.Edit(k, now) })
}

// Rename has the factory go on as a model in which places have other names: renamed
// gives the new path by the old one, also of what stands in it. Everything goes on as it
// was. It reports whether the past is kept too, under the new names; of a factory that was
// changed on the way, or has changes of its own still to come, it is not: one cannot go
// back to before, and those changes are given up.
func (x *Session) Rename(m *model.Model, renamed map[string]string) (kept bool, err error) {
	p, err := plant.Compile(m)
	if err != nil {
		return false, err
	}
	s, _, err := p.Migrate(x.Sim(), renamed)
	if err != nil {
		return false, err
	}
	next := &Session{Log: x.Log, speed: x.speed, Playing: x.Playing, goal: s.Now(), changes: x.changes + 1, edited: true}
	if next.tape, next.first = x.again(p, renamed, s); next.tape == nil {
		next.tape, next.first = plant.NewTape(s, Memory), s.Fork()
	} else {
		kept = true
	}
	x.Log.cut(x.Sim())
	x.Log.rename(renamed)
	x.Log.follow(next.Sim())
	*x = *next
	x.watch()
	return kept, nil
}

// again runs the run once more from its beginning to the present, under other names; nil
// when it does not come to what it is to come to.
func (x *Session) again(p *plant.Plant, renamed map[string]string, want *plant.Sim) (*plant.Tape, *plant.Sim) {
	was := x.first.Plant()
	if was.InEdit(1) != nil || was.Model().Hash() != x.Sim().Plant().Model().Hash() {
		return nil, nil
	}
	first, _, err := p.Migrate(x.first, renamed)
	if err != nil {
		return nil, nil
	}
	targets := map[uint64]uint64{}
	for _, n := range was.Model().Nodes {
		targets[random.PathHash(n.Path)] = random.PathHash(Renamed(n.Path, renamed))
	}
	tape := plant.NewTape(first.Fork(), Memory)
	for _, in := range x.tape.Inputs()[x.had:] {
		if in.Now > x.Now() {
			break
		}
		tape.RunWhile(in.Now, func(s *plant.Sim) bool { return s.Steps() < in.Steps })
		if to, ok := targets[in.Input.Target]; ok {
			in.Input.Target = to
		}
		tape.Live().Feed(in.Input)
	}
	tape.Run(x.Now())
	if !alike(tape.Live(), want) {
		return nil, nil
	}
	return tape, first
}

// alike reports whether everything has done the same in two states. The states need not
// be equal: whoever takes over a plant looks at it once, and that counts as steps.
func alike(a, b *plant.Sim) bool {
	return slices.EqualFunc(a.Report().Rows, b.Report().Rows, func(x, y plant.Row) bool {
		return x.Parts == y.Parts && x.Inside == y.Inside && x.Failures == y.Failures && x.Times == y.Times
	})
}

// extended is a plant with one edit more, and that edit's number.
func extended(p *plant.Plant, m *model.Model) (*plant.Plant, int, error) {
	base := p.InEdit(0)
	var models []*model.Model
	for k := uint32(1); base.InEdit(k) != nil; k++ {
		models = append(models, base.InEdit(k).Model())
	}
	q, err := base.WithEdits(append(models, m))
	return q, len(models), err
}

// Compare is two futures side by side that begin alike and have the same luck: the
// factory as it is, and as it would be. The differences are those of the change alone.
type Compare struct {
	Base, Variant *Session
	Since         engine.Time // when they parted
	Report        *plant.Migration
}

// WhatIf branches the run: once as it is and once as another model. The key chooses
// the luck that both have from now on; with it the run's own future is not foretold.
func (x *Session) WhatIf(m *model.Model, key uint64) (*Compare, error) {
	base := x.Sim().Branch(key)
	p, err := plant.Compile(m)
	if err != nil {
		return nil, err
	}
	variant, rep, err := p.Migrate(base, nil)
	if err != nil {
		return nil, err
	}
	c := &Compare{Base: New(base), Variant: New(variant), Since: x.Now(), Report: rep}
	for _, s := range []*Session{c.Base, c.Variant} {
		s.speed, s.Playing = x.speed, x.Playing
	}
	return c, nil
}

// Difference is how many parts more came out of the variant than of the base between
// their parting and an instant, and how many more are inside; ok is false where one of
// them has not come as far.
func (c *Compare) Difference(at engine.Time) (done, inside int64, ok bool) {
	a, okA := c.Base.Log.at(at)
	b, okB := c.Variant.Log.at(at)
	a0, b0 := c.Base.Log.Samples[0], c.Variant.Log.Samples[0]
	return int64(b.Done-b0.Done) - int64(a.Done-a0.Done), int64(b.Inside) - int64(a.Inside), okA && okB
}

// at is the last sample up to an instant.
func (l *Log) at(t engine.Time) (Sample, bool) {
	i := l.search(t)
	if i < 0 || t > l.Samples[len(l.Samples)-1].At.Add(l.Every) {
		return Sample{}, false
	}
	return l.Samples[i], true
}
