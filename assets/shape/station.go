package shape

// bench is a table for a person, with a tool board, bins, a lamp and a screen.
func bench(m *maker) {
	top := m.table(Plank)
	back := .38 * m.d
	m.board(back, top)
	bins := [4]Color{Tote, Yellow, Tote, Leaf}
	n := max(2, min(6, int(m.w/.42)))
	m.paint(Iron).box(-.44*m.w, back-.26, top+.34, .44*m.w, back, top+.37)
	step := .84 * m.w / float32(n)
	for k := range n {
		x := -.42*m.w + step*(float32(k)+.5)
		m.paint(bins[(uint32(k)+m.pick(4, 4))%4]).bevelled(x-step*.4, back-.24, top+.37, x+step*.4, back-.03, top+.52, .03)
	}
	m.screen(.32*m.w, back-.3, top)
	m.vice(-.34*m.w, top)
	m.e.Work, m.e.Room = at(0, -.12*m.d, top), at(.4*m.w, .4*m.d, .5)
	m.light(-.46*m.w+.03, back+.04, m.h)
}

// table is the top of a bench on its legs, with a drawer unit, and how high it is.
func (m *maker) table(c Color) float32 {
	m.h = max(m.h, 1.7)
	const top = .9
	m.paint(Slate).legs(-.48*m.w, -.42*m.d, .48*m.w, .44*m.d, top-.06, min(.08, .1*m.w))
	m.paints(Wood, c).box(-.49*m.w, -.44*m.d, top-.06, .49*m.w, .46*m.d, top)
	m.paint(Tint(3)).box(-.49*m.w-.01, -.44*m.d-.01, top-.05, .49*m.w+.01, -.44*m.d+.02, top-.012)
	m.paint(Mist).box(.22*m.w, -.36*m.d, .14, .44*m.w, .36*m.d, top-.06)
	m.paint(Iron)
	for k := range 3 {
		z := .2 + float32(k)*(top-.3)/3
		m.front(.25*m.w, z, .41*m.w, z+.03, -.36*m.d-.015)
	}
	m.farSide, m.farTop = Iron, c
	m.far = boxOf{at(-.49*m.w, -.44*m.d, 0), at(.49*m.w, .46*m.d, top)}
	return top
}

// board is the wall behind a bench on which the tools hang.
func (m *maker) board(y, top float32) {
	m.paint(Slate).block(-.46*m.w, y+.04, top, .06, .06, m.h-top).block(.46*m.w, y+.04, top, .06, .06, m.h-top)
	m.paints(Silver, Mist).box(-.46*m.w, y+.02, top+.58, .46*m.w, y+.06, m.h)
	tools := [3]Color{Coal, Red, Blue}
	n := max(3, min(7, int(m.w/.3)))
	for k := range n {
		x := -.4*m.w + .8*m.w*(float32(k)+.5)/float32(n)
		long := (.3 + .12*float32(m.pick(uint32(k)+10, 4))) * (m.h - top - .58)
		m.paint(tools[m.pick(uint32(k)+20, 3)]).front(x-.025, m.h-.08-long, x+.025, m.h-.08, y+.005)
	}
}

func (m *maker) vice(x, top float32) {
	m.paints(Iron, Steel).bevelled(x-.1, -.36*m.d, top, x+.1, -.36*m.d+.16, top+.14, .03)
	m.paint(Blue).box(x-.08, -.36*m.d+.18, top, x+.08, -.36*m.d+.28, top+.14)
}

// disassembler is a bench under a hoist, with bins for what comes apart.
func disassembler(m *maker) {
	top := m.table(Steel)
	back := .36 * m.d
	m.board(back, top)
	m.paint(Yellow).block(-.42*m.w, back, top, .1, .1, m.h*1.1-top)
	m.paint(Yellow).bar(at(-.42*m.w, back, m.h*1.1-.06), at(.06*m.w, -.1*m.d, m.h*1.1-.06), .1)
	m.paint(Coal).bar(at(.0*m.w, -.06*m.d, m.h*1.08-.05), at(.0*m.w, -.06*m.d, m.h*.86), .03)
	m.paint(Slate).block(0, -.06*m.d, m.h*.84, .12, .12, .12)
	bins := [3]Color{Leaf, Brick, Tote}
	for k, c := range bins {
		x := -.42*m.w + .2*m.w*float32(k)
		m.paint(c).tub(x, .02*m.d, .02, x+.17*m.w, .4*m.d, top*.62, .03)
		m.paint(c).tub(x, back-.36, top, x+.16*m.w, back-.02, top+.2, .02)
	}
	m.screen(.34*m.w, back-.12, top)
	m.e.Work, m.e.Room = at(0, -.18*m.d, top), at(.4*m.w, .36*m.d, .5)
	m.light(.46*m.w-.03, back+.04, m.h)
}

