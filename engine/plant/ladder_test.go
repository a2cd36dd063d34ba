package plant

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// anchor is a plant for which theory gives exact figures. They are compared
// with the mean over independent replications, each measured behind a warm-up.
type anchor struct {
	name   string
	plant  behaviour
	warm   float64 // s
	length float64 // s measured, by default
	reps   int
	start  []float64 // probabilities of how many parts are in the plant at the beginning; nil for none
	eyed   bool      // an eye watches machine m
	want   []figure
}

// figure is one exact value and how to measure it.
type figure struct {
	name  string
	exact float64
	of    func(o *outcome) float64
	error float64 // of the published value, where that was simulated
	rough float64 // how many times wider than others its interval may be; 0 is 1
}

// outcome is what a replication leaves behind.
type outcome struct {
	*Report
	plant *Plant
	eye   *eye
}

// falseAlarm is the probability that the ladder as a whole (all that tests named
// TestLadder hold an interval or a count of hits against) would reject a right
// engine, if the seeds were not fixed. It is shared out evenly among at most
// `judgements` figures, after Bonferroni; level is that of the interval of each.
const (
	falseAlarm = 0.001
	judgements = 200
	level      = 1 - falseAlarm/judgements
)

func TestLadderSharesItsFalseAlarms(t *testing.T) {
	figures := len(longLines) + 2 // the bowl and pooling
	for _, a := range slices.Concat(ladder(), covered()) {
		figures += len(a.want)
	}
	t.Logf("%d figures, each at the level %.7f", figures, level)
	if figures > judgements {
		t.Errorf("%d figures are judged, but the probability of a false alarm is shared out among %d: raise judgements", figures, judgements)
	}
}

// effort scales the length of the runs.
func effort() float64 {
	switch {
	case os.Getenv("TAKT_LONG") != "":
		return 12
	case testing.Short():
		return 0.02
	}
	return 0.2
}

// eye sees what no report tells: how the number in machine m is spread, and how
// many arrivals of source in find a body of m free. It looks on and changes
// nothing.
type eye struct {
	sim         *Sim
	m, in       uint32
	since       engine.Time
	area, area2 float64 // integrals of the number and of its square, part-seconds
	came, waits float64
}

// open looks on from now.
func open(s *Sim) *eye {
	e := &eye{sim: s, m: s.plant.index["l.m"], in: s.plant.index["l.in"], since: s.Now()}
	s.Observe(func(ev engine.Event) {
		e.note()
		if ev.Kind == onArrive && ev.Target == e.in {
			e.came++
			if s.Places.At(e.m).Inside >= s.plant.places[e.m].slots {
				e.waits++
			}
		}
	})
	return e
}

// note adds up to now; called before an event, it finds the number that held.
func (e *eye) note() {
	n, dt := float64(e.sim.Places.At(e.m).Inside), (e.sim.Now() - e.since).Seconds()
	e.area += n * dt
	e.area2 += n * n * dt
	e.since = e.sim.Now()
}

func TestLadder(t *testing.T) {
	anchors := ladder()
	var table strings.Builder
	fmt.Fprintf(&table, "%-58s %12s   %s\n", "anchor", "exact", "estimate and 95 % interval")
	for i := range anchors {
		a := &anchors[i]
		t.Run(strings.ReplaceAll(a.name, " ", "-"), func(t *testing.T) { a.run(t, &table) })
	}
	t.Logf("\n%s", table.String())
}

// replicate makes one replication, with luck of its own for every anchor.
func (a *anchor) replicate(p *Plant, rep int, length float64) *outcome {
	s := p.New(random.PathHash(a.name), uint32(rep))
	if a.start != nil {
		a.fill(s, rep)
	}
	s.Run(engine.Seconds(a.warm))
	s.ResetStats()
	o := &outcome{plant: p}
	if a.eyed {
		o.eye = open(s)
	}
	s.Run(s.Now() + engine.Seconds(length))
	if a.eyed {
		o.eye.note()
	}
	o.Report = s.Report()
	return o
}

