package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/calendar"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

func (r *reader) events(n *span.Node) {
	if n == nil {
		return
	}
	if n.Kind != span.Array {
		r.value(n, "events are written [[event]], with two brackets")
		return
	}
	for _, c := range n.Children {
		if c.Kind != span.Table {
			r.value(c, "want a table: [[event]]")
			continue
		}
		r.known(c, "an event", "at", "do", "why")
		r.bilingual(c.Child("why"))
		e := Event{Pos: r.pos(at(c))}
		when, do := c.Child("at"), c.Child("do")
		if when == nil {
			r.value(c, "this event has no time: at = \"2026-01-13 10:30\", \"day 9 10:30\" or \"36 h\"")
		} else {
			e.At = r.when(when)
		}
		if do == nil {
			r.value(c, "this event does nothing: do = \"stop wash.washer for 6 h\", for example")
		} else if s, ok := r.text(do, "an action such as \"stop wash.washer for 6 h\""); ok {
			e.Action = r.action(do, s)
			r.s.Events = append(r.s.Events, e)
		}
	}
}

// dayPattern is "day 9 10:30": the day of the clock is day 1.
var dayPattern = regexp.MustCompile(`^day\s+(\d{1,6})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?$`)

// when reads a date-time, a day of the run, or the time since its start. It is
// in seconds since the clock.
func (r *reader) when(n *span.Node) float64 {
	var s string
	switch v := r.of(n).(type) {
	case string:
		s = strings.TrimSpace(v)
	case time.Time:
		s = r.index.Text(n.Text)
	case int64, float64:
		r.value(n, "%s", unit.NoUnit(r.index.Text(n.Text), unit.Time))
		return 0
	default:
		r.value(n, "want a time such as \"2026-01-13 10:30\", \"day 9 10:30\" or \"36 h\", not %s", r.what(n))
		return 0
	}
	clock, zone := time.Unix(0, 0).UTC(), time.UTC
	if r.m != nil {
		clock, zone = r.m.Clock, r.m.Root.Zone
	}
	m := dayPattern.FindStringSubmatch(s)
	if m == nil && len(s) >= 5 && strings.Trim(s[:4], "0123456789") == "" && s[4] == '-' {
		m = []string{"", "", ""}
	}
	if m == nil {
		v, err := unit.ParseAs(s, unit.Time)
		if err != nil {
			r.value(n, "%q is no time; write it like \"2026-01-13 10:30\", \"day 9 10:30\" or \"36 h\"", s)
		} else if v < 0 {
			r.value(n, "an event cannot be before the start")
		}
		return r.inRun(n, v)
	}
	if m[1] != "" {
		day, _ := strconv.Atoi(m[1])
		if day < 1 {
			r.value(n, "the first day is day 1")
			return 0
		}
		s = clock.In(zone).AddDate(0, 0, day-1).Format("2006-01-02")
		if m[2] != "" {
			s += " " + fmt.Sprintf("%05s", m[2])
		}
	}
	t, err := calendar.ParseTime(s, zone)
	switch {
	case err != nil:
		r.value(n, "%v", err)
		return 0
	case r.m == nil:
		return 0
	case t.Before(clock):
		r.value(n, "this is before the start of the simulation, %s", clock.In(zone).Format("2006-01-02 15:04"))
		return 0
	}
	return r.inRun(n, t.Sub(clock).Seconds())
}

// inRun tells an event that comes after the end.
func (r *reader) inRun(n *span.Node, t float64) float64 {
	if length := r.s.Run.Length; length > 0 && t >= length {
		r.value(n, "this is after the end of the run, which takes %s", unit.FormatTime(length))
	}
	return t
}

// action reads what an event does.
func (r *reader) action(n *span.Node, s string) Action {
	words := split(s)
	if len(words) == 0 {
		r.value(n, "want an action such as \"stop wash.washer for 6 h\"")
		return Action{}
	}
	a := Action{Text: s}
	for v := Stop; v <= Speed; v++ {
		if words[0].text == v.String() {
			a.Verb = v
		}
	}
	rest := words[1:]
	switch a.Verb {
	case Stop, Start:
		r.stop(n, s, rest, &a)
	case Set:
		r.set(n, s, rest, &a)
	case Release:
		r.release(n, rest, &a)
	case Break, Repair:
		r.fault(n, s, rest, &a)
	case Speed:
		r.speed(n, s, rest, &a)
	default:
		r.part(n, words[0].offset, len(words[0].text), "%q is nothing that an event can do%s", words[0].text, meant(words[0].text, verbs[1:]))
	}
	return a
}

