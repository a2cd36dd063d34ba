package page

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/result"
)

func someResult() *result.Result {
	m := result.Measure{Name: "output", Text: "dock.parts per hour", Dim: "throughput", Unit: "/h", Value: result.Interval{Mean: 0.01, Half: 0.001, N: 20}}
	d := m
	d.Difference = &result.Interval{Mean: 0.002, Half: 0.0004, N: 20}
	place := result.Place{Path: "mill", Title: "mill <1>", Kind: "machine", Works: true, States: map[string]float64{"busy": 0.9, "waiting": 0.1}, OEE: result.Interval{Mean: 0.9, Half: 0.01, N: 20}}
	return &result.Result{
		Title: "Works <&>", Question: "Is 1 < 2?", Engine: "v1", ModelHash: "beef", Seed: 3, Length: 86400, WarmUp: 3600, WarmUpRule: "mser-5",
		Variants: []result.Variant{
			{Name: "baseline", Replications: 20, Places: []result.Place{place}, Measures: []result.Measure{m}, Bottleneck: result.Bottleneck{Path: "mill", Title: "mill <1>", Reason: "busy", ReasonShare: 1},
				Series: []result.Series{{Name: "output", At: []float64{1, 2}, Mean: []float64{1, 2}, Low: []float64{0, 1}, High: []float64{2, 3}}}},
			{Name: "faster", Replications: 20, Measures: []result.Measure{d}},
		},
		Sweeps:       []result.Sweep{{Name: "room", Path: "queue.room", Points: []result.SweepPoint{{Value: "1", Measures: []result.Measure{m}}, {Value: "2", Measures: []result.Measure{d}}}}},
		Expectations: []result.Expectation{{Variant: "baseline", Text: "output > 1 /h", Verdict: result.Undecided, Value: m.Value}},
	}
}

func TestReportIsSelfContained(t *testing.T) {
	for _, l := range []words.Lang{words.EN, words.ZH} {
		var b bytes.Buffer
		if err := Write(&b, someResult(), l, `takt run "a <b>"`); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if m := regexp.MustCompile(`(?i)(src|href)\s*=|https?://|<script|<link|@import|url\(`).FindString(page); m != "" {
			t.Errorf("%v: %q fetches something", l, m)
		}
		if n := strings.Count(page, "<svg"); n != 4 {
			t.Errorf("%v: %d plots, want those of states, output, difference and sweep", l, n)
		}
		for _, want := range []string{"Works &lt;&amp;&gt;", "mill &lt;1&gt;", "Is 1 &lt; 2?", "beef", "a &lt;b&gt;", "prefers-color-scheme: dark", "@media print"} {
			if !strings.Contains(page, want) {
				t.Errorf("%v: no %q", l, want)
			}
		}
		if strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "NaN") || strings.Contains(page, "%!") {
			t.Errorf("%v: a value did not fit its place", l)
		}
		// A key that is not in the catalogue is shown itself.
		if m := regexp.MustCompile(`>\s*(page|col|head|state|neck|table)\.[a-z0-9.-]+\s*<`).FindString(page); m != "" {
			t.Errorf("%v: no message for %q", l, m)
		}
	}
}

func TestReportOfNothing(t *testing.T) {
	for _, r := range []*result.Result{
		{Title: "Works", WarmUpRule: "none", Interrupted: true},
		{Title: "Works", WarmUpRule: "none", Variants: []result.Variant{{Name: "baseline", Replications: 1, LeadTime: result.Interval{Mean: math.NaN(), Half: math.NaN()}}}},
	} {
		var b bytes.Buffer
		if err := Write(&b, r, words.EN, ""); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "</html>") {
			t.Error("the page breaks off")
		}
	}
}
