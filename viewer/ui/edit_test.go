package ui

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestEditor(t *testing.T) {
	type press struct {
		k Key
		m Mods
	}
	for _, c := range []struct {
		name, text string
		keys       []press
		write      string
		want       string
		caret      int
	}{
		{"writes at the caret", "ab", []press{{KeyLeft, 0}}, "x", "axb", 2},
		{"writes over what is selected", "machine 7", []press{{KeyLeft, Shift}}, "8", "machine 8", 9},
		{"goes by words", "wash bay-two", []press{{KeyLeft, Command}, {KeyLeft, Command}}, "x", "wash xbay-two", 6},
		{"erases a word", "wash bay", []press{{KeyBackspace, Command}}, "", "wash ", 5},
		{"erases Chinese characters one by one", "清洗机", []press{{KeyBackspace, 0}}, "", "清洗", 2},
		{"cuts and pastes twice", "abc", []press{{'A', Command}, {'X', Command}, {'V', Command}, {'V', Command}}, "", "abcabc", 6},
		{"undoes and does again", "a", []press{{KeyBackspace, 0}, {'Z', Command}, {'Z', Command | Shift}}, "", "", 0},
		{"leaves a selection at its end", "abcd", []press{{KeyHome, 0}, {KeyRight, Shift}, {KeyRight, Shift}, {KeyRight, 0}}, "x", "abxcd", 3},
		{"deletes forward", "abcd", []press{{KeyHome, 0}, {KeyDelete, 0}}, "", "bcd", 0},
		{"is one line", "", nil, "a\nb\tc\x00", "a b c", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			var e Editor
			var clip string
			e.Set(c.text)
			for _, p := range c.keys {
				if known, _ := e.Key(p.k, p.m, &clip); !known {
					t.Errorf("key %v means nothing", p.k)
				}
			}
			e.Insert(c.write)
			if e.String() != c.want || e.Caret() != c.caret {
				t.Errorf("%q, caret %d; want %q, %d", e.String(), e.Caret(), c.want, c.caret)
			}
		})
	}
}

// Whatever is done to a text can be undone, and done again.
func TestEditorUndoesEverything(t *testing.T) {
	keys := []Key{KeyLeft, KeyRight, KeyHome, KeyEnd, KeyBackspace, KeyDelete, 'A', 'C', 'X', 'V'}
	rapid.Check(t, func(t *rapid.T) {
		var e Editor
		var clip string
		start := rapid.StringMatching(`[a-z 清洗]{0,8}`).Draw(t, "start")
		e.Set(start)
		texts := []string{start}
		for range rapid.IntRange(0, 40).Draw(t, "n") {
			if rapid.Bool().Draw(t, "write") {
				e.Insert(rapid.StringMatching(`[a-z 机]{1,2}`).Draw(t, "text"))
			} else {
				m := Mods(rapid.IntRange(0, 3).Draw(t, "mods"))
				e.Key(rapid.SampledFrom(keys).Draw(t, "key"), m, &clip)
			}
			from, to := e.Selection()
			if from < 0 || to > e.Len() || from > to || e.Caret() != from && e.Caret() != to {
				t.Fatalf("selection %d..%d of %d characters, caret %d", from, to, e.Len(), e.Caret())
			}
			texts = append(texts, e.String())
		}
		end := e.String()
		n := 0
		for e.Undo() {
			n++
			if !slices.Contains(texts, e.String()) {
				t.Fatalf("undo made %q, which never was", e.String())
			}
		}
		if e.String() != start {
			t.Fatalf("all undone: %q, began with %q", e.String(), start)
		}
		for range n {
			e.Redo()
		}
		if e.String() != end {
			t.Fatalf("all done again: %q, was %q", e.String(), end)
		}
	})
}
