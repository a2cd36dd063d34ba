package model_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/unit"
)

// everything is what FORMAT.md has under "How to say the rest", made one factory.
const everything = `format = 1

[factory]
title = "Shafts"
clock = "2026-01-05 06:00"
zone = "Europe/Berlin"
tariff = "day-night"

[part.shaft]
[[part.shaft.route]]                       # operations in order; the same machine may come twice (re-entrant)
op     = "turn"
on     = ["line-1.lathe", "line-2.lathe"]  # alternatives …
prefer = "shortest-queue"                  # … and the rule that chooses
cycle  = { "line-1.lathe" = "90 s", "line-2.lathe" = "75 s" }
needs  = [{ tool = "fixture-7" }, { crew = "fitters", skill = "weld", n = 2, during = "setup" }]

[[part.shaft.route]]
op = "press"
on = "line-1.press"

[[part.shaft.route]]
op = "finish"
on = ["line-1.lathe"]
batch = 2

[part.housing]
[part.gear]
[part.screw]
mass = "12 g"
value = "0.05 EUR"

[shape.press]
kind  = "machine"
cycle = "1 min"
setup = { file = "setup.csv", from = "from", to = "to", time = "time [min]" }   # sequence-dependent matrix

[part.gearbox]
bom = { housing = 1, gear = 4, screw = 12 }

[orders]
file = "orders.csv"                        # part, quantity, release, due, priority, customer
map  = { part = "Artikel", due = "Liefertermin" }

[people.fitters]
n = 3
skills = ["weld"]

[tariff.day-night]
electricity = "06:00-22:00 0.18 EUR/kWh, 22:00-06:00 0.09 EUR/kWh"

[supplier.foundry]
parts = ["housing"]
lead-time = "normal(5 days, 12 h)"
price = "38 EUR/part"

[customer.works]
part = "gearbox"
every = "exponential(2 h)"
within = "3 days"

[fixture-7]
kind = "tool"
n = 2

[line-1]
kind = "line"
[line-1.lathe]
kind = "machine"
cycle = { shaft = "60 s", "*" = "70 s" }
ports = { in = ["0.5 m", "-1 m"] }
[line-1.press]
like = "press"
[line-2]
kind = "line"
[line-2.lathe]
like = "line-1.lathe"
dispatch = "edd"
by = "due - now - work"

[hall]
kind = "group"
[hall.walls]
kind  = "building"
walls = [["0 m", "0 m"], ["60 m", "0 m"], ["60 m", "40 m"], ["0 m", "40 m"]]
columns = { every = ["6 m", "6 m"], size = ["0.4 m", "0.4 m"] }
keep-out = [[["10 m", "0 m"], ["12 m", "0 m"], ["12 m", "40 m"], ["10 m", "40 m"]]]
`

// files gives tables by name, as Load finds them beside the factory.
func files(f map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if text, ok := f[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("there is no such file")
	}
}

var tables = map[string]string{
	"setup.csv":  "from,to,time [min]\nshaft,gear,12\ngear,shaft,20\n",
	"orders.csv": "id;Artikel;quantity;Liefertermin;priority;customer\nA1;gearbox;20;2026-01-09 12:00;1;works\nA2;shaft;5;8 h;;\n",
}

func parse(t *testing.T, text string) *model.Model {
	t.Helper()
	m, problems := model.Parse("factory.toml", []byte(text), kinds(), files(tables))
	if err := problems.Err(); err != nil {
		t.Fatal(problems)
	}
	return m
}

