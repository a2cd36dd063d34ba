package job

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant/trail"
	"github.com/taktsim/takt/scenarios"
)

// Print is one row of a table of fingerprints: one variant of a scenario, run once.
type Print struct {
	Scenario string
	Case     string
	Seed     uint64
	Horizon  engine.Time
	trail.Print
}

// Key says which run the row is of.
func (p *Print) Key() string {
	return fmt.Sprintf("%s, %s, seed %d, %v", p.Scenario, p.Case, p.Seed, p.Horizon)
}

// UsualHorizon is how long the runs of fingerprints are: so short that all of them
// take seconds.
const UsualHorizon = 2 * engine.Week

// Present lists the scenarios that are built in.
func Present() (words []string) {
	for _, s := range scenarios.All() {
		if s.Present {
			words = append(words, s.Folder)
		}
	}
	return words
}

// Printer takes fingerprints.
type Printer struct {
	Options                                // Length "": UsualHorizon; Workers runs are made side by side, which changes nothing
	Run     func(*Single, *Print) error    // nil: whole, from time 0
	Told    func(done, total int, p Print) // after every run; one call at a time
}

// Prints runs every variant of every scenario, or factory, that words name, once,
// and gives the fingerprints in their order. Mistakes in files are an error.
func (r *Printer) Prints(ctx context.Context, words []string) ([]Print, error) {
	var prints []Print
	var runs []*Single
	for _, word := range words {
		o := r.Options
		o.WarmUp = "0 s" // all of a run is measured
		j, problems, err := Load(word, o)
		if err == nil {
			err = problems.Err()
		}
		if err != nil {
			return nil, err
		}
		horizon := j.Lab.Length
		if r.Length == "" {
			horizon = min(UsualHorizon, horizon)
		}
		for i := range j.Lab.Cases {
			prints = append(prints, Print{Scenario: nameOf(j.File), Case: j.Lab.Cases[i].Name, Seed: j.Lab.Seed, Horizon: horizon})
			runs = append(runs, &Single{Job: j, Case: i})
		}
	}
	return prints, r.all(ctx, runs, prints)
}

// nameOf is the folder of a scenario that is built in, and the name of a file.
func nameOf(file string) string {
	if dir, ok := strings.CutPrefix(file, "scenarios/"); ok && path.Base(dir) == "scenario.toml" {
		return path.Dir(dir)
	}
	return strings.ReplaceAll(file, " ", "_")
}

// all makes the runs, Workers at a time.
func (r *Printer) all(ctx context.Context, runs []*Single, prints []Print) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	next, done := 0, 0
	for range max(r.Workers, 1) {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= len(runs) {
					return
				}
				err := r.one(ctx, runs[i], &prints[i])
				runs[i] = nil // a state is not needed any more
				mu.Lock()
				done++
				switch {
				case err != nil && failed == nil:
					failed = err
					stop()
				case err == nil && r.Told != nil:
					r.Told(done, len(runs), prints[i])
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return failed
}

func (r *Printer) one(ctx context.Context, run *Single, p *Print) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if run.Sim, err = run.Job.Lab.Start(run.Case, run.Replication); err != nil {
		return err
	}
	if r.Run != nil {
		return r.Run(run, p)
	}
	t := trail.Follow(run.Sim)
	if err := run.Run(ctx, p.Horizon, nil); err != nil {
		return err
	}
	p.Print = t.Print()
	return nil
}

// PrintColumns are the columns of a table of fingerprints.
var PrintColumns = []string{"scenario", "case", "seed", "horizon_s", "events", "order", "times", "statistics"}

// Fields are the values of the PrintColumns.
func (p *Print) Fields() []string {
	return []string{
		p.Scenario, p.Case, strconv.FormatUint(p.Seed, 10), strconv.FormatFloat(p.Horizon.Seconds(), 'f', -1, 64), strconv.FormatUint(p.Events, 10),
		trail.ID(p.Order), trail.ID(p.Times), trail.ID(p.Stats),
	}
}

