package viewer

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

// Cameraman moves a camera as a hand on a mouse and keys ask for. What the hand holds
// on the floor stays under it.
type Cameraman struct {
	Camera    scene.Camera
	bookmarks [10]*scene.Camera
	goal      *scene.Camera // where it flies to; nil: it stands
	lo, hi    mgl32.Vec3    // of what there is to see: it does not go far beyond
}

const (
	nearest  = 1.5    // to the target, m
	farthest = 5_000  // m
	lowest   = .05    // pitch, radians
	flight   = .18    // the time in which two thirds of a flight are done, s
	turnRate = .0065  // radians a pixel
	zoomRate = .15    // a line of the wheel changes the distance by this share
	stepRate = .06    // a press of a key moves by this share of the distance
	spin     = .12    // and turns by so many radians
	steepest = 1.5707 // straight down
)

// Within tells the cameraman what there is to see.
func (c *Cameraman) Within(lo, hi mgl32.Vec3) { c.lo, c.hi = lo, hi }

// Orbit turns the camera around its target by pixels of a hand.
func (c *Cameraman) Orbit(dx, dy float32) {
	c.goal = nil
	c.Camera.Yaw = float32(math.Remainder(float64(c.Camera.Yaw-dx*turnRate), 2*math.Pi))
	c.Camera.Pitch = min(max(c.Camera.Pitch+dy*turnRate, lowest), steepest)
}

// Pan moves the camera so that the point of the floor that was seen at a pixel is seen at
// another. Where there is no floor it moves by as much as at the target.
func (c *Cameraman) Pan(fromX, fromY, toX, toY float32, size [2]int) {
	c.goal = nil
	a, seen := c.Camera.Ground(fromX, fromY, size)
	b, sees := c.Camera.Ground(toX, toY, size)
	d := a.Sub(b)
	if !seen || !sees || d.Len() > c.Camera.Distance {
		step := c.Camera.Distance / c.Camera.Lens(size[1])
		sin, cos := math.Sincos(float64(c.Camera.Yaw))
		north := mgl32.Vec3{-float32(sin), float32(cos), 0}
		d = c.Camera.Right().Mul((fromX - toX) * step).Add(north.Mul((toY - fromY) * step))
	}
	c.to(c.Camera.Target.Add(d))
}

// Zoom goes nearer by lines of a wheel, towards what is seen at a pixel: that stays
// there.
func (c *Cameraman) Zoom(lines, x, y float32, size [2]int) {
	c.goal = nil
	was := c.Camera
	c.Camera.Distance = min(max(was.Distance*float32(math.Exp(-float64(lines)*zoomRate)), nearest), farthest)
	if p, ok := was.Ground(x, y, size); ok && p.Sub(was.Target).Len() < 4*was.Distance {
		c.to(p.Add(was.Target.Sub(p).Mul(c.Camera.Distance / was.Distance)))
	}
}

// Walk moves the target by steps to the right and forward, and Turn turns by steps.
func (c *Cameraman) Walk(right, ahead float32) {
	g := c.flying()
	sin, cos := math.Sincos(float64(g.Yaw))
	north := mgl32.Vec3{-float32(sin), float32(cos), 0}
	step := g.Distance * stepRate
	g.Target = c.clamp(g.Target.Add(g.Right().Mul(right * step)).Add(north.Mul(ahead * step)))
}

// Turn turns the camera by steps around its target, and raises it by steps.
func (c *Cameraman) Turn(left, up float32) {
	g := c.flying()
	g.Yaw += left * spin
	g.Pitch = min(max(g.Pitch+up*spin/2, lowest), steepest)
}

// Nearer goes nearer by steps, or away.
func (c *Cameraman) Nearer(steps float32) {
	g := c.flying()
	g.Distance = min(max(g.Distance*float32(math.Exp(-float64(steps)*zoomRate)), nearest), farthest)
}

// Show flies to where points fill the picture.
func (c *Cameraman) Show(outline []mgl32.Vec3, size [2]int) {
	g := c.Camera.Frame(outline, size, .12)
	g.Distance = max(g.Distance, nearest*4)
	c.goal = &g
}

// From flies to a direction: yaw and pitch, radians.
func (c *Cameraman) From(yaw, pitch float32) {
	g := c.flying()
	g.Yaw, g.Pitch = yaw, min(max(pitch, lowest), steepest)
}

// Keep keeps the camera as a bookmark from 0 to 9, and Recall flies to one; it reports
// whether there is one.
func (c *Cameraman) Keep(k int) { at := c.Camera; c.bookmarks[k] = &at }

// Recall flies to a bookmark.
func (c *Cameraman) Recall(k int) bool {
	if c.bookmarks[k] == nil {
		return false
	}
	g := *c.bookmarks[k]
	c.goal = &g
	return true
}

// Fly goes on with a flight for some seconds; it reports whether the camera has moved.
func (c *Cameraman) Fly(seconds float32) bool {
	if c.goal == nil {
		return false
	}
	g, k := c.goal, 1-float32(math.Exp(-float64(seconds)/flight))
	at := &c.Camera
	yaw := float32(math.Remainder(float64(g.Yaw-at.Yaw), 2*math.Pi))
	at.Yaw += yaw * k
	at.Pitch += (g.Pitch - at.Pitch) * k
	at.Distance *= float32(math.Pow(float64(g.Distance/at.Distance), float64(k)))
	at.Target = at.Target.Add(g.Target.Sub(at.Target).Mul(k))
	if g.Target.Sub(at.Target).Len() < at.Distance*.0005 && math.Abs(float64(yaw)) < .001 && abs(g.Pitch-at.Pitch) < .001 && abs(g.Distance/at.Distance-1) < .001 {
		c.Camera, c.goal = *g, nil
	}
	return true
}

// flying is the goal of a flight, begun here if there is none.
func (c *Cameraman) flying() *scene.Camera {
	if c.goal == nil {
		g := c.Camera
		c.goal = &g
	}
	return c.goal
}

func (c *Cameraman) to(target mgl32.Vec3) { c.Camera.Target = c.clamp(target) }

// clamp keeps a target within the hall and as much again around it.
func (c *Cameraman) clamp(p mgl32.Vec3) mgl32.Vec3 {
	if c.lo == c.hi {
		return p
	}
	for k := range 2 {
		w := max(c.hi[k]-c.lo[k], 10)
		p[k] = min(max(p[k], c.lo[k]-w), c.hi[k]+w)
	}
	return p
}

func abs(x float32) float32 { return max(x, -x) }
