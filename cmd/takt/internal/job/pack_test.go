package job

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/scene"
)

// sent is a parcel as it comes out of the wire.
func sent(t *testing.T, p *parcel.Parcel) *parcel.Parcel {
	t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	out, err := parcel.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What a browser opens is the very run that the command line makes.
func TestAParcelHoldsTheSameRun(t *testing.T) {
	seed := uint64(7)
	for _, c := range []struct {
		word, variant string
		replication   int
		seed          *uint64
	}{{"0", "", 0, nil}, {"0", "second-washer", 2, nil}, {"15", "", 1, &seed}, {"52", "", 0, nil}, {"../../../../scenarios/52-digital-twin/factory.toml", "", 0, nil}} {
		o := Options{Seed: c.seed, WarmUp: "0 s"}
		j, problems, err := Load(c.word, o)
		if err != nil || problems.Err() != nil {
			t.Fatal(err, problems)
		}
		want, err := j.One(c.variant, c.replication)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := Pack(c.word, o, c.variant, c.replication)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sent(t, p).Open()
		if err != nil {
			t.Fatal(err)
		}
		want.Sim.Run(2 * engine.Week)
		got.Run(2 * engine.Week)
		if got.Steps() < 300 || got.Hash() != want.Sim.Hash() {
			t.Errorf("%s %s: after %d events %x, want %x after %d", c.word, c.variant, got.Steps(), got.Hash(), want.Sim.Hash(), want.Sim.Steps())
		}
	}
}

// TestARecordedRunIsPacked: what happened in a run goes into a browser with it.
func TestARecordedRunIsPacked(t *testing.T) {
	p, _, err := Pack("0", Options{}, "second-washer", 1)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	about, err := p.File()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "monday"+parcel.Ending)
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := plant.Record(out, sim, lab.Version(), about)
	if err != nil {
		t.Fatal(err)
	}
	sim.Run(engine.Hour)
	if err := sim.BreakPlace("wash.washer", "", sim.Now(), engine.Hour); err != nil {
		t.Fatal(err)
	}
	if err := r.Note(); err != nil {
		t.Fatal(err)
	}
	sim.Run(8 * engine.Hour)
	if err := r.Mark(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	p, files, err := Pack(file, Options{}, "", 0)
	if err != nil || !slices.Equal(files, []string{file}) || p.Name != file {
		t.Fatal(p, files, err)
	}
	again, err := sent(t, p).Replay(1 << 24)
	if err != nil {
		t.Fatal(err)
	}
	if again.Met != 1 || again.Tape.Live().Hash() != sim.Hash() {
		t.Errorf("it comes to another end: %v", again)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data[:40], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Pack(file, Options{}, "", 0); err == nil || !strings.HasPrefix(err.Error(), file) {
		t.Errorf("of a file that is cut off it says %v", err)
	}
	if _, _, err := Load(file, Options{}); err == nil || !strings.Contains(err.Error(), "takt view shows it") {
		t.Errorf("to run a recording says %v", err)
	}
	if _, _, err := Pack("nobody"+parcel.Ending, Options{}, "", 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of a file that is not there it says %v", err)
	}
}

const withTable = `format = 1
[orders]
file = "jobs.csv"
[part.box]
[hall]
kind = "workshop"
flow = "in -> mill -> out"
[hall.in]
kind = "source"
orders = true
[hall.mill]
kind = "machine"
cycle = "5 min"
[hall.out]
kind = "sink"
`

func TestAParcelBringsTheTablesThatItsFactoryNames(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	file := write("f.toml", withTable)
	table := write("jobs.csv", "part,quantity,release\nbox,2,2026-01-05 06:00\n")
	write("other.csv", "nothing of interest")
	p, files, err := Pack(file, Options{}, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{file, table}; !slices.Equal(files, want) {
		t.Errorf("files %q, want %q", files, want)
	}
	if len(p.Data) != 1 {
		t.Errorf("%d tables, want jobs.csv alone", len(p.Data))
	}
	p = sent(t, p)
	if _, err := p.Open(); err != nil {
		t.Errorf("with its table: %v", err)
	}
	delete(p.Data, "jobs.csv")
	if _, err := p.Open(); err == nil || !strings.Contains(err.Error(), "f.toml:3:") || !strings.Contains(err.Error(), "jobs.csv") {
		t.Errorf("without its table: %v", err)
	}
}

// A factory with mistakes is sent all the same: the page tells them as it opens it.
func TestAParcelWithMistakes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f.toml")
	if err := os.WriteFile(file, []byte(strings.Replace(withTable, "cycle", "cycel", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	p, files, err := Pack(file, Options{}, "", 0)
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, files %q", err, files)
	}
	_, err = sent(t, p).Open()
	var m parcel.Mistakes
	if !errors.As(err, &m) || !strings.Contains(m.Detail(), "^") || !strings.Contains(m.Detail(), "cycel") {
		t.Errorf("opened: %v", err)
	}
	for _, word := range []string{"nofile.toml", "53", ""} {
		if _, _, err := Pack(word, Options{}, "", 0); !errors.Is(err, ErrUsage) {
			t.Errorf("%q: %v", word, err)
		}
	}
	p, _, err = Pack("0", Options{}, "nope", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Open(); err == nil || !strings.Contains(err.Error(), `"nope"`) {
		t.Errorf("a what-if that is not there: %v", err)
	}
}

// TestAParcelBringsThe3DModels that can be read; of another one the page is told.
func TestAParcelBringsThe3DModels(t *testing.T) {
	press, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "assets", "shape", "glb", "testdata", "press.glb"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text := strings.Replace(withTable, `cycle = "5 min"`, "cycle = \"5 min\"\nmodel = \"press.glb\"", 1)
	text = strings.Replace(text, "[hall.out]", "[hall.out]\nmodel = \"gone.glb\"", 1)
	for name, data := range map[string]string{"f.toml": text, "press.glb": string(press), "jobs.csv": "part,quantity,release\nbox,2,2026-01-05 06:00\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, files, err := Pack(filepath.Join(dir, "f.toml"), Options{}, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"press.glb", "gone.glb"} { // what comes later is asked for again
		if !slices.Contains(files, filepath.Join(dir, name)) {
			t.Errorf("%s is not among the files %q", name, files)
		}
	}
	p = sent(t, p)
	if len(p.Data) != 2 || !bytes.Equal(p.Data["press.glb"], press) {
		t.Errorf("it brings %d files", len(p.Data))
	}
	s, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	list := scene.New(s.Plant().Model()).Problems
	if len(list) != 1 || !strings.Contains(list[0].Msg, `"gone.glb": there is no such file`) {
		t.Errorf("the page is told %v", list)
	}
}
