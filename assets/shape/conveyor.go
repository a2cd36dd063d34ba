package shape

import "math"

// most parts of a kind in one mesh: a longer conveyor has longer slats and fewer legs.
const (
	mostSlats = 96
	mostLegs  = 12
	mostRolls = 36
)

// Conveyor is a belt of slats along x, so long, with its top at the height; pitch is
// from one slat to the next. Tint(0) to Tint(2) are the slats in turn, see Slats; the
// belt is centred like every mesh.
func Conveyor(length, width, height, pitch float32) *Mesh {
	b, l, w, h := frame(length, width, height)
	n := max(3, min(mostSlats, int(l/span(pitch, .1, 5))))
	b.paint(Ink).box(-l/2, -w/2+.06, h-.1, l/2, w/2-.06, h-.015)
	step := l / float32(n)
	for k := range n {
		x := -l/2 + step*float32(k)
		b.paint(Tint(k%3)).over(x+.08*step, -w/2+.06, x+.92*step, w/2-.06, h)
	}
	return b.done()
}

// Slats gives the colours of a belt that has moved by so many slats, for Tint(0) to
// Tint(2).
func Slats(moved int) [3]Color {
	s := [3]Color{Belt, Seam, Belt}
	k := ((moved % 3) + 3) % 3
	return [3]Color{s[(3-k)%3], s[(4-k)%3], s[(5-k)%3]}
}

// Rollers is a conveyor of rollers instead of slats.
func Rollers(length, width, height, pitch float32) *Mesh {
	b, l, w, h := frame(length, width, height)
	n := max(2, min(mostRolls, int(l/span(pitch, .1, 5))))
	step := l / float32(n)
	r := min(.05, step*.4)
	for k := range n {
		x := -l/2 + step*(float32(k)+.5)
		// The lower half of a roller is never seen.
		ring := make([]vec, 4)
		for i := range ring {
			s, c := math.Sincos(math.Pi * float64(i) / 3)
			ring[i] = at(x+r*float32(c), -w/2+.06, h-r+r*float32(s))
		}
		b.paint(Silver).sweep(ring, at(0, w-.12, 0))
	}
	return b.done()
}

// frame is what carries a conveyor: rails with a yellow line, and legs.
func frame(length, width, height float32) (b *body, l, w, h float32) {
	b, l, w, h = build(), span(length, .3, 1000), span(width, .3, 10), span(height, .2, 10)
	for _, s := range [2]float32{-1, 1} {
		y0, y1 := min(s*w/2, s*(w/2-.07)), max(s*w/2, s*(w/2-.07))
		b.paint(Iron).box(-l/2, y0, h-.2, l/2, y1, h+.05)
		b.paint(Yellow).over(-l/2, y0, l/2, y1, h+.065)
	}
	n := max(1, min(mostLegs, int(l/2+.5)))
	for k := range n + 1 {
		x := -l/2 + .12 + (l-.24)*float32(k)/float32(n)
		b.paint(Slate).box(x-.04, -w/2+.01, 0, x+.04, -w/2+.06, h-.2).box(x-.04, w/2-.06, 0, x+.04, w/2-.01, h-.2)
		if n <= mostLegs/2 {
			b.box(x-.03, -w/2+.06, h*.3, x+.03, w/2-.06, h*.3+.06)
		}
	}
	return b, l, w, h
}
