package session_test

import (
	"slices"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/session"
)

// flowsOf counts the flows of a run from its trace alone.
func flowsOf(s *plant.Sim, until engine.Time, from engine.Time) map[[3]int]int {
	out := map[[3]int]int{}
	s.Watch(func(e plant.TraceEvent) {
		if e.At > from {
			out[[3]int{int(e.From), int(e.Place), int(e.Type)}]++
		}
	}, plant.PartMoved)
	s.Run(until)
	return out
}

// TestFlowsAreWhatWent, and are so again after going back and on, at the same instant.
func TestFlowsAreWhatWent(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	m := x.Sim().Plant().Model()
	want := flowsOf(gearbox(t).New(1, 0), 5*engine.Hour, 4*engine.Hour)
	goTo := func(at engine.Time) { reach(t, x, at) }
	check := func(flows []session.Flow) {
		t.Helper()
		if len(flows) != len(want) {
			t.Errorf("%d flows, want %d", len(flows), len(want))
		}
		for _, f := range flows {
			if n := want[[3]int{f.From, f.To, f.Part}]; float64(n) != f.PerHour {
				t.Errorf("%s to %s: %v an hour, want %d", m.Nodes[f.From].Path, m.Nodes[f.To].Path, f.PerHour, n)
			}
		}
	}
	goTo(5 * engine.Hour)
	first := x.Log.Flows.Flows(m, 5*engine.Hour, engine.Hour, nil)
	check(first)
	goTo(2 * engine.Hour)
	early := x.Log.Flows.Flows(m, 2*engine.Hour, engine.Hour, nil)
	goTo(7 * engine.Hour)
	check(x.Log.Flows.Flows(m, 5*engine.Hour, engine.Hour, nil))
	if again := x.Log.Flows.Flows(m, 2*engine.Hour, engine.Hour, nil); !slices.Equal(early, again) || len(early) == 0 {
		t.Error("the past is counted otherwise later")
	}
	// Another future: what is stopped sends nothing on.
	goTo(5 * engine.Hour)
	stopped := m.Node("machining.line-1.mill")
	if err := x.Change(func(s *plant.Sim) error { return s.StopPlace(stopped.Path, s.Now(), 0) }); err != nil {
		t.Fatal(err)
	}
	goTo(7 * engine.Hour)
	for _, f := range x.Log.Flows.Flows(m, 7*engine.Hour, engine.Hour, nil) {
		if f.From == stopped.Index {
			t.Errorf("%v parts an hour leave what is stopped", f.PerHour)
		}
	}
	check(x.Log.Flows.Flows(m, 5*engine.Hour, engine.Hour, nil))
}
