//go:build ebitenginevmguest

package window

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// Now is the time that windows live by: of a program whose ticks another one asks for
// (ebiten/exp/vmhost), that of its ticks, so that it does the same each time.
func Now() time.Time { return time.Unix(0, 0).Add(time.Duration(ebiten.Tick()) * time.Second / 60) }
