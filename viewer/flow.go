package viewer

import (
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
)

// flows are those of a run, if they are to be seen.
func (a *App) flows(s *session.Session) (out []scene.Flow) {
	if a.view.Heat != scene.HeatFlow {
		return nil
	}
	for _, f := range s.Log.Flows.Flows(s.Sim().Plant().Model(), s.Now(), session.FlowTime, nil) {
		out = append(out, scene.Flow(f))
	}
	return out
}
