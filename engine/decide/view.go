package decide

import (
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
)

// View is what a policy may see when it decides, besides the request itself.
type View interface {
	// Now is the present instant.
	Now() engine.Time
	// Model is what the factory is. It must not be changed.
	Model() *model.Model
	// Place is what the sensors of a place report; i is its index in Model.Nodes.
	Place(i int) Tags
	// Load is the mean work, in seconds, that waits before place i, in it and for it,
	// for each of its machine bodies.
	Load(i int) float64
	// Lot is a number drawn by lot for this decision, uniform in (0, 1). It says
	// nothing about what will happen.
	Lot() float64
	// Outlook looks ahead. It is nil inside a look-ahead, and where the plant cannot
	// look ahead: the policy then falls back to its base rule.
	Outlook() Outlook
	// Memory is what the policy remembers at this point of decision: a pointer to
	// the type that it says it Remembers, or nil. Use Recall.
	Memory() any
}

// Tags are what the sensors of a place report. Those of a level add up what is
// reported of the places in it.
type Tags struct {
	Inside  int         // parts in it
	Queue   int         // of these, parts that wait for work
	Before  int         // parts elsewhere that wait to come in
	Bodies  int         // machine bodies
	Working int         // of these, at work or in set-up
	Idle    int         // without work
	Blocked int         // with a finished part that cannot leave
	Down    int         // broken
	Off     bool        // outside its shifts
	Stopped bool        // stopped from outside
	Age     engine.Time // how old the report is
	Lost    bool        // nothing is reported: the rest is what was reported last
}
