package edit

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
)

// stop is a place in a line of a flow: its text, and where that is in the source.
type stop struct {
	text       string
	start, end int
}

// chain is one line of a flow as it stands in the file, for one level that has it:
// levels that are alike share the text.
type chain struct {
	level *model.Node
	node  *span.Node
	text  quotedText
	odd   bool // it is written with escapes: it can be counted, not changed
	stops []stop
	edges []int // of its arrows, in the model
}

// flows are the lines of all flows, with the arrows that they make.
func (s *state) flows() ([]chain, error) {
	var out []chain
	next := 0
	for _, n := range s.model.Nodes {
		if !n.Kind.Level || !n.Has("flow") {
			continue
		}
		pos := n.KeyPos("flow")
		top := s.index.At(s.index.Offset(pos.Line, pos.Col))
		lines := []*span.Node{top}
		if top.Kind == span.Array {
			lines = top.Children
		}
		for _, node := range lines {
			c := chain{level: n, node: node}
			var ok bool
			c.text, ok = plain(s.index, node)
			c.odd = !ok
			c.stops = stopsOf(c.text)
			for range len(c.stops) - 1 {
				c.edges = append(c.edges, next)
				next++
			}
			out = append(out, c)
		}
	}
	if next != len(s.model.Edges) {
		return nil, errors.New("a flow in this file is written in a way that cannot be changed here")
	}
	return out, nil
}

// stopsOf divides the text of a flow at its arrows.
func stopsOf(q quotedText) []stop {
	var out []stop
	for at := 0; ; {
		piece, end := q.text[at:], len(q.text)
		cut := len(q.text)
		for _, arrow := range []string{"->", "→"} {
			if i := strings.Index(piece, arrow); i >= 0 && at+i < cut {
				cut, end = at+i, at+i+len(arrow)
			}
		}
		piece = q.text[at:cut]
		lead := len(piece) - len(strings.TrimLeft(piece, " \t\r\n"))
		text := strings.TrimSpace(piece)
		out = append(out, stop{text, q.at + at + lead, q.at + at + lead + len(text)})
		if cut == len(q.text) {
			return out
		}
		at = end
	}
}

// splice is a range of the source and what comes in its place.
type splice struct {
	span.Range
	text string
}

// spliced is a source with changes made. Ranges that go may overlap one another.
func spliced(src []byte, list []splice) []byte {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	var out []byte
	at := 0
	for _, s := range list {
		out = append(out, src[at:max(at, s.Start)]...)
		out = append(out, s.text...)
		at = max(at, s.End)
	}
	return append(out, src[at:]...)
}

// without takes arrows out of the lines of a flow, whoever shares them. What is left
// of a line is one line or several; comments and other lines stay.
func (s *state) without(flows []chain, gone func(edge int) bool) ([]splice, error) {
	cut := map[*span.Node]map[int]bool{}
	for _, c := range flows {
		for i, e := range c.edges {
			if !gone(e) {
				continue
			}
			if c.odd {
				return nil, fmt.Errorf("the flow of %s is written with escapes: write it plainly first", name(c.level))
			}
			if cut[c.node] == nil {
				cut[c.node] = map[int]bool{}
			}
			cut[c.node][i] = true
		}
	}
	var out []splice
	done := map[*span.Node]bool{}
	for _, c := range flows {
		if cut[c.node] != nil && !done[c.node] {
			done[c.node] = true
			out = append(out, s.cutChain(&c, cut[c.node])...)
		}
	}
	return out, nil
}

func name(level *model.Node) string {
	if level.Path == "" {
		return "the factory"
	}
	return level.Path
}

// cutChain takes arrows out of one line.
func (s *state) cutChain(c *chain, cut map[int]bool) []splice {
	var pieces []string
	for from := 0; from < len(c.stops); {
		to := from
		for to < len(c.edges) && !cut[to] {
			to++
		}
		if to > from {
			pieces = append(pieces, s.piece(c, from, to))
		}
		from = to + 1
	}
	q, text := c.text.quote, ""
	if len(pieces) > 0 {
		text = q + strings.Join(pieces, q+", "+q) + q
	}
	if list := c.node.Parent; list.Kind == span.Array {
		if text == "" {
			return s.dropElement(list, c.node)
		}
		return []splice{{c.node.Text, text}}
	}
	if len(pieces) != 1 {
		text = "[" + text + "]"
	}
	return []splice{{c.node.Text, text}}
}

// piece is the text of a line from one stop to another, as a line of its own.
func (s *state) piece(c *chain, from, to int) string {
	start, end := c.stops[from].start, c.stops[to].end
	first, last := c.stops[from].text, c.stops[to].text
	if from == 0 {
		start = c.text.at
	} else {
		e := &s.model.Edges[c.edges[from]]
		first = c.written(first, e.From, e.FromPort, e.From.Out)
	}
	if to == len(c.stops)-1 {
		end = c.text.at + len(c.text.text)
	} else {
		e := &s.model.Edges[c.edges[to-1]]
		last = c.written(last, e.To, e.ToPort, e.To.In)
	}
	src := s.index.Src
	out := string(src[start:c.stops[from].start]) + first + string(src[c.stops[from].end:c.stops[to].start]) + last
	return out + string(src[c.stops[to].end:end])
}

