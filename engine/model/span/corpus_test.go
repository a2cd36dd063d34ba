package span

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// corpus finds the test files that come with BurntSushi/toml, and the names of
// those that are TOML 1.0.
func corpus(t testing.TB) (dir string, names []string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/BurntSushi/toml").Output()
	if err != nil {
		t.Skipf("the toml corpus cannot be found: go list: %v", err)
	}
	dir = filepath.Join(strings.TrimSpace(string(out)), "internal", "toml-test", "tests")
	list, err := os.ReadFile(filepath.Join(filepath.Dir(dir), "version.go"))
	if err != nil {
		t.Skipf("the toml corpus is not in the module cache: %v", err)
	}
	_, list, found := bytes.Cut(list, []byte(`"1.0.0": versionSpec`))
	if !found {
		t.Fatal("the corpus has no list for 1.0.0 any more")
	}
	var newer []string
	for i, word := range strings.Split(string(list), `"`) {
		if i%2 == 1 && strings.HasPrefix(word, "valid/") {
			newer = append(newer, word)
		}
	}
	if len(newer) < 5 {
		t.Fatalf("the corpus excludes only %q from 1.0.0", newer)
	}
	err = filepath.WalkDir(filepath.Join(dir, "valid"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".toml" {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		for _, pattern := range newer {
			if ok, _ := path.Match(pattern, strings.TrimSuffix(rel, ".toml")); ok {
				return err
			}
		}
		names = append(names, rel)
		return err
	})
	if err != nil {
		t.Skipf("the toml corpus is not in the module cache: %v", err)
	}
	return dir, names
}

// redecode checks that every value's text decodes to what the whole source
// decodes to at that path, and that nothing is missing. It returns the number
// of values.
func redecode(t testing.TB, f *File, want map[string]any) int {
	t.Helper()
	count := 0
	var compare func(n *Node, want any)
	compare = func(n *Node, want any) {
		if n.Kind == Value || n.Form == Inline {
			count++
			var got map[string]any
			if _, err := toml.Decode("x = "+f.Text(n.Text), &got); err != nil {
				t.Fatalf("%q at %v: %v", f.Text(n.Text), n.Path(), err)
			}
			if d := cmp.Diff(plain(want), plain(got["x"]), cmpopts.EquateNaNs()); d != "" {
				t.Fatalf("%v:\n%s", n.Path(), d)
			}
		}
		switch want := plain(want).(type) {
		case map[string]any:
			if n.Kind != Table || len(want) != len(n.Children) {
				t.Fatalf("%v has %d keys, want %d", n.Path(), len(n.Children), len(want))
			}
			for key, value := range want {
				c := n.Child(key)
				if c == nil {
					t.Fatalf("%v has no %q", n.Path(), key)
				}
				checkKeys(t, f, c)
				compare(c, value)
			}
		case []any:
			if n.Kind != Array || len(want) != len(n.Children) {
				t.Fatalf("%v has %d elements, want %d", n.Path(), len(n.Children), len(want))
			}
			for i, value := range want {
				compare(n.Child(strconv.Itoa(i)), value)
			}
		default:
			if n.Kind != Value {
				t.Fatalf("%v is no value, want %v", n.Path(), want)
			}
		}
	}
	compare(f.Root, want)
	return count
}

// plain makes arrays of tables look like other arrays.
func plain(v any) any {
	switch v := v.(type) {
	case []map[string]any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plain(v[i])
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = plain(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key := range v {
			out[key] = plain(v[key])
		}
		return out
	}
	return v
}

// checkKeys checks that each place of a name decodes to the name.
func checkKeys(t testing.TB, f *File, n *Node) {
	t.Helper()
	if len(n.Keys) == 0 {
		t.Fatalf("%v has no place", n.Path())
	}
	for _, r := range n.Keys {
		var got map[string]any
		if _, err := toml.Decode(f.Text(r)+" = 1", &got); err != nil || len(got) != 1 || got[n.Name] == nil {
			t.Fatalf("the key %q of %v decodes to %v, %v", f.Text(r), n.Path(), got, err)
		}
	}
}

func TestCorpus(t *testing.T) {
	dir, names := corpus(t)
	values := 0
	for _, name := range names {
		src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			var want map[string]any
			if err := toml.Unmarshal(src, &want); err != nil {
				t.Fatal(err)
			}
			f, err := Index(src)
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Newer) > 0 {
				t.Errorf("said to be newer than 1.0: %v", f.Newer)
			}
			values += redecode(t, f, want)
		})
	}
	if len(names) < 200 || values < 700 {
		t.Errorf("only %d files with %d values: the corpus is bigger than that", len(names), values)
	}
	t.Logf("%d files, %d values", len(names), values)
}

// What only TOML 1.1 allows is read, and each case is told.
func TestCorpusNewer(t *testing.T) {
	dir, _ := corpus(t)
	for _, name := range []string{"string/escape-esc", "string/hex-escape", "datetime/no-seconds", "inline-table/newline", "inline-table/newline-comment"} {
		src, err := os.ReadFile(filepath.Join(dir, "valid", filepath.FromSlash(name)+".toml"))
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		if err := toml.Unmarshal(src, &want); err != nil {
			t.Fatal(err)
		}
		f, err := Index(src)
		if err != nil {
			t.Fatal(err)
		}
		redecode(t, f, want)
		if len(f.Newer) == 0 {
			t.Errorf("%s: nothing newer than 1.0 was found", name)
		}
	}
}

// The files that TOML forbids never panic, and what Index takes of them (it
// does not judge values) has ranges that lie in the source.
func TestCorpusInvalid(t *testing.T) {
	dir, _ := corpus(t)
	refused, seen := 0, 0
	err := filepath.WalkDir(filepath.Join(dir, "invalid"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".toml" {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		seen++
		f, err := Index(src)
		if err != nil {
			refused++
			if e, ok := err.(*Error); !ok || !e.Pos.IsValid() || e.Msg == "" {
				t.Errorf("%s: a poor error: %#v", name, err)
			}
			return nil
		}
		checkRanges(t, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if refused < seen/3 {
		t.Errorf("only %d of %d bad files are refused", refused, seen)
	}
	t.Logf("%d of %d bad files are refused by structure alone", refused, seen)
}

// checkRanges checks that ranges lie within the source and within each other.
func checkRanges(t testing.TB, f *File) {
	t.Helper()
	f.Walk(func(n *Node) {
		for _, r := range append([]Range{n.Text, n.Lead, n.Trail}, n.Keys...) {
			if r.Start < 0 || r.End < r.Start || r.End > len(f.Src) {
				t.Fatalf("%v: the range %v is out of a source of %d", n.Path(), r, len(f.Src))
			}
		}
		if p := n.Parent; p.Form == Inline && (n.Text.Start < p.Text.Start || n.Text.End > p.Text.End) && n.Form != Dotted {
			t.Fatalf("%v is not inside its parent", n.Path())
		}
		if r := n.Lead; !r.Empty() && !strings.HasPrefix(strings.TrimLeft(f.Text(r), " \t"), "#") {
			t.Fatalf("%v: %q is no comment", n.Path(), f.Text(r))
		}
		if r := n.Trail; !r.Empty() && f.Src[r.Start] != '#' {
			t.Fatalf("%v: %q is no comment", n.Path(), f.Text(r))
		}
	})
}
