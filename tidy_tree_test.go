package takt_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const (
	maxReadme   = 120     // lines of README.md
	maxBlobSize = 1 << 20 // bytes of any file
)

// TestTidyTree asks what holds for files of any sort.
func TestTidyTree(t *testing.T) {
	files := treeFiles(t)
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > maxBlobSize {
			t.Errorf("%s: %d KiB; no file is larger than %d KiB: cut an extract, or make it when it is needed", name, info.Size()>>10, maxBlobSize>>10)
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if utf8.Valid(text) && !bytes.ContainsRune(text, 0) {
			checkText(name, string(text), func(line int, msg string) { t.Errorf("%s:%d: %s", name, line, msg) })
		}
	}
	for _, m := range unfinishedScenarios(os.DirFS(".")) {
		t.Error(m)
	}
}

var (
	machinePath  = regexp.MustCompile(`(?m)(^|[\s"'` + "`" + `=(:])(/(work|root|home/\w+|Users/\w+)/|[A-Z]:\\Users\\)`)
	registryHost = regexp.MustCompile(`\b(proxy|sum)[.]golang[.]org|\bgoproxy[.]\w+|\bregistry[.-][\w.-]+[.](org|io|com|dev|net)\b|\b(ghcr|quay|docker)[.]io\b|\bpypi[.]org\b|\bartifactory[.]|\b(archive|security)[.]ubuntu[.]com\b`)
	changeLine   = regexp.MustCompile(`^- \[(ADDED|CHANGE|RESULTS|FIX|PERF)\] \S`)
)

// checkText holds for every file of text, whatever it is for.
func checkText(name, text string, offend func(line int, msg string)) {
	for i, line := range strings.Split(text, "\n") {
		if m := machinePath.FindString(line); m != "" {
			offend(i+1, fmt.Sprintf("%q is a path of one machine: write it relative to the repository, or as $HOME", strings.TrimSpace(m)))
		}
		if m := registryHost.FindString(line); m != "" {
			offend(i+1, fmt.Sprintf("%q is a registry's host: leave that to the user's settings", m))
		}
		if name == "CHANGELOG.md" && strings.HasPrefix(line, "-") && !changeLine.MatchString(line) {
			offend(i+1, "a change is told as `- [ADDED] …`, [CHANGE], [RESULTS], [FIX] or [PERF]")
		}
	}
	if n := strings.Count(text, "\n"); name == "README.md" && n > maxReadme {
		offend(n, fmt.Sprintf("%d lines, at most %d", n, maxReadme))
	}
}

// unfinishedScenarios lists what a folder under scenarios lacks.
func unfinishedScenarios(tree fs.FS) (offences []string) {
	dirs, _ := fs.Glob(tree, "scenarios/*")
	numbered := regexp.MustCompile(`^[0-5][0-9]-[a-z0-9-]+$`)
	for _, dir := range dirs {
		if info, err := fs.Stat(tree, dir); err != nil || !info.IsDir() || path.Base(dir) == "testdata" {
			continue
		}
		if !numbered.MatchString(path.Base(dir)) {
			offences = append(offences, dir+": a scenario's folder is named NN-name")
		}
		for _, file := range []string{"factory.toml", "scenario.toml"} {
			if _, err := fs.Stat(tree, path.Join(dir, file)); err != nil {
				offences = append(offences, dir+": no "+file)
			}
		}
		readme, err := fs.ReadFile(tree, path.Join(dir, "README.md"))
		if err != nil {
			offences = append(offences, dir+": no README.md")
			continue
		}
		var han, latin int
		for _, r := range string(readme) {
			if unicode.Is(unicode.Han, r) {
				han++
			} else if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
		// A title alone is no translation.
		if han < 40 || latin < 200 {
			offences = append(offences, dir+"/README.md: tells the scenario in English and in 中文, both in full")
		}
	}
	return offences
}

// treeFiles lists what is in the repository or could be added to it. It walks,
// so that go test's cache sees a file come or go, and leaves out what git ignores.
func treeFiles(t *testing.T) (files []string) {
	ignored := map[string]bool{".git": true}
	// Outside a repository (a module cache, an archive) nothing is ignored.
	list, _ := exec.Command("git", "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory").Output()
	for _, name := range strings.Split(string(list), "\x00") {
		ignored[strings.TrimSuffix(name, "/")] = true
	}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case ignored[name] && d.IsDir():
			return fs.SkipDir
		case !ignored[name] && d.Type().IsRegular():
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
