package plant

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/stat"
)

// line is a saturated line: machines in a row, each with the given keys and room
// for `between` parts before it.
func line(between int, machines ...string) behaviour {
	var b behaviour
	flow := "in"
	b.plant = "in source; part = \"a\"\nout sink\n"
	for i, keys := range machines {
		flow += fmt.Sprintf(" -> m%d", i)
		room := between
		if i == 0 {
			room = 0
		}
		b.plant += fmt.Sprintf("m%d machine; queue = %d; %s\n", i, room, keys)
	}
	b.flow = `"` + flow + ` -> out"`
	return b
}

// equal is k machines with the same keys.
func equal(k int, keys string) []string {
	list := make([]string, k)
	for i := range list {
		list[i] = keys
	}
	return list
}

const (
	exponential1 = `cycle = "exponential(1 s)"`
	failing1     = exponential1 + `; mtbf = "100 s"; mttr = "10 s"`
)

// lines lists the anchors of lines with blocking after service.
func lines() []anchor {
	var list []anchor
	add := func(name string, b behaviour, length float64, exact float64) {
		list = append(list, anchor{name: name, plant: b, warm: 300, length: length, reps: 20, want: []figure{throughput(exact)}})
	}
	for _, h := range []struct {
		k, b  int
		exact float64
	}{{2, 0, .666667}, {3, 0, .564103}, {4, 0, .514775}, {5, 0, .485798}, {6, 0, .466713}, {7, 0, .453179}, {8, 0, .443070},
		{2, 1, .75}, {3, 1, .670466}, {4, 1, .631153}, {5, 1, .607583}, {2, 2, .8}, {3, 2, .734017}, {4, 2, .700713}, {2, 5, .875}, {3, 10, .894419}} {
		add(fmt.Sprintf("Hillier-Boling K %d, b %d", h.k, h.b), line(h.b, equal(h.k, exponential1)...), 20000/float64(h.k), h.exact)
	}
	for _, h := range []struct {
		k, b  int
		exact float64
	}{{2, 0, .589955}, {2, 5, .756197}, {2, 20, .834997}, {3, 5, .690298}} {
		add(fmt.Sprintf("failing exponential line K %d, b %d", h.k, h.b), line(h.b, equal(h.k, failing1)...), 10000, h.exact)
	}
	// Simulated by three other engines with up to a million parts, which leaves about .002.
	add("failing exponential line K 20, b 5", line(5, equal(20, failing1)...), 15000, .511)
	long := &list[len(list)-1]
	long.warm, long.want[0].error = 2000, .002
	add("bowl K 3, b 0", line(0, `cycle = "exponential(1.09 s)"`, `cycle = "exponential(0.82 s)"`, `cycle = "exponential(1.09 s)"`), 10000, .567173)
	for _, c := range []struct{ k, n int }{{4, 4}, {5, 20}} {
		add(fmt.Sprintf("CONWIP K %d, N %d", c.k, c.n), conwip(c.k, c.n, exponential1), 5000, float64(c.n)/float64(c.n+c.k-1))
	}
	list = append(list, pennyFab()...)
	return append(list, buzacott()...)
}

// conwip is a row of machines with unlimited room and a limit on the whole.
func conwip(k, limit int, keys string) behaviour {
	b := line(0, equal(k, keys)...)
	b.plant = fmt.Sprintf("line; wip-limit = %d\n", limit) + strings.ReplaceAll(b.plant, "queue = 0", `queue = "unlimited"`)
	return b
}

// pennyFab is the line of Hopp and Spearman, Factory Physics, chapter 7: four
// machines of two hours each; the practical worst case, and the best case.
func pennyFab() []anchor {
	var list []anchor
	perHour := func(exact float64) figure {
		f := throughput(exact)
		per := f.of
		f.of = func(o *outcome) float64 { return per(o) * 3600 }
		return f
	}
	hours := func(exact float64) figure {
		f := sojourn(exact)
		lead := f.of
		f.of = func(o *outcome) float64 { return lead(o) / 3600 }
		return f
	}
	for _, w := range []int{1, 4, 8, 12} {
		th := 0.5 * float64(w) / float64(w+3)
		list = append(list, anchor{name: fmt.Sprintf("Penny Fab, practical worst case, w %d", w), plant: conwip(4, w, `cycle = "exponential(2 h)"`), warm: 400 * 3600, length: 8000 * 3600, reps: 20,
			want: []figure{perHour(th), hours(float64(w) / th)}})
	}
	for _, w := range []int{1, 2, 3, 4, 8, 12} {
		th := math.Min(float64(w)/8, 0.5)
		list = append(list, anchor{name: fmt.Sprintf("Penny Fab, best case, w %d", w), plant: conwip(4, w, `cycle = "2 h"`), warm: 400 * 3600, length: 800 * 3600, reps: 2,
			want: []figure{perHour(th), hours(float64(w) / th)}})
	}
	return list
}

