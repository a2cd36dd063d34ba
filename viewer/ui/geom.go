package ui

// Point is a place or a distance, points.
type Point struct{ X, Y float32 }

// Size is a width and a height, points.
type Size struct{ W, H float32 }

// Rect is a rectangle: its top left corner and its size, points.
type Rect struct{ X, Y, W, H float32 }

// Right is the x just beyond the rectangle.
func (r Rect) Right() float32 { return r.X + r.W }

// Bottom is the y just below the rectangle.
func (r Rect) Bottom() float32 { return r.Y + r.H }

// Center is the middle of the rectangle.
func (r Rect) Center() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// Has tells whether the point is in the rectangle; its right and lower edges are not.
func (r Rect) Has(p Point) bool {
	return p.X >= r.X && p.X < r.Right() && p.Y >= r.Y && p.Y < r.Bottom()
}

// Inset is the rectangle without a border of d all around, never of negative size.
func (r Rect) Inset(d float32) Rect { return r.Pad(d, d) }

// Pad is the rectangle without x at its left and right and y at its top and bottom.
func (r Rect) Pad(x, y float32) Rect {
	return Rect{r.X + x, r.Y + y, max(r.W-2*x, 0), max(r.H-2*y, 0)}
}

// Cut is the part that both rectangles cover; its size is 0 when there is none.
func (r Rect) Cut(o Rect) Rect {
	x, y := max(r.X, o.X), max(r.Y, o.Y)
	return Rect{x, y, max(min(r.Right(), o.Right())-x, 0), max(min(r.Bottom(), o.Bottom())-y, 0)}
}

// Empty tells whether the rectangle covers nothing.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// TakeTop divides the rectangle h below its top.
func (r Rect) TakeTop(h float32) (top, rest Rect) {
	h = min(h, r.H)
	return Rect{r.X, r.Y, r.W, h}, Rect{r.X, r.Y + h, r.W, r.H - h}
}

// TakeBottom divides the rectangle h above its bottom.
func (r Rect) TakeBottom(h float32) (bottom, rest Rect) {
	h = min(h, r.H)
	return Rect{r.X, r.Bottom() - h, r.W, h}, Rect{r.X, r.Y, r.W, r.H - h}
}

// TakeLeft divides the rectangle w from its left.
func (r Rect) TakeLeft(w float32) (left, rest Rect) {
	w = min(w, r.W)
	return Rect{r.X, r.Y, w, r.H}, Rect{r.X + w, r.Y, r.W - w, r.H}
}

// TakeRight divides the rectangle w from its right.
func (r Rect) TakeRight(w float32) (right, rest Rect) {
	w = min(w, r.W)
	return Rect{r.Right() - w, r.Y, w, r.H}, Rect{r.X, r.Y, r.W - w, r.H}
}

// Within moves the rectangle into the area as little as it takes; what is larger than
// the area stands at its top left.
func (r Rect) Within(area Rect) Rect {
	r.X = max(min(r.X, area.Right()-r.W), area.X)
	r.Y = max(min(r.Y, area.Bottom()-r.H), area.Y)
	return r
}
