package plant

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
)

// maxEvents is more than any instant of the random plants has use for.
const maxEvents = 20_000

// guard ends a test in which an instant never ends.
func guard(t *rapid.T, s *Sim) { guardWith(s, t.Fatalf) }

// guardWith is guard for those who say otherwise what went wrong.
func guardWith(s *Sim, failf func(format string, args ...any)) {
	at, n := engine.Time(-1), 0
	s.Observe(func(e engine.Event) {
		if e.At != at {
			at, n = e.At, 0
		}
		if n++; n > maxEvents {
			failf("the instant %v does not end: %s", at, s.EventName(e))
		}
	})
}

// drawPlant compiles a random plant.
func drawPlant(t *rapid.T) (p *Plant, text string, paths, sources []string) {
	text, paths, sources = drawFactory(t)
	return parse(t, text), text, paths, sources
}

// drawInputs draws orders that come from outside.
func drawInputs(t *rapid.T, s *Sim, paths, sources []string) {
	for range rapid.IntRange(0, 4).Draw(t, "inputs") {
		at := drawTime(t, 2*engine.Hour)
		command(t, s, paths, sources, at)
	}
}

// drawTime draws an instant; half of them are whole minutes, when things coincide.
func drawTime(t *rapid.T, until engine.Time) engine.Time {
	s := rapid.Int64Range(0, int64(until/engine.Second)-1).Draw(t, "time")
	if rapid.Bool().Draw(t, "whole") {
		return engine.Time(s/60) * engine.Minute
	}
	return engine.Time(s)*engine.Second + 7
}

// drawStops draws a few instants in order.
func drawStops(t *rapid.T, n int) []engine.Time {
	stops := []engine.Time{0}
	for range n {
		stops = append(stops, drawTime(t, 3*engine.Hour))
	}
	slices.Sort(stops)
	return stops
}

func drawSeed(t *rapid.T) uint64 { return rapid.Uint64Range(0, 1<<20).Draw(t, "seed") }

func TestPartsAndTimesAreConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		guard(t, s)
		drawInputs(t, s, paths, sources)
		for _, at := range drawStops(t, 6) {
			s.Run(at)
			if errs := slices.Concat(audit(s), account(s)); len(errs) > 0 {
				t.Fatalf("at %v\n%s\n%v\n%s", at, strings.Join(errs, "\n"), s.Inputs(), text)
			}
		}
	})
}

func TestResettingStatisticsChangesNoFuture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		stops := drawStops(t, 2)
		s.Run(stops[1])
		f := s.Fork()
		f.ResetStats()
		s.Run(stops[2])
		f.Run(stops[2])
		if errs := slices.Concat(audit2(f), account(f)); len(errs) > 0 {
			t.Fatalf("%s", strings.Join(errs, "\n"))
		}
		f.common().StatsSince = s.common().StatsSince
		if a, b := s.Hash(), f.Hash(); a.Live != b.Live || a.History != b.History {
			t.Fatalf("another future after ResetStats: %x, %x", a, b)
		}
	})
}

// audit2 is audit without the balance of the part types, whose beginning a reset
// has forgotten.
func audit2(s *Sim) []string {
	return slices.DeleteFunc(audit(s), func(e string) bool { return strings.Contains(e, "accounted for") })
}

// stranger is a machine without work, and a line of its own: nobody else may
// notice either.
const strangers = `
[part.strange]
[zz-line]
kind = "line"
flow = "in -> work -> out"
[zz-line.in]
kind = "source"
part = "strange"
every = "exponential(20 s)"
when-full = "queue"
[zz-line.work]
kind = "machine"
cycle = "15 s"
mtbf = "100 s"
mttr = "10 s"
[zz-line.out]
kind = "sink"
`

func TestStrangersChangeNobodysNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		lone := "[aaa]\nkind = \"machine\"\ncycle = \"exponential(30 s)\"\nmtbf = \"100 s\"\nmttr = \"1 min\"\nfailure-clock = \"calendar\"\n"
		q := parse(t, strings.Replace(text, "[jig]", lone+"[jig]", 1)+strangers)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		end := drawTime(t, 3*engine.Hour)
		f := q.New(s.common().Seed, 0)
		for _, in := range s.Inputs() {
			f.Feed(in)
		}
		s.Run(end)
		f.Run(end)
		rows := rowsOf(f)
		for path, row := range rowsOf(s) {
			if path == p.model.Root.Path {
				continue // it has more in it now
			}
			if d := cmp.Diff(row, rows[path]); d != "" {
				t.Fatalf("%s: %s\n%s", path, d, text)
			}
		}
		for i, st := range s.TypeStats.All {
			if d := cmp.Diff(*st, *f.TypeStats.At(i)); d != "" {
				t.Fatalf("%s: %s", p.types[i].name, d)
			}
		}
	})
}

func TestEverySlabIsPartOfTheState(t *testing.T) {
	p := parse(t, sensed(shopWith(decide.KindInspect, `"skip-lot"`), `{ period = "1 s" }`))
	s := p.New(1, 0)
	v := reflect.ValueOf(s).Elem()
	store := reflect.TypeFor[engine.Store]()
	slabs := 0
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !reflect.PointerTo(field.Type).Implements(store) {
			continue
		}
		slabs++
		if !field.IsExported() {
			t.Errorf("%s is not exported", field.Name)
			continue
		}
		before := s.Hash()
		item := v.Field(i).Addr().MethodByName("Alloc").Call(nil)
		if s.Hash() == before {
			t.Errorf("%s is not attached: it is neither hashed nor copied", field.Name)
		}
		if err := engine.CheckState(item[1].Type().Elem()); err != nil {
			t.Error(err)
		}
	}
	if slabs < 14 {
		t.Errorf("found %d slabs, want all", slabs)
	}
	if f := s.Fork(); f.Hash() != s.Hash() {
		t.Error("a fork with one more item of everything is different")
	}
}
