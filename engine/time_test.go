package engine

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSeconds(t *testing.T) {
	for _, c := range []struct {
		s    float64
		want Time
	}{
		{0, 0}, {math.Copysign(0, -1), 0}, {-1, 0}, {math.Inf(-1), 0}, {math.NaN(), 0},
		{1, Second}, {0.1, 100 * Millisecond}, {86400, Day}, {1e-9, 1}, {0.4e-9, 0}, {0.5e-9, 0}, {1.5e-9, 2}, {1.49e-9, 1},
		{math.Nextafter(0.5e-9, 0), 0},
		{4503599.627370497, 1<<52 + 1}, // an odd number to which a half cannot be added
		{9.2e9, 9_200_000_000 * Second},
		{9.3e9, Never}, {1e300, Never}, {math.Inf(1), Never}, {float64(math.MaxInt64) / 1e9, Never},
	} {
		if got := Seconds(c.s); got != c.want {
			t.Errorf("Seconds(%v) = %d, want %d", c.s, got, c.want)
		}
	}
}

// TestSecondsAndBack goes from Time to seconds and back: exact up to 26 days,
// where a float64 of seconds still tells nanoseconds apart.
func TestSecondsAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ns := Time(rapid.Int64Range(0, 1<<51).Draw(t, "ns"))
		if got := Seconds(ns.Seconds()); got != ns {
			t.Fatalf("%d ns came back as %d", ns, got)
		}
	})
}

func TestTimeUnits(t *testing.T) {
	if got := (90 * Minute).Hours(); got != 1.5 {
		t.Errorf("90 min = %v h", got)
	}
	if got := (1500 * Millisecond).Seconds(); got != 1.5 {
		t.Errorf("1500 ms = %v s", got)
	}
	if Week != 604_800_000_000_000 {
		t.Errorf("a week is %d ns", int64(Week))
	}
}

func TestTimeAdd(t *testing.T) {
	for _, c := range []struct{ t, d, want Time }{
		{1, 2, 3}, {0, 0, 0}, {Never, 0, Never}, {Never, 1, Never}, {Never, Never, Never}, {0, Never, Never},
		{1, Never, Never}, {Never - 5, 4, Never - 1}, {Never - 5, 5, Never}, {Never - 5, 6, Never}, {-3, 2, -1}, {-3, Never, Never - 3},
	} {
		if got := c.t.Add(c.d); got != c.want {
			t.Errorf("%d + %d = %d, want %d", c.t, c.d, got, c.want)
		}
	}
}

func TestTimeString(t *testing.T) {
	for _, c := range []struct {
		t    Time
		want string
	}{
		{0, "0s"}, {1, "0.000000001s"}, {Millisecond, "0.001s"}, {Second, "1s"}, {10 * Second, "10s"}, {100 * Second, "1m 40s"},
		{4500 * Millisecond, "4.5s"}, {Minute, "1m"}, {Hour, "1h"}, {Day, "1d"}, {Week, "7d"},
		{Day + 2*Hour + 3*Minute + 4500*Millisecond, "1d 2h 3m 4.5s"}, {Hour + Second, "1h 1s"}, {Day + Minute, "1d 1m"},
		{59999999999, "59.999999999s"}, {-90 * Second, "-1m 30s"}, {-1, "-0.000000001s"},
		{Never, "never"}, {Never - 1, "106751d 23h 47m 16.854775806s"}, {math.MinInt64, "-106751d 23h 47m 16.854775807s"},
	} {
		if got := c.t.String(); got != c.want {
			t.Errorf("Time(%d) = %q, want %q", int64(c.t), got, c.want)
		}
	}
}
