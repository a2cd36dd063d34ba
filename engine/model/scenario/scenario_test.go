package scenario_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
)

// summary writes a scenario out in a few lines.
func summary(s *scenario.Scenario) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	sets := func(list []model.Setting) string {
		var out []string
		for _, s := range list {
			out = append(out, fmt.Sprintf("%s=%v", strings.Join(s.Path, "."), s.Value))
		}
		return strings.Join(out, " ")
	}
	run := s.Run
	line("run %v s, warm-up %v (auto %v), %d times, seed %d", run.Length, run.WarmUp, run.AutoWarmUp, run.Replications, run.Seed)
	for _, p := range run.Precision {
		line("precision %s %v", p.Measure, p.Relative)
	}
	for _, m := range s.Measures {
		var paths []string
		for _, t := range m.Targets {
			paths = append(paths, t.Path())
		}
		line("measure %s: %s of %s per %v, scheduled %v, %v", m.Name, m.Kind.Name, strings.Join(paths, " "), m.Per.Seconds, m.Per.Scheduled, m.Dim())
	}
	for _, v := range s.Variants() {
		line("variant %s: %s (%s)", v.Name, sets(v.Sets), v.Why.EN)
	}
	for _, e := range s.Events {
		var paths []string
		for _, n := range e.Action.Nodes {
			paths = append(paths, n.Path)
		}
		extra := sets(e.Action.Sets)
		if e.Action.Failure != "" {
			extra += "by " + e.Action.Failure
		}
		if e.Action.Factor != 0 {
			extra += fmt.Sprint("times ", e.Action.Factor)
		}
		line("event %v s: %v %s for %v, %d, %s", e.At, e.Action.Verb, strings.Join(paths, " "), e.Action.For, e.Action.N, extra)
	}
	for _, e := range s.Expectations {
		line("expect %s: %s (difference %v) %s %v +- %.6g", e.Case, e.Measure, e.Difference, e.Op, e.Bound, e.Within)
	}
	return b.String()
}

func TestExample(t *testing.T) {
	s, m, problems := scenario.Load(filepath.Join("testdata", "second-washer.toml"), kinds(), words)
	if s == nil || m == nil {
		t.Fatal(problems)
	}
	want := `run 7.2576e+06 s, warm-up 604800 (auto false), 20 times, seed 1
measure output: parts of wash.dock per 3600, scheduled true, throughput
measure lead-time: lead-time of part.housing per 0, scheduled false, time
measure busy: busy of wash.washer per 0, scheduled false, share
measure blocked: blocked of machining.line-1.drill machining.line-2.drill per 0, scheduled false, share
variant baseline:  ()
variant second-washer: wash.washer.parallel=2 (38 000 EUR, and it fits beside the first.)
variant faster-washer: wash.washer.cycle=170 s (Upgrade kit, 21 000 EUR.)
variant bigger-queues: machining.line-1.queue.room=20 machining.line-2.queue.room=20 (Free. Is it enough?)
variant batch-size=2: wash.washer.batch=2 ()
variant batch-size=4: wash.washer.batch=4 ()
variant batch-size=6: wash.washer.batch=6 ()
variant batch-size=8: wash.washer.batch=8 ()
event 707400 s: stop machining.line-1.mill for 21600, 0, 
expect baseline: busy (difference false) > 0.8 +- 0
expect second-washer: busy (difference false) < 0.6 +- 0
expect second-washer: lead-time (difference true) < 0 +- 0
`
	if d := cmp.Diff(want, summary(s)); d != "" {
		t.Error(d)
	}
	if s.Question.In("zh") != s.Question.In("en") || s.Measure("busy") == nil || s.Measure("bsy") != nil {
		t.Error("the question has one language, and busy is measured")
	}
}

// head makes a whole scenario of a piece.
const head = "format = 1\nfactory = \"gearbox.toml\"\n"

