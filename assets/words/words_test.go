package words

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var verb = regexp.MustCompile(`%(\[\d+\])?(.)`)

// verbs lists the arguments that a format takes, sorted.
func verbs(t *testing.T, key, format string) (out []string) {
	n := 0
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		switch {
		case m[2] == "%":
		case m[2] == "[" || m[2] != "s":
			t.Errorf("%s: %q in %q: arguments come as %%s", key, m[0], format)
		case m[1] != "":
			out = append(out, m[1])
		default:
			n++
			out = append(out, fmt.Sprintf("[%d]", n))
		}
	}
	slices.Sort(out)
	return out
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	for key, e := range catalogue {
		if e.en == "" || e.zh == "" {
			t.Errorf("%s: not in both languages", key)
		}
		if en, zh := verbs(t, key, e.en), verbs(t, key, e.zh); !slices.Equal(en, zh) {
			t.Errorf("%s: arguments %v in English, %v in 中文", key, en, zh)
		}
		if strings.ContainsFunc(e.en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: Han characters in English: %q", key, e.en)
		}
	}
}

// used finds the keys that the sources ask for: T("…" with the
// number of arguments, and constant prefixes as in T("state." + st).
var used = regexp.MustCompile(`\bT\("([a-z0-9.-]+)"([,)+ ])`)

func TestEveryKeyThatIsUsedExists(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, m := range used.FindAllStringSubmatch(string(text), -1) {
			key := m[1]
			if strings.HasSuffix(key, ".") {
				for k := range catalogue {
					seen[k] = seen[k] || strings.HasPrefix(k, key)
				}
				continue
			}
			seen[key] = true
			if _, ok := catalogue[key]; !ok {
				t.Errorf("%s: there is no message %q", name, key)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range catalogue {
		if !seen[key] {
			t.Errorf("%s: nobody says it", key)
		}
	}
}

func TestT(t *testing.T) {
	if got := EN.T("table.ci", "20"); got != "± is half of the 95 % confidence interval over 20 replications." {
		t.Errorf("en: %q", got)
	}
	if got := ZH.T("state.busy"); got != "加工" {
		t.Errorf("zh: %q", got)
	}
	if got := EN.T("no.such.key"); got != "no.such.key" {
		t.Errorf("unknown: %q", got)
	}
}

func TestLanguageFromEnv(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want Lang
	}{
		{nil, EN},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, ZH},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, EN},
		{map[string]string{"LANG": "de_DE.UTF-8"}, EN},
		{map[string]string{"LANG": "en_US", "LC_MESSAGES": "zh-TW"}, ZH},
	} {
		if got := FromEnv(func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%v: %v, want %v", c.env, got, c.want)
		}
	}
}

func TestList(t *testing.T) {
	if got := EN.List([]string{"a", "b", "c"}); got != "a, b and c" {
		t.Error(got)
	}
	if got := ZH.List([]string{"甲", "乙", "丙"}); got != "甲、乙和丙" {
		t.Error(got)
	}
}
