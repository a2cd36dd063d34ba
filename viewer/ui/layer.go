package ui

import "slices"

// Layer is a widget with all inside it that has a place of its own on the screen, and
// a picture that is kept as long as nothing in it changes.
type Layer struct {
	Place  Place
	Bounds Rect    // where it stands, after an Update
	Wide   float32 // of a dialog: it is at most so wide; 0: 460

	put   Rect // where Put wants it
	isPut bool

	screen *Screen
	root   Widget
	id     int
	dirty  bool // to be painted
	moved  bool // to be laid out
	kind   layerKind
	anchor Rect // of a popup: what it belongs to
	closed func()
	title  string // of a dialog
	before Widget // had the keyboard before a popup took it
}

type layerKind uint8

const (
	ground  layerKind = iota
	popup             // closes when one clicks elsewhere
	dialog            // nothing below it hears anything
	passing           // hears nothing itself: a tooltip, a toast
)

const shadowRoom = 12

// picture is what the layer paints on: its bounds and the shadow around them.
func (l *Layer) picture() Rect {
	switch l.kind {
	case dialog:
		return Rect{0, 0, l.screen.in.Size.W, l.screen.in.Size.H}
	case ground:
		return l.Bounds
	}
	return l.Bounds.Pad(-shadowRoom, -shadowRoom)
}

// Add puts a widget in a layer above those there are, and below popups and dialogs.
func (s *Screen) Add(w Widget, p Place) *Layer {
	l := s.push(&Layer{root: w, Place: p})
	return l
}

// push adds a layer above others of its kind.
func (s *Screen) push(l *Layer) *Layer {
	s.last++
	l.screen, l.id, l.dirty, l.moved = s, s.last, true, true
	at := len(s.layers)
	for at > 0 && s.layers[at-1].kind > l.kind && (s.layers[at-1].kind == passing || l.kind == ground) {
		at--
	}
	s.layers = append(s.layers, nil)
	copy(s.layers[at+1:], s.layers[at:])
	s.layers[at] = l
	attach(l.root, nil, l)
	s.stale = true
	return l
}

// Remove takes a layer off the screen; one that is not there is none of its business.
func (s *Screen) Remove(l *Layer) {
	for i, have := range s.layers {
		if have != l {
			continue
		}
		s.layers = append(s.layers[:i], s.layers[i+1:]...)
		s.dropped = append(s.dropped, l.id)
		s.stale = true
		if s.holder != nil && s.holder.Base().layer == l {
			s.holder = nil
		}
		if s.focus != nil && s.focus.Base().layer == l {
			before := l.before
			if before != nil && !slices.Contains(s.layers, before.Base().layer) {
				before = nil
			}
			s.Focus(before)
		}
		if l.closed != nil {
			l.closed()
		}
		return
	}
}

// Show shows the layer's widget, or hides it.
func (l *Layer) Show(shown bool) {
	if n := l.root.Base(); n.Hidden == shown {
		n.Hidden = !shown
		l.dirty, l.moved, l.screen.stale = true, true, true
		if !shown {
			l.screen.dropped = append(l.screen.dropped, l.id)
		}
	}
}

// Put has the layer stand in a rectangle of the screen, whatever its Place says.
func (l *Layer) Put(r Rect) {
	if r != l.put || !l.isPut {
		l.put, l.isPut, l.screen.stale = r, true, true
	}
}

// Widget is what stands in the layer.
func (l *Layer) Widget() Widget { return l.root }

// Need is the size that the layer's widget asks for when at most w wide.
func (l *Layer) Need(w float32) Size { return l.root.Min(l.screen.Theme, w) }

// Closed has do called when the layer is taken off the screen.
func (l *Layer) Closed(do func()) { l.closed = do }

// Shown tells whether the layer is seen.
func (l *Layer) Shown() bool { return !l.root.Base().Hidden }

// Popup opens a widget beside the anchor: below it, or above it where there is no
// room. It closes when one clicks elsewhere or presses Escape; closed, which may be
// nil, is called then.
func (s *Screen) Popup(w Widget, anchor Rect, closed func()) *Layer {
	l := s.push(&Layer{root: w, kind: popup, anchor: anchor, closed: closed, before: s.focus})
	if list := stops(nil, w); len(list) > 0 {
		s.Focus(list[0])
	}
	return l
}

// Close removes the popups and the dialogs above a layer, and it itself when it is
// one of them.
func (s *Screen) Close(l *Layer) {
	if !slices.Contains(s.layers, l) {
		return
	}
	for i := len(s.layers) - 1; i >= 0; i-- {
		top := s.layers[i]
		if top.kind == popup || top.kind == dialog {
			s.Remove(top)
		}
		if top == l {
			return
		}
	}
}

// layOut places the layers: those at edges one after the other, then those that float,
// then popups by what they belong to.
func (s *Screen) layOut() {
	free := Rect{0, 0, s.in.Size.W, s.in.Size.H}
	for _, l := range s.layers {
		if l.kind == ground && l.Place.Edge != NoEdge && l.Shown() {
			var r Rect
			r, free = l.Place.rect(free, l.Need)
			l.stand(r)
		}
	}
	s.free = free
	if s.Arrange != nil {
		s.Arrange(free)
	}
	for _, l := range s.layers {
		if (l.kind != ground || l.Place.Edge == NoEdge) && l.Shown() {
			l.stand(l.floats())
		}
	}
	s.stale = false
}

// stand puts the layer where it belongs, and lays out what is in it.
func (l *Layer) stand(r Rect) {
	if r != l.Bounds || l.moved {
		l.Bounds, l.dirty, l.moved = r, true, false
		attach(l.root, nil, l)
		place(l.root, r, l.screen.Theme)
	}
}

// floats is where a layer belongs that is at no edge.
func (l *Layer) floats() Rect {
	s := l.screen
	all := Rect{0, 0, s.in.Size.W, s.in.Size.H}
	switch {
	case l == s.toasts:
		m := l.Need(all.W)
		return Rect{(all.W - m.W) / 2, s.free.Y + 8, m.W, m.H}
	case l.kind == popup, l.kind == passing:
		return l.beside(l.Need(all.W), all)
	case l.kind == dialog:
		wide := l.Wide
		if wide == 0 {
			wide = 460
		}
		m := l.Need(min(all.W-40, wide))
		m = Size{min(m.W, all.W-40), min(m.H, all.H-40)}
		return Rect{(all.W - m.W) / 2, (all.H - m.H) / 2.3, m.W, m.H}
	case l.isPut:
		return l.put
	}
	r, _ := l.Place.rect(s.free, l.Need)
	return r
}

// beside is where a popup of the size stands.
func (l *Layer) beside(m Size, all Rect) Rect {
	r := Rect{l.anchor.X, l.anchor.Bottom() + 4, m.W, min(m.H, all.H-8)}
	if r.Bottom() > all.H && l.anchor.Y-4-r.H >= 0 {
		r.Y = l.anchor.Y - 4 - r.H
	}
	return r.Within(all.Inset(4))
}

// paint draws the layer's widget on its picture.
func (l *Layer) paint(p *Pen) {
	if l.kind == dialog {
		p.Fill(l.picture(), 0, Color{0, 0, 0, 120})
	}
	if l.kind != ground && l != l.screen.toasts {
		p.Cast(l.Bounds, p.Radius)
	}
	l.root.Paint(p)
}