func TestTheRestOfTheFormat(t *testing.T) {
	m := parse(t, everything)
	shaft, gear := m.Part("shaft"), m.Part("gear")
	op := shaft.Route[0]
	if len(shaft.Route) != 3 || len(op.On) != 2 || op.On[1].Path != "line-2.lathe" || op.Prefer.Name != "shortest-queue" {
		t.Errorf("route %+v", op)
	}
	if d, ok := op.CycleOn(m.Node("line-2.lathe")); !ok || d.Mean() != 75 {
		t.Errorf("cycle on line-2 %v %v", d.Mean(), ok)
	}
	if n := op.Needs; len(n) != 2 || n[0].Tool != m.Node("fixture-7") || n[0].N != 1 || n[1].Crew != m.Crew("fitters") || n[1].N != 2 || n[1].During != "setup" {
		t.Errorf("needs %+v", n)
	}
	if shaft.Route[2].On[0] != op.On[0] || shaft.Route[2].Batch != 2 {
		t.Errorf("the part does not come back to the lathe: %+v", shaft.Route[2])
	}
	setup := &m.Node("line-1.press").Spec.(*machine).Setup
	if d, ok := setup.Between(gear, shaft); !ok || d.Mean() != 1200 {
		t.Errorf("set-up from gear to shaft %v %v", d.Mean(), ok)
	}
	if _, ok := setup.Between(shaft, shaft); ok {
		t.Error("a set-up from shaft to shaft")
	}
	box := m.Part("gearbox")
	if len(box.BOM) != 3 || box.BOM[1].Part != gear || box.BOM[1].N != 4 {
		t.Errorf("bom %+v", box.BOM)
	}
	if len(m.Orders) != 2 || m.Orders[0].ID != "A1" || m.Orders[0].Part != box || m.Orders[0].Due != 4*86400+6*3600 || m.Orders[1].Due != 8*3600 || m.Orders[0].Quantity != 20 {
		t.Errorf("orders %+v", m.Orders)
	}
	lathe := m.Node("line-2.lathe").Spec.(*machine)
	if d, _ := lathe.Cycle.Of(shaft); d.Mean() != 60 {
		t.Errorf("cycle for a shaft %v", d.Mean())
	}
	if d, _ := lathe.Cycle.Of(gear); d.Mean() != 70 {
		t.Errorf("cycle for a gear %v", d.Mean())
	}
	if got := lathe.By.Eval(&model.Env{Due: 100, Now: 30, Work: 5}); got != 65 {
		t.Errorf("due - now - work = %v", got)
	}
	walls := m.Node("hall.walls").Spec.(*building)
	if walls.Walls[2] != [2]float64{60, 40} || walls.Columns.Size != [2]float64{0.4, 0.4} || walls.KeepOut[0][1] != [2]float64{12, 0} {
		t.Errorf("building %+v", walls)
	}
	bands := m.Root.Tariff.Electricity
	if len(bands) != 3 || bands[1].From != 22*60 || bands[1].To != 1440 || bands[2].To != 360 || math.Abs(bands[2].Price.Value*3.6e6-0.09) > 1e-12 || bands[0].Price.Dim != unit.MoneyPerEnergy {
		t.Errorf("tariff %+v", bands)
	}
	if m.Suppliers[0].LeadTime.Mean() < 4.9*86400 || m.Customers[0].Part != box {
		t.Error("supplier or customer")
	}
}

func TestEnterprise(t *testing.T) {
	m := parse(t, `format = 1
[enterprise]
title = "Group"
clock = "2026-01-05 06:00"
[calendar.day]
week = "Mon-Fri 06:00-14:00"
[east]
kind  = "factory"
zone  = "Asia/Shanghai"
calendar = "day"
[east.line]
kind = "line"
flow = "mill -> dock"
[east.line.mill]
kind = "machine"
cycle = "4 min"
[east.line.dock]
kind = "sink"
[west]
like  = "east"
zone  = "Europe/Berlin"
`)
	if !m.Enterprise || len(m.Factories) != 2 || m.Root.Factory != nil {
		t.Fatalf("factories %v", m.Factories)
	}
	east, west := m.Node("east.line.mill"), m.Node("west.line.mill")
	if east.Factory.Name != "east" || east.Zone.String() != "Asia/Shanghai" || west.Calendar.Zone.String() != "Europe/Berlin" {
		t.Errorf("zones %v %v", east.Zone, west.Calendar.Zone)
	}
	// The clock is 06:00 UTC: 14:00 in Shanghai, where the shift is over, and 07:00 in Berlin.
	if east.Calendar.On(0) || !west.Calendar.On(0) {
		t.Error("the shifts do not follow the zones")
	}
	if len(m.Edges) != 2 || m.Edges[1].From != west {
		t.Errorf("edges %v", m.Edges)
	}
}

func TestTablesTellTheirMistakes(t *testing.T) {
	text := strings.Replace(everything, "orders.csv", "bad.csv", 1)
	tables := map[string]string{"setup.csv": tables["setup.csv"],
		"bad.csv": "Artikel,quantity,Liefertermin\ngearbox,1,2026-01-09\ngaerbox,1,\nshaft,many,\nshaft,0,soon\n"}
	_, problems := model.Parse("factory.toml", []byte(text), kinds(), files(tables))
	want := []string{
		`bad.csv:3:1: orders.part: there is no part "gaerbox"; did you mean "gearbox"?`,
		`bad.csv:4:7: orders: "many" is no number`,
		`bad.csv:5:7: orders.quantity: quantity must be at least 1, not 0`,
		`bad.csv:5:9: orders: "soon" is no date and time; write it like "2026-01-05 06:00"`,
	}
	for i, w := range want {
		if i >= len(problems) || problems[i].Error() != w {
			t.Fatalf("got\n%v\nwant\n%v", problems, strings.Join(want, "\n"))
		}
	}
}
