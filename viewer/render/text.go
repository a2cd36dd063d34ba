package render

import (
	"fmt"
	"image"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/taktsim/takt/assets/shape"
)

// Text draws words onto pictures, in one typeface and any size. It keeps the shapes of
// letters that it has drawn. It may be used by one goroutine at a time.
type Text struct {
	fonts  []*opentype.Font
	faces  map[faceKey]font.Face
	glyphs map[glyphKey]*glyph
}

type faceKey struct {
	font int
	size uint16 // quarters of a pixel
}

type glyphKey struct {
	faceKey
	letter rune
	shift  uint8 // of the place, quarters of a pixel
}

type glyph struct {
	left, top, w, h int
	cover           []uint8
	advance         fixed.Int26_6
}

// maxGlyphs bounds the letters that are kept.
const maxGlyphs = 1 << 13

// NewText reads a typeface: a TrueType or OpenType font, or a collection's first; a
// letter that it lacks is taken from the next that has it.
func NewText(fonts ...[]byte) (*Text, error) {
	t := &Text{faces: map[faceKey]font.Face{}, glyphs: map[glyphKey]*glyph{}}
	for i, data := range fonts {
		f, err := opentype.ParseCollection(data)
		if err != nil {
			return nil, fmt.Errorf("font %d: %w; expected a TrueType or OpenType font", i+1, err)
		}
		one, err := f.Font(0)
		if err != nil {
			return nil, fmt.Errorf("font %d: %w", i+1, err)
		}
		t.fonts = append(t.fonts, one)
	}
	if len(t.fonts) == 0 {
		return nil, fmt.Errorf("no font: text needs at least one")
	}
	return t, nil
}

// Measure is how wide a text is, in pixels, at a size in pixels.
func (t *Text) Measure(text string, px float32) float32 {
	var width fixed.Int26_6
	for _, r := range text {
		width += t.glyph(r, px, 0).advance
	}
	return float32(width) / 64
}

// Draw draws a text whose baseline begins at x, y, in pixels from the top left of the
// picture, and tells where it ends. Opacity goes from 0 to 1.
func (t *Text) Draw(dst *image.RGBA, text string, x, y, px float32, c shape.Color, opacity float32) (end float32) {
	if !finite(x, y, px, opacity) || abs(x) > 1e5 || abs(y) > 1e5 {
		return x
	}
	at := fixed.Int26_6(floor32(x*64 + .5))
	row := floor32(y + .5)
	r, g, b := c.RGB()
	ink := [4]uint32{uint32(r), uint32(g), uint32(b), 255}
	strength := uint32(alpha(opacity))
	for _, letter := range text {
		shift := uint8(at&63) / 16
		k := t.glyph(letter, px, shift)
		k.draw(dst, int(at>>6), row, ink, strength)
		at += k.advance
	}
	return float32(at) / 64
}

// draw lays the ink on the picture where the letter covers it.
func (k *glyph) draw(dst *image.RGBA, x, y int, ink [4]uint32, strength uint32) {
	box := image.Rect(x+k.left, y+k.top, x+k.left+k.w, y+k.top+k.h).Add(dst.Rect.Min)
	in := box.Intersect(dst.Rect)
	for py := in.Min.Y; py < in.Max.Y; py++ {
		cover := k.cover[(py-box.Min.Y)*k.w:][in.Min.X-box.Min.X : in.Max.X-box.Min.X]
		pix := dst.Pix[dst.PixOffset(in.Min.X, py):]
		for i, a := range cover {
			if a != 0 {
				blend(pix[4*i:4*i+4], ink, uint32(a)*strength)
			}
		}
	}
}

// blend lays ink on a pixel, a of 255*256 opaque.
func blend(pix []uint8, ink [4]uint32, a uint32) {
	const whole = 255 * 256
	for i := range pix[:4] {
		pix[i] = uint8((uint32(pix[i])*(whole-a) + ink[i]*a + whole/2) / whole)
	}
}

// glyph finds or makes a letter's shape.
func (t *Text) glyph(r rune, px float32, shift uint8) *glyph {
	if !(px >= 1) {
		px = 1
	}
	key := glyphKey{faceKey{0, uint16(min(px, 1000) * 4)}, r, shift}
	if g, ok := t.glyphs[key]; ok {
		return g
	}
	if len(t.glyphs) >= maxGlyphs {
		clear(t.glyphs)
	}
	g := t.newGlyph(key)
	t.glyphs[key] = g
	return g
}

func (t *Text) newGlyph(key glyphKey) *glyph {
	face := t.face(key)
	if face == nil {
		return &glyph{}
	}
	dot := fixed.Point26_6{X: fixed.Int26_6(key.shift) * 16}
	box, mask, from, advance, ok := face.Glyph(dot, key.letter)
	g := &glyph{advance: advance}
	if !ok || box.Empty() {
		return g
	}
	g.left, g.top, g.w, g.h = box.Min.X, box.Min.Y, box.Dx(), box.Dy()
	g.cover = make([]uint8, g.w*g.h)
	for y := range g.h {
		for x := range g.w {
			_, _, _, a := mask.At(from.X+x, from.Y+y).RGBA()
			// Text on dark chips looks too thin without: light on dark spreads in the eye.
			g.cover[y*g.w+x] = uint8(255*math.Pow(float64(a)/65535, .85) + .5)
		}
	}
	return g
}

// face is the first font that has the letter, at a size; nil where it cannot be made.
func (t *Text) face(key glyphKey) font.Face {
	size := key.faceKey
	for i, f := range t.fonts {
		if k, err := f.GlyphIndex(nil, key.letter); err == nil && k != 0 {
			size.font = i
			break
		}
	}
	if f, ok := t.faces[size]; ok {
		return f
	}
	f, err := opentype.NewFace(t.fonts[size.font], &opentype.FaceOptions{Size: float64(size.size) / 4, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		f = nil
	}
	t.faces[size] = f
	return f
}
