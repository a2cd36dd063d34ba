package scene

import (
	"math"
	"strconv"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/engine/plant"
)

// showHeat lights the floor.
func (s *Scene) showHeat(sim *plant.Sim, g *plant.Glance, v *View) {
	switch v.Heat {
	case HeatNone, HeatFlow:
		return
	case HeatNow:
		for i, p := range g.Places {
			if p.Slots == 0 || plant.WorkOf(s.Model.Nodes[i].Spec) == nil {
				continue
			}
			switch st := worst(g, &p); st {
			case plant.Busy:
				s.glow(i, StateColor(st), .3, 1.15)
			case plant.Down, plant.Stopped, plant.Held, plant.Blocked, plant.Setup:
				s.glow(i, StateColor(st), .8, 1.5)
			}
		}
		return
	case HeatRisk:
		if f := s.forecast(v); f != nil {
			for i := range g.Places {
				if x := math.Sqrt(f.Risk(i)); x > 0 { // a small risk is to be seen, too
					s.glow(i, heatColor(x), .3+.55*float32(x), 1.6)
				}
			}
		}
		return
	case HeatQueue:
		most := uint32(1)
		for _, p := range g.Places {
			most = max(most, p.Queue)
		}
		for i, p := range g.Places {
			if p.Queue > 0 {
				x := float64(p.Queue) / float64(most)
				s.glow(i, heatColor(x), .35+.5*float32(x), 1.6)
			}
		}
		return
	}
	sim.ReportTo(&s.report)
	rows := s.report.Rows
	for i := range rows {
		row := &rows[i]
		if row.Slots == 0 || plant.WorkOf(s.Model.Nodes[i].Spec) == nil {
			continue
		}
		x := 0.0
		switch v.Heat {
		case HeatBusy:
			x = row.Utilisation()
		case HeatWaiting:
			x = row.Share(plant.Waiting)
		case HeatBlocked:
			x = row.Share(plant.Blocked)
		case HeatDown:
			x = row.Share(plant.Down) + row.Share(plant.Stopped) + row.Share(plant.Held)
		}
		s.glow(i, heatColor(x), .3+.55*float32(min(x, 1)), 1.6)
	}
}

// glow lights the floor around node i.
func (s *Scene) glow(i int, c shape.Color, strength, reach float32) {
	site := &s.Sites[i]
	mid := site.Pose.Col(3)
	r := max(site.Size.X(), site.depth()) / 2 * reach
	s.frame.Glow = append(s.frame.Glow, Glow{Centre: mgl32.Vec2{mid.X(), mid.Y()}, Radius: r + .8, Color: c, Strength: strength})
}

func digits(n int) string { return strconv.Itoa(n) }
