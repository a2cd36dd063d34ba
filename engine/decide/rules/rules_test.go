package rules_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/decide/rules"
	"github.com/taktsim/takt/engine/model"
)

// scene is a view in which only what is set is there.
type scene struct {
	now    engine.Time
	lot    float64
	loads  []float64
	memory any
	look   decide.Outlook
}

func (s *scene) Now() engine.Time      { return s.now }
func (s *scene) Model() *model.Model   { return &model.Model{Orders: []model.Order{{Quantity: 12}}} }
func (s *scene) Place(int) decide.Tags { return decide.Tags{Queue: 3} }
func (s *scene) Load(i int) float64    { return s.loads[i] }
func (s *scene) Lot() float64          { return s.lot }
func (s *scene) Outlook() decide.Outlook {
	return s.look
}
func (s *scene) Memory() any { return s.memory }

// at 100 s. The columns: cycle, work, due date (s), priority.
var waiting = []decide.Part{
	part(10, 40, 200, 1), part(20, 20, 130, 2), part(5, 100, 400, 0), part(30, 35, 300, 9), part(40, 60, math.Inf(1), 3),
}

func part(cycle, work, due float64, priority int) decide.Part {
	p := decide.Part{Cycle: cycle, Work: work, Due: engine.Never, Priority: priority, Weight: math.Max(1, float64(priority)), Order: -1, Operations: 1}
	if !math.IsInf(due, 1) {
		p.Due = engine.Seconds(due)
	}
	return p
}

// TestDispatchRules: what each rule takes of five parts, by hand.
func TestDispatchRules(t *testing.T) {
	ready := append([]decide.Part{}, waiting...)
	ready[3].Ready = true
	order := append([]decide.Part{}, waiting...)
	order[4].Order = 0
	for _, c := range []struct {
		name   string
		policy decide.Policy
		parts  []decide.Part
		want   int
	}{
		{"fifo", &rules.FIFO{}, waiting, 0},
		{"lifo", &rules.LIFO{}, waiting, 4},
		{"spt", &rules.SPT{}, waiting, 2},
		{"wspt", &rules.WSPT{}, waiting, 3},                    // 10, 10, 5, 3.33, 13.3
		{"edd", &rules.EDD{}, waiting, 1},                      // 130 s
		{"slack", &rules.Slack{}, waiting, 1},                  // 60, 10, 200, 165
		{"critical-ratio", &rules.CriticalRatio{}, waiting, 1}, // 2.5, 1.5, 3, 5.7
		{"priority", &rules.Priority{}, waiting, 3},
		{"same-setup", &rules.SameSetup{}, waiting, 0},
		{"same-setup, one ready", &rules.SameSetup{}, ready, 3},
		// Mean cycle 21 s. k = 0.5: indices ln .1 - 5.71, ln .1 - .95, ln .2 - 19, ln .3 - 15.7, -inf.
		{"atc 0.5", &rules.ATC{K: 0.5}, waiting, 1},
		// k = 50: nearly weighted shortest time: ln .3 - .157 is the largest.
		{"atc 50", &rules.ATC{K: 50}, waiting, 3},
		// Slack 0, 10, 10, 155: ln .1, ln .1 - .95, ln .2 - .95. The operation itself waits for nothing more.
		{"atc, wait 2", &rules.ATC{K: 0.5, Wait: 2}, waiting, 0},
		// Part 2 has 95 s of work to come: waiting thrice that, it is late by now.
		{"atc, wait 3", &rules.ATC{K: 0.5, Wait: 3}, waiting, 2},
		{"by", &rules.By{Expr: expr(t, "-work")}, waiting, 2},
		{"by setup", &rules.By{Expr: expr(t, "quantity == 12 ? 0 : queue")}, order, 4},
		{"by nothing", &rules.By{Expr: expr(t, "0/0")}, waiting, 0},
	} {
		got := c.policy.Decide(&scene{now: 100 * engine.Second}, &decide.Dispatch{Parts: c.parts})
		if got.Pick != c.want {
			t.Errorf("%s takes %d, want %d", c.name, got.Pick, c.want)
		}
	}
}

