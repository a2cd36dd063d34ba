package scene

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/taktsim/takt/engine"
)

// dump tells a frame in lines, one a place, so that a difference says where it is. What is
// drawn goes into a hash to the millimetre.
func dump(s *Scene, f *Frame) string {
	type sum struct {
		n int
		h interface {
			io.Writer
			Sum([]byte) []byte
		}
	}
	sums := map[string]*sum{}
	var order []string
	note := func(name, format string, args ...any) {
		if sums[name] == nil {
			sums[name] = &sum{h: sha256.New()}
			order = append(order, name)
		}
		sums[name].n++
		fmt.Fprintf(sums[name].h, format+"\n", args...)
	}
	whose := func(id uint32) string {
		if id == 0 {
			return "nobody"
		}
		return "/" + s.Model.Nodes[id-1].Path
	}
	for _, z := range f.Floor.Zones {
		note("zones", "%.3f %.3f %06x %.3f", z.Min, z.Max, z.Color, z.Strength)
	}
	for _, l := range f.Floor.Lines {
		note("lines", "%.3f %.3f %.3f %06x %.3f", l.From, l.To, l.Width, l.Color, l.Dash)
	}
	for _, list := range []struct {
		name  string
		draws []Draw
	}{{"stands", f.Static}, {"moves", f.Moving}} {
		for _, d := range list.draws {
			note(list.name+" "+whose(d.ID), "%.3f %.3f %d %d %.3f %06x", d.Mesh.Min, d.Mesh.Max, len(d.Mesh.Points), len(d.Mesh.Faces), d.Pose[:], d.Tint)
		}
	}
	for _, g := range f.Glow {
		note("glow", "%.3f %.3f %06x %.3f", g.Centre, g.Radius, g.Color, g.Strength)
	}
	for _, l := range f.Labels {
		note("label "+whose(l.ID), "%s %s %06x %.0f %.0f %.0f", l.Title, l.Note, l.Bar, l.Anchor, l.Min, l.Max)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "camera %.3f, picture %v, floor %.3f to %.3f\n", f.Camera, f.Size, f.Floor.Min, f.Floor.Max)
	for _, name := range order {
		fmt.Fprintf(&b, "%-40s %4d %x\n", name, sums[name].n, sums[name].h.Sum(nil)[:6])
	}
	return b.String()
}

// TestFramesAreTheGoldenOnes, at instants of the scenarios: when anything in them moves,
// it is seen here. -update rewrites them.
func TestFramesAreTheGoldenOnes(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other architectures round otherwise")
	}
	for _, name := range scenarioNames {
		m := scenario(t, name)
		sim, s := run(t, m), New(m)
		var b strings.Builder
		for k, at := range []engine.Time{0, 2*engine.Hour + 7*engine.Second, 9*engine.Hour + 1} {
			sim.Run(at)
			v := overview(s)
			v.Heat = Heat(k) % Heats
			fmt.Fprintf(&b, "# at %v, heat %v\n%s\n", at, v.Heat, dump(s, s.Frame(sim, at, v)))
		}
		file := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); d != "" {
			t.Errorf("%s is drawn otherwise; if that is meant: go test ./viewer/scene -update\n%s", name, d)
		}
	}
}
