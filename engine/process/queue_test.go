package process_test

import (
	"math"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/process"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// law makes a law of a distribution that a test knows to be right.
func law(t testing.TB, m *process.Model, name string, d random.Dist, err error) *process.Law {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return m.Law(name, d)
}

func exponential(t testing.TB, m *process.Model, name string, mean float64) *process.Law {
	t.Helper()
	d, err := random.Exponential(mean)
	return law(t, m, name, d, err)
}

func compile(t testing.TB, m *process.Model) *process.Code {
	t.Helper()
	code, err := m.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func run(t testing.TB, s *process.Sim, until engine.Time) {
	t.Helper()
	if err := s.Run(until); err != nil {
		t.Fatal(err)
	}
}

// queue is a model with a known answer: build makes it and returns what reads the
// figures that want lists.
type queue struct {
	name  string
	build func(t testing.TB, m *process.Model) func(s *process.Sim) []float64
	want  []float64
	what  string // the figures, in words
}

// Units are seconds and 1/s; services take 1 s in the mean.
var queues = []queue{
	// M/M/1: Wq = rho/(1-rho), Lq = rho Wq.
	{"M/M/1 .8", func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		desk := arrivals(t, m, m.Resource("desk", 1), .8, exponential(t, m, "service", 1))
		return func(s *process.Sim) []float64 {
			st := desk.Stats(s)
			return []float64{st.Wait.Mean, st.Waiting, st.Utilisation}
		}
	}, []float64{4, 3.2, .8}, "Wq, Lq, utilisation"},
	// Erlang C with 5 servers and rho .8: P(wait) = Wq = .554113.
	{"M/M/5 .8", func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		desk := arrivals(t, m, m.Resource("desk", 5), 4, exponential(t, m, "service", 1))
		return func(s *process.Sim) []float64 {
			st := desk.Stats(s)
			return []float64{st.Wait.Mean, st.Utilisation}
		}
	}, []float64{.554113, .8}, "Wq, utilisation"},
	// Erlang A: see erlangA.
	{"M/M/1+M", func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		desk, patience := m.Resource("desk", 1), exponential(t, m, "patience", 2)
		service := exponential(t, m, "service", 1)
		door(t, m, "", 1.2, process.Select(
			process.On(desk, process.Hold(service), process.Release(desk)),
			process.On(process.After(patience))))
		return func(s *process.Sim) []float64 {
			st := desk.Stats(s)
			return []float64{float64(st.Left) / float64(st.Left+st.Wait.N), st.Waiting, st.Utilisation}
		}
	}, erlangA(1.2, 1, .5), "share that leaves, Lq, utilisation"},
	// Erlang B, whatever the law of service: B(5, 3) = .110054.
	{"M/M/5/5", lossy("exponential"), []float64{.110054}, "share lost"},
	{"M/G/5/5", lossy("lognormal"), []float64{.110054}, "share lost"},
	// Two classes, rho .3 and .4, the first preempts: T1 = (1/mu)/(1-r1), T2 =
	// ((1/mu)(1-r1-r2) + R)/((1-r1)(1-r1-r2)) with R = (r1+r2)/mu (Bertsekas and
	// Gallager, Data Networks, 2nd ed., section 3.5.3). The first class finds the
	// second at work with probability r2, and it then takes the desk away.
	{"preemptive", func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		desk, service := m.PreemptiveResource("desk", 1), exponential(t, m, "service", 1)
		times := process.NewVar(m, "times", [2]stat.Tally{})
		for class, rate := range []float64{.3, .4} {
			ask := desk.Priority(int32(class))
			door(t, m, string('a'+rune(class)), rate,
				process.Use(ask, process.Hold(service).OnInterrupt(process.Seize(ask))),
				process.Do(func(c *process.Ctx) { times.Of(c)[class].Add((c.Now() - c.Born()).Seconds()) }))
		}
		return func(s *process.Sim) []float64 {
			st := desk.Stats(s)
			return []float64{times.Of(s)[0].Mean, times.Of(s)[1].Mean, float64(st.Preempted) / (s.Now() - warmUp).Seconds(), st.Utilisation}
		}
	}, []float64{1 / .7, 1 / .21, .12, .7}, "T1, T2, preemptions/s, utilisation"},
	// The same without preemption: W1 = R/(1-r1), W2 = R/((1-r1)(1-r1-r2)), the
	// mean of both weighted by their rates (Cobham 1954).
	{"priority", func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		desk, service := m.PriorityResource("desk", 1), exponential(t, m, "service", 1)
		door(t, m, "a", .3, process.Use(desk.Priority(-5), process.Hold(service)))
		door(t, m, "b", .4, process.Use(desk.PriorityBy(func(*process.Ctx) int32 { return 2 }), process.Hold(service)))
		return func(s *process.Sim) []float64 { return []float64{desk.Stats(s).Wait.Mean} }
	}, []float64{(.3*1 + .4/.3) / .7}, "Wq"},
	// Ten machines, two repairers: 2.40372 machines are down (birth-death chain).
	{"repairmen", func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		crew, life, repair := m.Resource("crew", 2), exponential(t, m, "life", 5), exponential(t, m, "repair", 1)
		m.Start(m.Program("machine", process.Forever(process.Hold(life), process.Use(crew, process.Hold(repair)))), 10)
		return func(s *process.Sim) []float64 { st := crew.Stats(s); return []float64{st.Level + st.Waiting} }
	}, []float64{2.40372}, "machines down"},
}

