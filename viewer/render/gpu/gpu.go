// Package gpu draws a scene.Frame with a graphics card, through Ebitengine. Culling,
// transforming and clipping are the software renderer's own (render.Soft.Shoot); this
// package fills the polygons.
//
// Ebitengine has no depth buffer, so depth is found in three passes over the polygons, in
// any order: the first keeps the highest byte of a logarithmic depth in each pixel by
// blending with the maximum, the second so the low byte of those that have that high one,
// and the third draws the colours of those that have both. The floor is painted by
// shaders too, on the ground below.
//
// Lines at edges take two passes more: one keeps the depth and a mark of the plane of what
// is nearest, and the other holds each polygon's own plane against those of its neighbours.
// Of render.Good what is missing is the smoothing; render.Best has four times the pixels
// and is averaged.
package gpu

import (
	"embed"
	"fmt"
	"image"
	"math"

	"github.com/go-gl/mathgl/mgl32"
	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
)

//go:embed *.kage
var sources embed.FS

// A program is one of the shaders.
type program int

const (
	groundProgram program = iota // behind everything
	patchProgram                 // paint, shadows and glows
	bandProgram                  // bands of the flow
	gridProgram                  // grid and lightmap
	airProgram                   // end of the floor, fog
	highProgram                  // the three passes
	lowProgram
	colorProgram
	factsProgram // depth and plane of what is nearest
	lineProgram  // edges
	ghostProgram // what is seen through
	programs
)

// files are what each program is made of.
var files = [programs][]string{
	groundProgram: {"view", "ground"},
	patchProgram:  {"view", "floor", "patch"},
	bandProgram:   {"view", "floor", "band"},
	gridProgram:   {"view", "floor", "grid"},
	airProgram:    {"view", "floor", "air"},
	highProgram:   {"view", "depth", "high"},
	lowProgram:    {"view", "depth", "low"},
	colorProgram:  {"view", "depth", "color"},
	factsProgram:  {"view", "depth", "facts"},
	lineProgram:   {"view", "depth", "line"},
	ghostProgram:  {"view", "depth", "ghost"},
}

// Renderer draws frames into images of Ebitengine. It keeps its buffers and is used
// within the game's loop.
type Renderer struct {
	shaders          [programs]*ebiten.Shader
	uniforms         map[string]any
	high, low, color *ebiten.Image // as large as the shot
	facts            *ebiten.Image // of what is nearest: depth in two bytes, a mark of its plane and how strong its lines are in the others
	sheet            *ebiten.Image // with the bands; nil: there were none yet
	lights           [2]lightTexture
	light            *lightTexture   // the present one
	vertices         []ebiten.Vertex // of the polygons
	indices          []uint32        // the last polygon's first: of two as near the first is to stay
	things           int             // how many of the indices; those after them are of ghosts, in their order
	ground           []ebiten.Vertex // of what lies on the floor, four for each
	order            []uint32        // 0 1 2, 0 2 3, 4 5 6, and so on
	whole            [4]ebiten.Vertex
	near             [2]float32 // least and most 1/depth
}

// New compiles the shaders; the card does its part of that at the first frame.
func New() (*Renderer, error) {
	r := &Renderer{uniforms: map[string]any{}}
	for p, names := range files {
		text := []byte("//kage:unit pixels\n\npackage main\n")
		for _, name := range names {
			part, err := sources.ReadFile(name + ".kage")
			if err != nil {
				return nil, err
			}
			text = append(append(text, '\n'), part...)
		}
		var err error
		if r.shaders[p], err = ebiten.NewShader(text); err != nil {
			return nil, fmt.Errorf("shader %s: %w", names[len(names)-1], err)
		}
	}
	return r, nil
}

