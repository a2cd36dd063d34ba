package mtconnect

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/taktsim/takt/twin/link"
)

// nist is the recorded data that the workspace may have beside the module.
const nist = "../../../../shared/data/nist-sms-testbed"

func shared(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(nist, name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the recorded data is not here: ", path)
	}
	return path
}

type derived struct {
	span, active float64
	count        int
	start, end   string
}

type derivedKey struct {
	part, op, machine string
	instance          int
}

func readDerived(t *testing.T) map[derivedKey]derived {
	t.Helper()
	f, err := os.Open(shared(t, "derived_operation_times.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[derivedKey]derived{}
	for _, r := range rows[1:] {
		n, _ := strconv.Atoi(r[3])
		span, _ := strconv.ParseFloat(r[6], 64)
		active, _ := strconv.ParseFloat(r[7], 64)
		count, _ := strconv.Atoi(r[8])
		out[derivedKey{r[0], r[1], r[2], n}] = derived{span, active, count, r[4], r[5]}
	}
	return out
}

// The reader must arrive at the figures of derived_operation_times.csv, which
// were made from the same logs by another program.
func TestDerivedOperationTimes(t *testing.T) {
	want := readDerived(t)
	var rep link.Report
	res, err := Read([]string{shared(t, "tdp/Split-Plate-Cover.tar.gz")}, Options{}, &rep)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Operations) != 100 {
		t.Errorf("%d operations, want 100", len(res.Operations))
	}
	for _, o := range res.Operations {
		k := derivedKey{o.Part, o.Op, o.Machine, o.Instance}
		w, ok := want[k]
		if !ok {
			t.Errorf("%v is not in the CSV", k)
			continue
		}
		// The CSV is rounded to a tenth of a second.
		if math.Abs(o.Span().Seconds()-w.span) > 0.0501 || math.Abs(o.Active.Seconds()-w.active) > 0.0501 || o.Count != w.count {
			t.Errorf("%v: span %.3f active %.3f observations %d, CSV has %.1f %.1f %d",
				k, o.Span().Seconds(), o.Active.Seconds(), o.Count, w.span, w.active, w.count)
		}
		if got := o.Start.Format("2006-01-02T15:04:05.000000"); got != w.start {
			t.Errorf("%v starts %s, CSV has %s", k, got, w.start)
		}
	}
	if rep.Count(NoTime) != 17 {
		t.Errorf("%d torn last lines, want 17", rep.Count(NoTime))
	}
}

// Recorded days of five machines, with all their defects: none is fatal, every
// line is accounted for, and every law holds on the operations it did not see.
func TestRecordedDays(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 500,000 lines")
	}
	files, _ := filepath.Glob(filepath.Join(nist, "raw/*.gz"))
	if len(files) == 0 {
		t.Skip("the recorded data is not here")
	}
	judged := 0
	for _, f := range files {
		rep, err := Import([]string{f}, t.TempDir(), Options{Seed: 1})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if rep.Read == 0 || rep.Read != rep.Kept+rep.Skipped {
			t.Errorf("%s: read %d, kept %d, skipped %d", f, rep.Read, rep.Kept, rep.Skipped)
		}
		for _, m := range rep.Result.OddEven {
			if m.Judged {
				judged++
			}
			if m.Judged && !m.OK() {
				t.Errorf("%s: %s", f, m)
			}
		}
	}
	if judged < 9 {
		t.Errorf("%d laws judged, want at least 9", judged)
	}
}

// Hours in each state on 2017-01-19, as they were found by another program, and
// the defects of a day with a wandering clock.
func TestRecordedStates(t *testing.T) {
	var rep link.Report
	res, err := Read([]string{shared(t, "raw/Mazak01-20170119-20170120.txt.gz")}, Options{}, &rep)
	if err != nil {
		t.Fatal(err)
	}
	hours := map[string]float64{}
	for _, s := range res.Stays {
		hours[s.State] += s.Length().Hours()
	}
	for state, want := range map[string]float64{"STOPPED": 4.5, "ACTIVE": 2.6, "READY": 2.5, "INTERRUPTED": 0.9} {
		if math.Abs(hours[state]-want) > 0.06 {
			t.Errorf("%s %.2f h, want %.1f", state, hours[state], want)
		}
	}
	rep = link.Report{}
	if _, err := Read([]string{shared(t, "raw/Mazak03-20170501-20170502.txt.gz")}, Options{}, &rep); err != nil {
		t.Fatal(err)
	}
	if n := rep.Count(LateValue); n != 146 {
		t.Errorf("%d late values, want 146", n)
	}
}

// The laws made from every other piece of the recorded plates and covers match
// the pieces between them.
func TestSplitLaws(t *testing.T) {
	rep, err := Import([]string{shared(t, "tdp/Split-Plate-Cover.tar.gz")}, t.TempDir(), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range append(rep.Result.OddEven, rep.Result.Halves...) {
		if !m.OK() {
			t.Error(m)
		}
	}
	if len(rep.Result.OddEven) != 5 {
		t.Errorf("%d steps, want 5", len(rep.Result.OddEven))
	}
}
