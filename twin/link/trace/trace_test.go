package trace

import (
	"database/sql"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// plantText has orders, an assembly, a disassembly, batches, rework, failures,
// shifts, two bodies, and names that every format must escape.
const plantText = `format = 1
[factory]
title = "A & B <test>"
clock = "2026-01-05 06:00"
zone = "Asia/Shanghai"
[part.base]
[part.lid]
[part.box]
bom = { base = 1, lid = 2 }
[[part.lid.route]]
op = "press \"&\" trim"
on = ["shop.press"]
[[orders]]
id = "A-1"
part = "base"
quantity = 300
due = "3 h"
customer = "Müller & Söhne <北京>"
[calendar.day]
week = "Mon-Fri 06:00-07:00, 07:20-22:00"
[shop]
kind = "line"
flow = ["bases -> queue -> pack", "lids -> press -> pack", "press.fail -> again -> press", "pack -> oven -> split -> out"]
[shop.bases]
kind = "source"
orders = true
[shop.lids]
kind = "source"
part = "lid"
[shop.queue]
kind = "buffer"
[shop.again]
kind = "buffer"
[shop.press]
title = "Press \"old\""
kind = "station"
cycle = "exponential(70 s)"
parallel = 2
yield = "90 %"
mtbf = "20 min"
mttr = "3 min"
calendar = "day"
[shop.pack]
kind = "assembly"
makes = "box"
cycle = "1 min"
[shop.oven]
kind = "machine"
cycle = "5 min"
batch = 2
batch-wait = "10 min"
[shop.split]
kind = "disassembly"
cycle = "30 s"
into = { base = 1 }
[shop.out]
kind = "sink"
`

func compile(t testing.TB) *plant.Plant { return parse(t, plantText) }

func parse(t testing.TB, text string) *plant.Plant {
	t.Helper()
	m, problems := model.Parse("shop.toml", []byte(text), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// counts is what the engine tells of a run: what the files must have.
type counts struct {
	rows  int
	kinds [plant.TraceKinds]int
	parts map[string]bool
	cases map[string]bool // parts that came into the plant
}

// write traces a run into files of every format, from an instant on.
func write(t testing.TB, dir string, from, to engine.Time, places []bool) counts {
	t.Helper()
	p := compile(t)
	s := p.New(1, 0)
	if err := s.StopPlace("shop", 100*engine.Minute, 5*engine.Minute); err != nil {
		t.Fatal(err)
	}
	if from > 0 {
		s.Run(from)
	}
	c := counts{parts: map[string]bool{}, cases: map[string]bool{}}
	h := Head{Plant: p, Name: "a run & more", Source: "takt test", Places: places}
	s.Watch(func(e plant.TraceEvent) {
		if !h.Wants(&e) {
			return
		}
		c.rows++
		c.kinds[e.Kind]++
		if e.Kind.OfPart() {
			c.parts[trail.ID(e.Part)] = true
			if e.Since >= 0 {
				c.cases[trail.ID(e.Part)] = true
			}
		}
	})
	var files []*File
	for _, ending := range Endings() {
		f, err := Create(filepath.Join(dir, "trace"+ending), h)
		if err != nil {
			t.Fatal(err)
		}
		s.Watch(f.Event)
		files = append(files, f)
	}
	s.Run(to)
	for _, f := range files {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if int(f.Events()) != c.rows {
			t.Errorf("%d events, want %d", f.Events(), c.rows)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != len(Endings()) {
		t.Errorf("%d files are left, want %d: %v %v", len(left), len(Endings()), left, err)
	}
	return c
}

// happened is the number of events that OCEL has.
func (c *counts) happened() int {
	return c.rows - c.kinds[plant.StateChanged] - c.kinds[plant.PartThere]
}

func rowsOf(t *testing.T, path string) (rows []trail.Row) {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for {
		r, err := f.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
}

func TestTablesComeBack(t *testing.T) {
	dir := t.TempDir()
	c := write(t, dir, 0, 6*engine.Hour, nil)
	for k := range plant.TraceKinds {
		if c.kinds[k] == 0 && k < plant.PlanChanged && k != plant.PartThere && k != plant.WayChosen && k != plant.PartScrapped && k != plant.PartLost {
			t.Errorf("the run has no %v", k)
		}
	}
	p := compile(t)
	s := p.New(1, 0)
	if err := s.StopPlace("shop", 100*engine.Minute, 5*engine.Minute); err != nil {
		t.Fatal(err)
	}
	var want []trail.Row
	s.Watch(func(e plant.TraceEvent) { want = append(want, trail.RowOf(p, e)) })
	s.Run(6 * engine.Hour)
	for _, ending := range []string{".csv", ".parquet"} {
		got := rowsOf(t, filepath.Join(dir, "trace"+ending))
		if len(got) != len(want) {
			t.Errorf("%s: %d rows, want %d", ending, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s: row %d is %+v, want %+v", ending, i, got[i], want[i])
			}
		}
	}
}

type ocelLog struct {
	ObjectTypes, EventTypes []struct {
		Name       string
		Attributes []struct{ Name, Type string }
	}
	Events []struct {
		ID, Type      string
		Time          time.Time
		Attributes    []struct{ Name string }
		Relationships []struct{ ObjectID, Qualifier string }
	}
	Objects []struct {
		ID, Type   string
		Attributes []struct {
			Name  string
			Time  time.Time
			Value any
		}
		Relationships []struct{ ObjectID, Qualifier string }
	}
}

func TestOCELJSON(t *testing.T) {
	for _, from := range []engine.Time{0, 2 * engine.Hour} {
		dir := t.TempDir()
		c := write(t, dir, from, 6*engine.Hour, nil)
		data, err := os.ReadFile(filepath.Join(dir, "trace.json"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := os.ReadFile(filepath.Join(dir, "trace.jsonocel"))
		if err != nil || string(again) != string(data) {
			t.Errorf("the two names of the format give different files: %v", err)
		}
		var log ocelLog
		if err := json.Unmarshal(data, &log); err != nil {
			t.Fatal(err)
		}
		checkOCEL(t, &log, &c)
	}
}

func checkOCEL(t *testing.T, log *ocelLog, c *counts) {
	t.Helper()
	declared := map[string]bool{}
	for _, types := range [][]struct {
		Name       string
		Attributes []struct{ Name, Type string }
	}{log.ObjectTypes, log.EventTypes} {
		for _, x := range types {
			declared[x.Name] = true
			for _, a := range x.Attributes {
				declared[x.Name+"."+a.Name] = true
			}
		}
	}
	objects, parts, states := map[string]string{}, 0, 0
	for _, o := range log.Objects {
		if objects[o.ID] != "" || !declared[o.Type] {
			t.Errorf("object %s of type %s is there twice, or its type is unknown", o.ID, o.Type)
		}
		objects[o.ID] = o.Type
		if o.Type == typePart {
			parts++
		}
		var last time.Time
		var state any
		for _, a := range o.Attributes {
			if !declared[o.Type+"."+a.Name] {
				t.Errorf("%s.%s is not declared", o.Type, a.Name)
			}
			if a.Name == "state" {
				states++
				if !a.Time.After(last) {
					t.Errorf("%s: a state at %v after one at %v", o.ID, a.Time, last)
				}
				if last = a.Time; a.Value == state {
					t.Errorf("%s: it is %v twice", o.ID, state)
				}
				state = a.Value
			}
		}
	}
	if parts != len(c.parts) || len(log.Events) != c.happened() || states < 50 {
		t.Errorf("%d parts, %d events, %d states; want %d, %d, many", parts, len(log.Events), states, len(c.parts), c.happened())
	}
	for _, o := range log.Objects {
		for _, r := range o.Relationships {
			if objects[r.ObjectID] == "" {
				t.Errorf("object %s is related to %q, which is not there", o.ID, r.ObjectID)
			}
		}
	}
	hows := map[string]int{}
	for _, e := range log.Events {
		if !declared[e.Type] || len(e.Relationships) == 0 {
			t.Errorf("event %s of type %s", e.ID, e.Type)
		}
		for _, r := range e.Relationships {
			if objects[r.ObjectID] == "" {
				t.Errorf("event %s is related to %q, which is not there", e.ID, r.ObjectID)
			}
			hows[r.Qualifier]++
		}
	}
	if hows["into"] != c.kinds[plant.PartBuiltIn] || hows["out of"] != c.kinds[plant.PartTakenOut] {
		t.Errorf("%v, want %d into and %d out of", hows, c.kinds[plant.PartBuiltIn], c.kinds[plant.PartTakenOut])
	}
}

func TestOCELSQLite(t *testing.T) {
	dir := t.TempDir()
	c := write(t, dir, 2*engine.Hour, 6*engine.Hour, nil)
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "trace.sqlite"))+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]int{
		"SELECT count(*) FROM event":                                                c.happened(),
		"SELECT count(*) FROM event_Moved":                                          c.kinds[plant.PartMoved],
		"SELECT count(*) FROM event_Finished WHERE good":                            -1,
		"SELECT count(*) FROM event_BuiltIn":                                        c.kinds[plant.PartBuiltIn],
		"SELECT count(*) FROM object WHERE ocel_type = 'part'":                      len(c.parts),
		"SELECT count(*) FROM object_Order WHERE customer = 'Müller & Söhne <北京>'":  1,
		"SELECT count(*) FROM object_Equipment WHERE ocel_changed_field = 'state'":  -1,
		"SELECT count(*) FROM pragma_foreign_key_check":                             0,
		"SELECT count(*) FROM object_object WHERE ocel_qualifier = 'component'":     c.kinds[plant.PartBuiltIn],
		"SELECT count(*) FROM event_object WHERE ocel_qualifier = 'part'":           c.happened() - c.kinds[plant.Failed] - c.kinds[plant.Repaired] - c.kinds[plant.InputCame],
		"SELECT count(*) FROM object_Equipment WHERE ocel_id = 'shop.press#2'":      -1,
		"SELECT count(*) FROM object_object WHERE ocel_target_id = 'order 1: A-1'":  -1,
		"SELECT count(*) FROM event_Input WHERE ocel_time LIKE '2026-01-04T23:40%'": 0,
	} {
		var n int
		if err := db.QueryRow(query).Scan(&n); err != nil || n != want && (want >= 0 || n == 0) {
			t.Errorf("%s gives %d, want %d (-1: some); %v", query, n, want, err)
		}
	}
	// Every table of relations, also of objects that were there at the beginning.
	if problem := ""; db.QueryRow("PRAGMA integrity_check").Scan(&problem) != nil || problem != "ok" {
		t.Errorf("integrity: %s", problem)
	}
}

func TestXES(t *testing.T) {
	dir := t.TempDir()
	c := write(t, dir, 2*engine.Hour, 6*engine.Hour, nil)
	type pair struct {
		Key   string `xml:"key,attr"`
		Value string `xml:"value,attr"`
	}
	var log struct {
		Version string `xml:"xes.version,attr"`
		Traces  []struct {
			Strings []pair `xml:"string"`
			Events  []struct {
				Strings []pair `xml:"string"`
				Dates   []pair `xml:"date"`
			} `xml:"event"`
		} `xml:"trace"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "trace.xes"))
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Traces) != len(c.cases) || log.Version != "1849-2016" {
		t.Errorf("version %s: %d cases, %d parts", log.Version, len(log.Traces), len(c.cases))
	}
	n := map[string]int{}
	bodies := map[string]bool{}
	for _, tr := range log.Traces {
		id := tr.Strings[0].Value
		if !c.cases[id] {
			t.Errorf("case %s is no part, or comes twice", id)
		}
		delete(c.cases, id)
		last, running := time.Time{}, map[string]bool{}
		for _, e := range tr.Events {
			at, err := time.Parse(time.RFC3339Nano, e.Dates[0].Value)
			if err != nil || at.Before(last) {
				t.Errorf("case %s: an event at %v after one at %v, %v", id, at, last, err)
			}
			last = at
			activity, transition := e.Strings[0].Value, e.Strings[1].Value
			n[activity+" "+transition]++
			n[transition]++
			bodies[e.Strings[2].Value] = true
			switch {
			case transition == suspend && !running[activity], transition == resume && running[activity]:
				t.Errorf("case %s: %s of %s out of turn", id, transition, activity)
			case transition == start, transition == resume:
				running[activity] = true
			default:
				running[activity] = false
			}
		}
	}
	if n["start"] != c.kinds[plant.PartBegun] || n["leave complete"] != c.kinds[plant.PartDone] || n["move complete"] != c.kinds[plant.PartMoved] ||
		n[`press "&" trim start`] == 0 || n["suspend"] < 5 || n["resume"] < 5 {
		t.Errorf("%v; want %v", n, c.kinds)
	}
	if !bodies["shop.press"] || !bodies["shop.press#2"] {
		t.Errorf("the resources are %v", bodies)
	}
}

func TestOnlySomePlaces(t *testing.T) {
	p := compile(t)
	places := make([]bool, len(p.Model().Nodes))
	places[p.Model().Node("shop.press").Index] = true
	dir := t.TempDir()
	write(t, dir, 0, 2*engine.Hour, places)
	seen, left := 0, 0
	for _, r := range rowsOf(t, filepath.Join(dir, "trace.csv")) {
		if r.Place != "shop.press" && r.From != "shop.press" {
			t.Fatalf("%+v", r)
		}
		seen++
		if r.Place != "shop.press" {
			left++
		}
	}
	if seen == 0 || left == 0 {
		t.Errorf("%d rows were written, %d of what leaves the place", seen, left)
	}
}

func TestAbortLeavesWhatWasThere(t *testing.T) {
	for _, ending := range Endings() {
		dir := t.TempDir()
		path := filepath.Join(dir, "x"+ending)
		if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		p := compile(t)
		f, err := Create(path, Head{Plant: p})
		if err != nil {
			t.Fatal(err)
		}
		s := p.New(1, 0)
		s.Watch(f.Event)
		s.Run(engine.Hour)
		f.Abort()
		f.Abort()
		files, err := os.ReadDir(dir)
		if text, _ := os.ReadFile(path); string(text) != "old" || len(files) != 1 || err != nil {
			t.Errorf("%s: %q, %v, %v", ending, text, files, err)
		}
	}
	if _, err := Create("trace.docx", Head{}); err == nil || !strings.Contains(err.Error(), ".sqlite") {
		t.Errorf("an unknown format: %v", err)
	}
	if _, err := Create(filepath.Join(t.TempDir(), "no", "x.csv"), Head{Plant: compile(t)}); err == nil {
		t.Error("a folder that is not there was written to")
	}
}

func TestWhatIsNoTrace(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.csv": "", "b.csv": "x,y\n1,2\n", "c.parquet": "PAR1xxxxPAR1", "d.parquet": "", "e.txt": "time",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if f, err := Open(path); err == nil {
			f.Close()
			t.Errorf("%s was read", name)
		}
	}
	head := "time," + strings.Join(trail.Columns, ",") + "\n"
	path := filepath.Join(dir, "f.csv")
	if err := os.WriteFile(path, []byte(head+"t,1,moved\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Next(); err == nil || !strings.Contains(err.Error(), "f.csv: row 1") {
		t.Errorf("half a row: %v", err)
	}
}

// A file of any bytes is an error, or gives rows; it never brings the program down.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	write(f, dir, 0, 20*engine.Minute, nil)
	for _, name := range []string{"trace.csv", "trace.parquet"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, name == "trace.csv")
		f.Add(data[:len(data)/2], name == "trace.csv")
	}
	f.Fuzz(func(t *testing.T, data []byte, isCSV bool) {
		path := filepath.Join(t.TempDir(), "x.parquet")
		if isCSV {
			path = strings.TrimSuffix(path, ".parquet") + ".csv"
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		table, err := Open(path)
		if err != nil {
			return
		}
		defer table.Close()
		for range 10_000 {
			if _, err := table.Next(); err != nil {
				return
			}
		}
	})
}

func ExampleCreate() {
	b := "format = 1\n[part.a]\n[line]\nkind = \"line\"\nflow = \"in -> m -> out\"\n[line.in]\nkind = \"source\"\npart = \"a\"\nevery = \"1 min\"\n" +
		"[line.m]\nkind = \"machine\"\ncycle = \"45 s\"\n[line.out]\nkind = \"sink\"\n"
	m, problems := model.Parse("line.toml", []byte(b), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		panic(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		panic(err)
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	f, err := Create(filepath.Join(dir, "line.xes"), Head{Plant: p, Name: "an hour", Source: "example"})
	if err != nil {
		panic(err)
	}
	s := p.New(1, 0)
	s.Watch(f.Event)
	s.Run(engine.Hour)
	fmt.Println(f.Events(), f.Close())
	// Output:
	// 478 <nil>
}
