package shape

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"
)

// Arm is a robot of six axes. Its meshes lie where they are when all angles are 0:
// upper arm upright, forearm towards +x, tool pointing down.
type Arm struct {
	Base  *Mesh
	Links [6]Link
	Tool  mgl32.Vec3 // where the tool grips when all angles are 0

	shoulder, elbow, wrist mgl32.Vec3
}

// Link is what turns with an axis, and where the axis lies.
type Link struct {
	Mesh  *Mesh
	Pivot mgl32.Vec3
	Axis  mgl32.Vec3
}

// Robot is an arm whose wrist reaches so far from its own axis, m.
func Robot(reach float32) Arm {
	r := span(reach, .3, 6)
	a := Arm{shoulder: at(.12*r, 0, .34*r)}
	a.elbow = a.shoulder.Add(at(0, 0, .42*r))
	a.wrist = a.elbow.Add(at(.46*r, 0, 0))
	a.Tool = a.wrist.Sub(at(0, 0, .16*r))
	x, y, z := at(1, 0, 0), at(0, 1, 0), at(0, 0, 1)
	a.Base = build().paints(Slate, Iron).stack([][]vec{
		circle(at(0, 0, 0), 2, .2*r, 10), circle(at(0, 0, .05*r), 2, .2*r, 10), circle(at(0, 0, .05*r), 2, .14*r, 10), circle(at(0, 0, .14*r), 2, .13*r, 10),
	}, Slate, Iron, Slate, Iron).done()
	a.Links = [6]Link{
		{turret(r, a.shoulder), at(0, 0, 0), z},
		{upper(r, a.shoulder, a.elbow), a.shoulder, y},
		{forearm(r, a.elbow, a.wrist), a.elbow, y},
		{build().paint(Orange).stack([][]vec{circle(a.elbow.Add(at(.2*r, 0, 0)), 0, .055*r, 6), circle(a.wrist.Sub(at(.05*r, 0, 0)), 0, .042*r, 6)}).done(), a.elbow, x},
		{build().paint(Coal).cylinder(a.wrist.Sub(at(0, .05*r, 0)), 1, .05*r, .1*r, 8).taper(a.wrist.Sub(at(0, 0, .08*r)), .03*r, .036*r, .08*r, 6).done(), a.wrist, y},
		{gripper(r, a.Tool), a.wrist, at(0, 0, -1)},
	}
	return a
}

func turret(r float32, shoulder vec) *Mesh {
	b := build()
	b.paints(Orange, Rust).stack([][]vec{circle(at(0, 0, .14*r), 2, .13*r, 10), circle(at(0, 0, .2*r), 2, .13*r, 10), circle(at(0, 0, .24*r), 2, .1*r, 10)})
	b.paint(Orange).box(-.02*r, -.075*r, .2*r, shoulder.X()+.05*r, -.045*r, shoulder.Z()+.06*r).
		box(-.02*r, .045*r, .2*r, shoulder.X()+.05*r, .075*r, shoulder.Z()+.06*r)
	b.paint(Coal).cylinder(at(shoulder.X(), -.13*r, shoulder.Z()), 1, .055*r, .06*r, 8)
	return b.paints(Coal, Slate).taper(at(-.07*r, 0, .22*r), .05*r, .05*r, .14*r, 6).done()
}

func upper(r float32, from, to vec) *Mesh {
	const half = .043
	side := func(y float32) []vec {
		low, high := from.Z()-.02*r, to.Z()+.03*r
		return []vec{at(from.X()-.06*r, y, low), at(from.X()+.06*r, y, low), at(to.X()+.042*r, y, high), at(to.X()-.042*r, y, high)}
	}
	b := build().paint(Orange).stack([][]vec{side(-half * r), side(half * r)})
	b.paint(Rust).cylinder(from.Sub(at(0, .044*r, 0)), 1, .075*r, .088*r, 8)
	return b.paint(Coal).cylinder(to.Sub(at(0, .085*r, 0)), 1, .05*r, .17*r, 8).done()
}

func forearm(r float32, from, to vec) *Mesh {
	b := build().paint(Orange).cylinder(from.Sub(at(0, .07*r, 0)), 1, .07*r, .14*r, 8)
	ring := func(x, half, low, high float32) []vec {
		return []vec{from.Add(at(x, -half, low)), from.Add(at(x, half, low)), from.Add(at(x, half, high)), from.Add(at(x, -half, high))}
	}
	b.stack([][]vec{ring(-.11*r, .05*r, -.045*r, .06*r), ring(.23*r, .05*r, -.045*r, .06*r)})
	return b.paint(Coal).block(from.X()-.13*r, from.Y(), from.Z()-.04*r, .05*r, .08*r, .08*r).done()
}

func gripper(r float32, tool vec) *Mesh {
	top := tool.Z() + .08*r
	b := build().paint(Iron).taper(at(tool.X(), 0, top-.03*r), .045*r, .035*r, .03*r, 6)
	b.paint(Silver).block(tool.X(), 0, top-.045*r, .05*r, .13*r, .018*r)
	b.paint(Coal).block(tool.X(), -.055*r, tool.Z(), .04*r, .016*r, .04*r).block(tool.X(), .055*r, tool.Z(), .04*r, .016*r, .04*r)
	return b.done()
}

// Pose is where each link is when its axis is turned by the angles, radians; relative
// to the base. The tool is at the last pose times a.Tool.
func Pose(a *Arm, angles [6]float32) (poses [6]mgl32.Mat4) {
	m := mgl32.Ident4()
	for k, l := range a.Links {
		p := l.Pivot
		turn := mgl32.Translate3D(p[0], p[1], p[2]).Mul4(mgl32.HomogRotate3D(angles[k], l.Axis))
		m = m.Mul4(turn.Mul4(mgl32.Translate3D(-p[0], -p[1], -p[2])))
		poses[k] = m
	}
	return poses
}

// Reach is by which angles the tool comes to the target, relative to the base, pointing
// straight down and turned as it is when all angles are 0. When it is too far or too
// near, ok is false, and the arm stretches or folds towards it.
//
// The elbow is the upper corner of the triangle of shoulder, elbow and wrist; the wrist
// makes up for the angles of the two.
func Reach(a *Arm, target mgl32.Vec3) (angles [6]float32, ok bool) {
	tx, ty := float64(target[0]), float64(target[1])
	turn := math.Atan2(ty, tx)
	out := math.Hypot(tx, ty) - float64(a.shoulder[0])
	up := float64(target[2]+a.wrist[2]-a.Tool[2]) - float64(a.shoulder[2])
	upper := float64(a.elbow[2] - a.shoulder[2])
	fore := float64(a.wrist[0] - a.elbow[0])
	far := math.Hypot(out, up)
	ok = far <= upper+fore && far >= math.Abs(upper-fore)
	far = min(max(far, math.Abs(upper-fore)+1e-6), upper+fore)
	rise := math.Atan2(up, out) + math.Acos(min(1, max(-1, (upper*upper+far*far-fore*fore)/(2*upper*far))))
	// The interior angle at the elbow says how far the forearm hangs below the upper arm.
	bend := math.Acos(min(1, max(-1, (upper*upper+fore*fore-far*far)/(2*upper*fore))))
	q2 := math.Pi/2 - rise
	q3 := math.Pi/2 - bend
	angles = [6]float32{float32(turn), float32(q2), float32(q3), 0, float32(-q2 - q3), float32(turn)}
	return angles, ok
}
