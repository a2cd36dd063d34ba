package scene

import (
	"reflect"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant"
)

func foretold(t testing.TB, sim *plant.Sim, ahead engine.Time) *lab.Forecast {
	t.Helper()
	f := lab.NewForecast(sim, ahead, 40, 1)
	for !f.Finished() {
		if err := f.Work(1 << 20); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// TestGhostsAreWhatMayCome: of every place as many as may be there besides what is, those
// that are less likely fainter, and labels say how many.
func TestGhostsAreWhatMayCome(t *testing.T) {
	m := scenario(t, "00-gearbox")
	sim := run(t, m)
	sim.Run(4 * engine.Hour)
	s := New(m)
	v := overview(s)
	if f := s.Frame(sim, sim.Now(), v); len(f.Ghosts) != 0 {
		t.Errorf("without a forecast there are %d ghosts", len(f.Ghosts))
	}
	v.Forecast = foretold(t, sim, 4*engine.Hour)
	f := s.Frame(sim, sim.Now(), v)
	count, faintest := map[uint32]int{}, map[uint32]float32{}
	for _, g := range f.Ghosts {
		if g.Opacity <= 0 || g.Opacity >= 1 {
			t.Errorf("a ghost of %s has an opacity of %v", m.Nodes[g.ID-1].Path, g.Opacity)
		}
		count[g.ID]++
		if low, seen := faintest[g.ID]; !seen || g.Opacity < low {
			faintest[g.ID] = g.Opacity
		}
	}
	queue := m.Node("machining.line-2.queue").Index
	in, _ := s.Count(queue)
	ahead, _ := v.Forecast.Parts(queue)
	want := 0
	for v.Forecast.MoreThan(queue, uint32(in+want)) >= unlikely {
		want++
	}
	if got := count[uint32(queue)+1]; got != want || want == 0 {
		t.Errorf("before %d parts and maybe %v there are %d ghosts, want %d", in, ahead, got, want)
	}
	noted := false
	for _, l := range f.Labels {
		noted = noted || strings.Contains(l.Note, " → ")
	}
	if !noted {
		t.Error("no label tells how many there may be")
	}
	a := copied(f)
	if b := New(m).Frame(sim, sim.Now(), v); !reflect.DeepEqual(a.Ghosts, b.Ghosts) {
		t.Error("the same state has other ghosts")
	}
	for k := 1; k < len(a.Ghosts); k++ {
		eye := v.Camera.Eye()
		if a.Ghosts[k-1].Pose.Col(3).Vec3().Sub(eye).Len() < a.Ghosts[k].Pose.Col(3).Vec3().Sub(eye).Len()-1e-4 {
			t.Error("a near ghost comes before a far one")
		}
	}
	if n := testing.AllocsPerRun(10, func() { s.Frame(sim, sim.Now(), v) }); n != 0 {
		t.Errorf("a frame with ghosts allots %v", n)
	}
}

// TestRiskIsHot: what may break is lit and says how likely that is.
func TestRiskIsHot(t *testing.T) {
	m := scenario(t, "00-gearbox")
	sim := run(t, m)
	sim.Run(4 * engine.Hour)
	s := New(m)
	v := overview(s)
	v.Heat = HeatRisk
	if f := s.Frame(sim, sim.Now(), v); len(f.Glow) != 0 {
		t.Error("without a forecast there is a risk")
	}
	v.Forecast = foretold(t, sim, 8*engine.Hour)
	lit, noted := s.Frame(sim, sim.Now(), v), 0
	risky := 0
	for i := range m.Nodes {
		if v.Forecast.Risk(i) > 0 {
			risky++
		}
	}
	for _, l := range lit.Labels {
		if strings.Contains(l.Note, "risk ") {
			noted++
		}
	}
	if len(lit.Glow) != risky || risky < 3 || noted == 0 {
		t.Errorf("%d places may break, %d are lit and %d labels say so", risky, len(lit.Glow), noted)
	}
	other := scenario(t, "00-gearbox") // of another factory it says nothing
	if f := New(other).Frame(run(t, other), 0, v); len(f.Glow)+len(f.Ghosts) != 0 {
		t.Error("the forecast of another factory is shown")
	}
}
