package render

import (
	"math"
	"sync/atomic"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

const (
	texel      = .1      // side of the lightmap's smallest texels, m
	maxTexels  = 3 << 19 // at most so many: larger halls have larger texels
	lightEdge  = 4       // m beyond the hall that the lightmap reaches
	levels     = 5       // each of half the resolution of the one before
	sunShare   = 118     // of the colour of shadow where no sun comes, of 256
	closeShare = 128     // and where something stands close over the floor
	softSun    = .13     // m by which the edge of a shadow is blurred, to either side
	softClose  = .38
	heightUnit = .02 // m, of lightmap.high
)

// lightmap is what what stands takes of the floor's light. It is made once.
type lightmap struct {
	of     *scene.Floor
	baked  int64 // no other has that number
	min    mgl32.Vec2
	size   float32 // of a texel, m
	per    float32 // texels per m
	w, h   int
	levels [levels]texture
	high   []uint16 // height up to which the ray from the sun to a texel is barred
	sun    []uint8
	close  []uint8

	blurSun, blurClose []uint8
}

// bakes counts lightmaps.
var bakes atomic.Int64

// texture is a picture of one channel.
type texture struct {
	w, h int
	pix  []uint8
}

// bake makes the lightmap of the bodies that stand.
func (l *lightmap) bake(s *Soft, f *scene.Floor) {
	l.of, l.w, l.h = f, 0, 0
	l.baked = bakes.Add(1)
	if f == nil || !(f.Max[0] > f.Min[0] && f.Max[1] > f.Min[1]) || !finite(f.Min[0], f.Min[1], f.Max[0], f.Max[1]) {
		return
	}
	l.min = mgl32.Vec2{f.Min[0] - lightEdge, f.Min[1] - lightEdge}
	x, y := f.Max[0]-f.Min[0]+2*lightEdge, f.Max[1]-f.Min[1]+2*lightEdge
	l.size = max(texel, sqrt(x/maxTexels*y), max(x, y)/maxSide)
	l.per = 1 / l.size
	l.w, l.h = floor32(x/l.size)+1, floor32(y/l.size)+1
	n := l.w * l.h
	l.high, l.sun, l.close = sized(l.high, n), sized(l.sun, n), sized(l.close, n)
	l.blurSun, l.blurClose = sized(l.blurSun, n), sized(l.blurClose, n)
	clear(l.high)
	clear(l.close)
	l.levels[0] = texture{l.w, l.h, sized(l.levels[0].pix, n)}
	tasks := (l.h + lightRows - 1) / lightRows
	s.each(tasks, (*Soft).castRows)
	for range 2 {
		s.each(tasks, (*Soft).softenRows)
		s.each((l.w+lightRows-1)/lightRows, (*Soft).softenColumns)
	}
	s.each(tasks, (*Soft).lightRows)
	for i := 1; i < levels; i++ {
		l.levels[i].halve(&l.levels[i-1])
	}
}

// lightRows is how many rows of the lightmap, or columns, are one task.
const lightRows = 128

// lightRows joins what takes the sun's and the sky's light.
func (s *Soft) lightRows(_ *worker, k int) {
	l := &s.still.light
	a, b := k*lightRows*l.w, min((k+1)*lightRows, l.h)*l.w
	sun, close, pix := l.sun[a:b], l.close[a:b], l.levels[0].pix[a:b]
	for i := range pix {
		light := (255*256 - uint32(sun[i])*sunShare) * (255*256 - uint32(close[i])*closeShare) >> 16
		pix[i] = uint8((255*255 - light) >> 8)
	}
}

// castRows throws the shadows of what stands onto some rows.
func (s *Soft) castRows(_ *worker, k int) {
	l, st := &s.still.light, &s.still
	y0, y1 := k*lightRows, min((k+1)*lightRows, l.h)
	for i := range st.bodies {
		b := &st.bodies[i]
		// A cheap bound: shadows lie beside what throws them by its height.
		reach := b.radius + float32((max(b.centre[2], 0)+b.radius)*2)
		mid := (b.centre[1] - l.min[1])
		if (mid+reach)/l.size < float32(y0) || (mid-reach)/l.size > float32(y1) || b.radius == 0 {
			continue
		}
		points, faces := st.parts(b, false)
		for j := range faces {
			l.cast(points, &faces[j], y0, y1)
		}
	}
	sun := l.sun[y0*l.w : y1*l.w]
	for i, h := range l.high[y0*l.w : y1*l.w] {
		sun[i] = 0
		if h > 0 {
			sun[i] = 255
		}
	}
}

// cast throws the shadow of one face, from the sun and from straight above.
func (l *lightmap) cast(points []mgl32.Vec3, f *face, y0, y1 int) {
	var p [4]mgl32.Vec3
	low, high := float32(math.Inf(1)), float32(0)
	for i, c := range f.corner {
		p[i] = points[c]
		low, high = min(low, p[i][2]), max(high, p[i][2])
	}
	toSun := dot(f.normal, sun)
	if toSun > .02 && high > 0 {
		var at [4]mgl32.Vec2
		for i, q := range p {
			z := max(q[2], 0)
			at[i] = mgl32.Vec2{q[0] + float32(slope[0]*z), q[1] + float32(slope[1]*z)}
		}
		// The face's plane, by where the ray through its point falls.
		per := sun[2] / toSun
		plane := [3]float32{-f.normal[0] * per, -f.normal[1] * per, f.offset * per}
		plane[2] += float32(plane[0]*(l.min[0]+l.size/2)) + float32(plane[1]*(l.min[1]+l.size/2))
		low, high := max(low, .01), high
		l.spread(&at, y0, y1, func(x0, x1, y int) {
			row := l.high[y*l.w : (y+1)*l.w]
			z := plane[2] + float32(plane[1]*(float32(y)*l.size))
			dz := plane[0] * l.size
			for x := x0; x <= x1; x++ {
				h := uint16(min(max(z+float32(float32(x)*dz), low), high)*(1/heightUnit)) + 1
				row[x] = max(row[x], h)
			}
		})
	}
	if f.normal[2] < .5 && low < 2 {
		dark := uint8(255 * exp(-max(low, 0)/.35))
		at := [4]mgl32.Vec2{{p[0][0], p[0][1]}, {p[1][0], p[1][1]}, {p[2][0], p[2][1]}, {p[3][0], p[3][1]}}
		l.spread(&at, y0, y1, func(x0, x1, y int) {
			row := l.close[y*l.w : (y+1)*l.w]
			for x := x0; x <= x1; x++ {
				row[x] = max(row[x], dark)
			}
		})
	}
}

// spread finds the texels that a polygon touches, among some rows: from x0 to x1 in y.
func (l *lightmap) spread(at *[4]mgl32.Vec2, y0, y1 int, each func(x0, x1, y int)) {
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for i := range at {
		at[i][0], at[i][1] = (at[i][0]-l.min[0])/l.size, (at[i][1]-l.min[1])/l.size
		lo, hi = min(lo, at[i][1]), max(hi, at[i][1])
	}
	if !(hi > float32(y0) && lo < float32(y1)) {
		return
	}
	first, last := max(int(max(lo, 0)), y0), min(int(min(hi, float32(l.h))), y1-1)
	for y := first; y <= last; y++ {
		middle := min(max(float32(y)+.5, lo), hi)
		left, right := float32(math.Inf(1)), float32(math.Inf(-1))
		for i := range at {
			a, b := at[i], at[(i+1)%4]
			if a[1] > b[1] {
				a, b = b, a
			}
			if a[1] > middle || b[1] < middle {
				continue
			}
			if b[1]-a[1] < 1e-6 {
				left, right = min(left, a[0], b[0]), max(right, a[0], b[0])
				continue
			}
			x := a[0] + float32((b[0]-a[0])*((middle-a[1])/(b[1]-a[1])))
			left, right = min(left, x), max(right, x)
		}
		if !(right >= 0 && left < float32(l.w)) {
			continue
		}
		x0, x1 := int(max(left, 0)), min(int(min(right, float32(l.w))), l.w-1)
		each(x0, x1, y)
	}
}

// softenRows blurs some rows, softenColumns some columns, of both maps.
func (s *Soft) softenRows(_ *worker, k int) {
	l := &s.still.light
	for y := k * lightRows; y < min((k+1)*lightRows, l.h); y++ {
		a, b := y*l.w, (y+1)*l.w
		blurRow(l.blurSun[a:b], l.sun[a:b], l.radius(softSun))
		blurRow(l.blurClose[a:b], l.close[a:b], l.radius(softClose))
	}
}

func (s *Soft) softenColumns(_ *worker, k int) {
	l := &s.still.light
	x0, x1 := k*lightRows, min((k+1)*lightRows, l.w)
	blurColumns(l.sun, l.blurSun, l.w, l.h, x0, x1, l.radius(softSun))
	blurColumns(l.close, l.blurClose, l.w, l.h, x0, x1, l.radius(softClose))
}

// radius is a blur's in texels.
func (l *lightmap) radius(m float32) int { return floor32(m/l.size + .5) }

// blurRow is the mean of 2r+1 neighbours.
func blurRow(to, from []uint8, r int) {
	scale := uint32(65536 / (2*r + 1))
	var sum uint32
	for _, v := range from[:min(r, len(from))] {
		sum += uint32(v)
	}
	for x := range to {
		if x+r < len(from) {
			sum += uint32(from[x+r])
		}
		to[x] = uint8((sum*scale + 32768) >> 16)
		if x >= r {
			sum -= uint32(from[x-r])
		}
	}
}

func blurColumns(to, from []uint8, w, h, x0, x1, r int) {
	scale := uint32(65536 / (2*r + 1))
	var sums [lightRows]uint32
	for y := -r; y < h; y++ {
		if y+r < h {
			for x, v := range from[(y+r)*w+x0 : (y+r)*w+x1] {
				sums[x&(lightRows-1)] += uint32(v)
			}
		}
		if y < 0 {
			continue
		}
		out := to[y*w+x0 : y*w+x1]
		for x := range out {
			out[x] = uint8((sums[x&(lightRows-1)]*scale + 32768) >> 16)
		}
		if y >= r {
			for x, v := range from[(y-r)*w+x0 : (y-r)*w+x1] {
				sums[x&(lightRows-1)] -= uint32(v)
			}
		}
	}
}

// halve makes t of half the resolution of from.
func (t *texture) halve(from *texture) {
	t.w, t.h = (from.w+1)/2, (from.h+1)/2
	t.pix = sized(t.pix, t.w*t.h)
	for y := range t.h {
		a := from.pix[2*y*from.w:]
		b := from.pix[min(2*y+1, from.h-1)*from.w:]
		for x := range t.w {
			x0, x1 := 2*x, min(2*x+1, from.w-1)
			t.pix[y*t.w+x] = uint8((int(a[x0]) + int(a[x1]) + int(b[x0]) + int(b[x1]) + 2) / 4)
		}
	}
}

// draw darkens the ground of a row where nothing stands before it.
func (l *lightmap) draw(r *row, g []lanes, seen []uint32) {
	if l.w == 0 {
		return
	}
	level := 0
	for foot := r.foot / l.size; foot > 1.5 && level < levels-1; foot /= 2 {
		level++
	}
	t := &l.levels[level]
	size := l.size * float32(int(1)<<level)
	fixed := func(x float32) int { return int(math.Floor(float64(x) * 65536)) }
	u, v := fixed((r.origin[0]-l.min[0])/size-.5), fixed((r.origin[1]-l.min[1])/size-.5)
	du, dv := fixed(r.step[0]/size), fixed(r.step[1]/size)
	w, pix := t.w, t.pix
	wide, high := uint(t.w-1), uint(t.h-1)
	if r.foot > size*.8 {
		// Pixels as large as texels need no more than the nearest one.
		u, v = u+1<<15, v+1<<15
		for x, k := range seen[:len(g)] {
			if tu, tv := u>>16, v>>16; k == 0 && uint(tu) <= wide && uint(tv) <= high {
				if dark := pix[tv*w+tu]; dark > 0 {
					g[x] = mix(g[x], shadowLanes, uint64(dark))
				}
			}
			u += du
			v += dv
		}
		return
	}
	for x, k := range seen[:len(g)] {
		if k == 0 {
			// In proportion between the four texels around.
			if tu, tv := u>>16, v>>16; uint(tu) < wide && uint(tv) < high {
				i := tv*w + tu
				fu, fv := uint32(u>>8&0xff), uint32(v>>8&0xff)
				a, b := pix[i:i+2], pix[i+w:i+w+2]
				top := uint32(a[0])*(256-fu) + uint32(a[1])*fu
				low := uint32(b[0])*(256-fu) + uint32(b[1])*fu
				if dark := (top*(256-fv) + low*fv) >> 16; dark > 0 {
					g[x] = mix(g[x], shadowLanes, uint64(dark))
				}
			}
		}
		u += du
		v += dv
	}
}

// biasOf is how much higher than a point of a face, m per m of a texel, a ray from the
// sun must be barred to leave the point in shadow: as much as the face's own height
// changes between texels.
func biasOf(n mgl32.Vec3) float32 {
	across := sqrt(float32(n[0]*n[0]) + float32(n[1]*n[1]))
	return min(1+1.6*across*sun[2]/max(dot(n, sun), .05), 12)
}

// barred tells how much of the sun is kept from a point by what stands, of 256: the
// share of the four texels around the ray's end, or whether in a rough look the nearest
// one, whose rays are barred above the point.
func (l *lightmap) barred(x, y, z, bias float32, rough bool) uint64 {
	u := (x+float32(slope[0]*z)-l.min[0])*l.per - .5
	v := (y+float32(slope[1]*z)-l.min[1])*l.per - .5
	if !(u >= 0 && v >= 0 && u < float32(l.w-1) && v < float32(l.h-1)) {
		return 0
	}
	level := uint16(min(max((z+float32(bias*l.size)+.04)*(1/heightUnit), 0), 65535))
	if rough {
		if l.high[int(v+.5)*l.w+int(u+.5)] > level {
			return 256
		}
		return 0
	}
	ux, vy := int(u), int(v)
	i := vy*l.w + ux
	a, b := l.high[i:i+2], l.high[i+l.w:i+l.w+2]
	if a[0] <= level && a[1] <= level && b[0] <= level && b[1] <= level {
		return 0
	}
	fx, fy := int((u-float32(ux))*16), int((v-float32(vy))*16)
	over := func(h uint16, share int) int {
		if h > level {
			return share
		}
		return 0
	}
	return uint64(over(a[0], (16-fx)*(16-fy)) + over(a[1], fx*(16-fy)) + over(b[0], (16-fx)*fy) + over(b[1], fx*fy))
}
