package plant

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/taktsim/takt/engine"
)

// moveParts gives every part its new place, type and step, and puts it back into the
// list in which it was. Those for which that is impossible are doomed.
func (m *migrator) moveParts() {
	m.child, m.doomed = map[PartRef]bool{}, map[PartRef]string{}
	for i, p := range m.s.Parts.All {
		for c := p.Child; !c.None(); c = m.s.part(c).Next {
			m.child[c] = true
		}
		if why := m.lost(p); why != "" {
			m.doomed[m.s.Parts.Ref(i)] = why
		}
	}
	for i, slot := range m.s.Slots.All {
		why := ""
		switch {
		case m.slots[i] == 0:
			why = "its machine body is no more"
		case !m.completes(slot):
			why = "what is assembled of it is made of other parts now"
		}
		for r := slot.Work.Head; why != "" && !r.None(); r = m.s.part(r).Next {
			if m.doomed[r] == "" {
				m.doomed[r] = why
			}
		}
	}
	m.inside = make([]uint32, len(m.new.places))
	for i, p := range m.f.Parts.All {
		if r := m.f.Parts.Ref(i); m.child[r] || m.doomed[r] != "" {
			continue
		}
		m.movePart(p)
		m.inside[p.Place]++
		if pl := &m.new.places[p.Place]; pl.conwip >= 0 {
			m.f.Places.At(uint32(pl.conwip)).WIP++
		}
	}
	m.lines()
	m.choiceLines()
}

// completes reports whether what a slot has begun to assemble, if it has, is of the
// parts that the new plant wants for it.
func (m *migrator) completes(slot *Slot) bool {
	from, to := &m.old.places[slot.Place], &m.new.places[m.places[slot.Place]-1]
	if from.kind != kindAssembly || slot.Phase != phaseSetup && slot.Phase != phaseRun {
		return true
	}
	want, parts := uint32(0), uint32(0)
	have := map[uint16]uint32{}
	for r := slot.Work.Head; !r.None(); r = m.s.part(r).Next {
		parts++
		if m.doomed[r] == "" {
			have[uint16(m.types[m.s.part(r).Type]-1)]++
		}
	}
	for _, c := range to.kit {
		if have[c.kind] != c.n {
			return false
		}
		want += c.n
	}
	return want == parts
}

// lost says why a part cannot go over with all that is in it, "" if it can.
func (m *migrator) lost(p *Part) string {
	switch {
	case m.types[p.Type] == 0:
		return "its type is no more"
	case m.places[p.Place] == 0:
		return "its place is no more"
	case p.Slot != 0 && m.slots[p.Slot-1] == 0:
		return "its machine body is no more"
	}
	return m.lostInside(p)
}

func (m *migrator) lostInside(p *Part) string {
	for c := p.Child; !c.None(); c = m.s.part(c).Next {
		child := m.s.part(c)
		if m.types[child.Type] == 0 {
			return fmt.Sprintf("the type %q of a part in it is no more", m.old.types[child.Type].name)
		}
		if why := m.lostInside(child); why != "" {
			return why
		}
	}
	return ""
}

// movePart translates p, which is in nothing, and what is inside it.
func (m *migrator) movePart(p *Part) {
	p.Next, p.Prev, p.Choice = PartRef{}, PartRef{}, 0
	p.Place = m.places[p.Place] - 1
	if p.Slot != 0 {
		p.Slot = m.slots[p.Slot-1]
		m.f.Slots.At(p.Slot-1).Held++
	}
	m.retype(p)
}

func (m *migrator) retype(p *Part) {
	p.Step = m.step(int(p.Type), int(p.Step))
	p.Type = uint16(m.types[p.Type] - 1)
	if p.Order != 0 {
		p.Order = m.orders[p.Order-1]
	}
	for c := p.Child; !c.None(); c = m.f.part(c).Next {
		m.retype(m.f.part(c))
	}
}

