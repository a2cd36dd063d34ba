package ui

import "slices"

// tooltip opens what the widget under the cursor has to tell, when the cursor rests.
func (s *Screen) tooltip() {
	if s.tip != nil || s.holder != nil || len(s.hover) == 0 || s.in.Time-s.rested < .55 {
		return
	}
	for _, w := range s.hover {
		hint := w.Base().Hint
		if f, ok := w.(interface{ Wrong() error }); ok && f.Wrong() != nil {
			hint = f.Wrong().Error() // of a field
		}
		if hint == "" {
			continue
		}
		if w == s.tipOf {
			return // it was told, or a click said that it is known
		}
		l := Paragraph(hint)
		l.Ink, l.Size = nil, 12
		s.tipOf = w
		at := w.Base().Bounds
		if at.W > 120 {
			at.X = s.in.Cursor.X
		}
		s.tip = s.push(&Layer{root: &bubble{body: [1]Widget{l}}, kind: passing, anchor: at})
		return
	}
}

func (s *Screen) closeTip() {
	if s.tip != nil {
		s.Remove(s.tip)
		s.tip = nil
	}
	if len(s.hover) == 0 || s.tipOf != nil && !s.tipOf.Base().Hovered {
		s.tipOf = nil
	}
}

// bubble is the ground of a tooltip, a menu, a dialog.
type bubble struct {
	Node
	pad  float32 // 0: of a tooltip
	body [1]Widget
}

func (b *bubble) padding() float32 {
	if b.pad == 0 {
		return 7
	}
	return b.pad
}

// Children is part of Widget.
func (b *bubble) Children() []Widget { return b.body[:] }

// Min is part of Widget.
func (b *bubble) Min(th *Theme, w float32) Size {
	if b.pad == 0 {
		w = min(w, 320)
	}
	p := 2 * b.padding()
	m := b.body[0].Min(th, w-p)
	return Size{m.W + p, m.H + p - 2}
}

// Layout is part of Widget.
func (b *bubble) Layout(th *Theme) {
	place(b.body[0], b.Bounds.Pad(b.padding(), b.padding()-1), th)
}

// Paint is part of Widget.
func (b *bubble) Paint(p *Pen) {
	p.Fill(b.Bounds, p.Radius, p.Popup)
	p.Stroke(b.Bounds, p.Radius, 1, p.PanelEdge)
	b.body[0].Paint(p)
}

// Tone is how a notice is meant.
type Tone uint8

// The tones.
const (
	Plain Tone = iota
	Success
	Caution
	Failure
)

// toast is a notice that goes away by itself.
type toast struct {
	Node
	topic string // "": none
	text  string
	tone  Tone
	until float64
	lines []string
}

const toastWide = 380

// Toast tells something at the top of the screen for some seconds: longer texts stay
// longer. The same text is told once.
func (s *Screen) Toast(tone Tone, text string) { s.ToastOf("", tone, text) }

// ToastOf tells something in the place of what was told last of the same topic.
func (s *Screen) ToastOf(topic string, tone Tone, text string) {
	t := &toast{topic: topic, text: text, tone: tone, until: s.in.Time + 4 + float64(len(text))/25}
	t.lines = Wrap(text, toastWide-52, s.Theme.Size)
	s.toastsKept = slices.DeleteFunc(s.toastsKept, func(old *toast) bool { return old.text == text || topic != "" && old.topic == topic })
	s.toastsKept = append(s.toastsKept, t)
	if len(s.toastsKept) > 4 {
		s.toastsKept = s.toastsKept[1:]
	}
	s.showToasts()
}

// Toasts are the texts that are told now, the oldest first.
func (s *Screen) Toasts() (texts []string) {
	for _, t := range s.toastsKept {
		texts = append(texts, t.text)
	}
	return texts
}

// expire takes notices away whose time is over.
func (s *Screen) expire() {
	n := len(s.toastsKept)
	if n == 0 {
		return
	}
	s.toastsKept = slices.DeleteFunc(s.toastsKept, func(t *toast) bool { return t.until <= s.in.Time })
	if len(s.toastsKept) != n {
		s.showToasts()
	}
}

func (s *Screen) showToasts() {
	if s.toasts != nil {
		s.Remove(s.toasts)
		s.toasts = nil
	}
	if len(s.toastsKept) == 0 {
		return
	}
	col := Column()
	for _, t := range s.toastsKept {
		col.Add(t)
	}
	s.toasts = s.push(&Layer{root: col, kind: passing})
}

// Min is part of Widget.
func (t *toast) Min(th *Theme, _ float32) Size {
	return Size{toastWide, float32(len(t.lines))*th.Size*1.5 + 18}
}

// Paint is part of Widget.
func (t *toast) Paint(p *Pen) {
	icon, c := IconInfo, p.Focus
	switch t.tone {
	case Success:
		icon, c = IconCheck, p.Good
	case Caution:
		icon, c = IconWarning, p.Amber
	case Failure:
		icon, c = IconWarning, p.Bad
	}
	p.Cast(t.Bounds, p.Radius)
	p.Fill(t.Bounds, p.Radius, p.Popup)
	p.Stroke(t.Bounds, p.Radius, 1, p.PanelEdge)
	bar, r := t.Bounds.TakeLeft(4)
	p.Fill(Rect{bar.X, bar.Y + 6, 3, bar.H - 12}, 1.5, c)
	box, r := r.TakeLeft(36)
	p.Icon(icon, box, 16, c)
	r.Y += 9
	for _, s := range t.lines {
		var line Rect
		line, r = r.TakeTop(p.Theme.Size * 1.5)
		p.Label(line, s, p.Theme.Size, Start, p.Ink)
	}
}

// Ask opens a dialog with a title, a widget and buttons at its foot; the last one is
// the likely one. Each closes the dialog and then calls its function, which may be
// nil. Escape closes it and calls nothing.
func (s *Screen) Ask(title string, body Widget, answers ...Answer) *Layer {
	foot := Row(Spring())
	body.Base().Grow = 1 // where there is too little room, it gives
	col := Column(Heading(title), body, &Space{Size: Size{0, 2}}, foot)
	l := &Layer{root: &bubble{pad: 18, body: [1]Widget{col}}, kind: dialog, before: s.focus, title: title}
	var likely Widget
	var answer func() // the last one
	for i, a := range answers {
		answer = func() {
			s.Close(l)
			if a.Do != nil {
				a.Do()
			}
		}
		b := NewButton(a.Title, answer)
		b.Primary = i == len(answers)-1
		foot.Add(b)
		likely = b
	}
	s.closeTip()
	s.push(l)
	list := stops(nil, body)
	if len(list) > 0 {
		likely = list[0]
	}
	for _, w := range list {
		if f, ok := w.(*Field); ok && f.Enter == nil {
			f.Enter = answer
		}
	}
	if likely != nil {
		s.Focus(likely)
	}
	return l
}

// Answer is a button of a dialog.
type Answer struct {
	Title string
	Do    func()
}
