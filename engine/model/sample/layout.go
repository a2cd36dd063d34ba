package sample

import "math"

const (
	gap   = 1.2 // m between two items of a line
	lane  = 2.4 // m between two lines of a workshop, and between the arms of a U
	aisle = 5.0 // m between workshops, and to the walls
	row   = 10  // items in a row; a longer line folds into a U, or into a snake
)

// layout gives everything its place.
func (p *plant) layout() {
	area := 0.0
	for _, s := range p.shops {
		s.layout()
		area += float64((s.w + aisle) * (s.d + aisle))
	}
	// Shelves: workshops from the left to the right while they fit, then the next row.
	limit := math.Max(math.Sqrt(area*1.6), aisle)
	x, y, depth := aisle, aisle, 0.0
	for _, s := range p.shops {
		if x > aisle && x+s.w > limit {
			x, y, depth = aisle, y+depth+aisle, 0
		}
		s.x, s.y = x+float64(s.w/2), y+float64(s.d/2)
		x += s.w + aisle
		depth = math.Max(depth, s.d)
		p.width = math.Max(p.width, x)
	}
	p.depth = y + depth + aisle
	p.width, p.depth = math.Ceil(p.width), math.Ceil(p.depth)
}

// layout puts the lines one above the other and the shared one to their right.
func (s *shop) layout() {
	w, d := 0.0, 0.0
	for _, l := range s.lines {
		l.layout()
		w = math.Max(w, l.w)
		d += l.d + lane
	}
	d -= lane
	s.w, s.d = w, d
	if s.shared != nil {
		s.shared.layout()
		s.w += lane + s.shared.w
		s.d = math.Max(d, s.shared.d)
		s.shared.x = float64(s.w/2) - float64(s.shared.w/2)
	}
	y := -d / 2
	for _, l := range s.lines {
		l.x, l.y = float64(w/2)-float64(s.w/2), y+float64(l.d/2)
		y += l.d + lane
	}
	// Walls and signs need room, too.
	s.w, s.d = s.w+2, s.d+2
}

// layout lays the items out in rows, every second one backwards.
func (l *line) layout() {
	type band struct{ w, d float64 }
	var bands []band
	for i, it := range l.items {
		if i%row == 0 {
			bands = append(bands, band{w: -gap})
		}
		b := &bands[len(bands)-1]
		b.w += it.w + gap
		b.d = math.Max(b.d, it.d)
	}
	l.d = -lane
	for _, b := range bands {
		l.w = math.Max(l.w, b.w)
		l.d += b.d + lane
	}
	y := -l.d / 2
	for k, b := range bands {
		x := -l.w / 2
		for _, it := range l.items[k*row : min((k+1)*row, len(l.items))] {
			it.x, it.y = x+float64(it.w/2), y+float64(b.d/2)
			if k%2 == 1 {
				it.x = -it.x
			}
			x += it.w + gap
		}
		y += b.d + lane
	}
}
