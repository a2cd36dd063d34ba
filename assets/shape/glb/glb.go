// Package glb reads 3D models: the binary form of glTF 2.0 (Khronos Group, ISO/IEC
// 12113), as CAD and drawing programs export it. What it reads is a body that stands
// still: triangles and their colours, where the nodes of the default scene place them.
// A texture counts by its colour in the middle of each triangle; animations, skins,
// cameras and lights are left out.
package glb

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// What is read at most.
const (
	MaxBytes     = 32 << 20 // of a file
	MaxTriangles = 200_000  // of all meshes, each as often as it stands in the scene
	MaxLength    = 2000     // m, from one end to the other
)

// Model is a body on the floor, in the axes of package shape: the centre of the box
// around it above the origin, its lowest point at z = 0.
type Model struct {
	Meshes    []*shape.Mesh // of which it is made; one, unless it has very many points
	Size      mgl32.Vec3    // of the box around it, m
	Origin    mgl32.Vec3    // where the file has its own origin
	Triangles int           // of the file
}

// Read reads a GLB file. The error says what is wrong with it, or what is in it that is
// not read; nothing that a file holds makes it panic or take more than some hundred MB.
func Read(data []byte) (*Model, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("it has %d MB; at most %d MB are read", len(data)>>20, MaxBytes>>20)
	}
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	var b builder
	if err := f.scene(&b); err != nil {
		return nil, err
	}
	return b.model()
}

// file is a GLB file taken apart.
type file struct {
	document
	bin    []byte
	images map[int]*picture // those that were looked at
	pixels int              // of them
}

// The parts of a document that are read; see the specification, 5.
type (
	document struct {
		ExtensionsRequired []string
		Scene              *int
		Scenes             []struct{ Nodes []int }
		Nodes              []node
		Meshes             []struct{ Primitives []primitive }
		Accessors          []accessor
		BufferViews        []view
		Buffers            []struct{ URI string }
		Materials          []material
		Textures           []struct{ Source *int }
		Images             []struct{ BufferView *int }
	}
	node struct {
		Mesh                         *int
		Children                     []int
		Matrix                       []float32
		Translation, Rotation, Scale []float32
	}
	primitive struct {
		Attributes map[string]int
		Indices    *int
		Material   *int
		Mode       *int
	}
	accessor struct {
		BufferView    *int
		ByteOffset    int
		ComponentType int
		Normalized    bool
		Count         int
		Type          string
		Sparse        json.RawMessage
	}
	view struct{ Buffer, ByteOffset, ByteLength, ByteStride int }
)

const (
	headLength = 12
	magic      = 0x46546C67 // "glTF"
	jsonChunk  = 0x4E4F534A
	binChunk   = 0x004E4942
	maxText    = 4 << 20 // bytes of the JSON chunk: in memory it becomes many times as large
)

