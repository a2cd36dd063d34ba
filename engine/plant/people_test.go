package plant

import "github.com/taktsim/takt/engine"

const (
	worker = "\n[people.w]; n = 1\n"
	pair   = `"in -> m -> out", "more -> n -> out"`
	pairs  = "\nin source; part = \"a\"\nmore source; part = \"b\"\nout sink\n"
)

var shifts = []behaviour{
	{name: "an operation rests outside the shift and goes on with the rest", flow: chain, plant: shift1 + ready + "m machine; cycle = \"50 s\"; calendar = \"c\"",
		until: 215, exits: "a50 a160 a210", rows: "m: busy 155 off 60"},
	{name: "a break is outside the shift", flow: chain, plant: "[calendar.c]; week = \"06:00-06:10\"; breaks = \"06:01-06:02\"\n" + ready + "m machine; cycle = \"50 s\"; calendar = \"c\"",
		until: 215, exits: "a50 a160 a210", rows: "m: busy 155 off 60"},
	{name: "what ends with the shift ends in it", flow: chain, plant: shift1 + ready + "m machine; cycle = \"30 s\"; calendar = \"c\"", until: 185, exits: "a30 a60 a150 a180"},
	{name: "a set-up rests too", flow: chain, plant: shift1 + ordered + order("a") + order("b") + "m machine; cycle = \"50 s\"; setup = \"20 s\"; queue = 9; calendar = \"c\"",
		until: 200, exits: "a50 b180", rows: "m: waiting 20 busy 100 setup 20 off 60"},
	{name: "the calendar of a line holds for what is in it", flow: chain, plant: shift1 + "line; calendar = \"c\"\n" + ready + "m machine; cycle = \"50 s\"",
		until: 215, exits: "a50 a160 a210", rows: "m: busy 155 off 60; in: blocked 155 off 60"},
	{name: "outside its shifts a machine takes parts into its line", flow: chain,
		plant: shift1 + "in source; part = \"a\"; every = \"70 s\"; limit = 1\nout sink\nm machine; cycle = \"10 s\"; queue = 1; calendar = \"c\"", until: 140, exits: "a130", rows: "in: busy 140"},
}

var crews = []behaviour{
	{name: "two machines take turns with one worker", flow: pair,
		plant: worker + pairs + "m machine; cycle = \"10 s\"; needs = [{ crew = \"w\" }]\nn machine; cycle = \"10 s\"; needs = [{ crew = \"w\" }]",
		until: 40, exits: "a10 b20 a30 b40", rows: "m: busy 20 held 20; n: busy 20 held 20"},
	{name: "two of three workers are not enough for two more", flow: pair,
		plant: "[people.w]; n = 3\n" + pairs + "m machine; cycle = \"10 s\"; needs = [{ crew = \"w\", n = 2 }]\nn machine; cycle = \"10 s\"; needs = [{ crew = \"w\", n = 2 }]",
		until: 40, exits: "a10 b20 a30 b40"},
	{name: "a tool is shared as a worker is", flow: pair,
		plant: "[jig]; kind = \"tool\"; n = 1\n" + pairs + "m machine; cycle = \"10 s\"; needs = [{ tool = \"jig\" }]\nn machine; cycle = \"10 s\"; needs = [{ tool = \"jig\" }]",
		until: 40, exits: "a10 b20 a30 b40"},
	{name: "work stops when its crew goes home", flow: chain, plant: shift1 + "[people.w]; n = 1; calendar = \"c\"\n" + ready + "m machine; cycle = \"50 s\"; needs = [{ crew = \"w\" }]",
		until: 215, exits: "a50 a160 a210", rows: "m: busy 155 held 60"},
	{name: "a crew may finish what it has begun", flow: chain,
		plant: shift1 + "[people.w]; n = 1; calendar = \"c\"; at-shift-end = \"finish\"\n" + ready + "m machine; cycle = \"50 s\"; needs = [{ crew = \"w\" }]",
		until: 175, exits: "a50 a100 a170", rows: "m: busy 155 held 20"},
	{name: "a crew for the set-up only", flow: chain,
		plant: "[calendar.c]; week = \"06:01-06:10\"\n[people.w]; n = 1; calendar = \"c\"\n" + ordered + order("a") + order("b") +
			"m machine; cycle = \"10 s\"; setup = \"15 s\"; queue = 9; needs = [{ crew = \"w\", during = \"setup\" }]",
		until: 100, exits: "a10 b85", rows: "m: waiting 15 busy 20 setup 15 held 50"},
	{name: "nobody is kept while another is missing", flow: pair,
		plant: "[calendar.c]; week = \"06:01-06:10\"\n[people.v]; n = 1; calendar = \"c\"\n" + worker + pairs +
			"m machine; cycle = \"10 s\"; needs = [{ crew = \"w\" }, { crew = \"v\" }]\nn machine; cycle = \"10 s\"; needs = [{ crew = \"w\" }]",
		until: 55, exits: "b10 b20 b30 b40 b50", rows: "m: held 55"},
	{name: "needs of one crew add up", flow: pair,
		plant: "[people.w]; n = 3\n" + pairs + "m machine; cycle = \"10 s\"; needs = [{ crew = \"w\" }, { crew = \"w\" }]\nn machine; cycle = \"10 s\"; needs = [{ crew = \"w\", n = 2 }]",
		until: 40, exits: "a10 b20 a30 b40"},
}

