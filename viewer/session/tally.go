package session

import (
	"cmp"
	"slices"
	"sort"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Tally counts the parts that go from place to place in a run.
type Tally struct {
	sim   *plant.Sim
	began engine.Time // from then on moves are known
	steps uint64      // as far as they were counted
	moves []moved     // in their order
	ways  []way
	known map[way]int32

	plant *plant.Plant // whose numbers here has
	here  map[[3]uint32]int32
}

// way is from where to where parts of a type go, by the names that an edit leaves alone.
type way struct{ from, to, part string }

type moved struct {
	at  engine.Time
	way int32
}

// FlowTime is the time before an instant of which the flows are usually told.
const FlowTime = engine.Hour

// mostMoves is how many are kept.
const mostMoves = 1 << 20

// NewTally begins a tally of a run, to be told of its plant.PartMoved by Event.
func NewTally(s *plant.Sim) *Tally {
	return &Tally{sim: s, began: s.Now(), steps: s.Steps(), known: map[way]int32{}}
}

// Event counts a move. What happens again after a rewind is counted already.
func (t *Tally) Event(e plant.TraceEvent) {
	if e.Kind != plant.PartMoved || e.From == e.Place || t.sim.Steps() <= t.steps {
		return
	}
	if p := t.sim.Plant(); p != t.plant {
		t.plant, t.here = p, map[[3]uint32]int32{}
	}
	key := [3]uint32{e.From, e.Place, uint32(e.Type)}
	k, ok := t.here[key]
	if !ok {
		m := t.plant.Model()
		w := way{m.Nodes[e.From].Path, m.Nodes[e.Place].Path, m.Parts[e.Type].Name}
		if k, ok = t.known[w]; !ok {
			k = int32(len(t.ways))
			t.ways, t.known[w] = append(t.ways, w), k
		}
		t.here[key] = k
	}
	if len(t.moves) == mostMoves { // the older half goes
		t.moves = append(t.moves[:0], t.moves[mostMoves/2:]...)
		t.began = t.moves[0].at
	}
	t.moves = append(t.moves, moved{e.At, k})
}

// reached notes how far the run has come, and cut forgets what comes after its present.
func (t *Tally) reached() { t.steps = max(t.steps, t.sim.Steps()) }

func (t *Tally) cut() {
	t.steps = t.sim.Steps()
	t.moves = t.moves[:t.after(t.sim.Now())]
	t.began = min(t.began, t.sim.Now())
}

// rename gives places the names that they have now.
func (t *Tally) rename(renamed map[string]string) {
	t.plant = nil
	clear(t.known)
	for k := range t.ways {
		w := &t.ways[k]
		w.from, w.to = Renamed(w.from, renamed), Renamed(w.to, renamed)
		t.known[*w] = int32(k)
	}
}

// after is the first move after an instant.
func (t *Tally) after(at engine.Time) int {
	return sort.Search(len(t.moves), func(i int) bool { return t.moves[i].at > at })
}

// Flow is parts that go from a place to another one.
type Flow struct {
	From, To int // indices of nodes of the model
	Part     int // index of a type of parts of the model
	PerHour  float64
}

// enough is how many moves on each way, in the mean, tell how much goes there.
const enough = 20

// Flows are what went between the places of a model in the time before an instant, or in
// as much longer as it took until enough had gone, as far as that is known; in the order
// of From, To and Part. They are appended to out.
func (t *Tally) Flows(m *model.Model, at, before engine.Time, out []Flow) []Flow {
	from, last := at-before, t.after(at)
	if k := last - enough*len(t.ways); k < 0 {
		from = t.began
	} else if k < last {
		from = max(min(from, t.moves[k].at-1), t.began)
	}
	if from >= at {
		return out
	}
	counts := make([]int, len(t.ways))
	for _, x := range t.moves[t.after(from):last] {
		counts[x.way]++
	}
	first := len(out)
	for k, n := range counts {
		w := t.ways[k]
		a, b, p := m.Node(w.from), m.Node(w.to), m.Part(w.part)
		if n > 0 && a != nil && b != nil && p != nil {
			out = append(out, Flow{a.Index, b.Index, p.Index, float64(n) / (at - from).Hours()})
		}
	}
	slices.SortFunc(out[first:], func(a, b Flow) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Part, b.Part))
	})
	return out
}
