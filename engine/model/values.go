package model

import (
	"github.com/taktsim/takt/engine/random"
)

// Times is a time that may differ by part type (or, in a route, by place):
//
//	cycle = "90 s"
//	cycle = { housing = "90 s", gear = "triangular(70 s, 75 s, 90 s)" }
type Times struct {
	All random.Dist // what holds for everything that For does not name; zero when there is no such
	For []NamedDist // in the order of the file
}

// NamedDist is the time of one part type or place.
type NamedDist struct {
	Name  string // as written
	Part  *Part  // set when the names are those of parts
	Place *Node  // set when the names are those of places
	Dist  random.Dist
}

// IsZero reports whether no time was given.
func (t *Times) IsZero() bool { return len(t.For) == 0 && t.All.IsZero() }

// Of is the time for a part type; ok is false when none was given for it.
func (t *Times) Of(p *Part) (d random.Dist, ok bool) {
	if p != nil {
		for i := range t.For {
			if t.For[i].Part == p {
				return t.For[i].Dist, true
			}
		}
	}
	return t.All, !t.All.IsZero()
}

func (t *Times) on(n *Node) (d random.Dist, ok bool) {
	for i := range t.For {
		if n != nil && t.For[i].Place == n {
			return t.For[i].Dist, true
		}
	}
	return t.All, !t.All.IsZero()
}

// Matrix is a time that depends on what was before and what comes after, as set-up
// times do:
//
//	setup = "12 min"
//	setup = { "housing -> gear" = "5 min", "* -> housing" = "20 min" }
//	setup = { file = "setup.csv", from = "from", to = "to", time = "time [min]" }
type Matrix struct {
	All   random.Dist // what holds for every change that Pairs does not name; zero when there is no such
	Pairs []Change    // in the order of the file
}

// Change is the time for one change of part type; nil stands for any.
type Change struct {
	From, To *Part
	Time     random.Dist
}

// IsZero reports whether no time was given.
func (x *Matrix) IsZero() bool { return len(x.Pairs) == 0 && x.All.IsZero() }

// Between is the time for a change from one part type to another; from is nil before
// the first part. A pair that names both counts before one that names only the second,
// that before one that names only the first, and All comes last; ok is false when none
// of them was given. From a type to itself only a pair that names it counts.
func (x *Matrix) Between(from, to *Part) (d random.Dist, ok bool) {
	best := 0
	for i := range x.Pairs {
		p := &x.Pairs[i]
		if p.From != nil && p.From != from || p.To != nil && p.To != to {
			continue
		}
		rank := 1
		if p.From != nil {
			rank++
		}
		if p.To != nil {
			rank += 2
		}
		if from == to && (p.From == nil || p.To == nil) {
			continue
		}
		if rank > best {
			d, best = p.Time, rank
		}
	}
	if best > 0 {
		return d, true
	}
	return x.All, from != to && !x.All.IsZero()
}