// run makes the replications and compares their means.
func (a *anchor) run(t *testing.T, table *strings.Builder) {
	p := parse(t, a.plant.text())
	xs := make([][]float64, len(a.want))
	for rep := range a.reps {
		o := a.replicate(p, rep, a.length*effort())
		for k, f := range a.want {
			xs[k] = append(xs[k], f.of(o))
		}
	}
	for k, f := range a.want {
		v, wide := stat.MeanInterval(xs[k], 0.95), stat.MeanInterval(xs[k], level)
		fmt.Fprintf(table, "%-58s %12.6f   %.6f ± %.6f\n", a.name+": "+f.name, f.exact, v.Mean, v.Half)
		if f.exact+f.error < wide.Low || f.exact-f.error > wide.High {
			t.Errorf("%s %.6f ± %.6f, exactly %.6f", f.name, v.Mean, v.Half, f.exact)
		}
		if !testing.Short() && v.Half > 0.05/math.Sqrt(effort())*f.exact*max(1, f.rough) {
			t.Errorf("%s %.6f ± %.6f says little about %.6f", f.name, v.Mean, v.Half, f.exact)
		}
	}
}

// row finds what was measured at a place.
func (r *Report) row(path string) *Row {
	for i := range r.Rows {
		if r.Rows[i].Node.Path == path {
			return &r.Rows[i]
		}
	}
	panic("no place " + path)
}

// The figures. Times are in seconds.

func inSystem(exact float64) figure {
	return figure{name: "L", exact: exact, of: func(o *outcome) float64 { return o.Types[0].WIP }}
}

// inLine is the number in the line before machine m with n bodies.
func inLine(n int, exact float64) figure {
	return figure{name: "Lq", exact: exact, of: func(o *outcome) float64 {
		m := o.row("l.m")
		return m.WIP - float64(n)*m.Share(Busy)
	}}
}

func sojourn(exact float64) figure {
	return figure{name: "W", exact: exact, of: func(o *outcome) float64 { return o.Types[0].Stat.Lead.Mean }}
}

func delay(exact float64) figure {
	return figure{name: "Wq", exact: exact, of: func(o *outcome) float64 { return o.row("l.m").Wait }}
}

func busy(exact float64) figure {
	return figure{name: "busy", exact: exact, of: func(o *outcome) float64 { return o.row("l.m").Share(Busy) }}
}

func lost(exact float64) figure {
	return figure{name: "share lost", exact: exact, of: func(o *outcome) float64 {
		in := o.row("l.in")
		return float64(in.Lost) / float64(in.In)
	}}
}

func throughput(exact float64) figure {
	return figure{name: "throughput", exact: exact, of: func(o *outcome) float64 {
		n := 0.0
		for i := range o.Types {
			n += float64(o.Types[i].Stat.Done)
		}
		return n / o.Types[0].Elapsed.Seconds()
	}}
}

// through is the rate at which parts leave a place.
func through(path string, exact float64) figure {
	return figure{name: path + " through", exact: exact, of: func(o *outcome) float64 {
		r := o.row(path)
		return float64(r.Parts) / r.Elapsed.Seconds()
	}}
}

// inside is the number in a place.
func inside(path string, exact float64) figure {
	return figure{name: path + " L", exact: exact, of: func(o *outcome) float64 { return o.row(path).WIP }}
}

// waits is how likely an arrival finds no body of machine m free.
func waits(exact float64) figure {
	return figure{name: "P(wait)", exact: exact, of: func(o *outcome) float64 { return o.eye.waits / o.eye.came }}
}

// spread is the variance of the number in machine m, about the exact mean: about
// a measured one it would come out too small.
func spread(exact, mean float64) figure {
	return figure{name: "Var N", exact: exact, rough: 2, of: func(o *outcome) float64 {
		span := o.Types[0].Elapsed.Seconds()
		return o.eye.area2/span - 2*mean*o.eye.area/span + mean*mean
	}}
}
