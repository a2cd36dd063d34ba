package scenarios

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

func TestListIsComplete(t *testing.T) {
	all := All()
	if len(all) != 53 {
		t.Fatalf("%d entries, want 52 and the example", len(all))
	}
	name := regexp.MustCompile(`^\d\d-[a-z]+(-[a-z]+)*$`)
	seen := map[string]bool{}
	for nr, s := range all {
		if s.Nr != nr || !strings.HasPrefix(s.Folder, fmt.Sprintf("%02d-", nr)) || !name.MatchString(s.Folder) {
			t.Errorf("entry %d is %d, %q", nr, s.Nr, s.Folder)
		}
		if s.ZH == "" || s.EN == "" || seen[s.ZH] || seen[s.EN] {
			t.Errorf("%s: titles %q, %q are missing or not its own", s.Folder, s.ZH, s.EN)
		}
		seen[s.ZH], seen[s.EN] = true, true
	}
}

// Every embedded folder is an entry of the list, and every entry that is there
// has what a scenario needs.
func TestFoldersAreListed(t *testing.T) {
	entries, err := fs.ReadDir(FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		s, ok := Find(e.Name())
		if !ok {
			t.Errorf("%s is not in the list", e.Name())
			continue
		}
		for _, file := range []string{"factory.toml", "scenario.toml", "README.md"} {
			if _, err := fs.Stat(FS, s.Folder+"/"+file); err != nil {
				t.Errorf("%v", err)
			}
		}
	}
}

func TestFind(t *testing.T) {
	for word, want := range map[string]int{"15": 15, "7": 7, "07": 7, "lean": 15, "15-lean": 15, "digital-twin": 52, "0": 0} {
		if s, ok := Find(word); !ok || s.Nr != want {
			t.Errorf("%q: %d %v, want %d", word, s.Nr, ok, want)
		}
	}
	for _, word := range []string{"", "53", "-1", "lea", "factory.toml"} {
		if s, ok := Find(word); ok {
			t.Errorf("%q finds %s", word, s.Folder)
		}
	}
}

func TestLaterEditionRefersToTheList(t *testing.T) {
	for i, l := range Edition2025() {
		if l.Nr != i+1 || l.ZH == "" || l.EN == "" {
			t.Errorf("entry %d: %+v", i+1, l)
		}
		for _, nr := range l.From {
			if nr < 1 || nr > 52 {
				t.Errorf("%d covers nr %d", l.Nr, nr)
			}
		}
	}
}
