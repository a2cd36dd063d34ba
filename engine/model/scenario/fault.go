package scenario

import (
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/unit"
)

// phrase is what stands after the path of an action, parted at key words: the text
// after "by" and where it begins, and so on. What comes before the first is under "".
func phrase(s string, words []word, keys ...string) map[string]word {
	parts := map[string]word{}
	key, from := "", len(s)
	if len(words) > 0 {
		from = words[0].offset
	}
	for _, w := range words {
		if slices.Contains(keys, w.text) {
			parts[key] = piece(s, from, w.offset)
			key, from = w.text, min(w.offset+len(w.text)+1, len(s))
		}
	}
	parts[key] = piece(s, from, len(s))
	return parts
}

// piece is what stands from one offset to another, without the space around it.
func piece(s string, from, to int) word {
	text := strings.TrimLeft(s[from:to], " \t")
	return word{strings.TrimRight(text, " \t"), to - len(text)}
}

// fault reads "PATH", "PATH by FAILURE" and "PATH … for 6 h", of a repair the first
// alone.
func (r *reader) fault(n *span.Node, s string, words []word, a *Action) {
	if len(words) == 0 {
		r.value(n, "write which place to %v: \"%v machining.line-1.mill\"", a.Verb, a.Verb)
		return
	}
	a.Nodes = r.places(n, words[0])
	var keys []string
	if a.Verb == Break {
		keys = []string{"by", "for"}
	}
	parts := phrase(s, words[1:], keys...)
	if rest := parts[""]; rest.text != "" {
		msg := "after the place comes nothing: \"repair %s\""
		if a.Verb == Break {
			msg = "after the place comes nothing, or by which failure, or for how long: \"break %s by spindle for 6 h\""
		}
		r.part(n, rest.offset, len(rest.text), msg, words[0].text)
		return
	}
	r.span(n, parts, a)
	by, named := parts["by"]
	if a.Failure = by.text; named && by.text == "" {
		r.value(n, "\"by\" wants the name of a failure")
		return
	}
	var known []string
	breaks := false
	for _, node := range inside(a.Nodes) {
		if node.Kind.Breaks != nil {
			breaks = true
			known = append(known, node.Kind.Breaks(node.Spec)...)
		}
	}
	slices.Sort(known)
	switch known = slices.Compact(known); {
	case len(a.Nodes) == 0:
	case !breaks:
		r.part(n, words[0].offset, len(words[0].text), "%s is %s, and that does not break down", words[0].text, article(a.Nodes[0].Kind.Name))
	case named && !slices.Contains(known, by.text):
		if len(known) == 0 {
			r.part(n, by.offset, len(by.text), "%s has no failures of its own; leave \"by\" out", words[0].text)
		} else {
			r.part(n, by.offset, len(by.text), "%s has no failure %q%s", words[0].text, by.text, meant(by.text, known))
		}
	}
}

// span reads how long something takes, if that is said.
func (r *reader) span(n *span.Node, parts map[string]word, a *Action) {
	w, ok := parts["for"]
	if !ok {
		return
	}
	v, err := unit.ParseAs(w.text, unit.Time)
	switch {
	case w.text == "":
		r.value(n, "\"for\" wants a time, such as \"for 6 h\"")
	case err != nil:
		r.unitError(n, w.offset, err)
	case v <= 0:
		r.part(n, w.offset, len(w.text), "this takes some time")
	}
	a.For = v
}

// inside are some places and all in them.
func inside(nodes []*model.Node) []*model.Node {
	var all []*model.Node
	for _, n := range nodes {
		all = append(append(all, n), inside(n.Children)...)
	}
	return all
}

// The speeds that an event may set.
const (
	leastSpeed = 0.001
	mostSpeed  = 1000
)

// speed reads "PATH 50 %" and "PATH 50 % for 2 h".
func (r *reader) speed(n *span.Node, s string, words []word, a *Action) {
	if len(words) < 2 {
		r.value(n, "write which place goes how fast: \"speed machining.line-1.mill 50 %% for 2 h\"")
		return
	}
	a.Nodes = r.places(n, words[0])
	parts := phrase(s, words[1:], "for")
	r.span(n, parts, a)
	w := parts[""]
	v, err := unit.ParseAs(w.text, unit.Share)
	switch {
	case w.text == "":
		r.value(n, "write how fast: \"speed %s 50 %%\"", words[0].text)
	case err != nil:
		r.unitError(n, w.offset, err)
	case v < leastSpeed || v > mostSpeed:
		r.part(n, w.offset, len(w.text), "a speed is from 0.1 %% to 100000 %%; what is to stand still is stopped: \"stop %s\"", words[0].text)
	}
	a.Factor = v
	if len(a.Nodes) > 0 && !slices.ContainsFunc(inside(a.Nodes), func(node *model.Node) bool { return node.Kind.Paced }) {
		r.part(n, words[0].offset, len(words[0].text), "%s is %s; machines, stations and sources have a speed", words[0].text, article(a.Nodes[0].Kind.Name))
	}
}
