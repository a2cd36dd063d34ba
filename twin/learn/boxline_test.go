package learn_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/twin/learn"
	"github.com/taktsim/takt/twin/link"
	"github.com/taktsim/takt/twin/link/mtconnect"
)

// These tests make and check the data of scenario 52, the NIST box line: the
// extract of recorded operations (against the recordings, where they are), the
// laws in its factory file, and the figures in its README (both from the
// extract). With -update they write instead of comparing.

var update = flag.Bool("update", false, "write the extract, the orders and the figures of scenario 52 anew")

const (
	scenario52 = "../../scenarios/52-digital-twin"
	recordings = "../../../shared/data/nist-sms-testbed"
	calibrated = 10 // instances 1 to 10 make the laws, 11 to 20 judge them
)

// compareFile fails when a file does not hold what it should.
func compareFile(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join(scenario52, name)
	if *update {
		if err := os.WriteFile(path, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the data says; run go test ./twin/learn -run BoxLine -update", name)
	}
}

const stamp = "2006-01-02T15:04:05.999999Z"

// TestBoxLineExtract makes the extract anew from the recordings. Plates and
// covers come from their split adapter logs through the importer; the boxes'
// split logs are not at hand, so theirs come from the table of times that was
// derived from them (a tenth of a second).
func TestBoxLineExtract(t *testing.T) {
	derived := filepath.Join(recordings, "derived_operation_times.csv")
	if _, err := os.Stat(derived); err != nil {
		t.Skip("the recorded data is not here")
	}
	var rep link.Report
	res, err := mtconnect.Read([]string{filepath.Join(recordings, "tdp/Split-Plate-Cover.tar.gz")}, mtconnect.Options{}, &rep)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, o := range res.Operations {
		rows = append(rows, []string{o.Part, o.Op, o.Machine, strconv.Itoa(o.Instance), o.Start.Format(stamp), o.End.Format(stamp),
			fmt.Sprintf("%.3f", o.Span().Seconds()), fmt.Sprintf("%.3f", o.Active.Seconds()), strconv.Itoa(o.Count), "log"})
	}
	for _, r := range readCSV(t, derived) {
		if r[0] != "Box" {
			continue
		}
		for _, k := range []int{4, 5} {
			d, err := time.Parse("2006-01-02T15:04:05.999999", r[k])
			if err != nil {
				t.Fatal(err)
			}
			r[k] = d.Format(stamp)
		}
		rows = append(rows, append(r[:9:9], "derived"))
	}
	slices.SortStableFunc(rows, func(a, b []string) int {
		x, _ := strconv.Atoi(a[3])
		y, _ := strconv.Atoi(b[3])
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(x, y))
	})
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"part", "operation", "machine", "instance", "start", "end", "span [s]", "active [s]", "observations", "source"})
	w.WriteAll(rows)
	compareFile(t, "data/operation_times.csv", b.Bytes())
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// boxLine reads the extract.
func boxLine(t *testing.T) []learn.Operation {
	t.Helper()
	var ops []learn.Operation
	for _, r := range readCSV(t, filepath.Join(scenario52, "data/operation_times.csv")) {
		n, err := strconv.Atoi(r[3])
		if err != nil {
			t.Fatal(err)
		}
		start, err := time.Parse(stamp, r[4])
		if err != nil {
			t.Fatal(err)
		}
		end, err := time.Parse(stamp, r[5])
		if err != nil {
			t.Fatal(err)
		}
		active, err := strconv.ParseFloat(r[7], 64)
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, learn.Operation{Part: r[0], Op: r[1], Machine: r[2], Instance: n, Start: start, End: end,
			Active: time.Duration(math.Round(active * 1e9))})
	}
	return ops
}

func parts(ops []learn.Operation) (first, second []learn.Operation) {
	for _, o := range ops {
		if o.Instance <= calibrated {
			first = append(first, o)
		} else {
			second = append(second, o)
		}
	}
	return first, second
}

