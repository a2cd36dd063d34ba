package model_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/model"
)

func TestByteOrderMarkAndLineEnds(t *testing.T) {
	plain := parse(t, small)
	for _, text := range []string{"\ufeff" + small, strings.ReplaceAll(small, "\n", "\r\n")} {
		if parse(t, text).Hash() != plain.Hash() {
			t.Error("another hash for the same model")
		}
	}
	_, problems := model.Parse("f.toml", []byte("\ufeff"+strings.ReplaceAll(strings.Replace(small, `"60 s"`, `"60 sec"`, 1), "\n", "\r\n")), kinds(), nil)
	if len(problems) != 1 || problems[0].Line != 18 || problems[0].Col != 9 || strings.ContainsAny(problems[0].Detail(), "\r\ufeff") {
		t.Errorf("got %q", problems)
	}
}

func TestLargeFilesAreRefused(t *testing.T) {
	name := filepath.Join(t.TempDir(), "big.toml")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(100 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	_, problems := model.Load(name, kinds())
	if want := name + ": this file has 100 MB; at most 32 MB are read"; len(problems) != 1 || problems[0].Error() != want {
		t.Errorf("got %v, want %s", problems, want)
	}
	_, problems = model.Parse("big.toml", bytes.Repeat([]byte("#"), model.MaxBytes+1), kinds(), nil)
	if want := "big.toml: this file has 32 MB; at most 32 MB are read"; len(problems) != 1 || problems[0].Error() != want {
		t.Errorf("got %v, want %s", problems, want)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]string{filepath.Join(dir, "no.toml"): "there is no such file", dir: "this is a directory; want a file"} {
		_, problems := model.Load(name, kinds())
		if len(problems) != 1 || problems[0].Error() != name+": "+want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}

// Likenesses of likenesses grow without end; the model stops them by name.
func TestManyPlacesAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 200 000 places")
	}
	var b strings.Builder
	b.WriteString("format = 1\n[a0]\nkind = \"group\"\n[a0.x]\nkind = \"sink\"\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&b, "[a%d]\nkind = \"group\"\n[a%d.l]\nlike = \"a%d\"\n[a%d.r]\nlike = \"a%d\"\n", i, i, i-1, i, i-1)
	}
	m, problems := model.Parse("f.toml", []byte(b.String()), kinds(), nil)
	if m != nil || !strings.Contains(problems.String(), "more than 200000 places") {
		t.Errorf("got %.300s", problems)
	}
}

func TestDeepNesting(t *testing.T) {
	for _, text := range []string{
		"x = " + strings.Repeat("[", 100_000),
		"[" + strings.Repeat("a.", 100_000) + "a]",
		"x = " + strings.Repeat("{a=", 100_000),
		"format = 1\n" + nested(240),
	} {
		if m, problems := model.Parse("f.toml", []byte(text), kinds(), nil); m != nil || len(problems) == 0 {
			t.Errorf("%.30s: no mistake found", text)
		}
	}
}

func nested(depth int) string {
	path, b := "a", strings.Builder{}
	for range depth {
		fmt.Fprintf(&b, "[%s]\nkind = \"group\"\n", path)
		path += ".a"
	}
	return b.String() + "flow = \"a\"\n"
}

// A problem's caret stands under what is wrong, tabs and Chinese before it included.
func TestCaretUnderWideCharacters(t *testing.T) {
	text := after(mill, "\tneeds = [{ crew = \"清洗\", skil = \"x\" }]")
	_, problems := model.Parse("f.toml", []byte(text), kinds(), nil)
	want := "   \tneeds = [{ crew = \"清洗\", skil = \"x\" }]\n   \t                          ^^^^"
	if len(problems) != 2 || !strings.HasSuffix(problems[1].Detail(), want) {
		t.Errorf("got\n%s\nwant\n%s", problems, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"gearbox.toml", "bad.toml"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(everything))
	for _, m := range messages {
		f.Add([]byte(m.file))
	}
	reg := kinds()
	f.Fuzz(func(t *testing.T, text []byte) {
		m, problems := model.Parse("f.toml", text, reg, files(tables))
		if (m == nil) != (problems.Err() != nil) {
			t.Fatalf("a model with mistakes, or none without: %v", problems)
		}
		_ = problems.String()
		if m == nil {
			return
		}
		if m.Hash() == 0 {
			t.Fatal("no hash")
		}
		if again, _ := model.Parse("f.toml", text, reg, files(tables)); again.Hash() != m.Hash() {
			t.Fatal("another hash for the same text")
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var text strings.Builder
	text.WriteString("format = 1\n[part.a]\n[hall]\nkind = \"workshop\"\n")
	for i := range 100 {
		fmt.Fprintf(&text, "[hall.line-%d]\nkind = \"line\"\nflow = \"src -> m0", i)
		for k := 1; k < 8; k++ {
			fmt.Fprintf(&text, " -> m%d", k)
		}
		fmt.Fprintf(&text, " -> dock\"\n[hall.line-%d.src]\nkind = \"source\"\npart = \"a\"\nevery = \"100 s\"\n[hall.line-%d.dock]\nkind = \"sink\"\n", i, i)
		for k := range 8 {
			fmt.Fprintf(&text, "[hall.line-%d.m%d]\nkind = \"machine\"\ncycle = \"triangular(50 s, 60 s, 80 s)\"\nmtbf = \"20 h\"\nmttr = \"20 min\"\n", i, k)
		}
	}
	src, reg := []byte(text.String()), kinds()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if m, problems := model.Parse("f.toml", src, reg, nil); m == nil {
			b.Fatal(problems)
		}
	}
}
