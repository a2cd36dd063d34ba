package shape

// laser is a wide cabinet with tinted glass and a shuttle table beside it.
func laser(m *maker) {
	z := m.plinth()
	x0, x1, y0, y1 := -m.w/2+.03*m.w, m.w/2-.26*m.w, -m.d/2+.06*m.d, m.d/2-.05*m.d
	win := window{x0 + .08*(x1-x0), m.h * .42, x1 - .08*(x1-x0), m.h * .78, min(.5*m.d, 1.2)}
	m.paints(White, Cap).cabinet(x0, y0, z, x1, y1, m.h, .09*m.h, win)
	m.stripe(x0, y0, x1, y1, z, z+.07*m.h)
	m.inside(win, y0)
	m.paint(Tint(3)).box(win.x0, y0-.03, win.z1+.03, win.x1, y0+.01, win.z1+.09)
	top := m.h * .4
	m.paints(Slate, Iron).box(x1, -.3*m.d, z, m.w*.47, .3*m.d, top-.1)
	m.paints(Iron, Steel).box(x1, -.34*m.d, top-.1, m.w*.49, .34*m.d, top)
	m.paint(Ink)
	for k := range 4 {
		x := x1 + (m.w*.49-x1)*(.12+.22*float32(k))
		m.over(x, -.3*m.d, x+.1*(m.w*.49-x1), .3*m.d, top+.015)
	}
	m.paints(Mist, Cap).bevelled(x0+.06*m.w, y1-.32*m.d, m.h-.01, x0+.3*m.w, y1-.06*m.d, m.h*1.12, .05)
	m.paint(Silver).tube([]vec{at(x0+.3*m.w, y1-.2*m.d, m.h*1.06), at(x0+.42*m.w, y1-.2*m.d, m.h*1.06), at(x0+.42*m.w, y1-.2*m.d, m.h*.98)}, .07, 6)
	m.panel(x1+.13*m.w, top+.04, -.34*m.d+.25)
	m.light(x1-.16*m.h, y0+.16*m.h, m.h-.02)
}

// washer is a tunnel that parts go through, with a tank and pipes.
func washer(m *maker) {
	m.tunnel(Coal, Sky)
	m.pane(.27*m.w, m.h*.3, .41*m.w, m.h*.54, -.34*m.d)
	r := min(.16*m.d, .1*m.w)
	y := m.d/2 - r - .02
	m.paints(Silver, Mist).taper(at(-.3*m.w, y, 0), r, r, m.h*.62, 8)
	m.paint(Leaf).tube([]vec{at(-.3*m.w, y, m.h*.6), at(-.3*m.w, y, m.h*.72), at(-.08*m.w, y, m.h*.72)}, .05, 4)
	m.paints(Silver, Mist).taper(at(.1*m.w, .1*m.d, m.h), .07*m.h, .07*m.h, .14*m.h, 8)
}

// oven is a tunnel that glows inside, under two chimneys.
func oven(m *maker) {
	m.tunnel(Ember, Ember)
	r := min(.07*m.h, .1*m.d)
	for _, x := range [2]float32{-.16 * m.w, .12 * m.w} {
		m.paint(Steel).taper(at(x, .12*m.d, m.h), r*1.4, r, .06*m.h, 6)
		m.paints(Silver, Coal).taper(at(x, .12*m.d, m.h*1.06), r, r, .22*m.h, 6)
	}
	m.paint(Brick).box(.26*m.w, -.38*m.d, m.h*.28, .42*m.w, -.34*m.d+.02, m.h*.56)
	m.shine(Ember).front(-.12*m.w, m.h*.46, .06*m.w, m.h*.62, .02*m.d-.015)
}

