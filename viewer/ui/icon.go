package ui

import "math"

// Icon is a small picture made of lines.
type Icon uint8

// The icons.
const (
	NoIcon Icon = iota
	IconPlay
	IconPause
	IconStep
	IconToStart
	IconToEnd
	IconChevronDown
	IconChevronRight
	IconChevronUp
	IconClose
	IconCheck
	IconPlus
	IconMinus
	IconSearch
	IconPin
	IconCompare
	IconWarning
	IconInfo
	IconMenu
	IconUndo
	IconRedo
	IconTrash
	IconGear
	IconEye
	IconCamera
	IconGlobe
	IconHelp
)

// Icon draws an icon in the middle of r, of the size.
func (p *Pen) Icon(i Icon, r Rect, size float32, c Color) {
	m := r.Center()
	u := size / 16
	at := func(x, y float32) Point { return Point{m.X + (x-8)*u, m.Y + (y-8)*u} }
	if strokes := iconLines[i]; strokes != nil {
		for _, s := range strokes {
			for k, q := range s {
				p.pts[k] = at(q.X, q.Y)
			}
			p.Polyline(p.pts[:len(s)], max(1.4*u, 1.2), c)
		}
	}
	for _, s := range iconAreas[i] {
		for k, q := range s {
			p.pts[k] = at(q.X, q.Y)
		}
		p.Polygon(p.pts[:len(s)], c)
	}
	if d := iconCircles[i]; d.r > 0 {
		p.circle(at(d.x, d.y), d.r*u, max(1.4*u, 1.2), c)
	}
}

func (p *Pen) circle(at Point, radius, width float32, c Color) {
	n := len(p.pts)
	for k := range n {
		s, co := math.Sincos(2 * math.Pi * float64(k) / float64(n-1))
		p.pts[k] = Point{at.X + radius*float32(co), at.Y + radius*float32(s)}
	}
	p.Polyline(p.pts[:n], width, c)
}

// The icons on a square of 16.
var (
	iconLines = [...][][]Point{
		IconChevronDown:  {{{4, 6}, {8, 10.5}, {12, 6}}},
		IconChevronRight: {{{6, 4}, {10.5, 8}, {6, 12}}},
		IconChevronUp:    {{{4, 10}, {8, 5.5}, {12, 10}}},
		IconClose:        {{{4, 4}, {12, 12}}, {{12, 4}, {4, 12}}},
		IconCheck:        {{{3, 8.5}, {6.5, 12}, {13, 4.5}}},
		IconPlus:         {{{8, 3}, {8, 13}}, {{3, 8}, {13, 8}}},
		IconMinus:        {{{3, 8}, {13, 8}}},
		IconSearch:       {{{10.2, 10.2}, {14, 14}}},
		IconPin:          {{{8, 9.5}, {8, 15}}},
		IconCompare:      {{{2, 3}, {6.8, 3}, {6.8, 13}, {2, 13}, {2, 3}}, {{9.2, 3}, {14, 3}, {14, 13}, {9.2, 13}, {9.2, 3}}},
		IconWarning:      {{{8, 2}, {15, 14}, {1, 14}, {8, 2}}, {{8, 6}, {8, 10}}, {{8, 11.4}, {8, 12.6}}},
		IconInfo:         {{{8, 7.2}, {8, 11.6}}, {{8, 4.4}, {8, 5.6}}},
		IconMenu:         {{{2, 4}, {14, 4}}, {{2, 8}, {14, 8}}, {{2, 12}, {14, 12}}},
		IconUndo:         {{{6, 3}, {2.5, 6.5}, {6, 10}}, {{2.5, 6.5}, {10, 6.5}, {12.6, 7.6}, {13.5, 10}, {12.6, 12.4}, {10, 13.5}, {6, 13.5}}},
		IconRedo:         {{{10, 3}, {13.5, 6.5}, {10, 10}}, {{13.5, 6.5}, {6, 6.5}, {3.4, 7.6}, {2.5, 10}, {3.4, 12.4}, {6, 13.5}, {10, 13.5}}},
		IconTrash:        {{{2.5, 4}, {13.5, 4}}, {{6, 4}, {6, 2}, {10, 2}, {10, 4}}, {{4, 4}, {4.6, 14}, {11.4, 14}, {12, 4}}, {{6.7, 6.5}, {6.9, 11.5}}, {{9.3, 6.5}, {9.1, 11.5}}},
		IconGear: {{{8, 1}, {8, 4}}, {{8, 12}, {8, 15}}, {{1, 8}, {4, 8}}, {{12, 8}, {15, 8}},
			{{3.05, 3.05}, {5.2, 5.2}}, {{10.8, 10.8}, {12.95, 12.95}}, {{3.05, 12.95}, {5.2, 10.8}}, {{10.8, 5.2}, {12.95, 3.05}}},
		IconEye:    {{{1, 8}, {3.5, 5.2}, {6.2, 3.8}, {8, 3.5}, {9.8, 3.8}, {12.5, 5.2}, {15, 8}, {12.5, 10.8}, {9.8, 12.2}, {8, 12.5}, {6.2, 12.2}, {3.5, 10.8}, {1, 8}}},
		IconCamera: {{{1.5, 4.5}, {5, 4.5}, {6, 2.5}, {10, 2.5}, {11, 4.5}, {14.5, 4.5}, {14.5, 13}, {1.5, 13}, {1.5, 4.5}}},
		IconGlobe:  {{{2, 8}, {14, 8}}, {{8, 2}, {5.6, 4.6}, {5, 8}, {5.6, 11.4}, {8, 14}, {10.4, 11.4}, {11, 8}, {10.4, 4.6}, {8, 2}}},
		IconHelp:   {{{6, 6.3}, {6.4, 5}, {8, 4.4}, {9.6, 5}, {10, 6.3}, {9.4, 7.5}, {8, 8.5}, {8, 9.6}}, {{8, 11}, {8, 12}}},
	}
	iconAreas = [IconHelp + 1][][]Point{
		IconPlay:    {{{4, 2}, {14, 8}, {4, 14}}},
		IconPause:   {{{3.5, 2}, {6.5, 2}, {6.5, 14}, {3.5, 14}}, {{9.5, 2}, {12.5, 2}, {12.5, 14}, {9.5, 14}}},
		IconStep:    {{{3, 2.5}, {10, 8}, {3, 13.5}}, {{11, 2.5}, {13.4, 2.5}, {13.4, 13.5}, {11, 13.5}}},
		IconToStart: {{{14, 2.5}, {6, 8}, {14, 13.5}}, {{2.6, 2.5}, {5, 2.5}, {5, 13.5}, {2.6, 13.5}}},
		IconToEnd:   {{{2, 2.5}, {10, 8}, {2, 13.5}}, {{11, 2.5}, {13.4, 2.5}, {13.4, 13.5}, {11, 13.5}}},
		IconPin:     {{{5.5, 1}, {10.5, 1}, {9.8, 5.5}, {11.8, 9}, {4.2, 9}, {6.2, 5.5}}},
	}
	iconCircles = [IconHelp + 1]struct{ x, y, r float32 }{
		IconSearch: {6.5, 6.5, 4.5}, IconInfo: {8, 8, 6.6}, IconGear: {8, 8, 3.8}, IconEye: {8, 8, 2.2}, IconCamera: {8, 8.6, 2.8}, IconGlobe: {8, 8, 6}, IconHelp: {8, 8, 6.8},
	}
)

