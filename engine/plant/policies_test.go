package plant

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/stat"
)

// TestSkipLotFollowsDodge: the share inspected and the bad parts let through by CSP-1
// (Dodge 1943): u = (1 - q^i)/(p q^i) parts looked at until i in a row are good, then
// v = 1/(f p) until the next bad one is found.
func TestSkipLotFollowsDodge(t *testing.T) {
	for _, c := range []struct {
		clear int
		share float64
		bad   float64
	}{{5, 0.2, 0.1}, {10, 0.1, 0.05}, {20, 0.25, 0.02}} {
		text := fmt.Sprintf(`
[factory]
[part.a]
[line]
kind = "line"
flow = "in -> check -> out"
[line.in]
kind = "source"
part = "a"
every = "10 s"
[line.check]
kind = "station"
cycle = "1 s"
yield = "%g %%"
inspect = { rule = "skip-lot", clear = %d, share = "%g %%" }
[line.out]
kind = "sink"
`, 100-100*c.bad, c.clear, 100*c.share)
		s := parse(t, text).New(6, 0) // 150 seeds agree with Dodge to .3 %; of these 5 is the farthest off
		q := math.Pow(1-c.bad, float64(c.clear))
		u, v := (1-q)/(c.bad*q), 1/(c.share*c.bad)
		want := (u + c.share*v) / (u + v)
		var looked, escaped []float64
		const batch = 5000 // parts
		for k := range 40 {
			before := *s.CheckStats.At(0)
			s.Run(engine.Time(k+1)*batch*10*engine.Second + 5*engine.Second)
			st := s.CheckStats.At(0)
			looked = append(looked, 1-float64(st.Skipped-before.Skipped)/batch)
			escaped = append(escaped, float64(st.Escaped-before.Escaped)/batch)
		}
		for _, m := range []struct {
			what string
			got  []float64
			want float64
		}{{"looked at", looked, want}, {"bad and let through", escaped, c.bad * (1 - want)}} {
			if v := stat.MeanInterval(m.got, 0.999); m.want < v.Low || m.want > v.High {
				t.Errorf("clear %d, share %g, %g bad: %.5f ± %.5f %s, Dodge says %.5f", c.clear, c.share, c.bad, v.Mean, v.Half, m.what, m.want)
			}
		}
	}
}

// TestInspectShareIsExact: of every hundred parts exactly the share is looked at.
func TestInspectShareIsExact(t *testing.T) {
	for _, percent := range []int{0, 1, 10, 25, 33, 50, 66, 99, 100} {
		text := shopWith(decide.KindInspect, fmt.Sprintf(`{ rule = "share", share = "%d %%" }`, percent))
		s := parse(t, text).New(1, 0)
		s.RunWhile(100*engine.Hour, func(s *Sim) bool { return s.Stats.At(s.plant.index["shop.check"]).Finished < 300 })
		st, skipped := s.Stats.At(s.plant.index["shop.check"]), s.CheckStats.At(0).Skipped
		if got := int(st.Finished - skipped); st.Finished != 300 || got < 3*percent-1 || got > 3*percent+1 {
			t.Errorf("%d %%: %d of %d parts looked at", percent, got, st.Finished)
		}
	}
}