// places finds the places that a word of a text means.
func (r *reader) places(n *span.Node, w word) []*model.Node {
	if r.m == nil {
		return nil
	}
	nodes := r.nodes(w.text)
	if len(nodes) == 0 {
		r.part(n, w.offset, len(w.text), "%s", r.nothing(w.text))
	}
	return nodes
}

// stop reads "PATH", for a stop also "PATH for 6 h".
func (r *reader) stop(n *span.Node, s string, words []word, a *Action) {
	if len(words) == 0 {
		r.value(n, "write which place to %v: \"%v wash.washer\"", a.Verb, a.Verb)
		return
	}
	a.Nodes = r.places(n, words[0])
	if len(words) == 1 {
		return
	}
	if a.Verb == Start || words[1].text != "for" || len(words) == 2 {
		r.part(n, words[1].offset, len(s)-words[1].offset, "after the place comes nothing, or for a stop how long: \"stop %s for 6 h\"", words[0].text)
		return
	}
	v, err := unit.ParseAs(s[words[2].offset:], unit.Time)
	if err != nil {
		r.unitError(n, words[2].offset, err)
	} else if v <= 0 {
		r.part(n, words[2].offset, len(s)-words[2].offset, "a stop takes some time")
	}
	a.For = v
}

// set reads "PATH.key to VALUE".
func (r *reader) set(n *span.Node, s string, words []word, a *Action) {
	if len(words) < 3 || words[1].text != "to" {
		r.value(n, "write it like \"set wash.washer.cycle to 170 s\"")
		return
	}
	path := strings.Split(words[0].text, ".")
	if len(path) < 2 {
		r.part(n, words[0].offset, len(words[0].text), "%q names no key; write it like \"wash.washer.cycle\"", words[0].text)
		return
	}
	if r.m == nil {
		return
	}
	text := s[words[2].offset:]
	for k := len(path) - 1; k > 0 && len(a.Nodes) == 0; k-- {
		a.Nodes = r.nodes(strings.Join(path[:k], "."))
		for _, node := range a.Nodes {
			full := append(strings.Split(node.Path, "."), path[k:]...)
			a.Sets = append(a.Sets, model.Setting{Path: full, Value: scalar(text), Pos: r.pos(n.Text)})
		}
	}
	if len(a.Nodes) == 0 {
		r.part(n, words[0].offset, len(words[0].text), "%s", r.nothing(strings.Join(path[:len(path)-1], ".")))
		return
	}
	r.try(a.Sets)
}

// scalar is the value that a word stands for in TOML.
func scalar(s string) any {
	s = strings.TrimSpace(s)
	switch {
	case s == "true" || s == "false":
		return s == "true"
	case len(s) >= 2 && s[0] == '\'' && s[len(s)-1] == '\'':
		return s[1 : len(s)-1]
	}
	if v, err := strconv.ParseInt(s, 10, 64); err == nil {
		return v
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && strings.Trim(s, "+-.0123456789eE") == "" {
		return v
	}
	return s
}

// release reads "N PART at PATH".
func (r *reader) release(n *span.Node, words []word, a *Action) {
	if len(words) != 4 || words[2].text != "at" {
		r.value(n, "write it like \"release 10 housing at machining.line-1.castings\"")
		return
	}
	v, err := strconv.Atoi(words[0].text)
	if err != nil || v < 1 || v > 1_000_000 {
		r.part(n, words[0].offset, len(words[0].text), "%q is no number of parts; want one from 1 to 1000000", words[0].text)
	}
	a.N = v
	if r.m == nil {
		return
	}
	if a.Part = r.m.Part(words[1].text); a.Part == nil {
		r.part(n, words[1].offset, len(words[1].text), "%s", r.nothing("part."+words[1].text))
	}
	a.Nodes = r.places(n, words[3])
	for _, node := range a.Nodes {
		if node.Kind.Demand == nil {
			r.part(n, words[3].offset, len(words[3].text), "parts are released at a source; %s is %s", node.Path, article(node.Kind.Name))
		}
	}
}
