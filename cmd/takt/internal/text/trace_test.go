package text

import (
	"testing"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant/trail"
)

func TestTraceLine(t *testing.T) {
	clock := time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		row    trail.Row
		en, zh string
	}{
		{trail.Row{Event: "finished", Place: "press", Body: 1, Type: "lid", Part: "a1", What: "trim", Good: true},
			"press     finished trim lid a1", "press     加工完成 trim lid a1"},
		{trail.Row{Event: "finished", Place: "press", Body: 2, Type: "lid", Part: "a1"},
			"press#2   finished, bad: lid a1", "press#2   加工完成，不合格 lid a1"},
		{trail.Row{Event: "chosen", Place: "press", Body: 1, Type: "lid", Part: "a1", From: "queue", Among: 3, Order: "A-1"},
			"press     takes lid a1 from queue among 3 (A-1)", "press     选取 lid a1 来自 queue （3选一） (A-1)"},
		{trail.Row{Event: "built-in", Place: "pack", Type: "lid", Part: "a1", Other: "b2"},
			"pack      built in lid a1 with b2", "pack      装入 lid a1 与 b2"},
		{trail.Row{Event: "state", Place: "press", Body: 1, What: "down"}, "press     down", "press     故障"},
		{trail.Row{Event: "input", What: "stop"}, "*         order from outside: stop", "*         外部指令 stop"},
	} {
		c.row.At = 90 * engine.Second
		for l, want := range map[words.Lang]string{words.EN: c.en, words.ZH: c.zh} {
			if got, want := TraceLine(l, clock, 8, &c.row), "2026-01-05 06:01:30.000  "+want; got != want {
				t.Errorf("%v: %q, want %q", l, got, want)
			}
		}
	}
}
