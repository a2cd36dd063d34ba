package viewer

import (
	"fmt"
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/viewer/edit"
	"github.com/taktsim/takt/viewer/ui"
)

// nudge moves what is chosen by a step of the grid towards where the arrow points in the
// picture, with Alt by a tenth of that.
func (d *desk) nudge(k ui.Key, mods ui.Mods) bool {
	n := d.node()
	if n == nil || n.Parent == nil || mods&^ui.Alt != 0 {
		return false
	}
	step := edit.Grid
	if mods == ui.Alt {
		step /= 10
	}
	to := d.towards(k)
	v := mgl32.TransformNormal(mgl32.Vec3{to[0], to[1], 0}, d.a.scene.Sites[n.Parent.Index].Pose.Inv())
	at := millimetres(standing(d.a.scene.Sites, n))
	at = [2]float64{at[0] + step*math.Round(float64(v.X())), at[1] + step*math.Round(float64(v.Y()))}
	if mods == 0 {
		at = edit.Snap(at, edit.Grid)
	}
	if d.did(d.doc.Move(n.Path, at), n.Path) {
		d.tellOverlap(n.Path)
	}
	return true
}

// towards is the axis of the floor that an arrow is nearest to as the camera looks.
func (d *desk) towards(k ui.Key) mgl32.Vec2 {
	yaw := float64(d.a.man.Camera.Yaw)
	right := mgl32.Vec2{float32(math.Cos(yaw)), float32(math.Sin(yaw))}
	v := right
	switch k {
	case ui.KeyLeft:
		v = right.Mul(-1)
	case ui.KeyUp:
		v = mgl32.Vec2{-right[1], right[0]}
	case ui.KeyDown:
		v = mgl32.Vec2{right[1], -right[0]}
	}
	if math.Abs(float64(v[0])) >= math.Abs(float64(v[1])) {
		return mgl32.Vec2{float32(math.Copysign(1, float64(v[0]))), 0}
	}
	return mgl32.Vec2{0, float32(math.Copysign(1, float64(v[1])))}
}

// putInView places what the tool is for in the middle of the picture.
func (d *desk) putInView() {
	g, ok := d.a.man.Camera.Ground(float32(d.size[0])/2, float32(d.size[1])/2, d.size)
	if !ok {
		return
	}
	h := &d.hold
	h.parent = d.level(g)
	d.aim(g, 0, true)
	t, parent, at := h.tool, d.a.scene.Model.Nodes[h.parent].Path, h.spot.at
	d.put(t, parent, at)
	d.pick(tool{})
}

// askTarget offers what a place can be connected to.
func (d *desk) askTarget(n *model.Node) {
	a := d.a
	var list []ui.Choice
	for _, port := range n.Out {
		for _, to := range a.scene.Model.Nodes {
			if to == n || len(to.In) == 0 || to.Kind.Level {
				continue
			}
			title := a.Lang.Place(*placeOf(to))
			if len(n.Out) > 1 {
				title = fmt.Sprintf("%s: %s", port, title)
			}
			list = append(list, ui.Choice{Title: title, Do: func() { d.connect(n, port, to) }})
		}
	}
	if len(list) == 0 {
		return
	}
	at := a.tree.layer.Bounds
	if r, ok := a.tree.tree.Row(uint32(n.Index) + 1); ok {
		at = r
	}
	a.screen.ContextMenu(ui.Point{X: at.X + 8, Y: at.Bottom()}, list...)
}
