package shape

import "github.com/go-gl/mathgl/mgl32"

// Store is something that holds parts, and where. Tint(3) is its accent.
type Store struct {
	Mesh  *Mesh
	Spots []mgl32.Vec3 // where part k stands, the lowest and foremost first
	Room  mgl32.Vec3   // what a part may measure there
}

// mostSpots is how many parts one sees at most in a store.
const mostSpots = 512

// grid fills a store with spots: nx by ny by the levels, around the centre, in a room
// of w by d.
func (s *Store) grid(w, d float32, nx, ny int, levels []float32, high float32) {
	for _, z := range levels {
		for j := range ny {
			for i := range nx {
				s.Spots = append(s.Spots, at(w*((float32(i)+.5)/float32(nx)-.5), d*((float32(j)+.5)/float32(ny)-.5), z))
			}
		}
	}
	s.Room = at(w/float32(nx)*.84, d/float32(ny)*.84, high)
}

// Buffer holds room parts on a footprint w by d, m: few on pallets on the floor, more
// on a table, many in a rack with sloping levels; h is how high it may be, 0 for the
// usual. A room of 0 or less is without limit: a marked place with as many as one sees.
func Buffer(w, d, h float32, room int) Store {
	w, d = span(w, .5, 60), span(d, .5, 60)
	switch {
	case room <= 0:
		return Place(w, d, 48)
	case room <= 2:
		return Place(w, d, room)
	case room <= 16:
		return Table(w, d, h, room)
	}
	return Gravity(w, d, h, room)
}

// cells divides a footprint in at least n about square cells.
func cells(w, d float32, n int) (nx, ny int) {
	nx, ny = 1, 1
	for nx*ny < n {
		if w/float32(nx) > d/float32(ny) {
			nx++
		} else {
			ny++
		}
	}
	return nx, ny
}

// Place is a part of the floor marked for n parts, on pallets when they are few.
func Place(w, d float32, n int) Store {
	w, d, n = span(w, .5, 60), span(d, .5, 60), max(1, min(n, mostSpots))
	b := build()
	in := min(.06, w*.1)
	b.paints(Gold, Yellow).stack([][]vec{
		rect(-w/2, -d/2, w/2, d/2, 0), rect(-w/2, -d/2, w/2, d/2, .02), rect(-w/2+in, -d/2+in, w/2-in, d/2-in, .02), rect(-w/2+in, -d/2+in, w/2-in, d/2-in, .01),
	}, Gold, Yellow, Gold, Seam)
	floors := max(1, min(3, n/8))
	nx, ny := cells(w, d, (n+floors-1)/floors)
	s := Store{}
	z := float32(.02)
	if nx*ny <= 6 {
		z = .15
		for j := range ny {
			for i := range nx {
				x, y := w*((float32(i)+.5)/float32(nx)-.5), d*((float32(j)+.5)/float32(ny)-.5)
				b.pallet(x, y, min(1.2, w/float32(nx)*.88), min(1.2, d/float32(ny)*.88))
			}
		}
	}
	tall := min(.8, w/float32(nx)*.8, d/float32(ny)*.8)
	var levels []float32
	for k := range floors {
		levels = append(levels, z+float32(k)*(tall+.01))
	}
	s.grid(w-2*in, d-2*in, nx, ny, levels, tall)
	s.Mesh, s.Spots = b.done(), s.Spots[:min(n, len(s.Spots))]
	return s
}

// Table is an accumulation table for n parts.
func Table(w, d, h float32, n int) Store {
	w, d, h, n = span(w, .5, 60), span(d, .5, 60), span(h, .75, 1.2), max(1, min(n, mostSpots))
	b := build()
	b.paint(Slate)
	b.legs(-w/2+.05, -d/2+.05, w/2-.05, d/2-.05, h-.12, .09)
	b.paint(Iron).box(-w/2+.08, -d/2+.08, h*.3, w/2-.08, d/2-.08, h*.3+.05)
	b.paint(Mist).tub(-w/2, -d/2, h-.12, w/2, d/2, h+.06, .05)
	b.stripe(-w/2, -d/2, w/2, d/2, h-.09, h-.03)
	nx, ny := cells(w, d, n)
	b.paint(Silver)
	rolls := min(16, max(3, int(w/.25)))
	for k := range rolls {
		x := -w/2 + .07 + (w-.14)*(float32(k)+.1)/float32(rolls)
		b.over(x, -d/2+.06, x+(w-.14)/float32(rolls)*.5, d/2-.06, h-.055)
	}
	s := Store{}
	s.grid(w-.12, d-.12, nx, ny, []float32{h - .05}, .6)
	s.Mesh, s.Spots = b.done(), s.Spots[:min(n, len(s.Spots))]
	return s
}

// Gravity is a rack of levels for n parts.
func Gravity(w, d, h float32, n int) Store {
	w, d, n = span(w, .5, 60), span(d, .5, 60), max(1, min(n, mostSpots))
	if !(h > 1) {
		h = 2.1
	}
	h = min(h, 6)
	levels := max(2, min(6, int(h/.55)))
	b := build()
	bays := max(1, min(8, int(w/2+.5)))
	for k := range bays + 1 {
		x := -w/2 + .05 + (w-.1)*float32(k)/float32(bays)
		b.paint(Navy).box(x-.05, -d/2, 0, x+.05, -d/2+.1, h).box(x-.05, d/2-.1, 0, x+.05, d/2, h)
	}
	s := Store{}
	var heights []float32
	for k := range levels {
		z := .2 + (h-.3)*float32(k)/float32(levels)
		b.paints(Iron, Silver).box(-w/2+.04, -d/2+.03, z-.05, w/2-.04, d/2-.03, z)
		b.paint(Tint(3)).box(-w/2+.02, -d/2-.02, z-.06, w/2-.02, -d/2+.03, z+.03)
		heights = append(heights, z)
	}
	nx, ny := cells(w, d, (n+levels-1)/levels)
	s.grid(w-.24, d-.2, nx, ny, heights, (h-.3)/float32(levels)-.14)
	s.Mesh, s.Spots = b.done(), s.Spots[:min(n, len(s.Spots))]
	return s
}

