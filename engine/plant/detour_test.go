package plant

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
)

// choose draws a whole number below n. A rapid property and a chaos run have luck
// of different sorts.
type choose func(n int) int

func choices(t *rapid.T) choose {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
}

func (c choose) key() uint64 { return uint64(c(1<<30))<<30 | uint64(c(1<<30)) }

// time draws a time up to so many minutes; half of the times are whole minutes.
func (c choose) time(minutes int) engine.Time {
	if c(2) == 0 {
		return engine.Time(c(minutes+1)) * engine.Minute
	}
	return engine.Time(c(minutes*60))*engine.Second + 7
}

// detour is a way of a state to itself: what it gives must be, to the last bit, the
// state that it was given, and run on alike.
type detour struct {
	name string
	take func(c choose, s *Sim) (*Sim, error)
}

// detours are the ways. Not all of them leave s as it was, so go on with what they give.
var detours = []detour{
	{"fork", func(_ choose, s *Sim) (*Sim, error) { return s.Fork(), nil }},
	{"fork into used memory", func(c choose, s *Sim) (*Sim, error) {
		f := used(c, s)
		s.ForkInto(f)
		return f, nil
	}},
	{"snapshot and restore", func(_ choose, s *Sim) (*Sim, error) { return s.plant.Restore(s.Snapshot(nil)) }},
	{"restore into used memory", func(c choose, s *Sim) (*Sim, error) {
		f := used(c, s)
		return f, f.Restore(s.Snapshot(nil))
	}},
	{"migrate to itself", func(_ choose, s *Sim) (*Sim, error) {
		p, err := Compile(s.plant.model) // as another program would
		if err != nil {
			return nil, err
		}
		f, rep, err := p.Migrate(s, nil)
		if err == nil && !rep.Same() {
			err = errors.New(rep.String())
		}
		return f, err
	}},
	{"rewind", func(c choose, s *Sim) (*Sim, error) {
		s.Run(s.Now()) // a tape goes to where an instant is over
		tape := NewTape(s.Fork(), []int{0, 50_000, 1 << 20}[c(3)])
		from := s.Now()
		for range 1 + c(3) {
			tape.Run(tape.Live().Now() + engine.Second + c.time(20))
		}
		if c(2) == 0 { // another future, which is given up
			if err := orderLive(c, tape.Live()); err != nil {
				return nil, err
			}
			tape.Run(tape.Live().Now() + c.time(20))
			err := tape.Rewind(from)
			return tape.Live(), err
		}
		at := from + c.time(20)
		_, to := tape.Span()
		err := tape.Rewind(min(at, to))
		s.Run(tape.Live().Now())
		return tape.Live(), err
	}},
	{"record and replay", func(c choose, s *Sim) (*Sim, error) {
		file := new(bytes.Buffer)
		r, err := Record(file, s, "v1")
		s.Run(s.Now() + c.time(20))
		if err = errors.Join(err, r.Mark()); err != nil {
			return nil, err
		}
		rec, err := ReadRecording(file.Bytes())
		if err != nil {
			return nil, err
		}
		again, err := rec.Replay(s.plant, "v1", 0)
		if err == nil && (again.Marks != 1 || again.Met != 1) {
			err = errors.New(again.String())
		}
		return again.Tape.Live(), err
	}},
	{"watch", func(c choose, s *Sim) (*Sim, error) {
		f, seen, moves := s.Fork(), 0, 0
		f.Observe(func(engine.Event) { seen++ })
		f.Watch(func(TraceEvent) { seen++ })
		f.Watch(func(TraceEvent) { moves++ }, PartMoved)
		f.Run(f.Now() + c.time(20))
		f.Report()
		f.Snapshot(nil)
		audit(f)
		s.Run(f.Now())
		return f, nil
	}},
}

// used is a state of the plant of s that has been somewhere else.
func used(c choose, s *Sim) *Sim {
	f := s.plant.start().New(s.common().Seed+1, 3)
	f.Run(c.time(60))
	return f
}

// orderLive is an order from outside to s, in time or late. Sources send more of what
// they send anyway: for other parts there may be no way on.
func orderLive(c choose, s *Sim) error {
	p := s.plant
	at := s.Now() + c.time(20) - 5*engine.Minute
	pl := &p.places[c(len(p.places))]
	switch {
	case len(pl.mix) > 0:
		return s.Release(pl.path, p.types[pl.mix[c(len(pl.mix))].kind].name, 1+c(4), at)
	case c(3) == 0:
		return s.StartPlace(pl.path, at)
	}
	return s.StopPlace(pl.path, at, engine.Time(1+c(30))*engine.Minute)
}

// from goes the way from s, and says what was wrong with it, if anything was.
func (d detour) from(c choose, s *Sim) (f *Sim, complaint string) {
	at := s.Now()
	f, err := d.take(c, s)
	if err != nil {
		return f, d.name + " at " + at.String() + ": " + err.Error()
	}
	if s.Hash() != f.Hash() {
		return f, d.name + " at " + at.String() + " gives another state: " + differing(s, f)
	}
	return f, ""
}

// TestARunEndsTheSameWhateverDetoursItTakes: forked, stored and restored, rewound,
// replayed, migrated to its own plant, looked at, any number of times, at any
// instants and in the middle of them, with orders that come in time or late, a run
// ends as one that was left alone and had all orders in its log from the start.
func TestARunEndsTheSameWhateverDetoursItTakes(t *testing.T) {
	taken, late := make([]int, len(detours)), 0
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		seed, c := drawSeed(t), choices(t)
		s := p.New(seed, 0)
		drawInputs(t, s, paths, sources)
		var way []string
		for _, at := range drawStops(t, 4) {
			s.Run(at)
			if c(2) == 0 {
				runSteps(s, c(30))
			}
			if c(2) == 0 {
				if err := orderLive(c, s); err != nil {
					t.Fatal(err)
				}
			}
			k := c(len(detours))
			taken[k]++
			f, complaint := detours[k].from(c, s)
			if way = append(way, detours[k].name+" at "+at.String()); complaint != "" {
				t.Fatalf("%s, after %v\n%s", complaint, way, text)
			}
			s = f
		}
		end := s.Now() + 20*engine.Minute
		s.Run(end)
		whole := p.New(seed, 0)
		for _, in := range s.Inputs() {
			late += int(in.Late)
			whole.Feed(in)
		}
		whole.Run(end)
		if a, b := whole.Hash(), s.Hash(); a != b {
			t.Fatalf("left alone it ends as %x, by way of %v as %x: %s\n%s", a, way, b, differing(whole, s), text)
		}
		if errs := settled(s, false); len(errs) > 0 {
			t.Fatalf("by way of %v: %s\n%s", way, strings.Join(errs, "\n"), text)
		}
	})
	if !testing.Short() && (slices.Min(taken) < 10 || late == 0) {
		t.Errorf("the ways were taken %v times, %d orders came late; so little was tested", taken, late)
	}
}
