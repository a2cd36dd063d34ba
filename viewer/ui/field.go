package ui

// Field is a line of text that can be written.
type Field struct {
	Node
	Icon   Icon
	Ghost  string             // shown while it is empty
	Check  func(string) error // nil, or what is wrong with the text
	Change func(string)       // called at each change
	Done   func(string)       // called at Enter and when the keyboard goes elsewhere, if the text changed
	Enter  func()             // called at Enter, after Done
	Wide   float32            // points; 0: 160
	Align  Align              // of the text, while it is not written

	edit    Editor
	compose string
	kept    string // the text before it was written in
	wrong   error
	told    func(error) // nil, or told what is wrong with the text, nil when nothing is any more
	left    float32     // how far the text is scrolled
	dark    bool        // the caret is out, to blink
	since   float64
	written bool // something changed since the caret was lit
}

// NewField makes a field; done, which may be nil, is told what was written.
func NewField(text string, done func(string)) *Field {
	f := &Field{Node: Node{Stops: true}, Done: done}
	f.Set(text)
	return f
}

// SearchField makes a field to search with; change is told at each letter.
func SearchField(ghost string, change func(string)) *Field {
	f := NewField("", nil)
	f.Icon, f.Ghost, f.Change = IconSearch, ghost, change
	return f
}

// Set changes the text, unless somebody is writing in it; nobody is told.
func (f *Field) Set(s string) {
	if f.Focused || f.kept == s && f.edit.String() == s {
		return
	}
	f.edit.Set(s)
	f.kept, f.left = s, 0
	f.Refuse(nil)
}

// SelectAll selects the text, so that what is written takes its place.
func (f *Field) SelectAll() {
	f.edit.SelectAll()
	f.Repaint()
}

// String is the text.
func (f *Field) String() string { return f.edit.String() }

// Refuse says what is wrong with the text, until it is another; nil: nothing.
func (f *Field) Refuse(err error) {
	if f.wrong == nil && err == nil {
		f.Repaint()
		return
	}
	f.wrong = err
	f.Repaint()
	if f.told != nil {
		f.told(err)
	}
}

// Wrong is what is wrong with the text, or nil.
func (f *Field) Wrong() error { return f.wrong }

// Min is part of Widget.
func (f *Field) Min(th *Theme, _ float32) Size {
	w := f.Wide
	if w == 0 {
		w = 160
	}
	return Size{w, th.Row}
}

// room is where the text stands.
func (f *Field) room() Rect {
	r := f.Bounds.Pad(8, 0)
	if f.Icon != NoIcon {
		_, r = r.TakeLeft(20)
	}
	return r
}

// origin is where the text begins while it is written.
func (f *Field) origin(th *Theme) float32 {
	r := f.room()
	if all := TextWidth(string(f.edit.text), th.Size) + TextWidth(f.compose, th.Size) + 2; f.Align == End && all < r.W {
		return r.Right() - all
	}
	return r.X - f.left
}

// Caret is part of Writer.
func (f *Field) Caret() Rect {
	r := f.room()
	th := f.theme()
	if th == nil {
		return r
	}
	x := f.origin(th) + TextWidth(string(f.edit.text[:f.edit.at])+f.compose, th.Size)
	return Rect{x, r.Y + r.H/2 - th.Size*.68, 1.5, th.Size * 1.36}
}

// Tick is part of Ticker.
func (f *Field) Tick(now float64) {
	if f.written {
		f.written, f.since = false, now
	}
	set(&f.Node, &f.dark, int((now-f.since)/.53)%2 == 1)
}

// at is the character before which a point is.
func (f *Field) at(x float32) int {
	th := f.theme()
	w := f.origin(th)
	for i, r := range f.edit.text {
		c := typeface().width(r) * th.Size
		if x < w+c/2 {
			return i
		}
		w += c
	}
	return len(f.edit.text)
}

// Handle is part of Widget.
func (f *Field) Handle(e *Event) bool {
	switch e.Kind {
	case OnEnter, OnLeave:
		f.Repaint()
	case OnGain:
		f.kept = f.edit.String()
		if e.Screen.byKeys {
			f.edit.SelectAll()
		}
		f.written = true
	case OnLose:
		f.compose = ""
		f.commit()
		f.edit.Go(0, false)
		f.left = 0
	case OnPress:
		return f.press(e)
	case OnMove:
		if e.Held {
			f.edit.Go(f.at(e.At.X), true)
			f.show()
		}
		return e.Held
	case OnRelease:
		return true
	case OnWrite:
		f.edit.Insert(e.Text)
		f.changed()
		return true
	case OnCompose:
		if set(&f.Node, &f.compose, e.Text) {
			f.show()
		}
	case OnKey:
		return f.key(e)
	}
	return false
}

