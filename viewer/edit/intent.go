package edit

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/taktsim/takt/engine/model"
)

// intent is what a command means to change. Everything else must mean after it what it
// meant before. What is `like` a changed place changes with it: that is what `like`
// says.
type intent struct {
	any     bool              // anything may change
	touched string            // a place whose own keys change
	added   string            // a new place
	removed string            // a place that goes, with all in it
	renamed map[string]string // places that have another path then, with all in them
	cut     []int             // arrows that go, by their number in the model
	arrow   *arrow            // a new one
}

// arrow is one arrow of the flow, by the paths and ports of its ends.
type arrow struct{ from, fromPort, to, toPort string }

func (a arrow) String() string { return port(a.from, a.fromPort) + " -> " + port(a.to, a.toPort) }

func port(path, name string) string {
	if name == "" {
		return path
	}
	return path + "." + name
}

func arrowOf(e *model.Edge) arrow { return arrow{e.From.Path, e.FromPort, e.To.Path, e.ToPort} }

// path is what the path of a place is afterwards.
func (w *intent) path(p string) string {
	for at := len(p); at > 0; at-- {
		if at == len(p) || p[at] == '.' {
			if to, ok := w.renamed[p[:at]]; ok {
				return to + p[at:]
			}
		}
	}
	return p
}

// check holds what a text meant against what it means now.
func (w *intent) check(before, after *state) error {
	gone := func(n *model.Node) bool { return w.removed != "" && before.likes.affects(w.removed, n.Path) }
	fresh := func(n *model.Node) bool { return w.added != "" && after.likes.affects(w.added, n.Path) }
	stayed := map[*model.Node]bool{}
	for _, n := range before.model.Nodes {
		now := after.model.Node(w.path(n.Path))
		switch {
		case gone(n):
			if now != nil && n.Path == w.removed {
				return errStrays{fmt.Sprintf("%s comes through `like`: delete it in what this is like, or write this one out", n.Path)}
			}
			stayed[now] = true
			continue
		case now == nil:
			return errStrays{fmt.Sprintf("this would also remove %s", n.Path)}
		}
		stayed[now] = true
		if err := w.same(before, n, now); err != nil {
			return err
		}
	}
	for _, n := range after.model.Nodes {
		if !stayed[n] && !fresh(n) {
			return errStrays{fmt.Sprintf("this would also make a place %s", n.Path)}
		}
	}
	if w.added != "" && after.model.Node(w.added) == nil {
		return errStrays{fmt.Sprintf("%s would not be a place", w.added)}
	}
	if err := w.sameArrows(before, after, gone, fresh); err != nil {
		return err
	}
	return w.sameRoutes(before.model, after.model)
}

// same reports what has changed about a place that should have stayed as it was.
func (w *intent) same(before *state, n, now *model.Node) error {
	if w.any || w.touched != "" && before.likes.affects(w.touched, n.Path) {
		return nil
	}
	switch {
	case n.Kind.Name != now.Kind.Name:
		return errStrays{fmt.Sprintf("this would also make %s %q of a %q", n.Path, now.Kind.Name, n.Kind.Name)}
	case n.At != now.At || n.Turn != now.Turn:
		return errStrays{fmt.Sprintf("this would also move %s", n.Path)}
	case len(w.renamed) == 0 && n.Hash() != now.Hash(): // a rename changes what tools are called
		return errStrays{fmt.Sprintf("this would also change %s", n.Path)}
	}
	return nil
}

// sameArrows holds the flows against one another.
func (w *intent) sameArrows(before, after *state, gone, fresh func(*model.Node) bool) error {
	want := map[arrow]bool{}
	for i := range before.model.Edges {
		e := &before.model.Edges[i]
		if gone(e.From) || gone(e.To) || slices.Contains(w.cut, i) {
			continue
		}
		a := arrowOf(e)
		a.from, a.to = w.path(a.from), w.path(a.to)
		want[a] = true
	}
	var pos model.Pos
	for i := range after.model.Edges {
		if e := &after.model.Edges[i]; w.arrow != nil && arrowOf(e) == *w.arrow {
			pos = e.Pos
		}
	}
	if w.arrow != nil && !pos.IsValid() {
		return errStrays{fmt.Sprintf("the flow would not say %s", w.arrow)}
	}
	for i := range after.model.Edges {
		e := &after.model.Edges[i]
		a := arrowOf(e)
		if !want[a] && e.Pos != pos && !fresh(e.From) && !fresh(e.To) {
			return errStrays{fmt.Sprintf("this would also make the way %s", a)}
		}
		delete(want, a)
	}
	var lost []arrow
	for a := range want {
		lost = append(lost, a)
	}
	if len(lost) > 0 {
		slices.SortFunc(lost, func(a, b arrow) int { return cmp.Compare(a.String(), b.String()) })
		return errStrays{fmt.Sprintf("this would also take away the way %s", lost[0])}
	}
	return nil
}

// sameRoutes holds the routes of the parts against one another.
func (w *intent) sameRoutes(before, after *model.Model) error {
	paths := func(list []*model.Node, name func(string) string) (out []string) {
		for _, n := range list {
			out = append(out, name(n.Path))
		}
		return out
	}
	for _, p := range before.Parts {
		now := after.Part(p.Name)
		if now == nil || len(now.Route) != len(p.Route) {
			return errStrays{fmt.Sprintf("this would also change the route of part %s", p.Name)}
		}
		for i := range p.Route {
			was, is := paths(p.Route[i].On, w.path), paths(now.Route[i].On, func(s string) string { return s })
			if !slices.Equal(was, is) {
				return errStrays{fmt.Sprintf("this would also change where operation %q of part %s is done", p.Route[i].Op, p.Name)}
			}
		}
	}
	return nil
}
