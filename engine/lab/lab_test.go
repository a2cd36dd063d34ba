package lab_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/lab/local"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/stat"
)

// factory is a small one whose washer holds it.
const factory = `format = 1
[factory]
title = "Wash"
[part.gear]
[line]
kind = "line"
flow = "store -> mill -> queue -> wash -> pack -> dock"
[line.store]
kind = "source"
part = "gear"
[line.mill]
kind = "machine"
cycle = "exponential(60 s)"
[line.queue]
kind = "buffer"
room = 4
[line.wash]
kind = "machine"
cycle = "exponential(100 s)"
mtbf = "4 h"
mttr = "10 min"
[line.pack]
kind = "machine"
cycle = "30 s"
[line.dock]
kind = "sink"
`

const question = `format = 1
factory = "factory.toml"
[run]
length = "3 days"
warm-up = "4 h"
replications = 20
seed = 7
[measure]
output = "line.dock.parts per hour"
busy = "line.*.busy"
lead = "part.gear.lead-time"
washed = "line.wash.parts"
[what-if.faster]
set.line.wash.cycle = "exponential(80 s)"
[what-if.same]
set.line.queue.room = 4
[sweep.room]
vary.line.queue.room = [2, 8]
[expect]
baseline = ["output > 20 /h", "output > 50 /h"]
faster = ["difference.output > 3 /h", "difference.lead < 0 s"]
same = ["difference.output > 0 /h"]
`

