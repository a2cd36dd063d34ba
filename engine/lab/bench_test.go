package lab_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model/sample"
)

// BenchmarkTask runs a week of a plant whose sources always have a part ready,
// with its active periods followed and without: what the walk costs.
func BenchmarkTask(b *testing.B) {
	for _, size := range []int{20, 200} {
		text, err := sample.Factory(size, 1)
		if err != nil {
			b.Fatal(err)
		}
		m := parse(b, string(rhythm.ReplaceAll(text, nil)))
		e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: m}}, Length: engine.Week, Replications: 1, Seed: 1}
		if err := e.Check(); err != nil {
			b.Fatal(err)
		}
		for _, replication := range []int{0, 1000} {
			name := map[int]string{0: "followed", 1000: "not followed"}[replication]
			b.Run(fmt.Sprintf("%d machines %s", size, name), func(b *testing.B) {
				events := uint64(0)
				for b.Loop() {
					out, err := e.Do(context.Background(), lab.Task{Replication: replication})
					if err != nil {
						b.Fatal(err)
					}
					events += out.Steps
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
			})
		}
	}
}
