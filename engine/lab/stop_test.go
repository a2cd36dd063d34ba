package lab_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/lab/local"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

func parsed(t *testing.T, text string) *model.Model {
	t.Helper()
	m, problems := model.Parse("test.toml", []byte(text), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

func factoryOf(every, cycle, yield string) string {
	return `format = 1
[part.p]
[l]
kind = "line"
flow = ["s -> q -> m -> d", "m.fail -> q"]
[l.s]
kind = "source"
part = "p"
every = "` + every + `"
[l.q]
kind = "buffer"
[l.m]
kind = "machine"
cycle = "` + cycle + `"
yield = "` + yield + `"
[l.d]
kind = "sink"
`
}

// A run can be stopped between two points of its series, however long that is.
func TestRunStopsSoonAfterItIsTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: parsed(t, factoryOf("1 ns", "1 ns", "100 %"))}}, Length: 1000 * engine.Hour, Replications: 1, Seed: 1}
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := local.Run(ctx, e); err == nil {
		t.Error("1000 h of a part every nanosecond came to their end")
	}
}

// An instant that never ends is an error that names a place, not a result.
func TestEndlessInstantIsAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("millions of events")
	}
	e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: parsed(t, factoryOf("10 s", "0 s", "0 %"))}}, Length: engine.Hour, Replications: 1, Seed: 1}
	_, err := local.Run(context.Background(), e)
	if err == nil || !strings.Contains(err.Error(), "never gets beyond 10s") || !strings.Contains(err.Error(), "l.") {
		t.Errorf("error %v", err)
	}
}
