// Package looptest runs tests of what draws within Ebitengine's loop, where alone it
// does. Such tests open a window, so they run only where TAKT_E2E=1 asks for them.
package looptest

import (
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

// Why is why there is nothing to draw on, or "".
func Why() string {
	switch {
	case os.Getenv("TAKT_E2E") != "1":
		return "opens a window only with TAKT_E2E=1"
	case os.Getenv("DISPLAY") == "":
		return "there is no display: DISPLAY is not set"
	}
	return ""
}

// Main is the TestMain of a package: it runs the tests within the loop, or without it
// where there is nothing to draw on, and ends the program.
func Main(m *testing.M) {
	if Why() != "" {
		os.Exit(m.Run())
	}
	l := &loop{m: m, code: 1}
	ebiten.SetWindowSize(320, 240)
	ebiten.SetWindowDecorated(false)
	if err := ebiten.RunGameWithOptions(l, &ebiten.RunGameOptions{InitUnfocused: true}); err != nil {
		println(err.Error())
	}
	os.Exit(l.code)
}

type loop struct {
	m    *testing.M
	code int
}

func (l *loop) Update() error {
	l.code = l.m.Run()
	return ebiten.Termination
}

func (l *loop) Draw(*ebiten.Image) {}

func (l *loop) Layout(int, int) (int, int) { return 320, 240 }
