package scene

import "github.com/go-gl/mathgl/mgl32"

const (
	sightDepth = .7 // of the camera's distance: what is farther away does not stand before its target
	sightShare = .6 // of the picture, around its middle, that is kept free
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
	lo, hi := mgl32.Vec2{1e9, 1e9}, mgl32.Vec2{-1e9, -1e9}
	for k := range 8 {
		at, depth := v.Camera.Look(mgl32.TransformCoordinate(corner(k, d.Mesh.Min, d.Mesh.Max), d.Pose), v.Size)
		if depth > v.Camera.Distance*sightDepth {
			return false
		}
		if depth < Near {
			continue
		}
		lo, hi = low(lo, at), high(hi, at)
	}
	w, h := float32(v.Size[0]), float32(v.Size[1])
	const a, b = (1 - sightShare) / 2, (1 + sightShare) / 2
	return lo.X() < w*b && hi.X() > w*a && lo.Y() < h*b && hi.Y() > h*a
}
