package random_test

import (
	"fmt"

	"github.com/taktsim/takt/engine/random"
)

// The cycle times of a machine: whichever of them is asked for first, part 17
// takes as long.
func ExampleDist_Sample() {
	cycle, err := random.Triangular(80, 90, 120)
	if err != nil {
		fmt.Println(err)
		return
	}
	const cycles = 1 // a purpose
	k := random.NewKey(42, 0, random.PathHash("machining/line-1/mill")).For(cycles)
	for _, part := range []uint64{17, 3, 17} {
		fmt.Printf("part %d: %.3f s\n", part, cycle.Sample(k, random.Mix(part, 0)))
	}
	fmt.Printf("mean %.2f s, median %.2f s\n", cycle.Mean(), cycle.Quantile(0.5))
	// Output:
	// part 17: 86.733 s
	// part 3: 84.918 s
	// part 17: 86.733 s
	// mean 96.67 s, median 95.51 s
}

// A repair has gone on for 50 minutes already. How long will it still take?
func ExampleDist_Residual() {
	repair, _ := random.LogNormal(40*60, 30*60)
	rest, _ := repair.Residual(50*60, 0.5)
	fmt.Printf("at the median %.0f min\n", rest/60)

	limits, _ := random.Triangular(80, 90, 120)
	rest, beyond := limits.Residual(150, 0.5)
	fmt.Printf("%.1f s, beyond the law: %v\n", rest, beyond)
	// Output:
	// at the median 19 min
	// 3.4 s, beyond the law: true
}

func ExampleTriangular() {
	_, err := random.Triangular(80, 130, 120)
	fmt.Println(err)
	d, _ := random.Triangular(80, 90, 120)
	fmt.Println(d.Text("s"))
	// Output:
	// triangular: the mode 130 lies above the highest value 120
	// triangular(80 s, 90 s, 120 s)
}

func ExampleFamilies() {
	for _, f := range random.Families()[:4] {
		fmt.Printf("%s: %s\n", f.Name, f.Doc)
	}
	// Output:
	// constant: always the same
	// uniform: any value in a range, each as likely
	// triangular: an estimate: at least, mostly, at most
	// pert: an estimate as triangular, with less weight on the ends
}

func ExampleKey_U() {
	a := random.NewKey(1, 0, random.PathHash("line/press"))
	b := random.NewKey(1, 1, random.PathHash("line/press")) // another replication
	fmt.Println(a.U(5) == a.U(5), a.U(5) == a.U(6), a.U(5) == b.U(5))
	// Output: true false false
}
