package calendar

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const hour = int64(time.Hour)

// bound makes a calendar whose time 0 is the clock, and fails on any mistake.
func bound(t testing.TB, spec Spec, clock, zone string) *Calendar {
	t.Helper()
	c, errs := New(spec)
	for _, err := range errs {
		t.Fatalf("%s[%d] at %d: %v", err.Key, err.Index, err.Offset, err)
	}
	loc, err := Zone(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := ParseTime(clock, loc)
	if err != nil {
		t.Fatal(err)
	}
	return c.Bind(at, loc)
}

// at is the model time of a local date-time.
func (c *Calendar) at(t testing.TB, s string) int64 {
	t.Helper()
	x, err := ParseTime(s, c.location())
	if err != nil {
		t.Fatal(err)
	}
	return x.Sub(time.Unix(c.sec, c.nanos)).Nanoseconds()
}

// gearbox is the calendar of the example in the description of the format.
var gearbox = Spec{
	Week:     "Mon-Fri 06:00-14:00, 14:00-22:00",
	Breaks:   "09:00-09:15, 18:00-18:15",
	Holidays: []string{"2026-02-16 - 2026-02-22"},
	Workdays: []string{"2026-02-14", "2026-02-28"},
}

func TestChanges(t *testing.T) {
	always := Spec{Week: "always"}
	night := Spec{Week: "Mon-Fri 22:00-06:00"}
	cases := []struct {
		name       string
		spec       Spec
		zone, from string
		want       []string // the changes that follow, + on and - off
	}{
		{"two shifts are one", Spec{Week: gearbox.Week}, "UTC", "2026-01-05 06:00", []string{"-2026-01-05 22:00", "+2026-01-06 06:00"}},
		{"breaks", gearbox, "Asia/Shanghai", "2026-01-05 06:00", []string{"-2026-01-05 09:00", "+2026-01-05 09:15", "-2026-01-05 18:00", "+2026-01-05 18:15", "-2026-01-05 22:00", "+2026-01-06 06:00"}},
		{"weekend", gearbox, "Asia/Shanghai", "2026-01-09 20:00", []string{"-2026-01-09 22:00", "+2026-01-12 06:00"}},
		{"Spring Festival", gearbox, "Asia/Shanghai", "2026-02-13 21:00", []string{"-2026-02-13 22:00", "+2026-02-14 06:00", "-2026-02-14 09:00", "+2026-02-14 09:15", "-2026-02-14 18:00", "+2026-02-14 18:15", "-2026-02-14 22:00", "+2026-02-23 06:00"}},
		{"a make-up Saturday", gearbox, "Asia/Shanghai", "2026-02-28 20:00", []string{"-2026-02-28 22:00", "+2026-03-02 06:00"}},
		{"night shift", night, "UTC", "2026-01-09 12:00", []string{"+2026-01-09 22:00", "-2026-01-10 06:00", "+2026-01-12 22:00"}},
		{"a break in the night", Spec{Week: night.Week, Breaks: "02:00-02:30"}, "UTC", "2026-01-09 23:00", []string{"-2026-01-10 02:00", "+2026-01-10 02:30", "-2026-01-10 06:00"}},
		{"a holiday takes the shift that starts on it", Spec{Week: night.Week, Holidays: []string{"2026-01-06"}}, "UTC", "2026-01-05 23:00", []string{"-2026-01-06 06:00", "+2026-01-07 22:00"}},
		{"Saturday apart", Spec{Week: "Mon-Fri 06:00-14:00; Sat 08:00-12:00"}, "UTC", "2026-01-09 13:00", []string{"-2026-01-09 14:00", "+2026-01-10 08:00", "-2026-01-10 12:00", "+2026-01-12 06:00"}},
		{"days after a comma", Spec{Week: "Mon, Wed 06:00-14:00, Sat, Sun 08:00-12:00"}, "UTC", "2026-01-05 13:00", []string{"-2026-01-05 14:00", "+2026-01-07 06:00", "-2026-01-07 14:00", "+2026-01-10 08:00", "-2026-01-10 12:00", "+2026-01-11 08:00"}},
		{"a make-up day like another", Spec{Week: "Mon-Thu 06:00-14:00; Fri 06:00-12:00", Workdays: []string{"2026-01-10 like Fri"}}, "UTC", "2026-01-10 00:00", []string{"+2026-01-10 06:00", "-2026-01-10 12:00", "+2026-01-12 06:00"}},
		{"always", always, "Europe/Berlin", "2026-01-05 06:00", []string{""}},
		{"always but a holiday", Spec{Week: "always", Holidays: []string{"2026-12-25 - 2026-12-26"}}, "Europe/Berlin", "2026-01-05 06:00", []string{"-2026-12-25 00:00", "+2026-12-27 00:00", ""}},
		{"Friday to Monday", Spec{Week: "Fri-Mon 00:00-24:00"}, "UTC", "2026-01-05 06:00", []string{"-2026-01-06 00:00", "+2026-01-09 00:00", "-2026-01-13 00:00"}},
		{"a make-up day in the holidays", Spec{Week: "Mon-Fri 08:00-16:00", Holidays: []string{"2026-01-05 - 2026-01-09"}, Workdays: []string{"2026-01-07"}}, "UTC", "2026-01-05 00:00", []string{"+2026-01-07 08:00", "-2026-01-07 16:00", "+2026-01-12 08:00"}},
		// Berlin skips 02:00-03:00 on 2026-03-29 and has it twice on 2026-10-25.
		{"a window that is skipped", Spec{Week: "Sun 02:15-02:45"}, "Europe/Berlin", "2026-03-28 00:00", []string{"+2026-04-05 02:15", "-2026-04-05 02:45"}},
		{"a window cut short", Spec{Week: "Sun 01:00-02:30"}, "Europe/Berlin", "2026-03-28 00:00", []string{"+2026-03-29 01:00", "-2026-03-29 03:00"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := bound(t, tc.spec, "2026-01-01 00:00", tc.zone)
			now := c.at(t, tc.from)
			for _, want := range tc.want {
				before := c.On(now)
				next, on := c.Next(now)
				if want == "" {
					if next != Never || on != before {
						t.Fatalf("after %d: change at %d to %v, want none", now, next, on)
					}
					continue
				}
				if got := c.at(t, want[1:]); next != got || on != (want[0] == '+') {
					t.Fatalf("change to %v at %v, want %s", on, time.Unix(c.sec, next).In(c.location()), want)
				}
				if c.On(next) != on || c.On(next-1) == on {
					t.Fatalf("On does not change at %s", want)
				}
				now = next
			}
		})
	}
}

// The lengths of shifts over the changes of summer time in Berlin, and sums
// over a month that can be counted by hand.
func TestScheduled(t *testing.T) {
	cases := []struct {
		name           string
		spec           Spec
		zone, from, to string
		want           int64
	}{
		{"a day", gearbox, "Asia/Shanghai", "2026-01-05 00:00", "2026-01-06 00:00", 15*hour + hour/2},
		{"part of a shift", gearbox, "Asia/Shanghai", "2026-01-05 08:00", "2026-01-05 10:00", 2*hour - hour/4},
		// 20 ordinary days, less five holidays (Mon-Fri), and two Saturdays.
		{"February with the Spring Festival", gearbox, "Asia/Shanghai", "2026-02-01", "2026-03-01", 17 * (15*hour + hour/2)},
		{"always", Spec{Week: "24/7"}, "UTC", "2026-01-01", "2027-01-01", 365 * 24 * hour},
		{"night of the skipped hour", Spec{Week: "daily 22:00-06:00"}, "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 12:00", 7 * hour},
		{"night of the hour that comes twice", Spec{Week: "daily 22:00-06:00"}, "Europe/Berlin", "2026-10-24 12:00", "2026-10-25 12:00", 9 * hour},
		{"the whole day of the skipped hour", Spec{Week: "00:00-24:00", Holidays: []string{"2026-01-01"}}, "Europe/Berlin", "2026-03-29", "2026-03-30", 23 * hour},
		{"backwards", gearbox, "Asia/Shanghai", "2026-01-06 00:00", "2026-01-05 00:00", -(15*hour + hour/2)},
		{"shifts that overlap count once", Spec{Week: "06:00-14:00, 13:30-22:00"}, "UTC", "2026-01-05", "2026-01-06", 16 * hour},
		{"before the clock", gearbox, "Asia/Shanghai", "2025-12-29", "2025-12-30", 15*hour + hour/2},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := bound(t, tc.spec, "2026-01-05 06:00", tc.zone)
			if got := c.Scheduled(c.at(t, tc.from), c.at(t, tc.to)); got != tc.want {
				t.Errorf("%v, want %v", time.Duration(got), time.Duration(tc.want))
			}
		})
	}
}

