package ui

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"

	"github.com/taktsim/takt/assets/font"
)

// Ascent and Descent of text, of its size: from the baseline up to the top of tall
// letters and of Chinese characters, and down to the lowest part.
const (
	Ascent  = 0.88
	Descent = 0.21
)

// typeface is the font and the width of each character of the basic plane, in 1/1000
// of its size: 128 KiB, so that measuring text takes no map and no lock.
var typeface = sync.OnceValue(func() *face {
	parsed, err := sfnt.Parse(font.Regular())
	if err != nil {
		panic(err) // the font is part of the program, and tested
	}
	f := &face{font: parsed}
	var buf sfnt.Buffer
	for r := range f.advance {
		g, err := parsed.GlyphIndex(&buf, rune(r))
		if err != nil {
			panic(err)
		}
		if g == 0 {
			f.advance[r] = 1000
			continue
		}
		a, err := parsed.GlyphAdvance(&buf, g, 1000<<6, 0)
		if err != nil {
			panic(err)
		}
		f.advance[r] = uint16(a >> 6)
	}
	return f
})

type face struct {
	font    *sfnt.Font
	advance [1 << 16]uint16
}

func (f *face) width(r rune) float32 {
	if r < 0 || int(r) >= len(f.advance) {
		return 1
	}
	return float32(f.advance[r]) / 1000
}

// TextWidth is the width of a line of text of the size, points. Letters are not
// kerned: a text is as wide as its characters.
func TextWidth(s string, size float32) float32 {
	f := typeface()
	var w float32
	for _, r := range s {
		w += f.width(r)
	}
	return w * size
}

// Fit is the text, cut and ended with "…" where it is wider than w.
func Fit(s string, w, size float32) string {
	if TextWidth(s, size) <= w {
		return s
	}
	f := typeface()
	left := w/size - f.width('…')
	for i, r := range s {
		if left -= f.width(r); left < 0 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// Wrap breaks a text into lines not wider than w: at spaces, between Chinese
// characters, at line feeds, and anywhere in a word that is wider than w.
func Wrap(s string, w, size float32) (lines []string) {
	f := typeface()
	for _, para := range strings.Split(s, "\n") {
		for {
			line, rest := breakLine(f, para, w/size)
			lines = append(lines, line)
			if rest == "" {
				break
			}
			para = rest
		}
	}
	return lines
}

// breakLine divides a paragraph after what fits in w (of the text's size).
func breakLine(f *face, s string, w float32) (line, rest string) {
	var x float32
	last := 0 // where it may be broken, after this byte
	for i, r := range s {
		x += f.width(r)
		if x > w && i > 0 && r != ' ' {
			if last == 0 {
				last = i
			}
			return strings.TrimRight(s[:last], " "), strings.TrimLeft(s[last:], " ")
		}
		next := i + utf8.RuneLen(r)
		if r == ' ' || r > 0x2E80 && !startsNoLine(s[next:]) {
			last = next
		}
	}
	return s, ""
}

// startsNoLine tells whether the text begins with what may not begin a line.
func startsNoLine(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("，。、；：？！）》」』】…—,.;:?!)%", r)
}
