package scene

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant"
)

// View is how somebody looks at a factory.
type View struct {
	Camera    Camera
	Size      [2]int  // of the picture, pixels
	Scale     float32 // of text, 1 on a usual screen; 0 is 1
	Lang      words.Lang
	LabelSize func(title, note string, scale float32) mgl32.Vec2 // of a chip, pixels; nil: no labels
	MaxLabels int
	Reserved  [][2]mgl32.Vec2 // where no labels may be, pixels: each its top left and bottom right
	Heat      Heat
	Forecast  *lab.Forecast // what may come, of the state that is shown; nil: nobody knows
	Flows     []Flow        // to be drawn as bands, in the order of From, To and Part
	Chosen    int           // index of the node that is chosen, +1; 0: none
	Pointed   int           // of the one that is pointed at, +1; 0: none
}

func (v *View) scale() float32 {
	if v.Scale > 0 {
		return v.Scale
	}
	return 1
}

// Heat is what the light on the floor tells.
type Heat uint8

// The kinds of heat. The first lights what is wrong now; the others are shares of the
// scheduled time since the statistics began.
const (
	HeatNow Heat = iota
	HeatNone
	HeatBusy
	HeatWaiting
	HeatBlocked
	HeatDown
	HeatQueue // parts before it, against the most that wait anywhere
	HeatRisk  // how likely it breaks before the horizon of the forecast
	HeatFlow  // no light: the bands of View.Flows
	Heats
)

var heatNames = [Heats]string{"now", "none", "util", "waiting", "blocked", "down", "queue", "risk", "flow"}

func (h Heat) String() string {
	if h < Heats {
		return heatNames[h]
	}
	return "?"
}

// HeatNamed is the heat of a name.
func HeatNamed(name string) (Heat, error) {
	if i := slices.Index(heatNames[:], name); i >= 0 {
		return Heat(i), nil
	}
	return 0, fmt.Errorf("there is no heat %q: %s", name, strings.Join(heatNames[:], ", "))
}

// stateColors are the colours of states, of Okabe and Ito's kind: told apart also by
// those who see no red or no green, by their lightness.
var stateColors = [plant.States]shape.Color{
	plant.Waiting: 0x9AA7B4,
	plant.Busy:    0x37C871,
	plant.Setup:   0x3F86D9,
	plant.Blocked: 0xF2B705,
	plant.Down:    0xE5383B,
	plant.Off:     0x5B6672,
	plant.Held:    0xA768D8,
	plant.Stopped: 0xB23A2E,
}

// StateColor is the colour of a state everywhere: labels, floor, charts.
func StateColor(s plant.State) shape.Color {
	if s < plant.States {
		return stateColors[s]
	}
	return stateColors[plant.Off]
}

// heatColor is the colour of a share from 0 to 1: teal, yellow, orange, red. Its
// lightness falls, so it reads without colours too.
func heatColor(x float64) shape.Color {
	stops := [...]mgl32.Vec3{{0x2B, 0xA8, 0x9A}, {0xF4, 0xD0, 0x3F}, {0xF0, 0x83, 0x1E}, {0xD6, 0x27, 0x28}}
	t := float32(min(max(x, 0), 1)) * float32(len(stops)-1)
	k := min(int(t), len(stops)-2)
	c := stops[k].Add(stops[k+1].Sub(stops[k]).Mul(t - float32(k)))
	return shape.Color(uint32(c[0])<<16 | uint32(c[1])<<8 | uint32(c[2]))
}
