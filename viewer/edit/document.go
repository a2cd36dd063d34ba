// Package edit changes a factory file as somebody works on its layout: place, move,
// turn, connect, rename, delete. It is pure: it knows no window and no run.
//
// A [Document] is the text of one file and the model that it means. Every command
// makes a new text in which every byte that it has no business with is the same, reads
// it again, and holds the new model against the old one: what the command did not mean
// to change must mean what it meant before, and there must be no mistake in it. Else
// the command is refused with what is wrong, and the document stays as it was.
package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
)

// Parse reads a factory's text, as model.Parse does with a file's name, a registry of
// kinds and the tables beside the file. It must take nothing from the text but what it
// is given.
type Parse func(text []byte) (*model.Model, model.Problems)

// memory is how many commands can be undone.
const memory = 500

// Document is a factory file that is being changed.
type Document struct {
	file  string
	parse Parse
	now   state
	disk  []byte // the file as it was last read or written; nil: there is none yet
	past  []step
	next  []step
}

// state is a text and what it means.
type state struct {
	text  []byte
	index *span.File
	model *model.Model
	likes *likes
}

// step is what was before a command, or after one that was undone, and the paths that
// the way to there gives places a new name for.
type step struct {
	state
	renamed map[string]string
}

// ErrNoFile says that a document has no file to be saved in.
var ErrNoFile = errors.New("this factory has no file yet: give the name of one")

// New begins to change a text. File is where it is from and will be saved, "" when
// there is no such. The error tells the mistakes in the text.
func New(file string, text []byte, parse Parse) (*Document, error) {
	text = bytes.Clone(text)
	s, err := read(text, parse)
	if err != nil {
		return nil, err
	}
	d := &Document{file: file, parse: parse, now: s}
	if file != "" {
		d.disk = text
	}
	return d, nil
}

// read finds out what a text means.
func read(text []byte, parse Parse) (state, error) {
	m, problems := parse(text)
	if list := problems.Errors(); m == nil || len(list) > 0 {
		return state{}, refusal(list)
	}
	index, err := span.Index(text)
	if err != nil {
		return state{}, err
	}
	return state{text, index, m, newLikes(index)}, nil
}

// refusal is an error with the texts of mistakes, the first few of them.
func refusal(list model.Problems) error {
	const most = 5
	var out []string
	for i, p := range list {
		if i == most {
			out = append(out, fmt.Sprintf("… and %d more", len(list)-most))
			break
		}
		text := p.Msg
		if p.Path != "" {
			text = p.Path + ": " + text
		}
		if p.Line > 0 {
			text = fmt.Sprintf("line %d: %s", p.Line, text)
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return errors.New("this text cannot be read")
	}
	return errors.New(strings.Join(out, "\n"))
}

// Text is the text as it is now. It must not be changed.
func (d *Document) Text() []byte { return d.now.text }

// Model is what the text means.
func (d *Document) Model() *model.Model { return d.now.model }

// File is where Save writes to, "" when there is no file yet.
func (d *Document) File() string { return d.file }

// Changed reports whether the text differs from what is on disk, or, without a file,
// from what it was.
func (d *Document) Changed() bool {
	if d.disk != nil {
		return !bytes.Equal(d.disk, d.now.text)
	}
	return len(d.past) > 0
}

// CanUndo and CanRedo report whether there is something to be undone, or done again.
func (d *Document) CanUndo() bool { return len(d.past) > 0 }

// CanRedo reports whether something that was undone can be done again.
func (d *Document) CanRedo() bool { return len(d.next) > 0 }

// Undo takes the last command back: the text is to the byte what it was before. It
// tells the new path of every place that has another one now.
func (d *Document) Undo() (renamed map[string]string, ok bool) {
	return d.swap(&d.past, &d.next)
}

// Redo does what was undone last.
func (d *Document) Redo() (renamed map[string]string, ok bool) {
	return d.swap(&d.next, &d.past)
}

func (d *Document) swap(from, to *[]step) (map[string]string, bool) {
	if len(*from) == 0 {
		return nil, false
	}
	s := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, step{d.now, inverse(s.renamed)})
	d.now = s.state
	return s.renamed, true
}

