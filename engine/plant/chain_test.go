package plant

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// markov is a Markov chain in continuous time, to be solved exactly.
type markov struct {
	rates map[[2]int]float64
	size  int
}

// jump lets the chain go from one state to another at a rate.
func (c *markov) jump(from, to int, rate float64) {
	if c.rates == nil {
		c.rates = map[[2]int]float64{}
	}
	c.rates[[2]int{from, to}] += rate
	c.size = max(c.size, from+1, to+1)
}

// solve gives the stationary probabilities of the states.
func (c *markov) solve() []float64 {
	a, one := mat.NewDense(c.size, c.size, nil), mat.NewVecDense(c.size, nil)
	for ft, rate := range c.rates {
		from, to := ft[0], ft[1]
		a.Set(to, from, a.At(to, from)+rate)
		a.Set(from, from, a.At(from, from)-rate)
	}
	for i := range c.size { // one balance follows from the others; the sum is 1
		a.Set(c.size-1, i, 1)
	}
	one.SetVec(c.size-1, 1)
	x := mat.NewVecDense(c.size, nil)
	if err := x.SolveVec(a, one); err != nil {
		panic(err)
	}
	return x.RawVector().Data
}

// serial is a saturated line of equal stations, each with exponential work and
// failures by the time at work, with b slots between them and blocking after
// service: line (c) of the benchmarks, small enough to list its states.
type serial struct {
	k, b     int
	mu, p, r float64 // rates of work, failure and repair
}

// What a station does.
const (
	starved uint8 = iota
	works
	fails
	blocks
)

// serialState is what the stations do, and how many parts wait before them.
type serialState struct {
	does, wait [4]uint8
}

// settle moves every part that can move.
func (l *serial) settle(s *serialState) {
	for i := l.k - 1; i >= 0; i-- {
		if s.does[i] == blocks && i == l.k-1 {
			s.does[i] = starved
		}
		if s.does[i] == blocks && s.does[i+1] == starved {
			s.does[i], s.does[i+1] = starved, works
		}
		if s.does[i] == blocks && int(s.wait[i+1]) < l.b {
			s.does[i] = starved
			s.wait[i+1]++
		}
		if s.does[i] == starved && (i == 0 || s.wait[i] > 0) {
			s.does[i] = works
			if i > 0 {
				s.wait[i]--
				l.settle(s) // there is room before it now
			}
		}
	}
}

// throughput solves the chain of the line.
func (l *serial) throughput() float64 {
	number := map[serialState]int{}
	var states []serialState
	index := func(s serialState) int {
		l.settle(&s)
		n, known := number[s]
		if !known {
			n = len(states)
			number[s] = n
			states = append(states, s)
		}
		return n
	}
	var c markov
	index(serialState{})
	for at := 0; at < len(states); at++ {
		for i := range l.k {
			next := func(does uint8, rate float64) {
				s := states[at]
				s.does[i] = does
				if rate > 0 {
					c.jump(at, index(s), rate)
				}
			}
			switch states[at].does[i] {
			case works:
				next(blocks, l.mu)
				next(fails, l.p)
			case fails:
				next(works, l.r)
			}
		}
	}
	busy := 0.0
	for at, x := range c.solve() {
		if states[at].does[l.k-1] == works {
			busy += x
		}
	}
	return busy * l.mu
}

// The chain is itself held against the published values, before anything is held
// against the chain.
func TestLadderChainGivesThePublishedValues(t *testing.T) {
	for _, c := range []struct {
		line      serial
		published float64
	}{
		{serial{2, 0, 1, 0, 0}, .666667}, {serial{3, 0, 1, 0, 0}, .564103}, {serial{4, 0, 1, 0, 0}, .514775}, {serial{2, 5, 1, 0, 0}, .875},
		{serial{3, 1, 1, 0, 0}, .670466}, {serial{4, 1, 1, 0, 0}, .631153}, {serial{3, 2, 1, 0, 0}, .734017}, {serial{3, 10, 1, 0, 0}, .894419},
		{serial{2, 0, 1, .01, .1}, .589955}, {serial{2, 5, 1, .01, .1}, .756197}, {serial{2, 20, 1, .01, .1}, .834997}, {serial{3, 5, 1, .01, .1}, .690298},
	} {
		if x := c.line.throughput(); math.Abs(x-c.published) > 6e-7 {
			t.Errorf("%v: %.6f, published %.6f", fmt.Sprintf("%+v", c.line), x, c.published)
		}
	}
}
