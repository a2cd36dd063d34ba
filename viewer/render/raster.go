package render

// rasterise finds what is seen in a band of rows, and how far away.
func (s *Soft) rasterise(w *worker, band int) {
	y0, y1 := band*bandRows, min((band+1)*bandRows, s.view.h)
	for y := y0; y < y1; y++ {
		row := s.depth[y*s.view.w : (y+1)*s.view.w]
		near := s.rows[y].near
		for x := range row {
			row[x] = near
		}
	}
	clear(s.seen[y0*s.view.w : y1*s.view.w])
	for i := range s.parts {
		p := &s.parts[i]
		if len(p.polygons) == 0 {
			continue
		}
		for _, k := range p.bands[band] {
			g := &p.polygons[k]
			s.fill(w, g, p.corners[g.first:g.first+int32(g.corners)], y0, y1, uint32(i)<<partShift|k+1)
		}
	}
}

// fill draws a polygon where nothing drawn before is as near.
func (s *Soft) fill(w *worker, g *polygon, corners [][2]int32, top, end int, number uint32) {
	y0, y1 := max(int(g.y0), top), min(int(g.y1), end)
	w.sides(corners, y0, y1)
	width := int32(s.view.w)
	for y := y0; y < y1; y++ {
		x0, x1 := max(w.left[y%bandRows], 0), min(w.right[y%bandRows], width)
		if x0 >= x1 {
			continue
		}
		base := float32(g.b*float32(y)) + g.c
		at := y*s.view.w + int(x0)
		depth := s.depth[at : at+int(x1-x0)]
		seen := s.seen[at : at+int(x1-x0)]
		seen = seen[:len(depth)]
		x := float32(x0)
		if g.steep {
			fillSteep(depth, seen, g, base, x, number)
			continue
		}
		a := g.a
		for i, d := range depth {
			if near := float32(a*x) + base; near > d {
				depth[i], seen[i] = near, number
			}
			x++
		}
	}
}

// sides finds, for rows from y0 to before y1, from where to where a polygon reaches.
func (w *worker) sides(corners [][2]int32, y0, y1 int) {
	last := corners[len(corners)-1]
	for _, c := range corners {
		// Seen from its front a polygon turns so that its left edges run down.
		if last[1] < c[1] {
			walk(&w.left, last, c, y0, y1)
		} else if last[1] > c[1] {
			walk(&w.right, c, last, y0, y1)
		}
		last = c
	}
}

// fillSteep keeps 1/depth between those of the corners: a face seen nearly along its
// plane has a depth that the middle of a pixel may be far from.
func fillSteep(depth []float32, seen []uint32, g *polygon, base, x float32, number uint32) {
	for i, d := range depth {
		if near := min(max(float32(g.a*x)+base, g.lo), g.hi); near > d {
			depth[i], seen[i] = near, number
		}
		x++
	}
}

// walk finds, for rows from y0 to before y1 that the edge from a down to b crosses, the
// first pixel whose middle is not left of it: exactly, so that faces which share an edge
// share no pixel and leave none out.
func walk(into *[bandRows]int32, a, b [2]int32, y0, y1 int) {
	y0 = max(y0, int((a[1]+subPixel/2-1)>>8))
	y1 = min(y1, int((b[1]+subPixel/2-1)>>8))
	if y0 >= y1 {
		return
	}
	dx, dy := int64(b[0]-a[0]), int64(b[1]-a[1])
	// x = num/den; left is den*x - num, what rounding up added.
	den := dy * subPixel
	num := int64(a[0]-subPixel/2)*dy + (int64(y0)*subPixel+subPixel/2-int64(a[1]))*dx
	x := ceilDiv(num, den)
	into[y0%bandRows] = int32(x)
	if y1-y0 == 1 {
		return
	}
	left := x*den - num
	step := dx / dy
	rest := dx - step*dy
	if rest < 0 {
		step--
		rest += dy
	}
	rest *= subPixel
	for y := y0 + 1; y < y1; y++ {
		x += step
		left -= rest
		if left < 0 {
			x++
			left += den
		}
		into[y%bandRows] = int32(x)
	}
}
