package plant

import (
	"fmt"
	"math"
	"os"
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
	want   []figure
}

// figure is one exact value and how to measure it.
type figure struct {
	name  string
	exact float64
	of    func(s *Sim, r *Report) float64
}

// falseAlarm is the probability that the ladder as a whole would reject a right
// engine, if the seeds were not fixed; it is shared out evenly among the figures.
const falseAlarm = 0.001

// effort scales the length of the runs.
func effort() float64 {
	switch {
	case os.Getenv("TAKT_LONG") != "":
		return 12
	case testing.Short():
		return 0.02
	}
	return 0.7
}

func TestLadder(t *testing.T) {
	anchors := ladder()
	figures := 0
	for i := range anchors {
		figures += len(anchors[i].want)
	}
	level := 1 - falseAlarm/float64(figures)
	var table strings.Builder
	fmt.Fprintf(&table, "%-58s %12s   %s\n", "anchor", "exact", "estimate and 95 % interval")
	for i := range anchors {
		a := &anchors[i]
		t.Run(strings.ReplaceAll(a.name, " ", "-"), func(t *testing.T) { a.run(t, level, &table) })
	}
	t.Logf("%d figures, each at the level %.7f\n%s", figures, level, table.String())
}

// run makes the replications and compares their means.
func (a *anchor) run(t *testing.T, level float64, table *strings.Builder) {
	p := parse(t, a.plant.text())
	xs := make([][]float64, len(a.want))
	for rep := range a.reps {
		s := p.New(random.PathHash(a.name), uint32(rep)) // luck of its own for every anchor
		s.Run(engine.Seconds(a.warm))
		s.ResetStats()
		s.Run(s.Now() + engine.Seconds(a.length*effort()))
		r := s.Report()
		for k, f := range a.want {
			xs[k] = append(xs[k], f.of(s, r))
		}
	}
	for k, f := range a.want {
		v, wide := stat.MeanInterval(xs[k], 0.95), stat.MeanInterval(xs[k], level)
		fmt.Fprintf(table, "%-58s %12.6f   %.6f ± %.6f\n", a.name+": "+f.name, f.exact, v.Mean, v.Half)
		if f.exact < wide.Low || f.exact > wide.High {
			t.Errorf("%s %.6f ± %.6f, exactly %.6f", f.name, v.Mean, v.Half, f.exact)
		}
		if !testing.Short() && v.Half > 0.06*f.exact {
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
	return figure{"L", exact, func(_ *Sim, r *Report) float64 { return r.Types[0].WIP }}
}

func inLine(exact float64) figure {
	return figure{"Lq", exact, func(_ *Sim, r *Report) float64 {
		m := r.row("l.m")
		return m.WIP - float64(m.Times[Busy])/float64(m.Elapsed)
	}}
}

func sojourn(exact float64) figure {
	return figure{"W", exact, func(_ *Sim, r *Report) float64 { return r.Types[0].Stat.Lead.Mean }}
}

func delay(exact float64) figure {
	return figure{"Wq", exact, func(_ *Sim, r *Report) float64 { return r.row("l.m").Wait }}
}

func busy(exact float64) figure {
	return figure{"busy", exact, func(_ *Sim, r *Report) float64 { m := r.row("l.m"); return m.Share(Busy) }}
}

func lost(exact float64) figure {
	return figure{"share lost", exact, func(_ *Sim, r *Report) float64 {
		in := r.row("l.in")
		return float64(in.Lost) / float64(in.In)
	}}
}

func throughput(exact float64) figure {
	return figure{"throughput", exact, func(_ *Sim, r *Report) float64 {
		n := 0.0
		for i := range r.Types {
			n += float64(r.Types[i].Stat.Done)
		}
		return n / r.Types[0].Elapsed.Seconds()
	}}
}

// queueing is a source, a machine and a sink.
func queueing(source, machine string) behaviour {
	return behaviour{flow: chain, plant: "in source; part = \"a\"; " + source + "\nm machine; queue = \"unlimited\"; " + machine + "\nout sink"}
}

// losing is the same without a line before the machine, or with a short one.
func losing(every, machine string, line int) behaviour {
	return behaviour{flow: chain, plant: fmt.Sprintf("in source; part = \"a\"; every = %q; when-full = \"lose\"\nm machine; queue = %d; %s\nout sink", every, line, machine)}
}

// erlangC is the probability that an arrival waits before c servers with load a.
func erlangC(c int, a float64) float64 {
	b := erlangB(c, a)
	return b / (1 - a/float64(c)*(1-b))
}

// erlangB is the share that c servers with load a turn away.
func erlangB(c int, a float64) float64 {
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + a*b)
	}
	return b
}

