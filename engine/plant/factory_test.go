package plant

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// factory writes a random plant in which every kind and every key that changes
// the flow of parts turns up: what the properties are checked on.
type factory struct {
	t      *rapid.T
	lines  strings.Builder
	paths  []string // places that can be stopped
	feeds  []string // sources
	places int
	limit  bool // the line under way has a wip-limit
}

// drawFactory gives the text of a random plant, its places and its sources.
func drawFactory(t *rapid.T) (text string, paths, sources []string) {
	f := &factory{t: t}
	n := rapid.IntRange(1, 3).Draw(t, "lines")
	for i := range n {
		switch rapid.IntRange(0, 5).Draw(t, "line") {
		case 0, 1, 2:
			f.flowLine(i)
		case 3:
			f.assemblyLine(i)
		case 4:
			f.routedLine(i)
		case 5:
			f.jobShop(i)
		}
	}
	return f.head() + f.lines.String(), f.paths, f.feeds
}

// head is what stands before the lines: parts, calendars, people, orders.
func (f *factory) head() string {
	start := f.pick("05:50", "06:00", "06:10")
	return `[factory]
clock = "2026-01-05 ` + start + `"
[part.p0]
size = ["0.4 m", "0.3 m", "0.3 m"]
[part.p1]
size = ["0.5 m", "0.3 m", "0.3 m"]
[part.p2]
priority = 2
[part.kit]
bom = { p0 = 1, p1 = 2 }
[calendar.short]
week = "06:00-06:25, 06:40-07:20, 07:30-09:00"
breaks = "06:10-06:13"
[calendar.odd]
week = "05:00-06:35, 06:50-08:00, 08:05-12:00"
[people.crew0]
n = 4
` + f.maybe(`calendar = "odd"`) + f.maybe(`
serves = "urgent"`, `
serves = "fastest"`, `
serves = "round-robin"`) + `
[people.crew1]
n = 1
` + f.maybe(`calendar = "short"`, `calendar = "short"`+"\n"+`at-shift-end = "finish"`) + f.maybe(`
repairs = "shortest-repair"`, `
repairs = "bottleneck-first"`) + `
[jig]
kind = "tool"
n = 2
[[orders]]
part = "p1"
quantity = 5
due = "10 min"
[[orders]]
part = "p0"
quantity = 3
release = "20 min"
due = "30 min"
priority = 3
[[orders]]
part = "p2"
quantity = 4
release = "20 min"
`
}

func (f *factory) pick(options ...string) string {
	return rapid.SampledFrom(options).Draw(f.t, "pick")
}

// maybe is one of the lines, or nothing, which is as likely as all of them.
func (f *factory) maybe(lines ...string) string {
	if rapid.Bool().Draw(f.t, "maybe") {
		return ""
	}
	return f.pick(lines...)
}

// law draws a law with a mean of about m seconds; constants are common, so that
// instants coincide.
func (f *factory) law(m int) string {
	return f.pick(
		fmt.Sprintf("%d s", m), fmt.Sprintf("%d s", m), fmt.Sprintf("exponential(%d s)", m), fmt.Sprintf("uniform(%d s, %d s)", m/2, 2*m),
		fmt.Sprintf("triangular(%d s, %d s, %d s)", m/2, m, 2*m), fmt.Sprintf("erlang(3, %d s)", m), fmt.Sprintf("lognormal(%d s, %d s)", m, m),
		fmt.Sprintf("discrete(%d s, 1, %d s, 2)", m, 2*m))
}

// level writes the table of a line.
func (f *factory) level(name string, flow []string, limit bool) {
	fmt.Fprintf(&f.lines, "[%s]\nkind = \"line\"\n", name)
	if len(flow) > 0 {
		quoted := make([]string, len(flow))
		for i, s := range flow {
			quoted[i] = fmt.Sprintf("%q", s)
		}
		fmt.Fprintf(&f.lines, "flow = [%s]\n", strings.Join(quoted, ", "))
	}
	if limit {
		fmt.Fprintf(&f.lines, "wip-limit = %d\n", rapid.IntRange(1, 8).Draw(f.t, "limit"))
	}
	f.lines.WriteString(f.maybe(`calendar = "short"`, `calendar = "odd"`) + "\n")
	f.paths = append(f.paths, name)
}

// place writes the table of a place and gives its name in the line.
func (f *factory) place(line, kind string, keys ...string) string {
	f.places++
	name := fmt.Sprintf("%s%d", kind, f.places)
	f.named(line, name, kind, keys...)
	return name
}

