package ui

// Edge is a side of the screen.
type Edge uint8

// The edges. A layer at an edge takes it whole, and leaves the rest to those after it.
const (
	NoEdge Edge = iota
	Top
	Bottom
	LeftEdge
	RightEdge
)

// Place tells where a layer stands. With an Edge it takes that side of what the layers
// before it left free. Otherwise it floats in what is free: X and Y tell where, from 0
// at the left (top) to 1 at the right (bottom), Margin how far it keeps from the sides.
// W and H are its size; 0 is what it needs, below 0 is as much as there is.
type Place struct {
	Edge   Edge
	X, Y   float32
	W, H   float32
	Margin float32
}

// At floats at a place of the free area, with a margin of 12.
func At(x, y float32) Place { return Place{X: x, Y: y, Margin: 12} }

// Sized is the place with another size.
func (p Place) Sized(w, h float32) Place {
	p.W, p.H = w, h
	return p
}

// rect is where a layer stands that needs a size, and what it leaves of the free area.
func (p Place) rect(free Rect, need func(w float32) Size) (r, rest Rect) {
	m := p.Margin
	room := free.Inset(m)
	w := p.W
	if w < 0 || p.Edge == Top || p.Edge == Bottom {
		w = room.W
	}
	if w == 0 {
		w = need(room.W).W
	}
	w = min(w, room.W)
	h := p.H
	if h < 0 || p.Edge == LeftEdge || p.Edge == RightEdge {
		h = room.H
	}
	if h == 0 {
		h = need(w).H
	}
	h = min(h, room.H)
	switch p.Edge {
	case Top:
		_, rest = free.TakeTop(h + 2*m)
		return Rect{room.X, room.Y, w, h}, rest
	case Bottom:
		_, rest = free.TakeBottom(h + 2*m)
		return Rect{room.X, room.Bottom() - h, w, h}, rest
	case LeftEdge:
		_, rest = free.TakeLeft(w + 2*m)
		return Rect{room.X, room.Y, w, h}, rest
	case RightEdge:
		_, rest = free.TakeRight(w + 2*m)
		return Rect{room.Right() - w, room.Y, w, h}, rest
	}
	return Rect{room.X + (room.W-w)*p.X, room.Y + (room.H-h)*p.Y, w, h}, free
}
