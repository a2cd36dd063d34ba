package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

// pers are the times to which a count can be related.
var pers = map[string]float64{"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}

var perNames = []string{"second", "minute", "hour", "day", "week"}

func (r *reader) measures(n *span.Node) {
	if n == nil || !r.table(n) {
		return
	}
	for _, c := range n.Children {
		good := r.name(c)
		if good && c.Name == "difference" {
			r.key(c, "\"difference\" has a meaning of its own in [expect]; a measure must have another name")
		}
		if s, ok := r.text(c, "a measure such as \"wash.dock.parts per hour\""); ok && good {
			if x, ok := r.measure(c, s); ok {
				r.s.Measures = append(r.s.Measures, x)
			}
		}
	}
}

// hasMeasure reports whether the file has a measure of that name, good or bad.
func (r *reader) hasMeasure(name string) bool { return r.index.Find("measure", name) != nil }

func (r *reader) measureNames() []string {
	var names []string
	if n := r.index.Find("measure"); n != nil && n.Kind == span.Table {
		for _, c := range n.Children {
			names = append(names, c.Name)
		}
	}
	return names
}

// word is a piece of a text and where it begins.
type word struct {
	text   string
	offset int
}

// split parts a text at white space.
func split(s string) []word {
	var out []word
	for i := 0; i < len(s); {
		n := strings.IndexAny(s[i:], " \t")
		if n < 0 {
			n = len(s) - i
		}
		if n > 0 {
			out = append(out, word{s[i : i+n], i})
		}
		i += n + 1
	}
	return out
}

// measure reads "path.measure", "… per hour", "… per scheduled hour".
func (r *reader) measure(n *span.Node, s string) (Measure, bool) {
	x := Measure{Name: n.Name, Text: s, Pos: r.pos(n.Text)}
	words := split(s)
	if len(words) == 0 {
		r.value(n, "want a measure such as \"wash.dock.parts per hour\"")
		return x, false
	}
	if len(words) > 1 && !r.per(n, &x, words[1:]) {
		return x, false
	}
	path := words[0]
	i := strings.LastIndexByte(path.text, '.')
	if i < 0 {
		r.part(n, path.offset, len(path.text), "%q names no measure; write it like \"wash.dock.parts\"", path.text)
		return x, false
	}
	x.Path = path.text[:i]
	if r.m == nil {
		return x, true
	}
	name := word{path.text[i+1:], path.offset + i + 1}
	known := r.targets(n, word{x.Path, path.offset}, name, &x)
	if known == nil {
		return x, false
	}
	if place := r.m.Node(path.text); place != nil && len(x.Targets) == 0 {
		r.part(n, path.offset, len(path.text), "%s is a place; say which measure of it: %s", place.Path, firstMeasure(place))
		return x, false
	}
	if len(x.Targets) == 0 {
		r.part(n, name.offset, len(name.text), "%s has no measure %q%s", known.what, name.text, meant(name.text, known.names))
		return x, false
	}
	if x.Per.Seconds > 0 && !countable(x.Kind) {
		r.part(n, words[1].offset, len(s)-words[1].offset, "%s is not counted, so it is not \"per\" a time: it is %s", name.text, x.Kind.Dim.Article())
		return x, false
	}
	return x, true
}

// countable reports whether it makes sense to divide a measure by time: it
// grows while the run goes on.
func countable(m model.Measure) bool {
	return m.Count || slices.Contains([]unit.Dim{unit.Energy, unit.Money, unit.Carbon, unit.Mass, unit.Volume}, m.Dim)
}

func (r *reader) per(n *span.Node, x *Measure, words []word) bool {
	if words[0].text != "per" {
		r.part(n, words[0].offset, len(words[0].text), "after the measure comes nothing, or \"per hour\", or \"per scheduled hour\"")
		return false
	}
	words = words[1:]
	if len(words) > 0 && words[0].text == "scheduled" {
		x.Per.Scheduled = true
		words = words[1:]
	}
	if len(words) != 1 {
		r.value(n, "write \"per hour\" for calendar time or \"per scheduled hour\" for the shifts of the place")
		return false
	}
	if x.Per.Seconds = pers[words[0].text]; x.Per.Seconds == 0 {
		r.part(n, words[0].offset, len(words[0].text), "%q is no time to count by%s", words[0].text, meant(words[0].text, perNames))
		return false
	}
	return true
}

// vocabulary is what could have been measured, for messages.
type vocabulary struct {
	what  string
	names []string
}

// targets finds what a path means and which of that has the measure. It gives
// nil when the path means nothing, which it tells.
func (r *reader) targets(n *span.Node, path, name word, x *Measure) *vocabulary {
	words := &vocabulary{}
	add := func(have []model.Measure, what string, t Target) {
		words.what = what
		for _, m := range have {
			if m.Name == name.text {
				x.Kind, x.Targets = m, append(x.Targets, t)
			}
			if !slices.Contains(words.names, m.Name) {
				words.names = append(words.names, m.Name)
			}
		}
	}
	first, rest, _ := strings.Cut(path.text, ".")
	switch {
	case first == "part" && rest != "":
		for _, p := range r.m.Parts {
			if glob(rest, p.Name) {
				add(r.words.Part, "a part", Target{Part: p})
			}
		}
	case first == "people" && rest != "":
		for _, c := range r.m.Crews {
			if glob(rest, c.Name) {
				add(r.words.Crew, "a crew", Target{Crew: c})
			}
		}
	default:
		for _, node := range r.nodes(path.text) {
			add(node.Kind.Measures, article(node.Kind.Name), Target{Node: node})
		}
	}
	if words.what != "" {
		return words
	}
	r.part(n, path.offset, len(path.text), "%s", r.nothing(path.text))
	return nil
}

func firstMeasure(n *model.Node) string {
	if len(n.Kind.Measures) == 0 {
		return "it has none"
	}
	return n.Path + "." + n.Kind.Measures[0].Name
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// nodes are the places that a path or a pattern means: "*" stands for one part
// of a path, or for a piece of one.
func (r *reader) nodes(pattern string) []*model.Node {
	if pattern == r.m.Root.Kind.Name && r.m.Node(pattern) == nil {
		return []*model.Node{r.m.Root}
	}
	var out []*model.Node
	want := strings.Split(pattern, ".")
	for _, n := range r.m.Nodes {
		if n.Path == "" || strings.Count(n.Path, ".")+1 != len(want) {
			continue
		}
		match := true
		for i, name := range strings.Split(n.Path, ".") {
			match = match && glob(want[i], name)
		}
		if match {
			out = append(out, n)
		}
	}
	return out
}

// glob matches a name with a pattern in which "*" stands for anything.
func glob(pattern, name string) bool {
	head, tail, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	if !strings.HasPrefix(name, head) {
		return false
	}
	for i := len(head); i <= len(name); i++ {
		if glob(tail, name[i:]) {
			return true
		}
	}
	return false
}

// nothing says that a path means nothing, and what may have been meant.
func (r *reader) nothing(path string) string {
	if strings.Contains(path, "*") {
		return fmt.Sprintf("no place matches %s", path)
	}
	word, name, _ := strings.Cut(path, ".")
	var names []string
	switch word {
	case "part":
		for _, p := range r.m.Parts {
			names = append(names, p.Name)
		}
		return fmt.Sprintf("there is no part %q%s", name, meant(name, names))
	case "people":
		for _, c := range r.m.Crews {
			names = append(names, c.Name)
		}
		return fmt.Sprintf("there is no crew %q%s", name, meant(name, names))
	}
	at, parts := r.m.Root, strings.Split(path, ".")
	for i, name := range parts {
		next := at.Child(name)
		if next != nil {
			at = next
			continue
		}
		names = nil
		for _, c := range at.Children {
			names = append(names, c.Name)
		}
		where := ""
		if at.Path != "" {
			where = " in " + at.Path
		}
		if near, ok := unit.Suggest(name, names); ok {
			good := append(slices.Clone(parts[:i]), near)
			return fmt.Sprintf("there is no %q%s; did you mean %q?", name, where, strings.Join(append(good, parts[i+1:]...), "."))
		}
		return fmt.Sprintf("there is no %q%s%s", name, where, meant(name, names))
	}
	return fmt.Sprintf("there is no %q", path)
}
