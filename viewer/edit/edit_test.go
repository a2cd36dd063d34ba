package edit

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

var registry = plant.Registry()

// open begins to change an example.
func open(t testing.TB, file string) *Document {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return document(t, file, string(text))
}

func document(t testing.TB, file, text string) *Document {
	t.Helper()
	d, err := New(file, []byte(text), func(text []byte) (*model.Model, model.Problems) {
		return model.Parse(file, text, registry, beside(file))
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// beside reads the tables of a file.
func beside(file string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(filepath.Dir(file), name)) }
}

const (
	gearbox = "../../scenarios/00-gearbox/factory.toml"
	lean    = "../../scenarios/15-lean/factory.toml"
	boxes   = "../../scenarios/52-digital-twin/factory.toml"
)

// changed are the lines that a command took away (-) and brought (+).
func changed(before, after []byte) string {
	a, b := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var out []string
	for _, l := range a {
		out = append(out, "-"+l)
	}
	for _, l := range b {
		out = append(out, "+"+l)
	}
	return strings.Join(out, "\n")
}

func lines(l ...string) string { return strings.Join(l, "\n") }

// commands are examples of each, with the lines that it must take away (-), bring (+)
// and have gone (!).
var commands = []struct {
	name, file string
	do         func(*Document) error
	want       string
}{
	{"move", gearbox, func(d *Document) error { return d.Move("wash.washer", [2]float64{8.5, -1}) },
		lines(`-at    = ["8 m", "0 m"]`, `+at    = ["8.5 m", "-1 m"]`)},
	{"move what has no place yet", gearbox, func(d *Document) error { return d.Move("wash.in", [2]float64{2, 0}) },
		lines(`+at     = ["2 m", "0 m"]`)},
	{"move an inherited place", gearbox, func(d *Document) error { return d.Move("machining.line-2.drill", [2]float64{10, 1}) },
		lines("+[machining.line-2.drill]", `+at = ["10 m", "1 m"]`, "+")},
	{"move one with a dotted key", gearbox, func(d *Document) error { return d.Move("machining.line-2.mill", [2]float64{5, 0}) },
		lines(`+mill.at    = ["5 m", "0 m"]`)},
	{"turn", lean, func(d *Document) error { return d.Turn("fab.rim", -90) }, lines(`+turn = "270 deg"`)},
	{"turn round", lean, func(d *Document) error { return d.Turn("fab.rim", 360) }, lines(`+turn = "0 deg"`)},
	{"set a key", gearbox, func(d *Document) error { return d.Set("wash.washer", "batch", "6") },
		lines("-batch = 4                                  # housings per wash: 60 per scheduled hour at most",
			"+batch = 6                                  # housings per wash: 60 per scheduled hour at most")},
	{"connect where the line ends", gearbox, func(d *Document) error {
		if err := d.Disconnect("wash.rework", "", "wash.dock"); err != nil {
			return err
		}
		return d.Connect("wash.rework", "", "wash.dock")
	}, ""},
	{"disconnect in the middle", lean, func(d *Document) error { return d.Disconnect("fab.press", "", "fab.rim") },
		lines(`-flow = "blanks -> stamp -> press -> rim -> pack -> shipped"`, `+flow = ["blanks -> stamp -> press", "rim -> pack -> shipped"]`)},
	{"disconnect the first", lean, func(d *Document) error { return d.Disconnect("fab.blanks", "", "fab.stamp") },
		lines(`-flow = "blanks -> stamp -> press -> rim -> pack -> shipped"`, `+flow = "stamp -> press -> rim -> pack -> shipped"`)},
	{"disconnect the last of a line in a list", gearbox, func(d *Document) error { return d.Disconnect("wash.check", "pass", "wash.dock") },
		lines(`-flow     = ["in -> washer -> check", "check.pass -> dock", "check.fail -> rework -> dock"]`, `+flow     = ["in -> washer -> check", "check.fail -> rework -> dock"]`)},
	{"disconnect all of a flow", boxes, func(d *Document) error { return d.Disconnect("shop.assembly", "", "shop.done") },
		lines(`-flow = "assembly -> done"`, `+flow = []`)},
	{"connect by a port", lean, func(d *Document) error { return d.Connect("fab.rim", "fail", "fab.shipped") },
		lines(`-flow = "blanks -> stamp -> press -> rim -> pack -> shipped"`, `+flow = ["blanks -> stamp -> press -> rim -> pack -> shipped", "rim.fail -> shipped"]`)},
	{"connect in an inherited flow", gearbox, func(d *Document) error { return d.Connect("machining.line-2.drill", "fail", "wash.in") },
		lines(`+flow       = ["castings -> mill -> drill -> queue -> wash.in", "drill.fail -> wash.in"]`)},
	{"delete", gearbox, func(d *Document) error { return d.Delete("wash.rework") },
		lines(`-flow     = ["in -> washer -> check", "check.pass -> dock", "check.fail -> rework -> dock"]`, `+flow     = ["in -> washer -> check", "check.pass -> dock"]`,
			"![wash.rework]")},
	{"rename", lean, func(d *Document) error { _, err := d.Rename("fab.rim", "edge"); return err },
		lines(`-flow = "blanks -> stamp -> press -> rim -> pack -> shipped"`, `+flow = "blanks -> stamp -> press -> edge -> pack -> shipped"`, "![fab.rim]")},
	{"rename what a route means", boxes, func(d *Document) error { _, err := d.Rename("shop.hurco04", "mill"); return err }, `!"shop.hurco04"`},
	{"rename a level that a flow names", gearbox, func(d *Document) error { _, err := d.Rename("wash", "cleaning"); return err },
		lines(`-flow = "castings -> mill -> drill -> queue -> wash.in"`, `+flow = "castings -> mill -> drill -> queue -> cleaning.in"`, "![wash")},
	{"rename one that others inherit", gearbox, func(d *Document) error { _, err := d.Rename("machining.line-1.mill", "mill-a"); return err },
		lines(`-mill.cycle = "normal(75 s, 5 s)"           # … but this mill is the new one`, `+mill-a.cycle = "normal(75 s, 5 s)"           # … but this mill is the new one`)},
	{"place", lean, func(d *Document) error { _, err := d.Place("machine", "", "fab", [2]float64{3, 4}); return err },
		lines("+[fab.machine]", `+kind  = "machine"`, `+at    = ["3 m", "4 m"]`, `+cycle = "60 s"`, "+")},
	{"place like a shape", gearbox, func(d *Document) error { _, err := d.Place("", "cnc", "wash", [2]float64{3, 4}); return err },
		lines("+[wash.cnc]", `+like = "cnc"`, `+at   = ["3 m", "4 m"]`, "+")},
	{"duplicate", gearbox, func(d *Document) error { _, err := d.Duplicate("wash.washer", [2]float64{8, 4}); return err },
		lines("+[wash.washer-2]", `+like = "washer"`, `+at   = ["8 m", "4 m"]`, "+")},
}

func TestCommandsChangeWhatTheyMeanToAndNothingElse(t *testing.T) {
	for _, c := range commands {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, c.file)
			before := bytes.Clone(d.Text())
			if err := c.do(d); err != nil {
				t.Fatal(err)
			}
			diff := "\n" + changed(before, d.Text()) + "\n"
			for _, want := range strings.Split(c.want, "\n") {
				if gone, not := strings.CutPrefix(want, "!"); not {
					if strings.Contains(string(d.Text()), gone) {
						t.Errorf("there is still %s", gone)
					}
				} else if !strings.Contains(diff, "\n"+want+"\n") {
					t.Errorf("no line %q in %s", want, diff)
				}
			}
			if !strings.Contains(c.want, "!") && !strings.Contains(c.name, "rename") && strings.Count(strings.TrimSpace(diff), "\n") > strings.Count(c.want, "\n")+1 {
				t.Errorf("more was changed than\n%s\nnamely%s", c.want, diff)
			}
			for d.CanUndo() {
				d.Undo()
			}
			if !bytes.Equal(d.Text(), before) {
				t.Error("undone, the text is not what it was")
			}
		})
	}
}

