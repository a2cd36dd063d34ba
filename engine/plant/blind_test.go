package plant

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/decide/rules"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
)

// shop is a plant that raises every kind of request again and again; RULE stands
// for the keys that name a policy.
const shop = `
[factory]
clock = "2026-01-05 06:00"
[part.a]
[part.b]
priority = 2
[part.c]
priority = 5
[[part.a.route]]
op = "one"
on = ["shop.m1", "shop.m2"]
ASSIGN
cycle = "exponential(50 s)"
[[part.a.route]]
op = "two"
on = "shop.m3"
cycle = "triangular(20 s, 40 s, 90 s)"
[[part.b.route]]
op = "one"
on = ["shop.m2", "shop.m1"]
ASSIGN
cycle = "70 s"
[[part.b.route]]
op = "two"
on = "shop.check"
cycle = "30 s"
[[part.c.route]]
op = "one"
on = "shop.m3"
cycle = "exponential(45 s)"
[people.fitters]
n = 1
REPAIRS
[people.operators]
n = 2
SERVES
[shop]
kind = "line"
wip-limit = 14
[shop.in]
kind = "source"
mix = { a = 2, b = 1, c = 1 }
every = "exponential(35 s)"
RELEASE
[shop.m1]
kind = "machine"
setup = "20 s"
mtbf = "8 min"
mttr = "4 min"
failure-clock = "calendar"
needs = [{ crew = "fitters", during = "repair" }, { crew = "operators", during = "setup" }, { crew = "operators", during = "run" }]
DISPATCH
[shop.m2]
kind = "machine"
mtbf = "8 min"
mttr = "lognormal(4 min, 4 min)"
failure-clock = "calendar"
needs = [{ crew = "fitters", during = "repair" }]
DISPATCH
[shop.m3]
kind = "machine"
mtbf = "weibull(2, 8 min)"
mttr = "uniform(2 min, 5 min)"
failure-clock = "calendar"
needs = [{ crew = "fitters", during = "repair" }, { crew = "operators", n = 2, during = "run" }]
DISPATCH
[shop.check]
kind = "station"
yield = "80 %"
mtbf = "5 min"
mttr = "3 min"
failure-clock = "calendar"
needs = [{ crew = "fitters", during = "repair" }, { crew = "operators", during = "run" }]
INSPECT
[shop.out]
kind = "sink"
`

// shopWith is the shop with one rule wherever a rule of its kind can stand.
func shopWith(k decide.Kind, rule string) string {
	keys := map[decide.Kind]map[string]string{
		decide.KindAssign: {"ASSIGN": "prefer", "SERVES": "serves"}, decide.KindMaintain: {"REPAIRS": "repairs"},
		decide.KindRelease: {"RELEASE": "release"}, decide.KindDispatch: {"DISPATCH": "dispatch"}, decide.KindInspect: {"INSPECT": "inspect"},
	}[k]
	text := shop
	for _, word := range []string{"ASSIGN", "SERVES", "REPAIRS", "RELEASE", "DISPATCH", "INSPECT"} {
		line := ""
		if key, ok := keys[word]; ok {
			line = key + " = " + rule
		}
		text = strings.ReplaceAll(text, word+"\n", line+"\n")
	}
	return text
}

// blindness runs the shop and asks every question of the policy three times more: of
// the state as it is, with another future, and with other hidden things behind the
// same tags. It gives how many questions there were and how often each changed the
// answer.
func blindness(t *testing.T, text string, reg *model.Registry, k decide.Kind, length engine.Time) (asked, future, hidden int) {
	t.Helper()
	s := parseWith(t, text, reg).New(3, 0)
	s.atDesk().probe = func(s *Sim, pt *point) {
		if pt.kind != k {
			return
		}
		asked++
		q := &s.desk.q
		want := s.Fork().answer(q)
		if !reflect.DeepEqual(shuffle(t, s, uint64(asked)).answer(q), want) {
			future++
		}
		if !reflect.DeepEqual(disguise(s, uint64(asked)).answer(q), want) {
			hidden++
		}
	}
	s.Run(length)
	return asked, future, hidden
}

// shuffle is a fork with other luck from here on: every stream re-keyed, every
// duration in flight drawn again given its age, other things coming from outside.
func shuffle(t *testing.T, s *Sim, key uint64) *Sim {
	t.Helper()
	f := s.imagine(random.Key(key), nil)
	f.desk.ahead = nil
	if err := f.StopPlace("shop.m3", s.Now()+engine.Second, engine.Time(key)*engine.Second); err != nil {
		t.Fatal(err)
	}
	return f
}

