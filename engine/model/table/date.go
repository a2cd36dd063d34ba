package table

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
)

// dateOrder is how a column writes dates with slashes.
type dateOrder uint8

const (
	orderUnknown dateOrder = iota
	dayFirst
	monthFirst
	orderOpen // every date could be either
)

// datePattern is a date in digits, the year first or last, with a time of day
// if any: 2026/1/5 6:00, 5.1.2026, 1/5/26 is not among them.
var datePattern = regexp.MustCompile(`^(\d{1,4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})日?(?:[ T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp][Mm])?)?$`)

// Time reads a date-time on the clocks of zone (nil is UTC): "2026-01-05
// 06:00", "5.1.2026 6:00", "2026/1/5", "2026年1月5日", with an offset of its own
// ("2026-01-05T06:00:00+08:00"), or the day number that spreadsheets count.
// Whether 1/5/2026 is in January or in May is told by the column's other dates.
func (r Row) Time(name string, zone *time.Location) (time.Time, bool) {
	c, column, ok := r.cell(name)
	text := strings.TrimSpace(c.text)
	if !ok || text == "" {
		return time.Time{}, false
	}
	t, err := r.t.time(c, column, zone)
	if err != nil {
		r.t.errorf(c, "%v", err)
		return time.Time{}, false
	}
	return t, true
}

func (t *Table) time(c cell, column *Column, zone *time.Location) (time.Time, error) {
	text := strings.TrimSpace(c.text)
	if v, ok := parseFloat(text); ok && strings.Count(text, ".") <= 1 {
		return t.serial(v, text, zone)
	}
	if at, err := calendar.ParseTime(text, zone); err == nil {
		return at, nil
	}
	m := datePattern.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, fmt.Errorf("%q is no date and time; write it like \"2026-01-05 06:00\"", text)
	}
	year, month, day := m[1], m[3], m[4]
	if len(m[1]) < 3 {
		day, month, year = m[1], m[3], m[4]
		if m[2] == "/" {
			switch t.order(column) {
			case monthFirst:
				day, month = month, day
			case orderOpen:
				return time.Time{}, fmt.Errorf("%q can be read in two ways; write it like \"%04s-%02s-%02s\"", text, year, pad(month), pad(day))
			}
		}
	}
	if len(year) != 4 {
		return time.Time{}, fmt.Errorf("the year of %q needs four digits", text)
	}
	hour := "00"
	if m[5] != "" {
		h, _ := strconv.Atoi(m[5])
		if m[8] != "" {
			h %= 12
			if strings.EqualFold(m[8], "pm") {
				h += 12
			}
		}
		hour = fmt.Sprintf("%02d", h)
	}
	minute, second := m[6], m[7]
	at, err := calendar.ParseTime(fmt.Sprintf("%s-%s-%s %s:%s:%s", year, pad(month), pad(day), hour, pad(minute), pad(second)), zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no date and time that exists", text)
	}
	return at, nil
}

// pad makes two digits.
func pad(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }

// serial converts the day number of a spreadsheet: days since 1899-12-30 (or
// 1904-01-01), the time of day in the fraction, to the nearest second.
func (t *Table) serial(days float64, text string, zone *time.Location) (time.Time, error) {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if t.date04 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	// From 1954 to 2119: a year alone, or a number of pieces, is no date.
	if days < 20000 || days > 80000 {
		return time.Time{}, fmt.Errorf("%q is no date and time; write it like \"2026-01-05 06:00\"", text)
	}
	wall := epoch.Add(time.Duration(math.Round(days*86400)) * time.Second)
	return calendar.ParseTime(wall.Format("2006-01-02 15:04:05"), zone)
}

// order finds out how a column writes dates with slashes.
func (t *Table) order(column *Column) dateOrder {
	if column.order != orderUnknown {
		return column.order
	}
	days, months := false, false
	for _, r := range t.Rows {
		if column.index >= len(r.cells) {
			continue
		}
		m := datePattern.FindStringSubmatch(strings.TrimSpace(r.cells[column.index].text))
		if m == nil || len(m[1]) > 2 || m[2] != "/" {
			continue
		}
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[3])
		days, months = days || a > 12, months || b > 12
	}
	switch {
	case days && !months:
		column.order = dayFirst
	case months && !days:
		column.order = monthFirst
	default:
		column.order = orderOpen
	}
	return column.order
}
