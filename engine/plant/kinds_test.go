package plant

import (
	"fmt"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
)

// behaviour is a small plant of which every second is known. The plant is one
// line, l, of places written as "name kind; key = value; …"; a line that begins
// with "[" goes above it as it is.
type behaviour struct {
	name  string
	flow  string
	plant string
	input func(s *Sim) error
	until int    // s
	exits string // "a10 b20": parts and the seconds at which they reach a sink
	rows  string // "m: busy 20 blocked 10; n: …": seconds by state
}

// text writes the plant as a file.
func (b *behaviour) text() string {
	head := "[factory]\nclock = \"2026-01-05 06:00\"\n[part.a]\n[part.b]\n[part.c]\n"
	line := "[l]\nkind = \"line\"\n"
	if b.flow != "" {
		line += fmt.Sprintf("flow = [%s]\n", b.flow)
	}
	var places strings.Builder
	for row := range strings.Lines(b.plant) {
		row = strings.TrimSpace(row)
		switch {
		case row == "":
		case strings.HasPrefix(row, "["):
			head += strings.ReplaceAll(row, "; ", "\n") + "\n"
		case strings.HasPrefix(row, "line; "):
			line += strings.ReplaceAll(row[6:], "; ", "\n") + "\n"
		default:
			name, rest, _ := strings.Cut(row, " ")
			kind, keys, _ := strings.Cut(rest, "; ")
			fmt.Fprintf(&places, "[l.%s]\nkind = %q\n%s\n", name, kind, strings.ReplaceAll(keys, "; ", "\n"))
		}
	}
	return head + line + places.String()
}

// departures runs the state and lists the parts that reach a sink.
func departures(s *Sim, until engine.Time) string {
	var out []string
	seen := make([]uint64, s.TypeStats.Len())
	at := s.Now()
	look := func() {
		for i, st := range s.TypeStats.All {
			for ; seen[i] < st.Done; seen[i]++ {
				out = append(out, fmt.Sprintf("%s%v", s.plant.types[i].name, at.Seconds()))
			}
		}
	}
	s.Observe(func(e engine.Event) {
		look()
		at = e.At
	})
	s.Run(until)
	look()
	return strings.Join(out, " ")
}

// states writes the seconds that a place spent in each state.
func states(s *Sim, path string) string {
	for _, row := range s.Report().Rows {
		if row.Node.Path != path {
			continue
		}
		var out []string
		for st, t := range row.Times {
			if t > 0 {
				out = append(out, fmt.Sprintf("%s %v", State(st), t.Seconds()))
			}
		}
		return strings.Join(out, " ")
	}
	return "no such place"
}

