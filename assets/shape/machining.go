package shape

// plain is a machine of which nothing is known: a housing with a window, a panel and a
// cabinet.
func plain(m *maker) {
	z := m.plinth()
	x0, x1, y0, y1 := -m.w/2+.04*m.w, m.w/2-.04*m.w, -m.d/2+.06*m.d, m.d/2-.04*m.d
	split := x1 - .24*m.w
	m.paints(White, Cap).hood(x0, y0+.1*m.d, z, split, y1, m.h, .12*m.h)
	m.stripe(x0, y0+.1*m.d, split, y1, z, z+.07*m.h)
	m.paints(Mist, Cap).bevelled(split, y0, z, x1, y1, m.h*.78, .08*m.h)
	m.pane(x0+.1*(split-x0), m.h*.42, x1-.36*m.w, m.h*.8, y0+.1*m.d)
	m.panel((split+x1)/2, m.h*.34, y0)
	m.vent(-.2*m.d, m.h*.2, .25*m.d, m.h*.5, x1, 3)
	m.roof(x0+.35*(split-x0), .12*m.d, m.h, min(m.d, m.w)*.4, 1)
	m.light(split-.18*m.w, y0+.22*m.d, m.h)
	m.shelf((x0+split)/2, .9, y0+.1*m.d)
}

// shelf carries a workpiece before a machine that hides what it does.
func (m *maker) shelf(x, z, wall float32) {
	w, y := min(.7, .4*m.w), -m.d/2+.02
	m.paints(Iron, Steel).box(x-w/2, y, z-.06, x+w/2, wall, z)
	m.paint(Slate).box(x-.08, y+.05, 0, x+.08, wall, z-.06)
	m.e.Work, m.e.Room = at(x, (y+wall)/2, z), at(w, wall-y, .5)
}

// mill is a machining centre: one sees spindle and table through its window.
func mill(m *maker) {
	z := m.plinth()
	m.enclosed(z, .42, .82)
	m.chips(z)
	m.tower(z)
}

// enclosed is the housing of a machining centre, between its chip box and its tower.
// low and high are of its window, parts of the height.
func (m *maker) enclosed(z, low, high float32) {
	x0, x1 := m.inner()
	y0, y1 := -m.d/2+.05*m.d, m.d/2-.05*m.d
	n := max(1, min(4, int((x1-x0)/(m.h*1.9))))
	width := (x1 - x0) / float32(n)
	for k := range n {
		a := x0 + width*float32(k)
		win := window{a + .09*width, low * m.h, a + .66*width, high * m.h, min(.5*m.d, 1.1)}
		m.paints(White, Cap).cabinet(a, y0, z, a+width, y1, m.h, .1*m.h, win)
		m.inside(win, y0)
		m.panel(a+.83*width, m.h*.36, y0)
		m.paint(Steel).box(win.x0+.05*width, y0-.05, win.z0-.1, win.x1-.05*width, y0+.01, win.z0-.05)
	}
	m.stripe(x0, y0, x1, y1, z, z+.09*m.h)
	room := min(m.d, x1-x0)
	m.roof(x0+.3*(x1-x0), .18*m.d, m.h, room*.42, 2)
	m.roof(x0+.72*(x1-x0), .1*m.d, m.h, room*.3, 3)
	m.light(x1-.14*m.h, y0+.14*m.h, m.h-.03)
}

// inner is from where to where the housing reaches, and what is left of it is for the
// chip box and the tower.
func (m *maker) inner() (x0, x1 float32) {
	side := min(.2*m.w, .32*m.h)
	if m.w < 1.8 {
		return -m.w/2 + .02*m.w, m.w/2 - side
	}
	return -m.w/2 + side*.9, m.w/2 - side
}

// inside is what one sees through a window: a table with the workpiece, a spindle.
func (m *maker) inside(win window, y0 float32) {
	x, y := (win.x0+win.x1)/2, y0+win.deep*.5
	w := (win.x1 - win.x0) * .62
	top := win.z0 + .1
	m.paints(Iron, Steel).block(x, y, win.z0, w, win.deep*.6, .1)
	r := min(.12, w*.16)
	room := win.z1 - win.z0
	m.tool.paint(Mist).taper(at(x, y, win.z1-room*.28), r*.8, r*1.2, room*.4, 6)
	m.tool.paint(Iron).taper(at(x, y, win.z1-room*.36), r*.2, r*.5, room*.08, 6)
	m.e.Stroke = at(0, 0, -room*.1)
	m.e.Work = at(x, y, top)
	m.e.Room = at(w*.8, win.deep*.5, win.z1-top-room*.46)
}

