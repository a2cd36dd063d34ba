package plant

// visit is a part type at a place where it can come.
type visit struct {
	place uint32
	kind  uint16
}

// visits follows the parts from the sources through the plant and refuses a
// place that would work on a type it has no cycle time for.
func (c *compiler) visits() {
	seen := map[visit]bool{}
	var todo []visit
	come := func(i uint32, kind uint16) {
		if v := (visit{i, kind}); !seen[v] {
			seen[v] = true
			todo = append(todo, v)
		}
	}
	for i := range c.places {
		pl := &c.places[i]
		for _, m := range pl.mix {
			come(uint32(i), m.kind)
		}
		for _, o := range pl.orders {
			come(uint32(i), o.kind)
		}
	}
	for len(todo) > 0 {
		v := todo[0]
		todo = todo[1:]
		if c.places[v.place].kind.works() && !c.timed(v) {
			c.errorf(c.m.Nodes[v.place], "it has no cycle time for part %q, which comes here", c.m.Parts[v.kind].Name)
		}
		for _, kind := range c.yields(v) {
			for _, to := range c.onwards(v.place, kind) {
				come(to, kind)
			}
		}
	}
}

// timed reports whether the work of a visit has a cycle time.
func (c *compiler) timed(v visit) bool {
	for _, step := range c.types[v.kind].route {
		for k := range step.on {
			if step.on[k].place == v.place {
				return true // step has seen to it
			}
		}
	}
	part := c.m.Parts[v.kind]
	if pl := &c.places[v.place]; pl.kind == kindAssembly {
		part = c.m.Parts[pl.makes]
	}
	_, ok := WorkOf(c.m.Nodes[v.place].Spec).Cycle.Of(part)
	return ok
}

// yields lists the types that leave the place of a visit.
func (c *compiler) yields(v visit) []uint16 {
	pl := &c.places[v.place]
	switch pl.kind {
	case kindAssembly:
		return []uint16{pl.makes}
	case kindDisassembly:
		var kinds []uint16
		for _, k := range pl.kit {
			kinds = append(kinds, k.kind)
		}
		for _, b := range c.m.Parts[v.kind].BOM {
			kinds = append(kinds, uint16(b.Part.Index))
		}
		return kinds
	}
	return []uint16{v.kind}
}

// onwards lists where parts of a type can go from place i by any port. Where a
// route says where, the flow does not.
func (c *compiler) onwards(i uint32, kind uint16) []uint32 {
	var to []uint32
	add := func(id uint32) {
		if id != 0 {
			to = append(to, c.choices[id-1].to...)
		}
	}
	for _, choices := range c.types[kind].choices {
		add(choices[i])
	}
	routed := len(to) > 0
	for port := range ports {
		if port != portOut || !routed {
			add(c.places[i].out[int(port)*len(c.types)+int(kind)])
		}
	}
	return to
}
