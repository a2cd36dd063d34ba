package ui

// TimeScale maps times to places on a line: From at X, To at X+W.
type TimeScale struct {
	From, To float64 // s
	X, W     float32 // points
}

// At is where a time is.
func (s TimeScale) At(t float64) float32 {
	if s.To <= s.From {
		return s.X
	}
	return s.X + float32((t-s.From)/(s.To-s.From)*float64(s.W))
}

// Time is which time a place has.
func (s TimeScale) Time(x float32) float64 {
	if s.W <= 0 {
		return s.From
	}
	return s.From + float64(x-s.X)/float64(s.W)*(s.To-s.From)
}

// PerPoint is how many seconds one point is.
func (s TimeScale) PerPoint() float64 { return (s.To - s.From) / float64(max(s.W, 1)) }

// Zoom makes what is seen longer by a factor, and keeps a place where it is, all within
// first and last. It is never shorter than a thousandth of a second a point.
func (s TimeScale) Zoom(x float32, factor, first, last float64) TimeScale {
	t := s.Time(x)
	long := max((s.To-s.From)*factor, float64(s.W)/1000)
	share := (t - s.From) / max(s.To-s.From, 1e-9)
	s.From = t - long*share
	s.To = s.From + long
	return s.within(first, last)
}

// Pan moves what is seen by seconds, within first and last.
func (s TimeScale) Pan(by, first, last float64) TimeScale {
	s.From, s.To = s.From+by, s.To+by
	return s.within(first, last)
}

func (s TimeScale) within(first, last float64) TimeScale {
	long := min(s.To-s.From, last-first)
	s.From = max(min(s.From, last-long), first)
	s.To = s.From + long
	return s
}

// paintTimes writes the ticks of an axis of time below y, and lines up to the top.
func paintTimes(p *Pen, s TimeScale, y, top float32, format func(t, step float64) string) {
	step := TimeStep(s.PerPoint(), func(step float64) float32 {
		return max(TextWidth(format(s.From, step), p.Small), TextWidth(format(s.To, step), p.Small)) + 18
	})
	p.ticks = appendTicks(p.ticks[:0], s.From, s.To, step)
	for _, t := range p.ticks {
		x := s.At(t)
		p.VLine(x, top, y+3, p.Grid)
		text := format(t, step)
		w := TextWidth(text, p.Small)
		// A label that would stick out at the sides moves in, as there is room of 18 between two.
		left := min(max(x-w/2, s.X-8), s.X+s.W-w+8)
		p.Text(text, left, y+4+p.Small, p.Small, p.Dim)
	}
}
