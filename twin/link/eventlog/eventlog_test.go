package eventlog

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/twin/learn"
	"github.com/taktsim/takt/twin/link"
)

func put(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func spell(ops []learn.Operation) string {
	var w []string
	for _, o := range ops {
		w = append(w, fmt.Sprintf("%s %s@%s#%d %g", o.Part, o.Op, o.Machine, o.Instance, o.Active.Seconds()))
	}
	return strings.Join(w, ", ")
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name, file string
		opt        Options
		want       string
	}{
		{"machine and value", "time,machine,value\n2026-01-05 06:00:00,mill,running\n2026-01-05 06:01:30,mill,idle\n2026-01-05 06:01:00,lathe,Running\n2026-01-05 06:02:00,lathe,idle\n", Options{},
			"part-a RUN@lathe#0 60, part-a RUN@mill#0 90"},
		{"tags", "timestamp;tag;value\n2026-01-05T06:00:00Z;l1.mill.program;O1\n2026-01-05T06:00:00Z;l1.mill.execution;ACTIVE\n2026-01-05T06:00:50Z;l1.mill.execution;READY\n2026-01-05T06:00:50Z;l1.mill.Xload;12\n", Options{},
			"O1 RUN@l1.mill#0 50"},
		{"chinese, late row", "时间,设备,状态\n2026/1/5 06:05:00,铣床,待机\n2026/1/5 06:00:00,铣床,运行\n", Options{}, "part-a RUN@铣床#0 300"},
		{"german intervals", "Beginn;Ende;Maschine;Vorgang;Artikel;Seriennummer\n5.1.2026 06:00;5.1.2026 06:10;Fräse;OP10;Gehäuse;A7\n5.1.2026 06:10;5.1.2026 06:25;Dreh;OP20;Gehäuse;A7\n", Options{},
			"Gehäuse OP20@Dreh#1 900, Gehäuse OP10@Fräse#1 600"},
		{"mapping", "wann,wo,was\n2026-01-05 06:00,m,10\n2026-01-05 06:01,m,20\n", Options{Map: map[string]string{"time": "wann", "machine": "wo", "value": "was"}, States: map[string]string{"10": "ACTIVE", "20": "READY"}},
			"part-a RUN@m#0 60"},
	} {
		rep, err := Import([]string{put(t, "log.csv", c.file)}, t.TempDir(), c.opt)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := spell(rep.Result.Operations); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if rep.Skipped != 0 || rep.Read != rep.Kept {
			t.Errorf("%s: %s", c.name, rep.Report)
		}
	}
}

func TestBadRows(t *testing.T) {
	log := "time,machine,value,operator\n" +
		"2026-01-05 06:00,m,run,x\n" +
		"2026-01-05 06:00,m,run,x\n" + // repeated
		"05/04/2026 06:00,m,idle,x\n" + // ambiguous
		",m,idle,x\n2026-01-05 06:01,,idle,x\n2026-01-05 06:02,m,,x\nx,m\n" +
		"2026-01-05 06:10,m,idle,x\n"
	rep, err := Import([]string{put(t, "log.csv", log)}, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for reason, want := range map[string]int{Repeated: 1, NoTime: 3, NoMachine: 1, NoValue: 1, "column not used": 1} {
		if got := rep.Count(reason); got != want {
			t.Errorf("%d x %q, want %d", got, reason, want)
		}
	}
	if rep.Read != 8 || rep.Kept != 2 || rep.Skipped != 6 {
		t.Errorf("read %d, kept %d, skipped %d", rep.Read, rep.Kept, rep.Skipped)
	}
	if text := rep.Report.String(); !strings.Contains(text, "log.csv:4:1: ") {
		t.Errorf("no position of the ambiguous date in\n%s", text)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"l.csv", "", "header"},
		{"l.csv", "a,b\n1,2\n", "--map"},
		{"l.csv", "time,machine\n2026-01-05,m\n", "needs the columns"},
		{"l.csv", "\x00\x01\x02", "header"},
	} {
		_, err := Import([]string{put(t, c.name, c.text)}, t.TempDir(), Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
	if _, err := Import(nil, t.TempDir(), Options{}); err == nil {
		t.Error("no file was imported")
	}
}

func TestWorkbook(t *testing.T) {
	path := filepath.Join("testdata", "log.xlsx")
	rep, err := Import([]string{path}, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := spell(rep.Result.Operations); got != "a mill@mill#7 864" {
		t.Errorf("operations %s", got)
	}
	if rep.Count(Backward) != 1 || !strings.Contains(rep.Report.String(), "log.xlsx[Sheet1]!B3") {
		t.Errorf("%s", rep.Report)
	}
}

func FuzzImport(f *testing.F) {
	f.Add("time,machine,value\n2026-01-05,m,run\n2026-01-05 01:00,m,idle\n")
	f.Add("start;end;machine\n2026-01-05;2026-01-06;m\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "l.csv")
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Skip()
		}
		var rep link.Report
		ops, stays, err := Read([]string{path}, Options{}, &rep)
		if err != nil {
			return
		}
		if rep.Read != rep.Kept+rep.Skipped {
			t.Fatalf("read %d, kept %d, skipped %d", rep.Read, rep.Kept, rep.Skipped)
		}
		learn.Learn(ops, stays, learn.Options{Rules: learn.DefaultRules()}).Factory()
	})
}
