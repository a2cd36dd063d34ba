package render

import (
	"encoding/binary"
	"math"
)

// resolve gives the pixels of a band their colours.
func (s *Soft) resolve(w *worker, band int) {
	y0, y1 := band*bandRows, min((band+1)*bandRows, s.view.h)
	w.patches = w.patches[:0]
	for i := range s.floor.patches {
		if p := &s.floor.patches[i]; int(p.y0) < y1 && int(p.y1) > y0 {
			w.patches = append(w.patches, int32(i))
		}
	}
	direct := s.q == Fast || s.q == Plain
	for y := y0; y < y1; y++ {
		line := w.line
		if !direct {
			line = s.colors[y*s.view.w : (y+1)*s.view.w]
		}
		s.resolveRow(w, y, line)
		if direct {
			s.put(y, line)
		}
	}
}

// put writes a row of the picture.
func (s *Soft) put(y int, line []uint32) {
	pix := s.dst.Pix[y*s.dst.Stride:][:4*len(line)]
	for x, c := range line {
		binary.LittleEndian.PutUint32(pix[4*x:4*x+4], c)
	}
}

func (s *Soft) resolveRow(w *worker, y int, line []uint32) {
	r := &s.rows[y]
	at := y * s.view.w
	seen := s.seen[at : at+s.view.w]
	ground := r.near > 0
	if ground {
		s.paintRow(w, r, y, seen)
	}
	for x := 0; x < len(seen); {
		end := x + 1
		for end < len(seen) && seen[end] == seen[x] {
			end++
		}
		switch {
		case seen[x] != 0:
			s.thing(r, x, y, line[x:end])
		case ground && r.fog > 0:
			for i, c := range w.ground[x:end] {
				line[x+i] = s.finish(mix(c, r.back, r.fog), r, x+i)
			}
		case ground:
			for i, c := range w.ground[x:end] {
				line[x+i] = s.finish(c, r, x+i)
			}
		default:
			for i := x; i < end; i++ {
				line[i] = s.finish(r.back, r, i)
			}
		}
		x = end
	}
	if len(s.ghosts.polygons) > 0 {
		s.haunt(w, y, line)
	}
}

// finish darkens towards the corners.
func (s *Soft) finish(c lanes, r *row, x int) uint32 {
	keep := uint64(65536-s.vignet[x]-r.vignet) >> 8
	return rgba(c * keep >> 8 & laneMask)
}

// thing gives the pixels of one polygon in a row their colours, from x on.
func (s *Soft) thing(r *row, x, y int, line []uint32) {
	v := &s.view
	at := y*v.w + x
	g := s.paint(s.seen[at])
	depth := s.depth[at : at+len(line)]
	lit, dim := lanesOf(g.lit), lanesOf(g.dim)
	shaded := g.code&glows == 0
	sunny := shaded && g.lit != g.dim && s.q != Fast && s.still.light.w > 0
	lines := (s.q == Good || s.q == Best) && s.lineStrength(max(depth[0], depth[len(depth)-1])) > 0
	perLens := 1 / v.lens
	rough := float32(depth[0]*v.lens)*s.still.light.size < 1.2
	for i := range line {
		far := 1 / depth[i]
		c := lit
		if shaded {
			high := v.eye[2] + float32(r.ray[2]*far)
			if sunny {
				side := float32((float32(x+i)+.5-v.cx)*perLens) * far
				a := s.still.light.barred(
					v.eye[0]+float32(r.ray[0]*far)+float32(v.right[0]*side),
					v.eye[1]+float32(r.ray[1]*far)+float32(v.right[1]*side), high, g.bias, rough)
				if a > 0 {
					c = mix(c, dim, a)
				}
			}
			if low := min(1-high, 1); low > 0 {
				c = mix(c, shadowLanes, uint64(low*low*(contactShare*256)))
			}
		}
		if lines && (i == 0 || i == len(line)-1 || s.vertical(at+i, y)) {
			c = s.edge(c, s.polygon(s.seen[at]), x+i, y, depth[i])
		}
		if fog := s.fog.at(far); fog > 0 {
			c = mix(c, r.back, fog)
		}
		line[i] = s.finish(c, r, x+i)
	}
}

// vertical tells whether another thing is seen above or below.
func (s *Soft) vertical(at, y int) bool {
	k, w := s.seen[at], s.view.w
	return y > 0 && s.seen[at-w] != k || y < s.view.h-1 && s.seen[at+w] != k
}

// edge draws the line, if there is one, at a pixel that has another thing beside it:
// dark where the thing ends before something farther away, light where a face meets
// another one that bends away, a little darker where it bends towards us.
func (s *Soft) edge(c lanes, g *polygon, x, y int, near float32) lanes {
	w, h := s.view.w, s.view.h
	// Faces that meet differ, a pixel away, by no more than some pixels' size.
	gap := float32(4*near) / s.view.lens
	var outline [4]bool
	var crease, hollow bool
	broad := g.broad
	for side := range 4 {
		i, j := x+int(right4[side]), y+int(down4[side])
		if i < 0 || j < 0 || i >= w || j >= h {
			continue
		}
		at := j*w + i
		other := s.polygon(s.seen[at])
		if other == g {
			continue
		}
		mine := float32(g.a*float32(i)) + float32(g.b*float32(j)) + g.c
		if g.steep {
			mine = min(max(mine, g.lo), g.hi)
		}
		step := mine - s.depth[at]
		switch {
		case step > gap:
			outline[side] = true
		case step < -gap || other != nil && (other.code^g.code)&^glows == 0:
		case side > 1:
			// Of the two pixels beside an edge one has the line.
		case step > 0 && other != nil:
			crease, broad = true, min(broad, other.broad)
		default:
			hollow = true
			if other != nil {
				broad = min(broad, other.broad)
			}
		}
	}
	strength := s.lineStrength(near)
	switch {
	case outline[0] && outline[2] || outline[1] && outline[3]:
		// It is so thin that a line would be all of it.
	case outline != [4]bool{}:
		return mix(c, 0, alpha((1-silhouette)*(.35+.65*strength)*strength*(.45+.55*float32(g.broad)/BroadMost)))
	case crease:
		return mix(c, creaseLanes, alpha(creaseShare*strength*float32(broad)/BroadMost))
	case hollow:
		return mix(c, 0, alpha(hollowShare*strength*float32(broad)/BroadMost))
	}
	return c
}

// lineStrength is how strong lines are at 1/depth, of 1: they keep their width on the
// picture, so they must pale where things are small.
func (s *Soft) lineStrength(near float32) float32 {
	pixels := near * s.view.lens // per m
	if s.scale == 2 {
		pixels *= .5
	}
	return unit((pixels - leastLined) * (1. / (fullyLined - leastLined)))
}

// leastLined is how many pixels a metre has at least where there are lines, and fullyLined
// from how many on they are as strong as they get.
const (
	leastLined = 14
	fullyLined = 34
)

// lined is the 1/depth up to which lineStrength is 0, and whatever the depth where the
// quality has no lines.
func (s *Soft) lined() float32 {
	if s.q != Good && s.q != Best {
		return float32(math.Inf(1))
	}
	return leastLined * float32(s.scale) / s.view.lens
}

// The neighbours to the right, below, to the left and above.
var (
	right4 = [4]int8{1, 0, -1, 0}
	down4  = [4]int8{0, 1, 0, -1}
)
