package ui

import (
	"strings"
	"unicode"
)

// Editor is a line of text that is being written: its caret, what is selected, and
// what can be undone. The zero Editor is empty.
type Editor struct {
	text     []rune
	at, mark int // the caret, and the other end of what is selected
	past     []moment
	future   []moment
	typing   bool // the last change was a letter after a letter: both are undone at once
}

type moment struct {
	text string
	at   int
}

const undoDepth = 200

// Set puts a text in the place of all; it cannot be undone. The caret is at its end.
func (e *Editor) Set(s string) {
	*e = Editor{text: []rune(clean(s))}
	e.at, e.mark = len(e.text), len(e.text)
}

// clean makes a text one line.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// String is the text.
func (e *Editor) String() string { return string(e.text) }

// Len is the number of characters.
func (e *Editor) Len() int { return len(e.text) }

// Caret is before which character one writes.
func (e *Editor) Caret() int { return e.at }

// Selection is what is selected: from a character to before another.
func (e *Editor) Selection() (from, to int) { return min(e.at, e.mark), max(e.at, e.mark) }

// Selected is the text that is selected.
func (e *Editor) Selected() string {
	from, to := e.Selection()
	return string(e.text[from:to])
}

// Go moves the caret to before a character, and selects up to there if asked.
func (e *Editor) Go(to int, selecting bool) {
	e.at = min(max(to, 0), len(e.text))
	if !selecting {
		e.mark = e.at
	}
	e.typing = false
}

// Step moves the caret by characters. Without selecting, a selection is left at its
// end on that side.
func (e *Editor) Step(by int, selecting bool) {
	if from, to := e.Selection(); from != to && !selecting {
		if by < 0 {
			e.Go(from, false)
		} else {
			e.Go(to, false)
		}
		return
	}
	e.Go(e.at+by, selecting)
}

// Word is where the word ends (by 1) or begins (by -1) beyond which the caret is.
func (e *Editor) Word(by int) int {
	i := e.at
	look := func() rune { // the character that would be stepped over
		if by < 0 {
			return e.text[i-1]
		}
		return e.text[i]
	}
	more := func() bool { return by < 0 && i > 0 || by > 0 && i < len(e.text) }
	for more() && !wordly(look()) {
		i += by
	}
	for more() && wordly(look()) {
		i += by
	}
	return i
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// SelectWord selects the word around a character.
func (e *Editor) SelectWord(at int) {
	from, to := min(max(at, 0), len(e.text)), min(max(at, 0), len(e.text))
	for from > 0 && wordly(e.text[from-1]) {
		from--
	}
	for to < len(e.text) && wordly(e.text[to]) {
		to++
	}
	e.mark, e.at, e.typing = from, to, false
}

// SelectAll selects everything.
func (e *Editor) SelectAll() { e.mark, e.at, e.typing = 0, len(e.text), false }

// Insert writes a text in the place of what is selected.
func (e *Editor) Insert(s string) {
	add := []rune(clean(s))
	from, to := e.Selection()
	if len(add) == 0 && from == to {
		return
	}
	letter := len(add) == 1 && wordly(add[0]) && from == to
	if !e.typing || !letter {
		e.remember()
	}
	e.replace(from, to, add)
	e.typing = letter
}

func (e *Editor) replace(from, to int, add []rune) {
	text := make([]rune, 0, len(e.text)-(to-from)+len(add))
	e.text = append(append(append(text, e.text[:from]...), add...), e.text[to:]...)
	e.at = from + len(add)
	e.mark, e.future = e.at, nil
}

func (e *Editor) remember() {
	e.past = append(e.past, moment{string(e.text), e.at})
	if len(e.past) > undoDepth {
		e.past = e.past[1:]
	}
}

// Erase takes away what is selected, or what lies between the caret and a place.
func (e *Editor) Erase(to int) {
	if e.at == e.mark {
		e.mark = min(max(to, 0), len(e.text))
	}
	from, upTo := e.Selection()
	if from == upTo {
		return
	}
	e.remember()
	e.replace(from, upTo, nil)
	e.typing = false
}

// Undo takes the last change back, and tells whether there was one.
func (e *Editor) Undo() bool { return e.travel(&e.past, &e.future) }

// Redo makes the change again that was undone last, and tells whether there was one.
func (e *Editor) Redo() bool { return e.travel(&e.future, &e.past) }

func (e *Editor) travel(from, to *[]moment) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, moment{string(e.text), e.at})
	m := (*from)[n-1]
	*from = (*from)[:n-1]
	e.text = []rune(m.text)
	e.at = min(m.at, len(e.text))
	e.mark, e.typing = e.at, false
	return true
}

// Key does what a key does to a text; clipboard is where cut and copied text is. It
// tells whether the key means anything here, and whether the text is another now.
func (e *Editor) Key(k Key, m Mods, clipboard *string) (known, changed bool) {
	was := string(e.text)
	known = e.move(k, m) || e.command(k, m, clipboard)
	return known, known && was != string(e.text)
}

func (e *Editor) move(k Key, m Mods) bool {
	sel, word := m&Shift != 0, m&(Command|Alt) != 0
	by := 1
	switch k {
	case KeyLeft:
		by = -1
		fallthrough
	case KeyRight:
		if word {
			e.Go(e.Word(by), sel)
		} else {
			e.Step(by, sel)
		}
	case KeyHome:
		e.Go(0, sel)
	case KeyEnd:
		e.Go(len(e.text), sel)
	case KeyBackspace:
		to := e.at - 1
		if word {
			to = e.Word(-1)
		}
		e.Erase(to)
	case KeyDelete:
		to := e.at + 1
		if word {
			to = e.Word(1)
		}
		e.Erase(to)
	default:
		return false
	}
	return true
}

func (e *Editor) command(k Key, m Mods, clipboard *string) bool {
	if m&^Shift != Command {
		return false
	}
	switch k {
	case 'A':
		e.SelectAll()
	case 'C', 'X':
		if s := e.Selected(); s != "" {
			*clipboard = s
			if k == 'X' {
				e.Erase(e.at)
			}
		}
	case 'V':
		e.Insert(*clipboard)
	case 'Z':
		if m&Shift != 0 {
			e.Redo()
		} else {
			e.Undo()
		}
	case 'Y':
		e.Redo()
	default:
		return false
	}
	return true
}
