package ui

import (
	"image"
	"image/draw"
	"math"

	ximage "golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// Raster is a Painter onto an image in memory. It needs no display and gives the same
// pixels on every machine.
type Raster struct {
	dst    *image.RGBA
	origin Point   // of the screen, at the image's top left
	scale  float32 // pixels per point
	clip   image.Rectangle
	vec    vector.Rasterizer
	mask   image.Alpha
	lo     Point // of the path that is being made, pixels of dst
	h      float32
	glyphs *glyphs
}

// NewRaster paints on dst, whose top left pixel is the point origin of the screen, at
// scale pixels a point.
func NewRaster(dst *image.RGBA, origin Point, scale float32) *Raster {
	return &Raster{dst: dst, origin: origin, scale: scale, clip: dst.Rect, glyphs: newGlyphs()}
}

// pixels is the rectangle in pixels of dst, edges between pixels.
func (r *Raster) pixels(q Rect) image.Rectangle {
	x, y := (q.X-r.origin.X)*r.scale, (q.Y-r.origin.Y)*r.scale
	out := image.Rect(round(x), round(y), round(x+q.W*r.scale), round(y+q.H*r.scale))
	// What has a size is seen, be the scale ever so small.
	if q.W > 0 && out.Dx() == 0 {
		out.Max.X++
	}
	if q.H > 0 && out.Dy() == 0 {
		out.Max.Y++
	}
	return out
}

func round(x float32) int { return int(math.Floor(float64(x) + .5)) }

// Clip is part of Painter.
func (r *Raster) Clip(q Rect) { r.clip = r.pixels(q).Intersect(r.dst.Rect) }

// Fill is part of Painter.
func (r *Raster) Fill(q Rect, radius float32, c Color) {
	r.ring(r.pixels(q), radius*r.scale, 0, c)
}

// Stroke is part of Painter.
func (r *Raster) Stroke(q Rect, radius, width float32, c Color) {
	r.ring(r.pixels(q), radius*r.scale, max(width*r.scale, 1), c)
}

// ring fills a round rectangle or, with a width, its edge. How much of a pixel is
// covered is told by its distance from the edge.
func (r *Raster) ring(q image.Rectangle, radius, width float32, c Color) {
	area := q.Intersect(r.clip)
	radius = min(radius, float32(q.Dx())/2, float32(q.Dy())/2)
	cx, cy := float32(q.Min.X+q.Max.X)/2, float32(q.Min.Y+q.Max.Y)/2
	hx, hy := float32(q.Dx())/2-radius, float32(q.Dy())/2-radius
	border := int(max(radius, width)) + 1
	for y := area.Min.Y; y < area.Max.Y; y++ {
		inner := y >= q.Min.Y+border && y < q.Max.Y-border
		for x := area.Min.X; x < area.Max.X; x++ {
			if x >= q.Min.X+border && x < q.Max.X-border && (inner || width == 0) {
				to := min(q.Max.X-border, area.Max.X)
				if width == 0 {
					r.span(x, to, y, c)
				}
				x = to - 1
				continue
			}
			dx, dy := abs(float32(x)+.5-cx)-hx, abs(float32(y)+.5-cy)-hy
			d := min(max(dx, dy), 0) + float32(math.Hypot(float64(max(dx, 0)), float64(max(dy, 0)))) - radius
			cover := min(max(.5-d, 0), 1)
			if width > 0 {
				cover -= min(max(.5-d-width, 0), 1)
			}
			r.blend(x, y, c, uint32(cover*255+.5))
		}
	}
}

func abs(x float32) float32 { return max(x, -x) }

// span paints pixels of one row, from x to before x2.
func (r *Raster) span(x, x2, y int, c Color) {
	for ; x < x2; x++ {
		r.blend(x, y, c, 255)
	}
}

// blend lays the colour over a pixel, covering a share of it.
func (r *Raster) blend(x, y int, c Color, cover uint32) {
	a := uint32(c.A) * cover / 255
	if a == 0 {
		return
	}
	i := r.dst.PixOffset(x, y)
	p := r.dst.Pix[i : i+4 : i+4]
	under := 255 - a
	p[0] = uint8((uint32(c.R)*a + uint32(p[0])*under + 127) / 255)
	p[1] = uint8((uint32(c.G)*a + uint32(p[1])*under + 127) / 255)
	p[2] = uint8((uint32(c.B)*a + uint32(p[2])*under + 127) / 255)
	p[3] = uint8((255*a + uint32(p[3])*under + 127) / 255)
}

// begin starts a path whose points lie in the box, points; false when none of it can
// be seen.
func (r *Raster) begin(pts []Point, margin float32) bool {
	minX, minY, maxX, maxY := float32(math.Inf(1)), float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.Inf(-1))
	for _, p := range pts {
		x, y := (p.X-r.origin.X)*r.scale, (p.Y-r.origin.Y)*r.scale
		minX, maxX, minY, maxY = min(minX, x), max(maxX, x), min(minY, y), max(maxY, y)
	}
	if w, h := maxX-minX, maxY-minY; w-w != 0 || h-h != 0 {
		return false // a point that is nowhere
	}
	far := func(x float32) int { return int(min(max(x, -1e6), 1e6)) }
	box := image.Rect(far(minX-margin)-1, far(minY-margin)-1, far(maxX+margin)+2, far(maxY+margin)+2).Intersect(r.clip)
	if box.Empty() {
		return false
	}
	r.vec.Reset(box.Dx(), box.Dy())
	r.lo, r.h = Point{float32(box.Min.X), float32(box.Min.Y)}, float32(box.Dy())
	r.mask.Rect, r.mask.Stride = box, box.Dx()
	if n := box.Dx() * box.Dy(); cap(r.mask.Pix) < n {
		r.mask.Pix = make([]uint8, n)
	} else {
		r.mask.Pix = r.mask.Pix[:n]
	}
	return true
}

