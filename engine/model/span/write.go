package span

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// WriteFile replaces the file at path by data in one step: see Create.
func WriteFile(path string, data []byte) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}

// NewFile is a file that is being written beside its place. Its Name is where it
// lies meanwhile.
type NewFile struct {
	*os.File
	path string
	mode fs.FileMode
	done bool
}

// Create begins to replace the file at path in one step: what is written lies
// beside it until Commit, which forces the bytes to the disk and renames into
// place, so that a reader, or a crash, sees the old file or the new one and never
// a part. The mode of an existing file is kept, a new one gets 0o644; a symbolic
// link stays and its target is replaced.
func Create(path string) (*NewFile, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("this is a folder; give the name of a file")}
		}
		if !info.Mode().IsRegular() {
			return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("not a regular file")}
		}
		mode = info.Mode().Perm()
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		var where *fs.PathError
		if errors.As(err, &where) {
			err = &fs.PathError{Op: "write", Path: path, Err: where.Err} // nobody gave it the name that it has meanwhile
		}
		return nil, err
	}
	return &NewFile{File: beside, path: path, mode: mode}, nil
}

// Commit puts the file into its place. After an error nothing is left of it, and
// what was in the place is there still.
func (f *NewFile) Commit() (err error) {
	defer func() {
		if err != nil {
			f.Abort()
		}
		f.done = true
	}()
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), f.mode); err != nil {
		return err
	}
	if err := rename(f.Name(), f.path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(f.path))
	return nil
}

// Abort takes the file away. After Commit it does nothing.
func (f *NewFile) Abort() {
	if !f.done {
		f.done = true
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
}

// rename moves a file into place. On Windows a virus scanner or an editor may
// hold the target open for a moment: try for about a second.
func rename(from, to string) error {
	err := os.Rename(from, to)
	for wait := 5 * time.Millisecond; err != nil && runtime.GOOS == "windows" && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return err
}

// syncFolder makes the rename durable where folders can be synced. The new
// file is already whole and in place, so a failure here is not one of writing.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
