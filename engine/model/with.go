package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model/span"
)

// Setting is one change to a model: the value of a key, or a new place.
type Setting struct {
	Path  []string // the key, from the top of the file; "*" stands for any one place
	Value any      // as TOML decodes it: string, int64, float64, bool, []any, map[string]any
	Pos   Pos      // where the change is written
}

// With makes a changed copy of the model and checks it like a file. Settings apply to
// what the places are after `like`, so that a change to one place changes no other; a
// value that is a table with `kind` or `like` makes a new place. The model itself stays
// as it was. A path that matches nothing is a mistake. The result is nil when there are
// mistakes.
func (m *Model) With(sets []Setting) (*Model, Problems) {
	c := &collector{}
	s := &setter{collector: c, reg: m.registry, top: m.tree.top.clone(), fresh: map[*rawTable]bool{}}
	for _, set := range sets {
		s.apply(set)
	}
	top := s.top
	if s.likes {
		top = resolveLikes(top, c)
	}
	t := &tree{file: m.File, top: top, open: m.tree.open}
	out := t.model(m.registry, c)
	return out, c.list.sorted(m.File)
}

// setter applies settings to a copy of a tree.
type setter struct {
	*collector
	reg   *Registry
	top   *rawTable
	fresh map[*rawTable]bool // tables that belong to the copy alone
	likes bool               // a new value has a `like`
}

func (s *setter) apply(set Setting) {
	path := strings.Join(set.Path, ".")
	fail := func(format string, args ...any) { s.add(false, set.Pos, path, format, args...) }
	if len(set.Path) == 0 || len(set.Path) == 1 && reserved(set.Path[0]) && set.Path[0] != "orders" {
		fail("want a key of a place, such as wash.washer.cycle")
		return
	}
	if set.Path[0] == "shape" {
		fail("a shape is already part of the places that are like it; set the key of a place")
		return
	}
	value, err := fromGo(set.Value, set.Pos, path)
	if err != nil {
		fail("%s", err)
		return
	}
	s.likes = s.likes || value.get("like") != nil
	n, why := s.set(s.top, nil, "", set.Path, value)
	switch {
	case n > 0:
	case slices.Contains(set.Path, "*"):
		fail("this matches nothing")
	default:
		fail("%s", why)
	}
}

// set puts the value at the path below a table and gives the number of places where it
// did so, or a reason why there is none. kind is that of the place that the table is.
func (s *setter) set(t *rawTable, kind *Kind, above string, path []string, value *raw) (n int, why string) {
	key := path[0]
	if key == "*" {
		for _, k := range t.keys {
			if kid := t.kids[k]; kid.table() != nil && kid.get("kind") != nil && len(path) > 1 {
				if s.fits(kid, path[1:]) {
					done, _ := s.set(t, kind, above, append([]string{k}, path[1:]...), value)
					n += done
				}
			}
		}
		return n, ""
	}
	if len(path) == 1 {
		own := *value
		own.form = span.Dotted
		if isPlace(&own) {
			own.form = span.Header
		}
		t.set(key, &own)
		return 1, ""
	}
	kid := t.kids[key]
	if kid.table() == nil {
		if kind == nil || !hasKey(kind, key) {
			return 0, s.missing(t, kind, above, key)
		}
		kid = &raw{path: join(above, key), told: ptr(value.pos()), value: newTable(), form: span.Dotted}
	}
	own := *kid
	if inner := kid.table(); !s.fresh[inner] {
		own.value = inner.clone()
		s.fresh[own.table()] = true
	}
	n, why = s.set(own.table(), s.kindOf(&own), join(above, key), path[1:], value)
	if n > 0 {
		t.set(key, &own)
	}
	return n, why
}

func (s *setter) kindOf(r *raw) *Kind {
	name, _ := r.get("kind").asText()
	return s.reg.Kind(name)
}

// fits reports whether the rest of a path can be found from a place: a pattern applies
// only where there is what it sets.
func (s *setter) fits(r *raw, path []string) bool {
	if path[0] == "*" {
		for _, k := range r.table().keys {
			if kid := r.get(k); kid.get("kind") != nil && len(path) > 1 && s.fits(kid, path[1:]) {
				return true
			}
		}
		return false
	}
	if kind := s.kindOf(r); kind != nil && hasKey(kind, path[0]) {
		return true
	}
	kid := r.get(path[0])
	return kid.get("kind") != nil && len(path) > 1 && s.fits(kid, path[1:])
}

func (s *setter) missing(t *rawTable, kind *Kind, above, key string) string {
	where := "this factory"
	if above != "" {
		where = above
	}
	known := slices.Clone(t.keys)
	if kind != nil {
		known = append(known, kindKeys(kind)...)
	}
	return fmt.Sprintf("there is no %q in %s%s", key, where, didYouMean(key, known))
}
