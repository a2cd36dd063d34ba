package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
)

// Delete takes a place out of the file, with all that stands in it and the arrows to
// and from it. It refuses when something else still means it: a route, a `like`, a
// need of a tool.
func (d *Document) Delete(path string) error {
	n, err := d.node(path)
	if err != nil {
		return err
	}
	s := &d.now
	switch {
	case n.Parent == nil:
		return errors.New("the factory itself cannot be deleted")
	case s.index.Find(s.table(n)...) == nil:
		return inherits(s, n)
	}
	if list := s.references(n); len(list) > 0 {
		return fmt.Errorf("%s is still needed: %s", path, strings.Join(list, "; "))
	}
	flows, err := s.flows()
	if err != nil {
		return err
	}
	flows = slices.DeleteFunc(flows, func(c chain) bool { return within(strings.Join(c.node.Path(), "."), path) })
	list, err := s.without(flows, func(e int) bool {
		edge := &s.model.Edges[e]
		return within(edge.From.Path, path) || within(edge.To.Path, path)
	})
	if err != nil {
		return err
	}
	text := spliced(s.text, list)
	index, err := span.Index(text)
	if err != nil {
		return err
	}
	text, err = index.DeleteTable(s.table(n))
	if err != nil {
		return err
	}
	return d.commit(text, &intent{removed: path})
}

// inherits says where a place comes from that has no table of its own.
func inherits(s *state, n *model.Node) error {
	line := s.likes.line(n.Path)
	if len(line) > 1 {
		return fmt.Errorf("%s comes through `like` from %s: change it there", n.Path, line[1])
	}
	return fmt.Errorf("%s has no table of its own in this file", n.Path)
}

// references are what means a place, or one in it, beside the flows: in words, with
// their lines.
func (s *state) references(n *model.Node) []string {
	var out []string
	told := map[string]bool{}
	s.index.Walk(func(t *span.Node) {
		path := strings.Join(t.Path(), ".")
		if within(path, n.Path) {
			return
		}
		m, what := s.means(t)
		if m != "" && within(m, n.Path) && !told[what] {
			told[what] = true
			out = append(out, fmt.Sprintf("%s (line %d)", what, s.index.ValuePos(t).Line))
		}
	})
	return out
}

// means is the path of the place that a value or a key means by its name, and what
// that is for people; flows aside. "" when it means none.
func (s *state) means(t *span.Node) (path, what string) {
	at := t.Path()
	switch {
	case t.Name == "like" && t.Kind == span.Value && at[0] != "part":
		owner := at[:len(at)-1]
		q, ok := plain(s.index, t)
		if !ok {
			return "", ""
		}
		target := s.likes.target(owner, strings.Split(q.text, "."))
		if len(target) == 0 || target[0] == "shape" {
			return "", ""
		}
		return strings.Join(target, "."), strings.Join(owner, ".") + " is like it"
	case t.Name == "tool" && t.Kind == span.Value && slices.Contains(at, "needs"):
		q, ok := plain(s.index, t)
		if n := s.scope(at).Lookup(q.text); ok && n != nil {
			owner := at[:slices.Index(at, "needs")]
			return n.Path, strings.Join(owner, ".") + " needs it"
		}
	case at[0] == "part" && len(at) > 3 && at[2] == "route":
		return s.inRoute(t, at)
	}
	return "", ""
}

// inRoute is what a value or a key of a route means: [[part.x.route]] on, and the names
// in cycle and setup.
func (s *state) inRoute(t *span.Node, at []string) (path, what string) {
	key := at[4:]
	text := ""
	switch {
	case len(key) > 0 && key[0] == "on" && t.Kind == span.Value:
		q, _ := plain(s.index, t)
		text = q.text
	case len(key) == 2 && (key[0] == "cycle" || key[0] == "setup"):
		text = t.Name
	}
	n := s.model.Root.Lookup(text)
	if text == "" || n == nil {
		return "", ""
	}
	return n.Path, fmt.Sprintf("the route of part %s goes there", at[1])
}

// scope is the level from which the names in a table at a path are looked up.
func (s *state) scope(at []string) *model.Node {
	for k := len(at); k > 0; k-- {
		if n := s.model.Node(strings.Join(at[:k], ".")); n != nil && n.Parent != nil {
			return n.Parent
		}
	}
	return s.model.Root
}