// Depth is how many commands can be undone.
func (d *Document) Depth() int { return len(d.past) }

// Join makes one of the last n commands: they are undone together.
func (d *Document) Join(n int) {
	if n = min(n, len(d.past)); n < 2 {
		return
	}
	all := d.past[len(d.past)-n:]
	first := step{all[0].state, map[string]string{}}
	for _, s := range slices.Backward(all) { // from what is to what was
		now := &intent{renamed: inverse(first.renamed)}
		for from, to := range s.renamed {
			first.renamed[now.path(from)] = to
		}
	}
	d.past = append(d.past[:len(d.past)-n], first)
}

func inverse(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[v] = k
	}
	return out
}

// errStrays says that a change would do more than it is meant to.
type errStrays struct{ what string }

func (e errStrays) Error() string { return e.what }

// commit makes a new text the document's, if it means what it should.
func (d *Document) commit(text []byte, want *intent) error {
	if bytes.Equal(text, d.now.text) {
		return nil
	}
	s, err := read(text, d.parse)
	if err != nil {
		return err
	}
	if err := want.check(&d.now, &s); err != nil {
		return err
	}
	d.past = append(d.past, step{d.now, inverse(want.renamed)})
	if len(d.past) > memory {
		d.past = slices.Delete(d.past, 0, len(d.past)-memory)
	}
	d.next, d.now = nil, s
	return nil
}

// Save puts the text on disk, in one step. It refuses when somebody else has changed
// the file since it was read, and without a file it gives ErrNoFile.
func (d *Document) Save() error {
	if d.file == "" {
		return ErrNoFile
	}
	disk, err := os.ReadFile(d.file)
	switch {
	case errors.Is(err, fs.ErrNotExist): // somebody removed it: nothing is lost by writing it
	case err != nil:
		return err
	case !bytes.Equal(disk, d.disk):
		return fmt.Errorf("%s was changed by somebody else since it was read here: save under another name, or read it again", d.file)
	}
	return d.write(d.file)
}

// SaveAs puts the text into a new file, which is the document's from then on.
func (d *Document) SaveAs(file string) error {
	if file == d.file && file != "" {
		return d.Save()
	}
	if file == "" {
		return ErrNoFile
	}
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("there is already a file %s", file)
	}
	return d.write(file)
}

func (d *Document) write(file string) error {
	if err := span.WriteFile(file, d.now.text); err != nil {
		return err
	}
	d.file, d.disk = file, d.now.text
	return nil
}

// Kept tells the document that its text is safe where somebody else has put it.
func (d *Document) Kept() { d.disk = d.now.text }

// Tables are the names of the files that the text takes tables from, in its order:
// they lie beside the file.
func (d *Document) Tables() []string {
	var out []string
	d.now.index.Walk(func(n *span.Node) {
		if n.Name == "file" && n.Kind == span.Value {
			if text, ok := plain(d.now.index, n); ok && !slices.Contains(out, text.text) {
				out = append(out, text.text)
			}
		}
	})
	return out
}

// node finds a place, with an error for people.
func (d *Document) node(path string) (*model.Node, error) {
	if n := d.now.model.Node(path); n != nil {
		return n, nil
	}
	return nil, fmt.Errorf("there is no place %q", path)
}

// table is the path of a place's table in the file.
func (s *state) table(n *model.Node) []string {
	switch {
	case n.Path != "":
		return strings.Split(n.Path, ".")
	case s.model.Enterprise:
		return []string{"enterprise"}
	}
	return []string{"factory"}
}

// Try is a copy of the document, to see what a command would do.
func (d *Document) Try() *Document { return &Document{parse: d.parse, now: d.now} }
