package scenarios

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// operationsOf runs the NIST box line and gives, by machine, the operations in
// the order in which they were completed: "plate op1 3" is the third plate's.
func operationsOf(t *testing.T, seed uint64) map[string][]string {
	t.Helper()
	m, problems := model.Load("52-digital-twin/factory.toml", plant.Registry())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	s := p.New(seed, 0)
	done := map[string][]string{}
	nth := map[string]int{}
	s.Watch(func(e plant.TraceEvent) {
		machine, part := m.Nodes[e.Place], m.Parts[e.Type]
		if !machine.Is("machine") {
			return
		}
		op := fmt.Sprintf("%s %s", part.Name, part.Route[e.Op-1].Op)
		nth[op]++
		done[machine.Name] = append(done[machine.Name], fmt.Sprintf("%s %d", op, nth[op]))
	}, plant.PartFinished)
	s.Run(20 * engine.Day)
	return done
}

// recorded gives, by machine, the operations in the recorded order of completion.
func recorded(t *testing.T) map[string][]string {
	t.Helper()
	f, err := os.Open("52-digital-twin/data/operation_times.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[name] = i
	}
	rows = rows[1:]
	slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(a[col["end"]], b[col["end"]]) })
	done := map[string][]string{}
	for _, r := range rows {
		machine := strings.ToLower(r[col["machine"]])
		done[machine] = append(done[machine], strings.ToLower(fmt.Sprintf("%s %s %s", r[col["part"]], r[col["operation"]], r[col["instance"]])))
	}
	return done
}

// The model, which knows the orders and the times of pieces 1 to 10, completes
// every recorded operation in the recorded order, whatever the luck.
func TestBoxLineCompletesInTheRecordedOrder(t *testing.T) {
	want := recorded(t)
	for seed := range uint64(5) {
		got := operationsOf(t, seed)
		for _, machine := range []string{"hurco02", "hurco04"} {
			known := map[string]bool{}
			for _, op := range want[machine] {
				known[op] = true
			}
			// Nobody recorded Box OP4 of pieces 5 to 20; the model does it all the same.
			order := slices.DeleteFunc(got[machine], func(op string) bool { return !known[op] })
			if len(order) < 80 || !slices.Equal(order, want[machine]) {
				t.Errorf("seed %d: %s completes\n%q, recorded is\n%q", seed, machine, order, want[machine])
			}
		}
	}
}
