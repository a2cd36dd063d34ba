package plant

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
)

// view is what a policy sees of a state: a decide.View. It gives out what sensors
// would report and nothing that is hidden or still to come.
type view struct {
	s      *Sim
	q      *question
	memory any
	look   outlook
}

func (v *view) Now() engine.Time    { return v.s.Now() }
func (v *view) Model() *model.Model { return v.s.plant.model }
func (v *view) Memory() any         { return v.memory }
func (v *view) Lot() float64        { return v.q.lot.U(v.q.index) }

func (v *view) Place(i int) decide.Tags {
	if i < 0 || i >= len(v.s.plant.places) {
		return decide.Tags{}
	}
	t := v.s.tags(uint32(i))
	if !v.s.plant.model.Nodes[i].Kind.Level {
		return t
	}
	// A level comes before everything in it, and all that lies together.
	for k := i + 1; k < len(v.s.plant.places) && v.s.plant.inside(k, i); k++ {
		u := v.s.tags(uint32(k))
		t.Inside += u.Inside
		t.Queue += u.Queue
		t.Before += u.Before
		t.Bodies += u.Bodies
		t.Working += u.Working
		t.Idle += u.Idle
		t.Blocked += u.Blocked
		t.Down += u.Down
	}
	return t
}

// inside reports whether place k lies in place i, at any depth.
func (p *Plant) inside(k, i int) bool {
	for q := p.places[k].parent; q >= 0; q = p.places[q].parent {
		if int(q) == i {
			return true
		}
	}
	return false
}

// tags are what the sensors of place i itself report.
func (s *Sim) tags(i uint32) decide.Tags {
	pl, n := &s.plant.places[i], s.Places.At(i)
	t := decide.Tags{Off: n.Off, Stopped: n.Stopped}
	s.reported(&t, pl, n)
	for _, c := range pl.choices {
		t.Before += int(s.Choices.At(c).N)
	}
	if !pl.kind.works() {
		return t
	}
	t.Bodies = int(pl.slots)
	for k := range pl.slots {
		switch s.Slots.At(pl.firstSlot + k).State {
		case Busy, Setup:
			t.Working++
		case Waiting:
			t.Idle++
		case Blocked:
			t.Blocked++
		case Down:
			t.Down++
		}
	}
	return t
}

func (v *view) Load(i int) float64 {
	s := v.s
	if i < 0 || i >= len(s.plant.places) || !s.plant.places[i].kind.works() {
		return 0
	}
	pl := &s.plant.places[i]
	if pl.gauge != 0 {
		return s.reportedLoad(uint32(i), pl)
	}
	sum := 0.0
	add := func(l list) {
		for r := l.Head; !r.None(); r = s.part(r).Next {
			sum += s.plant.laws[s.plant.operation(uint32(i), s.part(r)).cycle].mean.Seconds()
		}
	}
	add(s.Places.At(uint32(i)).Line)
	for _, c := range pl.choices {
		add(s.Choices.At(c).Line)
	}
	return sum / float64(pl.slots)
}

func (v *view) Outlook() decide.Outlook {
	if v.q.blind || v.s.desk.ahead != nil || len(v.s.plant.gauges) > 0 {
		return nil
	}
	v.look.s = v.s
	return &v.look
}
