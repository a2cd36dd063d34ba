package gpu

import (
	"github.com/go-gl/mathgl/mgl32"
	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/viewer/render"
)

// lightTexture is the lightmap as the shaders read it: the floor's darkening in red, all
// levels beside each other, and in green and blue, of the first, the high and the low
// byte of the height up to which the sun is kept out.
type lightTexture struct {
	version int64
	image   *ebiten.Image
	min     mgl32.Vec2
	size    float32                   // of a texel, m
	levels  [render.Levels][4]float32 // width and height, and where
	pix     []byte
}

// keep has the lightmap of a shot as r.light, and uploads it when it is new. Two are kept:
// a what-if has two scenes side by side.
func (r *Renderer) keep(s *render.Shot) {
	l := s.Light()
	for k := range r.lights {
		if t := &r.lights[k]; t.image != nil && t.version == l.Version {
			r.light = t
			return
		}
	}
	// The one that was not used last makes room.
	if r.light == &r.lights[0] {
		r.light = &r.lights[1]
	} else {
		r.light = &r.lights[0]
	}
	r.light.upload(s, &l)
}

func (t *lightTexture) upload(s *render.Shot, l *render.Light) {
	t.version, t.min, t.size = l.Version, l.Min, max(l.Size, 1e-3)
	t.levels = [render.Levels][4]float32{}
	if l.W == 0 {
		t.put(1, 1, make([]byte, 4))
		return
	}
	// The other levels lie in a row beside the longer side of the first.
	_, w1, h1 := s.Level(1)
	w, h := l.W, l.H
	if l.W > l.H {
		w, h = max(w, 2*w1+render.Levels), h+h1
	} else {
		w, h = w+w1, max(h, 2*h1+render.Levels)
	}
	if n := 4 * w * h; cap(t.pix) < n {
		t.pix = make([]byte, n)
	} else {
		t.pix = t.pix[:n]
		clear(t.pix)
	}
	x, y := 0, 0
	for k := range render.Levels {
		dark, lw, lh := s.Level(k)
		t.levels[k] = [4]float32{float32(lw), float32(lh), float32(x), float32(y)}
		for j := range lh {
			for i := range lw {
				p := t.pix[4*((y+j)*w+x+i):][:4]
				p[0], p[3] = dark[j*lw+i], 255
				if k == 0 {
					high := l.High[j*lw+i]
					p[1], p[2] = byte(high>>8), byte(high)
				}
			}
		}
		switch {
		case l.W > l.H && k == 0:
			y = lh
		case l.W > l.H:
			x += lw
		case k == 0:
			x = lw
		default:
			y += lh
		}
	}
	t.put(w, h, t.pix)
}

func (t *lightTexture) put(w, h int, pix []byte) {
	if t.image != nil && (t.image.Bounds().Dx() != w || t.image.Bounds().Dy() != h) {
		t.image.Deallocate()
		t.image = nil
	}
	if t.image == nil {
		t.image = ebiten.NewImage(w, h)
	}
	t.image.WritePixels(pix)
}

// paintFloor paints background and floor, from the lowest to the highest.
func (r *Renderer) paintFloor(s *render.Shot) {
	r.ground = r.ground[:0]
	add := func(list []render.Patch, band bool) int {
		for i := range list {
			if p := &list[i]; p.Y0 < p.Y1 {
				r.patch(s, p, band)
			}
		}
		return len(r.ground)
	}
	painted := add(s.Patches[:s.Painted], false)
	banded := add(s.Patches[s.Painted:s.Banded], true)
	add(s.Patches[s.Banded:], false)
	for k := uint32(len(r.order)/6) * 4; int(k) < max(len(r.ground), 4); k += 4 {
		r.order = append(r.order, k, k+1, k+2, k, k+2, k+3)
	}
	whole := r.order[:6]
	r.run(r.color, groundProgram, r.whole[:], whole, ebiten.BlendCopy)
	if !s.Ground {
		return
	}
	r.run(r.color, patchProgram, r.ground[:painted], r.order[:painted/4*6], ebiten.BlendSourceOver)
	r.paintBands(r.ground[painted:banded])
	r.run(r.color, gridProgram, r.whole[:], whole, ebiten.BlendSourceOver, r.light.image)
	above := r.ground[banded:]
	r.run(r.color, patchProgram, above, r.order[:len(above)/4*6], ebiten.BlendSourceOver)
	r.run(r.color, airProgram, r.whole[:], whole, ebiten.BlendSourceOver)
}

