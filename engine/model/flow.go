package model

import (
	"slices"
	"strings"
)

// flowText is the flow of one level, still to be read.
type flowText struct {
	at   *Node
	text *raw
}

// stop is one place in a flow as it is written: "check.pass".
type stop struct {
	text string
	at   int // byte offset in the flow
}

// end is a stop found: the place, and the port if one was named.
type end struct {
	node    *Node
	port    string
	hasPort bool
	pos     Pos
}

// connect reads all flows. It is called when all places are known.
func (b *build) connect() {
	for _, f := range b.flows {
		lines, ok := f.text.list()
		if !ok {
			lines = []*raw{f.text}
		}
		for _, r := range lines {
			s, ok := r.asText()
			if !ok {
				b.value(r, "want a flow in quotes, such as \"mill -> drill -> queue\", not %s", r.what())
				continue
			}
			b.line(f.at, r, s)
		}
	}
}

// line reads one line of a flow.
func (b *build) line(at *Node, r *raw, text string) {
	stops := stopsOf(text)
	if len(stops) < 2 {
		b.value(r, "a flow needs an arrow: \"mill -> drill\"")
		return
	}
	ends := make([]*end, len(stops))
	for i, s := range stops {
		ends[i] = b.end(at, r, s)
	}
	for i := 1; i < len(ends); i++ {
		if ends[i-1] != nil && ends[i] != nil {
			b.edge(r, *ends[i-1], *ends[i], i-1 > 0, i < len(ends)-1)
		}
	}
}

func stopsOf(text string) []stop {
	var out []stop
	text = strings.ReplaceAll(text, "→", " ->") // as many bytes
	for at := 0; ; {
		piece, rest, more := strings.Cut(text[at:], "->")
		lead := len(piece) - len(strings.TrimLeft(piece, " \t\r\n"))
		out = append(out, stop{strings.TrimSpace(piece), at + lead})
		if !more {
			return out
		}
		at = len(text) - len(rest)
	}
}

// end looks a stop up: a place by its name seen from the level, or a place and a port.
func (b *build) end(at *Node, r *raw, s stop) *end {
	pos := r.within(s.at, len(s.text))
	tell := func(format string, args ...any) *end {
		b.add(false, pos, r.path, format, args...)
		return nil
	}
	if s.text == "" {
		pos = r.within(min(s.at, len(r.value.(string))), 0)
		return tell("a name is missing beside the arrow")
	}
	if strings.ContainsAny(s.text, " \t\n,;|&>") {
		return tell("%q is no name; places are joined by ->", s.text)
	}
	e := &end{node: at.Lookup(s.text), pos: pos}
	if e.node == nil {
		if i := strings.LastIndexByte(s.text, '.'); i > 0 {
			if e.node = at.Lookup(s.text[:i]); e.node != nil {
				e.port, e.hasPort = s.text[i+1:], true
			}
		}
	}
	n := e.node
	switch {
	case n == nil:
		return tell("there is no place %q%s", s.text, didYouMean(s.text, b.placeNames(at)))
	case n.broken:
		return nil
	case n.Kind.Level:
		if e.hasPort {
			return tell("there is no %q in the %s %q%s", e.port, n.Kind.Name, n.Name, didYouMean(e.port, childNames(n)))
		}
		if len(n.Children) > 0 {
			return tell("%q is a %s; name the place in it, such as %q", s.text, n.Kind.Name, s.text+"."+n.Children[0].Name)
		}
		return tell("%q is a %s; a flow joins equipment", s.text, n.Kind.Name)
	case len(n.In)+len(n.Out) == 0:
		return tell("%q is %s; parts do not flow through it", s.text, article(n.Kind.Name))
	case e.hasPort && !contains(n.In, e.port) && !contains(n.Out, e.port):
		ports := slices.DeleteFunc(append(slices.Clone(n.In), n.Out...), func(p string) bool { return p == "" })
		if len(ports) == 0 {
			return tell("%s has no port %q: write %q alone", article(n.Kind.Name), e.port, n.Name)
		}
		hint := didYouMean(e.port, ports)
		if hint == "" {
			hint = "; it has " + quoted(ports, "and")
		}
		return tell("%s has no port %q%s", article(n.Kind.Name), e.port, hint)
	}
	return e
}

func childNames(n *Node) []string {
	var out []string
	for _, c := range n.Children {
		out = append(out, c.Name)
	}
	return out
}

// edge joins two stops. Within a chain a named port is where parts leave if it is one
// of those, else where they enter; the other side is then the default port.
func (b *build) edge(r *raw, from, to end, fromInside, toInside bool) {
	out, ok := b.port(r, from, from.node.Out, "leaves", fromInside && !contains(from.node.Out, from.port))
	in, ok2 := b.port(r, to, to.node.In, "enters", toInside && (!contains(to.node.In, to.port) || contains(to.node.Out, to.port)))
	if !ok || !ok2 {
		return
	}
	e := Edge{From: from.node, FromPort: out, To: to.node, ToPort: in, Pos: to.pos, path: r.path}
	key := portName(e.From, out) + " -> " + portName(e.To, in)
	if old, twice := b.arrows[key]; twice {
		b.add(false, to.pos, r.path, "the way from %s to %s is already there, at %s", portName(e.From, out), portName(e.To, in), old)
		return
	}
	b.arrows[key] = e.Pos
	if e.From == e.To {
		b.add(false, to.pos, r.path, "%q leads to itself", e.From.Name)
		return
	}
	b.m.Edges = append(b.m.Edges, e)
}

func portName(n *Node, port string) string {
	if port == "" {
		return n.Path
	}
	return n.Path + "." + port
}

// port picks the port on one side of an arrow; elsewhere says that the port that was
// named is meant for the other side of the place.
func (b *build) port(r *raw, e end, ports []string, verb string, elsewhere bool) (string, bool) {
	what := article(e.node.Kind.Name)
	if len(ports) == 0 {
		b.add(false, e.pos, r.path, "nothing %s %s", verb, what)
		return "", false
	}
	if !e.hasPort || elsewhere {
		return ports[0], true
	}
	if !contains(ports, e.port) {
		b.add(false, e.pos, r.path, "nothing %s %s by its port %q", verb, what, e.port)
		return "", false
	}
	return e.port, true
}

// EdgesFrom are the arrows that leave a place.
func (m *Model) EdgesFrom(n *Node) []Edge {
	var out []Edge
	for _, e := range m.Edges {
		if e.From == n {
			out = append(out, e)
		}
	}
	return out
}

// EdgesTo are the arrows that reach a place.
func (m *Model) EdgesTo(n *Node) []Edge {
	var out []Edge
	for _, e := range m.Edges {
		if e.To == n {
			out = append(out, e)
		}
	}
	return out
}
