package render

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

// patch is a rectangle on the floor, turned so that it lies along u, or a round glow.
type patch struct {
	centre   mgl32.Vec2
	u        mgl32.Vec2 // of length 1; v is to its left
	hu, hv   float32    // half its length and width, m; of a glow its radius
	soft     float32    // width of its soft edge, m
	dash     float32
	taper    float32 // of a band: by how much half its width grows per m along u
	color    lanes
	strength float32 // of 256
	glow     bool
	y0, y1   int32 // rows in which it may be seen
}

// floor is what is painted on the ground, made ready.
type floor struct {
	of      *scene.Floor
	patches []patch
	painted int        // how many of them are paint
	banded  int        // and bands; the others are light and shadow
	ahead   mgl32.Vec2 // of the camera, along the ground
	min     mgl32.Vec2
	max     mgl32.Vec2
	fade    float32 // how far beyond the hall ground is seen, m
}

// smallShadow is the projected radius from which on what moves has a shadow, pixels.
const smallShadow = 5.5

// begin makes a frame's floor ready.
func (fl *floor) begin(s *Soft) {
	f := s.frame
	if f.Floor == nil {
		fl.of, fl.patches, fl.painted, fl.banded = nil, fl.patches[:0], 0, 0
		for i := range f.Moving {
			s.facts(f.Moving[i].Mesh)
		}
		return
	}
	if fl.of != f.Floor {
		fl.paint(f.Floor)
	}
	fl.patches = fl.patches[:fl.painted]
	for i := range f.Bands {
		fl.band(&f.Bands[i])
	}
	fl.banded = len(fl.patches)
	for i := range f.Moving {
		d := &f.Moving[i]
		facts := s.facts(d.Mesh)
		if !facts.sound {
			continue
		}
		// Of what is very small no shadow is seen.
		if size, _ := s.view.where(facts.ball(&d.Pose)); size > smallShadow*float32(s.scale) {
			fl.shadow(d, &facts)
		}
	}
	for _, g := range f.Glow {
		fl.patches = append(fl.patches, patch{centre: g.Centre, u: mgl32.Vec2{1, 0}, hu: g.Radius, hv: g.Radius,
			color: lanesOf(uint32(g.Color) & 0xffffff), strength: unit(g.Strength) * 256, glow: true})
	}
	fl.ahead = mgl32.Vec2{-s.view.right[1], s.view.right[0]}
	for i := range fl.patches {
		fl.place(&s.view, &fl.patches[i])
	}
}

func (fl *floor) paint(f *scene.Floor) {
	fl.of, fl.patches = f, fl.patches[:0]
	fl.min, fl.max = f.Min, f.Max
	fl.fade = max(8, .35*max(f.Max[0]-f.Min[0], f.Max[1]-f.Min[1]))
	for _, z := range f.Zones {
		fl.patches = append(fl.patches, patch{centre: mgl32.Vec2{(z.Min[0] + z.Max[0]) / 2, (z.Min[1] + z.Max[1]) / 2},
			u: mgl32.Vec2{1, 0}, hu: (z.Max[0] - z.Min[0]) / 2, hv: (z.Max[1] - z.Min[1]) / 2,
			color: lanesOf(uint32(z.Color) & 0xffffff), strength: unit(z.Strength) * 256})
	}
	for _, l := range f.Lines {
		x, y := l.To[0]-l.From[0], l.To[1]-l.From[1]
		long := sqrt(float32(x*x) + float32(y*y))
		if !(long > 0) {
			continue
		}
		fl.patches = append(fl.patches, patch{centre: mgl32.Vec2{(l.From[0] + l.To[0]) / 2, (l.From[1] + l.To[1]) / 2},
			u: mgl32.Vec2{x / long, y / long}, hu: long / 2, hv: l.Width / 2, dash: l.Dash,
			color: lanesOf(uint32(l.Color) & 0xffffff), strength: 256})
	}
	fl.painted = len(fl.patches)
}

