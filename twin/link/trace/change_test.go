package trace

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

const before = `format = 1
[part.a]
[one]
kind = "line"
flow = "in -> m -> out"
[one.in]
kind = "source"
part = "a"
every = "1 min"
[one.m]
kind = "machine"
cycle = "45 s"
[one.out]
kind = "sink"
[two]
kind = "line"
flow = "in -> m -> out"
[two.in]
kind = "source"
part = "a"
every = "1 min"
[two.m]
kind = "machine"
cycle = "45 s"
[two.out]
kind = "sink"
`

// changing is a plant whose line one has a machine more after an edit, so that all
// places behind it have other numbers.
func changing(t *testing.T) *plant.Plant {
	t.Helper()
	after := strings.Replace(before, `"in -> m -> out"`, `"in -> extra -> m -> out"`, 1)
	after = strings.Replace(after, "[one.m]", "[one.extra]\nkind = \"machine\"\ncycle = \"20 s\"\n[one.m]", 1)
	p, err := parse(t, before).WithEdits([]*model.Model{parse(t, after).Model()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Where the factory changes into one of other equipment, a table goes on with the
// places that were asked for and what is new in them; the other formats say that
// they cannot.
func TestAFactoryThatChanges(t *testing.T) {
	for _, ending := range Endings() {
		p := changing(t)
		places := make([]bool, len(p.Model().Nodes))
		for i, n := range p.Model().Nodes {
			places[i] = n.Path == "one" || strings.HasPrefix(n.Path, "one.")
		}
		path := filepath.Join(t.TempDir(), "x"+ending)
		f, err := Create(path, Head{Plant: p, Places: places})
		if err != nil {
			t.Fatal(err)
		}
		s := p.New(1, 0)
		if err := s.Edit(0, engine.Hour); err != nil {
			t.Fatal(err)
		}
		s.Watch(f.Event)
		s.Run(2 * engine.Hour)
		if err := f.Close(); !Readable(path) {
			if err == nil || !strings.Contains(err.Error(), "at 1h the factory changes") {
				t.Errorf("%s: %v", ending, err)
			}
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		late := map[string]int{}
		for _, r := range rowsOf(t, path) {
			if strings.HasPrefix(r.Place, "two") {
				t.Fatalf("%s: %+v", ending, r)
			}
			if r.At > engine.Hour && r.From == "" {
				late[r.Place]++
			}
		}
		for _, place := range []string{"one.in", "one.extra", "one.m", "one.out"} {
			if late[place] < 50 {
				t.Errorf("%s: %d rows of %s after the change", ending, late[place], place)
			}
		}
	}
}

// What is kept of parts is bounded by those that are in the plant.
func TestPartsThatAreGoneAreForgotten(t *testing.T) {
	for _, from := range []engine.Time{0, 2 * engine.Hour} {
		for _, ending := range []string{".xes", ".sqlite"} {
			p := parse(t, strings.Replace(plantText, "pack -> oven -> split -> out", "pack -> oven -> out", 1))
			s := p.New(1, 0)
			s.Run(from)
			f, err := Create(filepath.Join(t.TempDir(), "x"+ending), Head{Plant: p})
			if err != nil {
				t.Fatal(err)
			}
			s.Watch(f.Event)
			s.Run(from + 12*engine.Hour)
			kept := 0
			switch w := f.w.(type) {
			case *xesWriter:
				kept = len(w.open)
			case *ocelWriter:
				kept = len(w.seen)
			}
			in := 1 // one that a source has made and that has not come in
			for _, r := range s.Report().Types {
				in += int(r.Stat.Inside)
			}
			for _, c := range f.inside {
				in += len(c)
			}
			if kept == 0 || kept > in || len(f.inside) > in {
				t.Errorf("%s: %d parts and %d wholes are kept of %d", ending, kept, len(f.inside), in)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
