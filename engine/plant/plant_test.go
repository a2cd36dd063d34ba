package plant

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// parse compiles a factory given as text.
func parse(tb rapid.TB, text string) *Plant {
	tb.Helper()
	return parseWith(tb, text, Registry())
}

// parseWith is parse with kinds and policies of one's own.
func parseWith(tb rapid.TB, text string, reg *model.Registry) *Plant {
	tb.Helper()
	p, err := build("format = 1\n"+text, reg)
	if err != nil {
		tb.Fatalf("%v\n%s", err, text)
	}
	return p
}

// build compiles a whole factory file, beside which there are no others.
func build(text string, reg *model.Registry) (*Plant, error) {
	m, problems := model.Parse("test.toml", []byte(text), reg, func(name string) ([]byte, error) { return nil, fmt.Errorf("no file %s", name) })
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return Compile(m)
}

const mm1 = `
[factory]
title = "M/M/1"
[part.job]
[line]
kind = "line"
flow = "in -> server -> out"
[line.in]
kind = "source"
part = "job"
every = "exponential(10 s)"
[line.server]
kind = "machine"
cycle = "exponential(9 s)"
queue = "unlimited"
[line.out]
kind = "sink"
`

func BenchmarkSingleServerQueue(b *testing.B) {
	p := parse(b, mm1)
	s := p.New(1, 0)
	s.Run(100 * engine.Hour)
	b.ReportAllocs()
	before, start := s.TypeStats.At(0).Done, cpuTime()
	for b.Loop() {
		s.Run(s.Now() + 10000*engine.Second)
	}
	// Two events a customer, as the peers count: an arrival and a completion.
	b.ReportMetric(float64(cpuTime()-start)/float64(s.TypeStats.At(0).Done-before)/2, "cpu-ns/event")
}

// blockingLine is line (c) of the benchmarks: K stations, exponential service
// of mean 1 s, buffers of b places, failures by operating time.
func blockingLine(k, b int) string {
	text := "[factory]\ntitle = \"line\"\n[part.job]\n[line]\nkind = \"line\"\n"
	flow := "in"
	places := ""
	for i := range k {
		flow += fmt.Sprintf(" -> m%d", i+1)
		places += fmt.Sprintf("[line.m%d]\nkind = \"machine\"\ncycle = \"exponential(1 s)\"\nmtbf = \"100 s\"\nmttr = \"10 s\"\n", i+1)
		if i < k-1 && b > 0 {
			flow += fmt.Sprintf(" -> b%d", i+1)
			places += fmt.Sprintf("[line.b%d]\nkind = \"buffer\"\nroom = %d\n", i+1, b)
		}
	}
	return text + "flow = \"" + flow + " -> out\"\n[line.in]\nkind = \"source\"\npart = \"job\"\n" + places + "[line.out]\nkind = \"sink\"\n"
}

// BenchmarkBlockingLine has the slots between the stations as buffers of their own,
// which makes two moves a part-operation, and as queues before the stations.
func BenchmarkBlockingLine(b *testing.B) {
	queues := strings.ReplaceAll(blockingLine(20, 0), "kind = \"machine\"\n", "kind = \"machine\"\nqueue = 5\n")
	for _, line := range []struct{ name, text string }{
		{"buffers", blockingLine(20, 5)},
		{"queues", strings.Replace(queues, "queue = 5", "queue = 0", 1)}, // nothing stands before the first station
	} {
		b.Run(line.name, func(b *testing.B) {
			s := parse(b, line.text).New(1, 0)
			s.Run(engine.Hour)
			b.ReportAllocs()
			before, from, start := s.TypeStats.At(0).Done, s.Now(), cpuTime()
			for b.Loop() {
				s.Run(s.Now() + 1000*engine.Second)
			}
			done := float64(s.TypeStats.At(0).Done - before)
			b.ReportMetric(float64(cpuTime()-start)/done/20, "cpu-ns/part-op")
			b.ReportMetric(done/(s.Now()-from).Seconds(), "parts/s") // .511 of line (c)
		})
	}
}
