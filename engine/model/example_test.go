package model_test

import (
	"fmt"

	"github.com/taktsim/takt/engine/model"
)

func ExampleLoad() {
	m, problems := model.Load("testdata/gearbox.toml", kinds())
	if m == nil {
		fmt.Print(problems)
		return
	}
	fmt.Println(m.Title, "has", len(m.Nodes)-1, "places")
	mill := m.Node("machining.line-2.mill")
	fmt.Println(mill.Path, "is a", mill.Kind.Name, "in", mill.Parent.Kind.Name, mill.Parent.Name)
	// Output:
	// Gearbox works has 17 places
	// machining.line-2.mill is a machine in line line-2
}

func ExampleParse() {
	_, problems := model.Parse("small.toml", []byte(`format = 1
[washer]
kind  = "machine"
cycle = "4 mins"
`), kinds(), nil)
	fmt.Print(problems)
	// Output:
	// small.toml:4:9: washer.cycle: "mins" is no unit; did you mean "min"?
	//    cycle = "4 mins"
	//            ^^^^^^^^
}

func ExampleNew() {
	b := model.New("Small works", kinds())
	b.Part("housing", nil)
	line := b.Line("line-1")
	line.Add("castings", "source", model.Keys{"part": "housing", "every": "2 min"})
	line.Add("mill", "machine", model.Keys{"cycle": "triangular(80 s, 90 s, 120 s)"})
	line.Add("dock", "sink", nil)
	line.Flow("castings -> mill -> dock")
	m, problems := b.Model()
	if m == nil {
		fmt.Print(problems)
		return
	}
	for _, e := range m.Edges {
		fmt.Println(e.From.Path, "->", e.To.Path)
	}
	// Output:
	// line-1.castings -> line-1.mill
	// line-1.mill -> line-1.dock
}

func ExampleModel_With() {
	m, _ := model.Load("testdata/gearbox.toml", kinds())
	faster, problems := m.With([]model.Setting{{Path: []string{"wash", "washer", "cycle"}, Value: "170 s"}})
	if faster == nil {
		fmt.Print(problems)
		return
	}
	for _, x := range []*model.Model{m, faster} {
		cycle := x.Node("wash.washer").Spec.(*machine).Cycle.All
		fmt.Println(cycle.Text("s"))
	}
	// Output:
	// constant(240 s)
	// constant(170 s)
}

func ExampleParseExpr() {
	e, err := model.ParseExpr("due - now - work")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Eval(&model.Env{Due: 3600, Now: 600, Work: 900}), "s of slack")
	_, err = model.ParseExpr("deu - now")
	fmt.Println(err)
	// Output:
	// 2100 s of slack
	// an expression knows no "deu"; did you mean "due"?
}