var failures = []behaviour{
	{name: "only the time at work counts for a failure", flow: chain, plant: "in source; part = \"a\"; every = \"20 s\"\nout sink\nm machine; cycle = \"10 s\"; mtbf = \"constant(15 s)\"; mttr = \"constant(5 s)\"",
		until: 100, exits: "a30 a55 a70 a95", rows: "m: waiting 50 busy 40 down 10"},
	{name: "all time counts for a failure by the calendar", flow: chain,
		plant: "in source; part = \"a\"; every = \"20 s\"\nout sink\nm machine; cycle = \"10 s\"; mtbf = \"constant(15 s)\"; mttr = \"constant(5 s)\"; failure-clock = \"calendar\"",
		until: 100, exits: "a30 a50 a70 a90", rows: "m: waiting 35 busy 40 down 25"},
	{name: "one mechanic repairs two machines one after the other", flow: pair,
		plant: worker + pairs + "m machine; cycle = \"100 s\"; mtbf = \"constant(10 s)\"; mttr = \"constant(8 s)\"; needs = [{ crew = \"w\", during = \"repair\" }]\n" +
			"n machine; cycle = \"100 s\"; mtbf = \"constant(10 s)\"; mttr = \"constant(8 s)\"; needs = [{ crew = \"w\", during = \"repair\" }]",
		until: 40, rows: "m: busy 24 down 16; n: busy 20 down 20"},
	{name: "a breakdown sets the operator free", flow: pair,
		plant: worker + pairs + "m machine; cycle = \"30 s\"; mtbf = \"constant(10 s)\"; mttr = \"constant(15 s)\"; needs = [{ crew = \"w\" }]\nn machine; cycle = \"12 s\"; needs = [{ crew = \"w\" }]",
		until: 58, exits: "b22 b34 b56", rows: "m: busy 20 down 29 held 9; n: busy 38 held 20"},
	{name: "a repair that takes nobody keeps to the shifts", flow: chain, plant: shift1 + ready + "m machine; cycle = \"200 s\"; mtbf = \"constant(50 s)\"; mttr = \"constant(20 s)\"; calendar = \"c\"",
		until: 140, rows: "m: busy 60 down 20 off 60"},
	{name: "several ways to fail each keep their own time", flow: chain,
		plant: ready + "m machine; cycle = \"100 s\"; failures = [{ mtbf = \"constant(10 s)\", mttr = \"constant(3 s)\" }, { mtbf = \"constant(25 s)\", mttr = \"constant(4 s)\" }]",
		until: 43, rows: "m: busy 30 down 13"},
	{name: "a finished part leaves a broken machine", flow: two,
		plant: ready + "m machine; cycle = \"10 s\"; mtbf = \"constant(25 s)\"; mttr = \"constant(30 s)\"; failure-clock = \"calendar\"\nn machine; cycle = \"30 s\"",
		until: 72, exits: "a40 a70", rows: "m: busy 32 blocked 10 down 30; n: waiting 10 busy 62"},
}

const rework = `"in -> m -> out", "m.fail -> wait -> n -> m"`

var quality = []behaviour{
	{name: "what fails goes round until its tries are used up", flow: rework,
		plant: "in source; part = \"a\"; every = \"1 h\"; first = \"0 s\"\nout sink\nm station; cycle = \"10 s\"; yield = \"0 %\"; tries = 3\nwait buffer\nn station; cycle = \"5 s\"",
		until: 60, rows: "m: waiting 30 busy 30; n: waiting 50 busy 10"},
	{name: "what fails and has nowhere to go is scrapped", flow: chain, plant: ready + "m station; cycle = \"10 s\"; yield = \"0 %\"", until: 45, rows: "m: busy 45"},
	{name: "what fails goes to the rework and on", flow: `"in -> m -> out", "m.fail -> n -> out"`, plant: ready + "m station; cycle = \"10 s\"; yield = \"0 %\"\nn station; cycle = \"3 s\"",
		until: 45, exits: "a13 a23 a33 a43"},
}

