package scene

import (
	"cmp"
	"slices"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// labelRise is how far a chip stands above what it speaks of, pixels at a scale of 1.
const labelRise = 34

// wish is a label that would like to be in the picture.
type wish struct {
	label Label
	at    mgl32.Vec3
	rank  int     // the lower, the sooner
	depth float32 // of its anchor
}

// place puts labels into the picture: those of a lower rank and those nearer first,
// each above what it speaks of, or beside it where another is in the way, and none over
// another or over what is reserved. One that finds no room is left out.
func (v *View) place(wishes []wish, out []Label) []Label {
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.depth, b.depth)) })
	most := v.MaxLabels
	for _, w := range wishes {
		if len(out) >= most {
			break
		}
		l := w.label
		size := v.LabelSize(l.Title, l.Note, v.scale())
		if v.fit(&l, size.X(), size.Y(), out) {
			out = append(out, l)
		}
	}
	return out
}

// tries are the places of a chip around its anchor: its middle as shares of its width
// and its rises.
var tries = [...]mgl32.Vec2{{0, 1}, {.35, 1.3}, {-.35, 1.3}, {.6, .7}, {-.6, .7}, {0, 2.1}, {.5, 2.2}, {-.5, 2.2}, {0, 3.2}}

// fit finds a place for a chip.
func (v *View) fit(l *Label, width, height float32, placed []Label) bool {
	for _, t := range tries {
		mid := l.Anchor.Add(mgl32.Vec2{t.X() * width, -t.Y()*labelRise*v.scale() - height/2})
		lo := mgl32.Vec2{mid.X() - width/2, mid.Y() - height/2}
		if hi := lo.Add(mgl32.Vec2{width, height}); v.vacant(lo, hi, placed) {
			l.Min, l.Max = lo, hi
			return true
		}
	}
	return false
}

// vacant reports whether a chip may be in a rectangle of the picture.
func (v *View) vacant(lo, hi mgl32.Vec2, placed []Label) bool {
	return lo.X() >= 4 && lo.Y() >= 4 && hi.X() <= float32(v.Size[0])-4 && hi.Y() <= float32(v.Size[1])-4 &&
		!slices.ContainsFunc(placed, func(o Label) bool { return overlap(lo, hi, o.Min, o.Max, 4) }) &&
		!slices.ContainsFunc(v.Reserved, func(r [2]mgl32.Vec2) bool { return overlap(lo, hi, r[0], r[1], 2) })
}

// overlap reports whether two rectangles are nearer than a gap.
func overlap(a, b, c, d mgl32.Vec2, gap float32) bool {
	return a.X() < d.X()+gap && c.X() < b.X()+gap && a.Y() < d.Y()+gap && c.Y() < b.Y()+gap
}

// wish asks for a label of node i at a point of the world, if that is in the picture.
func (v *View) wish(wishes []wish, i int, at mgl32.Vec3, rank int, title, note string, bar shape.Color) []wish {
	p, depth := v.Camera.Look(at, v.Size)
	if depth < Near || p.X() < 0 || p.Y() < 0 || p.X() > float32(v.Size[0]) || p.Y() > float32(v.Size[1]) {
		return wishes
	}
	return append(wishes, wish{label: Label{ID: uint32(i) + 1, Title: title, Note: note, Bar: bar, Anchor: p}, at: at, rank: rank, depth: depth})
}
