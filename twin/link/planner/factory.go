package planner

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"github.com/taktsim/takt/engine/model/span"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/learn"
	"github.com/taktsim/takt/twin/link"
)

// files writes the plan as factory.toml and orders.csv.
func (p *Plan) files(title string, sources []string) []link.File {
	w := &writer{plan: p}
	var parts, machines []string
	for _, q := range p.Parts {
		parts = append(parts, q.Name)
	}
	for _, m := range p.Machines {
		machines = append(machines, m.Name)
	}
	w.parts = learn.Names(parts)
	w.machines = learn.Names(machines, "release", "done")
	w.factory(title, sources)
	out := []link.File{{Name: "factory.toml", Data: w.b.Bytes()}}
	if len(p.Orders) > 0 {
		out = append(out, link.File{Name: "orders.csv", Data: w.orders()})
	}
	return out
}

type writer struct {
	plan     *Plan
	b        bytes.Buffer
	parts    map[string]string
	machines map[string]string
}

func (w *writer) f(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

func (w *writer) factory(title string, sources []string) {
	p := w.plan
	if title == "" {
		title = "Factory"
	}
	w.f("# A first model, made from a planner's tables:\n")
	for _, s := range sources {
		w.f("#   %s\n", strings.Join(strings.Fields(s), " "))
	}
	w.f("# Times are as planned: constants until somebody measures them.\nformat = 1\n\n[factory]\ntitle = %s\n", span.Text(title))
	if first := p.firstRelease(); !first.IsZero() {
		w.f("clock = %q   # the day of the first release\n", first.Format("2006-01-02")+" 00:00")
	}
	for _, q := range p.Parts {
		w.f("\n[part.%s]\ntitle = %s\n", w.parts[q.Name], span.Text(q.Name))
		for i, st := range q.Steps {
			w.step(q, st, i)
		}
	}
	if len(p.Orders) > 0 {
		w.f("\n[orders]\nfile = \"orders.csv\"\n")
	}
	if len(p.Shifts) > 0 {
		w.f("\n[calendar.shifts]\nweek = %q\n", week(p.Shifts))
	}
	w.shop()
}

func (p *Plan) firstRelease() time.Time {
	var first time.Time
	for _, o := range p.Orders {
		if !o.Release.IsZero() && (first.IsZero() || o.Release.Before(first)) {
			first = o.Release
		}
	}
	return first
}

// step writes one operation. A step without a time on any machine is written
// with a comment in its place: the file then says itself what is missing.
func (w *writer) step(q *Part, st *Step, i int) {
	op := learn.Name(st.Op)
	if n := slices.IndexFunc(q.Steps, func(s *Step) bool { return learn.Name(s.Op) == op }); n < i {
		op = fmt.Sprintf("%s-%d", op, i+1)
	}
	var on []string
	for _, c := range st.On {
		on = append(on, strconv.Quote("shop."+w.machines[c.Machine]))
	}
	w.f("\n[[part.%s.route]]\nop    = %q\non    = [%s]\n", w.parts[q.Name], op, strings.Join(on, ", "))
	w.times("cycle", st.On, func(c Choice) float64 { return c.Cycle }, w.parts[q.Name]+" "+op)
	w.times("setup", st.On, func(c Choice) float64 { return c.Setup }, "")
}

// times writes a time that may differ by machine.
func (w *writer) times(key string, on []Choice, get func(Choice) float64, missing string) {
	same := true
	var each []string
	for _, c := range on {
		same = same && get(c) == get(on[0])
		if !math.IsNaN(get(c)) {
			each = append(each, fmt.Sprintf("%q = %q", "shop."+w.machines[c.Machine], duration(get(c))))
		}
	}
	switch {
	case len(each) == 0 && missing != "":
		w.f("# %s: the tables hold no time for %s\n", key, missing)
	case len(each) == 0:
	case same:
		w.f("%s = %q\n", key, duration(get(on[0])))
	default:
		w.f("%s = { %s }\n", key, strings.Join(each, ", "))
	}
}

// duration writes seconds in the largest unit that keeps the figure short.
func duration(x float64) string {
	for _, u := range []struct {
		f    float64
		name string
	}{{3600, "h"}, {60, "min"}} {
		if y := x / u.f; y >= 1 && y*10 == math.Trunc(y*10) {
			return strconv.FormatFloat(y, 'f', -1, 64) + " " + u.name
		}
	}
	return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64) + " s"
}

