package lab

import (
	"math"
	"slices"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Forecast is what is likely to come of a state: branches of it, each with luck of its
// own, run to a horizon. It is worked out in portions, so that whoever waits for it can
// do something else meanwhile; what it tells is of the branches that have arrived.
type Forecast struct {
	From, To engine.Time
	Branches int // in all

	key    uint64
	first  *plant.Sim
	live   *plant.Sim // the branch that runs, and later the memory of the next
	step   int        // how many steps of the way it has come; 0: none runs
	done   int        // branches that have arrived
	events uint64     // handled so far
	base   uint64     // parts done before
	course [ForecastSteps][2][]float64
	way    [ForecastSteps][2]float64 // of the branch that runs
	places []outcome                 // by index of a node of the model
	glance plant.Glance
}

// outcome is what became of a place in the branches that have arrived.
type outcome struct {
	parts []uint32 // that are there at the horizon, in rising order
	fails int      // branches in which it was broken some time
	down  bool     // in the branch that runs
}

// Futures is of how many branches a forecast is made where nobody asks for another
// number: enough for the tenth and the ninetieth percentile to mean something.
const Futures = 40

// ForecastSteps is in how many equal steps the way to the horizon is told.
const ForecastSteps = 24

// Span is where something will be at an instant: below Low in a tenth of the branches,
// above High in another tenth, and as often below Mid as above.
type Span struct {
	At             engine.Time
	Low, Mid, High float64
}

// NewForecast begins a forecast of a state, which it copies. Equal states, horizons and
// keys give equal forecasts, however they are worked out. At least one branch is run,
// and the horizon is at least a nanosecond away.
func NewForecast(s *plant.Sim, horizon engine.Time, branches int, key uint64) *Forecast {
	f := &Forecast{From: s.Now(), To: s.Now().Add(max(horizon, 1)), Branches: max(branches, 1), key: key, first: s.Fork()}
	f.places = make([]outcome, len(s.Plant().Model().Nodes))
	f.base, _, _ = s.Totals()
	return f
}

// Model is the factory as it was when the forecast began; places are counted as there.
func (f *Forecast) Model() *model.Model { return f.first.Plant().Model() }

// Done is how many branches have arrived.
func (f *Forecast) Done() int { return f.done }

// Finished reports whether all have.
func (f *Forecast) Finished() bool { return f.done == f.Branches }

// Progress is how far it has come.
func (f *Forecast) Progress() Progress {
	p := Progress{Tasks: f.Branches, Done: f.done, Events: f.events, Total: (f.To - f.From) * engine.Time(f.Branches)}
	p.Simulated = (f.To - f.From) * engine.Time(f.done)
	if f.step > 0 {
		p.Simulated += f.live.Now() - f.From
	}
	return p
}

// Work goes on for so many events, or to the end. The error is that of a branch in which
// an instant never ends; the forecast cannot be finished then.
func (f *Forecast) Work(events int) error {
	for !f.Finished() {
		if f.step == 0 {
			f.set()
		}
		at := f.at(f.step)
		if f.live.RunWhile(at, func(*plant.Sim) bool { events--; f.events++; return events >= 0 }) {
			return f.live.Endless()
		}
		if err := f.live.Endless(); err != nil {
			return err
		}
		done, _, inside := f.live.Totals()
		f.way[f.step-1] = [2]float64{float64(done) - float64(f.base), float64(inside)}
		if f.step++; f.step > ForecastSteps {
			f.arrive()
		}
	}
	f.live = nil
	return nil
}

// at is when a step ends.
func (f *Forecast) at(step int) engine.Time {
	if step == ForecastSteps {
		return f.To
	}
	return f.From.Add((f.To - f.From) / ForecastSteps * engine.Time(step))
}

// set begins the next branch.
func (f *Forecast) set() {
	if f.live == nil {
		f.live = f.first.Branch(f.key + uint64(f.done) + 1)
	} else {
		f.first.BranchInto(f.live, f.key+uint64(f.done)+1)
	}
	f.step = 1
	for i := range f.places {
		f.places[i].down = false
	}
	s := f.live
	s.Watch(func(e plant.TraceEvent) {
		if e.Kind == plant.Failed || e.State == plant.Down {
			if i, ok := f.place(s, e.Place); ok {
				f.places[i].down = true
			}
		}
	}, plant.Failed, plant.StateChanged)
}

// place is the number here of a place of a branch, which an edit on its way may have
// given another one.
func (f *Forecast) place(s *plant.Sim, i uint32) (int, bool) {
	m := s.Plant().Model()
	if m == f.Model() {
		return int(i), true
	}
	n := f.Model().Node(m.Nodes[i].Path)
	if n == nil {
		return 0, false
	}
	return n.Index, true
}

// arrive notes how the branch has ended.
func (f *Forecast) arrive() {
	f.done, f.step = f.done+1, 0
	for k := range f.way {
		for what, x := range f.way[k] {
			f.course[k][what] = insert(f.course[k][what], x)
		}
	}
	f.live.Glance(&f.glance, f.To)
	for i := range f.glance.Places {
		if k, ok := f.place(f.live, uint32(i)); ok {
			p := &f.glance.Places[i]
			n := p.Inside
			if plant.WorkOf(f.Model().Nodes[k].Spec) != nil {
				n = p.Queue
			}
			f.places[k].parts = insert(f.places[k].parts, n)
		}
	}
	for i := range f.places {
		if f.places[i].down {
			f.places[i].fails++
		}
	}
}

// insert puts a number among those in rising order.
func insert[T uint32 | float64](list []T, x T) []T {
	i, _ := slices.BinarySearch(list, x)
	return slices.Insert(list, i, x)
}

// Output is how many parts will have come out since From, at the end of every step.
func (f *Forecast) Output() []Span { return f.spans(0) }

// Inside is how many parts will be in the plant, at the end of every step.
func (f *Forecast) Inside() []Span { return f.spans(1) }

func (f *Forecast) spans(what int) []Span {
	if f.done == 0 {
		return nil
	}
	out := make([]Span, ForecastSteps)
	for k := range out {
		list := f.course[k][what]
		out[k] = Span{f.at(k + 1), float64(quantile(list, .1)), float64(quantile(list, .5)), float64(quantile(list, .9))}
	}
	return out
}

// quantile is the number that a share p of the list, which rises, does not exceed: the
// inverse of its distribution (Hyndman and Fan, 1996, type 1).
func quantile[T any](list []T, p float64) T {
	return list[min(max(int(math.Ceil(p*float64(len(list))))-1, 0), len(list)-1)]
}

// Parts is how many parts will wait at a place, or be in a store or on a conveyor, at
// the horizon; ok is false where nothing is known.
func (f *Forecast) Parts(place int) (s Span, ok bool) {
	if place >= len(f.places) || len(f.places[place].parts) == 0 {
		return s, false
	}
	list := f.places[place].parts
	return Span{f.To, float64(quantile(list, .1)), float64(quantile(list, .5)), float64(quantile(list, .9))}, true
}

// MoreThan is the share of the branches in which more than n parts will be there.
func (f *Forecast) MoreThan(place int, n uint32) float64 {
	if place >= len(f.places) || len(f.places[place].parts) == 0 {
		return 0
	}
	list := f.places[place].parts
	i, _ := slices.BinarySearch(list, n+1)
	return float64(len(list)-i) / float64(len(list))
}

// Risk is the share of the branches in which a place is broken some time before the
// horizon: 1 where it is so now.
func (f *Forecast) Risk(place int) float64 {
	if place >= len(f.places) || f.done == 0 {
		return 0
	}
	return float64(f.places[place].fails) / float64(f.done)
}