// chips is the box that takes the chips, to the west of a housing.
func (m *maker) chips(z float32) {
	x0, _ := m.inner()
	if x0 < -m.w/2+.2 {
		return
	}
	a, b, y0, y1 := -m.w/2+.1*(x0+m.w/2), x0-.02, -.22*m.d, .16*m.d
	r := min(.09, .25*(b-a), .06*m.h)
	m.paints(Mist, Cap).bevelled(a, y0, z, b, y1, m.h*.44, .06)
	m.paint(Iron).tube([]vec{at(b+.02, y1-.1*m.d, m.h*.6), at((a+b)/2, y1-.1*m.d, m.h*.6), at((a+b)/2, y1-.1*m.d, m.h*.43)}, r, 4)
}

// tower is the cabinet of tools and switches at the east end.
func (m *maker) tower(z float32) {
	_, x1 := m.inner()
	x2, y0, y1 := m.w/2-.015*m.w, -.24*m.d, m.d/2-.08*m.d
	top := m.h * .8
	side := func(x float32) []vec {
		return []vec{at(x, y0, z), at(x, y1, z), at(x, y1, top), at(x, y0+.2*m.d, top), at(x, y0, top-.16*m.h)}
	}
	m.paints(Slate, Iron).stack([][]vec{side(x1), side(x2)})
	m.vent(y0+.12*m.d, m.h*.18, y1-.2*m.d, m.h*.42, x2, 4)
	m.paints(Iron, Steel).bevelled(x1+.15*(x2-x1), y1-.36*m.d, top, x1+.85*(x2-x1), y1-.06*m.d, top+.12*m.h, .05)
}

// lathe shows its chuck, bed and tailstock before a splash wall.
func lathe(m *maker) {
	z := m.plinth()
	x0, x1, y0, y1 := -m.w/2+.03*m.w, m.w/2-.03*m.w, -m.d/2+.08*m.d, m.d/2-.06*m.d
	bed, axis, wall := m.h*.4, m.h*.54, -.02*m.d
	m.paints(Slate, Iron).box(x0, y0+.06*m.d, z, x1, y1, bed-.06*m.h)
	m.stripe(x0, y0+.06*m.d, x1, y1, bed-.12*m.h, bed-.06*m.h)
	cut := min(.12*m.h, .3*(y1-wall))
	profile := func(x float32) []vec {
		return []vec{at(x, wall, bed-.06*m.h), at(x, y1, bed-.06*m.h), at(x, y1, m.h-cut), at(x, y1-cut, m.h), at(x, wall+.1*m.d, m.h), at(x, wall, m.h*.86)}
	}
	head := x0 + .24*(x1-x0)
	m.paints(White, Cap).stack([][]vec{profile(head), profile(x1)})
	m.paints(White, Cap).bevelled(x0, y0, bed-.06*m.h, head, y1, m.h*.96, .1*m.h)
	m.panel((x0+head)/2, m.h*.46, y0)
	m.paint(Coal).front(head+.04*m.w, bed+.04*m.h, x1-.05*m.w, m.h*.8, wall-.015)
	y := (y0 + wall) / 2
	m.paint(Steel).box(head, y-.1*m.d, bed-.06*m.h, x1, y-.03*m.d, bed).box(head, y+.03*m.d, bed-.06*m.h, x1, y+.1*m.d, bed)
	r := min(.11*m.h, .16*m.d)
	m.paint(Iron).cylinder(at(head, y, axis), 0, r, .05*m.w+.06, 8)
	m.paint(Silver).cylinder(at(head+.05*m.w+.06, y, axis), 0, r*.55, .03*m.w, 6)
	m.paints(Mist, White).bevelled(x1-.16*m.w, y-.12*m.d, bed, x1-.04*m.w, y+.12*m.d, axis+.07*m.h, .04)
	m.paint(Silver).cylinder(at(x1-.22*m.w, y, axis), 0, r*.3, .07*m.w, 6)
	m.tool.paints(Iron, Steel).bevelled(.12*m.w, y+.02*m.d, bed, .24*m.w, wall, axis+.1*m.h, .04)
	m.tool.paint(Silver).box(.09*m.w, y+.04*m.d, axis-.01*m.h, .12*m.w, y+.07*m.d, axis+.03*m.h)
	m.e.Stroke = at(-.16*m.w, 0, 0)
	m.roof(x1-.25*m.w, y1-.22*m.d, m.h, min(m.d, m.w)*.35, 2)
	m.light(head-.1*m.w, y0+.2*m.d, m.h*.96-.01)
	m.e.Work = at(head+.16*m.w, y, axis-r*.8)
	m.e.Room = at(.24*m.w, r*1.6, r*1.6)
}

