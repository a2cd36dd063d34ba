package viewer

import (
	"slices"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/ui"
)

// overlay is the layer of the desk's marks: below the panels, above the picture.
const overlay = -1

// draw paints what the hand holds and where it can take hold.
func (d *desk) draw(c ui.Canvas, scale float32) {
	area := ui.Rect{W: float32(d.size[0]), H: float32(d.size[1])}
	if !d.on || d.a.compared != nil || area.Empty() {
		if d.out {
			c.Drop(overlay)
			d.out = false
		}
		return
	}
	d.out = true
	th := d.a.screen.Theme
	p := ui.NewPen(c.Begin(overlay, area, scale), th, area)
	if n := d.node(); n != nil && n.Index < len(d.a.scene.Sites) {
		if n.Kind.Level {
			d.outline(p, n.Index, th.Focus)
		} else {
			for _, b := range d.a.bodies(n) {
				d.box(p, &b, d.a.scene.Sites[n.Index].Pose, th.Focus, 0)
			}
		}
		if d.hold.what != moving && (d.hold.tool == tool{}) {
			d.drawMarks(p)
		}
	}
	h := &d.hold
	switch {
	case h.what == wiring:
		d.drawWire(p)
	case h.spot.ok:
		d.ghost(p)
	}
	c.Show(overlay, area, scale)
}

// outline draws the edge of a level's area.
func (d *desk) outline(p *ui.Pen, i int, c ui.Color) {
	s := &d.a.scene.Sites[i]
	lo, hi := s.Min.Sub(mgl32.Vec2{.9, .9}), s.Max.Add(mgl32.Vec2{.9, .9})
	d.ring(p, s.Pose, []mgl32.Vec3{{lo[0], lo[1]}, {hi[0], lo[1]}, {hi[0], hi[1]}, {lo[0], hi[1]}}, 2.5, c, 0)
}

// ring draws a closed line through points of a frame, and fills it when it all can be
// seen.
func (d *desk) ring(p *ui.Pen, pose mgl32.Mat4, corners []mgl32.Vec3, width float32, c ui.Color, fill float32) {
	var pts []ui.Point
	for _, q := range corners {
		at, ok := d.point(mgl32.TransformCoordinate(q, pose))
		if !ok {
			return
		}
		pts = append(pts, at)
	}
	if fill > 0 {
		p.Polygon(pts, c.Fade(fill))
	}
	p.Polyline(append(pts, pts[0]), width, c)
}

// box draws the edges of a body where what it is part of would stand.
func (d *desk) box(p *ui.Pen, b *body, pose mgl32.Mat4, c ui.Color, fill float32) {
	at := pose.Mul4(b.pose)
	foot := []mgl32.Vec3{{b.lo[0], b.lo[1], b.lo[2]}, {b.hi[0], b.lo[1], b.lo[2]}, {b.hi[0], b.hi[1], b.lo[2]}, {b.lo[0], b.hi[1], b.lo[2]}}
	d.ring(p, at, foot, 2.2, c, fill)
	if fill == 0 {
		return
	}
	top := slices.Clone(foot)
	for k := range top {
		top[k][2] = b.hi[2]
		lo, ok := d.point(mgl32.TransformCoordinate(foot[k], at))
		hi, ok2 := d.point(mgl32.TransformCoordinate(top[k], at))
		if ok && ok2 {
			p.Polyline([]ui.Point{lo, hi}, 1.2, c.Fade(.8))
		}
	}
	d.ring(p, at, top, 1.5, c, fill*.6)
	// The direction in which it works: from where parts enter to where they leave.
	mid := (b.lo[1] + b.hi[1]) / 2
	d.arrow(p, mgl32.TransformCoordinate(mgl32.Vec3{b.lo[0] + (b.hi[0]-b.lo[0])*.25, mid, 0}, at),
		mgl32.TransformCoordinate(mgl32.Vec3{b.hi[0] - (b.hi[0]-b.lo[0])*.2, mid, 0}, at), c)
}

// ghost draws what is held where it would stand: green where there is room.
func (d *desk) ghost(p *ui.Pen) {
	h := &d.hold
	c := p.Good
	if len(h.spot.inWay) > 0 {
		c = p.Bad
	}
	for i := range h.others {
		if slices.Contains(h.spot.inWay, h.others[i].Path) {
			var corners []mgl32.Vec3
			for _, q := range h.others[i].Corners {
				corners = append(corners, mgl32.Vec3{float32(q[0]), float32(q[1]), .02})
			}
			d.ring(p, mgl32.Ident4(), corners, 2, p.Bad, .3)
		}
	}
	for i := range h.body {
		d.box(p, &h.body[i], h.spot.pose, c, .35)
	}
	if h.parent > 0 && h.what == nothing {
		d.outline(p, h.parent, p.Focus)
	}
}

// drawMarks draws where parts leave what is chosen.
func (d *desk) drawMarks(p *ui.Pen) {
	n := d.node()
	for _, m := range d.marks(n) {
		r := float32(5.5)
		if over := apart(m.at, d.cursor) <= near; over {
			r = 7.5
			if name := m.port; name != "" {
				w := ui.TextWidth(name, p.Small) + 12
				chip := ui.Rect{X: m.at.X + 12, Y: m.at.Y - 10, W: w, H: 20}
				p.Fill(chip, 4, p.Popup)
				p.Label(chip, name, p.Small, ui.Middle, p.Ink)
			}
		}
		p.Disc(m.at, r+2, ui.Color{R: 20, G: 24, B: 30, A: 220})
		p.Disc(m.at, r, p.Amber)
	}
}

// drawWire draws the way that is being made.
func (d *desk) drawWire(p *ui.Pen) {
	h := &d.hold
	from, ok := ui.Point{}, false
	for _, m := range d.marks(d.a.scene.Model.Nodes[h.node]) {
		if m.port == h.port {
			from, ok = m.at, true
		}
	}
	if !ok {
		return
	}
	to, c := d.cursor, p.Amber
	if h.to > 0 {
		n := d.a.scene.Model.Nodes[h.to-1]
		c = p.Good
		if at, ok := d.point(d.a.scene.Port(n, n.In[0], false).Vec3(.05)); ok {
			to = at
		}
		d.box(p, &d.a.bodies(n)[0], d.a.scene.Sites[n.Index].Pose, c, .2)
	}
	p.Polyline([]ui.Point{from, to}, 5, ui.Color{R: 20, G: 24, B: 30, A: 160})
	p.Polyline([]ui.Point{from, to}, 2.5, c)
	p.Disc(from, 5.5, c)
	p.Disc(to, 5.5, c)
}

// arrow draws an arrow on the floor.
func (d *desk) arrow(p *ui.Pen, from, to mgl32.Vec3, c ui.Color) {
	v := to.Sub(from).Mul(.35)
	side := mgl32.Vec3{-v.Y(), v.X(), 0}.Mul(.7)
	a, ok := d.point(from)
	b, ok2 := d.point(to)
	l, ok3 := d.point(to.Sub(v).Add(side))
	r, ok4 := d.point(to.Sub(v).Sub(side))
	if ok && ok2 && ok3 && ok4 {
		p.Polyline([]ui.Point{a, b}, 2, c)
		p.Polyline([]ui.Point{l, b, r}, 2, c)
	}
}