func TestBind(t *testing.T) {
	c, errs := New(Spec{Week: "Mon-Fri 06:00-14:00"})
	if len(errs) > 0 {
		t.Fatal(errs[0])
	}
	berlin, shanghai := c.Bind(time.Date(2026, 1, 5, 5, 0, 0, 0, time.UTC), mustZone(t, "Europe/Berlin")), c.Bind(time.Date(2026, 1, 5, 5, 0, 0, 0, time.UTC), mustZone(t, "Asia/Shanghai"))
	if !berlin.On(0) || berlin.On(-1) {
		t.Error("06:00 in Berlin is 05:00 in UTC")
	}
	if off, _ := shanghai.Next(0); off != hour {
		t.Errorf("14:00 in Shanghai is 06:00 in UTC, not %v", time.Duration(off))
	}
	if c.On(0) {
		t.Error("binding changed the calendar: 1970-01-01 00:00 is no shift")
	}
	odd := c.Bind(time.Date(2026, 1, 5, 5, 59, 59, 999_999_999, time.UTC), nil)
	if odd.On(0) || !odd.On(1) {
		t.Error("the nanosecond of the clock counts")
	}
	var zero Calendar
	if !zero.On(7) || !zero.Always() || zero.Scheduled(3, 10) != 7 {
		t.Error("the zero Calendar is always on")
	}
	for _, far := range []int64{Never, Never - 1, -Never} {
		c.Next(far)
		c.On(far)
	}
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// spec draws a calendar out of every part of the grammar.
func spec(t *rapid.T) Spec {
	clock := rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%02d:%02d", rapid.IntRange(0, 23).Draw(t, "hour"), 15*rapid.IntRange(0, 3).Draw(t, "quarter"))
	})
	shift := rapid.Custom(func(t *rapid.T) string {
		a := clock.Draw(t, "start")
		b := clock.Filter(func(b string) bool { return a != b }).Draw(t, "end")
		return a + "-" + b
	})
	day := rapid.SampledFrom([]string{"Mon", "Tue-Thu", "Sat", "Fri-Mon", "daily", "Sun"})
	date := rapid.Custom(func(t *rapid.T) string {
		return time.Date(2026, 3, 1+rapid.IntRange(0, 60).Draw(t, "day"), 0, 0, 0, 0, time.UTC).Format("2006-01-02")
	})
	s := Spec{Week: day.Draw(t, "day") + " " + shift.Draw(t, "shift")}
	for range rapid.IntRange(0, 2).Draw(t, "more") {
		s.Week += rapid.SampledFrom([]string{"; ", ", "}).Draw(t, "sep") + day.Draw(t, "day") + " " + shift.Draw(t, "shift")
	}
	if rapid.Bool().Draw(t, "break") {
		s.Breaks = shift.Draw(t, "break")
	}
	s.Holidays = rapid.SliceOfN(date, 0, 3).Draw(t, "holidays")
	if rapid.Bool().Draw(t, "workday") {
		s.Workdays = []string{"2026-03-28"}
		for i, h := range s.Holidays {
			if h == "2026-03-28" {
				s.Holidays[i] = "2026-03-27"
			}
		}
	}
	return s
}