// grinder is a small enclosure with its wheel guard beside the table.
func grinder(m *maker) {
	z := m.plinth()
	m.enclosed(z, .38, .76)
	_, x1 := m.inner()
	x2 := m.w/2 - .03*m.w
	m.paints(Slate, Iron).bevelled(x1, -.2*m.d, z, x2, .3*m.d, m.h*.5, .06)
	m.paint(Tint(3)).cylinder(at(x1+.02, .04*m.d, m.h*.62), 0, min(.15*m.h, .2*m.d), (x2-x1)*.7, 10)
	m.paint(Coal).cylinder(at(x1+.02+(x2-x1)*.7, .04*m.d, m.h*.62), 0, min(.06*m.h, .08*m.d), (x2-x1)*.15, 6)
	m.chips(z)
}

// drill is a column machine: a head on a column above a table.
func drill(m *maker) {
	z := m.plinth()
	c := min(.26*m.w, .3*m.d)
	cy := m.d/2 - .08*m.d - c/2
	m.paints(Mist, Cap).stack([][]vec{rect(-c*.7, cy-c*.6, c*.7, cy+c*.5, z), rect(-c*.5, cy-c*.4, c*.5, cy+c*.4, m.h*.86)})
	hx, hy0 := min(.2*m.w, .5), -.16*m.d
	m.paints(White, Cap).bevelled(-hx, hy0, m.h*.62, hx, cy+c*.2, m.h*.92, .06*m.h)
	m.paint(Tint(3)).box(-hx-.015, hy0-.015, m.h*.64, hx+.015, cy, m.h*.69)
	m.paints(Slate, Iron).taper(at(0, cy-c*.1, m.h*.92), hx*.5, hx*.5, m.h*.08, 8)
	sy := hy0 + hx*.7
	m.tool.paint(Silver).taper(at(0, sy, m.h*.56), hx*.28, hx*.45, m.h*.12, 8)
	m.tool.paint(Steel).taper(at(0, sy, m.h*.51), .015, .04, m.h*.05, 4)
	m.e.Stroke = at(0, 0, -.05*m.h)
	top := min(.36*m.h, .95)
	m.paints(Iron, Steel).box(-.36*m.w, -.38*m.d, top-.12, .36*m.w, cy-c*.4, top)
	m.paint(Slate).box(-.16*m.w, -.18*m.d, z, .16*m.w, cy-c*.5, top-.12)
	m.paint(Coal).box(-.36*m.w, sy-.05*m.d, top, -.3*m.w, sy+.05*m.d, top+.1).box(.3*m.w, sy-.05*m.d, top, .36*m.w, sy+.05*m.d, top+.1)
	m.paints(Mist, Cap).bevelled(m.w*.28, cy-.2*m.d, z, m.w*.47, m.d*.45, m.h*.6, .05)
	m.panel(-.36*m.w, top+.1, -.3*m.d)
	m.paint(Iron).bar(at(-.36*m.w, -.29*m.d, z), at(-.36*m.w, -.29*m.d, top+.2), .07)
	m.light(.37*m.w, cy, m.h*.6)
	m.e.Work, m.e.Room = at(0, sy, top), at(.5*m.w, .3*m.d, m.h*.46-top)
	m.far = boxOf{at(-hx, -m.d*.3, 0), at(hx, cy, m.h*.9)}
}

