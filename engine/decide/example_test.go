package decide_test

import (
	"fmt"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Tired is a dispatch rule of our own: first come, first served, but after Limit
// parts of one type in a row another type has its turn.
type Tired struct {
	Limit int `key:"limit" min:"1" default:"2" doc:"parts of one type in a row"`
}

// row is what it remembers at each machine.
type row struct {
	Type  int32 // of the last part, +1
	Count int32
}

func (t *Tired) Remembers() decide.Memory { return decide.MemoryOf[row]() }

func (t *Tired) Decide(v decide.View, r decide.Request) decide.Action {
	m := decide.Recall[row](v)
	parts := r.(*decide.Dispatch).Parts
	pick := 0
	for i := range parts {
		if int(m.Count) >= t.Limit && parts[pick].Type+1 == int(m.Type) && parts[i].Type+1 != int(m.Type) {
			pick = i
		}
	}
	if kind := int32(parts[pick].Type + 1); kind != m.Type {
		*m = row{Type: kind}
	}
	m.Count++
	return decide.Take(pick)
}

// A policy in Go, named in a factory file like those that come with Takt.
func Example() {
	kinds := plant.Registry()
	decide.Register(kinds, decide.Entry{Name: "tired", For: decide.KindDispatch, Doc: "Changes the type now and then.", New: func() decide.Policy { return &Tired{Limit: 2} }})
	m, problems := model.Parse("factory.toml", []byte(`format = 1
[factory]
[part.gear]
[part.shaft]
[[orders]]
part = "gear"
quantity = 5
[[orders]]
part = "shaft"
quantity = 2
[shop]
kind = "line"
flow = "in -> lathe -> out"
[shop.in]
kind = "source"
orders = true
[shop.lathe]
kind = "machine"
cycle = "1 min"
queue = "unlimited"
dispatch = { rule = "tired", limit = 3 }
[shop.out]
kind = "sink"
`), kinds, nil)
	if err := problems.Err(); err != nil {
		fmt.Println(err)
		return
	}
	p, err := plant.Compile(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := p.New(1, 0)
	for k := range 7 {
		s.Run(engine.Time(k+1) * engine.Minute)
		r := s.Report()
		fmt.Println(s.Now(), "gears", r.Types[0].Stat.Done, "shafts", r.Types[1].Stat.Done)
	}
	// Output:
	// 1m gears 1 shafts 0
	// 2m gears 2 shafts 0
	// 3m gears 3 shafts 0
	// 4m gears 3 shafts 1
	// 5m gears 4 shafts 1
	// 6m gears 5 shafts 1
	// 7m gears 5 shafts 2
}
