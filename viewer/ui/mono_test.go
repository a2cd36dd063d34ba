package ui

import (
	"slices"
	"testing"
)

// TestMonoKeepsCaretsBelowWhatTheyMean, however little room there is.
func TestMonoKeepsCaretsBelowWhatTheyMean(t *testing.T) {
	m := NewMono("works.toml:3:9: there is no kind \"mil\"\n   kind = \"mil\"  # 铣床\n           ^^^")
	for _, c := range []struct {
		wide int
		want []string
	}{
		{80, []string{"works.toml:3:9: there is no kind \"mil\"", "   kind = \"mil\"  # 铣床", "           ^^^"}},
		{20, []string{"works.toml:3:9: ", "there is no kind ", "\"mil\"", "   kind = \"mil\"  # 铣床", "           ^^^"}},
		{8, []string{"works.to", "ml:3:9: ", "there ", "is no ", "kind ", "\"mil\"", "d = \"mil\"  # 铣床", "     ^^^"}},
	} {
		if got := m.rows(c.wide); !slices.Equal(got, c.want) {
			t.Errorf("in %d cells: %q", c.wide, got)
		}
	}
	for _, c := range []struct {
		line string
		want int
	}{{"abc", 3}, {"铣床", 4}, {"\ta", 5}, {"ab\tc", 5}, {"", 0}} {
		if got := long(c.line); got != c.want {
			t.Errorf("%q takes %d cells, want %d", c.line, got, c.want)
		}
	}
	_ = m.rows(0) // no room at all
}