// Draw draws the frame without its labels onto all of dst. The shot that it makes of the
// frame stays in soft, to pick from.
func (r *Renderer) Draw(dst *ebiten.Image, soft *render.Soft, f *scene.Frame, q render.Quality) {
	size := dst.Bounds().Size()
	s := soft.Shoot(f, size.X, size.Y, q)
	r.fit(s.W, s.H)
	r.keep(s)
	r.see(s)
	r.tell(s, q)
	r.paintFloor(s)
	r.drawThings()
	if q == render.Good || q == render.Best {
		r.drawLines()
	}
	r.drawGhosts()
	var op ebiten.DrawImageOptions
	if s.W != size.X {
		op.GeoM.Scale(float64(size.X)/float64(s.W), float64(size.Y)/float64(s.H))
		op.Filter = ebiten.FilterLinear
	}
	op.GeoM.Translate(float64(dst.Bounds().Min.X), float64(dst.Bounds().Min.Y))
	op.Blend = ebiten.BlendCopy
	dst.DrawImage(r.color, &op)
}

// fit makes the images as large as the picture.
func (r *Renderer) fit(w, h int) {
	if r.color != nil && r.color.Bounds().Dx() == w && r.color.Bounds().Dy() == h {
		return
	}
	for _, m := range []**ebiten.Image{&r.high, &r.low, &r.facts, &r.color} {
		if *m != nil {
			(*m).Deallocate()
		}
		*m = ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), &ebiten.NewImageOptions{Unmanaged: true})
	}
	if r.sheet != nil {
		r.sheet.Deallocate()
		r.sheet = nil
	}
	r.whole = [4]ebiten.Vertex{{}, {DstX: float32(w)}, {DstX: float32(w), DstY: float32(h)}, {DstY: float32(h)}}
}

// see makes vertices of the polygons: of each corner its place, of all corners of a
// polygon the same numbers, so that nothing that a pixel needs depends on how a card
// interpolates.
func (r *Renderer) see(s *render.Shot) {
	r.vertices, r.indices = r.vertices[:0], r.indices[:0]
	r.near = [2]float32{float32(math.Inf(1)), 0}
	s.Each(r.polygon)
	for i, j := 0, len(r.indices)-3; i < j; i, j = i+3, j-3 {
		a, b := [3]uint32(r.indices[i:i+3]), [3]uint32(r.indices[j:j+3])
		copy(r.indices[i:], b[:])
		copy(r.indices[j:], a[:])
	}
	r.things = len(r.indices)
	s.EachGhost(r.polygon)
	r.near[0] = max(r.near[0], 1e-6)
}

// polygon makes vertices of one.
func (r *Renderer) polygon(p *render.Polygon) {
	v := ebiten.Vertex{SrcX: p.Lo, SrcY: p.Hi, Custom0: p.A, Custom1: p.B, Custom2: p.C, Custom3: float32(p.Code),
		ColorR: pair(p.Lit, p.Dim, 16), ColorG: pair(p.Lit, p.Dim, 8), ColorB: pair(p.Lit, p.Dim, 0), ColorA: p.Bias}
	if p.Glows {
		v.ColorA = 0
	}
	v.ColorR += 65536 * float32(p.Broad)
	first := uint32(len(r.vertices))
	for i, c := range p.Corners {
		v.DstX, v.DstY = float32(c[0])/render.SubPixel, float32(c[1])/render.SubPixel
		near := min(max(p.A*(v.DstX-.5)+p.B*(v.DstY-.5)+p.C, p.Lo), p.Hi)
		r.near = [2]float32{min(r.near[0], near), max(r.near[1], near)}
		r.vertices = append(r.vertices, v)
		if i > 1 {
			r.indices = append(r.indices, first, first+uint32(i)-1, first+uint32(i))
		}
	}
}

// pair is a channel of two colours in one number.
func pair(a, b shape.Color, shift int) float32 {
	return float32(a>>shift&0xff)*256 + float32(b>>shift&0xff)
}

