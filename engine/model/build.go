package model

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
)

// tree is what a model is built from: the file with every `like` resolved.
type tree struct {
	file string
	top  *rawTable
	open func(name string) ([]byte, error)
}

// build makes a Model of a tree.
type build struct {
	*collector
	m      *Model
	reg    *Registry
	top    *rawTable
	zone   *time.Location // of the root
	dec    *decoder
	week   map[string]*calendar.Calendar // by name, not yet bound; nil where it has mistakes
	flows  []flowText
	arrows map[string]Pos // the edges so far
}

// model builds the model and checks it. The model is nil when there are mistakes.
func (t *tree) model(reg *Registry, c *collector) *Model {
	if t.top == nil {
		return nil
	}
	b := &build{collector: c, reg: reg, top: t.top, zone: time.UTC, week: map[string]*calendar.Calendar{}, arrows: map[string]Pos{}}
	b.m = &Model{File: t.file, registry: reg, tree: t, nodes: map[string]*Node{}, parts: map[string]*Part{}}
	b.dec = &decoder{collector: c, b: b, cache: map[reflect.Type][]field{}}
	b.words()
	b.head()
	b.places()
	b.calendars()
	b.partNames()
	b.tariffs()
	b.people()
	b.outside()
	b.partKeys()
	b.specs()
	b.shapes()
	b.routes()
	b.components()
	b.orders()
	b.connect()
	if c.failed() {
		return nil
	}
	b.kindChecks()
	if !c.failed() {
		b.flowChecks()
	}
	if c.failed() {
		return nil
	}
	return b.m
}

// words tells words at the top that have no business in a factory file.
func (b *build) words() {
	for _, key := range b.top.keys {
		r := b.top.kids[key]
		_, isPlace := r.get("kind").asText()
		switch {
		case !reserved(key):
		case isPlace && key != "factory" && key != "enterprise":
			b.key(r, "%q is a reserved word; a place must have another name", key)
		case contains(scenarioWords, key):
			b.key(r, "%q belongs into a scenario file, not into the factory", key)
		case key == "use":
			b.key(r, "`use` is reserved for a later format")
		case key != "format" && key != "orders" && r.table() == nil:
			b.value(r, "want a table: [%s]", key)
		}
	}
}

func (r *raw) asText() (string, bool) {
	if r == nil {
		return "", false
	}
	s, ok := r.value.(string)
	return s, ok
}

// section gives the named tables of [word.x], with the good ones among them; anything
// else in it is told.
func (b *build) section(word, what string) (names []string, t *rawTable) {
	t = b.top.kids[word].table()
	if t == nil {
		return nil, newTable()
	}
	if _, place := t.kids["kind"].asText(); place && word != "shape" {
		return nil, newTable() // told in words
	}
	for _, name := range t.keys {
		r := t.kids[name]
		switch {
		case r.table() == nil:
			b.key(r, "[%s] holds %s, each a table such as [%s.%s]; %q is %s", word, what, word, "some-name", name, r.what())
		case !goodName(name):
			b.key(r, "%s", badName(name))
		default:
			names = append(names, name)
		}
	}
	return names, t
}

// names lists what a reference of some sort may name.
func (b *build) names(ref string) []string {
	word := ref
	if ref == "crew" {
		word = "people"
	}
	out := b.top.kids[word].table().names()
	if ref == "calendar" {
		out = append(out, "always")
	}
	return out
}

// head reads [factory] or [enterprise].
func (b *build) head() {
	word := "factory"
	if b.top.kids["enterprise"] != nil {
		word = "enterprise"
		if f := b.top.kids["factory"]; f != nil {
			b.key(f, "with an [enterprise], each factory is a place of its own: [east] with kind = \"factory\"")
		}
	}
	r := b.top.kids[word]
	if r.table() == nil {
		r = &raw{value: newTable(), path: word, told: &Pos{File: b.m.File}}
	}
	root := &Node{Kind: b.reg.level(word), Pos: r.keyPos(), table: r, keys: r.table().kids}
	b.m.Enterprise = word == "enterprise"
	if z := r.get("zone"); z != nil {
		b.zone = b.zoneOf(z, b.zone)
	}
	root.Zone = b.zone
	b.m.Root = root
	b.m.Clock = time.Date(2026, 1, 5, 0, 0, 0, 0, b.zone) // a Monday
	if c := r.get("clock"); c != nil {
		if t, ok := b.dec.instant(c); ok {
			b.m.Clock = t
		}
	}
	if !b.m.Enterprise {
		root.Factory = root
		b.m.Factories = []*Node{root}
	}
	b.enter(root)
}

func (b *build) zoneOf(r *raw, inherited *time.Location) *time.Location {
	name, ok := r.asText()
	if !ok {
		b.value(r, "want a time zone, such as \"Asia/Shanghai\", not %s", r.what())
		return inherited
	}
	zone, err := calendar.Zone(name)
	if err != nil {
		b.value(r, "%s", err.Error())
		return inherited
	}
	return zone
}

// enter gives the node its place in the model's lists.
func (b *build) enter(n *Node) {
	n.Index = len(b.m.Nodes)
	b.m.Nodes = append(b.m.Nodes, n)
	b.m.nodes[n.Path] = n
}

