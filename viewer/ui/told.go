package ui

// Told is a field with what is wrong with its text below it.
type Told struct {
	Node
	Field  *Field
	note   *Label
	inside [2]Widget
}

// NewTold makes a field tell what is wrong with its text.
func NewTold(f *Field) *Told {
	t := &Told{Field: f, note: Paragraph("")}
	t.note.Ink, t.note.Size, t.note.Hidden = BadInk, 11.5, true
	t.inside = [2]Widget{f, t.note}
	f.told = func(err error) {
		if err != nil {
			t.note.Set(err.Error())
		}
		t.note.Hide(err == nil)
	}
	return t
}

// Children is part of Widget.
func (t *Told) Children() []Widget { return t.inside[:] }

// Min is part of Widget.
func (t *Told) Min(th *Theme, w float32) Size {
	m := t.Field.Min(th, w)
	if !t.note.Hidden {
		m.H += t.note.Min(th, w).H + 2
	}
	return m
}

// Layout is part of Widget.
func (t *Told) Layout(th *Theme) {
	field, rest := t.Bounds.TakeTop(th.Row)
	place(t.Field, field, th)
	place(t.note, rest, th)
}

// Paint is part of Widget.
func (t *Told) Paint(p *Pen) { paintAll(p, t.inside[:]) }