// paintBands paints the bands on a sheet of their own, and that onto the floor.
func (r *Renderer) paintBands(bands []ebiten.Vertex) {
	if len(bands) == 0 {
		return
	}
	if r.sheet == nil {
		r.sheet = ebiten.NewImageWithOptions(r.color.Bounds(), &ebiten.NewImageOptions{Unmanaged: true})
	}
	r.sheet.Clear()
	r.run(r.sheet, bandProgram, bands, r.order[:len(bands)/4*6], ebiten.BlendSourceOver)
	var op ebiten.DrawImageOptions
	op.ColorScale.ScaleAlpha(render.BandShare / 256.)
	r.color.DrawImage(r.sheet, &op)
}

// patch adds a rectangle of the picture that covers a patch.
func (r *Renderer) patch(s *render.Shot, p *render.Patch, band bool) {
	box, ok := cover(s, p)
	if !ok {
		return
	}
	red, green, blue := p.Color.RGB()
	v := ebiten.Vertex{SrcX: p.Centre[0], SrcY: p.Centre[1],
		ColorR: float32(red)*256 + float32(green), ColorG: float32(blue), ColorB: p.Strength, ColorA: p.HV,
		Custom0: p.U[0], Custom1: p.U[1], Custom2: p.HU, Custom3: p.Dash}
	if band {
		v.Custom3 = p.Taper
	} else if p.Glow {
		v.ColorA = -1
	} else if p.Dash == 0 {
		v.Custom3 = -p.Soft
	}
	for _, c := range box {
		v.DstX, v.DstY = c[0], c[1]
		r.ground = append(r.ground, v)
	}
}

const (
	near   = .05 // m before the camera the floor is clipped
	margin = 2   // pixels around a patch that may have a part of it
)

// cover is a rectangle of the picture, along the longest side of a patch as it is seen,
// around all that the patch may touch.
func cover(s *render.Shot, p *render.Patch) (box [4]mgl32.Vec2, ok bool) {
	u, v := p.U.Mul(p.HU+p.Soft/2), mgl32.Vec2{-p.U[1], p.U[0]}.Mul(p.HV+max(p.Taper, -p.Taper)*p.HU+p.Soft/2)
	corners := [4]mgl32.Vec2{p.Centre.Sub(u).Sub(v), p.Centre.Add(u).Sub(v), p.Centre.Add(u).Add(v), p.Centre.Sub(u).Add(v)}
	var points [8]mgl32.Vec2
	seen := points[:0]
	for i, a := range corners {
		pa, pb := before(s, a), before(s, corners[(i+1)%4])
		if pa[2] >= near {
			seen = append(seen, pixel(s, pa))
		}
		if (pa[2] >= near) != (pb[2] >= near) {
			seen = append(seen, pixel(s, pa.Add(pb.Sub(pa).Mul((near-pa[2])/(pb[2]-pa[2])))))
		}
	}
	if len(seen) < 3 {
		return box, false
	}
	var side mgl32.Vec2
	var far float32
	for i, a := range seen {
		if d := seen[(i+1)%len(seen)].Sub(a); d.LenSqr() > side.LenSqr() {
			side = d
		}
		far = max(far, a[0], -a[0], a[1], -a[1])
	}
	if !(side.LenSqr() > 1e-6) || far > 20000 {
		side = mgl32.Vec2{1, 0}
	}
	side = side.Normalize()
	lo, hi := mgl32.Vec2{1e9, 1e9}, mgl32.Vec2{-1e9, -1e9}
	for _, a := range seen {
		along, across := a.Dot(side), a[1]*side[0]-a[0]*side[1]
		lo = mgl32.Vec2{min(lo[0], along), min(lo[1], across)}
		hi = mgl32.Vec2{max(hi[0], along), max(hi[1], across)}
	}
	lo, hi = lo.Sub(mgl32.Vec2{margin, margin}), hi.Add(mgl32.Vec2{margin, margin})
	if far > 20000 {
		lo = mgl32.Vec2{max(lo[0], 0), max(lo[1], 0)}
		hi = mgl32.Vec2{min(hi[0], float32(s.W)), min(hi[1], float32(s.H))}
	}
	for i, c := range [4]mgl32.Vec2{lo, {hi[0], lo[1]}, hi, {lo[0], hi[1]}} {
		box[i] = mgl32.Vec2{c[0]*side[0] - c[1]*side[1], c[0]*side[1] + c[1]*side[0]}
	}
	return box, true
}

// before is a point of the floor as the camera sees it: to the right, up and away, m.
func before(s *render.Shot, p mgl32.Vec2) mgl32.Vec3 {
	d := p.Vec3(0).Sub(s.Eye)
	return mgl32.Vec3{d.Dot(s.Right), d.Dot(s.Up), d.Dot(s.At)}
}

// pixel is where that is in the picture.
func pixel(s *render.Shot, p mgl32.Vec3) mgl32.Vec2 {
	return mgl32.Vec2{float32(s.W)/2 + p[0]/p[2]*s.Lens, float32(s.H)/2 - p[1]/p[2]*s.Lens}
}
