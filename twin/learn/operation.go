package learn

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Operation is one observed execution of one operation on one machine.
type Operation struct {
	Part     string // part type
	Op       string // operation of its route
	Machine  string
	Instance int       // which piece, from 1; 0 when the log does not say
	Start    time.Time // first observation
	End      time.Time // last observation
	Active   time.Duration
	Count    int    // observations
	Ended    string // the state that ended it; "" when the log does not say
	Mode     string // controller mode at the start
	Resumed  bool   // the log begins in the middle of it
	Source   string // file
}

// Span is the wall-clock length, pauses, nights and lost connections included.
func (o Operation) Span() time.Duration { return o.End.Sub(o.Start) }

// Whole takes all signals (of one machine) as one operation: the rule for logs
// that were split by operation. Active is the time in execution state ACTIVE;
// when the signals end in that state, it lasts until the end.
func Whole(signals []Signal) (start, end time.Time, active time.Duration) {
	var since time.Time
	for _, s := range byTime(signals) {
		if start.IsZero() {
			start = s.At
		}
		end = s.At
		if s.Kind != Execution {
			continue
		}
		if !since.IsZero() {
			active += s.At.Sub(since)
			since = time.Time{}
		}
		if s.Value == Active {
			since = s.At
		}
	}
	if !since.IsZero() {
		active += end.Sub(since)
	}
	return start, end, active
}

// Runs finds the operations in continuous signals, machine by machine. A run
// begins when execution becomes ACTIVE, goes on through holds (FEED_HOLD,
// INTERRUPTED, PROGRAM_STOPPED, …), and ends with READY, PROGRAM_COMPLETED or
// STOPPED, with a change of program, with a step of the part counter, or when
// the machine becomes unavailable. The program's name stands as Op; Part and
// Instance are left to the caller.
func Runs(signals []Signal) []Operation {
	var out []Operation
	var r runner
	for _, s := range byTime(signals) {
		if s.Machine != r.machine {
			r.close(r.last, "")
			out = append(out, r.done...)
			r = runner{machine: s.Machine, parts: -1}
		}
		r.take(s)
	}
	r.close(r.last, "")
	return append(out, r.done...)
}

type runner struct {
	machine string
	program string
	mode    string
	state   string
	parts   int
	last    time.Time
	open    bool
	now     Operation
	since   time.Time // when ACTIVE began; zero when not active
	done    []Operation
}

func (r *runner) take(s Signal) {
	r.last = s.At
	if r.open {
		r.now.Count++
	}
	switch s.Kind {
	case Mode:
		r.mode = s.Value
	case Program:
		if s.Value == "" || s.Value == Unavailable || s.Value == r.program {
			return
		}
		again := r.open && r.state == Active
		r.close(s.At, "program change")
		r.program = s.Value
		if again {
			r.begin(s.At, false)
		}
	case PartCount:
		n, err := strconv.Atoi(strings.TrimSpace(s.Value))
		if err != nil {
			return
		}
		step := r.parts >= 0 && n > r.parts
		r.parts = n
		if step && r.open && r.state == Active {
			r.close(s.At, "part count")
			r.begin(s.At, false)
		}
	case Availability:
		if s.Value == Unavailable {
			r.execution(s.At, Unavailable)
		}
	case Execution:
		r.execution(s.At, s.Value)
	}
}

func (r *runner) execution(at time.Time, state string) {
	if !r.since.IsZero() {
		r.now.Active += at.Sub(r.since)
		r.since = time.Time{}
	}
	before := r.state
	r.state = state
	switch {
	case state == Active && r.open:
		r.since = at
	case state == Active:
		r.begin(at, before == Unavailable)
	case ends(state) || state == Unavailable:
		r.close(at, state)
	}
}

func (r *runner) begin(at time.Time, resumed bool) {
	r.open = true
	r.since = at
	r.now = Operation{Op: r.program, Machine: r.machine, Start: at, Mode: r.mode, Resumed: resumed, Count: 1}
}

func (r *runner) close(at time.Time, why string) {
	if !r.open {
		return
	}
	if !r.since.IsZero() {
		r.now.Active += at.Sub(r.since)
		r.since = time.Time{}
	}
	r.now.End, r.now.Ended = at, why
	r.done = append(r.done, r.now)
	r.open = false
}

// Step names one operation of one part type on one machine: what a law of
// operation time belongs to.
type Step struct{ Part, Op, Machine string }

// Group sorts operations by step. Steps come in the order in which their part
// type, and within it the operation, first appear in time; operations within a
// step in order of start.
func Group(ops []Operation) ([]Step, map[Step][]Operation) {
	all := slices.Clone(ops)
	slices.SortStableFunc(all, func(a, b Operation) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Instance, b.Instance))
	})
	parts := map[string]int{}
	by := map[Step][]Operation{}
	var steps []Step
	for _, o := range all {
		if _, ok := parts[o.Part]; !ok {
			parts[o.Part] = len(parts)
		}
		s := Step{o.Part, o.Op, o.Machine}
		if by[s] == nil {
			steps = append(steps, s)
		}
		by[s] = append(by[s], o)
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(parts[a.Part], parts[b.Part]) })
	return steps, by
}
