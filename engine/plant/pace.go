package plant

// paces refuses sources that are always ready and meet nothing that takes time:
// they would send parts without end at one instant.
func (c *compiler) paces() {
	for i := range c.places {
		pl := &c.places[i]
		if pl.kind != kindSource || pl.every != 0 || pl.orders != nil || pl.limit > 0 {
			continue
		}
		for _, m := range pl.mix {
			if end, ok := c.rush(uint32(i), m.kind, pl.conwip, map[uint32]bool{}); ok {
				c.errorf(c.m.Nodes[i], "it is always ready, and %s takes its parts without end, in no time; give it every or limit, or %s a room", c.places[end].path, c.places[end].path)
				break
			}
		}
	}
}

// rush looks for a place that takes parts of a type without end from place i on,
// at one instant. A source under the limit of level conwip fills no room within
// it.
func (c *compiler) rush(i uint32, kind uint16, conwip int32, seen map[uint32]bool) (uint32, bool) {
	if seen[i] {
		return 0, false
	}
	seen[i] = true
	for _, to := range c.ways(i, kind) {
		pl := &c.places[to]
		endless := pl.kind == kindSink || pl.room < 0 && (conwip < 0 || pl.conwip != conwip)
		if endless {
			return to, true
		}
		if pl.kind == kindBuffer || pl.kind == kindMachine && c.laws[c.first(to, kind).cycle].fixed == 0 {
			if end, ok := c.rush(to, kind, conwip, seen); ok {
				return end, true
			}
		}
	}
	return 0, false
}

// ways lists where a new part of a type can go next from place i.
func (c *compiler) ways(i uint32, kind uint16) []uint32 {
	id := c.places[i].out[kind]
	if t := &c.types[kind]; len(t.route) > 0 && t.choices[0][i] != 0 {
		id = t.choices[0][i]
	}
	if id == 0 {
		return nil
	}
	return c.choices[id-1].to
}

// first is the operation of a new part of a type at a place.
func (c *compiler) first(i uint32, kind uint16) *operation {
	return c.operation(i, &Part{Type: kind})
}
