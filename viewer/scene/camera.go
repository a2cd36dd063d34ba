package scene

import (
	"fmt"
	"math"
	"strconv"
	"strings"

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

// Frame is the camera moved, not turned, so that points fill the picture with a margin,
// a share of the picture. The target is as high as the middle of the points.
func (c Camera) Frame(points []mgl32.Vec3, size [2]int, margin float32) Camera {
	if len(points) == 0 {
		return c
	}
	ty := (1 - 2*margin) * float32(math.Tan(float64(c.Fov)/2))
	t := [2]float32{ty * float32(size[0]) / float32(size[1]), ty}
	axes := [3]mgl32.Vec3{c.Right(), c.Up(), c.Forward()}
	// A point is in the picture if the eye is beside it by no more than its depth times t;
	// so the eye is behind where the cones of all points narrow to one.
	lo, hi := mgl32.Vec3{1e9, 1e9, 1e9}, mgl32.Vec3{-1e9, -1e9, -1e9}
	first := [2]float32{-1e9, -1e9}
	last := [2]float32{1e9, 1e9}
	back := float32(1e9)
	for _, p := range points {
		for k := range p {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
		depth := p.Dot(axes[2])
		back = min(back, depth-2*Near)
		for k := range t {
			at := p.Dot(axes[k])
			first[k], last[k] = max(first[k], at-depth*t[k]), min(last[k], at+depth*t[k])
		}
	}
	for k := range t {
		back = min(back, (last[k]-first[k])/(2*t[k]))
	}
	eye := axes[2].Mul(back)
	for k := range t {
		eye = eye.Add(axes[k].Mul(middle(points, axes[k], axes[2], back, first[k]+back*t[k], last[k]-back*t[k])))
	}
	mid := lo.Add(hi).Mul(.5)
	c.Distance = mid.Sub(eye).Dot(axes[2])
	if away := (mid.Z() - eye.Z()) / axes[2].Z(); away > 0 && away < 4*c.Distance {
		c.Distance = away
	}
	c.Target = eye.Add(axes[2].Mul(c.Distance))
	c.Distance = max(c.Distance, 2)
	return c
}

// middle is where along an axis an eye that is so far back sees points in the middle of
// the picture, between two places.
func middle(points []mgl32.Vec3, axis, ahead mgl32.Vec3, back, from, to float32) float32 {
	for range 24 {
		at := (from + to) / 2
		lo, hi := float32(1e9), float32(-1e9)
		for _, p := range points {
			x := (p.Dot(axis) - at) / (p.Dot(ahead) - back)
			lo, hi = min(lo, x), max(hi, x)
		}
		if lo+hi > 0 {
			from = at
		} else {
			to = at
		}
	}
	return (from + to) / 2
}

// Corners are those of a box, to be framed.
func Corners(lo, hi mgl32.Vec3) []mgl32.Vec3 {
	var out []mgl32.Vec3
	for k := range 8 {
		out = append(out, corner(k, lo, hi))
	}
	return out
}

// corner is corner k of a box, of eight.
func corner(k int, lo, hi mgl32.Vec3) mgl32.Vec3 {
	return mgl32.Vec3{pick(k, 1, lo[0], hi[0]), pick(k, 2, lo[1], hi[1]), pick(k, 4, lo[2], hi[2])}
}

// ParseCamera reads "YAW PITCH DISTANCE [X Y [Z]]", in degrees and m; parts left out
// are those of the camera given.
func ParseCamera(text string, c Camera) (Camera, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
	if len(words) == 0 || len(words) > 6 {
		return c, fmt.Errorf("a camera is YAW,PITCH,DISTANCE,X,Y,Z in degrees and m, such as 30,35,40,12,8; %q is not", text)
	}
	const deg = math.Pi / 180
	for k, w := range words {
		x, err := strconv.ParseFloat(w, 32)
		if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || math.Abs(x) > 1e6 {
			return c, fmt.Errorf("camera %q: %q is no number", text, w)
		}
		switch k {
		case 0:
			c.Yaw = float32(x * deg)
		case 1:
			if x < 1 || x > 90 {
				return c, fmt.Errorf("camera %q: a pitch of %g degrees; want 1 to 90, 90 from straight above", text, x)
			}
			c.Pitch = float32(x * deg)
		case 2:
			if x < .5 {
				return c, fmt.Errorf("camera %q: a distance of %g m; want .5 m at least", text, x)
			}
			c.Distance = float32(x)
		default:
			c.Target[k-3] = float32(x)
		}
	}
	return c, nil
}

// pick is b if a bit of c is set, else a.
func pick(c, bit int, a, b float32) float32 {
	if c&bit != 0 {
		return b
	}
	return a
}
