package plant

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/random"
)

// command feeds one command from outside, of any kind that leaves the statistics alone.
// What cannot be ordered at the place is refused there, and tried all the same.
func command(t *rapid.T, s *Sim, paths, sources []string, at engine.Time) {
	path := rapid.SampledFrom(paths).Draw(t, "path")
	span := engine.Time(rapid.IntRange(1, 30).Draw(t, "span")) * engine.Minute
	some := span * engine.Time(rapid.IntRange(0, 1).Draw(t, "for a time"))
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	switch rapid.IntRange(0, 12).Draw(t, "input") {
	case 0, 1:
		must(s.Release(rapid.SampledFrom(sources).Draw(t, "source"), "p1", rapid.IntRange(1, 4).Draw(t, "parts"), at))
	case 2:
		must(s.StartPlace(path, at))
	case 3:
		must(s.SetSpeed(path, rapid.SampledFrom([]float64{.3, .5, 2}).Draw(t, "speed"), at, some))
	case 4:
		must(s.FreePlace(path, at))
	case 5, 6:
		_ = s.BreakPlace(path, "", at, some)
	case 7:
		_ = s.RepairPlace(path, "", at)
	case 8:
		_ = s.ForceGauge(path, CountInside, 3, at, some)
		_ = s.ReportCount(path, CountQueue, 1, at, at)
	case 9:
		kind := decide.Kind(rapid.IntRange(0, int(decide.Kinds)-1).Draw(t, "question"))
		_ = s.Decide(Answer{Kind: kind, Of: path, No: true}, at, span)
		_ = s.Decide(Answer{Kind: kind, Of: path, Place: rapid.SampledFrom(paths).Draw(t, "choice")}, at, some)
	case 10:
		s.BranchAt(rapid.Uint64Range(1, 9).Draw(t, "branch"), at)
	default:
		must(s.StopPlace(path, at, span))
	}
}

// oneMill has a mill that takes 10 s for a part and is repaired in 100 s by a fitter.
const oneMill = `
[part.a]
[people.fitters]
n = 1
[l]
kind = "line"
flow = "in -> mill -> out"
[l.in]
kind = "source"
part = "a"
[l.mill]
kind = "machine"
cycle = "10 s"
failures = [
	{ name = "spindle", mtbf = "1000 h", mttr = "constant(100 s)", needs = [{ crew = "fitters" }] },
]
sensor = { period = "10 s" }
[l.out]
kind = "sink"
`

