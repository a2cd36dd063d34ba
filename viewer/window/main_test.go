package window

import (
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

// onScreen is why there is nothing to draw on, or "".
func onScreen() string {
	switch {
	case os.Getenv("TAKT_E2E") != "1":
		return "opens a window only with TAKT_E2E=1"
	case os.Getenv("DISPLAY") == "":
		return "there is no display: DISPLAY is not set"
	}
	return ""
}

// loop runs the tests within Ebitengine's loop, where alone it draws.
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

func TestMain(m *testing.M) {
	if onScreen() != "" {
		os.Exit(m.Run())
	}
	l := &loop{m: m, code: 1}
	ebiten.SetWindowVisible(false)
	if err := ebiten.RunGameWithOptions(l, &ebiten.RunGameOptions{InitUnfocused: true}); err != nil {
		println(err.Error())
	}
	os.Exit(l.code)
}