// written is the text of a stop that is now at an end of a line: in its middle it may
// have named a port of its other side.
func (c *chain) written(text string, n *model.Node, portName string, ports []string) string {
	bare := text
	if c.level.Lookup(text) != n {
		bare = text[:strings.LastIndexByte(text, '.')]
	}
	if portName == ports[0] {
		if bare != text && portName != "" && text == bare+"."+portName {
			return text
		}
		return bare
	}
	return bare + "." + portName
}

// dropElement takes an element out of a list, with its comma. Comments stay.
func (s *state) dropElement(list, n *span.Node) []splice {
	src := s.index.Src
	i := slices.Index(list.Children, n)
	out := []splice{{Range: n.Text}}
	limit := list.Text.End - 1
	if i+1 < len(list.Children) {
		limit = list.Children[i+1].Text.Start
	}
	if comma := commaIn(src, n.Text.End, limit); comma >= 0 {
		end := comma + 1
		for end < limit && (src[end] == ' ' || src[end] == '\t') {
			end++
		}
		if end < limit && src[end] == '#' {
			end = comma + 1
		}
		out = append(out, splice{Range: span.Range{Start: comma, End: end}})
	} else if i > 0 {
		gap := span.Range{Start: list.Children[i-1].Text.End, End: n.Text.Start}
		if !strings.ContainsAny(s.index.Text(gap), "#\n") {
			out = append(out, splice{Range: gap})
		}
	}
	// A line on which nothing else stands goes as a whole.
	lo, hi := n.Text.Start, out[len(out)-1].End
	hi = max(hi, n.Text.End)
	for lo > list.Text.Start+1 && (src[lo-1] == ' ' || src[lo-1] == '\t') {
		lo--
	}
	end := hi
	for end < limit && (src[end] == ' ' || src[end] == '\t' || src[end] == '\r') {
		end++
	}
	between := strings.TrimSpace(string(src[n.Text.End:hi]))
	if src[lo-1] == '\n' && end < len(src) && src[end] == '\n' && (between == "" || between == ",") {
		return []splice{{Range: span.Range{Start: lo, End: end + 1}}}
	}
	return out
}

// commaIn finds the comma in a range in which else only white space and comments
// stand, -1 when there is none.
func commaIn(src []byte, from, to int) int {
	for i := from; i < to; i++ {
		switch src[i] {
		case ',':
			return i
		case '#':
			for i < to && src[i] != '\n' {
				i++
			}
		}
	}
	return -1
}

// addLine puts a line at the end of a list.
func (s *state) addLine(list *span.Node, line string) []splice {
	src := s.index.Src
	if len(list.Children) == 0 {
		at := list.Text.Start + 1
		return []splice{{span.Range{Start: at, End: at}, line}}
	}
	last := list.Children[len(list.Children)-1]
	gap := ", "
	comma := commaIn(src, last.Text.End, list.Text.End-1)
	at := last.Text.End
	lead := string(src[:last.Text.Start])
	lead = lead[strings.LastIndexByte(lead, '\n')+1:]
	if strings.TrimLeft(lead, " \t") != "" { // it shares its line: so does the new one
		if comma >= 0 {
			return []splice{{span.Range{Start: comma, End: comma + 1}, gap + line}}
		}
		return []splice{{span.Range{Start: at, End: at}, gap + line}}
	}
	// It has a line of its own: the new one comes behind it and its comment.
	end := "\n"
	if strings.Contains(string(src[list.Text.Start:list.Text.End]), "\r\n") {
		end = "\r\n"
	}
	var out []splice
	tail := ","
	if comma < 0 {
		out = append(out, splice{span.Range{Start: at, End: at}, ","})
		tail = ""
	} else {
		at = comma + 1
	}
	for at < list.Text.End-1 && (src[at] == ' ' || src[at] == '\t') {
		at++
	}
	if src[at] == '#' {
		for src[at] != '\n' && src[at] != '\r' {
			at++
		}
	} else {
		at = max(last.Text.End, comma+1)
	}
	return append(out, splice{span.Range{Start: at, End: at}, end + lead + line + tail})
}

