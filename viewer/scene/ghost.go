package scene

import (
	"slices"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant"
)

const (
	unlikely   = .1  // the share of the branches under which a part that may come is not shown
	mostGhosts = 400 // in all
)

// forecast is that of the view, if it is of this factory and something is known.
func (s *Scene) forecast(v *View) *lab.Forecast {
	if f := v.Forecast; f != nil && f.Done() > 0 && f.Model() == s.Model {
		return f
	}
	return nil
}

// showGhosts shows the parts that may wait at the horizon of the forecast besides those
// that wait now: the likelier, the less is seen through them.
func (s *Scene) showGhosts(g *plant.Glance, v *View) {
	f := s.forecast(v)
	if f == nil {
		return
	}
	for i := range g.Places {
		p, l := &g.Places[i], &s.looks[i]
		ghost := plant.PartGlance{Place: uint32(i), Where: plant.InLine, N: p.Queue}
		if plant.WorkOf(s.Model.Nodes[i].Spec) == nil {
			ghost.Where, ghost.N = plant.InStore, p.Inside
		}
		if l.body == nil || len(s.parts) == 0 {
			continue
		}
		if p.Last > p.First { // it will be more of what is there already
			ghost.Type = g.Parts[p.Last-1].Type
		}
		for ; ; ghost.N++ {
			share := f.MoreThan(i, ghost.N)
			if share < unlikely || len(s.frame.Ghosts) == mostGhosts || !s.ghost(&ghost, l, float32(share)) {
				break
			}
		}
	}
	eye := v.Camera.Eye()
	slices.SortStableFunc(s.frame.Ghosts, func(a, b Ghost) int { // the farthest first
		x, y := a.Pose.Col(3).Vec3().Sub(eye).LenSqr(), b.Pose.Col(3).Vec3().Sub(eye).LenSqr()
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
}

// ghost shows a part that may be there; ok is false where there is no room for it.
func (s *Scene) ghost(p *plant.PartGlance, l *look, share float32) (ok bool) {
	part, site := &s.parts[p.Type], &s.Sites[p.Place]
	size := part.size.Mul(l.fits(p, part.size))
	at, ok := l.spot(site, p, size, int(p.N))
	if !ok {
		return false
	}
	pose := site.Pose.Mul4(mgl32.Translate3D(at.X(), at.Y(), at.Z())).Mul4(mgl32.Scale3D(size.X(), size.Y(), size.Z()))
	s.frame.Ghosts = append(s.frame.Ghosts, Ghost{Draw{Mesh: phantom, Pose: pose, ID: p.Place + 1}, .12 + .5*share})
	return true
}

var phantom = shape.Phantom()
