package bench

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/solarlune/tetra3d"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
)

var ground = color.RGBA{0xCC, 0xD0, 0xD4, 255}

// painter draws the polygons of Takt's own pipeline over each other, the one with the
// farthest corner first: no depth, and so not always right; no floor but a colour, no
// shadows, no fog.
type painter struct {
	soft     *render.Soft
	white    *ebiten.Image
	polygons []painted
	vertices []ebiten.Vertex
	indices  []uint32
}

type painted struct {
	far      float32
	first, n int
}

func newPainter(workers int) *painter {
	p := &painter{soft: render.New(workers), white: ebiten.NewImage(1, 1)}
	p.white.Fill(color.White)
	return p
}

func (p *painter) draw(dst *ebiten.Image, f *scene.Frame) {
	dst.Fill(ground)
	shot := p.soft.Shoot(f, width, height, render.Plain)
	p.polygons, p.vertices, p.indices = p.polygons[:0], p.vertices[:0], p.indices[:0]
	shot.Each(func(g *render.Polygon) {
		r, gr, b := g.Lit.RGB()
		v := ebiten.Vertex{SrcX: .5, SrcY: .5, ColorR: float32(r) / 255, ColorG: float32(gr) / 255, ColorB: float32(b) / 255, ColorA: 1}
		far := float32(math.Inf(1))
		for _, c := range g.Corners {
			v.DstX, v.DstY = float32(c[0])/render.SubPixel, float32(c[1])/render.SubPixel
			far = min(far, max(g.A*v.DstX+g.B*v.DstY+g.C, g.Lo))
			p.vertices = append(p.vertices, v)
		}
		p.polygons = append(p.polygons, painted{far, len(p.vertices) - len(g.Corners), len(g.Corners)})
	})
	slices.SortFunc(p.polygons, func(a, b painted) int { return cmp.Compare(a.far, b.far) })
	for _, g := range p.polygons {
		for i := 2; i < g.n; i++ {
			p.indices = append(p.indices, uint32(g.first), uint32(g.first+i-1), uint32(g.first+i))
		}
	}
	dst.DrawTriangles32(p.vertices, p.indices, p.white, nil)
}

// tetra draws the same meshes with Tetra3D, unlit in the colours of their faces; no
// floor.
type tetra struct {
	scene  *tetra3d.Scene
	camera *tetra3d.Camera
	moving []*tetra3d.Model
}

// mergedVertices bounds a merged model: v0.18.0 panics on one of over 30,000 vertices
// (model.go:809, index out of range [30000] with length 30000), and so it does with its
// own automatic static batch of this hall.
const mergedVertices = 12000

// newTetra has a model for each draw or, merged, one for what stands, up to a number of
// vertices, and a dynamic batch for all that moves.
func newTetra(f *scene.Frame, merged bool) *tetra {
	t := &tetra{scene: tetra3d.NewScene("hall"), camera: tetra3d.NewCamera("camera", width, height)}
	t.scene.World.LightingOn, t.scene.World.FogOn = false, false
	t.camera.SetFieldOfView(f.Camera.Fov * 180 / math.Pi)
	t.camera.SetNear(1)
	t.camera.SetFar(400)
	t.camera.DebugInfo.On = false
	t.scene.Root.AddChildren(t.camera)
	material := tetra3d.NewMaterial("faces")
	material.Shadeless = true
	meshes := map[*shape.Mesh]*tetra3d.Mesh{}
	model := func(d *scene.Draw) *tetra3d.Model {
		if meshes[d.Mesh] == nil {
			meshes[d.Mesh] = tetraMesh(d.Mesh, material)
		}
		m := tetra3d.NewModel("body", meshes[d.Mesh])
		m.SetLocalRotation(tetra3d.NewMatrix4Rotate(0, 1, 0, float32(math.Atan2(float64(d.Pose[1]), float64(d.Pose[0])))))
		m.SetLocalPosition(d.Pose[12], d.Pose[14], -d.Pose[13])
		return m
	}
	var whole *tetra3d.Model
	for i := range f.Static {
		m := model(&f.Static[i])
		if !merged {
			t.scene.Root.AddChildren(m)
			continue
		}
		if whole == nil || len(whole.Mesh().VertexPositions)+len(m.Mesh().VertexPositions) > mergedVertices {
			whole = tetra3d.NewModel("merged", tetra3d.NewMesh("merged"))
			t.scene.Root.AddChildren(whole)
		}
		whole.StaticMerge(m, m.Mesh().MeshParts[0])
		whole.Mesh().VertexActiveColorChannel = 0
	}
	for i := range f.Moving {
		m := model(&f.Moving[i])
		if merged {
			m.AutoBatchMode = tetra3d.AutoBatchDynamic
		}
		t.scene.Root.AddChildren(m)
		t.moving = append(t.moving, m)
	}
	return t
}

// tetraMesh is a mesh as Tetra3D has it: y is up.
func tetraMesh(m *shape.Mesh, material *tetra3d.Material) *tetra3d.Mesh {
	out := tetra3d.NewMesh("body")
	part := out.AddMeshPart(material)
	var vertices []tetra3d.VertexInfo
	var indices []int
	for i := range m.Faces {
		f := &m.Faces[i]
		// About the light that Takt gives such a face.
		light := .75 + .25*f.Normal.Z() - .1*f.Normal.X()
		r, g, b := f.Color.RGB()
		c := tetra3d.NewColor4(float32(r)/255*light, float32(g)/255*light, float32(b)/255*light, 1)
		first, n := len(vertices), 4
		if f.Corner[2] == f.Corner[3] {
			n = 3
		}
		for _, k := range f.Corner[:n] {
			p := m.Points[k]
			v := tetra3d.NewVertex(p[0], p[2], -p[1], 0, 0)
			v.Colors = append(v.Colors, c)
			vertices = append(vertices, v)
		}
		for k := 2; k < n; k++ {
			indices = append(indices, first, first+k-1, first+k)
		}
	}
	out.AddVertices(vertices...)
	part.AddTriangles(indices...)
	out.VertexActiveColorChannel = 0
	out.UpdateBounds()
	out.AutoNormal()
	return out
}

func (t *tetra) draw(dst *ebiten.Image, f *scene.Frame) {
	for i, m := range t.moving {
		p := &f.Moving[i].Pose
		m.SetLocalPosition(p[12], p[14], -p[13])
	}
	eye, right, up, ahead := f.Camera.Eye(), f.Camera.Right(), f.Camera.Up(), f.Camera.Forward()
	t.camera.SetLocalPosition(eye[0], eye[2], -eye[1])
	t.camera.SetLocalRotation(tetra3d.Matrix4{
		{right[0], right[2], -right[1], 0}, {up[0], up[2], -up[1], 0}, {-ahead[0], -ahead[2], ahead[1], 0}, {0, 0, 0, 1}})
	dst.Fill(ground)
	t.camera.Clear()
	t.scene.HandleAutobatch()
	t.camera.RenderScene(t.scene)
	dst.DrawImage(t.camera.ColorTexture(), nil)
}