// drawThings draws the polygons.
func (r *Renderer) drawThings() {
	r.high.Clear()
	r.low.Clear()
	things := r.indices[:r.things]
	if len(things) == 0 {
		return
	}
	highest := ebiten.Blend{BlendOperationRGB: ebiten.BlendOperationMax, BlendOperationAlpha: ebiten.BlendOperationMax}
	r.run(r.high, highProgram, r.vertices, things, highest)
	r.run(r.low, lowProgram, r.vertices, things, highest, r.high)
	r.run(r.color, colorProgram, r.vertices, things, ebiten.BlendCopy, r.high, r.low, r.light.image)
}

// drawLines draws the edges of things.
func (r *Renderer) drawLines() {
	things := r.indices[:r.things]
	if len(things) == 0 {
		return
	}
	r.facts.Clear()
	r.run(r.facts, factsProgram, r.vertices, things, ebiten.BlendCopy, r.high, r.low)
	r.run(r.color, lineProgram, r.vertices, things, ebiten.BlendSourceOver, r.facts)
}

// drawGhosts draws what is seen through.
func (r *Renderer) drawGhosts() {
	if ghosts := r.indices[r.things:]; len(ghosts) > 0 {
		r.run(r.color, ghostProgram, r.vertices, ghosts, ebiten.BlendSourceOver, r.high, r.low)
	}
}

// run draws triangles with a program, which reads images from number 1 on: to number 0
// Ebitengine would fit the vertices' numbers.
func (r *Renderer) run(dst *ebiten.Image, p program, v []ebiten.Vertex, indices []uint32, blend ebiten.Blend, images ...*ebiten.Image) {
	op := ebiten.DrawTrianglesShaderOptions{Uniforms: r.uniforms, Blend: blend}
	copy(op.Images[1:], images)
	dst.DrawTrianglesShader32(v, indices, r.shaders[p], &op)
}

// tell sets what the shaders must know.
func (r *Renderer) tell(s *render.Shot, q render.Quality) {
	set := func(name string, v ...float32) {
		old, ok := r.uniforms[name].([]float32)
		if !ok {
			old = make([]float32, len(v))
			r.uniforms[name] = old
		}
		copy(old, v)
	}
	vec3 := func(name string, v mgl32.Vec3) { set(name, v[0], v[1], v[2]) }
	color := func(name string, c shape.Color) {
		red, green, blue := c.RGB()
		set(name, float32(red)/255, float32(green)/255, float32(blue)/255)
	}
	pixels := float32(1) // of the picture in one of the shot
	if q == render.Best {
		pixels = .5
	}
	vec3("Eye", s.Eye)
	vec3("Right", s.Right)
	vec3("Up", s.Up)
	vec3("At", s.At)
	set("Lens", s.Lens)
	set("Size", float32(s.W), float32(s.H))
	ground := float32(0)
	if s.Ground {
		ground = 1
	}
	set("Ground", ground)
	set("Fog", s.FogFrom, s.FogScale)
	set("Hall", s.Min[0], s.Min[1], s.Max[0], s.Max[1])
	set("Fade", s.Fade)
	color("Sky", render.SkyColor)
	color("Haze", render.HazeColor)
	color("Plain", render.GroundColor)
	color("Line", render.GridColor)
	color("Shadow", render.ShadowColor)
	set("Contact", render.Contact)
	color("Bright", render.LineColor)
	set("Shares", render.Outline, render.Crease, render.Hollow)
	set("Lined", render.LeastLined, render.FullyLined)
	set("Per", pixels)
	set("Slope", s.Slope[0], s.Slope[1])
	least, most := math.Log2(float64(r.near[0])), math.Log2(max(float64(r.near[1]), float64(r.near[0])*1.001))
	set("Range", float32(least), float32(65535/(most-least)))
	set("Forgive", 1.5)
	l := r.light
	set("LightMin", l.min[0], l.min[1])
	set("LightSize", l.levels[0][0], l.levels[0][1])
	set("Texel", l.size)
	set("Unit", render.HeightUnit)
	for k, level := range l.levels {
		set(levelNames[k], level[:]...)
	}
}

var levelNames = [render.Levels]string{"Level0", "Level1", "Level2", "Level3", "Level4"}
