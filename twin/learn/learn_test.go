package learn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine/random"
)

var monday = time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)

func at(seconds float64) time.Time {
	return monday.Add(time.Duration(seconds * float64(time.Second)))
}

// log makes execution signals of machine m: state, seconds, state, seconds, …
func log(pairs ...any) []Signal {
	var out []Signal
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, Signal{At: at(float64(pairs[i+1].(int))), Machine: "m", Kind: Execution, Value: pairs[i].(string)})
	}
	return out
}

func TestRuns(t *testing.T) {
	program := func(sec float64, name string) Signal {
		return Signal{At: at(sec), Machine: "m", Kind: Program, Value: name}
	}
	count := func(sec float64, n string) Signal {
		return Signal{At: at(sec), Machine: "m", Kind: PartCount, Value: n}
	}
	for _, c := range []struct {
		name    string
		signals []Signal
		want    string // start-end/active:ended
	}{
		{"plain", log(Ready, 0, Active, 10, Ready, 60), "10-60/50:READY"},
		{"held", log(Active, 0, "FEED_HOLD", 10, Active, 15, "INTERRUPTED", 20, Active, 40, Completed, 50), "0-50/25:PROGRAM_COMPLETED"},
		{"stopped in a hold", log(Active, 0, "FEED_HOLD", 10, Stopped, 30), "0-30/10:STOPPED"},
		{"lost", log(Active, 0, Unavailable, 10, Active, 30, Ready, 40), "0-10/10:UNAVAILABLE 30-40/10:READY:resumed"},
		{"open end", log(Active, 0, "FEED_HOLD", 10), "0-10/10:"},
		{"program change", append(log(Active, 0, Ready, 30), program(-5, "A"), program(20, "B")), "0-20/20:program change 20-30/10:READY"},
		{"same program again", append(log(Active, 0, Ready, 30), program(-5, "A"), program(20, "A"), program(25, "")), "0-30/30:READY"},
		{"part count", append(log(Active, 0, Ready, 30), count(-5, "7"), count(20, "8"), count(31, "9")), "0-20/20:part count 20-30/10:READY"},
		{"part count reset", append(log(Active, 0, Ready, 30), count(-5, "7"), count(20, "0")), "0-30/30:READY"},
		{"out of order", append(log(Ready, 60), log(Active, 10)...), "10-60/50:READY"},
		{"nothing", nil, ""},
	} {
		var words []string
		for _, o := range Runs(c.signals) {
			w := fmt.Sprintf("%g-%g/%g:%s", o.Start.Sub(monday).Seconds(), o.End.Sub(monday).Seconds(), o.Active.Seconds(), o.Ended)
			if o.Resumed {
				w += ":resumed"
			}
			words = append(words, w)
		}
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestStays(t *testing.T) {
	signals := append(log(Ready, -86400, Active, 10, Active, 20, Unavailable, 30, Ready, 40),
		Signal{At: at(50), Machine: "m", Kind: Other}, Signal{At: at(45), Machine: "m", Kind: Availability, Value: Unavailable})
	got := ""
	for _, s := range Stays(signals, map[string]time.Time{"m": at(0)}) {
		got += fmt.Sprintf("%s %g, ", s.State, s.Length().Seconds())
	}
	if want := "READY 10, ACTIVE 20, UNAVAILABLE 10, READY 5, UNAVAILABLE 5, "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func ops(active ...float64) []Operation {
	var out []Operation
	for i, x := range active {
		out = append(out, Operation{Part: "p", Op: "o", Machine: "m", Instance: i + 1, Start: at(float64(1000 * i)),
			End: at(float64(1000*i) + x), Active: time.Duration(x * float64(time.Second))})
	}
	return out
}

func TestClean(t *testing.T) {
	list := ops(100, 101, 99, 100, 104, 0.2, 40, 85, 300, 100, 100)
	list[9].Ended = Unavailable
	list[10].Mode = "MANUAL_DATA_INPUT"
	s := DefaultRules().Clean(Step{"p", "o", "m"}, list, nil)
	want := []Class{Regular, Regular, Regular, Regular, Regular, Empty, Incomplete, Short, Long, Cut, Manual}
	if !slices.Equal(s.Classes, want) {
		t.Errorf("classes %v\nwant    %v", s.Classes, want)
	}
	if len(s.Times) != 7 {
		t.Errorf("%d times for the law, want 7: whole runs, short and long ones too", len(s.Times))
	}
	rules := DefaultRules()
	rules.Regular = true
	if s = rules.Clean(Step{}, list, nil); len(s.Times) != 5 {
		t.Errorf("%d regular times, want 5", len(s.Times))
	}
	if s = rules.Clean(Step{}, ops(0, 0), nil); len(s.Times) != 0 || s.Count(Empty) != 2 {
		t.Errorf("of empty runs %d were kept", len(s.Times))
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		times []float64
		want  string
	}{
		{[]float64{80.25}, "80.25 s"},
		{[]float64{5, 5, 5}, "5 s"},
		{[]float64{3, 1, 2.12345}, "steps(1 s, 2.123 s, 3 s)"},
	} {
		l, err := Fit(c.times)
		if err != nil || l.Text != c.want {
			t.Errorf("%v: %q, %v; want %q", c.times, l.Text, err, c.want)
		}
		if m := l.Dist.Mean(); math.Abs(m-mean(c.times)) > 1e-3 {
			t.Errorf("%v: the law's mean is %g", c.times, m)
		}
	}
	var many []float64
	for i := range 1000 {
		many = append(many, float64(i))
	}
	l, err := Fit(many)
	if err != nil || strings.Count(l.Text, " s") != 101 || math.Abs(l.Dist.Mean()-499.5) > 0.5 {
		t.Errorf("of 1000 values: %d numbers, mean %g, %v", strings.Count(l.Text, " s"), l.Dist.Mean(), err)
	}
	if _, err := Fit(nil); err == nil {
		t.Error("a law of nothing")
	}
}

// A law is accepted on operations of its own kind and rejected on others.
func TestHoldOut(t *testing.T) {
	d, err := random.LogNormal(100, 20)
	if err != nil {
		t.Fatal(err)
	}
	key := random.NewKey(7, 0, 1)
	var same, drift []float64
	for i := range 200 {
		x := d.Sample(key, uint64(i))
		same = append(same, x)
		if i >= 100 {
			x *= 1.3
		}
		drift = append(drift, x)
	}
	for _, c := range []struct {
		name  string
		times []float64
		split Split
		ok    bool
	}{
		{"same, halves", same, Halves(), true}, {"same, odd/even", same, OddEven(), true},
		{"drift, halves", drift, Halves(), false}, {"drift, odd/even", drift, OddEven(), true},
	} {
		m := HoldOut(ops(c.times...), DefaultRules(), c.split, 1)
		if len(m) != 1 || m[0].OK() != c.ok {
			t.Errorf("%s: %v", c.name, m)
		}
	}
}

// Of laws made from ten values and judged on ten more of the same kind about
// one in twenty may be rejected.
func TestSignificance(t *testing.T) {
	d, err := random.Normal(100, 5)
	if err != nil {
		t.Fatal(err)
	}
	rejected := 0
	const trials = 400
	for k := range trials {
		key := random.NewKey(3, uint32(k), 1)
		var a, b []float64
		for i := range 10 {
			a, b = append(a, d.Sample(key, uint64(i))), append(b, d.Sample(key, uint64(100+i)))
		}
		if m := compare(Step{"p", "o", "m"}, a, b, uint64(k)); !m.OK() {
			rejected++
		}
	}
	if share := float64(rejected) / trials; share > 0.08 || share < 0.005 {
		t.Errorf("%.1f %% of true laws rejected, want about 5", 100*share)
	}
	// n = m = 10: C(20, 10) paths, of which D >= 7/10 has p = 0.0123 exactly.
	if p := significance(0.7, 10, 10); math.Abs(p-0.0123) > 0.006 {
		t.Errorf("p = %g at D = 0.7, exactly 0.0123", p)
	}
	if p := significance(0, 10, 10); p != 1 {
		t.Errorf("p = %g at D = 0", p)
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{"Plate": "plate", "OP 10 / drehen": "op-10-drehen", "741": "n741", "": "unnamed", "__": "unnamed", "箱体": "u7bb1-u4f53", "Gehäuse ß": "gehaeuse-ss"} {
		if got := Name(in); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
	names := Names([]string{"A b", "a-b", "done", "A b"}, "done")
	if names["A b"] != "a-b" || names["a-b"] != "a-b-2" || names["done"] != "done-2" {
		t.Errorf("%v", names)
	}
}

func TestFactoryOfNothing(t *testing.T) {
	r := Learn(ops(0, 0), nil, Options{Rules: DefaultRules()})
	if _, ok := r.Factory(); ok || len(r.Files()) != 2 {
		t.Error("a factory was made of empty operations")
	}
}

func ExampleFit() {
	law, _ := Fit([]float64{52.1, 52.3, 51.9})
	fmt.Println(law.Text)
	// Output: steps(51.9 s, 52.1 s, 52.3 s)
}
