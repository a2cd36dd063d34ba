// Package parcel is a factory on its way into a browser: the text of its files, the
// tables and 3D models that they name, and which run of it is to be shown. Who opens a
// parcel gets the very run that the command line makes of the same files.
package parcel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/engine/plant"
)

// Parcel is a factory with all that it takes to run it.
type Parcel struct {
	Name        string            `json:"name"` // what it is known by
	Factory     File              `json:"factory"`
	Scenario    *File             `json:"scenario,omitempty"` // nil for a bare factory
	Data        map[string][]byte `json:"data,omitempty"`     // the tables and 3D models, by the names that the factory gives them
	Variant     string            `json:"variant,omitempty"`  // the what-if; "": the factory as it is written
	Replication int               `json:"replication,omitempty"`
	Seed        *uint64           `json:"seed,omitempty"` // nil: that of the scenario
	Run         []byte            `json:"run,omitempty"`  // a recording of this very run; nil: nothing has happened in it yet
}

// File is a file of text.
type File struct {
	Name string `json:"name"` // what messages call it
	Text []byte `json:"text"` // not a string: what is no UTF-8 is to be told, not mended
}

// Format is that of lists and parcels; a page and a server have the same.
const Format = 1

// Title is what people call a factory.
type Title struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// List is what a server offers.
type List struct {
	Format  int              `json:"format"`
	Names   []string         `json:"names"` // the first is shown first
	Titles  map[string]Title `json:"titles,omitempty"`
	Speed   float64          `json:"speed"` // seconds of the factory in one of the onlooker's
	Playing bool             `json:"playing"`
}

// Read reads a parcel as Marshal of package json writes it.
func Read(data []byte) (*Parcel, error) {
	p := new(Parcel)
	if err := json.Unmarshal(data, p); err != nil {
		return nil, fmt.Errorf("what came is no factory: %w", err)
	}
	return p, nil
}

// Fill puts the tables and 3D models into the parcel that the factory, its scenario and
// their what-ifs name, by reading them. A 3D model that cannot be read is left out. The
// error says what is wrong with the factory; the parcel is as good as can be all the
// same, and whoever opens it is told the same.
func (p *Parcel) Fill(open func(name string) ([]byte, error)) error {
	p.Data = map[string][]byte{}
	s, err := p.start(func(name string) ([]byte, error) {
		data, err := open(name)
		if err == nil {
			p.Data[name] = data
		}
		return data, err
	})
	if err != nil {
		return err
	}
	m := s.Plant().Model()
	for _, name := range m.Shapes() {
		_, _ = m.Open(name) // whoever draws the factory tells what is wrong
	}
	return nil
}

// Open makes the run, at time 0. An error tells each mistake of the files in a line of
// its own, see Detail.
func (p *Parcel) Open() (*plant.Sim, error) { return p.start(p.table) }

// Ending is that of the file of a recorded run.
const Ending = ".run"

// file is what the parcel is called in a recording.
const file = "parcel.json"

// File is the parcel as a file of a recording.
func (p *Parcel) File() (plant.File, error) {
	q := *p
	q.Run = nil
	data, err := json.Marshal(&q)
	return plant.File{Name: file, Data: data}, err
}

// OfRecording is the parcel in a recording that has one, with the recording.
func OfRecording(data []byte) (*Parcel, error) {
	r, err := plant.ReadRecording(data)
	if err != nil {
		return nil, err
	}
	if len(r.Files) != 1 || r.Files[0].Name != file {
		return nil, errors.New("the recording does not say of which run it is")
	}
	p, err := Read(r.Files[0].Data)
	if err != nil {
		return nil, err
	}
	p.Run = data
	return p, nil
}

// Replay runs what was recorded again, with a budget in bytes for going back; nil for a
// parcel without a recording.
func (p *Parcel) Replay(budget int) (*plant.Replayed, error) {
	if p.Run == nil {
		return nil, nil
	}
	s, err := p.Open()
	if err != nil {
		return nil, err
	}
	r, err := plant.ReadRecording(p.Run)
	if err != nil {
		return nil, err
	}
	return r.Replay(s.Plant(), lab.Version(), budget)
}

