package lab_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/lab/local"
	"github.com/taktsim/takt/engine/model/sample"
)

var rhythm = regexp.MustCompile(`(?m)^\s*every\s*=.*$`)

// TestWalkOnRandomPlants follows the active periods through plants with shared
// lines, crews, shifts, rework and assemblies: nearly all time must be explained,
// and none twice.
func TestWalkOnRandomPlants(t *testing.T) {
	n := 12
	if testing.Short() {
		n = 4
	}
	for seed := range n {
		text, err := sample.Factory(4+3*seed, uint64(seed+1))
		if err != nil {
			t.Fatal(err)
		}
		if seed%2 == 1 {
			// Sources that always have a part ready, so that equipment is what counts.
			text = rhythm.ReplaceAll(text, nil)
		}
		m := parse(t, string(text))
		e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: m}}, Length: 5 * engine.Day, WarmUp: engine.Day, Replications: 1, Seed: 1}
		r := answer(t, e)
		sum := 0.0
		for _, p := range r.Cases[0].Places {
			v := p.Figures[lab.OnPath].Mean
			if v < 0 || v > 1.0001 {
				t.Errorf("plant %d: %s is on the path %v of the time", seed, p.Node.Path, v)
			}
			sum += v
		}
		b := r.Cases[0].Bottleneck
		name := "nothing"
		if b.Node != nil {
			name = b.Node.Path
		}
		t.Logf("plant %d: %.3f explained; %s, on the path %.2f, %v", seed, sum, name, b.Held.Mean, b.Reason)
		if sum > 1.0001 || sum < 0.8 {
			t.Errorf("plant %d: %.3f of the time is explained", seed, sum)
		}
	}
}

// TestWatchingChangesNothing: a run that is followed ends as one that is not.
func TestWatchingChangesNothing(t *testing.T) {
	m := parse(t, factory)
	e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: m}}, Length: engine.Day, Replications: 1, Seed: 9}
	out, err := e.Do(context.Background(), lab.Task{WarmUp: 3 * engine.Hour})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.Start(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.Run(3 * engine.Hour)
	s.ResetStats()
	s.Run(engine.Day)
	if got := s.Hash().Sum(); got != out.Hash {
		t.Errorf("hash %x, in the lab %x", got, out.Hash)
	}
	if !out.PathKnown {
		t.Error("it was not followed")
	}
}

func ExampleExperiment() {
	e, err := slowWasher()
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := local.Run(context.Background(), e)
	if err != nil {
		fmt.Println(err)
		return
	}
	b := r.Cases[0].Bottleneck
	fmt.Printf("%s holds the plant, most of the time because it is %v\n", b.Node.Path, b.Reason)
	d := r.Case("faster").Differences[0]
	fmt.Printf("a faster one: %+.0f parts a day, from %d pairs\n", d.Mean, d.N)
	// Output:
	// line.wash holds the plant, most of the time because it is busy
	// a faster one: +216 parts a day, from 20 pairs
}
