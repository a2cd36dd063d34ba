package window

import (
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/exp/textinput"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"github.com/taktsim/takt/viewer/ui"
)

// Reader reads what people do in the window. The program's Layout must give the
// window's size in pixels of the device (its size times the monitor's scale factor).
type Reader struct {
	start    time.Time
	composer textinput.Composer
	writer   ui.Writer
	scale    float32
	in       ui.Input
	pressed  []ebiten.Key
	again    [ebiten.KeyMax + 1]time.Time // when a key that is held counts once more
	text     []byte
}

// NewReader makes a reader.
func NewReader() *Reader {
	r := &Reader{start: Now()}
	r.composer.OnNewSession = func() *textinput.SessionOptions {
		if r.writer == nil {
			return nil
		}
		return &textinput.SessionOptions{CaretBounds: r.caret()}
	}
	r.composer.OnComposition = func(c *textinput.Composition) { r.in.Compose = c.Text() }
	r.composer.OnCommit = func(c *textinput.Commit) { r.text = append(r.text, c.Text()...) }
	return r
}

func (r *Reader) caret() image.Rectangle {
	box := ui.Pixels(r.writer.Caret(), r.scale)
	box.Max.X = max(box.Max.X, box.Min.X+1)
	return box
}

// Read is the input since the last Read, for a window of a size in pixels; it is called
// once a tick. writer is the field that is being written in (Screen.Writer), or nil.
// The keys are good until the next Read. Errors are those of the input method.
func (r *Reader) Read(w, h int, scale float32, writer ui.Writer) (ui.Input, error) {
	r.scale = scale
	in := &r.in
	in.Size, in.Scale = ui.Size{W: float32(w) / scale, H: float32(h) / scale}, scale
	in.Time = Now().Sub(r.start).Seconds()
	x, y := ebiten.CursorPosition()
	in.Cursor = ui.Point{X: float32(x) / scale, Y: float32(y) / scale}
	for b, e := range [...]ebiten.MouseButton{ui.MouseLeft: ebiten.MouseButtonLeft, ui.MouseRight: ebiten.MouseButtonRight, ui.MouseMiddle: ebiten.MouseButtonMiddle} {
		// Also what was pressed and let go of since the last tick.
		in.Down[b] = ebiten.IsMouseButtonPressed(e) || inpututil.IsMouseButtonJustPressed(e)
	}
	wx, wy := ebiten.Wheel()
	in.Wheel = ui.Point{X: float32(wx), Y: float32(wy)}
	in.Mods = 0
	for _, m := range modifiers {
		if ebiten.IsKeyPressed(m.key) || ebiten.IsKeyPressed(m.other) {
			in.Mods |= m.mod
		}
	}
	composing, err := r.write(writer)
	in.Keys = in.Keys[:0]
	if !composing {
		r.keys()
	}
	return *in, err
}

// Cursor gives the cursor the shape for what it is over.
func Cursor(s *ui.Screen) {
	shape := ebiten.CursorShapeDefault
	if s.OverText() {
		shape = ebiten.CursorShapeText
	}
	if ebiten.CursorShape() != shape {
		ebiten.SetCursorShape(shape)
	}
}

var modifiers = [...]struct {
	mod        ui.Mods
	key, other ebiten.Key
}{
	{ui.Shift, ebiten.KeyShiftLeft, ebiten.KeyShiftRight},
	{ui.Command, ebiten.KeyControl, ebiten.KeyMeta},
	{ui.Alt, ebiten.KeyAltLeft, ebiten.KeyAltRight},
}

// write reads text: by the input method while a field is written in, and tells whether
// that is in the middle of something, so that keys are its own.
func (r *Reader) write(writer ui.Writer) (composing bool, err error) {
	r.in.Text, r.text = "", r.text[:0]
	if writer != r.writer {
		r.composer.Confirm()
		r.in.Compose = ""
		r.writer = writer
	}
	if writer == nil {
		return false, nil
	}
	if composing, err = r.composer.Update(); err != nil {
		return false, err
	}
	r.in.Text = string(r.text)
	// A letter that was written is no key that was pressed as well, but keys beside it are.
	return composing && r.in.Compose != "", nil
}

