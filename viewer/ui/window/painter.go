package window

import (
	"bytes"
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"

	"github.com/taktsim/takt/assets/font"
	"github.com/taktsim/takt/viewer/ui"
)

// painter is a ui.Painter on an image of Ebitengine. Shapes are triangles whose alpha
// ends within a pixel at their edges: no shader, no second image, and all shapes
// between two texts are one call.
type painter struct {
	whole, dst *ebiten.Image
	left, top  float32 // pixels of the screen at the image's corner
	scale      float32
	white      *ebiten.Image
	vertices   []ebiten.Vertex
	indices    []uint32
	source     *text.GoTextFaceSource
	faces      map[float32]*text.GoTextFace
	images     map[image.Image]*ebiten.Image
	loops      [4][]point // scratch
	pts        []point
}

type point struct{ x, y float32 }

func newPainter() *painter {
	// A border, so that nothing from beside the pixel is drawn.
	white := ebiten.NewImage(3, 3)
	white.Fill(color.White)
	source, err := text.NewGoTextFaceSource(bytes.NewReader(font.Regular()))
	if err != nil {
		panic(err) // the font is part of the program, and tested
	}
	return &painter{
		white: white.SubImage(image.Rect(1, 1, 2, 2)).(*ebiten.Image), source: source,
		faces: map[float32]*text.GoTextFace{}, images: map[image.Image]*ebiten.Image{},
	}
}

func (p *painter) begin(dst *ebiten.Image, left, top, scale float32) {
	p.flush()
	p.whole, p.dst, p.left, p.top, p.scale = dst, dst, left, top, scale
}

// flush draws what has been gathered.
func (p *painter) flush() {
	if len(p.indices) == 0 {
		return
	}
	op := ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha}
	p.dst.DrawTriangles32(p.vertices, p.indices, p.white, &op)
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
}

func (p *painter) device(q ui.Point) point {
	return point{q.X*p.scale - p.left, q.Y*p.scale - p.top}
}

// box is a rectangle in pixels of the image, its edges between pixels.
func (p *painter) box(r ui.Rect) (x, y, x2, y2 float32) {
	a, b := p.device(ui.Point{X: r.X, Y: r.Y}), p.device(ui.Point{X: r.Right(), Y: r.Bottom()})
	x, y, x2, y2 = round(a.x), round(a.y), round(b.x), round(b.y)
	if r.W > 0 && x2 == x {
		x2++
	}
	if r.H > 0 && y2 == y {
		y2++
	}
	return x, y, x2, y2
}

func round(x float32) float32 { return float32(math.Floor(float64(x) + .5)) }

// Clip is part of ui.Painter.
func (p *painter) Clip(r ui.Rect) {
	p.flush()
	x, y, x2, y2 := p.box(r)
	area := image.Rect(int(x), int(y), int(x2), int(y2)).Intersect(p.whole.Bounds())
	if r.Empty() {
		area = image.Rectangle{}
	}
	if area == p.whole.Bounds() {
		p.dst = p.whole
		return
	}
	p.dst = p.whole.SubImage(area).(*ebiten.Image)
}

func (p *painter) vertex(q point, c ui.Color, alpha float32) uint32 {
	a := float32(c.A) / 255 * alpha
	p.vertices = append(p.vertices, ebiten.Vertex{
		DstX: q.x, DstY: q.y, SrcX: 1.5, SrcY: 1.5,
		ColorR: float32(c.R) / 255 * a, ColorG: float32(c.G) / 255 * a, ColorB: float32(c.B) / 255 * a, ColorA: a,
	})
	return uint32(len(p.vertices) - 1)
}

// strip joins two lines of as many points by triangles; closed joins their ends too.
func (p *painter) strip(a, b []point, c ui.Color, alphaA, alphaB float32, closed bool) {
	first := uint32(len(p.vertices))
	for i := range a {
		p.vertex(a[i], c, alphaA)
		p.vertex(b[i], c, alphaB)
	}
	n := uint32(len(a))
	steps := n
	if !closed {
		steps--
	}
	for i := range steps {
		k, l := first+2*i, first+2*((i+1)%n)
		p.indices = append(p.indices, k, k+1, l, k+1, l+1, l)
	}
}

