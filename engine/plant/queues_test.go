package plant

import (
	"fmt"
	"math"
	"testing"
)

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

// servers gives the probabilities of the number in a system of c servers of rate
// 1 that load a comes to and that holds n; the load must fit where n is meant to
// be no limit.
func servers(c int, a float64, n int) []float64 {
	return birthDeath(n, func(int) float64 { return a }, func(k int) float64 { return float64(min(k, c)) })
}

// repairs gives the probabilities of the number of m machines that are down, each
// failing at the rate `fail`, with r mechanics of rate 1.
func repairs(m, r int, fail float64) []float64 {
	return birthDeath(m, func(k int) float64 { return float64(m-k) * fail }, func(k int) float64 { return float64(min(k, r)) })
}

func mean(p []float64) (sum float64) {
	for n, x := range p {
		sum += float64(n) * x
	}
	return sum
}

// The formulas that the anchors are made with, held against published values.
func TestLadderFormulasGiveThePublishedValues(t *testing.T) {
	wait := func(c int, a float64) float64 { return erlangC(c, a) / (float64(c) - a) }
	loss := func(n int) float64 { return servers(1, 0.9, n)[n] }
	down := func(m, r int, fail float64) float64 { return mean(repairs(m, r, fail)) }
	up := func(m, r int, fail float64) float64 { return 1 - down(m, r, fail)/float64(m) }
	for i, c := range []struct{ got, published float64 }{
		{erlangC(2, 1.8), .852632}, {wait(2, 1.8), 4.263158}, {erlangC(5, 4), .554113}, {wait(5, 4), .554113}, {erlangC(10, 9.5), .825586}, {wait(10, 9.5), 1.651171},
		{erlangB(5, 3), .110054}, {erlangB(10, 7), .078741}, {erlangB(100, 90), .026957}, {loss(5), .126023}, {loss(10), .050814},
		{down(5, 1, .1), .63952}, {up(5, 1, .1), .87210}, {down(10, 2, .2), 2.40372}, {up(10, 2, .2), .75963}, {down(20, 3, .1), 2.12623}, {up(20, 3, .1), .89369},
	} {
		if math.Abs(c.got-c.published) > 6e-6 {
			t.Errorf("nr %d: %.6f, published %.6f", i, c.got, c.published)
		}
	}
}

// queueing is a source, a machine and a sink.
func queueing(source, machine string) behaviour {
	return behaviour{flow: chain, plant: "in source; part = \"a\"; " + source + "\nm machine; queue = \"unlimited\"; " + machine + "\nout sink"}
}

// losing is the same without a line before the machine, or with a short one.
func losing(every, machine string, line int) behaviour {
	return behaviour{flow: chain, plant: fmt.Sprintf("in source; part = \"a\"; every = %q; when-full = \"lose\"\nm machine; queue = %d; %s\nout sink", every, line, machine)}
}

// rate is a source key: arrivals at random, so many a second.
func rate(x float64) string { return fmt.Sprintf(`every = "exponential(%.15f s)"`, 1/x) }