const kits = "[part.kit]; bom = { a = 1, b = 2 }\nin source; part = \"a\"; every = \"10 s\"; first = \"0 s\"; when-full = \"queue\"\n" +
	"more source; part = \"b\"; every = \"5 s\"; first = \"0 s\"; when-full = \"queue\"\nout sink\n"

var assemblies = []behaviour{
	{name: "an assembly waits for its whole set", flow: `"in -> j -> out", "more -> j"`, plant: kits + "j assembly; makes = \"kit\"; cycle = \"4 s\"", until: 30, exits: "kit9 kit19 kit29",
		rows: "j: waiting 18 busy 12"},
	{name: "an assembly takes the time of its product", flow: `"in -> j -> out", "more -> j"`, plant: kits + "j assembly; makes = \"kit\"; cycle = { kit = \"4 s\" }", until: 30, exits: "kit9 kit19 kit29"},
	{name: "too many of one component do not keep the other out", flow: `"in -> j -> out", "more -> j"`,
		plant: "[part.both]; bom = { a = 1, b = 1 }\nin source; part = \"a\"; every = \"1 s\"; when-full = \"queue\"\nmore source; part = \"b\"; every = \"20 s\"\nout sink\nj assembly; makes = \"both\"; cycle = \"4 s\"",
		until: 50, exits: "both24 both44"},
	{name: "too many of one component in the same buffer do not keep the other out", flow: `"in -> hub", "more -> hub", "hub -> j -> out"`,
		plant: "[part.both]; bom = { a = 1, b = 1 }\nin source; part = \"a\"; every = \"1 s\"\nmore source; part = \"b\"; every = \"20 s\"\nout sink\nhub buffer\nj assembly; makes = \"both\"; cycle = \"4 s\"",
		until: 50, exits: "both24 both44"},
	{name: "what was assembled comes apart", flow: `"in -> j -> d -> out", "more -> j"`, plant: kits + "j assembly; makes = \"kit\"; cycle = \"4 s\"\nd disassembly; cycle = \"3 s\"",
		until: 25, exits: "a12 b12 b12 a22 b22 b22"},
	{name: "what was not assembled comes apart by a list", flow: `"in -> d -> out"`, plant: "in source; part = \"c\"; every = \"10 s\"\nout sink\nd disassembly; cycle = \"5 s\"; into = { a = 2, b = 1 }",
		until: 18, exits: "a15 a15 b15"},
	{name: "each part leaves a disassembly by its port", flow: `"in -> d", "d.a -> m -> out", "d.b -> out"`,
		plant: "in source; part = \"c\"; every = \"10 s\"; limit = 1\nout sink\nd disassembly; cycle = \"5 s\"; into = { a = 2, b = 1 }\nm machine; cycle = \"10 s\"",
		until: 50, exits: "b15 a25 a35", rows: "d: waiting 35 busy 5 blocked 10"},
	{name: "what has nothing in it makes room under the limit", flow: `"in -> d -> out", "also -> m -> out"`,
		plant: "line; wip-limit = 1\nin source; part = \"c\"; limit = 1\nalso source; part = \"a\"; limit = 1; first = \"1 s\"; every = \"1 s\"\nout sink\nd disassembly; cycle = \"5 s\"\nm machine; cycle = \"3 s\"", until: 20, exits: "a8"},
	{name: "a disassembly takes a whole batch apart", flow: `"in -> d -> out"`,
		plant: "in source; part = \"c\"; every = \"1 h\"; first = \"0 s\"; batch = 2\nout sink\nd disassembly; cycle = \"5 s\"; batch = 2; into = { a = 1 }", until: 18, exits: "a5 a5"},
}

var limits = []behaviour{
	{name: "a limit lets the next part in when one has gone", flow: two, plant: "line; wip-limit = 2\n" + ready + "m machine; cycle = \"10 s\"; queue = \"unlimited\"\nn machine; cycle = \"10 s\"; queue = \"unlimited\"",
		until: 45, exits: "a20 a30 a40", rows: "m: busy 45; n: waiting 10 busy 35; in: waiting 45"},
	{name: "a limit of one", flow: two, plant: "line; wip-limit = 1\n" + ready + "m machine; cycle = \"10 s\"; queue = \"unlimited\"\nn machine; cycle = \"10 s\"; queue = \"unlimited\"",
		until: 45, exits: "a20 a40", rows: "m: waiting 20 busy 25; n: waiting 25 busy 20"},
	{name: "a limit holds for every part of an order", flow: two,
		plant: "line; wip-limit = 1\n" + ordered + order("a", "quantity = 3") + "m machine; cycle = \"10 s\"; queue = \"unlimited\"\nn machine; cycle = \"10 s\"; queue = \"unlimited\"",
		until: 65, exits: "a20 a40 a60"},
}