func expr(t *testing.T, text string) model.Expr {
	t.Helper()
	e, err := model.ParseExpr(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestATCIsBetweenItsLimits: of parts that are all late it is WSPT, whatever k; and for
// a k beyond all bounds it is WSPT of all.
func TestATCIsBetweenItsLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []decide.Part
		for range rapid.IntRange(1, 12).Draw(t, "parts") {
			cycle := rapid.Float64Range(1, 1000).Draw(t, "cycle")
			parts = append(parts, part(cycle, cycle+rapid.Float64Range(0, 1000).Draw(t, "more"), rapid.Float64Range(0, 10000).Draw(t, "due"), rapid.IntRange(0, 5).Draw(t, "priority")))
		}
		r := &decide.Dispatch{Parts: parts}
		want := (&rules.WSPT{}).Decide(&scene{}, r).Pick
		index := func(i int) float64 { return parts[i].Weight / parts[i].Cycle }
		late := (&rules.ATC{K: rapid.Float64Range(0.01, 10).Draw(t, "k")}).Decide(&scene{now: 20000 * engine.Second}, r).Pick
		loose := (&rules.ATC{K: 1e12}).Decide(&scene{}, r).Pick
		for _, got := range []int{late, loose} {
			if math.Abs(index(got)-index(want)) > 1e-9*index(want) {
				t.Fatalf("takes part %d with %g a second, WSPT part %d with %g", got, index(got), want, index(want))
			}
		}
	})
}

// TestAssignRules: which of four places each rule takes; the second has no room.
func TestAssignRules(t *testing.T) {
	options := []decide.Option{
		{Place: 0, Open: true, Inside: 4, Time: 50, Priority: 1}, {Place: 1, Inside: 0, Time: 1, Priority: 9},
		{Place: 2, Open: true, Inside: 3, Time: 60, Priority: 2}, {Place: 3, Open: true, Inside: 3, Time: 20, Priority: 2},
	}
	v := &scene{loads: []float64{10, 0, 15, 90}}
	for _, c := range []struct {
		name   string
		policy decide.Policy
		lot    float64
		turn   uint32
		want   int
		next   uint32
	}{
		{name: "first", policy: &rules.First{}, want: 0}, {name: "shortest-queue", policy: &rules.ShortestQueue{}, want: 2},
		{name: "fastest", policy: &rules.Fastest{}, want: 3}, {name: "least-work", policy: &rules.LeastWork{}, want: 0}, {name: "urgent", policy: &rules.Urgent{}, want: 2},
		{name: "round-robin", policy: &rules.RoundRobin{}, turn: 0, want: 0, next: 1}, {name: "round-robin", policy: &rules.RoundRobin{}, turn: 1, want: 2, next: 3},
		{name: "round-robin", policy: &rules.RoundRobin{}, turn: 3, want: 3, next: 0}, {name: "random", policy: &rules.Random{}, lot: 0.2, want: 0},
		{name: "random", policy: &rules.Random{}, lot: 0.3, want: 2}, {name: "random", policy: &rules.Random{}, lot: 0.99, want: 3},
	} {
		turn := &decide.Turn{Next: c.turn}
		v.lot, v.memory = c.lot, turn
		got := c.policy.Decide(v, &decide.Assign{Options: options})
		if got.Pick != c.want || c.name == "round-robin" && turn.Next != c.next {
			t.Errorf("%s (turn %d, lot %g) takes %d, want %d; next %d, want %d", c.name, c.turn, c.lot, got.Pick, c.want, turn.Next, c.next)
		}
		closed := []decide.Option{{}, {}}
		if got := c.policy.Decide(&scene{loads: []float64{0, 0}, memory: turn}, &decide.Assign{Options: closed}); got.Pick != decide.None {
			t.Errorf("%s takes %d where nothing is open", c.name, got.Pick)
		}
	}
}

func TestCONWIP(t *testing.T) {
	for wip, want := range map[int]int{0: 0, 4: 0, 5: decide.None, 9: decide.None} {
		if got := (&rules.CONWIP{}).Decide(nil, &decide.Release{WIP: wip, Limit: 5}).Pick; got != want {
			t.Errorf("%d of 5 inside: %d, want %d", wip, got, want)
		}
	}
}

// TestSkipLotBeginsAnew: after a bad part the sampling goes as it did the first time.
func TestSkipLotBeginsAnew(t *testing.T) {
	policy, memory := &rules.SkipLot{Clear: 2, Share: 0.4}, &rules.Sampled{}
	look := func(good int) bool {
		return policy.Decide(&scene{memory: memory}, &decide.Inspect{Good: good}).Pick == 0
	}
	var looked [2][7]bool
	for round := range looked {
		if !look(0) || !look(1) {
			t.Errorf("round %d: a part is passed over before two were good", round)
		}
		for k := range looked[round] {
			looked[round][k] = look(2 + k)
		}
	}
	if want := [7]bool{2: true, 4: true}; looked != [2][7]bool{want, want} {
		t.Errorf("looked at %v, want twice %v", looked, want)
	}
}

// futures answers a roll-out with outcomes made up.
type futures struct {
	tardy [][]float64
	asked decide.Trial
}