// TestCommands says what has come out of a mill by 1,000 s, one part every 10 s.
func TestCommands(t *testing.T) {
	const at = 95 * engine.Second
	for _, c := range []struct {
		name  string
		do    func(*Sim) error
		parts uint64
		down  engine.Time
	}{
		{"nothing", func(*Sim) error { return nil }, 100, 0},
		{"down for a time", func(s *Sim) error { return s.BreakPlace("l.mill", "", at, 300*engine.Second) }, 70, 300},
		{"of a level too", func(s *Sim) error { return s.BreakPlace("l", "", at, 300*engine.Second) }, 70, 300},
		{"by its own failure, repaired as usual", func(s *Sim) error { return s.BreakPlace("l.mill", "", at, 0) }, 90, 100},
		{"by name, in a time that is known", func(s *Sim) error { return s.BreakPlace("l.mill", "spindle", at, 250*engine.Second) }, 75, 250},
		{"by name, twice", func(s *Sim) error {
			return errors.Join(s.BreakPlace("l.mill", "spindle", at, 0), s.BreakPlace("l.mill", "spindle", at+engine.Second, 0))
		}, 90, 100},
		{"one fault within another", func(s *Sim) error {
			return errors.Join(s.BreakPlace("l.mill", "", at, 300*engine.Second), s.BreakPlace("l", "", at+100*engine.Second, 100*engine.Second))
		}, 70, 300},
		{"repaired before its time, and broken again", func(s *Sim) error {
			return errors.Join(s.BreakPlace("l.mill", "", at, 300*engine.Second), s.RepairPlace("l", "", at+100*engine.Second), s.BreakPlace("l.mill", "", at+200*engine.Second, 200*engine.Second))
		}, 70, 300},
		{"the spindle is repaired, the rest is not", func(s *Sim) error {
			return errors.Join(s.BreakPlace("l.mill", "", at, 300*engine.Second), s.BreakPlace("l.mill", "spindle", at, 0), s.RepairPlace("l.mill", "spindle", at+10*engine.Second))
		}, 70, 300},
		{"half as fast for a time", func(s *Sim) error { return s.SetSpeed("l.mill", .5, at, 300*engine.Second) }, 85, 0},
		{"twice as fast, until it is taken back", func(s *Sim) error {
			return errors.Join(s.SetSpeed("l", 2, at, 0), s.FreePlace("l", at+300*engine.Second))
		}, 130, 0},
		{"the latest speed counts, and then the one before", func(s *Sim) error {
			return errors.Join(s.SetSpeed("l", .5, at, 400*engine.Second), s.SetSpeed("l.mill", 2, at+100*engine.Second, 100*engine.Second))
		}, 95, 0},
		{"no such place", func(s *Sim) error {
			s.Feed(engine.Input{At: at, Code: InputFault, Target: 77})
			s.Feed(engine.Input{At: at, Code: InputDecide, Target: 77})
			s.Feed(engine.Input{At: at, Code: InputSpeed, Target: random.PathHash("l.mill"), Value: -1})
			s.Feed(engine.Input{At: at, Code: InputReport, Target: random.PathHash("l.out"), Value: 1})
			s.Feed(engine.Input{At: at, Code: 999, Target: random.PathHash("l.mill"), Value: 1})
			return nil
		}, 100, 0},
	} {
		s := parse(t, oneMill).New(1, 0)
		if err := c.do(s); err != nil {
			t.Fatal(err)
		}
		s.Run(1000 * engine.Second)
		s.settle()
		mill := s.plant.places[s.plant.index["l.mill"]].firstSlot
		if n, down := s.TypeStats.At(0).Done, s.SlotStats.At(mill).Times[Down]; n != c.parts || down != c.down*engine.Second {
			t.Errorf("%s: %d parts, down %v; want %d, %d s", c.name, n, down, c.parts, c.down)
		}
		if errs := audit(s); len(errs) > 0 || s.Forces.Live() > 0 {
			t.Errorf("%s: %v, %d forces are left", c.name, errs, s.Forces.Live())
		}
	}
}

func TestCommandsThatAreRefused(t *testing.T) {
	s := parse(t, oneMill).New(1, 0)
	for want, err := range map[string]error{
		`no place "duck"`:                   s.BreakPlace("duck", "", 0, 0),
		`"l.mill" has no failure "belt"`:    s.BreakPlace("l.mill", "belt", 0, 0),
		`nothing at "l.out" that can break`: s.RepairPlace("l.out", "", 0),
		`at 0 times the speed`:              s.SetSpeed("l.mill", 0, 0, 0),
		`at NaN times the speed`:            s.SetSpeed("l.mill", math.NaN(), 0, 0),
		`"l.out" has no sensor`:             s.ForceGauge("l.out", CountInside, 1, 0, 0),
		`no count "weight"`:                 s.ReportCount("l.mill", "weight", 1, 0, 0),
		`-1 is no number of parts`:          s.ReportCount("l.mill", CountQueue, -1, 0, 0),
		`no question of the kind dispatch`:  s.Decide(Answer{Kind: decide.KindDispatch, Of: "l.mill"}, 0, 0),
		`"people.fitters" has no question`:  s.Decide(Answer{Kind: decide.KindMaintain, Of: "people.fitters"}, 0, 0),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
	if n := len(s.Inputs()); n != 0 {
		t.Errorf("%d inputs were fed all the same", n)
	}
}

// TestGaugesAreForced: what is known is what is said, until the next sample or for as
// long as it is held.
func TestGaugesAreForced(t *testing.T) {
	s := parse(t, oneMill).New(1, 0)
	err := errors.Join(s.ReportCount("l.mill", CountInside, 7, 15*engine.Second, 12*engine.Second), s.ForceGauge("l.mill", CountInside, 3, 35*engine.Second, 20*engine.Second))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ at, inside, taken int }{{14, 1, 10}, {16, 7, 12}, {21, 1, 20}, {36, 3, 35}, {41, 3, 40}, {61, 1, 60}} {
		s.Run(engine.Time(c.at) * engine.Second)
		known := s.Gauges.At(0).Known
		if known.Inside != float64(c.inside) || known.Taken != engine.Time(c.taken)*engine.Second || !known.Any {
			t.Errorf("at %d s %g parts are known, seen at %v; want %d, %d s", c.at, known.Inside, known.Taken, c.inside, c.taken)
		}
	}
}