func (f *factory) named(line, name, kind string, keys ...string) {
	fmt.Fprintf(&f.lines, "[%s.%s]\nkind = %q\n", line, name, kind)
	for _, k := range keys {
		if k != "" {
			f.lines.WriteString(k + "\n")
		}
	}
	if kind != "sink" {
		f.paths = append(f.paths, line+"."+name)
	}
}

// source writes a source of parts, of any type where parts is empty.
func (f *factory) source(line, parts string) string {
	var keys []string
	mode := rapid.IntRange(0, 3).Draw(f.t, "arrivals")
	if parts == "" {
		if mode == 3 {
			keys = []string{"orders = true"}
		} else {
			parts = f.pick(`part = "p0"`, `part = "p1"`, "mix = { p0 = 1, p1 = 2 }", "mix = { p0 = 1, p1 = 1, p2 = 3 }")
		}
	}
	if parts != "" {
		keys = append(keys, parts, f.maybe("limit = 7", "limit = 40"), f.maybe("batch = 2", "batch = 5"), f.maybe(`first = "0 s"`, `first = "25 s"`))
		if mode != 0 {
			keys = append(keys, fmt.Sprintf("every = %q", f.law(f.seconds(20, 90))), f.maybe(`when-full = "queue"`, `when-full = "lose"`))
		}
	}
	keys = append(keys, f.maybe(`prefer = "round-robin"`, `prefer = "first"`, `prefer = "random"`, `prefer = "least-work"`), f.maybe(`calendar = "short"`))
	if f.limit {
		keys = append(keys, f.maybe(`release = "open"`, `release = "conwip"`))
	}
	name := f.place(line, "source", keys...)
	f.feeds = append(f.feeds, line+"."+name)
	return name
}

func (f *factory) seconds(lo, hi int) int { return 2 * rapid.IntRange(lo/2, hi/2).Draw(f.t, "seconds") }

// work draws the keys of something that works; made are its part types, nil
// where a set-up matrix makes no sense.
func (f *factory) work(batches bool) []string {
	keys := []string{
		f.pick(fmt.Sprintf("cycle = %q", f.law(f.seconds(10, 60))), fmt.Sprintf("cycle = { p0 = %q, p1 = %q, p2 = \"30 s\", kit = \"12 s\" }", f.law(20), f.law(f.seconds(10, 60)))),
		f.maybe("parallel = 2", "parallel = 3"), f.maybe("queue = 0", "queue = 2", `queue = "unlimited"`),
		f.maybe(`setup = "30 s"`, `setup = { "p0 -> p1" = "20 s", "p1 -> p0" = "exponential(40 s)" }`),
		f.maybe(`dispatch = "lifo"`, `dispatch = "spt"`, `dispatch = "edd"`, `dispatch = "priority"`, `dispatch = "same-setup"`, `by = "due - now - work"`,
			`dispatch = "critical-ratio"`, `dispatch = { rule = "atc", k = 1.5 }`, `dispatch = { rule = "roll-out", base = "spt", horizon = "60 s", futures = 2, choices = 2 }`),
		f.maybe(`calendar = "short"`), f.maybe(`prefer = "round-robin"`, `prefer = "random"`),
	}
	if rapid.Bool().Draw(f.t, "fails") {
		keys = append(keys, fmt.Sprintf("mtbf = %q\nmttr = %q", f.law(f.seconds(100, 900)), f.law(f.seconds(20, 200))), f.maybe(`failure-clock = "calendar"`))
	}
	keys = append(keys, f.maybe(
		`failures = [{ name = "tool", mtbf = "constant(200 s)", mttr = "constant(30 s)", needs = [{ crew = "crew1" }] }, { mtbf = "10 min", mttr = "60 s", clock = "calendar" }]`,
		`failures = [{ name = "jam", mtbf = "3 min", mttr = "20 s", clock = "calendar", needs = [{ crew = "crew0", n = 2 }] }]`))
	keys = append(keys, f.maybe(
		`needs = [{ crew = "crew0" }]`, `needs = [{ tool = "jig" }, { crew = "crew1", during = "setup" }]`, `needs = [{ crew = "crew0", n = 2 }, { tool = "jig", during = "run" }]`,
		`needs = [{ crew = "crew1", during = "repair" }, { crew = "crew0", during = "run" }, { crew = "crew0", during = "setup" }]`,
		`needs = [{ crew = "crew0" }, { crew = "crew0", during = "run" }]`))
	if batches {
		keys = append(keys, f.maybe("batch = 2", "batch = 3\nbatch-min = 2", "batch = 4\nbatch-wait = \"50 s\"", "batch = 3\nbatch-by = \"part\"", "batch = 2\nbatch-by = \"part\"\nbatch-wait = \"90 s\""))
	}
	return keys
}