// disguise is a fork that looks the same and differs in what no sensor reports: how
// worn the machines are, what was counted for reports, the seed.
func disguise(s *Sim, key uint64) *Sim {
	f := s.Fork()
	u := random.NewKey(key, 0, 0)
	f.common().Seed, f.common().StatsSince = f.common().Seed+key, 0
	for i, x := range f.Failures.All {
		x.N += key
		if !x.Down {
			f.Timers.At(x.Timer).Age = engine.Seconds(600 * u.U(uint64(i)))
		}
	}
	for _, st := range f.SlotStats.All {
		st.Times[Busy] += engine.Time(u.Bits(1) >> 30)
		st.ActiveN += key
	}
	for i, st := range f.Stats.All {
		*st = PlaceStat{In: u.Bits(uint64(i)) >> 40, Failures: key, Good: key, Work: engine.Time(key)}
	}
	for _, st := range f.TypeStats.All {
		st.Done, st.Late, st.Tardy = key, key, float64(key)
	}
	for _, st := range f.CheckStats.All {
		st.Escaped, st.Skipped = key, key
	}
	return f
}

// TestPoliciesAreBlind holds every registered policy against both tests of blindness.
func TestPoliciesAreBlind(t *testing.T) {
	raised := map[decide.Kind]bool{decide.KindRelease: true, decide.KindDispatch: true, decide.KindAssign: true, decide.KindInspect: true, decide.KindMaintain: true}
	for _, e := range rules.All() {
		t.Run(e.For.String()+" "+e.Name, func(t *testing.T) {
			if !raised[e.For] {
				t.Fatalf("no kind of equipment raises %s requests yet: add one to the shop", e.For)
			}
			length := 7 * engine.Hour
			rule := fmt.Sprintf("%q", e.Name)
			if strings.HasPrefix(e.Name, "roll-out") {
				length, rule = 4*engine.Hour, fmt.Sprintf(`{ rule = %q, horizon = "5 min", futures = 3 }`, e.Name)
			}
			asked, future, hidden := blindness(t, shopWith(e.For, rule), Registry(), e.For, length)
			if _, ok := e.New().(decide.FirstCome); ok {
				if asked != 0 && e.For != decide.KindAssign { // routes have their own rule, too
					t.Errorf("asked %d times though there is nothing to decide", asked)
				}
				return
			}
			if asked < 20 {
				t.Errorf("asked only %d times", asked)
			}
			if future > 0 {
				t.Errorf("%d of %d answers change with luck that is still to come", future, asked)
			}
			if hidden > 0 {
				t.Errorf("%d of %d answers change with what no sensor reports", hidden, asked)
			}
		})
	}
}

// prophet takes what is good for the next breakdown, which it cannot know.
type prophet struct{}

func (prophet) Decide(v decide.View, r decide.Request) decide.Action {
	s := v.(*view).s
	sum := engine.Time(0)
	for _, f := range s.Failures.All {
		t := s.Timers.At(f.Timer)
		sum += t.Total - t.AgeAt(s.Now())
	}
	return anyOpen(v, r, int(sum/engine.Millisecond))
}

// inspector looks into the machines, where there is no sensor.
type inspector struct{}

func (inspector) Decide(v decide.View, r decide.Request) decide.Action {
	s := v.(*view).s
	worn := engine.Time(0)
	for _, f := range s.Failures.All {
		worn += s.Timers.At(f.Timer).AgeAt(s.Now())
	}
	return anyOpen(v, r, int(worn/engine.Millisecond))
}

// anyOpen picks one of the choices by a number.
func anyOpen(v decide.View, r decide.Request, n int) decide.Action {
	if r.Choices() == 1 && n%2 == 1 {
		return decide.WaitUntil(v.Now() + engine.Minute)
	}
	for k := range r.Choices() {
		if a := decide.Take((n + k) % r.Choices()); a.Check(r) == nil {
			return a
		}
	}
	return decide.Wait()
}

// TestCheatsAreFoundOut proves that the tests of blindness can fail.
func TestCheatsAreFoundOut(t *testing.T) {
	for _, k := range []decide.Kind{decide.KindRelease, decide.KindDispatch, decide.KindAssign, decide.KindInspect, decide.KindMaintain} {
		reg := Registry()
		decide.Register(reg,
			decide.Entry{Name: "prophet", For: k, Doc: "Cheats.", New: func() decide.Policy { return &prophet{} }},
			decide.Entry{Name: "inspector", For: k, Doc: "Cheats.", New: func() decide.Policy { return &inspector{} }})
		asked, future, _ := blindness(t, shopWith(k, `"prophet"`), reg, k, 4*engine.Hour)
		if future < 3 || asked < 5 {
			t.Errorf("%s: who knows the future was found out %d times of %d", k, future, asked)
		}
		asked, _, hidden := blindness(t, shopWith(k, `"inspector"`), reg, k, 4*engine.Hour)
		if hidden < 3 || asked < 5 {
			t.Errorf("%s: who sees hidden things was found out %d times of %d", k, hidden, asked)
		}
	}
}
