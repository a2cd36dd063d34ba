package render

import "testing"

// TestThinFacesHaveNoLines: so that none comes and goes along them; broad ones have all of
// theirs, whichever way they turn.
func TestThinFacesHaveNoLines(t *testing.T) {
	quad := func(p ...float32) (out [][2]int32) {
		for i := 0; i < len(p); i += 2 {
			out = append(out, [2]int32{int32(p[i] * subPixel), int32(p[i+1] * subPixel)})
		}
		return out
	}
	for name, x := range map[string]struct {
		corners [][2]int32
		want    uint8
	}{
		"a trim of one pixel":     {quad(0, 0, 0, 1, 60, 31, 60, 30), 0},
		"a strip of 3 pixels":     {quad(0, 0, 0, 3, 60, 3, 60, 0), 2},
		"a broad face":            {quad(10, 10, 10, 60, 70, 60, 70, 10), BroadMost},
		"the same upside down":    {quad(10, 10, 70, 10, 70, 60, 10, 60), BroadMost},
		"a triangle like a spear": {quad(0, 0, 50, 1, 50, 0), 0},
		"nothing":                 {quad(5, 5, 5, 5, 5, 5), 0},
	} {
		if got := broadOf(x.corners); got != x.want {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}