// goldenHead begins a file of fingerprints.
const goldenHead = `# Fingerprints of runs, each once from time 0 to its horizon: events handled; what
# happened, in its order; when it did, and what the end lets happen; the statistics.
# Whoever moves one says so in CHANGELOG.md, with [RESULTS].
`

// FormatPrints writes a table, as a file has it.
func FormatPrints(prints []Print) []byte {
	width := make([]int, len(PrintColumns))
	rows := [][]string{PrintColumns}
	for i := range prints {
		rows = append(rows, prints[i].Fields())
	}
	for _, row := range rows {
		for k, cell := range row {
			width[k] = max(width[k], len(cell))
		}
	}
	var b bytes.Buffer
	b.WriteString(goldenHead)
	for _, row := range rows {
		line := ""
		for k, cell := range row {
			line += fmt.Sprintf("%-*s  ", width[k], cell)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.Bytes()
}

// ParsePrints reads a table that FormatPrints wrote. An error names the line.
func ParsePrints(text []byte) ([]Print, error) {
	var out []Print
	head := false
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || strings.HasPrefix(f[0], "#"):
			continue
		case !head:
			if strings.Join(f, " ") != strings.Join(PrintColumns, " ") {
				return nil, fmt.Errorf("line %d: this is no table of fingerprints: it begins with the columns %s", n, strings.Join(PrintColumns, ", "))
			}
			head = true
			continue
		}
		p, err := parsePrint(f)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, p)
	}
	if !head {
		return nil, fmt.Errorf("this is no table of fingerprints: it is empty")
	}
	return out, nil
}

func parsePrint(f []string) (p Print, err error) {
	n := len(f) - len(PrintColumns)
	if n < 0 {
		return p, fmt.Errorf("%d values; want %s", len(f), strings.Join(PrintColumns, ", "))
	}
	// The name of a case may have blanks in it.
	p.Scenario, p.Case = f[0], strings.Join(f[1:2+n], " ")
	f = f[2+n:]
	seconds, err := strconv.ParseFloat(f[1], 64)
	if err != nil {
		return p, fmt.Errorf("horizon_s: %q is no number", f[1])
	}
	p.Horizon = engine.Seconds(seconds)
	for _, c := range []struct {
		name, text string
		base       int
		to         *uint64
	}{{"seed", f[0], 10, &p.Seed}, {"events", f[2], 10, &p.Events}, {"order", f[3], 16, &p.Order}, {"times", f[4], 16, &p.Times}, {"statistics", f[5], 16, &p.Stats}} {
		if *c.to, err = strconv.ParseUint(c.text, c.base, 64); err != nil {
			return p, fmt.Errorf("%s: %q is no number", c.name, c.text)
		}
	}
	return p, nil
}

// Moved is a run whose fingerprint is another one than the table says.
type Moved struct {
	Key  string   `json:"run"`
	What []string `json:"moved"` // the ingredients; none when only one of both tables has the run
	Gone bool     `json:"gone"`  // only the golden table has it
}

// ComparePrints lists what moved between a golden table and one of now, in the
// order of now; what is gone comes last.
func ComparePrints(golden, now []Print) []Moved {
	old := map[string]*Print{}
	for i := range golden {
		old[golden[i].Key()] = &golden[i]
	}
	out := []Moved{}
	for i := range now {
		key := now[i].Key()
		was := old[key]
		delete(old, key)
		if was == nil {
			out = append(out, Moved{Key: key, What: []string{}})
		} else if what := was.Ingredients(now[i].Print); len(what) > 0 {
			out = append(out, Moved{Key: key, What: what})
		}
	}
	for i := range golden {
		if key := golden[i].Key(); old[key] != nil {
			out = append(out, Moved{Key: key, What: []string{}, Gone: true})
		}
	}
	return out
}