// birthDeath gives the stationary probabilities of a birth-death chain on 0..n.
func birthDeath(n int, up, down func(k int) float64) []float64 {
	p := []float64{1}
	sum := 1.0
	for k := range n {
		p = append(p, p[k]*up(k)/down(k+1))
		sum += p[k+1]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// ladder lists the anchors of queueing theory; those of lines are in lines().
func ladder() []anchor {
	list := []anchor{
		{name: "M/M/1 rho 0.8", plant: queueing(`every = "exponential(1.25 s)"`, `cycle = "exponential(1 s)"`), warm: 1000, length: 12000, reps: 40,
			want: []figure{inSystem(4), inLine(3.2), sojourn(5), delay(4), busy(0.8)}},
		{name: "M/M/1 rho 0.9", plant: queueing(`every = "exponential(1 s)"`, `cycle = "exponential(0.9 s)"`), warm: 4000, length: 80000, reps: 40,
			want: []figure{inSystem(9), inLine(8.1), sojourn(9), delay(8.1), busy(0.9)}},
	}
	for _, g := range []struct {
		law string
		c2  float64
	}{{"constant(1 s)", 0}, {"erlang(4, 1 s)", 0.25}, {"erlang(2, 1 s)", 0.5}, {"exponential(1 s)", 1}, {"gamma(0.5, 2 s)", 2}, {"lognormal(1 s, 2 s)", 4}} {
		list = append(list, anchor{name: fmt.Sprintf("M/G/1 rho 0.8, c² %v", g.c2), plant: queueing(`every = "exponential(1.25 s)"`, `cycle = "`+g.law+`"`),
			warm: 1000, length: 5000 + 3000*g.c2*(1+g.c2), reps: 40, want: []figure{delay(2 * (1 + g.c2)), sojourn(2*(1+g.c2) + 1)}})
	}
	for _, c := range []struct {
		n    int
		load float64
	}{{2, 1.8}, {2, 1.6}, {5, 4}} {
		wq := erlangC(c.n, c.load) / (float64(c.n) - c.load)
		list = append(list, anchor{name: fmt.Sprintf("M/M/%d rho %v", c.n, c.load/float64(c.n)),
			plant: queueing(fmt.Sprintf(`every = "exponential(%.15f s)"`, 1/c.load), fmt.Sprintf(`cycle = "exponential(1 s)"; parallel = %d`, c.n)),
			warm:  500, length: 8000 + 700*wq*wq, reps: 40, want: []figure{delay(wq), inLine2(c.n, wq*c.load), sojourn(wq + 1)}})
	}
	list = append(list, lossSystems()...)
	list = append(list, repairs()...)
	list = append(list, networks()...)
	return append(list, lines()...)
}

// inLine2 is inLine for several bodies.
func inLine2(n int, exact float64) figure {
	return figure{"Lq", exact, func(_ *Sim, r *Report) float64 {
		m := r.row("l.m")
		return m.WIP - float64(n)*m.Share(Busy)
	}}
}

func lossSystems() []anchor {
	var list []anchor
	for _, c := range []struct {
		n   int
		law string
	}{{5, "exponential(3 s)"}, {5, "lognormal(3 s, 6 s)"}, {5, "constant(3 s)"}, {10, "exponential(7 s)"}, {10, "lognormal(7 s, 14 s)"}} {
		a := map[int]float64{5: 3, 10: 7}[c.n]
		list = append(list, anchor{name: fmt.Sprintf("Erlang B(%d, %v), %s", c.n, a, c.law), plant: losing("exponential(1 s)", fmt.Sprintf("parallel = %d; cycle = %q", c.n, c.law), 0),
			warm: 200, length: 16000, reps: 20, want: []figure{lost(erlangB(c.n, a)), busy(a * (1 - erlangB(c.n, a)) / float64(c.n))}})
	}
	for _, k := range []int{5, 10} {
		p := birthDeath(k, func(int) float64 { return 0.9 }, func(int) float64 { return 1 })
		l := 0.0
		for n, x := range p {
			l += float64(n) * x
		}
		list = append(list, anchor{name: fmt.Sprintf("M/M/1/%d rho 0.9", k), plant: losing("exponential(1 s)", `cycle = "exponential(0.9 s)"`, k-1), warm: 200, length: 15000, reps: 20,
			want: []figure{lost(p[k]), {"L", l, func(_ *Sim, r *Report) float64 { return r.row("l.m").WIP }}}})
	}
	return list
}

// repairs are M machines with R mechanics.
func repairs() []anchor {
	var list []anchor
	for _, c := range []struct {
		m, r int
		fail float64
	}{{5, 1, 0.1}, {10, 2, 0.2}, {20, 3, 0.1}} {
		p := birthDeath(c.m, func(k int) float64 { return float64(c.m-k) * c.fail }, func(k int) float64 { return float64(min(k, c.r)) })
		down := 0.0
		for n, x := range p {
			down += float64(n) * x
		}
		b := behaviour{flow: chain, plant: fmt.Sprintf("[people.w]; n = %d\n", c.r) + ready +
			fmt.Sprintf("m machine; cycle = \"100000 h\"; parallel = %d; mtbf = \"%v s\"; mttr = \"1 s\"; needs = [{ crew = \"w\", during = \"repair\" }]", c.m, 1/c.fail)}
		list = append(list, anchor{name: fmt.Sprintf("machine repair, %d machines, %d mechanics", c.m, c.r), plant: b, warm: 100, length: 4000, reps: 20, want: []figure{
			{"machines down", down, func(_ *Sim, r *Report) float64 { return float64(c.m) * r.row("l.m").Share(Down) }},
			{"availability", 1 - down/float64(c.m), func(_ *Sim, r *Report) float64 { return r.row("l.m").Share(Busy) }},
		}})
	}
	return list
}

// networks are several queues.
func networks() []anchor {
	tandem := behaviour{flow: two, plant: "in source; part = \"a\"; every = \"exponential(1.25 s)\"\nm machine; queue = \"unlimited\"; cycle = \"exponential(1 s)\"\nn machine; queue = \"unlimited\"; cycle = \"exponential(1 s)\"\nout sink"}
	back := behaviour{flow: `"in -> m -> out", "m.fail -> again -> m"`, plant: "in source; part = \"a\"; every = \"exponential(2.5 s)\"\nm station; queue = \"unlimited\"; cycle = \"exponential(1 s)\"; yield = \"50 %\"\nagain buffer\nout sink"}
	// Cobham 1954: two classes with load 0.4 each, the mean residual work is 0.8.
	cobham := behaviour{flow: `"in -> m", "more -> m", "m -> out"`, plant: "[part.d]; priority = 1\nin source; part = \"a\"; every = \"exponential(2.5 s)\"\n" +
		"more source; part = \"d\"; every = \"exponential(2.5 s)\"\nm machine; queue = \"unlimited\"; cycle = \"exponential(1 s)\"; dispatch = \"priority\"\nout sink"}
	class := func(name, part string, exact float64) figure {
		return figure{name, exact, func(s *Sim, r *Report) float64 {
			for i := range r.Types {
				if s.plant.types[i].name == part {
					return r.Types[i].Stat.Lead.Mean
				}
			}
			return math.NaN()
		}}
	}
	return []anchor{
		{name: "Burke tandem rho 0.8", plant: tandem, warm: 1000, length: 12000, reps: 40, want: []figure{sojourn(10), inSystem(8), delay(4)}},
		{name: "Jackson, one queue that half go back to, rho 0.8", plant: back, warm: 1000, length: 15000, reps: 40, want: []figure{inSystem(4), sojourn(10), busy(0.8)}},
		{name: "Cobham, two priorities, rho 0.8", plant: cobham, warm: 1000, length: 15000, reps: 40,
			want: []figure{class("W first", "d", 0.8/0.6+1), class("W second", "a", 0.8/(0.6*0.2)+1)}},
	}
}