const formsSource = head + `title = { en = "Wash", zh = "清洗" }
[run]
length = "4 weeks"
precision = { output = "1 %", "lead-time" = "2 %" }
[measure]
output = "wash.dock.parts per hour"
lead-time = "part.*.lead-time"
energy = "factory.energy per day"
crew = "people.inspectors.utilisation"
wip = "machining.line-*.queue.wip"
[what-if.queues]
why = { zh = "免费" }
set.machining."line-*".queue.room = 20
[what-if.deep.set.wash]
washer = { cycle = "3 min", batch = 4 }
dock.title = "Dock"
[sweep.grid]
why = "both"
vary.wash.washer.batch = [2, 8]
vary.wash.washer.cycle = ["170 s", "uniform(2 min, 3 min)"]
[[event]]
at = "day 2 7:30"
do = "set machining.*.mill.cycle to 170 s"
[[event]]
at = 2026-01-05 12:00:00
do = "release 10 housing at machining.line-1.castings"
[[event]]
at = "36 h"
do = "stop machining"
[[event]]
at = "day 3"
do = "start machining"
[[event]]
at = "4 days"
do = "break machining by  spindle  for 90 min"
[[event]]
at = "5 days"
do = "break machining.*.mill"
[[event]]
at = "6 days"
do = "repair machining"
[[event]]
at = "6 days"
do = "speed machining.line-1.mill 50 % for 2 h"
[expect]
baseline = "output = 45 /h +- 2 %"
queues = ["wip <= 12.5", "crew = 80 % +- 2 %", "output ≥ 40 /h", "output = 45 parts/h ± 1 /h"]
"grid=8,170 s" = ["difference.output > 0 /h"]
`

const formsSummary = `run 2.4192e+06 s, warm-up 0 (auto true), 0 times, seed 1
precision output 0.01
precision lead-time 0.02
measure output: parts of wash.dock per 3600, scheduled false, throughput
measure lead-time: lead-time of part.housing per 0, scheduled false, time
measure energy: energy of factory per 86400, scheduled false, power
measure crew: utilisation of people.inspectors per 0, scheduled false, share
measure wip: wip of machining.line-1.queue machining.line-2.queue per 0, scheduled false, count
variant baseline:  ()
variant queues: machining.line-1.queue.room=20 machining.line-2.queue.room=20 ()
variant deep: wash.washer.cycle=3 min wash.washer.batch=4 wash.dock.title=Dock ()
variant grid=2,170 s: wash.washer.batch=2 wash.washer.cycle=170 s (both)
variant grid=2,uniform(2 min, 3 min): wash.washer.batch=2 wash.washer.cycle=uniform(2 min, 3 min) (both)
variant grid=8,170 s: wash.washer.batch=8 wash.washer.cycle=170 s (both)
variant grid=8,uniform(2 min, 3 min): wash.washer.batch=8 wash.washer.cycle=uniform(2 min, 3 min) (both)
event 91800 s: set machining.line-1.mill machining.line-2.mill for 0, 0, machining.line-1.mill.cycle=170 s machining.line-2.mill.cycle=170 s
event 21600 s: release machining.line-1.castings for 0, 10, 
event 129600 s: stop machining for 0, 0, 
event 151200 s: start machining for 0, 0, 
event 345600 s: break machining for 5400, 0, by spindle
event 432000 s: break machining.line-1.mill machining.line-2.mill for 0, 0, 
event 518400 s: repair machining for 0, 0, 
event 518400 s: speed machining.line-1.mill for 7200, 0, times 0.5
expect baseline: output (difference false) = 0.0125 +- 0.00025
expect queues: wip (difference false) <= 12.5 +- 0
expect queues: crew (difference false) = 0.8 +- 0.02
expect queues: output (difference false) >= 0.011111111111111112 +- 0
expect queues: output (difference false) = 0.0125 +- 0.000277778
expect grid=8,170 s: output (difference true) > 0 +- 0
`

func TestForms(t *testing.T) {
	s, problems := scenario.Parse("s.toml", []byte(formsSource), gearbox(t), words)
	if s == nil {
		t.Fatal(problems)
	}
	if d := cmp.Diff(formsSummary, summary(s)); d != "" {
		t.Error(d)
	}
	if s.Title.In("zh-CN") != "清洗" || s.Title.In("de") != "Wash" || s.WhatIfs[0].Why.In("en") != "免费" {
		t.Errorf("%+v", s.Title)
	}
}

