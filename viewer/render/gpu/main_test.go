package gpu

import (
	"testing"

	"github.com/taktsim/takt/viewer/ui/window/looptest"
)

func TestMain(m *testing.M) { looptest.Main(m) }

func newRenderer(t testing.TB) *Renderer {
	t.Helper()
	if why := looptest.Why(); why != "" {
		t.Skip(why)
	}
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}
