package ui

import (
	"math"
	"slices"
	"sort"
)

// Mark is an event on the timeline.
type Mark struct {
	At    float64 // s
	State State   // its colour and shape
	Title string
}

// Span is a stretch of time.
type Span struct {
	From, To float64 // s
	State    State
	Title    string
}

// TimePin is an instant that somebody marked.
type TimePin struct {
	At   float64 // s
	Name string  // short: A, B
}

// Timeline shows the whole run as a bar: what has been, what may be, shifts, events
// and pins. Dragging along it goes to any time; the wheel zooms; Shift with the wheel,
// or the middle button, moves what is seen.
type Timeline struct {
	Node
	Seek   func(t float64)              // somebody goes to a time
	Menu   func(t float64, at Point)    // the right button
	Format func(t, step float64) string // of times; nil: Clock
	first  float64
	last   float64
	known  float64 // what is later has not happened yet
	now    float64
	marks  []Mark
	shifts []Span
	pins   []TimePin
	scale  TimeScale
	over   float32 // the cursor's x; NaN: elsewhere
	panned float32 // where the middle button holds
	held   Mouse
	holds  bool
}

// NewTimeline makes a timeline from first to last, s; seek is told where to go.
func NewTimeline(first, last float64, seek func(t float64)) *Timeline {
	t := &Timeline{Node: Node{Stops: true, Grow: 1}, Seek: seek, over: float32(math.NaN())}
	t.SetRange(first, last)
	return t
}

// SetRange sets the whole time there is, s. What is seen stays, if all was not.
func (t *Timeline) SetRange(first, last float64) {
	if first == t.first && last == t.last {
		return
	}
	all := t.scale.From == t.first && t.scale.To == t.last
	t.first, t.last = first, max(last, first+1)
	t.known = min(max(t.known, first), t.last)
	if all {
		t.scale.From, t.scale.To = t.first, t.last
	} else {
		t.scale = t.scale.within(t.first, t.last)
	}
	t.Repaint()
}

// SetKnown sets up to when everything is known.
func (t *Timeline) SetKnown(at float64) {
	if t.pixel(at) != t.pixel(t.known) {
		t.Repaint()
	}
	t.known = at
}

// SetNow sets the playhead. The timeline is painted again only when that moves on the
// screen, and what is seen follows it when it leaves.
func (t *Timeline) SetNow(now float64) {
	if was := t.pixel(t.now); t.pixel(now) != was {
		t.Repaint()
	}
	left := t.now >= t.scale.From && t.now <= t.scale.To && (now < t.scale.From || now > t.scale.To)
	t.now = now
	if left && !t.holds {
		long := t.scale.To - t.scale.From
		t.scale = t.scale.Pan(now-t.scale.From-long*.1, t.first, t.last)
		t.Repaint()
	}
}

// pixel is where a time is, in halves of a point.
func (t *Timeline) pixel(at float64) int { return int(math.Floor(float64(t.scale.At(at)) * 2)) }

// Now is the time of the playhead.
func (t *Timeline) Now() float64 { return t.now }