const mistakesSource = `format = 1
factory = "gearbox.toml"
questoin = "What?"

[run]
length = "12 weaks"
warm-up = 3
replications = 0
sede = 1

[measure]
output = "wash.dok.parts per scheduled hour"
lead-time = "part.housng.lead-time"
busy = "wash.washer.bussy"
blocked = "machining.*.saw.blocked"
share = "wash.washer.busy per hour"
often = "wash.dock.parts per huor"
place = "wash.washer"
Bad = "wash.dock.parts"
good = "wash.dock.parts per hour"
part = "wash.in.busy"

[what-if.baseline]
set.wash.washer.parallel = 2
[what-if.none]
why = "nothing"
[what-if.typo]
set.wash.washr.parallel = 2
[what-if.star]
set.machining."*".saw.cycle = "1 s"

[sweep.batch]
vary.wash.washer.batch = 2
[sweep.zero]
vary.wash.washer.batch = [2, 0]

[[event]]
at = "2025-12-31"
do = "stop wash.washer for 6 hours or so"
[[event]]
at = "noon"
do = "stopp wash.washer"
[[event]]
at = 36
do = "set wash.washer.batch to many"
[[event]]
do = "release ten gear at wash.dock"

[expect]
baselin = ["good > 1 /h"]
baseline = ["god > 1 /h", "difference.good > 1 /h", "good > 80 %", "good = 45 /h", "good", "good > 1 /h +- 2 %", "good => 1 /h", 7]
`

const mistakes = `s.toml:3:1: questoin: a scenario has no "questoin"; did you mean "question"?
s.toml:6:14: run.length: "weaks" is no unit; did you mean "weeks"?
s.toml:7:11: run.warm-up: 3 has no unit; this is a time: try "3 s", "3 min", "3 h"
s.toml:8:16: run.replications: want a number from 1 to 1000000
s.toml:9:1: run.sede: [run] has no "sede"; did you mean "seed"?
s.toml:12:11: measure.output: there is no "dok" in wash; did you mean "wash.dock"?
s.toml:13:14: measure.lead-time: there is no part "housng"; did you mean "housing"?
s.toml:14:21: measure.busy: a machine has no measure "bussy"; did you mean "busy"?
s.toml:15:12: measure.blocked: no place matches machining.*.saw
s.toml:16:27: measure.share: busy is not counted, so it is not "per" a time: it is a share
s.toml:17:30: measure.often: "huor" is no time to count by; did you mean "hour"?
s.toml:18:10: measure.place: wash.washer is a place; say which measure of it: wash.washer.parts
s.toml:19:1: measure.Bad: "Bad" cannot be a name: names are small letters, digits and "-", and begin with a letter
s.toml:21:17: measure.part: a conveyor has no measure "busy"; there is parts, wip
s.toml:23:10: what-if.baseline: "baseline" is the factory as it is written; a variant must have another name
s.toml:25:10: what-if.none: this what-if changes nothing: set.wash.washer.parallel = 2, for example
s.toml:28:27: wash.washr.parallel: WITH
s.toml:30:31: machining.*.saw.cycle: WITH
s.toml:33:26: sweep.batch.vary.wash.washer.batch: want a list of values: [2, 4, 8]
s.toml:35:30: wash.washer.batch: WITH
s.toml:38:6: event.at: this is before the start of the simulation, 2026-01-05 06:00
s.toml:39:30: event.do: "hours" is no unit; did you mean "h"?
s.toml:41:6: event.at: "noon" is no time; write it like "2026-01-13 10:30", "day 9 10:30" or "36 h"
s.toml:42:7: event.do: "stopp" is nothing that an event can do; did you mean "stop"?
s.toml:44:6: event.at: 36 has no unit; this is a time: try "36 s", "36 min", "36 h"
s.toml:45:6: wash.washer.batch: WITH
s.toml:46:1: event: this event has no time: at = "2026-01-13 10:30", "day 9 10:30" or "36 h"
s.toml:47:15: event.do: "ten" is no number of parts; want one from 1 to 1000000
s.toml:47:19: event.do: there is no part "gear"; there is housing
s.toml:47:27: event.do: parts are released at a source; wash.dock is a sink
s.toml:50:1: expect.baselin: there is no variant "baselin"; did you mean "baseline"?
s.toml:51:14: expect.baseline: there is no measure "god"; did you mean "good"?
s.toml:51:28: expect.baseline: the baseline does not differ from itself; this belongs to a what-if
s.toml:51:61: expect.baseline: "80 %" is a share, want a throughput
s.toml:51:68: expect.baseline: nothing that is measured is exactly equal; say how near: "good = 45 /h +- 2 %"
s.toml:51:84: expect.baseline: "good" compares nothing; write it like "busy > 80 %"
s.toml:51:105: expect.baseline: "+-" goes with "=" only
s.toml:51:120: expect.baseline: "=>" is no comparison; there is <, <=, >, >= and =
s.toml:51:130: expect.baseline: want a comparison such as "busy > 80 %", not a number
`

