package scenario_test

import (
	"fmt"
	"path/filepath"

	"github.com/taktsim/takt/engine/model/scenario"
)

func ExampleLoad() {
	s, _, problems := scenario.Load(filepath.Join("testdata", "second-washer.toml"), kinds(), words)
	if err := problems.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Question.In("en"))
	for _, v := range s.Variants() {
		fmt.Println(v.Name)
	}
	for _, e := range s.Expectations {
		fmt.Printf("%s: %s\n", e.Case, e.Text)
	}
	// Output:
	// The washer is busy most of the time. Buy a second one, or a faster one?
	// baseline
	// second-washer
	// faster-washer
	// bigger-queues
	// batch-size=2
	// batch-size=4
	// batch-size=6
	// batch-size=8
	// baseline: busy > 80 %
	// second-washer: busy < 60 %
	// second-washer: difference.lead-time < 0 s
}
