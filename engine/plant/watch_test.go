package plant

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/stat"
)

// ledger keeps the books of a plant from nothing but its trace.
type ledger struct {
	slots  []slotBook
	places []placeBook
	types  []typeBook
	parts  map[uint64]*partBook
	errs   []string
}

type slotBook struct {
	state State
	since engine.Time
	times [States]engine.Time
}

type placeBook struct {
	stock
	in, out, finished, good, lost, failures uint64
	waitSum                                 engine.Time
	waitN                                   uint64
}

type typeBook struct {
	stock
	born, done, scrapped, apart, late uint64
	lead                              stat.Tally
	tardy                             float64
}

// partBook is a part of which there is more to come.
type partBook struct {
	place   uint32
	entered engine.Time
	since   engine.Time
}

func newLedger(p *Plant, now engine.Time) *ledger {
	l := &ledger{places: make([]placeBook, len(p.places)), types: make([]typeBook, len(p.types)), parts: map[uint64]*partBook{}}
	for i := range l.places {
		l.places[i].changed = now
	}
	for i := range l.types {
		l.types[i].changed = now
	}
	return l
}

// stock is a number of parts over time.
type stock struct {
	inside        int64
	area, changed engine.Time // parts x nanoseconds, exactly
}

func (b *stock) count(now engine.Time, d int64) {
	b.area += engine.Time(b.inside) * (now - b.changed)
	b.changed = now
	b.inside += d
}

// part finds what is known of a part, or notes that the trace said nothing.
func (l *ledger) part(e TraceEvent) *partBook {
	b := l.parts[e.Part]
	if b == nil {
		l.errs = append(l.errs, fmt.Sprintf("%v of the unknown part %x", e.Kind, e.Part))
		b = &partBook{}
	}
	return b
}

// watch has the ledger enter what happens in s from now on. Waits and entries that
// began before are known to the plant alone, so they begin now.
func (l *ledger) watch(s *Sim) {
	for i := range s.Parts.All {
		q := s.Parts.At(i)
		if k := s.plant.places[q.Place].kind; k.works() || k == kindBuffer {
			q.Entered = s.Now()
		}
	}
	s.Watch(func(e TraceEvent) { l.event(s.plant, e) })
}

// event enters one event.
func (l *ledger) event(p *Plant, e TraceEvent) {
	pl, t := &l.places[e.Place], &l.types[e.Type]
	switch e.Kind {
	case StateChanged:
		for uint32(len(l.slots)) < e.Slot {
			l.slots = append(l.slots, slotBook{since: e.At})
		}
		b := &l.slots[e.Slot-1]
		b.times[b.state] += e.At - b.since
		b.state, b.since = e.State, e.At
	case PartThere, PartMade:
		l.came(p, pl, t, e)
	case PartBorn:
		t.born++
		t.count(e.At, 1)
		l.part(e).since = e.Since
	case PartMoved:
		l.moved(p, e)
	case PartBegun:
		if b := l.part(e); p.places[e.Place].kind.works() {
			pl.waitSum += e.At - b.entered
			pl.waitN++
		}
	case PartFinished:
		pl.finished++
		if e.Good {
			pl.good++
		}
	case PartBuiltIn:
		pl.count(e.At, -1)
		t.count(e.At, -1)
	case PartTakenOut:
		pl.count(e.At, 1)
		t.count(e.At, 1)
		l.part(e).place = e.Place
	case Failed:
		pl.failures++
	}
	if e.Kind.EndsPart() {
		l.ended(p, pl, t, e)
	}
}

func (l *ledger) came(p *Plant, pl *placeBook, t *typeBook, e TraceEvent) {
	l.parts[e.Part] = &partBook{place: e.Place, entered: e.At, since: e.Since}
	if e.Kind == PartThere && e.Other != 0 {
		return
	}
	pl.count(e.At, 1)
	if e.Since >= 0 {
		t.count(e.At, 1)
	}
	if e.Kind == PartMade {
		if e.Since >= 0 {
			t.born++
		}
		if p.places[e.Place].kind == kindSource {
			pl.in++
		}
	}
}

func (l *ledger) moved(p *Plant, e TraceEvent) {
	b := l.part(e)
	if b.place != e.From {
		l.errs = append(l.errs, fmt.Sprintf("part %x moves from %d, was at %d", e.Part, e.From, b.place))
	}
	from := &l.places[e.From]
	from.count(e.At, -1)
	from.out++
	if p.places[e.From].kind == kindBuffer {
		from.waitSum += e.At - b.entered
		from.waitN++
	}
	l.places[e.Place].count(e.At, 1)
	l.places[e.Place].in++
	b.place, b.entered = e.Place, e.At
	for a, c := p.places[e.From].parent, p.places[e.Place].parent; a != c; {
		if a > c {
			l.places[a].out++
			a = p.places[a].parent
		} else {
			l.places[c].in++
			c = p.places[c].parent
		}
	}
}

