package plant

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// oneCycle is a plant in which a single part is worked on once.
func oneCycle(cycle, more string) string {
	return fmt.Sprintf("[factory]\ntitle = \"one\"\n[part.job]\n[l]\nkind = \"line\"\nflow = \"in -> m -> out\"\n"+
		"[l.in]\nkind = \"source\"\npart = \"job\"\nlimit = 1\n[l.m]\nkind = \"machine\"\ncycle = %q\n%s\n[l.out]\nkind = \"sink\"\n", cycle, more)
}

// branchAlarm is the probability with which each test of a law below rejects a
// right one, if the seeds were not fixed; there are some 30.
const branchAlarm = 1e-4

// disturb has machine l.m stand still for a while, or work at twice its speed, or
// neither, and returns how much work it has done after so many seconds of being busy.
func disturb(t *testing.T, s *Sim, way uint32) func(busy float64) float64 {
	var err error
	work := func(busy float64) float64 { return busy }
	switch way % 3 {
	case 0:
		err = s.StopPlace("l.m", 30*engine.Second, 25*engine.Second)
	case 1:
		err = s.SetSpeed("l.m", 2, 10*engine.Second, 15*engine.Second)
		work = func(busy float64) float64 { return busy + min(max(busy-10, 0), 15) }
	}
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// TestBranchKeepsTheLaw: a duration that is under way when the state is branched, of
// one part or of a batch, interrupted or sped up for a while too, has in all the law
// that it had before. So what is left is drawn given the age: neither anew nor as it
// was.
func TestBranchKeepsTheLaw(t *testing.T) {
	for _, cycle := range []string{
		"uniform(20 s, 100 s)", "triangular(20 s, 30 s, 100 s)", "normal(60 s, 20 s)", "lognormal(60 s, 60 s)", "exponential(60 s)",
		"erlang(3, 60 s)", "gamma(0.5, 120 s)", "weibull(2.5, 60 s)", "weibull(0.7, 60 s)", "beta(2, 3, 20 s, 100 s)", "pert(20 s, 30 s, 100 s)",
	} {
		for _, batch := range []int{1, 3} {
			text := strings.Replace(oneCycle(cycle, fmt.Sprintf("batch = %d", batch)), "limit = 1", fmt.Sprintf("limit = %d", batch), 1)
			p := parse(t, text)
			m := p.index["l.m"]
			law := &p.laws[p.places[m].ops[0].cycle].dist
			var times []float64
			for rep := range uint32(1500) {
				s := p.New(1, rep)
				work := disturb(t, s, rep)
				s.Run(engine.Seconds(100 * random.Key(2).U(uint64(rep))))
				s = s.Branch(uint64(rep)).Branch(7)
				s.Run(engine.Hour)
				times = append(times, work(s.SlotStats.At(p.places[m].firstSlot).Times[Busy].Seconds()))
			}
			if d, alarm := stat.KS1(times, law.CDF); alarm < branchAlarm {
				t.Errorf("%s, batches of %d: the times of branched operations have another law: distance %.3f, p %.2g", cycle, batch, d, alarm)
			}
		}
	}
}

// TestBranchKeepsTheLawOfFailures does the same for a failure that comes with the
// time at work, which the kernel does not queue before it is due within an operation.
func TestBranchKeepsTheLawOfFailures(t *testing.T) {
	for _, mtbf := range []string{"weibull(3, 100 s)", "uniform(10 s, 200 s)", "exponential(90 s)"} {
		p := parse(t, strings.Replace(oneCycle("7 s", fmt.Sprintf("mtbf = %q\nmttr = \"1 min\"", mtbf)), "limit = 1", `every = "15 s"`, 1))
		m := p.index["l.m"]
		var times []float64
		for rep := range uint32(1500) {
			s := p.New(3, rep)
			broken := func(s *Sim) bool { return s.Stats.At(m).Failures == 0 }
			s.RunWhile(engine.Seconds(250*random.Key(4).U(uint64(rep))), broken)
			s = s.Branch(uint64(rep))
			s.RunWhile(engine.Day, broken)
			s.settle()
			times = append(times, s.SlotStats.At(p.places[m].firstSlot).Times[Busy].Seconds())
		}
		law := &p.laws[p.places[m].modes[0].between].dist
		if d, alarm := stat.KS1(times, law.CDF); alarm < branchAlarm {
			t.Errorf("%s: the times to failure of branched machines have another law: distance %.3f, p %.2g", mtbf, d, alarm)
		}
	}
}

// TestForkIsNoBranch shows that the tests above can fail: durations drawn anew
// without regard to their age have another law.
func TestForkIsNoBranch(t *testing.T) {
	p := parse(t, oneCycle("weibull(2.5, 60 s)", ""))
	law := &p.laws[p.places[p.index["l.m"]].ops[0].cycle].dist
	var times []float64
	for rep := range uint32(1500) {
		s := p.New(1, rep)
		s.Run(engine.Seconds(100 * random.Key(2).U(uint64(rep))))
		f := s.Fork()
		f.World.Branch(func(t *engine.Timer, age engine.Time) (engine.Time, bool) {
			return engine.Seconds(law.Sample(random.Key(5), uint64(rep))), true
		})
		f.Run(engine.Hour)
		times = append(times, f.SlotStats.At(p.places[p.index["l.m"]].firstSlot).Times[Busy].Seconds())
	}
	if _, alarm := stat.KS1(times, law.CDF); alarm > branchAlarm {
		t.Errorf("durations drawn without their age pass as branched ones, p %.2g", alarm)
	}
}

// TestBranchKeepsAQueue: with exponential times, a queue that is branched in its
// course is the same queue: as many parts are in it, and as variably, as in runs of
// the plant that were not branched.
func TestBranchKeepsAQueue(t *testing.T) {
	p := parse(t, mm1)
	var plain, branched stat.Tally
	m := p.index["line.server"]
	for rep := range uint32(3000) {
		s := p.New(1, rep)
		s.Run(300 * engine.Second)
		f := p.New(2, rep) // luck of its own, so that the two are independent
		f.Run(600 * engine.Second)
		s = s.Branch(uint64(rep))
		s.Run(600 * engine.Second)
		plain.Add(float64(f.Places.At(m).Inside))
		branched.Add(float64(s.Places.At(m).Inside))
	}
	se := math.Sqrt((plain.Var() + branched.Var()) / 3000)
	if z := (plain.Mean - branched.Mean) / se; math.Abs(z) > 3.9 {
		t.Errorf("%.3f parts in the queue, %.3f when it is branched: %.1f standard errors", plain.Mean, branched.Mean, z)
	}
	// The variance of a variance is about (kurtosis-1) v^2/n; a geometric count has a kurtosis of about 9.
	if r := branched.Var() / plain.Var(); math.Abs(r-1) > 3.9*math.Sqrt(2*8/3000.) {
		t.Errorf("the variance of the queue is %.2f, %.2f when it is branched", plain.Var(), branched.Var())
	}
}

// TestBranchChangesNothingCertain: where all times are certain there is one future.
func TestBranchChangesNothingCertain(t *testing.T) {
	p := parse(t, strings.NewReplacer(`"exponential(10 s)"`, `"10 s"`, `"exponential(9 s)"`, `"8 s"`+"\nmtbf = \"constant(3 min)\"\nmttr = \"constant(20 s)\"").Replace(mm1))
	s := p.New(1, 0)
	s.Run(777 * engine.Second)
	f := s.Branch(1)
	s.Run(5 * engine.Hour)
	f.Run(5 * engine.Hour)
	if a, b := s.Hash(), f.Hash(); a.Stats != b.Stats {
		t.Errorf("a branch of a certain plant measured something else: %x and %x", a.Stats, b.Stats)
	}
	if s.Stats.At(p.index["line.server"]).Failures < 50 {
		t.Error("nothing failed, so nothing was tested")
	}
}

// TestAgesBeyondTheLawAreCounted: a triangular time of at most 30 s that has lasted
// longer, because the model was made faster in between, ends some time and is counted.
func TestAgesBeyondTheLawAreCounted(t *testing.T) {
	p := parse(t, oneCycle("triangular(10 s, 20 s, 30 s)", ""))
	s := p.New(1, 0)
	s.Run(5 * engine.Second)
	timer := s.Timers.At(s.Slots.At(p.places[p.index["l.m"]].firstSlot).Timer)
	timer.Age += engine.Minute
	for key := range uint64(100) {
		f := s.Branch(key)
		if f.common().Beyond != 1 {
			t.Fatalf("%d ages beyond their law, want 1", f.common().Beyond)
		}
		if f.Run(engine.Hour); f.TypeStats.At(0).Done != 1 {
			t.Fatal("what has lasted too long never ends")
		}
	}
}

// fields calls each for every plain field of every item of every slab of s, with the
// tag luck of the field or of what it is in.
func fields(s *Sim, each func(name, luck string, v reflect.Value)) { tagged(s, "luck", each) }

// tagged is fields with another tag.
func tagged(s *Sim, tag string, each func(name, luck string, v reflect.Value)) {
	var walk func(name, luck string, v reflect.Value)
	walk = func(name, luck string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				f := v.Type().Field(i)
				walk(name+"."+f.Name, max(luck, f.Tag.Get(tag)), v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(name, luck, v.Index(i))
			}
		default:
			each(name, luck, v)
		}
	}
	all, slabs := reflect.ValueOf(s).Elem(), 0
	for _, holder := range []reflect.Value{all, all.FieldByName("World")} {
		for i := range holder.NumField() {
			if f := holder.Type().Field(i); f.IsExported() && strings.HasPrefix(f.Type.Name(), "Slab[") {
				slab := holder.Field(i).Addr()
				at := slab.MethodByName("At")
				for k := range slab.MethodByName("Len").Call(nil)[0].Int() {
					walk(f.Name, "", at.Call([]reflect.Value{reflect.ValueOf(uint32(k))})[0].Elem())
				}
				slabs++
			}
		}
	}
	for k, sh := range s.shelves {
		for i := range s.plant.shelves[k].owners {
			walk("memory of "+s.plant.shelves[k].memory.Type().String(), "", reflect.ValueOf(sh.At(i)).Elem())
		}
	}
	// Checks, CheckStats and Gauges are attached where they are needed, the inputs are the kernel's own.
	extra := 0
	for _, unused := range []bool{s.plant.checks == 0, s.plant.checks == 0, len(s.plant.gauges) == 0} {
		if unused {
			extra++
		}
	}
	if attached := all.FieldByName("World").FieldByName("stores").Len(); slabs-extra+len(s.shelves)+1 != attached {
		panic(fmt.Sprintf("%d slabs were looked at and %d memories, the state has %d with the inputs", slabs-extra, len(s.shelves), attached))
	}
}

