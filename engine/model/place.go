package model

import (
	"maps"
	"math"
	"reflect"
	"slices"
)

// commonKeys are the keys of every place.
type commonKeys struct {
	Kind     string                `key:"kind" doc:"the level or the kind of equipment"`
	Like     string                `key:"like" doc:"a shape or another place to start from; then say what differs"`
	Title    string                `key:"title" doc:"what people call it, in any language"`
	Doc      string                `key:"doc" doc:"a remark that goes into reports"`
	At       []float64             `key:"at" dim:"length" min:"none" doc:"centre of the footprint on the floor in the parent's frame: x east, y north, perhaps z up"`
	Size     []float64             `key:"size" dim:"length" doc:"extent along x and y, perhaps z"`
	Turn     float64               `key:"turn" dim:"angle" min:"none" doc:"counter-clockwise turn"`
	Shape    string                `key:"model" doc:"file of its 3D model, a .glb beside the factory file (metres, y up, front at +z). It stands in the middle of the footprint, in its own size or, in its own proportions, as large as size has room for; that of a level or a building is drawn as it is, from its own origin"`
	Ports    map[string][2]float64 `key:"ports" dim:"length" min:"none" doc:"where a port is, from the centre: { fail = [\"0.5 m\", \"-1 m\"] }"`
	Calendar string                `key:"calendar" ref:"calendar" doc:"when it works; what stands in it inherits this; \"always\" undoes that"`
}

// levelKeys are the keys of every level besides.
type levelKeys struct {
	Flow   *raw   `key:"flow" doc:"how parts move: \"mill -> drill -> queue -> wash.in\", or a list of such lines"`
	Zone   string `key:"zone" default:"UTC" doc:"time zone, such as \"Asia/Shanghai\"; inherited"`
	Tariff string `key:"tariff" ref:"tariff" doc:"what energy costs; inherited"`
}

// rootKeys are the keys of [factory] and [enterprise] besides.
type rootKeys struct {
	Clock *raw `key:"clock" default:"2026-01-05 00:00" doc:"when the simulation starts"`
}

// commonNames are the keys that any place of a kind may have.
func commonNames(k *Kind) []string {
	out := tagKeys(reflect.TypeFor[commonKeys]())
	if k.Level {
		out = append(out, tagKeys(reflect.TypeFor[levelKeys]())...)
	}
	return out
}

func tagKeys(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if key, ok := t.Field(i).Tag.Lookup("key"); ok {
			out = append(out, key)
		}
	}
	return out
}

// specs reads the keys of all places.
func (b *build) specs() {
	for _, n := range b.m.Nodes {
		b.spec(n)
	}
	b.m.Title = b.m.Root.Title
}

func (b *build) spec(n *Node) {
	b.dec.scope = n.Parent
	if n.Parent == nil {
		b.dec.scope = n
	}
	defer func() { b.dec.scope = nil }()
	var common commonKeys
	var level levelKeys
	var root rootKeys
	dst := []any{&common}
	if n.Kind.Level {
		dst = append(dst, &level)
	}
	if n.Parent == nil {
		dst = append(dst, &root)
	}
	if !n.broken {
		n.Spec = n.Kind.New()
		if n.table.preset != nil {
			n.Spec = copyOf(n.table.preset)
		}
		dst = append([]any{n.Spec}, dst...)
	}
	what, path := article(n.Kind.Name), n.Path
	if n.Parent == nil {
		path = n.Kind.Name
	}
	skip := func(key string) bool {
		return n.broken || n.Parent != nil && n.Child(key) != nil || b.misplaced(n, key)
	}
	table := n.table
	if n.broken && table.get("like") != nil { // told where the likeness was looked for
		rest := *table
		rest.value = table.table().clone()
		rest.table().drop("like")
		table = &rest
	}
	b.dec.into(table, what, n.Pos, path, skip, dst...)
	n.apply(&common)
	b.geometry(n, &common)
	n.inherit(b, common.Calendar, level.Tariff)
	if level.Flow != nil {
		b.flows = append(b.flows, flowText{at: n, text: level.Flow})
	}
	if n.broken {
		return
	}
	n.In, n.Out = n.Kind.ports(n.Spec)
	for _, port := range sortedKeys(n.Ports) {
		if !contains(n.In, port) && !contains(n.Out, port) && port != "in" && port != "out" {
			all := append(append([]string{"in", "out"}, n.In...), n.Out...)
			b.key(n.table.get("ports").get(port), "%s has no port %q%s", what, port, didYouMean(port, all))
		}
	}
}

// misplaced tells a table that is neither a key nor a place (`mil.cycle = …` in a line)
// and reports whether it was one.
func (b *build) misplaced(n *Node, key string) bool {
	r := n.table.get(key)
	if r.table() == nil || isPlace(r) && !n.Kind.Level {
		return r.table() != nil
	}
	if !n.Kind.Level || n.Parent == nil {
		return false
	}
	var kids []string
	for _, c := range n.Children {
		kids = append(kids, c.Name)
	}
	b.key(r, "there is no %q in this %s%s", key, n.Kind.Name, didYouMean(key, kids))
	return true
}

