package planner

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/link"
)

var nan = math.NaN()

// time reads a time cell in seconds. An empty cell is NaN and no mistake.
func (r *reader) time(s *link.Sheet, h link.Header, i int, key string) (float64, error) {
	text := h.Cell(s.Rows[i], key)
	if text == "" || text == "-" || text == "–" {
		return nan, nil
	}
	return link.ParseTime(text, cmp.Or(h.Units[key], r.opt.Unit))
}

// routing reads one row of a routing. Rows of one part with one step number are
// alternatives; so are several machines in one cell.
func (r *reader) routing(s *link.Sheet, h link.Header, i int) bool {
	row := s.Rows[i]
	part := h.Cell(row, "part")
	op, on := h.Cell(row, "operation"), split(h.Cell(row, "machine"))
	if part == "" {
		if h.Has("part") {
			return r.skip(s, h, i, "part", NoPart, "")
		}
		part = "part-a"
	}
	if op == "" && len(on) == 0 {
		return r.skip(s, h, i, "machine", NoMachine, part)
	}
	if len(on) == 0 {
		on = []string{op}
	}
	if op == "" {
		op = on[0]
	}
	// A step whose time is not readable stays: without it the route would be
	// another one, and nobody would notice.
	times := map[string]float64{}
	for _, key := range []string{"cycle", "setup"} {
		x, err := r.time(s, h, i, key)
		if err != nil {
			r.rep.Concern(s.Place(i, h.At[key]), BadTime+"; the operation stays without it", err.Error())
			x = nan
		}
		times[key] = x
	}
	p := r.find(part)
	if p == nil {
		p = &Part{Name: part}
		r.plan.Parts = append(r.plan.Parts, p)
	}
	step := p.step(h.Cell(row, "step"), op)
	for _, name := range on {
		r.machine(name)
		if slices.ContainsFunc(step.On, func(c Choice) bool { return c.Machine == name }) {
			return r.skip(s, h, i, "machine", Twice, fmt.Sprintf("%s %s on %s", part, op, name))
		}
		step.On = append(step.On, Choice{Machine: name, Cycle: times["cycle"], Setup: times["setup"]})
	}
	return true
}

// step finds or makes a step. With numbers, rows may come in any order; without,
// a row continues the last step when it names the same operation.
func (p *Part) step(number, op string) *Step {
	if number == "" {
		if n := len(p.Steps); n > 0 && p.Steps[n-1].Op == op {
			return p.Steps[n-1]
		}
	}
	for _, st := range p.Steps {
		if number != "" && st.Number == number {
			return st
		}
	}
	st := &Step{Number: number, Op: op}
	p.Steps = append(p.Steps, st)
	slices.SortStableFunc(p.Steps, func(a, b *Step) int { return cmp.Compare(rank(a.Number), rank(b.Number)) })
	return st
}

// rank orders step numbers by value; what is no number keeps its place at the end.
func rank(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.MaxFloat64
	}
	return x
}

