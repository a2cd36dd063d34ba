package plant

import (
	"math"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/sense"
)

// Gauge is the state of the sensor that counts the parts of a place.
type Gauge struct {
	Inside sense.State
	Queue  sense.State
	N      uint64                    // samples taken
	Known  Sample                    // what is known
	Coming [sense.MaxLate + 1]Sample `hidden:"samples on their way"`
}

// Sample is one report of a gauge.
type Sample struct {
	Inside float64
	Queue  float64
	Taken  engine.Time
	Lost   bool // of what is known: the last report did not come
	Any    bool // something was reported
	Spare  [6]bool
}

// gauge is what does not change about a Gauge.
type gauge struct {
	place  uint32
	sensor sense.Sensor
}

// sensorOf is the sensor of a place, one that is off where it has none.
func sensorOf(spec any) *sense.Sensor {
	switch x := spec.(type) {
	case *Buffer:
		return &x.Sensor
	case *Conveyor:
		return &x.Sensor
	}
	if w := WorkOf(spec); w != nil {
		return &w.Sensor
	}
	return &sense.Sensor{}
}

func (c *compiler) gauge(n *model.Node, pl *place) {
	if sensor := sensorOf(n.Spec); sensor.On() {
		c.gauges = append(c.gauges, gauge{uint32(n.Index), *sensor})
		pl.gauge = uint32(len(c.gauges))
	}
}

// startGauge has gauge k take its first sample.
func (s *Sim) startGauge(k uint32) {
	s.Soon(engine.PhaseReport, onSample, k, 0)
}

// sample has gauge e.Target take a sample, which is known after its delay.
func (s *Sim) sample(e engine.Event) {
	ga, g := &s.plant.gauges[e.Target], s.Gauges.At(e.Target)
	n := s.Places.At(ga.place)
	key := n.Key.For(drawSense)
	inside := ga.sensor.Sample(key.For(0), g.N, float64(n.Inside), &g.Inside)
	queue := ga.sensor.Sample(key.For(1), g.N, float64(n.Queue), &g.Queue)
	// Both counts come in one report: it is lost as a whole.
	at := uint16(g.N % uint64(len(g.Coming)))
	g.Coming[at] = Sample{Inside: inside.Value, Queue: queue.Value, Taken: s.Now(), Lost: inside.Lost, Any: true}
	g.N++
	if ga.sensor.Delay > 0 {
		s.At(s.Now().Add(engine.Seconds(ga.sensor.Delay)), engine.PhaseReport, onHeard, e.Target, at)
	} else {
		s.heard(engine.Event{Target: e.Target, What: engine.What{Arg: at}})
	}
	s.At(s.Now().Add(engine.Seconds(ga.sensor.Period)), engine.PhaseReport, onSample, e.Target, 0)
}

// heard makes a sample known, or notes that it did not come.
func (s *Sim) heard(e engine.Event) {
	g := s.Gauges.At(e.Target)
	if c := &g.Coming[e.Arg]; c.Lost {
		g.Known.Lost = true
	} else {
		g.Known = *c
		s.forceGauge(&s.plant.places[s.plant.gauges[e.Target].place])
	}
}

// imagineGauges draws anew what nobody sees of the gauges: whether their sensors are
// stuck, which no report shows, and the samples that are on their way.
func (s *Sim) imagineGauges() {
	for k, g := range s.Gauges.All {
		ga := &s.plant.gauges[k]
		n := s.Places.At(ga.place)
		key := n.Key.For(drawSense)
		ga.sensor.Imagine(key.For(0), g.N, g.Known.Inside, &g.Inside)
		ga.sensor.Imagine(key.For(1), g.N, g.Known.Queue, &g.Queue)
		for back := range uint64(len(g.Coming)) {
			c := &g.Coming[(g.N-1-back)%uint64(len(g.Coming))]
			if !c.Any || c.Taken.Add(engine.Seconds(ga.sensor.Delay)) < s.Now() {
				*c = Sample{} // known, or never taken
				continue
			}
			at := g.N - 1 - back
			*c = Sample{Inside: g.Inside.Held, Queue: g.Queue.Held, Taken: c.Taken, Lost: ga.sensor.Lost(key.For(0), at), Any: true}
			if !g.Inside.Stuck {
				c.Inside = ga.sensor.Measure(key.For(0), at, float64(n.Inside))
			}
			if !g.Queue.Stuck {
				c.Queue = ga.sensor.Measure(key.For(1), at, float64(n.Queue))
			}
		}
	}
}

// counts are the parts in a place, and of these those that wait, as they are reported.
func (s *Sim) counts(pl *place, n *Place) (inside, queue int) {
	if pl.gauge == 0 {
		return int(n.Inside), int(n.Queue)
	}
	known := &s.Gauges.At(pl.gauge - 1).Known
	whole := func(v float64) int { return int(math.Floor(max(v, 0) + 0.5)) }
	return whole(known.Inside), whole(known.Queue)
}

// reported writes what the gauge of a place reports into t.
func (s *Sim) reported(t *decide.Tags, pl *place, n *Place) {
	t.Inside, t.Queue = s.counts(pl, n)
	if pl.gauge != 0 {
		known := &s.Gauges.At(pl.gauge - 1).Known
		t.Age, t.Lost = s.Now()-known.Taken, known.Lost || !known.Any
	}
}

// reportedLoad is View.Load of a place with a gauge: the parts it reports, each with
// the mean time over the types.
func (s *Sim) reportedLoad(i uint32, pl *place) float64 {
	sum := 0.0
	for k := range s.plant.types {
		sum += s.plant.laws[s.plant.operation(i, &Part{Type: uint16(k)}).cycle].mean.Seconds()
	}
	_, queue := s.counts(pl, s.Places.At(i))
	for _, c := range pl.choices {
		queue += int(s.Choices.At(c).N)
	}
	return float64(queue) * sum / float64(len(s.plant.types)) / float64(pl.slots)
}
