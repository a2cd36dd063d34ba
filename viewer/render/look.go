package render

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// Colours of the picture, sRGB.
const (
	skyColor    = 0xC6CED6 // at the top of the picture
	hazeColor   = 0xE4E8EB // at its bottom
	groundColor = 0xCCD0D4
	gridColor   = 0x8E98A2
	shadowColor = 0x2B323C // what the ground becomes in full shadow
	creaseColor = 0xFFFFFF
)

// Shares, of 1.
const (
	contactShare = .34 // darkening at the foot of things
	silhouette   = .35 // what an outline leaves of the colour
	creaseShare  = .26 // of creaseColor in an edge that stands out
	hollowShare  = .16 // darkening of an edge that lies in
	fogShare     = .9
	vignetteAt1  = .16 // darkening in the corners
)

// sun is the direction to the sun, of length 1; shadows fall by slope per metre of height.
var (
	sun   = mgl32.Vec3{-.36, -.56, .746}.Normalize()
	slope = mgl32.Vec2{-sun[0] / sun[2], -sun[1] / sun[2]}
)

// Light from the sky, from the floor and from the sun, of 1 for each channel.
var (
	skyLight   = [3]float32{.70, .735, .79}
	floorLight = [3]float32{.50, .485, .47}
	sunLight   = [3]float32{.44, .415, .365}
)

// shade is the colour of a face whose normal is n, in the sun and in shadow, RGB.
func shade(c shape.Color, n mgl32.Vec3) (lit, dim uint32) {
	up := float32(n[2]*.5) + .5
	key := max(dot(n, sun), 0)
	r, g, b := c.RGB()
	for i, v := range [3]uint8{r, g, b} {
		ambient := floorLight[i] + float32(up*(skyLight[i]-floorLight[i]))
		lit = lit<<8 | uint32(min(float32(float32(v)*(ambient+float32(key*sunLight[i])))+.5, 255))
		dim = dim<<8 | uint32(min(float32(float32(v)*ambient)+.5, 255))
	}
	return lit, dim
}

// lanes is a colour to be calculated with: three channels of 12 bits, the upper 8 of
// which are the sRGB value, 21 bits apart, so that one multiplication serves all.
type lanes = uint64

const (
	laneMask = 0xfff | 0xfff<<21 | 0xfff<<42
	laneHalf = 8 | 8<<21 | 8<<42
)

func lanesOf(rgb uint32) lanes {
	return lanes(rgb>>16&0xff)<<46 | lanes(rgb>>8&0xff)<<25 | lanes(rgb&0xff)<<4
}

// mix is a part in 256 of d and the rest of c.
func mix(c, d lanes, a uint64) lanes { return (c*(256-a) + d*a) >> 8 & laneMask }

// rgba is the colour as it lies in memory, little end first.
func rgba(c lanes) uint32 {
	c += laneHalf
	return uint32(c>>46&0xff) | uint32(c>>25&0xff)<<8 | uint32(c>>4&0xff)<<16 | 0xff<<24
}

// vignetteAt is the darkening at i of n pixels along a side, of 1/65536.
func vignetteAt(i, n int) int32 {
	d := float32(2*i+1-n) / float32(n)
	return int32(float32(d*d) * (vignetteAt1 / 2 * 65536))
}

var (
	shadowLanes = lanesOf(shadowColor)
	creaseLanes = lanesOf(creaseColor)
	gridLanes   = lanesOf(gridColor)
	groundLanes = lanesOf(groundColor)
)

// row is what the pixels of one row have in common.
type row struct {
	ray     mgl32.Vec3 // at the middle column, as long as makes 1 m of depth
	near    float32    // 1/depth of the floor; 0: no floor is seen
	fog     uint64     // over the floor, of 256
	back    lanes
	vignet  int32
	origin  mgl32.Vec2 // where pixel 0 sees the floor
	step    mgl32.Vec2 // from there to the next pixel's
	forth   mgl32.Vec2 // and to the next row's, away from the eye
	foot    float32    // a pixel's size on the floor, m
	density float32    // pixels per m at the floor
}

// maxFloor is how far away floor is drawn, m.
const maxFloor = 20000

func (s *Soft) newRow(y int) (r row) {
	v := &s.view
	up := (v.cy - (float32(y) + .5)) / v.lens
	for i := range 3 {
		r.ray[i] = v.at[i] + float32(v.up[i]*up)
	}
	r.vignet = vignetteAt(y, v.h)
	down := uint64(256 * (2*y + 1) / (2 * v.h))
	r.back = mix(lanesOf(skyColor), lanesOf(hazeColor), down)
	if s.floor.of == nil || !v.ok || v.eye[2] < .01 || r.ray[2] > -1e-6 {
		return r
	}
	depth := v.eye[2] / -r.ray[2]
	if depth > maxFloor {
		return r
	}
	r.near = 1 / depth
	r.fog = s.fog.at(depth)
	size := depth / v.lens
	left := float32((.5 - v.cx) * size)
	r.origin = mgl32.Vec2{
		v.eye[0] + float32(r.ray[0]*depth) + float32(v.right[0]*left),
		v.eye[1] + float32(r.ray[1]*depth) + float32(v.right[1]*left),
	}
	r.step = mgl32.Vec2{v.right[0] * size, v.right[1] * size}
	long := v.eye[2] / (float32(r.ray[2]*r.ray[2]) * v.lens)
	r.forth = mgl32.Vec2{-v.right[1] * long, v.right[0] * long}
	r.foot = sqrt(float32(size * long))
	r.density = 1 / size
	return r
}

// fog hides what is far away.
type fog struct{ from, scale float32 }

// newFog is that of a camera: it begins well behind what it looks at.
func newFog(distance float32) fog {
	from, to := float32(distance*2.2)+25, float32(distance*7)+160
	return fog{from, fogShare * 256 / (to - from)}
}

// at is how much of what is at a depth is hidden, of 256.
func (f fog) at(depth float32) uint64 {
	if a := (depth - f.from) * f.scale; a > 0 {
		return uint64(min(a, fogShare*256))
	}
	return 0
}

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }
