package planner

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model/calendar"
	"github.com/taktsim/takt/twin/link"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A planner's four tables in three languages, with the mistakes that planners
// make: everything readable is in the files, everything else in the report.
func TestImport(t *testing.T) {
	out := t.TempDir()
	rep, err := Import([]string{"testdata/routings.csv", "testdata/orders.csv", "testdata/shifts.csv", "testdata/downtime.csv"}, out, Options{Title: "Works"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.txt", strings.ReplaceAll(rep.String(), out+string(filepath.Separator), ""))
	for _, name := range []string{"factory.toml", "orders.csv"} {
		b, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, string(b))
	}
	if rep.Read != rep.Kept+rep.Skipped || rep.Read != 21 {
		t.Errorf("read %d, kept %d, skipped %d", rep.Read, rep.Kept, rep.Skipped)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden-"+name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", path, got)
	}
}

func TestSorts(t *testing.T) {
	for header, want := range map[string]sort{
		"part,operation,machine,cycle [s]": routing, "Machine,cycle [s]": routing, "产品,工序,设备,工时(分钟)": routing,
		"Auftrag,Artikel,Menge,Liefertermin": orders, "part,qty": orders,
		"班次,开始时间,结束时间": shifts, "Tag,von,bis": shifts,
		"Maschine,Beginn,Dauer [min],Grund": downtime, "设备,开始时间,结束时间,停机原因": downtime,
		"machine,MTBF [h],MTTR [min]": failures, "colour,shape": "", "part,colour": "",
	} {
		s, err := link.ReadSheets(put(t, header+"\n"), "", link.Known(columns, nil))
		if err != nil {
			t.Fatal(err)
		}
		h, _ := link.FindHeader(s[0], columns, nil)
		if got := sortOf(h); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}

func put(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// No word may stand for two columns: the first would silently win.
func TestWordsAreDistinct(t *testing.T) {
	of := map[string]string{}
	for _, c := range columns {
		for _, w := range append([]string{c.Key}, c.Words...) {
			if of[w] != "" {
				t.Errorf("%q means %s and %s", w, of[w], c.Key)
			}
			of[w] = c.Key
		}
	}
}

func TestUnits(t *testing.T) {
	var rep link.Report
	p, err := Read([]string{put(t, "part,machine,cycle\na,m,90\nb,m,2 min\n")}, Options{}, &rep)
	if err != nil || len(p.Parts) != 2 || !math.IsNaN(p.Parts[0].Steps[0].On[0].Cycle) || p.Parts[1].Steps[0].On[0].Cycle != 120 {
		t.Errorf("a bare time was read: %v\n%s", err, rep)
	}
	p, err = Read([]string{put(t, "part,machine,cycle\na,m,90\n")}, Options{Unit: "s"}, &rep)
	if err != nil || p.Parts[0].Steps[0].On[0].Cycle != 90 {
		t.Errorf("with a unit from the options: %+v, %v", p, err)
	}
	if _, err = Read([]string{put(t, "colour,shape\nred,round\n")}, Options{}, &rep); err == nil || !strings.Contains(err.Error(), "no routing") {
		t.Errorf("a table of nothing: %v", err)
	}
	if _, err = Read([]string{filepath.Join(t.TempDir(), "none.csv")}, Options{}, &rep); err == nil {
		t.Error("a file that is not there was read")
	}
}

func TestWorkbookAndMap(t *testing.T) {
	path := filepath.Join("testdata", "plan.xlsx")
	var rep link.Report
	p, err := Read([]string{path}, Options{Map: map[string]string{"part": "Ident", "machine": "Platz", "cycle": "Dauer je Stück"}}, &rep)
	if err != nil {
		t.Fatal(err)
	}
	if c := p.Parts[0].Steps[0].On[0]; c.Machine != "M1" || c.Cycle != 12.5 || !math.IsNaN(c.Setup) {
		t.Errorf("%+v", c)
	}
	if !strings.Contains(rep.String(), "plan.xlsx[Plan]!D5: ") {
		t.Errorf("no position of the bad cell in\n%s", rep)
	}
}

// What is written as a week must be one.
func TestWeek(t *testing.T) {
	text := week([]Shift{{"e", "Mon-Fri", "06:00", "14:00"}, {"l", "Mon-Fri", "14:00", "22:00"}, {"s", "Sat", "08:00", "12:00"}, {"n", "Sun", "22:00", "06:00"}})
	if text != "Mon-Fri 06:00-14:00, 14:00-22:00; Sat 08:00-12:00; Sun 22:00-06:00" {
		t.Errorf("week %q", text)
	}
	if _, errs := calendar.New(calendar.Spec{Week: text}); len(errs) != 0 {
		t.Errorf("%q: %v", text, errs[0])
	}
}

func FuzzRead(f *testing.F) {
	f.Add("part,machine,cycle [s]\na,m,3\n")
	f.Add("Artikel;Menge;Liefertermin\na;1.000;5.1.2026\n")
	f.Add("Shift,Days,Start,End\ne,Mo-Fr,6:00,14 Uhr\n")
	f.Add("machine,start,duration [h]\nm,2026-01-05,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "t.csv")
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Skip()
		}
		var rep link.Report
		p, err := Read([]string{path}, Options{}, &rep)
		if rep.Read != rep.Kept+rep.Skipped {
			t.Fatalf("read %d, kept %d, skipped %d", rep.Read, rep.Kept, rep.Skipped)
		}
		if err == nil {
			p.files("x", []string{"t.csv"})
		}
	})
}
