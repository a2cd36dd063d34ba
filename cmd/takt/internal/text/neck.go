package text

import (
	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/result"
)

// Bottleneck is what is said about a bottleneck, a sentence each: which it is,
// what speaks for it, and what it cannot be told apart from.
func Bottleneck(l words.Lang, b *result.Bottleneck) []string {
	n := words.Neck{
		Place: words.Place{Path: b.Path, Title: b.Title}, Held: b.Held.Mean, ByActive: b.ByActive, Demand: place(b.Demand),
		Reason: b.Reason, ReasonShare: b.ReasonShare, Active: b.Active, Busy: b.Busy,
		Up: place(b.Up), UpBlocked: b.UpBlocked, Down: place(b.Down), DownWaiting: b.DownWaiting,
	}
	for _, t := range b.Ties {
		n.Ties = append(n.Ties, words.Place(t))
	}
	return l.Bottleneck(&n)
}

func place(r *result.Ref) *words.Place {
	if r == nil {
		return nil
	}
	p := words.Place(*r)
	return &p
}
