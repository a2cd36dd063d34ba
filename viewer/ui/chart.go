package ui

import (
	"math"
	"strings"
)

// Series is a line of a chart. Where Y is not a number, the line has a gap.
type Series struct {
	Name      string
	Color     Color     // the zero Color: the theme's next
	X, Y      []float64 // X rises
	Low, High []float64 // a band around the line; nil: none
}

// Chart draws lines over time or over another number, with a read-out under the
// cursor.
type Chart struct {
	Node
	Unit     string                       // of Y, above its axis
	Times    bool                         // X is time, s
	Format   func(x, step float64) string // of X; nil: Clock for times, numbers otherwise
	FromZero bool                         // Y begins at 0
	Height   float32                      // it asks for; 0: 160
	At       float64                      // a line upright, NaN: none (the time that is shown elsewhere)

	series []Series
	over   Point
	inside bool
	pts    []Point
	low    []Point
}

// NewChart makes an empty chart.
func NewChart(unit string) *Chart { return &Chart{Unit: unit, At: math.NaN()} }

// Set shows other lines; the chart keeps them and expects them not to change.
func (c *Chart) Set(series ...Series) {
	c.series = series
	c.Repaint()
}

// SetAt moves the upright line.
func (c *Chart) SetAt(x float64) { set(&c.Node, &c.At, x) }

// Min is part of Widget.
func (c *Chart) Min(*Theme, float32) Size {
	h := c.Height
	if h == 0 {
		h = 160
	}
	return Size{220, h}
}

// Handle is part of Widget.
func (c *Chart) Handle(e *Event) bool {
	switch e.Kind {
	case OnEnter, OnMove:
		c.inside = true
		set(&c.Node, &c.over, e.At)
	case OnLeave:
		c.inside = false
		c.Repaint()
	}
	return false
}

// extent is from where to where the lines go.
func (c *Chart) extent() (x, x2, y, y2 float64) {
	x, y = math.Inf(1), math.Inf(1)
	x2, y2 = math.Inf(-1), math.Inf(-1)
	for _, s := range c.series {
		for i, v := range s.X {
			x, x2 = min(x, v), max(x2, v)
			for _, ys := range [3][]float64{s.Y, s.Low, s.High} {
				if i < len(ys) && ys[i] == ys[i] && !math.IsInf(ys[i], 0) {
					y, y2 = min(y, ys[i]), max(y2, ys[i])
				}
			}
		}
	}
	if c.FromZero {
		y, y2 = min(y, 0), max(y2, 0)
	}
	if !(x2 >= x) {
		x, x2 = 0, 1
	}
	if !(y2 >= y) {
		y, y2 = 0, 1
	}
	if x2 == x {
		x2 = x + 1
	}
	if y2 == y {
		y, y2 = y-max(math.Abs(y)*.1, .5), y2+max(math.Abs(y)*.1, .5)
	}
	return x, x2, y, y2
}

// frame is what the axes of a chart are: the area within, and what its sides mean.
type frame struct {
	area  Rect
	x     TimeScale
	y, y2 float64
	step  float64
}

func (f *frame) at(x, y float64) Point {
	return Point{f.x.At(x), f.area.Bottom() - float32((y-f.y)/(f.y2-f.y))*f.area.H}
}

// axes paints the axes and the lines between.
func (c *Chart) axes(p *Pen) (f frame) {
	x, x2, y, y2 := c.extent()
	r := c.Bounds
	head := p.Small + 11
	h := r.H - head - p.Small - 9
	n := max(h/34, 2)
	f.step = NiceStep((y2 - y) / float64(n))
	f.y, f.y2 = math.Floor(y/f.step+1e-9)*f.step, math.Ceil(y2/f.step-1e-9)*f.step
	ticks := Ticks(f.y, f.y2, f.step)
	var wide float32
	for _, v := range ticks {
		wide = max(wide, TextWidth(TickText(v, f.step), p.Small))
	}
	f.area = Rect{r.X + wide + 8, r.Y + head, max(r.W-wide-14, 1), max(h, 1)}
	f.x = TimeScale{x, x2, f.area.X, f.area.W}
	for _, v := range ticks {
		at := f.at(x, v).Y
		p.HLine(f.area.X, f.area.Right(), at-.5, p.Grid)
		p.Label(Rect{r.X, at - 8, wide, 16}, TickText(v, f.step), p.Small, End, p.Dim)
	}
	paintTimes2(p, f.x, f.area.Bottom(), f.area.Y, c.Times, c.format)
	p.HLine(f.area.X, f.area.Right(), f.area.Bottom()-.5, p.Axis)
	c.legend(p, Rect{r.X, r.Y, r.W, head - 7})
	return f
}

