package learn

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/link"
)

// Options of Learn.
type Options struct {
	Rules   Rules
	Title   string   // of the factory; empty: the machines' names
	Origin  string   // what the sources are, "MTConnect adapter logs"
	Sources []string // file names
	Seed    uint64   // of the re-simulation
}

// Result is what was learnt: the evidence, the laws, and how they were judged.
type Result struct {
	Options    Options
	Operations []Operation
	Stays      []Stay
	Steps      []Learnt // in route order of each part type
	OddEven    []Match  // the test of the laws
	Halves     []Match  // the same with the second half held out: shows drift
}

// Learnt is one operation of a part type with its law.
type Learnt struct {
	Sample
	Law Law
	Err error // why there is no law; nil when there is one
}

// Learn cleans, fits and judges.
func Learn(ops []Operation, stays []Stay, opt Options) Result {
	r := Result{Options: opt, Operations: ops, Stays: stays}
	steps, by := Group(ops)
	for _, s := range steps {
		l := Learnt{Sample: opt.Rules.Clean(s, by[s], nil)}
		l.Law, l.Err = Fit(l.Times)
		r.Steps = append(r.Steps, l)
	}
	r.OddEven = HoldOut(ops, opt.Rules, OddEven(), opt.Seed)
	r.Halves = HoldOut(ops, opt.Rules, Halves(), opt.Seed)
	return r
}

// classes in the order in which they are told.
var classes = []Class{Regular, Short, Long, Incomplete, Empty, Cut, Manual}

// Tally says "17 regular, 3 incomplete".
func (s Sample) Tally() string {
	var words []string
	for _, c := range classes {
		if n := s.Count(c); n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, c))
		}
	}
	return strings.Join(words, ", ")
}

// Facts are the sentences of the report.
func (r Result) Facts() []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, t := range r.stateTotals() {
		say("%s", t)
	}
	if len(r.Operations) == 0 {
		say("no operation found: the logs hold no run of a program")
		return out
	}
	say("%d operations of %d steps; rules: %s", len(r.Operations), len(r.Steps), r.Options.Rules)
	for _, l := range r.Steps {
		say("  %s %s on %s: %d operations: %s", l.Part, l.Op, l.Machine, len(l.Ops), l.Tally())
		if l.Err != nil {
			say("    left out of factory.toml: %s", l.Err)
		}
	}
	for _, list := range []struct {
		name    string
		matches []Match
	}{{"re-simulated from odd operations, held out the even ones", r.OddEven},
		{"re-simulated from the first half, held out the second (fails when the process drifts)", r.Halves}} {
		ok, judged := 0, 0
		for _, m := range list.matches {
			if m.Judged {
				judged++
			}
			if m.OK() {
				ok++
			}
		}
		say("%s: %d of %d steps match (p >= %g)", list.name, ok, judged, Level)
		for _, m := range list.matches {
			say("  %s", m)
		}
	}
	return out
}

// stateTotals says for each machine how long it was in which state.
func (r Result) stateTotals() []string {
	var out []string
	for i := 0; i < len(r.Stays); {
		j := i
		sum := map[string]time.Duration{}
		var names []string
		var all time.Duration
		for ; j < len(r.Stays) && r.Stays[j].Machine == r.Stays[i].Machine; j++ {
			s := r.Stays[j]
			if _, ok := sum[s.State]; !ok {
				names = append(names, s.State)
			}
			sum[s.State] += s.Length()
			all += s.Length()
		}
		slices.SortStableFunc(names, func(a, b string) int { return int(sum[b]/time.Second) - int(sum[a]/time.Second) })
		for k, n := range names {
			names[k] = fmt.Sprintf("%s %.2f h", n, sum[n].Hours())
		}
		out = append(out, fmt.Sprintf("%s, %.2f h seen: %s", r.Stays[i].Machine, all.Hours(), strings.Join(names, ", ")))
		i = j
	}
	return out
}

// Files returns what an import writes. factory.toml and orders.csv are left out
// when no step has a law.
func (r Result) Files() []link.File {
	files := []link.File{
		{Name: "operation_times.csv", Data: r.operationTimes()},
		{Name: "machine_states.csv", Data: r.machineStates()},
	}
	if text, ok := r.Factory(); ok {
		files = append(files, link.File{Name: "orders.csv", Data: r.orders()}, link.File{Name: "factory.toml", Data: []byte(text)})
	}
	return files
}
