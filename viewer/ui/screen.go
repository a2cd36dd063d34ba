package ui

import (
	"cmp"
	"slices"
)

// Screen is all that is seen of the widgets: layers, one above the other. It is used
// by one goroutine.
type Screen struct {
	Theme     *Theme
	Clipboard string // what was cut or copied last
	// Arrange, which may be nil, is called when layers are placed anew: it may Put those
	// that float into what those at the edges leave.
	Arrange func(free Rect)

	layers  []*Layer
	last    int // id of the newest layer
	dropped []int
	stale   bool // the layers have to be placed anew
	free    Rect

	in      Input
	was     [mice]bool
	focus   Widget
	byKeys  bool // the focus came by the keyboard: it is shown
	hover   []Widget
	path    []Widget
	holder  Widget // of the mouse
	held    Mouse
	outside bool // a button was pressed beside the widgets and is not yet released
	taken   Taken

	composed   string // what the focus knows of what an input method proposes
	lastClick  float64
	clickAt    Point
	clicks     int
	rested     float64 // when the cursor came to rest
	tip        *Layer
	tipOf      Widget
	toasts     *Layer
	toastsKept []*toast
	pen        Pen // its memory is used again and again
}

// NewScreen is a screen with nothing on it.
func NewScreen(th *Theme) *Screen { return &Screen{Theme: th, stale: true, lastClick: -1} }

// Free is what the layers at the edges leave, after an Update.
func (s *Screen) Free() Rect { return s.free }

// Panels are the layers that are seen and stand side by side: all but popups, dialogs and
// what passes.
func (s *Screen) Panels() (list []*Layer) {
	for _, l := range s.layers {
		if l.kind == ground && l.Shown() {
			list = append(list, l)
		}
	}
	return list
}

// OverText tells whether the cursor is over text that can be written.
func (s *Screen) OverText() bool {
	if len(s.hover) == 0 {
		return false
	}
	_, ok := s.hover[0].(Writer)
	return ok
}

// Covered tells whether a point lies under a widget, so that nothing else is there.
func (s *Screen) Covered(at Point) bool { return s.under(at) != nil }

// Busy tells whether anything has to be painted in the next Draw.
func (s *Screen) Busy() bool {
	return s.stale || len(s.dropped) > 0 || slices.ContainsFunc(s.layers, func(l *Layer) bool { return l.Shown() && (l.dirty || l.moved) })
}

// Update tells the widgets what people did, and tells what of it they took. It allots
// no memory when nothing changed.
func (s *Screen) Update(in Input) Taken {
	if in.Scale <= 0 {
		in.Scale = 1
	}
	resized := in.Size != s.in.Size || in.Scale != s.in.Scale
	moved := in.Cursor != s.in.Cursor
	s.in = in
	s.taken = Taken{Keys: s.taken.Keys[:0]}
	if resized {
		s.stale = true
		for _, l := range s.layers {
			l.moved = true
		}
	}
	s.settle()
	s.expire()
	if moved {
		s.rested = in.Time
		s.closeTip()
	}
	s.point(moved)
	s.buttons()
	s.write()
	if t, ok := s.focus.(Ticker); ok {
		t.Tick(in.Time)
	}
	s.tooltip()
	s.settle()
	_, writes := s.focus.(Writer)
	s.taken.Text = writes
	return s.taken
}

// Ticker is a widget that wants to know the time of each frame while it has the
// keyboard.
type Ticker interface{ Tick(time float64) }

// Writer is a widget that takes text. Caret is where an input method may show what it
// proposes.
type Writer interface {
	Widget
	Caret() Rect
}

// Writer is the field that is being written in, or nil.
func (s *Screen) Writer() Writer {
	w, _ := s.focus.(Writer)
	return w
}

// Repaint has everything painted again: what a Canvas kept is gone.
func (s *Screen) Repaint() {
	for _, l := range s.layers {
		l.dirty = true
	}
}

// settle places what is not where it belongs.
func (s *Screen) settle() {
	for _, l := range s.layers {
		s.stale = s.stale || l.moved && l.Shown()
	}
	if s.stale {
		s.layOut()
	}
}

// under is the layer at a point, or nil.
func (s *Screen) under(at Point) *Layer {
	for i := len(s.layers) - 1; i >= 0; i-- {
		l := s.layers[i]
		if l.kind == passing || l.root.Base().Hidden {
			continue
		}
		if l.kind == dialog || l.Bounds.Has(at) {
			return l
		}
	}
	return nil
}

// point sees which widgets the cursor is over.
func (s *Screen) point(moved bool) {
	s.path = s.path[:0]
	if l := s.under(s.in.Cursor); l != nil && !s.outside {
		s.taken.Pointer = true
		if w := find(l.root, s.in.Cursor); w != nil {
			for ; w != nil; w = w.Base().parent {
				s.path = append(s.path, w)
			}
		}
	}
	for _, w := range s.hover {
		if !slices.Contains(s.path, w) {
			w.Base().Hovered = false
			w.Handle(s.event(OnLeave))
		}
	}
	for _, w := range s.path {
		if !w.Base().Hovered && !deaf(w) {
			w.Base().Hovered = true
			w.Handle(s.event(OnEnter))
		}
	}
	s.hover, s.path = s.path, s.hover
	if s.holder != nil {
		s.taken.Pointer = true
		if moved {
			e := s.event(OnMove)
			e.Held = true
			s.holder.Handle(e)
		}
		return
	}
	if moved && len(s.hover) > 0 {
		s.bubble(s.hover[0], s.event(OnMove))
	}
}

