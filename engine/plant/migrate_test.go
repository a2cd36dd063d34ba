package plant

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// migrate carries s over to the plant of a text and audits what comes of it.
func migrate(t *rapid.T, s *Sim, p *Plant, renamed map[string]string) (*Sim, *Migration) {
	f, rep, err := p.Migrate(s, renamed)
	if err != nil {
		t.Fatal(err)
	}
	if errs := settled(f, true); len(errs) > 0 {
		t.Fatalf("after the migration at %v:\n%s\n%s", s.Now(), strings.Join(errs, "\n"), rep)
	}
	return f, rep
}

// settled audits s, which may have migrated, as it is when its instant is over.
func settled(s *Sim, migrated bool) []string {
	g := s.Fork()
	g.Run(g.Now())
	return slices.Concat(auditOf(g, migrated), account(g))
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

// TestMigrationToTheSamePlantIsTheIdentity: to the last bit, at any instant, of any
// replication, branch and state that came from another plant, and so is what
// follows. A field that no random plant moves is not tried: the census says so.
func TestMigrationToTheSamePlantIsTheIdentity(t *testing.T) {
	seen := newCensus()
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), rapid.Uint32Range(0, 2).Draw(t, "replication"))
		guard(t, s)
		drawInputs(t, s, paths, sources)
		if rapid.IntRange(0, 2).Draw(t, "before") == 0 {
			s.Run(drawTime(t, engine.Hour))
			q, _, _, _ := drawPlant(t)
			s, _ = migrate(t, s, q, nil)
			s = s.Branch(1)
			s.ResetStats()
			s.RunWhile(s.Now()+20*engine.Minute, func(s *Sim) bool { return s.Steps() < 5000 })
			s, _ = migrate(t, s, p, nil)
			guard(t, s)
		}
		tryIdentity(t, s, text, seen)
	})
	rapid.Check(t, func(t *rapid.T) { tryIdentity(t, parse(t, crowded).New(drawSeed(t), 0), crowded, seen) })
	if !testing.Short() {
		seen.check(t)
	}
}

// crowded has what few random plants have: bad parts that cannot leave, and people who
// serve by turns and are short.
const crowded = `[factory]
[part.job]
[people.crew]
n = 1
serves = "round-robin"
[a]
kind = "line"
flow = ["in -> check", "check.fail -> full -> rework", "check -> out", "rework -> out"]
[a.in]
kind = "source"
part = "job"
every = "exponential(30 s)"
[a.check]
kind = "station"
cycle = "exponential(20 s)"
yield = "50 %"
parallel = 3
needs = [{ crew = "crew" }]
[a.full]
kind = "buffer"
room = 1
[a.rework]
kind = "station"
cycle = "exponential(3 min)"
needs = [{ crew = "crew" }]
[a.out]
kind = "sink"
`

