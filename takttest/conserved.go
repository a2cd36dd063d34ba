package takttest

import (
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Conserved fails the test when a part or a moment of time got lost in a state:
//
//   - the times of the states of every piece of equipment add up to the time that
//     was measured, exactly;
//   - there are as many parts of each type as were counted in and not out;
//   - from the start of the plant on, parts born = done + scrapped + taken apart +
//     turned away + inside, but for those that went into assemblies.
func Conserved(t testing.TB, s *plant.Sim) {
	t.Helper()
	r := s.Report()
	for i := range r.Rows {
		row := &r.Rows[i]
		sum := engine.Time(0)
		for _, d := range row.Times {
			sum += d
		}
		if want := engine.Time(row.Slots) * row.Elapsed; sum != want {
			t.Errorf("%s: its states add up to %v, want %v", row.Node.Path, sum, want)
		}
	}
	present(t, s, r)
	if r.Since == 0 {
		balance(t, s, r)
	}
}

// present compares the parts there are with those that are counted.
func present(t testing.TB, s *plant.Sim, r *plant.Report) {
	t.Helper()
	nodes := s.Plant().Model().Nodes
	inside := map[plant.PartRef]bool{}
	for _, p := range s.Parts.All {
		for c := p.Child; !c.None(); c = s.Parts.At(c.Index).Next {
			inside[c] = true
		}
	}
	count := make([]uint64, len(r.Types))
	for i, p := range s.Parts.All {
		if inside[s.Parts.Ref(i)] {
			continue
		}
		// What stands ready at a source without a rhythm has not come in yet.
		if src, ok := nodes[p.Place].Spec.(*plant.Source); ok && src.Every.IsZero() && !src.Orders {
			continue
		}
		count[p.Type]++
	}
	for i := range r.Types {
		if st := &r.Types[i]; count[i] != st.Stat.Inside {
			t.Errorf("part %s: %d in the plant, %d counted", st.Part.Name, count[i], st.Stat.Inside)
		}
	}
}

// balance compares what came in with what went out and what is there.
func balance(t testing.TB, s *plant.Sim, r *plant.Report) {
	t.Helper()
	used := map[int]bool{} // types that go into assemblies
	for _, p := range s.Plant().Model().Parts {
		for _, c := range p.BOM {
			used[c.Part.Index] = true
		}
	}
	lost, gone := int64(0), int64(0)
	for i := range r.Rows {
		if r.Rows[i].Node.Is("source") {
			lost += int64(r.Rows[i].Lost)
		}
	}
	for i := range r.Types {
		st := &r.Types[i].Stat
		open := int64(st.Born) - int64(st.Done+st.Scrapped+st.Apart+st.Displaced+st.Inside)
		if used[i] {
			continue
		}
		gone += open
		if open < 0 || lost == 0 && open != 0 {
			t.Errorf("part %s: %d born, but %d done, %d scrapped, %d taken apart, %d displaced and %d inside",
				r.Types[i].Part.Name, st.Born, st.Done, st.Scrapped, st.Apart, st.Displaced, st.Inside)
		}
	}
	if len(used) == 0 && gone != lost {
		t.Errorf("%d parts are gone, %d were turned away", gone, lost)
	}
}
