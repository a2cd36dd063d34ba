package decide_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
)

// requests are one of each kind, with three choices where there are choices.
func requests() []decide.Request {
	options := []decide.Option{{Open: true}, {}, {Open: true}}
	return []decide.Request{
		&decide.Release{}, &decide.Dispatch{Parts: make([]decide.Part, 3)}, &decide.Assign{Options: options}, &decide.Sequence{Parts: make([]decide.Part, 3)},
		&decide.Replenish{}, &decide.Store{Options: options}, &decide.Move{Transports: make([]decide.Transport, 3)}, &decide.Setpoint{Low: 1, High: 2},
		&decide.Inspect{}, &decide.Maintain{Options: options}, &decide.Replace{},
	}
}

func TestElevenRequests(t *testing.T) {
	all := requests()
	if n := int(decide.Kinds); n != 11 || len(all) != n {
		t.Fatalf("%d requests of %d kinds", len(all), decide.Kinds)
	}
	seen := map[string]bool{}
	for k, r := range all {
		if r.Kind() != decide.Kind(k) {
			t.Errorf("%T is of kind %s, want %s", r, r.Kind(), decide.Kind(k))
		}
		if want := strings.ToLower(reflect.TypeOf(r).Elem().Name()); r.Kind().String() != want {
			t.Errorf("%T is called %s", r, r.Kind())
		}
		seen[r.Kind().String()] = true
	}
	if len(seen) != 11 || decide.Kinds.String() != "?" {
		t.Error("names are missing, or too many")
	}
}

// TestCheck: which answers fit which requests.
func TestCheck(t *testing.T) {
	order := func(list ...int) decide.Action { return decide.InOrder(list) }
	good := map[decide.Kind][]decide.Action{
		decide.KindRelease: {decide.Yes(), decide.No()}, decide.KindDispatch: {decide.Take(0), decide.Take(2), decide.Wait(), decide.WaitUntil(5)},
		decide.KindAssign: {decide.Take(0), decide.Take(2), decide.Wait()}, decide.KindSequence: {order(2, 0, 1)},
		decide.KindReplenish: {decide.Quantity(0), decide.Quantity(7.5)}, decide.KindStore: {decide.Take(2)}, decide.KindMove: {decide.Take(1), decide.Wait()},
		decide.KindSetpoint: {decide.Set(1), decide.Set(2)}, decide.KindInspect: {decide.Answer(true), decide.Answer(false)},
		decide.KindMaintain: {decide.Take(0)}, decide.KindReplace: {decide.Yes(), decide.No()},
	}
	bad := map[decide.Kind][]decide.Action{
		decide.KindRelease: {decide.Take(1), {Pick: -2}}, decide.KindDispatch: {decide.Take(3), decide.Take(-2)},
		decide.KindAssign: {decide.Take(1), decide.Take(3)}, decide.KindSequence: {order(0, 1), order(0, 1, 1), order(0, 1, 3), order(0, 1, 2, 0), decide.Take(0), order(-1, 0, 1)},
		decide.KindReplenish: {decide.Quantity(-1), decide.Quantity(math.NaN())}, decide.KindStore: {decide.Take(1)}, decide.KindMove: {decide.Take(3)},
		decide.KindSetpoint: {decide.Set(0.9), decide.Set(2.1), decide.Set(math.NaN())}, decide.KindInspect: {decide.Take(1)},
		decide.KindMaintain: {decide.Take(1)}, decide.KindReplace: {decide.Take(2)},
	}
	for _, r := range requests() {
		for _, a := range good[r.Kind()] {
			if err := a.Check(r); err != nil {
				t.Errorf("%s: %+v is refused: %v", r.Kind(), a, err)
			}
		}
		for _, a := range bad[r.Kind()] {
			if a.Check(r) == nil {
				t.Errorf("%s: %+v is taken for an answer", r.Kind(), a)
			}
		}
		if len(good[r.Kind()]) == 0 || len(bad[r.Kind()]) == 0 {
			t.Errorf("%s: nothing tried", r.Kind())
		}
	}
}

type first struct{ rule }

type rule struct{}

func (rule) Decide(decide.View, decide.Request) decide.Action { return decide.Take(0) }

func mustPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		if got, _ := recover().(string); !strings.Contains(got, want) {
			t.Errorf("panic %q, want %q", got, want)
		}
	}()
	f()
}

func TestRegister(t *testing.T) {
	m := model.NewRegistry()
	e := decide.Entry{Name: "first", For: decide.KindMove, Doc: "The first.", New: func() decide.Policy { return &first{} }}
	decide.Register(m, e)
	mustPanic(t, `the move policy "first" is registered twice`, func() { decide.Register(m, e) })
	e.For = decide.KindStore
	decide.Register(m, e)
	if got := m.Policy("store", "first"); got == nil || got.Doc != "The first." || len(m.Policies("")) != 2 || len(m.Policies("store")) != 1 {
		t.Errorf("found %+v of %d", got, len(m.Policies("")))
	}
	if m.Policy("maintain", "first") != nil {
		t.Error("found what is not there")
	}
	p := m.Policy("move", "first")
	if p == nil {
		t.Fatal("the model does not know it")
	}
	if got := decide.Of(model.Rule{Name: "first", Spec: p.New()}); got == nil {
		t.Error("a rule of a model is no policy")
	}
	if decide.Of(model.Rule{}) != nil || decide.Of(model.Rule{Name: "x", Spec: &struct{}{}}) != nil {
		t.Error("nothing is a policy")
	}
}

func TestMemoryIsPlainData(t *testing.T) {
	mustPanic(t, "a policy cannot remember", func() { decide.MemoryOf[struct{ Names []string }]() })
	s := decide.MemoryOf[decide.Turn]().Shelf()
	s.Grow(2)
	s.At(1).(*decide.Turn).Next = 7
	s.Grow(2)
	s.Grow(1)
	if s.At(0).(*decide.Turn).Next != 0 || s.At(1).(*decide.Turn).Next != 7 {
		t.Error("memories are mixed up")
	}
}
