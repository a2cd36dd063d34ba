package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/scenarios"
)

// instants are when a scenario's picture is taken; 2 h after the start when it is not
// named.
var instants = map[int][]string{
	0:  {"--at", "2026-01-05 10:00", "--camera", "32,33"},
	52: {"--at", "30 h"},
}

// TestPicturesOfScenarios: each scenario's picture is what takt render draws of it.
func TestPicturesOfScenarios(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("pictures are compared to the byte on amd64: elsewhere a compiler may fuse products and sums")
	}
	for _, s := range scenarios.All() {
		if !s.Present {
			continue
		}
		file := filepath.Join(t.TempDir(), "picture.png")
		var out, talk bytes.Buffer
		a := &app{Lang: words.EN, args: append([]string{"render", s.Folder, "-o", file}, instants[s.Nr]...), out: &out, talk: &talk, width: endless}
		if code := run(t.Context(), a); code != exitFine {
			t.Errorf("%s: exit status %d\n%s", s.Folder, code, talk.String())
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kept := filepath.Join("..", "..", "scenarios", s.Folder, "picture.png")
		if *update {
			if err := os.WriteFile(kept, got, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(kept); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what takt render draws (%v); look at it, and draw it anew with -update", kept, err)
		}
	}
}
