package result

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
)

func TestIntervalsAreShownWithTheDecimalsTheyCanBear(t *testing.T) {
	for _, c := range []struct {
		dim  string
		i    Interval
		want string
	}{
		{"time", Interval{1584.6, 49.8, 20}, "26.41 ± 0.83 min"},
		{"time", Interval{99, 0, 20}, "99.00 s"},
		{"time", Interval{9080, 35, 20}, "2.5222 ± 0.0097 h"},
		{"share", Interval{0.833, 0.0042, 20}, "83.30 ± 0.42 %"},
		{"throughput", Interval{49.98 / 3600, 0.25 / 3600, 20}, "49.98 ± 0.25 /h"},
		{"count", Interval{15.37, 0.8, 20}, "15.37 ± 0.80"},
		{"count", Interval{12, 1e-9, 20}, "12.00"},
		{"power", Interval{11_300, 240, 20}, "11.30 ± 0.24 kW"},
		{"", Interval{3, math.NaN(), 1}, "3.000"},
		{"", Interval{math.NaN(), math.NaN(), 0}, "-"},
		{"", Interval{0, 0, 20}, "0"},
	} {
		unit := ""
		if c.dim == "throughput" {
			unit = "/h"
		}
		if got := c.i.Text(c.dim, unit); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.dim, c.i, got, c.want)
		}
	}
}

func TestDifferencesHaveASign(t *testing.T) {
	share := ScaleFor("share", "", 0.8)
	for _, c := range []struct {
		i    Interval
		want string
	}{
		{Interval{0.02, 0.01, 20}, "+2.0 ± 1.0 pp"},
		{Interval{-0.02, 0.01, 20}, "-2.0 ± 1.0 pp"},
		{Interval{-0.0000001, 0.01, 20}, "0.0 ± 1.0 pp"},
		{Interval{0, 0, 20}, "0 pp"},
	} {
		if got := share.Signed(c.i); got != c.want {
			t.Errorf("%v: %q, want %q", c.i, got, c.want)
		}
	}
}

func TestClear(t *testing.T) {
	for _, c := range []struct {
		i    Interval
		want bool
	}{
		{Interval{1, 0.5, 20}, true}, {Interval{-1, 0.5, 20}, true}, {Interval{1, 1.5, 20}, false},
		{Interval{0, 0, 20}, false}, {Interval{1, math.NaN(), 1}, false},
	} {
		if got := c.i.Clear(); got != c.want {
			t.Errorf("%v: %v", c.i, got)
		}
	}
}

func TestIntervalJSON(t *testing.T) {
	for _, i := range []Interval{{2, 0.5, 20}, {2, math.NaN(), 1}, {math.NaN(), math.NaN(), 0}} {
		data, err := json.Marshal(i)
		if err != nil {
			t.Fatal(err)
		}
		var back Interval
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
		if !same(back.Mean, i.Mean) || !same(back.Half, i.Half) || back.N != i.N {
			t.Errorf("%s: %v became %v", data, i, back)
		}
	}
}

// Programs rely on the names: a change here is a change of Format.
func TestFieldNamesAreStable(t *testing.T) {
	data, err := json.Marshal(Result{Variants: []Variant{{}}})
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"format", "engine", "model_hash", "seed", "file", "title", "clock", "length_s", "warm_up_s", "warm_up_rule",
		"replications_planned", "events", "interrupted", "variants", "sweeps", "expectations", "warnings"} {
		if _, ok := m[name]; !ok {
			t.Errorf("no field %q", name)
		}
	}
	v := m["variants"].([]any)[0].(map[string]any)
	for _, name := range []string{"name", "changes", "replications", "places", "parts", "output_per_hour", "wip", "lead_time_s", "bottleneck", "measures", "series"} {
		if _, ok := v[name]; !ok {
			t.Errorf("a variant has no field %q", name)
		}
	}
}

func TestLargePlantsShowLevelsAndTheBusiest(t *testing.T) {
	v := Variant{Places: []Place{{Path: "", Level: true, Works: true}, {Path: "l", Level: true, Works: true, Depth: 1},
		{Path: "l.source", Depth: 2}, {Path: "l.idle", Works: true, Depth: 2, States: map[string]float64{"waiting": 0.9}},
		{Path: "l.busy", Works: true, Depth: 2, States: map[string]float64{"waiting": 0.1}}, {Path: "l.sink", Depth: 2}}}
	rows, left := v.Rows(3)
	var paths []string
	for _, r := range rows {
		paths = append(paths, r.Path)
	}
	if want := []string{"", "l", "l.busy"}; !reflect.DeepEqual(paths, want) || left != 3 {
		t.Errorf("%q and %d more, want %q and 3", paths, left, want)
	}
	if rows, left := v.Rows(6); len(rows) != 6 || left != 0 {
		t.Errorf("%d rows, %d left", len(rows), left)
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1 000", 1234567: "1 234 567"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
