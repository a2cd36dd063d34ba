package plant

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
)

// sensed is a shop whose machines m1 and m2 have a sensor.
func sensed(text, sensor string) string {
	for _, m := range []string{"m1", "m2"} {
		head := "[shop." + m + "]\nkind = \"machine\"\n"
		text = strings.Replace(text, head, head+"sensor = "+sensor+"\n", 1)
	}
	return text
}

// TestGaugeIsLate: what is known of a buffer that gets a part every 10 s, by a sensor
// that samples every 4 s and reports 6 s later.
func TestGaugeIsLate(t *testing.T) {
	s := parse(t, `
[factory]
[part.a]
[line]
kind = "line"
flow = "in -> store -> m -> out"
[line.in]
kind = "source"
part = "a"
every = "10 s"
[line.store]
kind = "buffer"
sensor = { period = "4 s", delay = "6 s", bias = 2 }
[line.m]
kind = "machine"
cycle = "1 h"
[line.out]
kind = "sink"
`).New(1, 0)
	v := &view{s: s}
	i := int(s.plant.index["line.store"])
	for _, c := range []struct{ at, inside, age int }{
		{5, 0, 5}, {6, 2, 6}, {9, 2, 9}, {10, 2, 6},
		// The first part goes on to the machine at once; the second comes at 20 s, and
		// the sample at 20 s is known at 26 s.
		{25, 2, 9}, {26, 3, 6}, {37, 3, 9}, {38, 4, 6},
	} {
		s.Run(engine.Time(c.at) * engine.Second)
		got := v.Place(i)
		if got.Inside != c.inside || got.Age != engine.Time(c.age)*engine.Second || got.Lost != (c.at < 6) {
			t.Errorf("at %d s: %+v, want %d inside, %d s old", c.at, got, c.inside, c.age)
		}
	}
}

// TestHiddenCountsStayHidden: behind a gauge, the true number of parts changes no
// decision; without one it does, so the test can fail.
func TestHiddenCountsStayHidden(t *testing.T) {
	for _, rule := range []string{"shortest-queue", "least-work"} {
		count := func(text string) (asked, changed int) {
			p := parse(t, text)
			s := p.New(3, 0)
			s.atDesk().probe = func(s *Sim, pt *point) {
				if pt.kind != decide.KindAssign || s.desk.q.part.None() {
					return
				}
				asked++
				q := &s.desk.q
				f, g := s.Fork(), s.Fork()
				for k, path := range []string{"shop.m1", "shop.m2"} {
					n := g.Places.At(p.index[path])
					n.Inside = uint32(asked * (7 + 6*k) % 11)
					n.Line = list{} // what waits there, too
				}
				if !reflect.DeepEqual(f.answer(q), g.answer(q)) {
					changed++
				}
			}
			s.Run(4 * engine.Hour)
			return asked, changed
		}
		text := shopWith(decide.KindAssign, fmt.Sprintf("%q", rule))
		if asked, changed := count(sensed(text, `{ period = "5 s", noise = 1, drop-out = "10 %" }`)); changed > 0 || asked < 50 {
			t.Errorf("%s: %d of %d answers change with what the sensors do not tell", rule, changed, asked)
		}
		if asked, changed := count(text); changed < 10 {
			t.Errorf("%s: without sensors only %d of %d answers change", rule, changed, asked)
		}
	}
}

// TestSensorsChangeDecisionsOnly: of a plant whose policies look at no sensor, a sensor
// changes no number.
func TestSensorsChangeDecisionsOnly(t *testing.T) {
	run := func(text string) string {
		s := parse(t, text).New(2, 0)
		s.Run(5 * engine.Hour)
		r := s.Report()
		out := ""
		for i := range r.Rows {
			r.Rows[i].Node = nil
			out += fmt.Sprintf("%+v\n", r.Rows[i])
		}
		return out
	}
	text := shopWith(decide.KindAssign, `"first"`)
	if run(text) != run(sensed(text, `{ period = "1 s", noise = 2 }`)) {
		t.Error("a sensor that nobody looks at changes the run")
	}
}

// TestSensorProblems: what a file may not say of a sensor.
func TestSensorProblems(t *testing.T) {
	for sensor, want := range map[string]string{
		`{ period = "1 s", delay = "16 s" }`: "the delay is more than 15 periods",
		`{ noise = 2 }`:                      `a sensor wants a period, such as period = "1 s"`,
		`{ period = 1 }`:                     "1 has no unit",
		`{ period = "1 s", nois = 2 }`:       "`sensor` has no \"nois\"; did you mean \"noise\"?",
	} {
		_, problems := model.Parse("f.toml", []byte("format = 1\n"+sensed(shopWith(decide.KindAssign, `"first"`), sensor)), Registry(), nil)
		if len(problems) == 0 || !strings.HasPrefix(problems[0].Msg, want) {
			t.Errorf("%s: %v, want %q", sensor, problems, want)
		}
	}
}

// TestImaginedStatesDifferInWhatIsHidden: a field with the tag hidden is drawn anew in
// every imagined state, so that a kind whose Imagine forgets one is found, and what it
// is drawn from is not what it was.
func TestImaginedStatesDifferInWhatIsHidden(t *testing.T) {
	p := parse(t, sensed(shopWith(decide.KindDispatch, `"fifo"`), `{ period = "10 s", delay = "35 s", noise = 2, stick = "20 %", stuck = "40 s", drop-out = "20 %" }`))
	s := p.New(1, 0)
	hidden := func(s *Sim) (what []string, content []any) {
		tagged(s, "hidden", func(name, tag string, v reflect.Value) {
			if tag != "" {
				what, content = append(what, tag), append(content, v.Interface())
			}
		})
		return what, content
	}
	differ := map[string]bool{}
	for at := engine.Hour; at <= 2*engine.Hour; at += engine.Minute {
		s.Run(at)
		what, a := hidden(s.imagine(1, nil))
		_, b := hidden(s.imagine(2, nil))
		for i := range what {
			differ[what[i]] = differ[what[i]] || a[i] != b[i]
		}
		// Another truth behind the same reports.
		f := s.Fork()
		for _, g := range f.Gauges.All {
			g.Inside.Held, g.Inside.Stuck, g.Queue.Held, g.Queue.Stuck = 77, !g.Inside.Stuck, 88, !g.Queue.Stuck
			for k := range g.Coming {
				g.Coming[k].Inside, g.Coming[k].Queue, g.Coming[k].Lost = 99, 99, !g.Coming[k].Lost
			}
		}
		if _, c := hidden(f.imagine(1, nil)); !slices.Equal(a, c) {
			t.Fatalf("at %v what is imagined of the gauges depends on what nobody sees", at)
		}
	}
	if len(differ) != 3 {
		t.Errorf("%d sorts of hidden fields: %v", len(differ), differ)
	}
	for what, did := range differ {
		if !did && what != "what it holds" { // that is known, or as good as
			t.Errorf("%s is hidden, and every imagined state has the same", what)
		}
	}
}
