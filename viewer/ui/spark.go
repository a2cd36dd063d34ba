package ui

import "math"

// Spark is a line as large as a word: how something went, without axes.
type Spark struct {
	Node
	Color  Color                  // the zero Color: the theme's first
	Show   func(v float64) string // a value, under the cursor; nil: nothing
	Height float32                // 0: 44
	values []float64
	over   float32
	pts    []Point
	base   []Point
}

// NewSpark makes a line of values at equal distances.
func NewSpark(values ...float64) *Spark { return &Spark{values: values, over: -1} }

// Set shows other values; the line keeps them and expects them not to change.
func (s *Spark) Set(values ...float64) {
	s.values = values
	s.Repaint()
}

// Min is part of Widget.
func (s *Spark) Min(*Theme, float32) Size {
	h := s.Height
	if h == 0 {
		h = 44
	}
	return Size{80, h}
}

// Handle is part of Widget.
func (s *Spark) Handle(e *Event) bool {
	switch e.Kind {
	case OnEnter, OnMove:
		set(&s.Node, &s.over, e.At.X)
	case OnLeave:
		set(&s.Node, &s.over, -1)
	}
	return false
}

// Paint is part of Widget.
func (s *Spark) Paint(p *Pen) {
	c, r := s.Color, s.Bounds.Pad(2, 5)
	if c == (Color{}) {
		c = p.Series[0]
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range s.values {
		if v == v && !math.IsInf(v, 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if !(hi >= lo) || len(s.values) < 2 {
		p.HLine(r.X, r.Right(), r.Bottom(), p.Track)
		return
	}
	if hi == lo {
		lo, hi = lo-1, hi+1
	}
	at := func(k int) Point {
		share := float32((s.values[k] - lo) / (hi - lo))
		return Point{r.X + r.W*float32(k)/float32(len(s.values)-1), r.Bottom() - r.H*share}
	}
	s.pts = thin(s.pts[:0], len(s.values), func(k int) (Point, bool) {
		return at(k), s.values[k] == s.values[k]
	}, func(pts []Point) {
		s.base = s.base[:0]
		for _, q := range pts {
			s.base = append(s.base, Point{q.X, s.Bounds.Bottom()})
		}
		p.Ribbon(pts, s.base, c.Fade(.14))
		p.Polyline(pts, 1.6, c)
	})
	if s.over < 0 || s.Show == nil {
		return
	}
	k := int((s.over-r.X)/r.W*float32(len(s.values)-1) + .5)
	if k = min(max(k, 0), len(s.values)-1); s.values[k] == s.values[k] {
		p.Disc(at(k), 3, c)
		paintReadOut(p, at(k), s.Bounds, []string{s.Show(s.values[k])}, []Color{p.Ink})
	}
}