func (f *Field) press(e *Event) bool {
	if e.Button != MouseLeft {
		return false
	}
	switch e.Clicks {
	case 1:
		f.edit.Go(f.at(e.At.X), e.Mods&Shift != 0)
	case 2:
		f.edit.SelectWord(f.at(e.At.X))
	default:
		f.edit.SelectAll()
	}
	f.show()
	return true
}

func (f *Field) key(e *Event) bool {
	switch {
	case e.Is(KeyEnter, 0):
		f.commit()
		f.edit.SelectAll()
		f.Repaint()
		if f.Enter != nil {
			f.Enter()
		}
		return true
	case (e.Is(KeyLeft, 0) || e.Is(KeyRight, 0)) && f.edit.Len() == 0:
		return false // to whoever is around the field
	case e.Is(KeyEscape, 0):
		if f.edit.String() == f.kept {
			return false
		}
		f.edit.Set(f.kept)
		f.changed()
		return true
	}
	known, changed := f.edit.Key(e.Key, e.Mods, &e.Screen.Clipboard)
	if changed {
		f.changed()
	} else if known {
		f.show()
	}
	// A letter is written, not a command of the program.
	return known || e.Key >= ' ' && e.Mods&(Command|Alt) == 0
}

func (f *Field) changed() {
	var wrong error
	if f.Check != nil {
		wrong = f.Check(f.edit.String())
	}
	f.Refuse(wrong)
	if f.Change != nil {
		f.Change(f.edit.String())
	}
	f.show()
}

// show scrolls to where the caret is seen.
func (f *Field) show() {
	f.written, f.dark = true, false
	f.Repaint()
	th, r := f.theme(), f.room()
	if th == nil {
		return
	}
	x := TextWidth(string(f.edit.text[:f.edit.at])+f.compose, th.Size)
	all := TextWidth(f.edit.String()+f.compose, th.Size) + 2
	f.left = min(max(f.left, x-r.W+2), x)
	f.left = max(min(f.left, all-r.W), 0)
}

// commit tells what was written, if it is right and new.
func (f *Field) commit() {
	s := f.edit.String()
	if s == f.kept {
		return
	}
	if f.Check != nil {
		if f.Refuse(f.Check(s)); f.wrong != nil {
			return
		}
	}
	f.kept = s
	if f.Done != nil {
		f.Done(s)
	}
}

// Paint is part of Widget.
func (f *Field) Paint(p *Pen) {
	paintField(p, &f.Node, f.wrong != nil)
	if f.Icon != NoIcon {
		box, _ := f.Bounds.Pad(6, 0).TakeLeft(18)
		p.Icon(f.Icon, box, 13, p.Faint)
	}
	r, size := f.room(), p.Theme.Size
	before := p.Within(Rect{r.X - 1, r.Y, r.W + 2, r.H})
	defer p.Outside(before)
	text := f.edit.String()
	if !f.Focused {
		ink := p.Ink
		if text == "" {
			text, ink = f.Ghost, p.Faint
		}
		if f.Disabled {
			ink = p.Faint
		}
		p.Label(r, text, size, f.Align, ink)
		return
	}
	base := middle(r, size)
	start := f.origin(p.Theme)
	x := func(i int) float32 { return start + TextWidth(string(f.edit.text[:i]), size) }
	if from, to := f.edit.Selection(); from != to {
		p.Fill(Rect{x(from), r.Y + 4, x(to) - x(from), r.H - 8}, 2, p.Select)
	}
	if f.compose == "" {
		p.Text(text, start, base, size, p.Ink)
	} else {
		at, w := x(f.edit.at), TextWidth(f.compose, size)
		p.Text(string(f.edit.text[:f.edit.at]), start, base, size, p.Ink)
		p.Text(f.compose, at, base, size, p.Amber)
		p.HLine(at, at+w, base+3, p.Amber)
		p.Text(string(f.edit.text[f.edit.at:]), at+w, base, size, p.Ink)
	}
	if text == "" && f.compose == "" {
		p.Label(r, f.Ghost, size, Start, p.Faint)
	}
	if !f.dark {
		c := f.Caret()
		p.Fill(c, 0, p.Ink)
	}
}
