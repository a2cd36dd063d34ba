package sense

import (
	"math"

	"github.com/taktsim/takt/engine/random"
)

// Sensor is a model of a sensor and of the line behind it. Its fields are keys of a
// factory file. The zero Sensor is none: see On.
type Sensor struct {
	Period  float64 `key:"period" dim:"time" min:"1 ms" doc:"time from one sample to the next; without it there is no sensor, and what is true is known at once"`
	Delay   float64 `key:"delay" dim:"time" default:"0 s" doc:"from a sample to the moment at which it is known; at most 15 periods"`
	Noise   float64 `key:"noise" min:"0" default:"0" doc:"standard deviation of a sample, in the unit of what is measured"`
	Bias    float64 `key:"bias" min:"none" default:"0" doc:"what every sample is off by, in the unit of what is measured"`
	Step    float64 `key:"step" min:"0" default:"0" doc:"samples are rounded to multiples of this; 0 for no rounding"`
	DropOut float64 `key:"drop-out" dim:"share" max:"100 %" default:"0 %" doc:"share of the samples that are lost"`
	Stick   float64 `key:"stick" dim:"share" max:"100 %" default:"0 %" doc:"share of the samples, of those that are not stuck, at which the sensor gets stuck: it goes on reporting the value before"`
	Stuck   float64 `key:"stuck" dim:"time" default:"1 min" doc:"how long it then stays stuck, on average"`
}

// Purposes of the draws.
const (
	drawNoise uint32 = 1 + iota
	drawLost
	drawStick
	drawStuck
	drawImagine
)

// MaxLate is the largest number of samples that may be on their way at once.
const MaxLate = 15

// On reports whether there is a sensor.
func (s *Sensor) On() bool { return s.Period > 0 }

// Late is how many periods the delay lasts, rounded up.
func (s *Sensor) Late() int {
	if !s.On() {
		return 0
	}
	return int(math.Ceil(s.Delay/s.Period - 1e-9))
}

// Problem says what is wrong with the sensor, "" when nothing is.
func (s *Sensor) Problem() string {
	switch {
	case !s.On() && *s != (Sensor{}):
		return `a sensor wants a period, such as period = "1 s"`
	case s.Late() > MaxLate:
		return "the delay is more than 15 periods"
	}
	return ""
}

// State is what a sensor remembers. The zero State is that of a new one.
type State struct {
	Held  float64 `hidden:"what it holds"` // the value it reported last
	Any   bool    // it has reported something
	Stuck bool    `hidden:"whether it is stuck"` // it reports what it holds
	Pad   [6]bool
}

// Imagine makes st what it may be for all that is known: the sensor holds what was
// reported last, and is stuck with the probability that it has in the long run. Index
// is that of its next sample, which key may draw from.
func (s *Sensor) Imagine(key random.Key, index uint64, reported float64, st *State) {
	st.Held, st.Stuck = reported, st.Any && key.For(drawImagine).U(index) < s.StuckShare()
}

// StuckShare is the share of the samples at which the sensor is stuck, in the long run:
// that of a chain of two states which becomes stuck with probability Stick and stays so
// with 1 - 1/m + Stick/m, m being the mean of Stuck in samples, at least 1.
func (s *Sensor) StuckShare() float64 {
	if !s.On() || s.Stick <= 0 {
		return 0
	}
	leave := (1 - s.Stick) / max(s.Stuck/s.Period, 1)
	return s.Stick / (s.Stick + leave)
}

// Reading is one sample.
type Reading struct {
	Value float64
	Lost  bool // nothing comes; Value then means nothing
}

// Sample takes sample number index of a value. Key is the sensor's own stream. Being
// stuck does not show in a reading: that is what makes it dangerous.
func (s *Sensor) Sample(key random.Key, index uint64, truth float64, st *State) Reading {
	st.Stuck = st.Stuck && s.stays(key, index) || st.Any && s.Stick > 0 && key.For(drawStick).U(index) < s.Stick
	if !st.Stuck {
		st.Held, st.Any = s.Measure(key, index, truth), true
	}
	return Reading{Value: st.Held, Lost: s.Lost(key, index)}
}

// Measure is sample number index of a value by a sensor that is not stuck.
func (s *Sensor) Measure(key random.Key, index uint64, truth float64) float64 {
	v := truth + s.Bias
	if s.Noise > 0 {
		v += float64(s.Noise * random.NormalQuantile(key.For(drawNoise).U(index)))
	}
	if s.Step > 0 {
		v = float64(math.Floor(v/s.Step+0.5) * s.Step)
	}
	return v
}

// Lost reports whether sample number index is lost.
func (s *Sensor) Lost(key random.Key, index uint64) bool {
	return s.DropOut > 0 && key.For(drawLost).U(index) < s.DropOut
}

// stays reports whether a stuck sensor is still stuck at sample number index. How long
// it stays so is not drawn ahead, so that nobody has to draw it again: it is a
// geometric law with the mean of Stuck, at least one sample.
func (s *Sensor) stays(key random.Key, index uint64) bool {
	mean := s.Stuck / s.Period
	return mean > 1 && key.For(drawStuck).U(index) > 1/mean
}