// When a key that is held counts again.
const (
	firstRepeat = 450 * time.Millisecond
	nextRepeat  = 50 * time.Millisecond
)

// keys reads the keys that were pressed, also those that were let go of since, or repeat.
func (r *Reader) keys() {
	now := Now()
	r.pressed = inpututil.AppendJustPressedKeys(r.pressed[:0])
	fresh := len(r.pressed)
	r.pressed = inpututil.AppendPressedKeys(r.pressed)
	for i, k := range r.pressed {
		// By the clock, not by ticks: where frames are slow many ticks come at once.
		switch {
		case i < fresh:
			r.again[k] = now.Add(firstRepeat)
		case now.Before(r.again[k]):
			continue
		default:
			r.again[k] = now.Add(nextRepeat)
		}
		if u, ok := special[k]; ok {
			r.in.Keys = append(r.in.Keys, u)
			continue
		}
		// By what is written on the key, not where it is; where nobody knows that, as it is
		// on an American keyboard.
		name := ebiten.KeyName(k)
		if name == "" {
			name = american(k)
		}
		for i, c := range name {
			if i == 0 && len(name) == len(string(c)) {
				r.in.Keys = append(r.in.Keys, ui.KeyOf(c))
			}
		}
	}
}

// american is what is written on a key of an American keyboard, or "".
func american(k ebiten.Key) string {
	switch {
	case ebiten.KeyA <= k && k <= ebiten.KeyZ:
		return k.String()
	case ebiten.KeyDigit0 <= k && k <= ebiten.KeyDigit9:
		return string('0' + rune(k-ebiten.KeyDigit0))
	}
	return map[ebiten.Key]string{ebiten.KeyPeriod: ".", ebiten.KeyComma: ",", ebiten.KeyMinus: "-", ebiten.KeyEqual: "=", ebiten.KeySlash: "/"}[k]
}

var special = map[ebiten.Key]ui.Key{
	ebiten.KeyEnter: ui.KeyEnter, ebiten.KeyNumpadEnter: ui.KeyEnter, ebiten.KeyEscape: ui.KeyEscape, ebiten.KeyTab: ui.KeyTab,
	ebiten.KeyBackspace: ui.KeyBackspace, ebiten.KeyDelete: ui.KeyDelete, ebiten.KeyInsert: ui.KeyInsert, ebiten.KeySpace: ui.KeySpace,
	ebiten.KeyLeft: ui.KeyLeft, ebiten.KeyRight: ui.KeyRight, ebiten.KeyUp: ui.KeyUp, ebiten.KeyDown: ui.KeyDown,
	ebiten.KeyHome: ui.KeyHome, ebiten.KeyEnd: ui.KeyEnd, ebiten.KeyPageUp: ui.KeyPageUp, ebiten.KeyPageDown: ui.KeyPageDown,
	ebiten.KeyContextMenu: ui.KeyMenu, ebiten.KeyNumpadAdd: '+', ebiten.KeyNumpadSubtract: '-',
	ebiten.KeyF1: ui.KeyF1, ebiten.KeyF2: ui.KeyF2, ebiten.KeyF3: ui.KeyF3, ebiten.KeyF4: ui.KeyF4, ebiten.KeyF5: ui.KeyF5, ebiten.KeyF6: ui.KeyF6,
	ebiten.KeyF7: ui.KeyF7, ebiten.KeyF8: ui.KeyF8, ebiten.KeyF9: ui.KeyF9, ebiten.KeyF10: ui.KeyF10, ebiten.KeyF11: ui.KeyF11, ebiten.KeyF12: ui.KeyF12,
}