var stops = []behaviour{
	{name: "a stop for a while", flow: chain, plant: ready + "m machine; cycle = \"10 s\"", until: 35, exits: "a20 a30", rows: "m: busy 25 stopped 10",
		input: func(s *Sim) error { return s.StopPlace("l.m", 5*engine.Second, 10*engine.Second) }},
	{name: "a stop until somebody starts it", flow: chain, plant: ready + "m machine; cycle = \"10 s\"", until: 45, exits: "a35 a45", rows: "m: busy 20 stopped 25",
		input: func(s *Sim) error {
			if err := s.StopPlace("l.m", 5*engine.Second, 0); err != nil {
				return err
			}
			return s.StartPlace("l.m", 30*engine.Second)
		}},
	{name: "a stop of a line stops all in it, and two stops both count", flow: chain, plant: ready + "m machine; cycle = \"10 s\"", until: 40, exits: "a33",
		rows: "m: busy 17 stopped 23; in: blocked 20 stopped 20",
		input: func(s *Sim) error {
			if err := s.StopPlace("l.m", 5*engine.Second, 10*engine.Second); err != nil {
				return err
			}
			return s.StopPlace("l", 8*engine.Second, 20*engine.Second)
		}},
	{name: "nothing enters a stopped place", flow: two, plant: ready + "m machine; cycle = \"10 s\"\nn machine; cycle = \"2 s\"; queue = 9", until: 40, exits: "a32",
		rows:  "m: busy 20 blocked 20; n: waiting 10 busy 2 stopped 28",
		input: func(s *Sim) error { return s.StopPlace("l.n", 2*engine.Second, 28*engine.Second) }},
}

// on is one operation of the route of part a.
func on(places string, keys string) string {
	return "[[part.a.route]]; op = \"work\"; on = [" + places + "]" + keys + "\n"
}

const (
	either = `"l.m", "l.n"`
	burst4 = "\nin source; part = \"a\"; every = \"1 h\"; first = \"0 s\"; batch = 4; when-full = \"queue\"\nout sink\n"
	slow   = "m machine; cycle = \"20 s\"\nn machine; cycle = \"5 s\"\n"
	single = "\nin source; part = \"a\"; every = \"1 h\"; first = \"0 s\"\nout sink\n"
)

var routes = []behaviour{
	{name: "of alternatives the first", plant: on(either, "") + burst4 + slow, until: 100, exits: "a20 a40 a60 a80"},
	{name: "of alternatives the first with room", plant: on(either, "") + burst4 + "m machine; cycle = \"20 s\"; queue = 0\nn machine; cycle = \"5 s\"; queue = 0", until: 100, exits: "a5 a10 a15 a20"},
	{name: "of alternatives the shortest queue", plant: on(either, `; prefer = "shortest-queue"`) + burst4 + slow, until: 100, exits: "a5 a10 a20 a40"},
	{name: "of alternatives the fastest", plant: on(either, `; prefer = "fastest"`) + burst4 + slow, until: 100, exits: "a5 a10 a15 a20"},
	{name: "of alternatives one after the other", plant: on(either, `; prefer = "round-robin"`) + burst3 + slow, until: 100, exits: "a5 a20 a40"},
	{name: "a machine comes twice", plant: on(`"l.m"`, "") + on(`"l.n"`, "") + on(`"l.m"`, `; cycle = "7 s"`) + single + slow, until: 100, exits: "a32", rows: "m: waiting 73 busy 27"},
	{name: "an operation has its own set-up", plant: on(`"l.m"`, "") + on(`"l.n"`, "") + on(`"l.m"`, `; cycle = "7 s"; setup = "3 s"`) + single + slow, until: 100, exits: "a35",
		rows: "m: waiting 70 busy 27 setup 3"},
	{name: "a route through a buffer and a conveyor", flow: `"in -> m -> hub", "hub -> n -> w -> hub", "hub -> out"`,
		plant: on(`"l.m"`, "") + on(`"l.n"`, "") + on(`"l.n"`, `; cycle = "7 s"`) + single + slow + "hub buffer\nw conveyor; length = \"2 m\"; speed = \"0.5 m/s\"; pitch = \"0.5 m\"",
		until: 100, exits: "a40", rows: "n: waiting 88 busy 12; w: waiting 92 busy 8"},
	{name: "an operation needs a tool of its own", plant: "[jig]; kind = \"tool\"; n = 1\n" + on(`"l.m"`, `; needs = [{ tool = "jig" }]`) + on(`"l.n"`, `; needs = [{ tool = "jig" }]`) + burst3 +
		"m machine; cycle = \"20 s\"\nn machine; cycle = \"5 s\"\n", until: 100, exits: "a25 a50 a75"},
}
