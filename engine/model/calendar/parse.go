package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/unit"
)

// Spec is the text of a calendar, as a [calendar.x] table has it.
type Spec struct {
	// Week is "always", or shifts by day: "Mon-Fri 06:00-14:00, 14:00-22:00;
	// Sat 08:00-12:00". Shifts without days are for every day.
	Week string
	// Breaks is like Week: "09:00-09:15, 18:00-18:15". It may be empty.
	Breaks string
	// Holidays are dates, "2026-05-01", or ranges, "2026-02-16 - 2026-02-22".
	Holidays []string
	// Workdays are days that work although they would not: make-up days. They
	// work like a Monday (the first day of the week that has shifts) unless
	// they name another: "2026-02-14 like Fri".
	Workdays []string
}

// Error is a mistake in one of the texts of a Spec.
type Error struct {
	Key    string // "week", "breaks", "holidays" or "workdays"
	Index  int    // which of the holidays or workdays
	Offset int    // where in the text, in bytes
	Len    int    // how many bytes it concerns
	Msg    string
}

// Error is the message alone.
func (e *Error) Error() string { return e.Msg }

// Always returns a calendar that never pauses.
func Always() *Calendar { return &Calendar{} }

// New reads a calendar and tells all mistakes at once. The calendar is nil
// when there are any. It is bound to 1970-01-01 in UTC until Bind.
func New(spec Spec) (*Calendar, []*Error) {
	p := &parser{c: &Calendar{limited: true, workdays: map[int]time.Weekday{}}}
	p.key = "week"
	if word := strings.ToLower(strings.TrimSpace(spec.Week)); word == "always" || word == "24/7" {
		for d := range p.c.week {
			p.c.week[d] = []window{{0, minutesPerDay}}
		}
	} else {
		p.week(spec.Week, &p.c.week)
	}
	if p.key = "breaks"; strings.TrimSpace(spec.Breaks) != "" {
		p.week(spec.Breaks, &p.c.breaks)
	}
	p.key = "holidays"
	for i, text := range spec.Holidays {
		p.index = i
		p.holiday(text)
	}
	p.key = "workdays"
	for i, text := range spec.Workdays {
		p.index = i
		p.workday(text)
	}
	if len(p.errs) > 0 {
		return nil, p.errs
	}
	p.c.limited = p.c.pauses()
	return p.c, nil
}

// pauses reports whether there is anything but work.
func (c *Calendar) pauses() bool {
	for d := range c.week {
		if len(c.breaks[d]) > 0 || !slices.Contains(c.week[d], window{0, minutesPerDay}) {
			return true
		}
	}
	return len(c.holidays) > 0
}

type parser struct {
	c     *Calendar
	key   string
	index int
	errs  []*Error
}

// errorf notes a mistake in a part of the text.
func (p *parser) errorf(at token, format string, args ...any) {
	p.errs = append(p.errs, &Error{Key: p.key, Index: p.index, Offset: at.offset, Len: len(at.text), Msg: fmt.Sprintf(format, args...)})
}

// token is a piece of a text and where it begins.
type token struct {
	text   string
	offset int
}

// trim takes white space off both ends.
func (t token) trim() token {
	left := strings.TrimLeft(t.text, " \t\r\n\u00a0\u3000")
	return token{strings.TrimRight(left, " \t\r\n\u00a0\u3000"), t.offset + len(t.text) - len(left)}
}

// cut parts a token at the first of any of the characters.
func (t token) cut(chars string) (before, after token, sep rune) {
	for i, r := range t.text {
		if strings.ContainsRune(chars, r) {
			n := len(string(r))
			return token{t.text[:i], t.offset}, token{t.text[i+n:], t.offset + i + n}, r
		}
	}
	return t, token{"", t.offset + len(t.text)}, 0
}

// dashes are what people type for "to".
const dashes = "-–—~〜"

// week reads shifts by day.
func (p *parser) week(text string, into *[7][]window) {
	rest := token{text, 0}
	if rest.trim().text == "" {
		p.errorf(rest, "this is empty; write it like \"Mon-Fri 06:00-14:00, 14:00-22:00\", or \"always\"")
		return
	}
	everyDay := [7]bool{true, true, true, true, true, true, true}
	on := everyDay
	naming, shifts, sep := false, 0, rune(0) // naming: days have been named and no shift yet
	for first := true; ; first = false {
		var item token
		item, rest, sep = rest.cut(",;，；、")
		item = item.trim()
		if item.text == "" {
			if sep != 0 || first || naming {
				p.errorf(token{" ", item.offset}, "a shift like \"06:00-14:00\" is missing here")
			}
		} else {
			days, hours, ok := p.item(item)
			if !ok {
				naming, shifts = false, shifts+1
			}
			if ok && days != nil {
				if !naming {
					on = [7]bool{}
				}
				for d := range on {
					on[d] = on[d] || days[d]
				}
				naming = true
			}
			if ok && hours != nil {
				p.add(into, on, *hours)
				naming, shifts = false, shifts+1
			}
		}
		if sep == 0 || sep == ';' || sep == '；' {
			if naming && item.text != "" {
				p.errorf(item, "%q has no shift; write it like \"%s 06:00-14:00\"", item.text, item.text)
			}
			naming, on = false, everyDay
		}
		if sep == 0 || rest.trim().text == "" && shifts > 0 {
			return
		}
	}
}

