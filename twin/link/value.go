package link

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// seconds of the time units that people write into tables, in English, German
// and Chinese, lower case.
var seconds = map[string]float64{
	"ms": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sek": 1, "sekunde": 1, "sekunden": 1, "秒": 1, "秒钟": 1,
	"min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60, "分": 60, "分钟": 60,
	"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "std": 3600, "stunde": 3600, "stunden": 3600, "小时": 3600, "时": 3600,
	"d": 86400, "day": 86400, "days": 86400, "tag": 86400, "tage": 86400, "天": 86400, "日": 86400,
	"week": 604800, "weeks": 604800, "woche": 604800, "wochen": 604800, "周": 604800,
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}([., '’\x{202f}]\d{3})+$`)
	clock     = regexp.MustCompile(`^(\d{1,4}):([0-5]?\d)(?::([0-5]?\d(?:[.,]\d+)?))?$`)
	withUnit  = regexp.MustCompile(`^([0-9][0-9.,]*)\s*([\p{L}]+)\.?$`)
)

// ParseNumber reads 1234.5, 1234,5, 1.234,5 and 1,234.5. The last separator is
// the decimal one when both occur; one comma alone is decimal.
func ParseNumber(s string) (float64, error) {
	t := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(s)
	dot, comma := strings.LastIndexByte(t, '.'), strings.LastIndexByte(t, ',')
	switch {
	case dot >= 0 && comma > dot:
		t = strings.ReplaceAll(strings.ReplaceAll(t, ".", ""), ",", ".")
	case comma >= 0 && dot > comma:
		t = strings.ReplaceAll(t, ",", "")
	case strings.Count(t, ",") == 1:
		t = strings.Replace(t, ",", ".", 1)
	}
	x, err := strconv.ParseFloat(t, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || strings.ContainsAny(t, "xXpP_") {
		return 0, fmt.Errorf("%q is no number", Clip(s))
	}
	return x, nil
}

// ParseCount reads a whole number of pieces, at least 1; 1.200 and 1,200 are
// twelve hundred.
func ParseCount(s string) (int, error) {
	t := strings.TrimSpace(s)
	if thousands.MatchString(t) {
		t = regexp.MustCompile(`\D`).ReplaceAllString(t, "")
	}
	x, err := ParseNumber(t)
	if err != nil {
		return 0, err
	}
	if x != math.Trunc(x) || x < 1 || x > 1e9 {
		return 0, fmt.Errorf("%q is no number of pieces", Clip(s))
	}
	return int(x), nil
}

// ErrNoUnit is a bare number where a time belongs.
var ErrNoUnit = errors.New("has no unit")

// ParseTime reads a time in seconds: "90 s", "1,5 min", "2 小时", "0:04:30"
// (hours first), or a bare number in the header's unit. A bare number without a
// unit is an error, as is a negative time.
func ParseTime(s, unit string) (float64, error) {
	s = strings.TrimSpace(s)
	if m := clock.FindStringSubmatch(s); m != nil {
		h, _ := strconv.ParseFloat(m[1], 64)
		min, _ := strconv.ParseFloat(m[2], 64)
		sec := 0.0
		if m[3] != "" {
			sec, _ = strconv.ParseFloat(strings.Replace(m[3], ",", ".", 1), 64)
		}
		return h*3600 + min*60 + sec, nil
	}
	if m := withUnit.FindStringSubmatch(s); m != nil {
		s, unit = m[1], m[2]
	}
	x, err := ParseNumber(s)
	if err != nil {
		return 0, err
	}
	if x < 0 {
		return 0, fmt.Errorf("%q is a negative time", Clip(s))
	}
	if unit == "" {
		return 0, fmt.Errorf("%s %w; put it into the header, as in \"cycle [min]\"", Clip(s), ErrNoUnit)
	}
	f, ok := seconds[strings.ToLower(strings.TrimRight(unit, "."))]
	if !ok {
		return 0, fmt.Errorf("%q is no unit of time; use s, min, h or d", Clip(unit))
	}
	return x * f, nil
}

// layouts of dates that are not ambiguous.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "20060102 150405", "20060102T150405", "20060102",
	"2.1.2006 15:04:05", "2.1.2006 15:04", "2.1.2006", "2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日15:04", "2006年1月2日",
	"2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2", "2 Jan 2006 15:04", "2 Jan 2006", "Jan 2, 2006",
}

var slashed = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(.*)$`)

// ParseDate reads a date with or without a time of day. order is "dmy", "mdy"
// or "" for what dates like 05/04/2026 mean; without it they are an error unless
// one number is above 12.
func ParseDate(s, order string) (time.Time, error) {
	s = strings.TrimSpace(s)
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return t, nil
		}
	}
	m := slashed.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, fmt.Errorf("%q is no date; write 2026-01-05 or 2026-01-05 06:00", Clip(s))
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[3])
	if len(m[3]) == 2 {
		year += 2000
	}
	switch {
	case order == "mdy" || order == "" && b > 12:
		a, b = b, a
	case order == "" && a <= 12 && a != b:
		return time.Time{}, fmt.Errorf("%q may be day or month first; say which with --dates dmy or --dates mdy", Clip(s))
	}
	return ParseDate(fmt.Sprintf("%04d-%02d-%02d%s", year, b, a, m[4]), order)
}
