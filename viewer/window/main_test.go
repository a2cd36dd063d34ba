package window

import (
	"testing"

	"github.com/taktsim/takt/viewer/ui/window/looptest"
)

func TestMain(m *testing.M) { looptest.Main(m) }
