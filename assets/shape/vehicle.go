package shape

// AGV is a flat vehicle of the measures, m, driving towards +x. Tint(0) is its strip of
// light; a load stands on it at its height, see AGVHeight.
func AGV(length, width float32) *Mesh {
	l, w := span(length, .6, 6), span(width, .4, 4)
	b := build()
	c := min(.12, .12*w)
	ring := func(in, z float32) []vec {
		x, y := l/2-in, w/2-in
		return []vec{at(-x, -y+c, z), at(-x+c, -y, z), at(x-c, -y, z), at(x, -y+c, z), at(x, y-c, z), at(x-c, y, z), at(-x+c, y, z), at(-x, y-c, z)}
	}
	start := len(b.m.Faces)
	b.paint(Slate).stack([][]vec{ring(.03, 0), ring(.03, .07), ring(0, .07), ring(0, .15), ring(0, .2), ring(0, .26), ring(.05, AGVHeight)},
		Ink, Ink, White, Tint(0), White, Cap, Slate, Ink)
	b.glowing(start)
	b.paint(Coal).over(-l*.36, -w*.32, l*.3, w*.32, AGVHeight+.015)
	b.paints(Coal, Slate).taper(at(l/2-.14*l, 0, AGVHeight), .06, .05, .08, 6)
	b.paint(Red).east(-w*.1, .1, w*.1, .14, l/2+.012)
	return b.done()
}

// AGVHeight is where the load of an AGV stands, m.
const AGVHeight = .3

// Forklift is a forklift towards +x; its load stands on ForkAt. Tint(0) is its beacon.
func Forklift() *Mesh {
	b := build()
	for _, x := range [2]float32{-.75, .35} {
		for _, y := range [2]float32{-.52, .36} {
			b.paint(Ink).cylinder(at(x, y, .27), 1, .27, .16, 8)
		}
	}
	side := func(y float32) []vec {
		return []vec{at(-1.1, y, .25), at(.62, y, .25), at(.62, y, .5), at(.3, y, .62), at(-.3, y, .95), at(-1.02, y, .95), at(-1.1, y, .85)}
	}
	b.paints(Yellow, Gold).stack([][]vec{side(-.46), side(.46)})
	b.paint(Coal).box(-1.16, -.44, .3, -1.0, .44, .8)
	b.paint(Cloth).box(-.5, -.26, .93, -.05, .26, 1.03).box(-.55, -.26, .95, -.42, .26, 1.5)
	b.paint(Slate)
	for _, y := range [2]float32{-.43, .43} {
		b.bar(at(-.95, y, .9), at(-.75, y, 2.05), .07)
		b.bar(at(.42, y, .6), at(.1, y, 2.05), .07)
	}
	b.paints(Slate, Coal).box(-.85, -.48, 2.03, .15, .48, 2.1)
	b.shine(Tint(0)).taper(at(-.4, 0, 2.1), .08, .06, .12, 6)
	b.paint(Iron).box(.64, -.38, .12, .74, -.28, 2.15).box(.64, .28, .12, .74, .38, 2.15)
	b.paint(Coal).box(.64, -.38, 2.05, .74, .38, 2.15).box(.74, -.45, .12, .8, .45, .6)
	b.paint(Steel).box(.78, -.32, .05, 1.8, -.2, .1).box(.78, .2, .05, 1.8, .32, .1)
	b.paint(Skin).block(-.28, 0, 1.5, .18, .17, .16)
	b.paint(Vest).block(-.3, 0, 1.03, .24, .4, .47)
	b.paint(Yellow).taper(at(-.28, 0, 1.65), .14, .07, .12, 6)
	return b.done()
}

// ForkAt is where the load of a forklift stands.
var ForkAt = at(1.3, 0, .1)

// Crane is a bridge crane over a span in y, its rails at the height and so long in x:
// first what stands, then the bridge, which moves in x, and the trolley with its hook,
// which moves with the bridge and in y.
func Crane(length, across, height float32) (rails, bridge, trolley *Mesh) {
	l, w, h := span(length, 3, 500), span(across, 2, 60), span(height, 2, 30)
	b := build()
	n := max(1, min(10, int(l/8)))
	for _, y := range [2]float32{-w / 2, w / 2} {
		b.paint(Gold).box(-l/2, y-.12, h-.4, l/2, y+.12, h-.05)
		b.paint(Steel).box(-l/2, y-.04, h-.05, l/2, y+.04, h)
		for k := range n + 1 {
			x := -l/2 + .2 + (l-.4)*float32(k)/float32(n)
			b.paint(Iron).block(x, y, 0, .25, .25, h-.4)
		}
	}
	rails = b.done()
	b = build()
	for _, x := range [2]float32{-.6, .6} {
		b.paints(Yellow, Gold).box(x-.15, -w/2, h+.1, x+.15, w/2, h+.6)
	}
	for _, y := range [2]float32{-w / 2, w / 2} {
		b.paint(Slate).box(-1.1, y-.16, h, 1.1, y+.16, h+.25)
	}
	bridge = b.done()
	b = build().paints(Slate, Iron)
	b.box(-.7, -.5, h+.6, .7, .5, h+.8)
	b.paint(Orange).cylinder(at(-.35, 0, h+.95), 0, .2, .7, 8)
	b.paint(Ink).bar(at(0, 0, h+.6), at(0, 0, h*.55), .05)
	b.paint(Yellow).block(0, 0, h*.55-.25, .3, .22, .25)
	b.paint(Iron).block(0, 0, h*.55-.45, .1, .08, .2)
	return rails, bridge, b.done()
}