func (l *ledger) ended(p *Plant, pl *placeBook, t *typeBook, e TraceEvent) {
	pl.count(e.At, -1)
	b := l.part(e)
	if b.since >= 0 {
		t.count(e.At, -1)
	}
	delete(l.parts, e.Part)
	switch e.Kind {
	case PartDone:
		lead := e.At - b.since
		if b.since != e.Since {
			l.errs = append(l.errs, fmt.Sprintf("part %x came at %v, the event says %v", e.Part, b.since, e.Since))
		}
		t.done++
		t.lead.Add(lead.Seconds())
		if e.At > e.Due {
			t.late++
			t.tardy += (e.At - e.Due).Seconds()
		}
		pl.out, pl.finished, pl.good = pl.out+1, pl.finished+1, pl.good+1
	case PartScrapped:
		t.scrapped++
		pl.out++
		if p.places[e.Place].kind == kindSink {
			pl.finished++
		}
	case PartLost:
		pl.lost++
	case PartApart:
		t.apart++
	}
}

// settle closes the books at an instant.
func (l *ledger) settle(now engine.Time) {
	for i := range l.slots {
		b := &l.slots[i]
		b.times[b.state] += now - b.since
		b.since = now
	}
	for i := range l.places {
		l.places[i].count(now, 0)
	}
	for i := range l.types {
		l.types[i].count(now, 0)
	}
}

// compare says where the books differ from the statistics, which must have been
// brought up to date and begun when the ledger was.
func (l *ledger) compare(s *Sim) []string {
	errs := slices.Clone(l.errs)
	say := func(what string, got, want any) {
		if got != want {
			errs = append(errs, fmt.Sprintf("%s: the trace gives %v, the statistics %v", what, got, want))
		}
	}
	area := func(what string, got engine.Time, want float64) {
		// The statistics add up in floating point, which is exact up to 2^53.
		if got < 1<<53 && float64(got) != want || math.Abs(float64(got)-want) > 1e-14*want {
			say(what+" parts x time", float64(got), want)
		}
	}
	for i, st := range s.SlotStats.All {
		say(fmt.Sprintf("slot %d", i), l.slots[i].times, st.Times)
	}
	for i, st := range s.Stats.All {
		pl, b := &s.plant.places[i], &l.places[i]
		say(pl.path+" parts", [7]uint64{b.in, b.out, b.finished, b.good, b.lost, b.failures, uint64(b.inside)},
			[7]uint64{st.In, st.Out, st.Finished, st.Good, st.Lost, st.Failures, uint64(s.Places.At(i).Inside)})
		area(pl.path, b.area, st.Area)
		say(pl.path+" wait", fmt.Sprint(b.waitSum, b.waitN), fmt.Sprint(st.WaitSum, st.WaitN))
	}
	for i, st := range s.TypeStats.All {
		name, b := s.plant.types[i].name, &l.types[i]
		say(name+" parts", [6]uint64{b.born, b.done, b.scrapped, b.apart, b.late, uint64(b.inside)},
			[6]uint64{st.Born, st.Done, st.Scrapped, st.Apart, st.Late, st.Inside})
		area(name, b.area, st.Area)
		say(name+" lead times", b.lead, st.Lead)
		say(name+" tardiness", b.tardy, st.Tardy)
	}
	return errs
}

// A trace, begun at any instant, tells all that the statistics tell: parts and
// times to the nanosecond, averages to the last bit.
func TestTheTraceAloneGivesTheStatistics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		guard(t, s)
		drawInputs(t, s, paths, sources)
		stops := drawStops(t, 3)
		if rapid.Bool().Draw(t, "from the start") {
			stops[1] = 0
		}
		s.Run(stops[1])
		s.ResetStats()
		l := newLedger(p, s.Now())
		l.watch(s)
		for _, at := range stops[2:] {
			s.Run(at)
			s.settle()
			l.settle(at)
			if errs := l.compare(s); len(errs) > 0 {
				t.Fatalf("from %v to %v\n%s\n%s", stops[1], at, strings.Join(errs, "\n"), text)
			}
		}
	})
}