func (r *Raster) device(p Point) Point {
	return Point{(p.X-r.origin.X)*r.scale - r.lo.X, (p.Y-r.origin.Y)*r.scale - r.lo.Y}
}

// edge adds a side of an outline to the path; parts above and below the box are
// drawn along its border, where they cover nothing.
func (r *Raster) edge(a, b Point) {
	cut := func(y float32) Point { return Point{a.X + (b.X-a.X)*(y-a.Y)/(b.Y-a.Y), y} }
	in := func(p Point) Point { p.Y = min(max(p.Y, 0), r.h); return p }
	first, second := float32(0), r.h
	if a.Y > b.Y {
		first, second = second, first
	}
	for _, y := range [2]float32{first, second} {
		if (a.Y-y)*(b.Y-y) < 0 {
			q := cut(y)
			r.vec.LineTo(q.X, q.Y)
		}
	}
	r.vec.LineTo(in(b).X, in(b).Y)
}

func (r *Raster) outline(pts ...Point) {
	in := pts[0]
	in.Y = min(max(in.Y, 0), r.h)
	r.vec.MoveTo(in.X, in.Y)
	for i := 1; i < len(pts); i++ {
		r.edge(pts[i-1], pts[i])
	}
	r.edge(pts[len(pts)-1], pts[0])
}

// end fills the path.
func (r *Raster) end(c Color) {
	r.vec.DrawOp = draw.Src
	r.vec.Draw(&r.mask, r.mask.Rect, image.Opaque, image.Point{})
	i := 0
	for y := r.mask.Rect.Min.Y; y < r.mask.Rect.Max.Y; y++ {
		for x := r.mask.Rect.Min.X; x < r.mask.Rect.Max.X; x++ {
			if m := r.mask.Pix[i]; m > 0 {
				r.blend(x, y, c, uint32(m))
			}
			i++
		}
	}
}

// Polygon is part of Painter.
func (r *Raster) Polygon(pts []Point, c Color) {
	if len(pts) < 3 || !r.begin(pts, 0) {
		return
	}
	first := r.device(pts[0])
	r.vec.MoveTo(first.X, min(max(first.Y, 0), r.h))
	last := first
	for _, q := range pts[1:] {
		d := r.device(q)
		r.edge(last, d)
		last = d
	}
	r.edge(last, first)
	r.end(c)
}

// Ribbon is part of Painter.
func (r *Raster) Ribbon(top, bottom []Point, c Color) {
	n := min(len(top), len(bottom))
	if n < 2 {
		return
	}
	if !r.begin(append(append(make([]Point, 0, 2*n), top[:n]...), bottom[:n]...), 0) {
		return
	}
	first := r.device(top[0])
	r.vec.MoveTo(first.X, min(max(first.Y, 0), r.h))
	last := first
	step := func(q Point) {
		d := r.device(q)
		r.edge(last, d)
		last = d
	}
	for _, q := range top[1:n] {
		step(q)
	}
	for i := n - 1; i >= 0; i-- {
		step(bottom[i])
	}
	r.edge(last, first)
	r.end(c)
}

// Polyline is part of Painter.
func (r *Raster) Polyline(pts []Point, width float32, c Color) {
	w := max(width*r.scale, 1) / 2
	if len(pts) < 2 || !r.begin(pts, w) {
		return
	}
	for i := 1; i < len(pts); i++ {
		a, b := r.device(pts[i-1]), r.device(pts[i])
		dx, dy := b.X-a.X, b.Y-a.Y
		l := float32(math.Hypot(float64(dx), float64(dy)))
		if l < 1e-4 {
			continue
		}
		nx, ny := -dy/l*w, dx/l*w
		r.outline(Point{a.X + nx, a.Y + ny}, Point{a.X - nx, a.Y - ny}, Point{b.X - nx, b.Y - ny}, Point{b.X + nx, b.Y + ny})
		if i > 1 { // a round joint, its outline the same way round
			const n = 8
			var o [n]Point
			for k := range o {
				s, co := math.Sincos(2 * math.Pi * float64(k) / n)
				o[k] = Point{a.X + w*float32(co), a.Y + w*float32(s)}
			}
			r.outline(o[:]...)
		}
	}
	r.end(c)
}

// Text is part of Painter.
func (r *Raster) Text(s string, x, y, size float32, c Color) {
	f := typeface()
	px := (x - r.origin.X) * r.scale
	base := round((y - r.origin.Y) * r.scale)
	size *= r.scale
	for _, ch := range s {
		quarter := round(px * 4)
		g := r.glyphs.get(ch, size, quarter&3)
		r.stamp(g, quarter>>2, base, c)
		px += f.width(ch) * size
	}
}

func (r *Raster) stamp(g *glyph, x, y int, c Color) {
	box := image.Rect(0, 0, g.w, g.h).Add(image.Pt(x+g.x, y+g.y))
	area := box.Intersect(r.clip)
	for py := area.Min.Y; py < area.Max.Y; py++ {
		row := g.mask[(py-box.Min.Y)*g.w:]
		for px := area.Min.X; px < area.Max.X; px++ {
			if m := row[px-box.Min.X]; m > 0 {
				r.blend(px, py, c, uint32(m))
			}
		}
	}
}

// Image is part of Painter.
func (r *Raster) Image(img image.Image, q Rect) {
	dst := r.dst.SubImage(r.clip).(*image.RGBA)
	ximage.ApproxBiLinear.Scale(dst, r.pixels(q), img, img.Bounds(), draw.Over, nil)
}
