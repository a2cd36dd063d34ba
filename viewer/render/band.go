package render

import "github.com/taktsim/takt/viewer/scene"

// BandShare is how much of the floor below it a band hides, of 256.
const BandShare = 196

// band adds a band of the flow.
func (fl *floor) band(b *scene.Band) {
	x, y := b.To[0]-b.From[0], b.To[1]-b.From[1]
	long := sqrt(float32(x*x) + float32(y*y))
	if !(long > 1e-4) || !finite(b.From[0], b.From[1], long, b.Width, b.End) {
		return
	}
	fl.patches = append(fl.patches, patch{centre: [2]float32{(b.From[0] + b.To[0]) / 2, (b.From[1] + b.To[1]) / 2},
		u: [2]float32{x / long, y / long}, hu: long / 2, hv: (b.Width + b.End) / 4, taper: (b.End - b.Width) / (2 * long),
		color: lanesOf(uint32(b.Color) & 0xffffff), strength: 256})
}

// bandRow draws the bands of a row: first all on a sheet of their own, so that those which
// reach into each other become one, and that onto the ground. It gives the patches that
// are no bands.
func (s *Soft) bandRow(w *worker, r *row, y int, g []lanes, list []int32) []int32 {
	w.sheet, w.cover = sized(w.sheet, len(g)), sized(w.cover, len(g))
	clear(w.cover)
	for len(list) > 0 && int(list[0]) < s.floor.banded {
		s.floor.patches[list[0]].drawBand(r, y, w.sheet, w.cover)
		list = list[1:]
	}
	for x, a := range w.cover {
		if a > 0 {
			g[x] = mix(g[x], w.sheet[x], uint64(a)*BandShare>>8)
		}
	}
	return list
}

// drawBand draws a band into a row of the sheet; cover is how much of it is covered, of
// 256.
func (p *patch) drawBand(r *row, y int, sheet []lanes, cover []uint16) {
	if y < int(p.y0) || y >= int(p.y1) {
		return
	}
	x, z := r.origin[0]-p.centre[0], r.origin[1]-p.centre[1]
	u, du := float32(x*p.u[0])+float32(z*p.u[1]), float32(r.step[0]*p.u[0])+float32(r.step[1]*p.u[1])
	v, dv := float32(z*p.u[0])-float32(x*p.u[1]), float32(r.step[1]*p.u[0])-float32(r.step[0]*p.u[1])
	fu := abs(du) + abs(float32(r.forth[0]*p.u[0])+float32(r.forth[1]*p.u[1]))
	fv := abs(dv) + abs(float32(r.forth[1]*p.u[0])-float32(r.forth[0]*p.u[1]))
	ru, rv := p.hu+fu/2, p.hv+float32(abs(p.taper)*p.hu)+fv/2
	x0, x1 := within(u, du, -ru, ru, 0, len(sheet))
	x0, x1 = within(v, dv, -rv, rv, x0, x1)
	mu := min(1, 2*p.hu/fu)
	for x := x0; x < x1; x++ {
		a, b := u+float32(float32(x)*du), v+float32(float32(x)*dv)
		hv := p.hv + float32(p.taper*a)
		share := min(float32((ru-abs(a))/fu), mu) * min((hv+fv/2-abs(b))/fv, min(1, 2*hv/fv))
		if !(share > 0) || hv <= 0 {
			continue
		}
		over, was := uint64(share*256), uint64(cover[x])
		if over == 0 {
			continue
		}
		all := over + was*(256-over)>>8
		sheet[x] = mix(sheet[x], p.color, min(over*256/all, 256))
		cover[x] = uint16(all)
	}
}
