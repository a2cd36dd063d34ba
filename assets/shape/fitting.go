package shape

// The fittings that machines share.

// light puts up a stack light of three segments on the point.
func (m *maker) light(x, y, z float32) {
	const r, seg, pole = .075, .15, .22
	m.paint(Iron).bar(at(x, y, z), at(x, y, z+pole), .05)
	ring := func(k float32) []vec { return circle(at(x, y, z+pole+k*seg), 2, r, 6) }
	m.lamps(ring(0), ring(1), ring(2), ring(3))
	m.e.Lamp = at(x, y, z+pole+1.5*seg)
}

// Mast is a stack light on a mast of its own, whose lamps begin at the height, m. Tint(0)
// to Tint(2) are its segments, see Lamps.
func Mast(height float32) *Mesh {
	h := span(height, .5, 40)
	b := build().paint(Iron)
	b.taper(at(0, 0, 0), .12, .12, .04, 8).bar(at(0, 0, .04), at(0, 0, h), .06)
	ring := func(k float32) []vec { return circle(at(0, 0, h+.15*k), 2, .075, 6) }
	b.lamps(ring(0), ring(1), ring(2), ring(3))
	return b.done()
}

// lamps are the three segments of a stack light, between four rings.
func (b *body) lamps(rings ...[]vec) {
	start := len(b.m.Faces)
	b.paint(Coal).stack(rings, Tint(2), Tint(1), Tint(0), Coal)
	b.glowing(start)
}

// glowing lets those faces from start on shine whose colour the draw gives.
func (b *body) glowing(start int) {
	for i := range b.m.Faces[start:] {
		f := &b.m.Faces[start+i]
		_, f.Glow = f.Color.Tinted()
	}
}

// plinth is the base of a machine, and how high it is.
func (m *maker) plinth() float32 {
	z := min(.16, m.h*.08)
	m.paints(Slate, Iron).bevelled(-m.w/2, -m.d/2, 0, m.w/2, m.d/2, z, .05)
	return z
}

// window is an opening in the front of a cabinet.
type window struct{ x0, z0, x1, z1, deep float32 }

// cabinet is a housing with chamfered upper edges and an opening in its front through
// which one sees what it works on.
func (b *body) cabinet(x0, y0, z0, x1, y1, z1, cut float32, win window) {
	outer, lip := arch(x0, y0, z0, x1, y1, z1, cut)
	q := min(.1, (win.x1-win.x0)*.2, (win.z1-win.z0)*.2)
	hole := func(y float32) []vec {
		return []vec{
			at(win.x0, y, win.z0), at(win.x1, y, win.z0), at(win.x1, y, win.z1-q), at(win.x1-q, y, win.z1),
			at(win.x0+q, y, win.z1), at(win.x0, y, win.z1-q),
		}
	}
	side := b.side
	b.stack([][]vec{outer(y1, 0), outer(y0+lip, 0), outer(y0, lip), hole(y0), hole(y0 + win.deep)},
		side, side, side, Coal, Glass)
}

// hood is a cabinet without an opening.
func (b *body) hood(x0, y0, z0, x1, y1, z1, cut float32) {
	outer, lip := arch(x0, y0, z0, x1, y1, z1, cut)
	b.stack([][]vec{outer(y1, 0), outer(y0+lip, 0), outer(y0, lip)})
}

// arch gives the outline of a housing across y, cut at its upper corners, which is
// narrower by in at the height of its front; and how much its front edge is cut.
func arch(x0, y0, z0, x1, y1, z1, cut float32) (outline func(y, in float32) []vec, lip float32) {
	lip = min(.06, (y1-y0)*.1, (x1-x0)*.05)
	cut = min(cut, (x1-x0)*.3, (z1-z0)*.6)
	return func(y, in float32) []vec {
		return []vec{
			at(x0+in, y, z0), at(x1-in, y, z0), at(x1-in, y, z1-cut-in), at(x1-in-cut, y, z1-in),
			at(x0+in+cut, y, z1-in), at(x0+in, y, z1-cut-in),
		}
	}, lip
}

// pane is a closed window in a frame, with the sky in it, proud of the front at y.
func (m *maker) pane(x0, z0, x1, z1, y float32) {
	edge := min(.06, (x1-x0)*.1, (z1-z0)*.1)
	ring := func(y, in float32) []vec {
		return []vec{at(x0+in, y, z0+in), at(x1-in, y, z0+in), at(x1-in, y, z1-in), at(x0+in, y, z1-in)}
	}
	m.paint(Coal).stack([][]vec{ring(y+.01, 0), ring(y-.03, 0), ring(y-.03, edge), ring(y-.02, edge)}, Coal, Coal, Coal, Glass)
	w, h := x1-x0-2*edge, z1-z0-2*edge
	lean := min(w*.3, h*.6)
	a := x0 + edge + w*.2
	m.paint(Gleam).plate(at(a, y-.025, z0+edge), at(a+w*.16, y-.025, z0+edge), at(a+w*.16+lean, y-.025, z1-edge), at(a+lean, y-.025, z1-edge))
}