// table is the content of a table.
func (p *Parcel) table(name string) ([]byte, error) {
	if data, ok := p.Data[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

// Parse reads another text in place of the factory's.
func (p *Parcel) Parse(text []byte) (*model.Model, model.Problems) {
	return model.Parse(p.Factory.Name, text, plant.Registry(), p.table)
}

// Sets are what the variant changes about the factory.
func (p *Parcel) Sets() []model.Setting {
	m, _ := p.Parse(p.Factory.Text)
	if m == nil || p.Scenario == nil || p.Variant == "" {
		return nil
	}
	s, _ := scenario.Parse(p.Scenario.Name, p.Scenario.Text, m, lab.Words())
	if s == nil {
		return nil
	}
	for _, v := range s.Variants() {
		if v.Name == p.Variant {
			return v.Sets
		}
	}
	return nil
}

// Mistakes are those of the files of a parcel.
type Mistakes struct{ model.Problems }

// Error is the first mistake, and how many more there are.
func (m Mistakes) Error() string {
	text := m.Problems[0].Error()
	if n := len(m.Problems) - 1; n > 0 {
		text += fmt.Sprintf(" (+%d)", n)
	}
	return text
}

// Detail tells all mistakes, each with the line where it is and a caret.
func (m Mistakes) Detail() string {
	var list []string
	for _, p := range m.Problems {
		list = append(list, p.Detail())
	}
	return strings.Join(list, "\n")
}

// Detailed is an error that shows where in a file something is wrong: the lines, each
// with a caret.
type Detailed interface {
	error
	Detail() string
}

// Refusal is a Detailed error on its way to another program.
type Refusal struct {
	Text  string `json:"error"`
	Lines string `json:"detail"`
}

// Error is part of Detailed.
func (r Refusal) Error() string { return r.Text }

// Detail is part of Detailed.
func (r Refusal) Detail() string { return r.Lines }

// RefusalOf is an error as another program can be told it; ok is false for one that is
// not Detailed.
func RefusalOf(err error) (r Refusal, ok bool) {
	var d Detailed
	if ok = errors.As(err, &d); ok {
		r = Refusal{err.Error(), d.Detail()}
	}
	return r, ok
}

// ReadRefusal is the error that another program told: a Refusal as JSON, or else a text.
func ReadRefusal(body []byte) error {
	var r Refusal
	if json.Unmarshal(body, &r) == nil && r.Text != "" && r.Lines != "" {
		return r
	}
	return errors.New(strings.TrimSpace(string(body)))
}

// start compiles the factory.
func (p *Parcel) start(open func(name string) ([]byte, error)) (*plant.Sim, error) {
	m, problems := model.Parse(p.Factory.Name, p.Factory.Text, plant.Registry(), open)
	if list := problems.Errors(); len(list) > 0 {
		return nil, Mistakes{list}
	}
	e := &lab.Experiment{Cases: []lab.Case{{Name: scenario.Baseline, Model: m}}, Length: engine.Week, Replications: 1, Seed: 1}
	if p.Scenario != nil {
		s, problems := scenario.Parse(p.Scenario.Name, p.Scenario.Text, m, lab.Words())
		if list := problems.Errors(); len(list) > 0 {
			return nil, Mistakes{list}
		}
		// Nothing is measured here, and many variants would take their time.
		s.Expectations, s.Run.Precision = nil, nil
		if p.Variant == "" {
			s.WhatIfs, s.Sweeps = nil, nil
		}
		var err error
		if e, err = lab.FromScenario(s, m); err != nil {
			return nil, err
		}
		e.WarmUp, e.AutoWarmUp, e.Replications = 0, false, max(e.Replications, 1)
	}
	if p.Seed != nil {
		e.Seed = *p.Seed
	}
	for c := range e.Cases {
		if name := e.Cases[c].Name; name == p.Variant || p.Variant == "" && name == scenario.Baseline {
			return e.Start(c, p.Replication)
		}
	}
	return nil, fmt.Errorf("%s has no what-if %s", p.Name, strconv.Quote(p.Variant))
}
