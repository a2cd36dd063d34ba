package mtconnect

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/twin/learn"
	"github.com/taktsim/takt/twin/link"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestParse(t *testing.T) {
	model := &Devices{Conditions: map[string]bool{"servo": true}, Messages: map[string]bool{"note": true}}
	for _, c := range []struct {
		line string
		want string // item=value, … or the name of the error
	}{
		{"2017-02-01T13:59:35.0937500Z|Program_Status|ACTIVE", "Program_Status=ACTIVE"},
		{"2017-02-01T13:59:35Z|a|1|b|2|c|3", "a=1 b=2 c=3"},
		{"2017-02-01T13:59:35|a|1", "a=1"},
		{"2017-02-01T13:59:35Z@100|a|1", "a=1"},
		{"2017-02-01T15:59:35+02:00|a|1", "a=1"},
		{"2017-02-01T13:59:35Z|mill:execution|READY", "mill/execution=READY"},
		{"2017-02-01T13:59:35Z|servo|Unavailable||||", "servo=UNAVAILABLE condition"},
		{"2017-02-01T13:59:35Z|servo|UNAVAILABLE|1|2|3|4", "servo=UNAVAILABLE condition"},
		{"2017-02-01T13:59:35Z|avail|UNAVAILABLE|b|2|c|3", "avail=UNAVAILABLE b=2 c=3"},
		{"2017-02-01T13:59:35Z|servo|fault|302|1|HIGH|over travel", "servo=FAULT condition"},
		{"2017-02-01T13:59:35Z|note|17|door open", "note=door open message"},
		{"2017-02-01T13:59:35Z|operator_message|17|door open", "operator_message=door open message"},
		{"2017-02-01T13:59:35Z|program| ", "program="},
		{`2017-02-01T13:59:35Z|a|"x\|y"|b|2`, "a=x|y b=2"},
		{`2017-02-01T13:59:35Z|a|"x`, `a="x`},
		{"\ufeff2017-02-01T13:59:35Z|a|1\r\n", "a=1"},
		{"", "empty"},
		{"   ", "empty"},
		{"* PONG 10000", "command"},
		{"2017-02-01T13:59:35Z|@ASSET@|T1|CuttingTool|<x/>", "asset"},
		{"2017", "time"},
		{"2017-02-01T13:5", "time"},
		{"2017-13-01T13:59:35Z|a|1", "time"},
		{"2|@ASSET@|EM233", "time"},
		{"0017-02-01T13:59:35Z|a|1", "time"},
		{"\x00\x01\x02|||", "time"},
		{"2017-02-01T13:59:35Z", "torn"},
		{"2017-02-01T13:59:35Z|exec", "torn"},
		{"2017-02-01T13:59:35Z|a|1|b", "torn"},
		{"2017-02-01T13:59:35Z||1", "torn"},
		{"2017-02-01T13:59:35Z|a\x00|1", "torn"},
		{"2017-02-01T13:59:35Z|a|2017-02-01T13:59:36Z|b|2", "torn"},
	} {
		obs, err := Parse(c.line, model)
		if got := spell(obs, err); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
		for _, o := range obs {
			if o.At.Format(time.DateTime) != "2017-02-01 13:59:35" {
				t.Errorf("%q: at %v", c.line, o.At)
			}
		}
	}
}

func spell(obs []Observation, err error) string {
	for name, e := range map[string]error{"empty": ErrEmpty, "command": ErrCommand, "asset": ErrAsset, "time": ErrTime, "torn": ErrTorn} {
		if errors.Is(err, e) {
			return name
		}
	}
	var words []string
	for _, o := range obs {
		w := o.Item + "=" + o.Value
		if o.Device != "" {
			w = o.Device + "/" + w
		}
		words = append(words, w)
		if o.Category != Plain {
			words = append(words, [...]string{Condition: "condition", Message: "message"}[o.Category])
		}
	}
	return strings.Join(words, " ")
}