// experiment makes one from texts.
func experiment(t testing.TB, factory, question string) *lab.Experiment {
	t.Helper()
	m := parse(t, factory)
	s, problems := scenario.Parse("scenario.toml", []byte(question), m, lab.Words())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := lab.FromScenario(s, m)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func answer(t testing.TB, e *lab.Experiment) *lab.Result {
	t.Helper()
	r, err := local.Run(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestScenario(t *testing.T) {
	r := answer(t, experiment(t, factory, question))
	var names []string
	for _, c := range r.Cases {
		names = append(names, c.Name)
		if c.Replications != 20 || c.Until != 3*engine.Day {
			t.Errorf("%s: %d replications until %v", c.Name, c.Replications, c.Until)
		}
	}
	if got := strings.Join(names, " "); got != "baseline faster same room=2 room=8" {
		t.Errorf("cases %s", got)
	}
	base, faster, same := r.Case("baseline"), r.Case("faster"), r.Case("same")
	if base.Differences != nil || base.Hash != same.Hash || base.ModelHash != same.ModelHash {
		t.Error("a what-if that changes nothing is not the baseline")
	}
	for k, d := range same.Differences {
		if d.Mean != 0 || d.Half != 0 {
			t.Errorf("%s differs by %v from itself", r.Measures[k].Name, d)
		}
	}
	// Common random numbers: the difference is known better than its terms.
	k := r.Measure("output")
	if d := faster.Differences[k]; d.Half > 0.6*(base.Values[k].Half+faster.Values[k].Half) {
		t.Errorf("half widths %.3g and %.3g, of the difference %.3g", base.Values[k].Half, faster.Values[k].Half, d.Half)
	}
	var verdicts []string
	for _, v := range r.Verdicts {
		verdicts = append(verdicts, v.Verdict.String())
	}
	if got := strings.Join(verdicts, " "); got != "holds fails holds holds fails" {
		t.Errorf("verdicts: %s", got)
	}
	if r.Seed != 7 || r.WarmUp.Cut != 4*engine.Hour || r.Version == "" || base.ModelHash == 0 || r.Interrupted || !r.Precise {
		t.Errorf("result: %+v", r.WarmUp)
	}
}

// TestMeasuresOfPatterns: counts add up, shares are averaged.
func TestMeasuresOfPatterns(t *testing.T) {
	m := parse(t, factory)
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	s := p.New(1, 0)
	s.Run(engine.Day)
	rep := s.Report()
	read := func(text string) float64 {
		x, err := lab.ParseMeasure(m, "x", text)
		if err != nil {
			t.Fatal(err)
		}
		v, err := x.Read(m, rep)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	names := []string{"mill", "wash", "pack"}
	sum, mean := 0.0, 0.0
	for _, n := range names {
		sum += read("line." + n + ".failures")
		mean += read("line."+n+".oee") / 3
	}
	if got := read("line.*.failures"); got != sum || sum == 0 {
		t.Errorf("failures %v, want %v", got, sum)
	}
	if got := read("line.*.oee"); math.Abs(got-mean) > 1e-12 {
		t.Errorf("oee %v, want %v", got, mean)
	}
	if day, run := read("line.dock.parts per day"), read("line.dock.parts"); math.Abs(day*86400-run) > 1e-6 {
		t.Errorf("%v a day, %v in one", day*86400, run)
	}
}

func TestParseMeasureTellsMistakes(t *testing.T) {
	m := parse(t, factory)
	for text, want := range map[string]string{
		"line.wash.bussy":            "busy",
		"line.wasch.busy":            "wash",
		"line.wash.busy per hour":    "not counted",
		"":                           "measure",
		"part.gear.lead":             "lead-time",
		"a\x00b":                     "no measure",
		"line.wash.parts \"per hour": "per",
	} {
		if _, err := lab.ParseMeasure(m, "x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q in it", text, err, want)
		}
	}
}

// TestNothingMeasured: no figure is made up where there was nothing to measure.
func TestNothingMeasured(t *testing.T) {
	e := experiment(t, strings.Replace(factory, `"exponential(100 s)"`, `"10 h"`, 1), `format = 1
factory = "factory.toml"
[run]
length = "5 h"
warm-up = "0 s"
replications = 3
[measure]
lead = "part.gear.lead-time"
[expect]
baseline = ["lead > 1 s"]
`)
	r := answer(t, e)
	if v := r.Cases[0].Values[0]; !math.IsNaN(v.Mean) || v.N != 0 {
		t.Errorf("the lead time of no part is %v", v)
	}
	if v := r.Verdicts[0]; v.Verdict != stat.Undecided {
		t.Errorf("verdict %v", v.Verdict)
	}
}

func TestEvents(t *testing.T) {
	run := func(events string) float64 {
		text := strings.Split(question, "[what-if")[0] + events
		r := answer(t, experiment(t, factory, text))
		return r.Cases[0].Values[r.Measure("washed")].Mean
	}
	plain := run("")
	stopped := run("[[event]]\nat = \"24 h\"\ndo = \"stop line.wash for 24 h\"\n")
	again := run("[[event]]\nat = \"24 h\"\ndo = \"stop line.wash\"\n[[event]]\nat = \"48 h\"\ndo = \"start line.wash\"\n")
	twice := run("[[event]]\nat = \"24 h\"\ndo = \"set line.wash.cycle to 50 s\"\n")
	lost := plain * 24 / 68 // a third of the 72 h, of which 4 are not measured
	if math.Abs(stopped-(plain-lost)) > 0.05*plain || stopped != again {
		t.Errorf("%v washed, %v with a day's stop, %v when it is started again; want about %v", plain, stopped, again, plain-lost)
	}
	broken := run("[[event]]\nat = \"24 h\"\ndo = \"break line.wash for 24 h\"\n")
	mended := run("[[event]]\nat = \"24 h\"\ndo = \"break line.wash for 40 h\"\n[[event]]\nat = \"48 h\"\ndo = \"repair line\"\n")
	if broken != mended || math.Abs(broken-stopped) > 0.02*plain {
		t.Errorf("%v washed when it is broken for a day, %v when it is repaired after one, %v when it is stopped", broken, mended, stopped)
	}
	slow := run("[[event]]\nat = \"24 h\"\ndo = \"speed line.wash 50 % for 24 h\"\n")
	if math.Abs(slow-(plain-lost/2)) > 0.05*plain {
		t.Errorf("%v washed with a day at half speed; want about %v", slow, plain-lost/2)
	}
	second := run("[[event]]\nat = \"24 h\"\ndo = \"set line.wash.parallel to 2\"\n")
	if math.Abs(second-twice) > 0.1*plain {
		t.Errorf("%v washed with a second washer from the second day on, %v with one of twice the speed", second, twice)
	}
	if twice < 1.3*plain {
		t.Errorf("%v washed, %v with a washer of half the cycle from the second day on", plain, twice)
	}
}

// TestSameForAnyRunner: nothing depends on who computed what, or in which order.
func TestSameForAnyRunner(t *testing.T) {
	text := strings.Replace(strings.Replace(question, "replications = 20", "replications = 6", 1), "length = \"3 days\"", "length = \"1 day\"", 1)
	want := ""
	for _, workers := range []int{1, 2, 7, 0} {
		for _, cores := range []int{1, 4} {
			old := runtime.GOMAXPROCS(cores)
			e := experiment(t, factory, text)
			r, err := e.Run(context.Background(), local.Runner{Experiment: e, Workers: workers})
			runtime.GOMAXPROCS(old)
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(r); want == "" {
				want = got
			} else if got != want {
				t.Errorf("%d workers on %d cores: another result\n%s\nwant\n%s", workers, cores, got, want)
			}
		}
	}
	e := experiment(t, factory, text)
	r, err := e.Run(context.Background(), backwards{e})
	if err != nil {
		t.Fatal(err)
	}
	if got := summary(r); got != want {
		t.Errorf("backwards: another result\n%s\nwant\n%s", got, want)
	}
}

// backwards is a Runner that takes the last task first.
type backwards struct{ e *lab.Experiment }

func (b backwards) Run(ctx context.Context, tasks []lab.Task, each func(lab.Outcome)) error {
	for i := len(tasks) - 1; i >= 0; i-- {
		out, err := b.e.Do(ctx, tasks[i])
		if err != nil {
			return err
		}
		each(out)
	}
	return nil
}

// summary writes all figures of a result with all their digits.
func summary(r *lab.Result) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Steps, r.WarmUp)
	for i := range r.Cases {
		c := &r.Cases[i]
		fmt.Fprintf(&b, "%s %x %v %v %v %s %v\n", c.Name, c.Hash, c.Values, c.Differences, c.Series, c.Bottleneck.Node.Path, c.Bottleneck.Held)
		for _, p := range c.Places {
			fmt.Fprintln(&b, p.Node.Path, p.Figures)
		}
	}
	return b.String()
}

func TestPanicBecomesAnError(t *testing.T) {
	e := experiment(t, factory, question)
	err := local.Runner{Experiment: e}.Run(context.Background(), []lab.Task{{Case: 1, Replication: 3, WarmUp: -1}, {Case: 99, Replication: 4}}, func(lab.Outcome) {})
	if err == nil || !strings.Contains(err.Error(), "case 99, replication 4") {
		t.Errorf("error %v", err)
	}
}

// TestInterrupted cancels in the middle: what there is comes back.
func TestInterrupted(t *testing.T) {
	e := experiment(t, factory, strings.Replace(question, "replications = 20", "replications = 1000", 1))
	ctx, cancel := context.WithCancel(context.Background())
	r, err := e.Run(ctx, stopping{local.Runner{Experiment: e}, cancel, 25})
	if !errors.Is(err, context.Canceled) || r == nil || !r.Interrupted {
		t.Fatalf("%v, %v", r, err)
	}
	if n := r.Cases[0].Replications; n < 3 || n > 900 {
		t.Errorf("%d replications of the baseline", n)
	}
	if d := r.Case("faster").Differences[0]; d.N < 3 || d.Mean <= 0 {
		t.Errorf("difference %+v", d)
	}
	if p := e.Progress(); p.Tasks != 5000 || p.Done < 25 || p.Events == 0 || p.Simulated >= p.Total {
		t.Errorf("progress %+v", p)
	}
}

// stopping is a Runner that is cancelled after some outcomes.
type stopping struct {
	r      lab.Runner
	cancel func()
	after  int
}

func (s stopping) Run(ctx context.Context, tasks []lab.Task, each func(lab.Outcome)) error {
	n := 0
	return s.r.Run(ctx, tasks, func(o lab.Outcome) {
		if n++; n == s.after {
			s.cancel()
		}
		each(o)
	})
}

// TestInterruptedFirstRun: of a single long run the part that was run counts.
func TestInterruptedFirstRun(t *testing.T) {
	e := experiment(t, factory, strings.Split(question, "[what-if")[0])
	e.Replications = 1
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := e.Run(ctx, oneStep{e})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	c := r.Cases[0]
	if c.Replications != 1 || c.Until <= 0 || c.Until >= e.Length || math.IsNaN(c.Values[1].Mean) {
		t.Errorf("%d replications until %v: %v", c.Replications, c.Until, c.Values)
	}
}

// oneStep is a Runner that starts its tasks although it was cancelled.
type oneStep struct{ e *lab.Experiment }

func (o oneStep) Run(ctx context.Context, tasks []lab.Task, each func(lab.Outcome)) error {
	for _, t := range tasks {
		out, err := o.e.Do(ctx, t)
		if err != nil {
			return err
		}
		each(out)
	}
	return ctx.Err()
}

func TestPrecision(t *testing.T) {
	text := strings.Replace(strings.Split(question, "[what-if")[0], "replications = 20", "precision = { output = \"0.6 %\" }", 1)
	r := answer(t, experiment(t, factory, text))
	v := r.Cases[0].Values[r.Measure("output")]
	if !r.Precise || v.Half > 0.006*v.Mean || v.N <= 20 {
		t.Errorf("reached %v: %+v", r.Precise, v)
	}
	e := experiment(t, factory, text)
	e.Most = 22
	r = answer(t, e)
	if r.Precise || r.Cases[0].Replications != 22 {
		t.Errorf("with at most 22: %d, reached %v", r.Cases[0].Replications, r.Precise)
	}
}

// TestAutoWarmUp: a long line begins empty and needs time to fill.
func TestAutoWarmUp(t *testing.T) {
	text := strings.Replace(strings.Split(question, "[what-if")[0], "warm-up = \"4 h\"", "warm-up = \"auto\"", 1)
	slow := strings.Replace(factory, "room = 4", "room = 300", 1)
	e := experiment(t, slow, strings.Replace(strings.Replace(text, "output = \"line.dock.parts per hour\"", "wip = \"part.gear.wip\"", 1), "3 days", "10 days", 1))
	r := answer(t, e)
	// The store before the washer fills at 60 - 34 parts an hour, so in about 12 h.
	if w := r.WarmUp; !w.Auto || !w.Found || w.Cut < 6*engine.Hour || w.Cut > 48*engine.Hour {
		t.Errorf("warm-up %v, found %v", w.Cut, w.Found)
	}
	e = experiment(t, strings.Replace(factory, "room = 4", "room = 100000", 1), strings.Replace(text, "output = \"line.dock.parts per hour\"", "wip = \"part.gear.wip\"", 1))
	if w := answer(t, e).WarmUp; w.Found {
		t.Errorf("a store that fills for ever has settled at %v", w.Cut)
	}
}

func TestBottleneckOfSmallPlants(t *testing.T) {
	replace := func(old, now string) string { return strings.Replace(factory, old, now, 1) }
	for _, c := range []struct {
		name, factory, node string
		reason              plant.State
		demand              bool
	}{
		{"washer", factory, "line.wash", plant.Busy, false},
		{"washer that is broken", replace(`mttr = "10 min"`, `mttr = "6 h"`), "line.wash", plant.Down, false},
		{"mill", replace(`"exponential(60 s)"`, `"exponential(200 s)"`), "line.mill", plant.Busy, false},
		{"no demand", replace("part = \"gear\"\n", "part = \"gear\"\nevery = \"exponential(10 min)\"\n"), "line.wash", plant.Busy, true},
		{"conwip", replace("kind = \"line\"\n", "kind = \"line\"\nwip-limit = 12\n"), "line.wash", plant.Busy, false},
	} {
		e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: parse(t, c.factory)}}, Length: 2 * engine.Day, Replications: 5, Seed: 3}
		r := answer(t, e)
		b := r.Cases[0].Bottleneck
		if b.Node == nil || b.Node.Path != c.node || b.Reason != c.reason || (b.Demand != nil) != c.demand {
			t.Errorf("%s: %+v", c.name, b)
			continue
		}
		sum := 0.0
		for _, p := range r.Cases[0].Places {
			sum += p.Figures[lab.OnPath].Mean
		}
		if sum < 0.95 || sum > 1.0001 {
			t.Errorf("%s: %.3f of the time is explained", c.name, sum)
		}
	}
}