// ladder lists all anchors: those of queueing theory are here, those of lines in
// lines().
func ladder() []anchor {
	list := []anchor{
		{name: "M/M/1 rho 0.8", plant: queueing(rate(0.8), exponential1), warm: 1000, length: 12000, reps: 40,
			want: []figure{inSystem(4), inLine(1, 3.2), sojourn(5), delay(4), busy(0.8)}},
		{name: "M/M/1 rho 0.9", plant: queueing(rate(0.9), exponential1), warm: 4000, length: 90000, reps: 40, eyed: true,
			want: []figure{inSystem(9), inLine(1, 8.1), sojourn(10), delay(9), busy(0.9), waits(0.9), spread(90, 9)}},
	}
	for _, g := range []struct {
		law string
		c2  float64
	}{{"constant(1 s)", 0}, {"erlang(4, 1 s)", 0.25}, {"erlang(2, 1 s)", 0.5}, {"exponential(1 s)", 1}, {"gamma(0.5, 2 s)", 2}, {"lognormal(1 s, 2 s)", 4}} {
		wq := 9 * (1 + g.c2) / 2
		list = append(list, anchor{name: fmt.Sprintf("M/G/1 rho 0.9, c² %v", g.c2), plant: queueing(rate(0.9), `cycle = "`+g.law+`"`),
			warm: 3000 + 1000*g.c2, length: 20000 + 15000*g.c2*(1+g.c2), reps: 40, want: []figure{delay(wq), sojourn(wq + 1)}})
	}
	for _, c := range []struct {
		n      int
		load   float64
		length float64
	}{{2, 1.8, 20000}, {2, 1.6, 10000}, {5, 4, 8000}, {10, 9.5, 30000}} {
		wq := erlangC(c.n, c.load) / (float64(c.n) - c.load)
		list = append(list, anchor{name: fmt.Sprintf("M/M/%d rho %v", c.n, c.load/float64(c.n)), plant: queueing(rate(c.load), fmt.Sprintf(`%s; parallel = %d`, exponential1, c.n)),
			warm: 500, length: c.length, reps: 40, eyed: true, want: []figure{waits(erlangC(c.n, c.load)), delay(wq), inLine(c.n, wq*c.load), sojourn(wq + 1)}})
	}
	list = append(list, lossSystems()...)
	list = append(list, repairShops()...)
	list = append(list, networks()...)
	return append(list, lines()...)
}

func lossSystems() []anchor {
	var list []anchor
	for _, c := range []struct {
		n      int
		a      float64
		law    string
		length float64
		rough  float64
	}{{5, 3, "exponential(3 s)", 16000, 1}, {5, 3, "lognormal(3 s, 6 s)", 16000, 1}, {5, 3, "constant(3 s)", 16000, 1}, {10, 7, "exponential(7 s)", 16000, 1},
		{10, 7, "lognormal(7 s, 14 s)", 24000, 1}, {100, 90, "lognormal(90 s, 90 s)", 100000, 2}} {
		list = append(list, anchor{name: fmt.Sprintf("Erlang B(%d, %v), %s", c.n, c.a, c.law), plant: losing("exponential(1 s)", fmt.Sprintf("parallel = %d; cycle = %q", c.n, c.law), 0),
			warm: 200 + 20*c.a, length: c.length, reps: 20, want: []figure{lost(erlangB(c.n, c.a)), busy(c.a * (1 - erlangB(c.n, c.a)) / float64(c.n))}})
		list[len(list)-1].want[0].rough = c.rough
	}
	for _, k := range []int{5, 10} {
		p := servers(1, 0.9, k)
		list = append(list, anchor{name: fmt.Sprintf("M/M/1/%d rho 0.9", k), plant: losing("exponential(1 s)", `cycle = "exponential(0.9 s)"`, k-1), warm: 200, length: 20000, reps: 20,
			want: []figure{lost(p[k]), inside("l.m", mean(p))}})
	}
	return list
}

// repairShops are M machines with R mechanics.
func repairShops() []anchor {
	var list []anchor
	for _, c := range []struct {
		m, r int
		fail float64
	}{{5, 1, 0.1}, {10, 2, 0.2}, {20, 3, 0.1}} {
		down := mean(repairs(c.m, c.r, c.fail))
		b := behaviour{flow: chain, plant: fmt.Sprintf("[people.w]; n = %d\n", c.r) + ready +
			fmt.Sprintf("m machine; cycle = \"100000 h\"; parallel = %d; mtbf = \"%v s\"; mttr = \"1 s\"; needs = [{ crew = \"w\", during = \"repair\" }]", c.m, 1/c.fail)}
		list = append(list, anchor{name: fmt.Sprintf("machine repair, %d machines, %d mechanics", c.m, c.r), plant: b, warm: 100, length: 4000, reps: 20, want: []figure{
			{name: "machines down", exact: down, of: func(o *outcome) float64 { return float64(c.m) * o.row("l.m").Share(Down) }},
			{name: "availability", exact: 1 - down/float64(c.m), of: func(o *outcome) float64 { return o.row("l.m").Share(Busy) }},
		}})
	}
	return list
}

