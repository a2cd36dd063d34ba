package plant

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
)

// TestAGlanceSeesEveryPartOnce, where it is, and changes nothing.
func TestAGlanceSeesEveryPartOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		guard(t, s)
		drawInputs(t, s, paths, sources)
		var g Glance
		for _, at := range drawStops(t, 4) {
			s.Run(at)
			before := s.Hash()
			s.Glance(&g, s.Now())
			if s.Hash() != before {
				t.Fatal("a glance changes the state")
			}
			if err := seen(s, &g); err != nil {
				t.Fatalf("at %v: %v\n%s", at, err, text)
			}
		}
	})
}

// seen says what is wrong with a glance.
func seen(s *Sim, g *Glance) error {
	ids := map[uint64]bool{}
	for k, p := range g.Parts {
		n, pl := g.Places[p.Place], &s.plant.places[p.Place]
		switch {
		case ids[p.ID]:
			return fmt.Errorf("part %x is seen twice", p.ID)
		case uint32(k) < n.First || uint32(k) >= n.Last:
			return fmt.Errorf("part %d of %s is outside its range", k, pl.path)
		case p.Where == InBody && p.N >= pl.slots:
			return fmt.Errorf("body %d of %d of %s", p.N, pl.slots, pl.path)
		case p.Along < 0 || p.Along > 1:
			return fmt.Errorf("a part has come %v of the way over %s", p.Along, pl.path)
		}
		ids[p.ID] = true
		if k == 0 || g.Parts[k-1].Place != p.Place || p.Where != OnBelt {
			continue
		}
		pitch := float64(pl.pitchTime) / float64(pl.travel)
		if d := g.Parts[k-1].Along - p.Along; d < min(pitch, g.Parts[k-1].Along)-1e-6 {
			return fmt.Errorf("two parts on %s are %v of it apart, the pitch is %v", pl.path, d, pitch)
		}
	}
	for i, n := range g.Places {
		if n.Last-n.First != s.Places.At(uint32(i)).Inside {
			return fmt.Errorf("%d parts are seen in %s, %d are inside", n.Last-n.First, s.plant.places[i].path, n.Inside)
		}
	}
	if len(g.Bodies) != s.Slots.Len() {
		return fmt.Errorf("%d of %d bodies", len(g.Bodies), s.Slots.Len())
	}
	return nil
}

const glanced = `
[part.d]
size = ["0.4 m", "0.3 m", "0.3 m"]
[people.crew]
n = 2
[l]
kind = "line"
flow = "in -> w -> m -> store -> n -> out"
[l.in]
kind = "source"
part = "d"
every = "3 s"
when-full = "queue"
[l.w]
kind = "conveyor"
length = "6 m"
speed = "0.5 m/s"
gap = "0.1 m"
[l.m]
kind = "machine"
cycle = "triangular(2 s, 3 s, 9 s)"
queue = 2
[l.store]
kind = "buffer"
room = 4
[l.n]
kind = "machine"
cycle = "exponential(4 s)"
needs = [{ crew = "crew", n = 2 }]
[l.out]
kind = "sink"
`

// TestAGlanceMovesOnBetweenEvents: what is seen just before an event is what is seen
// after it, up to what the event itself does; so nothing jumps on a belt.
func TestAGlanceMovesOnBetweenEvents(t *testing.T) {
	s := parse(t, glanced).New(1, 0)
	var before, after Glance
	belt := s.plant.index["l.w"]
	met := 0
	for at := engine.Time(0); at < 20*engine.Minute; at = s.Now() {
		f := s.Fork()
		next := at
		f.Observe(func(e engine.Event) {
			if next == at {
				next = e.At
			}
		})
		for next == at && f.Now() < 21*engine.Minute {
			f.Run(f.Now() + engine.Second/4)
		}
		// Ahead by closed form up to the next event, and carried on to it.
		s.Glance(&before, next)
		s.Run(next)
		s.Glance(&after, next)
		if err := seen(s, &after); err != nil {
			t.Fatal(err)
		}
		was := map[uint64]float64{}
		for _, p := range before.Parts {
			if p.Place == belt {
				was[p.ID] = p.Along
			}
		}
		for _, p := range after.Parts {
			if along, ok := was[p.ID]; ok && p.Place == belt {
				met++
				if math.Abs(along-p.Along) > 1e-6 {
					t.Fatalf("at %v a part jumps from %v to %v of the belt", next, along, p.Along)
				}
			}
		}
	}
	if met < 1000 {
		t.Errorf("%d parts were compared", met)
	}
}

// TestAGlanceKnowsWhoWorksWhere and how much of the work is done.
func TestAGlanceKnowsWhoWorksWhere(t *testing.T) {
	s := parse(t, glanced).New(1, 0)
	var g Glance
	n := s.plant.index["l.n"]
	worked := 0
	for at := engine.Time(0); at < engine.Hour; at += 7 * engine.Second {
		s.Run(at)
		s.Glance(&g, at)
		b := g.Bodies[g.Places[n].Slot]
		if b.Place != n || (len(g.Crews) > 0) != (b.State == Busy) {
			t.Fatalf("%v: %+v, crews %+v", at, b, g.Crews)
		}
		if len(g.Crews) > 0 {
			worked++
			if c := g.Crews[0]; c.Crew != "people.crew" || c.N != 2 || c.Place != n || c.Tool || c.Repair || b.Done < 0 || b.Done > 1 {
				t.Fatalf("%+v, %+v", c, b)
			}
		}
	}
	if worked < 100 {
		t.Errorf("%d times at work", worked)
	}
	if n := testing.AllocsPerRun(20, func() { s.Glance(&g, s.Now()) }); n > 0 {
		t.Errorf("%v allocations a glance", n)
	}
}