// step is how far a part is on the new route that has done some steps of the old
// one: those it has done count where the new route has them in that order.
func (m *migrator) step(kind, done int) uint16 {
	old := m.old.model.Parts[kind].Route
	route := m.new.model.Parts[m.types[kind]-1].Route
	n := 0
	for k := 0; k < min(done, len(old)) && n < len(route); k++ {
		if route[n].Op == old[k].Op {
			n++
		}
	}
	return uint16(n)
}

// lines rebuilds the lines of places, the work of machine bodies and what is on belts.
func (m *migrator) lines() {
	keep := func(from, to *list, each func(*Part)) {
		for r := from.Head; !r.None(); r = m.s.part(r).Next {
			if m.doomed[r] == "" {
				m.f.push(to, r)
				each(m.f.part(r))
			}
		}
	}
	for i, to := range m.places {
		if to == 0 {
			continue
		}
		pl, n := &m.new.places[to-1], m.f.Places.At(to-1)
		keep(&m.s.Places.At(uint32(i)).Line, &n.Line, func(p *Part) {
			n.Queue++
			if pl.kind == kindAssembly {
				if b := m.f.bin(pl, p.Type); b != nil {
					b.Count++
				}
			}
		})
		if pl.kind == kindConveyor {
			from, belt := m.s.Belts.At(m.old.places[i].belt), m.f.Belts.At(pl.belt)
			keep(&from.Line, &belt.Line, func(*Part) {})
			if m.doomed[from.Ready] == "" {
				belt.Ready = from.Ready
			}
		}
	}
	for i, to := range m.slots {
		if to != 0 {
			slot := m.f.Slots.At(to - 1)
			keep(&m.s.Slots.At(uint32(i)).Work, &slot.Work, func(*Part) { slot.Held++ })
		}
	}
}

// choiceLines rebuilds the lines of parts that wait for somewhere to go.
func (m *migrator) choiceLines() {
	waiting := make([][]PartRef, len(m.new.choices))
	lines := make([]int, len(m.new.choices)) // from how many old lines each is made
	for _, st := range m.s.Choices.All {
		last := uint32(0)
		for r := st.Line.Head; !r.None(); r = m.s.part(r).Next {
			if m.doomed[r] != "" {
				continue
			}
			c, ok := m.f.next(m.f.part(r))
			if !ok {
				m.rep.Stranded++
				continue
			}
			if last != c+1 {
				lines[c]++
				last = c + 1
			}
			waiting[c] = append(waiting[c], r)
		}
	}
	for c, refs := range waiting {
		if lines[c] > 1 {
			slices.SortStableFunc(refs, func(a, b PartRef) int { return cmp.Compare(m.f.part(a).Wait, m.f.part(b).Wait) })
		}
		st := m.f.Choices.At(uint32(c))
		for _, r := range refs {
			m.f.part(r).Choice = uint32(c) + 1
			m.f.push(&st.Line, r)
			st.N++
		}
	}
}

func (m *migrator) copySources() {
	for i, to := range m.places {
		if from := &m.old.places[i]; to != 0 && from.kind == kindSource {
			pl := &m.new.places[to-1]
			m.copySource(from, pl, m.f.Places.At(to-1), m.f.Slots.At(pl.firstSlot).Timer)
		}
	}
}

// copySource has a source go on with the next part that it has not sent.
func (m *migrator) copySource(from, to *place, n *Place, timer uint32) {
	if (from.orders != nil) != (to.orders != nil) || (from.every == 0) != (to.every == 0) {
		m.f.Cancel(timer) // what it waits for is something else now
	}
	switch {
	case to.orders == nil && from.orders != nil:
		n.Serial = 0
	case to.orders == nil:
	case from.orders == nil:
		n.Serial = 0
	default:
		n.Serial = m.released(from.orders[:n.Serial], to.orders)
	}
}

// released is how many of the new releases count as done: up to the last one that
// was. Those before it that were not are skipped, and counted.
func (m *migrator) released(done, all []release) uint64 {
	was := map[[2]uint32]bool{}
	for _, o := range done {
		if k := m.orders[o.index]; k != 0 {
			was[[2]uint32{k, o.nth}] = true
		}
	}
	n := 0
	for k := range all {
		if was[[2]uint32{all[k].index + 1, all[k].nth}] {
			n = k + 1
		}
	}
	m.rep.Skipped += n - len(was)
	return uint64(n)
}