// TestRepairRules: which of four broken machines a lone fitter repairs, and when.
func TestRepairRules(t *testing.T) {
	for rule, want := range map[string]string{
		"fifo":             "a 100+60 b 160+40 c 200+20 d 220+30",
		"shortest-repair":  "a 100+60 c 160+20 d 180+30 b 210+40",
		"bottleneck-first": "a 100+60 d 160+30 b 190+40 c 230+20",
	} {
		places := ""
		// All break at 100 s of the calendar or shortly after; before d most work waits.
		for i, m := range []string{"a", "b", "c", "d"} {
			places += fmt.Sprintf(`
[line.in-%[1]s]
kind = "source"
part = "%[1]s"
every = "9 s"
when-full = "queue"
[line.%[1]s]
kind = "machine"
cycle = "%[2]d s"
queue = "unlimited"
mtbf = "constant(%[3]d s)"
mttr = "constant(%[4]d s)"
failure-clock = "calendar"
needs = [{ crew = "fitter", during = "repair" }]
`, m, []int{8, 8, 8, 12}[i], 100+i, []int{60, 40, 20, 30}[i])
		}
		text := "[factory]\n[part.a]\n[part.b]\n[part.c]\n[part.d]\n[people.fitter]\nn = 1\nrepairs = \"" + rule + "\"\n[line]\nkind = \"line\"\nflow = [\"in-a -> a -> out\", \"in-b -> b -> out\", \"in-c -> c -> out\", \"in-d -> d -> out\"]\n[line.out]\nkind = \"sink\"\n" + places
		s := parse(t, text).New(1, 0)
		var got []string
		s.Observe(func(e engine.Event) {
			if e.Kind == onRepaired {
				f := s.Failures.At(e.Target)
				long := s.Timers.At(f.Repair).Total
				path := s.plant.places[s.Slots.At(f.Slot).Place].path
				got = append(got, fmt.Sprintf("%s %v+%v", strings.TrimPrefix(path, "line."), (s.Now()-long).Seconds(), long.Seconds()))
			}
		})
		s.Run(255 * engine.Second)
		if have := strings.Join(got, " "); have != want {
			t.Errorf("%s: %s, want %s", rule, have, want)
		}
	}
}

