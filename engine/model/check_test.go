package model_test

import (
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

// plant is a line with machines of the cycle times given as name=seconds, and a flow.
func plant(flow string, places ...string) string {
	var b strings.Builder
	b.WriteString("format = 1\n[part.a]\n[line]\nkind = \"line\"\nflow = " + flow + "\n")
	for _, p := range places {
		name, rest, _ := strings.Cut(p, " ")
		b.WriteString("[line." + name + "]\n" + strings.ReplaceAll(rest, "; ", "\n") + "\n")
	}
	return b.String()
}

const (
	src  = `src kind = "source"; part = "a"; every = "100 s"`
	dock = `dock kind = "sink"`
)

func machineOf(name, cycle string) string {
	return name + ` kind = "machine"; cycle = "` + cycle + `"`
}

func TestFlowChecks(t *testing.T) {
	test := `test kind = "station"; cycle = "50 s"; yield = "80 %"`
	for _, c := range []struct {
		name, text string
		want       []string // problems, without position; none: the file is good
	}{
		{"a good line", plant(`"src -> a -> dock"`, src, machineOf("a", "60 s"), dock), nil},
		{"closed cycle", plant(`["src -> a -> b -> a"]`, src, machineOf("a", "60 s"), machineOf("b", "60 s")), []string{
			`line.flow: parts can only go round in line.a -> line.b -> line.a: it stops for ever when it is full; lead them out, or give one of its places unlimited room`}},
		{"cycle with an exit", plant(`["src -> a -> test", "test.pass -> dock", "test.fail -> a"]`, src, machineOf("a", "60 s"), test, dock), []string{
			`line.flow: warning: line.a -> line.test -> line.a can block itself for ever when every place in it is full; give one of them unlimited room, or limit what comes in`}},
		{"cycle with an unlimited buffer", plant(`["src -> a -> test", "test.pass -> dock", "test.fail -> hold -> a"]`, src, machineOf("a", "60 s"), test, `hold kind = "buffer"`, dock), nil},
		{"cycle with a small buffer", plant(`["src -> a -> test", "test.pass -> dock", "test.fail -> hold -> a"]`, src, machineOf("a", "60 s"), test, `hold kind = "buffer"; room = 3`, dock), []string{
			`line.flow: warning: line.a -> line.test -> line.hold -> line.a can block itself for ever when every place in it is full; give one of them unlimited room, or limit what comes in`}},
		{"overload", plant(`"src -> a -> dock"`, src, machineOf("a", "2 min"), dock), []string{
			`line.a: warning: 36 parts per hour are sent to this machine, which can do 30`}},
		{"enough in parallel", plant(`"src -> a -> dock"`, src, machineOf("a", "2 min")+"; parallel = 2", dock), nil},
		// 36 an hour, of which a fifth comes back: 45 an hour against 40.
		{"rework makes overload", plant(`["src -> a -> test", "test.pass -> dock", "test.fail -> hold -> a"]`, src, machineOf("a", "90 s"), test, `hold kind = "buffer"`, dock), []string{
			`line.a: warning: 45 parts per hour are sent to this machine, which can do 40`}},
		{"two ways share", plant(`["src -> a -> dock", "src -> b -> dock"]`, src, machineOf("a", "150 s"), machineOf("b", "150 s"), dock), nil},
		{"a way too few", plant(`["src -> a -> b -> dock", "src -> b"]`, src, machineOf("a", "150 s"), machineOf("b", "101 s"), dock), []string{
			`line.b: warning: 36 parts per hour are sent to this machine, which can do 35.6`}},
		{"loose ends", plant(`"src -> a"`, src, machineOf("a", "60 s"), machineOf("b", "60 s"), dock), []string{
			`line.a: warning: no flow leads on from this machine: what comes here stays`,
			`line.b: warning: no flow and no route mentions this machine`,
			`line.dock: warning: no flow and no route mentions this sink`}},
		{"nothing comes", plant(`["src -> a -> dock", "b -> dock"]`, src, machineOf("a", "60 s"), machineOf("b", "60 s"), dock), []string{
			`line.b: warning: no flow leads to this machine`}},
		{"shifts", "[calendar.half]\nweek = \"06:00-18:00\"\n" + plant(`"src -> a -> dock"`, src, machineOf("a", "60 s")+"; calendar = \"half\"", dock), []string{
			`line.a: warning: 72 parts per scheduled hour are sent to this machine, which can do 60`}},
	} {
		text := strings.Replace(c.text, "format = 1\n", "", 1)
		m, problems := model.Parse("f.toml", []byte("format = 1\n"+text), kinds(), nil)
		var got []string
		for _, p := range problems {
			got = append(got, strings.TrimPrefix(p.Error(), p.Pos().String()+": "))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
		if (m == nil) != (len(problems.Errors()) > 0) {
			t.Errorf("%s: a model with mistakes, or none without", c.name)
		}
	}
}

// A job shop needs no flow for routed parts: neither its source nor the assembly that
// takes them in the end is a loose end.
func TestRoutesNeedNoFlow(t *testing.T) {
	reg := kinds()
	reg.Add(model.Kind{Name: "assembly", Transforms: true, In: []string{""}, Out: []string{""}})
	text := plant(`"join -> dock"`, src, machineOf("a", "60 s"), `join kind = "assembly"`, dock) + "[[part.a.route]]\non = \"line.a\"\n"
	if _, problems := model.Parse("f.toml", []byte(text), reg, nil); len(problems) != 0 {
		t.Errorf("got %v", problems)
	}
}

func TestRoutedOverload(t *testing.T) {
	text := plant(`"src -> a -> b -> dock"`, src, machineOf("a", "60 s"), machineOf("b", "60 s"), dock) +
		"[[part.a.route]]\non = \"line.a\"\n[[part.a.route]]\non = \"line.b\"\n[[part.a.route]]\nop = \"again\"\non = \"line.b\"\n"
	_, problems := model.Parse("f.toml", []byte(text), kinds(), nil)
	if len(problems) != 1 || problems[0].Msg != "72 parts per hour are sent to this machine, which can do 60" {
		t.Errorf("got %v", problems)
	}
}
