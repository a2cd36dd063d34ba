package plant

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
)

// migrate carries s over to the plant of a text and audits what comes of it.
func migrate(t *rapid.T, s *Sim, p *Plant, renamed map[string]string) (*Sim, *Migration) {
	f, rep, err := p.Migrate(s, renamed)
	if err != nil {
		t.Fatal(err)
	}
	if errs := settled(f); len(errs) > 0 {
		t.Fatalf("after the migration at %v:\n%s\n%s", s.Now(), strings.Join(errs, "\n"), rep)
	}
	return f, rep
}

// settled audits s as it is when its instant is over.
func settled(s *Sim) []string {
	g := s.Fork()
	g.Run(g.Now())
	return slices.Concat(auditOf(g, true), account(g))
}

func runAudited(t *rapid.T, s *Sim, until engine.Time, what fmt.Stringer) {
	guard(t, s)
	before, after := balance(s)
	owed := before - after // of types that a plant before it made and this one does not
	s.Run(until)
	s.Observe(nil)
	if born, gone := balance(s); born-gone != owed {
		t.Fatalf("%d parts born, %d accounted for; the difference was %d", born, gone, owed)
	}
	if errs := slices.Concat(auditOf(s, true), account(s)); len(errs) > 0 {
		t.Fatalf("at %v, after:\n%s\n%s", until, what, strings.Join(errs, "\n"))
	}
}

// TestMigrationToTheSamePlantIsTheIdentity: to the last bit, at any instant, and so
// is what follows.
func TestMigrationToTheSamePlantIsTheIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		guard(t, s)
		drawInputs(t, s, paths, sources)
		s.RunWhile(drawTime(t, 2*engine.Hour), func(s *Sim) bool { return s.Steps() < 3000 })
		f, rep := migrate(t, s, compileText(t, text), nil)
		if !rep.Same() {
			t.Fatalf("%s", rep)
		}
		if a, b := s.Hash(), f.Hash(); a != b {
			t.Fatalf("%x became %x at %v: %s\n%s", a, b, s.Now(), differing(s, f), text)
		}
		end := s.Now() + engine.Hour
		s.Run(end)
		f.Run(end)
		if s.Hash() != f.Hash() {
			t.Fatalf("they part later: %s\n%s", differing(s, f), text)
		}
	})
}

// differing names the first field in which two states differ.
func differing(a, b *Sim) string {
	names, _, x := values(a)
	_, _, y := values(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("%s is %v and %v", names[i], x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d fields", len(x), len(y))
}

// rowsOf are the figures of every place by its path.
func rowsOf(s *Sim) map[string]Row {
	rows := map[string]Row{}
	for _, row := range s.Report().Rows {
		path := row.Node.Path
		row.Node = nil
		rows[path] = row
	}
	return rows
}

// TestAddingStrangersToARunChangesNobodysNumbers, and taking them away again neither.
func TestAddingStrangersToARunChangesNobodysNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		lone := "[aaa]\nkind = \"machine\"\ncycle = \"exponential(30 s)\"\nmtbf = \"100 s\"\nmttr = \"1 min\"\nfailure-clock = \"calendar\"\n"
		q := compileText(t, strings.Replace(text, "[jig]", lone+"[jig]", 1)+strangers)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		s.Run(drawTime(t, engine.Hour))
		f, rep := migrate(t, s, q, nil)
		if len(rep.Added) != 5 || len(rep.Removed)+len(rep.Displaced) > 0 {
			t.Fatalf("%s", rep)
		}
		between, end := s.Now()+20*engine.Minute, s.Now()+engine.Hour
		runAudited(t, f, between, rep)
		f, rep = migrate(t, f, p, nil)
		runAudited(t, f, end, rep)
		s.Run(end)
		if len(rep.Removed) != 5 || len(rep.Added) > 0 {
			t.Fatalf("%s", rep)
		}
		were := rowsOf(s)
		for path, row := range rowsOf(f) {
			if path == p.model.Root.Path {
				continue // for a while it had more in it
			}
			if d := cmp.Diff(were[path], row); d != "" {
				t.Fatalf("%s: %s\n%s", path, d, text)
			}
		}
		for i, st := range s.TypeStats.All {
			if d := cmp.Diff(*st, *f.TypeStats.At(i)); d != "" {
				t.Fatalf("%s: %s\n%s", p.types[i].name, d, text)
			}
		}
	})
}

// TestMigrationsConserve: between any two plants, there and back, every part that
// came in has gone out, is inside or was displaced, and all accounts add up.
func TestMigrationsConserve(t *testing.T) {
	kept, displaced := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p, _, paths, sources := drawPlant(t)
		q, _, _, _ := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		guard(t, s)
		drawInputs(t, s, paths, sources)
		s.Run(drawTime(t, engine.Hour))
		s.Observe(nil)
		if errs := audit(s); len(errs) > 0 {
			t.Fatalf("%s", strings.Join(errs, "\n"))
		}
		for i, to := range []*Plant{q, p, q} {
			before := uint64(0)
			for _, st := range s.TypeStats.All {
				before += st.Inside
			}
			f, rep := migrate(t, s, to, nil)
			after := uint64(0)
			for i, st := range f.TypeStats.All {
				after += st.Inside + st.Done + st.Scrapped // what was stuck may get away at once
				for k, was := range s.TypeStats.All {
					if s.plant.types[k].name == f.plant.types[i].name {
						after -= was.Done + was.Scrapped
					}
				}
			}
			born := 0
			for _, d := range rep.Displaced {
				if d.Born >= 0 {
					born++
				}
			}
			if before != after+uint64(born) {
				t.Fatalf("%d parts were inside, %d are, %d were displaced", before, after, born)
			}
			kept += int(after)
			displaced += len(rep.Displaced)
			runAudited(t, f, s.Now()+engine.Time(i+1)*10*engine.Minute, rep)
			s = f
		}
	})
	if !testing.Short() && (kept < 100 || displaced < 100) {
		t.Errorf("%d parts kept and %d displaced, so little was tested", kept, displaced)
	}
}

