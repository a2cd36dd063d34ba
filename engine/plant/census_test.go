package plant

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// census notes which fields of a state have ever had another value than in a state
// in which nothing has begun.
type census struct {
	moved map[string]bool // by the name of the field; false: never
}

func newCensus() *census { return &census{moved: map[string]bool{}} }

// note looks at every field of s.
func (c *census) note(s *Sim) {
	fresh := s.plant.blank()
	fresh.make()
	was := map[string][]any{}
	fields(fresh, func(name, _ string, v reflect.Value) { was[name] = append(was[name], v.Interface()) })
	at := map[string]int{}
	fields(s, func(name, _ string, v reflect.Value) {
		i := at[name]
		at[name]++
		if i < len(was[name]) {
			c.moved[name] = c.moved[name] || v.Interface() != was[name][i]
		} else {
			c.moved[name] = c.moved[name] || !v.IsZero()
		}
	})
}

// untried are the fields that the identity of migration need not try, and why.
var untried = map[string]string{
	"Asks.Served":     "only within one event",
	"Commons.Beyond":  "only after an edit; TestAgesBeyondTheLawAreCounted",
	"Commons.Edit":    "TestAStateInAnEditMigrates",
	"Failures.Mode":   "numbers of what is there; make gives them, as the following",
	"Failures.Slot":   "",
	"Failures.Timer":  "",
	"Failures.Repair": "",
	"Failures.Ask":    "",
	"Slots.Place":     "",
	"Slots.Timer":     "",
	"Slots.Failure":   "",
	"Slots.Ask":       "",
	"Asks.Owner":      "",
	"Asks.Repair":     "",
	"Shifts.Timer":    "",
	"Places.Timer":    "",
	"Timers.Arg":      "",
	"Timers.Kind":     "",
	"Timers.Owner":    "",
	"Timers.Phase":    "",
}

// rare are the fields that few random plants move: many checks try them, a few do not.
var rare = map[string]string{
	"Commons.Lapsed":        "answers of persons that are not possible; TestAPerson…",
	"Forces.Key":            "of gauges and answers alone",
	"TypeStats.Leads.Below": "lead times below a microsecond",
	"TypeStats.Leads.Above": "lead times of weeks",
}

// check reports the fields that never were anything else than at the beginning: of
// those nobody knows whether they are carried, copied and drawn again.
func (c *census) check(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(c.moved)) {
		why, excused := untried[name]
		switch last := name[strings.LastIndexByte(name, '.')+1:]; {
		case last == "Spare" || last == "Pad":
		case rare[name] != "":
		case !c.moved[name] && !excused:
			t.Errorf("%s never was other than at the beginning, so nothing of it was tried: have drawFactory draw what moves it", name)
		case c.moved[name] && excused:
			t.Errorf("%s is tried now, and still excused (%q)", name, why)
		}
	}
}
