package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

func (r *reader) expectations(n *span.Node) {
	if n == nil || !r.table(n) {
		return
	}
	var cases []string
	for _, v := range r.s.Variants() {
		cases = append(cases, v.Name)
	}
	for _, c := range n.Children {
		if !slices.Contains(cases, c.Name) && r.index.Find("what-if", c.Name) == nil && !r.brokenSweep(c.Name) {
			r.key(c, "there is no variant %q%s", c.Name, meant(c.Name, cases))
			continue
		}
		list := []*span.Node{c}
		if c.Kind == span.Array {
			list = c.Children
		}
		for _, item := range list {
			s, ok := r.text(item, "a comparison such as \"busy > 80 %\"")
			if !ok {
				continue
			}
			if e, ok := r.expectation(item, s, c.Name); ok {
				r.s.Expectations = append(r.s.Expectations, e)
			}
		}
	}
}

// brokenSweep reports whether a case may be a point of a sweep that has
// mistakes: those are told, and nothing that follows from them.
func (r *reader) brokenSweep(name string) bool {
	sweep, _, isPoint := strings.Cut(name, "=")
	return isPoint && r.index.Find("sweep", sweep) != nil && r.problems.Err() != nil
}

// expectation reads "busy > 80 %", "difference.lead-time < 0 s",
// "output = 45 /h +- 2 %".
func (r *reader) expectation(n *span.Node, s, variant string) (Expectation, bool) {
	e := Expectation{Case: variant, Text: s, Pos: r.pos(n.Text)}
	at := strings.IndexAny(s, "<>=!≤≥")
	if at < 0 {
		r.value(n, "%q compares nothing; write it like \"busy > 80 %%\"", s)
		return e, false
	}
	end := at + 1
	for end < len(s) && strings.IndexByte("<>=!~", s[end]) >= 0 {
		end++
	}
	if strings.HasPrefix(s[at:], "≤") || strings.HasPrefix(s[at:], "≥") {
		end = at + len("≤")
	}
	name := strings.TrimSpace(s[:at])
	start := strings.Index(s, name)
	switch e.Op = s[at:end]; e.Op {
	case "<", "<=", ">", ">=", "=":
	case "==":
		e.Op = "="
	case "≤":
		e.Op = "<="
	case "≥":
		e.Op = ">="
	default:
		r.part(n, at, end-at, "%q is no comparison; there is <, <=, >, >= and =", e.Op)
		return e, false
	}
	if e.Measure = name; strings.HasPrefix(name, "difference.") {
		e.Difference, e.Measure = true, strings.TrimPrefix(name, "difference.")
		if variant == Baseline {
			r.part(n, start, len(name), "the baseline does not differ from itself; this belongs to a what-if")
			return e, false
		}
	}
	if !r.hasMeasure(e.Measure) {
		r.part(n, start+len(name)-len(e.Measure), len(e.Measure), "there is no measure %q%s", e.Measure, meant(e.Measure, r.measureNames()))
		return e, false
	}
	return e, r.bound(n, s, end, &e)
}

// bound reads what stands behind the comparison.
func (r *reader) bound(n *span.Node, s string, at int, e *Expectation) bool {
	m := r.s.Measure(e.Measure)
	if m == nil || r.m == nil {
		return r.m == nil // the measure has mistakes of its own, or cannot be checked
	}
	e.Dim = m.Dim()
	bound, within, sign := s[at:], "", 0
	for _, pm := range []string{"+-", "+/-", "±"} {
		if i := strings.Index(bound, pm); i >= 0 {
			bound, within, sign = bound[:i], bound[i+len(pm):], at+i
			at2 := sign + len(pm)
			if e.Op != "=" {
				r.part(n, sign, len(pm), "%q goes with \"=\" only", pm)
				return false
			}
			v, ok := r.within(n, within, at2, e.Dim)
			if !ok {
				return false
			}
			e.Within = v
			break
		}
	}
	v, ok := r.figure(n, bound, at, e.Dim)
	if !ok {
		return false
	}
	e.Bound = v
	switch {
	case e.Op == "=" && within == "":
		r.value(n, "nothing that is measured is exactly equal; say how near: \"%s +- 2 %%\"", strings.TrimSpace(s))
		return false
	case relative(within, e.Dim):
		e.Within *= max(v, -v)
	}
	return true
}

// relative reports whether a tolerance is in percent of something that is not
// itself a share: "45 /h +- 2 %". For a share, percent are points.
func relative(within string, d unit.Dim) bool {
	return d != unit.Share && strings.HasSuffix(strings.TrimSpace(within), "%")
}

func (r *reader) within(n *span.Node, s string, at int, d unit.Dim) (float64, bool) {
	if relative(s, d) {
		d = unit.Share
	}
	v, ok := r.figure(n, s, at, d)
	if ok && v <= 0 {
		r.part(n, at, len(s), "want a tolerance above 0")
		return 0, false
	}
	return v, ok
}

// figure reads a quantity of a dimension; a count may be a bare number.
func (r *reader) figure(n *span.Node, s string, at int, d unit.Dim) (float64, bool) {
	trimmed := strings.TrimSpace(s)
	at += strings.Index(s, trimmed)
	if trimmed == "" {
		r.value(n, "a figure to compare with is missing, such as %s", example(d))
		return 0, false
	}
	if d == unit.Count {
		if v, err := strconv.ParseFloat(trimmed, 64); err == nil && strings.Trim(trimmed, "+-.0123456789eE") == "" {
			return v, true
		}
	}
	v, err := unit.ParseAs(trimmed, d)
	if err != nil {
		r.unitError(n, at, err)
		return 0, false
	}
	return v, true
}

func example(d unit.Dim) string {
	if units := d.Units(); len(units) > 0 && d != unit.Count {
		return strconv.Quote("4 " + units[0])
	}
	return "20"
}
