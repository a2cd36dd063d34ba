package session_test

import (
	"slices"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/edit"
	"github.com/taktsim/takt/viewer/session"
)

// named is the gearbox works with another name for a place, and what is called how now.
func named(t *testing.T, path, to string) (*model.Model, map[string]string) {
	t.Helper()
	text := gearboxText(t)
	d, err := edit.New("", text, func(text []byte) (*model.Model, model.Problems) {
		return model.Parse("factory.toml", text, plant.Registry(), nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	renamed, err := d.Rename(path, to)
	if err != nil {
		t.Fatal(err)
	}
	return d.Model(), renamed
}

// figures are what the places of a session have done.
func figures(x *session.Session) (out []uint64) {
	for _, r := range x.Sim().Report().Rows {
		out = append(out, r.Parts, r.Inside, r.Failures)
	}
	return out
}

// TestARenamedPlaceKeepsItsPast: with an order that was given it on the way; one goes back
// to before, and forth again, and everything is as it was.
func TestARenamedPlaceKeepsItsPast(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	reach(t, x, engine.Hour)
	before := figures(x)
	reach(t, x, 2*engine.Hour)
	if err := x.Change(func(s *plant.Sim) error { return s.BreakPlace("wash.washer", "", s.Now(), engine.Hour) }); err != nil {
		t.Fatal(err)
	}
	reach(t, x, 6*engine.Hour)
	after := figures(x)
	m, renamed := named(t, "wash.washer", "bath")
	kept, err := x.Rename(m, renamed)
	if err != nil || !kept {
		t.Fatalf("its past is kept: %v; %v", kept, err)
	}
	if got := figures(x); !slices.Equal(got, after) {
		t.Errorf("renamed it has %v, had %v", got, after)
	}
	reach(t, x, engine.Hour)
	if got := figures(x); !slices.Equal(got, before) {
		t.Errorf("before the order it has %v, had %v", got, before)
	}
	if m.Node("wash.bath") == nil || x.Sim().Plant().Model() != m {
		t.Error("then it had its old name")
	}
	reach(t, x, 6*engine.Hour)
	if got := figures(x); !slices.Equal(got, after) {
		t.Errorf("forth again it has %v, had %v", got, after)
	}
	if share, ok := x.Log.Share("wash.bath", 0, plant.Down, 2*engine.Hour, 3*engine.Hour); !ok || share < .9 {
		t.Errorf("broken for an hour it was down %v of it", share)
	}
	went := 0
	reach(t, x, 8*engine.Hour)
	for _, f := range x.Log.Flows.Flows(m, x.Now(), session.FlowTime, nil) {
		if f.To == m.Node("wash.bath").Index && f.PerHour > 1 {
			went++
		}
	}
	if went == 0 {
		t.Error("nothing is told to go to it")
	}
}

// TestOfAChangedFactoryARenamedPlaceHasNoPast: it says so, and the run goes on.
func TestOfAChangedFactoryARenamedPlaceHasNoPast(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	reach(t, x, engine.Hour)
	faster, _ := x.Sim().Plant().Model().With([]model.Setting{{Path: []string{"wash", "washer", "parallel"}, Value: int64(3)}})
	if err := x.Edit(faster); err != nil {
		t.Fatal(err)
	}
	reach(t, x, 2*engine.Hour)
	before := figures(x)
	m, renamed := named(t, "wash.washer", "bath")
	kept, err := x.Rename(m, renamed)
	if err != nil || kept {
		t.Fatalf("kept: %v; %v", kept, err)
	}
	if got := figures(x); !slices.Equal(got, before) {
		t.Errorf("renamed it has %v, had %v", got, before)
	}
	if from, _ := x.Span(); from != 2*engine.Hour {
		t.Errorf("one can go back to %v", from)
	}
	reach(t, x, 4*engine.Hour)
	flows := x.Log.Flows.Flows(m, x.Now(), session.FlowTime, nil)
	if len(flows) == 0 {
		t.Error("after it nothing goes anywhere")
	}
}
