package render

// projectGhosts finds the polygons of what is seen through.
func (s *Soft) projectGhosts(bands int) {
	s.ghosts.reset(bands)
	if !s.view.ok || len(s.frame.Ghosts) == 0 {
		return
	}
	w := &s.workers[0]
	for i := range s.frame.Ghosts {
		d := &s.frame.Ghosts[i]
		s.facts(d.Mesh) // whoever projects it only looks them up
		inside, seen := s.ready(w, &d.Draw)
		if !seen || !(d.Opacity > 0) {
			continue
		}
		for k := range w.body.faces {
			w.body.faces[k].bias = min(d.Opacity, 1)
		}
		s.ghosts.emit(w, &s.view, w.body.points, w.body.faces, d.ID, inside)
	}
}

// haunt lays what is seen through onto a row of the picture, where nothing is nearer.
func (s *Soft) haunt(w *worker, y int, line []uint32) {
	p, r := &s.ghosts, &s.rows[y]
	depth := s.depth[y*s.view.w:][:len(line)]
	for _, k := range p.bands[y/bandRows] {
		g, c := &p.polygons[k], &p.paints[k]
		if y < int(g.y0) || y >= int(g.y1) {
			continue
		}
		w.sides(p.corners[g.first:g.first+int32(g.corners)], y, y+1)
		lit, share := lanesOf(c.lit), uint32(c.bias*16+.5)
		base := float32(g.b*float32(y)) + g.c
		for x := max(int(w.left[y%bandRows]), 0); x < min(int(w.right[y%bandRows]), len(line)); x++ {
			near := min(max(float32(g.a*float32(x))+base, g.lo), g.hi)
			if near <= depth[x] {
				continue
			}
			over := s.finish(mix(lit, r.back, s.fog.at(1/near)), r, x)
			line[x] = blend16(line[x], over, share)
		}
	}
}