// tunnel is a tall middle with a window between two lower mouths.
func (m *maker) tunnel(inside, light Color) {
	z := m.plinth()
	y0, y1 := -.38*m.d, .34*m.d
	x := .22 * m.w
	belt := min(.36*m.h, .85)
	hole := boxOf{at(0, -.22*m.d, belt), at(0, .2*m.d, m.h*.58)}
	for _, s := range [2]float32{-1, 1} {
		m.paints(Mist, Cap).mouth(s*.46*m.w, y0+.04*m.d, z, s*x, y1-.03*m.d, m.h*.72, .1*m.h, hole, inside)
	}
	win := window{-x * .78, m.h * .4, x * .42, m.h * .8, .4 * m.d}
	m.paints(White, Cap).cabinet(-x, y0, z, x, y1, m.h, .1*m.h, win)
	m.stripe(-x, y0, x, y1, z, z+.08*m.h)
	m.shine(light).front(win.x0+.02, win.z1-.1, win.x1-.02, win.z1-.06, y0+win.deep-.015)
	m.paints(Iron, Steel).box(win.x0+.03, y0+.06*m.d, win.z0, win.x1-.03, y0+.34*m.d, win.z0+.06)
	m.panel(x*.72, m.h*.36, y0)
	for _, s := range [2]float32{-1, 1} {
		m.paint(Belt).box(s*.42*m.w, hole.min.Y()+.03, belt-.08, s*.5*m.w, hole.max.Y()-.03, belt+.02)
	}
	m.pane(-.41*m.w, m.h*.3, -.27*m.w, m.h*.54, y0+.04*m.d)
	m.light(x-.14*m.h, y0+.14*m.h, m.h-.02)
	m.e.Work = at((win.x0+win.x1)/2, y0+.2*m.d, win.z0+.06)
	m.e.Room = at((win.x1-win.x0)*.7, .24*m.d, (win.z1-win.z0)*.7)
	m.e.In, m.e.Out = at(-m.w/2, 0, belt), at(m.w/2, 0, belt)
}

// painter is a booth with a wide opening, filters and an exhaust.
func painter(m *maker) {
	z := m.plinth()
	x0, x1, y0, y1 := -m.w*.48, m.w*.48, -m.d*.46, m.d*.46
	win := window{x0 + .12*m.w, z + .12*m.h, x1 - .2*m.w, m.h * .74, .7 * m.d}
	m.paints(White, Cap).cabinet(x0, y0, z, x1, y1, m.h*.86, .06*m.h, win)
	m.stripe(x0, y0, x1, y1, z, z+.06*m.h)
	m.shine(Lamp).front(win.x0+.1*m.w, win.z1-.14*m.h, win.x1-.1*m.w, win.z1-.1*m.h, y0+win.deep-.015)
	m.paint(Mist)
	for k := range 3 {
		a := win.x0 + (win.x1-win.x0)*(.08+.3*float32(k))
		m.front(a, win.z0+.1*m.h, a+.24*(win.x1-win.x0), win.z1-.2*m.h, y0+win.deep-.015)
	}
	m.paints(Silver, Mist).bevelled(-.3*m.w, -.02*m.d, m.h*.86, .2*m.w, .4*m.d, m.h, .05*m.h)
	r := min(.09*m.d, .08*m.w)
	m.paints(Steel, Coal).taper(at(.3*m.w, .2*m.d, m.h*.86), r, r, .24*m.h, 8)
	cx, cy := (win.x0+win.x1)/2, y0+win.deep*.45
	m.paints(Iron, Steel).taper(at(cx, cy, win.z0), .1*m.w, .1*m.w, .08*m.h, 8)
	m.paint(Orange).bar(at(win.x1-.1*m.w, cy, win.z0), at(win.x1-.1*m.w, cy, m.h*.4), .1)
	m.paint(Orange).bar(at(win.x1-.1*m.w, cy, m.h*.4), at(win.x1-.22*m.w, cy, m.h*.5), .08)
	m.panel(x1-.1*m.w, m.h*.3, y0)
	m.light(x1-.1*m.w, y0+.12*m.d, m.h*.86-.01)
	m.e.Work = at(cx, cy, win.z0+.08*m.h)
	m.e.Room = at(.3*m.w, win.deep*.5, m.h*.4)
}

// printer is a row of printing chambers with amber panes.
func printer(m *maker) {
	z := m.plinth()
	n := max(1, min(4, int(m.w/1.3)))
	width := m.w * .94 / float32(n)
	y0, y1 := -.44*m.d, .44*m.d
	for k := range n {
		a := -m.w*.47 + width*float32(k)
		b := a + width*.95
		win := window{a + .14*width, m.h * .42, a + .8*width, m.h * .78, min(.6*m.d, .8)}
		m.paints(White, Cap).cabinet(a, y0, z, b, y1, m.h, .06*m.h, win)
		m.inside(win, y0)
		m.shine(Amber).front(win.x0+.04, win.z1-.08, win.x1-.04, win.z1-.04, y0+win.deep-.015)
		m.pane(a+.14*width, m.h*.16, a+.8*width, m.h*.34, y0)
		m.stripe(a, y0, b, y1, z, z+.05*m.h)
	}
	m.panel(m.w*.47-width*.14, m.h*.44, y0)
	m.light(m.w*.47-.16*width, y0+.2*m.d, m.h-.01)
	m.roof(-.3*m.w, .1*m.d, m.h, min(width, m.d)*.5, 2)
}

