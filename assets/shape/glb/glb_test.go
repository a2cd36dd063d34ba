package glb

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// pack makes a GLB file of its chunks.
func pack(doc any, bin []byte) []byte {
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return join(text, bin)
}

func join(text, bin []byte) []byte {
	for len(text)%4 != 0 {
		text = append(text, ' ')
	}
	le := binary.LittleEndian
	out := le.AppendUint32(le.AppendUint32([]byte("glTF"), 2), uint32(12+8+len(text)+8+len(bin)))
	out = append(le.AppendUint32(le.AppendUint32(out, uint32(len(text))), jsonChunk), text...)
	return append(le.AppendUint32(le.AppendUint32(out, uint32(len(bin))), binChunk), bin...)
}

type doc = map[string]any

// numbers is the bytes of numbers.
func numbers(list ...any) []byte {
	var b bytes.Buffer
	for _, x := range list {
		if err := binary.Write(&b, binary.LittleEndian, x); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// square is the least file: a square of 2 m by 1 m that looks to +z, 3 m above the ground.
func square() (doc, []byte) {
	bin := numbers([]float32{-1, 3, 0, 1, 3, 0, 1, 4, 0, -1, 4, 0}, []uint16{0, 1, 2, 0, 2, 3})
	return doc{
		"asset":       doc{"version": "2.0"},
		"scenes":      []doc{{"nodes": []int{0}}},
		"nodes":       []doc{{"mesh": 0}},
		"meshes":      []doc{{"primitives": []doc{{"attributes": doc{"POSITION": 0}, "indices": 1, "material": 0}}}},
		"materials":   []doc{{"pbrMetallicRoughness": doc{"baseColorFactor": []float32{1, 0, 0, 1}}}},
		"accessors":   []doc{{"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"}, {"bufferView": 1, "componentType": 5123, "count": 6, "type": "SCALAR"}},
		"bufferViews": []doc{{"buffer": 0, "byteLength": 48}, {"buffer": 0, "byteOffset": 48, "byteLength": 12}},
		"buffers":     []doc{{"byteLength": 60}},
	}, bin
}

func near(a, b mgl32.Vec3) bool { return a.Sub(b).Len() < 1e-4 }

func TestASquareStandsOnTheFloorAndLooksSouth(t *testing.T) {
	m, err := Read(pack(square()))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Meshes) != 1 || len(m.Meshes[0].Faces) != 1 || len(m.Meshes[0].Points) != 4 || m.Triangles != 2 {
		t.Fatalf("two triangles of a square are to become one face: %+v", m)
	}
	f := m.Meshes[0].Faces[0]
	if !near(f.Normal, mgl32.Vec3{0, -1, 0}) || f.Color != 0xFF0000 || f.Glow {
		t.Errorf("the face is %+v", f)
	}
	if !near(m.Size, mgl32.Vec3{2, 0, 1}) || !near(m.Meshes[0].Min, mgl32.Vec3{-1, 0, 0}) || !near(m.Meshes[0].Max, mgl32.Vec3{1, 0, 1}) || !near(m.Origin, mgl32.Vec3{0, 0, -3}) {
		t.Errorf("size %v, from %v to %v, its own origin at %v", m.Size, m.Meshes[0].Min, m.Meshes[0].Max, m.Origin)
	}
}

// TestNodes: poses of nodes add up, in any of their forms, and mirrors turn nothing
// inside out.
func TestNodes(t *testing.T) {
	half := float32(math.Sqrt(.5))
	for name, x := range map[string]struct {
		nodes        []doc
		size, normal mgl32.Vec3
	}{
		"a child that is scaled in a turned parent": {
			[]doc{{"children": []int{1}, "rotation": []float32{0, half, 0, half}}, {"mesh": 0, "scale": []float32{3, 1, 1}}},
			mgl32.Vec3{0, 6, 1}, mgl32.Vec3{1, 0, 0},
		},
		"a matrix": {
			[]doc{{"mesh": 0, "matrix": []float32{0, 0, -1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 5, 6, 7, 1}}},
			mgl32.Vec3{0, 2, 2}, mgl32.Vec3{1, 0, 0},
		},
		"a mirror":         {[]doc{{"mesh": 0, "scale": []float32{-1, 1, 1}}}, mgl32.Vec3{2, 0, 1}, mgl32.Vec3{0, -1, 0}},
		"no turn at all":   {[]doc{{"mesh": 0, "rotation": []float32{0, 0, 0, 0}}}, mgl32.Vec3{2, 0, 1}, mgl32.Vec3{0, -1, 0}},
		"a turn too long":  {[]doc{{"mesh": 0, "rotation": []float32{0, 2, 0, 2}}}, mgl32.Vec3{0, 2, 1}, mgl32.Vec3{1, 0, 0}},
		"a node more deep": {[]doc{{"children": []int{2}}, {}, {"mesh": 0, "translation": []float32{9, 9, 9}}}, mgl32.Vec3{2, 0, 1}, mgl32.Vec3{0, -1, 0}},
	} {
		d, bin := square()
		d["nodes"] = x.nodes
		m, err := Read(pack(d, bin))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := m.Meshes[0].Faces[0].Normal; !near(m.Size, x.size) || !near(got, x.normal) {
			t.Errorf("%s: it is %v large and looks to %v; want %v and %v", name, m.Size, got, x.size, x.normal)
		}
		// The order of corners and the normal tell the same front.
		p, f := m.Meshes[0].Points, m.Meshes[0].Faces[0]
		a, b, c := p[f.Corner[0]], p[f.Corner[1]], p[f.Corner[2]]
		if b.Sub(a).Cross(c.Sub(a)).Dot(f.Normal) <= 0 {
			t.Errorf("%s: its corners run clockwise", name)
		}
	}
}

func TestModesAndNumbers(t *testing.T) {
	for name, x := range map[string]struct {
		primitive doc
		bin       []byte
		accessors []doc
		faces     int
	}{
		"a strip": {doc{"attributes": doc{"POSITION": 0}, "mode": 5}, numbers([]float32{0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0}),
			[]doc{{"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"}}, 1},
		"a fan": {doc{"attributes": doc{"POSITION": 0}, "mode": 6}, numbers([]float32{0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0}),
			[]doc{{"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"}}, 1},
		"quantized": {doc{"attributes": doc{"POSITION": 0}}, numbers([]int16{0, 0, 0, 0, 32767, 0, 0, 0, 0, 32767, 0, 0}),
			[]doc{{"bufferView": 0, "componentType": 5122, "normalized": true, "count": 3, "type": "VEC3"}}, 1},
		"without an area": {doc{"attributes": doc{"POSITION": 0}}, numbers([]float32{0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0}),
			[]doc{{"bufferView": 0, "componentType": 5126, "count": 6, "type": "VEC3"}}, 1},
	} {
		d, _ := square()
		d["meshes"], d["accessors"] = []doc{{"primitives": []doc{x.primitive}}}, x.accessors
		view := doc{"buffer": 0, "byteLength": len(x.bin)}
		if name == "quantized" {
			view["byteStride"] = 8
		}
		d["bufferViews"] = []doc{view}
		m, err := Read(pack(d, x.bin))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := len(m.Meshes[0].Faces); n != x.faces || !near(m.Size, mgl32.Vec3{1, 0, 1}) || !near(m.Meshes[0].Faces[0].Normal, mgl32.Vec3{0, -1, 0}) {
			t.Errorf("%s: %d faces of %v", name, n, m.Size)
		}
	}
}

func TestLooks(t *testing.T) {
	board := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	board.Set(0, 0, color.NRGBA{10, 200, 30, 255})
	board.Set(1, 0, color.NRGBA{90, 0, 0, 255})
	var picture bytes.Buffer
	if err := png.Encode(&picture, board); err != nil {
		t.Fatal(err)
	}
	colors := numbers([]uint8{255, 0, 255, 255, 255, 0, 255, 255, 255, 0, 255, 255, 255, 0, 255, 255})
	uv := numbers([]float32{1.1, 0, 1.4, 0, 1.4, 1, 1.1, 1})
	for name, x := range map[string]struct {
		material doc
		color    shape.Color
		glow     bool
		faces    int
	}{
		"linear colours become sRGB":     {doc{"pbrMetallicRoughness": doc{"baseColorFactor": []float32{.5, .2140411, .0, 1}}}, 0xBC7F00, false, 1},
		"seen from both sides":           {doc{"doubleSided": true}, 0xFFFFFF, false, 2},
		"what gives light shines":        {doc{"emissiveFactor": []float32{0, 1, 0}}, 0x00FF00, true, 1},
		"a texture where the faces are":  {doc{"pbrMetallicRoughness": doc{"baseColorTexture": doc{"index": 0}}}, 0x0AC81E, false, 1},
		"a texture times a factor":       {doc{"pbrMetallicRoughness": doc{"baseColorTexture": doc{"index": 0}, "baseColorFactor": []float32{0, 1, 0, 1}}}, 0x00C800, false, 1},
		"colours of corners":             {nil, 0xFF00FF, false, 1},
		"a texture that is no picture":   {doc{"pbrMetallicRoughness": doc{"baseColorTexture": doc{"index": 1}, "baseColorFactor": []float32{1, 1, 0, 1}}}, 0xFFFF00, false, 1},
		"nearly solid is drawn as solid": {doc{"alphaMode": "BLEND", "pbrMetallicRoughness": doc{"baseColorFactor": []float32{1, 1, 1, .8}}}, 0xFFFFFF, false, 1},
	} {
		d, bin := square()
		attributes := doc{"POSITION": 0, "TEXCOORD_0": 2}
		p := doc{"attributes": attributes, "indices": 1}
		if x.material == nil {
			attributes["COLOR_0"] = 3
		} else {
			d["materials"], p["material"] = []doc{x.material}, 0
		}
		d["meshes"] = []doc{{"primitives": []doc{p}}}
		d["accessors"] = append(d["accessors"].([]doc), doc{"bufferView": 2, "componentType": 5126, "count": 4, "type": "VEC2"},
			doc{"bufferView": 3, "componentType": 5121, "normalized": true, "count": 4, "type": "VEC4"})
		d["bufferViews"] = append(d["bufferViews"].([]doc), doc{"buffer": 0, "byteOffset": 60, "byteLength": 32},
			doc{"buffer": 0, "byteOffset": 92, "byteLength": 16}, doc{"buffer": 0, "byteOffset": 108, "byteLength": picture.Len()})
		d["textures"], d["images"] = []doc{{"source": 0}, {"source": 1}}, []doc{{"bufferView": 4}, {"bufferView": 2}}
		m, err := Read(pack(d, append(append(append(bin, uv...), colors...), picture.Bytes()...)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f := m.Meshes[0].Faces; f[0].Color != x.color || f[0].Glow != x.glow || len(f) != x.faces {
			t.Errorf("%s: %d faces, of %06x, that shine: %v; want %+v", name, len(f), f[0].Color, f[0].Glow, x)
		}
	}
}

// TestAModelOfAnExporter reads what testdata/press.py wrote.
func TestAModelOfAnExporter(t *testing.T) {
	data, err := os.ReadFile("testdata/press.glb")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	// Of the script: from the frame's left side, -1.1 m, to the wheel's end, 1.325 m;
	// 1.6 m deep, and up to the top of the head.
	if !near(m.Size, mgl32.Vec3{2.425, 1.6, 3}) || !near(m.Origin, mgl32.Vec3{-.1125, 0, 0}) {
		t.Errorf("it is %v large, with its own origin at %v", m.Size, m.Origin)
	}
	area := map[shape.Color]float32{}
	mesh := m.Meshes[0]
	var volume float32
	for _, f := range mesh.Faces {
		p := [4]mgl32.Vec3{mesh.Points[f.Corner[0]], mesh.Points[f.Corner[1]], mesh.Points[f.Corner[2]], mesh.Points[f.Corner[3]]}
		cross := p[2].Sub(p[0]).Cross(p[3].Sub(p[1]))
		area[f.Color] += cross.Len() / 2
		volume += p[0].Dot(p[1].Cross(p[2])) + p[0].Dot(p[2].Cross(p[3]))
		if cross.Dot(f.Normal) <= 0 {
			t.Errorf("face %v looks to %v", p, f.Normal)
		}
	}
	// The table's box by its own three measures, its colour in the 8 bits of a linear one; the sign has two sides of .15 m² each.
	for c, want := range map[shape.Color]float32{0x1C8A8C: 2 * (.9*.16 + .9*.8 + .16*.8), 0xF2B705: 2 * .15, 0x1B2229: 2 * .15} {
		if got := area[c]; math.Abs(float64(got-want)) > .002 {
			t.Errorf("of %06x there are %.3f m², want %.3f", c, got, want)
		}
	}
	// All but the sign are closed: what they enclose, of boxes and of cylinders of 20 and
	// 24 sides, is never negative.
	prism := func(r, h float64, n int) float64 {
		return float64(n) / 2 * r * r * math.Sin(2*math.Pi/float64(n)) * h
	}
	want := 2.2*.7*1.6 + 2*.35*1.7*1.2 + 2.2*.6*1.4 + 1*.18*.9 + .9*.16*.8 + prism(.22, .6, 20) + prism(.3, .25, 24)
	if math.Abs(float64(volume)/6-want) > .01 {
		t.Errorf("it encloses %.3f m³, want %.3f", volume/6, want)
	}
	if n := len(mesh.Faces); n > m.Triangles*2/3 {
		t.Errorf("%d faces of %d triangles: quadrangles are to be whole", n, m.Triangles)
	}
}

// TestMistakes: what is wrong is told, in words.
func TestMistakes(t *testing.T) {
	good := pack(square())
	with := func(change func(d doc)) []byte {
		d, bin := square()
		change(d)
		return pack(d, bin)
	}
	first := func(d doc, list string) doc { return d[list].([]doc)[0] }
	for want, data := range map[string][]byte{
		"no GLB file":                       []byte("Wavefront"),
		"export it as .glb":                 []byte(`{"asset":{}}`),
		"version 1":                         append([]byte("glTF\x01\x00\x00\x00"), good[8:]...),
		"cut off: 100 of its":               good[:100],
		"chunks is cut off":                 append(append([]byte{}, good[:12]...), append(numbers(uint32(1<<30)), good[16:]...)...),
		"no description":                    numbers(uint32(magic), uint32(2), uint32(12)),
		"description (JSON chunk) cannot":   bytes.Replace(good, []byte(`"asset"`), []byte(`"asset `), 1),
		"there is no scene 3":               with(func(d doc) { d["scene"] = 3 }),
		"there is no node 7":                with(func(d doc) { first(d, "scenes")["nodes"] = []int{7} }),
		"there is no mesh -1":               with(func(d doc) { first(d, "nodes")["mesh"] = -1 }),
		"node 0 hangs in two places":        with(func(d doc) { first(d, "nodes")["children"] = []int{0} }),
		"its translation has 2 numbers":     with(func(d doc) { first(d, "nodes")["translation"] = []int{1, 2} }),
		"needs \"KHR_draco_mesh":            with(func(d doc) { d["extensionsRequired"] = []string{"KHR_draco_mesh_compression"} }),
		"there is no accessor 9":            with(func(d doc) { first(d, "meshes")["primitives"] = []doc{{"attributes": doc{"POSITION": 9}}} }),
		"no mode 8":                         with(func(d doc) { first(d, "meshes")["primitives"] = []doc{{"mode": 8}} }),
		"reaches beyond its data":           with(func(d doc) { first(d, "accessors")["count"] = 5 }),
		"(positions) reaches":               with(func(d doc) { first(d, "accessors")["byteOffset"] = 1 << 40 }),
		"sparse":                            with(func(d doc) { first(d, "accessors")["sparse"] = doc{} }),
		"no data":                           with(func(d doc) { delete(first(d, "accessors"), "bufferView") }),
		"\"VEC2\" of type 5126":             with(func(d doc) { first(d, "accessors")["type"] = "VEC2" }),
		"whole numbers":                     with(func(d doc) { d["accessors"].([]doc)[1]["componentType"] = 5122 }),
		"buffer view 0 reaches":             with(func(d doc) { first(d, "bufferViews")["byteLength"] = 1000 }),
		"in another file":                   with(func(d doc) { first(d, "buffers")["uri"] = "press.bin" }),
		"index 3, but there are 3 points":   with(func(d doc) { first(d, "accessors")["count"] = 3 }),
		"2000000 m long, more than 2000 m":  with(func(d doc) { first(d, "nodes")["scale"] = []float32{1e6, 1, 1} }),
		"a point lies at":                   with(func(d doc) { first(d, "nodes")["scale"] = []float32{1e30, 1, 1} }),
		"nothing to be seen":                with(func(d doc) { first(d, "scenes")["nodes"] = []int{} }),
		"there is no material 4":            with(func(d doc) { first(d, "meshes")["primitives"].([]doc)[0]["material"] = 4 }),
		"more than 200000 triangles so far": manyTriangles(),
		"more than 50000 primitives":        manyPrimitives(),
		"at most 4 MB":                      with(func(d doc) { d["asset"] = strings.Repeat("x", maxText) }),
		"at most 32 MB":                     make([]byte, MaxBytes+(1<<20)),
	} {
		if m, err := Read(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v, %v", want, m, err)
		}
	}
}

// manyTriangles is a file in which a mesh stands so often that its triangles are too many.
func manyTriangles() []byte {
	d, bin := square()
	d["accessors"].([]doc)[1]["count"] = 300
	d["bufferViews"].([]doc)[1]["byteLength"] = 600
	var nodes []doc
	var all []int
	for k := range MaxTriangles/100 + 1 {
		nodes, all = append(nodes, doc{"mesh": 0}), append(all, k)
	}
	d["nodes"], d["scenes"] = nodes, []doc{{"nodes": all}}
	return pack(d, append(bin, make([]byte, 588)...))
}

func manyPrimitives() []byte {
	d, bin := square()
	d["meshes"] = []doc{{"primitives": make([]doc, 1000)}}
	for k := range 1000 {
		d["meshes"].([]doc)[0]["primitives"].([]doc)[k] = doc{"mode": 1}
	}
	var nodes []doc
	var all []int
	for k := range maxPrimitives/1000 + 1 {
		nodes, all = append(nodes, doc{"mesh": 0}), append(all, k)
	}
	d["nodes"], d["scenes"] = nodes, []doc{{"nodes": all}}
	return pack(d, bin)
}

// TestManyPoints: a mesh of more points than a shape.Mesh has becomes several.
func TestManyPoints(t *testing.T) {
	const n = 60_000
	bin := make([]byte, 0, n*36)
	for k := range n {
		x := float32(k) / 100
		bin = append(bin, numbers([]float32{x, 0, 0, x + .005, 0, 0, x, 1, 0})...)
	}
	d, _ := square()
	d["meshes"] = []doc{{"primitives": []doc{{"attributes": doc{"POSITION": 0}}}}}
	d["accessors"] = []doc{{"bufferView": 0, "componentType": 5126, "count": 3 * n, "type": "VEC3"}}
	d["bufferViews"] = []doc{{"buffer": 0, "byteLength": len(bin)}}
	m, err := Read(pack(d, bin))
	if err != nil {
		t.Fatal(err)
	}
	faces := 0
	for _, mesh := range m.Meshes {
		faces += len(mesh.Faces)
		if len(mesh.Points) > maxPoints {
			t.Errorf("a mesh has %d points", len(mesh.Points))
		}
	}
	if faces != n || len(m.Meshes) != 3 {
		t.Errorf("%d faces in %d meshes", faces, len(m.Meshes))
	}
}

// FuzzRead: whatever a file holds, a model is sound or an error says why there is none.
func FuzzRead(f *testing.F) {
	press, err := os.ReadFile("testdata/press.glb")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(press)
	d, bin := square()
	f.Add(pack(d, bin))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(data)
		if err != nil {
			return
		}
		if err := sound(m); err != nil {
			t.Error(err)
		}
	})
}

// FuzzDocument is FuzzRead within files whose chunks are whole.
func FuzzDocument(f *testing.F) {
	press, err := os.ReadFile("testdata/press.glb")
	if err != nil {
		f.Fatal(err)
	}
	n := binary.LittleEndian.Uint32(press[12:])
	f.Add(press[20:20+n], press[28+n:])
	d, bin := square()
	for _, mode := range []int{4, 5, 6} {
		d["meshes"].([]doc)[0]["primitives"].([]doc)[0]["mode"] = mode
		text, err := json.Marshal(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, bin)
	}
	f.Fuzz(func(t *testing.T, text, bin []byte) {
		m, err := Read(join(text, bin))
		if err != nil {
			return
		}
		if err := sound(m); err != nil {
			t.Error(err)
		}
	})
}

// sound tells what is wrong with a model that was read.
func sound(m *Model) error {
	for _, mesh := range m.Meshes {
		for _, f := range mesh.Faces {
			for _, c := range f.Corner {
				if int(c) >= len(mesh.Points) {
					return fmt.Errorf("corner %d of %d points", c, len(mesh.Points))
				}
			}
			if l := f.Normal.Len(); !(l > .99 && l < 1.01) {
				return fmt.Errorf("a normal is %v long", l)
			}
		}
		if mesh.Min[2] < -.01 || !(mesh.Max[2]-mesh.Min[2] <= MaxLength) {
			return fmt.Errorf("it stands from %v to %v", mesh.Min, mesh.Max)
		}
	}
	return nil
}

// TestAnyNumberMayBeWrong: with other numbers at any places of a description, a model is
// sound or an error says why there is none.
func TestAnyNumberMayBeWrong(t *testing.T) {
	press, err := os.ReadFile("testdata/press.glb")
	if err != nil {
		t.Fatal(err)
	}
	n := binary.LittleEndian.Uint32(press[12:])
	text, bin := press[20:20+n], press[28+n:]
	number := regexp.MustCompile(`-?\d+(\.\d+)?(e-?\d+)?`)
	places := number.FindAllIndex(text, -1)
	r := rand.New(rand.NewPCG(1, 2))
	values := []string{"0", "-1", "1", "2", "3", "4", "5", "6", "7", "100", "5121", "5123", "5125", "65535", "4294967295", "9223372036854775807", "-9223372036854775808", "1e38", "1e-38", ".5"}
	read := 0
	for range 3000 {
		out := slices.Clone(text)
		for range 1 + r.IntN(3) {
			at := places[r.IntN(len(places))]
			v := values[r.IntN(len(values))]
			if len(v) > at[1]-at[0] {
				v = v[:at[1]-at[0]]
			}
			copy(out[at[0]:at[1]], strings.Repeat(" ", at[1]-at[0]))
			copy(out[at[0]:], v)
		}
		m, err := Read(join(out, bin))
		if err != nil {
			continue
		}
		read++
		if err := sound(m); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if read < 300 || read > 2700 {
		t.Errorf("%d of 3000 could be read: most of this is of no use", read)
	}
}
