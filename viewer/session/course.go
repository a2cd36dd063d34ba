package session

import (
	"sort"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// courses is what was noted of every place at instants of equal distance.
type courses struct {
	at    []engine.Time
	every engine.Time
	of    map[string]*course
	rep   plant.Report
}

// course is what was noted of one place, from an instant on.
type course struct {
	first        int // index into at
	done, inside []uint32
}

const (
	firstCourse = engine.Minute
	mostCourse  = 256 // instants: 2 KB for a place
)

// note takes what is there now, if that is due. How often that is doubles with the length
// of the run, so that all of it costs the same whatever the run comes to.
func (c *courses) note(s *plant.Sim) {
	if c.of == nil {
		c.every, c.of = firstCourse, map[string]*course{}
	}
	n := len(c.at)
	if n > 0 && s.Now() < c.at[n-1].Add(c.every) {
		return
	}
	c.at = append(c.at, s.Now())
	s.ReportTo(&c.rep)
	for i := range c.rep.Rows {
		row := &c.rep.Rows[i]
		x := c.of[row.Node.Path]
		if x == nil || x.first+len(x.done) != n { // it is new, or was away meanwhile
			x = &course{first: n}
			c.of[row.Node.Path] = x
		}
		x.done, x.inside = append(x.done, uint32(row.Parts)), append(x.inside, uint32(row.Inside))
	}
	if len(c.at) > mostCourse {
		c.thin()
	}
}

// thin gives up every second instant.
func (c *courses) thin() {
	half := func(list []uint32, first int) []uint32 {
		out := list[:0]
		for k, v := range list {
			if (first+k)%2 == 0 {
				out = append(out, v)
			}
		}
		return out
	}
	for _, x := range c.of {
		x.done, x.inside = half(x.done, x.first), half(x.inside, x.first)
		x.first = (x.first + 1) / 2
	}
	for k := range (len(c.at) + 1) / 2 {
		c.at[k] = c.at[2*k]
	}
	c.at, c.every = c.at[:(len(c.at)+1)/2], c.every*2
}

// cut forgets what was noted after an instant.
func (c *courses) cut(now engine.Time) {
	n := sort.Search(len(c.at), func(i int) bool { return c.at[i] > now })
	c.at = c.at[:n]
	for path, x := range c.of {
		if x.first >= n {
			delete(c.of, path)
			continue
		}
		k := min(n-x.first, len(x.done))
		x.done, x.inside = x.done[:k], x.inside[:k]
	}
}

// rename gives places the names that they have now.
func (c *courses) rename(renamed map[string]string) {
	of := make(map[string]*course, len(c.of))
	for path, x := range c.of {
		of[Renamed(path, renamed)] = x
	}
	c.of = of
}

// Course tells of a place, up to an instant, when it was looked at, how many parts had
// gone through since the start, and how many were inside: of a level all in it. The
// slices are good until the run goes on.
func (l *Log) Course(path string, to engine.Time) (at []engine.Time, done, inside []uint32) {
	x := l.courses.of[path]
	if x == nil {
		return nil, nil, nil
	}
	at = l.courses.at[x.first:]
	n := min(sort.Search(len(at), func(i int) bool { return at[i] > to }), len(x.done))
	return at[:n], x.done[:n], x.inside[:n]
}
