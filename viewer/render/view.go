package render

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

// view is a camera and the picture it makes: what is in front of it at a depth of z m,
// x m to the right and y m up, is seen at the pixel (cx + x/z*lens, cy - y/z*lens).
type view struct {
	ok                 bool
	w, h               int
	eye, right, up, at mgl32.Vec3
	lens, cx, cy       float32
	sideX, sideY       float32 // lengths of the normals of the frustum's sides
	lined              float32 // 1/depth beyond which nothing has lines
}

// maxEye is how far from the origin a camera may stand, m.
const maxEye = 1e6

func newView(c scene.Camera, w, h int) view {
	v := view{w: w, h: h, cx: float32(w) / 2, cy: float32(h) / 2}
	v.at, v.right = c.Forward(), c.Right()
	v.up = cross(v.right, v.at)
	for i := range v.eye {
		v.eye[i] = c.Target[i] - float32(v.at[i]*c.Distance)
	}
	fov := min(max(float64(c.Fov), .01), 2.8)
	v.lens = v.cy / float32(math.Tan(fov/2))
	v.ok = finite(c.Yaw, c.Pitch, c.Fov, v.eye[0], v.eye[1], v.eye[2], v.lens) && dot(v.eye, v.eye) < maxEye*maxEye
	if !v.ok {
		v.eye, v.right, v.up, v.at, v.lens = mgl32.Vec3{}, mgl32.Vec3{1}, mgl32.Vec3{0, 1}, mgl32.Vec3{0, 0, -1}, 1
	}
	v.sideX = sqrt(float32(v.lens*v.lens) + float32(v.cx*v.cx))
	v.sideY = sqrt(float32(v.lens*v.lens) + float32(v.cy*v.cy))
	return v
}

// where tells where a ball is seen: its projected radius in pixels, 0 if it cannot be
// seen, and whether all of it is within the picture's frustum.
func (v *view) where(centre mgl32.Vec3, radius float32) (pixels float32, inside bool) {
	p := sub(centre, v.eye)
	z := dot(p, v.at)
	if !(z+radius > scene.Near) {
		return 0, false
	}
	x, y := abs(dot(p, v.right)), abs(dot(p, v.up))
	outX := float32(x*v.lens) - float32(z*v.cx)
	outY := float32(y*v.lens) - float32(z*v.cy)
	rx, ry := radius*v.sideX, radius*v.sideY
	if outX > rx || outY > ry {
		return 0, false
	}
	return radius * v.lens / max(z, scene.Near), outX < -rx && outY < -ry && z-radius > scene.Near
}

// The vectors' arithmetic is written out, each product rounded, so that no machine
// fuses a product and a sum: pictures are the same everywhere.

func dot(a, b mgl32.Vec3) float32 {
	return float32(a[0]*b[0]) + float32(a[1]*b[1]) + float32(a[2]*b[2])
}

func sub(a, b mgl32.Vec3) mgl32.Vec3 {
	return mgl32.Vec3{a[0] - b[0], a[1] - b[1], a[2] - b[2]}
}

func cross(a, b mgl32.Vec3) mgl32.Vec3 {
	return mgl32.Vec3{
		float32(a[1]*b[2]) - float32(a[2]*b[1]),
		float32(a[2]*b[0]) - float32(a[0]*b[2]),
		float32(a[0]*b[1]) - float32(a[1]*b[0]),
	}
}

// turn is the direction d of a mesh in the world, apply its point p.
func turn(m *mgl32.Mat4, d mgl32.Vec3) mgl32.Vec3 {
	return mgl32.Vec3{
		float32(m[0]*d[0]) + float32(m[4]*d[1]) + float32(m[8]*d[2]),
		float32(m[1]*d[0]) + float32(m[5]*d[1]) + float32(m[9]*d[2]),
		float32(m[2]*d[0]) + float32(m[6]*d[1]) + float32(m[10]*d[2]),
	}
}

func apply(m *mgl32.Mat4, p mgl32.Vec3) mgl32.Vec3 {
	q := turn(m, p)
	return mgl32.Vec3{q[0] + m[12], q[1] + m[13], q[2] + m[14]}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
func abs(x float32) float32  { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }
func floor32(x float32) int  { return int(math.Floor(float64(x))) }
func unit(x float32) float32 { return min(max(x, 0), 1) }
func alpha(x float32) uint64 { return uint64(unit(x) * 256) }
func ceilDiv(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}