func TestBottleneckTies(t *testing.T) {
	r := bottleneckOf(t, "exponential(60 s)", "exponential(60 s)", "exponential(30 s)")
	if len(r.Ties) != 1 {
		t.Errorf("two equal machines: %v, ties %v", r.Node.Path, r.Ties)
	}
	if r = bottleneckOf(t, "exponential(90 s)", "exponential(60 s)", "exponential(30 s)"); len(r.Ties) != 0 || r.Node.Name != "m0" {
		t.Errorf("one slow machine: %v, ties %v", r.Node.Path, r.Ties)
	}
	if r.Down == nil || r.Down.Name != "m1" || r.DownWaiting < 0.2 || r.Up != nil {
		t.Errorf("neighbours %+v", r)
	}
}

func bottleneckOf(t *testing.T, cycles ...string) lab.Bottleneck {
	var ms []station
	for _, c := range cycles {
		ms = append(ms, station{law: c})
	}
	e := &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: parse(t, line(ms, []int{3, 3}, -1))}}, Length: 2 * engine.Day, Replications: 8, Seed: 1}
	return answer(t, e).Cases[0].Bottleneck
}

func TestCheckTellsMistakes(t *testing.T) {
	m := parse(t, factory)
	good := func() *lab.Experiment {
		return &lab.Experiment{Cases: []lab.Case{{Name: "baseline", Model: m}}, Length: engine.Hour, Replications: 1}
	}
	for want, spoil := range map[string]func(*lab.Experiment){
		"no case":         func(e *lab.Experiment) { e.Cases = nil },
		"no length":       func(e *lab.Experiment) { e.Length = 0 },
		"leaves nothing":  func(e *lab.Experiment) { e.WarmUp = e.Length },
		`no place "duck"`: func(e *lab.Experiment) { e.Events = []lab.Event{{Do: scenario.Stop, Path: "duck"}} },
		"s.toml:7:1: an event cannot add a place": func(e *lab.Experiment) {
			e.Events = []lab.Event{{Do: scenario.Set, Sets: []model.Setting{{Path: []string{"line", "more"}, Value: map[string]any{"kind": "buffer"}, Pos: model.Pos{File: "s.toml", Line: 7, Col: 1}}}}}
		},
		`no measure "x"`:         func(e *lab.Experiment) { e.Precision = []lab.Precision{{Measure: "x"}} },
		`there is no place "go"`: func(e *lab.Experiment) { e.Measures = []lab.Measure{{Name: "y", Targets: []string{"go"}}} },
	} {
		e := good()
		spoil(e)
		if err := e.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
	if err := good().Check(); err != nil {
		t.Error(err)
	}
}