// fan fills a convex loop.
func (p *painter) fan(loop []point, c ui.Color) {
	first := uint32(len(p.vertices))
	for _, q := range loop {
		p.vertex(q, c, 1)
	}
	for i := 2; i < len(loop); i++ {
		p.indices = append(p.indices, first, first+uint32(i-1), first+uint32(i))
	}
}

// rounded is the outline of a rectangle with round corners, grown by d.
func rounded(out []point, x, y, x2, y2, radius, d float32, per int) []point {
	x, y, x2, y2, r := x-d, y-d, x2+d, y2+d, max(radius+d, 0)
	r = min(r, max((x2-x)/2, 0), max((y2-y)/2, 0))
	corner := func(cx, cy float32, quarter int) {
		for k := range per + 1 {
			s, c := math.Sincos(math.Pi / 2 * (float64(quarter) + float64(k)/float64(per)))
			out = append(out, point{cx + r*float32(c), cy + r*float32(s)})
		}
	}
	corner(x2-r, y2-r, 0)
	corner(x+r, y2-r, 1)
	corner(x+r, y+r, 2)
	corner(x2-r, y+r, 3)
	return out
}

func (p *painter) ring(k int, x, y, x2, y2, radius, d float32, per int) []point {
	p.loops[k] = rounded(p.loops[k][:0], x, y, x2, y2, radius, d, per)
	return p.loops[k]
}

func corners(radius float32) int { return min(max(int(radius)+1, 2), 10) }

// Fill is part of ui.Painter.
func (p *painter) Fill(r ui.Rect, radius float32, c ui.Color) {
	if r.Empty() || c.A == 0 {
		return
	}
	x, y, x2, y2 := p.box(r)
	radius *= p.scale
	if radius < .5 {
		p.fan(append(p.pts[:0], point{x, y}, point{x2, y}, point{x2, y2}, point{x, y2}), c)
		return
	}
	n := corners(radius)
	in, out := p.ring(0, x, y, x2, y2, radius, -.5, n), p.ring(1, x, y, x2, y2, radius, .5, n)
	p.fan(in, c)
	p.strip(in, out, c, 1, 0, true)
}

// Stroke is part of ui.Painter.
func (p *painter) Stroke(r ui.Rect, radius, width float32, c ui.Color) {
	if r.Empty() {
		return
	}
	x, y, x2, y2 := p.box(r)
	radius, width = radius*p.scale, max(width*p.scale, 1)
	n := corners(radius)
	a, b := p.ring(0, x, y, x2, y2, radius, .5, n), p.ring(1, x, y, x2, y2, radius, -.5, n)
	d, e := p.ring(2, x, y, x2, y2, radius, -width+.5, n), p.ring(3, x, y, x2, y2, radius, -width-.5, n)
	p.strip(a, b, c, 0, 1, true)
	p.strip(b, d, c, 1, 1, true)
	p.strip(d, e, c, 1, 0, true)
}

// offsets gives, for each point of a line, the direction across it, as long as keeps
// the line equally wide in its bends.
func offsets(pts []point, closed bool, at func(i int, nx, ny float32)) {
	n := len(pts)
	normal := func(a, b point) (x, y float32, ok bool) {
		dx, dy := b.x-a.x, b.y-a.y
		l := float32(math.Hypot(float64(dx), float64(dy)))
		if l < 1e-5 {
			return 0, 0, false
		}
		return -dy / l, dx / l, true
	}
	for i := range pts {
		before, after := i-1, i+1
		if closed {
			before, after = (i+n-1)%n, (i+1)%n
		}
		var x, y, x2, y2 float32
		var ok, ok2 bool
		if before >= 0 {
			x, y, ok = normal(pts[before], pts[i])
		}
		if after < n {
			x2, y2, ok2 = normal(pts[i], pts[after])
		}
		if !ok {
			x, y = x2, y2
		}
		if !ok2 {
			x2, y2 = x, y
		}
		mx, my := x+x2, y+y2
		k := 2 / max(mx*mx+my*my, .5) // of a sharp bend no more than twice
		at(i, mx*k, my*k)
	}
}

