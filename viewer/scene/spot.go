package scene

import (
	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine/plant"
)

const (
	gapBetween  = .06 // between parts that stand side by side, m
	laneLength  = 1.2 // of the parts that wait west of a machine, m
	stackHeight = 2.6 // up to which parts are stacked, m; what is above is not drawn
)

// spot is where the middle of a part's foot is, in the frame of its place, m; ok is
// false when it is not drawn. nth counts the parts in the same part of the place.
func (l *look) spot(site *Site, p *plant.PartGlance, size mgl32.Vec3, nth int) (at mgl32.Vec3, ok bool) {
	switch p.Where {
	case plant.OnBelt:
		length := site.Size.X()
		// Along is how far its front has come: it slides on, out of what stands before.
		return mgl32.Vec3{float32(p.Along)*length - length/2 - size.X()/2, 0, site.Size.Z()}, true
	case plant.InBody:
		at, ok = stack(nth, mgl32.Vec2{max(l.room.X(), size.X()), max(l.room.Y(), size.Y())}, size)
		return at.Add(l.work).Add(mgl32.Vec3{0, site.shift(int(p.N)), 0}), ok
	case plant.InLine:
		room := mgl32.Vec2{laneLength, max(site.Size.Y()*.7, size.Y())}
		at, ok = stack(int(p.N), room, size)
		// The next one stands nearest to the machine.
		return mgl32.Vec3{-site.Size.X()/2 - .2 - laneLength/2 - at.X(), at.Y(), at.Z()}, ok
	}
	if int(p.N) >= len(l.spots) {
		return at, false
	}
	return l.spots[p.N], true
}

// fits is by how much a part is drawn smaller so that it has room where it is.
func (l *look) fits(p *plant.PartGlance, size mgl32.Vec3) float32 {
	k := float32(1)
	if p.Where == plant.InStore || p.Where == plant.InBody {
		for i, room := range l.room {
			if room > 0 && size[i] > 0 {
				k = min(k, room/size[i])
			}
		}
	}
	return k
}

// stack is where part n of a pile on a rectangle is, from the middle of its ground: row
// by row, layer on layer.
func stack(n int, room mgl32.Vec2, size mgl32.Vec3) (at mgl32.Vec3, ok bool) {
	w, d := size.X()+gapBetween, size.Y()+gapBetween
	cols, rows := max(int((room.X()+gapBetween)/w), 1), max(int((room.Y()+gapBetween)/d), 1)
	layer, k := n/(cols*rows), n%(cols*rows)
	z := float32(layer) * size.Z()
	if z+size.Z() > max(stackHeight, size.Z()) {
		return at, false
	}
	x := (float32(k/rows) - float32(cols-1)/2) * w
	y := (float32(k%rows) - float32(rows-1)/2) * d
	return mgl32.Vec3{x, y, z}, true
}
