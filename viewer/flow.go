package viewer

import (
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
)

// flows are those before the present of a state of the run that a tally is of, if they
// are to be seen.
func (a *App) flows(t *session.Tally, s *plant.Sim) (out []scene.Flow) {
	if a.view.Heat != scene.HeatFlow || t == nil {
		return nil
	}
	for _, f := range t.Flows(s.Plant().Model(), s.Now(), session.FlowTime, nil) {
		out = append(out, scene.Flow(f))
	}
	return out
}
