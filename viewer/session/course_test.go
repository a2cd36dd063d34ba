package session_test

import (
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/session"
)

// TestACourseIsWhatWasThere: each figure that was noted of a place is that of the state
// at its instant, also after the instants were thinned out and the run was taken back.
func TestACourseIsWhatWasThere(t *testing.T) {
	x := session.New(gearbox(t).New(3, 0))
	run := func(to engine.Time) {
		if err := x.Seek(to); err != nil {
			t.Fatal(err)
		}
		for x.Busy() {
			if err := x.Tick(0); err != nil {
				t.Fatal(err)
			}
		}
	}
	check := func(least int) {
		t.Helper()
		for _, n := range x.Sim().Plant().Model().Nodes {
			at, done, inside := x.Log.Course(n.Path, x.Now())
			if len(at) < least || len(at) > 260 || len(done) != len(at) || len(inside) != len(at) {
				t.Fatalf("%s: %d instants, %d, %d", n.Path, len(at), len(done), len(inside))
			}
			for k := 0; k < len(at); k += 40 {
				s, err := x.StateAt(at[k])
				if err != nil {
					t.Fatal(err)
				}
				row := s.Report().Rows[n.Index]
				if row.Parts != uint64(done[k]) || row.Inside != uint64(inside[k]) {
					t.Errorf("%s at %v: noted %d and %d, there were %d and %d", n.Path, at[k], done[k], inside[k], row.Parts, row.Inside)
				}
			}
		}
	}
	run(2 * engine.Hour)
	check(100)
	run(20 * engine.Hour)
	check(128)
	run(10 * engine.Hour)
	at, _, _ := x.Log.Course("", x.Now())
	if last := at[len(at)-1]; last > x.Now() {
		t.Errorf("at %v it tells of %v", x.Now(), last)
	}
	run(21 * engine.Hour)
	check(128)
}

// TestNamesChangeInTheLog with what stands below them.
func TestNamesChangeInTheLog(t *testing.T) {
	for _, c := range [][2]string{{"wash.washer", "wash.bath"}, {"wash", "wash"}, {"hall.mill.x", "shop.mill.x"}, {"hallway", "hallway"}, {"", ""}} {
		if got := session.Renamed(c[0], map[string]string{"wash.washer": "wash.bath", "hall": "shop"}); got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
	}
}