// paintTimes2 is paintTimes for times, and the same for other numbers.
func paintTimes2(p *Pen, s TimeScale, y, top float32, times bool, format func(x, step float64) string) {
	if times {
		paintTimes(p, s, y, top, format)
		return
	}
	step := NiceStep(s.PerPoint() * 40)
	for tries := 0; tries < 8; tries++ {
		w := max(TextWidth(format(s.From, step), p.Small), TextWidth(format(s.To, step), p.Small)) + 18
		if step/s.PerPoint() >= float64(w) {
			break
		}
		step = NiceStep(step * 1.01)
	}
	for _, v := range Ticks(s.From, s.To, step) {
		x := s.At(v)
		p.VLine(x, top, y+3, p.Grid)
		text := format(v, step)
		w := TextWidth(text, p.Small)
		p.Text(text, min(x-w/2, s.X+s.W-w+6), y+4+p.Small, p.Small, p.Dim)
	}
}

func (c *Chart) format(x, step float64) string {
	switch {
	case c.Format != nil:
		return c.Format(x, step)
	case c.Times:
		return Clock(x, step)
	}
	return TickText(x, step)
}

func (c *Chart) color(th *Theme, i int) Color {
	if col := c.series[i].Color; col != (Color{}) {
		return col
	}
	return th.Series[i%len(th.Series)]
}

func (c *Chart) legend(p *Pen, r Rect) {
	p.Label(r, c.Unit, p.Small, Start, p.Faint)
	x := r.Right() - 4
	for i := len(c.series) - 1; i >= 0; i-- {
		name := c.series[i].Name
		if name == "" {
			continue
		}
		w := TextWidth(name, p.Small)
		if x-w-20 < r.X+TextWidth(c.Unit, p.Small)+10 {
			break
		}
		p.Text(name, x-w, middle(r, p.Small), p.Small, p.Dim)
		p.Fill(Rect{x - w - 18, r.Y + r.H/2 - 1, 13, 2.5}, 1, c.color(p.Theme, i))
		x -= w + 30
	}
}

// Paint is part of Widget.
func (c *Chart) Paint(p *Pen) {
	f := c.axes(p)
	before := p.Within(f.area.Pad(-1, -2))
	for i := range c.series {
		c.band(p, &f, i)
	}
	for i := range c.series {
		c.line(p, &f, i)
	}
	if c.At == c.At {
		p.VLine(f.x.At(c.At), f.area.Y, f.area.Bottom(), p.Amber)
	}
	p.Outside(before)
	if c.inside && f.area.Has(c.over) {
		c.readOut(p, &f)
	}
}

func (c *Chart) band(p *Pen, f *frame, i int) {
	s := &c.series[i]
	if len(s.Low) < len(s.X) || len(s.High) < len(s.X) {
		return
	}
	c.pts, c.low = c.pts[:0], c.low[:0]
	for k, x := range s.X {
		if !(s.Low[k] <= s.High[k]) {
			continue
		}
		if n := len(c.pts); n > 0 && k < len(s.X)-1 && f.x.At(x)-c.pts[n-1].X < 1 {
			continue
		}
		c.pts, c.low = append(c.pts, f.at(x, s.High[k])), append(c.low, f.at(x, s.Low[k]))
	}
	p.Ribbon(c.pts, c.low, c.color(p.Theme, i).Fade(.22))
}

