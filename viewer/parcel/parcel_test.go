package parcel

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model/scenario"
)

// lean is a scenario as it is sent.
func lean(t testing.TB) *Parcel {
	t.Helper()
	read := func(name string) File {
		text, err := os.ReadFile("../../scenarios/15-lean/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return File{name, text}
	}
	s := read("scenario.toml")
	return &Parcel{Name: "15-lean", Factory: read("factory.toml"), Scenario: &s}
}

func TestVariantsSeedsAndReplicationsAreOtherRuns(t *testing.T) {
	seed := uint64(99)
	seen := map[any]string{}
	for name, change := range map[string]func(*Parcel){
		"as it is":          func(*Parcel) {},
		"another seed":      func(p *Parcel) { p.Seed = &seed },
		"a replication":     func(p *Parcel) { p.Replication = 1 },
		"the bare factory":  func(p *Parcel) { p.Scenario, p.Seed = nil, &seed; p.Replication = 5 },
		"baseline by name":  func(p *Parcel) { p.Variant = "baseline"; p.Replication = 7 },
		"a seed of nothing": func(p *Parcel) { p.Seed = new(uint64) },
	} {
		p := lean(t)
		change(p)
		s, err := p.Open()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s.Run(engine.Day)
		if other := seen[s.Hash()]; other != "" {
			t.Errorf("%s is the same run as %s", name, other)
		}
		seen[s.Hash()] = name
	}
}

// TestSetsMakeTheVariant: the factory's text with what the variant changes is the model
// that is run.
func TestSetsMakeTheVariant(t *testing.T) {
	p := lean(t)
	for _, name := range variants(t, p) {
		p.Variant = name
		sim, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		m, problems := p.Parse(p.Factory.Text)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		sets := p.Sets()
		if (len(sets) == 0) != (name == "baseline") {
			t.Errorf("%s changes %v", name, sets)
		}
		if len(sets) > 0 {
			if m, problems = m.With(sets); problems.Err() != nil {
				t.Fatal(problems)
			}
		}
		if m.Hash() != sim.Plant().Model().Hash() {
			t.Errorf("%s: the text and its changes are another model", name)
		}
	}
	p.Variant = "nobody's"
	if p.Sets() != nil {
		t.Error("a variant that is not there changes something")
	}
}

func variants(t *testing.T, p *Parcel) (names []string) {
	m, _ := p.Parse(p.Factory.Text)
	s, _ := scenario.Parse(p.Scenario.Name, p.Scenario.Text, m, lab.Words())
	if s == nil {
		t.Fatal("the scenario cannot be read")
	}
	for _, v := range s.Variants() {
		names = append(names, v.Name)
	}
	if len(names) < 2 {
		t.Fatalf("there are only %v", names)
	}
	return names
}

func TestMistakesAreCountedAndShown(t *testing.T) {
	p := &Parcel{Name: "x", Factory: File{"x.toml", []byte("format = 1\n[a]\nkind = \"mashine\"\n[b]\nkind = \"bufer\"\n")}}
	_, err := p.Open()
	var m Mistakes
	if !errors.As(err, &m) || len(m.Problems) < 2 {
		t.Fatalf("%v", err)
	}
	if !strings.HasPrefix(err.Error(), "x.toml:3:") || !strings.Contains(err.Error(), "(+1)") {
		t.Errorf("%q", err)
	}
	if d := m.Detail(); strings.Count(d, "^^^") < 2 || !strings.Contains(d, "mashine") || !strings.Contains(d, "bufer") {
		t.Errorf("%s", d)
	}
}

func FuzzRead(f *testing.F) {
	data, err := json.Marshal(lean(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"name":"x","factory":{"name":"x","text":"Zm9ybWF0ID0gMQo="},"scenario":{},"variant":"y","replication":-1}`))
	f.Add([]byte(`{`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(data)
		if err != nil {
			return
		}
		if s, err := p.Open(); (s == nil) == (err == nil) {
			t.Errorf("%v, %v", s, err)
		}
	})
}