// inspector is a granite table under a bridge with a camera.
func inspector(m *maker) {
	z := m.plinth()
	top := min(.9, m.h*.48)
	x, y := .38*m.w, .34*m.d
	m.paints(Mist, Cap).box(-x, -y, z, x, y, top-.16)
	m.stripe(-x, -y, x, y, z+.04, z+.14)
	m.paints(Coal, Slate).bevelled(-.42*m.w, -.4*m.d, top-.16, .42*m.w, .4*m.d, top, .03)
	t := min(.12, .08*m.w)
	m.paints(White, Cap).box(-x-t*.3, -t, top, -x+t, t*1.4, m.h*.86).box(x-t, -t, top, x+t*.3, t*1.4, m.h*.86)
	m.paints(White, Cap).bevelled(-x-t*.4, -t*1.4, m.h*.84, x+t*.4, t*1.6, m.h*.97, .04)
	cx := .1 * m.w
	b := m.tool
	b.paints(Slate, Iron).box(cx-t*1.2, -t*2.6, m.h*.76, cx+t*1.2, -t*1.38, m.h*.95)
	b.paint(Tint(3)).front(cx-t*.9, m.h*.8, cx+t*.9, m.h*.9, -t*2.6-.015)
	b.paint(Coal).taper(at(cx, -t*2, m.h*.64), t*.7, t*.5, m.h*.12, 8)
	b.shine(Screen).taper(at(cx, -t*2, m.h*.62), t*.95, t*.95, m.h*.025, 8)
	m.e.Stroke = at(-.3*m.w, 0, 0)
	m.paint(Iron).box(.4*m.w, -.3*m.d, 0, .46*m.w, -.24*m.d, top)
	m.screen(.42*m.w, -.28*m.d, top)
	m.light(-x, .05*m.d, m.h*.97-.01)
	m.e.Work, m.e.Room = at(cx, -t*2, top), at(.36*m.w, .4*m.d, m.h*.6-top)
	m.far = boxOf{at(-.42*m.w, -.4*m.d, 0), at(.42*m.w, .4*m.d, top)}
	m.farSide, m.farTop = Mist, Slate
}

// cell is a table before a robot, inside a fence that is open to the front.
func cell(m *maker) {
	m.paints(Slate, Seam).box(-m.w*.5, -m.d*.5, 0, m.w*.5, m.d*.5, .04)
	high := min(1.9, m.h*.9)
	x, y := m.w*.5-.06, m.d*.5-.06
	m.fence(at(-x, -y, 0), at(-x, y, 0), high)
	m.fence(at(-x, y, 0), at(x, y, 0), high)
	m.fence(at(x, y, 0), at(x, -y, 0), high)
	top := float32(.8)
	tw, td := min(.34*m.w, 2), min(.26*m.d, 1.2)
	ty := -.18 * m.d
	m.paints(Mist, Silver).block(0, ty, top-.1, tw, td, .1)
	m.paint(Iron).block(0, ty, .04, tw*.5, td*.5, top-.14)
	m.paint(Tint(3)).block(0, ty, top-.09, tw+.02, td+.02, .05)
	px, py := float32(0), .2*m.d
	m.paints(Slate, Iron).taper(at(px, py, .04), min(.3, .1*m.w), min(.26, .09*m.w), .3, 8)
	cx, cy := m.w*.5-.1-.12*m.w, m.d*.5-.1-.12*m.d
	m.paints(Slate, Iron).bevelled(cx-.08*m.w, cy-.08*m.d, .04, cx+.1*m.w, cy+.08*m.d, min(1.5, m.h*.72), .05)
	m.panel(x-.24, .9, -y+.2)
	m.paint(Iron).bar(at(x-.24, -y+.22, .04), at(x-.24, -y+.22, 1.1), .07)
	m.light(cx, cy, min(1.5, m.h*.72))
	m.e.Mount, m.e.Reach = at(px, py, .34), span(.62*min(m.w, m.d*1.1), .6, 3)
	m.e.Work, m.e.Room = at(0, ty, top), at(tw*.6, td*.6, .5)
	m.far = boxOf{at(-tw/2, ty-td/2, 0), at(tw/2, ty+td/2, top)}
	m.farSide, m.farTop = Iron, Silver
}
