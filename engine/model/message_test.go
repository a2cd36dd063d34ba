package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

// A file in which every mistake of messages is planted in turn, in place of @.
const small = `format = 1
[part.housing]
[part.gear]
[people.inspectors]
n = 2
skills = ["gauge"]
[calendar.day]
week = "Mon-Fri 06:00-14:00"
[line]
kind = "line"
flow = "src -> mill -> check -> dock"
[line.src]
kind = "source"
part = "housing"
every = "100 s"
[line.mill]
kind = "machine"
cycle = "60 s"
[line.check]
kind = "station"
cycle = "30 s"
[line.dock]
kind = "sink"
`

// after puts text behind the line in small that begins with the first one.
func after(line, text string) string {
	return strings.Replace(small, line+"\n", line+"\n"+text+"\n", 1)
}

func instead(line, text string) string { return strings.Replace(small, line+"\n", text+"\n", 1) }

const mill = "[line.mill]\nkind = \"machine\""

var messages = []struct{ file, want string }{
	// The file.
	{"", `f.toml: this file is empty; a factory file begins with format = 1`},
	{"\ufeff\n \n", `f.toml: this file is empty; a factory file begins with format = 1`},
	{"a\x00b", `f.toml: this is no text in UTF-8; save it as UTF-8, or give another file`},
	{"\xff\xfe", `f.toml: this is no text in UTF-8; save it as UTF-8, or give another file`},
	{strings.TrimPrefix(small, "format = 1\n"), `f.toml:1:1: format: a factory file begins with the line: format = 1`},
	{"format = 2\n", `f.toml:1:10: format: this file has format 2; this version of Takt reads format 1 and none newer`},
	{instead("format = 1", "format = \"1\""), `f.toml:1:10: format: want format = 1, not "1"`},
	{"factory = \"gearbox.toml\"\n", `f.toml:1:11: factory: this is a scenario file; its factory is in "gearbox.toml"`},
	{small + "[run]\nlength = \"1 week\"\n", `f.toml:24:2: run: "run" belongs into a scenario file, not into the factory`},
	{small + "[event]\nkind = \"machine\"\n", `f.toml:24:2: event: "event" is a reserved word; a place must have another name`},
	{instead("format = 1", "format = 1\nspeed = 3"), `f.toml:2:1: speed: there is no "speed" at the top of a file; did you mean "sweep"?`},
	{after(mill, "kind = \"machine\""), `f.toml:18:1: "kind" is written twice; it is already on line 17`},
	{after(mill, "power = {\nrun = \"1 kW\" }"), `f.toml:18:10: an inline table {…} stays on one line (TOML 1.0); write a table header instead`},
	{after(mill, "x = "), `f.toml:18:5: a value is missing here`},

	// Places.
	{small + "[line.Mill_2]\nkind = \"machine\"\ncycle = \"1 s\"\n", `f.toml:24:7: line.Mill_2: "Mill_2" is no name: names are small letters, digits and hyphens, a letter first; try "mill-2" (` + "`title` carries any language)"},
	{small + "[line.x]\ncycle = \"1 s\"\n", `f.toml:24:7: line.x: [line.x] needs a kind (or a ` + "`like`" + `): kind = "source"`},
	{small + "[hall.mill]\nkind = \"machine\"\ncycle = \"1 s\"\n", `f.toml:24:2: hall: [hall] needs a kind (or a ` + "`like`" + `): kind = "workshop", "line" or "group"`},
	{small + "[line.mill.inner]\nkind = \"machine\"\ncycle = \"1 s\"\n", `f.toml:24:12: line.mill.inner: a machine holds no other places; put this one beside it`},
	{small + "[east]\nkind = \"factory\"\n", `f.toml:25:8: east.kind: several factories need an [enterprise]; one alone is described in [factory]`},
	{after(mill, "titel = \"x\""), `f.toml:18:1: line.mill.titel: a machine has no "titel"; did you mean "title"?`},
	{after(mill, "at = [\"1 m\"]"), `f.toml:18:6: line.mill.at: want two or three lengths (x, y and perhaps z), not 1`},
	{after(mill, "at = [1, \"2 m\"]"), `f.toml:18:7: line.mill.at: 1 has no unit; this is a length: try "1 m", "1 mm"`},
	{after(mill, "ports = { exit = [\"1 m\", \"0 m\"] }"), `f.toml:18:11: line.mill.ports.exit: a machine has no port "exit"`},
	{after(mill, "calendar = \"dya\""), `f.toml:18:12: line.mill.calendar: there is no calendar "dya"; did you mean "day"?`},
	{after("[line]\nkind = \"line\"", "mil.cycle = \"1 s\""), `f.toml:11:1: line.mil: there is no "mil" in this line; did you mean "mill"?`},
	{after("[line]\nkind = \"line\"", "zone = \"Europe/Berln\""), `f.toml:11:8: line.zone: "Europe/Berln" is no time zone; did you mean "Europe/Berlin"?`},

	// Likeness.
	{small + "[line.b]\nlike = \"mil\"\n", `f.toml:25:8: line.b.like: there is no "mil" to be like; did you mean "mill"?`},
	{small + "[line.b]\nlike = 3\n", `f.toml:25:8: line.b.like: want the name of a shape or of a place, in quotes, not a number`},
	{small + "[shape.a]\nlike = \"b\"\n[shape.b]\nlike = \"a\"\n[line.c]\nlike = \"a\"\n", `f.toml:25:8: shape.a.like: this is like itself: shape.a -> shape.b -> shape.a`},
	{small + "[line.inner]\nlike = \"line\"\n", `f.toml:25:8: line.inner.like: this is like itself: line.inner.like = "line"`},

	{small + "[shape.x]\nkind = \"machine\"\nneeds = [{ tool = \"here\", n = 0 }]\n", `f.toml:26:31: shape.x.needs.n: n must be at least 1, not 0`},
	{small + "[shape.x]\nkind = \"machin\"\n", `f.toml:25:8: shape.x.kind: there is no kind "machin"; did you mean "machine"?`},
	{small + "[shape.x]\ncycle = \"1 s\"\n", `f.toml:24:8: shape.x: a shape needs a kind: kind = "machine"`},

	// Values.
	{instead("cycle = \"60 s\"", "cycle = \"60 sec\""), `f.toml:18:9: line.mill.cycle: "sec" is no unit; did you mean "s"?`},
	{instead("cycle = \"60 s\"", "cycle = true"), `f.toml:18:9: line.mill.cycle: want a time, such as "4 s", not true or false`},
	{instead("cycle = \"60 s\"", "cycle = \"-60 s\""), `f.toml:18:9: line.mill.cycle: -60 s can come out negative`},
	{instead("cycle = \"60 s\"", "cycle = \"triangular(1 s, 2 s)\""), `f.toml:18:9: line.mill.cycle: triangular: takes 3 (lowest, mode, highest), not 2; it is written triangular(lowest, mode, highest)`},
	{instead("cycle = \"60 s\"", "cycle = \"triangular(1 s, 9 s, 3 s)\""), `f.toml:18:9: line.mill.cycle: triangular: the mode 9 s lies above the highest value 3 s`},
	{instead("cycle = \"60 s\"", "cycle = \"weibull(2 s, 3 s)\""), `f.toml:18:9: line.mill.cycle: the shape of weibull is a plain number, not "2 s"`},
	{instead("cycle = \"60 s\"", "cycle = \"normal(60 s, 5 s\""), `f.toml:18:9: line.mill.cycle: the closing bracket of normal( is missing`},
	{instead("cycle = \"60 s\"", "cycle = \"normal\""), `f.toml:18:9: line.mill.cycle: "normal" needs values: normal(mean, sd)`},
	{instead("cycle = \"60 s\"", "cycle = { housng = \"1 s\" }"), `f.toml:18:11: line.mill.cycle.housng: there is no part "housng"; did you mean "housing"?`},
	{instead("cycle = \"60 s\"", ""), `f.toml:16:7: line.mill: a machine needs "cycle", such as cycle = "4 s"`},
	{after(mill, "batch = \"4\""), `f.toml:18:9: line.mill.batch: "4" is a text; a count is a bare number: 4`},
	{after(mill, "batch = 2.5"), `f.toml:18:9: line.mill.batch: 2.5 is no count; want a whole number`},
	{after(mill, "batch = 0"), `f.toml:18:9: line.mill.batch: batch must be at least 1, not 0`},
	{after(mill, "dispatch = \"ed\""), `f.toml:18:12: line.mill.dispatch: "ed" is no dispatch; did you mean "edd"?`},
	{after(mill, "dispatch = \"best\""), `f.toml:18:12: line.mill.dispatch: "best" is no dispatch; it can be "fifo", "lifo", "edd" or "spt"`},
	{after(mill, "by = \"deu - now\""), `f.toml:18:7: line.mill.by: an expression knows no "deu"; did you mean "due"?`},
	{after(mill, "by = \"due -\""), `f.toml:18:11: line.mill.by: this is no expression: unexpected token EOF`},
	{after(mill, "by = \"env()\""), `f.toml:18:7: line.mill.by: an expression knows no "env"; it knows arrived, cycle, due, now, operations, priority, quantity, queue, release, setup, work`},
	{after(mill, "power = \"3 kW\""), `f.toml:18:9: line.mill.power: want a table in braces, such as { run = … }, not a text`},
	{after(mill, "power = { rum = \"3 kW\" }"), `f.toml:18:11: line.mill.power.rum: ` + "`power`" + ` has no "rum"; did you mean "run"?`},
	{after(mill, "setup = { \"housing > gear\" = \"1 s\" }"), `f.toml:18:11: line.mill.setup.housing > gear: want the change, such as "housing -> gear" ("*" is any part), not "housing > gear"`},
	{after(mill, "setup = { file = \"no.csv\" }"), `f.toml:18:18: line.mill.setup.file: "no.csv": there is no such file`},
	{after(mill, "setup = { file = \"../no.csv\" }"), `f.toml:18:18: line.mill.setup.file: "../no.csv" does not lie beside the factory file or below it`},
	{after("[line.check]\nkind = \"station\"", "yield = 0.97"), `f.toml:21:9: line.check.yield: 0.97 has no unit; this is a share: try "97 %"`},
	{after("[line.check]\nkind = \"station\"", "yield = \"120 %\""), `f.toml:21:9: line.check.yield: yield must be at most 100 %`},

	// People.
	{after(mill, "needs = [{ crew = \"inspector\" }]"), `f.toml:18:19: line.mill.needs.crew: there is no crew "inspector"; did you mean "inspectors"?`},
	{after(mill, "needs = [{ crew = \"inspectors\", n = 3 }]"), `f.toml:18:10: line.mill.needs: this needs 3 of the crew "inspectors", which has 2`},
	{after(mill, "needs = [{ crew = \"inspectors\", skill = \"guage\" }]"), `f.toml:18:41: line.mill.needs.skill: the crew "inspectors" has no skill "guage"; did you mean "gauge"?`},
	{after(mill, "needs = [{ n = 1 }]"), `f.toml:18:10: line.mill.needs: a need names a crew or a tool: { crew = "fitters", n = 2 }`},
	{after(mill, "needs = [{ tool = \"dock\" }]"), `f.toml:18:19: line.mill.needs.tool: "dock" is a sink, not a tool`},
	{instead("n = 2", ""), `f.toml:4:9: people.inspectors: a crew needs "n": how many there are in each shift`},

	// Calendars and tariffs.
	{instead("week = \"Mon-Fri 06:00-14:00\"", "week = \"Mon-Fri 06:00-25:00\""), `f.toml:8:`},
	{small + "[tariff.x]\nelectricity = \"06:00-22:00 0.18 EUR/kWh\"\n", `f.toml:25:15: tariff.x.electricity: nothing says the price at 00:00`},
	{small + "[tariff.x]\nelectricity = \"06:00-22:00 0.18 EUR/kWh, 20:00-06:00 0.09 EUR/kWh\"\n", `f.toml:25:42: tariff.x.electricity: the price at 20:00 is said twice`},
	{small + "[tariff.x]\nelectricity = \"00:00-24:00 0.18 EUR\"\n", `f.toml:25:16: tariff.x.electricity: "0.18 EUR" is an amount of money, want money per energy`},

	// Flows.
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src -> mil -> check -> dock\""), `f.toml:11:16: line.flow: there is no place "mil"; did you mean "mill"?`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = [\"src -> mill\", \"mill -> dokc\"]"), `f.toml:11:33: line.flow: there is no place "dokc"; did you mean "dock"?`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src\""), `f.toml:11:8: line.flow: a flow needs an arrow: "mill -> drill"`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src -> \""), `f.toml:11:16: line.flow: a name is missing beside the arrow`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src, mill -> check -> dock\""), `f.toml:11:9: line.flow: "src, mill" is no name; places are joined by ->`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src -> mill -> check.fial -> dock\""), `f.toml:11:24: line.flow: a station has no port "fial"; did you mean "fail"?`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src -> mill.left -> check -> dock\""), `f.toml:11:16: line.flow: a machine has no port "left": write "mill" alone`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"mill -> src -> check -> dock\""), `f.toml:11:17: line.flow: nothing enters a source`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src -> dock -> mill -> check\""), `f.toml:11:16: line.flow: nothing leaves a sink`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = [\"src -> mill -> check -> dock\", \"src -> mill\"]"), `f.toml:11:49: line.flow: the way from line.src to line.mill is already there, at f.toml:11:17`},
	{instead("flow = \"src -> mill -> check -> dock\"", "flow = \"src -> line -> dock\""), `f.toml:11:16: line.flow: "line" is a line; name the place in it, such as "line.src"`},

	// Parts and orders.
	{after("[part.housing]", "bom = { gear = 1 }") + "[part.gear.bom]\nhousing = 1\n", `f.toml:26:11: part.gear.bom.housing: a part cannot be made of itself: housing -> gear -> housing`},
	{after("[part.housing]", "bom = { wheel = 1 }"), `f.toml:3:9: part.housing.bom.wheel: there is no part "wheel"`},
	{after("[part.housing]", "bom = { gear = \"4\" }"), `f.toml:3:16: part.housing.bom.gear: "4" is a text; a count is a bare number: 4`},
	{after("[part.housing]", "size = [\"1 m\"]"), `f.toml:3:8: part.housing.size: want three lengths (x, y, z), not 1`},
	{after("[part.housing]", "[[part.housing.route]]\non = \"line.mil\""), `f.toml:4:6: part.housing.route.on: there is no place "line.mil"; did you mean "line.mill"?`},
	{after("[part.housing]", "[[part.housing.route]]\non = \"line\""), `f.toml:4:6: part.housing.route.on: line is a line, where nothing is worked on`},
	{after("[part.housing]", "[[part.housing.route]]\nop = \"turn\""), `f.toml:3:1: part.housing.route: an operation needs "on": the place, or the alternative places, where it can be done`},
	{after("[part.housing]", "[[part.housing.route]]\non = \"line.mill\"\nprefer = \"fastets\""), `f.toml:5:10: part.housing.route.prefer: "fastets" is no prefer; did you mean "fastest"?`},
	{after("[part.housing]", "[[part.housing.route]]\non = \"line.check\"\n[[part.housing.route]]\nop = \"mill\"\non = \"line.mill\""), `f.toml:5:1: part.housing.route: operation "mill" cannot be reached: no flow leads from line.check to line.mill`},
	{small + "[[orders]]\npart = \"gear\"\ndue = \"2026-01-04\"\nrelease = \"2026-01-06\"\n", `f.toml:26:7: orders.due: this order is due before it is released`},
	{small + "[[orders]]\npart = \"gear\"\ndue = \"soon\"\n", `f.toml:26:7: orders.due: "soon" is neither a date and time, such as "2026-01-13 10:30", nor a time after the start, such as "8 h"`},
	{small + "[[orders]]\nid = \"a\"\npart = \"gear\"\n[[orders]]\nid = \"a\"\npart = \"gear\"\n", `f.toml:28:6: orders.id: the order "a" is already there, at f.toml:24:1`},
	{small + "[orders]\n", `f.toml:24:2: orders: orders come from a file, [orders] with file = "orders.csv", or one by one as [[orders]]`},
}

func TestMessages(t *testing.T) {
	for i, c := range messages {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			m, problems := model.Parse("f.toml", []byte(c.file), kinds(), files(tables))
			errs := problems.Errors()
			if m != nil || len(errs) == 0 {
				t.Fatalf("no mistake found; want %s", c.want)
			}
			if got := errs[0].Error(); got != c.want && !strings.HasPrefix(got, c.want) || len(errs) > 1 {
				t.Errorf("got  %v\nwant %s", problems, c.want)
			}
		})
	}
}
