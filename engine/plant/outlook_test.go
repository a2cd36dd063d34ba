package plant

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
)

// TestImaginedFuturesAreFutures: what is imagined obeys the laws of every state, and
// imagining leaves the state alone.
func TestImaginedFuturesAreFutures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		for _, at := range drawStops(t, 2) {
			s.Run(at)
			before := s.Hash()
			key := random.Key(rapid.Uint64().Draw(t, "key"))
			f, g := s.imagine(key, nil), s.imagine(key, nil)
			if s.Hash() != before {
				t.Fatal("imagining changed the state")
			}
			f.Run(at + 30*engine.Minute)
			g.Run(at + 30*engine.Minute)
			if f.Hash() != g.Hash() {
				t.Fatal("the same key gave two futures")
			}
			for _, err := range audit(f) {
				t.Fatalf("from %v on: %s", at, err)
			}
		}
	})
}

// TestCertainFuturesStayCertain: where nothing is left to chance, what is imagined
// is what comes.
func TestCertainFuturesStayCertain(t *testing.T) {
	p := parse(t, `
[factory]
[part.a]
[line]
kind = "line"
flow = "in -> one -> two -> out"
[line.in]
kind = "source"
part = "a"
every = "17 s"
[line.one]
kind = "machine"
cycle = "15 s"
mtbf = "constant(300 s)"
mttr = "constant(40 s)"
[line.two]
kind = "machine"
cycle = "13 s"
[line.out]
kind = "sink"
`)
	s := p.New(1, 0)
	s.Run(1234 * engine.Second)
	f := s.imagine(99, nil)
	s.Run(engine.Hour)
	f.Run(engine.Hour)
	for i, st := range s.Stats.All {
		if *st != *f.Stats.At(i) {
			t.Errorf("%s: %+v imagined, %+v came", p.places[i].path, *f.Stats.At(i), *st)
		}
	}
}

// eight jobs that are all there at the start, before one machine.
const eight = `
[factory]
[[orders]]
part = "long"
due = "30 s"
[[orders]]
part = "short"
due = "20 s"
[[orders]]
part = "short"
due = "100 s"
priority = 3
[part.long]
[part.short]
[line]
kind = "line"
flow = "in -> m -> out"
[line.in]
kind = "source"
orders = true
[line.m]
kind = "machine"
queue = "unlimited"
cycle = { long = "30 s", short = "10 s" }
dispatch = "watch"
[line.out]
kind = "sink"
`

// watcher keeps what its Outlook said the first time, and then takes the first.
type watcher struct {
	trial decide.Trial
	saw   *[][]decide.Outcome
}

func (w *watcher) Decide(v decide.View, r decide.Request) decide.Action {
	if look := v.Outlook(); look != nil && *w.saw == nil {
		*w.saw = look.Try(w.trial)
	}
	return decide.Take(0)
}

// watching is the registry with a watcher named "watch".
func watching(trial decide.Trial, saw *[][]decide.Outcome) *model.Registry {
	reg := Registry()
	decide.Register(reg, decide.Entry{Name: "watch", For: decide.KindDispatch, Doc: "Looks.", New: func() decide.Policy { return &watcher{trial: trial, saw: saw} }})
	return reg
}

// TestOutlookCounts: outcomes of a line of which every second is known. The rest
// after the first choice is first come, first served.
func TestOutlookCounts(t *testing.T) {
	var saw [][]decide.Outcome
	trial := decide.Trial{Actions: []decide.Action{decide.Take(0), decide.Take(1), decide.Take(2)}, Futures: 2, Horizon: 40 * engine.Second}
	parseWith(t, eight, watching(trial, &saw)).New(1, 0).Run(engine.Hour)
	// long 30, short 40 | 50, not out by the horizon: 40 + 10 of work.
	// Taking the second: 10, 40, 50. Taking the third: 10, 40, 50 too, but it is the one due later.
	want := []decide.Outcome{
		{Output: 2, Flow: 30 + 40 + 50, Tardy: 0 + 20, WIP: (3*30 + 2*10) / 40.0},
		{Output: 2, Flow: 10 + 40 + 50, Tardy: 10, WIP: (3*10 + 2*30) / 40.0},
		{Output: 2, Flow: 10 + 40 + 50, Tardy: 10 + 30, WIP: (3*10 + 2*30) / 40.0},
	}
	if len(saw) != 3 {
		t.Fatalf("outcomes of %d actions, want 3", len(saw))
	}
	for a := range want {
		for k, got := range saw[a] {
			got.WIP, want[a].WIP = math.Round(got.WIP*1e9), math.Round(want[a].WIP*1e9)
			if got != want[a] {
				t.Errorf("action %d, future %d: %+v, want %+v", a, k, got, want[a])
			}
			want[a].WIP /= 1e9
		}
	}
}

// TestFuturesAreShared: every action is tried in the same futures, and futures differ.
func TestFuturesAreShared(t *testing.T) {
	var saw [][]decide.Outcome
	trial := decide.Trial{Actions: []decide.Action{decide.Take(1), decide.Take(1)}, Futures: 5, Horizon: engine.Hour}
	s := parseWith(t, shopWith(decide.KindDispatch, `"watch"`), watching(trial, &saw)).New(1, 0)
	s.Run(engine.Hour)
	if saw == nil {
		t.Fatal("nobody looked")
	}
	for k := range saw[0] {
		if saw[0][k] != saw[1][k] {
			t.Errorf("future %d: %+v and %+v for the same action", k, saw[0][k], saw[1][k])
		}
		if k > 0 && saw[0][k] == saw[0][0] {
			t.Errorf("futures 0 and %d are the same: %+v", k, saw[0][0])
		}
	}
}

// TestNobodyForeseesInputs: an order to stop that is known to the log is not known to
// the outlook.
func TestNobodyForeseesInputs(t *testing.T) {
	look := func(stop bool) [][]decide.Outcome {
		var saw [][]decide.Outcome
		trial := decide.Trial{Actions: []decide.Action{decide.Take(0)}, Futures: 3, Horizon: engine.Hour}
		s := parseWith(t, shopWith(decide.KindDispatch, `"watch"`), watching(trial, &saw)).New(1, 0)
		s.RunWhile(engine.Hour, func(*Sim) bool { return saw == nil })
		at := s.Now()
		saw = nil
		s = parseWith(t, shopWith(decide.KindDispatch, `"watch"`), watching(trial, &saw)).New(1, 0)
		if stop {
			if err := s.StopPlace("shop", at+engine.Minute, 0); err != nil {
				t.Fatal(err)
			}
		}
		s.Run(engine.Hour)
		return saw
	}
	with, without := look(true), look(false)
	for k := range without[0] {
		if with[0][k] != without[0][k] {
			t.Errorf("future %d: %+v knowing that the shop will stop, %+v otherwise", k, with[0][k], without[0][k])
		}
	}
}
