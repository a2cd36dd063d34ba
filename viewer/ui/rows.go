package ui

// rows is what a tree and a table have in common: many rows of one height, of which
// only those that are seen are painted; one is chosen.
type rows struct {
	top    float32 // how far it is scrolled
	over   int     // pointed at, -1: none
	chosen int     // -1: none
	grip   float32 // where the bar was taken; below 0: it is not
}

// shows lists the rows of n that lie in r: from one to before another.
func (v *rows) shows(r Rect, row float32, n int) (from, to int) {
	v.top = min(max(v.top, 0), max(row*float32(n)-r.H, 0))
	from = int(v.top / row)
	return from, min(n, int((v.top+r.H)/row)+1)
}

func (v *rows) rect(r Rect, row float32, i int) Rect {
	return Rect{r.X, r.Y + row*float32(i) - v.top, r.W, row}
}

func (v *rows) hit(r Rect, row float32, n int, at Point) int {
	if !r.Has(at) {
		return -1
	}
	if i := int((at.Y - r.Y + v.top) / row); i < n {
		return i
	}
	return -1
}

// reveal scrolls as little as it takes to show a row.
func (v *rows) reveal(r Rect, row float32, i int) {
	y := row * float32(i)
	v.top = max(min(v.top, y), y+row-r.H)
}

// scroll does what the wheel and the bar do, and tells whether the event was for them.
func (v *rows) scroll(n *Node, r Rect, tall float32, e *Event) bool {
	was := v.top
	bar := scrollBar(r, v.top, tall)
	switch {
	case e.Kind == OnWheel:
		v.top -= e.Wheel.Y * 48
	case e.Click() && !bar.Empty() && r.Has(e.At) && e.At.X >= bar.X-3:
		v.grip = bar.H / 2
		if bar.Has(Point{bar.X, e.At.Y}) {
			v.grip = e.At.Y - bar.Y
		}
		v.top = (e.At.Y - v.grip - r.Y) / max(r.H-bar.H, 1) * (tall - r.H)
	case e.Kind == OnMove && e.Held && v.grip >= 0:
		v.top = (e.At.Y - v.grip - r.Y) / max(r.H-bar.H, 1) * (tall - r.H)
	case e.Kind == OnRelease && v.grip >= 0:
		v.grip = -1
	default:
		return false
	}
	v.top = min(max(v.top, 0), max(tall-r.H, 0))
	if v.top != was {
		n.Repaint()
	}
	return e.Kind != OnWheel || v.top != was
}

// jump is the row that a key leads to from the chosen one; ok is false for other keys.
func (v *rows) jump(e *Event, r Rect, row float32, n int) (to int, ok bool) {
	if e.Kind != OnKey || e.Mods != 0 || n == 0 {
		return 0, false
	}
	page := max(int(r.H/row)-1, 1)
	switch e.Key {
	case KeyUp:
		to = v.chosen - 1
	case KeyDown:
		to = v.chosen + 1
	case KeyPageUp:
		to = v.chosen - page
	case KeyPageDown:
		to = v.chosen + page
	case KeyHome:
		to = 0
	case KeyEnd:
		to = n - 1
	default:
		return 0, false
	}
	return min(max(to, 0), n-1), true
}

// ground paints what tells that a row is chosen or pointed at.
func (v *rows) ground(p *Pen, n *Node, r Rect, i int) {
	switch {
	case i == v.chosen:
		c := p.Select
		if !n.Focused {
			c = c.Fade(.6)
		}
		p.Fill(r.Pad(2, 0), 4, c)
	case i == v.over:
		p.Fill(r.Pad(2, 0), 4, p.Hover)
	}
}
