package rules

import "github.com/taktsim/takt/engine/decide"

// Open lets every part in.
type Open struct{}

// Decide answers a Release.
func (*Open) Decide(decide.View, decide.Request) decide.Action { return decide.Yes() }

// CONWIP lets a part in while fewer parts than the limit are inside (Spearman,
// Woodruff and Hopp 1990).
type CONWIP struct{}

// Decide answers a Release.
func (*CONWIP) Decide(_ decide.View, r decide.Request) decide.Action {
	q := r.(*decide.Release)
	return decide.Answer(q.WIP < q.Limit)
}
