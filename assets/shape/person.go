package shape

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"
)

// Steps is how many poses a walking person goes through in two steps, 1.4 m.
const Steps = 8

// Person is a person who stands (0) or walks (1 to Steps, in turn), facing +x. Tint(0)
// is the vest and Tint(1) the helmet, see Crew.
func Person(step int) *Mesh {
	var swing float64
	if step > 0 {
		swing = math.Sin(2 * math.Pi * float64(step-1) / Steps)
	}
	b := build()
	for _, s := range [2]float32{-1, 1} {
		a := float64(s) * swing
		leg := build().paint(Cloth)
		leg.box(-.075, -.07, -.82, .075, .07, 0)
		leg.paint(Ink).box(-.08, -.07, -.88, .17, .07, -.8)
		b.add(leg.done(), hinge(at(0, s*.1, .9), float32(-.5*a)))
		arm := build().paint(Vest)
		arm.paint(Shirt).box(-.055, -.05, -.52, .055, .05, 0)
		arm.paint(Skin).box(-.05, -.045, -.62, .05, .045, -.52)
		b.add(arm.done(), hinge(at(0, s*.27, 1.44), float32(.55*a-.1)))
	}
	torso := func(z, x, y float32) []vec { return rect(-x, -y, x, y, z) }
	b.paints(Tint(0), Tint(0)).stack([][]vec{torso(.84, .11, .18), torso(1.42, .13, .22), torso(1.5, .08, .12)})
	b.paint(Silver)
	for _, z := range [2]float32{1.0, 1.2} {
		b.box(-.135, -.215, z, .135, .215, z+.05)
	}
	b.paint(Skin).stack([][]vec{torso(1.5, .055, .055), torso(1.54, .095, .085), torso(1.68, .095, .085)})
	b.paints(Tint(1), Tint(1)).stack([][]vec{circle(at(.01, 0, 1.66), 2, .145, 8), circle(at(0, 0, 1.7), 2, .135, 8), circle(at(0, 0, 1.82), 2, .07, 8)})
	m := b.done()
	// The foot that is lower stands on the floor.
	return build().add(m, mgl32.Translate3D(0, 0, -m.Min.Z())).done()
}

// hinge puts what hangs from the origin at a point, swung by an angle about y.
func hinge(p vec, angle float32) mgl32.Mat4 {
	return mgl32.Translate3D(p[0], p[1], p[2]).Mul4(mgl32.HomogRotate3DY(angle))
}

// Crew gives the colours of vest and helmet of a crew, for Tint(0) and Tint(1).
func Crew(name string) (vest, helmet Color) {
	vests := [...]Color{Vest, Vest, Yellow, Orange}
	helmets := [...]Color{Yellow, White, Yellow, Tote}
	h := hash(name)
	return vests[h%4], helmets[h/4%4]
}