// Changes strictly increase and alternate, On holds between them, and the time
// that is scheduled is the sum of the stretches that are on.
func TestProperties(t *testing.T) {
	zones := []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"}
	rapid.Check(t, func(t *rapid.T) {
		c, errs := New(spec(t))
		if len(errs) > 0 {
			t.Fatal(errs[0])
		}
		zone, err := Zone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		c = c.Bind(time.Date(2026, 3, 20, 1, 2, 3, 4, zone), zone)
		from := rapid.Int64Range(-5*24*hour, 24*hour).Draw(t, "from")
		to := from + rapid.Int64Range(0, 45*24*hour).Draw(t, "length")
		var sum int64
		on := c.On(from)
		for at := from; at < to; {
			next, then := c.Next(at)
			if next <= at {
				t.Fatalf("Next(%d) = %d", at, next)
			}
			if next == Never {
				if then != on {
					t.Fatal("nothing changes any more, and yet the state does")
				}
			} else if then == on || c.On(next) != then {
				t.Fatalf("no change at %d", next)
			}
			end := min(next, to)
			if mid := at + (end-at)/2; c.On(mid) != on {
				t.Fatalf("On(%d) = %v within a stretch of %v", mid, !on, on)
			}
			if on {
				sum += end - at
			}
			at, on = end, then
		}
		if got := c.Scheduled(from, to); got != sum {
			t.Fatalf("Scheduled = %d, the stretches sum to %d", got, sum)
		}
		mid := from + (to-from)/3
		if c.Scheduled(from, mid)+c.Scheduled(mid, to) != sum {
			t.Fatal("Scheduled does not add up")
		}
	})
}

func BenchmarkNext(b *testing.B) {
	c := bound(b, gearbox, "2026-01-05 06:00", "Europe/Berlin")
	b.ReportAllocs()
	var at int64
	for range b.N {
		if at, _ = c.Next(at); at > 300*24*hour {
			at = 0
		}
	}
}
