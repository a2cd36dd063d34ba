package ui

// Widget is a thing on the screen. Each embeds a Node, which answers for it what it
// does not answer itself.
type Widget interface {
	// Base is the widget's node.
	Base() *Node
	// Min is the least size at which the widget is of use, when at most w wide.
	Min(th *Theme, w float32) Size
	// Layout places the widgets inside it, after its own Bounds were set.
	Layout(th *Theme)
	// Children are the widgets inside it, later ones above earlier ones.
	Children() []Widget
	// Paint draws the widget and what is inside it.
	Paint(p *Pen)
	// Handle is told what happened; false passes it on to the widget around it.
	Handle(e *Event) bool
}

// Node is what every widget has.
type Node struct {
	Bounds   Rect    // on the screen
	Hidden   bool    // neither seen nor given a place
	Disabled bool    // seen, but deaf
	Grow     float32 // its share of the room that is left over in a Row or Column
	Gives    bool    // where a Row or Column has too little room, it is made smaller
	Hint     string  // told while the cursor rests on it
	Stops    bool    // the keyboard's focus stops here

	Hovered bool // the cursor is over it (or over what is inside)
	Focused bool // it has the keyboard

	parent Widget
	layer  *Layer
}

// Base is part of Widget.
func (n *Node) Base() *Node { return n }

// Layout is part of Widget.
func (n *Node) Layout(*Theme) {}

// Children is part of Widget.
func (n *Node) Children() []Widget { return nil }

// Handle is part of Widget.
func (n *Node) Handle(*Event) bool { return false }

// Repaint has the layer of the widget painted again.
func (n *Node) Repaint() {
	if n.layer != nil {
		n.layer.dirty = true
	}
}

// Relayout has the layer of the widget laid out and painted again: the widget wants
// another size, or has other widgets inside.
func (n *Node) Relayout() {
	if n.layer != nil {
		n.layer.dirty, n.layer.moved = true, true
	}
}

// Hide hides the widget, or shows it again.
func (n *Node) Hide(hidden bool) {
	if n.Hidden != hidden {
		n.Hidden = hidden
		n.Relayout()
	}
}

// Enable makes the widget listen, or deaf.
func (n *Node) Enable(on bool) {
	if n.Disabled == on {
		n.Disabled = !on
		n.Repaint()
	}
}

// set gives a value to something that is seen, and has it painted when it is another.
func set[T comparable](n *Node, at *T, v T) bool {
	if *at == v {
		return false
	}
	*at = v
	n.Repaint()
	return true
}

// attach tells a widget and all inside it where they belong.
func attach(w, parent Widget, l *Layer) {
	n := w.Base()
	n.parent, n.layer = parent, l
	for _, c := range w.Children() {
		attach(c, w, l)
	}
}

// place gives a widget its bounds and lays out what is inside it.
func place(w Widget, r Rect, th *Theme) {
	w.Base().Bounds = r
	w.Layout(th)
}

// find is the deepest widget at a point that is seen and may be clicked.
func find(w Widget, at Point) Widget {
	n := w.Base()
	if n.Hidden || !n.Bounds.Has(at) {
		return nil
	}
	inside := w.Children()
	for i := len(inside) - 1; i >= 0; i-- {
		if hit := find(inside[i], at); hit != nil {
			return hit
		}
	}
	return w
}

// deaf tells whether the widget or one around it is disabled or hidden.
func deaf(w Widget) bool {
	for ; w != nil; w = w.Base().parent {
		if w.Base().Disabled || w.Base().Hidden {
			return true
		}
	}
	return false
}

// stops appends the widgets at which the focus stops, in the order of Tab.
func stops(list []Widget, w Widget) []Widget {
	n := w.Base()
	if n.Hidden || n.Disabled {
		return list
	}
	if n.Stops {
		list = append(list, w)
	}
	for _, c := range w.Children() {
		list = stops(list, c)
	}
	return list
}
