package job

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
	"github.com/taktsim/takt/engine/random"
)

var update = flag.Bool("update", false, "write scenarios/fingerprints.txt anew")

var goldenFile = filepath.Join("..", "..", "..", "..", "scenarios", "fingerprints.txt")

// Every variant of every scenario runs as it did when the table was written,
// whatever the number of workers, and whether it runs whole or is forked at some
// instant and the fork runs on.
func TestScenariosKeepTheirFingerprints(t *testing.T) {
	fresh := Printer{Options: Options{Workers: 2}}
	now, err := fresh.Prints(t.Context(), Present())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(goldenFile, FormatPrints(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatalf("%v; go test ./cmd/takt/internal/job -update writes it", err)
	}
	golden, err := ParsePrints(text)
	if err != nil {
		t.Fatalf("%s: %v", goldenFile, err)
	}
	for _, m := range ComparePrints(golden, now) {
		t.Errorf("%s: moved: %s (gone: %v); where this is meant, go test ./cmd/takt/internal/job -update", m.Key, strings.Join(m.What, ", "), m.Gone)
	}
	for _, workers := range []int{1, 3, 7} {
		p := Printer{Options: Options{Workers: workers}, Run: forked}
		again, err := p.Prints(t.Context(), Present())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ComparePrints(now, again) {
			t.Errorf("%s: forked, with %d workers, it differs in %s", m.Key, workers, strings.Join(m.What, ", "))
		}
		if testing.Short() {
			break
		}
	}
}

// forked makes a run of which a fork at an instant by lot runs on.
func forked(run *Single, p *Print) error {
	t := trail.Follow(run.Sim)
	at := engine.Time(random.NewKey(1, 0, random.PathHash(p.Key())).U(0) * float64(p.Horizon))
	run.Sim.Run(at)
	s, f := t.Fork()
	s.Run(p.Horizon)
	p.Print = f.Print()
	return s.Endless()
}

// The baseline of every scenario ends as it does when it is left alone, also when at
// an instant by lot it is forked, stored and restored, rewound, or migrated to its
// own plant.
func TestBaselinesEndTheSameWhateverDetourTheyTake(t *testing.T) {
	ways := map[string]func(s *plant.Sim, horizon engine.Time) (*plant.Sim, error){
		"forked":   func(s *plant.Sim, _ engine.Time) (*plant.Sim, error) { return s.Fork(), nil },
		"restored": func(s *plant.Sim, _ engine.Time) (*plant.Sim, error) { return s.Plant().Restore(s.Snapshot(nil)) },
		"migrated": func(s *plant.Sim, _ engine.Time) (*plant.Sim, error) {
			f, rep, err := s.Plant().Migrate(s, nil)
			if err == nil && !rep.Same() {
				err = errors.New(rep.String())
			}
			return f, err
		},
		"rewound": func(s *plant.Sim, horizon engine.Time) (*plant.Sim, error) {
			at, tape := s.Now(), plant.NewTape(s, 1<<20)
			tape.Run(horizon)
			return tape.Live(), tape.Rewind(at)
		},
	}
	for _, folder := range Present() {
		j, problems, err := Load(folder, Options{WarmUp: "0 s"})
		if err == nil {
			err = problems.Err()
		}
		if err != nil {
			t.Fatal(err)
		}
		horizon := min(UsualHorizon, j.Lab.Length)
		run := func() *plant.Sim {
			s, err := j.Lab.Start(0, 0)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		whole := run()
		whole.Run(horizon)
		for name, way := range ways {
			s := run()
			s.Run(engine.Time(random.NewKey(2, 0, random.PathHash(folder+name)).U(0) * float64(horizon)))
			at := s.Now()
			s, err := way(s, horizon)
			if err != nil {
				t.Errorf("%s at %v: %v", folder, at, err)
				continue
			}
			s.Run(horizon)
			if a, b := whole.Hash(), s.Hash(); a != b {
				t.Errorf("%s, %s at %v, ends as %x, not as %x", folder, name, at, b, a)
			}
		}
	}
}

// What is written is read, names with blanks included.
func TestTablesOfFingerprintsComeBack(t *testing.T) {
	name := rapid.StringMatching(`[a-z0-9-]+(=[a-z0-9.]+ [a-z]+)?`)
	word := rapid.StringMatching(`[a-z0-9./-]+`)
	rapid.Check(t, func(t *rapid.T) {
		var list []Print
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			u := func() uint64 { return rapid.Uint64().Draw(t, "number") }
			list = append(list, Print{
				Scenario: word.Draw(t, "scenario"), Case: name.Draw(t, "case"), Seed: u(), Horizon: engine.Second * engine.Time(rapid.IntRange(1, 1e7).Draw(t, "s")),
				Print: trail.Print{Events: u(), Order: u(), Times: u(), Stats: u()},
			})
		}
		text := FormatPrints(list)
		back, err := ParsePrints(text)
		if err != nil || !slices.Equal(list, back) {
			t.Fatalf("%v\n%s\ncomes back as %v, %v", list, text, back, err)
		}
	})
}

func TestWhatMoved(t *testing.T) {
	row := func(name string, order uint64) Print {
		return Print{Scenario: "s", Case: name, Seed: 1, Horizon: engine.Hour, Print: trail.Print{Order: order}}
	}
	got := fmt.Sprint(ComparePrints([]Print{row("a", 1), row("b", 1), row("c", 1)}, []Print{row("b", 2), row("a", 1), row("d", 1)}))
	want := "[{s, b, seed 1, 1h [order] false} {s, d, seed 1, 1h [] false} {s, c, seed 1, 1h [] true}]"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func FuzzParsePrints(f *testing.F) {
	f.Add(FormatPrints([]Print{{Scenario: "a", Case: "b c"}}))
	f.Add([]byte("scenario case\n1 2 3"))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := ParsePrints(text)
		if err != nil {
			return
		}
		out := FormatPrints(list)
		again, err := ParsePrints(out)
		if err != nil || !bytes.Equal(FormatPrints(again), out) {
			t.Errorf("%q is read as %v, which comes back as %v, %v", text, list, again, err)
		}
	})
}