// stage adds one or more places and says where to enter them and where to leave
// them; the ways between them go to flow.
func (f *factory) stage(line string, flow *[]string) (in, out []string) {
	one := func(name string) ([]string, []string) { return []string{name}, []string{name} }
	switch rapid.IntRange(0, 6).Draw(f.t, "stage") {
	case 0:
		return one(f.place(line, "buffer", f.maybe("room = 1", "room = 3"), f.maybe(`order = "lifo"`), f.maybe(`prefer = "round-robin"`), f.maybe(`sensor = { period = "40 s", delay = "70 s", noise = 1.5, drop-out = "20 %", stick = "15 %", stuck = "3 min" }`)))
	case 1:
		return one(f.place(line, "conveyor", fmt.Sprintf("length = \"%d m\"", rapid.IntRange(1, 6).Draw(f.t, "length")), f.pick(`speed = "0.1 m/s"`, `speed = "0.03 m/s"`),
			f.pick(`gap = "0.1 m"`, `pitch = "0.5 m"`), f.maybe("accumulating = false"), f.maybe(`calendar = "short"`)))
	case 2:
		a, b := f.place(line, "machine", f.work(true)...), f.place(line, "station", f.work(true)...)
		return []string{a, b}, []string{a, b}
	case 3:
		check := f.place(line, "station", append(f.work(true), `yield = "70 %"`, f.maybe("tries = 2"), f.maybe(`inspect = { rule = "skip-lot", clear = 3, share = "40 %" }`, `inspect = { rule = "share", share = "30 %" }`))...)
		wait := f.place(line, "buffer", f.pick("", "room = 1", "room = 1"))
		again := f.place(line, "station", f.work(false)...)
		*flow = append(*flow, check+".fail -> "+wait+" -> "+again+" -> "+check)
		return one(check)
	default:
		return one(f.place(line, "machine", append(f.work(true), f.maybe(`yield = "80 %"`))...))
	}
}

// chain joins stages one after the other behind the places `from`, and gives
// the places that the last one leaves from.
func (f *factory) chain(line string, from []string, stages int, flow *[]string) []string {
	for range stages {
		in, out := f.stage(line, flow)
		for _, a := range from {
			for _, b := range in {
				*flow = append(*flow, a+" -> "+b)
			}
		}
		from = out
	}
	return from
}

// entry is a buffer and a machine, behind which a source may always be ready.
func (f *factory) entry(line string, flow *[]string) (in, out string) {
	in, out = f.place(line, "buffer", "room = 2"), f.place(line, "machine", `cycle = "8 s"`)
	*flow = append(*flow, in+" -> "+out)
	return in, out
}

func (f *factory) end(line string, from []string, flow *[]string) {
	sink := f.place(line, "sink")
	for _, a := range from {
		*flow = append(*flow, a+" -> "+sink)
	}
}

func (f *factory) flowLine(i int) {
	line := fmt.Sprintf("line%d", i)
	var flow []string
	limit := rapid.IntRange(0, 3).Draw(f.t, "limited") == 0
	f.limit = limit
	first, from := f.entry(line, &flow)
	for range rapid.IntRange(1, 2).Draw(f.t, "sources") {
		flow = append(flow, f.source(line, "")+" -> "+first)
	}
	f.limit = false
	last := f.chain(line, []string{from}, rapid.IntRange(1, 4).Draw(f.t, "stages"), &flow)
	f.end(line, last, &flow)
	f.level(line, flow, limit)
}

