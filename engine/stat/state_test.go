package stat_test

import (
	"reflect"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/stat"
)

// TestAccumulatorsAreState: what a state holds must be plain data.
func TestAccumulatorsAreState(t *testing.T) {
	for _, v := range []any{stat.Tally{}, stat.Histogram{}} {
		if err := engine.CheckState(reflect.TypeOf(v)); err != nil {
			t.Error(err)
		}
	}
}
