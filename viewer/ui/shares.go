package ui

import "math"

// Shares shows in which states something was over time: each stretch is a bar of the
// states' colours, one above the other, as high as its share.
type Shares struct {
	Node
	Names     [States]string // in the read-out
	Height    float32        // 0: 44
	stretches [][States]float32
	over      float32
}

// NewShares makes an empty picture of shares.
func NewShares() *Shares { return &Shares{over: -1} }

// Set shows other stretches of equal length, the oldest first: of each the shares of the
// states, which add up to 1 at most. The picture keeps them and expects them not to
// change.
func (s *Shares) Set(stretches ...[States]float32) {
	s.stretches = stretches
	s.Repaint()
}

// Min is part of Widget.
func (s *Shares) Min(*Theme, float32) Size {
	if s.Height > 0 {
		return Size{80, s.Height}
	}
	return Size{80, 44}
}

// Handle is part of Widget.
func (s *Shares) Handle(e *Event) bool {
	switch e.Kind {
	case OnEnter, OnMove:
		set(&s.Node, &s.over, e.At.X)
	case OnLeave:
		set(&s.Node, &s.over, -1)
	}
	return false
}

// Paint is part of Widget.
func (s *Shares) Paint(p *Pen) {
	r := s.Bounds.Pad(2, 3)
	p.Fill(r, 2, p.Field)
	n := float32(len(s.stretches))
	for k, shares := range s.stretches {
		x, x2 := r.X+r.W*float32(k)/n, r.X+r.W*float32(k+1)/n
		y := r.Bottom()
		for st := State(1); st < States; st++ {
			if h := shares[st] * r.H; h > 0 {
				y -= h
				p.Fill(Rect{x, y, x2 - x, h}, 0, p.Theme.State[st].Fade(.85))
			}
		}
	}
	if s.over < 0 || n == 0 {
		return
	}
	k := min(max(int((s.over-r.X)/r.W*n), 0), len(s.stretches)-1)
	var lines []string
	var colors []Color
	for st := State(1); st < States; st++ {
		if v := s.stretches[k][st]; v > .005 {
			lines = append(lines, s.Names[st]+"  "+TickText(math.Round(float64(v)*100), 1)+" %")
			colors = append(colors, p.Theme.State[st])
		}
	}
	if len(lines) > 0 {
		x := r.X + r.W*(float32(k)+.5)/n
		p.VLine(x, r.Y, r.Bottom(), p.Ink)
		at := s.Bounds
		at.Y, at.H = at.Y-60, at.H+120
		paintReadOut(p, Point{x, r.Y + 8}, at, lines, colors)
	}
}
