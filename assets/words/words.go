// Package words is what Takt says to people, in English and 简体中文: one
// catalogue, looked up by key. The catalogue's test finds every key that the
// command and the viewer use, asks for both languages and compares their verbs.
package words

import (
	"fmt"
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// Lang is a language.
type Lang uint8

// The languages of the catalogue.
const (
	EN Lang = iota
	ZH
)

// String is the language's tag: "en" or "zh".
func (l Lang) String() string {
	if l == ZH {
		return "zh"
	}
	return "en"
}

// Parse reads a tag as --lang and LANG have it: "zh", "zh-CN", "zh_CN.UTF-8",
// "en_US". ok is false for another language.
func Parse(tag string) (l Lang, ok bool) {
	tag = strings.ToLower(tag)
	base, _, _ := strings.Cut(tag, ".")
	base, _, _ = strings.Cut(base, "_")
	base, _, _ = strings.Cut(base, "-")
	switch base {
	case "zh":
		return ZH, true
	case "en", "c", "posix":
		return EN, true
	}
	return EN, false
}

// FromEnv chooses the language that the environment asks for: LC_ALL before
// LC_MESSAGES before LANG, English when these say nothing that is known.
func FromEnv(getenv func(string) string) Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			l, _ := Parse(v)
			return l
		}
	}
	return EN
}

// entry is one message in both languages.
type entry struct{ en, zh string }

// Of is the one of two texts that is in the language.
func (l Lang) Of(en, zh string) string {
	if l == ZH {
		return zh
	}
	return en
}

// T is the message of a key with its arguments, as fmt.Sprintf puts them in. A
// key that is not there is shown itself: a mistake of the program, which its
// test finds.
func (l Lang) T(key string, args ...any) string {
	e, ok := catalogue[key]
	if !ok {
		return key
	}
	return fmt.Sprintf(l.Of(e.en, e.zh), args...)
}

// Time prints seconds as unit.FormatTime does, days in the language.
func (l Lang) Time(seconds float64) string {
	s := unit.FormatTime(seconds)
	if l == ZH {
		s = strings.NewReplacer("days", "天", "day", "天").Replace(s)
	}
	return s
}

// List joins names as the language does: "a", "a and b", "a, b and c".
func (l Lang) List(names []string) string {
	n := len(names)
	if n < 2 {
		return strings.Join(names, "")
	}
	if l == ZH {
		return strings.Join(names[:n-1], "、") + "和" + names[n-1]
	}
	return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
}
