package decide

import "github.com/taktsim/takt/engine"

// Outlook answers what would come of an action. It imagines futures of the present,
// estimated situation, with luck of their own, and never those that will happen.
type Outlook interface {
	// Try imagines Futures futures for each action of t and returns their outcomes,
	// [action][future]. Future k has the same luck for every action, so that
	// outcomes compare pairwise. Each begins with the action as the answer to the
	// present request; all decisions after it are made by the policies' base rules.
	Try(t Trial) [][]Outcome
}

// Trial is a question to an Outlook.
type Trial struct {
	Actions []Action
	Futures int         // for each action, at least 1
	Horizon engine.Time // how far to look, above 0
}

// Outcome is what came of one imagined future. Parts that are still in the plant at
// the horizon count in Tardy and Flow as if nothing held them up from there: else
// leaving the late ones to the last would look like a gain.
type Outcome struct {
	Output   float64 // good parts that reached a sink
	Scrapped float64 // parts
	Tardy    float64 // s: lateness, summed over late parts, each times its weight
	Flow     float64 // s: time in the plant, summed over parts
	WIP      float64 // parts in the plant, average
	Setups   float64 // set-ups begun
}
