// Package calendar says when people and places work: a week of shifts, breaks,
// holidays and make-up days, in a time zone with its changes of summer time.
//
// New reads the texts of a [calendar.x] table, Bind ties the calendar to the
// model's clock and a zone, and On, Next and Scheduled then answer in
// nanoseconds since that clock. All of them are pure functions.
//
// A shift belongs to the day on which it starts: "22:00-06:00" on Friday ends
// on Saturday morning, whatever Saturday is, and a holiday takes away the
// shifts that start on it. Breaks go by the clock on the wall on every day. A
// local time that summer time skips is the instant of the change; one that
// comes twice is the first of the two.
package calendar

import (
	"math"
	"slices"
	"time"
)

// Never is the time of a change that does not come.
const Never = math.MaxInt64

const (
	minutesPerDay = 24 * 60
	secondsPerDay = 24 * 60 * 60
)

// window is a stretch of a day, in minutes since its midnight. One that runs
// across midnight ends beyond minutesPerDay.
type window struct{ start, end int }

// days is an inclusive range of days since 1970-01-01.
type days struct{ first, last int }

// Calendar is an immutable calendar. The zero Calendar is always on.
type Calendar struct {
	week     [7][]window // by weekday, Sunday first
	breaks   [7][]window
	holidays []days
	workdays map[int]time.Weekday // a day that works like that weekday
	limited  bool                 // not simply always on
	last     int                  // the last day that is out of the ordinary

	zone  *time.Location
	sec   int64 // the model's clock, Unix seconds …
	nanos int64 // … and nanoseconds
}

// Bind returns the calendar for a model whose time 0 is clock, read on the
// clocks of zone (nil is UTC). The receiver stays as it was.
func (c *Calendar) Bind(clock time.Time, zone *time.Location) *Calendar {
	b := *c
	b.zone, b.sec, b.nanos = zone, clock.Unix(), int64(clock.Nanosecond())
	return &b
}

// Always reports whether the calendar has no pause at all.
func (c *Calendar) Always() bool { return !c.limited }

// unix is the Unix second of a model time, rounded down.
func (c *Calendar) unix(t int64) int64 {
	sec := c.sec + t/1e9
	if t%1e9+c.nanos < 0 {
		return sec - 1
	}
	return sec + (t%1e9+c.nanos)/1e9
}

// since is the model time of a Unix second, held within what int64 can say.
func (c *Calendar) since(sec int64) int64 {
	const limit int64 = math.MaxInt64/1_000_000_000 - 2
	if d := sec - c.sec; d > limit {
		return Never
	} else if d < -limit {
		return math.MinInt64
	} else {
		return d*1e9 - c.nanos
	}
}

func (c *Calendar) location() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// day is the local day of a Unix second.
func (c *Calendar) day(sec int64) int {
	return int(floorDiv(sec+offset(sec, c.location()), secondsPerDay))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// interval is a stretch of model time, half open, in nanoseconds.
type interval struct{ start, end int64 }

// working returns the stretches in which the calendar is on between two local
// midnights, first's and the one after last, in order and not touching, and
// those midnights.
func (c *Calendar) working(first, last int) (on []interval, from, to int64) {
	loc := c.location()
	from, to = c.since(instant(first, 0, loc)), c.since(instant(last+1, 0, loc))
	var shifts, breaks []interval
	for d := first - 1; d <= last+1; d++ {
		shifts = c.append(shifts, d, c.shifts(d))
		breaks = c.append(breaks, d, c.breaks[weekday(d)])
	}
	for _, s := range subtract(merge(shifts), merge(breaks)) {
		s.start, s.end = max(s.start, from), min(s.end, to)
		if s.start < s.end {
			on = append(on, s)
		}
	}
	return on, from, to
}

// append adds the windows of a day as stretches of model time.
func (c *Calendar) append(to []interval, day int, windows []window) []interval {
	if len(windows) == 0 {
		return to
	}
	loc := c.location()
	for _, w := range windows {
		s := interval{c.since(instant(day, w.start, loc)), c.since(instant(day, w.end, loc))}
		if s.start < s.end {
			to = append(to, s)
		}
	}
	return to
}

// shifts are the windows that start on a day.
func (c *Calendar) shifts(day int) []window {
	if like, ok := c.workdays[day]; ok {
		return c.week[like]
	}
	for _, h := range c.holidays {
		if day >= h.first && day <= h.last {
			return nil
		}
	}
	return c.week[weekday(day)]
}

func weekday(day int) time.Weekday {
	return time.Weekday(floorMod(day+int(time.Thursday), 7))
}

func floorMod(a, b int) int { return (a%b + b) % b }

// merge joins stretches that overlap or touch.
func merge(s []interval) []interval {
	slices.SortFunc(s, func(a, b interval) int {
		if a.start != b.start {
			return compare(a.start, b.start)
		}
		return compare(a.end, b.end)
	})
	out := s[:0]
	for _, x := range s {
		if k := len(out); k > 0 && x.start <= out[k-1].end {
			out[k-1].end = max(out[k-1].end, x.end)
			continue
		}
		out = append(out, x)
	}
	return out
}

func compare(a, b int64) int {
	if a < b {
		return -1
	} else if a > b {
		return 1
	}
	return 0
}

// subtract takes the stretches of b away from those of a; both are merged.
func subtract(a, b []interval) []interval {
	var out []interval
	for _, x := range a {
		for _, y := range b {
			if y.end <= x.start || y.start >= x.end {
				continue
			}
			if y.start > x.start {
				out = append(out, interval{x.start, y.start})
			}
			x.start = min(y.end, x.end)
		}
		if x.start < x.end {
			out = append(out, x)
		}
	}
	return out
}

// On reports whether the calendar works at t. A shift includes its first
// instant and not its last.
func (c *Calendar) On(t int64) bool {
	if !c.limited {
		return true
	}
	day := c.day(c.unix(t))
	on, _, _ := c.working(day, day)
	for _, s := range on {
		if t >= s.start && t < s.end {
			return true
		}
	}
	return false
}

// Next returns the first time after t at which the calendar goes on or off,
// and which of the two. Where nothing changes any more it returns Never and
// what holds at t. Shifts that touch are one: no change lies between them.
func (c *Calendar) Next(t int64) (change int64, on bool) {
	now := c.On(t)
	if !c.limited {
		return Never, now
	}
	day := c.day(c.unix(t))
	// Beyond the last day that is out of the ordinary every week is alike but
	// for a change of summer time, which can swallow one short window.
	end := max(day, c.last) + 16
	for ; day <= end; day++ {
		shifts, from, to := c.working(day, day)
		if to == Never {
			break
		}
		at := max(t, from)
		for _, s := range shifts {
			if s.end <= at {
				continue
			}
			if s.start > at && now {
				return at, false
			}
			if !now {
				return max(s.start, at), true
			}
			at = s.end
		}
		if at < to && now {
			return at, false
		}
	}
	return Never, now
}

// Scheduled returns the exact working time between two times, in nanoseconds;
// negative when to lies before from.
func (c *Calendar) Scheduled(from, to int64) int64 {
	if to < from {
		return -c.Scheduled(to, from)
	}
	if !c.limited {
		return to - from
	}
	var sum int64
	first, last := c.day(c.unix(from)), c.day(c.unix(to))
	const chunk = 32
	for ; first <= last; first += chunk {
		on, _, _ := c.working(first, min(first+chunk-1, last))
		for _, s := range on {
			sum += max(0, min(s.end, to)-max(s.start, from))
		}
	}
	return sum
}
