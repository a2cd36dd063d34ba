package scene

import (
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// TestLabelsLeaveRoom: for one another, for what is reserved, and for the edges of the
// picture; and there are not more than were asked for.
func TestLabelsLeaveRoom(t *testing.T) {
	m := scenario(t, "00-gearbox")
	sim, s := run(t, m), New(m)
	sim.Run(2 * engine.Hour)
	big := parse(t, "big.toml", sampled(t, 120, 2))
	bigSim, bigScene := run(t, big), New(big)
	bigSim.Run(3 * engine.Hour)
	most := 0
	rapid.Check(t, func(t *rapid.T) {
		sc, sim := s, sim
		if rapid.Bool().Draw(t, "big") {
			sc, sim = bigScene, bigSim
		}
		v := &View{Size: [2]int{rapid.IntRange(100, 2000).Draw(t, "w"), rapid.IntRange(100, 1200).Draw(t, "h")},
			Scale: rapid.SampledFrom([]float32{0, 1, 1.5, 2}).Draw(t, "scale"), LabelSize: chip, MaxLabels: rapid.IntRange(0, 60).Draw(t, "most"),
			Chosen: rapid.IntRange(0, len(sc.Model.Nodes)).Draw(t, "chosen"), Pointed: rapid.IntRange(0, len(sc.Model.Nodes)).Draw(t, "pointed")}
		c := cameras(t)
		v.Camera = c.Frame(sc.Outline(0), v.Size, .1)
		v.Camera.Distance *= rapid.Float32Range(.1, 2).Draw(t, "zoom")
		for range rapid.IntRange(0, 4).Draw(t, "reserved") {
			lo := mgl32.Vec2{rapid.Float32Range(0, 1000).Draw(t, "x"), rapid.Float32Range(0, 1000).Draw(t, "y")}
			v.Reserved = append(v.Reserved, [2]mgl32.Vec2{lo, lo.Add(mgl32.Vec2{200, 100})})
		}
		labels := sc.Frame(sim, sim.Now(), v).Labels
		if len(labels) > v.MaxLabels {
			t.Fatalf("%d labels, %d wanted", len(labels), v.MaxLabels)
		}
		most = max(most, len(labels))
		for i, l := range labels {
			if l.Min.X() < 0 || l.Min.Y() < 0 || l.Max.X() > float32(v.Size[0]) || l.Max.Y() > float32(v.Size[1]) {
				t.Fatalf("%q is not in the picture: %v to %v", l.Title, l.Min, l.Max)
			}
			if a := l.Anchor; a.X() < 0 || a.Y() < 0 || a.X() > float32(v.Size[0]) || a.Y() > float32(v.Size[1]) {
				t.Fatalf("%q speaks of something outside, at %v", l.Title, l.Anchor)
			}
			for _, o := range labels[:i] {
				if overlap(l.Min, l.Max, o.Min, o.Max, 0) {
					t.Fatalf("%q is over %q", l.Title, o.Title)
				}
				if l.ID == o.ID {
					t.Fatalf("%q has two labels", l.Title)
				}
			}
			for _, r := range v.Reserved {
				if overlap(l.Min, l.Max, r[0], r[1], 0) {
					t.Fatalf("%q is over what is reserved", l.Title)
				}
			}
		}
	})
	if most < 5 {
		t.Errorf("at most %d labels were seen", most)
	}
}

// TestWhatIsWrongIsToldFirst: with room for one label, it is that of the broken machine;
// and of what is chosen before that.
func TestWhatIsWrongIsToldFirst(t *testing.T) {
	m := scenario(t, "00-gearbox")
	sim, s := run(t, m), New(m)
	sim.Run(2 * engine.Hour)
	if err := sim.BreakPlace("machining.line-2.drill", "", sim.Now(), engine.Hour); err != nil {
		t.Fatal(err)
	}
	sim.Run(sim.Now() + 1)
	v := overview(s)
	v.MaxLabels = 1
	drill, washer := m.Node("machining.line-2.drill"), m.Node("wash.washer")
	if l := s.Frame(sim, sim.Now(), v).Labels; len(l) != 1 || int(l[0].ID)-1 != drill.Index || l[0].Bar != StateColor(plant.Down) {
		t.Errorf("the label is %+v, want that of the broken drill", l)
	}
	v.Chosen = washer.Index + 1
	if l := s.Frame(sim, sim.Now(), v).Labels; len(l) != 1 || int(l[0].ID)-1 != washer.Index {
		t.Errorf("the label is %+v, want that of what is chosen", l)
	}
	v.Lang, v.Chosen = words.ZH, 0
	if l := s.Frame(sim, sim.Now(), v).Labels; len(l) != 1 || !strings.Contains(l[0].Note, words.ZH.T("state.down")) {
		t.Errorf("in Chinese the label is %+v", l)
	}
}

// TestHeatsAreKnownByTheirNames, and others are refused with the list.
func TestHeatsAreKnownByTheirNames(t *testing.T) {
	seen := map[string]bool{}
	for h := range Heats {
		got, err := HeatNamed(h.String())
		if err != nil || got != h || seen[h.String()] {
			t.Errorf("heat %d is called %q, and that is %v (%v)", h, h, got, err)
		}
		seen[h.String()] = true
	}
	if _, err := HeatNamed("hot"); err == nil || !strings.Contains(err.Error(), `"hot"`) || !strings.Contains(err.Error(), "util") {
		t.Errorf("hot: %v", err)
	}
	if got := Heats.String(); got != "?" {
		t.Errorf("one too many is %q", got)
	}
}

// TestHeatTellsWhatItSays: of machines of which one works more, that is lit more.
func TestHeatTellsWhatItSays(t *testing.T) {
	m := parse(t, "states.toml", states+"\n[factory]\nflow = \"idle-in -> idle -> idle-out\"\n")
	sim, s := run(t, m), New(m)
	sim.Run(8 * engine.Hour)
	strength := func(heat Heat, path string) float32 {
		v := overview(s)
		v.Heat = heat
		site := s.Sites[m.Node(path).Index].Pose.Col(3)
		for _, g := range s.Frame(sim, sim.Now(), v).Glow {
			if g.Centre == (mgl32.Vec2{site.X(), site.Y()}) {
				return g.Strength
			}
		}
		return 0
	}
	for _, c := range []struct {
		heat        Heat
		more, fewer string
	}{{HeatBusy, "line.slow", "line.blocked"}, {HeatBlocked, "line.blocked", "line.slow"}, {HeatWaiting, "idle", "line.slow"}} {
		if a, b := strength(c.heat, c.more), strength(c.heat, c.fewer); a <= b {
			t.Errorf("%v: %s is lit by %v, %s by %v", c.heat, c.more, a, c.fewer, b)
		}
	}
	if got := strength(HeatNone, "line.slow"); got != 0 {
		t.Errorf("none: lit by %v", got)
	}
}
