package plant

import (
	"fmt"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// dynamicShop is a job shop as Vepsalainen and Morton (1987) and those after them
// study it: jobs come at random, each with a way of its own through the machines and a
// due date that allows some multiple of its work; 20 % weigh 4, 60 % weigh 2, 20 % 1.
// Times of operations scatter around what is planned.
type dynamicShop struct {
	machines, jobs int
	load           float64 // of each machine
	allow          float64 // time to the due date for each second of work
}

// weights by job type, in shares of 20, 60, 20 %.
var weights = []int{4, 2, 2, 2, 1}

func (d *dynamicShop) text(key random.Key, keys string) string {
	var b strings.Builder
	b.WriteString("[factory]\n")
	draw := func(what uint32, i int) float64 { return key.For(what).U(uint64(i)) }
	const types = 10
	work := make([]int, types)
	for i := range types {
		fmt.Fprintf(&b, "[part.j%d]\npriority = %d\n", i, weights[i%len(weights)])
		order := make([]int, d.machines)
		for m := range order {
			j := int(draw(1, i*100+m) * float64(m+1))
			order[m], order[j] = order[j], m
		}
		for m, on := range order {
			cycle := 60 + int(240*draw(2, i*100+m))
			work[i] += cycle
			fmt.Fprintf(&b, "[[part.j%d.route]]\non = \"shop.m%d\"\ncycle = \"erlang(9, %d s)\"\n", i, on, cycle)
		}
	}
	at := 0.0
	for n := range d.jobs {
		at -= 180 / d.load * random.Log(draw(3, n))
		i := int(draw(4, n) * types)
		fmt.Fprintf(&b, "[[orders]]\npart = \"j%d\"\nrelease = \"%.0f s\"\ndue = \"%.0f s\"\npriority = %d\n", i, at, at+d.allow*float64(work[i]), weights[i%len(weights)])
	}
	b.WriteString("[shop]\nkind = \"line\"\n[shop.in]\nkind = \"source\"\norders = true\n[shop.out]\nkind = \"sink\"\n")
	for m := range d.machines {
		fmt.Fprintf(&b, "[shop.m%d]\nkind = \"machine\"\n%s\n", m, keys)
	}
	return b.String()
}

// tardiness is the weighted tardiness of a job under each rule, on average, one column
// a rule, one row a replication with the same luck for all.
func (d *dynamicShop) tardiness(t *testing.T, replications int, rules ...string) [][]float64 {
	t.Helper()
	out := make([][]float64, len(rules))
	for rep := range replications {
		for k, rule := range rules {
			s := parse(t, d.text(random.NewKey(11, uint32(rep), 0), rule)).New(11, uint32(rep))
			s.Run(engine.Never)
			sum, done := 0.0, 0
			for i, st := range s.TypeStats.All {
				sum += st.Tardy * float64(weights[int(i)%len(weights)])
				done += int(st.Done)
			}
			if done != d.jobs {
				t.Fatalf("%d of %d jobs are done", done, d.jobs)
			}
			out[k] = append(out[k], sum/float64(d.jobs))
		}
	}
	return out
}

// TestATCBeatsTheOthers: in weighted tardiness, over 30 replications with the same
// luck for all, by the paired interval. So Vepsalainen and Morton found it.
func TestATCBeatsTheOthers(t *testing.T) {
	shop := dynamicShop{machines: 5, jobs: 200, load: 0.9, allow: 4}
	rules := []string{"atc", "fifo", "edd", "spt", "wspt", "slack", "critical-ratio"}
	var keys []string
	for _, r := range rules {
		keys = append(keys, fmt.Sprintf("dispatch = %q", r))
	}
	out := shop.tardiness(t, 30, keys...)
	for k := 1; k < len(rules); k++ {
		atc, other, d := stat.MeanInterval(out[0], 0.95), stat.MeanInterval(out[k], 0.95), stat.Paired(out[k], out[0], 0.95)
		t.Logf("atc %.0f s, %s %.0f s a job; difference %.0f ± %.0f s", atc.Mean, rules[k], other.Mean, d.Mean, d.Half)
		if !(d.High < 0) {
			t.Errorf("atc is not better than %s: difference %.1f ± %.1f s", rules[k], d.Mean, d.Half)
		}
	}
}

// TestRollOutIsNoWorseThanItsBase: looking ahead never loses against the rule that it
// starts from, and gains against one that does not look at due dates and weights.
func TestRollOutIsNoWorseThanItsBase(t *testing.T) {
	if testing.Short() {
		t.Skip("looks into thousands of futures")
	}
	shop := dynamicShop{machines: 3, jobs: 30, load: 0.9, allow: 4}
	for _, base := range []string{"fifo", "edd", "atc"} {
		ahead := fmt.Sprintf(`dispatch = { rule = "roll-out", base = %q, horizon = "1 h" }`, base)
		out := shop.tardiness(t, 20, fmt.Sprintf("dispatch = %q", base), ahead)
		d := stat.Paired(out[0], out[1], 0.95)
		t.Logf("%s %.0f s a job; with a look ahead %+.0f ± %.0f s", base, stat.MeanInterval(out[0], 0.95).Mean, d.Mean, d.Half)
		if d.Low > 0 {
			t.Errorf("looking ahead is worse than %s: difference %.1f ± %.1f s", base, d.Mean, d.Half)
		}
		if base == "fifo" && !(d.High < 0) {
			t.Errorf("looking ahead gains nothing on fifo: difference %.1f ± %.1f s", d.Mean, d.Half)
		}
	}
}
