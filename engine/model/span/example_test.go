package span_test

import (
	"fmt"

	"github.com/taktsim/takt/engine/model/span"
)

func ExampleFile_Set() {
	src := []byte("[mill]\ncycle = \"90 s\"   # measured in May\nat    = [\"4 m\", \"0 m\"]\n")
	f, err := span.Index(src)
	if err != nil {
		fmt.Println(err)
		return
	}
	n := f.Find("mill", "at", "0")
	p := f.ValuePos(n)
	fmt.Printf("%d:%d %s\n", p.Line, p.Col, f.Text(n.Text))

	out, err := f.Set([]string{"mill", "cycle"}, span.Text("75 s"))
	fmt.Print(string(out), err)
	// Output:
	// 3:10 "4 m"
	// [mill]
	// cycle = "75 s"   # measured in May
	// at    = ["4 m", "0 m"]
	// <nil>
}
