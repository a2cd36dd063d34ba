package plant

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// desk is where requests are written and answered: wiring, not state.
type desk struct {
	view     view
	q        question
	release  decide.Release
	dispatch decide.Dispatch
	assign   decide.Assign
	inspect  decide.Inspect
	maintain decide.Maintain
	refs     []PartRef // scratch of the callers
	asks     []uint32
	repairs  []uint32
	ahead    *ahead             // the state is imagined
	probe    func(*Sim, *point) // tests look at every question
}

// question is what a point is asked about, as references into the state: a fork can
// be asked the same.
type question struct {
	point uint32     // number of the point, from 1
	refs  []PartRef  // the parts of a Dispatch
	part  PartRef    // of an Assign or an Inspect
	asks  []uint32   // the claims on a pool
	open  []bool     // of an Assign: which alternatives have room
	blind bool       // no look-ahead: the state is in the middle of something
	lot   random.Key // the lot of this question
	index uint64
}

// atDesk is the state's desk.
func (s *Sim) atDesk() *desk {
	if s.desk == nil {
		s.desk = &desk{}
		s.desk.view.s = s
	}
	return s.desk
}

// pose writes the question as a request.
func (s *Sim) pose(q *question) decide.Request {
	pt := &s.plant.points[q.point-1]
	switch pt.kind {
	case decide.KindDispatch:
		return s.poseDispatch(pt, q)
	case decide.KindMaintain:
		return s.poseMaintain(pt, q)
	case decide.KindInspect:
		return s.poseInspect(pt, q)
	case decide.KindRelease:
		return s.poseRelease(pt)
	}
	if pt.site == atPool {
		return s.poseServe(pt, q)
	}
	return s.poseAssign(pt, q)
}

// ask poses the question at the desk to its policy. An answer that makes no sense is
// a mistake of the program.
func (s *Sim) ask() decide.Action {
	d := s.desk
	pt := &s.plant.points[d.q.point-1]
	if d.probe != nil {
		d.probe(s, pt)
	}
	a, told := s.told(pt)
	if !told {
		a = s.answer(&d.q)
	}
	if a.Pick == decide.None && a.Again > s.Now() {
		s.askAgain(pt, a.Again)
	}
	return a
}

// answer is the policy's answer.
func (s *Sim) answer(q *question) decide.Action {
	d := s.atDesk()
	pt := &s.plant.points[q.point-1]
	r := s.pose(q)
	d.view.q, d.view.memory = q, s.recall(pt)
	a := pt.policy.Decide(&d.view, r)
	if err := a.Check(r); err != nil {
		panic(fmt.Sprintf("plant: the %s policy %q of %s: %v", pt.kind, pt.name, pt.of, err))
	}
	return a
}

// recall is the memory of a point, nil for none.
func (s *Sim) recall(pt *point) any {
	switch {
	case pt.turns:
		return &s.Choices.At(pt.owner).Turn
	case pt.shelf >= 0:
		return s.shelves[pt.shelf].At(int(pt.item))
	}
	return nil
}

// again marks, as the argument of a decide event, that a policy wanted to be asked.
const again = 1

// askAgain has a point asked again at an instant at the latest.
func (s *Sim) askAgain(pt *point, at engine.Time) {
	switch pt.site {
	case atPlace:
		s.At(at, engine.PhaseDecide, onDecide, pt.owner, again)
	case atChoice:
		for _, to := range s.plant.choices[pt.owner].to {
			s.At(at, engine.PhaseDecide, onDecide, to, again)
		}
	case atPool:
		s.At(at, engine.PhaseDecide, onSupply, pt.owner, 0)
	}
}

// know writes into k what may be known of p at place i.
func (s *Sim) know(k *decide.Part, i uint32, pl *place, p *Part) {
	t := &s.plant.types[p.Type]
	step := min(int(p.Step), len(t.route))
	k.Type, k.Order = int(p.Type), int(p.Order)-1
	k.Release, k.Due, k.Arrived = max(p.Born, 0), p.Due, p.Entered
	k.Work, k.Operations = t.left[step], len(t.route)-step
	k.Priority, k.Weight = int(p.Rank), float64(max(1, p.Rank))
	k.Cycle, k.Setup, k.Ready, k.Change = 0, 0, false, false
	if !pl.kind.works() {
		return
	}
	op := s.plant.operation(i, p)
	k.Cycle = s.plant.laws[op.cycle].mean.Seconds()
	if len(t.route) == 0 {
		k.Work, k.Operations = k.Cycle, 1
	}
	body := s.Slots.At(pl.firstSlot)
	k.Change = body.LastType != p.Type+1
	k.Ready = !k.Change
	for j := uint32(1); j < pl.slots; j++ {
		other := s.Slots.At(pl.firstSlot + j)
		k.Ready = k.Ready || other.LastType == p.Type+1
		if other.Free && !body.Free {
			body = other
		}
	}
	if pl.matrix || op.setup != 0 {
		k.Setup = s.plant.laws[s.plant.setup(pl, body, p, op)].mean.Seconds()
	}
}