func (b *behaviour) run(t *testing.T) {
	s := parse(t, b.text()).New(1, 0)
	if b.input != nil {
		if err := b.input(s); err != nil {
			t.Fatal(err)
		}
	}
	if got := departures(s, engine.Time(b.until)*engine.Second); got != b.exits {
		t.Errorf("exits %s\nwant  %s", got, b.exits)
	}
	for row := range strings.SplitSeq(b.rows, "; ") {
		if row == "" {
			continue
		}
		name, want, _ := strings.Cut(row, ": ")
		if got := states(s, "l."+name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for _, e := range append(audit(s), account(s)...) {
		t.Error(e)
	}
}

func TestKinds(t *testing.T) {
	for _, list := range [][]behaviour{sources, machines, dispatching, batches, buffers, conveyors, shifts, crews, failures, quality, assemblies, limits, stops, routes} {
		for i := range list {
			t.Run(strings.ReplaceAll(list[i].name, " ", "-"), list[i].run)
		}
	}
}

const (
	chain   = `"in -> m -> out"`
	two     = `"in -> m -> n -> out"`
	ready   = "\nin source; part = \"a\"\nout sink\n"
	burst3  = "\nin source; part = \"a\"; every = \"1 h\"; first = \"0 s\"; batch = 3; when-full = \"queue\"\nout sink\n"
	ordered = "\nin source; orders = true\nout sink\n"
	shift1  = "\n[calendar.c]; week = \"06:00-06:01, 06:02-06:10\"\n"
)

// order is a line of the orders.
func order(part string, keys ...string) string {
	return "\n[[orders]]; part = \"" + part + "\"" + strings.Join(append([]string{""}, keys...), "; ") + "\n"
}

var abc = order("a", `due = "60 s"`, "priority = 1") + order("b", `due = "90 s"`, "priority = 3") + order("c", `due = "30 s"`, "priority = 2")

var sources = []behaviour{
	{name: "a source sends its first part after one interval", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; limit = 3\nm machine; cycle = \"15 s\"; queue = \"unlimited\"\nout sink",
		until: 60, exits: "a25 a40 a55", rows: "m: waiting 15 busy 45"},
	{name: "first says when the first part comes", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; first = \"0 s\"; limit = 2\nm machine; cycle = \"4 s\"\nout sink",
		until: 60, exits: "a4 a14"},
	{name: "batch is how many parts come together", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; first = \"0 s\"; limit = 1; batch = 3\nm machine; cycle = \"5 s\"; queue = \"unlimited\"\nout sink",
		until: 60, exits: "a5 a10 a15"},
	{name: "a source that waits counts its interval from when the part has gone", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"\nm machine; cycle = \"25 s\"\nout sink",
		until: 100, exits: "a35 a60 a85", rows: "in: busy 50 blocked 50"},
	{name: "a source that queues keeps its rhythm", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; limit = 3; when-full = \"queue\"\nm machine; cycle = \"25 s\"\nout sink",
		until: 100, exits: "a35 a60 a85", rows: "in: busy 100"},
	{name: "a source that loses turns away what finds no room", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; when-full = \"lose\"\nm machine; cycle = \"25 s\"\nout sink",
		until: 99, exits: "a35 a65 a95"},
	{name: "a source without every is always ready", flow: chain, plant: ready + "m machine; cycle = \"10 s\"",
		until: 45, exits: "a10 a20 a30 a40", rows: "m: busy 45; in: blocked 45"},
	{name: "a source that is always ready may begin later", flow: chain, plant: "in source; part = \"a\"; first = \"7 s\"\nout sink\nm machine; cycle = \"10 s\"",
		until: 30, exits: "a17 a27", rows: "m: waiting 7 busy 23"},
	{name: "lots of a source that is always ready come one after the other", flow: chain,
		plant: "in source; part = \"a\"; batch = 2\nm machine; cycle = \"10 s\"\nout sink", until: 55, exits: "a10 a20 a30 a40 a50"},
	{name: "a source rests outside its shifts", flow: chain,
		plant: shift1 + "in source; part = \"a\"; every = \"40 s\"; calendar = \"c\"\nm machine; cycle = \"5 s\"\nout sink",
		until: 190, exits: "a45 a145 a185", rows: "in: busy 130 off 60"},
	{name: "a source whose part left outside its shifts sends again", flow: chain,
		plant: shift1 + "in source; part = \"a\"; every = \"10 s\"; calendar = \"c\"\nm machine; cycle = \"55 s\"\nout sink",
		until: 250, exits: "a65 a120 a185 a240", rows: "in: busy 60 blocked 130 off 60"},
	{name: "orders come at their release", flow: chain,
		plant: ordered + "m machine; cycle = \"5 s\"; queue = \"unlimited\"" + order("a", "quantity = 2", `release = "20 s"`) + order("b", `release = "10 s"`),
		until: 60, exits: "b15 a25 a30"},
	{name: "released parts come besides the others", flow: chain, plant: ready + "m machine; cycle = \"10 s\"",
		input: func(s *Sim) error { return s.Release("l.in", "b", 2, 5*engine.Second) },
		until: 62, exits: "a10 a20 b30 b40 a50 a60"},
}

var machines = []behaviour{
	{name: "parallel bodies work side by side", flow: chain, plant: ready + "m machine; cycle = \"10 s\"; parallel = 2", until: 25, exits: "a10 a10 a20 a20", rows: "m: busy 50"},
	{name: "blocking after service", flow: two, plant: ready + "m machine; cycle = \"10 s\"\nn machine; cycle = \"30 s\"",
		until: 70, exits: "a40 a70", rows: "m: busy 30 blocked 40; n: waiting 10 busy 60"},
	{name: "a line before a machine decouples", flow: two, plant: ready + "m machine; cycle = \"10 s\"\nn machine; cycle = \"30 s\"; queue = 1",
		until: 70, exits: "a40 a70", rows: "m: busy 40 blocked 30; n: waiting 10 busy 60"},
	{name: "cycle by part", flow: chain, plant: ordered + abc + "m machine; cycle = { a = \"10 s\", b = \"5 s\", c = \"20 s\" }; queue = \"unlimited\"", until: 60, exits: "a10 b15 c35"},
	{name: "set-up when the part type changes", flow: chain, plant: ordered + order("a") + order("b") + order("b") + "m machine; cycle = \"10 s\"; setup = \"15 s\"; queue = 9",
		until: 60, exits: "a10 b35 b45", rows: "m: waiting 15 busy 30 setup 15"},
	{name: "set-up by a matrix", flow: chain,
		plant: ordered + order("a") + order("b") + order("b") + order("a") + order("c") + "m machine; cycle = \"10 s\"; setup = { \"a -> b\" = \"20 s\", \"b -> a\" = \"40 s\" }; queue = 9",
		until: 120, exits: "a10 b40 b50 a100 c110", rows: "m: waiting 10 busy 50 setup 60"},
	{name: "parts choose the machine with the fewest inside", flow: `"in -> m -> out", "in -> n -> out"`,
		plant: "in source; part = \"a\"; every = \"1 s\"; first = \"0 s\"; limit = 5\nm machine; cycle = \"10 s\"; queue = 9\nn machine; cycle = \"4 s\"; queue = 9\nout sink",
		until: 60, exits: "a5 a9 a10 a20 a30"},
}

var dispatching = []behaviour{
	{name: "fifo", flow: chain, plant: ordered + abc + "m machine; cycle = \"10 s\"; queue = 9", until: 60, exits: "a10 b20 c30"},
	{name: "lifo", flow: chain, plant: ordered + abc + "m machine; cycle = \"10 s\"; queue = 9; dispatch = \"lifo\"", until: 60, exits: "c10 b20 a30"},
	{name: "spt", flow: chain, plant: ordered + abc + "m machine; cycle = { a = \"10 s\", b = \"5 s\", c = \"20 s\" }; queue = 9; dispatch = \"spt\"", until: 60, exits: "b5 a15 c35"},
	{name: "edd", flow: chain, plant: ordered + abc + "m machine; cycle = \"10 s\"; queue = 9; dispatch = \"edd\"", until: 60, exits: "c10 a20 b30"},
	{name: "priority", flow: chain, plant: ordered + abc + "m machine; cycle = \"10 s\"; queue = 9; dispatch = \"priority\"", until: 60, exits: "b10 c20 a30"},
	{name: "priority of a part type", flow: chain, plant: "[part.d]; priority = 5\n" + ordered + order("a") + order("d") + order("c", "priority = 2") + order("b", "priority = 7") +
		"m machine; cycle = \"10 s\"; queue = 9; dispatch = \"priority\"", until: 60, exits: "b10 d20 c30 a40"},
	{name: "by an expression", flow: chain, plant: ordered + abc + "m machine; cycle = { a = \"10 s\", b = \"5 s\", c = \"20 s\" }; queue = 9; by = \"priority - cycle\"", until: 60, exits: "c20 a30 b35"},
	{name: "same-setup", flow: chain, plant: ordered + order("a") + order("b") + order("a") + "m machine; cycle = \"10 s\"; queue = 9; setup = \"15 s\"; dispatch = \"same-setup\"",
		until: 60, exits: "a10 a20 b45"},
	{name: "a rule also chooses among those outside", flow: chain, plant: ordered + abc + "m machine; cycle = \"10 s\"; dispatch = \"edd\"", until: 60, exits: "a10 c20 b30"},
}

var batches = []behaviour{
	{name: "a batch waits until it is whole", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; limit = 7; when-full = \"queue\"\nm machine; cycle = \"20 s\"; batch = 3\nout sink",
		until: 200, exits: "a50 a50 a50 a80 a80 a80", rows: "m: waiting 160 busy 40"},
	{name: "batch-min is enough to begin", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; limit = 5; when-full = \"queue\"\nm machine; cycle = \"20 s\"; batch = 3; batch-min = 2\nout sink",
		until: 200, exits: "a40 a40 a60 a60"},
	{name: "batch-wait ends the wait of an incomplete batch", flow: chain,
		plant: "in source; part = \"a\"; every = \"10 s\"; limit = 2\nm machine; cycle = \"20 s\"; batch = 3; batch-wait = \"25 s\"\nout sink", until: 100, exits: "a55 a55"},
	{name: "batch-by part keeps types apart", flow: chain,
		plant: ordered + order("a") + order("b") + order("a") + order("b") + "m machine; cycle = \"10 s\"; batch = 2; batch-by = \"part\"; queue = 9", until: 60, exits: "a10 a10 b20 b20"},
	{name: "a batch of another type need not wait for the first part in line", flow: chain,
		plant: ordered + order("a") + order("b") + order("b") + "m machine; cycle = \"10 s\"; batch = 2; batch-by = \"part\"; queue = 9", until: 60, exits: "b10 b10"},
	{name: "a batch without a line is completed past parts of other types", flow: `"in -> m -> out", "more -> m"`,
		plant: "in source; part = \"a\"; every = \"10 s\"\nmore source; part = \"b\"; every = \"12 s\"\nm machine; cycle = \"1 s\"; batch = 2; batch-by = \"part\"\nout sink",
		until: 35, exits: "a21 a21 b34 b34"},
	{name: "an operation of a route may be a larger batch than its place holds", flow: `"in -> m -> out"`,
		plant: "[[part.a.route]]; op = \"wash\"; on = [\"l.m\"]; batch = 3\n" + burst3 + "m machine; cycle = \"10 s\"", until: 60, exits: "a10 a10 a10"},
}

var buffers = []behaviour{
	{name: "a buffer blocks when it is full", flow: `"in -> m -> store -> n -> out"`,
		plant: ready + "m machine; cycle = \"10 s\"\nstore buffer; room = 1\nn machine; cycle = \"30 s\"",
		until: 70, exits: "a40 a70", rows: "m: busy 40 blocked 30"},
	{name: "the last part leaves a lifo buffer first", flow: `"in -> store -> m -> out"`,
		plant: ordered + abc + "store buffer; order = \"lifo\"\nm machine; cycle = \"10 s\"", until: 60, exits: "a10 c20 b30"},
	{name: "who waits for a lifo buffer comes in turn", flow: `"in -> store -> m -> out"`,
		plant: ordered + order("a") + abc + "store buffer; order = \"lifo\"; room = 1\nm machine; cycle = \"10 s\"", until: 60, exits: "a10 a20 b30 c40"},
	{name: "round robin takes one after the other", flow: `"in -> m -> out", "in -> n -> out"`,
		plant: "in source; part = \"a\"; every = \"1 h\"; first = \"0 s\"; batch = 3; prefer = \"round-robin\"\nm machine; cycle = \"20 s\"; queue = 9\nn machine; cycle = \"5 s\"; queue = 9\nout sink",
		until: 60, exits: "a5 a20 a40"},
	{name: "first takes the first with room", flow: `"in -> m -> out", "in -> n -> out"`,
		plant: "in source; part = \"a\"; every = \"1 h\"; first = \"0 s\"; batch = 4; prefer = \"first\"\nm machine; cycle = \"20 s\"; queue = 1\nn machine; cycle = \"5 s\"; queue = 9\nout sink",
		until: 60, exits: "a5 a10 a20 a40"},
}

var housing = "[part.d]; size = [\"0.4 m\", \"0.3 m\", \"0.3 m\"]\n"

// belt is the conveyor of the format's example, which holds twelve housings.
func belt(keys string) string {
	return housing + "w conveyor; length = \"6 m\"; speed = \"0.5 m/s\"; gap = \"0.1 m\"" + keys + "\nout sink\n"
}

var conveyors = []behaviour{
	{name: "parts come onto a conveyor one pitch apart and travel its length", flow: `"in -> w -> out"`,
		plant: belt("") + "in source; part = \"d\"; every = \"1 h\"; first = \"0 s\"; batch = 14; when-full = \"queue\"",
		until: 40, exits: "d12 d13 d14 d15 d16 d17 d18 d19 d20 d21 d22 d23 d24 d25", rows: "w: waiting 15 busy 25"},
	{name: "parts close up on a conveyor that accumulates", flow: `"in -> w -> m -> out"`,
		plant: belt("") + "in source; part = \"d\"; every = \"5 s\"; first = \"0 s\"; when-full = \"queue\"\nm machine; cycle = \"20 s\"",
		until: 75, exits: "d32 d52 d72", rows: "m: waiting 12 busy 63; w: busy 20 blocked 55"},
	{name: "a conveyor that does not accumulate stops with its first part", flow: `"in -> w -> m -> out"`,
		plant: belt("; accumulating = false") + "in source; part = \"d\"; every = \"5 s\"; first = \"0 s\"; when-full = \"queue\"\nm machine; cycle = \"20 s\"",
		until: 75, exits: "d32 d52 d72", rows: "m: waiting 12 busy 63; w: busy 29 blocked 46"},
	{name: "the next part of a closed-up line comes one pitch later", flow: `"in -> w -> m -> out"`,
		plant: belt("") + "in source; part = \"d\"; every = \"1 h\"; first = \"0 s\"; batch = 3; when-full = \"queue\"\nm machine; cycle = { d = \"0.25 s\" }; calendar = \"c\"\n[calendar.c]; week = \"06:01-07:00\"",
		until: 80, exits: "d60.25 d61.25 d62.25"},
	{name: "a conveyor rests outside its shifts", flow: `"in -> w -> out"`,
		plant: shift1 + belt("; calendar = \"c\"") + "in source; part = \"d\"; every = \"50 s\"; limit = 1", until: 150, exits: "d122", rows: "w: waiting 78 busy 12 off 60"},
	{name: "a conveyor may begin outside its shifts", flow: `"in -> w -> out"`,
		plant: "[calendar.c]; week = \"06:01-07:00\"\n" + belt("; calendar = \"c\"") + "in source; part = \"d\"; every = \"10 s\"; limit = 2; when-full = \"queue\"", until: 100, exits: "d72 d73"},
}
