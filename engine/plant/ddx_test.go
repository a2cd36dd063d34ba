package plant

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// The decomposition of Dallery, David and Xie 1988, with the equations of Choong
// and Gershwin 1987 for exponential work: a way to the throughput of a line that
// has nothing in common with simulating it. Every buffer i becomes a line of two
// machines, u(i) for all that is before the buffer and d(i) for all behind it.

// pseudo is such a machine: rates of work, failure and repair.
type pseudo struct{ mu, p, r float64 }

// perPart is the mean time that a part keeps it busy or down.
func (m pseudo) perPart() float64 { return (1 + m.p/m.r) / m.mu }

// twoPseudo solves the line of two machines of Gershwin and Berman 1981: the store
// counts the part in the second machine and the finished one in the first. It
// gives the throughput, and how likely the second machine waits while the first
// is down, and the other way round.
func twoPseudo(u, d pseudo, store int) (throughput, starvedDown, blockedDown float64) {
	index := func(n, up, down int) int { return 4*n + 2*up + down }
	var c markov
	for n := range store + 1 {
		for other := range 2 {
			if n < store {
				c.jump(index(n, 1, other), index(n+1, 1, other), u.mu)
				c.jump(index(n, 1, other), index(n, 0, other), u.p)
			}
			if n > 0 {
				c.jump(index(n, other, 1), index(n-1, other, 1), d.mu)
				c.jump(index(n, other, 1), index(n, other, 0), d.p)
			}
			c.jump(index(n, 0, other), index(n, 1, other), u.r)
			c.jump(index(n, other, 0), index(n, other, 1), d.r)
		}
	}
	x := c.solve()
	for n := 1; n <= store; n++ {
		throughput += d.mu * (x[index(n, 0, 1)] + x[index(n, 1, 1)])
	}
	return throughput, x[index(0, 0, 1)], x[index(store, 1, 0)]
}

// beyond gives the pseudo-machine that stands for machine m and all that is
// beyond it, which the pseudo-machine far stands for. near is the other machine
// of far's line of two, x its throughput, and stopped how likely m waits for far
// while that is down.
//
// Interruption of flow: it stops as often as m fails or begins to wait for a far
// that is down. Resumption of flow: its mean stop is that of both kinds
// together. Flow rate and idle time: in the time 1/x of a part m works, is down,
// starved or blocked, and never both of these.
func beyond(m, far, near pseudo, x, stopped float64) pseudo {
	fails := x * m.p / m.mu
	stops := fails + far.r*stopped
	r := stops / (fails/m.r + stopped)
	mu := 1 / (1/x + m.perPart() - near.perPart() - stops/(x*r))
	return pseudo{mu, mu * stops / x, r}
}

// ddx is the throughput of k equal machines with b slots between them.
func ddx(k, b int, m pseudo) float64 {
	u, d := make([]pseudo, k-1), make([]pseudo, k-1)
	for i := range u {
		u[i], d[i] = m, m
	}
	x, before := 0.0, -1.0
	for math.Abs(x-before) > 1e-10 {
		before = x
		for i := 1; i < k-1; i++ {
			through, starved, _ := twoPseudo(u[i-1], d[i-1], b+2)
			u[i] = beyond(m, u[i-1], d[i-1], through, starved)
		}
		for i := k - 3; i >= 0; i-- {
			through, _, blocked := twoPseudo(u[i+1], d[i+1], b+2)
			d[i] = beyond(m, d[i+1], u[i+1], through, blocked)
		}
		x, _, _ = twoPseudo(u[0], d[0], b+2)
	}
	return x
}

// ddxError bounds the relative error of the method here, for every buffer of a
// line with 5 slots, p .01 and r .1. We know no published bound: Choong and
// Gershwin say that the method is viable while a machine is seldom starved and
// blocked at the same time, which gets worse as the line gets longer. So it is
// taken from what this engine had no part in: the exact chain of three machines
// (.09 % a buffer) and the simulations of twenty by three other engines (.511 ±
// .002, which is .27 to .31 % a buffer).
const ddxError = 0.0031

func TestLadderDecompositionIsRightWhereTheChainIsExact(t *testing.T) {
	for _, c := range []struct {
		k, b     int
		p        float64
		accuracy float64
	}{{2, 0, .01, 1e-9}, {2, 5, .01, 1e-9}, {2, 20, .01, 1e-9}, {2, 5, .05, 1e-9}, {3, 5, .01, 2 * ddxError}, {3, 10, .01, 2 * ddxError}} {
		exact := (&serial{c.k, c.b, 1, c.p, .1}).throughput()
		x := ddx(c.k, c.b, pseudo{1, c.p, .1})
		t.Logf("K %d, b %d, p %v: decomposition %.6f, exactly %.6f, %+.2f %%", c.k, c.b, c.p, x, exact, 100*(x/exact-1))
		if math.Abs(x/exact-1) > c.accuracy {
			t.Errorf("K %d, b %d, p %v: decomposition %.6f, exactly %.6f", c.k, c.b, c.p, x, exact)
		}
	}
}

func TestLadderDecompositionOfLongLines(t *testing.T) {
	var table strings.Builder
	for _, k := range longLines {
		b := line(5, equal(k, failing1)...)
		p := parse(t, b.text())
		var xs []float64
		for rep := range 20 {
			s := p.New(random.PathHash("ddx"), uint32(100*k+rep))
			s.Run(2000 * engine.Second)
			s.ResetStats()
			s.Run(s.Now() + engine.Seconds(25000*effort()))
			xs = append(xs, throughput(0).of(&outcome{Report: s.Report()}))
		}
		v, wide := stat.MeanInterval(xs, 0.95), stat.MeanInterval(xs, level)
		x := ddx(k, 5, pseudo{1, .01, .1})
		band := ddxError * float64(k-1)
		fmt.Fprintf(&table, "K %2d: engine %.5f ± %.5f, decomposition %.5f, %+.2f %% of it, at most %.2f %%\n", k, v.Mean, v.Half, x, 100*(x/v.Mean-1), 100*band)
		if x*(1-band) > wide.High || x*(1+band) < wide.Low {
			t.Errorf("K %d: engine %.5f ± %.5f, decomposition %.5f", k, v.Mean, v.Half, x)
		}
	}
	t.Logf("\n%s", table.String())
}

// longLines are the lengths at which the engine is held against the decomposition.
var longLines = []int{5, 10, 15, 20}
