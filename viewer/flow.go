package viewer

import (
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/session"
)

// flowing are the flows that are shown.
type flowing struct {
	went  []session.Flow
	shown []scene.Flow
}

// flows are what goes from place to place in the hour before the present of a state of a
// run, where that is shown. They are good until the next call.
func (a *App) flows(l *session.Log, s *plant.Sim) []scene.Flow {
	if a.view.Heat != scene.HeatFlow {
		return nil
	}
	f := &a.flowing
	f.went = l.Flows.Flows(s.Plant().Model(), s.Now(), session.FlowTime, f.went[:0])
	f.shown = f.shown[:0]
	for _, w := range f.went {
		f.shown = append(f.shown, scene.Flow(w))
	}
	return f.shown
}