// Connect has parts go from a port of a place ("" is its default one) to another
// place. The arrow is written into the flow of the level that the first one stands in.
func (d *Document) Connect(from, fromPort, to string) error {
	a, err := d.node(from)
	if err != nil {
		return err
	}
	b, err := d.node(to)
	if err != nil {
		return err
	}
	switch {
	case a == b:
		return fmt.Errorf("%s cannot lead to itself", from)
	case len(a.Out) == 0:
		return fmt.Errorf("nothing leaves %s: it is a %s", from, a.Kind.Name)
	case len(b.In) == 0:
		return fmt.Errorf("nothing enters %s: it is a %s", to, b.Kind.Name)
	case fromPort == "":
		fromPort = a.Out[0]
	}
	if !slices.Contains(a.Out, fromPort) {
		return fmt.Errorf("%s has no port %q", from, fromPort)
	}
	want := arrow{from, fromPort, to, b.In[0]}
	for i := range d.now.model.Edges {
		if arrowOf(&d.now.model.Edges[i]) == want {
			return fmt.Errorf("there is already a way from %s to %s", port(from, fromPort), to)
		}
	}
	s := &d.now
	flows, err := s.flows()
	if err != nil {
		return err
	}
	text, err := s.connected(flows, a, fromPort, b)
	if err != nil {
		return err
	}
	return d.commit(text, &intent{arrow: &want})
}

// connected is the text with one more arrow.
func (s *state) connected(flows []chain, a *model.Node, fromPort string, b *model.Node) ([]byte, error) {
	level := a.Parent
	start, end := nameFrom(level, a), nameFrom(level, b)
	if start == "" || end == "" {
		return nil, fmt.Errorf("%s cannot be named from %s", b.Path, name(level))
	}
	if fromPort != a.Out[0] {
		start += "." + fromPort
	}
	line := start + " -> " + end
	own := s.index.Find(append(s.table(level), "flow")...)
	if own == nil {
		return s.withFlow(flows, level, line)
	}
	for i := range flows {
		c := &flows[i]
		if c.level != level || c.odd || len(c.edges) == 0 {
			continue
		}
		first, last := c.stops[0], c.stops[len(c.edges)]
		if fromPort == a.Out[0] && level.Lookup(last.text) == a {
			return spliced(s.text, []splice{{span.Range{Start: last.end, End: last.end}, " -> " + end}}), nil
		}
		if level.Lookup(first.text) == b {
			return spliced(s.text, []splice{{span.Range{Start: first.start, End: first.start}, start + " -> "}}), nil
		}
	}
	line = span.Text(line)
	if own.Kind == span.Array {
		return spliced(s.text, s.addLine(own, line)), nil
	}
	return spliced(s.text, []splice{
		{span.Range{Start: own.Text.Start, End: own.Text.Start}, "["},
		{span.Range{Start: own.Text.End, End: own.Text.End}, ", " + line + "]"},
	}), nil
}

// withFlow gives a level that has no flow of its own one: with what it has through
// `like`, which stays as it is there, and one line more.
func (s *state) withFlow(flows []chain, level *model.Node, line string) ([]byte, error) {
	var lines []string
	for i := range flows {
		if flows[i].level == level {
			lines = append(lines, s.index.Text(flows[i].node.Text))
		}
	}
	text := span.Text(line)
	if len(lines) > 0 {
		text = "[" + strings.Join(append(lines, text), ", ") + "]"
	}
	return s.setKey(level, "flow", text)
}

// nameFrom is the shortest name by which a level finds a place, "" when it has none.
func nameFrom(level, n *model.Node) string {
	out := n.Name
	for at := n; ; out = at.Name + "." + out {
		// A longer name that is a place would be taken before a port of this one.
		if level.Lookup(out) == n {
			return out
		}
		if at = at.Parent; at == nil || at.Parent == nil {
			return ""
		}
	}
}

// Disconnect takes an arrow out of the flow: from a port of a place ("" is its default
// one) to another place.
func (d *Document) Disconnect(from, fromPort, to string) error {
	s := &d.now
	if n := s.model.Node(from); n != nil && fromPort == "" && len(n.Out) > 0 {
		fromPort = n.Out[0]
	}
	var cut []int
	for i := range s.model.Edges {
		if e := &s.model.Edges[i]; e.From.Path == from && e.To.Path == to && e.FromPort == fromPort {
			cut = append(cut, i)
		}
	}
	if len(cut) == 0 {
		return fmt.Errorf("there is no way from %s to %s", port(from, fromPort), to)
	}
	flows, err := s.flows()
	if err != nil {
		return err
	}
	for i := range flows {
		c := &flows[i]
		if !slices.ContainsFunc(c.edges, func(e int) bool { return slices.Contains(cut, e) }) {
			continue
		}
		if s.index.Find(append(s.table(c.level), "flow")...) == nil {
			return fmt.Errorf("the flow of %s comes through `like`: change it where it is written, line %d", name(c.level), c.level.KeyPos("flow").Line)
		}
	}
	list, err := s.without(flows, func(e int) bool { return slices.Contains(cut, e) })
	if err != nil {
		return err
	}
	// Whoever shares the text loses the arrow too.
	gone := map[*span.Node]map[int]bool{}
	for _, c := range flows {
		for k, e := range c.edges {
			if slices.Contains(cut, e) {
				if gone[c.node] == nil {
					gone[c.node] = map[int]bool{}
				}
				gone[c.node][k] = true
			}
		}
	}
	var all []int
	for _, c := range flows {
		for k, e := range c.edges {
			if gone[c.node][k] {
				all = append(all, e)
			}
		}
	}
	return d.commit(spliced(s.text, list), &intent{cut: all})
}