// A run that any number of people watch ends as one that nobody watches, they
// all see the same, and a fork is not watched.
func TestATracedRunIsTheSameRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		f := s.Fork()
		var all, again []TraceEvent
		moves := 0
		f.Watch(func(e TraceEvent) { all = append(all, e) })
		f.Watch(func(TraceEvent) { moves++ }, PartMoved)
		f.Watch(func(e TraceEvent) { again = append(again, e) })
		end := drawTime(t, 3*engine.Hour)
		half := f.Fork()
		f.Run(end / 2)
		seen := len(all)
		half.Run(end / 2)
		f.ForkInto(half)
		half.Run(end)
		if len(all) != seen {
			t.Fatalf("a fork was watched: %d events more", len(all)-seen)
		}
		f.Run(end)
		s.Run(end)
		for i, other := range []*Sim{f, half} {
			if a, b := s.Hash(), other.Hash(); a != b {
				t.Fatalf("run %d, traced, comes to another end: %x, %x", i, a, b)
			}
		}
		if !slices.Equal(all, again) {
			t.Fatal("two who watch see different things")
		}
		n := 0
		for i, e := range all {
			if e.Kind == PartMoved {
				n++
			}
			if i > 0 && e.At < all[i-1].At {
				t.Fatalf("event %d is at %v, after %v", i, e.At, all[i-1].At)
			}
		}
		if n != moves {
			t.Fatalf("%d moves in all, %d told to the one who wants moves", n, moves)
		}
	})
}

func TestATraceEventIsPlainData(t *testing.T) {
	if err := engine.CheckState(reflect.TypeFor[TraceEvent]()); err != nil {
		t.Error(err)
	}
	for k := range TraceKinds {
		if k.String() == "" || k.String() == "?" {
			t.Errorf("kind %d has no name", k)
		}
	}
}

const smallLine = `
[part.a]
[line]
kind = "line"
flow = "in -> m -> out"
[line.in]
kind = "source"
part = "a"
every = "10 s"
limit = 3
[line.m]
kind = "machine"
cycle = "25 s"
queue = 2
mtbf = "constant(30 s)"
mttr = "constant(5 s)"
[line.out]
kind = "sink"
`

// The kinds of events on a line small enough to follow by hand.
func TestWhatATraceTells(t *testing.T) {
	p := parse(t, smallLine)
	s := p.New(1, 0)
	if err := s.StopPlace("line.m", 100*engine.Second, 10*engine.Second); err != nil {
		t.Fatal(err)
	}
	var got []string
	s.Watch(func(e TraceEvent) {
		text := fmt.Sprintf("%v %v %s", e.At, e.Kind, p.places[e.Place].path)
		switch e.Kind {
		case StateChanged:
			text += " " + e.State.String()
		case PartMoved:
			text += " from " + p.places[e.From].path
		case PartChosen:
			text += fmt.Sprintf(" of %d", e.N)
		}
		got = append(got, text)
	})
	s.Run(120 * engine.Second)
	want := strings.Split(strings.TrimSpace(`
0s state line.in busy
0s state line.m waiting
10s made line.in
10s moved line.m from line.in
10s begun line.m
10s state line.m busy
20s made line.in
20s moved line.m from line.in
30s made line.in
30s moved line.m from line.in
35s finished line.m
35s moved line.out from line.m
35s done line.out
35s state line.m waiting
35s chosen line.m of 2
35s begun line.m
35s state line.m busy
40s failed line.m
40s state line.m down
45s repaired line.m
45s state line.m busy
1m 5s finished line.m
1m 5s moved line.out from line.m
1m 5s done line.out
1m 5s state line.m waiting
1m 5s begun line.m
1m 5s state line.m busy
1m 15s failed line.m
1m 15s state line.m down
1m 20s repaired line.m
1m 20s state line.m busy
1m 35s finished line.m
1m 35s moved line.out from line.m
1m 35s done line.out
1m 35s state line.m waiting
1m 40s input line.m
1m 40s state line.m stopped
1m 50s state line.m waiting`), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Orders from the file and orders from outside are different parts, whatever
// their numbers.
func TestReleasedPartsAreNotThoseOfOrders(t *testing.T) {
	p := parse(t, `
[part.a]
[[orders]]
part = "a"
quantity = 3
[line]
kind = "line"
flow = "in -> out"
[line.in]
kind = "source"
orders = true
[line.out]
kind = "sink"
`)
	s := p.New(1, 0)
	if err := s.Release("line.in", "a", 3, engine.Second); err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]bool{}
	s.Watch(func(e TraceEvent) { seen[e.Part] = true }, PartMade)
	s.Run(engine.Minute)
	if len(seen) != 6 {
		t.Errorf("6 parts have %d names", len(seen))
	}
}