func TestRenamedPlacesAreTold(t *testing.T) {
	d := open(t, gearbox)
	got, err := d.Rename("machining.line-1.mill", "mill-a")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"machining.line-1.mill": "machining.line-1.mill-a", "machining.line-2.mill": "machining.line-2.mill-a"}
	if !maps.Equal(got, want) {
		t.Errorf("renamed %v, want %v", got, want)
	}
	back, ok := d.Undo()
	if !ok || back["machining.line-2.mill-a"] != "machining.line-2.mill" {
		t.Errorf("undone: %v", back)
	}
	if again, ok := d.Redo(); !ok || !maps.Equal(again, want) {
		t.Errorf("done again: %v", again)
	}
}

func TestWhatMayNotBeIsRefusedWithItsReason(t *testing.T) {
	for _, c := range []struct {
		name, file string
		do         func(*Document) error
		want       string
	}{
		{"nothing there", gearbox, func(d *Document) error { return d.Move("wash.washr", [2]float64{}) }, `no place "wash.washr"`},
		{"the factory", gearbox, func(d *Document) error { return d.Delete("") }, "factory itself"},
		{"inherited", gearbox, func(d *Document) error { return d.Delete("machining.line-2.drill") }, "from machining.line-1.drill"},
		{"only partly its own", gearbox, func(d *Document) error { return d.Delete("machining.line-2.mill") }, "comes through `like`"},
		{"something is like it", gearbox, func(d *Document) error { return d.Delete("machining.line-1") }, "machining.line-2 is like it (line 67)"},
		{"a route needs it", boxes, func(d *Document) error { return d.Delete("shop.hurco02") }, "the route of part box goes there (line 28)"},
		{"twice the same way", lean, func(d *Document) error { return d.Connect("fab.rim", "", "fab.pack") }, "already a way"},
		{"into a source", lean, func(d *Document) error { return d.Connect("fab.rim", "", "fab.blanks") }, "nothing enters fab.blanks"},
		{"out of a sink", lean, func(d *Document) error { return d.Connect("fab.shipped", "", "fab.rim") }, "nothing leaves fab.shipped"},
		{"to itself", lean, func(d *Document) error { return d.Connect("fab.rim", "", "fab.rim") }, "itself"},
		{"no such port", lean, func(d *Document) error { return d.Connect("fab.rim", "exit", "fab.pack") }, `no port "exit"`},
		{"a ring without an exit", lean, func(d *Document) error {
			return errors.Join(d.Disconnect("fab.pack", "", "fab.shipped"), d.Set("fab.pack", "queue", "1"), d.Connect("fab.pack", "", "fab.rim"), d.Set("fab.rim", "queue", "1"))
		}, "round"},
		{"a way that is not there", lean, func(d *Document) error { return d.Disconnect("fab.rim", "", "fab.blanks") }, "no way from fab.rim to fab.blanks"},
		{"a bad value", lean, func(d *Document) error { return d.Set("fab.rim", "cycle", `"5 m"`) }, "is a length"},
		{"a name that is none", lean, func(d *Document) error { _, err := d.Rename("fab.rim", "Rim 2"); return err }, "is no name"},
		{"a name that is taken", lean, func(d *Document) error { _, err := d.Rename("fab.rim", "pack"); return err }, "already a fab.pack"},
		{"a kind that is none", lean, func(d *Document) error { _, err := d.Place("robot", "", "fab", [2]float64{}); return err }, `no kind "robot"`},
		{"in a machine", lean, func(d *Document) error { _, err := d.Place("machine", "", "fab.rim", [2]float64{}); return err }, "nothing stands in it"},
		{"far away", lean, func(d *Document) error { return d.Move("fab.rim", [2]float64{1e9, 0}) }, "no place in a factory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, c.file)
			err := c.do(d)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want something with %q", err, c.want)
			}
			if !d.CanUndo() && d.Changed() {
				t.Error("refused, and yet the text is another")
			}
		})
	}
}

