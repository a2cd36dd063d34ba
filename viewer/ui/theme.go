package ui

// Color is a colour with straight alpha, sRGB.
type Color struct{ R, G, B, A uint8 }

// RGB is an opaque colour, from 0xRRGGBB.
func RGB(hex uint32) Color { return Color{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255} }

// Fade is the colour with its alpha times a, from 0 to 1.
func (c Color) Fade(a float32) Color {
	c.A = uint8(float32(c.A)*min(max(a, 0), 1) + .5)
	return c
}

// Mix is the colour on the way to d: c at 0, d at 1.
func (c Color) Mix(d Color, t float32) Color {
	f := func(a, b uint8) uint8 { return uint8(float32(a) + (float32(b)-float32(a))*t + .5) }
	return Color{f(c.R, d.R), f(c.G, d.G), f(c.B, d.B), f(c.A, d.A)}
}

// State is what a thing of the factory is doing, as far as it has a look of its own.
type State uint8

// The states. Each has a colour and a mark of its own shape (see Pen.State), for those
// who do not see the colour.
const (
	NoState State = iota
	Busy
	Setup
	Waiting
	Blocked
	Down
	Held
	Stopped
	Off
)

// States is one more than the last State.
const States = Off + 1

// Theme is how everything looks: colours, and lengths in points.
type Theme struct {
	Panel, PanelEdge, Bar, Popup     Color // grounds
	Ink, Dim, Faint, Bad, Good       Color // text, from strong to weak; what is wrong, what is right
	Accent, OnAccent, Select, Hover  Color // what is chosen, text on it, a chosen row, what is pointed at
	Field, FieldEdge, Track, Focus   Color // fields, their edge, tracks of sliders, the ring of the focus
	Grid, Axis, Shadow, Shift, Amber Color // charts; under popups; a shift on the timeline; speed, pins
	State                            [States]Color
	Series                           [6]Color // lines of a chart, told apart by people who see few colours

	Size, Small, Title float32 // of text
	Row                float32 // height of a row, a button, a field
	Gap, Pad, Radius   float32 // between widgets; inside panels; of corners
}

// Dark is the theme of the viewer. The colours of states and series keep their
// distance for red-green blind eyes (they follow Okabe and Ito, 2008).
func Dark() *Theme {
	return &Theme{
		Panel: Color{20, 24, 30, 236}, PanelEdge: Color{255, 255, 255, 20}, Bar: Color{23, 27, 34, 250}, Popup: Color{33, 39, 48, 252},
		Ink: RGB(0xF2F5F8), Dim: RGB(0xA9B4C0), Faint: RGB(0x75818E), Bad: RGB(0xFF7B72), Good: RGB(0x5FD98F),
		Accent: RGB(0x2F6DB5), OnAccent: RGB(0xFFFFFF), Select: Color{47, 109, 181, 150}, Hover: Color{255, 255, 255, 18},
		Field: Color{8, 11, 15, 170}, FieldEdge: Color{255, 255, 255, 38}, Track: RGB(0x39434F), Focus: RGB(0x6CB2F5),
		Grid: Color{255, 255, 255, 22}, Axis: Color{255, 255, 255, 70}, Shadow: Color{0, 0, 0, 70}, Shift: Color{108, 178, 245, 44}, Amber: RGB(0xF2B705),
		State: [States]Color{
			NoState: RGB(0x75818E), Busy: RGB(0x37C871), Setup: RGB(0x56B4E9), Waiting: RGB(0xF0E06A), Blocked: RGB(0xF08A24),
			Down: RGB(0xE5383B), Held: RGB(0xD98CC0), Stopped: RGB(0x9AA5B1), Off: RGB(0x4E5966),
		},
		Series: [6]Color{RGB(0x5CB8F0), RGB(0xF2B705), RGB(0x3CCB8E), RGB(0xF0785A), RGB(0xD98CC0), RGB(0xB8C4D0)},
		Size:   13, Small: 11.5, Title: 14.5, Row: 26, Gap: 8, Pad: 12, Radius: 6,
	}
}
