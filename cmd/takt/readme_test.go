package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/assets/words"
)

// What README.md shows of the demo is what the demo prints.
func TestReadmeShowsTheDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, sample, ok := strings.Cut(string(readme), "```\n")
	sample, _, closed := strings.Cut(sample, "```")
	if !ok || !closed {
		t.Fatal("README.md shows no output")
	}
	var out, talk bytes.Buffer
	a := &app{Lang: words.EN, args: []string{"demo", "-o", filepath.Join(t.TempDir(), "demo.png")}, out: &out, talk: &talk, width: endless}
	if code := run(t.Context(), a); code != exitFine {
		t.Fatalf("exit status %d\n%s", code, talk.String())
	}
	for _, line := range strings.Split(strings.TrimSpace(sample), "\n") {
		if !strings.Contains(out.String(), strings.TrimRight(line, " \r")) {
			t.Errorf("the demo no longer prints\n%s", line)
		}
	}
}
