// Package shape makes the meshes of a factory: low-poly machines, conveyors, robots,
// racks, people, in metres, generated in Go by their measures. A mesh has planar,
// convex faces; x is east (the way parts flow), y north, z up; what stands on the
// floor stands on z = 0 with the centre of its footprint at the origin and its front
// towards -y.
package shape

import "github.com/go-gl/mathgl/mgl32"

// Color is the colour of a face: sRGB as 0xRRGGBB, or one that the draw gives, see
// Tint.
type Color uint32

const tint Color = 1 << 24

// Tints is how many colours a draw gives.
const Tints = 4

// Tint is colour k of the draw, from 0 to Tints-1: so one mesh serves all states.
func Tint(k int) Color { return tint | Color(k) }

// Tinted tells which colour of the draw c is; ok is false when it is one of its own.
func (c Color) Tinted() (k int, ok bool) { return int(c & 0xff), c&tint != 0 }

// RGB is the colour's three channels.
func (c Color) RGB() (r, g, b uint8) { return uint8(c >> 16), uint8(c >> 8), uint8(c) }

// Face is a planar convex polygon of three or four corners, counter-clockwise as seen
// from outside; a triangle repeats its last corner.
type Face struct {
	Corner [4]uint16  // indices of Mesh.Points
	Normal mgl32.Vec3 // of length 1
	Color  Color
	Glow   bool // it shines by itself: no light and no shadow change its colour
}

// Mesh is a body, m. It is not changed once made: any number of draws share it.
type Mesh struct {
	Points   []mgl32.Vec3
	Faces    []Face
	Min, Max mgl32.Vec3 // the box around all points
}