// copyStats carries over what was measured, and takes the displaced parts out.
func (m *migrator) copyStats() {
	now := m.f.Now()
	before := now - m.f.common().StatsSince // of what is new: it was not there
	for _, st := range m.f.SlotStats.All {
		*st = SlotStat{Since: now, ActiveSince: now}
		st.Times[Off] = before
	}
	for _, st := range m.f.Stats.All {
		st.Changed = now
	}
	for _, st := range m.f.TypeStats.All {
		st.Changed = now
	}
	for _, st := range m.f.PoolStats.All {
		st.Changed = now
	}
	for i, to := range m.slots {
		if to != 0 {
			*m.f.SlotStats.At(to - 1) = *m.s.SlotStats.At(uint32(i))
		}
	}
	for i, to := range m.types {
		if to != 0 {
			*m.f.TypeStats.At(to - 1) = *m.s.TypeStats.At(uint32(i))
		}
	}
	for i, to := range m.pools {
		if to != 0 {
			*m.f.PoolStats.At(to - 1) = *m.s.PoolStats.At(uint32(i))
		}
	}
	for i, to := range m.places {
		if to != 0 {
			*m.f.Stats.At(to - 1) = *m.s.Stats.At(uint32(i))
		} else if up := m.above(i); up >= 0 {
			m.f.Stats.At(uint32(up)).Lost += m.s.Stats.At(uint32(i)).Lost // a level comes before what is in it
		}
	}
	for i, to := range m.places {
		if to != 0 {
			n := m.f.Places.At(to - 1)
			n.Inside = m.s.Places.At(uint32(i)).Inside
			if d := int32(m.inside[to-1] - n.Inside); d != 0 {
				m.f.count(to-1, n, d)
			}
		}
	}
	for i, p := range m.s.Parts.All {
		if r := m.s.Parts.Ref(i); m.doomed[r] != "" && !m.child[r] {
			m.displace(r, p, m.doomed[r])
		}
	}
}

// above is the innermost level around the old place i that is still there, -1 for
// none.
func (m *migrator) above(i int) int {
	for q := m.old.places[i].parent; q >= 0; q = m.old.places[q].parent {
		if m.places[q] != 0 {
			return int(m.places[q]) - 1
		}
	}
	return -1
}

// displace takes part r out of the plant and counts it.
func (m *migrator) displace(r PartRef, p *Part, why string) {
	m.rep.Displaced = append(m.rep.Displaced, Displaced{ID: p.ID, Type: m.old.types[p.Type].name, Place: m.old.places[p.Place].path, Why: why, Born: p.Born, Due: p.Due})
	m.f.common().Displaced++
	if to := m.types[p.Type]; to != 0 && p.Born >= 0 {
		m.f.TypeStats.At(to-1).Displaced++
		m.f.wip(to-1, -1)
	}
	m.f.dropInside(r)
}

// startNew starts what is new in this instant.
func (m *migrator) startNew() {
	f := m.f
	has := func(table []uint32, k int) bool { return slices.Contains(table, uint32(k)+1) }
	for k := range m.new.shifts {
		if !has(m.shifts, k) {
			f.startShift(uint32(k))
		}
	}
	for k := range f.Failures.Len() {
		if !has(m.failures, k) {
			f.awaitFailure(uint32(k))
		}
	}
	for k := range m.new.gauges {
		if !has(m.gauges, k) {
			f.startGauge(uint32(k))
		}
	}
	off := make([]bool, len(m.new.places))
	poolOff := make([]bool, len(m.new.pools))
	for k := range m.new.shifts {
		for _, i := range m.new.shifts[k].places {
			off[i] = !f.Shifts.At(uint32(k)).On
		}
		for _, i := range m.new.shifts[k].pools {
			poolOff[i] = !f.Shifts.At(uint32(k)).On
		}
	}
	for k := range m.new.pools {
		if off := poolOff[k]; off && !f.Pools.At(uint32(k)).Off {
			f.poolOff(uint32(k))
		} else if !off && f.Pools.At(uint32(k)).Off {
			f.poolOn(uint32(k))
		}
	}
	for k := range m.new.places {
		if m.isNew[k] {
			f.startPlace(uint32(k))
		}
		if n := f.Places.At(uint32(k)); n.Off != off[k] {
			n.Off = off[k]
			f.turned(uint32(k), n)
		}
	}
}

