package text

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/result"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sampleResult has everything that a result may have.
func sampleResult() *result.Result {
	states := func(busy, blocked, down float64) map[string]float64 {
		return map[string]float64{"busy": busy, "blocked": blocked, "down": down, "waiting": 1 - busy - blocked - down}
	}
	output := result.Measure{Name: "output", Text: "wash.dock.parts per hour", Dim: "throughput", Unit: "/h", Value: result.Interval{Mean: 50. / 3600, Half: 0.25 / 3600, N: 20}}
	better := output
	better.Value.Mean = 60. / 3600
	better.Difference = &result.Interval{Mean: 10. / 3600, Half: 0.5 / 3600, N: 20}
	neck := result.Bottleneck{Path: "wash.washer", Title: "清洗机", Held: result.Interval{Mean: 0.9, Half: 0.02, N: 20}, Reason: "busy", ReasonShare: 0.88, Busy: 0.8, Active: 0.9,
		Up: &result.Ref{Path: "mill", Title: "mill"}, UpBlocked: 0.31, Ties: []result.Ref{{Path: "wash.check", Title: "check"}}}
	return &result.Result{
		Engine: "v0.1.0", ModelHash: "0123456789abcdef", Seed: 1, Title: "Gearbox works", Question: "Buy a second washer?", Length: 21 * 86400, WarmUp: 7 * 86400, WarmUpRule: "given",
		Planned: 20, Warnings: []string{"the washer is sent more than it can do"},
		Variants: []result.Variant{{
			Name: "baseline", Replications: 20, Bottleneck: neck, Measures: []result.Measure{output},
			Output: result.Interval{Mean: 50, Half: 0.25, N: 20}, WIP: result.Interval{Mean: 12, Half: 0.4, N: 20}, LeadTime: result.Interval{Mean: 1500, Half: 30, N: 20},
			Places: []result.Place{
				{Path: "", Title: "Gearbox works", Level: true, Works: true, States: states(0.7, 0.1, 0.05), Parts: result.Interval{Mean: 7747}, WIP: 12},
				{Path: "mill", Title: "mill", Depth: 1, Works: true, States: states(0.6, 0.31, 0.01), Parts: result.Interval{Mean: 7747}, WIP: 0.7, OEE: result.Interval{Mean: 0.6, N: 20}},
				{Path: "wash.washer", Title: "清洗机", Depth: 1, Works: true, States: states(0.8, 0, 0.1), Parts: result.Interval{Mean: 7747}, WIP: 3.8, OEE: result.Interval{Mean: 0.8, N: 20}},
				{Path: "wash.dock", Title: "dock", Depth: 1, Parts: result.Interval{Mean: 7747}},
			},
			Parts: []result.Part{{Name: "housing", Title: "Housing", Output: result.Interval{Mean: 50, Half: 0.25, N: 20}, LeadTime: result.Interval{Mean: 1500, Half: 30, N: 20},
				Lead90: result.Interval{Mean: 2000, Half: 50, N: 20}, WIP: result.Interval{Mean: 12, Half: 0.4, N: 20}}},
		}, {
			Name: "second-washer", Why: "38 000 EUR.", Replications: 20, Changes: []result.Change{{Path: "wash.washer.parallel", Value: "2"}}, Measures: []result.Measure{better},
			Bottleneck: result.Bottleneck{Demand: &result.Ref{Path: "castings", Title: "castings"}, Path: "mill", Title: "mill", Active: 0.75},
		}},
		Sweeps: []result.Sweep{{Name: "batch", Path: "wash.washer.batch", Points: []result.SweepPoint{{Value: "2", Measures: []result.Measure{output}}, {Value: "4", Measures: []result.Measure{better}}}}},
		Expectations: []result.Expectation{
			{Variant: "baseline", Text: "output > 40 /h", Verdict: result.Holds, Value: output.Value, Dim: "throughput", Unit: "/h"},
			{Variant: "second-washer", Text: "output < 40 /h", Verdict: result.Fails, Value: better.Value, Dim: "throughput", Unit: "/h"},
			{Variant: "second-washer", Text: "output > 60 /h", Verdict: result.Undecided, Value: better.Value, Dim: "throughput", Unit: "/h", Needed: 85},
		},
	}
}

func TestGolden(t *testing.T) {
	cut := sampleResult()
	cut.Interrupted = true
	cut.Variants[0].Replications = 7
	for name, c := range map[string]struct {
		r *result.Result
		o Options
	}{
		"en":      {sampleResult(), Options{}},
		"zh":      {sampleResult(), Options{Lang: words.ZH}},
		"colour":  {sampleResult(), Options{Colour: true}},
		"cut":     {cut, Options{}},
		"nothing": {&result.Result{Title: "Works", Interrupted: true, WarmUpRule: "none"}, Options{}},
	} {
		var b bytes.Buffer
		if err := Print(&b, c.r, c.o); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != strings.ReplaceAll(string(want), "\r\n", "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, b.String(), want)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "清洗机": 6, "\x1b[1mab\x1b[0m": 2, "±": 1} {
		if got := Width(s); got != want {
			t.Errorf("%q: %d", s, got)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"one two three", 8, "one two\nthree"},
		{"unbreakable", 4, "unbreakable"},
		{"清洗机有时间", 6, "清洗机\n有时间"},
		{"瓶颈：机器", 6, "瓶颈：\n机器"},
		{"", 5, ""},
	} {
		if got := wrap(c.in, c.width); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestColumnsLineUpWithWideCharacters(t *testing.T) {
	g := NewGrid(0)
	g.Row("清洗机", "1")
	g.Row("mill", "100")
	if got, want := g.String(), "  清洗机    1\n  mill    100\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