// Polyline is part of ui.Painter.
func (p *painter) Polyline(pts []ui.Point, width float32, c ui.Color) {
	if len(pts) < 2 {
		return
	}
	p.pts = p.pts[:0]
	for i, q := range pts {
		d := p.device(q)
		if i == 0 || d != p.pts[len(p.pts)-1] {
			p.pts = append(p.pts, d)
		}
	}
	n := len(p.pts)
	closed := n > 3 && p.pts[0] == p.pts[n-1]
	if closed {
		p.pts = p.pts[:n-1]
	}
	half := max(width*p.scale, 1) / 2
	for k := range p.loops {
		p.loops[k] = p.loops[k][:0]
	}
	offsets(p.pts, closed, func(i int, nx, ny float32) {
		q := p.pts[i]
		for k, d := range [4]float32{half + .5, max(half-.5, 0), -max(half-.5, 0), -half - .5} {
			p.loops[k] = append(p.loops[k], point{q.x + nx*d, q.y + ny*d})
		}
	})
	p.strip(p.loops[0], p.loops[1], c, 0, 1, closed)
	p.strip(p.loops[1], p.loops[2], c, 1, 1, closed)
	p.strip(p.loops[2], p.loops[3], c, 1, 0, closed)
}

// Polygon is part of ui.Painter.
func (p *painter) Polygon(pts []ui.Point, c ui.Color) {
	if len(pts) < 3 {
		return
	}
	p.pts = p.pts[:0]
	var area float32
	for i, q := range pts {
		p.pts = append(p.pts, p.device(q))
		next := pts[(i+1)%len(pts)]
		area += q.X*next.Y - next.X*q.Y
	}
	side := float32(.5)
	if area > 0 {
		side = -.5
	}
	in, out := p.loops[0][:0], p.loops[1][:0]
	offsets(p.pts, true, func(i int, nx, ny float32) {
		q := p.pts[i]
		in = append(in, point{q.x - nx*side, q.y - ny*side})
		out = append(out, point{q.x + nx*side, q.y + ny*side})
	})
	p.loops[0], p.loops[1] = in, out
	p.fan(in, c)
	p.strip(in, out, c, 1, 0, true)
}

// Ribbon is part of ui.Painter.
func (p *painter) Ribbon(top, bottom []ui.Point, c ui.Color) {
	n := min(len(top), len(bottom))
	if n < 2 {
		return
	}
	a, b := p.loops[0][:0], p.loops[1][:0]
	for i := range n {
		a, b = append(a, p.device(top[i])), append(b, p.device(bottom[i]))
	}
	p.loops[0], p.loops[1] = a, b
	p.strip(a, b, c, 1, 1, false)
}

// Text is part of ui.Painter.
func (p *painter) Text(s string, x, y, size float32, c ui.Color) {
	p.flush()
	size *= p.scale
	f := p.faces[size]
	if f == nil {
		f = &text.GoTextFace{Source: p.source, Size: float64(size)}
		// Widgets reckon with the widths of single characters.
		f.SetFeature(text.MustParseTag("kern"), 0)
		p.faces[size] = f
	}
	at := p.device(ui.Point{X: x, Y: y})
	var op text.DrawOptions
	op.GeoM.Translate(float64(at.x), float64(round(at.y))-f.Metrics().HAscent)
	op.ColorScale.ScaleWithColor(color.NRGBA(c))
	text.Draw(p.dst, s, f, &op)
}

// Image is part of ui.Painter.
func (p *painter) Image(img image.Image, r ui.Rect) {
	p.flush()
	e := p.images[img]
	if e == nil {
		e = ebiten.NewImageFromImage(img)
		p.images[img] = e
	}
	x, y, x2, y2 := p.box(r)
	var op ebiten.DrawImageOptions
	op.GeoM.Scale(float64(x2-x)/float64(e.Bounds().Dx()), float64(y2-y)/float64(e.Bounds().Dy()))
	op.GeoM.Translate(float64(x), float64(y))
	op.Filter = ebiten.FilterLinear
	p.dst.DrawImage(e, &op)
}
