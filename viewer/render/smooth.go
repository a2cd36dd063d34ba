package render

// smooth writes a band of the picture, its edges smoothed: as FXAA (Timothy Lottes,
// NVIDIA 2009) along the direction in which brightness does not change, but only where
// the renderer knows of an edge.
func (s *Soft) smooth(w *worker, band int) {
	width, h := s.view.w, s.view.h
	y0, y1 := band*bandRows, min((band+1)*bandRows, h)
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
				w.line[x] = s.smoothed(at+x, y)
			}
		}
		s.put(y, w.line)
	}
}

// smoothed is the colour of a pixel beside an edge, averaged along it.
func (s *Soft) smoothed(at, y int) uint32 {
	w, c := s.view.w, s.colors
	nw, ne, sw, se, m := luma(c[at-w-1]), luma(c[at-w+1]), luma(c[at+w-1]), luma(c[at+w+1]), luma(c[at])
	lo, hi := min(nw, ne, sw, se, m), max(nw, ne, sw, se, m)
	if hi-lo < 16*4 {
		return c[at]
	}
	dx, dy := (sw+se)-(nw+ne), (nw+sw)-(ne+se)
	reduce := max((nw+ne+sw+se)/32, 2)
	scale := min(abs32(dx), abs32(dy)) + reduce
	// In 1/16 pixels; the longest way is 8 pixels.
	ux, uy := clamp(dx*16/scale, 128), clamp(dy*16/scale, 128)
	a := mean(s.sample(at, y, -ux/6, -uy/6), s.sample(at, y, ux/6, uy/6))
	b := mean(a, mean(s.sample(at, y, -ux/2, -uy/2), s.sample(at, y, ux/2, uy/2)))
	if l := luma(b); l < lo || l > hi {
		return a
	}
	return b
}

// luma is the brightness of a colour, of 4 * 255.
func luma(c uint32) int32 { return int32(c&0xff + c>>8&0xff*2 + c>>16&0xff) }

func abs32(x int32) int32 { return max(x, -x) }

func clamp(x, by int32) int32 { return min(max(x, -by), by) }

// mean is the mean of two colours, channel by channel.
func mean(a, b uint32) uint32 { return a&b + (a^b)>>1&0x7f7f7f7f }

// sample is the colour at dx, dy 1/16 pixels from the pixel at in row y, between pixels
// in proportion.
func (s *Soft) sample(at, y int, dx, dy int32) uint32 {
	w, h := s.view.w, s.view.h
	x := at - y*w
	px, py := x+int(dx>>4), y+int(dy>>4)
	fx, fy := uint32(dx&15), uint32(dy&15)
	x0, x1 := min(max(px, 0), w-1), min(max(px+1, 0), w-1)
	y0, y1 := min(max(py, 0), h-1)*w, min(max(py+1, 0), h-1)*w
	c := s.colors
	return blend16(blend16(c[y0+x0], c[y0+x1], fx), blend16(c[y1+x0], c[y1+x1], fx), fy)
}

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
