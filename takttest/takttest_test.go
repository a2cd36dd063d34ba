package takttest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/takttest"
	"pgregory.net/rapid"
)

const small = `format = 1
[factory]
title = "Small"
[part.gear]
[line]
kind = "line"
flow = "store -> mill -> queue -> wash -> dock"
[line.store]
kind = "source"
part = "gear"
[line.mill]
kind = "machine"
cycle = "exponential(60 s)"
mtbf = "2 h"
mttr = "10 min"
[line.queue]
kind = "buffer"
room = 4
[line.wash]
kind = "machine"
cycle = "45 s"
[line.dock]
kind = "sink"
`

// recorder is a test that notes what it is told.
type recorder struct {
	testing.TB
	name   string
	errors []string
}

// fatal ends what a recorder watches.
type fatal struct{}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return r.name }
func (r *recorder) Log(...any)   {}
func (r *recorder) Error(a ...any) {
	r.errors = append(r.errors, strings.TrimSuffix(fmt.Sprintln(a...), "\n"))
}
func (r *recorder) Errorf(format string, a ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, a...))
}
func (r *recorder) Fatal(a ...any)                 { r.Error(a...); panic(fatal{}) }
func (r *recorder) Fatalf(format string, a ...any) { r.Errorf(format, a...); panic(fatal{}) }

// record runs f with a recorder and gives all it was told.
func record(t *testing.T, name string, f func(testing.TB)) string {
	r := &recorder{TB: t, name: name}
	func() {
		defer func() {
			if p := recover(); p != nil {
				if _, ok := p.(fatal); !ok {
					panic(p)
				}
			}
		}()
		f(r)
	}()
	return strings.Join(r.errors, "\n")
}

func TestRun(t *testing.T) {
	f := takttest.Parse(t, small)
	r := f.Run(8 * time.Hour)
	if n := r.Parts("line.dock"); n < 316 || n > 556 { // 400 seeds: 436, standard deviation 30
		t.Errorf("%d parts in 8 h", n)
	}
	if busy, same := r.Share("line.mill", plant.Busy), r.Measure("line.mill.busy"); busy != same || busy < 0.7 {
		t.Errorf("busy %v, by its name %v", busy, same)
	}
	if rate := r.Measure("line.dock.parts per hour") * 3600 * 8; int(rate+0.5) != r.Parts("line.dock") {
		t.Errorf("%v parts by the rate, %d by the count", rate, r.Parts("line.dock"))
	}
	if r.Hash() != f.Run(8*time.Hour).Hash() {
		t.Error("the same run again has another hash")
	}
	if r.Hash() == f.Seed(2).Run(8*time.Hour).Hash() {
		t.Error("other luck has the same hash")
	}
	takttest.Conserved(t, r.Sim)
}

func TestWarmUpIsNotMeasured(t *testing.T) {
	f := takttest.Parse(t, small)
	whole, rest := f.Run(3*time.Hour), f.WarmUp(time.Hour).Run(2*time.Hour)
	first := f.Run(time.Hour)
	if got, want := rest.Parts("line.dock"), whole.Parts("line.dock")-first.Parts("line.dock"); got != want {
		t.Errorf("%d parts after the warm-up, want %d", got, want)
	}
	if rest.Sim.Hash().Live == first.Sim.Hash().Live {
		t.Error("the warm-up was all that was run")
	}
}

// What an edit of the factory displaces is in the balance.
func TestConservedCountsWhatIsDisplaced(t *testing.T) {
	slow := strings.NewReplacer("45 s", "120 s", "mtbf = \"2 h\"\nmttr = \"10 min\"\n", "").Replace(small) // the queue is full
	f := takttest.Parse(t, slow)
	less := takttest.Parse(t, strings.NewReplacer("-> queue ", "", "[line.queue]\nkind = \"buffer\"\nroom = 4\n", "").Replace(slow))
	p, err := plant.Compile(f.Model)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.WithEdits([]*model.Model{less.Model}); err != nil {
		t.Fatal(err)
	}
	s := p.New(1, 0)
	if err := s.Edit(0, engine.Hour); err != nil {
		t.Fatal(err)
	}
	s.Run(2 * engine.Hour)
	if n := s.Report().Types[0].Stat.Displaced; n == 0 {
		t.Error("nothing was displaced")
	}
	takttest.Conserved(t, s)
}

