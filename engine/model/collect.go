package model

import (
	"fmt"
	"strings"

	"github.com/taktsim/takt/engine/unit"
)

// maxProblems bounds what is collected; nobody reads more, and a hostile file could
// otherwise make very many.
const maxProblems = 1000

// collector gathers problems.
type collector struct{ list Problems }

func (c *collector) add(warning bool, pos Pos, path, format string, args ...any) {
	if len(c.list) >= maxProblems {
		return
	}
	p := pos.Problem(path, fmt.Sprintf(format, args...))
	p.Warning = warning
	c.list = append(c.list, p)
}

// value tells a mistake in a value, at the value.
func (c *collector) value(r *raw, format string, args ...any) {
	c.add(false, r.pos(), r.path, format, args...)
}

// key tells a mistake at the name of a value.
func (c *collector) key(r *raw, format string, args ...any) {
	c.add(false, r.keyPos(), r.path, format, args...)
}

func (c *collector) failed() bool {
	for i := range c.list {
		if !c.list[i].Warning {
			return true
		}
	}
	return false
}

// didYouMean is `; did you mean "x"?` or nothing.
func didYouMean(word string, known []string) string {
	if better, ok := unit.Suggest(word, known); ok {
		return fmt.Sprintf("; did you mean %q?", better)
	}
	return ""
}

// quoted lists words: "a", "b" or "c".
func quoted(words []string, last string) string {
	q := make([]string, len(words))
	for i, w := range words {
		q[i] = fmt.Sprintf("%q", w)
	}
	if len(q) < 2 {
		return strings.Join(q, "")
	}
	return strings.Join(q[:len(q)-1], ", ") + " " + last + " " + q[len(q)-1]
}

// article is the word with "a" or "an" before it.
func article(word string) string {
	if word != "" && strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// goodName reports whether s is [a-z][a-z0-9-]*.
func goodName(s string) bool {
	for i, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || c == '-') {
			continue
		}
		return false
	}
	return s != ""
}

// betterName makes a good name of a bad one, or gives "".
func betterName(s string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(strings.TrimSpace(s)) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-':
			b.WriteRune(c)
		case c == '_' || c == ' ' || c == '.':
			b.WriteByte('-')
		}
	}
	out := strings.Trim(b.String(), "-0123456789")
	if full := strings.TrimLeft(strings.Trim(b.String(), "-"), "-0123456789"); full != "" {
		out = full
	}
	if !goodName(out) {
		return ""
	}
	return out
}

func badName(name string) string {
	msg := fmt.Sprintf("%q is no name: names are small letters, digits and hyphens, a letter first", name)
	if better := betterName(name); better != "" {
		msg += fmt.Sprintf("; try %q", better)
	}
	return msg + " (`title` carries any language)"
}