// networks are several queues.
func networks() []anchor {
	tandem := behaviour{flow: two, plant: "in source; part = \"a\"; " + rate(0.8) + "\nm machine; queue = \"unlimited\"; cycle = \"exponential(1 s)\"\nn machine; queue = \"unlimited\"; cycle = \"exponential(1 s)\"\nout sink"}
	back := behaviour{flow: `"in -> m -> out", "m.fail -> again -> m"`, plant: "in source; part = \"a\"; every = \"exponential(2.5 s)\"\nm station; queue = \"unlimited\"; cycle = \"exponential(1 s)\"; yield = \"50 %\"\nagain buffer\nout sink"}
	// Cobham 1954: two classes with load 0.4 each, the mean residual work is 0.8.
	cobham := behaviour{flow: `"in -> m", "more -> m", "m -> out"`, plant: "[part.d]; priority = 1\nin source; part = \"a\"; every = \"exponential(2.5 s)\"\n" +
		"more source; part = \"d\"; every = \"exponential(2.5 s)\"\nm machine; queue = \"unlimited\"; cycle = \"exponential(1 s)\"; dispatch = \"priority\"\nout sink"}
	class := func(name, part string, exact float64) figure {
		return figure{name: name, exact: exact, of: func(o *outcome) float64 {
			for i := range o.Types {
				if o.plant.types[i].name == part {
					return o.Types[i].Stat.Lead.Mean
				}
			}
			return math.NaN()
		}}
	}
	return []anchor{
		{name: "Burke tandem rho 0.8", plant: tandem, warm: 1000, length: 12000, reps: 40, want: []figure{sojourn(10), inSystem(8), delay(4)}},
		{name: "Jackson, one queue that half go back to, rho 0.8", plant: back, warm: 1000, length: 15000, reps: 40, want: []figure{inSystem(4), sojourn(10), busy(0.8)}},
		{name: "Jackson, three queues", plant: jackson(), warm: 500, length: 12000, reps: 40, want: []figure{through("l.x", .698138), through("l.y", .680851), through("l.z", .619681),
			inside("l.x", 1.3911), inside("l.y", 2.13333), inside("l.z", 1.29014), sojourn(6.87796)}},
		{name: "Cobham, two priorities, rho 0.8", plant: cobham, warm: 1000, length: 15000, reps: 40,
			want: []figure{class("W first", "d", 0.8/0.6+1), class("W second", "a", 0.8/(0.6*0.2)+1)}},
	}
}

// jackson is an open network of three queues with arrivals at rates .5, .2 and 0,
// work at rates 1.2, 1 and 1.1, and ways by chance: from x .6 to y and .4 to z,
// from y .2 to x and .5 to z, from z .1 to x and .1 to y, the rest out. A way
// that divides in three is two stations with a yield, the second of which (yy,
// zz) takes no time.
func jackson() behaviour {
	station := func(name, cycle string, yield float64) string {
		return fmt.Sprintf("%s station; queue = \"unlimited\"; cycle = %q; yield = \"%.13f %%\"\n", name, cycle, 100*yield)
	}
	return behaviour{
		flow: `"in -> x", "more -> y", "x.pass -> y", "x.fail -> z", "y.pass -> yy", "y.fail -> out", "yy.pass -> z", "yy.fail -> x", "z.pass -> out", "z.fail -> zz", "zz.pass -> x", "zz.fail -> y"`,
		plant: "in source; part = \"a\"; " + rate(0.5) + "\nmore source; part = \"a\"; " + rate(0.2) + "\nout sink\n" +
			station("x", fmt.Sprintf("exponential(%.15f s)", 1/1.2), .6) + station("y", "exponential(1 s)", .7) + station("yy", "0 s", .5/.7) +
			station("z", fmt.Sprintf("exponential(%.15f s)", 1/1.1), .8) + station("zz", "0 s", .5),
	}
}
