package stat_test

import (
	"fmt"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/stat"
)

// Does a second buffer raise the output by more than 2 parts an hour?
func ExamplePaired() {
	var before, after []float64
	k := random.NewKey(1, 0, 0)
	for i := range uint64(20) {
		luck := 10 * k.U(i)
		before = append(before, 40+luck)
		after = append(after, 42.4+luck+2*k.For(1).U(i)-1)
	}
	v := stat.Paired(before, after, 0.95)
	fmt.Printf("%.2f ± %.2f\n", v.Mean, v.Half)
	fmt.Println("more than 2:", stat.Compare(v, stat.More, 2))
	fmt.Println("more than 2.3:", stat.Compare(v, stat.More, 2.3), "- pairs to decide:", stat.PairsToDecide(v, 2.3))
	// Output:
	// 2.40 ± 0.25
	// more than 2: holds
	// more than 2.3: undecided - pairs to decide: 114
}

func ExampleMSER5() {
	series := make([]float64, 400)
	for i := range series {
		series[i] = float64(i % 3)
		if i < 100 {
			series[i] -= 20 // still filling up
		}
	}
	cut, ok := stat.MSER5(series)
	fmt.Println(cut, ok)
	cut, ok = stat.MSER5(series[:150])
	fmt.Println(cut, ok)
	// Output:
	// 100 true
	// 100 false
}

func ExampleFit() {
	repair, _ := random.LogNormal(1800, 1200)
	k := random.NewKey(7, 0, 0)
	var seen []float64
	for i := range uint64(300) {
		seen = append(seen, repair.Sample(k, i))
	}
	fits, err := stat.Fit(seen)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range fits[:2] {
		fmt.Printf("%s: mean %.0f s, D %.3f, P %.2f\n", f.Dist.Law(), f.Dist.Mean(), f.D, f.P)
	}
	// Output:
	// lognormal: mean 1725 s, D 0.031, P 0.69
	// gamma: mean 1730 s, D 0.053, P 0.04
}

func ExampleHistogram() {
	var lead stat.Histogram
	for i := range 1000 {
		lead.Add(float64(i))
	}
	fmt.Printf("95 %% take at most about %.0f s\n", lead.Quantile(0.95))
	// Output:
	// 95 % take at most about 950 s
}