func (p *parser) add(into *[7][]window, on [7]bool, w window) {
	for d := range on {
		if on[d] && !slices.Contains(into[d], w) {
			into[d] = append(into[d], w)
		}
	}
}

// item reads days, hours or both: "Mon-Fri", "06:00-14:00", "Sat 08:00-12:00".
func (p *parser) item(item token) (named *[7]bool, hours *window, ok bool) {
	split := strings.IndexFunc(item.text, func(r rune) bool { return r >= '0' && r <= '9' })
	if split < 0 {
		split = len(item.text)
	}
	if day := (token{item.text[:split], item.offset}).trim(); day.text != "" {
		if named = p.days(day); named == nil {
			return nil, nil, false
		}
	}
	if split < len(item.text) {
		if hours = p.hours(token{item.text[split:], item.offset + split}.trim()); hours == nil {
			return nil, nil, false
		}
	}
	return named, hours, true
}

// days reads "Mon", "Mon-Fri", "daily".
func (p *parser) days(t token) *[7]bool {
	var on [7]bool
	if word := strings.ToLower(t.text); word == "daily" || word == "every day" {
		return &[7]bool{true, true, true, true, true, true, true}
	}
	a, b, sep := t.cut(dashes)
	first, ok := p.weekday(a.trim())
	if !ok {
		return nil
	}
	last := first
	if sep != 0 {
		if last, ok = p.weekday(b.trim()); !ok {
			return nil
		}
	}
	for d := first; ; d = (d + 1) % 7 {
		on[d] = true
		if d == last {
			return &on
		}
	}
}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// weekday reads a day of the week, in full or from its first three letters on.
func (p *parser) weekday(t token) (time.Weekday, bool) {
	word := strings.TrimSuffix(strings.ToLower(t.text), ".")
	var short []string
	for d, name := range weekdays {
		if len(word) >= 3 && strings.HasPrefix(name, word) {
			return time.Weekday(d), true
		}
		short = append(short, strings.ToUpper(name[:1])+name[1:3])
	}
	near, ok := unit.Suggest(t.text, short)
	if !ok && len(t.text) > 3 {
		near, ok = unit.Suggest(t.text, weekdays)
		near = strings.ToUpper(near[:min(1, len(near))]) + near[min(1, len(near)):]
	}
	if ok {
		p.errorf(t, "%q is no day; did you mean %q?", t.text, near)
	} else {
		p.errorf(t, "%q is no day; days are Mon, Tue, Wed, Thu, Fri, Sat, Sun", t.text)
	}
	return 0, false
}

// hours reads "06:00-14:00". An end that is not after the start is on the next
// day.
func (p *parser) hours(t token) *window {
	a, b, sep := t.cut(dashes)
	if sep == 0 {
		p.errorf(t, "%q has no end; write it like \"06:00-14:00\"", t.text)
		return nil
	}
	start, ok := p.clock(a.trim())
	if !ok {
		return nil
	}
	end, ok := p.clock(b.trim())
	if !ok {
		return nil
	}
	if start == minutesPerDay {
		p.errorf(a.trim(), "24:00 can only end a shift; to start one, write 00:00")
		return nil
	}
	if start == end {
		p.errorf(t, "%q is empty; a whole day is \"00:00-24:00\"", t.text)
		return nil
	}
	if end < start {
		end += minutesPerDay
	}
	return &window{start, end}
}

// clock reads "06:00" in minutes since midnight.
func (p *parser) clock(t token) (int, bool) {
	h, m, found := strings.Cut(strings.Replace(t.text, "：", ":", 1), ":")
	if !found || len(h) < 1 || len(h) > 2 || len(m) != 2 || strings.Trim(h+m, "0123456789") != "" {
		p.errorf(t, "%q is no time of day; write it like \"06:00\"", t.text)
		return 0, false
	}
	hour, minute := number(h), number(m)
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		p.errorf(t, "%q is no time of day; a day goes from 00:00 to 24:00", t.text)
		return 0, false
	}
	return hour*60 + minute, true
}

// number reads digits that are known to be few.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
