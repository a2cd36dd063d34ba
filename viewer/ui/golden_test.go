package ui_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/taktsim/takt/viewer/ui"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

// shot draws a screen of the size, points, over the grey of a floor.
func shot(s *ui.Screen, w, h int, scale float32, do ...ui.Input) *image.RGBA {
	in := ui.Input{Size: ui.Size{W: float32(w), H: float32(h)}, Scale: scale, Cursor: ui.Point{X: -9, Y: -9}}
	s.Update(in)
	for _, d := range do {
		d.Size, d.Scale = in.Size, scale
		s.Update(d)
	}
	sheet := ui.NewSheet(int(float32(w)*scale), int(float32(h)*scale))
	draw.Draw(sheet.Image, sheet.Image.Rect, image.NewUniform(color.RGBA{0x9A, 0xA2, 0xAA, 255}), image.Point{}, draw.Src)
	s.Draw(sheet)
	return sheet.Image
}

// golden holds a picture against the one in testdata, byte for byte.
func golden(t *testing.T, name string, img *image.RGBA) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if *update {
		var buf bytes.Buffer
		enc := png.Encoder{CompressionLevel: png.BestCompression}
		if err := enc.Encode(&buf, img); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, buf.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v: make it with go test -update, and look at it", err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	got := image.NewNRGBA(img.Rect)
	draw.Draw(got, got.Rect, img, image.Point{}, draw.Src)
	old := image.NewNRGBA(want.Bounds())
	draw.Draw(old, old.Rect, want, want.Bounds().Min, draw.Src)
	if got.Rect != old.Rect {
		t.Fatalf("%v, and %s is %v", got.Rect, path, old.Rect)
	}
	n, first := 0, -1
	for k := 0; k < len(got.Pix); k += 4 {
		if !bytes.Equal(got.Pix[k:k+4], old.Pix[k:k+4]) {
			if n++; first < 0 {
				first = k / 4
			}
		}
	}
	if n > 0 {
		t.Errorf("%d pixels are not those of %s, the first at %d, %d: make it anew with go test -update, and look at both", n, path, first%got.Rect.Dx(), first/got.Rect.Dx())
	}
}
