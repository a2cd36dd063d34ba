package model

import (
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// partKeys are the keys of [part.x].
type partKeys struct {
	Like     string         `key:"like" doc:"another part to start from; then say what differs"`
	Title    string         `key:"title" doc:"what people call it, in any language"`
	Doc      string         `key:"doc" doc:"a remark"`
	Size     []float64      `key:"size" dim:"length" doc:"extent along x, y and z"`
	Mass     float64        `key:"mass" dim:"mass" doc:"mass of one"`
	Value    unit.Quantity  `key:"value" dim:"money" doc:"what one is worth"`
	Priority int            `key:"priority" min:"none" default:"0" doc:"larger goes first"`
	Shape    string         `key:"model" doc:"file of its 3D model, a .glb beside the factory file (metres, y up), drawn in its own size or, in its own proportions, as large as size has room for"`
	BOM      map[string]int `key:"bom" ref:"part" min:"1" doc:"what one is made of: { housing = 1, gear = 4 }"`
	Route    *raw           `key:"route" doc:"its operations in order, each a [[part.x.route]]"`
}

// operationKeys are the keys of [[part.x.route]].
type operationKeys struct {
	Op     string   `key:"op" doc:"name of the operation"`
	On     []string `key:"on" need:"yes" doc:"the place, or the alternative places, where it can be done"`
	Prefer Rule     `key:"prefer" policy:"assign" enum:"first|shortest-queue|fastest|round-robin|random" default:"first" doc:"the rule that chooses among the alternatives"`
	Cycle  Times    `key:"cycle" dim:"time" by:"place" doc:"time, perhaps by place, instead of the place's own"`
	Setup  Times    `key:"setup" dim:"time" by:"place" doc:"set-up time, perhaps by place, instead of the place's own"`
	Batch  int      `key:"batch" min:"1" doc:"parts worked on together, instead of the place's own number"`
	Yield  float64  `key:"yield" dim:"share" max:"100 %" doc:"share that is good, instead of the place's own"`
	Needs  []Need   `key:"needs" doc:"people and tools, besides those of the place"`
}

// partNames makes the parts, so that everything else can name them.
func (b *build) partNames() {
	names, t := b.section("part", "parts")
	for _, name := range names {
		p := &Part{Name: name, Title: name, Index: len(b.m.Parts), Pos: t.kids[name].keyPos(), table: t.kids[name]}
		b.m.Parts = append(b.m.Parts, p)
		b.m.parts[name] = p
	}
}

// partKeys reads the keys of the parts but not their routes, which need the places.
func (b *build) partKeys() {
	for _, p := range b.m.Parts {
		var k partKeys
		b.dec.into(p.table, "a part", p.Pos, p.table.path, nil, &k)
		if k.Title != "" {
			p.Title = k.Title
		}
		if l := len(k.Size); l > 0 && l != 3 {
			b.value(p.table.get("size"), "want three lengths (x, y, z), not %d", l)
		}
		copy(p.Size[:], k.Size)
		p.Doc, p.Mass, p.Value, p.Priority, p.Shape = k.Doc, k.Mass, k.Value, k.Priority, k.Shape
	}
}

// components fills in the bills of materials and refuses one that contains itself.
func (b *build) components() {
	for _, p := range b.m.Parts {
		t := p.table.get("bom").table()
		if t == nil {
			continue
		}
		for _, name := range t.keys {
			n, _ := t.kids[name].value.(int64)
			if c := b.m.parts[name]; c != nil && n > 0 && n < 1<<31 {
				p.BOM = append(p.BOM, Component{Part: c, N: int(n)})
			}
		}
	}
	const open, closed = 1, 2
	state := make([]int, len(b.m.Parts))
	var trail []string
	var visit func(p *Part)
	visit = func(p *Part) {
		state[p.Index] = open
		trail = append(trail, p.Name)
		for _, c := range p.BOM {
			switch state[c.Part.Index] {
			case open:
				at := 0
				for trail[at] != c.Part.Name {
					at++
				}
				b.value(p.table.get("bom").get(c.Part.Name), "a part cannot be made of itself: %s", strings.Join(append(trail[at:], c.Part.Name), " -> "))
			case 0:
				visit(c.Part)
			}
		}
		trail = trail[:len(trail)-1]
		state[p.Index] = closed
	}
	for _, p := range b.m.Parts {
		if state[p.Index] == 0 {
			visit(p)
		}
	}
}

// routes reads the operations of all parts.
func (b *build) routes() {
	for _, p := range b.m.Parts {
		r := p.table.get("route")
		if r == nil {
			continue
		}
		steps, ok := r.list()
		if !ok && r.get("file") != nil {
			steps, ok = b.rows(r, b.dec.fields(typeOf[operationKeys]()))
		} else if !ok {
			b.value(r, "a route is a list: write each operation as [[part.%s.route]]", p.Name)
		}
		if !ok {
			continue
		}
		for _, step := range steps {
			if step.table() == nil {
				b.value(step, "want a table such as [[part.%s.route]], not %s", p.Name, step.what())
				continue
			}
			b.operation(p, step)
		}
	}
}

func (b *build) operation(p *Part, r *raw) {
	o := Operation{Index: len(p.Route), Pos: r.keyPos(), Prefer: b.reg.rule("assign", PreferRules[0])}
	var k operationKeys
	b.dec.into(r, "an operation", r.pos(), r.path, nil, &k)
	o.Op, o.Cycle, o.Setup, o.Batch, o.Yield, o.Needs = k.Op, k.Cycle, k.Setup, k.Batch, k.Yield, k.Needs
	if !k.Prefer.IsZero() {
		o.Prefer = k.Prefer
	}
	on := r.get("on")
	items, ok := []*raw(nil), false
	if on != nil {
		if items, ok = on.list(); !ok {
			items = []*raw{on}
		}
	}
	for _, x := range items {
		name, ok := x.asText()
		if !ok {
			continue
		}
		n := b.dec.place(x, name, "place")
		switch {
		case n == nil || n.broken:
		case n.Kind.Level || n.Kind.Passive:
			b.value(x, "%s is %s, where nothing is worked on", name, article(n.Kind.Name))
		default:
			o.On = append(o.On, n)
		}
	}
	if ok && len(items) == 0 {
		b.value(on, "an operation needs at least one place")
	}
	for _, times := range []*Times{&o.Cycle, &o.Setup} {
		for i := range times.For {
			if !b.offered(&o, times.For[i].Place) {
				b.add(false, r.get("on").pos(), r.path, "%q has a time here but is not among the places of `on`", times.For[i].Name)
			}
		}
	}
	if o.Op == "" && len(o.On) > 0 {
		o.Op = o.On[0].Name
	}
	p.Route = append(p.Route, o)
}

func (b *build) offered(o *Operation, n *Node) bool {
	for _, on := range o.On {
		if on == n {
			return true
		}
	}
	return n == nil || len(o.On) == 0
}