// places makes a node of every place, without its spec.
func (b *build) places() {
	for _, key := range b.top.keys {
		r := b.top.kids[key]
		if reserved(key) {
			continue
		}
		if r.table() == nil {
			hint := didYouMean(key, topWords)
			if hint == "" {
				hint = "; a place is a table: [" + key + "]"
			}
			b.key(r, "there is no %q at the top of a file%s", key, hint)
			continue
		}
		b.place(r, key, b.m.Root)
	}
	if b.m.Enterprise && len(b.m.Factories) == 0 {
		b.add(false, b.m.Root.Pos, "enterprise", "an enterprise needs a factory: a table with kind = \"factory\"")
	}
}

// place makes the node of a table and those below it.
func (b *build) place(r *raw, name string, parent *Node) {
	n := &Node{Name: name, Path: join(parent.Path, name), Title: name, Parent: parent, Zone: parent.Zone, Factory: parent.Factory,
		Pos: r.keyPos(), table: r, keys: r.table().kids}
	n.Kind = b.kindOf(r, n)
	n.broken = n.Kind == nil
	if n.broken {
		n.Kind = &Kind{Name: "place", Level: true}
	}
	if !goodName(name) {
		b.key(r, "%s", badName(name))
	}
	if n.Kind.Name == "factory" {
		switch {
		case !b.m.Enterprise:
			b.value(r.get("kind"), "several factories need an [enterprise]; one alone is described in [factory]")
		case parent != b.m.Root:
			b.value(r.get("kind"), "a factory stands at the top of an enterprise")
		}
		n.Factory = n
		b.m.Factories = append(b.m.Factories, n)
	} else if b.m.Enterprise && parent == b.m.Root && !n.broken {
		b.key(r, "in an enterprise every place stands in a factory; this is %s", article(n.Kind.Name))
	}
	if z := r.get("zone"); z != nil && n.Kind.Level {
		n.Zone = b.zoneOf(z, n.Zone)
	}
	parent.Children = append(parent.Children, n)
	b.enter(n)
	t := r.table()
	for _, key := range t.keys {
		kid := t.kids[key]
		if kid.table() == nil || hasKey(n.Kind, key) || !n.broken && !isPlace(kid) {
			continue
		}
		if n.broken && !kid.written() {
			continue
		}
		if !n.Kind.Level {
			b.key(kid, "%s holds no other places; put this one beside it", article(n.Kind.Name))
			continue
		}
		b.place(kid, key, n)
	}
}

// isPlace reports whether a table stands for a place and not for a property.
func isPlace(r *raw) bool {
	return r.written() || r.get("kind") != nil || r.get("like") != nil
}

// kindOf finds the kind of a place; it is nil when that is not to be known.
func (b *build) kindOf(r *raw, n *Node) *Kind {
	k := r.get("kind")
	switch {
	case k == nil && r.get("like") != nil:
		return nil // told where the likeness was looked for
	case k == nil:
		b.key(r, "[%s] needs a kind (or a `like`): kind = %s", n.Path, quoted(b.levelsOr(r), "or"))
		return nil
	}
	name, ok := k.asText()
	if !ok {
		b.value(k, "want the name of a kind, in quotes, not %s", k.what())
		return nil
	}
	kind := b.reg.Kind(name)
	switch {
	case kind == nil:
		hint := didYouMean(name, b.reg.kindNames())
		if hint == "" {
			hint = "; there are " + strings.Join(b.reg.kindNames(), ", ")
		}
		b.value(k, "there is no kind %q%s", name, hint)
		return nil
	case name == "enterprise":
		b.value(k, "an enterprise is described in [enterprise] at the top of the file")
		return nil
	}
	return kind
}

// levelsOr offers kinds for a place that has none: levels when it has children.
func (b *build) levelsOr(r *raw) []string {
	var levels, others []string
	for _, k := range b.reg.kinds {
		switch {
		case k.Name == "enterprise" || k.Name == "factory":
		case k.Level:
			levels = append(levels, k.Name)
		default:
			others = append(others, k.Name)
		}
	}
	for _, key := range r.table().keys {
		if r.table().kids[key].written() && len(levels) > 0 {
			return levels
		}
	}
	return append(others, levels...)
}

// kindKeys are the keys a place of the kind may have.
func kindKeys(k *Kind) []string {
	var out []string
	if k.New != nil {
		fields, _ := fieldsOf(reflect.TypeOf(k.New()).Elem()) // checked when it was registered
		for _, f := range fields {
			out = append(out, f.key)
		}
	}
	return append(out, commonNames(k)...)
}

func hasKey(k *Kind, key string) bool {
	if k.keys == nil {
		return contains(kindKeys(k), key)
	}
	return contains(k.keys, key)
}

// placeNames are names that a look-up from a node could find.
func (b *build) placeNames(from *Node) []string {
	seen := map[string]bool{}
	for at := from; at != nil; at = at.Parent {
		for _, c := range at.Children {
			seen[c.Name] = true
			if len(seen) < 2000 {
				for _, g := range c.Children {
					seen[c.Name+"."+g.Name] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
