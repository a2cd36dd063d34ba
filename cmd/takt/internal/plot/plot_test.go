package plot

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Ticks are round, rise, and lie within.
func TestTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-1e6, 1e6).Draw(t, "lo")
		hi := lo + math.Pow(10, rapid.Float64Range(-4, 6).Draw(t, "span"))
		n := rapid.IntRange(3, 12).Draw(t, "n")
		ticks := Ticks(lo, hi, n)
		if len(ticks) == 0 || len(ticks) > n+1 {
			t.Fatalf("%v..%v: %d ticks, want about %d", lo, hi, len(ticks), n)
		}
		slack := (hi - lo) * 1e-6
		for i, x := range ticks {
			if x < lo-slack || x > hi+slack || i > 0 && x <= ticks[i-1] {
				t.Fatalf("%v..%v: ticks %v", lo, hi, ticks)
			}
		}
	})
	for _, c := range []struct{ lo, hi float64 }{{1, 1}, {2, 1}, {math.NaN(), 1}, {0, math.Inf(1)}} {
		if got := Ticks(c.lo, c.hi, 5); len(got) != 1 {
			t.Errorf("%v: %v", c, got)
		}
	}
}

func TestTimeTicks(t *testing.T) {
	for _, c := range []struct {
		hi   float64
		unit string
		last string
	}{{50, "s", "50"}, {3600, "min", "60"}, {8 * 3600, "h", "8"}, {14 * 86400, "d", "14"}, {420 * 86400, "d", "364"}} {
		at, labels, unit := TimeTicks(c.hi, 12)
		if unit != c.unit || labels[len(labels)-1] != c.last || len(at) > 13 || at[len(at)-1] > c.hi {
			t.Errorf("%v s: %v %v %s, want up to %s %s", c.hi, at, labels, unit, c.last, c.unit)
		}
	}
}

func TestLabel(t *testing.T) {
	for _, c := range []struct {
		v, step float64
		want    string
	}{{0.5, 0.25, "0.50"}, {20, 5, "20"}, {-1e-12, 1, "0"}, {0.005, 0.005, "0.005"}} {
		if got := Label(c.v, c.step); got != c.want {
			t.Errorf("%v/%v: %q", c.v, c.step, got)
		}
	}
}

// Every drawing is well-formed, whatever names and numbers it is given.
func TestDrawingsAreWellFormed(t *testing.T) {
	nasty := `<b>"&' 清洗机`
	for name, svg := range map[string]string{
		"stacked": string(Stacked(nasty, []Bar{{Label: nasty, Shares: []float64{0.2, 0.8}, Strong: true}, {Label: strings.Repeat("long ", 60), Shares: []float64{0, math.NaN()}}},
			[]Part{{nasty, "busy"}, {"waiting", "waiting"}}, func(float64) string { return nasty })),
		"effects":    string(Effects(nasty, "min", []Effect{{nasty, 1, 0.5, 1.5, true, nasty}, {"none", 0, 0, 0, false, "0"}})),
		"no effects": string(Effects("", "", nil)),
		"lines":      string(Lines(nasty, Series{At: []float64{1, 2, 3}, Mean: []float64{1, 2, 1}, Low: []float64{0, 1, 1}, High: []float64{2, 3, 2}, WarmUp: 1, Unit: nasty})),
		"no lines":   string(Lines("", Series{})),
		"zero lines": string(Lines("", Series{At: []float64{1}, Mean: []float64{0}, Low: []float64{0}, High: []float64{0}})),
		"curve":      string(Curve(nasty, nasty, nasty, []Point{{"2", 1, 0.5, 1.5, nasty}, {"8", 2, 2, 2, nasty}})),
		"words":      string(Curve("", "", "", []Point{{"60 s", 1, 1, 1, ""}, {"120 s", 1, 1, 1, ""}})),
		"no curve":   string(Curve("", "", "", nil)),
	} {
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Errorf("%s: %v\n%s", name, err, svg)
				break
			}
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s: a coordinate is no number\n%s", name, svg)
		}
	}
}

// The shares of a bar are drawn to scale, one behind the other.
func TestStackedIsToScale(t *testing.T) {
	svg := string(Stacked("", []Bar{{Label: "m", Shares: []float64{0.25, 0.75}}}, []Part{{"a", "busy"}, {"b", "down"}}, func(float64) string { return "" }))
	var rects []struct{ class, x, w string }
	for _, part := range strings.Split(svg, "<rect ")[1:] {
		get := func(key string) string {
			_, rest, _ := strings.Cut(part, key+`="`)
			v, _, _ := strings.Cut(rest, `"`)
			return v
		}
		rects = append(rects, struct{ class, x, w string }{get("class"), get("x"), get("width")})
	}
	last := rects[len(rects)-2:] // behind the legend's boxes
	if last[0].class != "s-busy" || last[0].x != "80" || last[0].w != "189.5" || last[1].x != "269.5" || last[1].w != "568.5" {
		t.Errorf("%v", rects)
	}
}
