package ui

import (
	"image"
	"image/draw"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// glyph is a drawn character: how much of each pixel it covers, and where these lie
// from the pixel at the start of its baseline.
type glyph struct {
	x, y, w, h int
	mask       []uint8
}

// glyphs draws characters and keeps what it drew.
type glyphs struct {
	known map[glyphKey]*glyph
	buf   sfnt.Buffer
	vec   vector.Rasterizer
}

type glyphKey struct {
	r       rune
	size    float32 // pixels
	quarter int     // of a pixel to the right
}

func newGlyphs() *glyphs { return &glyphs{known: map[glyphKey]*glyph{}} }

func (g *glyphs) get(r rune, size float32, quarter int) *glyph {
	k := glyphKey{r, size, quarter}
	if have, ok := g.known[k]; ok {
		return have
	}
	drawn := g.draw(k)
	g.known[k] = drawn
	return drawn
}

func (g *glyphs) draw(k glyphKey) *glyph {
	f := typeface().font
	index, err := f.GlyphIndex(&g.buf, k.r)
	if err != nil {
		return &glyph{}
	}
	segs, err := f.LoadGlyph(&g.buf, index, fixed.Int26_6(k.size*64), nil)
	if err != nil || len(segs) == 0 {
		return &glyph{}
	}
	b := segs.Bounds()
	off := float32(k.quarter) / 4
	x0, y0 := b.Min.X.Floor()-1, b.Min.Y.Floor()-1
	w, h := b.Max.X.Ceil()+2-x0, b.Max.Y.Ceil()+1-y0
	g.vec.Reset(w, h)
	pt := func(p fixed.Point26_6) (x, y float32) {
		return float32(p.X)/64 + off - float32(x0), float32(p.Y)/64 - float32(y0)
	}
	for i, s := range segs {
		ax, ay := pt(s.Args[0])
		bx, by := pt(s.Args[1])
		cx, cy := pt(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				g.vec.ClosePath()
			}
			g.vec.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			g.vec.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			g.vec.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			g.vec.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	g.vec.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	g.vec.DrawOp = draw.Src
	g.vec.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	return &glyph{x0, y0, w, h, mask.Pix}
}