// A file with many mistakes tells them all, once each, in file order.
func TestAllMistakes(t *testing.T) {
	_, problems := scenario.Parse("s.toml", []byte(mistakesSource), gearbox(t), words)
	wanted := strings.Split(mistakes, "\n")
	var got []string
	for i, p := range problems {
		line := p.Error()
		// What With says of a setting is package model's own.
		if i < len(wanted) && strings.HasSuffix(wanted[i], "WITH") {
			line = line[:strings.LastIndex(line, p.Msg)] + "WITH"
		}
		got = append(got, line)
	}
	if d := cmp.Diff(mistakes, strings.Join(got, "\n")+"\n"); d != "" {
		t.Error(d)
	}
	if detail := problems[1].Detail(); !strings.HasSuffix(detail, "\n   length = \"12 weaks\"\n                ^^^^^") {
		t.Error(detail)
	}
}

func TestMessages(t *testing.T) {
	m := gearbox(t)
	run := "[run]\nlength = \"1 week\"\n"
	for src, want := range map[string]string{
		"":                                     "s.toml: this file is empty; a scenario begins with format = 1",
		"\xff":                                 "s.toml: this is no text in UTF-8; save it as UTF-8, or give another file",
		"a = [":                                `s.toml:1:5: this array has no closing "]"`,
		"a = 1x":                               "",
		"format = 2\n":                         "s.toml:1:10: format: this file has format 2; this version of Takt reads format 1 and none newer",
		"factory = \"f\"\n" + run:              "s.toml:1:1: format: a scenario begins with the line: format = 1",
		"factory = \"f\"\nformat = 1\n" + run:  "s.toml:2:1: format: format = 1 stands before everything else",
		"format = 1\n" + run:                   `s.toml:1:1: factory: a scenario names its factory: factory = "factory.toml"`,
		"format = 1\n[factory]\n":              `s.toml:2:2: factory: this is a factory file; a scenario names one: factory = "factory.toml"`,
		head:                                   `s.toml:1:1: run: a scenario says how long to run: [run] with length = "12 weeks"`,
		head + "use = [\"x\"]\n" + run:         "s.toml:3:1: use: `use` is reserved for a later format",
		head + "[run]\n":                       `s.toml:3:1: run: the length is missing: length = "12 weeks"`,
		head + "[run]\nlength = \"0 s\"\n":     "s.toml:4:10: run.length: a run takes some time",
		head + run + "warm-up = \"8 days\"\n":  "s.toml:5:11: run.warm-up: the warm-up (8 days) leaves nothing of the run (7 days) to measure",
		head + run + "warm-up = \"-1 s\"\n":    `s.toml:5:11: run.warm-up: a warm-up cannot be negative; "0 s" is none`,
		head + run + "precision = { x = 1 }\n": `s.toml:5:15: run.precision.x: there is no measure "x"`,
		head + run + "precision = {}\n":        `s.toml:5:13: run.precision: want a precision for some measure: { output = "1 %" }`,
		head + run + "[event]\n":               "s.toml:5:1: event: events are written [[event]], with two brackets",
		head + run + "[measure]\nx = \"busy\"": `s.toml:6:6: measure.x: "busy" names no measure; write it like "wash.dock.parts"`,
		head + run + "[measure]\nx = 1":        `s.toml:6:5: measure.x: want a measure such as "wash.dock.parts per hour", not a number`,
		head + run + "[[event]]\nat = \"2 weeks\"\ndo = \"stop wash\"":                                   "s.toml:6:6: event.at: this is after the end of the run, which takes 7 days",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break\"":                                           "s.toml:7:6: event.do: write which place to break: \"break machining.line-1.mill\"",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.wosher\"":                               "s.toml:7:13: event.do: there is no \"wosher\" in wash; did you mean \"wash.washer\"?",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.dock for 6 h\"":                         "s.toml:7:13: event.do: wash.dock is a sink, and that does not break down",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.washer by spindel for 6 h\"":            "s.toml:7:28: event.do: wash.washer has no failure \"spindel\"; did you mean \"spindle\"?",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.washer for  6 hh\"":                     "s.toml:7:32: event.do: \"hh\" is no unit; did you mean \"h\"?",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.washer for 0 s\"":                       "s.toml:7:29: event.do: this takes some time",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.washer now\"":                           "s.toml:7:25: event.do: after the place comes nothing, or by which failure, or for how long: \"break wash.washer by spindle for 6 h\"",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.washer by\"":                            "s.toml:7:6: event.do: \"by\" wants the name of a failure",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"break wash.washer for\"":                           "s.toml:7:6: event.do: \"for\" wants a time, such as \"for 6 h\"",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"repair wash.washer for 6 h\"":                      "s.toml:7:26: event.do: after the place comes nothing: \"repair wash.washer\"",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"speed wash.washer\"":                               "s.toml:7:6: event.do: write which place goes how fast: \"speed machining.line-1.mill 50 % for 2 h\"",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"speed wash.washer 0 %\"":                           "s.toml:7:25: event.do: a speed is from 0.1 % to 100000 %; what is to stand still is stopped: \"stop wash.washer\"",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"speed wash.dock 50 %\"":                            "s.toml:7:13: event.do: wash.dock is a sink; machines, stations and sources have a speed",
		head + run + "[[event]]\nat = \"1 h\"\ndo = \"spead wash.dock 50 %\"":                            "s.toml:7:7: event.do: \"spead\" is nothing that an event can do; did you mean \"speed\"?",
		head + run + "[what-if.a]\nset.wash.dock.title = \"x\"\n[sweep.a]\nvary.wash.washer.batch = [1]": `s.toml:7:8: sweep.a: there is already a what-if "a"`,
		head + run + "[run.x]\ny = { a = 1,\n b = 2 }":                                                   "s.toml:6:13: an inline table {…} stays on one line (TOML 1.0); write a table header instead",
	} {
		s, problems := scenario.Parse("s.toml", []byte(src), m, words)
		if s != nil || len(problems) == 0 || want != "" && problems[0].Error() != want && !said(problems, want) {
			t.Errorf("%q:\ngot  %v\nwant %s", src, problems.Err(), want)
		}
	}
}