// saw is a bow over a bed of rollers.
func saw(m *maker) {
	z := m.plinth()
	bed := min(.42*m.h, .85)
	y0, y1 := -.34*m.d, .34*m.d
	m.paints(Slate, Iron).box(-.16*m.w, y0, z, .3*m.w, y1, bed)
	m.e.Work = at(-.12*m.w, 0, bed+.02)
	m.e.Room = at(.4*m.w, .4*m.d, .3*m.h)
	for k := range 5 {
		x := -m.w/2 + m.w*(.05+.06*float32(k))
		m.paint(Silver).cylinder(at(x, -.26*m.d, bed-.05), 1, .05, .52*m.d, 6)
	}
	m.paint(Iron).box(-m.w*.48, -.28*m.d, bed-.16, -.16*m.w, -.26*m.d, bed-.02).box(-m.w*.48, .26*m.d, bed-.16, -.16*m.w, .28*m.d, bed-.02)
	m.paint(Iron).block(-.44*m.w, -.27*m.d, 0, .07, .07, bed-.16).block(-.44*m.w, .27*m.d, 0, .07, .07, bed-.16)
	x := .06 * m.w
	t := min(.09*m.w, .22)
	m.paints(White, Cap).bevelled(x-t, y0-.06*m.d, bed, x+t, y0+.1*m.d, m.h*.96, .06)
	m.paints(White, Cap).bevelled(x-t, y1-.1*m.d, bed, x+t, y1+.06*m.d, m.h*.96, .06)
	m.paint(Tint(3)).box(x-t*1.15, y0-.08*m.d, m.h*.74, x+t*1.15, y1+.08*m.d, m.h*.92)
	m.tool.paint(Silver).box(x-.02, y0, m.h*.68, x+.02, y1, m.h*.74)
	m.e.Stroke = at(0, 0, bed-.66*m.h)
	m.paints(Mist, Cap).bevelled(.32*m.w, -.1*m.d, z, .48*m.w, .4*m.d, m.h*.7, .06)
	m.panel(.4*m.w, m.h*.3, -.1*m.d)
	m.light(.4*m.w, .2*m.d, m.h*.7)
	m.far = boxOf{at(-.16*m.w, -.36*m.d, 0), at(.46*m.w, .36*m.d, m.h*.85)}
}

// press has a ram between four columns, under its crown.
func press(m *maker) {
	z := m.plinth()
	x, y := .36*m.w, .36*m.d
	col := min(.14*m.w, .18*m.d)
	bed := min(.3*m.h, .9)
	m.paints(Slate, Iron).bevelled(-x-col*.7, -y-col*.5, z, x+col*.7, y+col*.5, bed, .05)
	for _, sx := range [2]float32{-1, 1} {
		for _, sy := range [2]float32{-1, 1} {
			m.paint(Mist).block(sx*x, sy*y, bed, col, col, m.h*.68-bed)
		}
	}
	m.paints(White, Cap).bevelled(-x-col*.8, -y-col*.7, m.h*.68, x+col*.8, y+col*.7, m.h*.92, .05*m.h)
	m.paint(Tint(3)).box(-x-col*.82, -y-col*.72, m.h*.7, x+col*.82, y+col*.72, m.h*.76)
	m.paints(Slate, Iron).taper(at(-.14*m.w, 0, m.h*.92), .13*m.w, .13*m.w, m.h*.1, 8)
	m.paints(Steel, Silver).bevelled(.06*m.w, -.18*m.d, m.h*.92, .3*m.w, .18*m.d, m.h*.98, .04)
	m.tool.paints(Iron, Steel).box(-x*.62, -y*.7, m.h*.5, x*.62, y*.7, m.h*.58)
	m.tool.paint(Silver).box(-x*.3, -y*.3, m.h*.58, x*.3, y*.3, m.h*.84)
	m.e.Stroke = at(0, 0, -.12*m.h)
	m.paints(Steel, Silver).box(-x*.62, -y*.7, bed, x*.62, y*.7, bed+.1)
	g := -y - col*.5 + .02
	m.paint(Yellow).box(-x-col*.5, g-.05, bed+.1, -x+col*.5, g-.02, m.h*.66).box(x-col*.5, g-.05, bed+.1, x+col*.5, g-.02, m.h*.66)
	m.paints(Slate, Iron).bevelled(x+col*.75, -.1*m.d, z, m.w*.49, .4*m.d, m.h*.55, .05)
	m.panel(x+col*.3, m.h*.34, g-.05)
	m.light(x, -y, m.h*.92-.01)
	m.e.Work, m.e.Room = at(0, 0, bed+.1), at(x*1.1, y*1.2, m.h*.38-bed-.1)
}
