package model_test

import (
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

// Of a very long line only what surrounds the mistake is shown, with the caret
// under it.
func TestDetailOfALongLineShowsTheMistake(t *testing.T) {
	line := strings.Repeat("a", 5000) + "WRONG" + strings.Repeat("b", 5000)
	p := model.Problem{File: "f.toml", Line: 1, Col: 5001, EndCol: 5006, Msg: "no", Source: line}
	rows := strings.Split(p.Detail(), "\n")
	if len(rows) != 3 || len([]rune(rows[1])) > 210 {
		t.Fatalf("%d rows, the line has %d characters", len(rows), len(rows[1]))
	}
	at := strings.Index(rows[2], "^")
	if got := string([]rune(rows[1])[at : at+5]); got != "WRONG" || strings.Count(rows[2], "^") != 5 {
		t.Errorf("the caret points at %q:\n%s\n%s", got, rows[1], rows[2])
	}
}
