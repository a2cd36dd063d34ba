package trail

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
)

const shop = `format = 1
[part.a]
[[part.a.route]]
op = "turn"
on = ["line.m"]
[part.b]
[line]
kind = "line"
flow = "in -> m -> n -> out"
[line.in]
kind = "source"
mix = { a = 1, b = 2 }
every = "60 s"
[line.m]
kind = "machine"
cycle = "45 s"
[line.n]
kind = "machine"
cycle = "exponential(20 s)"
parallel = 2
[line.out]
kind = "sink"
`

func compile(t testing.TB, text string) *plant.Plant {
	t.Helper()
	m, problems := model.Parse("shop.toml", []byte(text), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func printOf(s *plant.Sim, until engine.Time) Print {
	t := Follow(s)
	s.Run(until)
	return t.Print()
}

// A cycle that takes longer and changes no order moves the times and the
// statistics, and not the order.
func TestOrderKnowsNoTimes(t *testing.T) {
	fixed := strings.Replace(shop, "exponential(20 s)", "20 s", 1)
	a := printOf(compile(t, fixed).New(1, 0), engine.Hour)
	slower := strings.Replace(fixed, "45 s", "46 s", 1)
	b := printOf(compile(t, slower).New(1, 0), engine.Hour)
	if got := fmt.Sprint(a.Ingredients(b)); got != "[times statistics]" {
		t.Errorf("one second more changes %s", got)
	}
	// Longer than the rhythm: the parts no longer take turns.
	blocked := strings.Replace(fixed, "45 s", "75 s", 1)
	c := printOf(compile(t, blocked).New(1, 0), engine.Hour)
	if got := fmt.Sprint(a.Ingredients(c)); got != "[events order times statistics]" {
		t.Errorf("an overloaded machine changes %s", got)
	}
	if got := a.Ingredients(a); len(got) > 0 {
		t.Errorf("a run differs from itself in %v", got)
	}
}

// Statistics that begin anew change the statistics alone.
func TestStatisticsAreAnIngredientOfTheirOwn(t *testing.T) {
	p := compile(t, shop)
	a := Follow(p.New(3, 0))
	s, b := a.Fork()
	a.sim.Run(engine.Hour)
	s.Run(engine.Hour)
	if d := a.Print().Ingredients(b.Print()); len(d) > 0 {
		t.Fatalf("differ in %v", d)
	}
	for _, st := range s.Stats.All {
		st.Work++
	}
	if got := fmt.Sprint(a.Print().Ingredients(b.Print())); got != "[statistics]" {
		t.Errorf("a nanosecond of work changes %s", got)
	}
}

// A fork at any instant, run on, has the fingerprint of the whole run.
func TestAForkHasThePrintOfTheWhole(t *testing.T) {
	plants := []*plant.Plant{compile(t, shop)}
	for seed := range uint64(3) {
		text, err := sample.Factory(6+8*int(seed), seed+1)
		if err != nil {
			t.Fatal(err)
		}
		plants = append(plants, compile(t, string(text)))
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(plants).Draw(t, "plant")
		seed := rapid.Uint64Range(0, 99).Draw(t, "seed")
		const end = 6 * engine.Hour
		at := engine.Time(rapid.Int64Range(0, int64(end)).Draw(t, "at"))
		whole := printOf(p.New(seed, 0), end)
		first := p.New(seed, 0)
		trail := Follow(first)
		first.Run(at)
		s, forked := trail.Fork()
		s.Run(end)
		if d := whole.Ingredients(forked.Print()); len(d) > 0 {
			t.Fatalf("forked at %v it differs in %v", at, d)
		}
	})
}

func TestFirstDifference(t *testing.T) {
	base := compile(t, shop)
	for _, c := range []struct {
		name, from, to string
		seed           uint64
		want           *regexp.Regexp // component, field, values; nil: there is no difference
	}{
		{"the same", "", "", 1, nil},
		{"a slower machine", `cycle = "45 s"`, `cycle = "46 s"`, 1, regexp.MustCompile(`^line\.m time_ns 1m 45s 1m 46s$`)},
		{"parts of the other type", "mix = { a = 1, b = 2 }", `part = "b"`, 1, regexp.MustCompile(`^line\.in type a b$`)},
		{"another operation", `"turn"`, `"mill"`, 1, regexp.MustCompile(`^line\.m what turn mill$`)},
		{"no second body", "parallel = 2\n", "", 1, regexp.MustCompile(`^line\.n event moved line\.n .* state line\.m blocked$`)},
		{"another seed", "", "", 2, regexp.MustCompile(`^line\.`)},
	} {
		p := compile(t, strings.Replace(shop, c.from, c.to, 1))
		a, b := NewRun(base.New(1, 0), engine.Hour, nil), NewRun(p.New(c.seed, 0), engine.Hour, nil)
		d, alike, err := First(a, b)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case d == nil && c.want != nil:
			t.Errorf("%s: no difference in %d rows", c.name, alike)
		case d == nil && (alike < 300 || len(a.Trail.Print().Ingredients(b.Trail.Print())) > 0):
			t.Errorf("%s: %d rows are the same, the fingerprint is not", c.name, alike)
		case d == nil:
		case c.want == nil || d.Alike != alike || !c.want.MatchString(strings.Join([]string{d.Component, d.Field, d.A, d.B}, " ")):
			t.Errorf("%s: %+v, want %v", c.name, d, c.want)
		}
	}
	// One that ends sooner has fewer rows.
	d, alike, err := First(NewRun(base.New(1, 0), engine.Hour, nil), NewRun(base.New(1, 0), 2*engine.Hour, nil))
	if err != nil || d == nil || d.Field != "end" || d.RowA != nil || d.At <= engine.Hour || d.Alike != alike {
		t.Errorf("a run of one hour and of two: %+v, %v", d, err)
	}
}

