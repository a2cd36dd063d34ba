package plant

import (
	"reflect"
	"slices"

	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/decide/rules"
	"github.com/taktsim/takt/engine/model"
)

// point is where a policy decides.
type point struct {
	kind   decide.Kind
	policy decide.Policy
	name   string // of the policy
	of     string // what it decides for: a path, or people.x
	hash   uint64 // see pointHash
	site   site
	owner  uint32 // the place, choice or pool
	turns  bool   // it remembers a Turn, and the choice keeps that
	shelf  int32  // of its memory, -1: it remembers nothing, or a turn
	item   uint32 // on the shelf
}

// remembers reports whether the policy must be asked even where there is no choice.
func (pt *point) remembers() bool { return pt.turns || pt.shelf >= 0 }

// shelf is the memories of one type.
type shelf struct {
	memory decide.Memory
	owners []string // whose they are
}

// site is where a point is.
type site uint8

const (
	atPlace site = iota
	atChoice
	atPool
)

var turn = reflect.TypeFor[decide.Turn]()

// point numbers a new point of decision, from 1. It is 0 where the rule always takes
// the first: nothing is to be decided there.
func (c *compiler) point(k decide.Kind, rule model.Rule, of string, at site, owner uint32) uint32 {
	policy := decide.Of(rule)
	if _, ok := policy.(decide.FirstCome); ok || policy == nil {
		return 0
	}
	pt := point{kind: k, policy: policy, name: rule.Name, of: of, hash: pointHash(k, of), site: at, owner: owner, shelf: -1}
	if r, ok := policy.(decide.Rememberer); ok {
		if at == atChoice && r.Remembers().Type() == turn {
			pt.turns = true
		} else {
			c.remember(&pt, r.Remembers())
		}
	}
	c.points = append(c.points, pt)
	return uint32(len(c.points))
}

// remember finds room for the memory of a point.
func (c *compiler) remember(pt *point, m decide.Memory) {
	k := slices.IndexFunc(c.shelves, func(s shelf) bool { return s.memory.Type() == m.Type() })
	if k < 0 {
		k = len(c.shelves)
		c.shelves = append(c.shelves, shelf{memory: m})
	}
	s := &c.shelves[k]
	pt.shelf, pt.item = int32(k), uint32(len(s.owners))
	s.owners = append(s.owners, pt.kind.String()+" "+pt.of)
}

// ruleOf is the rule that a name stands for, where a file names none.
func (c *compiler) ruleOf(k decide.Kind, name string) model.Rule {
	rule := model.Rule{Name: name, Text: name}
	if p := c.m.Registry().Policy(k.String(), name); p != nil {
		rule.Spec = p.New()
	}
	return rule
}

// releases makes the points of sources under a limit.
func (c *compiler) releases() {
	for i := range c.places {
		pl := &c.places[i]
		if pl.kind != kindSource || pl.conwip < 0 {
			continue
		}
		rule := c.m.Nodes[i].Spec.(*Source).Release
		if rule.IsZero() {
			rule = c.ruleOf(decide.KindRelease, "conwip")
		}
		pl.release = c.point(decide.KindRelease, rule, pl.path, atPlace, uint32(i))
	}
}

// policies makes the points of a place that works.
func (c *compiler) policies(n *model.Node, pl *place, w *Work) {
	rule := w.Dispatch
	if !w.By.IsZero() {
		rule = model.Rule{Name: "by", Spec: &rules.By{Expr: w.By}}
	}
	pl.dispatch = c.point(decide.KindDispatch, rule, pl.path, atPlace, uint32(n.Index))
	if pl.inspect = c.point(decide.KindInspect, w.Inspect, pl.path, atPlace, uint32(n.Index)); pl.inspect != 0 {
		pl.firstCheck = c.checks
		c.checks += pl.slots
	}
}

// crewPoints makes the points of crews.
func (c *compiler) crewPoints() {
	for i := range c.pools {
		if q := &c.pools[i]; q.crew != nil {
			q.serves = c.point(decide.KindAssign, q.crew.Serves, q.name, atPool, uint32(i))
			q.repairs = c.point(decide.KindMaintain, q.crew.Repairs, q.name, atPool, uint32(i))
		}
	}
}

// lefts adds up the mean work that a part of each type has before it, by steps done.
func (c *compiler) lefts() {
	for i := range c.types {
		t := &c.types[i]
		t.left = make([]float64, len(t.route)+1)
		for k := range t.route {
			for j := k; j < len(t.route); j++ {
				t.left[k] += c.laws[t.route[j].on[0].cycle].mean.Seconds()
			}
		}
	}
}

// sameMemory reports whether states of p and e remember the same things.
func (p *Plant) sameMemory(e *Plant) bool {
	same := len(p.shelves) == len(e.shelves) && p.checks == e.checks && slices.Equal(p.gauges, e.gauges)
	for k := 0; same && k < len(p.shelves); k++ {
		a, b := &p.shelves[k], &e.shelves[k]
		same = a.memory.Type() == b.memory.Type() && slices.Equal(a.owners, b.owners)
	}
	return same
}