// TestBoxLineOrders makes the orders: one piece each, released in the recorded
// order. The plant worked in campaigns, all pieces of a part type through one
// operation before the next; so a part type is released when its first
// operation began, piece by piece a second apart, and the machines' first come,
// first served then gives the campaigns.
func TestBoxLineOrders(t *testing.T) {
	ops := boxLine(t)
	begin := map[string]time.Time{}
	for _, o := range ops {
		if b, ok := begin[o.Part]; !ok || o.Start.Before(b) {
			begin[o.Part] = o.Start
		}
	}
	names := []string{"Plate", "Box", "Cover"}
	slices.SortFunc(names, func(a, b string) int { return begin[a].Compare(begin[b]) })
	text := "part,quantity,release\n"
	for _, p := range names {
		for i := range 20 {
			text += fmt.Sprintf("%s,1,%s\n", learn.Name(p), begin[p].Add(time.Duration(i)*time.Second).Format("2006-01-02 15:04:05"))
		}
	}
	compareFile(t, "data/orders.csv", []byte(text))

	// On each machine, the recorded order of completion is that of the campaigns.
	campaign := map[string]int{"Plate OP1": 0, "Plate OP2": 1, "Cover OP1": 2, "Cover OP2": 3, "Cover OP3": 4}
	for i := range 5 {
		campaign[fmt.Sprintf("Box OP%d", i+1)] = i
	}
	slices.SortFunc(ops, func(a, b learn.Operation) int { return a.End.Compare(b.End) })
	last := map[string]int{}
	for _, o := range ops {
		turn := campaign[o.Part+" "+o.Op]*100 + o.Instance
		if turn < last[o.Machine] {
			t.Errorf("%s %s of piece %d was completed out of turn", o.Part, o.Op, o.Instance)
		}
		last[o.Machine] = turn
	}
}

// TestBoxLineLaws: every operation of the factory file has the law that follows
// from instances 1 to 10.
func TestBoxLineLaws(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(scenario52, "factory.toml"))
	if err != nil {
		t.Fatal(err)
	}
	first, _ := parts(boxLine(t))
	steps, by := learn.Group(first)
	if len(steps) != 10 {
		t.Errorf("%d operations, want 10", len(steps))
	}
	for _, s := range steps {
		law, err := learn.Fit(learn.DefaultRules().Clean(s, by[s], nil).Times)
		if err != nil {
			t.Errorf("%v: %v", s, err)
			continue
		}
		want := fmt.Sprintf("op    = %q\non    = [\"shop.%s\"]\ncycle = %q\n", learn.Name(s.Op), learn.Name(s.Machine), law.Text)
		if !strings.Contains(string(text), want) {
			t.Errorf("factory.toml lacks\n%s", want)
		}
	}
}

// candidate is a way to make a law of a cleaned sample.
type candidate struct {
	name    string
	regular bool
	law     func(times []float64) (random.Dist, error)
}

func spread(xs []float64) (mean, sd float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	for _, x := range xs {
		sd += (x - mean) * (x - mean) / float64(max(1, len(xs)-1))
	}
	return mean, math.Sqrt(sd)
}

func candidates() []candidate {
	moments := func(f func(mean, sd float64) (random.Dist, error)) func([]float64) (random.Dist, error) {
		return func(xs []float64) (random.Dist, error) {
			m, sd := spread(xs)
			if sd == 0 {
				return random.Constant(m)
			}
			return f(m, sd)
		}
	}
	median := func(xs []float64) (random.Dist, error) {
		s := slices.Sorted(slices.Values(xs))
		return random.Constant((s[(len(s)-1)/2] + s[len(s)/2]) / 2)
	}
	return []candidate{
		{"constant (median)", false, median},
		{"normal", false, moments(random.Normal)},
		{"lognormal", false, moments(random.LogNormal)},
		{"recorded values, regular runs only", true, random.EmpiricalSteps},
		{"recorded values, all whole runs", false, random.EmpiricalSteps},
	}
}

// total predicts the machining time of the held-out pieces: mean and 90 %
// interval over 2000 re-simulations of all their recorded operations.
func total(t *testing.T, c candidate, part string, first, second []learn.Operation) (mean, low, high float64) {
	t.Helper()
	rules := learn.DefaultRules()
	rules.Regular = c.regular
	_, by := learn.Group(first)
	steps, held := learn.Group(second)
	const runs = 2000
	sums := make([]float64, runs)
	for _, s := range steps {
		if part != "" && s.Part != part {
			continue
		}
		d, err := c.law(rules.Clean(s, by[s], nil).Times)
		if err != nil {
			t.Fatal(err)
		}
		draws := learn.Draw(learn.Law{Dist: d}, s, 1, runs*len(held[s]))
		for i, x := range draws {
			sums[i%runs] += x
		}
		mean += float64(len(held[s])) * d.Mean()
	}
	slices.Sort(sums)
	return mean, sums[runs/20], sums[runs-1-runs/20]
}