func TestARunStopsWhenTold(t *testing.T) {
	enough := errors.New("enough")
	n := 0
	r := NewRun(compile(t, shop).New(1, 0), engine.Day, func() error {
		if n++; n > 20 {
			return enough
		}
		return nil
	})
	rows := 0
	for {
		if _, err := r.Next(); err != nil {
			if !errors.Is(err, enough) {
				t.Fatal(err)
			}
			break
		}
		rows++
	}
	if rows == 0 || rows > 200 {
		t.Errorf("%d rows", rows)
	}
}

// What Fields writes, Parse reads.
func TestRowsComeBack(t *testing.T) {
	s := compile(t, shop).New(1, 0)
	n := 0
	s.Watch(func(e plant.TraceEvent) {
		n++
		r := RowOf(s.Plant(), e)
		back, err := Parse(r.Fields())
		if err != nil || back != r {
			t.Fatalf("%+v comes back as %+v, %v", r, back, err)
		}
		if e.Kind == plant.PartBegun && r.Type == "a" && r.Place == "line.m" && r.What != "turn" {
			t.Fatalf("the operation is %q", r.What)
		}
	})
	s.Run(engine.Hour)
	if n < 300 {
		t.Errorf("%d rows", n)
	}
	for _, bad := range [][]string{
		nil, make([]string, len(Columns)), {"1", "moved", "m", "x", "", "", "", "", "", "", "", "", "", ""},
		{"1", "finished", "m", "", "", "", "", "", "", "", "", "", "", "maybe"},
	} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("5,moved,line.m,,00,a,,1,,line.in,,,,")
	f.Fuzz(func(t *testing.T, line string) {
		r, err := Parse(strings.Split(line, ","))
		if err != nil {
			return
		}
		again, err := Parse(r.Fields())
		if r.Event == plant.PartFinished.String() || !r.Good {
			if err != nil || again.At != r.At || again.Place != r.Place || again.Good != r.Good {
				t.Errorf("%+v comes back as %+v, %v", r, again, err)
			}
		}
	})
}

func ExampleFirst() {
	press := func(cycle string) *plant.Sim {
		text := "format = 1\n[part.lid]\n[line]\nkind = \"line\"\nflow = \"in -> press -> out\"\n" +
			"[line.in]\nkind = \"source\"\npart = \"lid\"\nevery = \"1 min\"\n" +
			"[line.press]\nkind = \"machine\"\ncycle = \"" + cycle + "\"\n[line.out]\nkind = \"sink\"\n"
		m, problems := model.Parse("press.toml", []byte(text), plant.Registry(), nil)
		if err := problems.Err(); err != nil {
			panic(err)
		}
		p, err := plant.Compile(m)
		if err != nil {
			panic(err)
		}
		return p.New(1, 0)
	}
	d, alike, err := First(NewRun(press("45 s"), engine.Hour, nil), NewRun(press("50 s"), engine.Hour, nil))
	fmt.Println(d.At, d.Component, d.Field, d.A, "and", d.B, "after", alike, err)
	// Output:
	// 1m 45s line.press time_ns 1m 45s and 1m 50s after 4 <nil>
}
