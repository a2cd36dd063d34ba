package scene

import "github.com/go-gl/mathgl/mgl32"

// What is nearer than a share of the camera's distance stands before its target where it is
// seen within a share of the picture, around its middle: the nearer, the more it hides.
const (
	nearDepth, nearShare = .7, .6
	farDepth, farShare   = .97, .15
)

// clearSight leaves out the walls and columns that stand between the eye and what it
// looks at.
func (s *Scene) clearSight(v *View) {
	for _, k := range s.frames {
		d := &s.static[k]
		d.Away = v.before(d)
	}
}

// before reports whether a thing stands before the middle of the picture: nearer than its
// target, and seen there.
func (v *View) before(d *Draw) bool {
	far := float32(0)
	lo, hi := mgl32.Vec2{1e9, 1e9}, mgl32.Vec2{-1e9, -1e9}
	for k := range 8 {
		at, depth := v.Camera.Look(mgl32.TransformCoordinate(corner(k, d.Mesh.Min, d.Mesh.Max), d.Pose), v.Size)
		if far = max(far, depth/v.Camera.Distance); far > farDepth {
			return false
		}
		if depth >= Near {
			lo, hi = low(lo, at), high(hi, at)
		}
	}
	share := float32(farShare)
	if far < nearDepth {
		share = nearShare
	}
	w, h := float32(v.Size[0]), float32(v.Size[1])
	a, b := (1-share)/2, (1+share)/2
	return lo.X() < w*b && hi.X() > w*a && lo.Y() < h*b && hi.Y() > h*a
}