// shadow adds the shadow of what moves: of its box, thrown by the sun.
func (fl *floor) shadow(d *scene.Draw, facts *meshFacts) {
	const reach = 3 // m above the floor from which nothing throws one
	u := mgl32.Vec2{d.Pose[0], d.Pose[1]}
	long := sqrt(float32(u[0]*u[0]) + float32(u[1]*u[1]))
	if !(long > 1e-6) {
		u, long = mgl32.Vec2{1, 0}, 1
	}
	u[0], u[1] = u[0]/long, u[1]/long
	c := apply(&d.Pose, facts.centre)
	inf := float32(math.Inf(1))
	lo, hi, bottom := mgl32.Vec2{inf, inf}, mgl32.Vec2{-inf, -inf}, inf
	for i := range 8 {
		p := turn(&d.Pose, facts.corner(i))
		z := max(p[2]+c[2], 0)
		x, y := p[0]+c[0]+float32(slope[0]*z), p[1]+c[1]+float32(slope[1]*z)
		a := float32(x*u[0]) + float32(y*u[1])
		b := float32(y*u[0]) - float32(x*u[1])
		lo[0], hi[0] = min(lo[0], a), max(hi[0], a)
		lo[1], hi[1] = min(lo[1], b), max(hi[1], b)
		bottom = min(bottom, z)
	}
	if !finite(lo[0], lo[1], hi[0], hi[1]) || bottom > reach {
		return
	}
	a, b := (lo[0]+hi[0])/2, (lo[1]+hi[1])/2
	fl.patches = append(fl.patches, patch{
		centre: mgl32.Vec2{float32(a*u[0]) - float32(b*u[1]), float32(a*u[1]) + float32(b*u[0])},
		u:      u, hu: (hi[0] - lo[0]) / 2, hv: (hi[1] - lo[1]) / 2, soft: .3 + float32(bottom*.3),
		color: shadowLanes, strength: (1 - bottom/reach) * (.36 * 256)})
}

// place finds the rows of the picture that a patch may be seen in.
func (fl *floor) place(v *view, p *patch) {
	p.y0, p.y1 = 0, 0
	if v.eye[2] < .01 || !finite(p.centre[0], p.centre[1], p.hu, p.hv) {
		return
	}
	x, y := p.centre[0]-v.eye[0], p.centre[1]-v.eye[1]
	middle := float32(x*fl.ahead[0]) + float32(y*fl.ahead[1])
	along := abs(float32(p.u[0]*fl.ahead[0]) + float32(p.u[1]*fl.ahead[1]))
	across := abs(float32(p.u[0]*fl.ahead[1]) - float32(p.u[1]*fl.ahead[0]))
	half := float32((p.hu+p.soft)*along) + float32((p.hv+float32(abs(p.taper)*p.hu)+p.soft)*across)
	if p.glow {
		half = p.hu
	}
	top, ok := v.rowOf(middle + half)
	if !ok {
		return
	}
	p.y0 = int32(min(max(top-2, 0), float32(v.h)))
	p.y1 = int32(v.h)
	if bottom, ok := v.rowOf(middle - half); ok {
		p.y1 = int32(min(max(bottom+3, 0), float32(v.h)))
	}
}

// rowOf is the row in which floor is seen that lies so far ahead of the eye; ok is false
// where it lies behind.
func (v *view) rowOf(ahead float32) (y float32, ok bool) {
	cos, sin := v.up[2], -v.at[2]
	d := float32(v.eye[2]*sin) + float32(ahead*cos)
	if !(d > 1e-4) {
		return 0, false
	}
	up := (float32(ahead*sin) - float32(v.eye[2]*cos)) / d
	return v.cy - float32(up*v.lens), true
}