// choose has point k pick one of some parts, none for now.
func (s *Sim) choose(k uint32, pl *place, refs []PartRef) PartRef {
	d := s.desk
	pt := &s.plant.points[k-1]
	if len(refs) == 0 {
		return PartRef{}
	}
	if d.ahead != nil {
		if i := d.ahead.told(s, k, func(a *ahead) int { return slices.Index(refs, a.part) }); i >= 0 {
			return refs[i]
		}
	}
	if len(refs) == 1 && !pt.remembers() {
		return refs[0]
	}
	d.q = question{point: k, refs: refs, open: d.q.open, blind: pl.batch > 1 || pl.lots, lot: s.Places.At(pt.owner).Key.For(drawLot), index: random.Mix(s.part(refs[0]).ID, uint64(s.Now()))}
	if a := s.ask(); a.Pick != decide.None {
		return refs[a.Pick]
	}
	return PartRef{}
}

func (s *Sim) poseDispatch(pt *point, q *question) decide.Request {
	r := &s.desk.dispatch
	r.Place, r.Parts = int(pt.owner), slices.Grow(r.Parts[:0], len(q.refs))[:len(q.refs)]
	pl := &s.plant.places[pt.owner]
	for k, ref := range q.refs {
		s.know(&r.Parts[k], pt.owner, pl, s.part(ref))
	}
	return r
}

// waitingFor collects the parts that wait to come into place i, in the order of their
// waiting.
func (s *Sim) waitingFor(i uint32, pl *place) []PartRef {
	d := s.atDesk()
	d.refs = d.refs[:0]
	picky, n := pl.picky(), s.Places.At(i)
	for _, c := range pl.choices {
		for r := s.Choices.At(c).Line.Head; !r.None(); r = s.part(r).Next {
			if !picky || s.room(i, n, s.part(r)) {
				d.refs = append(d.refs, r)
			}
		}
	}
	byTurn := func(a, b PartRef) int { return cmp.Compare(s.part(a).Wait, s.part(b).Wait) }
	if !slices.IsSortedFunc(d.refs, byTurn) {
		slices.SortFunc(d.refs, byTurn)
	}
	return d.refs
}

// chooseWaiting has the policy of place i choose whom it admits next.
func (s *Sim) chooseWaiting(i uint32, pl *place) (PartRef, bool) {
	refs := s.waitingFor(i, pl)
	if len(refs) == 0 || !pl.picky() && !s.room(i, s.Places.At(i), s.part(refs[0])) {
		return PartRef{}, false // whoever it chose could not come in
	}
	r := s.choose(pl.dispatch, pl, refs)
	return r, !r.None()
}

// assign has the policy of a choice pick one of the alternatives that have room for r.
func (s *Sim) assign(ch *choice, r PartRef) (uint32, bool) {
	d := s.atDesk()
	p := s.part(r)
	open := d.q.open[:0]
	n, last := 0, uint32(0)
	for _, to := range ch.to {
		ok := s.open(to, p)
		open = append(open, ok)
		if ok {
			n, last = n+1, to
		}
	}
	d.q.open = open
	if n == 0 || n == 1 && !s.plant.points[ch.assign-1].remembers() {
		return last, n == 1
	}
	d.q = question{point: ch.assign, part: r, open: open, blind: true, lot: s.Places.At(p.Place).Key.For(drawWay), index: random.Mix(p.ID, uint64(p.Visit))}
	a := s.ask()
	if a.Pick == decide.None {
		return 0, false
	}
	return ch.to[a.Pick], true
}

func (s *Sim) poseAssign(pt *point, q *question) decide.Request {
	r := &s.desk.assign
	p := s.part(q.part)
	r.From, r.Crew, r.Free, r.Options = int(p.Place), -1, 0, r.Options[:0]
	s.know(&r.Part, p.Place, &s.plant.places[p.Place], p)
	for k, to := range s.plant.choices[pt.owner].to {
		pl := &s.plant.places[to]
		o := decide.Option{Place: int(to), Open: q.open[k], Since: s.Now(), Priority: int(p.Rank)}
		o.Inside, o.Queue = s.counts(pl, s.Places.At(to))
		if pl.kind.works() {
			o.Time = s.plant.laws[s.plant.operation(to, p).cycle].mean.Seconds()
		}
		r.Options = append(r.Options, o)
	}
	return r
}

// mayRelease asks whether the next part of source i may come in under its limit.
func (s *Sim) mayRelease(i uint32, pl *place) bool {
	if pl.release == 0 {
		return true
	}
	d := s.atDesk()
	if d.ahead != nil {
		if k := d.ahead.told(s, pl.release, func(a *ahead) int { return a.pick + 1 }); k >= 0 {
			return k > 0
		}
	}
	n := s.Places.At(i)
	d.q = question{point: pl.release, open: d.q.open, lot: n.Key.For(drawLot), index: n.Serial}
	return s.ask().Pick != decide.None
}

func (s *Sim) poseRelease(pt *point) decide.Request {
	r := &s.desk.release
	pl := &s.plant.places[pt.owner]
	*r = decide.Release{Source: int(pt.owner), Level: int(pl.conwip), WIP: int(s.Places.At(uint32(pl.conwip)).WIP), Limit: int(s.plant.places[pl.conwip].wipLimit)}
	r.Next = decide.Part{Type: -1, Order: -1, Release: s.Now(), Due: engine.Never, Arrived: s.Now(), Weight: 1}
	if n := s.Places.At(pt.owner).Serial; n < uint64(len(pl.orders)) {
		o := &pl.orders[n]
		r.Next.Type, r.Next.Order, r.Next.Release, r.Next.Due, r.Next.Priority = int(o.kind), int(o.index), o.release, o.due, int(o.rank)
	} else if len(pl.mix) == 1 {
		r.Next.Type = int(pl.mix[0].kind)
	}
	return r
}
