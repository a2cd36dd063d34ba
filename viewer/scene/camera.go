package scene

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"
)

// Camera looks at a point from a distance, as one walks around a model on a table.
type Camera struct {
	Target   mgl32.Vec3 // m
	Yaw      float32    // radians from looking north, counter-clockwise seen from above
	Pitch    float32    // radians below the horizon, above 0 and up to pi/2
	Distance float32    // m, from the eye to the target
	Fov      float32    // radians, from the top of the picture to its bottom
}

// Near is the distance of the near plane from the eye, m; nothing in front of it is
// seen.
const Near = 0.25

// DefaultCamera looks north-west from 35 degrees above the ground, through a lens as
// long as makes parallel things look parallel.
func DefaultCamera() Camera {
	return Camera{Yaw: .6, Pitch: 35 * math.Pi / 180, Distance: 40, Fov: 32 * math.Pi / 180}
}

// Forward is the direction in which the camera looks, of length 1.
func (c Camera) Forward() mgl32.Vec3 {
	sy, cy := sincos(c.Yaw)
	sp, cp := sincos(c.Pitch)
	return mgl32.Vec3{-sy * cp, cy * cp, -sp}
}

// Right and Up are the directions of the picture, of length 1.
func (c Camera) Right() mgl32.Vec3 {
	sy, cy := sincos(c.Yaw)
	return mgl32.Vec3{cy, sy, 0}
}

// Up is the upward direction of the picture.
func (c Camera) Up() mgl32.Vec3 { return c.Right().Cross(c.Forward()) }

// Eye is where the camera stands.
func (c Camera) Eye() mgl32.Vec3 { return c.Target.Sub(c.Forward().Mul(c.Distance)) }

// Lens is how many pixels a thing of 1 m is wide at a distance of 1 m, in a picture of
// the height.
func (c Camera) Lens(height int) float32 {
	return float32(height) / 2 / float32(math.Tan(float64(c.Fov)/2))
}

// Look tells where a point of the world is seen in a picture of the size, in pixels
// from the top left, and how far it lies along the view, m; what is nearer than Near is
// not seen.
func (c Camera) Look(p mgl32.Vec3, size [2]int) (at mgl32.Vec2, depth float32) {
	v := p.Sub(c.Eye())
	depth = v.Dot(c.Forward())
	f := c.Lens(size[1]) / max(depth, Near)
	return mgl32.Vec2{float32(size[0])/2 + v.Dot(c.Right())*f, float32(size[1])/2 - v.Dot(c.Up())*f}, depth
}

// Ray is the direction, of length 1, in which a pixel is seen.
func (c Camera) Ray(x, y float32, size [2]int) mgl32.Vec3 {
	f := c.Lens(size[1])
	dx, dy := (x-float32(size[0])/2)/f, (float32(size[1])/2-y)/f
	return c.Forward().Add(c.Right().Mul(dx)).Add(c.Up().Mul(dy)).Normalize()
}

// Ground is where a pixel's ray meets the floor; ok is false where it sees the sky.
func (c Camera) Ground(x, y float32, size [2]int) (p mgl32.Vec3, ok bool) {
	d, eye := c.Ray(x, y, size), c.Eye()
	if d.Z() > -1e-5 {
		return p, false
	}
	return eye.Add(d.Mul(-eye.Z() / d.Z())), true
}

func sincos(a float32) (sin, cos float32) {
	s, c := math.Sincos(float64(a))
	return float32(s), float32(c)
}
