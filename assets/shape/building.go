package shape

// Fence is a run of guard fence along x, so long and high, m.
func Fence(length, height float32) *Mesh {
	l, h := span(length, .2, 200), span(height, .4, 4)
	b := build()
	b.fence(at(-l/2, 0, 0), at(l/2, 0, 0), h)
	return b.done()
}

// Gate is a gate in a fence: two posts and, turned open by an angle of none or a
// quarter, its wing.
func Gate(width, height float32, open bool) *Mesh {
	w, h := span(width, .5, 8), span(height, .4, 4)
	b := build().paint(Slate)
	b.block(-w/2, 0, 0, .1, .1, h+.1).block(w/2, 0, 0, .1, .1, h+.1)
	end := at(w/2-.06, 0, 0)
	if open {
		end = at(-w/2, w-.12, 0)
	}
	from := at(-w/2+.06, .02, .1)
	if open {
		from = at(-w/2, .06, .1)
	}
	end[2] = .1
	b.fence(from, end, h-.15)
	return b.done()
}

// Column is a column of the hall with a yellow guard at its foot.
func Column(w, d, height float32) *Mesh {
	w, d, h := span(w, .1, 3), span(d, .1, 3), span(height, 1, 40)
	b := build().paints(Steel, Cap)
	b.block(0, 0, 0, w, d, h)
	b.paints(Gold, Yellow).block(0, 0, 0, w+.12, d+.12, 1.1)
	b.paint(Ink)
	for k := range 2 {
		z := .25 + .4*float32(k)
		b.front(-w/2-.06, z, w/2+.06, z+.18, -d/2-.075)
		b.east(-d/2-.06, z, d/2+.06, z+.18, w/2+.075)
		b.west(-d/2-.06, z, d/2+.06, z+.18, -w/2-.075)
		b.rear(-w/2-.06, z, w/2+.06, z+.18, d/2+.075)
	}
	return b.done()
}

// Cut is how high a wall is that is cut so that one sees over it, m.
const Cut = 1.2

// Wall is a wall along x, so long and high, m; above 2.5 m it has a band of windows on
// both sides.
func Wall(length, height float32) *Mesh {
	l, h := span(length, .2, 1000), span(height, .2, 40)
	const half = .1
	b := build().paints(Plaster, Iron)
	b.box(-l/2, -half, 0, l/2, half, h)
	b.paints(Iron, Steel).box(-l/2, -half-.03, 0, l/2, half+.03, .18)
	if h < 2.5 {
		return b.done()
	}
	n := max(1, min(24, int(l/3)))
	step := l / float32(n)
	z0, z1 := max(1.4, h*.5), h*.82
	for k := range n {
		x := -l/2 + step*(float32(k)+.5)
		b.paint(Slate).block(x, 0, z0-.06, step*.84, 2*half+.03, z1-z0+.12)
		b.paint(Glass).front(x-step*.38, z0, x+step*.38, z1, -half-.03)
		b.rear(x-step*.38, z0, x+step*.38, z1, half+.03)
	}
	return b.done()
}

// Bollard is a yellow post that guards a corner.
func Bollard() *Mesh {
	b := build().paints(Gold, Yellow)
	b.taper(at(0, 0, 0), .09, .09, .95, 8)
	b.paint(Ink).taper(at(0, 0, .6), .095, .095, .15, 8)
	return b.done()
}

// Sign is a board on a post, facing the front. Tint(3) is its colour.
func Sign(height float32) *Mesh {
	h := span(height, .8, 8)
	b := build().paint(Iron)
	b.taper(at(0, 0, 0), .2, .16, .05, 8)
	b.bar(at(0, .02, .05), at(0, .02, h), .05)
	b.paint(Tint(3)).box(-.4, -.03, h-.5, .4, 0, h)
	b.paint(White).front(-.32, h-.2, .32, h-.1, -.045).front(-.32, h-.36, .1, h-.28, -.045)
	return b.done()
}

// Dock is where trucks come in: a roller door in a piece of wall at the back, parts on
// the plate before it. Tint(0) is the light above the door, Tint(3) the accent.
func Dock(w, d float32) Store {
	w, d = span(w, 1.2, 20), span(d, 1, 20)
	b := build()
	h := min(3.6, w*1.1)
	y := d/2 - .3
	b.paints(Slate, Iron).box(-w/2, -d/2, 0, w/2, d/2, .08)
	b.paints(Plaster, Iron).box(-w/2, y, .08, -.34*w, d/2, h).box(.34*w, y, .08, w/2, d/2, h)
	b.paints(Plaster, Iron).box(-.34*w, y, h*.84, .34*w, d/2, h)
	b.paint(Tint(3)).box(-w/2-.01, y-.015, h*.84, w/2+.01, d/2+.01, h*.9)
	b.paint(Silver).box(-.34*w, y+.08, .08, .34*w, d/2-.08, h*.84)
	b.paint(Steel)
	for k := range 7 {
		z := .14 + (h*.84-.1)*float32(k)/7
		b.front(-.34*w, z, .34*w, z+.05, y+.065)
	}
	for _, s := range [2]float32{-1, 1} {
		b.paint(Yellow).block(s*.42*w, y-.1, .08, .12, .12, min(1, h*.4))
		b.paint(Yellow).over(s*.44*w-.04, -d/2+.05, s*.44*w+.04, y-.2, .092)
	}
	b.shine(Tint(0)).block(0, y-.06, h*.92, .3, .1, min(.14, h*.07))
	return b.before(w*.8, -d/2+.1, y-.2, .1)
}

// Dispatch is where finished parts leave: a container with an open door, before it
// pallets. Tint(0) is the light above its door, Tint(3) the container.
func Dispatch(w, d float32) Store {
	w, d = span(w, 1.2, 20), span(d, 1, 20)
	b := build()
	back := min(d*.1, d/2-.8)
	back = max(back, -d/2+.3)
	h := min(2.7, w)
	b.paints(Gold, Yellow).box(-w/2, -d/2, 0, w/2, d/2, .02)
	b.paint(Seam).over(-w/2+.08, -d/2+.08, w/2-.08, d/2-.08, .032)
	ring := func(y, in float32) []vec {
		return []vec{at(-.46*w+in, y, .03+in*.5), at(.46*w-in, y, .03+in*.5), at(.46*w-in, y, h-in), at(-.46*w+in, y, h-in)}
	}
	b.paint(Tint(3)).stack([][]vec{ring(d/2-.04, 0), ring(back, 0), ring(back, .1), ring(d/2-.14, .1)}, Tint(3), Tint(3), Coal, Ink)
	n := max(2, min(8, int((d/2-back)/.4)))
	for k := range n {
		y := back + (d/2-.04-back)*(float32(k)+.5)/float32(n)
		b.paint(Slate).east(y-.03, .2, y+.03, h-.15, .46*w+.015).west(y-.03, .2, y+.03, h-.15, -.46*w-.015)
	}
	b.paint(Iron).box(-.46*w-.06, back-.4, .05, -.46*w, back, h-.04).box(.46*w, back-.4, .05, .46*w+.06, back, h-.04)
	b.shine(Tint(0)).block(0, back, h, .3, .1, .12)
	return b.before(w*.8, -d/2+.1, back-.1, .04)
}

// before is a store of what is built, with six spots or so from y0 to y1.
func (b *body) before(w, y0, y1, z float32) (s Store) {
	nx, ny := cells(w, y1-y0, 6)
	s.grid(w, y1-y0, nx, ny, []float32{z}, 1)
	for k := range s.Spots {
		s.Spots[k][1] += (y0 + y1) / 2
	}
	s.Mesh = b.done()
	return s
}

// Chute is a source or sink without a door: a hopper with a slide to the east. Tint(3)
// is its accent.
func Chute(w, d float32) Store {
	w, d = span(w, .6, 20), span(d, .6, 20)
	b := build().paint(Slate)
	h := min(2.2, w*1.1)
	b.legs(-w/2+.02, -d*.4, w*.12, d*.4, h*.6, .08)
	lo, hi := float32(.55), float32(1)
	half := func(k, z float32) []vec {
		c, x, y := -.18*w, .3*w*k, .45*d*k
		return rect(c-x, -y, c+x, y, z)
	}
	b.paints(Silver, Mist).stack([][]vec{half(lo, h*.56), half(hi, h), half(hi*.9, h), half(lo*.9, h*.6)}, Silver, Mist, Iron, Ink)
	b.paint(Tint(3)).box(-.18*w-.31*w, -.46*d, h*.88, -.18*w+.31*w, -.45*d+.01, h*.97)
	side := func(y float32) []vec {
		return []vec{at(-.1*w, y, h*.56), at(-.1*w, y, h*.5), at(.46*w, y, .56), at(.48*w, y, .6), at(.48*w, y, .64)}
	}
	b.paints(Silver, Silver).stack([][]vec{side(-.24 * d), side(.24 * d)})
	b.paint(Slate).block(.4*w, -.2*d, 0, .07, .07, .6).block(.4*w, .2*d, 0, .07, .07, .6)
	s := Store{Spots: []vec{at(.38*w, 0, .68)}, Room: at(.18*w, .4*d, .5)}
	s.Mesh = b.done()
	return s
}