func (s *Screen) event(k EventKind) *Event {
	return &Event{Kind: k, At: s.in.Cursor, Mods: s.in.Mods, Time: s.in.Time, Screen: s}
}

// bubble offers an event to a widget and those around it, and tells who took it.
func (s *Screen) bubble(w Widget, e *Event) Widget {
	for ; w != nil; w = w.Base().parent {
		if !deaf(w) && w.Handle(e) {
			return w
		}
	}
	return nil
}

func (s *Screen) buttons() {
	for b := range mice {
		down, was := s.in.Down[b], s.was[b]
		switch {
		case down && !was:
			s.press(b)
		case was && !down && s.holder != nil && s.held == b:
			e := s.event(OnRelease)
			e.Button = b
			w := s.holder
			s.holder = nil
			w.Handle(e)
		}
	}
	s.was = s.in.Down
	if s.was == ([mice]bool{}) {
		s.outside = false
	}
	if s.in.Wheel != (Point{}) && len(s.hover) > 0 {
		e := s.event(OnWheel)
		e.Wheel = s.in.Wheel
		s.bubble(s.hover[0], e)
		s.taken.Wheel = true
	}
}

func (s *Screen) press(b Mouse) {
	s.closeTip()
	if s.holder != nil || s.outside {
		return
	}
	l := s.under(s.in.Cursor)
	if top := s.topPopup(); top != nil && l != top {
		// A click beside a popup closes it, and does nothing else.
		if l == nil || l.kind != popup {
			s.Close(s.firstPopup())
			s.taken.Pointer, s.outside = true, true
			return
		}
		for s.topPopup() != l {
			s.Remove(s.topPopup())
		}
	}
	if l == nil {
		s.outside = true
		s.Focus(nil)
		return
	}
	w := find(l.root, s.in.Cursor)
	if w == nil { // beside a dialog: it keeps the keyboard
		return
	}
	for f := w; ; f = f.Base().parent {
		if f == nil {
			s.Focus(nil)
			break
		}
		if f.Base().Stops && !deaf(f) {
			s.byKeys = false
			switch f.(type) {
			case *Button, *Switch, *Link, *Panel:
				f = nil // it was pressed, and Space is the program's again
			}
			s.Focus(f)
			break
		}
	}
	if s.in.Time-s.lastClick < .4 && s.clickAt == s.in.Cursor {
		s.clicks++
	} else {
		s.clicks = 1
	}
	s.lastClick, s.clickAt = s.in.Time, s.in.Cursor
	e := s.event(OnPress)
	e.Button, e.Clicks = b, s.clicks
	if taker := s.bubble(w, e); taker != nil {
		s.holder, s.held = taker, b
	}
}

func (s *Screen) topPopup() *Layer {
	for i := len(s.layers) - 1; i >= 0; i-- {
		switch s.layers[i].kind {
		case popup:
			return s.layers[i]
		case dialog:
			return nil
		}
	}
	return nil
}

// firstPopup is the lowest popup above any dialog.
func (s *Screen) firstPopup() (first *Layer) {
	for i := len(s.layers) - 1; i >= 0 && s.layers[i].kind != dialog; i-- {
		if s.layers[i].kind == popup {
			first = s.layers[i]
		}
	}
	return first
}

// Focus gives the keyboard to a widget, or to none (nil).
func (s *Screen) Focus(w Widget) {
	if s.focus == w {
		return
	}
	if old := s.focus; old != nil {
		s.focus = nil
		old.Base().Focused = false
		old.Handle(s.event(OnLose))
		old.Base().Repaint()
	}
	s.focus, s.composed = w, ""
	if w != nil {
		w.Base().Focused = true
		w.Handle(s.event(OnGain))
		w.Base().Repaint()
	}
}

// Focused is the widget that has the keyboard, or nil.
func (s *Screen) Focused() Widget { return s.focus }

func (s *Screen) write() {
	for _, k := range s.in.Keys {
		if !s.key(k) {
			s.taken.Keys = append(s.taken.Keys, k)
		}
	}
	if s.focus == nil {
		return
	}
	if s.in.Text != "" {
		e := s.event(OnWrite)
		e.Text = s.in.Text
		s.bubble(s.focus, e)
	}
	if _, ok := s.focus.(Writer); ok && s.composed != s.in.Compose {
		s.composed = s.in.Compose
		e := s.event(OnCompose)
		e.Text = s.in.Compose
		s.focus.Handle(e)
	}
}

