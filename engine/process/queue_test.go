package process_test

import (
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
)

// law makes a law of a distribution that a test knows to be right.
func law(t testing.TB, m *process.Model, name string, d random.Dist, err error) *process.Law {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return m.Law(name, d)
}

func exponential(t testing.TB, m *process.Model, name string, mean float64) *process.Law {
	t.Helper()
	d, err := random.Exponential(mean)
	return law(t, m, name, d, err)
}

func compile(t testing.TB, m *process.Model) *process.Code {
	t.Helper()
	code, err := m.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func run(t testing.TB, s *process.Sim, until engine.Time) {
	t.Helper()
	if err := s.Run(until); err != nil {
		t.Fatal(err)
	}
}

func TestTry(t *testing.T) {
	m := process.NewModel()
	gap, service := exponential(t, m, "gap", 1/.9), exponential(t, m, "service", 1)
	counter := m.Resource("counter", 1)
	customer := m.Program("customer", process.Use(counter, process.Hold(service)))
	m.Start(m.Program("door", process.Forever(process.Hold(gap), process.Spawn(customer))), 1)
	s := compile(t, m).New(1, 0)
	run(t, s, 12*engine.Day)
	t.Logf("%+v %d", counter.Stats(s), s.Steps())
}