// geometric is the law of k s with probability q(1-q)^(k-1), k >= 1.
func geometric(q float64) string {
	var b strings.Builder
	for k, p := 1, q; p > 1e-9; k, p = k+1, p*(1-q) {
		fmt.Fprintf(&b, ", %d s, %.15f", k, p)
	}
	return "discrete(" + b.String()[2:] + ")"
}

// buzacott is the deterministic line of two machines of Buzacott 1967 and
// Gershwin 1994, section 3.2: in each second a machine that could work fails with
// probability p, one that is down is repaired with probability r. Their store of
// N counts the part in the second machine and the finished one in the first, so
// N is the room between the machines plus two.
func buzacott() []anchor {
	var list []anchor
	for _, c := range []struct {
		p, r float64
		n    int
	}{{.1, .1, 4}, {.1, .1, 10}, {.01, .1, 4}, {.01, .1, 10}, {.01, .1, 20}} {
		keys := fmt.Sprintf(`cycle = "1 s"; mtbf = "%s"; mttr = "%s"`, geometric(c.p), geometric(c.r))
		list = append(list, anchor{name: fmt.Sprintf("Buzacott p %v, r %v, N %d", c.p, c.r, c.n), plant: line(c.n-2, keys, keys), warm: 1000, length: 30000, reps: 20,
			want: []figure{throughput(twoMachines(c.p, c.r, c.n))}})
		if c.p == c.r { // empty and full are as likely
			list[len(list)-1].want = append(list[len(list)-1].want, figure{name: "n̄", exact: float64(c.n) / 2, of: func(o *outcome) float64 {
				return o.row("l.m1").WIP + o.row("l.m0").Share(Blocked)
			}})
		}
	}
	// Without end the store hides the second machine from the first; without any, a
	// stop of one stops both: they are one machine that fails in two ways.
	endless := line(0, equal(2, fmt.Sprintf(`cycle = "1 s"; mtbf = "%s"; mttr = "%s"`, geometric(.01), geometric(.1)))...)
	endless.plant = strings.ReplaceAll(endless.plant, "m1 machine; queue = 0", `m1 machine; queue = "unlimited"`)
	return append(list,
		anchor{name: "Buzacott p 0.01, r 0.1, N without end", plant: endless, length: 30000, warm: 1000, reps: 20, want: []figure{through("l.m0", .909091)}},
		anchor{name: "Buzacott p 0.01 and 0.02, r 0.1 and 0.05, no store", plant: line(0, `cycle = "1 s"; failures = [{ mtbf = "100 s", mttr = "10 s" }, { mtbf = "50 s", mttr = "20 s" }]`),
			length: 30000, warm: 1000, reps: 20, want: []figure{throughput(1 / (1 + .01/.1 + .02/.05))}})
}

// twoMachines solves the chain of buzacott's line: the efficiency.
func twoMachines(p, r float64, store int) float64 {
	type state struct{ n, a, b int } // parts in the store; 1 for a machine that is up
	now := map[state]float64{{0, 1, 1}: 1}
	moves := func(up int, works bool) [2]float64 { // probabilities to be down and up in the next second
		switch {
		case up == 1 && works:
			return [2]float64{p, 1 - p}
		case up == 1:
			return [2]float64{0, 1}
		}
		return [2]float64{1 - r, r}
	}
	made := 0.0
	for step := 0; ; step++ {
		next := map[state]float64{}
		out := 0.0
		for n := 0; n <= store; n++ {
			for ab := range 4 {
				s := state{n, ab & 1, ab >> 1}
				x := now[s]
				first, second := moves(s.a, n < store), moves(s.b, n > 0)
				for to := range 4 {
					a, b := to&1, to>>1
					y := x * first[a] * second[b]
					m := n
					if a == 1 && n < store {
						m++
					}
					if b == 1 && n > 0 {
						m--
						out += y
					}
					next[state{m, a, b}] += y
				}
			}
		}
		now = next
		if step > 1000 && math.Abs(out-made) < 1e-13 {
			return out
		}
		made = out
	}
}

