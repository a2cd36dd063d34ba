package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// outlook imagines futures of a state in which a decision is under way.
type outlook struct {
	s      *Sim
	future *Sim // kept for their memory
	trial  *Sim
}

// ahead is what an imagined state knows of the question that it comes from.
type ahead struct {
	point uint32 // that is told what to answer, once
	at    engine.Time
	part  PartRef
	ask   uint32
	pick  int
	tally decide.Outcome
}

// told is the pick that point k was told to make, -1 when it decides by itself.
func (a *ahead) told(s *Sim, k uint32, pick func(*ahead) int) int {
	if a.point != k || a.at != s.Now() {
		return -1
	}
	i := pick(a)
	if i >= 0 {
		a.point = 0
	}
	return i
}

// Try is decide.Outlook's.
func (o *outlook) Try(t decide.Trial) [][]decide.Outcome {
	pt := &o.s.plant.points[o.s.desk.view.q.point-1]
	out := make([][]decide.Outcome, len(t.Actions))
	for k := range t.Futures {
		// Of what the policy knows anyway, and not of the plant's own streams: else
		// its luck would shine through.
		key := random.Key(random.Mix(random.Mix(pt.hash, uint64(o.s.Now())), uint64(k)))
		o.future = o.s.imagine(key, o.future)
		for a := range t.Actions {
			out[a] = append(out[a], o.run(&t.Actions[a], max(t.Horizon, 1)))
		}
	}
	return out
}

// run carries an imagined future on from an action.
func (o *outlook) run(a *decide.Action, horizon engine.Time) decide.Outcome {
	if o.trial == nil {
		o.trial = o.future.plant.blank()
	}
	f := o.trial
	o.future.ForkInto(f)
	q := o.s.desk.view.q
	pt := &f.plant.points[q.point-1]
	tell := &ahead{point: q.point, at: f.Now(), pick: a.Pick}
	f.atDesk().ahead = tell
	switch pt.kind {
	case decide.KindDispatch:
		if a.Pick >= 0 {
			tell.part = q.refs[a.Pick]
		}
		f.Places.At(pt.owner).Deciding = false
		f.want(pt.owner, f.Places.At(pt.owner))
	case decide.KindRelease:
		f.Places.At(pt.owner).Owes = false
		f.call(pt.owner, f.Places.At(pt.owner), engine.PhaseDecide)
	default:
		if a.Pick >= 0 {
			tell.ask = q.asks[a.Pick]
		}
		f.offer(pt.owner)
	}
	f.ResetStats()
	f.Run(f.Now().Add(horizon))
	f.outcome(tell, horizon)
	return tell.tally
}

// toDo is the mean work, in seconds, that p is known to need still: that of its route,
// or where it has none that of the place in which it is.
func (s *Sim) toDo(p *Part) float64 {
	t := &s.plant.types[p.Type]
	if len(t.route) > 0 {
		return t.left[min(int(p.Step), len(t.route))]
	}
	if !s.plant.places[p.Place].kind.works() || p.Slot != 0 {
		return 0
	}
	return s.plant.laws[s.plant.operation(p.Place, p).cycle].mean.Seconds()
}

// imagine is a future that could be: a Branch of the state as it is seen. Its luck
// depends on the key alone and tells nothing of the plant's own. Into is a state
// whose memory may be used, or nil.
func (s *Sim) imagine(key random.Key, into *Sim) *Sim {
	f := into
	if f == nil {
		f = s.plant.blank()
	}
	s.ForkInto(f)
	f.atDesk().ahead = &ahead{}
	f.dropAnswers()
	c := f.common()
	c.Seed, c.Replication, c.Domain = 0, 0, 0
	f.diverge(uint64(key))
	for _, imagine := range imaginings {
		imagine(f)
	}
	return f
}

// imaginings draw what the kinds hide: the fields of their states that carry the tag
// hidden, because no sensor shows them. They use the state's own streams, which are
// those of the imagined one by then. A Branch leaves these fields alone: whoever
// branches a state knows it, or takes it for what it supposes.
var imaginings = []func(*Sim){(*Sim).imagineGauges}

// left counts a part that leaves an imagined plant.
func (a *ahead) left(now engine.Time, p *Part) {
	a.tally.Output++
	a.end(now.Seconds(), p)
}

// end counts a part that leaves at an instant, in seconds.
func (a *ahead) end(at float64, p *Part) {
	a.tally.Flow += at - p.Born.Seconds()
	a.tally.Tardy += float64(max(1, float64(p.Rank)) * max(at-p.Due.Seconds(), 0))
}

// outcome adds up what came of an imagined future: those who are still inside leave
// as soon as their work allows.
func (s *Sim) outcome(a *ahead, horizon engine.Time) {
	s.settle()
	inner := make([]bool, s.Parts.Len())
	for _, p := range s.Parts.All {
		for c := p.Child; !c.None(); c = s.part(c).Next {
			inner[c.Index] = true
		}
	}
	for i, p := range s.Parts.All {
		if p.Born >= 0 && !inner[i] {
			a.end(s.Now().Seconds()+s.toDo(p), p)
		}
	}
	for _, st := range s.TypeStats.All {
		a.tally.Scrapped += float64(st.Scrapped)
		a.tally.WIP += st.Area / float64(horizon)
	}
	for _, st := range s.Stats.All {
		a.tally.Setups += float64(st.Setups)
	}
}