// SetMarks shows other events.
func (t *Timeline) SetMarks(marks []Mark) {
	t.marks = slices.Clone(marks)
	slices.SortStableFunc(t.marks, func(a, b Mark) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	t.Repaint()
}

// SetShifts shows stretches of time as bands.
func (t *Timeline) SetShifts(shifts []Span) {
	t.shifts = slices.Clone(shifts)
	t.Repaint()
}

// SetPins shows other pins.
func (t *Timeline) SetPins(pins []TimePin) {
	t.pins = slices.Clone(pins)
	t.Repaint()
}

// Scale is what is seen, and where.
func (t *Timeline) Scale() TimeScale { return t.scale }

// See shows the times from from to to.
func (t *Timeline) See(from, to float64) {
	t.scale.From, t.scale.To = from, max(to, from+1e-3)
	t.scale = t.scale.within(t.first, t.last)
	t.Repaint()
}

// Min is part of Widget.
func (t *Timeline) Min(th *Theme, _ float32) Size { return Size{240, 50} }

// Layout is part of Widget.
func (t *Timeline) Layout(*Theme) {
	t.scale.X, t.scale.W = t.Bounds.X+10, max(t.Bounds.W-20, 1)
}

func (t *Timeline) format(at, step float64) string {
	if t.Format != nil {
		return t.Format(at, step)
	}
	return Clock(at, step)
}

// Handle is part of Widget.
func (t *Timeline) Handle(e *Event) bool {
	switch e.Kind {
	case OnEnter:
		t.point(e.At.X)
	case OnLeave:
		t.point(float32(math.NaN()))
	case OnMove:
		t.point(e.At.X)
		if !e.Held {
			return false
		}
		if t.held == MouseLeft {
			t.seek(t.scale.Time(e.At.X))
		} else if t.held == MouseMiddle {
			t.zoomed(t.scale.Pan(float64(t.panned-e.At.X)*t.scale.PerPoint(), t.first, t.last))
			t.panned = e.At.X
		}
		return true
	case OnPress:
		return t.press(e)
	case OnRelease:
		t.holds = false
		return true
	case OnWheel:
		switch {
		case e.Wheel.X != 0 || e.Mods == Shift:
			t.zoomed(t.scale.Pan(-float64(e.Wheel.X+e.Wheel.Y)*40*t.scale.PerPoint(), t.first, t.last))
		default:
			t.zoomed(t.scale.Zoom(e.At.X, math.Pow(.8, float64(e.Wheel.Y)), t.first, t.last))
		}
		return true
	case OnKey:
		return t.key(e)
	}
	return false
}

func (t *Timeline) point(x float32) {
	if x != t.over && (x == x || t.over == t.over) {
		t.over = x
		t.Repaint()
	}
}

func (t *Timeline) zoomed(s TimeScale) { set(&t.Node, &t.scale, s) }

func (t *Timeline) press(e *Event) bool {
	t.held, t.panned, t.holds = e.Button, e.At.X, true
	switch {
	case e.Button == MouseRight:
		if t.Menu != nil {
			t.Menu(t.snap(e.At.X), e.At)
		}
	case e.Button == MouseLeft && e.Clicks == 2:
		t.See(t.first, t.last)
	case e.Button == MouseLeft:
		t.seek(t.snap(e.At.X))
	}
	return true
}

// snap is the time at a place, or that of a pin or an event close to it.
func (t *Timeline) snap(x float32) float64 {
	for _, p := range t.pins {
		if abs(t.scale.At(p.At)-x) < 5 {
			return p.At
		}
	}
	if m := t.near(x); m != nil {
		return m.At
	}
	return t.scale.Time(x)
}

// near is the event closest to a place, if it is close.
func (t *Timeline) near(x float32) (best *Mark) {
	i := sort.Search(len(t.marks), func(i int) bool { return t.scale.At(t.marks[i].At) >= x-4 })
	for ; i < len(t.marks) && t.scale.At(t.marks[i].At) <= x+4; i++ {
		if best == nil || abs(t.scale.At(t.marks[i].At)-x) < abs(t.scale.At(best.At)-x) {
			best = &t.marks[i]
		}
	}
	return best
}

func (t *Timeline) seek(at float64) {
	at = min(max(at, t.first), t.last)
	t.SetNow(at)
	if t.Seek != nil {
		t.Seek(at)
	}
}

func (t *Timeline) key(e *Event) bool {
	step := 8 * t.scale.PerPoint()
	switch {
	case e.Is(KeyLeft, 0):
		t.seek(t.now - step)
	case e.Is(KeyRight, 0):
		t.seek(t.now + step)
	case e.Is(KeyLeft, Shift):
		t.seek(t.now - step/8)
	case e.Is(KeyRight, Shift):
		t.seek(t.now + step/8)
	case e.Is(KeyLeft, Command):
		i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].At >= t.now })
		if i > 0 {
			t.seek(t.marks[i-1].At)
		}
	case e.Is(KeyRight, Command):
		i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].At > t.now })
		if i < len(t.marks) {
			t.seek(t.marks[i].At)
		}
	case (e.Is(KeyMenu, 0) || e.Is(KeyF10, Shift)) && t.Menu != nil:
		t.Menu(t.now, Point{t.scale.At(t.now), t.Bounds.Y})
	case e.Is(KeyHome, 0):
		t.seek(t.first)
	case e.Is(KeyEnd, 0):
		t.seek(t.last)
	case e.Key == '+' || e.Key == '=':
		t.zoomed(t.scale.Zoom(t.scale.At(t.now), .8, t.first, t.last))
	case e.Is('-', 0):
		t.zoomed(t.scale.Zoom(t.scale.At(t.now), 1.25, t.first, t.last))
	default:
		return false
	}
	return true
}

