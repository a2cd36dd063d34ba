package rules

import (
	"math"

	"github.com/taktsim/takt/engine/decide"
)

// InspectAll looks at every part.
type InspectAll struct{}

// FirstCome says that there is nothing to decide.
func (*InspectAll) FirstCome() {}

// Decide answers an Inspect.
func (*InspectAll) Decide(decide.View, decide.Request) decide.Action { return decide.Yes() }

// InspectShare looks at a share of the parts, evenly spread: of 25 %, at every fourth.
type InspectShare struct {
	Share float64 `key:"share" dim:"share" max:"100 %" default:"10 %" doc:"share of the parts that are looked at"`
}

// Sampled is what the sampling policies remember.
type Sampled struct {
	N uint64 // parts of the sampling so far
}

// Remembers is a Sampled.
func (*InspectShare) Remembers() decide.Memory { return decide.MemoryOf[Sampled]() }

// Decide answers an Inspect.
func (s *InspectShare) Decide(v decide.View, r decide.Request) decide.Action {
	return decide.Answer(decide.Recall[Sampled](v).draw(s.Share))
}

// draw reports whether the next part is due to be looked at: each time the share of
// those so far passes a whole number.
func (m *Sampled) draw(share float64) bool {
	const off = 0.381966011250105 // keeps off the whole numbers, where rounding would decide
	before := math.Floor(float64((float64(m.N) + off) * share))
	m.N++
	return math.Floor(float64((float64(m.N)+off)*share)) > before
}

// SkipLot looks at every part until Clear in a row were good, then at a share of them
// until one is bad: continuous sampling plan CSP-1 (Dodge 1943).
type SkipLot struct {
	Clear int     `key:"clear" min:"1" max:"1000000" default:"20" doc:"good parts in a row after which parts are passed over"`
	Share float64 `key:"share" dim:"share" max:"100 %" default:"10 %" doc:"share that is looked at then"`
}

// Remembers is a Sampled.
func (*SkipLot) Remembers() decide.Memory { return decide.MemoryOf[Sampled]() }

// Decide answers an Inspect.
func (s *SkipLot) Decide(v decide.View, r decide.Request) decide.Action {
	m := decide.Recall[Sampled](v)
	if r.(*decide.Inspect).Good < s.Clear {
		*m = Sampled{}
		return decide.Yes()
	}
	return decide.Answer(m.draw(s.Share))
}
