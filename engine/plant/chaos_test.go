package plant

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/random"
)

// How long a chaos run lasts, in simulated time, and how many there are by default.
const (
	chaosSpan  = 24 * engine.Hour
	chaosShort = 3
	chaosUsual = 60
	chaosLong  = 1000
)

// TestChaos runs factories by lot for a day each, with orders from outside at any
// time and everything that can be done to a state done to it at any time: copied,
// branched, stored, rewound, migrated, watched, looked ahead of. All that must hold
// of every state is asserted throughout. Everything follows from one number, the
// seed; TAKT_CHAOS_SEED picks it.
func TestChaos(t *testing.T) {
	first, n := uint64(1), chaosUsual
	if testing.Short() {
		n = chaosShort
	}
	if os.Getenv("TAKT_LONG") != "" {
		n = chaosLong
	}
	if text := os.Getenv("TAKT_CHAOS_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("TAKT_CHAOS_SEED: %q is no number", text)
		}
		first, n = seed, 1
	}
	var events uint64
	var hours float64
	done := map[string]int{}
	for seed := first; seed < first+uint64(n) && !t.Failed(); seed++ {
		c := newChaos(t, seed)
		c.play()
		events, hours = events+c.events, hours+c.simulated.Hours()
		for what, k := range c.done {
			done[what] += k
		}
		if n == 1 {
			t.Logf("seed %d: %d events, hash %x", seed, c.events, c.s.Hash())
		}
	}
	t.Logf("%d runs, %.0f simulated hours, %d events: %v", n, hours, events, done)
	for _, a := range acts {
		if n >= chaosUsual && done[a.name] == 0 && !t.Failed() {
			t.Errorf("%q never happened, so little was tested", a.name)
		}
	}
}

// chaos is one run.
type chaos struct {
	t    *testing.T
	seed uint64
	key  random.Key
	n    uint64 // how often luck has been asked

	s        *Sim
	migrated bool
	owed     uint64 // parts of types that plants before made, and this one does not
	base     *Sim   // where the state last became another by decree
	fed      int    // inputs that it had then

	doing     string
	done      map[string]int
	events    uint64
	simulated engine.Time
}

func newChaos(t *testing.T, seed uint64) *chaos {
	c := &chaos{t: t, seed: seed, key: random.NewKey(seed, 0, random.PathHash("chaos")), done: map[string]int{}}
	defer c.rescue()
	c.doing = "building the factory"
	c.become(c.plant().New(choose(c.lot).key(), uint32(c.lot(3))))
	return c
}

// failf says what went wrong, and how to see it again: all in this test that can fail
// does so here.
func (c *chaos) failf(format string, args ...any) {
	c.t.Helper()
	now := engine.Time(0)
	if c.s != nil {
		now = c.s.Now()
	}
	c.t.Fatalf("at %v, %s: %s\nto see this again:\n\n\tTAKT_CHAOS_SEED=%d go test -count=1 -run '^TestChaos$' ./engine/plant\n",
		now, c.doing, fmt.Sprintf(format, args...), c.seed)
}

// rescue makes a panic a failure.
func (c *chaos) rescue() {
	if r := recover(); r != nil {
		c.failf("panic: %v\n%s", r, debug.Stack())
	}
}

// lot is choose.
func (c *chaos) lot(n int) int {
	c.n++
	return int(c.key.U(c.n) * float64(n))
}

// plant is a factory by lot: one like those of the properties, with every kind and
// rule in it, or one such as an engineer would build.
func (c *chaos) plant() *Plant {
	var text string
	if c.lot(3) == 0 {
		b, err := sample.Factory(1+c.lot(15), choose(c.lot).key())
		if err != nil {
			c.failf("%v", err)
		}
		text = string(b)
	} else {
		text = "format = 1\n" + rapid.Custom(func(t *rapid.T) string {
			text, _, _ := drawFactory(t)
			return text
		}).Example(c.lot(1<<30))
	}
	p, err := build(text, Registry())
	if err != nil {
		c.failf("%v\n%s", err, text)
	}
	return p
}

// play is a day of chaos.
func (c *chaos) play() {
	defer c.rescue()
	for c.s.Now() < chaosSpan {
		c.doing = "running on"
		c.run(c.s, choose(c.lot).time(60))
		if c.lot(3) == 0 {
			runSteps(c.s, c.lot(30))
		}
		for range c.lot(3) {
			c.doing = "taking an order"
			if err := orderLive(c.lot, c.s); err != nil {
				c.failf("%v", err)
			}
		}
		a := acts[c.lot(len(acts))]
		c.doing = a.name
		c.done[a.name]++
		a.do(c)
		c.check(c.s)
	}
	c.decree()
}

// run carries a state on, with a guard against instants without end.
func (c *chaos) run(s *Sim, span engine.Time) {
	from, before := s.Now(), s.Steps()
	guardWith(s, c.failf)
	s.Run(from + span)
	s.Observe(nil)
	c.events += s.Steps() - before
	c.simulated += s.Now() - from
}

