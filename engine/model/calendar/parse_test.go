package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestMessages(t *testing.T) {
	cases := []struct {
		spec Spec
		want string // the part that is pointed at, and the message
	}{
		{Spec{Week: ""}, `week "": this is empty; write it like "Mon-Fri 06:00-14:00, 14:00-22:00", or "always"`},
		{Spec{Week: "Mno-Fri 06:00-14:00"}, `week "Mno": "Mno" is no day; did you mean "Mon"?`},
		{Spec{Week: "Mon-Fri"}, `week "Mon-Fri": "Mon-Fri" has no shift; write it like "Mon-Fri 06:00-14:00"`},
		{Spec{Week: "Mon-Fri 06:00"}, `week "06:00": "06:00" has no end; write it like "06:00-14:00"`},
		{Spec{Week: "Mon 6-14"}, `week "6": "6" is no time of day; write it like "06:00"`},
		{Spec{Week: "Mon 06:00-25:00"}, `week "25:00": "25:00" is no time of day; a day goes from 00:00 to 24:00`},
		{Spec{Week: "Mon 06:00-06:00"}, `week "06:00-06:00": "06:00-06:00" is empty; a whole day is "00:00-24:00"`},
		{Spec{Week: "Mon 24:00-06:00"}, `week "24:00": 24:00 can only end a shift; to start one, write 00:00`},
		{Spec{Week: "Mon 06:00-14:00,, 15:00-16:00"}, `week "": a shift like "06:00-14:00" is missing here`},
		{Spec{Week: "always", Breaks: "09:00-9:xx"}, `breaks "9:xx": "9:xx" is no time of day; write it like "06:00"`},
		{Spec{Week: "always", Holidays: []string{"2026-02-30"}}, `holidays "2026-02-30": "2026-02-30" is no date; write it like "2026-02-14"`},
		{Spec{Week: "always", Holidays: []string{"2026-02-16 - 2026-02-10"}}, `holidays "2026-02-16 - 2026-02-10": this range ends before it begins`},
		{Spec{Week: "always", Holidays: []string{"2026-02-16, 2026-02-17"}}, `holidays "2026-02-16, 2026-02-17": "2026-02-16, 2026-02-17" is no date and no range of dates; write it like "2026-02-16 - 2026-02-22"`},
		{Spec{Week: "always", Holidays: []string{"2026-02-16 - 2126-02-10"}}, `holidays "2026-02-16 - 2126-02-10": this range is longer than three years`},
		{Spec{Week: "Mon 06:00-14:00", Workdays: []string{"2026-02-14 as Fri"}}, `workdays "as Fri": after the date there may be the day that it is like, as in "2026-02-14 like Fri"`},
		{Spec{Week: "Mon 06:00-14:00", Workdays: []string{"2026-02-14 like Fri"}}, `workdays "Fri": the week has no shift on Friday`},
		{Spec{Week: "Mon 06:00-14:00", Workdays: []string{"2026-02-14", "2026-02-14"}}, `workdays "2026-02-14": 2026-02-14 is written twice`},
		{Spec{Week: "Mon 06:00-14:00", Holidays: []string{"2026-02-14"}, Workdays: []string{"2026-02-14"}}, `workdays "2026-02-14": 2026-02-14 is a holiday as well as a workday`},
	}
	for _, tc := range cases {
		c, errs := New(tc.spec)
		if len(errs) != 1 || c != nil {
			t.Errorf("%+v: %d mistakes, want one: %v", tc.spec, len(errs), errs)
			continue
		}
		if got := said(tc.spec, errs[0]); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

// said is an error with the part of the text that it points at.
func said(s Spec, e *Error) string {
	text := map[string]string{"week": s.Week, "breaks": s.Breaks}[e.Key]
	if e.Key == "holidays" {
		text = s.Holidays[e.Index]
	} else if e.Key == "workdays" {
		text = s.Workdays[e.Index]
	}
	part := text[min(e.Offset, len(text)):min(e.Offset+e.Len, len(text))]
	return fmt.Sprintf("%s %q: %s", e.Key, strings.TrimSpace(strings.TrimLeft(part, ",")), e.Msg)
}

func TestAllMistakesAtOnce(t *testing.T) {
	_, errs := New(Spec{Week: "Mno 06:00-14:00; Tue 6-8, Sta 9:00-10:00", Breaks: "x", Holidays: []string{"2026-01-01", "soon"}, Workdays: []string{"never"}})
	var keys []string
	for _, e := range errs {
		keys = append(keys, fmt.Sprintf("%s[%d]", e.Key, e.Index))
	}
	if got, want := strings.Join(keys, " "), "week[0] week[0] week[0] breaks[0] holidays[1] workdays[0]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestZone(t *testing.T) {
	for name, want := range map[string]string{
		"Asia/Shangai": `"Asia/Shangai" is no time zone; did you mean "Asia/Shanghai"?`,
		"berlin":       `"berlin" is no time zone; did you mean "Europe/Berlin"?`,
		"new york":     `"new york" is no time zone; did you mean "America/New_York"?`,
		"Local":        `"Local" is no time zone; write it like "Asia/Shanghai" or "Europe/Berlin"`,
		"../etc":       `"../etc" is no time zone; write it like "Asia/Shanghai" or "Europe/Berlin"`,
	} {
		if _, err := Zone(name); err == nil || err.Error() != want {
			t.Errorf("Zone(%q): %v, want %s", name, err, want)
		}
	}
	for _, name := range zones {
		if _, err := Zone(name); err != nil {
			t.Error(err)
		}
	}
}

func TestParseTime(t *testing.T) {
	berlin := mustZone(t, "Europe/Berlin")
	for text, want := range map[string]string{
		"2026-01-05 06:00":          "2026-01-05T05:00:00Z",
		" 2026-01-05T06:00:30 ":     "2026-01-05T05:00:30Z",
		"2026-07-01":                "2026-06-30T22:00:00Z",
		"2026-01-05T06:00:00+08:00": "2026-01-04T22:00:00Z",
		"2026-01-05 06:00:00Z":      "2026-01-05T06:00:00Z",
		"2026-03-29 02:30":          "2026-03-29T01:00:00Z", // skipped: the instant of the change
		"2026-10-25 02:30":          "2026-10-25T00:30:00Z", // twice: the first
		"2026-10-25 03:00":          "2026-10-25T02:00:00Z",
	} {
		got, err := ParseTime(text, berlin)
		if err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("ParseTime(%q) = %v, %v, want %s", text, got.UTC(), err, want)
		}
	}
	for text, want := range map[string]string{
		"tomorrow":         `"tomorrow" is no date and time; write it like "2026-01-05 06:00"`,
		"2026-01-05 25:00": `"25:00" is no time of day; write it like "10:30"`,
		"":                 `"" is no date and time; write it like "2026-01-05 06:00"`,
	} {
		if _, err := ParseTime(text, nil); err == nil || err.Error() != want {
			t.Errorf("ParseTime(%q): %v, want %s", text, err, want)
		}
	}
}

func FuzzNew(f *testing.F) {
	f.Add(gearbox.Week, gearbox.Breaks, gearbox.Holidays[0], gearbox.Workdays[0])
	f.Add("Mon, Wed 06:00-14:00, Sat 22:00-06:00; Sun 00:00-24:00", "02:00-02:15", "2026-01-01 to 2026-01-03", "2026-02-14 like Fri")
	f.Add("always", "", "2026-01-01–2026-01-03", "")
	f.Fuzz(func(t *testing.T, week, breaks, holiday, workday string) {
		spec := Spec{Week: week, Breaks: breaks, Holidays: []string{holiday}, Workdays: []string{workday}}
		c, errs := New(spec)
		texts := map[string]string{"week": week, "breaks": breaks, "holidays": holiday, "workdays": workday}
		for _, e := range errs {
			if e.Offset < 0 || e.Len < 0 || e.Offset > len(texts[e.Key]) || e.Msg == "" {
				t.Errorf("a poor error: %+v", e)
			}
		}
		if (c == nil) != (len(errs) > 0) {
			t.Fatal("a calendar and mistakes, or neither")
		}
		if c == nil {
			return
		}
		at := int64(0)
		for range 5 {
			next, _ := c.Next(at)
			if next <= at {
				t.Fatalf("Next(%d) = %d", at, next)
			}
			if at = next; at == Never {
				return
			}
		}
	})
}