func TestBuiltInCode(t *testing.T) {
	b := takttest.New("Small")
	b.Part("gear", nil)
	l := b.Line("line")
	l.Add("store", "source", model.Keys{"part": "gear"})
	l.Add("mill", "machine", model.Keys{"cycle": "exponential(60 s)", "mtbf": "2 h", "mttr": "10 min"})
	l.Add("queue", "buffer", model.Keys{"room": 4})
	l.Add("wash", "machine", model.Keys{"cycle": "45 s"})
	l.Add("dock", "sink", nil)
	l.Flow("store -> mill -> queue -> wash -> dock")
	inCode, inText := takttest.Build(t, b).Run(time.Hour), takttest.Parse(t, small).Run(time.Hour)
	if inCode.Hash() != inText.Hash() {
		t.Error("the same factory in code and in text runs differently")
	}
}

func TestReplications(t *testing.T) {
	f := takttest.Parse(t, small)
	r := f.Replications(6).Run(8*time.Hour, "line.dock.parts", "line.mill.down")
	v := r.Parts("line.dock")
	if want := r.Measure("line.dock.parts"); v.Mean-want.Mean > 1e-6 || want.Mean-v.Mean > 1e-6 {
		t.Errorf("%v parts, by their measure %v", v.Mean, want.Mean)
	}
	if v.Half <= 0 || v.Low < 300 || v.High > 500 {
		t.Errorf("parts %+v", v)
	}
	if one := f.Run(8 * time.Hour).Measure("line.mill.down"); one < 0 || r.Measure("line.mill.down").N != r.Case.Replications {
		t.Errorf("down %v in one run; %+v", one, r.Measure("line.mill.down"))
	}
	if got := r.Bottleneck(); got != "line.mill" {
		t.Errorf("the bottleneck is %q", got)
	}
}

func TestMistakesEndTheTest(t *testing.T) {
	for name, c := range map[string]struct {
		f    func(testing.TB)
		want string
	}{
		"kind":    {func(t testing.TB) { takttest.Parse(t, strings.Replace(small, `"buffer"`, `"bufer"`, 1)) }, `did you mean "buffer"?`},
		"file":    {func(t testing.TB) { takttest.Load(t, "no-such.toml") }, "no-such.toml"},
		"place":   {func(t testing.TB) { takttest.Parse(t, small).Run(time.Minute).Parts("line.duck") }, `there is no place "line.duck"`},
		"measure": {func(t testing.TB) { takttest.Parse(t, small).Run(time.Minute).Measure("line.mill.bussy") }, "bussy"},
	} {
		if got := record(t, name, c.f); !strings.Contains(got, c.want) {
			t.Errorf("%s: told %q, want %q in it", name, got, c.want)
		}
	}
}

func TestFingerprint(t *testing.T) { takttest.Fingerprint(t, takttest.Parse(t, small), 2*time.Hour) }

// TestFingerprintNamesTheFirstDifference changes the washer: its first completion
// is the first event that can differ.
func TestFingerprintNamesTheFirstDifference(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("TAKT_UPDATE", "1")
	takttest.Fingerprint(&recorder{TB: t, name: "golden"}, takttest.Parse(t, small), 2*time.Hour)
	t.Setenv("TAKT_UPDATE", "")
	same := func(tb testing.TB) { takttest.Fingerprint(tb, takttest.Parse(t, small), 2*time.Hour) }
	if got := record(t, "golden", same); got != "" {
		t.Errorf("nothing changed, and yet: %s", got)
	}
	slower := takttest.Parse(t, strings.Replace(small, `"45 s"`, `"46 s"`, 1))
	got := record(t, "golden", func(tb testing.TB) { takttest.Fingerprint(tb, slower, 2*time.Hour) })
	first := ""
	s, at := slower.Start(), 0
	s.Observe(func(e engine.Event) {
		at++
		if first == "" && s.EventName(e) == "done line.wash" {
			first = fmt.Sprintf("event %d at %v", at, e.At)
		}
	})
	s.Run(engine.Hour)
	for _, want := range []string{first, "done line.wash", "another one than it was"} {
		if !strings.Contains(got, want) {
			t.Errorf("told:\n%s\nwant %q in it", got, want)
		}
	}
	got = record(t, "golden", func(tb testing.TB) { takttest.Fingerprint(tb, slower, time.Hour) })
	if !strings.Contains(got, "horizon 1h0m0s") {
		t.Errorf("another horizon: %q", got)
	}
}

