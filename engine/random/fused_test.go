package random

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestNothingFused compiles the package for architectures with fused
// multiply-add and looks for such instructions: each would round differently
// from a machine without.
func TestNothingFused(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles for other architectures")
	}
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command")
	}
	fused := regexp.MustCompile(`\sV?FN?M(ADD|SUB)\w*\s`)
	place := regexp.MustCompile(`\w+\.go:\d+`)
	for _, env := range [][]string{{"GOARCH=arm64"}, {"GOARCH=amd64", "GOAMD64=v3"}} {
		cmd := exec.Command(tool, "build", "-gcflags=-S", ".")
		cmd.Env = append(append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0"), env...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%.2000s", env, err, out)
		}
		code := false
		for line := range strings.Lines(string(out)) {
			code = code || strings.Contains(line, "random.Log STEXT")
			if fused.MatchString(line) {
				t.Errorf("%v: a product is fused at %s", env, place.FindString(line))
			}
		}
		if !code {
			t.Fatalf("%v: the listing does not hold the package", env)
		}
	}
}
