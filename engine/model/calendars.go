package model

import (
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
)

// Calendar is a [calendar.x] table, bound to the model's clock and to a zone. A calendar
// used in several zones is there once for each.
type Calendar struct {
	*calendar.Calendar
	Name, Title string
	Zone        *time.Location
	Pos         Pos
}

func (c *Calendar) name() string { return c.Name }

// calendarKeys are the keys of [calendar.x].
type calendarKeys struct {
	Title    string   `key:"title" doc:"what people call it"`
	Doc      string   `key:"doc" doc:"a remark"`
	Week     string   `key:"week" need:"yes" doc:"shifts by day: \"Mon-Fri 06:00-14:00, 14:00-22:00; Sat 08:00-12:00\""`
	Breaks   string   `key:"breaks" doc:"pauses by the clock on the wall: \"09:00-09:15, 18:00-18:15\""`
	Holidays []string `key:"holidays" doc:"days off: \"2026-05-01\", or \"2026-02-16 - 2026-02-22\""`
	Workdays []string `key:"workdays" doc:"make-up days, which work although they would not"`
}

// readCalendar reads one calendar; nil when it has mistakes.
func (b *build) readCalendar(r *raw) *calendar.Calendar {
	before := len(b.list)
	var k calendarKeys
	b.dec.into(r, "a calendar", r.keyPos(), r.path, nil, &k)
	if len(b.list) > before {
		return nil
	}
	c, mistakes := calendar.New(calendar.Spec{Week: k.Week, Breaks: k.Breaks, Holidays: k.Holidays, Workdays: k.Workdays})
	for _, e := range mistakes {
		x := r.get(e.Key)
		if l, ok := x.list(); ok && e.Index < len(l) {
			x = l[e.Index]
		}
		b.add(false, x.within(e.Offset, e.Len), x.path, "%s", e.Msg)
	}
	return c
}

// bound is a calendar on the clocks of a zone, made once for each zone. It is nil when
// the calendar has mistakes.
func (b *build) bound(name string, zone *time.Location) *Calendar {
	for _, c := range b.m.Calendars {
		if c.Name == name && c.Zone.String() == zone.String() {
			return c
		}
	}
	week := b.week[name]
	if week == nil {
		return nil
	}
	r := b.top.kids["calendar"].get(name)
	c := &Calendar{Calendar: week.Bind(b.m.Clock, zone), Name: name, Title: name, Zone: zone, Pos: r.keyPos()}
	if title, ok := r.get("title").asText(); ok {
		c.Title = title
	}
	b.m.Calendars = append(b.m.Calendars, c)
	return c
}