// panel is a control panel on the front at y: it leans, so that one reads its screen
// from above.
func (m *maker) panel(x, z, y float32) {
	const w, h = .36, .62
	x = max(-m.w/2+w/2, min(x, m.w/2-w/2))
	d := span(y+m.d/2, .06, .2)
	side := func(x float32) []vec {
		return []vec{at(x, y+.01, z), at(x, y-d, z), at(x, y-d, z+.12), at(x, y-d*.45, z+h), at(x, y+.01, z+h)}
	}
	m.paint(Coal).stack([][]vec{side(x - w/2), side(x + w/2)})
	lean := func(x, t float32) vec { return at(x, y-d+d*.55*t-.012, z+.12+(h-.12)*t) }
	m.shine(Screen).plate(lean(x-w*.38, .42), lean(x+w*.38, .42), lean(x+w*.38, .92), lean(x-w*.38, .92))
	m.paint(Steel).plate(lean(x-w*.38, .08), lean(x+w*.14, .08), lean(x+w*.14, .32), lean(x-w*.38, .32))
	m.paint(Red).plate(lean(x+w*.22, .1), lean(x+w*.38, .1), lean(x+w*.38, .3), lean(x+w*.22, .3))
}

// vent is a grid of slots in the wall that looks east at x.
func (m *maker) vent(y0, z0, y1, z1, x float32, n int) {
	m.paint(Ink)
	for k := range n {
		z := z0 + (z1-z0)*float32(k)/float32(n)
		m.east(y0, z, y1, z+(z1-z0)/float32(n)*.5, x+.015)
	}
}

// roof puts one of several things on a roof: a filter, a cooler, a fan, a hatch.
func (m *maker) roof(x, y, z, room float32, salt uint32) {
	s := min(room, .9)
	switch m.pick(salt, 4) {
	case 0:
		m.paints(Silver, Mist).taper(at(x, y, z), s*.3, s*.3, s*.45, 8)
	case 1:
		m.paints(Mist, Cap).bevelled(x-s/2, y-s*.35, z, x+s/2, y+s*.35, z+s*.4, .08)
		m.paint(Coal).front(x-s*.35, z+s*.08, x+s*.35, z+s*.24, y-s*.35-.015)
	case 2:
		m.paints(Steel, Silver).bevelled(x-s*.4, y-s*.4, z, x+s*.4, y+s*.4, z+s*.22, .05)
		m.paint(Coal).taper(at(x, y, z+s*.22), s*.26, s*.26, .04, 8)
	default:
		m.paints(Steel, Cap).bevelled(x-s*.3, y-s*.45, z, x+s*.3, y+s*.45, z+s*.3, .1)
		m.paints(Silver, Mist).taper(at(x, y+s*.1, z+s*.3), s*.12, s*.12, s*.3, 6)
	}
}

// legs are four square legs under a top.
func (b *body) legs(x0, y0, x1, y1, z, thick float32) {
	for _, x := range [2]float32{x0 + thick/2, x1 - thick/2} {
		for _, y := range [2]float32{y0 + thick/2, y1 - thick/2} {
			b.block(x, y, 0, thick, thick, z)
		}
	}
}

// screen is a monitor on an arm, which looks to the front.
func (m *maker) screen(x, y, z float32) {
	half := min(.3, m.w*.2)
	x = min(x, m.w/2-half)
	m.paint(Iron).bar(at(x, y+.05, z), at(x, y+.05, z+.35), .05)
	m.paint(Coal).box(x-half, y-.03, z+.18, x+half, y+.03, z+.56)
	m.shine(Screen).front(x-half+.04, z+.22, x+half-.04, z+.52, y-.045)
}

// mouth is half a tunnel along x, from its opening at x0 to its blind end at x1.
func (b *body) mouth(x0, y0, z0, x1, y1, z1, cut float32, hole boxOf, inside Color) {
	outer := func(x float32) []vec {
		return []vec{at(x, y0, z0), at(x, y1, z0), at(x, y1, z1-cut), at(x, y1-cut, z1), at(x, y0+cut, z1), at(x, y0, z1-cut)}
	}
	lo, hi := hole.min, hole.max
	cut = min(cut, (y1-y0)*.3, (z1-hi.Z())*.8)
	q := min(hi.Y()-lo.Y(), hi.Z()-lo.Z()) * .1
	inner := func(x float32) []vec {
		return []vec{at(x, lo.Y(), lo.Z()), at(x, hi.Y(), lo.Z()), at(x, hi.Y(), hi.Z()-q), at(x, hi.Y()-q, hi.Z()), at(x, lo.Y()+q, hi.Z()), at(x, lo.Y(), hi.Z()-q)}
	}
	side := b.side
	b.stack([][]vec{inner(x0 + (x1-x0)*.8), inner(x0), outer(x0), outer(x1)}, Coal, side, side, side, inside)
}
