package plant

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
)

// Hash is a fingerprint of what p is: its model, those of its edits, and how they
// were numbered. States of plants of one hash mean the same. An edit has the hash
// of the plant that it is an edit of. It is found when it is first asked for.
func (p *Plant) Hash() uint64 { return p.start().hash() }

// start is the plant as whose state a state of p began.
func (p *Plant) start() *Plant {
	if p.origin != nil {
		return p.origin
	}
	return p
}

// fingerprint is Hash. A state refers by number to kinds of events, states of
// equipment, laws and choices, so what they are called has its part in it.
func (p *Plant) fingerprint() uint64 {
	h := engine.NewHasher()
	text := func(s string) { h.Uint64(random.PathHash(s)) }
	for _, name := range eventNames {
		text(name)
	}
	for _, name := range stateNames {
		text(name)
	}
	h.Uint64(p.models())
	for _, n := range []int{len(p.places), len(p.types), len(p.needs), len(p.pools), len(p.shifts), len(p.bins), len(p.laws), len(p.choices), len(p.edits)} {
		h.Uint64(uint64(n))
	}
	for i := range p.laws {
		text(p.laws[i].dist.Text("s"))
	}
	for _, c := range p.choices {
		h.Uint64(uint64(len(c.to)))
		for _, to := range c.to {
			h.Uint64(uint64(to))
		}
	}
	return h.Sum()
}

// models is a fingerprint of the models of p alone, the numbers left aside.
func (p *Plant) models() uint64 {
	p = p.start()
	h := engine.NewHasher()
	h.Uint64(p.model.Hash())
	for _, e := range p.edits {
		h.Uint64(e.model.Hash())
	}
	return h.Sum()
}

// Snapshot appends the state to dst as bytes that Restore reads, on any machine,
// by a program with the same types of state and for a plant of the same Hash.
func (s *Sim) Snapshot(dst []byte) []byte { return s.World.Snapshot(dst, s.plant.image()) }

// image is what a snapshot of a state of p says that it is of: the plant and its
// edit, so that it is known what shape the state has.
func (p *Plant) image() uint64 {
	if p.edit == 0 {
		return p.Hash()
	}
	return random.Mix(p.Hash(), uint64(p.edit))
}

// pictured is the edit of p that a snapshot is of; p as it began when it is of none.
func (p *Plant) pictured(snapshot []byte) *Plant {
	p = p.start()
	if len(p.edits) == 0 {
		return p
	}
	model, _ := engine.SnapshotModel(snapshot) // what is damaged is refused later
	for _, e := range p.edits {
		if e.image() == model {
			return e
		}
	}
	return p
}

// Restore makes the state that a snapshot was taken of; run on, it comes to the
// same hashes, in the edit of the plant that it was in. It refuses damaged bytes
// (engine.ErrDamaged) and snapshots of another plant or of other types of state
// (engine.MismatchError).
func (p *Plant) Restore(snapshot []byte) (*Sim, error) {
	p = p.pictured(snapshot)
	s := p.blank()
	if err := s.World.Restore(snapshot, p.image()); err != nil {
		return nil, err
	}
	if s.Commons.Len() != 1 || s.Places.Len() != len(p.places) {
		return nil, fmt.Errorf("the snapshot is %w: it is of %d places, the plant has %d", engine.ErrDamaged, s.Places.Len(), len(p.places))
	}
	if k := s.common().Edit; k != p.edit {
		return nil, fmt.Errorf("the snapshot is %w: it is in edit %d, and says %d", engine.ErrDamaged, p.edit, k)
	}
	return s, nil
}

// Restore makes s, a state of any edit of the plant, what it was when the snapshot
// was taken; see Plant.Restore. Who watches s goes on watching it, and is told
// PlanChanged and what is there. What is refused leaves s as it was.
func (s *Sim) Restore(snapshot []byte) error {
	f, err := s.plant.Restore(snapshot)
	if err != nil {
		return err
	}
	w := s.watch
	f.ForkInto(s)
	s.watch = w
	s.tellAnew()
	return nil
}

// Tape keeps the past of a Sim: the state as it was at any instant, and the way
// back to it. See engine.Tape.
type Tape = engine.Tape[*Sim]

// NewTape begins a tape at the present of s, with a budget in bytes for the
// copies of s that it keeps.
func NewTape(s *Sim, budget int) *Tape { return engine.NewTape(s, budget) }
