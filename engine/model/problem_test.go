package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/taktsim/takt/engine/model"
)

// The mistakes of FORMAT.md, word for word.
const planted = `bad.toml:22:9: shape.cnc.mttr: "mins" is no unit; did you mean "min"?
bad.toml:41:9: machining.line-1.castings.every: "exponental" is no distribution; did you mean "exponential"?
bad.toml:44:8: machining.line-1.mill.like: there is no "cmc" to be like; did you mean "cnc"?
bad.toml:50:1: machining.line-1.drill.cylce: a machine has no "cylce"; did you mean "cycle"?
bad.toml:53:8: machining.line-1.queue.kind: there is no kind "bufer"; did you mean "buffer"?
bad.toml:72:10: wash.in.speed: "0.4 m" is a length, want a speed
bad.toml:76:9: wash.washer.cycle: 4 has no unit; this is a time: try "4 s", "4 min", "4 h"
`

func TestPlantedMistakes(t *testing.T) {
	m, problems := model.Load("testdata/bad.toml", kinds())
	if m != nil {
		t.Error("a file with mistakes gave a model")
	}
	var got strings.Builder
	for _, p := range problems {
		got.WriteString(strings.TrimPrefix(p.Error(), "testdata/") + "\n")
	}
	if diff := cmp.Diff(planted, got.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	const detail = `   every = "exponental(110 s)"
           ^^^^^^^^^^^^^^^^^^^`
	if !strings.HasSuffix(problems[1].Detail(), "\n"+detail) {
		t.Errorf("the caret line is\n%s\nwant\n%s", problems[1].Detail(), detail)
	}
}
