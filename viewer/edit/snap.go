package edit

import "math"

// Grid is what positions snap to, m.
const Grid = .5

// Snap is the nearest point of a grid.
func Snap(at [2]float64, grid float64) [2]float64 {
	for k, v := range at {
		at[k] = math.Round(v/grid) * grid
	}
	return at
}

// Port is where parts leave a place or come to it, on the floor, m.
type Port struct {
	Path, Name string
	Out        bool
	At         [2]float64
}

// SnapPorts is the shift that brings one of my ports to a port of another place that
// fits it: one where parts leave to one where they come. The nearest pair counts; ok is
// false when none is as near as reach, m.
func SnapPorts(mine, others []Port, reach float64) (shift [2]float64, ok bool) {
	best := reach
	for _, p := range mine {
		for _, q := range others {
			dx, dy := q.At[0]-p.At[0], q.At[1]-p.At[1]
			if far := math.Hypot(dx, dy); p.Out != q.Out && far <= best {
				best, shift, ok = far, [2]float64{dx, dy}, true
			}
		}
	}
	return shift, ok
}

// Footprint is what a place covers of the floor: the corners of a convex area, m, in
// their order around it.
type Footprint struct {
	Path    string
	Corners [][2]float64
}

// Rectangle is the footprint of something by its middle, its extent and its turn in
// degrees counter-clockwise.
func Rectangle(path string, at, size [2]float64, turn float64) Footprint {
	sin, cos := math.Sincos(turn * math.Pi / 180)
	f := Footprint{Path: path}
	for _, c := range [...][2]float64{{-.5, -.5}, {.5, -.5}, {.5, .5}, {-.5, .5}} {
		x, y := c[0]*size[0], c[1]*size[1]
		f.Corners = append(f.Corners, [2]float64{at[0] + cos*x - sin*y, at[1] + sin*x + cos*y})
	}
	return f
}

// touching is how far two footprints may lie in one another and still stand side by
// side, m: positions are rounded to the millimetre.
const touching = .002

// Overlaps reports whether two footprints share more of the floor than an edge: unless
// a line can be drawn between them (the separating axis of convex areas), they do.
func (f *Footprint) Overlaps(g *Footprint) bool {
	return len(f.Corners) > 2 && len(g.Corners) > 2 && !f.parted(g) && !g.parted(f)
}

// parted reports whether one of f's edges has all of g beyond it.
func (f *Footprint) parted(g *Footprint) bool {
	for i, a := range f.Corners {
		b := f.Corners[(i+1)%len(f.Corners)]
		nx, ny := b[1]-a[1], a[0]-b[0]
		long := math.Hypot(nx, ny)
		if long == 0 {
			continue
		}
		lo, hi := f.along(nx/long, ny/long)
		lo2, hi2 := g.along(nx/long, ny/long)
		if lo2 > hi-touching || hi2 < lo+touching {
			return true
		}
	}
	return false
}

// along is how far a footprint reaches in a direction of length 1.
func (f *Footprint) along(x, y float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, c := range f.Corners {
		d := c[0]*x + c[1]*y
		lo, hi = min(lo, d), max(hi, d)
	}
	return lo, hi
}

// Clearance names what stands in the way of a footprint: its own path, and what is in
// it or around it, aside.
func Clearance(f Footprint, others []Footprint) []string {
	var out []string
	for i := range others {
		g := &others[i]
		if !within(g.Path, f.Path) && !within(f.Path, g.Path) && f.Overlaps(g) {
			out = append(out, g.Path)
		}
	}
	return out
}
