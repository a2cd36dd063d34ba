package lab_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// shaky is a line whose mill breaks down.
func shaky(t testing.TB, keys model.Keys) *plant.Sim {
	t.Helper()
	b := model.New("Shaky", plant.Registry())
	b.Part("gear", nil)
	l := b.Line("line")
	l.Add("store", "source", model.Keys{"part": "gear", "every": "exponential(70 s)", "when-full": "queue"})
	l.Add("mill", "machine", keys)
	l.Add("wash", "machine", model.Keys{"cycle": "triangular(20 s, 30 s, 40 s)"})
	l.Add("dock", "sink", nil)
	l.Flow("store -> mill -> wash -> dock")
	m, problems := b.Model()
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	s := p.New(7, 0)
	s.Run(10 * engine.Hour)
	return s
}

func forecast(t testing.TB, s *plant.Sim, horizon engine.Time, branches int, portion int) *lab.Forecast {
	t.Helper()
	f := lab.NewForecast(s, horizon, branches, 1)
	for !f.Finished() {
		if err := f.Work(portion); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// TestForecastInPortions: it is the same however it is worked out, and the state that it
// is of goes on as if nothing had been.
func TestForecastInPortions(t *testing.T) {
	s := shaky(t, model.Keys{"cycle": "60 s", "mtbf": "2 h", "mttr": "20 min"})
	before := s.Hash()
	a, b := forecast(t, s, 4*engine.Hour, 20, 1<<30), forecast(t, s, 4*engine.Hour, 20, 7)
	if s.Hash() != before {
		t.Error("the state has changed")
	}
	if p := b.Progress(); p.Done != 20 || p.Simulated != p.Total || p.Events == 0 {
		t.Errorf("at the end the progress is %+v", p)
	}
	if !reflect.DeepEqual(a.Output(), b.Output()) || !reflect.DeepEqual(a.Inside(), b.Inside()) {
		t.Error("in portions it comes out otherwise")
	}
	for i := range a.Model().Nodes {
		x, _ := a.Parts(i)
		y, _ := b.Parts(i)
		if x != y || a.Risk(i) != b.Risk(i) {
			t.Errorf("place %d: %v and %v, risk %v and %v", i, x, y, a.Risk(i), b.Risk(i))
		}
	}
	last := a.Output()[lab.ForecastSteps-1]
	if last.At != s.Now().Add(4*engine.Hour) || !(0 < last.Low && last.Low < last.Mid && last.Mid < last.High) {
		t.Errorf("the output is %+v", last)
	}
}

// TestForecastRisk: a machine that works all the time, and whose failures come at random,
// is broken within h with 1 - exp(-h/mtbf).
func TestForecastRisk(t *testing.T) {
	s := shaky(t, model.Keys{"cycle": "80 s", "mtbf": "exponential(8 h)", "mttr": "10 min"}) // slower than the source: it never waits
	mill := s.Plant().Model().Node("line.mill").Index
	wash := s.Plant().Model().Node("line.wash").Index
	const n = 2000
	f := forecast(t, s, 2*engine.Hour, n, 1<<30)
	want := 1 - math.Exp(-2./8)
	if got, sigma := f.Risk(mill), math.Sqrt(want*(1-want)/n); math.Abs(got-want) > 3*sigma {
		t.Errorf("the risk is %.4f, want %.4f within %.4f", got, want, 3*sigma)
	}
	if f.Risk(wash) != 0 {
		t.Errorf("what never breaks has a risk of %v", f.Risk(wash))
	}
	if err := s.BreakPlace("line.mill", "", s.Now(), engine.Hour); err != nil {
		t.Fatal(err)
	}
	s.Run(s.Now().Add(engine.Second))
	if f := forecast(t, s, engine.Hour, 5, 1<<30); f.Risk(mill) != 1 {
		t.Errorf("what is broken has a risk of %v", f.Risk(mill))
	}
}

// TestForecastHoldsWhatItSays: of other futures of the same state about four fifths end
// between Low and High, and as often below Mid as above.
func TestForecastHoldsWhatItSays(t *testing.T) {
	s := shaky(t, model.Keys{"cycle": "exponential(60 s)", "mtbf": "2 h", "mttr": "exponential(20 min)"})
	const n, futures = 400, 600
	f := forecast(t, s, 3*engine.Hour, n, 1<<30)
	store := s.Plant().Model().Node("line.store").Index
	done := func(s *plant.Sim) (n uint64) {
		for _, st := range s.TypeStats.All {
			n += st.Done
		}
		return n
	}
	output := f.Output()[lab.ForecastSteps-1]
	waiting, _ := f.Parts(store)
	var g plant.Glance
	var in, below, inLine int
	for k := range futures {
		x := s.Branch(uint64(k) + 1<<40)
		x.Run(f.To)
		switch y := float64(done(x) - done(s)); {
		case y < output.Low, y > output.High:
		default:
			in++
		}
		if float64(done(x)-done(s)) < output.Mid {
			below++
		}
		x.Glance(&g, f.To)
		if y := float64(g.Places[store].Inside); waiting.Low <= y && y <= waiting.High {
			inLine++
		}
	}
	// Ends that are whole numbers hold a little more than .8; three sigma of both samples.
	sigma := 3 * math.Sqrt(.8*.2*(1./futures+1./n))
	for what, got := range map[string]int{"output": in, "queue": inLine} {
		if x := float64(got) / futures; x < .8-sigma || x > .86+sigma {
			t.Errorf("%.3f of the futures' %s lie within, want about .8 to .86", x, what)
		}
	}
	if x, sigma := float64(below)/futures, 3*math.Sqrt(.25*(1./futures+1./n)); x < .44-sigma || x > .5+sigma {
		t.Errorf("%.3f of the futures have less output than the middle one", x)
	}
	if p, q := f.MoreThan(store, uint32(waiting.High)), f.MoreThan(store, uint32(waiting.Low)); p > .1 || q < .8 || f.MoreThan(store, 1<<31) != 0 {
		t.Errorf("more than the highest: %v, than the lowest: %v", p, q)
	}
}

func TestForecastOfNothing(t *testing.T) {
	s := shaky(t, model.Keys{"cycle": "60 s"})
	f := lab.NewForecast(s, -engine.Hour, 0, 1)
	if _, ok := f.Parts(0); ok || f.Output() != nil || f.Risk(1) != 0 || f.MoreThan(1, 0) != 0 || f.Finished() {
		t.Error("before any branch has arrived something is known")
	}
	if err := f.Work(1 << 20); err != nil || !f.Finished() {
		t.Fatal(err)
	}
	if _, ok := f.Parts(1 << 20); ok || f.Risk(1<<20) != 0 {
		t.Error("a place that is not there has a future")
	}
}

// What four hours may bring, by fifty futures of the present.
func ExampleForecast() {
	e, err := slowWasher()
	if err != nil {
		panic(err)
	}
	s, err := e.Start(0, 0)
	if err != nil {
		panic(err)
	}
	s.Run(engine.Hour)
	f := lab.NewForecast(s, 4*engine.Hour, 50, 1)
	for !f.Finished() {
		if err := f.Work(10_000); err != nil { // and draw a picture, or answer somebody
			panic(err)
		}
	}
	last := f.Output()[lab.ForecastSteps-1]
	fmt.Printf("in %v: %v to %v parts\n", f.To-f.From, last.Low, last.High)
	// Output: in 4h: 144 to 144 parts
}