// key tells whether the widgets used a key.
func (s *Screen) key(k Key) bool {
	e := s.event(OnKey)
	e.Key = k
	if s.focus != nil && s.bubble(s.focus, e) != nil {
		return true
	}
	switch {
	case e.Is(KeyTab, 0), e.Is(KeyTab, Shift):
		s.tab(s.in.Mods == Shift)
		return true
	case (e.Is(KeyF6, 0) || e.Is(KeyF6, Shift)) && !s.asks():
		s.toPanel(s.in.Mods == Shift)
		return true
	case e.Is(KeyEscape, 0):
		for i := len(s.layers) - 1; i >= 0; i-- {
			if k := s.layers[i].kind; k == popup || k == dialog {
				s.Remove(s.layers[i])
				return true
			}
		}
		if s.focus != nil {
			s.Focus(nil)
			return true
		}
	}
	if e.Is(KeyPageUp, 0) || e.Is(KeyPageDown, 0) {
		s.page(e)
	}
	return s.asks() // while a dialog is open the program hears no keys
}

// page has what is tall in the topmost dialog scrolled, whatever in it has the keyboard.
func (s *Screen) page(e *Event) {
	if l := s.Dialog(); l != nil {
		if sc := scrollIn(l.root); sc != nil {
			sc.Handle(e)
		}
	}
}

// scrollIn is the first view in a widget that scrolls, or nil.
func scrollIn(w Widget) *Scroll {
	if sc, ok := w.(*Scroll); ok {
		return sc
	}
	for _, c := range w.Children() {
		if sc := scrollIn(c); sc != nil {
			return sc
		}
	}
	return nil
}

// asks tells whether a dialog or a popup is open.
func (s *Screen) asks() bool {
	return slices.ContainsFunc(s.layers, func(l *Layer) bool { return l.kind == dialog || l.kind == popup })
}

// tab moves the focus to the next widget that stops it, within the topmost popup or
// dialog when there is one.
func (s *Screen) tab(back bool) {
	var list []Widget
	for i := len(s.layers) - 1; i >= 0; i-- {
		l := s.layers[i]
		if l.kind == popup || l.kind == dialog {
			list = stops(nil, l.root)
			break
		}
	}
	if list == nil {
		for _, l := range s.read() {
			list = stops(list, l.root)
		}
	}
	if len(list) == 0 {
		return
	}
	at := slices.Index(list, s.focus)
	switch {
	case !back:
		at = (at + 1) % len(list)
	case at < 0:
		at = len(list) - 1
	default:
		at = (at - 1 + len(list)) % len(list)
	}
	s.byKeys = true
	s.Focus(list[at])
	s.reveal(list[at])
}

// read is the panels in the order in which one reads: from the top to the bottom, from
// the left to the right.
func (s *Screen) read() []*Layer {
	list := s.Panels()
	slices.SortStableFunc(list, func(a, b *Layer) int {
		if c := cmp.Compare(a.Bounds.Y, b.Bounds.Y); c != 0 {
			return c
		}
		return cmp.Compare(a.Bounds.X, b.Bounds.X)
	})
	return list
}

// toPanel moves the focus to the first widget of the next panel that has one.
func (s *Screen) toPanel(back bool) {
	var first []Widget
	at := -1
	for _, l := range s.read() {
		if list := stops(nil, l.root); len(list) > 0 {
			if s.focus != nil && s.focus.Base().layer == l {
				at = len(first)
			}
			first = append(first, list[0])
		}
	}
	n := len(first)
	switch {
	case n == 0:
		return
	case !back:
		at = (at + 1) % n
	case at < 0:
		at = n - 1
	default:
		at = (at - 1 + n) % n
	}
	s.byKeys = true
	s.Focus(first[at])
	s.reveal(first[at])
}

// reveal scrolls a widget into sight.
func (s *Screen) reveal(w Widget) {
	for up := w.Base().parent; up != nil; up = up.Base().parent {
		if sc, ok := up.(*Scroll); ok {
			sc.Reveal(w.Base().Bounds)
		}
	}
}

// Canvas keeps the pictures of layers and shows them.
type Canvas interface {
	// Begin gives the Painter for a layer's picture, which is clear, at a place of the
	// screen (points).
	Begin(layer int, at Rect, scale float32) Painter
	// Show puts a layer's picture on the screen.
	Show(layer int, at Rect, scale float32)
	// Drop forgets a layer's picture.
	Drop(layer int)
}

// Draw paints the layers that changed, and shows all.
func (s *Screen) Draw(c Canvas) {
	s.settle()
	for _, id := range s.dropped {
		c.Drop(id)
	}
	s.dropped = s.dropped[:0]
	for _, l := range s.layers {
		if l.root.Base().Hidden {
			continue
		}
		at := l.picture()
		if l.dirty {
			l.dirty = false
			p := &s.pen
			p.Painter, p.Theme, p.Time, p.Screen, p.clip = c.Begin(l.id, at, s.in.Scale), s.Theme, s.in.Time, s, at
			p.Clip(at)
			l.paint(p)
		}
		c.Show(l.id, at, s.in.Scale)
	}
}

// Keyed tells whether a widget's focus came by the keyboard and is to be shown.
func (p *Pen) Keyed(n *Node) bool { return n.Focused && p.Screen != nil && p.Screen.byKeys }