// Every kind can be placed where there are parts and a bill of materials.
func TestEveryKindCanBePlaced(t *testing.T) {
	for _, k := range registry.Kinds() {
		if k.Name == "enterprise" || k.Name == "factory" {
			continue
		}
		d := open(t, boxes)
		path, err := d.Place(k.Name, "", "shop", [2]float64{1, 2})
		if err != nil {
			t.Errorf("%s: %v", k.Name, err)
			continue
		}
		if n := d.Model().Node(path); n == nil || n.Kind.Name != k.Name || n.At != [3]float64{1, 2, 0} {
			t.Errorf("%s: %q is %+v", k.Name, path, n)
		}
	}
}

// A copy means what the original means, and works whatever it is a copy of.
func TestDuplicates(t *testing.T) {
	d := open(t, gearbox)
	for _, n := range slices.Clone(d.Model().Nodes[1:]) {
		path, err := d.Duplicate(n.Path, [2]float64{50, 50})
		if err != nil {
			t.Errorf("%s: %v", n.Path, err)
			continue
		}
		now, copied := d.Model().Node(n.Path), d.Model().Node(path)
		if !alike(copied, now) {
			t.Errorf("%s is no copy of %s", path, n.Path)
		}
		d.Undo()
	}
}

func TestSaving(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "factory.toml")
	text, err := os.ReadFile(gearbox)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, file)
	if d.Changed() {
		t.Error("nothing was done and it is changed")
	}
	if err := d.Move("wash.washer", [2]float64{9, 0}); err != nil || !d.Changed() {
		t.Fatal(err, d.Changed())
	}
	if err := d.Save(); err != nil || d.Changed() {
		t.Fatal(err, d.Changed())
	}
	if disk, _ := os.ReadFile(file); !bytes.Equal(disk, d.Text()) {
		t.Error("what is on disk is not what was saved")
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	d.Undo()
	if err := d.Save(); err == nil || !strings.Contains(err.Error(), "somebody else") {
		t.Errorf("saved over somebody's work: %v", err)
	}
	if err := d.SaveAs(file + ".2"); err != nil || d.File() != file+".2" {
		t.Error(err, d.File())
	}
	other := document(t, "", string(text))
	if err := other.Save(); !errors.Is(err, ErrNoFile) {
		t.Errorf("saved without a file: %v", err)
	}
	if err := other.SaveAs(file); err == nil {
		t.Error("saved over another file")
	}
}

