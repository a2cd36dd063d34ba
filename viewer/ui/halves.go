package ui

// Halves are two widgets side by side, each half as wide as both.
type Halves struct {
	Node
	inside [2]Widget
}

// NewHalves puts two widgets side by side.
func NewHalves(left, right Widget) *Halves { return &Halves{inside: [2]Widget{left, right}} }

// Children is part of Widget.
func (h *Halves) Children() []Widget { return h.inside[:] }

func half(th *Theme, w float32) float32 { return max((w-2*th.Gap)/2, 0) }

// Min is part of Widget.
func (h *Halves) Min(th *Theme, w float32) Size {
	a, b := h.inside[0].Min(th, half(th, w)), h.inside[1].Min(th, half(th, w))
	return Size{min(2*max(a.W, b.W)+2*th.Gap, w), max(a.H, b.H)}
}

// Layout is part of Widget.
func (h *Halves) Layout(th *Theme) {
	w := half(th, h.Bounds.W)
	for k, c := range h.inside {
		place(c, Rect{h.Bounds.X + float32(k)*(h.Bounds.W-w), h.Bounds.Y, w, c.Min(th, w).H}, th)
	}
}

// Paint is part of Widget.
func (h *Halves) Paint(p *Pen) { paintAll(p, h.inside[:]) }
