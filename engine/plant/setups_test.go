package plant

import (
	"fmt"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

// TestSetupsAreThoseOfTheMatrix: between any two types it takes what the model says,
// whether one law serves all changes or each pair has its own.
func TestSetupsAreThoseOfTheMatrix(t *testing.T) {
	for _, setup := range []string{`"90 s"`, `{ "a -> b" = "10 s" }`, `{ "a -> b" = "10 s", "* -> b" = "20 s", "b -> *" = "30 s", "c -> c" = "40 s", "* -> *" = "50 s" }`} {
		text := "format = 1\n[part.a]\n[part.b]\n[part.c]\n[hall]\nkind = \"workshop\"\nflow = \"in -> one -> two -> out\"\n[hall.in]\nkind = \"source\"\npart = \"a\"\n[hall.out]\nkind = \"sink\"\n"
		for _, name := range []string{"one", "two"} {
			text += fmt.Sprintf("[hall.%s]\nkind = \"machine\"\ncycle = \"1 min\"\nsetup = %s\n", name, setup)
		}
		m, problems := model.Parse("f.toml", []byte(text), Registry(), nil)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"hall.one", "hall.two"} {
			n := m.Node(path)
			pl := &p.places[n.Index]
			for i, from := range m.Parts {
				for j, to := range m.Parts {
					want := 0.0
					if d, ok := WorkOf(n.Spec).Setup.Between(from, to); ok {
						want = d.Mean()
					}
					got := p.laws[p.setup(pl, &Slot{LastType: uint16(i) + 1}, &Part{Type: uint16(j)}, &operation{})]
					if got.dist.Mean() != want {
						t.Errorf("%s, %s: from %s to %s takes %v, want %v", setup, path, from.Name, to.Name, got.dist.Mean(), want)
					}
				}
			}
		}
	}
}