func TestParseName(t *testing.T) {
	for name, want := range map[string]string{
		"Plate-Op1-Hurco04-01of20.txt":       "Plate OP1 Hurco04 1",
		"MTConnect_Cover-Op3-Hurco04-20.txt": "Cover OP3 Hurco04 20",
		"PartData_Box-Hurco02-05of20.txt":    "Box  Hurco02 5",
		"a/b/Cover-Hurco04-07.txt":           "Cover  Hurco04 7",
		"Mazak01-20170119-20170120.txt":      "  Mazak01 0",
		"okuma.shdr.txt":                     "  okuma 0",
		"":                                   "  . 0",
	} {
		n := ParseName(name)
		if got := fmt.Sprintf("%s %s %s %d", n.Part, n.Op, n.Machine, n.Instance); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// What a reader must survive and count.
func TestReaderCounts(t *testing.T) {
	in := strings.Join([]string{
		"2026-01-05T06:00:00Z|a|1",
		"2026-01-05T06:00:10Z|a|2",
		"2026-01-05T06:00:10Z|a|2",      // repeated
		"2026-01-05T06:00:04Z|a|3",      // late; the clock stepped back
		"2026-01-05T06:00:09.5Z|b|1",    // fine: another item
		"junk",                          // no time
		"2026-01-05T06:00:11Z|a",        // torn
		strings.Repeat("x", longest+10), // too long
		"2026-01-05T06:00:12Z|@ASSET@|1|T|--multiline--Q", "<x>", "--multiline--Q",
		"2026-01-05T06:00:13Z|a|4",
		"2026-01-05T06:00:14Z|@ASSET@|1|T|--multiline--Q", "<x>", // never closed
	}, "\n")
	var rep link.Report
	r := NewReader(&rep, nil)
	got := ""
	n := r.Read("f", "m", strings.NewReader(in), func(m string, o Observation, line int) { got += o.Value })
	if got != "12314" || n != 6 {
		t.Errorf("%d observations, values %q; want 6 and 12314", n, got)
	}
	for reason, want := range map[string]int{Duplicate: 1, LateValue: 1, ClockBack: 1, NoTime: 1, TornLine: 1, LongLine: 1, AssetLine: 5, CutOff: 1} {
		if rep.Count(reason) != want {
			t.Errorf("%d x %q, want %d", rep.Count(reason), reason, want)
		}
	}
	if r.MaxBack != 6*time.Second {
		t.Errorf("largest step back %v, want 6s", r.MaxBack)
	}
	if rep.Read != rep.Kept+rep.Skipped || rep.Read != 14 {
		t.Errorf("read %d, kept %d, skipped %d", rep.Read, rep.Kept, rep.Skipped)
	}
}

// A day with everything in it that days have: the figures are worked out by hand.
func TestImportDay(t *testing.T) {
	out := t.TempDir()
	rep, err := Import([]string{"testdata/mill-20260105.txt"}, out, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Read != 31 || rep.Kept != 25 || rep.Skipped != 6 {
		t.Errorf("read %d, kept %d, skipped %d; want 31, 25, 6", rep.Read, rep.Kept, rep.Skipped)
	}
	for _, name := range []string{"operation_times.csv", "machine_states.csv", "orders.csv", "factory.toml"} {
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "golden-"+name)
		if *update {
			if err := os.WriteFile(golden, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s differs from testdata/golden-%s (run with -update to accept):\n%s", name, name, got)
		}
	}
	var active []string
	for _, o := range rep.Result.Operations {
		active = append(active, fmt.Sprintf("%s %s %g", o.Part, o.Start.Format("15:04"), o.Active.Seconds()))
	}
	want := "O100 06:10 270, O100 06:20 271.5, O100 06:40 270, O100 06:50 60, O100 07:01 60, O200 07:10 200, O100 07:13 270"
	if got := strings.Join(active, ", "); got != want {
		t.Errorf("operations %s\nwant %s", got, want)
	}
}

func TestImportErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		files []string
		want  string
	}{
		{nil, "no log given"},
		{[]string{filepath.Join(dir, "none.txt")}, "none.txt"},
		{[]string{dir}, "folder"},
		{[]string{write("d.xml", "<MTConnectDevices><Device name='m'/></MTConnectDevices>")}, "no adapter log"},
		{[]string{write("s.xml", "<MTConnectStreams/>")}, "no adapter log"},
	} {
		if _, err := Import(c.files, filepath.Join(dir, "out"), Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.files, err, c.want)
		}
	}
	for name, text := range map[string]string{"empty.txt": "", "junk.txt": "\x00\xff\xfe|||\n|||", "one.txt": "2026-01-05T06:00:00Z|execution|ACTIVE"} {
		if _, err := Import([]string{write(name, text)}, filepath.Join(dir, name+".out"), Options{}); err != nil {
			t.Errorf("%s: %v; what is wrong inside a log is no error", name, err)
		}
	}
}

func TestDevices(t *testing.T) {
	d, err := ReadDevices(strings.NewReader(`<?xml version="1.0"?><MTConnectDevices><Devices><Device name="mill"><DataItems>
	<DataItem type="EXECUTION" category="EVENT" id="x1" name="weird"/><DataItem type="POSITION" category="CONDITION" id="c1" name="Xtravel"/>
	</DataItems></Device></Devices></MTConnectDevices>`))
	if err != nil {
		t.Fatal(err)
	}
	if d.kind("mill", "weird") != learn.Execution || d.kind("", "x1") != learn.Execution || !d.Conditions["Xtravel"] {
		t.Errorf("%+v", d)
	}
	for _, bad := range []string{"", "<MTConnectStreams/>", "<MTConnectDevices><Dev", "{}"} {
		if _, err := ReadDevices(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was taken for a device model", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2017-02-01T13:59:35.09Z|a|1|b|2", `2017-02-01T13:59:35Z|a|"x\|y"`, "2017-02-01T13:59:35Z|s|FAULT|1|2|3|4", "*", "2017-02-01T13:59:35Z|@ASSET@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		obs, err := Parse(line, nil)
		if (err == nil) != (len(obs) > 0) {
			t.Fatalf("%d observations and error %v", len(obs), err)
		}
		for _, o := range obs {
			if o.Item == "" || o.At.IsZero() {
				t.Fatalf("%+v", o)
			}
		}
	})
}

func ExampleParse() {
	obs, _ := Parse("2017-02-01T13:59:35.171Z|Program_Status|ACTIVE|Part_Count|1066", nil)
	for _, o := range obs {
		fmt.Println(o.At.Format(time.TimeOnly), o.Item, o.Value)
	}
	_, err := Parse("2017-02-01T13:59:36Z|Program_Status", nil)
	fmt.Println(err)
	// Output:
	// 13:59:35 Program_Status ACTIVE
	// 13:59:35 Part_Count 1066
	// torn line: 1 fields after the timestamp; items and values come in pairs
}
