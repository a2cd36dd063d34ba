//go:build unix

package bench

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// A contest is one thing that engines are compared in. A run does n operations
// and gives the processor time of each, or says what came out wrong.
type contest struct {
	what    string
	pending int // of a hold
	n       int // operations of a fair run
	runs    [engines]func(n int) (time.Duration, error)
}

// The engines.
const (
	yardstick = iota
	taktKernel
	taktTimers
	taktPlant
	akitaSerial
	engines
)

var engineNames = [engines]string{"bare heap loop", "Takt kernel", "Takt kernel, timers", "Takt plant", "Akita v4.9.0"}

// contests lists them all; a short test leaves out the largest.
func contests() []contest {
	var list []contest
	for _, pending := range []int{100, 10_000, 1_000_000} {
		c := ofModel(fmt.Sprintf("hold, %d pending", pending), 1_500_000, func() workload { return &hold{luck: 1, pending: pending} })
		c.pending = pending
		list = append(list, c)
	}
	mm1 := ofModel("M/M/1, an event", 2_000_000, func() workload { return &queue{luck: 2} })
	mm1.runs[taktPlant] = func(n int) (time.Duration, error) {
		took, s := runPlant(queueText, (n+1)/2) // two events a customer, as the others count
		row := s.Report().Rows[2]
		return took, checkWait(row.Wait*10/9, int(row.WaitN)) // s of 9 s of work
	}
	long := ofModel("line of 20, a part-operation", 1_500_000, func() workload { return newLine(20, 5, 3) })
	long.runs[taktPlant] = func(n int) (time.Duration, error) {
		took, s := runPlant(lineText(20, 5), (n+19)/20)
		return took, checkLine(int(s.TypeStats.At(0).Done), s.Now().Seconds())
	}
	list = append(list, mm1, long)
	if testing.Short() {
		return slices.DeleteFunc(list, func(c contest) bool { return c.pending == 1_000_000 })
	}
	return list
}

// ofModel is a contest in running a model.
func ofModel(what string, n int, fresh func() workload) contest {
	c := contest{what: what, n: n}
	for i, run := range map[int]runner{yardstick: runBare, taktKernel: runKernel, taktTimers: runTimers, akitaSerial: runAkita} {
		c.runs[i] = func(n int) (time.Duration, error) {
			m := fresh()
			took, clock := run(m, n)
			return took, m.check(clock, n)
		}
	}
	return c
}

// TestAnswers: nobody is fast with a wrong answer.
func TestAnswers(t *testing.T) {
	for _, c := range contests() {
		for i, run := range c.runs {
			if run == nil {
				continue
			}
			if _, err := run(c.n / 5); err != nil {
				t.Errorf("%s, %s: %v", c.what, engineNames[i], err)
			}
		}
	}
}

// Benchmark runs every contest by every engine.
func Benchmark(b *testing.B) {
	for _, c := range contests() {
		for i, run := range c.runs {
			if run == nil {
				continue
			}
			b.Run(strings.ReplaceAll(c.what, "/", "")+"/"+engineNames[i], func(b *testing.B) {
				settle()
				took, _ := run(b.N) // too few for an answer when the testing package tries; TestAnswers checks
				b.ReportMetric(float64(took)/float64(b.N), "cpu-ns/op")
			})
		}
	}
}

// TestTable makes the table of README.md: the engines take turns, so that a noisy
// neighbour meets all of them, and the least of the rounds counts. Akita must take
// twice as long as Takt's kernel for a hold, whatever is pending.
func TestTable(t *testing.T) {
	if os.Getenv("TAKT_LONG") == "" {
		t.Skip("takes minutes: TAKT_LONG=1")
	}
	const rounds = 7
	var table strings.Builder
	table.WriteString("| processor time, ns (beside the bare loop) |")
	for _, name := range engineNames {
		table.WriteString(" " + name + " |")
	}
	table.WriteString(" Akita / slower kernel |\n|---|" + strings.Repeat("---|", engines+1) + "\n")
	for _, c := range contests() {
		var least [engines]float64
		for range rounds {
			for i, run := range c.runs {
				if run == nil {
					continue
				}
				settle()
				took, err := run(c.n)
				if err != nil {
					t.Errorf("%s, %s: %v", c.what, engineNames[i], err)
				}
				if ns := float64(took) / float64(c.n); least[i] == 0 || ns < least[i] {
					least[i] = ns
				}
			}
		}
		fmt.Fprintf(&table, "| %s |", c.what)
		for _, ns := range least {
			if ns == 0 {
				table.WriteString(" |")
			} else {
				fmt.Fprintf(&table, " %.0f (%.1f) |", ns, ns/least[yardstick])
			}
		}
		slower := least[akitaSerial] / max(least[taktKernel], least[taktTimers])
		fmt.Fprintf(&table, " %.1f |\n", slower)
		if c.pending > 0 && slower < 2 {
			t.Errorf("%s: Akita takes only %.2f times as long as Takt's kernel, want 2", c.what, slower)
		}
	}
	t.Logf("\n%s", table.String())
}
