package viewer

import (
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
)

// TestTheTimelineEnds: it reaches beyond what is known, however long that is.
func TestTheTimelineEnds(t *testing.T) {
	for _, known := range []engine.Time{0, engine.Hour, 8 * engine.Hour, engine.Week, 200 * 365 * engine.Day, engine.Never / 2, engine.Never - 1, engine.Never} {
		end := horizon(known)
		if end <= 0 || end < known && end <= engine.Never/2 {
			t.Errorf("of %v known, the timeline reaches to %v", known, end)
		}
	}
	if end := horizon(engine.Hour); end != 8*engine.Hour {
		t.Errorf("of an hour it reaches to %v", end)
	}
	if end := horizon(100 * engine.Hour); end != 128*engine.Hour {
		t.Errorf("of 100 h it reaches to %v", end)
	}
}

// TestShiftsOnTheTimeline are those of the calendar: from Monday at six, with breaks of a
// quarter of an hour at nine and at six in the evening, until ten.
func TestShiftsOnTheTimeline(t *testing.T) {
	f := newUser(t, words.EN).app.foot
	want := [][2]float64{{0, 3}, {3.25, 12}, {12.25, 16}, {24, 27}, {27.25, 36}, {36.25, 40}}
	got := f.shifts(42 * engine.Hour)
	if len(got) != len(want) {
		t.Fatalf("%d shifts in 42 h: %v", len(got), got)
	}
	for i, s := range got {
		if s.From != want[i][0]*3600 || s.To != want[i][1]*3600 {
			t.Errorf("shift %d goes from %v to %v h, want %v", i, s.From/3600, s.To/3600, want[i])
		}
	}
	if n := len(f.shifts(horizon(engine.Never))); n != 2000 {
		t.Errorf("of three centuries %d shifts are shown", n)
	}
}
