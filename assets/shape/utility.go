package shape

import "github.com/go-gl/mathgl/mgl32"

// Tank is an upright tank, w wide and h high, m, with a glass that shows how full it
// is: from 0 to Levels. Tint(0) is what is in it.
func Tank(w, height float32, level int) *Mesh {
	r, h := span(w, .3, 20)/2, span(height, .5, 30)
	b := build()
	foot := min(.3, h*.12)
	body := r * .94
	b.paint(Slate)
	for _, x := range [2]float32{-1, 1} {
		for _, y := range [2]float32{-1, 1} {
			b.block(x*body*.6, y*body*.6, 0, r*.16, r*.16, foot+.05)
		}
	}
	ring := func(k, z float32) []vec { return circle(at(0, 0, z), 2, body*k, 12) }
	b.paints(Silver, Mist).stack([][]vec{ring(.7, foot), ring(1, foot+h*.06), ring(1, h*.9), ring(.45, h*.97)})
	b.paints(Iron, Steel).taper(at(0, 0, h*.96), body*.25, body*.25, h*.04, 6)
	b.paint(Iron).taper(at(0, 0, h*.5), body*1.02, body*1.02, h*.02, 12)
	// The gauge stands before the flat side that looks to the front.
	z0, z1 := foot+h*.08, h*.88
	y := -body * .97
	b.paint(Ink).box(-.16*r, y-.02*r, z0, .16*r, y+.06*r, z1)
	if level = max(0, min(level, Levels)); level > 0 {
		top := z0 + .02*h + (z1-z0-.04*h)*float32(level)/Levels
		b.shine(Tint(0)).front(-.12*r, z0+.02*h, .12*r, top, y-.02*r-.01)
	}
	b.paint(Yellow).tube([]vec{at(body*.8, body*.7, 0), at(body*.8, body*.7, h*.96), at(body*.3, body*.5, h*.96)}, .03, 4)
	return b.done()
}

// Levels is how many levels a tank shows.
const Levels = 20

// Cabinet is a switch or control cabinet, so wide, deep and high, m. Tint(0) is its
// pilot light, Tint(3) its accent.
func Cabinet(w, d, height float32) *Mesh {
	w, d, h := span(w, .3, 20), span(d, .2, 10), span(height, .5, 6)
	b := build().paints(Slate, Iron)
	b.box(-w/2, -d/2, 0, w/2, d/2, .1)
	n := max(1, min(6, int(w/.7)))
	for k := range n {
		a := -w/2 + w*float32(k)/float32(n)
		e := a + w/float32(n) - .02
		b.paints(Mist, Cap).bevelled(a, -d/2, .1, e, d/2, h, .03)
		b.paint(Iron).front(e-.1, h*.48, e-.06, h*.58, -d/2-.015)
		b.paint(Ink).front(a+.08, .2, e-.08, .34, -d/2-.015)
		if k == 0 {
			b.paint(Yellow).plate(at(a+.12*w/float32(n), -d/2-.015, h*.72), at(a+.4*w/float32(n), -d/2-.015, h*.72), at(a+.26*w/float32(n), -d/2-.015, h*.84))
			b.shine(Tint(0)).front(e-.16, h*.86, e-.08, h*.9, -d/2-.015)
		}
	}
	b.paint(Tint(3)).box(-w/2-.01, -d/2-.01, .1, w/2+.01, d/2+.01, .16)
	return b.done()
}

// Compressor is a machine of a utility, of air, vacuum or cooling: a housing on skids
// with a receiver on it. Tint(0) is its pilot light, Tint(3) its accent.
func Compressor(w, d, height float32) *Mesh {
	w, d, h := span(w, .6, 20), span(d, .4, 10), span(height, .6, 6)
	b := build().paint(Slate)
	b.box(-w/2, -.4*d, 0, w/2, -.25*d, .12).box(-w/2, .25*d, 0, w/2, .4*d, .12)
	b.paints(Tint(3), Cap).bevelled(-.48*w, -.46*d, .12, .04*w, .46*d, h*.9, .08)
	b.paint(Ink)
	for k := range 4 {
		z := h * (.3 + .1*float32(k))
		b.front(-.4*w, z, -.12*w, z+.05*h, -.46*d-.015)
	}
	b.shine(Tint(0)).front(-.08*w, h*.66, -.03*w, h*.72, -.46*d-.015)
	r := min(.42*d, .36*h)
	b.paints(Silver, Mist).cylinder(at(.08*w, 0, r+.12), 0, r, .4*w, 10)
	b.paint(Leaf).tube([]vec{at(-.1*w, .1*d, h*.88), at(-.1*w, .1*d, h), at(.28*w, .1*d, h), at(.28*w, .1*d, r*1.8)}, .05, 6)
	return b.done()
}

// Toolbox is a cabinet of drawers on wheels, with tools on its top. Tint(3) is its
// colour.
func Toolbox(w, d float32) *Mesh {
	w, d = span(w, .4, 6), span(d, .3, 3)
	const h = 1
	b := build().paint(Ink)
	for _, x := range [2]float32{-.4, .4} {
		for _, y := range [2]float32{-.36, .36} {
			b.cylinder(at(x*w, y*d-.03, .07), 1, .07, .06, 6)
		}
	}
	b.paints(Tint(3), Coal).bevelled(-w/2, -d/2, .12, w/2, d/2, h, .02)
	b.paint(Silver)
	for k := range 5 {
		z := .22 + .14*float32(k)
		b.front(-.44*w, z, .44*w, z+.02, -d/2-.015)
	}
	b.paint(Steel).block(-.2*w, 0, h, .3*w, .06, .05)
	b.paint(Red).block(.2*w, .1*d, h, .22*w, .08, .06)
	b.paint(Iron).tube([]vec{at(w/2-.01, -.3*d, h*.8), at(w/2+.06, -.3*d, h*.86), at(w/2+.06, .3*d, h*.86), at(w/2-.01, .3*d, h*.8)}, .02, 4)
	return b.done()
}

// Pipe runs along a line of points, with a flange at both ends. Tint(3) is its colour.
func Pipe(path []mgl32.Vec3, radius float32) *Mesh {
	b, r := build(), span(radius, .01, 2)
	line := make([]vec, 0, len(path))
	for _, p := range path {
		if len(line) == 0 || p.Sub(line[len(line)-1]).Len() > r {
			line = append(line, p)
		}
	}
	line = line[:min(len(line), 40)]
	if len(line) < 2 {
		return b.done()
	}
	b.paint(Tint(3)).tube(line, r, 6)
	n := len(line) - 1
	for _, end := range [2][2]vec{{line[0], line[1]}, {line[n], line[n-1]}} {
		dir := end[1].Sub(end[0]).Normalize()
		b.paint(Iron).tube([]vec{end[0], end[0].Add(dir.Mul(r * .5))}, r*1.5, 6)
	}
	return b.done()
}
