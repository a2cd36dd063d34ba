package link

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/taktsim/takt/engine/model/span"
)

// File is one result to be written: a name inside the output folder and bytes.
type File struct {
	Name string
	Data []byte
}

// WriteAll writes files into dir, which is made when absent. Each is written
// beside its place, flushed to disk and renamed, so nobody ever sees half a
// file. Unless replace is set, an existing file of the same name with other
// content stops everything before the first byte is written: it may hold
// somebody's edits.
func WriteAll(dir string, files []File, replace bool) ([]string, error) {
	for _, f := range files {
		if f.Name == "" || filepath.Base(f.Name) != f.Name {
			return nil, fmt.Errorf("%q is no name for a file in %s", f.Name, dir)
		}
		if replace {
			continue
		}
		old, err := os.ReadFile(filepath.Join(dir, f.Name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if string(old) != string(f.Data) {
			return nil, fmt.Errorf("%s is already there and differs; choose another folder, or allow it to be replaced",
				filepath.Join(dir, f.Name))
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	var wrote []string
	for _, f := range files {
		path := filepath.Join(dir, f.Name)
		if err := span.WriteFile(path, f.Data); err != nil {
			return wrote, err
		}
		wrote = append(wrote, path)
	}
	return wrote, nil
}
