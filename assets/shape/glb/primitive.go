package glb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/go-gl/mathgl/mgl32"
)

// The modes of primitives that have faces.
const (
	modeTriangles = 4
	modeStrip     = 5
	modeFan       = 6
)

// maxPrimitives is how many primitives may stand in a scene, those without triangles
// too.
const maxPrimitives = 50_000

// primitive gives the builder the triangles of one.
func (f *file) primitive(b *builder, p *primitive, pose mgl32.Mat4) error {
	if b.primitives++; b.primitives > maxPrimitives {
		return fmt.Errorf("its scene has more than %d primitives; export a simpler model", maxPrimitives)
	}
	mode := modeTriangles
	if p.Mode != nil {
		mode = *p.Mode
	}
	if mode < modeTriangles {
		return nil // points and lines
	}
	if mode > modeFan {
		return fmt.Errorf("there is no mode %d", mode)
	}
	at, ok := p.Attributes["POSITION"]
	if !ok {
		return nil // the specification lets it be, and says nothing of what it would be
	}
	points, err := f.values(at, 3, "positions")
	if err != nil {
		return err
	}
	n, order := points.count, func(k int) int { return k }
	if p.Indices != nil {
		list, err := f.values(*p.Indices, 1, "indices")
		if err != nil {
			return err
		}
		n, order = list.count, list.whole
	}
	skin, err := f.skin(p)
	if err != nil {
		return err
	}
	count := n / 3
	if mode != modeTriangles {
		count = max(n-2, 0)
	}
	if b.triangles += count; b.triangles > MaxTriangles {
		return fmt.Errorf("there are more than %d triangles so far; at most that many are drawn: export a simpler model", MaxTriangles)
	}
	b.begin(skin.double)
	mirrored := pose.Mat3().Det() < 0
	for k := range count {
		v := corners(mode, k)
		for i := range v {
			if v[i] = order(v[i]); v[i] >= points.count {
				return fmt.Errorf("index %d, but there are %d points", v[i], points.count)
			}
		}
		if mirrored {
			v[1], v[2] = v[2], v[1]
		}
		look, ok := skin.look(v)
		if !ok {
			continue
		}
		var q [3]mgl32.Vec3
		for i := range v {
			q[i] = mgl32.TransformCoordinate(points.vec(v[i]), pose)
		}
		if err := b.add(q, look); err != nil {
			return err
		}
	}
	b.end()
	return nil
}

// corners are those of triangle k of a primitive, in their order.
func corners(mode, k int) [3]int {
	switch {
	case mode == modeFan:
		return [3]int{k + 1, k + 2, 0}
	case mode == modeStrip:
		return [3]int{k, k + 1 + k%2, k + 2 - k%2}
	}
	return [3]int{3 * k, 3*k + 1, 3*k + 2}
}

// values are the numbers of an accessor, where they lie in the file.
type values struct {
	data   []byte
	stride int
	kind   int // the component type
	share  bool
	count  int
}

// widths are the component types and how many bytes each has.
var widths = map[int]int{5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}

// types are the types of accessors that are read, and how many components they have.
var types = map[string]int{"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}

// values finds the numbers of accessor k, which must have at least n components.
func (f *file) values(k, n int, what string) (v values, err error) {
	a, err := item("accessor", f.Accessors, k)
	if err != nil {
		return v, err
	}
	width, size := widths[a.ComponentType], types[a.Type]
	switch {
	case width == 0 || size < n || n == 1 && size != 1:
		return v, fmt.Errorf("accessor %d (%s): %q of type %d cannot be that", k, what, a.Type, a.ComponentType)
	case a.Sparse != nil:
		return v, fmt.Errorf("accessor %d (%s) is sparse, which is not read", k, what)
	case a.BufferView == nil:
		return v, fmt.Errorf("accessor %d (%s) has no data", k, what)
	case n == 1 && (a.ComponentType == 5126 || a.ComponentType == 5120 || a.ComponentType == 5122):
		return v, fmt.Errorf("accessor %d (%s): want whole numbers, not type %d", k, what, a.ComponentType)
	}
	data, stride, err := f.view(*a.BufferView)
	if err != nil {
		return v, err
	}
	if stride == 0 {
		stride = width * size
	}
	if a.Count < 0 || a.ByteOffset < 0 || a.ByteOffset > len(data) || stride < width*size ||
		a.Count > 0 && (len(data)-a.ByteOffset-width*size)/stride < a.Count-1 || a.Count > 0 && len(data)-a.ByteOffset < width*size {
		return v, fmt.Errorf("accessor %d (%s) reaches beyond its data", k, what)
	}
	return values{data[a.ByteOffset:], stride, a.ComponentType, a.Normalized, a.Count}, nil
}

// view is the bytes of buffer view k, and from one element to the next; 0: they follow
// each other.
func (f *file) view(k int) (data []byte, stride int, err error) {
	v, err := item("buffer view", f.BufferViews, k)
	if err != nil {
		return nil, 0, err
	}
	buffer, err := item("buffer", f.Buffers, v.Buffer)
	switch {
	case err != nil:
		return nil, 0, err
	case v.Buffer != 0 || buffer.URI != "":
		return nil, 0, errors.New("some of its data lie in another file; export it as one .glb")
	case v.ByteOffset < 0 || v.ByteLength < 0 || v.ByteStride < 0 || v.ByteOffset > len(f.bin) || v.ByteLength > len(f.bin)-v.ByteOffset:
		return nil, 0, fmt.Errorf("buffer view %d reaches beyond the data", k)
	}
	return f.bin[v.ByteOffset : v.ByteOffset+v.ByteLength], v.ByteStride, nil
}

// number is component c of element k; normalized whole numbers are shares of 1.
func (v *values) number(k, c int) float32 {
	at := v.data[k*v.stride:]
	switch v.kind {
	case 5120:
		return v.of(float32(int8(at[c])), math.MaxInt8)
	case 5121:
		return v.of(float32(at[c]), math.MaxUint8)
	case 5122:
		return v.of(float32(int16(binary.LittleEndian.Uint16(at[2*c:]))), math.MaxInt16)
	case 5123:
		return v.of(float32(binary.LittleEndian.Uint16(at[2*c:])), math.MaxUint16)
	case 5125:
		return v.of(float32(binary.LittleEndian.Uint32(at[4*c:])), math.MaxUint32)
	}
	return math.Float32frombits(binary.LittleEndian.Uint32(at[4*c:]))
}

func (v *values) of(x, most float32) float32 {
	if v.share {
		return max(x/most, -1)
	}
	return x
}

// whole is the one component of element k, a whole number.
func (v *values) whole(k int) int {
	at := v.data[k*v.stride:]
	switch v.kind {
	case 5121:
		return int(at[0])
	case 5123:
		return int(binary.LittleEndian.Uint16(at))
	}
	return int(min(binary.LittleEndian.Uint32(at), math.MaxInt32))
}

func (v *values) vec(k int) mgl32.Vec3 {
	return mgl32.Vec3{v.number(k, 0), v.number(k, 1), v.number(k, 2)}
}
