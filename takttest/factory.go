package takttest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Factory is a factory under test.
type Factory struct {
	Model *model.Model

	t      testing.TB
	plant  *plant.Plant
	seed   uint64
	warmUp time.Duration
}

// Load reads a factory file with the tables that it names. The test ends here when
// there is a mistake in it.
func Load(t testing.TB, path string) *Factory {
	t.Helper()
	m, problems := model.Load(path, plant.Registry())
	return checked(t, m, problems)
}

// Parse reads a factory from TOML text. Tables that it names are looked for in the
// package's folder.
func Parse(t testing.TB, toml string) *Factory {
	t.Helper()
	m, problems := model.Parse("factory.toml", []byte(toml), plant.Registry(), func(name string) ([]byte, error) {
		return os.ReadFile(filepath.FromSlash(name))
	})
	return checked(t, m, problems)
}

// New begins a factory in code; see model.Builder for how to go on, and Build for
// how to end.
func New(title string) *model.Builder { return model.New(title, plant.Registry()) }

// Build takes a factory that was built in code.
func Build(t testing.TB, b *model.Builder) *Factory {
	t.Helper()
	m, problems := b.Model()
	return checked(t, m, problems)
}

// Of takes a model that is there already.
func Of(t testing.TB, m *model.Model) *Factory {
	t.Helper()
	return checked(t, m, nil)
}

func checked(t testing.TB, m *model.Model, problems model.Problems) *Factory {
	t.Helper()
	for _, p := range problems.Errors() {
		t.Error(p.Detail())
	}
	for _, p := range problems.Warnings() {
		t.Log(p.Detail())
	}
	if m == nil || len(problems.Errors()) > 0 {
		t.Fatal("the factory has mistakes")
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return &Factory{Model: m, t: t, plant: p, seed: 1}
}

// Seed is the factory with other luck; the first is 1.
func (f *Factory) Seed(seed uint64) *Factory {
	g := *f
	g.seed = seed
	return &g
}

// WarmUp is the factory with a beginning of every run that is run on top of it and
// not measured.
func (f *Factory) WarmUp(d time.Duration) *Factory {
	g := *f
	g.warmUp = d
	return &g
}

// For is the factory in the hands of another test, a parallel subtest for example,
// which is then the one to fail.
func (f *Factory) For(t testing.TB) *Factory {
	g := *f
	g.t = t
	return &g
}

// Start gives the state at time 0, for tests that go step by step.
func (f *Factory) Start() *plant.Sim { return f.plant.New(f.seed, 0) }

// Run runs the factory once for d of its own time.
func (f *Factory) Run(d time.Duration) *Result {
	f.t.Helper()
	s := f.Start()
	if f.warmUp > 0 {
		s.Run(engine.Time(f.warmUp))
		s.ResetStats()
	}
	s.Run(engine.Time(f.warmUp + d))
	if err := s.Endless(); err != nil {
		f.t.Fatal(err)
	}
	return &Result{Sim: s, Report: s.Report(), f: f}
}

// Short is full, or short when the tests run with -short.
func Short(full, short time.Duration) time.Duration {
	if testing.Short() {
		return short
	}
	return full
}
