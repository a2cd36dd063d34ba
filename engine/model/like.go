package model

import (
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model/span"
)

// maxPlaces bounds how many places a model may have, so that likenesses of likenesses
// cannot fill the memory.
const maxPlaces = 200_000

// likener replaces every `like` by what it stands for.
type likener struct {
	*collector
	top    *rawTable // the whole file, not yet resolved
	done   map[*raw]*raw
	busy   map[*raw]bool
	chain  []*raw // the tables being resolved, outermost first
	told   map[*raw]bool
	places int
}

// resolveLikes gives the file with every `like` of its places and shapes resolved; nil
// when that makes too many places.
func resolveLikes(top *rawTable, c *collector) *rawTable {
	l := &likener{collector: c, top: top, done: map[*raw]*raw{}, busy: map[*raw]bool{}, told: map[*raw]bool{}}
	out := top.clone()
	for _, key := range top.keys {
		v := top.kids[key]
		switch {
		case key == "shape" || key == "part":
			if t := v.table(); t != nil {
				x := *v
				kids := t.clone()
				for _, name := range t.keys {
					kids.kids[name] = l.expand(t.kids[name], nil)
				}
				x.value = kids
				out.kids[key] = &x
			}
		case !reserved(key):
			out.kids[key] = l.expand(v, nil)
		}
	}
	if l.places > maxPlaces {
		return nil
	}
	return out
}

// expand resolves a table and the places in it. above are the `like` values through
// which the tables around it came: meeting one again means that a thing contains itself.
func (l *likener) expand(r *raw, above []*raw) *raw {
	if r.table() == nil {
		return r
	}
	if l.places++; l.places > maxPlaces {
		if l.places == maxPlaces+1 {
			l.key(r, "this model has more than %d places", maxPlaces)
		}
		return r
	}
	whole := l.resolve(r)
	for at := r; at.get("like") != nil; {
		like := at.get("like")
		if slices.Contains(above, like) {
			l.cycle(like, like.path+" = "+like.literal())
		}
		if l.told[like] {
			return r
		}
		above = append(slices.Clip(above), like)
		if at = l.target(at, like, false); at == nil {
			break
		}
	}
	t := whole.table().clone()
	for _, key := range t.keys {
		if kid := t.kids[key]; kid.table() != nil {
			t.kids[key] = l.expand(kid, above)
		}
	}
	x := *whole
	x.value = t
	return &x
}

// resolve merges a table with what it is like; the tables in it stay as they are.
func (l *likener) resolve(r *raw) *raw {
	like := r.get("like")
	if like == nil {
		return r
	}
	if d := l.done[r]; d != nil {
		return d
	}
	if l.busy[r] {
		at := slices.Index(l.chain, r)
		var names []string
		for _, c := range l.chain[at:] {
			names = append(names, c.path)
		}
		l.cycle(like, strings.Join(append(names, r.path), " -> "))
		return r
	}
	l.busy[r] = true
	l.chain = append(l.chain, r)
	defer func() {
		l.chain = l.chain[:len(l.chain)-1]
		delete(l.busy, r)
	}()
	out := r
	if base := l.target(r, like, true); base != nil && len(l.chain) < 500 {
		if base = l.resolve(base); !l.told[like] {
			out = merge(base, r)
		}
	}
	l.done[r] = out
	return out
}

func (l *likener) cycle(like *raw, names string) {
	if !l.told[like] {
		l.told[like] = true
		l.value(like, "this is like itself: %s", names)
	}
}

// target finds what r is like; tell says whether a mistake is told.
func (l *likener) target(r, like *raw, tell bool) *raw {
	name, ok := like.value.(string)
	if !ok {
		if tell && !l.told[like] {
			l.told[like] = true
			l.value(like, "want the name of a shape or of a place, in quotes, not %s", like.what())
		}
		return nil
	}
	owner, _, _ := strings.Cut(strings.TrimSuffix(like.path, "like")+"\x00", ".\x00")
	first, _, _ := strings.Cut(owner, ".")
	if first == "part" {
		if t := l.top.kids["part"].get(name); t.table() != nil && t != r {
			return t
		}
	} else {
		if t := l.find(l.top.kids["shape"], name); t != nil && t != r {
			return t
		}
		root := &raw{value: l.top}
		for scope := owner; scope != ""; {
			scope, _ = parentPath(scope)
			from := root
			if scope != "" {
				from = l.find(root, scope)
			}
			if head, _, _ := strings.Cut(name, "."); scope == "" && reserved(head) {
				break
			}
			if t := l.find(from, name); t != nil && t != r {
				return t
			}
		}
	}
	if tell && !l.told[like] {
		l.told[like] = true
		l.value(like, "there is no %q to be like%s", name, didYouMean(name, l.names(first == "part")))
	}
	return nil
}

func parentPath(path string) (parent, name string) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", path
	}
	return path[:i], path[i+1:]
}

// find goes down a dotted path, through likenesses on the way.
func (l *likener) find(from *raw, path string) *raw {
	for rest := path; rest != "" && from != nil; {
		var name string
		name, rest, _ = strings.Cut(rest, ".")
		if from.get(name) == nil && from.get("like") != nil && !l.busy[from] {
			from = l.resolve(from)
		}
		from = from.get(name)
	}
	if from.table() == nil {
		return nil
	}
	return from
}

// names are what a `like` could say: shapes, and places by their paths.
func (l *likener) names(parts bool) []string {
	if parts {
		return l.top.kids["part"].table().names()
	}
	out := l.top.kids["shape"].table().names()
	var walk func(t *rawTable, path string)
	walk = func(t *rawTable, path string) {
		for _, k := range t.keys {
			v := t.kids[k]
			if path == "" && reserved(k) || v.table() == nil || !v.written() || len(out) > 5000 {
				continue
			}
			out = append(out, join(path, k), k)
			walk(v.table(), join(path, k))
		}
	}
	walk(l.top, "")
	return out
}

// names are the keys of a table that may be nil.
func (t *rawTable) names() []string {
	if t == nil {
		return nil
	}
	return slices.Clone(t.keys)
}

// merge lays what differs over a base. Tables with a header or dotted keys are merged
// key by key; values and tables in braces replace what was there, and so does a place
// that says its own `like` or another kind.
func merge(base, over *raw) *raw {
	t := base.table().clone()
	t.drop("like")
	for _, key := range over.table().keys {
		if key == "like" {
			continue
		}
		v, old := over.table().kids[key], t.kids[key]
		if merges(old, v) {
			v = mergeKid(old, v)
		}
		t.set(key, v)
	}
	x := *over
	x.value = t
	if x.preset == nil {
		x.preset = base.preset
	}
	return &x
}

// mergeKid is merge for a place inside a likeness: a `like` of the base that is still
// to be resolved stays.
func mergeKid(base, over *raw) *raw {
	m := merge(base, over)
	if like := base.get("like"); like != nil {
		m.table().set("like", like)
	}
	return m
}

func merges(old, v *raw) bool {
	if old.table() == nil || v.table() == nil || v.form == span.Inline || v.get("like") != nil || v.preset != nil {
		return false
	}
	mine, theirs := v.get("kind"), old.get("kind")
	if mine == nil {
		return true
	}
	return theirs != nil && mine.value == theirs.value
}
