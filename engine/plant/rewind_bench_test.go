package plant

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/random"
)

// large is the made-up plant of n machines that `takt new --size` writes.
func large(tb testing.TB, n int) *Plant {
	text, err := sample.Factory(n, 1)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := build(string(text), Registry())
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// BenchmarkStateAt looks at random instants of a past of the plant of 200
// machines, with 64 MB of keyframes and with 4. The clock is that on the wall:
// it is a person who waits.
func BenchmarkStateAt(b *testing.B) {
	p := large(b, 200)
	for _, past := range []engine.Time{engine.Hour, engine.Week} {
		for _, budget := range []int{64 << 20, 4 << 20} {
			b.Run(fmt.Sprintf("%v/%dMB", past, budget>>20), func(b *testing.B) {
				s := p.New(1, 0)
				start := s.Steps()
				tape := NewTape(s, budget)
				begun := cpuTime()
				tape.Run(past)
				taped := cpuTime() - begun
				plain := p.New(1, 0)
				begun = cpuTime()
				plain.Run(past)
				untaped := cpuTime() - begun
				into := s.Fork()
				waits := make([]time.Duration, 0, b.N)
				b.ResetTimer()
				for i := range b.N {
					at := engine.Time(random.Key(1).Bits(uint64(i)) % uint64(past))
					t := time.Now()
					if err := tape.StateInto(at, into); err != nil {
						b.Fatal(err)
					}
					waits = append(waits, time.Since(t))
				}
				slices.Sort(waits)
				b.ReportMetric(waits[len(waits)/2].Seconds()*1e3, "ms-median")
				b.ReportMetric(waits[len(waits)*99/100].Seconds()*1e3, "ms-p99")
				keyframes, bytes := tape.Memory()
				b.ReportMetric(float64(keyframes), "keyframes")
				b.ReportMetric(float64(bytes)/(1<<20), "MB")
				b.ReportMetric(float64(s.Steps()-start), "events")
				b.ReportMetric(float64(taped)/float64(untaped), "x-untaped")
			})
		}
	}
}
