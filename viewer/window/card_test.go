package window

import (
	"strings"
	"testing"
)

func TestRendererOfOptionsAndEnvironment(t *testing.T) {
	for _, c := range []struct {
		option      Renderer
		environment string
		want        Renderer
	}{
		{"", "", Auto}, {"", "gpu", GPU}, {"", "software", Software}, {"", "auto", Auto},
		{GPU, "software", GPU}, {Auto, "gpu", Auto}, {Software, "nonsense", Software},
	} {
		if got, err := chosen(c.option, c.environment); err != nil || got != c.want {
			t.Errorf("option %q, environment %q: %q, %v; want %q", c.option, c.environment, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{"", "cpu"}, {"fast", "gpu"}} {
		_, err := chosen(Renderer(c[0]), c[1])
		if err == nil || !strings.Contains(err.Error(), "want auto, software or gpu") {
			t.Errorf("option %q, environment %q: %v", c[0], c[1], err)
		}
	}
}
