package render

// coarseScale is how many pixels a metre must have for edges to be smoothed along their
// direction; where it has fewer, things are so small that the mean of neighbours does.
const coarseScale = 16

// smooth writes a band of the picture, its edges smoothed: as FXAA (Timothy Lottes,
// NVIDIA 2009) along the direction in which brightness does not change, but only where
// the renderer knows of an edge.
func (s *Soft) smooth(w *worker, band int) {
	width, h := s.view.w, s.view.h
	y0, y1 := band*bandRows, min((band+1)*bandRows, h)
	coarse := coarseScale / s.view.lens
	for y := y0; y < y1; y++ {
		at := y * width
		row := s.colors[at : at+width]
		if y == 0 || y == h-1 || width < 3 {
			s.put(y, row)
			continue
		}
		copy(w.line, row)
		above, here, below := s.seen[at-width:at], s.seen[at:at+width], s.seen[at+width:at+2*width]
		above, below = above[:len(here)], below[:len(here)]
		for x := 1; x < len(here)-1; x++ {
			k := here[x]
			if k != above[x] || k != below[x] || k != here[x-1] || k != here[x+1] {
				if i := at + x; s.depth[i] < coarse {
					c := s.colors
					w.line[x] = mean(c[i], mean(mean(c[i-1], c[i+1]), mean(c[i-width], c[i+width])))
				} else {
					w.line[x] = s.smoothed(i)
				}
			}
		}
		s.put(y, w.line)
	}
}

// smoothed is the colour of a pixel beside an edge, averaged along it.
func (s *Soft) smoothed(at int) uint32 {
	w, c := s.view.w, s.colors
	m := c[at]
	nw, ne, sw, se, mid := luma(c[at-w-1]), luma(c[at-w+1]), luma(c[at+w-1]), luma(c[at+w+1]), luma(m)
	lo, hi := min(nw, ne, sw, se, mid), max(nw, ne, sw, se, mid)
	if hi-lo < max(12, hi/8) {
		return m
	}
	if ne == nw && se == sw && ne == sw {
		return m
	}
	// The direction of the edge; whole pixels along its longer side, sixteenths along
	// the other, so that a sample lies between two pixels only.
	dx, dy := (sw+se)-(nw+ne), (nw+sw)-(ne+se)
	long, short, stepLong, stepShort := dx, dy, 1, w
	if abs32(dy) > abs32(dx) {
		long, short, stepLong, stepShort = dy, dx, w, 1
	}
	if long == 0 {
		return m
	}
	// The flatter the edge, the farther apart are its steps.
	far := min(max(abs32(long)/(2*abs32(short)+hi/16+1), 1), 3)
	slope := int32(float32(short*16*far) / float32(abs32(long)))
	if long < 0 {
		stepLong = -stepLong
	}
	ahead := at + int(far)*stepLong + int(slope>>4)*stepShort
	behind := at - int(far)*stepLong + int(-slope>>4)*stepShort
	if min(ahead, behind) < 0 || max(ahead, behind)+stepShort >= len(c) {
		return m
	}
	a := blend16(c[ahead], c[ahead+stepShort], uint32(slope&15))
	b := blend16(c[behind], c[behind+stepShort], uint32(-slope&15))
	mean := mean(mean(a, b), m)
	if l := luma(mean); l < lo || l > hi {
		return m
	}
	return mean
}

// luma is about the brightness of a colour, of 255: its green.
func luma(c uint32) int32 { return int32(c >> 8 & 0xff) }

func abs32(x int32) int32 { return max(x, -x) }

// mean is the mean of two colours, channel by channel.
func mean(a, b uint32) uint32 { return a&b + (a^b)>>1&0x7f7f7f7f }

// blend16 is k sixteenths of b and the rest of a.
func blend16(a, b, k uint32) uint32 {
	const even = 0xff00ff
	lo := ((a&even)*(16-k) + (b&even)*k) >> 4 & even
	hi := ((a>>8&even)*(16-k) + (b>>8&even)*k) >> 4 & even
	return lo | hi<<8
}

// shrink writes a band of the picture, each pixel the mean of four.
func (s *Soft) shrink(w *worker, band int) {
	width := s.view.w / 2
	y0, y1 := band*bandRows, min((band+1)*bandRows, s.view.h/2)
	const even = 0xff00ff
	for y := y0; y < y1; y++ {
		a := s.colors[2*y*s.view.w:][:2*width]
		b := s.colors[(2*y+1)*s.view.w:][:2*width]
		line := w.line[:width]
		for x := range line {
			c, d, e, f := a[2*x], a[2*x+1], b[2*x], b[2*x+1]
			lo := (c&even + d&even + e&even + f&even + 0x20002) >> 2 & even
			hi := (c>>8&even + d>>8&even + e>>8&even + f>>8&even + 0x20002) >> 2 & even
			line[x] = lo | hi<<8
		}
		s.put(y, line)
	}
}
