package job

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Text is the text of a job's factory.
type Text struct {
	File  string // on disk; "": it is built in
	Bytes []byte
	Parse func(text []byte) (*model.Model, model.Problems) // reads another text in its place
}

// Text reads the text of the job's factory.
func (j *Job) Text() (*Text, error) {
	at := j.from
	switch {
	case j.Scenario == nil:
	case j.Options.Factory != "":
		at = source{name: j.Options.Factory, path: j.Options.Factory}
	case at.fsys == nil:
		at.path = filepath.Join(filepath.Dir(at.path), filepath.FromSlash(j.Scenario.Factory))
		at.name = at.path
	default:
		at.path, at.name = path.Join(path.Dir(at.path), j.Scenario.Factory), path.Join(path.Dir(at.name), j.Scenario.Factory)
	}
	text, err := at.read()
	if err != nil {
		return nil, err
	}
	t := &Text{Bytes: text}
	beside := func(name string) ([]byte, error) { return fs.ReadFile(at.fsys, path.Join(path.Dir(at.path), name)) }
	if at.fsys == nil {
		t.File = at.path
		beside = func(name string) ([]byte, error) {
			return os.ReadFile(filepath.Join(filepath.Dir(at.path), filepath.FromSlash(name)))
		}
	}
	t.Parse = func(text []byte) (*model.Model, model.Problems) {
		return model.Parse(at.name, text, plant.Registry(), beside)
	}
	return t, nil
}

// Sets are what a variant changes about the factory.
func (j *Job) Sets(variant string) []model.Setting {
	if j.Scenario != nil {
		for _, v := range j.Scenario.Variants() {
			if v.Name == variant {
				return v.Sets
			}
		}
	}
	return nil
}
