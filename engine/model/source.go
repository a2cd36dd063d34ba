package model

import (
	"unicode/utf8"

	"github.com/taktsim/takt/engine/model/span"
)

// source is one TOML file with its index.
type source struct {
	file  string
	index *span.File
}

// at is the position of a byte range; a range over several lines ends with the first.
func (s *source) at(r span.Range) Pos {
	p := s.index.Pos(r.Start)
	out := Pos{File: s.file, Line: p.Line, Col: p.Col, EndCol: p.Col, Source: s.index.Line(p.Line)}
	text := s.index.Text(r)
	for i := range len(text) {
		if text[i] == '\n' || text[i] == '\r' {
			text = text[:i]
			break
		}
	}
	out.EndCol += utf8.RuneCountInString(text)
	return out
}