// State draws the mark of a state in the middle of r: its colour and its shape. Busy
// is a disc, set-up a diamond, waiting a ring, blocked a square, down a cross, held
// a triangle, stopped two bars, off a dash.
func (p *Pen) State(s State, r Rect, size float32) { p.Shape(s, r, size, p.Theme.State[s]) }

// Shape draws the mark of a state in another colour.
func (p *Pen) Shape(s State, r Rect, size float32, c Color) {
	m, h := r.Center(), size/2
	quad := func(a, b, d, e Point) { p.pts[0], p.pts[1], p.pts[2], p.pts[3] = a, b, d, e }
	switch s {
	case Busy:
		p.Disc(m, h, c)
	case Setup:
		quad(Point{m.X, m.Y - h}, Point{m.X + h, m.Y}, Point{m.X, m.Y + h}, Point{m.X - h, m.Y})
		p.Polygon(p.pts[:4], c)
	case Waiting:
		p.circle(m, h*.8, size*.2, c)
	case Blocked:
		p.Fill(Rect{m.X - h*.85, m.Y - h*.85, h * 1.7, h * 1.7}, 0, c)
	case Down:
		h *= .8
		p.pts[0], p.pts[1] = Point{m.X - h, m.Y - h}, Point{m.X + h, m.Y + h}
		p.Polyline(p.pts[:2], size*.28, c)
		p.pts[0], p.pts[1] = Point{m.X + h, m.Y - h}, Point{m.X - h, m.Y + h}
		p.Polyline(p.pts[:2], size*.28, c)
	case Held:
		p.pts[0], p.pts[1], p.pts[2] = Point{m.X, m.Y - h}, Point{m.X + h, m.Y + h*.8}, Point{m.X - h, m.Y + h*.8}
		p.Polygon(p.pts[:3], c)
	case Stopped:
		p.Fill(Rect{m.X - h*.75, m.Y - h*.8, h * .5, h * 1.6}, 0, c)
		p.Fill(Rect{m.X + h*.25, m.Y - h*.8, h * .5, h * 1.6}, 0, c)
	case Off:
		p.Fill(Rect{m.X - h*.8, m.Y - h*.2, h * 1.6, max(h*.4, 2)}, 0, c)
	}
}
