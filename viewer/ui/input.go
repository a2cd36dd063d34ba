package ui

import "unicode"

// Mouse is a button of the mouse.
type Mouse uint8

// The buttons.
const (
	MouseLeft Mouse = iota
	MouseRight
	MouseMiddle
	mice // how many
)

// Mods are the keys that change what others mean.
type Mods uint8

// The modifiers; Command is Ctrl, and ⌘ on a Mac.
const (
	Shift Mods = 1 << iota
	Command
	Alt
)

// Key is a key: a letter or a figure as its capital character ('A', '7', '+'), or one
// of those below.
type Key rune

// The keys that write nothing.
const (
	KeyEnter Key = -1 - iota
	KeyEscape
	KeyTab
	KeyBackspace
	KeyDelete
	KeyLeft
	KeyRight
	KeyUp
	KeyDown
	KeyHome
	KeyEnd
	KeyPageUp
	KeyPageDown
	KeyInsert
	KeyF1
	KeyF2
	KeyF3
	KeyF4
	KeyF5
	KeyF6
	KeyF7
	KeyF8
	KeyF9
	KeyF10
	KeyF11
	KeyF12
	KeyMenu
)

// KeySpace is the space bar, which also writes.
const KeySpace Key = ' '

// KeyOf is the key that writes the character.
func KeyOf(r rune) Key { return Key(unicode.ToUpper(r)) }

// Input is what people did since the frame before, and the window they did it in.
type Input struct {
	Size    Size    // of the window, points
	Scale   float32 // pixels a point
	Time    float64 // s, never backwards; from any start
	Cursor  Point
	Down    [mice]bool // the buttons as they are
	Wheel   Point      // lines; y below 0 is towards the person, and scrolls down
	Keys    []Key      // pressed, also by repeating, in order
	Mods    Mods
	Text    string // written
	Compose string // what an input method is about to write
}

// Taken tells what of an Input the widgets have used: the rest is the program's.
type Taken struct {
	Pointer bool // the cursor is over a widget, or one holds the mouse
	Wheel   bool
	Text    bool  // a field is being written in: letters are no commands
	Keys    []Key // the keys that were not used, till the next Update
}

// EventKind is what happened to a widget.
type EventKind uint8

// The kinds of events.
const (
	OnEnter   EventKind = iota // the cursor came over the widget
	OnLeave                    // and left it
	OnMove                     // it moved over the widget, or anywhere while the widget holds the mouse
	OnPress                    // a button; who takes it holds the mouse till Release
	OnRelease                  // the button that was pressed
	OnWheel                    // turned over the widget
	OnKey                      // while the widget, or one inside it, has the keyboard
	OnWrite                    // text
	OnCompose                  // text of an input method that may yet change
	OnGain                     // the keyboard
	OnLose                     // it
)

// Event is one thing that happened to a widget.
type Event struct {
	Kind   EventKind
	At     Point // the cursor
	Button Mouse
	Clicks int  // of an OnPress: 2 the second time at the same place
	Held   bool // of an OnMove: the widget holds the mouse
	Wheel  Point
	Key    Key
	Mods   Mods
	Text   string
	Time   float64 // s
	Screen *Screen
}

// Is tells whether the event is the key with exactly these modifiers.
func (e *Event) Is(k Key, m Mods) bool { return e.Kind == OnKey && e.Key == k && e.Mods == m }

// Click tells whether the event is a press of the left button.
func (e *Event) Click() bool { return e.Kind == OnPress && e.Button == MouseLeft }
