package unit

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// ecmaNumber is a number as Parse reads it.
const ecmaNumber = "[-+−]?(?:[0-9][0-9_ \u00a0\u202f\u2009]*)?\\.?[0-9]+(?:[eE][-+]?[0-9]+)?"

// Pattern is a regular expression, without anchors, for the quantities of a dimension
// with the units in common use for it: every unit alone, and every quotient of two. It
// is what an editor can check; [ParseAs] decides. It works in Go and in ECMAScript, as
// JSON Schema wants.
func Pattern(d Dim) string {
	units := "(?:" + strings.Join(alternatives(d), "|") + ")"
	one := ecmaNumber + "\\s*" + units
	if d == Time {
		return "\\s*" + one + "(?:\\s*" + one + ")*\\s*"
	}
	return "\\s*" + one + "\\s*"
}

// alternatives are patterns for the units of a dimension.
func alternatives(d Dim) []string {
	atoms := atoms()
	var out []string
	if own := atoms[d]; own != "" {
		out = append(out, own)
	}
	dims := slices.SortedFunc(maps.Keys(atoms), func(a, b Dim) int { return strings.Compare(a.String(), b.String()) })
	for _, below := range dims {
		switch above := d.Times(below); {
		case above == Share && below != Share:
			out = append(out, "1?/"+atoms[below])
		case above != Share && below != Share && atoms[above] != "":
			out = append(out, atoms[above]+"/"+atoms[below])
		}
	}
	if n := d.lookup(); n != nil {
		for _, u := range n.try {
			if strings.Count(u, "/") > 1 {
				out = append(out, regexp.QuoteMeta(u))
			}
		}
	}
	if len(out) == 0 {
		return []string{`[^0-9\s][^\s]*`}
	}
	return out
}

// atoms are patterns for the unit words of each dimension, powers of lengths and of
// times included.
func atoms() map[Dim]string {
	words := map[Dim][]string{Money: {"[A-Z]{3}"}}
	for _, u := range slices.Sorted(maps.Keys(units)) {
		d := units[u]
		q := regexp.QuoteMeta(u)
		words[d.dim] = append(words[d.dim], q)
		switch d.dim {
		case Length:
			words[Area] = append(words[Area], q+"(?:2|²|\\^2)")
			words[Volume] = append(words[Volume], q+"(?:3|³|\\^3)")
		case Time:
			words[Time.Times(Time)] = append(words[Time.Times(Time)], q+"(?:2|²|\\^2)")
		}
	}
	out := map[Dim]string{}
	for _, d := range slices.SortedFunc(maps.Keys(words), func(a, b Dim) int { return strings.Compare(a.String(), b.String()) }) {
		out[d] = "(?:" + strings.Join(words[d], "|") + ")"
	}
	return out
}