// values are the fields of s with their names, and which of them are luck.
func values(s *Sim) (names []string, luck []bool, content []any) {
	fields(s, func(name, l string, v reflect.Value) {
		names, luck, content = append(names, name), append(luck, l != ""), append(content, v.Interface())
	})
	return names, luck, content
}

// TestBranchesDifferInTheirLuckAlone: of two branches of a state every field that is
// not marked as luck is equal, and every one that is marked differs somewhere. So a
// kind that draws ahead without saying so, and one that says so and is forgotten by
// Branch, are both found.
func TestBranchesDifferInTheirLuckAlone(t *testing.T) {
	marked, differ := map[string]bool{}, map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		drawInputs(t, s, paths, sources)
		s.Run(drawTime(t, 2*engine.Hour))
		a, b := s.Branch(1), s.Branch(2)
		names, luck, of := values(a)
		_, _, other := values(b)
		for i, name := range names {
			if luck[i] {
				marked[name] = true
				differ[name] = differ[name] || of[i] != other[i]
			} else if of[i] != other[i] {
				t.Fatalf("%s is %v in one branch and %v in another, and not marked as luck\n%s", name, of[i], other[i], text)
			}
		}
		if again := s.Branch(1); again.Hash() != a.Hash() {
			t.Fatalf("two branches of one key differ\n%s", text)
		}
		if errs := audit(a); len(errs) > 0 {
			t.Fatalf("%s\n%s", strings.Join(errs, "\n"), text)
		}
	})
	for name := range marked {
		// The index of a redrawn timer is 0, its stream tells it from others; the
		// replication and the seed are those of the run.
		if !differ[name] && name != "Timers.Index" {
			t.Errorf("%s is marked as luck, and no branch draws it again", name)
		}
	}
	if !differ["Timers.Total"] {
		t.Error("no duration was under way, so nothing was tested")
	}
}

// TestBranchedPlantsConserve: what holds of every plant holds of its branches.
func TestBranchedPlantsConserve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text, paths, sources := drawPlant(t)
		s := p.New(drawSeed(t), 0)
		guard(t, s)
		drawInputs(t, s, paths, sources)
		for k, at := range drawStops(t, 5) {
			s.Run(at)
			if errs := append(audit(s), account(s)...); len(errs) > 0 {
				t.Fatalf("at %v\n%s\n%s", at, strings.Join(errs, "\n"), text)
			}
			s = s.Branch(uint64(k))
			guard(t, s)
		}
	})
}