func said(problems model.Problems, want string) bool {
	for _, p := range problems {
		if p.Error() == want {
			return true
		}
	}
	return false
}

func TestLoadMissing(t *testing.T) {
	_, _, problems := scenario.Load(filepath.Join("testdata", "no-such.toml"), kinds(), words)
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Error(), "no-such.toml: there is no such file") {
		t.Error(problems)
	}
}

// Whatever the bytes are, there is a scenario or there are mistakes at places
// that exist.
func FuzzParse(f *testing.F) {
	m := gearbox(f)
	f.Add([]byte(example(f)))
	f.Add([]byte(head + "[run]\nlength=\"1 week\"\n[measure]\na=\"part.*.lead-time\"\n[[event]]\nat=\"day 2 7:30\"\ndo=\"set machining.*.mill.cycle to 170 s\"\n[expect]\nbaseline=\"a = 45 s ± 2 %\""))
	f.Add([]byte(head + "[what-if.a]\nset.machining.\"*\".queue.room = [1]\n[sweep.b]\nvary.wash.washer = [{batch=2}]\n[[event]]\nat=1979-05-27\ndo=\"release 1 housing at *.*.castings\""))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, problems := scenario.Parse("s.toml", src, m, words)
		if (s == nil) != (problems.Err() != nil) {
			t.Fatalf("a scenario and mistakes, or neither: %v", problems)
		}
		lines := strings.Count(string(src), "\n") + 1
		for _, p := range problems {
			if p.File != "s.toml" {
				continue // a change can make a mistake of what the factory has elsewhere
			}
			if p.Msg == "" || p.Line > lines || p.Line > 0 && p.Col < 1 || p.Col > len(p.Source)+1 {
				t.Fatalf("a poor problem: %+v", p)
			}
		}
		if s != nil {
			s.Variants()
		}
	})
}
