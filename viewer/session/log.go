package session

import (
	"slices"
	"sort"
	"strings"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Log is what was noted of a run, from its first instant as far as it was ever run.
type Log struct {
	Marks   []Mark
	Samples []Sample              // in equal distances, see Every
	Every   engine.Time           // between two samples
	Bodies  map[string][][]Change // of a place, by its path, each machine body's states, oldest first: an edit gives them other numbers
	Lost    engine.Time           // before it, the states are no longer known
	Flows   *Tally                // what goes from place to place

	courses courses
	sim     *plant.Sim
	steps   uint64       // as far as it was run
	kept    int          // Changes in all
	plant   *plant.Plant // whose numbers nth knows
	nth     []int        // which body of its place a machine body is
}

// Mark is something worth a mark on a timeline.
type Mark struct {
	At    engine.Time
	Kind  plant.TraceKind // Failed, Repaired, InputCame or PlanChanged
	Place uint32          // index of a node of the model
	Slot  uint32          // the machine body, +1
}

// Sample is what a chart shows of one instant.
type Sample struct {
	At             engine.Time
	Inside         uint64 // parts in the plant
	Done, Scrapped uint64 // since the start
}

// Change is a machine body's state from an instant on.
type Change struct {
	At    engine.Time
	State plant.State
}

const (
	firstEvery  = 10 * engine.Second
	mostSamples = 8192
	mostChanges = 1 << 20
	mostMarks   = 1 << 16
)

func newLog(s *plant.Sim) *Log {
	l := &Log{Every: firstEvery, Lost: s.Now(), sim: s, Bodies: map[string][][]Change{}, Flows: NewTally(s)}
	l.sample(s)
	return l
}

// event is told what happens. What happens again after a rewind is known.
func (l *Log) event(e plant.TraceEvent) {
	if e.Kind == plant.StateChanged {
		l.change(e)
		return
	}
	if l.sim.Steps() <= l.steps {
		return
	}
	if len(l.Marks) == mostMarks { // the older half goes
		l.Marks = append(l.Marks[:0], l.Marks[mostMarks/2:]...)
	}
	l.Marks = append(l.Marks, Mark{At: e.At, Kind: e.Kind, Place: e.Place, Slot: e.Slot})
}

func (l *Log) change(e plant.TraceEvent) {
	b := l.body(e)
	if n := len(*b); n > 0 {
		last := &(*b)[n-1]
		switch {
		case e.At < last.At || last.State == e.State:
			return
		case e.At == last.At: // it was so for no time
			last.State = e.State
			return
		}
	}
	*b = append(*b, Change{e.At, e.State})
	if l.kept++; l.kept > mostChanges {
		l.thin()
	}
}

// body is what is noted of the machine body of an event.
func (l *Log) body(e plant.TraceEvent) *[]Change {
	if p := l.sim.Plant(); p != l.plant {
		l.plant, l.nth = p, l.nth[:0]
		place := ^uint32(0)
		for _, slot := range l.sim.Slots.All {
			n := 0
			if slot.Place == place {
				n = l.nth[len(l.nth)-1] + 1
			}
			l.nth, place = append(l.nth, n), slot.Place
		}
	}
	path, n := l.plant.Model().Nodes[e.Place].Path, l.nth[e.Slot-1]
	for len(l.Bodies[path]) <= n {
		l.Bodies[path] = append(l.Bodies[path], nil)
	}
	return &l.Bodies[path][n]
}

// each calls do for the states of every machine body, and keeps what it gives.
func (l *Log) each(do func([]Change) []Change) {
	l.kept = 0
	for _, bodies := range l.Bodies {
		for k, b := range bodies {
			bodies[k] = do(b)
			l.kept += len(bodies[k])
		}
	}
}

// thin gives up the older half of the states.
func (l *Log) thin() {
	l.Lost = l.Lost.Add((l.sim.Now() - l.Lost) / 2)
	l.each(func(b []Change) []Change {
		return slices.Clone(b[max(sort.Search(len(b), func(i int) bool { return b[i].At > l.Lost })-1, 0):])
	})
}

// nextSample is when the next sample is due.
func (l *Log) nextSample(now engine.Time) engine.Time {
	last := l.Samples[len(l.Samples)-1].At
	return max(last.Add(l.Every), now+1)
}

// sample takes a sample, if one is due.
func (l *Log) sample(s *plant.Sim) {
	if n := len(l.Samples); n > 0 && s.Now() < l.Samples[n-1].At.Add(l.Every) {
		return
	}
	x := Sample{At: s.Now()}
	x.Done, x.Scrapped, x.Inside = s.Totals()
	l.Samples = append(l.Samples, x)
	l.courses.note(s)
	if len(l.Samples) > mostSamples {
		for k := range (len(l.Samples) + 1) / 2 {
			l.Samples[k] = l.Samples[2*k]
		}
		l.Samples = l.Samples[:(len(l.Samples)+1)/2]
		l.Every *= 2
	}
}

// reached notes how far the run has come.
func (l *Log) reached(s *plant.Sim) {
	l.steps = max(l.steps, s.Steps())
	l.Flows.reached()
}

// cut forgets what was noted after the present of s: it will come otherwise.
func (l *Log) cut(s *plant.Sim) {
	now := s.Now()
	l.steps = s.Steps()
	l.Flows.cut()
	l.Marks = l.Marks[:sort.Search(len(l.Marks), func(i int) bool { return l.Marks[i].At > now })]
	l.Samples = l.Samples[:max(l.search(now)+1, 1)]
	l.Lost = min(l.Lost, now)
	l.courses.cut(now)
	l.each(func(b []Change) []Change {
		return b[:sort.Search(len(b), func(i int) bool { return b[i].At > now })]
	})
}

// follow has what happens in another state noted, from its present on.
func (l *Log) follow(s *plant.Sim) {
	l.sim, l.steps = s, s.Steps()
	l.Flows.sim, l.Flows.steps = s, s.Steps()
}

// rename gives what was noted of places the names that these have now.
func (l *Log) rename(renamed map[string]string) {
	bodies := make(map[string][][]Change, len(l.Bodies))
	for path, b := range l.Bodies {
		bodies[Renamed(path, renamed)] = b
	}
	l.Bodies = bodies
	l.courses.rename(renamed)
	l.Flows.rename(renamed)
}

// Renamed is the path that a place has after it, or what it stands in, was renamed.
func Renamed(path string, renamed map[string]string) string {
	for head := path; head != ""; {
		if to, ok := renamed[head]; ok {
			return to + path[len(head):]
		}
		head = head[:max(strings.LastIndexByte(head, '.'), 0)]
	}
	return path
}

// Stretches calls each for every stretch of time in which machine body k of the place at
// a path was in one state, in their order, as far as they are known and lie between two
// instants.
func (l *Log) Stretches(path string, k int, from, to engine.Time, each func(from, to engine.Time, st plant.State)) {
	from, to = max(from, l.Lost), min(to, l.sim.Now())
	if k >= len(l.Bodies[path]) {
		return
	}
	b := l.Bodies[path][k]
	for i := max(sort.Search(len(b), func(i int) bool { return b[i].At > from })-1, 0); i < len(b) && b[i].At < to; i++ {
		end := to
		if i+1 < len(b) {
			end = min(end, b[i+1].At)
		}
		each(max(from, b[i].At), end, b[i].State)
	}
}

// Kept is how many changes of states are known between two instants.
func (l *Log) Kept(from, to engine.Time) (n int) {
	for _, bodies := range l.Bodies {
		for _, b := range bodies {
			after := func(t engine.Time) int { return sort.Search(len(b), func(i int) bool { return b[i].At > t }) }
			n += after(to) - after(from)
		}
	}
	return n
}

// Share is the share of a stretch of time that machine body k of the place at a path was
// in a state, as far as that is known; ok is false when nothing is.
func (l *Log) Share(path string, k int, st plant.State, from, to engine.Time) (share float64, ok bool) {
	sum, all := engine.Time(0), engine.Time(0)
	l.Stretches(path, k, from, to, func(from, to engine.Time, s plant.State) {
		all += to - from
		if s == st {
			sum += to - from
		}
	})
	if all == 0 {
		return 0, false
	}
	return float64(sum) / float64(all), true
}

// Rate is the parts that came out in the time before an instant, an hour; ok is false
// when too little is known.
func (l *Log) Rate(at, before engine.Time) (perHour float64, ok bool) {
	i := l.search(at)
	if i < 1 {
		return 0, false
	}
	j := sort.Search(i, func(k int) bool { return l.Samples[k].At >= l.Samples[i].At-before })
	a, b := l.Samples[j], l.Samples[i]
	if a.At == b.At {
		return 0, false
	}
	return float64(b.Done-a.Done) / (b.At - a.At).Hours(), true
}

// search is the last sample up to an instant, -1 for none.
func (l *Log) search(at engine.Time) int {
	return sort.Search(len(l.Samples), func(i int) bool { return l.Samples[i].At > at }) - 1
}
