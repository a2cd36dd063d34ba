package model

import (
	"path/filepath"
	"reflect"
	"runtime"

	"github.com/taktsim/takt/engine/model/span"
)

// Keys are the keys of a table as they would stand in a file:
//
//	model.Keys{"cycle": "90 s", "batch": 4}
type Keys map[string]any

// Builder makes a model in code. What it builds is checked as a file is; problems name
// the Go file and line that wrote the wrong thing.
type Builder struct {
	reg *Registry
	top *rawTable
	c   collector
}

// Place is a place under construction.
type Place struct {
	b     *Builder
	path  string
	table *rawTable
}

// New begins a model of one factory.
func New(title string, reg *Registry) *Builder {
	b := &Builder{reg: reg, top: newTable()}
	pos := caller()
	b.put(b.top, "format", int64(Format), pos, "")
	b.put(b.section("factory", pos), "title", title, pos, "factory")
	return b
}

// caller is the place in the program that called the builder.
func caller() Pos {
	_, file, line, ok := runtime.Caller(2)
	if !ok {
		return Pos{File: "code"}
	}
	return Pos{File: filepath.Base(file), Line: line, Col: 1, EndCol: 1}
}

func (b *Builder) put(t *rawTable, key string, v any, pos Pos, above string) {
	r, err := fromGo(v, pos, join(above, key))
	if err != nil {
		b.c.add(false, pos, join(above, key), "%s", err)
		return
	}
	t.set(key, r)
}

func (b *Builder) section(word string, pos Pos) *rawTable {
	if t := b.top.kids[word].table(); t != nil {
		return t
	}
	r := &raw{value: newTable(), path: word, told: &pos, form: span.Header}
	b.top.set(word, r)
	return r.table()
}

func (b *Builder) named(word, name string, keys Keys, pos Pos) {
	t := b.section(word, pos)
	if t.kids[name] != nil {
		b.c.add(false, pos, join(word, name), "%q is already there", name)
		return
	}
	b.put(t, name, keys, pos, word)
}

// Factory sets keys of the factory: clock, zone, size, calendar.
func (b *Builder) Factory(keys Keys) {
	pos := caller()
	t := b.section("factory", pos)
	for _, k := range sortedKeys(keys) {
		b.put(t, k, keys[k], pos, "factory")
	}
}

// Clock sets when the simulation starts: "2026-01-05 06:00".
func (b *Builder) Clock(start string) {
	pos := caller()
	b.put(b.section("factory", pos), "clock", start, pos, "factory")
}

// Part adds a part type.
func (b *Builder) Part(name string, keys Keys) { b.named("part", name, keys, caller()) }

// Calendar adds a calendar.
func (b *Builder) Calendar(name string, keys Keys) { b.named("calendar", name, keys, caller()) }

// Crew adds a crew of n people.
func (b *Builder) Crew(name string, n int, keys Keys) {
	all := Keys{"n": n}
	for _, k := range sortedKeys(keys) {
		all[k] = keys[k]
	}
	b.named("people", name, all, caller())
}

// Table adds an entry of any other section: Table("tariff", "day-night", …).
func (b *Builder) Table(section, name string, keys Keys) { b.named(section, name, keys, caller()) }

// Order adds an order.
func (b *Builder) Order(keys Keys) {
	pos := caller()
	r, err := fromGo(keys, pos, "orders")
	if err != nil {
		b.c.add(false, pos, "orders", "%s", err)
		return
	}
	all := &raw{path: "orders", told: &pos, form: span.Blocks}
	if old := b.top.kids["orders"]; old != nil {
		all.value = append(old.value.([]*raw), r)
	} else {
		all.value = []*raw{r}
	}
	b.top.set("orders", all)
}

// Line adds a line at the top of the factory.
func (b *Builder) Line(name string) *Place {
	return b.root().add(name, "line", nil, caller())
}

// Add adds a place at the top of the factory; see [Place.Add].
func (b *Builder) Add(name, kind string, spec any) *Place {
	return b.root().add(name, kind, spec, caller())
}

