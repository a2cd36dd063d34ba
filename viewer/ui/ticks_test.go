package ui

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNiceStep(t *testing.T) {
	for _, c := range []struct{ least, want float64 }{
		{1, 1}, {1.01, 2}, {2.1, 5}, {5.1, 10}, {.03, .05}, {1234, 2000}, {0, 1}, {-3, 1}, {math.Inf(1), 1}, {math.NaN(), 1},
	} {
		if got := NiceStep(c.least); math.Abs(got-c.want) > 1e-9*c.want {
			t.Errorf("NiceStep(%v) = %v, want %v", c.least, got, c.want)
		}
	}
}

func TestTicks(t *testing.T) {
	if got, want := Ticks(-1, 6, 2), []float64{0, 2, 4, 6}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Ticks(0, 1, 0); got != nil {
		t.Errorf("a step of 0 gives %v", got)
	}
	for _, c := range []struct {
		v, step float64
		want    string
	}{{0, .1, "0"}, {.3, .1, "0.3"}, {20000, 5000, "20k"}, {1500, 500, "1.5k"}, {1250, 5, "1250"}, {2.5e6, 5e5, "2.5M"}, {-3, 1, "-3"}} {
		if got := TickText(c.v, c.step); got != c.want {
			t.Errorf("TickText(%v, %v) = %q, want %q", c.v, c.step, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	for _, c := range []struct {
		t, step float64
		want    string
	}{
		{0, 3600, "00:00"}, {52028, 1, "14:27:08"}, {86400 + 52028, 60, "D2 14:27"}, {3 * 86400, 86400, "D4"},
		{59.9999, 1, "00:01:00"}, {1.25, .05, "00:00:01.25"}, {-1, 1, "D0 23:59:59"},
	} {
		if got := Clock(c.t, c.step); got != c.want {
			t.Errorf("Clock(%v, %v) = %q, want %q", c.t, c.step, got, c.want)
		}
	}
}

func scales(t *rapid.T) TimeScale {
	from := rapid.Float64Range(-1e6, 1e6).Draw(t, "from")
	return TimeScale{from, from + rapid.Float64Range(1, 1e7).Draw(t, "long"), rapid.Float32Range(0, 500).Draw(t, "x"), rapid.Float32Range(50, 3000).Draw(t, "w")}
}

// The labels of an axis of time never touch.
func TestTimeLabelsKeepApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := scales(t)
		step := TimeStep(s.PerPoint(), func(step float64) float32 {
			return max(TextWidth(Clock(s.From, step), 11.5), TextWidth(Clock(s.To, step), 11.5)) + 18
		})
		last := float32(math.Inf(-1))
		for _, v := range Ticks(s.From, s.To, step) {
			w := TextWidth(Clock(v, step), 11.5)
			x := s.At(v) - w/2
			if x < last {
				t.Fatalf("label %q at %v begins before %v", Clock(v, step), x, last)
			}
			last = x + w
		}
	})
}

func TestTimeScaleThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := scales(t)
		x := rapid.Float32Range(s.X, s.X+s.W).Draw(t, "at")
		if back := s.At(s.Time(x)); abs(back-x) > .01 {
			t.Fatalf("%v became %v", x, back)
		}
		first, last := s.From-rapid.Float64Range(0, 1e6).Draw(t, "before"), s.To+rapid.Float64Range(0, 1e6).Draw(t, "after")
		z := s.Zoom(x, rapid.Float64Range(.01, 100).Draw(t, "factor"), first, last)
		if z.From < first || z.To > last+1e-6 || z.To <= z.From {
			t.Fatalf("zoomed to %v..%v, within %v..%v", z.From, z.To, first, last)
		}
		// A zoom in keeps what is under the cursor.
		in := s.Zoom(x, .5, first, last)
		if d := abs(in.At(s.Time(x)) - x); d > .05 && s.PerPoint() > .01 {
			t.Fatalf("what was under the cursor moved by %v", d)
		}
	})
}

func TestWrapAndFit(t *testing.T) {
	for _, c := range []struct {
		text string
		w    float32 // of size 10
		want []string
	}{
		{"one two three", 45, []string{"one two", "three"}},
		{"清洗机大部分时间", 40, []string{"清洗机大", "部分时间"}},
		{"清洗机大，部分", 40, []string{"清洗机", "大，部分"}}, // no line begins with a comma
		{"a\n\nb", 100, []string{"a", "", "b"}},
		{"abcdefghijkl", 30, []string{"abcde", "fghijkl"}},
	} {
		got := Wrap(c.text, c.w, 10)
		if !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %v) = %q, want %q", c.text, c.w, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-zA-Z 清洗机，。]{0,30}`).Draw(t, "s")
		w := rapid.Float32Range(15, 200).Draw(t, "w")
		if got := TextWidth(Fit(s, w, 12), 12); got > w+.01 {
			t.Fatalf("fit in %v: %v wide", w, got)
		}
	})
}