const migrated = `
[factory]
[part.job]
[a]
kind = "line"
flow = "in -> m1 -> b -> m2 -> out"
[a.in]
kind = "source"
part = "job"
every = "30 s"
[a.m1]
kind = "machine"
cycle = "20 s"
[a.b]
kind = "buffer"
room = 5
[a.m2]
kind = "machine"
cycle = "25 s"
mtbf = "10 min"
mttr = "1 min"
[a.out]
kind = "sink"
`

func migrateTo(t *testing.T, s *Sim, text string, renamed map[string]string) (*Sim, *Migration) {
	t.Helper()
	f, rep, err := parse(t, text).Migrate(s, renamed)
	if err != nil {
		t.Fatal(err)
	}
	if errs := settled(f); len(errs) > 0 {
		t.Fatal(errs)
	}
	return f, rep
}

// TestAnEditKeepsWorkInProcess: an operation under way takes the time that it was
// given, the next one takes the new time.
func TestAnEditKeepsWorkInProcess(t *testing.T) {
	s := parse(t, migrated).New(1, 0)
	s.Run(40 * engine.Second) // m1 works on the first part since 30 s
	f, rep := migrateTo(t, s, strings.Replace(migrated, `cycle = "20 s"`, `cycle = "4 s"`, 1), nil)
	if !rep.Same() {
		t.Errorf("an edit of a time is no other plant:\n%s", rep)
	}
	m := f.plant.index["a.m1"]
	for _, c := range []struct{ at, finished int }{{49, 0}, {50, 1}, {63, 1}, {64, 2}} {
		f.Run(engine.Time(c.at) * engine.Second)
		if n := f.Stats.At(m).Finished; n != uint64(c.finished) {
			t.Errorf("%d finished at %d s, want %d", n, c.at, c.finished)
		}
	}
}

// TestRenamedEquipmentGoesOn with its figures and its work.
func TestRenamedEquipmentGoesOn(t *testing.T) {
	s := parse(t, migrated).New(1, 0)
	s.Run(engine.Hour + 35*engine.Second)
	text := strings.NewReplacer("[a]", "[line-1]", "[a.", "[line-1.", "m2", "drill").Replace(migrated)
	f, rep := migrateTo(t, s, text, map[string]string{"a": "line-1", "a.m2": "line-1.drill"})
	if len(rep.Renamed) != 6 || len(rep.Added)+len(rep.Removed)+len(rep.Displaced) > 0 {
		t.Fatalf("%s", rep)
	}
	was, is := rowsOf(s), rowsOf(f)
	if d := cmp.Diff(was["a.m2"], is["line-1.drill"]); d != "" {
		t.Error(d)
	}
	f.Run(2 * engine.Hour)
	if n := f.TypeStats.At(0).Done; n < 200 {
		t.Errorf("%d parts in two hours", n)
	}
	for from, to := range map[string]string{"a.m9": "line-1", "a": "line-9"} {
		if _, _, err := parse(t, text).Migrate(s, map[string]string{from: to}); err == nil || !strings.Contains(err.Error(), "no such place") {
			t.Errorf("%s to %s: %v", from, to, err)
		}
	}
}

// TestRemovedEquipmentDisplacesItsParts, which are counted, and the line goes on
// around it.
func TestRemovedEquipmentDisplacesItsParts(t *testing.T) {
	slow := strings.Replace(migrated, `cycle = "25 s"`, `cycle = "60 s"`, 1)
	s := parse(t, slow).New(1, 0)
	s.Run(20 * engine.Minute) // the buffer is full
	without := strings.NewReplacer("-> b ", "", "[a.b]\nkind = \"buffer\"\nroom = 5\n", "").Replace(slow)
	f, rep := migrateTo(t, s, without, nil)
	if len(rep.Removed) != 1 || len(rep.Displaced) != 5 || f.common().Displaced != 5 || f.TypeStats.At(0).Displaced != 5 {
		t.Fatalf("%s", rep)
	}
	if d := rep.Displaced[0]; d.Type != "job" || d.Place != "a.b" || d.Born <= 0 {
		t.Errorf("%+v", d)
	}
	before := f.TypeStats.At(0).Done
	f.Run(40 * engine.Minute)
	if n := f.TypeStats.At(0).Done - before; n < 15 {
		t.Errorf("%d parts in 20 minutes after it", n)
	}
	back, rep := migrateTo(t, f, slow, nil)
	if len(rep.Added) != 1 || len(rep.Displaced) > 0 || back.TypeStats.At(0).Displaced != 5 {
		t.Errorf("%s", rep)
	}
}

// TestRoomForMoreIsUsedAtOnce: what was blocked goes on when the model gives way.
func TestRoomForMoreIsUsedAtOnce(t *testing.T) {
	slow := strings.Replace(migrated, `cycle = "25 s"`, `cycle = "60 s"`, 1)
	s := parse(t, slow).New(1, 0)
	s.Run(20 * engine.Minute)
	if st := s.Slots.At(s.plant.places[s.plant.index["a.m1"]].firstSlot).State; st != Blocked {
		t.Fatalf("m1 is %v", st)
	}
	f, _ := migrateTo(t, s, strings.Replace(slow, "room = 5", "room = 50", 1), nil)
	f.Run(s.Now())
	if st := f.Slots.At(f.plant.places[f.plant.index["a.m1"]].firstSlot).State; st == Blocked {
		t.Error("m1 is still blocked by a buffer that has room now")
	}
}