func (f *futures) Try(t decide.Trial) [][]decide.Outcome {
	f.asked = t
	out := make([][]decide.Outcome, len(t.Actions))
	for a := range t.Actions {
		for k := range t.Futures {
			out[a] = append(out[a], decide.Outcome{Tardy: f.tardy[t.Actions[a].Pick][k], Output: float64(t.Actions[a].Pick), Flow: -f.tardy[t.Actions[a].Pick][k]})
		}
	}
	return out
}

// TestRollOut leaves its base rule for what is better by more than chance, and follows
// it where it cannot look ahead.
func TestRollOut(t *testing.T) {
	r := &decide.Dispatch{Parts: waiting[:3]}
	policy := func(aim string) *rules.RollOut {
		return &rules.RollOut{Base: model.Rule{Name: "edd", Spec: &rules.EDD{}}, Ahead: rules.Ahead{Horizon: 60, Futures: 4, Choices: 3, Aim: aim}}
	}
	for _, c := range []struct {
		name  string
		aim   string
		tardy [][]float64
		want  int
	}{
		{"all alike", "tardiness", [][]float64{{5, 5, 5, 5}, {5, 5, 5, 5}, {5, 5, 5, 5}}, 1},
		{"one is surely better", "tardiness", [][]float64{{5, 5, 5, 5}, {5, 6, 5, 6}, {4, 5, 4, 5}}, 2},
		{"the best of two", "tardiness", [][]float64{{3, 4, 3, 4}, {5, 6, 5, 6}, {4, 5, 4, 5}}, 0},
		{"better by chance", "tardiness", [][]float64{{9, 0, 9, 9}, {7, 7, 7, 7}, {8, 8, 8, 8}}, 1},
		{"better by rounding", "tardiness", [][]float64{{1e6, 1e6, 1e6, 1e6}, {1e6, 1e6, 1e6, 1e6}, {1e6 - 1e-9, 1e6 - 1e-9, 1e6 - 1e-9, 1e6 - 1e-9}}, 1},
		{"worse is better here", "flow-time", [][]float64{{5, 5, 5, 5}, {4, 5, 4, 5}, {6, 6, 6, 6}}, 2},
		{"output", "output", [][]float64{{5, 5, 5, 5}, {4, 5, 4, 5}, {6, 6, 6, 6}}, 2},
	} {
		look := &futures{tardy: c.tardy}
		if got := policy(c.aim).Decide(&scene{look: look}, r).Pick; got != c.want {
			t.Errorf("%s: takes %d, want %d", c.name, got, c.want)
		}
		want := decide.Trial{Actions: []decide.Action{decide.Take(1), decide.Take(0), decide.Take(2)}, Futures: 4, Horizon: engine.Minute}
		if !reflect.DeepEqual(look.asked, want) {
			t.Errorf("%s: asked %+v, want %+v", c.name, look.asked, want)
		}
	}
	if got := policy("tardiness").Decide(&scene{}, r).Pick; got != 1 {
		t.Errorf("without an outlook it takes %d, its base rule 1", got)
	}
}

// TestAllAreDocumented: every policy says what it does, and every parameter too, with
// the default that a fresh one has.
func TestAllAreDocumented(t *testing.T) {
	for _, e := range rules.All() {
		if len(e.Doc) < 10 || e.Doc[len(e.Doc)-1] != '.' {
			t.Errorf("%s %s: doc %q is no sentence", e.For, e.Name, e.Doc)
		}
		v := reflect.ValueOf(e.New()).Elem()
		for _, f := range reflect.VisibleFields(v.Type()) {
			if f.Anonymous {
				continue
			}
			if f.Tag.Get("key") == "" || f.Tag.Get("doc") == "" || f.Tag.Get("default") == "" {
				t.Errorf("%s %s: %s wants a key, a doc and a default", e.For, e.Name, f.Name)
			}
			if x := v.FieldByIndex(f.Index); f.Tag.Get("dim") == "" && (f.Type.Kind() == reflect.Float64 || f.Type.Kind() == reflect.Int) {
				if got := fmt.Sprint(x.Interface()); got != f.Tag.Get("default") {
					t.Errorf("%s %s: %s is %s, documented as %s", e.For, e.Name, f.Name, got, f.Tag.Get("default"))
				}
			}
		}
	}
}

func ExampleATC() {
	now := 100 * engine.Second
	parts := []decide.Part{
		{Cycle: 60, Work: 60, Due: 110 * engine.Second, Weight: 1}, // late whatever happens
		{Cycle: 20, Work: 20, Due: 500 * engine.Second, Weight: 1}, // short, and not pressing
		{Cycle: 40, Work: 40, Due: 150 * engine.Second, Weight: 4}, // pressing and important
	}
	policy := rules.ATC{K: 2}
	fmt.Println(policy.Decide(&scene{now: now}, &decide.Dispatch{Parts: parts}).Pick)
	// Output: 2
}