// paintRow paints the ground as a row of the picture sees it, where seen says that
// nothing stands before it, into w.ground.
func (s *Soft) paintRow(w *worker, r *row, y int, seen []uint32) {
	fl := &s.floor
	g := w.ground
	if r.fog >= 256 {
		for x := range g {
			g[x] = r.back
		}
		return
	}
	from, to := s.inHall(r)
	for x := range g {
		g[x] = groundLanes
	}
	painted := w.patches // those that are left to be drawn
	for len(painted) > 0 && int(painted[0]) < fl.painted {
		fl.patches[painted[0]].draw(r, y, g)
		painted = painted[1:]
	}
	if n := len(painted); n > 0 && int(painted[0]) < fl.banded {
		painted = s.bandRow(w, r, y, g, painted)
	}
	s.grid(r, g, from, to)
	s.still.light.draw(r, g, seen)
	for _, k := range painted {
		fl.patches[k].draw(r, y, g)
	}
	fl.beyond(r, g[:from], 0)
	fl.beyond(r, g[to:], to)
}

// inHall is from which pixel to before which one a row sees the hall's floor.
func (s *Soft) inHall(r *row) (from, to int) {
	fl := &s.floor
	n := s.view.w
	from, to = within(r.origin[0], r.step[0], fl.min[0], fl.max[0], 0, n)
	return within(r.origin[1], r.step[1], fl.min[1], fl.max[1], from, to)
}

// within narrows from and to to the pixels x with lo < at + x*step < hi.
func within(at, step, lo, hi float32, from, to int) (int, int) {
	if abs(step) < 1e-9 {
		if at > lo && at < hi {
			return from, to
		}
		return from, from
	}
	a, b := (lo-at)/step, (hi-at)/step
	if a > b {
		a, b = b, a
	}
	if !(b > float32(from) && a < float32(to)) {
		return from, from
	}
	if a > float32(from) {
		from = int(a) + 1
	}
	if b < float32(to) {
		to = int(b) + 1
	}
	return from, max(to, from)
}

// beyond lets the ground fade into the background outside the hall.
func (fl *floor) beyond(r *row, g []lanes, first int) {
	for i := range g {
		k := float32(first + i)
		x, y := r.origin[0]+float32(k*r.step[0]), r.origin[1]+float32(k*r.step[1])
		dx, dy := max(fl.min[0]-x, x-fl.max[0], 0), max(fl.min[1]-y, y-fl.max[1], 0)
		if d := float32(dx*dx) + float32(dy*dy); d < fl.fade*fl.fade {
			g[i] = mix(g[i], r.back, alpha(sqrt(d)/fl.fade))
		} else {
			g[i] = r.back
		}
	}
}

// grid draws the lines of 1 m and of 5 m.
func (s *Soft) grid(r *row, g []lanes, from, to int) {
	if from >= to {
		return
	}
	for axis := range 2 {
		foot := abs(r.step[axis]) + abs(r.forth[axis])
		if k := unit((.14-r.foot)/.09) * unit((.3-foot)/.15); k > 0 {
			r.lines(g[:to], from, axis, 1, .022, k*.20*256, 5)
		}
		if k := unit((.8-r.foot)/.55) * unit((1.6-foot)/.8); k > 0 {
			r.lines(g[:to], from, axis, 5, .045, k*.36*256, 0)
		}
	}
}

// lines draws those lines of a grid where the coordinate of the axis is a multiple of
// every, but not one of not.
func (r *row) lines(g []lanes, from, axis int, every, width, strength float32, not int) {
	at, step := r.origin[axis], r.step[axis]
	a := at + float32(float32(from)*step)
	b := at + float32(float32(len(g)-1)*step)
	foot := abs(step) + abs(r.forth[axis])
	reach := (width + foot) / 2
	for k := floor32((min(a, b)-reach)/every) + 1; float32(k)*every < max(a, b)+reach; k++ {
		if not != 0 && k%not == 0 {
			continue
		}
		stripe(g, from, at-float32(float32(k)*every), step, reach, strength/foot, min(1, width/foot)*strength)
	}
}

