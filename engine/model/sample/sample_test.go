package sample_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
)

func load(t *testing.T, n int, seed uint64) (*model.Model, model.Problems) {
	t.Helper()
	text, err := sample.Factory(n, seed)
	if err != nil {
		t.Fatal(err)
	}
	m, problems := model.Parse(fmt.Sprintf("sample-%d-%d.toml", n, seed), text, plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		t.Fatalf("%d machines, seed %d: %v", n, seed, err)
	}
	return m, problems
}

func works(n *model.Node) bool { return n.Is("machine") || n.Is("station") || n.Is("assembly") }

func sizes() []int {
	list := []int{1, 2, 3, 5, 7, 8, 9, 10, 11, 12, 13, 15, 17, 20, 26, 33, 50, 77, 100, 200}
	if !testing.Short() {
		list = append(list, 1000, 2000)
	}
	return list
}

// Every plant passes the checks without a mistake or a warning and has as many
// machines as was asked for.
func TestPlantsPassTheChecks(t *testing.T) {
	for _, n := range sizes() {
		for seed := range uint64(max(1, 40/n)) {
			m, problems := load(t, n, seed)
			for _, p := range problems {
				t.Errorf("%d machines, seed %d: %v", n, seed, p)
			}
			count := 0
			for _, node := range m.Nodes {
				if works(node) {
					count++
				}
			}
			if count != n {
				t.Errorf("seed %d: %d machines, want %d", seed, count, n)
			}
		}
	}
}

func TestSameSeedSamePlant(t *testing.T) {
	a, _ := sample.Factory(200, 7)
	b, _ := sample.Factory(200, 7)
	c, _ := sample.Factory(200, 8)
	if !bytes.Equal(a, b) {
		t.Error("the same seed gives another plant")
	}
	if bytes.Equal(a, c) {
		t.Error("another seed gives the same plant")
	}
}

// The plants that benchmarks name by size and seed stay what they are: a change
// here is a change of results.
func TestPlantsOfBenchmarksStayTheSame(t *testing.T) {
	for _, c := range []struct {
		n    int
		want string
	}{{200, "06cf66da4a371480"}, {1000, "512c1ad022f8189b"}} {
		text, err := sample.Factory(c.n, 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(text)); got[:16] != c.want {
			t.Errorf("%d machines: SHA-256 of the text begins with %s, was %s", c.n, got[:16], c.want)
		}
	}
}

func TestOutOfRange(t *testing.T) {
	for _, n := range []int{-1, 0, sample.MaxMachines + 1} {
		if _, err := sample.Factory(n, 1); err == nil || !strings.Contains(err.Error(), "1 to 10000") {
			t.Errorf("%d machines: %v", n, err)
		}
	}
}

type box struct{ x0, y0, x1, y1 float64 }

func footprint(n *model.Node) box {
	at, _ := n.World()
	return box{at[0] - n.Size[0]/2, at[1] - n.Size[1]/2, at[0] + n.Size[0]/2, at[1] + n.Size[1]/2}
}

func (a box) overlaps(b box) bool {
	const touch = 0.011 // positions are rounded to the centimetre
	return a.x0 < b.x1-touch && b.x0 < a.x1-touch && a.y0 < b.y1-touch && b.y0 < a.y1-touch
}

func (a box) inside(b box) bool {
	const touch = 0.011
	return a.x0 > b.x0-touch && a.x1 < b.x1+touch && a.y0 > b.y0-touch && a.y1 < b.y1+touch
}

// Nothing stands in anything else, and everything stands in its line, workshop
// and hall.
func TestLayoutHasNoOverlaps(t *testing.T) {
	for _, n := range []int{1, 5, 12, 40, 200} {
		for seed := range uint64(4) {
			m, _ := load(t, n, seed)
			hall := box{0, 0, m.Root.Size[0], m.Root.Size[1]}
			byParent := map[*model.Node][]*model.Node{}
			for _, node := range m.Nodes[1:] {
				if node.Is("building") {
					continue
				}
				if node.Size[0] == 0 || node.Size[1] == 0 {
					t.Fatalf("%s has no size", node.Path)
				}
				around := hall
				if node.Parent != m.Root {
					around = footprint(node.Parent)
				}
				if !footprint(node).inside(around) {
					t.Errorf("%d/%d: %s %v stands out of %q %v", n, seed, node.Path, footprint(node), node.Parent.Path, around)
				}
				for _, o := range byParent[node.Parent] {
					if footprint(node).overlaps(footprint(o)) {
						t.Errorf("%d/%d: %s and %s overlap", n, seed, node.Path, o.Path)
					}
				}
				byParent[node.Parent] = append(byParent[node.Parent], node)
			}
		}
	}
}

// The busiest machine of a line is loaded as the package says, less what waits
// for breakdowns elsewhere take away.
func TestBottlenecksAreLoaded(t *testing.T) {
	var loads []float64
	lines, low := 0, 0
	for seed := range uint64(3) {
		m, _ := load(t, 60, seed)
		p, err := plant.Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		s := p.New(1, 0)
		week := engine.Seconds(7 * 86400)
		s.Run(week)
		s.ResetStats()
		s.Run(4 * week)
		r := s.Report()
		busiest := map[*model.Node]float64{}
		for i := range r.Rows {
			if n := r.Rows[i].Node; works(n) {
				busiest[n.Parent] = math.Max(busiest[n.Parent], r.Rows[i].Utilisation())
			}
		}
		for line, u := range busiest {
			lines++
			loads = append(loads, u)
			if u < 0.70 || u > 0.95 {
				low++
				t.Logf("seed %d: %s %.3f", seed, line.Path, u)
			}
		}
		if r.Rows[0].Parts == 0 {
			t.Errorf("seed %d: nothing came out", seed)
		}
	}
	if low*10 > lines {
		t.Errorf("in %d of %d lines the busiest machine is not loaded to 70 to 95 %%: %v", low, lines, loads)
	}
}

func BenchmarkFactory1000(b *testing.B) {
	for b.Loop() {
		if _, err := sample.Factory(1000, 1); err != nil {
			b.Fatal(err)
		}
	}
}