// packer is a belt through a frame of clear panes, with a roll of film.
func packer(m *maker) {
	z := m.plinth()
	belt := min(.4*m.h, .85)
	x, y := .34*m.w, .36*m.d
	m.paints(Slate, Iron).box(-x, -y, z, x, y, belt-.12)
	m.stripe(-x, -y, x, y, belt-.26, belt-.16)
	m.paints(Iron, Belt).box(-m.w*.5, -.24*m.d, belt-.12, m.w*.5, .24*m.d, belt)
	m.paint(Yellow).box(-m.w*.5, -.27*m.d, belt-.1, m.w*.5, -.24*m.d, belt+.03).box(-m.w*.5, .24*m.d, belt-.1, m.w*.5, .27*m.d, belt+.03)
	m.paint(Iron).block(-.45*m.w, 0, 0, .08, .4*m.d, belt-.12).block(.45*m.w, 0, 0, .08, .4*m.d, belt-.12)
	post := min(.08, .06*m.w)
	m.paint(Silver)
	for _, sx := range [2]float32{-1, 1} {
		for _, sy := range [2]float32{-1, 1} {
			m.block(sx*(x-post/2), sy*(y-post/2), belt-.12, post, post, m.h*.8-belt+.12)
		}
	}
	m.paints(White, Cap).bevelled(-x, -y, m.h*.78, x, y, m.h*.94, .06*m.h)
	m.paints(Mist, Cap).box(-x+post, y-.03, belt, x-post, y, m.h*.78)
	r := min(.14*m.h, .2*m.d)
	m.paint(Silver).cylinder(at(-.1*m.w-.16*m.w, 0, m.h*.94+r*.8), 0, r, .32*m.w, 8)
	m.paint(Slate).block(-.28*m.w, 0, m.h*.93, .04, r*1.2, r).block(.08*m.w, 0, m.h*.93, .04, r*1.2, r)
	m.tool.paints(Iron, Steel).block(-.06*m.w, 0, m.h*.65, .12*m.w, .3*m.d, m.h*.24)
	m.tool.paint(Tint(3)).block(-.06*m.w, 0, m.h*.62, .18*m.w, .34*m.d, m.h*.05)
	m.e.Stroke = at(0, 0, -.05*m.h)
	m.panel(x-.16*m.w, m.h*.44, -y+.02)
	m.light(x-.1*m.w, -y+.1*m.d, m.h*.94-.01)
	m.e.Work, m.e.Room = at(-.06*m.w, 0, belt), at(.3*m.w, .4*m.d, .16*m.h)
	m.e.In, m.e.Out = at(-m.w/2, 0, belt), at(m.w/2, 0, belt)
}

// tester is a row of racks full of instruments, before a bench.
func tester(m *maker) {
	z := m.plinth()
	n := max(1, min(5, int(m.w/.9)))
	width := m.w * .92 / float32(n)
	y0, y1 := 0*m.d, .46*m.d
	for k := range n {
		a := -m.w*.46 + width*float32(k)
		m.paints(Slate, Iron).bevelled(a, y0, z, a+width*.94, y1, m.h, .04)
		m.shine(Screen).front(a+.12*width, m.h*.68, a+.6*width, m.h*.86, y0-.015)
		m.paint(Mist).front(a+.12*width, m.h*.46, a+.82*width, m.h*.6, y0-.015)
		m.shine(Green).front(a+.68*width, m.h*.72, a+.8*width, m.h*.78, y0-.015)
	}
	m.stripe(-m.w*.46, y0, m.w*.46-width*.06, y1, m.h*.92-.04, m.h*.98-.04)
	top := min(.42*m.h, .9)
	m.paints(Mist, White).box(-m.w*.46, -.42*m.d, top-.06, m.w*.46, y0+.02, top)
	m.paint(Iron).legs(-m.w*.46, -.42*m.d, m.w*.46, y0, top-.06, .06)
	m.paints(Coal, Iron).box(-.18*m.w, -.32*m.d, top, .18*m.w, -.1*m.d, top+.06)
	m.light(m.w*.36, .24*m.d, m.h-.01)
	m.e.Work, m.e.Room = at(0, -.21*m.d, top+.06), at(.3*m.w, .2*m.d, .5)
}
