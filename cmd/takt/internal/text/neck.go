package text

import (
	"strings"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/result"
)

// Bottleneck is what is said about a bottleneck, a sentence each: which it is,
// what speaks for it, and what it cannot be told apart from.
func Bottleneck(l words.Lang, b *result.Bottleneck) []string {
	place := name(l, result.Ref{Path: b.Path, Title: b.Title})
	var out []string
	switch {
	case b.Path == "" && b.Demand == nil:
		return []string{l.T("neck.none")}
	case b.Path == "":
		return []string{l.T("neck.demand", name(l, *b.Demand))}
	case b.Demand != nil:
		out = append(out, l.T("neck.demand", name(l, *b.Demand)), l.T("neck.next", place, whole(b.Active)))
	case b.ByActive:
		out = append(out, l.T("neck.active", place))
	case b.ReasonShare > 0.995:
		out = append(out, l.T("neck.one", place, whole(b.Held.Mean), l.T("because."+b.Reason)))
	default:
		out = append(out, l.T("neck.mostly", place, whole(b.Held.Mean), l.T("because."+b.Reason), whole(b.ReasonShare)))
	}
	if b.Demand == nil {
		out = append(out, why(l, b))
	}
	if len(b.Ties) > 0 {
		var ties []string
		for _, t := range b.Ties[:min(len(b.Ties), 4)] {
			ties = append(ties, name(l, t))
		}
		out = append(out, l.T("neck.tie", l.List(ties)))
	}
	return out
}

// why tells the neighbours' states, which anybody can check on the floor.
func why(l words.Lang, b *result.Bottleneck) string {
	list := []string{l.T("why.busy", whole(b.Busy))}
	if whole(b.Busy) != whole(b.Active) {
		list[0] = l.T("why.active", whole(b.Busy), whole(b.Active))
	}
	if b.Up != nil && b.UpBlocked >= 0.005 {
		list = append(list, l.T("why.blocked", name(l, *b.Up), whole(b.UpBlocked)))
	}
	if b.Down != nil && b.DownWaiting >= 0.005 {
		list = append(list, l.T("why.waiting", name(l, *b.Down), whole(b.DownWaiting)))
	}
	return l.T("neck.why", strings.Join(list, l.T("list.semicolon")))
}

// name is a place's title with its path, where that says more.
func name(l words.Lang, r result.Ref) string {
	switch {
	case r.Title == "" || r.Title == r.Path:
		return r.Path
	case len(r.Path) > len(r.Title) && r.Path[len(r.Path)-len(r.Title)-1:] == "."+r.Title:
		return r.Path
	}
	return l.T("neck.name", r.Title, r.Path)
}

func whole(share float64) string {
	return result.Scale{Factor: 100, Unit: "%", Digits: 0}.Value(share)
}
