package plant

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// runSteps runs s for n events, so that an instant may not be over.
func runSteps(s *Sim, n int) {
	end := s.Steps() + uint64(n)
	s.RunWhile(engine.Never, func(s *Sim) bool { return s.Steps() < end })
}

// edited is a plant whose server is slow as its edit 0 and fast as its edit 1.
func edited(tb testing.TB) *Plant {
	p := parse(tb, mm1)
	var edits []*model.Model
	for _, cycle := range []string{"20 s", "1 s"} {
		m, problems := p.Model().With([]model.Setting{{Path: []string{"line", "server", "cycle"}, Value: cycle}})
		if err := problems.Err(); err != nil {
			tb.Fatal(err)
		}
		edits = append(edits, m)
	}
	p, err := p.WithEdits(edits)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestRestoreKeepsTheEditThatAStateIsIn(t *testing.T) {
	p := edited(t)
	s := p.New(1, 0)
	for k := range 2 {
		if err := s.Edit(k, engine.Time(k+1)*engine.Hour); err != nil {
			t.Fatal(err)
		}
	}
	other := edited(t) // as another program would make it
	now := p.New(2, 0)
	if err := now.Edit(0, 0); err != nil {
		t.Fatal(err)
	}
	now.Run(90 * engine.Minute) // in edit 0, and then in whichever was restored
	for k, at := range []engine.Time{30 * engine.Minute, 90 * engine.Minute, 150 * engine.Minute} {
		s.Run(at)
		f, err := other.Restore(s.Snapshot(nil))
		if err != nil {
			t.Fatal(err)
		}
		if err := now.Restore(s.Snapshot(nil)); err != nil {
			t.Fatal(err)
		}
		want := append([]*Plant{other}, other.edits...)[k]
		if f.plant != want || s.common().Edit != uint32(k) {
			t.Errorf("at %v it is restored to edit %d, want %d", at, f.common().Edit, k)
		}
		run := s.Fork()
		for _, sim := range []*Sim{run, f, now} {
			sim.Run(4 * engine.Hour)
			if sim.Hash() != run.Hash() {
				t.Errorf("restored at %v it comes to another end", at)
			}
		}
	}
	if n := s.TypeStats.At(0); n.Done == 0 {
		t.Error("nothing was made")
	}
}

func TestRestoreRefusesAnotherPlant(t *testing.T) {
	p := parse(t, mm1)
	s := p.New(1, 0)
	s.Run(engine.Hour)
	image := s.Snapshot(nil)
	if same := parse(t, "# a comment\n"+mm1); same.Hash() != p.Hash() {
		t.Error("a comment makes another plant")
	}
	for name, q := range map[string]*Plant{
		"another cycle time": parse(t, strings.Replace(mm1, "exponential(9 s)", "exponential(8 s)", 1)),
		"edits":              edited(t),
		"an edit":            edited(t).edits[1],
	} {
		_, err := q.Restore(image)
		want := fmt.Sprintf("%016x, here %016x", p.Hash(), q.Hash())
		if miss := new(engine.MismatchError); !errors.As(err, &miss) || miss.What != "model" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q in it", name, err, want)
		}
	}
	before := s.Hash()
	image[len(image)/2] ^= 1
	if err := s.Restore(image); !errors.Is(err, engine.ErrDamaged) || s.Hash() != before {
		t.Errorf("damaged: %v, changed: %v", err, s.Hash() != before)
	}
	// The right seal on what is no state of the plant.
	none := p.blank()
	if _, err := p.Restore(none.Snapshot(nil)); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("a state without places: %v", err)
	}
	s.common().Edit = 1
	if _, err := p.Restore(s.Snapshot(nil)); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("an edit that is not there: %v", err)
	}
}

// feedLive draws what somebody orders now, in time or late.
func feedLive(t *rapid.T, s *Sim, paths, sources []string) {
	at := s.Now() + engine.Time(rapid.Int64Range(-5, 20).Draw(t, "in"))*engine.Minute
	if rapid.IntRange(0, 5).Draw(t, "reset") == 0 {
		s.ResetStatsAt(at)
		return
	}
	command(t, s, paths, sources, at)
}

func TestPlantRewoundAnywhereEndsTheSame(t *testing.T) {
	late := 0
	rapid.Check(t, func(t *rapid.T) {
		p, _, paths, sources := drawPlant(t)
		seed := drawSeed(t)
		tape := NewTape(p.New(seed, 0), rapid.SampledFrom([]int{0, 50_000, 1 << 20}).Draw(t, "budget"))
		stood := map[engine.Time]engine.Fingerprint{}
		stops := drawStops(t, 4)
		for _, at := range stops {
			tape.Run(at)
			if rapid.Bool().Draw(t, "live") {
				feedLive(t, tape.Live(), paths, sources)
				tape.Run(at) // what came late is done
			}
			stood[at] = tape.Live().Hash()
		}
		for _, in := range tape.Inputs() {
			late += int(in.Input.Late)
		}
		end := stops[len(stops)-1]
		for _, at := range stops {
			s, err := tape.StateAt(at)
			if err != nil {
				t.Fatal(err)
			}
			if s.Hash() != stood[at] {
				t.Fatalf("at %v it was %x, StateAt gives %x", at, stood[at], s.Hash())
			}
		}
		if err := tape.Rewind(min(drawTime(t, end+engine.Second), end)); err != nil {
			t.Fatal(err)
		}
		tape.Run(end)
		plain := p.New(seed, 0)
		for _, in := range tape.Live().Inputs() {
			plain.Feed(in)
		}
		plain.Run(end)
		for i, got := range []engine.Fingerprint{tape.Live().Hash(), plain.Hash()} {
			if got != stood[end] {
				t.Fatalf("run again (%d), it ends as %x, not as %x", i, got, stood[end])
			}
		}
	})
	if !testing.Short() && late == 0 {
		t.Error("no input came late; the test tests little")
	}
}

func TestRewindTakesTheEditBack(t *testing.T) {
	tape := NewTape(edited(t).New(1, 0), 1<<20)
	if err := tape.Live().Edit(1, engine.Hour); err != nil {
		t.Fatal(err)
	}
	tape.Run(2 * engine.Hour)
	hash := tape.Live().Hash()
	if err := tape.Rewind(30 * engine.Minute); err != nil {
		t.Fatal(err)
	}
	if tape.Live().plant.origin != nil {
		t.Error("half an hour before its edit the plant is edited")
	}
	tape.Run(2 * engine.Hour)
	if tape.Live().Hash() != hash || tape.Live().plant.origin == nil {
		t.Error("run again, it comes to another end")
	}
}

// TestSnapshotOfEveryState makes sure that a snapshot has all that a copy has.
func TestSnapshotOfEveryState(t *testing.T) {
	s := edited(t).New(3, 2)
	s.Run(engine.Hour)
	f, err := s.Plant().Restore(s.Snapshot(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.Snapshot(nil), s.Snapshot(nil)) {
		t.Error("a snapshot of what was restored is different")
	}
}