// door has customers who do the steps come at a rate.
func door(t testing.TB, m *process.Model, name string, rate float64, steps ...process.Step) {
	customer := m.Program("customer "+name, steps...)
	m.Start(m.Program("door "+name, process.Forever(process.Hold(exponential(t, m, "gap "+name, 1/rate)), process.Spawn(customer))), 1)
}

func arrivals(t testing.TB, m *process.Model, desk process.Resource, rate float64, service *process.Law) process.Resource {
	door(t, m, "", rate, process.Use(desk, process.Hold(service)))
	return desk
}

// lossy is five desks, three erlang of customers, and nobody waits.
func lossy(service string) func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
	return func(t testing.TB, m *process.Model) func(*process.Sim) []float64 {
		d, err := random.Exponential(1)
		if service == "lognormal" {
			d, err = random.LogNormal(1, 2)
		}
		desk, length := m.Resource("desk", 5), law(t, m, "service", d, err)
		door(t, m, "", 3, process.Select(
			process.On(desk, process.Hold(length), process.Release(desk)),
			process.On(process.After(process.For(0)))))
		return func(s *process.Sim) []float64 {
			st := desk.Stats(s)
			return []float64{float64(st.Left) / float64(st.Left+st.Wait.N)}
		}
	}
}

// erlangA gives the share of customers that leave, the mean number that wait and
// the utilisation of one server of rate mu, with arrivals at rate lambda that wait
// for an exponential time of rate theta at most: the birth-death chain with death
// rate mu + (n-1) theta (Palm 1957; Garnett, Mandelbaum and Reiman, Designing a
// Call Center with Impatient Customers, M&SOM 4(3), 2002).
func erlangA(lambda, mu, theta float64) []float64 {
	p, sum, waiting := 1.0, 1.0, 0.0
	for n := 1; n < 200; n++ {
		p *= lambda / (mu + float64(n-1)*theta)
		sum += p
		waiting += float64(n-1) * p
	}
	lq := waiting / sum
	return []float64{theta * lq / lambda, lq, 1 - 1/sum}
}

const warmUp = 500 * engine.Second

// TestQueuesAgreeWithClosedForms runs 20 replications each. The level, 99.9 %, is
// that of one figure: that all of the 16 fall into theirs has 98.4 %.
func TestQueuesAgreeWithClosedForms(t *testing.T) {
	for _, q := range queues {
		t.Run(q.name, func(t *testing.T) {
			m := process.NewModel()
			read := q.build(t, m)
			code := compile(t, m)
			figures := make([][]float64, len(q.want))
			for r := range uint32(20) {
				s := code.New(1, r)
				run(t, s, warmUp)
				s.ResetStats()
				run(t, s, 12000*engine.Second)
				for k, x := range read(s) {
					figures[k] = append(figures[k], x)
				}
			}
			for k, name := range strings.Split(q.what, ", ") {
				v := stat.MeanInterval(figures[k], .999)
				t.Logf("%s: %.4f ± %.4f, exact %.4f", name, v.Mean, v.Half, q.want[k])
				if !(math.Abs(v.Mean-q.want[k]) <= v.Half) || v.Half > .1*q.want[k] {
					t.Errorf("%s is %v ± %v, want %v within and ± 10 %% at most", name, v.Mean, v.Half, q.want[k])
				}
			}
		})
	}
}
