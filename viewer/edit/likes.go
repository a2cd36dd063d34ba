package edit

import (
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model/span"
)

// likes knows what every table of a file starts from: by its own `like`, or because
// the level it stands in is like another one.
type likes struct {
	index *span.File
	known map[string][]string
	deep  int
}

func newLikes(index *span.File) *likes { return &likes{index: index, known: map[string][]string{}} }

// deepest bounds how many likenesses lead to one another; model.Parse refuses circles,
// so that this is only for texts that it has not seen.
const deepest = 200

// base is the path of the table that the place at a path starts from, nil when it
// starts from nothing.
func (l *likes) base(path []string) []string {
	if len(path) == 0 || l.deep > deepest {
		return nil
	}
	key := strings.Join(path, ".")
	if b, ok := l.known[key]; ok {
		return b
	}
	l.known[key] = nil // while it is being found: nothing starts from itself
	l.deep++
	defer func() { l.deep-- }()
	var out []string
	own := l.index.Find(path...)
	if like := own.Child("like"); like != nil {
		if name, ok := plain(l.index, like); ok {
			out = l.target(path, strings.Split(name.text, "."))
		}
	} else if above := l.base(path[:len(path)-1]); above != nil {
		out = append(slices.Clone(above), path[len(path)-1])
		if !l.exists(out) {
			out = nil
		}
	}
	l.known[key] = out
	return out
}

// target finds what a `like` of the table at a path names: a shape, or a place as it is
// seen from there, outward.
func (l *likes) target(owner, name []string) []string {
	if t := append([]string{"shape"}, name...); l.exists(t) && !slices.Equal(t, owner) {
		return t
	}
	for k := len(owner) - 1; k >= 0; k-- {
		if t := append(slices.Clone(owner[:k]), name...); l.exists(t) && !slices.Equal(t, owner) {
			return t
		}
	}
	return nil
}

// exists reports whether there is a table at a path, written or through a likeness.
func (l *likes) exists(path []string) bool {
	if n := l.index.Find(path...); n != nil {
		return n.Kind == span.Table
	}
	return len(path) > 1 && l.base(path) != nil
}

// line are the paths that a place takes keys from: itself, what it starts from, what
// that starts from.
func (l *likes) line(path string) []string {
	var out []string
	for at := strings.Split(path, "."); at != nil && len(out) < deepest; at = l.base(at) {
		out = append(out, strings.Join(at, "."))
	}
	return out
}

// affects reports whether a change in the table of a place, or in what stands in it,
// changes the place at a path: because it is that place or in it, or takes keys from
// there.
func (l *likes) affects(changed, path string) bool {
	return slices.ContainsFunc(l.line(path), func(p string) bool { return within(p, changed) })
}

// within reports whether a path is another one or lies below it.
func within(path, top string) bool {
	return path == top || top == "" || strings.HasPrefix(path, top) && path[len(top)] == '.'
}

// quotedText is a string of the file: what is between the quotes, and where.
type quotedText struct {
	text  string
	at    int    // offset of text in the source
	quote string // one of " ' """ and '''
}

// plain is a string whose text stands in the file as it is, without escapes.
func plain(f *span.File, n *span.Node) (quotedText, bool) {
	if n == nil || n.Kind != span.Value {
		return quotedText{}, false
	}
	s := f.Text(n.Text)
	for _, q := range []string{`"""`, `'''`, `"`, `'`} {
		if len(s) < 2*len(q) || !strings.HasPrefix(s, q) || !strings.HasSuffix(s, q) {
			continue
		}
		body := s[len(q) : len(s)-len(q)]
		at := n.Text.Start + len(q)
		if len(q) == 3 { // a line end right behind the opening quotes is none
			rest := strings.TrimPrefix(strings.TrimPrefix(body, "\r"), "\n")
			if rest != strings.TrimPrefix(body, "\r") {
				at += len(body) - len(rest)
				body = rest
			}
		}
		return quotedText{body, at, q}, q[0] == '\'' || !strings.Contains(body, `\`)
	}
	return quotedText{}, false
}
