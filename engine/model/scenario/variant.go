package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
)

// maxPoints bounds the variants of one sweep.
const maxPoints = 10_000

func (r *reader) whatIfs(n *span.Node) {
	if n == nil || !r.table(n) {
		return
	}
	for _, c := range n.Children {
		if !r.variantName(c) || !r.table(c) {
			continue
		}
		r.known(c, "a what-if", "why", "set")
		w := WhatIf{Name: c.Name, Why: r.bilingual(c.Child("why")), Pos: r.pos(c.Key())}
		if set := c.Child("set"); set == nil || set.Kind != span.Table {
			r.key(c, "this what-if changes nothing: set.wash.washer.parallel = 2, for example")
		} else {
			for _, leaf := range r.leaves(set, set) {
				w.Sets = append(w.Sets, r.settings(leaf, below(set, leaf), plain(r.of(leaf)), r.pos(at(leaf)))...)
			}
		}
		r.try(w.Sets)
		r.s.WhatIfs = append(r.s.WhatIfs, w)
	}
}

// variantName checks the name of a what-if or a sweep.
func (r *reader) variantName(n *span.Node) bool {
	if n.Name == Baseline {
		r.key(n, "%q is the factory as it is written; a variant must have another name", Baseline)
		return false
	}
	if twin := r.index.Find("what-if", n.Name); twin != nil && n != twin {
		r.key(n, "there is already a what-if %q", n.Name)
	}
	return r.name(n)
}

// leaves are the values to be set below a table: what is not a table, new
// places (with `kind` or `like`), and properties in braces.
func (r *reader) leaves(top, n *span.Node) []*span.Node {
	var out []*span.Node
	for _, c := range n.Children {
		place := r.m != nil && r.m.Node(strings.Join(below(top, c), ".")) != nil
		fresh := c.Child("kind") != nil || c.Child("like") != nil
		if c.Kind == span.Table && (place || !fresh && c.Form != span.Inline) {
			out = append(out, r.leaves(top, c)...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// below is the path of a leaf below a node.
func below(top, leaf *span.Node) []string {
	return leaf.Path()[len(top.Path()):]
}

// settings makes the settings that a path stands for: one, or one for each
// place that its pattern means.
func (r *reader) settings(n *span.Node, path []string, value any, pos model.Pos) []model.Setting {
	// The model itself knows "*" for a whole name.
	if !slices.ContainsFunc(path, func(s string) bool { return strings.Contains(s, "*") && s != "*" }) {
		return []model.Setting{{Path: path, Value: value, Pos: pos}}
	}
	if r.m == nil {
		return nil
	}
	// The longest beginning that means places is the place, the rest its key.
	for k := len(path) - 1; k > 0; k-- {
		var out []model.Setting
		for _, node := range r.nodes(strings.Join(path[:k], ".")) {
			out = append(out, model.Setting{Path: append(strings.Split(node.Path, "."), path[k:]...), Value: value, Pos: pos})
		}
		if len(out) > 0 {
			return out
		}
	}
	r.key(n, "no place matches %s", strings.Join(path[:max(1, len(path)-1)], "."))
	return nil
}

// plain makes a list of tables look like other lists.
func plain(v any) any {
	if list, ok := v.([]map[string]any); ok {
		out := make([]any, len(list))
		for i := range list {
			out[i] = list[i]
		}
		return out
	}
	return v
}

// try checks settings on the model and takes over what it says.
func (r *reader) try(sets []model.Setting) {
	if r.m == nil || len(sets) == 0 {
		return
	}
	_, problems := r.m.With(sets)
	r.problems = append(r.problems, problems.Errors()...)
}

func (r *reader) sweeps(n *span.Node) {
	if n == nil || !r.table(n) {
		return
	}
	for _, c := range n.Children {
		if !r.variantName(c) || !r.table(c) {
			continue
		}
		r.known(c, "a sweep", "why", "vary")
		s := Sweep{Name: c.Name, Why: r.bilingual(c.Child("why")), Pos: r.pos(c.Key())}
		vary := c.Child("vary")
		if vary == nil || vary.Kind != span.Table {
			r.key(c, "this sweep varies nothing: vary.wash.washer.batch = [2, 4, 8], for example")
			continue
		}
		points := 1
		for _, leaf := range r.leaves(vary, vary) {
			if axis, ok := r.axis(leaf, below(vary, leaf)); ok {
				s.Axes = append(s.Axes, axis)
				points = min(points*len(axis.Steps), maxPoints+1)
			}
		}
		if points > maxPoints {
			r.key(c, "this sweep has more than %d variants", maxPoints)
			continue
		}
		r.s.Sweeps = append(r.s.Sweeps, s)
	}
}

// axis reads path = [values].
func (r *reader) axis(n *span.Node, path []string) (Axis, bool) {
	a := Axis{Path: strings.Join(path, ".")}
	if n.Kind != span.Array || len(n.Children) == 0 {
		r.value(n, "want a list of values: [2, 4, 8]")
		return a, false
	}
	for _, c := range n.Children {
		label := fmt.Sprint(r.of(c))
		if c.Kind != span.Value {
			label = strings.Join(strings.Fields(r.index.Text(c.Text)), " ")
		}
		if slices.Contains(a.Labels, label) {
			r.value(c, "%s is there twice", label)
			continue
		}
		sets := r.settings(n, path, plain(r.of(c)), r.pos(c.Text))
		if sets == nil {
			return a, false
		}
		r.try(sets)
		a.Labels, a.Steps = append(a.Labels, label), append(a.Steps, sets)
	}
	return a, true
}
