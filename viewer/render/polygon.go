package render

import (
	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

const (
	subPixel  = 256   // steps of a pixel in which corners are placed
	guard     = 16000 // pixels from the middle within which corners may lie
	partShift = 25
	partMask  = 1<<partShift - 1
	maxCorner = 10   // of a face clipped by five planes
	minHeight = 1e-4 // of the eye over a face that is seen, m
)

// point is a point as the camera sees it.
type point struct {
	at   mgl32.Vec3 // m to the right, up, and away
	x, y int32      // 1/subPixel
	near float32    // 1/depth
	out  bool       // must be clipped
}

// polygon is a face on the picture. 1/depth at a pixel is a*x + b*y + c.
type polygon struct {
	a, b, c  float32
	lo, hi   float32 // of 1/depth at its corners
	first    int32   // of its corners in the part
	corners  uint8
	broad    uint8 // how strong a line at it may be, see broadOf
	steep    bool
	y0, y1   int16 // rows, the last one not included
	code, id uint32
}

// paint is a polygon's colours; they lie apart, for colouring needs nothing else.
type paint struct {
	lit, dim, code uint32
	bias           float32 // see biasOf
}

// part is what is seen of some of the bodies.
type part struct {
	polygons []polygon
	paints   []paint // of each
	corners  [][2]int32
	bands    [][]uint32 // by band, which polygons are in it
}

func (p *part) reset(bands int) {
	p.polygons, p.paints, p.corners = p.polygons[:0], p.paints[:0], p.corners[:0]
	if cap(p.bands) < bands {
		p.bands = append(p.bands[:cap(p.bands)], make([][]uint32, bands-cap(p.bands))...)
	}
	p.bands = p.bands[:bands]
	for i := range p.bands {
		p.bands[i] = p.bands[i][:0]
	}
}

// polygon is what a number in Soft.seen stands for; nil: nothing.
func (s *Soft) polygon(seen uint32) *polygon {
	if seen == 0 {
		return nil
	}
	seen--
	return &s.parts[seen>>partShift].polygons[seen&partMask]
}

// paint is the colours of what a number other than 0 in Soft.seen stands for.
func (s *Soft) paint(seen uint32) *paint {
	seen--
	return &s.parts[seen>>partShift].paints[seen&partMask]
}

// project finds the polygons of one part of the bodies.
func (s *Soft) project(w *worker, k int) {
	f := s.frame
	still, all := len(f.Static), len(f.Static)+len(f.Moving)
	to := (k + 1) * all / parts
	for i := k * all / parts; i < to; i++ {
		if i < still {
			if f.Static[i].Away {
				continue
			}
			s.projectStill(w, k, &s.still.bodies[i])
		} else {
			s.projectMoving(w, k, &f.Moving[i-still])
		}
	}
}

func (s *Soft) projectStill(w *worker, k int, b *body) {
	size, inside := s.view.where(b.centre, b.radius)
	if size < float32(skipBelow*float32(s.scale)) {
		return
	}
	points, faces := s.still.parts(b, size < boxBelow*float32(s.scale))
	s.parts[k].emit(w, &s.view, points, faces, b.id, inside)
}

func (s *Soft) projectMoving(w *worker, k int, d *scene.Draw) {
	if inside, seen := s.ready(w, d); seen {
		s.parts[k].emit(w, &s.view, w.body.points, w.body.faces, d.ID, inside)
	}
}

// ready makes the body of a draw, or its box where it is small; seen is false when nothing
// of it can be seen, and inside tells that all of it is before the camera.
func (s *Soft) ready(w *worker, d *scene.Draw) (inside, seen bool) {
	facts := s.meshes[d.Mesh]
	if !facts.sound {
		return false, false
	}
	size, inside := s.view.where(facts.ball(&d.Pose))
	if size < float32(skipBelow*float32(s.scale)) {
		return false, false
	}
	b := &w.body
	b.points, b.faces = b.points[:0], b.faces[:0]
	if size < boxBelow*float32(s.scale) {
		b.addBox(d, &facts)
	} else {
		b.add(d)
	}
	return inside, true
}

// emit adds what is seen of a body.
func (p *part) emit(w *worker, v *view, points []mgl32.Vec3, faces []face, id uint32, inside bool) {
	w.points = sized(w.points, len(points))
	at := w.points
	for i := range points {
		d := sub(points[i], v.eye)
		at[i].project(v, dot(d, v.right), dot(d, v.up), dot(d, v.at))
	}
	for i := range faces {
		f := &faces[i]
		height := dot(f.normal, v.eye) - f.offset
		if !(height > minHeight) {
			continue
		}
		a, b, c, d := &at[f.corner[0]], &at[f.corner[1]], &at[f.corner[2]], &at[f.corner[3]]
		first := len(p.corners)
		if !inside && (a.out || b.out || c.out || d.out) {
			if !p.clip(v, [4]mgl32.Vec3{a.at, b.at, c.at, d.at}) {
				p.corners = p.corners[:first]
				continue
			}
			p.add(v, f, height, first, 1/scene.Near, 0, id)
			continue
		}
		p.corners = append(p.corners, [2]int32{a.x, a.y}, [2]int32{b.x, b.y}, [2]int32{c.x, c.y})
		if f.corner[2] != f.corner[3] {
			p.corners = append(p.corners, [2]int32{d.x, d.y})
		}
		hi, lo := max(a.near, b.near, c.near, d.near), min(a.near, b.near, c.near, d.near)
		p.add(v, f, height, first, hi, lo, id)
	}
}

// project places what the camera sees at x, y, z.
func (p *point) project(v *view, x, y, z float32) {
	p.at = mgl32.Vec3{x, y, z}
	p.out = true
	if !(z >= scene.Near) {
		return
	}
	p.near = 1 / z
	scale := float32(v.lens * p.near)
	x, y = float32(x*scale), -float32(y*scale)
	if abs(x) < guard && abs(y) < guard {
		p.out, p.x, p.y = false, snap(x+v.cx), snap(y+v.cy)
	}
}

func snap(x float32) int32 {
	// Adding first makes the number positive, so that cutting rounds down.
	return int32(float32(x*subPixel)+(.5+guard*2*subPixel)) - guard*2*subPixel
}

// clip adds the corners of what is left of a face in front of the near plane and within
// reach of the picture; ok is false where nothing is.
func (p *part) clip(v *view, face [4]mgl32.Vec3) (ok bool) {
	var buffers [2][maxCorner]mgl32.Vec3
	from, n := &buffers[0], 4
	copy(from[:], face[:])
	into := &buffers[1]
	for plane := range 5 {
		k := 0
		for i := range n {
			a, b := from[i], from[(i+1)%n]
			da, db := v.beyond(plane, a), v.beyond(plane, b)
			if da >= 0 {
				into[k] = a
				k++
			}
			if (da >= 0) != (db >= 0) {
				t := da / (da - db)
				for c := range 3 {
					into[k][c] = a[c] + float32(t*(b[c]-a[c]))
				}
				k++
			}
		}
		if k < 3 {
			return false
		}
		from, into, n = into, from, k
	}
	for _, q := range from[:n] {
		z := max(q[2], scene.Near)
		x, y := float32(q[0]*(v.lens/z)), -float32(q[1]*(v.lens/z))
		if !(abs(x) < 2*guard && abs(y) < 2*guard) {
			return false
		}
		p.corners = append(p.corners, [2]int32{snap(x + v.cx), snap(y + v.cy)})
	}
	return true
}

// beyond is how far inside a clipping plane a point lies, below 0 outside.
func (v *view) beyond(plane int, p mgl32.Vec3) float32 {
	const g = guard - 10
	switch plane {
	case 0:
		return p[2] - scene.Near
	case 1:
		return float32(g*p[2]) + float32(v.lens*p[0])
	case 2:
		return float32(g*p[2]) - float32(v.lens*p[0])
	case 3:
		return float32(g*p[2]) + float32(v.lens*p[1])
	default:
		return float32(g*p[2]) - float32(v.lens*p[1])
	}
}

// add adds the polygon whose corners were added from first on, if it has a pixel.
func (p *part) add(v *view, f *face, height float32, first int, hi, lo float32, id uint32) {
	corners := p.corners[first:]
	x0, y0 := corners[0][0], corners[0][1]
	x1, y1 := x0, y0
	for _, c := range corners[1:] {
		x0, x1 = min(x0, c[0]), max(x1, c[0])
		y0, y1 = min(y0, c[1]), max(y1, c[1])
	}
	// The pixels whose middle lies between.
	x0, x1 = max((x0+subPixel/2-1)>>8, 0), min((x1+subPixel/2-1)>>8, int32(v.w))
	y0, y1 = max((y0+subPixel/2-1)>>8, 0), min((y1+subPixel/2-1)>>8, int32(v.h))
	if x0 >= x1 || y0 >= y1 || len(p.polygons) >= partMask {
		p.corners = p.corners[:first]
		return
	}
	g := polygon{first: int32(first), corners: uint8(len(corners)), y0: int16(y0), y1: int16(y1), lo: lo, hi: hi,
		code: f.code, id: id}
	if hi > v.lined {
		g.broad = broadOf(corners)
	}
	// Of the plane n.p = -height before the camera, 1/depth along the ray
	// ((x-cx)/lens, (cy-y)/lens, 1) is affine in x and y.
	scale := -1 / height
	g.a = dot(f.normal, v.right) * scale / v.lens
	g.b = -dot(f.normal, v.up) * scale / v.lens
	g.c = float32(dot(f.normal, v.at)*scale) - float32(g.a*(v.cx-.5)) - float32(g.b*(v.cy-.5))
	g.steep = lo == 0 || !(abs(g.a)+abs(g.b) < float32(lo*.02))
	k := uint32(len(p.polygons))
	p.polygons = append(p.polygons, g)
	p.paints = append(p.paints, paint{f.lit, f.dim, f.code, f.bias})
	if len(p.bands) == 0 {
		return // nobody asks for rows
	}
	for band := y0 / bandRows; band <= (y1-1)/bandRows; band++ {
		p.bands[band] = append(p.bands[band], k)
	}
}

// thinLine is the width of a face, in pixels, up to which no lines are drawn at it, and
// broadLine that from which on they are as strong as elsewhere; between them there are
// BroadMost steps.
const (
	thinLine  = 1.2
	broadLine = 4.5
	BroadMost = 3 // steps
)

// broadOf is how strong a line at a polygon may be for its width, of BroadMost: along a
// trim as thin as the line itself it would come and go from pixel to pixel, as dots.
func broadOf(corners [][2]int32) uint8 {
	var area, side float32
	o, last := corners[0], corners[len(corners)-1]
	for _, c := range corners {
		dx, dy := float32(c[0]-last[0]), float32(c[1]-last[1])
		area += float32(dx*float32(c[1]-o[1])) - float32(dy*float32(c[0]-o[0]))
		side = max(side, float32(dx*dx)+float32(dy*dy))
		last = c
	}
	wide := abs(area) / (2 * subPixel * sqrt(max(side, 1))) // pixels
	return uint8(unit((wide-thinLine)*(1./(broadLine-thinLine)))*BroadMost + .5)
}
