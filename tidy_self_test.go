package takt_test

import (
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTidyFinds shows every check one offender, so that a check that has gone
// blind is seen.
func TestTidyFinds(t *testing.T) {
	long := "package p\n\n// F is long.\nfunc F() {\n" + strings.Repeat("\tprintln()\n", maxFunc-1) + "}\n"
	cases := []struct{ path, src, want string }{
		{"engine/a.go", "package engine\n\nimport _ \"" + module + "/engine/plant\"\n", "may not import engine/plant"},
		{"engine/plant/a.go", "package plant\n\nimport _ \"" + toml + "\"\n", "may not import " + toml},
		{"engine/a_test.go", "package engine\n\nimport _ \"" + cobra + "\"\n", "may not import " + cobra},
		{"kitchen/a.go", "package kitchen\n\nimport _ \"fmt\"\n", "add it to the map"},
		{"twin/link/a.go", "package link\n\nimport \"C\"\n", "without cgo"},
		{"engine/stat/a.go", "package stat\n\nimport _ \"math/rand/v2\"\n", "draw from engine/random"},
		{"engine/a.go", "package engine\n\nimport clock \"time\"\n\nvar t = clock.Now()\n", "time.Now"},
		{"engine/plant/a.go", "package plant\n\nfunc f() {\n\tgo f()\n}\n", "go statement"},
		{"engine/stat/a.go", "package stat\n\nimport \"maps\"\n\nvar k = maps.Keys(m)\n", "slices.Sorted(maps.Keys(m))"},
		{"engine/stat/a.go", "package stat\n\nvar m = v.MapRange()\n", "in no order"},
		{"engine/random/a.go", "package random\n\nimport \"math\"\n\nvar x = math.Exp(1)\n", "math.Exp"},
		{"engine/unit/a.go", long, "F has 71 lines"},
		{"engine/unit/a.go", "package unit\n\n" + strings.Repeat("// x\n", maxFile-1), "901 lines"},
		{"engine/unit/a.go", "package unit\n\nfunc (t *T[A]) Add() {}\n\ntype T[A any] struct{} // T is\n", "T.Add has no doc comment"},
		{"engine/unit/a.go", "package unit\n\nconst (\n\tA = 1\n\tb = 2\n)\n", "A has no doc comment"},
		{"engine/unit/a.go", "package unit\nvar  x int\n", "gofmt -w"},
		{"engine/lab/a.go", "package lab\n\nfunc f(m map[int]int) {\n\tfor range m {\n\t}\n}\n", "ranges over a map"},
		{"engine/plant/a.go", "package plant\n\nfunc f(a, b float64) float64 { return b - (a * b) }\n", "float64(a * b)"},
		{"engine/a.go", "package engine\n\nfunc f(a, b float64) float64 {\n\tb += a * b\n\treturn b\n}\n", "float64(a * b)"},
		// And what is right is left alone.
		{"cmd/takt/a.go", "package main\n\nimport (\n\t_ \"" + cobra + "\"\n\t_ \"" + module + "/viewer/ui\"\n)\n", ""},
		{"engine/a_test.go", "package engine\n\nimport (\n\t_ \"" + module + "/engine/lab\"\n\t_ \"pgregory.net/rapid\"\n)\n", ""},
		{"engine/lab/local/a.go", "package local\n\nfunc f() {\n\tgo f()\n}\n", ""},
		{"engine/stat/a.go", "package stat\n\nimport (\n\t\"maps\"\n\t\"slices\"\n)\n\nvar k = slices.Sorted(maps.Keys(m))\n", ""},
		{"engine/plant/a.go", "package plant\n\nfunc f(a, b float64, i int) (float64, int) { return float64(a*b) + 2*3.5, i*i + i }\n", ""},
		{"engine/stat/a.go", "package stat\n\nimport \"math\"\n\nvar x = math.Exp(1)\n", ""},
	}
	for _, c := range cases {
		fset := token.NewFileSet()
		s, err := parse(fset, c.path, []byte(c.src))
		if err != nil {
			t.Fatalf("%s: %v", c.src, err)
		}
		var got []string
		add := func(_ token.Pos, format string, args ...any) { got = append(got, fmt.Sprintf(format, args...)) }
		for _, rule := range sourceChecks {
			rule.check(s, add)
		}
		checkTypes(s, typesOf(fset, []*source{s}, nil), add)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%s:\n%.200s\ngot  %q\nwant %q", c.path, c.src, got, c.want)
		}
	}
}

// TestTidyFindsText does the same for what is no Go.
func TestTidyFindsText(t *testing.T) {
	cases := []struct{ path, text, want string }{
		{"a.txt", "see /" + "home/ann/plant.toml", "a path of one machine"},
		{"a.md", "`/" + "work/main`", "a path of one machine"},
		{"a.txt", `C:\` + `Users\ann`, "a path of one machine"},
		{"a.yml", "GOPROXY=https://goproxy" + ".io", "a registry's host"},
		{"README.md", strings.Repeat("x\n", maxReadme+1), "121 lines"},
		{"CHANGELOG.md", "# Changes\n\n- new things\n", "[ADDED]"},
		{"CHANGELOG.md", "# Changes\n\n## v0.1.0\n\n- [FIX] A thing,\n  said in two lines.\n", ""},
		{"b.txt", "the path /framework/rooted/home is fine", ""},
	}
	for _, c := range cases {
		var got []string
		checkText(c.path, c.text, func(_ int, msg string) { got = append(got, msg) })
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%s: %q: got %q, want %q", c.path, c.text, got, c.want)
		}
	}

	tree := os.DirFS(t.TempDir())
	if got := unfinishedScenarios(tree); len(got) != 0 {
		t.Errorf("an empty tree: %q", got)
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "scenarios", "07-flow"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "scenarios", "07-flow", "README.md"), []byte("only English\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := unfinishedScenarios(os.DirFS(dir)); len(got) != 3 {
		t.Errorf("a scenario without files and 中文: got %q, want three offences", got)
	}
	s, err := parse(token.NewFileSet(), "twin/a.go", []byte("package twin\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := undocumentedPackages([]*source{s}); len(got) != 1 {
		t.Errorf("a package without a comment: got %q, want one offence", got)
	}
}
