// Package scene turns a factory and what is happening in it into a picture to be
// drawn: (model, state, camera, time) -> Frame. It is pure: it opens no window,
// reads no clock, and the same arguments give the same frame.
package scene

import (
	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// Frame is all that a renderer must know of one picture.
type Frame struct {
	Camera Camera
	Size   [2]int  // of the picture, pixels
	Floor  *Floor  // what is painted on the ground; the same pointer as long as it is the same
	Static []Draw  // what stands; the same slice as long as it is the same
	Moving []Draw  // what moves or changes
	Ghosts []Ghost // what may come: above all else, in their order
	Bands  []Band  // flows on the floor, above its paint and seen through
	Glow   []Glow  // light on the floor
	Labels []Label
}

// Draw is one mesh in the world.
type Draw struct {
	Mesh *shape.Mesh
	Pose mgl32.Mat4 // from the mesh to the world; axes may be scaled
	Tint [shape.Tints]shape.Color
	ID   uint32 // whose it is, for picking: index of a node of the model, +1; 0: nobody's
	Away bool   // it is not drawn, for it would hide what is looked at; its shadow stays. Of what stands alone
}

// Ghost is a mesh that is seen through. It throws no shadow and is not picked.
type Ghost struct {
	Draw
	Opacity float32 // 0 nothing, 1 opaque
}

// Floor is what is painted on the ground. Everything is in the world, m.
type Floor struct {
	Min, Max mgl32.Vec2 // the hall: beyond it the ground is plain
	Zones    []Zone     // areas, later ones above earlier ones
	Lines    []Line     // marks, above the zones
}

// Zone is a painted rectangle.
type Zone struct {
	Min, Max mgl32.Vec2
	Color    shape.Color
	Strength float32 // 0 nothing, 1 opaque
}

// Line is a painted stripe.
type Line struct {
	From, To mgl32.Vec2
	Width    float32
	Color    shape.Color
	Dash     float32 // length of dashes and of the gaps between them; 0: none
}

// Glow is soft light on the floor, strongest at the centre and nothing at the radius.
type Glow struct {
	Centre   mgl32.Vec2
	Radius   float32
	Color    shape.Color
	Strength float32 // 0 to 1
}

// Label is a chip of text with a line to what it speaks of, placed in the picture.
type Label struct {
	ID          uint32 // as of a Draw
	Title, Note string
	Bar         shape.Color // of the bar at its left edge, which tells the state
	Anchor      mgl32.Vec2  // the end of its line, pixels from the top left
	Min, Max    mgl32.Vec2  // the chip, pixels
	Small       bool        // a number on what it speaks of: the anchor is its middle, Title alone is shown
}

// SmallLabel is how large a small label is drawn, against others.
const SmallLabel = .84