// chosen has long and short jobs; the short ones go first, and to whichever mill has
// the shorter queue.
const chosen = `
[part.long]
[part.short]
[l]
kind = "line"
flow = ["in -> m -> a -> out", "m -> b -> out"]
[l.in]
kind = "source"
every = "1000 s"
batch = 4
mix = { long = 1, short = 1 }
[l.m]
kind = "machine"
cycle = { long = "20 s", short = "10 s" }
dispatch = "spt"
[l.a]
kind = "machine"
cycle = "1 s"
[l.b]
kind = "machine"
cycle = "1 s"
[l.out]
kind = "sink"
`

// TestAPersonDecides instead of the policy, once.
func TestAPersonDecides(t *testing.T) {
	p := parse(t, chosen)
	type told struct {
		taken, lapsed int
		second        uint64 // the first begins at once, when no other is there yet
		ways          []string
	}
	run := func(seed uint64, say func(*Sim, []uint64) error) (told, *Sim) {
		s := p.New(seed, 0)
		s.Run(500 * engine.Second)
		var parts []uint64
		s.Watch(func(e TraceEvent) { parts = append(parts, e.Part) }, PartMade)
		f := s.Fork()
		s.Run(1000 * engine.Second)
		s = f
		var out told
		begun := 0
		s.Watch(func(e TraceEvent) {
			place := p.places[e.Place].path
			switch {
			case e.Kind == Decided && e.Good:
				out.taken++
			case e.Kind == Decided:
				out.lapsed++
			case e.Kind == PartBegun && place == "l.m":
				if begun++; begun == 2 {
					out.second = e.Part
				}
			case e.Kind == PartMoved && (place == "l.a" || place == "l.b"):
				out.ways = append(out.ways, place)
			}
		}, Decided, PartBegun, PartMoved)
		if err := say(s, parts); err != nil {
			t.Fatal(err)
		}
		s.Run(1200 * engine.Second)
		return out, s
	}
	for seed := range uint64(8) {
		plain, _ := run(seed, func(*Sim, []uint64) error { return nil })
		for k := 1; k < 4; k++ {
			out, s := run(seed, func(s *Sim, parts []uint64) error {
				return errors.Join(s.Decide(Answer{Kind: decide.KindDispatch, Of: "l.m", Part: parts[k]}, 600*engine.Second, 0),
					s.Decide(Answer{Kind: decide.KindAssign, Of: "l.m", Place: "l.b"}, 600*engine.Second, 0))
			})
			again := p.New(seed, 0)
			for _, in := range s.Inputs() {
				again.Feed(in)
			}
			if again.Run(s.Now()); again.Hash() != s.Hash() {
				t.Errorf("seed %d: replayed, it comes to another end", seed)
			}
			if want := s.Inputs()[0].Key; out.second != want || out.taken != 2 || out.ways[0] != "l.b" || plain.ways[0] != "l.a" {
				t.Errorf("seed %d: %016x is second, want %016x; %d answers were taken; ways %v, by themselves %v", seed, out.second, want, out.taken, out.ways, plain.ways)
			}
		}
		out, s := run(seed, func(s *Sim, _ []uint64) error {
			return errors.Join(s.Decide(Answer{Kind: decide.KindDispatch, Of: "l.m", Part: 5}, 600*engine.Second, 0),
				s.Decide(Answer{Kind: decide.KindDispatch, Of: "l.m", No: true}, 600*engine.Second, 100*engine.Second))
		})
		if out.lapsed != 2 || out.taken != 0 || s.common().Lapsed != 2 || out.second != plain.second {
			t.Errorf("seed %d: %d answers lapsed (%d), %d taken", seed, out.lapsed, s.common().Lapsed, out.taken)
		}
	}
}

// TestBranchesAndResetsAreOnRecord: what they do is what Branch and ResetStats do.
func TestBranchesAndResetsAreOnRecord(t *testing.T) {
	p := parse(t, mm1)
	s := p.New(1, 0)
	s.Run(engine.Hour - 1)
	f := s.Fork()
	s.BranchAt(5, engine.Hour)
	s.ResetStatsAt(engine.Hour)
	s.Run(3 * engine.Hour)
	f.Run(engine.Hour)
	f = f.Branch(5)
	f.ResetStats()
	f.Run(3 * engine.Hour)
	if a, b := s.TypeStats.At(0), f.TypeStats.At(0); *a != *b || a.Done == 0 || s.common().StatsSince != engine.Hour {
		t.Errorf("%+v\n%+v", a, b)
	}
}
