package ui

// Seen gives the widgets that can be clicked, and where: from the topmost layer down,
// and of each layer those inside before those around them. While a dialog is open
// there is nothing below it. It is for programs that do what people do.
func (s *Screen) Seen(yield func(Widget, Rect) bool) {
	s.settle()
	all := Rect{W: s.in.Size.W, H: s.in.Size.H}
	for i := len(s.layers) - 1; i >= 0; i-- {
		l := s.layers[i]
		if l.kind == passing || l.root.Base().Hidden {
			continue
		}
		if !seen(l.root, all, yield) || l.kind == dialog {
			return
		}
	}
}

// seen gives the widgets of a tree, within what those around them leave of it.
func seen(w Widget, left Rect, yield func(Widget, Rect) bool) bool {
	n := w.Base()
	left = n.Bounds.Cut(left)
	if n.Hidden || n.Disabled || left.Empty() {
		return true
	}
	inside := w.Children()
	for i := len(inside) - 1; i >= 0; i-- {
		if !seen(inside[i], left, yield) {
			return false
		}
	}
	return yield(w, left)
}

// Asks is the title of the topmost dialog, or "".
func (s *Screen) Asks() string {
	if l := s.Dialog(); l != nil {
		return l.title
	}
	return ""
}

// Dialog is the topmost dialog, or nil.
func (s *Screen) Dialog() *Layer {
	for i := len(s.layers) - 1; i >= 0; i-- {
		if l := s.layers[i]; l.kind == dialog {
			return l
		}
	}
	return nil
}
