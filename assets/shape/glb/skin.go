package glb

import (
	"bytes"
	"image"
	_ "image/jpeg" // the two formats of textures
	_ "image/png"
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

type material struct {
	PBRMetallicRoughness struct {
		BaseColorFactor  []float32
		BaseColorTexture *textureRef
	}
	EmissiveFactor []float32
	AlphaMode      string
	DoubleSided    bool
}

type textureRef struct{ Index, TexCoord int }

// skin is what the faces of a primitive look like.
type skin struct {
	base   mgl32.Vec4 // linear, with alpha
	blend  bool
	glow   *shape.Color
	double bool
	colors *values // of the corners; nil: none
	paint  *picture
	uv     values
}

// skin finds what a primitive looks like.
func (f *file) skin(p *primitive) (s skin, err error) {
	s.base = mgl32.Vec4{1, 1, 1, 1}
	if at, ok := p.Attributes["COLOR_0"]; ok {
		v, err := f.values(at, 3, "colours")
		if err != nil {
			return s, err
		}
		s.colors = &v
	}
	if p.Material == nil {
		return s, nil
	}
	m, err := item("material", f.Materials, *p.Material)
	if err != nil {
		return s, err
	}
	pbr := &m.PBRMetallicRoughness
	for k, x := range pbr.BaseColorFactor[:min(len(pbr.BaseColorFactor), 4)] {
		s.base[k] = x
	}
	s.blend, s.double = m.AlphaMode == "BLEND", m.DoubleSided
	if e := m.EmissiveFactor; len(e) == 3 && max(e[0], e[1], e[2]) >= glowing {
		c := colorOf(mgl32.Vec3(e))
		s.glow = &c
	}
	if t := pbr.BaseColorTexture; t != nil {
		at, ok := p.Attributes[texCoord(t.TexCoord)]
		if !ok {
			return s, nil
		}
		if s.paint, err = f.texture(t.Index); err == nil && s.paint != nil {
			s.uv, err = f.values(at, 2, "places on a texture")
		}
	}
	return s, err
}

// glowing is how much light of its own a face must have to shine, linear.
const glowing = .5

func texCoord(k int) string {
	if k == 1 {
		return "TEXCOORD_1"
	}
	return "TEXCOORD_0"
}

// look is what a triangle looks like; ok is false where one sees through it.
func (s *skin) look(v [3]int) (l look, ok bool) {
	c := s.base
	if s.colors != nil {
		var sum mgl32.Vec3
		for _, k := range v {
			if k < s.colors.count {
				sum = sum.Add(s.colors.vec(k))
			}
		}
		c = mgl32.Vec4{c[0] * sum[0] / 3, c[1] * sum[1] / 3, c[2] * sum[2] / 3, c[3]}
	}
	if s.paint != nil && max(v[0], v[1], v[2]) < s.uv.count {
		var uv [3]mgl32.Vec2
		for i, k := range v {
			uv[i] = mgl32.Vec2{s.uv.number(k, 0), s.uv.number(k, 1)}
		}
		c = s.paint.times(c, uv)
	}
	if s.blend && !(c[3] >= .5) {
		return l, false
	}
	if s.glow != nil {
		return look{color: *s.glow, glow: true}, true
	}
	return look{color: colorOf(c.Vec3())}, true
}

// colorOf is a linear colour in sRGB (IEC 61966-2-1).
func colorOf(linear mgl32.Vec3) (c shape.Color) {
	for _, x := range linear {
		v := float64(min(max(x, 0), 1))
		if v <= .0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - .055
		}
		if !(v >= 0) {
			v = 0
		}
		c = c<<8 | shape.Color(v*255+.5)
	}
	return c
}

// toLinear is the other way.
func toLinear(v float64) float64 {
	if v <= .04045 {
		return v / 12.92
	}
	return math.Pow((v+.055)/1.055, 2.4)
}

// picture is an image that gives its colours to faces.
type picture struct{ img image.Image }

// maxPixels is how many pixels all textures of a file may have that are looked at.
const maxPixels = 32 << 20

// texture is the picture of texture k; nil where it is neither PNG nor JPEG, is damaged
// or very large: the material's colour without it is close enough.
func (f *file) texture(k int) (*picture, error) {
	t, err := item("texture", f.Textures, k)
	if err != nil || t.Source == nil {
		return nil, err
	}
	if p, ok := f.images[*t.Source]; ok {
		return p, nil
	}
	m, err := item("image", f.Images, *t.Source)
	if err != nil {
		return nil, err
	}
	f.images[*t.Source] = nil
	if m.BufferView == nil {
		return nil, nil
	}
	data, _, err := f.view(*m.BufferView)
	if err != nil {
		return nil, err
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height-f.pixels/config.Height {
		return nil, nil
	}
	f.pixels += config.Width * config.Height
	if img, _, err := image.Decode(bytes.NewReader(data)); err == nil && !img.Bounds().Empty() {
		f.images[*t.Source] = &picture{img}
	}
	return f.images[*t.Source], nil
}

// times is a colour times the mean of the picture at four points of a triangle.
func (p *picture) times(c mgl32.Vec4, uv [3]mgl32.Vec2) mgl32.Vec4 {
	mid := uv[0].Add(uv[1]).Add(uv[2]).Mul(1. / 3)
	var sum [4]float64
	for _, at := range [...]mgl32.Vec2{mid, mid.Add(uv[0]).Mul(.5), mid.Add(uv[1]).Mul(.5), mid.Add(uv[2]).Mul(.5)} {
		box := p.img.Bounds()
		x, y := box.Min.X+along(at[0], box.Dx()), box.Min.Y+along(at[1], box.Dy())
		r, g, b, a := p.img.At(x, y).RGBA()
		if a > 0 {
			for k, v := range [3]uint32{r, g, b} {
				sum[k] += toLinear(float64(v) / float64(a))
			}
		}
		sum[3] += float64(a) / 0xffff
	}
	for k := range c {
		c[k] *= float32(sum[k] / 4)
	}
	return c
}

// along is which of n pixels a coordinate falls on; pictures repeat.
func along(x float32, n int) int {
	share := float64(x) - math.Floor(float64(x))
	if !(share >= 0 && share < 1) {
		share = 0
	}
	return min(int(share*float64(n)), n-1)
}
