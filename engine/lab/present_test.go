package lab_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
)

// diary is what somebody keeps who watches a run.
type diary struct {
	first []uint32 // slot of the first body, by place
	slots [][]plant.TraceEvent
}

func keep(s *plant.Sim) *diary {
	d := &diary{slots: make([][]plant.TraceEvent, s.Slots.Len())}
	for i := range s.Plant().Model().Nodes {
		first, _ := s.Plant().SlotsOf(i)
		d.first = append(d.first, first)
	}
	s.Watch(func(e plant.TraceEvent) { d.slots[e.Slot-1] = append(d.slots[e.Slot-1], e) }, plant.StateChanged)
	return d
}

func (d *diary) past(place int, k uint32, each func(engine.Time, plant.State)) {
	for _, e := range d.slots[d.first[place]+k] {
		each(e.At, e.State)
	}
}

// TestPresentIsTheExperimentsAnswer: for one run, whoever watched it is told what an
// experiment of that run says; and after it has gone on and was taken back, again.
func TestPresentIsTheExperimentsAnswer(t *testing.T) {
	for seed := range 6 {
		text, err := sample.Factory(4+3*seed, uint64(seed+1))
		if err != nil {
			t.Fatal(err)
		}
		m := parse(t, string(text))
		e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: m}}, Length: 2 * engine.Day, Replications: 1, Seed: 1}
		want := answer(t, e).Cases[0].Bottleneck
		s, err := e.Start(0, 0)
		if err != nil {
			t.Fatal(err)
		}
		d := keep(s)
		s.Run(2 * engine.Day)
		then := s.Fork()
		same := func(got lab.Bottleneck) {
			t.Helper()
			if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmp.Comparer(func(a, b *model.Node) bool {
				return (a == nil) == (b == nil) && (a == nil || a.Path == b.Path)
			})); diff != "" {
				t.Errorf("plant %d: %s", seed, diff)
			}
		}
		same(lab.Present(s, 0, d.past))
		s.Run(3 * engine.Day)
		same(lab.Present(then, 0, d.past))
	}
}

// TestPresentOfNothing: a run that has not begun has no bottleneck, and one of which
// nothing was kept is judged by its statistics.
func TestPresentOfNothing(t *testing.T) {
	e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: parse(t, factory)}}, Length: engine.Day, Replications: 1, Seed: 1}
	s, err := e.Start(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(int, uint32, func(engine.Time, plant.State)) {}
	if b := lab.Present(s, 0, nothing); b.Node != nil {
		t.Errorf("before the first event %s holds the plant", b.Node.Path)
	}
	s.Run(engine.Day)
	if b := lab.Present(s, s.Now(), nothing); b.Node == nil || !b.ByActive {
		t.Errorf("with nothing kept: %+v", b)
	}
}