func (n *Node) apply(c *commonKeys) {
	if c.Title != "" {
		n.Title = c.Title
	} else {
		n.Title = n.Name
	}
	n.Doc, n.Turn, n.Shape, n.Ports = c.Doc, c.Turn, c.Shape, c.Ports
	copy(n.At[:], c.At)
	copy(n.Size[:], c.Size)
}

func (b *build) geometry(n *Node, c *commonKeys) {
	for _, x := range []struct {
		key    string
		values []float64
	}{{"at", c.At}, {"size", c.Size}} {
		if r := n.table.get(x.key); r != nil && x.values != nil && len(x.values) != 2 && len(x.values) != 3 {
			b.value(r, "want two or three lengths (x, y and perhaps z), not %d", len(x.values))
		}
	}
}

func (n *Node) inherit(b *build, calendar, tariff string) {
	if n.Parent != nil {
		n.Calendar, n.Tariff = n.Parent.Calendar, n.Parent.Tariff
	}
	switch {
	case calendar == "always":
		n.Calendar = nil
	case calendar != "":
		n.Calendar = b.bound(calendar, n.Zone)
	case n.Calendar != nil && n.Calendar.Zone.String() != n.Zone.String():
		n.Calendar = b.bound(n.Calendar.Name, n.Zone)
	}
	if tariff != "" {
		n.Tariff = b.m.Tariff(tariff)
	}
}

// copyOf is a shallow copy of the struct that ptr points to.
func copyOf(ptr any) any {
	v := reflect.ValueOf(ptr)
	c := reflect.New(v.Type().Elem())
	c.Elem().Set(v.Elem())
	return c.Interface()
}

func sortedKeys[M ~map[string]V, V any](m M) []string { return slices.Sorted(maps.Keys(m)) }

// shapes checks the shapes that have a kind, so that a mistake in one that nobody uses
// is told too.
func (b *build) shapes() {
	names, t := b.section("shape", "shapes")
	for _, name := range names {
		b.shape(t.kids[name], name)
	}
}

func (b *build) shape(r *raw, name string) {
	kind, ok := r.get("kind").asText()
	if !ok {
		if r.get("kind") == nil && r.get("like") == nil {
			b.key(r, "a shape needs a kind: kind = \"machine\"")
		}
		return
	}
	k := b.reg.Kind(kind)
	if k == nil {
		b.kindOf(r, &Node{Path: name})
		return
	}
	var common commonKeys
	var level levelKeys
	dst := []any{&common}
	if k.Level {
		dst = append(dst, &level)
	}
	spec := k.New()
	// Names in a shape are looked up where it is used, and a key that every use says
	// for itself may be missing: so only what is wrong everywhere is told here.
	d := *b.dec
	d.loose = true
	t := r.table()
	d.into(r, article(k.Name), r.keyPos(), r.path, func(key string) bool {
		kid := t.kids[key]
		if kid.table() != nil && isPlace(kid) && k.Level {
			b.shape(kid, key)
			return true
		}
		return false
	}, append(dst, spec)...)
}

// world adds up the frames of the parents.
func world(n *Node) (at [3]float64, turn float64) {
	for ; n != nil && n.Parent != nil; n = n.Parent {
		sin, cos := sinCos(n.Turn)
		x, y := float64(cos*at[0])-float64(sin*at[1]), float64(sin*at[0])+float64(cos*at[1])
		at = [3]float64{n.At[0] + x, n.At[1] + y, n.At[2] + at[2]}
		turn += n.Turn
	}
	return at, math.Mod(turn, 360)
}

// sinCos is exact for the quarter turns that layouts are made of.
func sinCos(degrees float64) (sin, cos float64) {
	switch math.Mod(math.Mod(degrees, 360)+360, 360) {
	case 0:
		return 0, 1
	case 90:
		return 1, 0
	case 180:
		return 0, -1
	case 270:
		return -1, 0
	}
	return math.Sincos(degrees * math.Pi / 180)
}

// kindChecks runs the checks that kinds bring along.
func (b *build) kindChecks() {
	for _, n := range b.m.Nodes {
		if n.Kind.Check == nil {
			continue
		}
		n.Kind.Check(n, b.m, func(key, msg string) {
			pos, path := n.Pos, n.Path
			if key != "" {
				path = join(n.Path, key)
			}
			if r := n.keys[key]; r != nil {
				pos, path = r.pos(), r.path
			}
			b.add(false, pos, path, "%s", msg)
		})
	}
}

// calendars reads [calendar.x].
func (b *build) calendars() {
	names, t := b.section("calendar", "calendars")
	for _, name := range names {
		b.week[name] = b.readCalendar(t.kids[name])
		if name == "always" {
			b.key(t.kids[name], "\"always\" is the calendar that never pauses; this one needs another name")
		}
		b.bound(name, b.zone)
	}
}
