package calendar

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a Windows machine has no zones of its own

	"github.com/taktsim/takt/engine/unit"
)

// offset is what zone adds to UTC at a Unix second, in seconds.
func offset(sec int64, zone *time.Location) int64 {
	_, off := time.Unix(sec, 0).In(zone).Zone()
	return int64(off)
}

// instant is the Unix second at which the clocks of zone show a minute of a
// day. A time that is skipped is the instant of the change, a time that comes
// twice is the first of the two: time.Date does not promise either.
func instant(day, minute int, zone *time.Location) int64 {
	local := int64(day)*secondsPerDay + int64(minute)*60
	return fromLocal(local, zone)
}

func fromLocal(local int64, zone *time.Location) int64 {
	before, after := offset(local-secondsPerDay, zone), offset(local+secondsPerDay, zone)
	a, b := local-before, local-after
	if before == after {
		return a
	}
	goodA, goodB := offset(a, zone) == before, offset(b, zone) == after
	switch {
	case goodA && goodB:
		return min(a, b)
	case goodA:
		return a
	case goodB:
		return b
	}
	// Neither clock ever shows this time: it is skipped. Read on the clock of
	// before it lies behind the change.
	change, _ := time.Unix(a, 0).In(zone).ZoneBounds()
	if change.IsZero() {
		return a
	}
	return change.Unix()
}

// zones are names to suggest; every name of the zone database is understood.
var zones = []string{
	"UTC", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul", "Asia/Singapore",
	"Asia/Kolkata", "Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh", "Asia/Kuala_Lumpur", "Asia/Manila",
	"Asia/Dubai", "Asia/Riyadh", "Asia/Urumqi", "Australia/Sydney", "Australia/Melbourne", "Australia/Perth",
	"Pacific/Auckland", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris",
	"Europe/Brussels", "Europe/Amsterdam", "Europe/Berlin", "Europe/Zurich", "Europe/Vienna", "Europe/Rome",
	"Europe/Prague", "Europe/Bratislava", "Europe/Budapest", "Europe/Warsaw", "Europe/Stockholm",
	"Europe/Oslo", "Europe/Copenhagen", "Europe/Helsinki", "Europe/Athens", "Europe/Bucharest",
	"Europe/Istanbul", "Europe/Kyiv", "Europe/Moscow", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos",
	"America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Los_Angeles",
	"America/Toronto", "America/Mexico_City", "America/Monterrey", "America/Sao_Paulo",
	"America/Argentina/Buenos_Aires", "America/Santiago", "America/Bogota",
}

// Zone finds a time zone by its name in the zone database, "Europe/Berlin".
// The zone of the machine is refused: a factory is the same everywhere.
func Zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone; write it like \"Asia/Shanghai\" or \"Europe/Berlin\"", name)
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		return zone, nil
	}
	if near, ok := unit.Suggest(name, zones); ok {
		return nil, fmt.Errorf("%q is no time zone; did you mean %q?", name, near)
	}
	for _, z := range zones {
		if _, city, _ := strings.Cut(z, "/"); city != "" && strings.EqualFold(city, strings.ReplaceAll(name, " ", "_")) {
			return nil, fmt.Errorf("%q is no time zone; did you mean %q?", name, z)
		}
	}
	return nil, fmt.Errorf("%q is no time zone; write it like \"Asia/Shanghai\" or \"Europe/Berlin\"", name)
}

// layouts are the date-times that people write, without a zone.
var layouts = []string{
	"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05",
	"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999",
}

// ParseTime reads a date-time on the clocks of zone (nil is UTC): "2026-01-05
// 06:00", seconds and "T" allowed, a date alone is its midnight. A time with
// an offset of its own, "2026-01-05T06:00:00+08:00", is that instant.
func ParseTime(s string, zone *time.Location) (time.Time, error) {
	text := strings.TrimSpace(s)
	if zone == nil {
		zone = time.UTC
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return time.Unix(fromLocal(t.Unix(), zone), int64(t.Nanosecond())).In(zone), nil
		}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.In(zone), nil
		}
	}
	if day, rest, found := strings.Cut(strings.Replace(text, "T", " ", 1), " "); found {
		if _, err := time.Parse("2006-01-02", day); err == nil {
			return time.Time{}, fmt.Errorf("%q is no time of day; write it like \"10:30\"", strings.TrimSpace(rest))
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date and time; write it like \"2026-01-05 06:00\"", s)
}
