package plant

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// drawEdited is a random plant with one or two edits in which there are other
// things: of another plant, or of itself with strangers.
func drawEdited(t *rapid.T) (p *Plant, paths, sources []string) {
	p, text, paths, sources := drawPlant(t)
	var models []*model.Model
	for range rapid.IntRange(1, 2).Draw(t, "edits") {
		if rapid.Bool().Draw(t, "grows") {
			models = append(models, parse(t, text+strangers).Model())
			continue
		}
		q, _, _, _ := drawPlant(t)
		models = append(models, q.Model())
	}
	p, err := p.WithEdits(models)
	if err != nil {
		t.Fatal(err)
	}
	return p, paths, sources
}

// TestRunsAcrossEditsOfAnotherShape are conserved, and come to the same end whole,
// forked, restored, rewound and replayed.
func TestRunsAcrossEditsOfAnotherShape(t *testing.T) {
	remade := 0
	rapid.Check(t, func(t *rapid.T) {
		p, paths, sources := drawEdited(t)
		seed := drawSeed(t)
		tape := NewTape(p.New(seed, 0), rapid.SampledFrom([]int{0, 50_000, 1 << 20}).Draw(t, "budget"))
		s := tape.Live()
		guard(t, s)
		file := new(bytes.Buffer)
		rec, err := Record(file, s, "v1")
		if err != nil {
			t.Fatal(err)
		}
		drawInputs(t, s, paths, sources)
		for k := range rapid.IntRange(1, 3).Draw(t, "turns") {
			if err := s.Edit(rapid.IntRange(0, len(p.edits)-1).Draw(t, "edit"), drawTime(t, engine.Time(k+1)*engine.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		warm := p.New(seed+1, 3)
		warm.Run(engine.Minute)
		stops := append(drawStops(t, 4), 3*engine.Hour)
		others := []*Sim{warm}
		stood := map[engine.Time]engine.Fingerprint{}
		for _, at := range stops {
			was := s.plant
			tape.Run(at)
			if s.plant != was && !s.plant.sameShape(was) {
				remade++
			}
			stood[at] = s.Hash()
			if err := rec.Mark(); err != nil {
				t.Fatal(err)
			}
			if errs := slices.Concat(auditOf(s, true), account(s)); len(errs) > 0 {
				t.Fatalf("at %v:\n%s", at, strings.Join(errs, "\n"))
			}
			for i, o := range others {
				if o.Run(at); i > 0 && o.Hash() != stood[at] {
					t.Fatalf("copy %d is different at %v", i, at)
				}
			}
			f, err := p.Restore(s.Snapshot(nil))
			if err != nil {
				t.Fatal(err)
			}
			s.ForkInto(warm)
			others = append(others, f, s.Fork())
		}
		end := stops[len(stops)-1]
		for _, at := range stops {
			if f, err := tape.StateAt(at); err != nil || f.Hash() != stood[at] {
				t.Fatalf("at %v StateAt gives another state: %v", at, err)
			}
		}
		if err := tape.Rewind(min(drawTime(t, end), end)); err != nil {
			t.Fatal(err)
		}
		if tape.Run(end); s.Hash() != stood[end] {
			t.Fatal("run again after a rewind, it comes to another end")
		}
		again, err := read(t, file.Bytes()).Replay(p, "v1", 1<<20)
		if err != nil || again.Met != len(stops) {
			t.Fatalf("%v, %v; %d marks", again, err, len(stops))
		}
	})
	if !testing.Short() && remade < 40 {
		t.Errorf("a state was remade %d times; the test tests little", remade)
	}
}

// remadeLine is the line of migrate_test.go, with two mills as its edit 0 and
// without its buffer as its edit 1.
func remadeLine(tb testing.TB) *Plant {
	p := parse(tb, migrated)
	with, problems := p.Model().With([]model.Setting{{Path: []string{"a", "m2", "parallel"}, Value: int64(2)}})
	if err := problems.Err(); err != nil {
		tb.Fatal(err)
	}
	without := parse(tb, strings.NewReplacer("-> b ", "", "[a.b]\nkind = \"buffer\"\nroom = 5\n", "").Replace(migrated))
	p, err := p.WithEdits([]*model.Model{with, without.Model()})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// TestAnEditGoesTheWayOfMigrate: the running state becomes what Migrate makes of it.
func TestAnEditGoesTheWayOfMigrate(t *testing.T) {
	p := remadeLine(t)
	for k, e := range p.edits {
		s := p.New(1, 0)
		s.Run(20*engine.Minute - 1)
		f := s.Fork()
		held := engine.Hold(&s.World, s.Slots.Ref(2))
		if err := s.Edit(k, 20*engine.Minute); err != nil {
			t.Fatal(err)
		}
		s.Run(20 * engine.Minute)
		if s.Plant() != e || s.common().Edit != uint32(k)+1 || s.Places.Len() != len(e.places) {
			t.Fatalf("edit %d: it is in edit %d", k, s.common().Edit)
		}
		if s.Slots.Get(held.Ref(&s.World)) != nil {
			t.Error("a handle of before the edit names something after it")
		}
		f.Run(20 * engine.Minute)
		f, _, err := e.Migrate(f, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, sim := range []*Sim{s, f} {
			sim.Run(2 * engine.Hour)
		}
		if a, b := s.TypeStats.At(0).Done, f.TypeStats.At(0).Done; a != b || a < 200 {
			t.Errorf("edit %d: %d parts are made, migrated %d", k, a, b)
		}
	}
}

// TestWhoWatchesIsToldOfAnotherPlant: what is told after PlanChanged is whole by
// itself, and tells the state to the end.
func TestWhoWatchesIsToldOfAnotherPlant(t *testing.T) {
	p := remadeLine(t)
	s := p.New(1, 0)
	parts, states := map[uint64]uint32{}, map[uint32]State{}
	changed, displaced := 0, 0
	s.Watch(func(e TraceEvent) {
		switch {
		case e.Kind == PlanChanged:
			clear(parts)
			clear(states)
			changed++
		case e.Kind == StateChanged:
			states[e.Slot-1] = e.State
		case e.Kind.EndsPart():
			if _, ok := parts[e.Part]; !ok {
				t.Errorf("a part ends (%v) that is not there", e.Kind)
			}
			if e.Kind == PartDisplaced {
				displaced++
			}
			delete(parts, e.Part)
		case e.Kind.OfPart() && e.Kind != PartChosen && e.Kind != WayChosen:
			parts[e.Part] = e.Place
		}
	})
	err := errors.Join(s.Edit(0, engine.Hour), s.Edit(1, 2*engine.Hour), s.BreakPlace("a.m2", "", 90*engine.Minute, 50*engine.Minute))
	if err != nil {
		t.Fatal(err)
	}
	s.Run(3 * engine.Hour)
	image := s.Snapshot(nil)
	s.Run(4 * engine.Hour)
	if err := s.Restore(image); err != nil {
		t.Fatal(err)
	}
	s.Run(5 * engine.Hour)
	wantParts, wantStates := map[uint64]uint32{}, map[uint32]State{}
	for _, p := range s.Parts.All {
		wantParts[p.ID] = p.Place
	}
	for i, slot := range s.Slots.All {
		wantStates[i] = slot.State
	}
	if d := cmp.Diff(wantParts, parts) + cmp.Diff(wantStates, states); d != "" {
		t.Error(d)
	}
	if changed != 3 || displaced != 5 || s.common().Displaced != 5 {
		t.Errorf("told of %d changes and %d parts displaced; want 3 and 5 (%d)", changed, displaced, s.common().Displaced)
	}
}
