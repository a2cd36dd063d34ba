package table_test

import (
	"fmt"

	"github.com/taktsim/takt/engine/model/table"
	"github.com/taktsim/takt/engine/unit"
)

func ExampleRead() {
	src := "Artikel;Menge;Takt [min]\nGehäuse;12;1,5\nRad;drei;0,4\n"
	t := table.Read("orders.csv", []byte(src), table.Options{
		Map: map[string]string{"part": "Artikel", "quantity": "Menge", "cycle": "Takt"},
	})
	for _, r := range t.Rows {
		n, _ := r.Int("quantity")
		cycle, _ := r.Quantity("cycle", unit.Time)
		fmt.Println(r.Text("part"), n, unit.FormatTime(cycle))
	}
	for _, mistake := range t.Errors() {
		fmt.Println(mistake)
	}
	// Output:
	// Gehäuse 12 1 min 30 s
	// Rad 0 24 s
	// orders.csv:3:5: "drei" is no number
}