// What a list of lines looks like stays, with its comments.
func TestFlowsInLists(t *testing.T) {
	const head = `format = 1
[part.p]
[l]
kind = "line"
`
	const tail = `
[l.s]
kind = "source"
part = "p"
every = "60 s"
[l.a]
kind = "machine"
cycle = "10 s"
[l.b]
kind = "machine"
cycle = "10 s"
[l.z]
kind = "sink"
`
	connect := func(from, port, to string) func(*Document) error {
		return func(d *Document) error { return d.Connect(from, port, to) }
	}
	disconnect := func(from, to string) func(*Document) error {
		return func(d *Document) error {
			from, name, _ := strings.Cut(from, ":")
			return d.Disconnect(from, name, to)
		}
	}
	for _, c := range []struct {
		name, flow string
		do         func(*Document) error
		want       string
	}{
		{"first arrow", "", connect("l.s", "", "l.a"), `flow = "s -> a"`},
		{"empty list", "flow = []", connect("l.s", "", "l.a"), `flow = ["s -> a"]`},
		{"extend", `flow = "s -> a" # one`, connect("l.a", "", "l.z"), `flow = "s -> a -> z" # one`},
		{"before", `flow = "a -> z" # one`, connect("l.s", "", "l.a"), `flow = "s -> a -> z" # one`},
		{"own lines", "flow = [\n  \"s -> a\",  # in\n  \"a -> z\"   # out\n]", connect("l.a", "fail", "l.b"),
			"flow = [\n  \"s -> a\",  # in\n  \"a -> z\",   # out\n  \"a.fail -> b\"\n]"},
		{"comma at the end", "flow = [\n  \"s -> a -> z\", # all\n]", connect("l.a", "fail", "l.b"),
			"flow = [\n  \"s -> a -> z\", # all\n  \"a.fail -> b\",\n]"},
		{"take a line", "flow = [\n  \"s -> a\",  # in\n  \"a -> z\",\n  \"b -> z\"   # out\n]", disconnect("l.a", "l.z"),
			"flow = [\n  \"s -> a\",  # in\n  \"b -> z\"   # out\n]"},
		{"take a line with a comment", "flow = [\n  \"s -> a\",  # in\n  \"b -> z\"   # out\n]", disconnect("l.s", "l.a"),
			"flow = [\n    # in\n  \"b -> z\"   # out\n]"},
		{"one of a row", `flow = ["s -> a", "a -> z", "b -> z"]`, disconnect("l.a", "l.z"), `flow = ["s -> a", "b -> z"]`},
		{"the last of a row", `flow = ["s -> a", "a -> z"]`, disconnect("l.a", "l.z"), `flow = ["s -> a"]`},
		{"a port in the middle", `flow = "s -> a.fail -> b -> z"`, disconnect("l.a:fail", "l.b"), `flow = ["s -> a", "b -> z"]`},
		{"the way to a port", `flow = "s -> a.fail -> b -> z"`, disconnect("l.s", "l.a"), `flow = "a.fail -> b -> z"`},
		{"arrows of the other sort", `flow = "s → a → b → z"`, disconnect("l.a", "l.b"), `flow = ["s → a", "b → z"]`},
		{"single quotes", `flow = 's -> a -> z'`, connect("l.a", "fail", "l.b"), `flow = ['s -> a -> z', "a.fail -> b"]`},
		{"several lines", "flow = \"\"\"\n s -> a\n -> b -> z\"\"\"", disconnect("l.a", "l.b"), "flow = [\"\"\" s -> a\"\"\", \"\"\"b -> z\"\"\"]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := document(t, "", head+c.flow+tail)
			if err := c.do(d); err != nil {
				t.Fatal(err)
			}
			if got := string(d.Text()); got != head+c.want+tail && got != head+c.want+"\n"+tail {
				t.Errorf("got\n%s\nwant\n%s", strings.TrimSuffix(strings.TrimPrefix(got, head), tail), c.want)
			}
		})
	}
}

// TestJoinedCommandsAreUndoneTogether: with the names that they gave.
func TestJoinedCommandsAreUndoneTogether(t *testing.T) {
	d := open(t, lean)
	before := bytes.Clone(d.Text())
	for _, step := range [][2]string{{"rim", "edge"}, {"edge", "border"}, {"pack", "packing"}} {
		if _, err := d.Rename("fab."+step[0], step[1]); err != nil {
			t.Fatal(err)
		}
	}
	d.Join(3)
	back, ok := d.Undo()
	want := map[string]string{"fab.border": "fab.rim", "fab.packing": "fab.pack"}
	for from, to := range want {
		if back[from] != to {
			t.Errorf("undone, %s is %q, want %s", from, back[from], to)
		}
	}
	if !ok || d.CanUndo() || !bytes.Equal(d.Text(), before) {
		t.Error("not all three are undone")
	}
	again, _ := d.Redo()
	if again["fab.rim"] != "fab.border" || d.Model().Node("fab.border") == nil {
		t.Errorf("done again: %v", again)
	}
}
