package render

import (
	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

// Colours and shares of the picture, for a renderer elsewhere.
const (
	SkyColor    shape.Color = skyColor    // at the top of the picture
	HazeColor   shape.Color = hazeColor   // at its bottom
	GroundColor shape.Color = groundColor // of the floor
	GridColor   shape.Color = gridColor   // of the lines of 1 m and 5 m on it
	ShadowColor shape.Color = shadowColor // what is in full shadow becomes
	Contact                 = contactShare
	LineColor   shape.Color = creaseColor // of edges that stand out
	Outline                 = 1 - silhouette
	Crease                  = creaseShare
	Hollow                  = hollowShare
	LeastLined              = leastLined // pixels of a metre where lines begin
	FullyLined              = fullyLined // and where they are as strong as they get
	FogMost                 = fogShare
	Vignette                = vignetteAt1
	MaxFloor                = maxFloor // m, how far away floor is drawn
	HeightUnit              = heightUnit
	SubPixel                = subPixel
)

// Shot is a frame up to where its pixels begin: what a camera sees of it, culled,
// transformed and clipped by the software renderer's own code. It is good until its Soft
// draws or shoots again.
type Shot struct {
	only  bool // the last frame was shot, not drawn
	soft  *Soft
	lends Polygon // to Each's callers

	W, H               int        // of the picture that the polygons are in, pixels; of Best twice that asked for
	Eye, Right, Up, At mgl32.Vec3 // the camera's place and directions
	Lens               float32    // pixels that 1 m measures at 1 m
	FogFrom, FogScale  float32    // of 256 of what is at a depth, (depth-FogFrom)*FogScale are hidden, within FogMost
	Ground             bool       // there is a floor, and the camera is above it
	Slope              mgl32.Vec2 // m by which shadows fall aside per m of height

	Min, Max mgl32.Vec2 // the hall; beyond it the ground fades
	Fade     float32    // within so many m
	Patches  []Patch    // what lies on the ground, in its order
	Painted  int        // how many of them are paint: the grid and the shadows lie above those and the bands, below the others
	Banded   int        // how many are paint or bands: of these what reaches into each other is one, and BandShare of it is seen
}

// Patch is a rectangle on the floor, turned so that it lies along U, or a round glow.
type Patch struct {
	Centre   mgl32.Vec2
	U        mgl32.Vec2 // of length 1
	HU, HV   float32    // half its length and width, m; of a glow its radius
	Soft     float32    // width of its soft edge, m
	Dash     float32    // length of dashes and gaps, m; 0: none
	Taper    float32    // of a band: by how much HV grows per m along U
	Color    shape.Color
	Strength float32 // of 256
	Glow     bool
	Y0, Y1   int // rows in which it may be seen
}

// Polygon is a convex face on the picture. 1/depth in the pixel x, y is A*x + B*y + C,
// kept between Lo and Hi.
type Polygon struct {
	A, B, C, Lo, Hi float32
	Corners         [][2]int32  // pixels times SubPixel
	Lit, Dim        shape.Color // in the sun and in shadow
	Bias            float32     // see Light
	Glows           bool        // neither shadow nor floor darkens it
	Code            uint32      // faces that lie in one plane, or nearly, have it in common
	Broad           uint8       // how strong a line at it may be, of BroadMost
	ID              uint32      // of its draw
}

// Light is what stands' shadow, as textures of W x H texels of Size m, the first at Min.
// A point is in shadow where High of the texel at its x, y + Slope*z is above
// (z + Bias*Size + .04 m)/HeightUnit.
type Light struct {
	Version int64 // no other light has it
	W, H    int   // 0: there is none
	Min     mgl32.Vec2
	Size    float32
	High    []uint16
}

// Levels of the floor's darkening, each of half the resolution of the one before.
const Levels = levels

// Level is how much ShadowColor, of 256, is in the texels of the floor, and their number
// in a row.
func (s *Shot) Level(k int) (dark []uint8, w, h int) {
	t := &s.soft.still.light.levels[k]
	return t.pix, t.w, t.h
}

// Light is the shadow of what stands.
func (s *Shot) Light() Light {
	l := &s.soft.still.light
	return Light{l.baked, l.w, l.h, l.min, l.size, l.high}
}

// Shoot finds what is seen of a frame in a picture of the size. Best has Shot.W and
// Shot.H twice as large; all other qualities are alike.
func (s *Soft) Shoot(f *scene.Frame, w, h int, q Quality) *Shot {
	w, h = min(max(w, 1), maxSide), min(max(h, 1), maxSide)
	s.q = q
	s.look(f, w, h)
	for i := range s.parts {
		s.parts[i].reset(0)
	}
	if s.view.ok {
		s.each(parts, (*Soft).project)
	}
	s.projectGhosts(0)
	v, fl := &s.view, &s.floor
	s.shot = Shot{only: true, soft: s, W: v.w, H: v.h, Eye: v.eye, Right: v.right, Up: v.up, At: v.at, Lens: v.lens,
		FogFrom: s.fog.from, FogScale: s.fog.scale, Ground: f.Floor != nil && v.ok && v.eye[2] >= .01, Slope: slope,
		Min: fl.min, Max: fl.max, Fade: fl.fade, Patches: s.shot.Patches[:0], Painted: fl.painted, Banded: fl.banded}
	for i := range fl.patches {
		p := &fl.patches[i]
		s.shot.Patches = append(s.shot.Patches, Patch{p.centre, p.u, p.hu, p.hv, p.soft, p.dash, p.taper,
			rgbOf(p.color), p.strength, p.glow, int(p.y0), int(p.y1)})
	}
	return &s.shot
}

func rgbOf(c lanes) shape.Color {
	return shape.Color(c>>46&0xff)<<16 | shape.Color(c>>25&0xff)<<8 | shape.Color(c>>4&0xff)
}

// Each calls see with every polygon; it must keep neither it nor its corners.
func (s *Shot) Each(see func(*Polygon)) {
	for i := range s.soft.parts {
		p := &s.soft.parts[i]
		for k := range p.polygons {
			g, c := &p.polygons[k], &p.paints[k]
			lo, hi := g.lo, g.hi
			if !g.steep {
				lo, hi = 0, 1/float32(scene.Near)
			}
			s.lends = Polygon{g.a, g.b, g.c, lo, hi, p.corners[g.first : g.first+int32(g.corners)],
				shape.Color(c.lit), shape.Color(c.dim), c.bias, c.code&glows != 0, c.code &^ glows, g.broad, g.id}
			see(&s.lends)
		}
	}
}

// EachGhost calls see with every polygon of what is seen through, in the order in which
// they are to be drawn; it must keep neither it nor its corners. Bias is the opacity.
func (s *Shot) EachGhost(see func(*Polygon)) {
	p := &s.soft.ghosts
	for k := range p.polygons {
		g, c := &p.polygons[k], &p.paints[k]
		s.lends = Polygon{A: g.a, B: g.b, C: g.c, Lo: g.lo, Hi: g.hi, Corners: p.corners[g.first : g.first+int32(g.corners)],
			Lit: shape.Color(c.lit), Dim: shape.Color(c.lit), Bias: c.bias}
		see(&s.lends)
	}
}

// pickShot is Pick where no pixel was drawn: the nearest of the polygons that the
// pixel's middle is in.
func (s *Soft) pickShot(x, y int) (id uint32) {
	row := s.newRow(y)
	nearest := row.near
	at := [2]int64{int64(x)*subPixel + subPixel/2, int64(y)*subPixel + subPixel/2}
	for i := range s.parts {
		p := &s.parts[i]
		for k := range p.polygons {
			g := &p.polygons[k]
			if y < int(g.y0) || y >= int(g.y1) {
				continue
			}
			near := float32(g.a*float32(x)) + (float32(g.b*float32(y)) + g.c)
			if g.steep {
				near = min(max(near, g.lo), g.hi)
			}
			if near > nearest && covers(p.corners[g.first:g.first+int32(g.corners)], at) {
				nearest, id = near, g.id
			}
		}
	}
	return id
}

// covers tells whether a point is in a polygon: as in walk, what lies on an edge belongs
// to its right.
func covers(corners [][2]int32, p [2]int64) bool {
	var down, up bool
	a := corners[len(corners)-1]
	for _, b := range corners {
		ay, by := int64(a[1]), int64(b[1])
		side := (p[0]-int64(a[0]))*(by-ay) - (p[1]-ay)*int64(b[0]-a[0])
		switch {
		case ay <= p[1] && p[1] < by:
			if side < 0 {
				return false
			}
			down = true
		case by <= p[1] && p[1] < ay:
			if side <= 0 {
				return false
			}
			up = true
		}
		a = b
	}
	return down && up
}
