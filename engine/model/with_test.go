package model_test

import (
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

func set(path string, v any) model.Setting {
	return model.Setting{Path: strings.Split(path, "."), Value: v, Pos: model.Pos{File: "s.toml", Line: 3, Col: 5}}
}

func TestWith(t *testing.T) {
	m, problems := model.Load("testdata/gearbox.toml", kinds())
	if m == nil {
		t.Fatal(problems)
	}
	before := m.Hash()
	n, problems := m.With([]model.Setting{
		set("wash.washer.parallel", int64(2)),
		set("machining.line-1.queue.room", int64(20)),
		set("machining.*.drill.cycle", "70 s"),
		set("machining.line-1.mill.power.run", "9 kW"),
		set("wash.washer.cycle.housing", "3 min"),
		set("people.inspectors.n", int64(3)),
		set("wash.spare", map[string]any{"like": "machining.line-1.drill", "cycle": "50 s"}),
	})
	if n == nil {
		t.Fatal(problems)
	}
	washer := n.Node("wash.washer").Spec.(*machine)
	if washer.Parallel != 2 || washer.Batch != 4 || len(washer.Cycle.For) != 1 {
		t.Errorf("washer %+v", washer)
	}
	if a, b := n.Node("machining.line-1.queue").Spec.(*buffer), n.Node("machining.line-2.queue").Spec.(*buffer); a.Room != 20 || b.Room != 8 {
		t.Errorf("rooms %d and %d: a change to one line changed the other", a.Room, b.Room)
	}
	for _, line := range []string{"line-1", "line-2"} {
		if d := n.Node("machining." + line + ".drill").Spec.(*machine).Cycle.All; d.Mean() != 70 {
			t.Errorf("%s drill %v", line, d.Mean())
		}
	}
	mill := n.Node("machining.line-1.mill").Spec.(*machine)
	if mill.Power.Run != 9000 || mill.Power.Idle != 2400 || n.Crew("inspectors").N != 3 {
		t.Errorf("mill %+v", mill.Power)
	}
	if s := n.Node("wash.spare").Spec.(*machine); s.Cycle.All.Mean() != 50 || s.Setup.All.Mean() != 720 {
		t.Errorf("spare %+v", s)
	}
	if m.Hash() != before || m.Node("wash.washer").Spec.(*machine).Parallel != 1 || n.Hash() == before {
		t.Error("the original changed, or the copy did not")
	}
}

func TestWithMistakes(t *testing.T) {
	m, _ := model.Load("testdata/gearbox.toml", kinds())
	for _, c := range []struct {
		path  string
		value any
		want  string
	}{
		{"wash.washr.cycle", "1 s", `s.toml:3:5: wash.washr.cycle: there is no "washr" in wash; did you mean "washer"?`},
		{"wahs.washer.cycle", "1 s", `s.toml:3:5: wahs.washer.cycle: there is no "wahs" in this factory; did you mean "wash"?`},
		{"wash.washer.cylce", "1 s", `s.toml:3:5: wash.washer.cylce: a machine has no "cylce"; did you mean "cycle"?`},
		{"wash.washer.cycle", "1 sec", `s.toml:3:5: wash.washer.cycle: "sec" is no unit; did you mean "s"?`},
		{"wash.washer.cycle", int64(4), `s.toml:3:5: wash.washer.cycle: 4 has no unit; this is a time: try "4 s", "4 min", "4 h"`},
		{"machining.*.grinder.cycle", "1 s", `s.toml:3:5: machining.*.grinder.cycle: this matches nothing`},
		{"shape.cnc.cycle", "1 s", `s.toml:3:5: shape.cnc.cycle: a shape is already part of the places that are like it; set the key of a place`},
		{"part", "1 s", `s.toml:3:5: part: want a key of a place, such as wash.washer.cycle`},
		{"wash.washer.cycle", struct{}{}, `s.toml:3:5: wash.washer.cycle: a value of type struct {} cannot stand in a model; want text, a number, true or false, a list or a table`},
	} {
		n, problems := m.With([]model.Setting{set(c.path, c.value)})
		if n != nil || len(problems) != 1 || problems[0].Error() != c.want {
			t.Errorf("got  %v\nwant %s", problems, c.want)
		}
	}
}

func TestHash(t *testing.T) {
	m := parse(t, small)
	for _, c := range []struct {
		name, text string
		same       bool
	}{
		{"a comment", "# nothing\n" + small, true},
		{"the same quantity", strings.Replace(small, `"60 s"`, `"1 min"`, 1), true},
		{"another quantity", strings.Replace(small, `"60 s"`, `"61 s"`, 1), false},
		{"another flow", strings.Replace(small, "mill -> check -> dock", "check -> mill -> dock", 1), false},
		{"another week", strings.Replace(small, "14:00", "15:00", 1), false},
		{"another skill", strings.Replace(small, "gauge", "gouge", 1), false},
	} {
		if same := parse(t, c.text).Hash() == m.Hash(); same != c.same {
			t.Errorf("%s: same hash is %v, want %v", c.name, same, c.same)
		}
	}
}

func TestBuilder(t *testing.T) {
	b := model.New("Small", kinds())
	b.Clock("2026-01-05 06:00")
	b.Part("housing", nil)
	b.Crew("inspectors", 2, model.Keys{"skills": []string{"gauge"}})
	line := b.Line("line")
	line.Add("src", "source", model.Keys{"part": "housing", "every": "100 s"})
	line.Add("mill", "machine", model.Keys{"cycle": "60 s"})
	line.Add("store", "buffer", &buffer{Room: 7}).Set(model.Keys{"title": "Store", "at": []string{"1 m", "2 m"}})
	line.Add("dock", "sink", nil)
	line.Flow("src -> mill -> store", "store -> dock")
	b.Like("twin", "line", model.Keys{"mill": model.Keys{"kind": "machine", "cycle": "50 s"}})
	m, problems := b.Model()
	if m == nil {
		t.Fatal(problems)
	}
	store := m.Node("twin.store")
	if store.Spec.(*buffer).Room != 7 || store.Title != "Store" || store.At[1] != 2 || len(m.Edges) != 6 || m.Title != "Small" {
		t.Errorf("store %+v", store)
	}
	n, problems := m.With([]model.Setting{set("line.store.room", int64(9))})
	if n == nil || n.Node("line.store").Spec.(*buffer).Room != 9 || store.Spec.(*buffer).Room != 7 {
		t.Errorf("a change to what was built: %v", problems)
	}
	line.Add("x", "buffer", &machine{})
	line.Add("mill", "machine", nil)
	line.Add("y", "machine", model.Keys{"cycle": "soon"})
	_, problems = b.Model()
	for _, want := range []string{"a buffer is described by a *model_test.buffer, not by a *model_test.machine", `"mill" is already there`,
		`"soon" is no number; want a number and a unit, such as "4 s"`} {
		found := false
		for _, p := range problems {
			found = found || p.Msg == want && strings.HasPrefix(p.Error(), "with_test.go:")
		}
		if !found {
			t.Errorf("no problem %q in\n%v", want, problems)
		}
	}
}
