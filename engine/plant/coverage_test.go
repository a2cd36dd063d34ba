package plant

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// covered are anchors for which many short replications are made: short ones are
// nearly normal here, so their intervals should cover the exact value as often
// as they claim. Every start is stationary, so that no bias of the beginning is
// in it: a queue of exponential times begins with as many parts as it has in the
// long run, drawn by their probabilities, and is measured from then on; a line,
// whose state cannot be put together from outside, or a lognormal service warm up
// for 25 times and more what they remember (a repair of 10 s, the way through).
func covered() []anchor {
	queue := func(load float64, bodies int) behaviour {
		return queueing(rate(load), fmt.Sprintf("%s; parallel = %d", exponential1, bodies))
	}
	utilisation := 3 * (1 - erlangB(5, 3)) / 5
	return []anchor{
		{name: "M/M/1 rho 0.5", plant: queue(0.5, 1), start: servers(1, 0.5, 60), length: 4000, want: []figure{inSystem(1), busy(0.5)}},
		{name: "M/M/2 rho 0.5", plant: queue(1, 2), start: servers(2, 1, 60), length: 1500, want: []figure{inSystem(4. / 3)}},
		{name: "M/M/1/5 rho 0.9", plant: losing("exponential(1 s)", `cycle = "exponential(0.9 s)"`, 4), start: servers(1, 0.9, 5), length: 800, want: []figure{inside("l.m", mean(servers(1, 0.9, 5)))}},
		{name: "Erlang B(5, 3)", plant: losing("exponential(1 s)", `parallel = 5; cycle = "exponential(3 s)"`, 0), start: servers(5, 3, 5), length: 800, want: []figure{busy(utilisation)}},
		{name: "Erlang B(5, 3), lognormal", plant: losing("exponential(1 s)", `parallel = 5; cycle = "lognormal(3 s, 6 s)"`, 0), warm: 200, length: 800, want: []figure{busy(utilisation)}},
		{name: "Hillier-Boling K 3, b 0", plant: line(0, equal(3, exponential1)...), warm: 75, length: 300, want: []figure{throughput(.564103)}},
		{name: "failing line K 2, b 5", plant: line(5, equal(2, failing1)...), warm: 300, length: 800, want: []figure{throughput(.756197)}},
		{name: "Buzacott p 0.1, r 0.1, N 4", plant: line(2, equal(2, fmt.Sprintf(`cycle = "1 s"; mtbf = "%s"; mttr = "%s"`, geometric(.1), geometric(.1)))...), warm: 250, length: 400, want: []figure{throughput(.359375)}},
		{name: "CONWIP K 4, N 4", plant: conwip(4, 4, exponential1), warm: 100, length: 200, want: []figure{throughput(4. / 7)}},
	}
}

// fill has as many parts come at once as the start says.
func (a *anchor) fill(s *Sim, rep int) {
	u := random.NewKey(random.PathHash(a.name), uint32(rep), random.PathHash("start")).U(0)
	n := 0
	for u > a.start[n] && n < len(a.start)-1 {
		u -= a.start[n]
		n++
	}
	if err := s.Release("l.in", "a", n, 0); err != nil {
		panic(err)
	}
}

// TestLadderIntervalsCover asks how many 95 % intervals, each of ten short
// replications of its own, cover the exact value. A long run makes 1,000 and wants
// 93 to 97 % of them: a right figure misses that with probability 0.4 % (2.9
// standard deviations), one of the ten with 4 %, if the seeds were not fixed. A
// short one makes few and wants what falseAlarm leaves to each figure.
func TestLadderIntervalsCover(t *testing.T) {
	intervals := 60
	switch {
	case os.Getenv("TAKT_LONG") != "":
		intervals = 1000
	case testing.Short():
		intervals = 10
	}
	low, high := binomialBand(intervals, 0.95, 1-level)
	if intervals == 1000 {
		low, high = 930, 970
	}
	var table strings.Builder
	for _, a := range covered() {
		hits := a.cover(t, intervals)
		for k, f := range a.want {
			name := a.name + ": " + f.name
			fmt.Fprintf(&table, "%-40s %4d of %4d intervals cover %.6f\n", name, hits[k], intervals, f.exact)
			if hits[k] < low || hits[k] > high {
				t.Errorf("%s: %d of %d intervals cover the exact value, want %d to %d", name, hits[k], intervals, low, high)
			}
		}
	}
	t.Logf("want %d to %d\n%s", low, high, table.String())
}