// tryIdentity stops s at a few instants and migrates it to the plant of its own text.
func tryIdentity(t *rapid.T, s *Sim, text string, seen *census) {
	same := parse(t, text)
	for _, stop := range drawStops(t, 5) {
		// Many end in the middle of an instant.
		steps := s.Steps() + rapid.Uint64Range(0, 1000).Draw(t, "steps")
		s.RunWhile(max(stop, s.Now()), func(s *Sim) bool { return s.Steps() < steps })
		seen.note(s)
		f, rep := migrate(t, s, same, nil)
		if !rep.Same() {
			t.Fatalf("%s", rep)
		}
		if a, b := s.Hash(), f.Hash(); a != b {
			t.Fatalf("%x became %x at %v: %s\n%s", a, b, s.Now(), differing(s, f), text)
		}
		g := s.Fork()
		g.Run(s.Now() + engine.Hour/2)
		f.Run(s.Now() + engine.Hour/2)
		if g.Hash() != f.Hash() {
			t.Fatalf("they part later: %s\n%s", differing(g, f), text)
		}
	}
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
		q := parse(t, strings.Replace(text, "[jig]", lone+"[jig]", 1)+strangers)
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
			f, rep := migrate(t, s, to, nil)
			before, after, born := carried(s, f, rep)
			if before != after+born {
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

// carried counts the parts that were in s before it migrated to f, and what became of
// them: they are in f, or have left it at once; or they were displaced.
func carried(s, f *Sim, rep *Migration) (before, after, displaced uint64) {
	for _, st := range s.TypeStats.All {
		before += st.Inside
	}
	for i, st := range f.TypeStats.All {
		after += st.Inside + st.Done + st.Scrapped - st.Born // what was stuck may get away, or in, at once
		for k, was := range s.TypeStats.All {
			if s.plant.types[k].name == f.plant.types[i].name {
				after += was.Born - was.Done - was.Scrapped
			}
		}
	}
	for _, d := range rep.Displaced {
		if d.Born >= 0 {
			displaced++
		}
	}
	return before, after, displaced
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
	if errs := settled(f, true); len(errs) > 0 {
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
	for i, n := range f.Places.All {
		if n.Key != f.stream(f.plant.places[i].hash) {
			t.Errorf("%s has not the luck of its name", f.plant.places[i].path)
		}
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

// TestAnAssemblyOfOtherPartsIsGivenUp: what an assembly has begun of parts that no
// longer make its product is displaced; nothing is finished that lacks a part.
func TestAnAssemblyOfOtherPartsIsGivenUp(t *testing.T) {
	text := `
[part.nut]
[part.bolt]
[part.kit]
bom = { nut = 2, bolt = 1 }
[line]
kind = "line"
flow = ["nuts -> join", "bolts -> join", "join -> out"]
[line.nuts]
kind = "source"
part = "nut"
limit = 2
[line.bolts]
kind = "source"
part = "bolt"
limit = 1
[line.join]
kind = "assembly"
makes = "kit"
cycle = "1 min"
[line.out]
kind = "sink"
`
	for bom, gone := range map[string]int{"nut = 2, bolt = 1": 0, "nut = 1, bolt = 1": 3, "nut = 3, bolt = 1": 3, "nut = 2": 3} {
		s := parse(t, text).New(1, 0)
		s.Run(30 * engine.Second)
		f, rep := migrateTo(t, s, strings.Replace(text, "nut = 2, bolt = 1", bom, 1), nil)
		f.Run(engine.Hour)
		kit := f.TypeStats.At(uint32(f.plant.model.Part("kit").Index))
		if len(rep.Displaced) != gone || (kit.Born == 1) != (gone == 0) {
			t.Errorf("%s: %d kits were made\n%s", bom, kit.Born, rep)
		}
	}
}

// TestAStateInAnEditMigrates: it is in no edit of the new plant, and when that is
// edited in its turn, what is in work still has its law.
func TestAStateInAnEditMigrates(t *testing.T) {
	plant := func(cycle, edit string) *Plant {
		p, err := parse(t, strings.Replace(migrated, `"25 s"`, cycle, 1)).WithEdits([]*model.Model{parse(t, strings.Replace(migrated, `"25 s"`, edit, 1)).model})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	s := plant(`"exponential(400 s)"`, `"exponential(300 s)"`).New(1, 0)
	if err := s.Edit(0, 10*engine.Minute); err != nil {
		t.Fatal(err)
	}
	s.Run(11 * engine.Minute)
	same, rep, err := s.plant.Migrate(s, nil)
	if err != nil || !rep.Same() || same.Hash() != s.Hash() || s.common().Edit != 1 {
		t.Fatalf("migrated to its own edit, a state is another one: %v\n%s", err, rep)
	}
	p := plant(`"24 s"`, `"23 s"`)
	f, _, err := p.Migrate(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f.common().Edit != 0 {
		t.Errorf("in edit %d of a plant that was not edited", f.common().Edit)
	}
	if err := f.Edit(0, 12*engine.Minute); err != nil {
		t.Fatal(err)
	}
	f.Run(13 * engine.Minute)
	if f.common().Edit != 1 {
		t.Fatal("the new plant was not edited")
	}
	f = f.Branch(1) // asks every duration under way for its law
	g, err := f.plant.Restore(f.Snapshot(nil))
	if err != nil {
		t.Fatal(err)
	}
	f.Run(2 * engine.Hour)
	g.Run(2 * engine.Hour)
	if f.Hash() != g.Hash() || f.TypeStats.At(0).Done < 100 {
		t.Errorf("%d parts, and %d in the state restored", f.TypeStats.At(0).Done, g.TypeStats.At(0).Done)
	}
}

// TestEqualOrdersAreReleasedOnce: orders that ask for the same are told apart, even
// when another stands before them now.
func TestEqualOrdersAreReleasedOnce(t *testing.T) {
	twin := "[[orders]]\npart = \"job\"\nquantity = 3\n"
	text := func(orders string) string {
		return strings.Replace(migrated, `part = "job"
every = "30 s"`, "orders = true", 1) + orders
	}
	s := parse(t, text(twin+twin)).New(1, 0)
	s.Run(engine.Hour)
	other := "[[orders]]\npart = \"job\"\nrelease = \"3 h\"\n"
	f, rep := migrateTo(t, s, text(other+twin+twin), nil)
	f.Run(2 * engine.Hour)
	if n := f.TypeStats.At(0).Done; n != 6 || rep.Skipped != 0 {
		t.Errorf("%d parts done, %d skipped; 6 were ordered", n, rep.Skipped)
	}
	if f.Run(4 * engine.Hour); f.TypeStats.At(0).Done != 7 {
		t.Errorf("%d parts done, 7 were ordered", f.TypeStats.At(0).Done)
	}
}

// TestFailuresKeepTheirAgeAcrossAnEdit: what a machine has worked, or how long it has
// stood there, counts towards the next failure also when that comes by another clock
// from then on. It works for 20 s of every 40 s and fails at an age of 95 s.
func TestFailuresKeepTheirAgeAcrossAnEdit(t *testing.T) {
	text := func(clock, more string) string {
		return `
[factory]
[part.job]
[l]
kind = "line"
flow = "in -> m -> out"
[l.in]
kind = "source"
part = "job"
every = "40 s"
first = "0 s"
[l.m]
kind = "machine"
cycle = "20 s"
failures = [
	{ name = "tool", mtbf = "constant(95 s)", mttr = "constant(9 s)", clock = "` + clock + `" },` + more + `
]
[l.out]
kind = "sink"
`
	}
	const coolant = `
	{ name = "coolant", mtbf = "constant(1 h)", mttr = "constant(9 s)", clock = "operating" },`
	for _, c := range []struct {
		from, to, more string
		at, first      int // s
	}{
		{"operating", "operating", "", 90, 175},
		{"operating", "operating", coolant, 90, 175},
		{"operating", "operating", coolant, 70, 175},
		{"operating", "calendar", "", 90, 135},
		{"operating", "calendar", coolant, 90, 135},
		{"operating", "calendar", "", 70, 125},
		{"calendar", "operating", "", 70, 125},
		{"calendar", "operating", coolant, 70, 125},
		{"calendar", "operating", "", 83, 95},
		{"calendar", "operating", coolant, 83, 95},
	} {
		s := parse(t, text(c.from, "")).New(1, 0)
		s.Run(engine.Time(c.at) * engine.Second)
		f, rep := migrateTo(t, s, text(c.to, c.more), nil)
		if !rep.Same() {
			t.Fatalf("%s", rep)
		}
		first := engine.Never
		f.Watch(func(e TraceEvent) { first = min(first, e.At) }, Failed)
		for at := c.at; at < 300; at += 7 {
			f.Run(engine.Time(at) * engine.Second)
			if errs := settled(f, true); len(errs) > 0 {
				t.Fatalf("%s to %s at %d s: %v", c.from, c.to, at, errs)
			}
		}
		if first != engine.Time(c.first)*engine.Second {
			t.Errorf("%s to %s at %d s, more: %q: it fails at %v, want %d s", c.from, c.to, c.at, c.more, first, c.first)
		}
	}
}
