package trail

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Rows gives the rows of a trace one by one, and io.EOF after the last.
type Rows interface {
	Next() (Row, error)
}

// Run is a run under way, as the rows of its trace. What is there at its
// beginning is no row.
type Run struct {
	Trail *Trail
	sim   *plant.Sim
	until engine.Time
	stop  func() error
	rows  []Row
	next  int
}

// NewRun gives the rows of s until an instant. It asks stop now and then, and
// ends with its error; nil never stops it.
func NewRun(s *plant.Sim, until engine.Time, stop func() error) *Run {
	r := &Run{Trail: Follow(s), sim: s, until: until, stop: stop}
	watch(s, func(e plant.TraceEvent) { r.rows = append(r.rows, RowOf(s.Plant(), e)) })
	return r
}

// patience is how many events may come without a row before stop is asked.
const patience = 1 << 12

// Next is Rows's. The error is that of stop, or that of a state that does not get
// out of its instant.
func (r *Run) Next() (Row, error) {
	if r.next == len(r.rows) {
		r.rows, r.next = r.rows[:0], 0
		if err := r.fill(); err != nil {
			return Row{}, err
		}
	}
	r.next++
	return r.rows[r.next-1], nil
}

// fill runs on until there is a row.
func (r *Run) fill() error {
	for len(r.rows) == 0 {
		if r.stop != nil {
			if err := r.stop(); err != nil {
				return err
			}
		}
		n := 0
		more := r.sim.RunWhile(r.until, func(*plant.Sim) bool { n++; return len(r.rows) == 0 && n < patience })
		if err := r.sim.Endless(); err != nil {
			return err
		}
		if !more && len(r.rows) == 0 {
			return io.EOF
		}
	}
	return nil
}

// Difference is where two runs part.
type Difference struct {
	Alike     uint64      // rows that were the same before
	At        engine.Time // of the earlier of both rows
	Component string      // path of the place of the earlier row; "" when all rows are the same
	Field     string      // one of Columns; "event" when other things happen; "end" when one run ends
	A, B      string      // the values
	RowA      *Row        // nil where run A has ended
	RowB      *Row
}

// First finds the first row in which a and b differ; nil when none does. alike is
// the number of rows that are the same.
func First(a, b Rows) (d *Difference, alike uint64, err error) {
	for ; ; alike++ {
		p, errA := a.Next()
		q, errB := b.Next()
		for _, err := range []error{errA, errB} {
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, alike, err
			}
		}
		switch {
		case errA != nil && errB != nil:
			return nil, alike, nil
		case errA != nil:
			return &Difference{Alike: alike, At: q.At, Component: q.Place, Field: "end", B: q.String(), RowB: &q}, alike, nil
		case errB != nil:
			return &Difference{Alike: alike, At: p.At, Component: p.Place, Field: "end", A: p.String(), RowA: &p}, alike, nil
		case p != q:
			return differ(p, q, alike), alike, nil
		}
	}
}

// differ says in what p and q differ.
func differ(p, q Row, alike uint64) *Difference {
	d := &Difference{Alike: alike, At: p.At, Component: p.Place, RowA: &p, RowB: &q}
	if q.At < p.At {
		d.At, d.Component = q.At, q.Place
	}
	if p.Event != q.Event || p.Place != q.Place || p.Body != q.Body {
		d.Field, d.A, d.B = "event", p.String(), q.String()
		return d
	}
	f, g := p.Fields(), q.Fields()
	for i := range f {
		if f[i] != g[i] {
			d.Field, d.A, d.B = Columns[i], f[i], g[i]
			break
		}
	}
	if d.Field == Columns[0] {
		d.A, d.B = p.At.String(), q.At.String()
	}
	return d
}

// String writes a row as a line for people: what happened where, without the time.
func (r *Row) String() string {
	var b strings.Builder
	b.WriteString(r.Event + " " + r.Place)
	if r.Body > 1 {
		fmt.Fprintf(&b, "#%d", r.Body)
	}
	for _, s := range []struct{ before, text string }{{" ", r.What}, {" ", r.Type}, {" ", r.Part}, {" from ", r.From}, {" of ", r.Other}} {
		if s.text != "" {
			b.WriteString(s.before + s.text)
		}
	}
	if r.Among > 0 {
		fmt.Fprintf(&b, " among %d", r.Among)
	}
	if r.Event == plant.PartFinished.String() && !r.Good {
		b.WriteString(" bad")
	}
	return b.String()
}
