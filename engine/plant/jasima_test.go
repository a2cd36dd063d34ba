package plant

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/taktsim/takt/engine"
)

// jasima holds job shops with the results of the simulator jasima (Hildebrandt,
// 2010 ff.), rule by rule.
const jasima = "../../../shared/data/jasima-mimac"

// jobShop is an instance in jasima's format.
type jobShop struct {
	machines int
	route    [][]int // by job type
	times    [][]int
	jobs     [][4]int // type, release, due date, weight
}

func readShop(t *testing.T, name string) *jobShop {
	t.Helper()
	f, err := os.Open(filepath.Join(jasima, name))
	if err != nil {
		t.Skip("the job shops are not there:", err)
	}
	defer f.Close()
	var rows [][]int
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), "#")
		var row []int
		for _, w := range strings.Fields(line) {
			n, err := strconv.Atoi(w)
			if err != nil {
				break // a word such as "jobs", or the end of a comment
			}
			row = append(row, n)
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	s := &jobShop{machines: rows[0][0]}
	n := rows[1][0]
	s.route, s.times = rows[2:2+n], rows[2+n:2+2*n]
	for _, row := range rows[3+2*n:] {
		s.jobs = append(s.jobs, [4]int(row))
	}
	if len(s.jobs) != rows[2+2*n][0] {
		t.Fatalf("%s: %d jobs, want %d", name, len(s.jobs), rows[2+2*n][0])
	}
	return s
}

// text is the shop as a factory file, 1 s for each of jasima's units of time.
func (s *jobShop) text(keys string) string {
	var b strings.Builder
	b.WriteString("[factory]\n")
	for i, route := range s.route {
		fmt.Fprintf(&b, "[part.j%d]\n", i)
		for k, m := range route {
			fmt.Fprintf(&b, "[[part.j%d.route]]\non = \"shop.m%d\"\ncycle = \"%d s\"\n", i, m, s.times[i][k])
		}
	}
	for _, j := range s.jobs {
		fmt.Fprintf(&b, "[[orders]]\npart = \"j%d\"\nrelease = \"%d s\"\ndue = \"%d s\"\npriority = %d\n", j[0]-1, j[1], j[2], j[3])
	}
	b.WriteString("[shop]\nkind = \"line\"\n[shop.in]\nkind = \"source\"\norders = true\n[shop.out]\nkind = \"sink\"\n")
	for m := range s.machines {
		fmt.Fprintf(&b, "[shop.m%d]\nkind = \"machine\"\n%s\n", m+1, keys)
	}
	return b.String()
}

// expected reads a result of jasima's: the numbers behind a rule and a measure.
func expected(t *testing.T, name, rule, measure string) []float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(jasima, name+".expected"))
	if err != nil {
		t.Skip("the results are not there:", err)
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if !strings.HasSuffix(f[0], " "+rule) || f[1] != measure {
			continue
		}
		var out []float64
		for _, w := range f[2:] {
			v, err := strconv.ParseFloat(w, 64)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, v)
		}
		return out
	}
	t.Fatalf("%s has no %s of %s", name, measure, rule)
	return nil
}

// TestJasima: each rule gives the schedule lengths, flow times and tardinesses that
// jasima gives, on the job shops of Fisher and Thompson (1963).
func TestJasima(t *testing.T) {
	for _, instance := range []string{"js06x06.txt", "js10x10.txt"} {
		for ours, theirs := range map[string]string{
			`dispatch = "fifo"`: "IGF[FCFS]", `by = "-arrived"`: "IGF[INV_FCFS]", `dispatch = "spt"`: "IGF[SPT]", `dispatch = "edd"`: "IGF[EDD]",
			`dispatch = "slack"`: "IGF[SLK]", `dispatch = "wspt"`: "IGF[WSPT]", `dispatch = { rule = "atc", k = 1.0 }`: "IGF[ATC(k=1.0)]",
			`by = "-cycle"`: "IGF[INV_SPT]", `by = "-(due - now) / work"`: "IGF[INV_CR]", // it has no CR: of that it is the reverse
		} {
			t.Run(instance+" "+theirs, func(t *testing.T) {
				s := parse(t, readShop(t, instance).text(ours)).New(1, 0)
				sum, late, end := 0.0, 0.0, engine.Time(0)
				s.RunWhile(engine.Hour, func(s *Sim) bool {
					n := uint64(0)
					for _, st := range s.TypeStats.All {
						n += st.Done
					}
					end = s.Now()
					return n < uint64(s.TypeStats.Len())
				})
				for _, st := range s.TypeStats.All {
					sum += st.Lead.Sum()
					late += st.Tardy
				}
				if want := expected(t, instance, theirs, "cMax")[0]; end.Seconds() != want {
					t.Errorf("the last job is out after %v s, jasima says %v", end.Seconds(), want)
				}
				if want := expected(t, instance, theirs, "flowtimes")[4]; sum != want {
					t.Errorf("flow times add up to %v s, jasima says %v", sum, want)
				}
				if want := expected(t, instance, theirs, "tardiness")[4]; late != want {
					t.Errorf("tardiness adds up to %v s, jasima says %v", late, want)
				}
			})
		}
	}
}

// TestJasimaLogs: every operation starts when jasima's log says.
func TestJasimaLogs(t *testing.T) {
	for _, c := range []struct{ instance, rule, theirs string }{
		{"js06x06.txt", `dispatch = "fifo"`, "FCFS"}, {"js06x06.txt", `dispatch = "edd"`, "EDD"}, {"js06x06.txt", `dispatch = "spt"`, "SPT"},
		{"js10x10.txt", `dispatch = "fifo"`, "FCFS"},
	} {
		t.Run(c.instance+" "+c.theirs, func(t *testing.T) {
			s := parse(t, readShop(t, c.instance).text(c.rule)).New(1, 0)
			var got, want []string
			s.Watch(func(e TraceEvent) {
				if e.State == Busy {
					sl := s.Slots.At(e.Slot - 1)
					if !s.plant.places[sl.Place].kind.works() {
						return
					}
					got = append(got, fmt.Sprintf("%v s: %s begins %s", s.Now().Seconds(), s.plant.places[sl.Place].path, s.plant.types[s.part(sl.Work.Head).Type].name))
				}
			}, StateChanged)
			s.Run(engine.Hour)
			log, err := os.ReadFile(filepath.Join(jasima, "log_IGF["+c.theirs+"]_"+c.instance))
			if err != nil {
				t.Skip(err)
			}
			for line := range strings.Lines(string(log)) {
				f := strings.Split(line, "\t")
				if f[1] != "start_processing" {
					continue
				}
				at, err := strconv.ParseFloat(f[0], 64)
				machine, bad := strconv.Atoi(strings.TrimPrefix(f[2], "m"))
				if err != nil || bad != nil {
					t.Fatal(line)
				}
				want = append(want, fmt.Sprintf("%v s: shop.m%d begins j%s", at, machine+1, strings.Split(f[3], ".")[1]))
			}
			slices.Sort(got) // what begins at the same instant has no order
			slices.Sort(want)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("- jasima, + takt:\n%s", d)
			}
			if len(want) < 36 {
				t.Errorf("the log has only %d operations", len(want))
			}
		})
	}
}
