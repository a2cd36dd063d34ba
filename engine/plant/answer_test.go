package plant

import (
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
)

// say has a person give answers, in this order, from an instant in seconds on.
func say(t *testing.T, s *Sim, at int, answers ...Answer) {
	t.Helper()
	for _, a := range answers {
		if err := s.Decide(a, engine.Time(at)*engine.Second, 0); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAPersonLetsPartsIn over the limit, or holds them back below it.
func TestAPersonLetsPartsIn(t *testing.T) {
	p := parse(t, `
[part.a]
[l]
kind = "line"
wip-limit = 2
flow = "in -> m -> out"
[l.in]
kind = "source"
part = "a"
every = "10 s"
when-full = "queue"
[l.m]
kind = "machine"
cycle = "35 s"
queue = "unlimited"
[l.out]
kind = "sink"
`)
	in := Answer{Kind: decide.KindRelease, Of: "l.in"}
	no := in
	no.No = true
	for _, c := range []struct {
		name       string
		said       int
		answers    []Answer
		at, inside int
	}{
		{"nothing, one part", 0, nil, 15, 1}, {"nothing, two parts", 0, nil, 25, 2}, {"nothing, at the limit", 0, nil, 35, 2},
		{"yes at the limit", 25, []Answer{in}, 35, 3}, {"no below the limit", 15, []Answer{no}, 25, 1},
		{"no, and yes to the question after it", 5, []Answer{no, in}, 15, 0},
	} {
		s := p.New(1, 0)
		say(t, s, c.said, c.answers...)
		s.Run(engine.Time(c.at) * engine.Second)
		if n := s.Places.At(p.index["l"]).WIP; int(n) != c.inside {
			t.Errorf("%s: %d parts are inside at %d s, want %d", c.name, n, c.at, c.inside)
		}
	}
}

// TestANoIsForATime: the question comes again when that is over, or when the next answer
// comes in. Nothing else happens that would have it asked.
func TestANoIsForATime(t *testing.T) {
	p := parse(t, `
[part.a]
[l]
kind = "line"
wip-limit = 1
flow = ["in -> m -> out", "in -> n -> out"]
[l.in]
kind = "source"
part = "a"
first = "10 s"
every = "5 s"
[l.m]
kind = "machine"
cycle = "30 s"
[l.n]
kind = "machine"
cycle = "30 s"
[l.out]
kind = "sink"
`)
	no := Answer{Kind: decide.KindRelease, Of: "l.in", No: true}
	yes := Answer{Kind: decide.KindRelease, Of: "l.in"}
	for _, c := range []struct {
		name  string
		until int // s; 0: for good
		yes   int // s; 0: never
		first int // s; the first part comes in; 0: none does
	}{{"for a time", 100, 0, 100}, {"for good", 0, 0, 0}, {"until a yes", 0, 50, 50}, {"for a time, until a yes", 100, 50, 50}} {
		s := p.New(1, 0)
		first := engine.Never
		s.Watch(func(e TraceEvent) { first = min(first, e.At) }, PartMade)
		if err := s.Decide(no, 0, engine.Time(c.until)*engine.Second); err != nil {
			t.Fatal(err)
		}
		if c.yes > 0 {
			say(t, s, c.yes, yes)
		}
		s.Run(300 * engine.Second)
		want := engine.Never
		if c.first > 0 {
			want = engine.Time(c.first) * engine.Second
		}
		if first != want {
			t.Errorf("no %s: the first part comes at %v, want %v", c.name, first, want)
		}
	}
}

// TestAPersonInspects what the rule would let pass, or the other way round; of several
// answers the first is for the first question.
func TestAPersonInspects(t *testing.T) {
	yes, no := Answer{Kind: decide.KindInspect, Of: "l.check"}, Answer{Kind: decide.KindInspect, Of: "l.check", No: true}
	for _, c := range []struct {
		share   string
		answers []Answer
		skipped [3]uint64 // of the first part, the first two, the first three
	}{
		{"0 %", nil, [3]uint64{1, 2, 3}}, {"0 %", []Answer{yes}, [3]uint64{0, 1, 2}}, {"100 %", []Answer{no}, [3]uint64{1, 1, 1}},
		{"0 %", []Answer{yes, no}, [3]uint64{0, 1, 2}}, {"100 %", []Answer{yes, no}, [3]uint64{0, 1, 1}},
	} {
		s := parse(t, `
[part.a]
[l]
kind = "line"
flow = "in -> check -> out"
[l.in]
kind = "source"
part = "a"
every = "10 s"
[l.check]
kind = "station"
cycle = "1 s"
yield = "90 %"
inspect = { rule = "share", share = "`+c.share+`" }
[l.out]
kind = "sink"
`).New(1, 0)
		say(t, s, 0, c.answers...)
		for k, want := range c.skipped {
			s.Run(engine.Time(10*k+15) * engine.Second)
			if n := s.CheckStats.At(0).Skipped; n != want {
				t.Errorf("share %s, %d answers: %d of %d parts passed unseen, want %d", c.share, len(c.answers), n, k+1, want)
			}
		}
	}
}

// TestAPersonSendsTheCrew to another machine than the rule would: a fitter to repair,
// an operator to work.
func TestAPersonSendsTheCrew(t *testing.T) {
	places, flow := "", []string{}
	for i, m := range []string{"a", "b", "c"} {
		flow = append(flow, `"in-`+m+` -> `+m+` -> out"`)
		places += "[l.in-" + m + "]\nkind = \"source\"\npart = \"" + m + "\"\nevery = \"1000 s\"\nfirst = \"" + string(rune('0'+i)) + " s\"\n" +
			"[l." + m + "]\nkind = \"machine\"\ncycle = \"10 s\"\nmtbf = \"constant(10" + string(rune('0'+i)) + " s)\"\nmttr = \"constant(50 s)\"\nfailure-clock = \"calendar\"\n" +
			"needs = [{ crew = \"op\", during = \"run\" }, { crew = \"fitter\", during = \"repair\" }]\n"
	}
	p := parse(t, "[part.a]\n[part.b]\n[part.c]\n[people.op]\nn = 1\nserves = \"urgent\"\n[people.fitter]\nn = 1\nrepairs = \"shortest-repair\"\n[l]\nkind = \"line\"\nflow = ["+
		strings.Join(flow, ", ")+"]\n[l.out]\nkind = \"sink\"\n"+places)
	for _, c := range []struct {
		answers []Answer
		want    string
	}{
		{nil, "finished a, finished b, finished c, repaired a, repaired b, repaired c"},
		{[]Answer{{Kind: decide.KindAssign, Of: "people.op", Place: "l.c"}, {Kind: decide.KindMaintain, Of: "people.fitter", Place: "l.c"}},
			"finished a, finished c, finished b, repaired a, repaired c, repaired b"},
	} {
		s := p.New(1, 0)
		var got []string
		s.Watch(func(e TraceEvent) {
			got = append(got, e.Kind.String()+" "+strings.TrimPrefix(p.places[e.Place].path, "l."))
		}, PartFinished, Repaired)
		say(t, s, 3, c.answers...)
		s.Run(260 * engine.Second)
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%d answers: %s; want %s", len(c.answers), text, c.want)
		}
	}
}

// TestAnAnswerWaitsUnderTheNewName when the place it is for, and the one it picks, have
// another one now; where its question is no more asked, it lapses.
func TestAnAnswerWaitsUnderTheNewName(t *testing.T) {
	s := parse(t, chosen).New(1, 0)
	s.Run(500 * engine.Second)
	say(t, s, 600, Answer{Kind: decide.KindAssign, Of: "l.m", Place: "l.b"})
	s.Run(700 * engine.Second)
	renamed := strings.NewReplacer("m -> b", "n -> c", "m -> a", "n -> a", "[l.m]", "[l.n]", "[l.b]", "[l.c]").Replace(chosen)
	f, rep := migrateTo(t, s, renamed, map[string]string{"l.m": "l.n", "l.b": "l.c"})
	if len(rep.Renamed) != 2 || len(rep.Added)+len(rep.Removed) > 0 {
		t.Fatalf("%s", rep)
	}
	var ways []string
	f.Watch(func(e TraceEvent) {
		if path := f.plant.places[e.Place].path; f.plant.places[e.From].path == "l.n" {
			ways = append(ways, path)
		}
	}, PartMoved)
	f.Run(1200 * engine.Second)
	if len(ways) == 0 || ways[0] != "l.c" || f.common().Lapsed != 0 || f.Forces.Live() != 0 {
		t.Errorf("the parts went to %v, %d answers lapsed, %d wait", ways, f.common().Lapsed, f.Forces.Live())
	}
	f, _ = migrateTo(t, s, strings.Replace(chosen, "[l.m]", "[l.m]\nprefer = \"first\"", 1), nil)
	if f.common().Lapsed != 1 || f.Forces.Live() != 0 {
		t.Errorf("nobody is asked for the way any more: %d answers lapsed, %d wait", f.common().Lapsed, f.Forces.Live())
	}
}