// open takes a file apart.
func open(data []byte) (*file, error) {
	switch {
	case len(data) > 0 && data[0] == '{':
		return nil, errors.New("this is a .gltf, whose parts lie in several files; export it as .glb")
	case len(data) < headLength || binary.LittleEndian.Uint32(data) != magic:
		return nil, errors.New("this is no GLB file")
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != 2 {
		return nil, fmt.Errorf("this is glTF of version %d; version 2 is read", v)
	}
	length := binary.LittleEndian.Uint32(data[8:])
	if uint64(length) > uint64(len(data)) {
		return nil, fmt.Errorf("it is cut off: %d of its %d bytes are there", len(data), length)
	}
	f := &file{images: map[int]*picture{}}
	var text []byte
	for rest := data[headLength:max(length, headLength)]; len(rest) >= 8; {
		n, kind := binary.LittleEndian.Uint32(rest), binary.LittleEndian.Uint32(rest[4:])
		if uint64(n) > uint64(len(rest)-8) {
			return nil, errors.New("one of its chunks is cut off")
		}
		switch {
		case kind == jsonChunk && text == nil:
			text = rest[8 : 8+n]
		case kind == binChunk && f.bin == nil:
			f.bin = rest[8 : 8+n]
		}
		rest = rest[8+n:]
	}
	switch {
	case text == nil:
		return nil, errors.New("it has no description (JSON chunk)")
	case len(text) > maxText:
		return nil, fmt.Errorf("its description (JSON chunk) has %d MB; at most %d MB are read", len(text)>>20, maxText>>20)
	}
	if err := json.Unmarshal(text, &f.document); err != nil {
		return nil, fmt.Errorf("its description (JSON chunk) cannot be read: %w", err)
	}
	return f, f.readable()
}

// known are the extensions without which a file can be read all the same, or that are
// read.
var known = map[string]bool{
	"KHR_mesh_quantization": true, "KHR_texture_transform": true, "KHR_lights_punctual": true, "KHR_materials_unlit": true,
	"KHR_materials_emissive_strength": true, "KHR_materials_clearcoat": true, "KHR_materials_ior": true, "KHR_materials_specular": true,
	"KHR_materials_sheen": true, "KHR_materials_transmission": true, "KHR_materials_volume": true,
}

// readable refuses what would be read wrongly.
func (f *file) readable() error {
	for _, name := range f.ExtensionsRequired {
		if !known[name] {
			return fmt.Errorf("it needs %q, which is not read; export it without compression and extensions", name)
		}
	}
	return nil
}

// scene gives the builder all triangles of the default scene.
func (f *file) scene(b *builder) error {
	k := 0
	if f.Scene != nil {
		k = *f.Scene
	}
	s, err := item("scene", f.Scenes, k)
	if err != nil {
		return err
	}
	type visit struct {
		node int
		pose mgl32.Mat4
	}
	// Our x is east, y north, z up and the front south; a GLB's y is up and its front
	// at +z.
	turned := mgl32.Mat4FromRows(mgl32.Vec4{1, 0, 0, 0}, mgl32.Vec4{0, 0, -1, 0}, mgl32.Vec4{0, 1, 0, 0}, mgl32.Vec4{0, 0, 0, 1})
	var todo []visit
	for i := len(s.Nodes) - 1; i >= 0; i-- {
		todo = append(todo, visit{s.Nodes[i], turned})
	}
	seen := map[int]bool{}
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		n, err := item("node", f.Nodes, v.node)
		if err != nil {
			return err
		}
		if seen[v.node] {
			return fmt.Errorf("node %d hangs in two places; nodes make a tree", v.node)
		}
		seen[v.node] = true
		own, err := n.pose()
		if err != nil {
			return fmt.Errorf("node %d: %w", v.node, err)
		}
		pose := v.pose.Mul4(own)
		if n.Mesh != nil {
			if err := f.mesh(b, *n.Mesh, pose); err != nil {
				return err
			}
		}
		for i := len(n.Children) - 1; i >= 0; i-- {
			todo = append(todo, visit{n.Children[i], pose})
		}
	}
	return nil
}

// item is one of a list that another part of a file names.
func item[T any](what string, list []T, k int) (*T, error) {
	if k < 0 || k >= len(list) {
		return nil, fmt.Errorf("there is no %s %d, it has %d", what, k, len(list))
	}
	return &list[k], nil
}

// pose is where a node stands in its parent.
func (n *node) pose() (m mgl32.Mat4, err error) {
	lengths := [...]int{len(n.Matrix), len(n.Translation), len(n.Rotation), len(n.Scale)}
	for k, want := range [...]int{16, 3, 4, 3} {
		if lengths[k] != 0 && lengths[k] != want {
			return m, fmt.Errorf("its %s has %d numbers, not %d", [...]string{"matrix", "translation", "rotation", "scale"}[k], lengths[k], want)
		}
	}
	if n.Matrix != nil {
		return mgl32.Mat4(n.Matrix), nil
	}
	m = mgl32.Ident4()
	if t := n.Translation; t != nil {
		m = mgl32.Translate3D(t[0], t[1], t[2])
	}
	if r := n.Rotation; r != nil {
		q := mgl32.Quat{W: r[3], V: mgl32.Vec3{r[0], r[1], r[2]}}
		if l := q.Len(); l > 1e-6 && !math.IsInf(float64(l), 0) {
			m = m.Mul4(q.Normalize().Mat4())
		}
	}
	if s := n.Scale; s != nil {
		m = m.Mul4(mgl32.Scale3D(s[0], s[1], s[2]))
	}
	return m, nil
}

// mesh gives the builder the triangles of a mesh.
func (f *file) mesh(b *builder, k int, pose mgl32.Mat4) error {
	m, err := item("mesh", f.Meshes, k)
	if err != nil {
		return err
	}
	for i := range m.Primitives {
		if err := f.primitive(b, &m.Primitives[i], pose); err != nil {
			return fmt.Errorf("mesh %d, primitive %d: %w", k, i, err)
		}
	}
	return nil
}
