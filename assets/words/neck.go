package words

import (
	"math"
	"strconv"
	"strings"
)

// Place names a place of a factory.
type Place struct{ Path, Title string }

// Neck is a bottleneck as it is talked about. How it is found is told in package lab;
// shares are from 0 to 1.
type Neck struct {
	Place               // Path "": nothing was active
	Held        float64 // of the time in which the output waited for it
	ByActive    bool    // no part came out
	Demand      *Place  // the source that the output waits for more than for any equipment; nil: none
	Reason      string  // the state it is in for most of the time that the output waits for it
	ReasonShare float64 // of that time
	Ties        []Place // what the data do not tell apart from it
	Active      float64 // of its scheduled time
	Busy        float64 // of its scheduled time
	Up, Down    *Place  // the neighbour that is blocked most, and the one that waits most
	UpBlocked   float64
	DownWaiting float64
}

// Bottleneck is what is said about a bottleneck, a sentence each: which it is, what
// speaks for it, and what it cannot be told apart from.
func (l Lang) Bottleneck(b *Neck) []string {
	place := l.Place(b.Place)
	var out []string
	switch {
	case b.Path == "" && b.Demand == nil:
		return []string{l.T("neck.none")}
	case b.Path == "":
		return []string{l.T("neck.demand", l.Place(*b.Demand))}
	case b.Demand != nil:
		out = append(out, l.T("neck.demand", l.Place(*b.Demand)), l.T("neck.next", place, percent(b.Active)))
	case b.ByActive:
		out = append(out, l.T("neck.active", place))
	case b.ReasonShare > 0.995:
		out = append(out, l.T("neck.one", place, percent(b.Held), l.T("because."+b.Reason)))
	default:
		out = append(out, l.T("neck.mostly", place, percent(b.Held), l.T("because."+b.Reason), percent(b.ReasonShare)))
	}
	if b.Demand == nil {
		out = append(out, l.why(b))
	}
	if len(b.Ties) > 0 {
		var ties []string
		for _, t := range b.Ties[:min(len(b.Ties), 4)] {
			ties = append(ties, l.Place(t))
		}
		out = append(out, l.T("neck.tie", l.List(ties)))
	}
	return out
}

// why tells the neighbours' states, which anybody can check on the floor.
func (l Lang) why(b *Neck) string {
	list := []string{l.T("why.busy", percent(b.Busy))}
	if percent(b.Busy) != percent(b.Active) {
		list[0] = l.T("why.active", percent(b.Busy), percent(b.Active))
	}
	if b.Up != nil && b.UpBlocked >= 0.005 {
		list = append(list, l.T("why.blocked", l.Place(*b.Up), percent(b.UpBlocked)))
	}
	if b.Down != nil && b.DownWaiting >= 0.005 {
		list = append(list, l.T("why.waiting", l.Place(*b.Down), percent(b.DownWaiting)))
	}
	return l.T("neck.why", strings.Join(list, l.T("list.semicolon")))
}

// Place is a place's title with its path, where that says more.
func (l Lang) Place(p Place) string {
	switch {
	case p.Title == "" || p.Title == p.Path:
		return p.Path
	case len(p.Path) > len(p.Title) && p.Path[len(p.Path)-len(p.Title)-1:] == "."+p.Title:
		return p.Path
	}
	return l.T("neck.name", p.Title, p.Path)
}

// percent is a share in whole percent.
func percent(share float64) string {
	switch {
	case math.IsNaN(share) || math.IsInf(share, 0):
		return "-"
	case share == 0:
		return "0 %"
	}
	return strconv.FormatFloat(100*share, 'f', 0, 64) + " %"
}
