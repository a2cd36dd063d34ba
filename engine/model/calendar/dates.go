package calendar

import (
	"slices"
	"strings"
	"time"
)

// maxRange is how many days one range of holidays may cover.
const maxRange = 3 * 366

// date reads "2026-02-14" as days since 1970-01-01.
func (p *parser) date(t token) (int, bool) {
	d, err := time.Parse("2006-01-02", t.text)
	if err != nil {
		p.errorf(t, "%q is no date; write it like \"2026-02-14\"", t.text)
		return 0, false
	}
	return int(floorDiv(d.Unix(), secondsPerDay)), true
}

// holiday reads a date or a range of dates.
func (p *parser) holiday(text string) {
	whole := token{text, 0}.trim()
	a, b := whole, token{}
	if len(whole.text) > len("2006-01-02") {
		a = token{whole.text[:10], whole.offset}
		rest := token{whole.text[10:], whole.offset + 10}.trim()
		dash, after, sep := rest.cut(dashes)
		if word, end, found := strings.Cut(rest.text, " "); sep == 0 || dash.trim().text != "" {
			if !found || word != "to" {
				p.errorf(whole, "%q is no date and no range of dates; write it like \"2026-02-16 - 2026-02-22\"", whole.text)
				return
			}
			after = token{end, rest.offset + len(word) + 1}
		}
		b = after.trim()
	}
	first, ok := p.date(a)
	if !ok {
		return
	}
	last := first
	if b.offset > 0 {
		if last, ok = p.date(b); !ok {
			return
		}
	}
	switch {
	case last < first:
		p.errorf(whole, "this range ends before it begins")
	case last-first >= maxRange:
		p.errorf(whole, "this range is longer than three years")
	default:
		p.c.holidays = append(p.c.holidays, days{first, last})
		p.c.last = max(p.c.last, last)
	}
}

// workday reads a date, and the weekday whose shifts it has.
func (p *parser) workday(text string) {
	whole := token{text, 0}.trim()
	a, rest, sep := whole.cut(" ")
	day, ok := p.date(a)
	if !ok {
		return
	}
	like, ok := p.c.ordinary(), true
	if rest = rest.trim(); sep != 0 {
		word, name, _ := rest.cut(" ")
		if word.text != "like" {
			p.errorf(rest, "after the date there may be the day that it is like, as in \"%s like Fri\"", a.text)
			return
		}
		if like, ok = p.weekday(name.trim()); !ok {
			return
		}
		if len(p.c.week[like]) == 0 && len(p.errs) == 0 {
			p.errorf(name.trim(), "the week has no shift on %v", like)
			return
		}
	}
	if slices.Contains(p.c.holidays, days{day, day}) {
		p.errorf(a, "%s is a holiday as well as a workday", a.text)
		return
	}
	if _, twice := p.c.workdays[day]; twice {
		p.errorf(a, "%s is written twice", a.text)
		return
	}
	p.c.workdays[day] = like
	p.c.last = max(p.c.last, day)
}

// ordinary is the first day from Monday on that has shifts.
func (c *Calendar) ordinary() time.Weekday {
	for i := range 7 {
		if d := time.Weekday((1 + i) % 7); len(c.week[d]) > 0 {
			return d
		}
	}
	return time.Monday
}
