package session_test

import (
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/session"
)

// reach brings a session to an instant.
func reach(t *testing.T, x *session.Session, at engine.Time) {
	t.Helper()
	err := x.Seek(at)
	for err == nil && x.Busy() {
		err = x.Tick(0)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatIsSeldomNeededRaisesNoAlarm: the rework station waits for more than five minutes
// 43 times in two days, as it should; of these a few are longer than usual.
func TestWhatIsSeldomNeededRaisesNoAlarm(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	rework := x.Sim().Plant().Model().Node("wash.rework").Index
	slot, _ := x.Sim().Plant().SlotsOf(rework)
	long, told := map[engine.Time]bool{}, map[session.ID]bool{}
	for at := engine.Time(0); at < 48*engine.Hour; at += engine.Minute {
		reach(t, x, at)
		since := x.Sim().SlotStats.At(slot).Since
		if x.Sim().Slots.At(slot).State == plant.Waiting && at-since >= 5*engine.Minute {
			long[since] = true
		}
		for _, a := range x.Alarms(nil, 5*engine.Minute) {
			if a.Active() && a.Place == rework {
				told[a.ID] = true
			}
		}
	}
	if len(long) < 40 || len(told) > len(long)/8 {
		t.Errorf("of %d long waits %d are alarms", len(long), len(told))
	}
}

// TestWhatWaitsUnusuallyLongIsAnAlarm: both mills break, and the washer, which never waits
// long, is starved as soon as it has waited for the time asked for; going back, the alarm
// is there again.
func TestWhatWaitsUnusuallyLongIsAnAlarm(t *testing.T) {
	x := session.New(gearbox(t).New(1, 0))
	starved := func() (list []session.Alarm) {
		for _, a := range x.Alarms(nil, 5*engine.Minute) {
			if a.Cause == session.Starved && a.Path == "wash.washer" {
				list = append(list, a)
			}
		}
		return list
	}
	reach(t, x, 30*engine.Minute)
	if list := x.Alarms(nil, 5*engine.Minute); len(list) > 0 {
		t.Errorf("at the beginning, when nothing has come yet: %v", list)
	}
	reach(t, x, 6*engine.Hour)
	for _, mill := range []string{"machining.line-1.mill", "machining.line-2.mill"} {
		if err := x.Change(func(s *plant.Sim) error { return s.BreakPlace(mill, "", s.Now(), 6*engine.Hour) }); err != nil {
			t.Fatal(err)
		}
	}
	reach(t, x, 8*engine.Hour-engine.Minute)
	list := starved()
	if len(list) == 0 {
		t.Fatal("the washer has had nothing for an hour, and it is no alarm")
	}
	since := list[0].Since
	for _, c := range []struct {
		after engine.Time
		want  bool
	}{{4 * engine.Minute, false}, {20 * engine.Minute, true}} {
		reach(t, x, since+c.after)
		if got := len(starved()) > 0; got != c.want {
			t.Errorf("%v after its last part it is an alarm: %v", c.after, got)
		}
	}
}