func TestFingerprintFileThatIsNone(t *testing.T) {
	t.Chdir(t.TempDir())
	f := takttest.Parse(t, small)
	got := record(t, "none", func(tb testing.TB) { takttest.Fingerprint(tb, f, time.Hour) })
	if !strings.Contains(got, "-update") {
		t.Errorf("no golden file: %q", got)
	}
	if err := os.Mkdir("testdata", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "takt fingerprint 1\n", "takt fingerprint 1\nhorizon\nseed\nmodel zz\nevents\nlive\nstats\nhistory\n!!!!\n"} {
		if err := os.WriteFile(filepath.Join("testdata", "none.fingerprint"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := record(t, "none", func(tb testing.TB) { takttest.Fingerprint(tb, f, time.Hour) }); !strings.Contains(got, "anew") {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// TestConservedOnRandomLines asks random lines at random instants.
func TestConservedOnRandomLines(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := small
		for _, c := range []struct {
			old  string
			news []string
		}{
			{`"exponential(60 s)"`, []string{`"30 s"`, `"triangular(20 s, 30 s, 90 s)"`, `"exponential(50 s)"`}},
			{"room = 4", []string{"room = 1", "room = 3", "room = 50"}},
			{`cycle = "45 s"`, []string{"cycle = \"45 s\"\nyield = \"90 %\"", "cycle = \"3 min\"\nbatch = 4", "cycle = \"80 s\"\nparallel = 2"}},
			{"part = \"gear\"\n[line.mill]", []string{"part = \"gear\"\nevery = \"exponential(70 s)\"\n[line.mill]",
				"part = \"gear\"\nevery = \"exponential(30 s)\"\nwhen-full = \"lose\"\n[line.mill]", "part = \"gear\"\n[line.mill]"}},
		} {
			text = strings.Replace(text, c.old, rapid.SampledFrom(c.news).Draw(rt, c.old), 1)
		}
		s := takttest.Parse(t, text).Seed(rapid.Uint64().Draw(rt, "seed")).Start()
		s.Run(engine.Time(rapid.Int64Range(0, int64(5*engine.Hour)).Draw(rt, "until")))
		if got := record(t, "conserved", func(tb testing.TB) { takttest.Conserved(tb, s) }); got != "" {
			rt.Fatalf("%s\n%s", text, got)
		}
	})
}

func TestConservedFindsWhatIsLost(t *testing.T) {
	f := takttest.Parse(t, small)
	for name, spoil := range map[string]func(*plant.Sim){
		"a part":           func(s *plant.Sim) { s.TypeStats.At(0).Inside++ },
		"a birth":          func(s *plant.Sim) { s.TypeStats.At(0).Born++ },
		"a moment of time": func(s *plant.Sim) { s.SlotStats.At(1).Times[plant.Busy]-- },
	} {
		s := f.Start()
		s.Run(engine.Hour)
		spoil(s)
		if record(t, "lost", func(tb testing.TB) { takttest.Conserved(tb, s) }) == "" {
			t.Errorf("%s is lost, and nobody noticed", name)
		}
	}
}

func TestParallelTestsShareAFactory(t *testing.T) {
	f := takttest.Parse(t, small)
	want := f.Run(time.Hour).Hash()
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			if got := f.For(t).Run(time.Hour).Hash(); got != want {
				t.Errorf("hash %x, want %x", got, want)
			}
		})
	}
}
