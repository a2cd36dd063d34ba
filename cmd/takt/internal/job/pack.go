package job

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/scenario"
	"github.com/taktsim/takt/viewer/parcel"
)

// Pack puts what a word names into a parcel for a browser: the run of a variant and of
// a replication, as One makes it. files are those on disk that were read or looked for.
// Mistakes of the factory are told where the parcel is opened.
func Pack(word string, o Options, variant string, replication int) (p *parcel.Parcel, files []string, err error) {
	if strings.HasSuffix(word, parcel.Ending) {
		return packRun(word)
	}
	src, err := find(word, o.Lang)
	if err != nil {
		return nil, nil, err
	}
	read := func(s source) ([]byte, error) {
		if s.fsys == nil {
			files = append(files, s.path)
			if err := limited(s.path, model.MaxBytes); err != nil {
				return nil, err
			}
		}
		return s.read()
	}
	p = &parcel.Parcel{Name: word, Variant: variant, Replication: replication, Seed: o.Seed}
	text, err := read(src)
	if err != nil {
		return nil, files, err
	}
	factory := src
	if src.scenario {
		p.Scenario = &parcel.File{Name: src.name, Text: text}
		switch form, problems := scenario.Parse(src.name, text, nil, lab.Words()); {
		case o.Factory != "":
			factory = source{name: o.Factory, path: o.Factory}
		case form == nil:
			return nil, files, parcel.Mistakes{Problems: problems.Errors()}
		default:
			factory.name, factory.path = beside(src.name, form.Factory), beside(src.path, form.Factory)
			if src.fsys != nil {
				factory.path = path.Join(path.Dir(src.path), form.Factory)
			}
		}
		if text, err = read(factory); err != nil {
			return nil, files, err
		}
	}
	p.Factory = parcel.File{Name: factory.name, Text: text}
	_ = p.Fill(func(name string) ([]byte, error) {
		table := factory
		if factory.fsys != nil {
			table.path = path.Join(path.Dir(factory.path), name)
		} else {
			table.path = beside(factory.path, name)
		}
		return read(table)
	})
	return p, files, nil
}

// longestRun is how large a recording may be, bytes.
const longestRun = 256 << 20

// packRun puts a recorded run into a parcel.
func packRun(file string) (*parcel.Parcel, []string, error) {
	files := []string{file}
	if err := limited(file, longestRun); err != nil {
		return nil, files, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, files, err
	}
	p, err := parcel.OfRecording(data)
	if err != nil {
		return nil, files, fmt.Errorf("%s: %w", file, err)
	}
	p.Name = file
	return p, files, nil
}

// beside is a file that another one names.
func beside(file, name string) string {
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(name))
}

// limited refuses what is too large to be read, bytes.
func limited(file string, most int64) error {
	if info, err := os.Stat(file); err == nil && info.Size() > most {
		return fmt.Errorf("%s has %d MB; at most %d MB are read", file, info.Size()>>20, most>>20)
	}
	return nil
}
