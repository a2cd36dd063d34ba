package mtconnect

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/taktsim/takt/twin/learn"
)

// Category is how a value was written.
type Category uint8

// Plain is an item with one value (a sample or an event), Condition an item
// with level, native code, severity, qualifier and text, Message an item with a
// code and a text.
const (
	Plain Category = iota
	Condition
	Message
)

// Observation is one value of one data item.
type Observation struct {
	At       time.Time
	Device   string // from "device:item"; empty when the line does not say
	Item     string
	Value    string // a condition's level; UNAVAILABLE in one spelling
	Category Category
	Code     string // native code of a condition or message
	Text     string // of a condition or message
}

// Errors of Parse. ErrCommand and ErrAsset are lines that are in order but hold
// no observation.
var (
	ErrCommand = errors.New("agent command (a line starting with *)")
	ErrAsset   = errors.New("asset (cutting tool and the like)")
	ErrEmpty   = errors.New("empty line")
	ErrTime    = errors.New("no timestamp at its start")
	ErrTorn    = errors.New("torn line")
)

// Parse reads one line of SHDR, without its line end. Several items may stand
// on one line. A line of exactly seven fields whose third is NORMAL, WARNING or
// FAULT is a condition; with UNAVAILABLE there it is one when a later field is
// empty or the item is a condition of the device model. A line of four fields
// is a message when the device model or the item's name says so. devices may be
// nil.
// The error wraps one of ErrCommand, ErrAsset, ErrEmpty, ErrTime, ErrTorn.
func Parse(line string, devices *Devices) ([]Observation, error) {
	line = strings.TrimRight(strings.TrimPrefix(line, "\ufeff"), "\r\n")
	if strings.TrimSpace(line) == "" {
		return nil, ErrEmpty
	}
	if line[0] == '*' {
		return nil, ErrCommand
	}
	f := fields(line)
	at, err := stamp(f[0])
	if err != nil {
		return nil, err
	}
	if len(f) < 2 {
		return nil, fmt.Errorf("%w: a timestamp and nothing else", ErrTorn)
	}
	if strings.HasPrefix(f[1], "@") {
		return nil, ErrAsset
	}
	if devices == nil {
		devices = &Devices{}
	}
	switch {
	case len(f) == 7 && isCondition(f, devices):
		return one(at, f, Condition)
	case len(f) == 4 && devices.message(f[1]):
		return one(at, f, Message)
	case len(f)%2 == 0:
		return nil, fmt.Errorf("%w: %d fields after the timestamp; items and values come in pairs", ErrTorn, len(f)-1)
	}
	out := make([]Observation, 0, len(f)/2)
	for i := 1; i < len(f); i += 2 {
		o, err := named(at, f[i])
		if err != nil {
			return nil, err
		}
		if _, err := stamp(f[i+1]); err == nil && i+2 < len(f) {
			return nil, fmt.Errorf("%w: a second timestamp inside; two lines have run together", ErrTorn)
		}
		o.Value = plain(f[i+1])
		out = append(out, o)
	}
	return out, nil
}

func one(at time.Time, f []string, c Category) ([]Observation, error) {
	o, err := named(at, f[1])
	if err != nil {
		return nil, err
	}
	o.Category = c
	if c == Condition {
		o.Value, o.Code, o.Text = strings.ToUpper(plain(f[2])), plain(f[3]), plain(f[6])
	} else {
		o.Code, o.Value, o.Text = plain(f[2]), plain(f[3]), plain(f[3])
	}
	return []Observation{o}, nil
}

func isCondition(f []string, devices *Devices) bool {
	switch strings.ToUpper(strings.TrimSpace(f[2])) {
	case "NORMAL", "WARNING", "FAULT":
		return true
	case learn.Unavailable:
		return devices.Conditions[f[1]] || f[3] == "" || f[4] == "" || f[5] == "" || f[6] == ""
	}
	return false
}

// fields splits at bars. A field that starts with a quote mark may hold bars
// written as \|, up to its closing quote mark.
func fields(line string) []string {
	var out []string
	for {
		end := strings.IndexByte(line, '|')
		if strings.HasPrefix(line, `"`) {
			for end > 0 && line[end-1] == '\\' {
				next := strings.IndexByte(line[end+1:], '|')
				if next < 0 {
					end = -1
					break
				}
				end += 1 + next
			}
		}
		if end < 0 {
			return append(out, line)
		}
		out = append(out, line[:end])
		line = line[end+1:]
	}
}

// plain undoes quoting and spells UNAVAILABLE in one way.
func plain(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' && strings.Contains(s, `\|`) {
		s = strings.ReplaceAll(s[1:len(s)-1], `\|`, "|")
	}
	if strings.EqualFold(s, learn.Unavailable) {
		return learn.Unavailable
	}
	return s
}

func named(at time.Time, item string) (Observation, error) {
	item = strings.TrimSpace(item)
	if item == "" {
		return Observation{}, fmt.Errorf("%w: an item without a name", ErrTorn)
	}
	if len(item) > 256 || !utf8.ValidString(item) || strings.ContainsFunc(item, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return Observation{}, fmt.Errorf("%w: %q is no item name", ErrTorn, clip(item))
	}
	o := Observation{At: at, Item: item}
	if device, name, ok := strings.Cut(item, ":"); ok && device != "" && name != "" {
		o.Device, o.Item = device, name
	}
	return o, nil
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// stamp reads an ISO 8601 time; "@duration" may follow. A time without a zone
// is taken as UTC, as agents do.
func stamp(s string) (time.Time, error) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "@")
	if len(s) < 19 || s[4] != '-' || s[10] != 'T' {
		return time.Time{}, ErrTime
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t, err = time.Parse("2006-01-02T15:04:05", s)
	}
	if err != nil || t.Year() < 1970 || t.Year() > 2200 {
		return time.Time{}, ErrTime
	}
	return t.UTC(), nil
}