// Rename gives a place another name, wherever the file means it: flows, routes, likes,
// needs. It tells the new path of every place that has another one then (and with it
// all that stands in them): what is `like` a level with the place in it has it under
// the new name, too.
func (d *Document) Rename(path, to string) (renamed map[string]string, err error) {
	n, err := d.node(path)
	if err != nil {
		return nil, err
	}
	s := &d.now
	if err := goodName(to); err != nil {
		return nil, err
	}
	switch {
	case n.Parent == nil:
		return nil, errors.New("the factory's name is its title")
	case to == n.Name:
		return nil, nil
	case n.Parent.Child(to) != nil:
		return nil, fmt.Errorf("there is already a %s", child(n.Parent.Path, to))
	case n.Parent.Parent == nil && slices.Contains(reserved, to):
		return nil, fmt.Errorf("%q means something else at the top of a file", to)
	case s.index.Find(s.table(n)...) == nil:
		return nil, inherits(s, n)
	}
	r := &renaming{s: s, to: to, paths: map[string]string{}}
	for _, m := range s.model.Nodes {
		if m.Path != "" && s.inheritsName(m.Path, path) {
			r.paths[m.Path] = m.Path[:len(m.Path)-len(m.Name)] + to
		}
	}
	if err := r.find(); err != nil {
		return nil, err
	}
	if err := d.commit(spliced(s.text, r.list), &intent{renamed: r.paths}); err != nil {
		return nil, err
	}
	return r.paths, nil
}

// inheritsName reports whether a place is the one at a path, or is there, under its
// name, because its level is like that one's.
func (s *state) inheritsName(path, from string) bool {
	for at := strings.Split(path, "."); at != nil; at = s.likes.base(at) {
		if strings.Join(at, ".") == from {
			return true
		}
		if s.index.Find(append(slices.Clone(at), "like")...) != nil {
			return false
		}
	}
	return false
}

// renaming collects every name to be changed.
type renaming struct {
	s     *state
	to    string
	paths map[string]string // old path -> new path
	list  []splice
	seen  map[int]bool
}

func (r *renaming) put(at span.Range) {
	if r.seen == nil {
		r.seen = map[int]bool{}
	}
	if !r.seen[at.Start] {
		r.seen[at.Start] = true
		r.list = append(r.list, splice{at, r.to})
	}
}

// name changes the part of a written name that means a renamed place. The name means
// the place at a path; its last part is the path's last.
func (r *renaming) name(text string, at int, path string) {
	full := strings.Split(path, ".")
	parts := strings.Split(text, ".")
	for k := range full {
		if _, ok := r.paths[strings.Join(full[:k+1], ".")]; !ok {
			continue
		}
		i := len(parts) - (len(full) - k) // of the part that stands for it
		if i < 0 {
			continue
		}
		start := at + len(strings.Join(parts[:i], "."))
		if i > 0 {
			start++
		}
		r.put(span.Range{Start: start, End: start + len(parts[i])})
	}
}

// find finds every name of the renamed places.
func (r *renaming) find() error {
	s := r.s
	for old := range r.paths {
		if n := s.index.Find(strings.Split(old, ".")...); n != nil {
			for _, k := range n.Keys {
				r.put(k)
			}
		}
	}
	flows, err := s.flows()
	if err != nil {
		return err
	}
	for i := range flows {
		c := &flows[i]
		for k, stop := range c.stops {
			var n *model.Node
			if k < len(c.edges) {
				n = s.model.Edges[c.edges[k]].From
			} else if k > 0 {
				n = s.model.Edges[c.edges[k-1]].To
			}
			if n == nil || c.odd {
				continue
			}
			text := stop.text
			if c.level.Lookup(text) != n {
				text = text[:max(strings.LastIndexByte(text, '.'), 0)]
			}
			r.name(text, stop.start, n.Path)
		}
	}
	s.index.Walk(func(t *span.Node) {
		path, _ := s.means(t)
		if path == "" {
			return
		}
		if t.Kind == span.Value && t.Name != "" && !r.isKey(t) {
			if q, ok := plain(s.index, t); ok {
				r.name(q.text, q.at, path)
			}
			return
		}
		for _, k := range t.Keys {
			at := k.Start + strings.Index(s.index.Text(k), t.Name)
			r.name(t.Name, at, path)
		}
	})
	return nil
}

// isKey reports whether the name of a node, not its value, is that of a place: the keys
// of cycle and setup in a route.
func (r *renaming) isKey(t *span.Node) bool {
	return t.Parent != nil && (t.Parent.Name == "cycle" || t.Parent.Name == "setup")
}