func (w *writer) shop() {
	w.f("\n# No flow is known: parts go straight to the machine of their next operation and wait there.\n[shop]\nkind = \"workshop\"\n")
	if len(w.plan.Shifts) > 0 {
		w.f("calendar = \"shifts\"\n")
	}
	w.f("\n[shop.release]\nkind = \"source\"\n")
	if len(w.plan.Orders) > 0 {
		w.f("orders = true\n")
	} else {
		w.f("# no orders in the tables: say how often which part type comes\nmix   = { %s }\nevery = \"1 h\"\n", w.mix())
	}
	for _, m := range w.plan.Machines {
		w.f("\n[shop.%s]\nkind  = \"machine\"\ntitle = %s\n", w.machines[m.Name], span.Text(m.Name))
		w.failures(m)
	}
	w.f("\n[shop.done]\nkind = \"sink\"\n")
}

// mix lists the part types with equal weights.
func (w *writer) mix() string {
	var out []string
	for _, q := range w.plan.Parts {
		out = append(out, w.parts[q.Name]+" = 1")
	}
	return strings.Join(out, ", ")
}

// failures writes what the tables say, or else what follows from the recorded
// stops: mean time to repair is their mean length, mean time between failures
// the time from the first stop's beginning to the last one's, less the stops
// in between, over their number.
func (w *writer) failures(m *Machine) {
	if !math.IsNaN(m.MTBF) && !math.IsNaN(m.MTTR) {
		w.f("mtbf  = %q\nmttr  = %q\n", duration(m.MTBF), duration(m.MTTR))
		return
	}
	if !math.IsNaN(m.MTBF) || !math.IsNaN(m.MTTR) {
		w.f("# mtbf and mttr go together; the tables hold only one of them\n")
	}
	n := len(m.Stops)
	if n == 0 {
		return
	}
	stops := slices.Clone(m.Stops)
	slices.SortFunc(stops, func(a, b Stop) int { return a.From.Compare(b.From) })
	down := 0.0
	for _, s := range stops {
		down += s.To.Sub(s.From).Seconds()
	}
	repair := down / float64(n)
	between := stops[n-1].From.Sub(stops[0].From).Seconds() - (down - stops[n-1].To.Sub(stops[n-1].From).Seconds())
	if n < 3 || between <= 0 {
		w.f("# %d recorded stops, %s in all: too few for a mean time between failures\n", n, duration(math.Round(down)))
		return
	}
	w.f("# from %d recorded stops, %s to %s\n", n, stops[0].From.Format("2006-01-02"), stops[n-1].From.Format("2006-01-02"))
	w.f("mtbf  = %q\nmttr  = %q\nfailure-clock = \"calendar\"\n", duration(math.Round(between/float64(n-1))), duration(math.Round(repair)))
}

// week writes shifts in the words of a calendar, days in order of appearance.
func week(shifts []Shift) string {
	var days []string
	hours := map[string][]string{}
	for _, s := range shifts {
		if !slices.Contains(days, s.Days) {
			days = append(days, s.Days)
		}
		h := s.From + "-" + s.To
		if !slices.Contains(hours[s.Days], h) {
			hours[s.Days] = append(hours[s.Days], h)
		}
	}
	var out []string
	for _, d := range days {
		out = append(out, d+" "+strings.Join(hours[d], ", "))
	}
	return strings.Join(out, "; ")
}

// orders writes the orders whose part type has a routing.
func (w *writer) orders() []byte {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	c.Write([]string{"id", "part", "quantity", "release", "due", "priority", "customer"})
	date := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format("2006-01-02 15:04:05")
	}
	for _, o := range w.plan.Orders {
		if part, ok := w.parts[o.Part]; ok {
			c.Write([]string{o.ID, part, strconv.Itoa(o.Quantity), date(o.Release), date(o.Due), o.Priority, o.Customer})
		}
	}
	c.Flush() // a bytes.Buffer takes everything
	return b.Bytes()
}
