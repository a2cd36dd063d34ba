package render

import (
	"image"
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

// Measures and colours of a label, in pixels at scale 1.
const (
	labelRound   = 5
	labelBar     = 3
	labelInset   = 11 // from the left edge to the text
	labelRight   = 12
	labelTop     = 4
	labelTitle   = 13.5
	labelNote    = 11
	labelLine    = 16
	labelColor   = 0x1B2129
	labelBright  = 0xF4F6F8
	labelDim     = 0x9FABB8
	labelLeader  = 0x39434E
	labelOpacity = .93
)

// LabelSize is how large a label's chip must be for its texts, in pixels; scale is 1 on
// a screen of usual density.
func (t *Text) LabelSize(title, note string, scale float32) mgl32.Vec2 {
	w := t.Measure(title, labelTitle*scale)
	lines := float32(1)
	if note != "" {
		w = max(w, t.Measure(note, labelNote*scale))
		lines = 2
	}
	return mgl32.Vec2{w + (labelInset+labelRight)*scale, (labelLine*lines + 2*labelTop) * scale}
}

// Labels draws chips of text with thin lines to what they speak of: first all lines, so
// that none crosses a chip.
func (t *Text) Labels(dst *image.RGBA, labels []scene.Label, scale float32) {
	for i := range labels {
		l := &labels[i]
		if l.Small {
			continue
		}
		from := mgl32.Vec2{
			min(max(l.Anchor[0], l.Min[0]+labelRound*scale), l.Max[0]-labelRound*scale),
			min(max(l.Anchor[1], l.Min[1]+2), l.Max[1]-2),
		}
		Stroke(dst, from, l.Anchor, 1.2*scale, labelLeader, .85)
		disc(dst, l.Anchor, 3.2*scale, l.Bar)
	}
	for i := range labels {
		t.label(dst, &labels[i], scale)
	}
}

func (t *Text) label(dst *image.RGBA, l *scene.Label, scale float32) {
	if l.Small {
		t.number(dst, l, scale*scene.SmallLabel)
		return
	}
	Chip(dst, l.Min.Sub(mgl32.Vec2{1, 0}), l.Max.Add(mgl32.Vec2{1, 2}), (labelRound+1)*scale, 0, .16)
	Chip(dst, l.Min, l.Max, labelRound*scale, labelColor, labelOpacity)
	inset := mgl32.Vec2{0, 4 * scale}
	Chip(dst, l.Min.Add(inset), mgl32.Vec2{l.Min[0] + labelBar*scale, l.Max[1] - inset[1]}, labelBar/2*scale, l.Bar, 1)
	x := l.Min[0] + labelInset*scale
	// The note's lines stand below the title's; one line alone stands in the middle.
	lines := float32(1)
	if l.Note != "" {
		lines = 2
	}
	y := (l.Min[1]+l.Max[1])/2 - (lines/2*labelLine-labelLine*.74)*scale
	t.Draw(dst, l.Title, x, y, labelTitle*scale, labelBright, 1)
	if l.Note != "" {
		t.Draw(dst, l.Note, x, y+labelLine*scale*.97, labelNote*scale, labelDim, 1)
	}
}

// number draws a small label: dark on a light chip with an edge of its colour.
func (t *Text) number(dst *image.RGBA, l *scene.Label, scale float32) {
	// The chip was measured with room for a bar, which it has not.
	w, mid := t.Measure(l.Title, labelTitle*scale), (l.Min[0]+l.Max[0])/2
	half := mgl32.Vec2{w/2 + 6*scale, (l.Max[1] - l.Min[1]) / 2 * .82}
	at := mgl32.Vec2{mid, (l.Min[1] + l.Max[1]) / 2}
	edge := mgl32.Vec2{1.3 * scale, 1.3 * scale}
	Chip(dst, at.Sub(half).Sub(edge), at.Add(half).Add(edge), half[1], l.Bar, 1)
	Chip(dst, at.Sub(half), at.Add(half), half[1], labelBright, 1)
	t.Draw(dst, l.Title, mid-w/2, at[1]+labelTitle*scale*.36, labelTitle*scale, labelColor, 1)
}

// Chip fills a rectangle with round corners, from its top left to its bottom right, in
// pixels.
func Chip(dst *image.RGBA, from, to mgl32.Vec2, radius float32, c shape.Color, opacity float32) {
	mx, my := (from[0]+to[0])/2, (from[1]+to[1])/2
	hx, hy := (to[0]-from[0])/2, (to[1]-from[1])/2
	radius = min(radius, hx, hy)
	lay(dst, from, to, c, opacity, func(x, y float32) float32 {
		dx, dy := abs(x-mx)-hx+radius, abs(y-my)-hy+radius
		return radius - sqrt(max(dx, 0)*max(dx, 0)+max(dy, 0)*max(dy, 0)) - min(max(dx, dy), 0)
	})
}

// Stroke draws a straight line of a width, in pixels.
func Stroke(dst *image.RGBA, from, to mgl32.Vec2, width float32, c shape.Color, opacity float32) {
	d := to.Sub(from)
	long := max(float32(d[0]*d[0])+float32(d[1]*d[1]), 1e-6)
	lo := mgl32.Vec2{min(from[0], to[0]) - width, min(from[1], to[1]) - width}
	hi := mgl32.Vec2{max(from[0], to[0]) + width, max(from[1], to[1]) + width}
	lay(dst, lo, hi, c, opacity, func(x, y float32) float32 {
		x, y = x-from[0], y-from[1]
		k := unit((float32(x*d[0]) + float32(y*d[1])) / long)
		x, y = x-float32(k*d[0]), y-float32(k*d[1])
		return width/2 - sqrt(float32(x*x)+float32(y*y))
	})
}

func disc(dst *image.RGBA, at mgl32.Vec2, radius float32, c shape.Color) {
	r := mgl32.Vec2{radius + 1, radius + 1}
	lay(dst, at.Sub(r), at.Add(r), c, 1, func(x, y float32) float32 {
		x, y = x-at[0], y-at[1]
		return radius - sqrt(float32(x*x)+float32(y*y))
	})
}

// lay lays a colour where inside, the distance from a shape's edge to a pixel's middle
// (above 0 within), says.
func lay(dst *image.RGBA, from, to mgl32.Vec2, c shape.Color, opacity float32, inside func(x, y float32) float32) {
	if !finite(from[0], from[1], to[0], to[1], opacity) {
		return
	}
	w, h := float32(dst.Rect.Dx()), float32(dst.Rect.Dy())
	x0, x1 := int(min(max(from[0]-1, 0), w)), int(math.Ceil(float64(min(max(to[0]+1, 0), w))))
	y0, y1 := int(min(max(from[1]-1, 0), h)), int(math.Ceil(float64(min(max(to[1]+1, 0), h))))
	r, g, b := c.RGB()
	ink := [4]uint32{uint32(r), uint32(g), uint32(b), 255}
	for y := y0; y < y1; y++ {
		pix := dst.Pix[dst.PixOffset(dst.Rect.Min.X, dst.Rect.Min.Y+y):]
		for x := x0; x < x1; x++ {
			if a := unit(inside(float32(x)+.5, float32(y)+.5)+.5) * opacity; a > 0 {
				blend(pix[4*x:4*x+4], ink, uint32(a*(255*256)))
			}
		}
	}
}
