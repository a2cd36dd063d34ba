package viewer

import "fmt"

// State is what somebody sees who looks at the app, for programs that stand outside of
// it: the page around it, and tests that drive it like a person.
type State struct {
	Name     string  `json:"name"`  // of what is shown, as it is opened
	Title    string  `json:"title"` // of the factory
	Time     float64 `json:"time"`  // of the run, s since its start
	Known    float64 `json:"known"` // how far it was run at most, s
	Speed    float64 `json:"speed"`
	Playing  bool    `json:"playing"`
	Chosen   string  `json:"chosen"` // the path of the node; "": none, or the factory itself
	Lang     string  `json:"lang"`
	Camera   Eye     `json:"camera"`
	Events   uint64  `json:"events"`   // of the run, handled so far
	Layout   bool    `json:"layout"`   // the layout desk is on
	Unsaved  bool    `json:"unsaved"`  // something of the layout is not in its file
	Asks     string  `json:"asks"`     // the title of the dialog that is open; "": none
	Writes   string  `json:"writes"`   // what stands in the field that is being written in
	Told     string  `json:"told"`     // the last error that was shown
	Frames   uint64  `json:"frames"`   // drawn so far
	Pictures uint64  `json:"pictures"` // of them those in which the factory was drawn anew
}

// Eye is where one looks from.
type Eye struct {
	Target   [3]float32 `json:"target"`   // m
	Distance float32    `json:"distance"` // m
	Yaw      float32    `json:"yaw"`      // radians
	Pitch    float32    `json:"pitch"`    // radians
}

// State tells how the app is.
func (a *App) State() State {
	s := State{Name: a.name, Lang: a.Lang.String(), Told: a.told, Frames: a.frames, Pictures: a.pictures}
	c := a.man.Camera
	s.Camera = Eye{Target: c.Target, Distance: c.Distance, Yaw: c.Yaw, Pitch: c.Pitch}
	s.Layout, s.Unsaved, s.Asks = a.desk.on, a.desk.changed(), a.screen.Asks()
	if f, ok := a.Writer().(fmt.Stringer); ok {
		s.Writes = f.String()
	}
	if a.run == nil {
		return s
	}
	m := a.run.Sim().Plant().Model()
	_, known := a.run.Span()
	s.Title, s.Time, s.Known = m.Title, a.run.Now().Seconds(), known.Seconds()
	s.Events = a.run.Sim().Steps()
	s.Speed, s.Playing = a.run.Speed(), a.run.Playing
	if k := a.view.Chosen - 1; k >= 0 && k < len(m.Nodes) {
		s.Chosen = m.Nodes[k].Path
	}
	return s
}