// stripe draws a line of the grid, which falls from the most by slope to nothing at
// reach from its middle.
func stripe(g []lanes, from int, at, step, reach, slope, most float32) {
	x0, x1 := within(at, step, -reach, reach, from, len(g))
	for x := x0; x < x1; x++ {
		d := abs(at + float32(float32(x)*step))
		if a := min(float32((reach-d)*slope), most); a > 0 {
			g[x] = mix(g[x], gridLanes, uint64(a))
		}
	}
}

// draw draws a patch into a row.
func (p *patch) draw(r *row, y int, g []lanes) {
	if y < int(p.y0) || y >= int(p.y1) {
		return
	}
	x, z := r.origin[0]-p.centre[0], r.origin[1]-p.centre[1]
	u, du := float32(x*p.u[0])+float32(z*p.u[1]), float32(r.step[0]*p.u[0])+float32(r.step[1]*p.u[1])
	v, dv := float32(z*p.u[0])-float32(x*p.u[1]), float32(r.step[1]*p.u[0])-float32(r.step[0]*p.u[1])
	if p.glow {
		p.drawGlow(g, u, du, v, dv)
		return
	}
	fu := abs(du) + abs(float32(r.forth[0]*p.u[0])+float32(r.forth[1]*p.u[1])) + p.soft
	fv := abs(dv) + abs(float32(r.forth[1]*p.u[0])-float32(r.forth[0]*p.u[1])) + p.soft
	ru, rv := p.hu+fu/2, p.hv+fv/2
	x0, x1 := within(u, du, -ru, ru, 0, len(g))
	x0, x1 = within(v, dv, -rv, rv, x0, x1)
	// How much of a pixel the patch covers at most, along each axis, and how that falls.
	mu, mv := min(1, 2*p.hu/fu), min(1, 2*p.hv/fv)
	iu, iv := 1/fu, 1/fv
	c0, c1 := x1, x1
	if p.dash == 0 && mu == 1 && mv == 1 {
		// Between its soft edges it is the same everywhere.
		c0, c1 = within(u, du, fu-ru, ru-fu, x0, x1)
		c0, c1 = within(v, dv, fv-rv, rv-fv, c0, c1)
		a := uint64(p.strength)
		for x := c0; x < c1; x++ {
			g[x] = mix(g[x], p.color, a)
		}
	}
	for x := x0; x < x1; x++ {
		if x == c0 && c1 > c0 {
			x = c1 - 1
			continue
		}
		a, b := u+float32(float32(x)*du), v+float32(float32(x)*dv)
		cover := min(float32((ru-abs(a))*iu), mu) * min(float32((rv-abs(b))*iv), mv)
		if p.dash > 0 {
			cover *= dashed(a+p.hu, p.dash, fu)
		}
		if cover > 0 {
			g[x] = mix(g[x], p.color, uint64(cover*p.strength))
		}
	}
}

// dashed is how much paint a pixel of the size sees at a distance along a dashed line.
func dashed(at, dash, size float32) float32 {
	if size > dash {
		return .5
	}
	at -= float32(2 * dash * float32(floor32(at/(2*dash))))
	d := dash/2 - abs(at-dash/2)
	if at > 1.5*dash {
		d = at - 2*dash
	}
	return unit(d/size + .5)
}

func (p *patch) drawGlow(g []lanes, u, du, v, dv float32) {
	x0, x1 := within(u, du, -p.hu, p.hu, 0, len(g))
	x0, x1 = within(v, dv, -p.hu, p.hu, x0, x1)
	scale := 1 / max(p.hu*p.hu, 1e-9)
	for x := x0; x < x1; x++ {
		a, b := u+float32(float32(x)*du), v+float32(float32(x)*dv)
		if k := 1 - (float32(a*a)+float32(b*b))*scale; k > 0 {
			g[x] = mix(g[x], p.color, uint64(k*k*p.strength))
		}
	}
}
