package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// Check is the state of one body of a station whose inspection a policy decides.
type Check struct {
	Good  uint32 // parts in a row that were good when looked at
	Skip  bool   // the parts in it are not looked at
	Spare [3]bool
}

// CheckStat is what is counted there.
type CheckStat struct {
	Skipped uint64 // parts that were not looked at
	Escaped uint64 // of these, bad ones
}

// inspects asks whether the parts in slot i are looked at; if not, they pass in no
// time.
func (s *Sim) inspects(i uint32, slot *Slot) bool {
	pl := &s.plant.places[slot.Place]
	d := s.atDesk()
	r := slot.Work.Head
	p := s.part(r)
	d.q = question{point: pl.inspect, part: r, open: d.q.open, blind: true, lot: s.Places.At(slot.Place).Key.For(drawLot), index: random.Mix(p.ID, uint64(p.Visit))}
	ck := s.Checks.At(pl.firstCheck + i - pl.firstSlot)
	ck.Skip = s.ask().Pick == decide.None
	if ck.Skip {
		s.Load(slot.Timer, 0, engine.Draw{})
		slot.Phase = phaseRun
	}
	return !ck.Skip
}

// unseen reports whether the parts in a slot pass without being looked at.
func (s *Sim) unseen(slot *Slot) bool {
	pl := &s.plant.places[slot.Place]
	return pl.inspect != 0 && slot.Phase == phaseRun && s.Checks.At(pl.firstCheck+s.Timers.At(slot.Timer).Owner-pl.firstSlot).Skip
}

func (s *Sim) poseInspect(pt *point, q *question) decide.Request {
	r := &s.desk.inspect
	pl := &s.plant.places[pt.owner]
	r.Place, r.Good = int(pt.owner), 0
	s.know(&r.Part, pt.owner, pl, s.part(q.part))
	for k := range pl.slots {
		r.Good += int(s.Checks.At(pl.firstCheck + k).Good)
	}
	return r
}

// examine is inspect at a station whose policy may have let p pass unseen.
func (s *Sim) examine(slot *Slot, pl *place, p *Part, yield float64) bool {
	k := pl.firstCheck + s.Timers.At(slot.Timer).Owner - pl.firstSlot
	ck := s.Checks.At(k)
	good := yield >= 1 || s.inspect(slot.Place, pl, p, yield)
	switch {
	case ck.Skip:
		st := s.CheckStats.At(k)
		st.Skipped++
		if !good {
			st.Escaped++
			p.Port, p.Fails = portOut, 0
		}
		return true
	case good:
		ck.Good++
	default:
		for j := range pl.slots {
			s.Checks.At(pl.firstCheck + j).Good = 0
		}
	}
	return good
}
