package ui

import (
	"encoding/binary"
	"image"
	"math"
)

// Sheet is a Canvas in memory: what a screen looks like, without a display.
type Sheet struct {
	Image    *image.RGBA // of the whole screen, pixels
	pictures map[int]*picture
	glyphs   *glyphs
}

type picture struct {
	at    Rect
	scale float32
	img   *image.RGBA
	pen   *Raster
}

// NewSheet is an empty sheet, of the size in pixels.
func NewSheet(w, h int) *Sheet {
	return &Sheet{Image: image.NewRGBA(image.Rect(0, 0, w, h)), pictures: map[int]*picture{}, glyphs: newGlyphs()}
}

// Pixels is where a picture lies that shows a place of the screen at a scale.
func Pixels(at Rect, scale float32) image.Rectangle {
	floor := func(x float32) int { return int(math.Floor(float64(x*scale) + 1e-3)) }
	ceil := func(x float32) int { return int(math.Ceil(float64(x*scale) - 1e-3)) }
	return image.Rect(floor(at.X), floor(at.Y), ceil(at.Right()), ceil(at.Bottom()))
}

// Begin is part of Canvas.
func (s *Sheet) Begin(layer int, at Rect, scale float32) Painter {
	p := s.pictures[layer]
	if p == nil {
		p = &picture{}
		s.pictures[layer] = p
	}
	box := Pixels(at, scale)
	if p.img == nil || p.img.Rect.Size() != box.Size() {
		p.img = image.NewRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	} else {
		clear(p.img.Pix)
	}
	p.at, p.scale = at, scale
	if p.pen == nil {
		p.pen = &Raster{glyphs: s.glyphs}
	}
	p.pen.dst, p.pen.scale, p.pen.clip = p.img, scale, p.img.Rect
	p.pen.origin = Point{float32(box.Min.X) / scale, float32(box.Min.Y) / scale}
	return p.pen
}

// Show is part of Canvas.
func (s *Sheet) Show(layer int, at Rect, scale float32) {
	p := s.pictures[layer]
	if p == nil {
		return
	}
	over(s.Image, p.img, Pixels(at, scale).Min)
}

// Drop is part of Canvas.
func (s *Sheet) Drop(layer int) { delete(s.pictures, layer) }

// over lays a picture on another, its top left at a pixel.
func over(dst, src *image.RGBA, at image.Point) {
	box := src.Rect.Add(at).Intersect(dst.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		d := dst.Pix[dst.PixOffset(box.Min.X, y):]
		s := src.Pix[src.PixOffset(box.Min.X-at.X, y-at.Y):]
		for i := 0; i < box.Dx()*4; i += 4 {
			c := binary.LittleEndian.Uint32(s[i:])
			under := 255 - c>>24
			if under == 255 {
				continue
			}
			if under > 0 {
				// Two channels at once, each times under, divided by 255 and rounded.
				const half, low = 0x800080, 0xff00ff
				b := binary.LittleEndian.Uint32(d[i:])
				even, odd := (b&low)*under+half, (b>>8&low)*under+half
				even, odd = (even+even>>8&low)>>8&low, odd+odd>>8&low
				c += even | odd&^low
			}
			binary.LittleEndian.PutUint32(d[i:], c)
		}
	}
}