// wake has everybody look again: there may be more room, other people, another way.
func (m *migrator) wake() {
	f := m.f
	for i := range m.new.places {
		f.pace(uint32(i), &m.new.places[i])
	}
	for i, slot := range f.Slots.All {
		pl := &m.new.places[slot.Place]
		if !pl.kind.works() {
			continue
		}
		if slot.Held == 0 && slot.Phase != phaseIdle {
			f.halt(i)
			f.Cancel(slot.Timer)
			slot.Phase = phaseIdle // its parts are displaced
		}
		if slot.Running && slot.Ask != 0 && f.Asks.At(slot.Ask).Holds != f.slotNeeds(slot) {
			f.halt(i) // it needs other people now
		}
		f.carryOn(i)
	}
	for i, fail := range f.Failures.All {
		slot := f.Slots.At(fail.Slot)
		counts := !f.mode(fail).operating || slot.Running && slot.Phase == phaseRun
		switch {
		case fail.Down || !counts:
			f.Pause(fail.Timer)
		case slot.Margin == 0 || !f.mode(fail).operating: // else it stands and is charged later, see wear
			f.Resume(fail.Timer, engine.Never)
		}
		repairs := f.Timers.At(fail.Repair).On
		if holds := f.Asks.At(fail.Ask).Holds; fail.Down && holds != f.mode(fail).needs && (repairs || holds != 0) {
			f.Pause(fail.Repair) // others repair it now
			f.giveBack(fail.Ask)
		}
		if fail.Down && !f.Timers.At(fail.Repair).On {
			f.tryRepair(i)
		}
	}
	for i := range m.new.places {
		m.wakePlace(uint32(i), &m.new.places[i], f.Places.At(uint32(i)))
	}
	for i, p := range f.Parts.All {
		r := f.Parts.Ref(i)
		if m.child[r] || p.Choice != 0 {
			continue
		}
		if pl := &m.new.places[p.Place]; pl.kind == kindBuffer || p.Slot != 0 || pl.kind == kindSource || pl.kind == kindConveyor && f.Belts.At(pl.belt).Ready == r {
			f.leave(r) // it had nowhere to go
		}
	}
	for k := range m.new.pools {
		f.offer(uint32(k))
	}
}

func (m *migrator) wakePlace(i uint32, pl *place, n *Place) {
	f := m.f
	switch pl.kind {
	case kindSource:
		slot := f.Slots.At(pl.firstSlot)
		switch {
		case pl.limit > 0 && n.Serial >= pl.limit:
			n.Owes = false // by the new limit it has sent them all
		case n.Owes:
			f.call(i, n, engine.PhaseDecide)
		case n.Coming || f.Timers.At(slot.Timer).Set || n.Inside > 0 && pl.full == fullWait:
		case pl.orders != nil:
			f.nextOrder(i, pl, n, slot)
		default:
			f.nextInterval(i, pl, n, slot, -1)
		}
	case kindConveyor:
		b := f.Belts.At(pl.belt)
		if f.rests(i, n) || !pl.accumulates && !b.Ready.None() {
			f.haltBelt(i, pl, b)
		} else {
			f.moveBelt(i, pl, b)
		}
		if !b.Line.Head.None() && b.Ready.None() && !f.Timers.At(f.Slots.At(pl.firstSlot).Timer).Set {
			f.awaitHead(i, pl, b)
		}
		if f.lineFor(i) {
			f.openEntry(i, pl)
		}
		f.showBelt(pl, b)
	}
	f.want(i, n)
}
