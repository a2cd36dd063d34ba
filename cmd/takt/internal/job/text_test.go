package job

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/taktsim/takt/scenarios"
)

// TestTextOfAFactory: the text is the factory's, wherever the scenario lies, and reads
// as the job's model does.
func TestTextOfAFactory(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"factory.toml", "scenario.toml"} {
		text, err := scenarios.FS.ReadFile("00-gearbox/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	factory := filepath.Join(dir, "factory.toml")
	for _, c := range []struct{ word, factory, file string }{
		{"0", "", ""}, {"0", factory, factory}, {"52", "", ""},
		{dir, "", factory}, {factory, "", factory}, {filepath.Join(dir, "scenario.toml"), "", factory},
	} {
		j, problems, err := Load(c.word, Options{Factory: c.factory})
		if err != nil || len(problems.Errors()) > 0 {
			t.Fatal(c.word, err, problems)
		}
		text, err := j.Text()
		if err != nil {
			t.Fatal(c.word, err)
		}
		m, problems := text.Parse(text.Bytes)
		if m == nil {
			t.Fatal(c.word, problems)
		}
		if text.File != c.file || m.Hash() != j.Model.Hash() {
			t.Errorf("%q with %q: the file is %q, want %q; the model is the same: %v", c.word, c.factory, text.File, c.file, m.Hash() == j.Model.Hash())
		}
	}
	j, _, err := Load("0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if sets := j.Sets("second-washer"); len(sets) == 0 {
		t.Error("a what-if changes nothing")
	}
	if sets := j.Sets(""); sets != nil {
		t.Errorf("the baseline changes %v", sets)
	}
}