// TestBoxLineFigures makes the tables of the README from the extract.
func TestBoxLineFigures(t *testing.T) {
	first, second := parts(boxLine(t))
	var b strings.Builder
	cleaning(&b, first, second)
	predictions(t, &b, first, second)
	readme := filepath.Join(scenario52, "README.md")
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	const open, shut = "<!-- figures: made by go test ./twin/learn -run BoxLine -update -->\n", "<!-- end of figures -->"
	before, rest, ok1 := strings.Cut(string(text), open)
	_, after, ok2 := strings.Cut(rest, shut)
	if !ok1 || !ok2 {
		t.Fatal("README.md has lost the marks of its figures")
	}
	compareFile(t, "README.md", []byte(before+open+b.String()+shut+after))
}

// cleaning tells per operation what was kept and how the law did.
func cleaning(b *strings.Builder, first, second []learn.Operation) {
	rules := learn.DefaultRules()
	fmt.Fprintf(b, "| operation | machine | instances 1-10 | law, mean s | instances 11-20 | mean s, whole | KS D | p |\n|---|---|---|---|---|---|---|---|\n")
	steps, by := learn.Group(first)
	_, held := learn.Group(second)
	var all []learn.Operation
	all = append(append(all, first...), second...)
	matches := learn.HoldOut(all, rules, learn.Split{Name: "instances", Fit: func(o learn.Operation, _, _ int) bool { return o.Instance <= calibrated }}, 1)
	for _, s := range steps {
		a := rules.Clean(s, by[s], nil)
		h := rules.Clean(s, held[s], &a.Band)
		d, p, mean := "", "", ""
		for _, m := range matches {
			if m.Step == s && m.Judged {
				d, p = fmt.Sprintf("%.2f", m.D), fmt.Sprintf("%.3f", m.P)
			}
		}
		if len(h.Times) > 0 {
			m, _ := spread(h.Times)
			mean = fmt.Sprintf("%.1f", m)
		}
		m, _ := spread(a.Times)
		fmt.Fprintf(b, "| %s %s | %s | %s | %.1f | %s | %s | %s | %s |\n", s.Part, s.Op, s.Machine, a.Tally(), m, cmp.Or(h.Tally(), "none recorded"), mean, d, p)
	}
}

// predictions tells per law the machining time of instances 11-20 and its error.
func predictions(t *testing.T, b *strings.Builder, first, second []learn.Operation) {
	fmt.Fprintf(b, "\n| machining time of instances 11-20, s | plate | box | cover | all | error | 90 %% interval of all |\n|---|---|---|---|---|---|---|\n")
	recorded, undisturbed := map[string]float64{}, map[string]float64{}
	rules := learn.DefaultRules()
	_, by := learn.Group(first)
	steps, held := learn.Group(second)
	for _, s := range steps {
		sum, regular, n := 0.0, 0.0, 0
		band := rules.Band(held[s])
		for _, o := range held[s] {
			x := o.Active.Seconds()
			sum += x
			if rules.Class(o, band) == learn.Regular {
				regular += x
				n++
			}
		}
		for _, p := range []string{s.Part, ""} {
			recorded[p] += sum
			undisturbed[p] += regular / float64(n) * float64(len(held[s]))
		}
		if len(by[s]) == 0 {
			t.Errorf("%v was not seen in instances 1-10", s)
		}
	}
	columns := []string{"Plate", "Box", "Cover", ""}
	line := func(name string, v map[string]float64, tail string) {
		fmt.Fprintf(b, "| %s |", name)
		for _, p := range columns {
			fmt.Fprintf(b, " %.0f |", v[p])
		}
		fmt.Fprintf(b, " %s |\n", tail)
	}
	line("**recorded, everything**", recorded, "|")
	line("recorded, as if all runs had been regular", undisturbed, "|")
	for _, c := range candidates() {
		v := map[string]float64{}
		var low, high float64
		for _, p := range columns {
			v[p], low, high = total(t, c, p, first, second)
		}
		line(c.name, v, fmt.Sprintf("%+.1f %% of everything, %+.1f %% of regular | %.0f to %.0f",
			100*(v[""]/recorded[""]-1), 100*(v[""]/undisturbed[""]-1), low, high))
	}
}