func (f *factory) assemblyLine(i int) {
	line := fmt.Sprintf("line%d", i)
	var flow []string
	asm := f.place(line, "assembly", slices.Concat([]string{`makes = "kit"`}, f.work(false))...)
	for _, part := range []string{`part = "p0"`, `part = "p1"`} {
		first, from := f.entry(line, &flow)
		flow = append(flow, f.source(line, part)+" -> "+first)
		// Through machines with a yield, or in batches of an even number, the
		// parts may never suffice; that is a plant too.
		for _, a := range f.chain(line, []string{from}, rapid.IntRange(0, 1).Draw(f.t, "stages"), &flow) {
			flow = append(flow, a+" -> "+asm)
		}
	}
	last := f.chain(line, []string{asm}, rapid.IntRange(0, 2).Draw(f.t, "stages"), &flow)
	if rapid.Bool().Draw(f.t, "apart") {
		into := f.maybe("into = { p0 = 1, p1 = 2 }", "into = { p2 = 3 }")
		apart := f.place(line, "disassembly", slices.Concat([]string{into}, f.work(true))...)
		for _, a := range last {
			flow = append(flow, a+" -> "+apart)
		}
		last = f.chain(line, []string{apart}, rapid.IntRange(0, 1).Draw(f.t, "stages"), &flow)
	}
	f.end(line, last, &flow)
	f.level(line, flow, rapid.IntRange(0, 4).Draw(f.t, "limited") == 0)
}

// routedLine is a line through which parts find their way by their routes: a
// ring of machines and a conveyor, with an operation that comes twice.
func (f *factory) routedLine(i int) {
	line := fmt.Sprintf("line%d", i)
	part := fmt.Sprintf("routed%d", i)
	flow := []string{"src -> one -> hub", "hub -> two -> belt -> hub", "hub -> three -> hub", "hub -> sink"}
	f.named(line, "src", "source", fmt.Sprintf("part = %q\nevery = %q", part, f.law(f.seconds(40, 120))), f.maybe(`when-full = "queue"`, `when-full = "lose"`))
	f.feeds = append(f.feeds, line+".src")
	f.named(line, "one", "machine", f.work(false)...)
	f.named(line, "two", "machine", f.work(true)...)
	f.named(line, "three", "machine", f.work(true)...)
	f.named(line, "hub", "buffer")
	f.named(line, "belt", "conveyor", `length = "2 m"`, `speed = "0.1 m/s"`, `pitch = "0.5 m"`)
	f.named(line, "sink", "sink")
	f.level(line, flow, rapid.IntRange(0, 3).Draw(f.t, "limited") == 0)
	fmt.Fprintf(&f.lines, "[part.%s]\n", part)
	for _, on := range []string{`["one"]`, `["two", "three"]`, `["two"]`, `["three"]`, `["two"]`} {
		on = strings.ReplaceAll(on, `"t`, `"`+line+`.t`)
		on = strings.ReplaceAll(on, `"o`, `"`+line+`.o`)
		fmt.Fprintf(&f.lines, "[[part.%s.route]]\nop = \"work\"\non = %s\n%s\n", part, on, f.operation())
	}
}

// operation draws the other keys of an operation of a route.
func (f *factory) operation() string {
	keys := []string{
		f.maybe(`prefer = "fastest"`, `prefer = "shortest-queue"`, `prefer = "round-robin"`, `prefer = "random"`),
		fmt.Sprintf("cycle = %q", f.law(f.seconds(10, 40))), f.maybe(`setup = "15 s"`), f.maybe("batch = 2"), f.maybe(`yield = "90 %"`),
		f.maybe(`needs = [{ tool = "jig" }]`, `needs = [{ crew = "crew0", n = 2, during = "setup" }]`),
	}
	return strings.Join(slices.DeleteFunc(keys, func(s string) bool { return s == "" }), "\n")
}

// jobShop is machines that no flow joins: parts go straight from one to the next.
func (f *factory) jobShop(i int) {
	line := fmt.Sprintf("shop%d", i)
	for _, m := range []string{"a", "b", "c"} {
		f.named(line, m, "machine", f.work(true)...)
	}
	for k := range rapid.IntRange(1, 2).Draw(f.t, "types") {
		part := fmt.Sprintf("job%d-%d", i, k)
		src := fmt.Sprintf("src%d", k)
		f.named(line, src, "source", fmt.Sprintf("part = %q\nevery = %q", part, f.law(f.seconds(60, 160))), f.maybe("batch = 2"))
		f.feeds = append(f.feeds, line+"."+src)
		fmt.Fprintf(&f.lines, "[part.%s]\n", part)
		for range rapid.IntRange(1, 4).Draw(f.t, "operations") {
			on := f.pick(`["L.a"]`, `["L.b"]`, `["L.c", "L.a"]`, `["L.a", "L.b", "L.c"]`)
			fmt.Fprintf(&f.lines, "[[part.%s.route]]\nop = \"work\"\non = %s\n%s\n", part, strings.ReplaceAll(on, "L", line), f.operation())
		}
	}
	f.named(line, "sink", "sink")
	f.level(line, nil, rapid.IntRange(0, 3).Draw(f.t, "limited") == 0)
}
