package ui

import (
	"image"
	"math"
)

// Painter draws, in points of the screen; later things lie above earlier ones. Edges
// of rectangles come to lie between pixels; text stands on whole pixels.
type Painter interface {
	// Fill paints a rectangle with round corners.
	Fill(r Rect, radius float32, c Color)
	// Stroke paints the edge of a rectangle, inside it.
	Stroke(r Rect, radius, width float32, c Color)
	// Polyline joins points by a line of the width.
	Polyline(pts []Point, width float32, c Color)
	// Polygon fills a convex polygon.
	Polygon(pts []Point, c Color)
	// Ribbon fills what lies between two lines with as many points, at the same x.
	Ribbon(top, bottom []Point, c Color)
	// Text writes a line from x to the right, its baseline at y.
	Text(s string, x, y, size float32, c Color)
	// Image draws a picture into the rectangle. It is known by its address: change
	// none that was drawn.
	Image(img image.Image, r Rect)
	// Clip lets nothing be painted outside of the rectangle, until the next Clip.
	Clip(r Rect)
}

// Align is where a text stands in its rectangle.
type Align uint8

// The alignments.
const (
	Start Align = iota
	Middle
	End
)

// Pen is what widgets paint with: a Painter, the theme, and what is made of both.
type Pen struct {
	Painter
	*Theme
	Time   float64 // of this frame, s
	Screen *Screen
	clip   Rect
	pts    [24]Point
	ticks  []float64
}

// NewPen is a pen for what lies beside the widgets, such as labels in the picture of a
// plant. Nothing is painted outside of the area.
func NewPen(on Painter, th *Theme, area Rect) *Pen {
	on.Clip(area)
	return &Pen{Painter: on, Theme: th, clip: area}
}

// Within lets nothing be painted outside of r as well as of what was the rule before,
// which it gives back for Outside.
func (p *Pen) Within(r Rect) (before Rect) {
	before = p.clip
	p.clip = p.clip.Cut(r)
	p.Clip(p.clip)
	return before
}

// Outside ends a Within.
func (p *Pen) Outside(before Rect) {
	p.clip = before
	p.Clip(before)
}

// Seen tells whether a part of r can be seen at all.
func (p *Pen) Seen(r Rect) bool { return !p.clip.Cut(r).Empty() }

// Label writes a line of text in the middle of the height of r, cut where it is wider.
func (p *Pen) Label(r Rect, s string, size float32, a Align, c Color) {
	if s == "" {
		return
	}
	s = Fit(s, r.W, size)
	x := r.X
	if a != Start {
		free := r.W - TextWidth(s, size)
		if a == Middle {
			free /= 2
		}
		x += free
	}
	p.Text(s, x, middle(r, size), size, c)
}

// middle is the baseline of text that stands in the middle of r: of its capitals,
// which are 0.73 of its size.
func middle(r Rect, size float32) float32 { return r.Y + r.H/2 + size*.365 }

// HLine is a line of one point from x to x2.
func (p *Pen) HLine(x, x2, y float32, c Color) { p.Fill(Rect{x, y, x2 - x, 1}, 0, c) }

// VLine is a line of one point from y to y2.
func (p *Pen) VLine(x, y, y2 float32, c Color) { p.Fill(Rect{x, y, 1, y2 - y}, 0, c) }

// Disc is a filled circle.
func (p *Pen) Disc(at Point, radius float32, c Color) {
	n := 12
	if radius > 5 {
		n = len(p.pts)
	}
	for i := range n {
		s, co := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		p.pts[i] = Point{at.X + radius*float32(co), at.Y + radius*float32(s)}
	}
	p.Polygon(p.pts[:n], c)
}

// Cast is the soft shadow of a panel that floats.
func (p *Pen) Cast(r Rect, radius float32) {
	for i := range 8 {
		d := float32(i) * 1.2
		p.Fill(Rect{r.X - d, r.Y - d + 2, r.W + 2*d, r.H + 2*d}, radius+d, p.Shadow.Fade(.16))
	}
}

// Ring shows that the widget has the keyboard.
func (p *Pen) Ring(r Rect, radius float32) {
	p.Stroke(Rect{r.X - 1, r.Y - 1, r.W + 2, r.H + 2}, radius+1, 1.5, p.Focus)
}
