package lab_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/lab/local"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/stat"
)

// parse reads a factory or fails the test.
func parse(t testing.TB, text string) *model.Model {
	t.Helper()
	m, problems := model.Parse("test.toml", []byte(text), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return m
}

// station is one machine of a random line.
type station struct {
	law        string // the cycle, with a verb for its mean in seconds
	mean       float64
	mtbf, mttr float64 // s; 0: never fails
}

// line writes a saturated serial line, machine `fast` being 7 % faster.
func line(ms []station, rooms []int, fast int) string {
	var b strings.Builder
	b.WriteString("format = 1\n[factory]\ntitle = \"line\"\n[part.p]\n[line]\nkind = \"line\"\nflow = \"source")
	for i := range ms {
		fmt.Fprintf(&b, " -> m%d", i)
		if i < len(rooms) && rooms[i] > 0 {
			fmt.Fprintf(&b, " -> b%d", i)
		}
	}
	b.WriteString(" -> sink\"\n[line.source]\nkind = \"source\"\npart = \"p\"\n[line.sink]\nkind = \"sink\"\n")
	for i, m := range ms {
		mean := m.mean
		if i == fast {
			mean *= 0.93
		}
		law := strings.NewReplacer("MEAN", fmt.Sprintf("%.6f s", mean), "LOW", fmt.Sprintf("%.6f s", 0.8*mean), "HIGH", fmt.Sprintf("%.6f s", 1.2*mean)).Replace(m.law)
		fmt.Fprintf(&b, "[line.m%d]\nkind = \"machine\"\ncycle = %q\n", i, law)
		if m.mtbf > 0 {
			fmt.Fprintf(&b, "mtbf = \"%.3f s\"\nmttr = \"%.3f s\"\n", m.mtbf, m.mttr)
		}
		if i < len(rooms) && rooms[i] > 0 {
			fmt.Fprintf(&b, "[line.b%d]\nkind = \"buffer\"\nroom = %d\n", i, rooms[i])
		}
	}
	return b.String()
}

// randomLine draws 3 to 8 machines whose mean cycles differ up to a factor of 2,
// most of which fail, with 0 to 10 places between them.
func randomLine(r *rand.Rand) (ms []station, rooms []int) {
	laws := []string{"constant(MEAN)", "exponential(MEAN)", "uniform(LOW, HIGH)", "erlang(2, MEAN)"}
	for range 3 + r.IntN(6) {
		m := station{law: laws[r.IntN(len(laws))], mean: 60 * (1 + r.Float64())}
		if r.Float64() < 0.7 {
			m.mttr = m.mean * (2 + 28*r.Float64())
			available := 0.8 + 0.19*r.Float64()
			m.mtbf = m.mttr * available / (1 - available)
		}
		ms = append(ms, m)
	}
	for range len(ms) - 1 {
		rooms = append(rooms, r.IntN(11))
	}
	return ms, rooms
}

// judged is one random line: which machine the lab names, which has the largest
// derivative, and whether the replications tell it from the second.
type judged struct {
	named, true_, active int
	ties                 int
	tieHasTrue           bool
	decided              bool // the largest derivative is told from the second
	refuted              bool // it is told from that of the named machine
}

// judgeLine measures the derivative of the throughput by the speed of each
// machine, with common random numbers, and compares.
func judgeLine(t *testing.T, seed uint64, parts, replications int) judged {
	t.Helper()
	ms, rooms := randomLine(rand.New(rand.NewPCG(seed, 7)))
	e := &lab.Experiment{Length: engine.Time(parts) * 150 * engine.Second, WarmUp: engine.Time(parts) * 15 * engine.Second, Replications: replications, Seed: seed}
	for k := -1; k < len(ms); k++ {
		e.Cases = append(e.Cases, lab.Case{Name: fmt.Sprint("m", k), Model: parse(t, line(ms, rooms, k))})
	}
	output, err := lab.ParseMeasure(e.Cases[0].Model, "output", "line.sink.parts")
	if err != nil {
		t.Fatal(err)
	}
	e.Measures = []lab.Measure{output}
	res, err := local.Run(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	order := make([]int, len(ms)) // machines, the largest derivative first
	for i := range order {
		order[i] = i
	}
	gain := func(i int) float64 { return res.Cases[i+1].Differences[0].Mean }
	slices.SortFunc(order, func(a, b int) int {
		if gain(a) > gain(b) {
			return -1
		}
		return 1
	})
	lead := stat.Paired(res.Cases[order[1]+1].Samples[0], res.Cases[order[0]+1].Samples[0], lab.Level)
	index := func(n *model.Node) (i int) {
		fmt.Sscanf(n.Name, "m%d", &i)
		return i
	}
	base := &res.Cases[0]
	out := judged{named: index(base.Bottleneck.Node), true_: order[0], decided: lead.Low > 0, active: -1, ties: len(base.Bottleneck.Ties)}
	if out.named != order[0] {
		out.refuted = stat.Paired(res.Cases[out.named+1].Samples[0], res.Cases[order[0]+1].Samples[0], lab.Level).Low > 0
	}
	longest := 0.0
	for _, p := range base.Places {
		if v := p.Figures[lab.MeanActive].Mean; p.Node.Is("machine") && v > longest {
			out.active, longest = index(p.Node), v
		}
	}
	for _, n := range base.Bottleneck.Ties {
		out.tieHasTrue = out.tieHasTrue || index(n) == out.true_
	}
	return out
}

// TestBottleneckIsTheLargestDerivative compares the named bottleneck with the
// machine whose speed counts most. TAKT_LONG=1 takes 200 long lines.
func TestBottleneckIsTheLargestDerivative(t *testing.T) {
	lines, parts, replications := 24, 600, 5
	if os.Getenv("TAKT_LONG") != "" {
		lines, parts, replications = 200, 2500, 10
	} else if testing.Short() {
		lines, parts = 6, 500
	}
	decided, agreed, byActive, ties, refuted := 0, 0, 0, 0, 0
	for i := range lines {
		j := judgeLine(t, uint64(i+1), parts, replications)
		if j.ties > 0 {
			ties++
		}
		if j.refuted {
			refuted++
		}
		if !j.decided {
			continue
		}
		decided++
		if j.named == j.true_ {
			agreed++
		} else {
			t.Logf("line %d: named %d, derivative %d (said to be tied: %v)", i+1, j.named, j.true_, j.tieHasTrue)
		}
		if j.active == j.true_ {
			byActive++
		}
	}
	t.Logf("%d of %d lines decided; agreement %d (%.1f %%), longest mean active period alone %d (%.1f %%); ties said in %d lines; refuted in %d of all",
		decided, lines, agreed, 100*float64(agreed)/float64(decided), byActive, 100*float64(byActive)/float64(decided), ties, refuted)
	if float64(agreed) < 0.9*float64(decided) || decided < lines/3 {
		t.Errorf("agreement %d of %d decided, want 90 %%", agreed, decided)
	}
	if float64(refuted) > 0.1*float64(lines) {
		t.Errorf("the derivatives refute %d of %d names, want 10 %% at most", refuted, lines)
	}
}