// bayWide and levelHigh are of a warehouse rack, m.
const (
	bayWide   = 2.7
	levelHigh = 1.5
)

// Rack is a warehouse rack along x of so many bays and levels, so deep, m: blue
// uprights, orange beams, three spots to a level of a bay.
func Rack(bays, levels int, depth float32) Store {
	bays, levels, d := max(1, min(bays, 16)), max(1, min(levels, 8)), span(depth, .6, 3)
	w, h := float32(bays)*bayWide+.1, float32(levels)*levelHigh+.3
	b := build()
	for k := range bays + 1 {
		x := -w/2 + .05 + bayWide*float32(k)
		b.paint(Navy).box(x-.05, -d/2, 0, x+.05, -d/2+.1, h).box(x-.05, d/2-.1, 0, x+.05, d/2, h)
		if k == 0 || k == bays {
			for l := range min(levels, 4) {
				z := .3 + float32(l)*levelHigh
				b.paint(Blue).bar(at(x, -d/2+.06, z), at(x, d/2-.06, z+levelHigh*.7), .05)
			}
		}
	}
	s := Store{}
	var heights []float32
	for l := range levels {
		z := .2 + float32(l)*levelHigh
		b.paint(Orange).box(-w/2, -d/2-.02, z-.12, w/2, -d/2+.04, z).box(-w/2, d/2-.04, z-.12, w/2, d/2+.02, z)
		b.paint(Plank).box(-w/2+.1, -d/2+.05, z-.05, w/2-.1, d/2-.05, z-.01)
		heights = append(heights, z)
	}
	// A bay is three spots wide, between its uprights.
	for _, z := range heights {
		for k := range bays {
			for i := range 3 {
				x := -w/2 + .05 + bayWide*float32(k) + .1 + (bayWide-.2)*(float32(i)+.5)/3
				s.Spots = append(s.Spots, at(x, 0, z))
			}
		}
	}
	s.Room = at(.76, d*.86, levelHigh*.72)
	s.Mesh = b.done()
	return s
}

// BayWide and LevelHigh are of a warehouse rack, m; RackHead is what it has above its
// levels.
const (
	BayWide   = bayWide
	LevelHigh = levelHigh
	RackHead  = .3
)

// RackNamed reports whether a name is that of a rack.
func RackNamed(name string) bool {
	return hasWord(name, "rack shelf shelves shelving warehouse storage asrs supermarket highbay 货架 立库 立体库 仓库 仓储 高架")
}

// Racks is a warehouse rack on a footprint w by d and so high, m, for n parts, as many as
// are seen: so many of them to a level of a bay as it takes.
func Racks(w, d, h float32, n int) Store {
	w, d, n = span(w, 1, 60), span(d, .6, 3), max(1, min(n, mostSpots))
	h = span(h, 1, 8*levelHigh+RackHead)
	bays, levels := max(1, min(int(w/bayWide+.5), 16)), max(1, min(int((h-RackHead)/levelHigh+.5), 8))
	if levels == 1 && h > 1.6 {
		levels = 2
	}
	rack := Rack(bays, levels, d)
	wide, tall := w/float32(bays), h/rack.Mesh.Max.Z() // of a bay, m; against a usual one
	b := build()
	b.add(rack.Mesh, mgl32.Scale3D(w/(rack.Mesh.Max.X()-rack.Mesh.Min.X()), 1, tall))
	per := (n + bays*levels - 1) / (bays * levels)
	floors := 1
	if per > 12 {
		floors = 2
	}
	nx, ny := cells(wide-.2, d*.9, (per+floors-1)/floors)
	high := (levelHigh - .2) * tall / float32(floors)
	s := Store{Mesh: b.done(), Room: at((wide-.2)/float32(nx)*.86, d*.9/float32(ny)*.86, high*.9)}
	for l := range levels {
		for bay := range bays {
			for k := range per {
				i, j, f := k%nx, k/nx%ny, k/(nx*ny)
				s.Spots = append(s.Spots, at(-w/2+wide*float32(bay)+.1+(wide-.2)*(float32(i)+.5)/float32(nx),
					d*.9*((float32(j)+.5)/float32(ny)-.5), (.2+float32(l)*levelHigh)*tall+float32(f)*high))
			}
		}
	}
	s.Spots = s.Spots[:min(n, len(s.Spots))]
	return s
}

// pallet adds a wooden pallet on the floor, .14 m high.
func (b *body) pallet(x, y, w, d float32) {
	for _, k := range [3]float32{-.44, 0, .44} {
		b.paint(Wood).block(x, y+k*d, 0, w, .12*d, .1)
	}
	b.paints(Wood, Plank).block(x, y, .1, w, d, .04)
	b.paint(Wood).over(x-w*.18, y-d/2, x-w*.12, y+d/2, .15).over(x+w*.12, y-d/2, x+w*.18, y+d/2, .15)
}