func (b *Builder) root() *Place { return &Place{b: b, table: b.top} }

// Add adds a place inside. spec is nil, [Keys], or a pointer to a spec struct of the
// kind, which is copied; common keys such as at and title are set with [Place.Set].
func (p *Place) Add(name, kind string, spec any) *Place { return p.add(name, kind, spec, caller()) }

func (p *Place) add(name, kind string, spec any, pos Pos) *Place {
	path := join(p.path, name)
	r := &raw{value: newTable(), path: path, told: &pos, form: span.Header}
	q := &Place{b: p.b, path: path, table: r.table()}
	if p.table.kids[name] != nil {
		p.b.c.add(false, pos, path, "%q is already there", name)
		return q
	}
	p.table.set(name, r)
	p.b.put(q.table, "kind", kind, pos, path)
	switch s := spec.(type) {
	case nil:
	case Keys:
		q.keys(s, pos)
	case map[string]any:
		q.keys(s, pos)
	default:
		k := p.b.reg.Kind(kind)
		if k != nil && reflect.TypeOf(spec) != reflect.TypeOf(k.New()) {
			p.b.c.add(false, pos, path, "%s is described by a %T, not by a %T", article(kind), k.New(), spec)
		} else if k != nil && !reflect.ValueOf(spec).IsNil() {
			r.preset = copyOf(spec)
		}
	}
	return q
}

// Like adds a place that is like a shape or another place, with what differs.
func (p *Place) Like(name, like string, keys Keys) *Place {
	return p.like(name, like, keys, caller())
}

// Like adds a place at the top of the factory that is like another, with what differs.
func (b *Builder) Like(name, like string, keys Keys) *Place {
	return b.root().like(name, like, keys, caller())
}

func (p *Place) like(name, like string, keys Keys, pos Pos) *Place {
	path := join(p.path, name)
	r := &raw{value: newTable(), path: path, told: &pos, form: span.Header}
	q := &Place{b: p.b, path: path, table: r.table()}
	p.table.set(name, r)
	p.b.put(q.table, "like", like, pos, path)
	q.keys(keys, pos)
	return q
}

func (p *Place) keys(keys map[string]any, pos Pos) {
	for _, k := range sortedKeys(keys) {
		p.b.put(p.table, k, keys[k], pos, p.path)
	}
}

// Set sets keys of the place: at, size, title, calendar, or the kind's own.
func (p *Place) Set(keys Keys) *Place {
	p.keys(keys, caller())
	return p
}

// Flow adds lines of flow: "mill -> drill -> queue".
func (p *Place) Flow(lines ...string) *Place {
	p.flow(lines, caller())
	return p
}

// Flow adds lines of flow at the top of the factory.
func (b *Builder) Flow(lines ...string) {
	pos := caller()
	(&Place{b: b, path: "factory", table: b.section("factory", pos)}).flow(lines, pos)
}

func (p *Place) flow(lines []string, pos Pos) {
	path := join(p.path, "flow")
	all := &raw{path: path, told: &pos, form: span.Inline}
	var list []*raw
	if old := p.table.kids["flow"]; old != nil {
		list, _ = old.list()
	}
	for _, l := range lines {
		list = append(list, &raw{value: l, path: path, told: &pos})
	}
	all.value = list
	p.table.set("flow", all)
}

// Model checks what was built. The model is nil when there are mistakes. More can be
// added to the builder afterwards, for another model.
func (b *Builder) Model() (*Model, Problems) {
	c := &collector{list: append(Problems(nil), b.c.list...)}
	top := b.top.clone()
	for _, k := range top.keys {
		if t := top.kids[k].table(); t != nil {
			x := *top.kids[k]
			x.value = t.clone()
			top.kids[k] = &x
		}
	}
	t := &tree{file: "code", top: resolveLikes(top, c)}
	m := t.model(b.reg, c)
	return m, c.list.sorted("code")
}