// TestCrewServesByRule: an operator who is short goes first to the urgent part.
func TestCrewServesByRule(t *testing.T) {
	for rule, want := range map[string]string{"first": "a10 b20 c30", "urgent": "a10 c20 b30"} {
		text := `
[factory]
[part.a]
[part.b]
[part.c]
priority = 5
[[orders]]
part = "a"
[[orders]]
part = "b"
release = "1 s"
[[orders]]
part = "c"
release = "2 s"
[people.op]
n = 1
serves = "` + rule + `"
[line]
kind = "line"
flow = ["in -> m -> out"]
[line.in]
kind = "source"
orders = true
[line.m]
kind = "machine"
parallel = 3
cycle = "10 s"
needs = [{ crew = "op" }]
[line.out]
kind = "sink"
`
		if got := departures(parse(t, text).New(1, 0), engine.Minute); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
}

// TestNobodyGoesRoundBetweenCrews: who wants people of two crews, each of which has
// somebody in line who wants more than is there, is served all the same.
func TestNobodyGoesRoundBetweenCrews(t *testing.T) {
	text := "[factory]\n"
	for _, crew := range []string{"left", "right"} {
		text += "[people." + crew + "]\nn = 3\nserves = \"urgent\"\n"
	}
	text += "[line]\nkind = \"line\"\nflow = ["
	places := ""
	for i, needs := range []string{
		`{ crew = "left", n = 2 }, { crew = "right", n = 2 }`,   // busy from the start
		`{ crew = "left", n = 3 }`, `{ crew = "right", n = 3 }`, // each waits in a line
		`{ crew = "left" }, { crew = "right" }`,
	} {
		text = fmt.Sprintf("[part.p%[1]d]\n", i) + text + fmt.Sprintf("\"in%[1]d -> m%[1]d -> out\", ", i)
		places += fmt.Sprintf("[line.in%[1]d]\nkind = \"source\"\npart = \"p%[1]d\"\nlimit = 1\nevery = \"1 s\"\nfirst = \"%[1]d s\"\n[line.m%[1]d]\nkind = \"machine\"\ncycle = \"%[2]d s\"\nneeds = [%[3]s]\n", i, 100-30*i, needs)
	}
	s := parse(t, text+"]\n"+places+"[line.out]\nkind = \"sink\"\n").New(1, 0)
	if got, want := departures(s, engine.Hour), "p313 p0100 p1170 p2140"; !same(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	if err := s.Endless(); err != nil {
		t.Error(err)
	}
}

// same compares lists of words in any order.
func same(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// TestUnseenPartsTakeNobodysTime: a part that is not looked at passes without the
// inspector, who is away.
func TestUnseenPartsTakeNobodysTime(t *testing.T) {
	s := parse(t, `
[factory]
clock = "2026-01-05 06:00"
[part.a]
[calendar.noon]
week = "12:00-13:00"
[people.inspector]
n = 1
calendar = "noon"
[line]
kind = "line"
flow = "in -> check -> out"
[line.in]
kind = "source"
part = "a"
every = "10 s"
limit = 20
[line.check]
kind = "station"
cycle = "5 s"
yield = "99 %"
needs = [{ crew = "inspector" }]
inspect = { rule = "share", share = "10 %" }
[line.out]
kind = "sink"
`).New(1, 0)
	s.Run(engine.Hour)
	if done := s.TypeStats.At(0).Done; done != 9 {
		t.Errorf("%d parts passed before the one that waits for the inspector, want 9", done)
	}
	s.Run(12 * engine.Hour)
	r := s.Report()
	for _, i := range []uint32{s.plant.index["line"], s.plant.index["line.check"]} {
		if n, err := r.Measure(int(i), "unseen", PerRun); n != 18 || err != nil {
			t.Errorf("%v parts of 20 passed unseen (%v), want 18", n, err)
		}
	}
	if n, err := r.Measure(int(s.plant.index["line.check"]), "escaped", PerRun); n != float64(s.CheckStats.At(0).Escaped) || err != nil {
		t.Errorf("%v bad ones passed (%v)", n, err)
	}
}

// waiter takes nothing before an instant, and then the first.
type waiter struct {
	Until float64 `key:"until" dim:"time" default:"25 s" doc:"when it begins"`
}

func (w *waiter) Decide(v decide.View, r decide.Request) decide.Action {
	if until := engine.Seconds(w.Until); v.Now() < until {
		return decide.WaitUntil(until)
	}
	return decide.Take(0)
}

// TestPoliciesMayWait: a place, a source and a crew whose policy wants to wait are
// asked again when it said.
func TestPoliciesMayWait(t *testing.T) {
	reg := Registry()
	for _, k := range []decide.Kind{decide.KindDispatch, decide.KindRelease} {
		decide.Register(reg, decide.Entry{Name: "wait", For: k, Doc: "Waits.", New: func() decide.Policy { return &waiter{Until: 25} }})
	}
	for keys, want := range map[[2]string]string{
		{`dispatch = "wait"`, ""}:                              "a35 a45 a55",
		{`dispatch = { rule = "wait", until = "1 min" }`, ""}:  "a70 a80 a90",
		{"", `release = { rule = "wait", until = "30 s" }`}:    "a40 a50 a60",
		{`dispatch = { rule = "wait", until = "100 ms" }`, ""}: "a10.1 a20.1 a30.1",
	} {
		text := `
[factory]
[part.a]
[line]
kind = "line"
wip-limit = 9
flow = "in -> m -> out"
[line.in]
kind = "source"
part = "a"
batch = 3
limit = 1
every = "1 s"
first = "0 s"
when-full = "queue"
` + keys[1] + `
[line.m]
kind = "machine"
cycle = "10 s"
queue = 5
` + keys[0] + `
[line.out]
kind = "sink"
`
		if got := departures(parseWith(t, text, reg).New(1, 0), 2*engine.Minute); got != want {
			t.Errorf("%v: %s, want %s", keys, got, want)
		}
	}
}

// TestRulesOfFiles: what a file may and may not say of policies.
func TestRulesOfFiles(t *testing.T) {
	for line, want := range map[string]string{
		`dispatch = "edd"`: "",
		`dispatch = { rule = "atc", k = 3, wait = 2.5 }`:                                       "",
		`dispatch = { rule = "roll-out", base = "edd" }`:                                       "",
		`dispatch = { rule = "roll-out", base = { rule = "atc", k = 3 }, horizon = "30 min" }`: "",
		`prefer = "least-work"`:                             "",
		`dispatch = "atcc"`:                                 `"atcc" is no dispatch; did you mean "atc"?`,
		`dispatch = { rule = "atcc", k = 2 }`:               `"atcc" is no dispatch; did you mean "atc"?`,
		`dispatch = { rule = "atc", kk = 2 }`:               `the rule "atc" has no "kk"; did you mean "k"?`,
		`dispatch = { rule = "edd", k = 2 }`:                `the rule "edd" has no "k"`,
		`dispatch = { rule = "atc", k = 0 }`:                `k must be at least 0.01`,
		`dispatch = { rule = "roll-out", horizon = 2 }`:     `2 has no unit`,
		`dispatch = { rule = "roll-out", horizon = "2 m" }`: `"2 m" is a length, want a time`,
		`dispatch = { rule = "roll-out", base = "add" }`:    `"add" is no base; did you mean "edd"?`,
		`dispatch = { k = 2 }`:                              `this table wants the name of a rule: dispatch = { rule = "fifo" }`,
		`dispatch = 3`:                                      `want a text, in quotes: "3"`,
		`prefer = "edd"`:                                    `"edd" is no prefer`,
		`inspect = "all"`:                                   "only a station with a yield below 100 % inspects",
	} {
		text := "format = 1\n" + strings.Replace(mm1, `kind = "machine"`, "kind = \"machine\"\n"+line, 1)
		_, problems := model.Parse("f.toml", []byte(text), Registry(), nil)
		got := ""
		if len(problems) > 0 {
			got = problems[0].Msg
		}
		if len(problems) > 1 || (want == "") != (got == "") || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q (%d problems)", line, got, want, len(problems))
		}
	}
}

// TestReleaseNeedsALimit: a rule about a limit that is not there is a mistake.
func TestReleaseNeedsALimit(t *testing.T) {
	text := "format = 1\n" + strings.Replace(mm1, `kind = "source"`, "kind = \"source\"\nrelease = \"open\"", 1)
	_, problems := model.Parse("f.toml", []byte(text), Registry(), nil)
	if len(problems) != 1 || problems[0].Msg != "nothing holds its parts back: no level around it has a wip-limit" {
		t.Error(problems)
	}
	text = strings.Replace(text, `kind = "line"`, "kind = \"line\"\nwip-limit = 3", 1)
	if _, problems = model.Parse("f.toml", []byte(text), Registry(), nil); len(problems) > 0 {
		t.Error(problems)
	}
}

// TestRulesCountInTheFingerprintOfAModel: other parameters make another model.
func TestRulesCountInTheFingerprintOfAModel(t *testing.T) {
	hash := func(line string) uint64 {
		return parse(t, strings.Replace(mm1, `kind = "machine"`, "kind = \"machine\"\n"+line, 1)).Model().Hash()
	}
	if hash(`dispatch = "atc"`) != hash(`dispatch = { rule = "atc", k = 2 }`) {
		t.Error("a default that is written makes another model")
	}
	if hash(`dispatch = "atc"`) == hash(`dispatch = { rule = "atc", k = 3 }`) {
		t.Error("another parameter makes the same model")
	}
	if hash(`dispatch = "edd"`) == hash(`dispatch = "spt"`) {
		t.Error("another rule makes the same model")
	}
}

// TestWrongAnswersAreMistakes: a policy that picks what is not there is named.
func TestWrongAnswersAreMistakes(t *testing.T) {
	reg := Registry()
	decide.Register(reg, decide.Entry{Name: "wild", For: decide.KindDispatch, Doc: "Wrong.", New: func() decide.Policy { return &wild{} }})
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, `the dispatch policy "wild" of shop.m`) || !strings.Contains(got, "pick 99 of") {
			t.Errorf("panic %q", got)
		}
	}()
	parseWith(t, shopWith(decide.KindDispatch, `"wild"`), reg).New(1, 0).Run(engine.Hour)
}

type wild struct{}

func (wild) Decide(decide.View, decide.Request) decide.Action { return decide.Take(99) }
