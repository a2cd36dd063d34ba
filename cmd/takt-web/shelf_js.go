package main

import (
	"errors"
	"net/url"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer"
	"github.com/taktsim/takt/viewer/parcel"
)

// shelf keeps the factories that were fetched, and knows whether they are still right.
type shelf struct {
	lang  words.Lang
	kept  map[string]*book
	shown string // what was opened last
}

// book is a factory as it was fetched.
type book struct {
	answer
	at    time.Time // when it became another
	wrong error     // why the server cannot give it now
	said  string    // that, as it came
}

func newShelf(l words.Lang) *shelf { return &shelf{lang: l, kept: map[string]*book{}} }

// open opens a factory, which is fetched unless it is there.
func (s *shelf) open(name string) (*viewer.Factory, error) {
	b := s.kept[name]
	if b == nil || name != s.shown { // what is not shown is not followed
		if err := s.ask(name); errors.Is(err, errLost) {
			return nil, errors.New(s.lang.T("web.lost"))
		} else if err != nil {
			return nil, err
		}
		b = s.kept[name]
	}
	if b.wrong != nil {
		return nil, b.wrong
	}
	p, err := parcel.Read(b.body)
	if err != nil {
		return nil, err
	}
	f, err := viewer.Unpack(name, p)
	if err == nil {
		s.shown = name
	}
	return f, err
}

// errLost says that the server does not answer.
var errLost = errors.New("lost")

// ask asks for a factory. What it says of it holds until it is asked again.
func (s *shelf) ask(name string) error {
	b, tag := s.kept[name], ""
	if b != nil {
		tag = b.tag
	}
	a, err := fetch("factory?name="+url.QueryEscape(name), tag)
	switch {
	case err != nil:
		return errLost
	case a.status == 200:
		s.kept[name] = &book{answer: a, at: time.Now()}
		return nil
	case a.status == 304 && b.wrong == nil:
		return nil
	case a.status == 304:
		b.wrong, b.at = nil, time.Now()
		return nil
	}
	err = parcel.ReadRefusal(a.body)
	if said := string(a.body); b != nil && (b.wrong == nil || b.said != said) {
		b.wrong, b.said, b.at = err, said, time.Now()
	}
	return err
}

// saved is part of viewer.Options.
func (s *shelf) saved(name string) time.Time {
	if b := s.kept[name]; b != nil {
		return b.at
	}
	return time.Time{}
}

// follow asks every second whether the factory that is shown is still right. While
// there is no answer, the page says so and what is shown goes on.
func (s *shelf) follow() {
	lost := false
	for {
		time.Sleep(time.Second)
		err := s.ask(s.shown)
		if now := errors.Is(err, errLost); now != lost {
			lost = now
			page.Call("lost", lost)
		}
	}
}