// split takes "M1 / M2", "M1; M2" and "M1、M2" apart.
func split(s string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("/;,、；，|", c) }) {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func (r *reader) order(s *link.Sheet, h link.Header, i int) bool {
	row := s.Rows[i]
	o := Order{ID: h.Cell(row, "order"), Part: h.Cell(row, "part"), Customer: h.Cell(row, "customer")}
	if o.Part == "" {
		return r.skip(s, h, i, "part", NoPart, "")
	}
	var err error
	if o.Quantity, err = link.ParseCount(h.Cell(row, "quantity")); err != nil {
		return r.skip(s, h, i, "quantity", BadCount, err.Error())
	}
	for _, d := range []struct {
		key string
		to  *time.Time
	}{{"release", &o.Release}, {"due", &o.Due}} {
		if h.Cell(row, d.key) == "" {
			continue
		}
		if *d.to, err = s.Date(i, h.At[d.key], r.opt.Dates); err != nil {
			return r.skip(s, h, i, d.key, BadDate, err.Error())
		}
	}
	if text := h.Cell(row, "priority"); text != "" {
		n, err := link.ParseNumber(text)
		if err != nil || n != math.Trunc(n) {
			r.rep.Concern(s.Place(i, h.At["priority"]), "priority is no whole number; left out", text)
		} else {
			o.Priority = strconv.Itoa(int(n))
		}
	}
	if !o.Due.IsZero() && o.Due.Before(o.Release) {
		return r.skip(s, h, i, "due", BadDate, "due before it is released")
	}
	if o.ID != "" && slices.ContainsFunc(r.plan.Orders, func(p Order) bool { return p.ID == o.ID }) {
		r.rep.Concern(s.Place(i, h.At["order"]), "order number given twice; the later one goes without", o.ID)
		o.ID = ""
	}
	r.plan.Orders = append(r.plan.Orders, o)
	return true
}

var hour = regexp.MustCompile(`^(\d{1,2})(?:[:.hH时点](\d{2})?)?(?::\d{2})?\s*(?:Uhr|分)?$`)

func (r *reader) shift(s *link.Sheet, h link.Header, i int) bool {
	row := s.Rows[i]
	sh := Shift{Name: h.Cell(row, "shift"), Days: "Mon-Sun"}
	for _, c := range []struct {
		key string
		to  *string
	}{{"start", &sh.From}, {"end", &sh.To}} {
		m := hour.FindStringSubmatch(h.Cell(row, c.key))
		if m == nil {
			return r.skip(s, h, i, c.key, BadShift, fmt.Sprintf("%q is no time of day such as 06:00", link.Clip(h.Cell(row, c.key))))
		}
		hh, _ := strconv.Atoi(m[1])
		mm, _ := strconv.Atoi(cmp.Or(m[2], "0"))
		if hh > 24 || mm > 59 || hh == 24 && mm > 0 {
			return r.skip(s, h, i, c.key, BadShift, h.Cell(row, c.key)+" is no time of day")
		}
		*c.to = fmt.Sprintf("%02d:%02d", hh, mm)
	}
	if sh.From == sh.To || sh.From == "24:00" {
		return r.skip(s, h, i, "end", BadShift, "the shift has no length; a whole day is 00:00 to 24:00")
	}
	if text := h.Cell(row, "days"); text != "" {
		days, ok := weekdays(text)
		if !ok {
			return r.skip(s, h, i, "days", BadShift, fmt.Sprintf("%q names no days; write Mon-Fri", link.Clip(text)))
		}
		sh.Days = days
	} else {
		r.rep.Concern(s.Place(i, -1), "shift without days; taken as every day", sh.Name)
	}
	r.plan.Shifts = append(r.plan.Shifts, sh)
	return true
}

// dayNames in the order of the week, as the file format writes them.
var dayNames = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

var dayWords = map[string]int{
	"mon": 0, "monday": 0, "mo": 0, "montag": 0, "周一": 0, "星期一": 0, "1": 0, "一": 0,
	"tue": 1, "tuesday": 1, "di": 1, "dienstag": 1, "周二": 1, "星期二": 1, "2": 1, "二": 1,
	"wed": 2, "wednesday": 2, "mi": 2, "mittwoch": 2, "周三": 2, "星期三": 2, "3": 2, "三": 2,
	"thu": 3, "thursday": 3, "do": 3, "donnerstag": 3, "周四": 3, "星期四": 3, "4": 3, "四": 3,
	"fri": 4, "friday": 4, "fr": 4, "freitag": 4, "周五": 4, "星期五": 4, "5": 4, "五": 4,
	"sat": 5, "saturday": 5, "sa": 5, "samstag": 5, "sonnabend": 5, "周六": 5, "星期六": 5, "6": 5, "六": 5,
	"sun": 6, "sunday": 6, "so": 6, "sonntag": 6, "周日": 6, "周天": 6, "星期日": 6, "星期天": 6, "7": 6, "日": 6,
}

// weekdays reads "Mo-Fr", "周一至周五", "Sat" or "daily" into "Mon-Fri" form.
func weekdays(s string) (string, bool) {
	low := strings.ToLower(strings.TrimSpace(s))
	if slices.Contains([]string{"daily", "every day", "täglich", "每天", "每日"}, low) {
		return "Mon-Sun", true
	}
	for _, sep := range []string{"-", "–", "~", "至", "到", " to ", " bis "} {
		if a, b, ok := strings.Cut(low, sep); ok {
			x, ok1 := dayWords[strings.Trim(a, " .")]
			y, ok2 := dayWords[strings.Trim(b, " .")]
			return dayNames[x] + "-" + dayNames[y], ok1 && ok2 && x <= y
		}
	}
	d, ok := dayWords[strings.Trim(low, " .")]
	return dayNames[d], ok
}

func (r *reader) stop(s *link.Sheet, h link.Header, i int) bool {
	row := s.Rows[i]
	name := h.Cell(row, "machine")
	if name == "" {
		return r.skip(s, h, i, "machine", NoMachine, "")
	}
	from, err := s.Date(i, h.At["start"], r.opt.Dates)
	if err != nil {
		return r.skip(s, h, i, "start", BadDate, err.Error())
	}
	var to time.Time
	if h.Cell(row, "end") != "" {
		to, err = s.Date(i, h.At["end"], r.opt.Dates)
		if err != nil {
			return r.skip(s, h, i, "end", BadDate, err.Error())
		}
	} else {
		x, err := r.time(s, h, i, "duration")
		if err != nil || math.IsNaN(x) {
			return r.skip(s, h, i, "duration", BadTime, fmt.Sprint("neither an end nor a duration; ", err))
		}
		to = from.Add(time.Duration(x * float64(time.Second)))
	}
	if !to.After(from) {
		return r.skip(s, h, i, "end", BadDate, "the stop ends before it begins")
	}
	m := r.machine(name)
	m.Stops = append(m.Stops, Stop{from, to})
	return true
}

func (r *reader) failure(s *link.Sheet, h link.Header, i int) bool {
	name := h.Cell(s.Rows[i], "machine")
	if name == "" {
		return r.skip(s, h, i, "machine", NoMachine, "")
	}
	var x [2]float64
	for k, key := range []string{"mtbf", "mttr"} {
		v, err := r.time(s, h, i, key)
		if err != nil {
			return r.skip(s, h, i, key, BadTime, err.Error())
		}
		x[k] = v
	}
	m := r.machine(name)
	m.MTBF, m.MTTR = x[0], x[1]
	return true
}
