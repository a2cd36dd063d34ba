package engine

import "testing"

type spinner struct {
	World
}

func TestStuckReportsAnInstantThatNeverEnds(t *testing.T) {
	var s spinner
	s.Init()
	table := []Handler[spinner]{nil, func(s *spinner, e Event) { s.Soon(PhaseDecide, 1, 7, 0) }}
	s.At(Minute, PhaseCompletion, 1, 7, 0)
	Run(&s, &s.World, table, Hour)
	e, stuck := s.Stuck()
	if !stuck || s.Now() != Minute || e.Kind != 1 || e.Target != 7 {
		t.Fatalf("stuck %v at %v with %+v; want it at 1m, in kind 1 of target 7", stuck, s.Now(), e)
	}
	Run(&s, &s.World, table, Hour) // and it stays so
	if s.Now() != Minute {
		t.Errorf("it got out at %v", s.Now())
	}
}
