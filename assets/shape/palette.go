package shape

import "hash/fnv"

// The palette: every colour of every mesh. Neutrals carry the picture; colour is kept
// for what means something.
const (
	White   Color = 0xE9ECEF // bodies of machines
	Mist    Color = 0xD3D9DF // their doors and lids
	Cap     Color = 0xAEBBC9 // their roofs
	Steel   Color = 0x97A2AE // bare metal
	Silver  Color = 0xC4CCD4 // bright metal
	Iron    Color = 0x6A7683 // castings, legs, frames
	Slate   Color = 0x3A4450 // bases
	Coal    Color = 0x2B333D // housings of motors and panels
	Ink     Color = 0x1B2229 // what lies in the dark
	Glass   Color = 0x24404E // panes
	Gleam   Color = 0x3D6274 // the sky in a pane
	Belt    Color = 0x2C343C // slats of a conveyor
	Seam    Color = 0x454F59 // and what is between them
	Orange  Color = 0xF0701E // robots
	Rust    Color = 0xC9560F // their joints, beams of racks
	Yellow  Color = 0xF2B705 // what warns and guards
	Gold    Color = 0xD9A000 // the same, further back
	Teal    Color = 0x1F8A8C // accents
	Blue    Color = 0x2F6DB5
	Navy    Color = 0x2B5488 // uprights of racks
	Tote    Color = 0x3E86C8 // boxes of plastic
	Sky     Color = 0x8FC1E8 // their lids
	Green   Color = 0x37C871 // status
	Leaf    Color = 0x4F9A6B // utilities, bins
	Amber   Color = 0xFFB020
	Red     Color = 0xE5383B
	Brick   Color = 0xB5483A // fire, stop, doors of furnaces
	Ember   Color = 0xFF8A3C // heat, seen through an opening
	Screen  Color = 0x5CD0E0 // panels that shine
	Lamp    Color = 0xF4F8E8 // lamps
	Carton  Color = 0xC6985A
	Flap    Color = 0xDDB67C // lids of cartons
	Tape    Color = 0xEAD2A4
	Wood    Color = 0xB58A54
	Plank   Color = 0xCBA26B
	Skin    Color = 0xD8A27C
	Cloth   Color = 0x2A3644 // trousers
	Shirt   Color = 0x41566E
	Vest    Color = 0xF58A1F
	Plaster Color = 0xDDE1E5 // walls
)

// accents are the colours that tell one machine from another.
var accents = [...]Color{Teal, Blue, Teal, Navy, Leaf, Blue, Rust}

// Accent is the accent colour of a name, for Tint(3).
func Accent(name string) Color { return accents[hash(name)%uint32(len(accents))] }

// Lamps gives the colours of a stack light, for Tint(0) to Tint(2): each segment lit
// or dark.
func Lamps(red, amber, green bool) (r, a, g Color) {
	return lit(Red, red), lit(Amber, amber), lit(Green, green)
}

func lit(c Color, on bool) Color {
	if on {
		return c
	}
	r, g, b := c.RGB()
	return Color(r/4+18)<<16 | Color(g/4+18)<<8 | Color(b/4+18)
}

func hash(name string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	// The low bits of names that differ in their last letter are alike.
	return h.Sum32() ^ h.Sum32()>>15
}
