package span

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// WriteFile replaces the file at path by data in one step: it writes beside
// the file, forces the bytes to the disk and renames into place, so that a
// reader, or a crash, sees the old file or the new one and never a part. The
// mode of an existing file is kept, a new one gets 0o644; a symbolic link
// stays and its target is replaced.
func WriteFile(path string, data []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return &fs.PathError{Op: "write", Path: path, Err: errors.New("not a regular file")}
		}
		mode = info.Mode().Perm()
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = beside.Close()
			_ = os.Remove(beside.Name())
		}
	}()
	if _, err = beside.Write(data); err != nil {
		return err
	}
	if err = beside.Sync(); err != nil {
		return err
	}
	if err = beside.Close(); err != nil {
		return err
	}
	if err = os.Chmod(beside.Name(), mode); err != nil {
		return err
	}
	if err = rename(beside.Name(), path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
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
