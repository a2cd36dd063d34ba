package scene

import (
	"slices"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine/model"
)

// flowTo is a flow of a model by paths.
func flowTo(t *testing.T, m *model.Model, from, to string, perHour float64) Flow {
	t.Helper()
	a, b := m.Node(from), m.Node(to)
	if a == nil || b == nil {
		t.Fatalf("there is no %s or %s", from, to)
	}
	return Flow{From: a.Index, To: b.Index, PerHour: perHour}
}

func gearboxFlows(t *testing.T, m *model.Model) []Flow {
	return []Flow{
		flowTo(t, m, "machining.line-1.queue", "wash.in", 30), flowTo(t, m, "machining.line-2.queue", "wash.in", 30),
		flowTo(t, m, "wash.in", "wash.washer", 60), flowTo(t, m, "wash.washer", "wash.check", 60),
		flowTo(t, m, "wash.check", "wash.dock", 54), flowTo(t, m, "wash.check", "wash.rework", 6), flowTo(t, m, "wash.rework", "wash.dock", 6),
	}
}

// TestBandsAreAsWideAsTheirFlows, those of one gate side by side, with a head at the end.
func TestBandsAreAsWideAsTheirFlows(t *testing.T) {
	m := scenario(t, "00-gearbox")
	s, sim := New(m), run(t, m)
	v := overview(s)
	v.Flows = gearboxFlows(t, m)
	f := s.Frame(sim, 0, v)
	widths := map[float32]int{}
	heads := 0
	for _, b := range f.Bands {
		if b.End == 0 {
			heads++
			continue
		}
		widths[b.Width]++
	}
	if heads != len(v.Flows) {
		t.Errorf("%d heads of %d flows", heads, len(v.Flows))
	}
	for _, want := range []float32{1.2, .6, .12} { // of 60, 30 and 6 an hour; 60 is the most
		if !slices.ContainsFunc(f.Bands, func(b Band) bool { return b.Width > want-.001 && b.Width < want+.001 }) {
			t.Errorf("no band is %v m wide: %v", want, widths)
		}
	}
	// What goes into the conveyor from two queues does not lie over each other there.
	tips := f.Bands[:0:0]
	for _, b := range f.Bands {
		if b.End == 0 && b.Width > .6 && b.Width < 1 {
			tips = append(tips, b)
		}
	}
	if len(tips) != 2 || tips[0].To.Sub(tips[1].To).Len() < .599 {
		t.Errorf("the two flows of 30 an hour end as %v", tips)
	}
	if !slices.ContainsFunc(f.Bands, func(b Band) bool { return b.Color == badFlow }) {
		t.Error("what is not good has the colour of what is")
	}
	small := 0
	for _, l := range f.Labels {
		if l.Small {
			small++
		}
	}
	if small < 3 {
		t.Errorf("%d numbers stand on the bands", small)
	}
	v.Flows = nil
	if f := s.Frame(sim, 0, v); len(f.Bands) > 0 || f.Floor != &s.floor || slices.ContainsFunc(f.Labels, func(l Label) bool { return l.Small }) {
		t.Error("there are bands that nobody asked for")
	}
}

// TestWaysGoAround what stands there, where they can.
func TestWaysGoAround(t *testing.T) {
	for name, m := range all(t) {
		s := New(m)
		w := newWays(s)
		ways, through := 0, 0
		for _, e := range m.Edges {
			way := w.between(e.From, e.To)
			a, b := s.gate(e.From, e.To, true)
			if way[0] != a || length(way) < way[len(way)-1].Sub(a).Len()-1e-3 {
				t.Errorf("%s: %s to %s begins at %v, not %v %v", name, e.From.Path, e.To.Path, way[0], a, b)
			}
			ways++
			for k := 0; k <= 200; k++ {
				if p := along(way, float32(k)/200); s.under(p, e.From, e.To) {
					through++
					break
				}
			}
		}
		if through*10 > ways {
			t.Errorf("%s: %d of %d ways lead under things", name, through, ways)
		}
	}
}

// under reports whether a point of the floor lies under something else than two places.
func (s *Scene) under(p mgl32.Vec2, but ...*model.Node) bool {
	for i, n := range s.Model.Nodes {
		if n.Kind.Level || n.Kind.Name == "building" || len(s.looks[i].body) == 0 || slices.Contains(but, n) {
			continue
		}
		lo, hi := s.Sites[i].Box()
		if q := mgl32.TransformCoordinate(p.Vec3(0), s.Sites[i].Pose.Inv()); q.X() > lo.X() && q.X() < hi.X() && q.Y() > lo.Y() && q.Y() < hi.Y() {
			return true
		}
	}
	return false
}

// TestOddFlows are left out.
func TestOddFlows(t *testing.T) {
	m := scenario(t, "00-gearbox")
	s, sim := New(m), run(t, m)
	v := overview(s)
	v.Flows = []Flow{{From: -1, To: 3, PerHour: 3}, {From: 2, To: 1 << 20, PerHour: 3}, {From: 4, To: 4, PerHour: 1}, {From: 4, To: 5}, {From: 0, To: 0, Part: 99, PerHour: 2}}
	_ = s.Frame(sim, 0, v) // it must not panic
	v.Flows = []Flow{{From: 4, To: 5}}
	if f := s.Frame(sim, 0, v); len(f.Bands) > 0 {
		t.Errorf("of nothing there are bands %v", f.Bands)
	}
}