// line paints a series; of the points in one column of the screen only the first, the
// lowest, the highest and the last.
func (c *Chart) line(p *Pen, f *frame, i int) {
	s, col := &c.series[i], c.color(p.Theme, i)
	c.pts = thin(c.pts[:0], len(s.X), func(k int) (Point, bool) {
		if k >= len(s.Y) || s.Y[k]-s.Y[k] != 0 { // NaN or infinite
			return Point{}, false
		}
		return f.at(s.X[k], s.Y[k]), true
	}, func(pts []Point) {
		if len(pts) == 1 {
			p.Disc(pts[0], 2.5, col)
		}
		p.Polyline(pts, 1.8, col)
	})
}

// thin gathers n points and hands each unbroken line on; it gives the room back that
// it gathered in.
func thin(pts []Point, n int, at func(k int) (Point, bool), line func([]Point)) []Point {
	var lo, hi, last Point
	column, some := 0, false
	flush := func() {
		if some && last != (Point{}) {
			a, b := lo, hi
			if a.X > b.X {
				a, b = b, a
			}
			for _, q := range [3]Point{a, b, last} {
				if k := len(pts); k == 0 || pts[k-1] != q {
					pts = append(pts, q)
				}
			}
		}
		some = false
	}
	for k := range n {
		q, ok := at(k)
		if !ok {
			flush()
			if len(pts) > 0 {
				line(pts)
				pts = pts[:0]
			}
			continue
		}
		if col := int(math.Floor(float64(q.X))); !some || col != column {
			flush()
			pts = append(pts, q)
			column, some, lo, hi = col, true, q, q
		}
		if q.Y < lo.Y {
			lo = q
		}
		if q.Y > hi.Y {
			hi = q
		}
		last = q
	}
	flush()
	if len(pts) > 0 {
		line(pts)
	}
	return pts
}

// readOut paints what the lines are at the cursor.
func (c *Chart) readOut(p *Pen, f *frame) {
	x := f.x.Time(c.over.X)
	p.VLine(c.over.X, f.area.Y, f.area.Bottom(), p.Axis)
	step := f.x.PerPoint()
	if c.Times {
		step = min(max(step, .001), 1)
	} else {
		step = NiceStep(step)
	}
	lines := []string{c.format(x, step)}
	colors := []Color{p.Dim}
	for i := range c.series {
		s := &c.series[i]
		k := nearest(s.X, x)
		if k < 0 || k >= len(s.Y) || s.Y[k] != s.Y[k] {
			continue
		}
		p.Disc(f.at(s.X[k], s.Y[k]), 3.5, c.color(p.Theme, i))
		text := TickText(s.Y[k], f.step/100)
		if k < len(s.Low) && k < len(s.High) {
			text += "  [" + TickText(s.Low[k], f.step/10) + " … " + TickText(s.High[k], f.step/10) + "]"
		}
		lines = append(lines, strings.TrimSpace(s.Name+"  "+text))
		colors = append(colors, c.color(p.Theme, i))
	}
	paintReadOut(p, c.over, c.Bounds, lines, colors)
}

// nearest is the index of the value closest to x in what rises; -1 in nothing.
func nearest(xs []float64, x float64) int {
	lo, hi := 0, len(xs)
	for lo < hi {
		if m := (lo + hi) / 2; xs[m] < x {
			lo = m + 1
		} else {
			hi = m
		}
	}
	switch {
	case len(xs) == 0:
		return -1
	case lo == len(xs), lo > 0 && x-xs[lo-1] < xs[lo]-x:
		return lo - 1
	}
	return lo
}

// paintReadOut paints a chip with lines of text beside a point, within an area.
func paintReadOut(p *Pen, at Point, within Rect, lines []string, colors []Color) {
	var w float32
	for _, s := range lines {
		w = max(w, TextWidth(s, p.Small))
	}
	line := p.Small * 1.45
	r := Rect{at.X + 12, at.Y - 12, w + 16, line*float32(len(lines)) + 8}
	if r.Right() > within.Right() {
		r.X = at.X - 12 - r.W
	}
	r = r.Within(within)
	p.Fill(r, 4, p.Popup)
	p.Stroke(r, 4, 1, p.FieldEdge)
	for i, s := range lines {
		p.Label(Rect{r.X + 8, r.Y + 4 + line*float32(i), w + 1, line}, s, p.Small, Start, colors[i])
	}
}