// Paint is part of Widget.
func (t *Timeline) Paint(p *Pen) {
	r, s := t.Bounds, t.scale
	before := p.Within(r)
	defer p.Outside(before)
	band := Rect{s.X, r.Y + 1, s.W, 31}
	bar := Rect{s.X, band.Y + 12, s.W, 5}
	p.Within(Rect{s.X, r.Y, s.W, r.H})
	for _, sh := range t.shifts {
		x, x2 := max(s.At(sh.From), s.X), min(s.At(sh.To), s.X+s.W)
		if x2 <= x {
			continue
		}
		p.Fill(Rect{x, band.Y, max(x2-x-1, 1), band.H}, 2, p.Shift)
		if w := TextWidth(sh.Title, 10); w+10 < x2-x {
			p.Text(sh.Title, x+5, band.Bottom()-2.5, 10, p.Faint)
		}
	}
	p.Outside(before)
	p.Within(r)
	paintTimes(p, s, band.Bottom(), band.Y, t.format)
	p.Fill(bar, 2.5, p.Track)
	part := func(from, to float64, c Color) {
		x, x2 := max(s.At(from), s.X), min(s.At(to), s.X+s.W)
		if x2 > x {
			p.Fill(Rect{x, bar.Y, x2 - x, bar.H}, 2.5, c)
		}
	}
	part(t.first, t.known, p.Axis)
	part(t.first, min(t.now, t.known), p.Accent)
	t.paintMarks(p, bar)
	t.paintHead(p, band, bar)
	if p.Keyed(&t.Node) {
		p.Stroke(r, 4, 1.5, p.Focus)
	}
}

// paintMarks paints the events, at most one for two points and state.
func (t *Timeline) paintMarks(p *Pen, bar Rect) {
	s := t.scale
	var last [States]float32
	for k := range last {
		last[k] = -1e9
	}
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].At >= s.From })
	for ; i < len(t.marks) && t.marks[i].At <= s.To; i++ {
		m := &t.marks[i]
		x := s.At(m.At)
		if x-last[m.State] < 2 {
			continue
		}
		// Shapes only where they do not hide each other.
		alone := x-last[m.State] > 12
		last[m.State] = x
		p.Fill(Rect{x - 1, bar.Y - 3, 2, bar.H + 6}, 0, p.Theme.State[m.State])
		if alone && (i+1 == len(t.marks) || s.At(t.marks[i+1].At)-x > 10) {
			p.State(m.State, Rect{x - 4, bar.Y - 12, 8, 8}, 8)
		}
	}
}

func (t *Timeline) paintHead(p *Pen, band, bar Rect) {
	s := t.scale
	inside := func(at float64) bool { return at >= s.From && at <= s.To }
	for _, pin := range t.pins {
		if !inside(pin.At) {
			continue
		}
		x := s.At(pin.At)
		p.VLine(x-.5, band.Y, band.Bottom(), p.Amber)
		w := TextWidth(pin.Name, 10) + 8
		p.Fill(Rect{x - .5, band.Y, w, 12}, 2, p.Amber)
		p.Label(Rect{x - .5, band.Y, w, 12}, pin.Name, 10, Middle, Color{20, 24, 30, 255})
	}
	if inside(t.now) {
		x := s.At(t.now)
		p.Fill(Rect{x - .75, band.Y, 1.5, band.H}, 0, p.Ink)
		p.Disc(Point{x, bar.Y + bar.H/2}, 6.5, p.Ink)
	}
	if t.over != t.over {
		return
	}
	x := min(max(t.over, s.X), s.X+s.W)
	at := t.snap(x)
	x = s.At(at)
	text := t.format(at, min(s.PerPoint()*2, 1))
	if s.PerPoint() > .5 {
		text = t.format(at, 1)
	}
	if m := t.near(x); m != nil && m.Title != "" {
		text += "  " + m.Title
	}
	p.VLine(x, band.Y, band.Bottom()+2, p.Focus)
	w := TextWidth(text, p.Small) + 14
	chip := Rect{x - w/2, band.Bottom() + 1, w, t.Bounds.Bottom() - band.Bottom() - 1}.Within(t.Bounds)
	p.Fill(chip, 4, p.Accent)
	p.Label(chip, text, p.Small, Middle, p.OnAccent)
}