// cover counts, for each figure, the intervals that cover the exact value.
func (a *anchor) cover(t *testing.T, intervals int) []int {
	const reps = 10
	p := parse(t, a.plant.text())
	hits := make([]int, len(a.want))
	for i := range intervals {
		tallies := make([]stat.Tally, len(a.want))
		for rep := range reps {
			o := a.replicate(p, i*reps+rep, a.length)
			for k, f := range a.want {
				tallies[k].Add(f.of(o))
			}
		}
		for k, f := range a.want {
			if v := tallies[k].Interval(0.95); v.Low <= f.exact && f.exact <= v.High {
				hits[k]++
			}
		}
	}
	return hits
}

// binomialBand is the range in which the hits of n trials lie but for a share
// alpha, if each hits with probability p.
func binomialBand(n int, p, alpha float64) (low, high int) {
	for sum := binomial(n, 0, p); sum < alpha/2; sum += binomial(n, low, p) {
		low++
	}
	high = n
	for sum := binomial(n, n, p); sum < alpha/2; sum += binomial(n, high, p) {
		high--
	}
	return low, high
}

// binomial is the probability of k hits in n trials.
func binomial(n, k int, p float64) float64 {
	log := func(m int) float64 { v, _ := math.Lgamma(float64(m + 1)); return v }
	return math.Exp(log(n) - log(k) - log(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log(1-p))
}

// TestLadderReversibility: a line with blocking after service and its mirror take
// exactly as long for the same parts in the opposite order (Muth 1979).
func TestLadderReversibility(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(t, "machines")
		n := rapid.IntRange(1, 15).Draw(t, "parts")
		times := make([]map[string]int, k)
		rooms := make([]int, k)
		for i := range k {
			times[i] = map[string]int{}
			for _, part := range []string{"a", "b", "c"} {
				times[i][part] = rapid.IntRange(1, 50).Draw(t, "time")
			}
			rooms[i] = rapid.IntRange(0, 3).Draw(t, "room")
		}
		parts := make([]string, n)
		for i := range parts {
			parts[i] = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "part")
		}
		there := makespan(t, times, rooms[1:], parts)
		slices.Reverse(times)
		slices.Reverse(rooms[1:])
		slices.Reverse(parts)
		if back := makespan(t, times, rooms[1:], parts); back != there {
			t.Fatalf("%v one way, %v the other", there, back)
		}
	})
}

// makespan is when a line with the given times and rooms between its machines
// has finished the parts.
func makespan(t *rapid.T, times []map[string]int, rooms []int, parts []string) engine.Time {
	b := behaviour{plant: "in source; orders = true\nout sink\n"}
	flow := "in"
	for i, m := range times {
		flow += fmt.Sprintf(" -> m%d", i)
		room := 0
		if i > 0 {
			room = rooms[i-1]
		}
		b.plant += fmt.Sprintf("m%d machine; queue = %d; cycle = { a = \"%d s\", b = \"%d s\", c = \"%d s\" }\n", i, room, m["a"], m["b"], m["c"])
	}
	b.flow = `"` + flow + ` -> out"`
	for _, part := range parts {
		b.plant += order(part)
	}
	s := parse(t, b.text()).New(1, 0)
	s.RunWhile(engine.Never, func(s *Sim) bool {
		done := uint64(0)
		for _, st := range s.TypeStats.All {
			done += st.Done
		}
		return done < uint64(len(parts))
	})
	return s.Now()
}

// TestLadderLittle: over any time, the parts in the plant times the time is the
// sum of the times that parts were in it: Little's law on the sample path.
func TestLadderLittle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		s.Run(drawTime(t, 3*engine.Hour))
		lossy := slices.ContainsFunc(p.places, func(pl place) bool {
			return pl.kind == kindAssembly || pl.kind == kindDisassembly || pl.kind == kindSource && pl.full == fullLose
		})
		ages := make([]float64, len(p.types))
		for _, part := range s.parts() {
			if part.Born >= 0 {
				ages[part.Type] += (s.Now() - part.Born).Seconds()
			}
		}
		for i, st := range s.TypeStats.All {
			if lossy || st.Scrapped > 0 {
				continue
			}
			area := (st.Area + float64(st.Inside)*float64(s.Now()-st.Changed)) / 1e9
			stays := st.Lead.Mean*float64(st.Done) + ages[i]
			if math.Abs(area-stays) > 1e-9*math.Max(1, area) {
				t.Fatalf("%s: %v part-seconds in the plant, %v of the parts", p.types[i].name, area, stays)
			}
		}
	})
}