func TestLadderBuzacottChainGivesThePublishedValues(t *testing.T) {
	for _, c := range []struct {
		p, r      float64
		n         int
		published float64
	}{{.1, .1, 4, .359375}, {.1, .1, 10, .397727}, {.01, .1, 4, .84094}, {.01, .1, 10, .856175}, {.01, .1, 20, .870541}, {.01, .1, 40, .88411}} {
		if e := twoMachines(c.p, c.r, c.n); math.Abs(e-c.published) > 6e-6 {
			t.Errorf("p %v, r %v, N %d: %.6f, published %.6f", c.p, c.r, c.n, e, c.published)
		}
	}
}

// pairedRuns measures the throughput of two lines with the same luck.
func pairedRuns(t *testing.T, a, b behaviour, warm, length float64, reps int) (x, y []float64) {
	p, q := parse(t, a.text()), parse(t, b.text())
	th := throughput(0).of
	for rep := range reps {
		for k, plant := range []*Plant{p, q} {
			s := plant.New(7, uint32(rep))
			s.Run(engine.Seconds(warm))
			s.ResetStats()
			s.Run(s.Now() + engine.Seconds(length*effort()))
			v := th(&outcome{Report: s.Report()})
			if k == 0 {
				x = append(x, v)
			} else {
				y = append(y, v)
			}
		}
	}
	return x, y
}

func TestLadderBowlBeatsTheBalancedLine(t *testing.T) {
	even := line(0, equal(3, exponential1)...)
	bowl := line(0, `cycle = "exponential(1.09 s)"`, `cycle = "exponential(0.82 s)"`, `cycle = "exponential(1.09 s)"`)
	x, y := pairedRuns(t, even, bowl, 100, 20000, 20)
	gain := stat.Paired(x, y, 0.95)
	t.Logf("bowl over balanced: %.6f ± %.6f, exactly %.6f", gain.Mean, gain.Half, .567173-.564103)
	if wide := stat.Paired(x, y, level); wide.Low > .003070 || wide.High < .003070 {
		t.Errorf("a gain of %.6f ± %.6f, exactly .003070", gain.Mean, gain.Half)
	}
	if !testing.Short() && gain.Low <= 0 {
		t.Errorf("the gain %.6f ± %.6f may be none", gain.Mean, gain.Half)
	}
}

func TestLadderPoolingHelpsAsMuchAsTheorySays(t *testing.T) {
	// Two queues of their own, or one for both machines: 4 s of waiting or 1.78 s.
	own := queueing(`every = "exponential(1.25 s)"`, `cycle = "exponential(1 s)"`)
	shared := queueing(`every = "exponential(0.625 s)"`, `cycle = "exponential(1 s)"; parallel = 2`)
	p, q := parse(t, own.text()), parse(t, shared.text())
	exact := 4 - erlangC(2, 1.6)/0.4
	var xs []float64
	for rep := range 40 {
		var wait [2]float64
		for k, plant := range []*Plant{p, q} {
			s := plant.New(11, uint32(rep))
			s.Run(1000 * engine.Second)
			s.ResetStats()
			s.Run(s.Now() + engine.Seconds(8000*effort()))
			wait[k] = delay(0).of(&outcome{Report: s.Report()})
		}
		xs = append(xs, wait[0]-wait[1])
	}
	v := stat.MeanInterval(xs, level)
	t.Logf("pooling saves %.4f ± %.4f s, exactly %.4f s", v.Mean, stat.MeanInterval(xs, 0.95).Half, exact)
	if exact < v.Low || exact > v.High {
		t.Errorf("pooling saves %.4f s, exactly %.4f s", v.Mean, exact)
	}
}