// check audits a state.
func (c *chaos) check(s *Sim) {
	c.t.Helper()
	errs := settled(s, c.migrated)
	if born, gone := balance(s); c.migrated && born-gone != c.owed {
		errs = append(errs, fmt.Sprintf("%d parts born, %d accounted for; the difference was %d", born, gone, c.owed))
	}
	if len(errs) > 0 {
		c.failf("%s", strings.Join(errs, "\n"))
	}
}

// same asserts that two states are one, to the last bit.
func (c *chaos) same(what string, a, b *Sim) {
	c.t.Helper()
	if x, y := a.Hash(), b.Hash(); x != y {
		c.failf("%s: %x and %x: %s", what, x, y, differing(a, b))
	}
}

// decree asserts that the state is what comes of the last decree and the inputs since
// then, run in one go; what comes now is by decree.
func (c *chaos) decree() {
	c.t.Helper()
	if c.base != nil {
		c.doing += ", and comparing with the run that was left alone"
		c.s.Run(c.s.Now())
		for _, in := range c.s.Inputs()[c.fed:] {
			c.base.Feed(in)
		}
		c.run(c.base, c.s.Now()-c.base.Now())
		c.same("the run that was left alone and this one", c.base, c.s)
	}
}

// become takes s for the state from now on: another one, by decree.
func (c *chaos) become(s *Sim) {
	c.decree()
	c.s = s
	c.base, c.fed = s.Fork(), len(s.Inputs())
}

// act is something that can be done to a state.
type act struct {
	name string
	do   func(c *chaos)
}

var acts = slices.Concat(detourActs(), []act{
	{"branch", func(c *chaos) { c.branch() }},
	{"branch and stay there", func(c *chaos) {
		c.become(c.branch())
	}},
	{"migrate to another plant", (*chaos).migrate},
	{"look ahead", (*chaos).lookAhead},
	{"keep the books from the trace", (*chaos).keepBooks},
	{"watch from now on", func(c *chaos) { c.s.Watch(func(TraceEvent) {}) }},
})

func detourActs() (out []act) {
	for _, d := range detours {
		out = append(out, act{d.name, func(c *chaos) {
			f, complaint := d.from(c.lot, c.s)
			if complaint != "" {
				c.failf("%s", complaint)
			}
			c.s = f
		}})
	}
	return out
}

// branch looks into one of the possible futures.
func (c *chaos) branch() *Sim {
	key, before := choose(c.lot).key(), c.s.Hash()
	f, g := c.s.Branch(key), c.s.Branch(key)
	if c.s.Hash() != before {
		c.failf("the state is another one after it")
	}
	c.same("two branches of one key", f, g)
	span := choose(c.lot).time(60)
	c.run(f, span)
	c.run(g, span)
	c.same("two branches of one key, run on", f, g)
	c.check(f)
	return f
}

// migrate goes over to another plant, or to one with strangers in it, and stays there.
func (c *chaos) migrate() {
	q, before := c.plant(), c.s.Hash()
	f, rep, err := q.Migrate(c.s, nil)
	if err != nil {
		c.failf("%v", err)
	}
	if c.s.Hash() != before {
		c.failf("the old state is another one after it")
	}
	if before, after, displaced := carried(c.s, f, rep); before != after+displaced {
		c.failf("%d parts were inside, %d are, %d were displaced\n%s", before, after, displaced, rep)
	}
	c.become(f)
	born, gone := balance(f)
	c.migrated, c.owed = true, born-gone
}

// lookAhead imagines futures, as policies do.
func (c *chaos) lookAhead() {
	s := settledFork(c.s)
	key, before := random.Key(choose(c.lot).key()), s.Hash()
	f, g := s.imagine(key, nil), s.imagine(key, nil)
	if s.Hash() != before {
		c.failf("the state is another one after it")
	}
	span := choose(c.lot).time(60)
	c.run(f, span)
	c.run(g, span)
	c.same("two futures of one key", f, g)
	if errs := auditOf(f, c.migrated); len(errs) > 0 {
		c.failf("%s", strings.Join(errs, "\n"))
	}
}

// keepBooks asserts that the trace alone tells what the statistics tell.
func (c *chaos) keepBooks() {
	s := settledFork(c.s)
	s.ResetStats()
	l := newLedger(s.plant, s.Now())
	l.watch(s)
	c.run(s, choose(c.lot).time(60))
	s.settle()
	l.settle(s.Now())
	if errs := l.compare(s); len(errs) > 0 {
		c.failf("%s", strings.Join(errs, "\n"))
	}
}

// settledFork is a copy of s in which the instant is over.
func settledFork(s *Sim) *Sim {
	f := s.Fork()
	f.Run(f.Now())
	return f
}
